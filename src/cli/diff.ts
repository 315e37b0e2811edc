/** `handglass diff A B`: two saved traces, two targets, or one of each. Both targets get the same flags. */
import { existsSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { readAll } from '../node/read-file.ts';
import { diffStory } from '../show/diff-story.ts';
import { differences } from '../show/differences.ts';
import { savedTraces, tellSaved } from '../show/saved-trace.ts';
import { withoutSecrets } from '../show/without-secrets.ts';
import type { TraceDocument } from '../trace/document.ts';
import { jsonText } from '../trace/json-text.ts';
import { SaidError, say, type Words } from '../wire/words.ts';
import { type ConnectFlags, connect } from './connect.ts';
import { systemWords } from './files.ts';
import { Exit, type Io, styleOf, UsageError } from './io.ts';

export type DiffFlags = Omit<ConnectFlags, 'pipe'>;

export async function diff(a: string, b: string, flags: DiffFlags, io: Io): Promise<Exit> {
  const left = await traceOf(a, flags, io);
  const right = await traceOf(b, flags, io);
  const found = differences(left, right);
  for (const trace of [left, right]) io.save?.(withoutSecrets(trace));
  io.stdout.write(
    flags.json
      ? `${jsonText(
          found.map(({ id, name, said }) => ({ id, name: String(name), said: String(said) })),
          2,
        )}\n`
      : diffStory(found, a, b, styleOf(io)),
  );
  return Exit.fine;
}

async function traceOf(name: string, flags: DiffFlags, io: Io): Promise<TraceDocument> {
  const text = existsSync(name) || isFileName(name) ? savedText(name) : await connected(name, flags, io);
  let traces: readonly TraceDocument[] | undefined;
  try {
    traces = savedTraces(text)?.traces;
    // Whatever is compared has its shape then.
    for (const [i, trace] of traces?.entries() ?? []) tellSaved(i, () => differences(trace, trace));
  } catch (error) {
    if (!(error instanceof SaidError)) throw error;
    throw new UsageError(say`${name}: ${error.said}`);
  }
  if (traces?.length === 1) return traces[0]!;
  const why: Words = traces ? 'there are several traces in it, and one is compared' : 'it is no trace';
  throw new UsageError(say`${name}: ${why}`);
}

function savedText(name: string): string {
  try {
    return Buffer.from(readAll(name)).toString('utf8');
  } catch (error) {
    throw new UsageError(say`${name} cannot be read: ${systemWords(error)}`);
  }
}

/** A file that is not there is no host either: no top-level domain is called json, and only a URL has a slash. */
const isFileName = (name: string): boolean => /\.json$/i.test(name) || /^(?!https:).*\//i.test(name);

/** What `connect --json` prints. */
async function connected(target: string, flags: DiffFlags, io: Io): Promise<string> {
  const stdout = new PassThrough();
  const chunks: Buffer[] = [];
  stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await connect(target, { ...flags, json: true }, { ...io, stdout, save: undefined });
  return Buffer.concat(chunks).toString('utf8');
}
