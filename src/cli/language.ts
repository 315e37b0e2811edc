/** In which language the command line speaks: as asked for, or as the environment has it. */
import stringWidth from 'string-width';
import { english, inLanguage, type Language } from '../trace/words/language.ts';
import { say, type Words } from '../wire/words.ts';

export const inEnglish = english(stringWidth);

type Env = Readonly<Record<string, string | undefined>>;

/** `--lang` may stand anywhere before `--`, and is taken out: usage errors are told in that language too. */
export interface Asked {
  readonly argv: readonly string[];
  readonly language: Language;
  /** What is wrong with what was asked for. */
  readonly problem: Words | undefined;
}

const FLAG = '--lang';
const LANGUAGES = 'en, zh';

export async function languageAsked(argv: readonly string[], env: Env): Promise<Asked> {
  const kept: string[] = [];
  let asked: string | undefined;
  let isMissing = false;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at]!;
    if (word === '--') {
      kept.push(...argv.slice(at));
      break;
    }
    if (word === FLAG) {
      asked = argv[++at];
      isMissing = asked === undefined;
    } else if (word.startsWith(`${FLAG}=`)) asked = word.slice(FLAG.length + 1);
    else kept.push(word);
  }
  const language = await languageNamed(asked === 'en' || asked === 'zh' ? asked : languageIn(env));
  const problem = isMissing
    ? say`${FLAG} needs one of ${LANGUAGES}`
    : asked === undefined || asked === 'en' || asked === 'zh'
      ? undefined
      : say`${FLAG} ${asked} is not one of ${LANGUAGES}`;
  return { argv: kept, language, problem };
}

/** The table is loaded only where it is wanted. */
async function languageNamed(name: 'en' | 'zh'): Promise<Language> {
  if (name === 'en') return inEnglish;
  const { chinese } = await import('../zh/chinese.ts');
  return inLanguage(chinese, stringWidth);
}

/** The first that is set decides (POSIX 8.2); Chinese only where it can be shown. */
function languageIn(env: Env): 'en' | 'zh' {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^zh([_.@-]|$)/i.test(locale) && showsUnicode(env) ? 'zh' : 'en';
}

/** Marks and letters beyond ASCII: not on a terminal or in a locale that has none. */
export function showsUnicode(env: Env): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  return env['TERM'] !== 'dumb' && env['TERM'] !== 'linux' && (!locale || /utf-?8/i.test(locale));
}
