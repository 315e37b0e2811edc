/**
 * Where tickets are among the bytes: whoever has one, and the secret that it stands for, can resume; and servers write it down
 * who resumes. They are shown only where secrets are.
 */
import type { MessageEvent } from '../handshake/events.ts';
import { messageAs } from '../protocol/any-message.ts';
import { HEADER_LENGTH } from '../protocol/message.ts';
import { HandshakeType } from '../protocol/numbers/content.ts';
import { ExtensionType } from '../protocol/numbers/extension-types.ts';
import { fieldsOfMessage } from './fields.ts';
import type { Field, Range } from './step-document.ts';

/** Only these two messages have some. */
export const mayHaveTickets = ([type]: Uint8Array): boolean =>
  type === HandshakeType.client_hello || type === HandshakeType.new_session_ticket;

/**
 * The ranges of a message that hold a ticket. Of one that cannot be read it is all that may hold one: damage moves what comes
 * behind it, and a length that is wrong makes a ticket a part of something else.
 */
export function ticketsOf({ is, raw }: Pick<MessageEvent, 'is' | 'raw'>): readonly Range[] {
  if (!mayHaveTickets(raw)) return [];
  if (is && messageAs(is, raw)) return ticketLeaves(fieldsOfMessage({ is, raw }));
  const isHello = raw[0] === HandshakeType.client_hello;
  const start = isHello ? BEHIND_RANDOM : HEADER_LENGTH;
  const mayHold = raw.length > start && (!isHello || namesTickets(raw.subarray(start)));
  return mayHold ? [[start, raw.length]] : [];
}

/** Behind header, legacy_version and random, whose lengths are fixed (RFC 9846 section 4.2.2). */
const BEHIND_RANDOM = HEADER_LENGTH + 2 + 32;

/** Whether the type of an extension with tickets is anywhere in it. */
const namesTickets = (bytes: Uint8Array): boolean =>
  bytes.some((low, i) => bytes[i - 1] === 0 && extensionsWithTickets.has(low));
/** Their types are numbers below 256. */
const extensionsWithTickets: ReadonlySet<number> = new Set([
  ExtensionType.session_ticket,
  ExtensionType.pre_shared_key,
]);

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
