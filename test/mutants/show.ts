/** What keeps pasted bytes within bounds and in their place. */
import { mutantsOf, never, without } from './mutant.ts';

export const show = [
  ...mutantsOf('src/show/pasted-bytes.ts', 'src/show/pasted-bytes.test.ts', {
    'pasted-bytes-limit': ['hex.slice(0, 2 * left)', 'hex'],
    'pasted-bytes-one-of-two-dumps': [" && !(isTwice && form === 'record')", ''],
    'pasted-bytes-end-with-the-dump': without('run = undefined;'),
  }),
  ...mutantsOf('src/show/recorded.ts', 'src/show/recorded.test.ts', {
    'recorded-whole-message': ['isMessage && length <= bytes.length - HEADER_LENGTH', 'isMessage'],
  }),
  ...mutantsOf('src/show/saved-trace.ts', 'test/cli-diff.test.ts', {
    'saved-trace-schema': never('document.schema !== traceSchema'),
  }),
  ...mutantsOf('src/cli/save.ts', 'test/cli-diff.test.ts', {
    'saved-for-us-alone': ["'w', 0o600", "'w', 0o644"],
  }),
];
