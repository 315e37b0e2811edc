/** What comes on standard input, up to a limit. */
import { say } from '../wire/words.ts';
import { type Io, UsageError } from './io.ts';

/** Throws UsageError for more than `most` bytes. */
export async function pasted({ stdin }: Pick<Io, 'stdin'>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    chunks.push(Buffer.from(chunk));
    length += chunk.length;
    if (length > most) throw new UsageError(say`more than ${most} bytes were pasted`);
  }
  return Buffer.concat(chunks);
}
