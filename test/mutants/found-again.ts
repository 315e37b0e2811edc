/** What a second attack found. */
import { mutantsOf, never } from './mutant.ts';

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
];
