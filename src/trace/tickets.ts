/**
 * Where tickets are among the bytes: whoever has one, and the secret that it stands for, can resume; and servers write it down
 * who resumes. They are shown only where secrets are.
 */
import type { MessageEvent } from '../handshake/events.ts';
import { HEADER_LENGTH } from '../protocol/message.ts';
import { HandshakeType } from '../protocol/numbers/content.ts';
import { fieldsOfMessage } from './fields.ts';
import type { Field, Range } from './step-document.ts';

/** Only these two messages have some. */
export const mayHaveTickets = ([type]: Uint8Array): boolean =>
  type === HandshakeType.client_hello || type === HandshakeType.new_session_ticket;

/** The ranges of a message that hold a ticket: all of a NewSessionTicket that cannot be read. */
export function ticketsOf({ is, raw }: Pick<MessageEvent, 'is' | 'raw'>): readonly Range[] {
  if (!mayHaveTickets(raw)) return [];
  const found = ticketLeaves(fieldsOfMessage({ is, raw }));
  const isUnread = raw[0] === HandshakeType.new_session_ticket && found.length === 0;
  return isUnread && raw.length > HEADER_LENGTH ? [[HEADER_LENGTH, raw.length]] : found;
}

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
