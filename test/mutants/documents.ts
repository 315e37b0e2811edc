/** What a trace document holds back where nobody asked for secrets, and what is made again from its bytes. */
import { mutantsOf, never, unthrown } from './mutant.ts';

const documents = 'test/documents.test.ts';
const keys = 'test/keys.test.ts';

export const ofDocuments = [
  ...mutantsOf('src/trace/message-step.ts', documents, {
    'tickets-only-with-secrets': ['secrets ? [] : ticketsOf(event, isBehindDamage)', '[]'],
  }),
  ...mutantsOf('src/trace/tickets.ts', 'test/damaged-hellos.test.ts', {
    'tickets-of-what-is-damaged': [
      'if (raw[0] === HandshakeType.client_hello) return behind(BEHIND_RANDOM, raw);',
      '',
    ],
    'hello-without-extensions-is-shown': [
      'if (isReadable && !extensions) return named;',
      '',
      'test/guests.test.ts',
    ],
    'tickets-behind-damage': ['if (isBehindDamage) return', 'if (false) return'],
    'tickets-in-what-reads-as-something-else': ['is === undefined || isOfTickets(raw);', 'isOfTickets(raw);'],
    'tickets-in-extensions-of-what-is-damaged': [
      'isReadable ? mayBeRenamed : mayHoldTickets',
      'mayBeRenamed',
    ],
    'tickets-under-another-type': [
      '...extensions.filter(isHidden)',
      '...extensions.filter((one) => !isReadable && isHidden(one))',
    ],
    'tickets-under-a-type-with-another-form': [
      'if (error instanceof Malformed) return false;',
      'if (error instanceof Malformed) return true;',
    ],
    'damaged-hello-is-shown-where-it-may': ['if (extensions) {', 'if (extensions && isReadable) {'],
    'tickets-under-another-message-type': [' || isLaidOutAsTicket(raw)', ''],
    'tickets-in-records-of-another-type': [
      'extensionsIn(record.subarray(RECORD_HEADER)) ?? []',
      'extensionsIn(record.subarray(0, 0)) ?? []',
    ],
  }),
  ...mutantsOf('src/trace/message-log.ts', documents, {
    'tickets-in-records-only-with-secrets': [
      'if (isOpen && (isBehindDamage || mayHaveTickets(event)))',
      'if (false)',
    ],
    'tickets-behind-a-damaged-length': [
      'stream.isDamaged ||= isOpen && hasNoKnownEnd(event);',
      '',
      'test/damaged-hellos.test.ts',
    ],
    'half-a-message-only-with-secrets': [
      '[...secrets, [whole, Number.POSITIVE_INFINITY] as const]',
      'secrets',
    ],
  }),
  ...mutantsOf('src/show/without-secrets.ts', 'test/damaged-hellos.test.ts', {
    'saved-tickets-behind-a-damaged-length': [
      'if (isOpen && hasNoKnownEnd(message)) damaged.add(step.direction);',
      '',
    ],
    'saved-tickets-in-records-of-another-type': [': ticketsBesides(bytes);', ': [];'],
    'saved-records-behind-a-hello-without-extensions': [
      ' || endsBeforeExtensions(message))) unsure',
      ')) unsure',
    ],
    'saved-records-behind-a-damaged-length': [' && !unsure.has(record.direction)', ''],
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
