/** What a second attack found. */
import { mutantsOf, never, without } from './mutant.ts';

const again = 'test/found-by-attack-again.test.ts';
const held = 'test/what-is-held-again.test.ts';

export const foundAgain = [
  ...mutantsOf('src/x509/verify.ts', again, {
    'certificates-read-of-a-chain': ['.slice(0, Math.max(1, budget.certificates))', ''],
  }),
  ...mutantsOf('src/handshake/credentials/mismatch.ts', again, {
    'authorities-that-are-read': ['.slice(0, MOST_NAMES)', ''],
  }),
  ...mutantsOf('src/x509/certificate/oid-filter.ts', again, {
    'filters-in-a-request': never('filters.length > MOST_FILTERS'),
  }),
  ...mutantsOf('src/wire/thrown-text.ts', again, {
    'what-cannot-be-told': ["return 'what was thrown cannot be told';", 'throw thrown;'],
  }),
  ...mutantsOf('src/connection/as-tls-error.ts', again, {
    'frozen-error-of-a-hook': [' && Object.isExtensible(thrown)', ''],
    'error-that-is-a-proxy': ['    return false;', '    throw thrown;'],
  }),
  ...mutantsOf('src/handshake/credentials/staple.ts', again, {
    'staple-is-bytes': without("if (!(response instanceof Uint8Array)) return 'it is not bytes';"),
    'staple-in-shared-memory': never('isShared(response)'),
  }),
  ...mutantsOf('src/node/alarm.ts', again, {
    'alarm-in-a-month': ['Math.min(Math.max(1, left), LONGEST)', 'Math.max(1, left)'],
    'alarm-set-anew': never('left > LONGEST'),
  }),
  ...mutantsOf('src/node/server.ts', held, {
    'name-without-its-last-dot': [".replace(/\\.$/, '')", ''],
    'name-in-lower-case': ['asked?.toLowerCase()', 'asked?.toString()'],
  }),
  ...mutantsOf('src/connection/connection.ts', held, {}),
  ...mutantsOf('src/connection/event-queue.ts', held, {
    'secrets-are-asked-for': without("if (told.type === 'secret' && !this.hasSecrets) return;"),
  }),
  ...mutantsOf('src/handshake/tls12/server.ts', held, {
    'ticket-was-asked-for': [' && hello.extensions.sessionTicket !== undefined', ''],
    'name-not-told-in-resumption': [
      'suite, hello.legacySessionId);',
      'suite, hello.legacySessionId, { serverName: true as const });',
    ],
  }),
  ...mutantsOf('src/node/drain.ts', held, {
    'poured-in-has-an-end': never('this.#amount > AMOUNT'),
  }),
];
