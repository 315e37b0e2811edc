/** What keeps pasted text from costing more than it is worth, and from being taken for something that it is not. */
import { mutantsOf, never } from './mutant.ts';

export const explain = [
  ...mutantsOf('src/explain/explain.ts', 'src/explain/explain.test.ts', {
    'explain-looks-at-a-part': ['text.slice(0, MOST_TEXT).trim()', 'text.trim()'],
    'failures-in-a-part': ['log.slice(0, MOST_TEXT)', 'log'],
    'a-reason-comes-before-what-says-little': [
      'return found.length > 0 ? found : vagueTextsIn(text);',
      'return [...found, ...vagueTextsIn(text)];',
    ],
    'explain-says-each-once': ['...new Map(all.map((found) => [found.id, found])).values(),', '...all,'],
  }),
  ...mutantsOf('src/explain/definitions.ts', 'src/explain/explain.test.ts', {
    'explain-own-names': ["typeof number === 'number' ? number : undefined", 'number as number'],
  }),
  ...mutantsOf('src/cli/pasted.ts', 'test/cli-explain.test.ts', {
    'explain-pasted-length': never('length > most'),
  }),
];
