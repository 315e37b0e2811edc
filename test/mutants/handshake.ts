/** What `src/handshake` refuses, and what it checks a peer's word against. */
import { mutantsOf, never, unthrown, without } from './mutant.ts';

const earlyData = 'test/early-data.test.ts';
const lies = 'test/authenticated-lies.test.ts';
const sessions = 'test/sessions.test.ts';
const held = 'test/what-is-held.test.ts';
const refused = 'test/handshake-refusals.test.ts';
const clientCertificates = 'test/client-certificates.test.ts';

export const handshake = [
  ...mutantsOf('src/handshake/tls13/key-update.ts', refused, {
    'key-update-asks-for-what-there-is': never('!KeyUpdateRequest.known.has(requestUpdate)'),
    'key-update-changes-keys': without('keys.readNext();'),
    'key-update-is-answered-once': [
      'keys.peer.beforeData(() => updateKeys(keys, false));',
      'updateKeys(keys, false);',
    ],
  }),
  ...mutantsOf('src/handshake/tls13/after-client.ts', refused, {
    'ticket13-of-overruled-server': [' && !identity.overruled', '', sessions],
    'ticket13-lifetime': ['Math.min(ticketLifetime, LONGEST_LIFETIME)', 'ticketLifetime'],
    'ticket13-of-no-lifetime': ['message.body.ticketLifetime > 0 && ', ''],
    'transcript-dropped-by-client13': without('peer.feed(undefined);', held),
  }),
  ...mutantsOf('src/handshake/tls13/after-server.ts', refused, {
    'transcript-dropped-by-server13': without('peer.feed(undefined);', held),
    'tickets13-only-for-who-can-use-them': ['resumable && number < ticketCount', 'number < ticketCount'],
  }),
  ...mutantsOf('src/handshake/hello/server-choice.ts', lies, {
    'suite-not-offered': never('!suite'),
    'suite-of-another-version': never('suite.version !== version'),
    'one-protocol-answered': never('answer.length !== 1 || chosen === undefined'),
    'protocol-not-offered': never('!applicationProtocols.includes(chosen)'),
  }),
  ...mutantsOf('src/handshake/tls13/certificate.ts', lies, {
    'certificate-missing-in-13': never("of === 'server' && certificateList.length === 0"),
    'certificate-unasked-extension': never('unasked !== undefined'),
    'certificate-unasked-status': ['statusAsked && type', 'type', 'test/bad-staples.test.ts'],
  }),
  ...mutantsOf('src/handshake/tls13/client-authentication.ts', lies, {
    'request-is-checked': never('request'),
    'request-without-schemes': never('!extensions.signatureAlgorithms'),
    'request-oid-filters': unthrown("new TlsError('illegal-value', said, 'RFC 9846 section 4.3.5')"),
  }),
  ...mutantsOf('src/handshake/tls12/client-session.ts', lies, {
    'session-id-of-no-ticket': never('!offered'),
    'session12-suite': never('offered.cipherSuite !== suite.id'),
    'session12-main-secret-of-client': never('offered.extendedMainSecret !== hellos.extendedMainSecret'),
    'session12-id-echo': ['!sameBytes(hello.legacySessionIdEcho, sessionId)', 'false', refused],
    'ticket12-of-overruled-server': without('if (identity.overruled) return;', sessions),
  }),
  ...mutantsOf('src/handshake/client.ts', lies, {
    'early-data-then-12': never('offer.earlyData', earlyData),
    'version-not-offered': never('version !== TLS13 || !config.versions.includes(TLS13)'),
  }),
  ...mutantsOf('src/handshake/hello/server-choice.ts', lies, {
    'version12-not-offered': never('hello.legacyVersion !== TLS12 || !config.versions.includes(TLS12)'),
    'downgrade-sentinel-checked': never(
      'matches(downgradeSentinel.toTls11) || (offered13 && matches(downgradeSentinel.toTls12))',
    ),
    'downgrade-sentinel-of-11': ['matches(downgradeSentinel.toTls11) || ', ''],
    'downgrade-sentinel-of-12': [' || (offered13 && matches(downgradeSentinel.toTls12))', ''],
  }),
  ...mutantsOf('src/handshake/tls12/client.ts', lies, {
    'server-hello12-is-checked': without('checkHello(offer, suite, hello);'),
    'server-hello12-unsolicited': without("offer.refuseUnsolicited(extensions, 'ServerHello');"),
    'server-hello12-compression': never('legacyCompressionMethod !== 0'),
    'server-hello12-point-formats': never(
      'extensions.ecPointFormats && !extensions.ecPointFormats.includes(0)',
    ),
  }),
  ...mutantsOf('src/handshake/tls13/client.ts', lies, {
    'server-hello13-is-checked': without('checkHello(offer, body);'),
    'server-hello13-legacy-version': never('hello.legacyVersion !== TLS12'),
    'server-hello13-session-id-echo': never('!sameBytes(hello.legacySessionIdEcho, offer.sessionId)'),
    'server-hello13-session-id-length': [
      '!sameBytes(hello.legacySessionIdEcho, offer.sessionId)',
      'hello.legacySessionIdEcho.some((byte, i) => byte !== offer.sessionId[i])',
    ],
    'server-hello13-session-id-bytes': [
      '!sameBytes(hello.legacySessionIdEcho, offer.sessionId)',
      'hello.legacySessionIdEcho.length !== offer.sessionId.length',
    ],
    'server-hello13-compression': never('hello.legacyCompressionMethod !== 0'),
    'retry-unsolicited': without("offer.refuseUnsolicited(request.extensions, 'HelloRetryRequest');"),
    'retry-twice': never("name === 'HelloRetryRequest'"),
    'retry-version': never("name === 'ServerHello12' || hello.extensions.supportedVersions !== TLS13"),
    'retry-hello-is-checked': without('checkHello(offer, hello);'),
    'retry-suite': never('hello.cipherSuite !== suite.id'),
    'server-hello13-unsolicited': without("offer.refuseUnsolicited(hello.extensions, 'ServerHello');"),
    'psk-not-offered': never('!psk || selected !== 0 || psk.suite.hash !== suite.hash'),
    'psk-of-another-hash': [' || psk.suite.hash !== suite.hash', ''],
    'psk-of-another-number': [' || selected !== 0', ''],
    'server-share-missing': never('!share'),
    'server-share13': never('!shared'),
    'parameters-unsolicited': without("offer.refuseUnsolicited(extensions, 'EncryptedExtensions');"),
  }),
  ...mutantsOf('src/handshake/credentials/credential-choice.ts', clientCertificates, {
    'own-certificate-kept-from-others': [
      "isMust || (of === 'certificate_authorities' && askedAuthorities === 'honour')",
      'isMust',
    ],
    'own-certificate-must-fit': [
      "isMust || (of === 'certificate_authorities' && askedAuthorities === 'honour')",
      "of === 'certificate_authorities' && askedAuthorities === 'honour'",
    ],
  }),
  ...mutantsOf('src/handshake/tls12/suite-and-credential.ts', lies, {
    'group-in-common12': never(
      'possible.length === 0 && ours.some(isOffered)',
      'test/found-by-tlsfuzzer.test.ts',
    ),
    credential12: never('possible.length > 0 && !credential', refused),
    'scheme-in-common12': never(
      'credential && !signs && !usable.some(isOffered) && possible.some(signsIn)',
      refused,
    ),
  }),
  ...mutantsOf('src/handshake/finished.ts', lies, {
    finished: never('!equal(body.verifyData, expected)'),
  }),
  ...mutantsOf('src/handshake/credentials/judged.ts', 'test/identity.test.ts', {
    'certificate-rejected': never("verdict.verdict === 'rejected' && !overruled"),
    'rejection-that-is-final': ['if (verdict.final) return false;', ''],
    'certificate-malformed': never('!(cause instanceof Malformed)', refused),
    'certificate-unreadable': unthrown("new TlsError('certificate-malformed', said", refused),
    'certificate-key-known': ['if (!key) {', 'if (false) {', refused],
    'leaf-is-the-one-that-was-judged': ['read && equal(read.der, chain[0]!) ? read', 'read ? read', refused],
    'session-ends-with-the-path': [
      'Math.min(...verdict.path.map(({ notAfter }) => (Number.isNaN(notAfter) ? 0 : notAfter))),',
      'Number.POSITIVE_INFINITY,',
      'test/resumption.test.ts',
    ],
  }),
  ...mutantsOf('src/handshake/hello/negotiate.ts', lies, {
    'fallback-scsv': never(
      'hello.cipherSuites.includes(CipherSuite.TLS_FALLBACK_SCSV) && newest < Math.max(...versions)',
      refused,
    ),
    'version-in-common': [
      'if (chosen === undefined) {\n    const theirs',
      'if (false) {\n    const theirs',
      refused,
    ],
    'suite-in-common': ['if (!chosen) {\n    const refused', 'if (false) {\n    const refused', refused],
    'client-groups-and-share': never('!supportedGroups || !keyShare'),
    'client-share-once': ['if (without.delete(group)) continue;', 'if (without.has(group)) continue;'],
    'client-share-of-its-groups': unthrown("new TlsError('illegal-value', said, 'RFC 9846 section 4.3.8')"),
    'key-shares-gone-through-once': [
      'const without = new Set(supported);',
      'const without = { delete: (group: number) => supported.includes(group) };',
      'test/found-by-attack-text.test.ts',
    ],
    'hybrid-worth-a-retry': [' || isPostQuantum(id)) ??', ') ??', 'test/found-by-attack-protocol.test.ts'],
    'client-shares-are-checked': without('checkShares(supportedGroups, keyShare);'),
    'group-in-common13': ['if (!chosen) throw noCommonGroup(', 'if (false) throw noCommonGroup(', refused],
    'protocol-in-common': [
      'if (chosen === undefined) {\n    const said',
      'if (false) {\n    const said',
      'test/handshakes.test.ts',
    ],
    'server-name-once': never('new Set(list.map(({ nameType }) => nameType)).size < list.length'),
    'server-name-characters': never('name !== undefined && !/^[!-~]+$/.test(name)'),
  }),
  ...mutantsOf('src/handshake/hello/offer.ts', lies, {
    'retry-group-not-offered': never('!group'),
    'retry-for-a-share-that-is-there': never('this.#shares.some((share) => share.group === group)'),
    'retry-for-nothing': never('cookie === undefined'),
    'retry-cookie-sent-back': without('this.#cookie = cookie;', 'test/answers.test.ts'),
    'server-share-not-offered': never('!share'),
    'answer-unsolicited': never('!solicited'),
    'cookie-needs-no-offer': [' || type === Extensions.cookie.type', '', 'test/answers.test.ts'],
    'grease-share-once': [
      'this.config.grease && !this.retried',
      'this.config.grease',
      'test/found-by-bogo.test.ts',
    ],
    'session-of-another-hash-behind-a-retry': without(
      'if (this.psk?.suite.hash !== suite.hash) this.psk = undefined;',
      sessions,
    ),
    'session-of-an-enabled-version': never('!config.versions.includes(version)', 'test/decisions.test.ts'),
    'session-of-an-enabled-suite': ['suite.id === cipherSuite && ', '', sessions],
    'session-with-a-suite-of-its-version': [' && suite.version === version', '', sessions],
    'session-under-the-same-rules-by-client': never('session.policy !== config.sessionPolicy', sessions),
    'session-for-the-same-name-by-client': never('session.serverName !== config.serverName', sessions),
    'session-that-has-ended-by-client': never('session.expiresAt <= config.wallClock()', sessions),
  }),
  ...mutantsOf('src/handshake/credentials/proved.ts', lies, {
    'signature-is-checked': without(
      'yield* checkSignature(judged.key, signed, content, signatureSchemes, version);',
    ),
    'client-certificate-required': never("clientAuthentication === 'require'"),
    'scheme-not-offered': [' || !offered.includes(scheme)', ''],
    'scheme-unknown-or-not-offered': never('!algorithm || !offered.includes(scheme)'),
    'scheme-fits-the-key': never('!schemeFits(scheme, key, version)'),
    'signature-verifies': never(
      "!(yield* settle(key.verify(algorithm, content, signature), 'the public key'))",
    ),
  }),
  ...mutantsOf('src/handshake/sessions/psk.ts', lies, {
    'psk-binder': never('!equal(binder, expected)'),
  }),
  ...mutantsOf('src/handshake/tls13/find-psk.ts', lies, {
    'psk-without-modes': never('!modes'),
    'psk-binders-as-identities': never('offered.identities.length !== offered.binders.length'),
    'psk-with-key-exchange-only': [' || !modes.includes(PSK_DHE_KE)', '', refused],
    'psk-of-another-hash-by-server': [
      'config.suites.find(({ id }) => id === cipherSuite)?.hash === suite.hash',
      'true',
      sessions,
    ],
  }),
  ...mutantsOf('src/handshake/sessions/resumption.ts', sessions, {
    'decision-by-its-name': ["because('other-policy'", "because('expired'", 'test/decisions.test.ts'],
    'ticket-of-overruled-client': [' || holder.overruled) return', ') return'],
    'ticket-of-another-version': never('session.version !== offered.version', 'test/decisions.test.ts'),
    'ticket-that-has-ended': never('session.expiresAt <= config.wallClock()', 'test/resumption.test.ts'),
    'ticket-for-another-name': never('session.serverName !== offered.serverName'),
    'ticket-under-other-rules': never('session.policy !== config.sessionPolicy', 'test/resumption.test.ts'),
    'ticket-not-longer-than-a-hello': never('state.length > LONGEST_STATE', refused),
    'ticket-not-beyond-the-path': [
      'Math.min(issuedAt + lifetime * 1000, validUntil),',
      'issuedAt + lifetime * 1000,',
      'test/resumption.test.ts',
    ],
  }),
  ...mutantsOf('src/handshake/hello/second-hello.ts', lies, {
    'second-hello-share': never('shares?.length !== 1 || shares[0]!.group !== group.id'),
    'second-hello-early-data': never('second.body.extensions.earlyData'),
    'second-hello-fixed-part': never('!sameBytes(before.fixed, after.fixed)'),
    'second-hello-extension-changed': never('!mayChange.has(type) && (!now || !sameBytes(body, now))'),
    'second-hello-extension-gone': ['(!now || !sameBytes(body, now))', 'now && !sameBytes(body, now)'],
    'second-hello-extension-new': never('!mayChange.has(type) && !before.extensions.has(type)'),
  }),
  ...mutantsOf('src/handshake/tls13/server-authentication.ts', lies, {
    'client-without-schemes': never('!signatureAlgorithms'),
    credential13: never('!credential', refused),
    'scheme-in-common13': never('!choice', refused),
    'no-sha1-to-who-refuses-it': without(
      'refuseSha1(credential, config, wish);',
      'src/handshake/credentials/credential-choice.test.ts',
    ),
    'no-sha1': never('sha1', 'src/handshake/credentials/credential-choice.test.ts'),
  }),
  ...mutantsOf('src/handshake/tls12/server-flight.ts', lies, {
    'certificate-missing-in-12': never('chain.length === 0'),
    'certificate-key-is-checked12': without('checkKeyType(client, judged.key);'),
    'certificate-key-fits-suite': never('!fits'),
    'certificate-pss-does-not-decrypt': [
      " && keyExchanges[suite.keyExchange].keyUsage === 'digitalSignature'",
      '',
    ],
    'certificate-curve-offered': never(
      'key.curve && !config.groups.some(({ id }) => id === NamedGroup[key.curve!])',
    ),
  }),
  ...mutantsOf('src/handshake/tls12/key-exchange/rsa.ts', refused, {
    'rsa-key-exchange-with-a-key-that-decrypts': [' && key.decrypt !== undefined', ''],
    'rsa-key-exchange-with-an-rsa-key': ["key.type === 'RSA' && ", ''],
  }),
  ...mutantsOf('src/handshake/tls12/key-exchange/ecdhe.ts', lies, {
    'server-share12': never('!answer'),
    'client-share12': never('!secret'),
    'key-exchange-named-curve': never('params.curveType !== ECCurveType.named_curve'),
    'key-exchange-group-offered': [
      'config.groups.find(({ id }) => id === params.namedCurve)',
      'config.provider.groups.find(({ id }) => id === params.namedCurve)',
    ],
    'key-exchange-group-known': never('!isCurve(params.namedCurve) || !group'),
  }),
  ...mutantsOf('src/handshake/tls12/server-session.ts', lies, {
    'session12-main-secret-of-server': never('extendedMainSecret && !extended'),
    'session12-main-secret-of-server-other-way': [
      'return !extendedMainSecret && extended',
      'return false',
      sessions,
    ],
    'session12-suite-of-server': never(
      '!config.suites.some(({ id }) => id === cipherSuite) || !hello.cipherSuites.includes(cipherSuite)',
      refused,
    ),
  }),
  ...mutantsOf('src/handshake/tls12/server.ts', lies, {
    'client-hello12-is-checked': without('checkHello(hello);'),
    'client-without-null-compression': never('!legacyCompressionMethods.includes(0)'),
    'client-hello12-point-formats': never(
      'extensions.ecPointFormats && !extensions.ecPointFormats.includes(0)',
    ),
    'client-certificate-required12': [
      'AnonymousClient.allowed(server.config, TLS12);\n    return undefined;',
      'return undefined;',
    ],
    'downgrade-sentinel-set': [
      'if (versions.includes(TLS13)) random.set(downgradeSentinel.toTls12, 24);',
      '',
      'test/answers.test.ts',
    ],
  }),
  ...mutantsOf('src/handshake/tls13/early-data.ts', earlyData, {
    'early-data-taken-where-it-can-be': never(
      'psk?.suite !== keys.suite || psk.session.applicationProtocol !== applicationProtocol',
    ),
    'early-data-same-suite': ['psk.suite !== suite || ', ''],
    'early-data-same-protocol': [' || session.applicationProtocol !== applicationProtocol', ''],
    'early-data-is-fresh': never('Math.abs(config.wallClock() - session.issuedAt - age) > FRESH'),
    'early-data-is-no-replay': never('first !== true'),
    'early-data-guard-says-true': ['first !== true', '!first'],
    'early-data-is-opened-with-a-limit': ['openReading(most)', 'openReading()'],
  }),
  ...mutantsOf('src/handshake/tls13/server.ts', lies, {
    'half-rtt-data-only-where-on': ['config.halfRttData && !asked', '!asked', earlyData],
    'half-rtt-data-to-nobody-in-doubt': ['config.halfRttData && !asked', 'config.halfRttData', earlyData],
    'client-hello13-is-checked': without('checkHello(first.body);'),
    'client-hello13-legacy-version': never('legacyVersion !== TLS12'),
    'client-hello13-compression': never(
      'legacyCompressionMethods.length !== 1 || legacyCompressionMethods[0] !== 0',
    ),
    'client-hello13-one-compression-method': ['legacyCompressionMethods.length !== 1 || ', ''],
    'client-hello13-null-compression': [' || legacyCompressionMethods[0] !== 0', ''],
    'second-hello-is-checked': without('checkSecondHello(first, second, group);'),
    'client-share13': never('!answer'),
  }),
  ...mutantsOf('src/handshake/tls13/keys.ts', held, {
    'shared-secret-wiped': without('shared.fill(0);'),
    'early-secret-erased': without('early.erase();'),
    'handshake-secret-erased': without('this.#handshake.erase();'),
    'main-secret-erased': without('this.#main!.erase();'),
  }),
  ...mutantsOf('src/handshake/tls12/keys.ts', held, {
    'premaster-wiped': without('premaster.fill(0);'),
  }),
  ...mutantsOf('src/handshake/tls12/finished.ts', held, {
    'transcript-dropped-in-12': without('peer.feed(undefined);'),
  }),
  ...mutantsOf('src/handshake/sessions/session.ts', 'test/resumption.test.ts', {
    'session-layout': ['layout !== LAYOUT || ', '', refused],
    'session-version': never('layout !== LAYOUT || (version !== TLS12 && version !== TLS13)', refused),
    'session-malformed': ['if (error instanceof Malformed) return undefined;', '', refused],
  }),
  ...mutantsOf('src/handshake/credentials/signature-choice.ts', 'test/found-by-bogo.test.ts', {
    'own-key-fits-the-request': [
      'if (wish.authentications && !wish.authentications.includes(authenticationOf(key))) return undefined;',
      '',
      clientCertificates,
    ],
    'own-key-on-a-curve-of-theirs': [
      " && key.type === 'EC' && key.curve && !wish.groups.includes(NamedGroup[key.curve])",
      ' && false',
    ],
    'own-key-long-enough': [' && longEnough(key.bits, algorithm))', ')', refused],
  }),
  ...mutantsOf('src/handshake/credentials/staple.ts', 'test/stapling.test.ts', {
    'staple-that-is-empty': ["response.length === 0 ? 'it is empty' : undefined", 'undefined'],
  }),
  ...mutantsOf('src/handshake/sessions/sealed-tickets.ts', refused, {
    'ticket-key-there': never('!current'),
    'ticket-of-a-known-key': ['keys().find((candidate) => equal(candidate.name, name))', 'keys()[0]'],
    'ticket-key-name-is-authenticated': [
      '.open(ticket.subarray(NAME + NONCE), ticket.subarray(NAME, NAME + NONCE), name);',
      '.open(ticket.subarray(NAME + NONCE), ticket.subarray(NAME, NAME + NONCE), keys()[0]!.name);',
    ],
  }),
];
