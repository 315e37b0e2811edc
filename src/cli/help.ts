/** Help texts and usage errors, which commander puts together, in the language of the command line. */
import { type Command, Help, type Option } from 'commander';
import { plainStyle, type Style, wrapped } from '../trace/text.ts';
import type { Language } from '../trace/words/language.ts';
import { say } from '../wire/words.ts';

/** For a program that has no commands yet: they inherit it. */
export function speaking(program: Command, language: Language): Command {
  const style: Style = { ...plainStyle, language };
  const { words, columns } = language;
  return program
    .configureHelp({
      displayWidth: columns,
      // A full-width colon has its own room.
      formatHelp: (command, helper) =>
        Help.prototype.formatHelp.call(helper, command, helper).replace(/^(.*：) /, '$1'),
      boxWrap: (text, width) =>
        width < new Help().minWidthToWrap
          ? text
          : text
              .split('\n')
              .flatMap((line) => wrapped(line, style, width))
              .join('\n'),
      styleTitle: words,
      styleUsage: (usage) => usage.replaceAll(/\[(options|command)\]/g, words),
      styleSubcommandTerm: (term) => term.replaceAll(/\[(options|command)\]/g, words),
      commandDescription: (command) => words(command.description()),
      subcommandDescription: (command) => words(command.description()),
      optionDescription: (option) => words(descriptionOf(option)),
    })
    .configureOutput({
      outputError: (refusal, write) => write(refusalIn(language, refusal)),
    });
}

const descriptionOf = ({ description, defaultValue, required, optional }: Option) =>
  defaultValue !== undefined && (required || optional)
    ? say`${description} (default: ${JSON.stringify(defaultValue)})`
    : description;

/** What commander says of a wrong command line: a sentence, and perhaps a guess on the next line. */
export const refusalIn = ({ words }: Language, refusal: string): string =>
  refusal.split('\n').map(words).join('\n');
