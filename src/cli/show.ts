/**
 * `handglass show WHAT…`: whatever is in a file, in standard input (`-`) or pasted as words. What it is, its contents tell:
 * bytes of TLS as hexadecimal or in another program’s log, certificates and their like, an error text.
 */
import { existsSync } from 'node:fs';
import { nodeProvider } from '../crypto/providers/node.ts';
import { failuresIn } from '../explain/explain.ts';
import { LARGEST, readAll } from '../node/read-file.ts';
import { readKeyLog, type SecretOf } from '../schedule/keylog.ts';
import { loggedMessages } from '../show/logged-messages.ts';
import { loggedStory } from '../show/logged-story.ts';
import { type PastedBytes, pastedBytes } from '../show/pasted-bytes.ts';
import { formOf, recorded } from '../show/recorded.ts';
import { recordedStory } from '../show/recorded-story.ts';
import { type Saved, savedTraces, tellSaved } from '../show/saved-trace.ts';
import { withoutSecrets } from '../show/without-secrets.ts';
import { bundleOf } from '../trace/bundle-document.ts';
import type { TraceDocument } from '../trace/document.ts';
import { jsonText } from '../trace/json-text.ts';
import { keysStory } from '../trace/keys-story.ts';
import { story } from '../trace/story.ts';
import { paint, placeOf } from '../trace/text.ts';
import { SaidError, say, type Words } from '../wire/words.ts';
import { certs } from './certs.ts';
import { explained, explanationText } from './explain.ts';
import { type FieldsFlags, shownFields } from './fields-flags.ts';
import { partsIn } from './file-parts.ts';
import { systemWords } from './files.ts';
import { Exit, type Io, styleOf, tell, UsageError } from './io.ts';
import { pasted } from './pasted.ts';

export interface ShowFlags extends FieldsFlags {
  readonly keylog?: string;
  readonly keys?: boolean;
  readonly secrets?: boolean;
}

export async function show(what: readonly string[], flags: ShowFlags, io: Io): Promise<Exit> {
  const asked = shownFields({ ...flags, json: false });
  const { name, bytes, isTyped = false } = await given(what, io);
  const text = bytes.toString('utf8');
  const saved = reading(name, () => savedTraces(text));
  if (saved) return tellTraces(name, saved, flags, io);
  if (flags.keys) throw new UsageError(say`--keys is for a saved trace, and ${name} is none`);
  const pieces: readonly PastedBytes[] = formOf(bytes) ? [{ bytes }] : pastedBytes(text);
  const logged = pieces.some(({ form }) => form) ? [] : loggedMessages(text);
  const secretOf = flags.keylog === undefined ? undefined : keyLogOf(flags.keylog);
  const found = logged.length > 0 ? undefined : recorded(pieces, nodeProvider, secretOf, flags.secrets);
  if (!found && secretOf) throw new UsageError(say`--keylog opens records, and ${name} has none`);
  const file = partsIn(name, derIn(text) ?? bytes);
  if (!found && logged.length === 0 && file.parts.some(({ kind }) => kind !== 'other')) {
    if (flags.only !== undefined || flags.hex)
      throw new UsageError(say`--only and --hex are for messages, and ${name} has none`);
    const { json = false } = flags;
    return certs([file], { fields: asked !== undefined, json, revocation: 'off', aia: true }, io);
  }
  if (!found && asked) throw new UsageError(say`--fields is for bytes, and ${name} has none that are known`);
  if (!found && logged.length === 0) return explained([text], flags, io, isTyped ? neither : unread);
  const fields = shownFields(flags);
  io.save?.(found?.document ?? logged);
  if (flags.json) {
    io.stdout.write(`${jsonText(found?.document ?? logged, 2)}\n`);
    return Exit.fine;
  }
  const style = styleOf(io);
  const failures = failuresIn(text);
  io.stdout.write(found ? recordedStory(found, style) : loggedStory(logged, style));
  if (found && fields) io.stdout.write(`\n${fields(found.document, style)}`);
  if (failures.length > 0) io.stdout.write(`\n${explanationText(failures, style)}`);
  return Exit.fine;
}

const neither = (asked: string): Words =>
  say`handglass: there is no file ${asked}, and as a name or text nothing is known about it`;
const unread = (asked: string): Words =>
  say`handglass: nothing that is known is in what begins with ${asked}`;

/** A certificate and its like as hexadecimal. */
function derIn(text: string): Buffer | undefined {
  const digits = text.replaceAll(/[\s:]/g, '');
  return /^308[0-4](?:[0-9a-f]{2})+$/i.test(digits) ? Buffer.from(digits, 'hex') : undefined;
}

/** @param name of what is read */
function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SaidError)) throw error;
    throw new UsageError(say`${name}: ${error.said}`);
  }
}

function tellTraces(name: string, saved: Saved, flags: ShowFlags, io: Io): Exit {
  if (flags.keylog !== undefined)
    throw new UsageError('--keylog opens records, and a trace has its secrets in it');
  const fields = shownFields(flags);
  const style = styleOf(io);
  const told = reading(name, () =>
    saved.traces.map((each, i) =>
      tellSaved(i, () => {
        const trace = flags.secrets ? each : withoutSecrets(each);
        const text = story(trace, style);
        const title = paint(style, 'strong', style.language.words(headingOf(i + 1, trace)));
        const below = [
          ...(fields ? [fields(trace, style)] : []),
          ...(flags.keys ? [keysStory(trace, style)] : []),
        ];
        return { trace, title, text: [text, ...below].join('\n') };
      }),
    ),
  );
  const traces = told.map(({ trace }) => trace);
  const document = traces.length === 1 ? traces[0]! : bundleOf(traces);
  io.save?.(document);
  if (flags.json) io.stdout.write(`${jsonText(document, 2)}\n`);
  else
    io.stdout.write(told.map(({ title, text }) => (told.length > 1 ? `${title}\n${text}` : text)).join('\n'));
  if (saved.leftOut > 0) tell(io, say`! more connections in ${name}, which are not told: ${saved.leftOut}`);
  return Exit.fine;
}

/** Of one connection among several. */
function headingOf(place: number, trace: TraceDocument): Words {
  const peer = placeOf(trace.peer);
  return trace.role === 'client'
    ? say`${place}. A connection to ${peer}, as the client saw it`
    : say`${place}. A connection from ${peer}, as the server saw it`;
}

/** The file of that name, standard input for `-`, or the words themselves. */
async function given(
  what: readonly string[],
  io: Io,
): Promise<{ readonly name: string; readonly bytes: Buffer; readonly isTyped?: boolean }> {
  const [name = ''] = what;
  if (what.length === 1 && name === '-') return { name: 'standard input', bytes: await pasted(io, LARGEST) };
  if (what.length === 1 && existsSync(name)) return { name, bytes: read(name) };
  return { name: 'what was typed', bytes: Buffer.from(what.join(' ')), isTyped: true };
}

function read(name: string): Buffer {
  try {
    return Buffer.from(readAll(name));
  } catch (error) {
    throw new UsageError(say`${name} cannot be read: ${systemWords(error)}`);
  }
}

const keyLogOf = (name: string): SecretOf => readKeyLog(read(name).toString('latin1'));
