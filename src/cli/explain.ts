/** `handglass explain WHAT…`: an alert, a suite, an extension, an OID, a field, or what another program said. */
import { explain, MOST_TEXT } from '../explain/explain.ts';
import type { Explanation } from '../explain/explanation.ts';
import { jsonText } from '../trace/json-text.ts';
import { cleaned, hanging, inCharset, paint, type Style } from '../trace/text.ts';
import { say, type Words } from '../wire/words.ts';
import { Exit, type Io, styleOf, tell } from './io.ts';
import { pasted } from './pasted.ts';

export interface ExplainFlags {
  readonly json?: boolean;
}

/**
 * @param words together one name or text; a single `-` stands for standard input
 * @param otherwise what is said where nothing is known about it
 */
export async function explained(
  words: readonly string[],
  { json = false }: ExplainFlags,
  io: Io,
  otherwise: (asked: string) => Words = unknown,
): Promise<Exit> {
  const text =
    words.length === 1 && words[0] === '-' ? (await pasted(io, MOST_TEXT)).toString('utf8') : words.join(' ');
  const found = explain(text);
  io.save?.(found);
  if (json) {
    io.stdout.write(`${jsonText(found, 2)}\n`);
    return found.length > 0 ? Exit.fine : Exit.internal;
  }
  if (found.length === 0) {
    tell(io, otherwise(JSON.stringify(text.trim().slice(0, 200))));
    return Exit.internal;
  }
  io.stdout.write(explanationText(found, styleOf(io)));
  return Exit.fine;
}

const unknown = (asked: string): Words =>
  say`handglass: nothing is known about ${asked}; explain takes the name or number of an alert, cipher suite, extension or OID, or an error text as it was printed`;

export function explanationText(found: readonly Explanation[], style: Style): string {
  const told = found.map(({ title, kind, says, rfc }) => {
    const { words, label, gloss } = style.language;
    const known = label(title);
    const name = known === title ? words(title) : known;
    const lines = says.flatMap((sentence) => hanging('  ', cleaned(sentence, style), style));
    const source = rfc ? [`  ${words(rfc)}`] : [];
    return [
      `${paint(style, 'strong', name) + (name === title ? gloss(title) : '')}  ${words(kind)}`,
      ...lines,
      ...source,
    ].join('\n');
  });
  return inCharset(`${told.join('\n\n')}\n`, style);
}
