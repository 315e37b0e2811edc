/** What only one documented value may loosen, and what hooks and programs are given. */
import { mutantsOf, never, without } from './mutant.ts';

const closed = 'test/fails-closed.test.ts';
const polluted = 'test/polluted-prototype.test.ts';
const answers = 'test/fails-closed-answers.test.ts';
const node = 'test/fails-closed-node.test.ts';
const cli = 'test/fails-closed-cli.test.ts';
const handed = 'test/handed-out-bytes.test.ts';
const found = 'test/found-by-attack-adapter.test.ts';

export const closedBy = [
  ...mutantsOf('src/options/options.ts', 'src/options/options.test.ts', {
    'connect-client-knows-its-options': without('refuseUnknown(options, ofClients);'),
    'accept-client-knows-its-options': without('refuseUnknown(options, ofServers);'),
    'staple-asked-for-where-it-is-not-judged': [
      ' || options.requestStaple === true',
      '',
      'src/node/revocation.test.ts',
    ],
  }),
  ...mutantsOf('src/options/certificate-check.ts', 'src/options/options.test.ts', {
    'revocation-knows-its-options': without("refuseUnknown(said, settings, 'revocation.');"),
  }),
  ...mutantsOf('src/options/supported.ts', 'src/options/options.test.ts', {
    'unknown-options-are-refused': never('unknown'),
  }),
  ...mutantsOf('src/node/peer-certificate.ts', found, {
    'certificate-read-as-these-bytes': ['if (!equal(certificate.raw, der)) return undefined;', ''],
    'issuer-shown-only-if-it-issued': ['one.certificate.checkIssued(certificate)', 'true'],
  }),
  ...mutantsOf('src/handshake/credentials/judged.ts', closed, {
    'only-true-overrules': [
      "(yield* settle(answer, 'onRejected')) === true",
      "Boolean(yield* settle(answer, 'onRejected'))",
    ],
    'hooks-get-copies': ['= chain.map((der) => der.slice());', '= [...chain];', handed],
    'hooks-get-a-copy-of-the-verdict': [
      'Object.freeze(handedOut(verdict))',
      'Object.freeze(verdict)',
      handed,
    ],
    'observers-get-a-copy-of-the-verdict': [
      'verdict: handedOut(verdict), overruled',
      'verdict, overruled',
      handed,
    ],
    'errors-carry-a-copy-of-the-verdict': ['cause: handedOut(verdict)', 'cause: verdict', handed],
  }),
  ...mutantsOf('src/handshake/credentials/proved.ts', handed, {
    'established-has-a-copy-of-the-verdict': ['this.#verdict && handedOut(this.#verdict)', 'this.#verdict'],
    'established-has-a-copy-of-the-chain': ['this.chain.map((der) => der.slice())', 'this.chain'],
  }),
  ...mutantsOf('src/handshake/flow.ts', answers, {
    'answers-are-bytes': never('!(bytes instanceof Uint8Array) || isShared(bytes)'),
    'answers-are-not-in-shared-memory': [' || isShared(bytes)', ''],
  }),
  ...mutantsOf('src/handshake/sessions/resumption.ts', handed, {
    'ticket-stores-get-copies': ['open(ticket.slice())', 'open(ticket)'],
  }),
  ...mutantsOf('src/handshake/established.ts', handed, {
    'established-has-copies-of-the-randoms': ['clientRandom: clientRandom.slice()', 'clientRandom'],
  }),
  ...mutantsOf('src/connection/peer-of-connection.ts', handed, {
    'secrets-are-told-with-copies': ['clientRandom: clientRandom.slice()', 'clientRandom'],
  }),
  ...mutantsOf('src/handshake/credentials/client-credential.ts', handed, {
    'choosers-get-copies': ['credentials(structuredClone(wish))', 'credentials(wish)'],
  }),
  ...mutantsOf('src/protocol/messages/certificate.ts', 'test/authenticated-lies.test.ts', {
    'no-certificate-of-no-bytes': ['showing(opaque(1,', 'showing(opaque(0,'],
  }),
  ...mutantsOf('src/cli/connect.ts', cli, {
    'secrets-by-their-flag-alone': ['secrets: flags.secrets ?? false', 'secrets: true'],
  }),
  ...mutantsOf('src/cli/overrule.ts', cli, {
    'insecure-by-its-flag-alone': ['if (insecure) {', 'if (true) {'],
  }),
  ...mutantsOf('src/cli/trust.ts', cli, {
    'system-store-without-the-extra-ones': [
      "storeNamed(chosen ?? 'system', env)",
      "storeNamed(chosen ?? 'node', env)",
    ],
  }),
  ...mutantsOf('src/node/server.ts', node, {
    'on-rejected-needs-request-cert': never('!asks && onRejected !== undefined'),
  }),
  ...mutantsOf('src/connection/event-queue.ts', handed, {
    'secrets-by-true-alone': ['this.options.secrets === true', 'Boolean(this.options.secrets)', node],
    'observers-get-copies': without('if (value instanceof Uint8Array) own[name] = value.slice();'),
  }),
  ...mutantsOf('src/options/certificate-check.ts', closed, {
    'handed-in-check-gives-a-verdict': never(
      "given?.verdict !== 'accepted' && given?.verdict !== 'rejected'",
    ),
    'revocation-mode-of-the-engine': never("mode !== 'off' && mode !== 'soft' && mode !== 'hard'"),
  }),
  ...mutantsOf('src/options/options.ts', closed, {
    'client-authentication-known': never("!['none', 'request', 'require'].includes(clientAuthentication)"),
    'on-rejected-of-the-engine': never("onRejected !== undefined && typeof onRejected !== 'function'"),
  }),
  ...mutantsOf('src/node/socket.ts', closed, {
    'shared-memory-among-others-refused': never('chunks.some(({ chunk }) => isShared(chunk))'),
  }),
  ...mutantsOf('src/connection/writing.ts', closed, { 'shared-memory-refused': never('isShared(bytes)') }),
  ...mutantsOf('src/wire/own-options.ts', polluted, {
    'prototype-does-not-count': ['at !== null && !isRoot(at)', 'at !== null'],
  }),
  ...mutantsOf('src/wire/bare.ts', polluted, {
    'message-parts-are-its-own': ['Object.freeze(Object.create(null))', 'Object.create(Object.prototype)'],
    'certificate-parts-are-looked-for-in-it': ['Object.hasOwn(object, name)', 'name in object'],
  }),
  ...mutantsOf('src/handshake/sessions/session.ts', polluted, {
    'early-data-of-the-session-itself': [
      'readonly maxEarlyData?: number | undefined = undefined;',
      'declare readonly maxEarlyData?: number | undefined;',
    ],
  }),
  ...mutantsOf('src/handshake/credentials/signature-choice.ts', polluted, {
    'credential-says-its-own-schemes': ['= ownOptions(credential)', '= credential'],
  }),
  ...mutantsOf('src/options/resumption-scope.ts', polluted, {
    'scope-holds-no-key': [
      " && part.every((item) => typeof item === 'string')",
      '',
      'src/options/resumption-scope.test.ts',
    ],
    'anchor-says-its-own-rules': ['= ownOptions(anchor)', '= anchor'],
  }),
  ...mutantsOf('src/x509/path/tried-paths.ts', polluted, {
    'anchor-profile-is-its-own': ['anchor && ownOptions(anchor).serverProfile', 'anchor?.serverProfile'],
  }),
];
