/**
 * Where tickets are among the bytes: whoever has one, and the secret that it stands for, can resume; and servers write it down
 * who resumes. They are shown only where secrets are.
 *
 * Damage must not bring one to light. A length that is wrong makes a ticket a part of something else, and a type that is wrong
 * gives it another name, so of what cannot be read all is held back that may be one.
 */
import type { MessageEvent } from '../handshake/events.ts';
import { messageAs } from '../protocol/any-message.ts';
import type { Row } from '../protocol/extension-block.ts';
import { Extensions } from '../protocol/extensions.ts';
import { HEADER_LENGTH } from '../protocol/message.ts';
import { ClientHello } from '../protocol/messages/index.ts';
import { HandshakeType } from '../protocol/numbers/content.ts';
import { ExtensionType } from '../protocol/numbers/extension-types.ts';
import { RECORD_HEADER } from '../record/record.ts';
import { decode } from '../wire/codec.ts';
import { opaque, rest, struct, u8, u16, vec } from '../wire/notation.ts';
import { Malformed } from '../wire/reader.ts';
import { fieldsOfMessage } from './fields.ts';
import type { Field, Range } from './step-document.ts';

type Seen = Pick<MessageEvent, 'is' | 'raw'>;

/** Only these two messages have some; what cannot be read may be one of them. */
export const mayHaveTickets = ({ is, raw }: Seen): boolean => is === undefined || isOfTickets(raw);
const isOfTickets = ([type]: Uint8Array): boolean =>
  type === HandshakeType.client_hello || type === HandshakeType.new_session_ticket;

/** Where one of the two cannot be read its length may be wrong, so that nobody knows where the next message begins. */
export const hasNoKnownEnd = ({ is, raw }: Seen): boolean => isOfTickets(raw) && !(is && messageAs(is, raw));

/** A client of long ago, or a length that is wrong: then what follows in its record are the extensions. */
export const endsBeforeExtensions = ({ is, raw }: Seen): boolean =>
  is === ClientHello && messageAs(is, raw) !== undefined && !extensionsIn(raw);

/**
 * The ranges of a message that hold a ticket, or may hold one.
 *
 * @param isBehindDamage where it begins is not known, nor what it is
 */
export function ticketsOf(message: Seen, isBehindDamage = false): readonly Range[] {
  const { is, raw } = message;
  if (isBehindDamage) return behind(HEADER_LENGTH, raw);
  if (!mayHaveTickets(message)) return [];
  const isReadable = is !== undefined && messageAs(is, raw) !== undefined;
  const named = isReadable ? ticketLeaves(fieldsOfMessage(message)) : [];
  const extensions = isReadable && is !== ClientHello ? undefined : extensionsIn(raw);
  // Clients of long ago have none.
  if (isReadable && !extensions) return named;
  if (extensions) {
    const isHidden = isReadable ? mayBeRenamed : mayHoldTickets;
    return [...named, ...extensions.filter(isHidden).map((each) => rangeOf(each))];
  }
  if (raw[0] === HandshakeType.client_hello) return behind(BEHIND_RANDOM, raw);
  return raw[0] === HandshakeType.new_session_ticket || isLaidOutAsTicket(raw)
    ? behind(HEADER_LENGTH, raw)
    : [];
}

const behind = (start: number, { length }: Uint8Array): readonly Range[] =>
  length > start ? [[start, length]] : [];

/** Behind header, legacy_version and random, whose lengths are fixed (RFC 9846 section 4.2.2). */
const BEHIND_RANDOM = HEADER_LENGTH + 2 + 32;

/** A lifetime of four bytes, and a ticket up to the end (RFC 5077 section 3.3): what TLS 1.2 sends in the clear. */
const isLaidOutAsTicket = (raw: Uint8Array): boolean =>
  raw.length > TICKET_AT && ((raw[TICKET_AT - 2]! << 8) | raw[TICKET_AT - 1]!) === raw.length - TICKET_AT;
const TICKET_AT = HEADER_LENGTH + 4 + 2;

interface Extension {
  readonly type: number;
  readonly body: Uint8Array;
  readonly start: number;
}

/** A ClientHello, whatever is in its extensions. */
const laidOut = struct('RFC 9846 section 4.2.2', {
  header: opaque(HEADER_LENGTH),
  legacyVersion: u16,
  random: opaque(32),
  legacySessionId: opaque(0, 32),
  cipherSuites: vec(u16, 2, 65534),
  legacyCompressionMethods: vec(u8, 1, 255),
  extensions: vec(struct('RFC 9846 section 4.3', { type: u16, body: opaque(0, 65535) }), 0, 65535),
});

/** Undefined for what is not laid out as a ClientHello, whatever its header says that it is. */
function extensionsIn(raw: Uint8Array): readonly Extension[] | undefined {
  try {
    const { extensions } = decode(laidOut, raw);
    return extensions.map(({ type, body }) => ({ type, body, start: body.byteOffset - raw.byteOffset }));
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

const typesOfTickets: readonly number[] = [ExtensionType.session_ticket, ExtensionType.pre_shared_key];

const mayHoldTickets = (extension: Extension): boolean =>
  typesOfTickets.includes(extension.type) ? extension.body.length > 0 : mayBeRenamed(extension);

/** A byte of its type may have been another, and nothing else explains what is in it. */
const mayBeRenamed = ({ type, body }: Extension): boolean =>
  !typesOfTickets.includes(type) &&
  typesOfTickets.some((known) => known >> 8 === type >> 8 || (known & 255) === (type & 255)) &&
  body.length >= SHORTEST_TICKET &&
  body.some((byte) => byte !== 0) &&
  !isExplained(type, body);

/** No server's is shorter. */
const SHORTEST_TICKET = 32;

function isExplained(type: number, body: Uint8Array): boolean {
  const codec = Object.values<Row>(Extensions).find((row) => row.type === type)?.in.CH;
  if (!codec || codec === rest) return false;
  try {
    decode(codec, body);
    return true;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

/** The ranges of a record that no handshake is said to be in, where there is a ClientHello all the same: its type was damaged. */
export function ticketsBesides(record: Uint8Array): readonly Range[] {
  const extensions = extensionsIn(record.subarray(RECORD_HEADER)) ?? [];
  return extensions.filter(mayHoldTickets).map((each) => rangeOf(each, RECORD_HEADER));
}

const rangeOf = ({ start, body }: Extension, offset = 0): Range => [
  offset + start,
  offset + start + body.length,
];

const names: ReadonlySet<string> = new Set(['ticket', 'session_ticket', 'identity']);

function ticketLeaves({ name, start, end, parts }: Field): Range[] {
  if (parts) return parts.flatMap(ticketLeaves);
  return names.has(name) && end > start ? [[start, end]] : [];
}

/** The same bytes with zeros in these ranges. */
export function withZeros(bytes: Uint8Array, ranges: readonly Range[]): Uint8Array {
  if (ranges.length === 0) return bytes;
  const zeroed = bytes.slice();
  for (const [start, end] of ranges) zeroed.fill(0, start, end);
  return zeroed;
}
