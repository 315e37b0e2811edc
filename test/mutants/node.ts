/** The rules of trust of the Node adapter, and what it refuses of a program's options. */
import { mutantsOf, never, unthrown, without } from './mutant.ts';

const adapter = 'test/found-by-attack-adapter.test.ts';
const options = 'src/node/context.test.ts';
const refusedOptions = 'src/node/refused-options.test.ts';
const revocation = 'src/node/revocation.test.ts';
const resumedIdentity = 'src/node/resumed-identity.test.ts';
const dropIn = 'src/node/drop-in.test.ts';
const failsClosed = 'test/fails-closed.test.ts';
const peers = 'src/node/peers.test.ts';
const trouble = 'src/node/trouble.test.ts';

export const node = [
  ...mutantsOf('src/node/connect.ts', peers, {
    'server-identity-answer-objects': [
      'return said === undefined || said === null ? undefined : asObjection(said);',
      'return said instanceof Error ? asObjection(said) : undefined;',
      failsClosed,
    ],
    'server-identity-that-throws-objects': ['return asObjection(thrown);', 'return undefined;', failsClosed],
    'reject-unauthorized-only-false-in-client': [
      'if (rejectUnauthorized !== false) return',
      'if (rejectUnauthorized) return',
      failsClosed,
    ],
    'objection-ends-the-connection': [
      'rejectUnauthorized: options.rejectUnauthorized !== false,',
      'rejectUnauthorized: false,',
      failsClosed,
    ],
    'server-identity-is-asked': [
      'if (!checkServerIdentity) return undefined;',
      'return undefined;',
      resumedIdentity,
    ],
    'on-rejected-beside-reject-unauthorized': never('onRejected', refusedOptions),
    'secure-context-is-one': never('!(secureContext instanceof SecureContext)', refusedOptions),
    'secure-context-alone': [
      'if (contextOptions.has(name) && options[name as keyof SecureContextOptions] !== undefined)',
      'if (false)',
      refusedOptions,
    ],
    'connect-knows-its-options': without('refuseUnknown(options, known);', options),
    'connect-for-whom': ['const name = servername || host || ', 'const name = host || servername || '],
    'session-of-this-version': never('!read', refusedOptions),
  }),
  ...mutantsOf('src/node/context.ts', adapter, {
    'pins-reach-the-engine': [
      'supported: this.#supported, profile, pins,',
      'supported: this.#supported, profile,',
      adapter,
    ],
    'ca-is-all-that-is-trusted': [
      'return this.#said.trusted?.store ?? nodeTrust();',
      'return nodeTrust();',
      peers,
    ],
    'versions-between': never('between.length === 0', options),
    'max-version-holds': [' && version <= maxVersion', '', options],
    'min-version-holds': ['version >= min && ', '', options],
  }),
  ...mutantsOf('src/node/contexts.ts', adapter, {
    'context-of-a-name-over-the-server': ['own === this.#base ? own : own.over(this.#base)', 'own'],
    'context-of-a-name-applies': [
      'rules: this.#make(context, own)',
      'rules: this.#make(this.#base, this.#base)',
    ],
    'context-of-exactly-that-name': [
      ': (name) => name === wanted;',
      ': (name) => name.endsWith(wanted);',
      'src/node/contexts.test.ts',
    ],
    'context-of-one-label-more': [
      "name.slice(name.indexOf('.') + 1) === wanted",
      'name.endsWith(`.${wanted}`)',
      'src/node/contexts.test.ts',
    ],
    'context-name-given': never('!hostname', refusedOptions),
    'context-name-is-one': never('wanted === undefined', refusedOptions),
  }),
  ...mutantsOf('src/node/context-options.ts', options, {
    'context-reads-own-options': [
      'const options = ownOptions(given);',
      'const options = given;',
      'test/polluted-prototype.test.ts',
    ],
    'context-knows-its-options': without('refuseUnknown(options, contextOptions);'),
    'cipher-order': never('honorCipherOrder !== undefined && honorCipherOrder !== true', refusedOptions),
    'groups-once': never('ecdhCurve !== undefined && groups !== undefined', refusedOptions),
    'session-timeout': never(
      'sessionTimeout !== undefined && !(sessionTimeout > 0 && sessionTimeout <= LONGEST_SESSION)',
    ),
    'ticket-keys-length': never('keys.length !== TICKET_KEYS'),
    'key-exchanges-beside-ciphers': never('keyExchanges !== undefined'),
    'pins-of-a-context-empty': never('pins.length === 0', refusedOptions),
    'pins-of-a-context-malformed': ["throw unusableOption('pins', error);", 'return [];', refusedOptions],
    'version-of-a-context': ['if (supportedVersions.includes(version)) return version;', 'return version;'],
    'ca-and-trust-are-both': [
      'given && other ? trustStore([...given.anchors, ...other.anchors]) : (given ?? other)!',
      '(given ?? other)!',
      'src/node/trust-stores.test.ts',
    ],
  }),
  ...mutantsOf('src/node/socket.ts', peers, {
    'authorized-after-the-objection': ['this.authorized = !objection && ', 'this.authorized = ', failsClosed],
    'authorized-by-a-certificate': ['!objection && chain.length > 0 && ', '!objection && ', dropIn],
    'authorized-by-its-verdict': ['chain.length > 0 && !overruled', 'chain.length > 0'],
    'objection-destroys': never('objection && this.#options.rejectUnauthorized !== false', failsClosed),
    'rejection-is-told': [
      "if (verdict?.verdict === 'rejected') this.authorizationError = authorizationErrorOf(verdict);\n    else if",
      'if',
    ],
    'client-without-certificate-is-told': ['this.authorizationError = noCertificate();', '{}', dropIn],
    'nothing-sent-before-the-objection': [
      'if (this.#isOpen) go();',
      'if (this.#established) go();',
      failsClosed,
    ],
    'key-log-of-rfc-9850-alone': ['if (!isKeyLogged(event.label)) break;', '', 'test/secrets.test.ts'],
    'no-renegotiation': unthrown(
      "coded(new Error('renegotiation is not supported'), 'ERR_TLS_RENEGOTIATION_DISABLED');",
      trouble,
    ),
    'exporter-when-finished': [
      'if (!this.#established) {\n      throw',
      'if (false) {\n      throw',
      trouble,
    ],
  }),
  ...mutantsOf('src/node/server.ts', peers, {
    'reject-unauthorized-only-false-in-server': [
      "rejectUnauthorized === false ? 'request' : 'require'",
      "!rejectUnauthorized ? 'request' : 'require'",
      failsClosed,
    ],
    'client-certificate-is-asked': [
      'this.#asks = options.requestCert !== undefined && options.requestCert !== false;',
      'this.#asks = false;',
    ],
    'trust-of-a-server': [
      'trust: asks ? context.trust : undefined,',
      'trust: asks ? contextOf(this.#options).trust : undefined,',
      adapter,
    ],
    'crl-where-nobody-is-asked': never('!asks && context.revocation.crls.length > 0', adapter),
    'sni-callback-gives-a-context': never(
      'context !== undefined && context !== null && !(context instanceof SecureContext)',
      failsClosed,
    ),
    'sni-callback-that-fails': ['if (error) reject(error);\n        else if', 'if', failsClosed],
    'server-knows-its-options': without('refuseUnknown(options, known);', options),
  }),
  ...mutantsOf('src/node/trust.ts', options, {
    'trust-store-known': never('!storeNames.includes(trust)', refusedOptions),
    'trust-that-cannot-be-read': unthrown(
      "invalidOption('trust', (it) => say`${it} cannot be",
      refusedOptions,
    ),
    'ca-that-cannot-be-read': ["throw unusableOption('ca', error);", 'return nodeTrust();'],
    'ca-is-ours': never('isShared(source)', failsClosed),
    'ca-is-bytes': never('!(source instanceof Uint8Array)', refusedOptions),
  }),
  ...mutantsOf('src/node/trust-stores.ts', 'src/node/trust-stores.test.ts', {
    'system-roots-of-mozilla-under-web-rules': [
      '? webProfile : privateProfile',
      '? privateProfile : privateProfile',
    ],
  }),
  ...mutantsOf('src/node/system-store.ts', 'src/node/system-store.test.ts', {
    'store-of-the-environment-read': unthrown(
      'new SaidError(say`${name} names ${path}, which cannot be read',
    ),
    'store-of-the-environment-not-empty': never('certificates.length === 0'),
    'store-of-the-environment-alone': never('file || folders'),
  }),
  ...mutantsOf('src/node/certificate-folder.ts', 'src/node/certificate-folder.test.ts', {
    'folder-damaged-file': never('broken !== undefined'),
    'folder-of-certificates': never('holding.length === 0'),
    'folder-most-files': never('names.length > MOST_FILES'),
    'folder-most-bytes': never('total > MOST_BYTES'),
  }),
  ...mutantsOf('src/node/revocation.ts', 'src/node/revocation.test.ts', {
    'revocation-mode-known': never('!modes.includes(mode)', refusedOptions),
    'revocation-mode-typed': never(
      "typeof revocation !== 'string' && (typeof revocation !== 'object' || revocation === null)",
      refusedOptions,
    ),
    'crl-beside-off': never("setting?.mode === 'off' && crls?.length", revocation),
    'fetch-beside-off': never("mode === 'off' && fetch", revocation),
    'crl-means-hard': ["mode: crls ? 'hard' : 'soft'", "mode: 'soft'"],
    'soft-by-default': ["mode: crls ? 'hard' : 'soft'", "mode: crls ? 'hard' : 'off'", refusedOptions],
    'crls-reach-the-engine': ["crls: mode === 'off' ? [] : (crls ?? [])", 'crls: []'],
    'crl-that-cannot-be-read': ["throw unusableOption('crl', error);", 'return [];', refusedOptions],
    'fetch-ends-with-the-connection': [
      "socket.once('close', () => gone.abort(",
      "socket.once('never', () => gone.abort(",
    ],
    'fetch-not-private': ['privateAddresses: fetchPrivate', 'privateAddresses: true'],
  }),
  ...mutantsOf('src/node/staple.ts', options, {
    'staple-is-an-answer': never("response.responseStatus !== 'successful'", revocation),
    'staple-of-our-certificate': never('of.length === 0', revocation),
    'staple-is-one': never('more', revocation),
    'staple-of-a-listener-is-bytes': never('response && !(response instanceof Uint8Array)', revocation),
    'staple-that-cannot-be-read': [
      "throw unusableOption('ocspResponse', error);",
      'return { der: new Uint8Array(), of: [] };',
      revocation,
    ],
  }),
  ...mutantsOf('src/node/credentials.ts', options, {
    'certificate-with-its-key': never('chains.length > 0 && keys.length === 0'),
    'key-with-its-certificate': never('keys.length > 0 && chains.length === 0'),
    'key-of-no-certificate': never('idle >= 0'),
    'key-that-belongs': ['equal(publicKey, leaf.spki.der)', 'true'],
  }),
  ...mutantsOf('src/node/errors.ts', options, {
    'option-bytes-ours': never('isShared(bytes)', failsClosed),
    'option-known': never('unknown'),
    'option-boolean': never("typeof value !== 'boolean'", refusedOptions),
    'option-function': never("value !== undefined && typeof value !== 'function'", refusedOptions),
    'option-bytes': never('!(bytes instanceof Uint8Array)', refusedOptions),
  }),
  ...mutantsOf('src/node/ticket-ring.ts', 'src/node/ticket-ring.test.ts', {
    'ticket-keys-rotate': ['now + ROTATION', 'Number.POSITIVE_INFINITY'],
    'ticket-keys-forgotten': ['now < sealsUntil + this.#lifetime * 1000', 'true'],
    'ticket-secret-length': never('secret.length !== TICKET_SECRET'),
    'ticket-secret-copied': ['this.#current()[0]!.secret.slice()', 'this.#current()[0]!.secret'],
  }),
  ...mutantsOf('src/node/application-protocols.ts', options, {
    'alpn-name-length': never('text.length === 0 || text.length > 255', refusedOptions),
    'alpn-list-whole': never('end > list.length', refusedOptions),
  }),
  ...mutantsOf('src/node/openssl-names.ts', options, {
    'openssl-suite-known': never('!suite'),
    'openssl-curve-known': never('!group'),
    'openssl-scheme-known': never(
      "typeof SignatureScheme[name as keyof typeof SignatureScheme] !== 'number'",
    ),
    'openssl-list-without-holes': never("items.some((item) => item === '')"),
  }),
  ...mutantsOf('src/node/transport.ts', 'src/node/transport.test.ts', {
    'own-bytes-limited': [' || this.#ownBytes > MOST_OWN_BYTES', '', 'src/node/own-bytes.test.ts'],
    'cut-is-told': ['this.#inbox.clear();\n      connection.end();', 'this.#inbox.clear();', trouble],
  }),
  ...mutantsOf('src/node/drain.ts', 'src/node/drain.test.ts', {
    'drain-longest': ['performance.now() + TIME', 'undefined'],
    'drain-begins-once': ['this.#alarm.isSet || ', ''],
  }),
  ...mutantsOf('src/node/fetching/http-request.ts', 'src/node/fetching/http-request.test.ts', {
    'fetch-redirects-limited': unthrown('new SaidError(say`${question.url} leads through more than'),
    'fetch-url-length': never('text.length > LONGEST_URL'),
    'fetch-url-is-one': never('!URL.canParse(text, base?.href)'),
    'fetch-http-alone': never("url.protocol !== 'http:'"),
    'fetch-no-password': never("url.username !== '' || url.password !== ''"),
    'fetch-method-kept': never('post && !keepsMethod'),
    'fetch-encoding': never("coded !== 'identity' || transfer !== 'chunked'"),
    'fetch-interim-answers': never('++interim > MOST_INTERIM'),
    'fetch-status': never('statusCode !== 200'),
    'fetch-announced-length': never("Number(headers['content-length']) > mostBytes"),
    'fetch-length': never('content.length + piece.length > mostBytes'),
  }),
];
