/** What is said of clients that a server cannot serve. */
import { mutantsOf, never, without } from './mutant.ts';

const firstBytes = 'test/first-bytes.test.ts';
const told = 'test/guests.test.ts';
const own = 'test/own-chain.test.ts';
const tries = 'test/guest-tries.test.ts';

export const guests = [
  ...mutantsOf('src/connection/foreign-bytes.ts', firstBytes, {
    'first-bytes-that-are-begun': without("if (start !== '' && signatures.some(isBegun)) return 'begun';"),
    'first-bytes-by-their-fields': without('if (known) return known;'),
    'first-bytes-of-a-client': ["role === 'server' ? clientText : serverText", 'serverText'],
    'old-hello-is-a-protocol-version': ["...(speaks === 'SSL 2.0' && { alert: 'protocol_version' }),", ''],
  }),
  ...mutantsOf('src/connection/foreign-clients.ts', firstBytes, {
    'old-hello-by-its-version': ['if (version >> 8 !== 3) return undefined;', 'return undefined;'],
  }),
  ...mutantsOf('src/connection/incoming.ts', firstBytes, {
    'begun-bytes-are-no-record': without("if (foreign === 'begun') return undefined;"),
  }),
  ...mutantsOf('src/connection/shortfall.ts', firstBytes, {
    'nothing-came': ["return any ? undefined : { arrived: 'nothing' };", 'return undefined;'],
    'half-a-message': ['message ?? record', 'record'],
    'half-a-header': ['if (start.length > 0)', 'if (false)'],
  }),
  ...mutantsOf('src/x509/own-chain.ts', own, {
    'own-chain-in-order': ['leaf === first', 'true'],
    'own-chain-alone': never('path.length === 1 && saysIntermediate(top)'),
    'own-chain-by-where-its-issuer-is': ['issuerUrls(leaf).length > 0 || ', ''],
    'own-chain-signed-by-itself': never('path.length === 1 && isSelfIssued(top)'),
    'own-chain-checked': ['.filter(({ ok }) => !ok)', '.filter(() => false)'],
  }),
  ...mutantsOf('src/cli/own-certificate.ts', own, {
    'own-trust-is-for-the-peer': ['.filter(({ reason }) => !left.includes(reason))', ''],
  }),
  ...mutantsOf('src/trace/causes/guest-refuses.ts', told, {
    'refusal-behind-our-certificate': ['meaning === undefined || !sentOurs(trace)', 'meaning === undefined'],
    'root-where-nothing-else-is-wrong': [
      " || fault.reason !== 'private-root'",
      ' || fault.reason !== first.reason',
    ],
    'refusal-by-what-the-alert-means': ['...faults.filter(isMeant), ', ''],
  }),
  ...mutantsOf('src/trace/causes/guest-first-bytes.ts', told, {
    'first-bytes-before-a-hello': ['if (cameHello(trace)) return undefined;', ''],
    'nothing-said-by-whom-waits': ["arrived !== 'nothing'", 'true'],
  }),
  ...mutantsOf('src/trace/causes/guest-offer.ts', told, {
    'only-suites-that-are-gone': never('suites.length > 0 && !kinds.includes(undefined)'),
    'suite-that-fits-our-key': ["keys.length === 0 || !suite.includes('_WITH_')", 'keys.length >= 0'],
    'names-of-protocols-are-plain': ['.filter((name) => /^[\\w./-]+$/.test(name))', ''],
    'old-suites-by-their-exchange': ['/_(CBC|CCM)_/.test(suite) ? null : ', '', tries],
    'a-restriction-of-ours-first': ['if (of.length === 0) return undefined;', 'return undefined;'],
  }),
  ...mutantsOf('src/trace/departure.ts', told, {
    'departure-of-whom-spoke': [' || resumed || spoke || !left', ' || resumed || !left'],
    'departure-once-it-left': [' || !left) return', ') return'],
    'departure-in-order-is-none': never("left.kind === 'end' && !faults.some(isForEveryone)"),
    'departure-that-cuts': ["left.kind === 'end' && ", ''],
  }),
  ...mutantsOf('src/trace/story-facts.ts', tries, {
    'taken-all-the-same': ["trace.role !== 'server' || !trace.ok", "trace.role !== 'server'", told],
  }),
  ...mutantsOf('src/trace/causes/guest-other.ts', told, {
    'what-breaks-the-protocol-is-tried-again': [
      "own.length > 0 || fault !== 'client' ? own : [repeat]",
      'own',
    ],
    'alert-of-a-client-by-its-name': ["`client-sent-${alert.replaceAll('_', '-')}`", "'alert-received'"],
  }),
];
