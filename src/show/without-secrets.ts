/** A saved document without the secrets that it was saved with: nobody who is shown it has asked for them. */
import { messages } from '../protocol/any-message.ts';
import { RECORD_HEADER } from '../record/record.ts';
import { fieldsOf } from '../trace/compact.ts';
import type {
  MessageStep,
  RecordDocument,
  ScheduleDocument,
  Step,
  TraceDocument,
} from '../trace/document.ts';
import { redactionsOf } from '../trace/redactions.ts';
import { ticketsOf, withZeros } from '../trace/tickets.ts';
import { fromHex, hex } from '../wire/bytes.ts';

export function withoutSecrets(document: TraceDocument): TraceDocument {
  const { secrets, ...rest } = document;
  if (secrets === undefined) return document;
  const steps = document.steps.map((step) => (step.kind === 'message' ? withoutTickets(step) : step));
  const isBare = bareRecords(steps);
  const left = {
    ...rest,
    steps,
    records: document.records.map((record) => withoutContent(record, isBare(record))),
    schedule: document.schedule.map(withoutValues),
    randoms: {
      ...document.randoms,
      secret: document.randoms.secret && { ...document.randoms.secret, value: null },
    },
  };
  return fieldsOf({ ...left, redactions: redactionsOf(left) });
}

function withoutTickets(step: MessageStep): MessageStep {
  const raw = fromHex(step.bytes);
  const withheld = ticketsOf({ is: messages.find(({ name }) => name === step.definition), raw });
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
  if (record.protection) {
    const { nonce: _, plaintext: __, ...protection } = record.protection;
    return { ...record, protection };
  }
  const bytes = fromHex(record.bytes);
  if (record.contentType !== 'handshake' || isBare || bytes.length <= RECORD_HEADER) return record;
  const withheld = [[RECORD_HEADER, bytes.length]] as const;
  return { ...record, bytes: hex(withZeros(bytes, withheld)), withheld };
}

const withoutValues = (step: ScheduleDocument): ScheduleDocument => ({
  ...step,
  inputs: step.inputs.map((input) => ({ ...input, bytes: null })),
  output: { ...step.output, bytes: null },
});
