/**
 * Bytes of a connection that were recorded elsewhere, as a trace document: the same as of a live connection, without the
 * times, and with what could be opened by a key log.
 */
import type { Provider } from '../crypto/provider.ts';
import type { Direction, ObservedEvent } from '../handshake/observed-events.ts';
import { messageIn } from '../protocol/any-message.ts';
import { cleartext } from '../protocol/epoch.ts';
import { HEADER_LENGTH } from '../protocol/message.ts';
import { ContentType, HandshakeType } from '../protocol/numbers/content.ts';
import type { SecretOf } from '../schedule/keylog.ts';
import { Negotiated } from '../spectator/negotiated.ts';
import type { Seen, Sender } from '../spectator/seen.ts';
import { Spectator } from '../spectator/spectator.ts';
import type { Role, TraceDocument } from '../trace/document.ts';
import { TraceRecorder } from '../trace/recorder.ts';
import { say, type Words } from '../wire/words.ts';
import type { PastedBytes } from './pasted-bytes.ts';

export interface Recorded {
  readonly document: TraceDocument;
  /** What could not be read, one sentence each. */
  readonly problems: readonly Words[];
}

/** Messages and records that are looked at: many times what a trace keeps. */
const MOST = 2 ** 13;
/** Bytes of records that are followed at a time. */
const SLICE = 2 ** 14;

/**
 * @param provider its suites open records
 * @param secretOf a key log; without one what is protected stays closed
 * @param secrets show tickets, and what protected records hold
 * @returns undefined if there is no record and no message of TLS in these bytes
 */
export function recorded(
  pieces: readonly PastedBytes[],
  provider: Pick<Provider, 'suites'>,
  secretOf: SecretOf = () => undefined,
  secrets = false,
): Recorded | undefined {
  const formed = pieces.flatMap((piece) => {
    const form = piece.form ?? formOf(piece.bytes);
    return form ? [{ ...piece, form }] : [];
  });
  if (formed.length === 0) return undefined;
  const role = roleIn(formed);
  const recorder = new TraceRecorder({ role, startedAt: 0, secrets });
  const problems: Words[] = [];
  const spectator = new Spectator({ provider, secretOf });
  const agreed = new Negotiated(provider.suites);
  const directionOf = (from: Sender): Direction => (from === role ? 'sent' : 'received');
  let left = MOST;
  let unread = 0;
  for (const { form, bytes, direction = directionOf(senderOf(form, bytes)) } of formed) {
    const from = direction === 'sent' ? role : other(role);
    if (form === 'record') {
      for (const slice of slicesOf(bytes)) {
        if (left <= 0) unread += slice.length;
        else
          for (const seen of spectator.feed(from, slice, 0)) {
            left--;
            const event = eventOf(seen, directionOf(seen.from));
            if (event) recorder.add({ ...event, at: 0 });
            else problems.push(problemOf(seen));
          }
      }
    } else if (form === 'message') {
      for (const raw of messagesIn(bytes)) {
        if (left-- <= 0) {
          unread += raw.length;
          continue;
        }
        const decoded = messageIn(raw, agreed.supported, agreed.chosen);
        if (decoded) agreed.add(decoded);
        recorder.add({ type: 'message', direction, is: decoded?.definition, raw, epoch: cleartext, at: 0 });
      }
    } else if (bytes.length === 2)
      recorder.add({ type: 'alert', direction, level: bytes[0]!, description: bytes[1]!, at: 0 });
  }
  if (unread > 0)
    problems.push(say`${unread} bytes behind the first ${MOST} messages and records were not looked at`);
  return { document: recorder.document(), problems: unique(problems) };
}

type Formed = PastedBytes & { readonly form: NonNullable<PastedBytes['form']> };

/** What bytes look like that nothing was said about. */
export function formOf(bytes: Uint8Array): 'record' | 'message' | undefined {
  const [type = 0, major = 0, minor = 0, high = 0, low = 0] = bytes;
  const isRecord = type >= ContentType.change_cipher_spec && type <= ContentType.application_data;
  if (isRecord && bytes.length >= 6 && major === 3 && minor <= 4 && high * 256 + low <= 0x4800)
    return 'record';
  const length = (major << 16) | (minor << 8) | high;
  const isMessage = bytes.length >= HEADER_LENGTH && HandshakeType.known.has(type);
  return isMessage && length <= bytes.length - HEADER_LENGTH ? 'message' : undefined;
}

/** Whose log this is: the client’s, if a ClientHello was sent. */
function roleIn(pieces: readonly Formed[]): Role {
  const received = pieces.some(
    ({ form, bytes, direction }) =>
      direction === 'received' && firstMessage(form, bytes) === HandshakeType.client_hello,
  );
  return received ? 'server' : 'client';
}

const firstMessage = (form: Formed['form'], bytes: Uint8Array): number | undefined =>
  form === 'message' ? bytes[0] : bytes[0] === ContentType.handshake ? bytes[5] : undefined;

/** Where nothing says who sent it: the first message that one side alone sends tells. */
const fromClient: ReadonlySet<number | undefined> = new Set<number | undefined>([
  HandshakeType.client_hello,
  HandshakeType.client_key_exchange,
  HandshakeType.end_of_early_data,
]);
const senderOf = (form: Formed['form'], bytes: Uint8Array): Sender =>
  fromClient.has(firstMessage(form, bytes)) ? 'client' : 'server';

const other = (role: Role): Role => (role === 'client' ? 'server' : 'client');

function eventOf(seen: Seen, direction: Direction): ObservedEvent | undefined {
  switch (seen.kind) {
    case 'record':
    case 'unopened':
      return {
        type: 'record',
        direction,
        number: seen.number,
        offset: seen.offset,
        bytes: seen.bytes,
        epoch: seen.epoch,
        ...(seen.kind === 'record'
          ? {
              sequence: seen.sequence,
              contentType: seen.contentType,
              content: seen.content,
              padding: seen.padding,
            }
          : { sequence: 0, contentType: seen.bytes[0]!, content: new Uint8Array(), padding: 0 }),
        took: undefined,
        arrived: seen.at,
      };
    case 'message':
      return {
        type: 'message',
        direction,
        is: seen.is,
        raw: seen.raw,
        epoch: seen.epoch,
        records: seen.records,
      };
    case 'alert':
      return { type: 'alert', direction, level: seen.level, description: seen.description };
    case 'keys':
      return { type: 'keys', direction, epoch: seen.epoch };
    case 'lost':
      return undefined;
  }
}

const problemOf = (seen: Seen): Words =>
  seen.kind === 'lost' ? say`the bytes of the ${seen.from} cannot be followed further: ${seen.because}` : '';

function* slicesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
}

function* messagesIn(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const length =
      bytes.length - at < HEADER_LENGTH ? 0 : (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    const end = Math.min(bytes.length, at + HEADER_LENGTH + length);
    yield bytes.subarray(at, end);
    at = end;
  }
}

const unique = (words: readonly Words[]): readonly Words[] => [
  ...new Map(words.map((said) => [String(said), said])).values(),
];
