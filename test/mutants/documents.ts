/** What a trace document holds back where nobody asked for secrets, and what is made again from its bytes. */
import { mutantsOf, never, unthrown } from './mutant.ts';

const documents = 'test/documents.test.ts';
const keys = 'test/keys.test.ts';

export const ofDocuments = [
  ...mutantsOf('src/trace/message-step.ts', documents, {
    'tickets-only-with-secrets': ['secrets ? [] : ticketsOf(event)', '[]'],
  }),
  ...mutantsOf('src/trace/tickets.ts', 'test/damaged-hellos.test.ts', {
    'tickets-of-what-is-damaged': ['return mayHold ? [[start, raw.length]] : [];', 'return [];'],
    'tickets-behind-damage': [
      'if (is && messageAs(is, raw)) return ticketLeaves',
      'if (is || raw.length > 0) return ticketLeaves',
    ],
    'damaged-hello-is-shown-where-it-may': [' && (!isHello || namesTickets(raw.subarray(start)))', ''],
  }),
  ...mutantsOf('src/trace/message-log.ts', documents, {
    'tickets-in-records-only-with-secrets': [
      "if (epoch.level === 'cleartext' && mayHaveTickets(raw))",
      'if (false)',
    ],
    'half-a-message-only-with-secrets': [
      '[...secrets, [whole, Number.POSITIVE_INFINITY] as const]',
      'secrets',
    ],
  }),
  ...mutantsOf('src/trace/record-log.ts', documents, {
    'plaintext-only-with-secrets': ['this.#secrets ? onItsOwn(content) : undefined', 'onItsOwn(content)'],
  }),
  ...mutantsOf('src/trace/secret-log.ts', documents, {
    'nonces-only-with-secrets': ['this.#isAsked && side && bytes', 'side && bytes'],
    'key-log-only-with-secrets': ['this.#isAsked && this.#all', 'this.#all'],
  }),
  ...mutantsOf('src/trace/schedule-log.ts', documents, {
    'schedule-values-only-with-secrets': ['secrets && bytes ? hex', 'bytes ? hex'],
  }),
  ...mutantsOf('src/trace/fields.ts', documents, {
    'no-value-of-what-is-withheld': ['const { value: _, ...rest } = field;', 'const rest = field;'],
  }),
  ...mutantsOf('src/cli/derive-values.ts', keys, {
    'derive-reads-where-nothing-was-typed': ['typed.size > 0 ? typed', 'flags ? typed'],
    'derive-needs-a-suite': never('wanted === undefined'),
    'derive-knows-the-suite': never('!suite'),
    'derive-takes-hexadecimal': never('!/^([0-9a-f]{2})+$/i.test(text) || text.length > 2 * LONGEST'),
    'derive-limits-values': [' || text.length > 2 * LONGEST', ''],
    'derive-knows-lengths': never('length !== undefined && bytes.length !== length'),
    'derive-knows-hashes': never('!hashNames.some((known) => known === name)'),
    'derive-knows-values': ["name !== 'suite' && !valueNames.some((known) => known === name)", 'false'],
    'derive-takes-strings': unthrown('new UsageError(say`${name} is not a string`)'),
    'derive-takes-an-object': unthrown(
      "new UsageError('derive takes one JSON object, with an object in hash')",
    ),
  }),
  ...mutantsOf('src/cli/flags.ts', keys, {
    'compact-is-json': never('compact && !json'),
    'keys-are-text': never('keys && json'),
  }),
  ...mutantsOf('src/show/saved-schedule.ts', 'src/show/saved-schedule.test.ts', {
    'saved-schedule-has-a-shape': never(
      '!Array.isArray(value) || value.length > MOST || !value.every(isStep)',
    ),
    'saved-schedule-has-a-limit': [' || value.length > MOST', ''],
  }),
];
