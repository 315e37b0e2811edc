/**
 * Where tickets are among the bytes: whoever has one, and the secret that it stands for, can resume; and servers write it down
 * who resumes. They are shown only where secrets are.
 */
import { HandshakeType } from '../protocol/numbers/content.ts';
import type { Field, Range } from './step-document.ts';

/** The ranges of a message that hold a ticket: all of a NewSessionTicket that cannot be read. */
export function ticketsIn(fields: Field, type: number): readonly Range[] {
  const found = ticketLeaves(fields);
  const isUnread = type === HandshakeType.new_session_ticket && found.length === 0;
  return isUnread && fields.end > HEADER ? [[HEADER, fields.end]] : found;
}

const HEADER = 4;
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
