/** What to try, as lines: a command if there is one, or words. */
import { say, type Words } from '../wire/words.ts';
import type { Remedy, Try } from './remedies.ts';
import { hanging, type Style } from './text.ts';

/**
 * How to apply a remedy, such as the command line to try next; undefined if no option does it. The trace does not know
 * what was typed, so the caller passes this in.
 *
 * @param place the server, `localhost:443`
 */
export type How = (remedy: Remedy, place: string) => Words | undefined;

/** `handglass connect localhost:443 --insecure`, or words alone. A command has its line to itself and is never wrapped, since it will be copied. */
export function tryLines(tries: readonly Try[], place: string, style: Style, how: How | undefined): string[] {
  const { language } = style;
  const label = `  ${language.label('Try:')}  `;
  return tries.flatMap((attempt) => {
    const { what, why } = attempt;
    const next = how?.(attempt, place);
    // A command is for a shell, whatever the language.
    const command = typeof next === 'string' || next === undefined ? next : language.words(next);
    if (command === undefined) return hanging(label, why === undefined ? what : say`${what} (${why})`, style);
    if (why === undefined) return [label + command];
    const reason = language.words(say`(${why})`);
    return [label + command, ...hanging(' '.repeat(language.columns(label)), reason, style)];
  });
}
