/** What is said of clients that a server cannot serve. */
import { mutantsOf, without } from './mutant.ts';

const firstBytes = 'test/first-bytes.test.ts';

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
];
