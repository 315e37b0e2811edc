/** What a second attack found. */
import { mutantsOf, never, without } from './mutant.ts';

const again = 'test/found-by-attack-again.test.ts';

export const foundAgain = [
  ...mutantsOf('src/x509/verify.ts', again, {
    'certificates-read-of-a-chain': ['.slice(0, Math.max(1, budget.certificates))', ''],
  }),
  ...mutantsOf('src/handshake/misfit.ts', again, {
    'authorities-that-are-read': ['.slice(0, MOST_NAMES)', ''],
  }),
  ...mutantsOf('src/x509/certificate/oid-filter.ts', again, {
    'filters-in-a-request': never('filters.length > MOST_FILTERS'),
  }),
  ...mutantsOf('src/wire/thrown-text.ts', again, {
    'what-cannot-be-told': [
      'String(thrown instanceof Error ? thrown.message : thrown)',
      '(() => { throw thrown; })()',
    ],
  }),
  ...mutantsOf('src/connection/as-tls-error.ts', again, {
    'frozen-error-of-a-hook': [' && Object.isExtensible(thrown)', ''],
    'error-that-is-a-proxy': ['    return false;', '    throw thrown;'],
  }),
  ...mutantsOf('src/handshake/staple.ts', again, {
    'staple-is-bytes': without("if (!(response instanceof Uint8Array)) return 'it is not bytes';"),
    'staple-in-shared-memory': never('isShared(response)'),
  }),
  ...mutantsOf('src/node/alarm.ts', again, {
    'alarm-in-a-month': ['Math.min(Math.max(1, left), LONGEST)', 'Math.max(1, left)'],
    'alarm-set-anew': never('left > LONGEST'),
  }),
];
