/** What is said of servers that failed, and of those that did not. */
import { mutantsOf, never, without } from './mutant.ts';

const tries = 'test/tries.test.ts';
const told = 'test/told-truly.test.ts';
const firstBytes = 'test/first-bytes-of-servers.test.ts';

export const toldOfServers = [
  ...mutantsOf('src/trace/causes/alerts.ts', tries, {
    'restrictions-are-dropped-first': never('restrictions.length > 0'),
    'old-servers-are-not-asked-again': never('isOfOldVersion(trace)'),
    'everything-is-offered-once': never('!isWidest'),
    'a-name-that-was-not-sent': ['return serverName === undefined\n', 'return false\n'],
  }),
  ...mutantsOf('src/trace/causes/network.ts', tries, {
    'a-warning-before-a-cut': never("warningsIn(trace).includes('unrecognized_name')"),
  }),
  ...mutantsOf('src/trace/causes/client-certificate.ts', tries, {
    'our-certificate-in-time': ['datesFault(leaf, startedAt) ?? ', ''],
    'our-certificate-for-clients': ['purposeFault(leaf) ?? ', ''],
    'let-in-is-only-possibly-refused': ["error.reason === 'connection-cut' && letUsIn(trace)", 'false', told],
    'let-in-by-a-finished': [
      "trace.version === 'TLS 1.2' ? 'finished' : 'new_session_ticket'",
      "'new_session_ticket'",
      told,
    ],
  }),
  ...mutantsOf('src/trace/causes/server-certificate.ts', tries, {
    'no-overruling-without-a-key': ['isUsable && !lacksPin(trace)', '!lacksPin(trace)'],
    'a-default-certificate-is-known': ['byDefault(trace, certificate) ?? ', ''],
    'a-private-root-is-not-an-incomplete-chain': never('path.length > 1'),
    'an-address-as-a-dns-name': never('host !== null && names.includes(host)'),
    'the-order-of-a-chain': ['inOrder(trace) ?? ', '', told],
  }),
  ...mutantsOf('src/trace/causes/warnings.ts', told, {
    'no-protocol-was-chosen': [
      'if (protocols.length === 0 || trace.alpn !== null || trace.version === null) return;',
      'return;',
    ],
    'our-certificate-may-be-refused-yet': ['sentOne(trace) ? ownFault(trace) : undefined', 'undefined'],
  }),
  ...mutantsOf('src/trace/outcome.ts', tries, {
    'a-reset-is-no-close': ["isReset(cause) ? 'reset' : 'closed'", "'closed'"],
  }),
  ...mutantsOf('src/trace/summary.ts', told, {
    'a-cut-may-be-a-refusal': [" || error?.reason === 'connection-cut'", ''],
  }),
  ...mutantsOf('src/trace/fields.ts', told, {
    'tls12-cites-its-own-rfc': ["version === 'TLS 1.2' ? (sections12[rfc] ?? rfc) : rfc", 'rfc'],
  }),
  ...mutantsOf('src/cli/pipe.ts', told, {
    'a-failure-under-pipe-is-told': [
      "if (after.ended === 'failed') return failed();",
      "if (after.ended === 'failed') return Exit.negotiation;",
    ],
  }),
  ...mutantsOf('src/cli/refusal-document.ts', told, {
    'a-refusal-in-json-when-asked': ["!flags.includes('--json') || ", ''],
    'a-refusal-never-in-a-pipe': [" || flags.includes('--pipe')", ''],
  }),
  ...mutantsOf('src/connection/foreign-servers.ts', firstBytes, {
    'mail-and-files-are-told-apart': ['?? mailOrFiles(bytes) ', ''],
    'ssl-2-errors-of-servers': without(
      "if (type === 0 && first === 0 && [1, 2, 4, 6].includes(second))\n    return ['SSL 2.0', 'it answered with an SSL 2.0 error, and that version is prohibited (RFC 6176)'];",
    ),
  }),
];
