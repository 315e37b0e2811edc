/** What `src/record` refuses. */
import { mutantsOf } from './mutant.ts';

export const record = [
  ...mutantsOf('src/record/cbc.ts', 'src/record/cbc.test.ts', {
    'cbc-padding-and-mac': ['if (!(+right & padding.good)) throw badRecord();', ''],
  }),
];
