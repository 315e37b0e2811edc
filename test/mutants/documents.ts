/** What a trace document holds back where nobody asked for secrets, and what is made again from its bytes. */
import { mutantsOf } from './mutant.ts';

const documents = 'test/documents.test.ts';

export const ofDocuments = [
  ...mutantsOf('src/trace/message-step.ts', documents, {
    'tickets-only-with-secrets': ['secrets ? [] : logged.withheld', '[]'],
  }),
  ...mutantsOf('src/trace/message-log.ts', documents, {
    'tickets-in-records-only-with-secrets': ["if (epoch.level === 'cleartext')", 'if (false)'],
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
];
