/** A saved document without the secrets that it was saved with: nobody who is shown it has asked for them. */
import { messages } from '../protocol/any-message.ts';
import { RECORD_HEADER } from '../record/record.ts';
import { fieldsOf } from '../trace/compact.ts';
import type {
  MessageStep,
  ProtectionDocument,
  RecordDocument,
  ScheduleDocument,
  Step,
  TraceDocument,
} from '../trace/document.ts';
import { redactionsOf } from '../trace/redactions.ts';
import {
  endsBeforeExtensions,
  hasNoKnownEnd,
  ticketsBesides,
  ticketsOf,
  withZeros,
} from '../trace/tickets.ts';
import { fromHex, hex } from '../wire/bytes.ts';

export function withoutSecrets(document: TraceDocument): TraceDocument {
  const { secrets, ...rest } = document;
  if (secrets === undefined) return document;
  const [damaged, unsure] = [new Set<string>(), new Set<string>()];
  const steps = document.steps.map((step) =>
    step.kind === 'message' ? withoutTickets(step, damaged, unsure) : step,
  );
  const isBare = bareRecords(steps);
  const left = {
    ...rest,
    steps,
    records: document.records.map((record) =>
      withoutContent(record, isBare(record) && !unsure.has(record.direction)),
    ),
    schedule: document.schedule.map(withoutValues),
    randoms: {
      ...document.randoms,
      secret: document.randoms.secret && { ...document.randoms.secret, value: null },
    },
  };
  return fieldsOf({ ...left, redactions: redactionsOf(left) });
}

/**
 * @param damaged directions in which a message was that nobody knows the end of; it is added to
 * @param unsure and those in which a record may go on behind a message that was read; it is added to
 */
function withoutTickets(step: MessageStep, damaged: Set<string>, unsure: Set<string>): MessageStep {
  const raw = fromHex(step.bytes);
  const message = { is: messages.find(({ name }) => name === step.definition), raw };
  const isOpen = step.epoch === 'cleartext';
  const withheld = ticketsOf(message, isOpen && damaged.has(step.direction));
  if (isOpen && hasNoKnownEnd(message)) damaged.add(step.direction);
  if (isOpen && (damaged.has(step.direction) || endsBeforeExtensions(message))) unsure.add(step.direction);
  return withheld.length === 0 ? step : { ...step, bytes: hex(withZeros(raw, withheld)), withheld };
}

/** Whether all that is in a record are messages that are shown whole. */
function bareRecords(steps: readonly Step[]): (record: RecordDocument) => boolean {
  const [shown, secret] = [new Set<string>(), new Set<string>()];
  for (const step of steps) {
    if (step.kind !== 'message' || !step.records) continue;
    const [first, last] = step.records;
    // A hostile document may name any number.
    for (let number = first; number <= last && number - first < MOST; number++)
      (step.withheld ? secret : shown).add(`${step.direction} ${number}`);
  }
  return ({ direction, number }) => {
    const name = `${direction} ${number}`;
    return shown.has(name) && !secret.has(name);
  };
}
/** Records of one message: the longest, a byte in each. */
const MOST = 2 ** 17;

/** Where a ticket is in the stream of handshake bytes the document does not say, so its records are left out whole. */
function withoutContent(record: RecordDocument, isBare: boolean): RecordDocument {
  const bytes = fromHex(record.bytes);
  const isOpen = record.protection === null && !isBare && bytes.length > RECORD_HEADER;
  const content = isOpen ? [[RECORD_HEADER, bytes.length] as const] : [];
  const withheld = record.contentType === 'handshake' ? content : ticketsBesides(bytes);
  return {
    ...record,
    ...(record.protection && { protection: withoutPlaintext(record.protection) }),
    ...(withheld.length > 0 && { bytes: hex(withZeros(bytes, withheld)), withheld }),
  };
}

function withoutPlaintext(whole: ProtectionDocument): ProtectionDocument {
  const { nonce: _, plaintext: __, ...protection } = whole;
  return protection;
}

const withoutValues = (step: ScheduleDocument): ScheduleDocument => ({
  ...step,
  inputs: step.inputs.map((input) => ({ ...input, bytes: null })),
  output: { ...step.output, bytes: null },
});
