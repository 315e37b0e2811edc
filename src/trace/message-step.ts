/** A handshake message as a step of the trace document: first as it is noted, then with its bytes and all about them. */
import type { MessageEvent } from '../handshake/events.ts';
import { definitionOf } from '../protocol/any-message.ts';
import { epochName } from '../protocol/epoch.ts';
import { titleOf } from '../protocol/message.ts';
import { HandshakeType } from '../protocol/numbers/content.ts';
import { hex } from '../wire/bytes.ts';
import type { InFlight, MessageStep } from './document.ts';
import { fieldsOfStep } from './fields.ts';
import type { Logged } from './message-log.ts';
import { learnedFrom, purposeOf } from './purposes.ts';
import { ticketsOf, withZeros } from './tickets.ts';

/** The event with the definition that it follows, though nobody expected it. */
export const recognised = (event: MessageEvent): MessageEvent => ({
  ...event,
  is: event.is ?? definitionOf(event.raw),
});

/** As long as nothing is known of its bytes. */
export function notedMessage({ is, raw, epoch }: MessageEvent, flying: InFlight, at: number): MessageStep {
  const type = HandshakeType.nameOf(raw[0] ?? 0);
  const noted = {
    type,
    definition: is?.name ?? null,
    length: raw.length,
    bytes: '',
  };
  return {
    kind: 'message',
    name: is ? titleOf(is) : type,
    at,
    ...flying,
    ...noted,
    epoch: epochName(epoch),
    records: null,
    fields: fieldsOfStep(noted),
    transcript: null,
    purpose: purposeOf(noted.definition),
    learns: { client: [], server: [], network: [] },
  };
}

/** What it says is not known before the handshake is over. */
interface Known {
  /** The connection’s, or the only one that was offered. */
  readonly version: string | undefined;
  /** It resumes an earlier one. */
  readonly isResumed: boolean;
  readonly secrets: boolean;
}

export function toldMessage(
  noted: MessageStep,
  logged: Logged,
  { version, isResumed, secrets }: Known,
): MessageStep {
  const { event, records, transcript, isBehindDamage } = logged;
  const withheld = secrets ? [] : ticketsOf(event, isBehindDamage);
  const shown = {
    ...noted,
    records: records ?? null,
    bytes: hex(withZeros(event.raw, withheld)),
    ...(withheld.length > 0 && { withheld }),
  };
  return {
    ...shown,
    fields: fieldsOfStep(shown, version),
    transcript: transcript ? { hash: transcript.hash, digest: hex(transcript.digest) } : null,
    learns: learnedFrom({ ...noted, isResumed }),
  };
}
