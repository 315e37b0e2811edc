/** What keeps a peer's text from being taken for a sentence of ours, and from costing more than it is worth. */
import { mutantsOf, never } from './mutant.ts';

export const language = [
  ...mutantsOf('src/trace/words/recognised.ts', 'src/trace/words/language.test.ts', {
    'names-are-no-sentences': ['saysEnough(parts) || ', 'true || '],
    'one-word-takes-numbers-alone': ['values.every((value) => /^\\d+$/.test(value))', 'true'],
    'sentences-have-values': ['end <= first.length || ', ''],
  }),
  ...mutantsOf('src/trace/words/translation.ts', 'src/trace/words/language.test.ts', {
    'sentences-are-not-nested-without-end': [' && depth < MOST_NESTED', ''],
    'lists-are-of-names': [
      'said === value && nameList.test(value)',
      "said === value && value.includes(', ')",
    ],
  }),
  ...mutantsOf('src/trace/words/gloss.ts', 'src/trace/words/language.test.ts', {
    'formulas-are-not-explained': ['formula.test(text)', "text === ''"],
  }),
  ...mutantsOf('src/trace/words/quotation.ts', 'src/trace/words/language.test.ts', {
    'quotation-marks-in-chinese-alone': ["!han.test(text) || !text.includes('\"')", "!text.includes('\"')"],
    'quotation-marks-belong-together': ['return open.length === 0 ? out : undefined;', 'return out;'],
    'quotation-marks-of-a-name-end-none-of-ours': ["open.at(-1) === '\"' && closesBefore", 'closesBefore'],
  }),
  ...mutantsOf('src/trace/words/spacing.ts', 'src/trace/words/language.test.ts', {
    'no-line-begins-with-what-closes': ['[${closing}])[${closing}]*|', '[${closing}])|'],
    'no-line-ends-with-what-opens': ['`[${opening}]*(?:', '`(?:'],
    'names-are-not-broken': ['last.text.length + 1 + piece.text.length <= LONGEST_NAME', 'false'],
  }),
  ...mutantsOf('src/trace/text.ts', 'src/trace/words/language.test.ts', {
    'han-are-two-columns': ['    let columns = language.columns(piece);', '    let columns = piece.length;'],
  }),
  ...mutantsOf('src/cli/language.ts', 'test/zh.test.ts', {
    'language-is-known': ["asked === undefined || asked === 'en' || asked === 'zh'", 'true'],
    'language-is-given': ['isMissing = asked === undefined', 'isMissing = false'],
    'language-stops-at-dashes': never("word === '--'"),
    'language-only-where-shown': [' && showsUnicode(env)', ''],
  }),
];
