/** `handglass explain WHAT…`: an alert, a suite, an extension, an OID, a field, or what another program said. */
import { explain, MOST_TEXT } from '../explain/explain.ts';
import { cleaned, hanging, inCharset, paint } from '../trace/text.ts';
import { say } from '../wire/words.ts';
import { Exit, type Io, styleOf, tell, UsageError } from './io.ts';

export interface ExplainFlags {
  readonly json?: boolean;
}

/** @param words together one name or text; a single `-` stands for standard input */
export async function explained(
  words: readonly string[],
  { json = false }: ExplainFlags,
  io: Io,
): Promise<Exit> {
  const text = words.length === 1 && words[0] === '-' ? await pasted(io) : words.join(' ');
  const found = explain(text);
  if (json) {
    io.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    return found.length > 0 ? Exit.fine : Exit.internal;
  }
  if (found.length === 0) {
    tell(io, say`handglass: nothing is known about ${JSON.stringify(text.trim().slice(0, 200))}`);
    return Exit.internal;
  }
  const style = styleOf(io);
  const told = found.map(({ title, kind, says, rfc }) => {
    const lines = says.flatMap((sentence) => hanging('  ', cleaned(sentence, style), style));
    const source = rfc ? [`  ${style.language.words(rfc)}`] : [];
    return [`${paint(style, 'strong', title)}  ${style.language.words(kind)}`, ...lines, ...source].join(
      '\n',
    );
  });
  io.stdout.write(`${inCharset(told.join('\n\n'), style)}\n`);
  return Exit.fine;
}

async function pasted({ stdin }: Io): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    chunks.push(Buffer.from(chunk));
    length += chunk.length;
    if (length > MOST_TEXT) throw new UsageError(say`more than ${MOST_TEXT} bytes were pasted`);
  }
  return Buffer.concat(chunks).toString('utf8');
}
