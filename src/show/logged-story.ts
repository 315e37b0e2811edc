/** Messages of a log that has their fields and not their bytes, as text. */
import { cleaned, hanging, inCharset, mark, paint, type Style, titled } from '../trace/text.ts';
import { say } from '../wire/words.ts';
import type { LoggedField, LoggedMessage } from './logged-messages.ts';

/** Columns of a name. */
const NAMES = 26;

export function loggedStory(messages: readonly LoggedMessage[], style: Style): string {
  const clean = cleaned(messages, style);
  const blocks = clean.map(({ direction, name, fields }) => [
    '',
    `${mark(style, direction)} ${paint(style, 'strong', name)}`,
    ...fields.flatMap((field) => fieldLines(field, style)),
  ]);
  const title =
    messages.length === 1
      ? 'logged: 1 handshake message, without its bytes'
      : say`logged: ${messages.length} handshake messages, without their bytes`;
  return inCharset(`${[...titled('good', title, style), ...blocks.flat()].join('\n')}\n`, style);
}

function fieldLines({ depth, name, value }: LoggedField, style: Style): string[] {
  const title = `${'  '.repeat(Math.min(depth, 6) + 1)}${name}`;
  return value === '' ? [title] : hanging(`${title.padEnd(NAMES)}  `, value, style);
}
