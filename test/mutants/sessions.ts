/** Sessions by ID, and how handshake messages are put into records. */
import { mutantsOf, never, unthrown, without } from './mutant.ts';

const ids = 'test/session-ids.test.ts';
const cli = 'test/cli-resume.test.ts';
const cut = 'test/record-cut.test.ts';

export const sessionsById = [
  ...mutantsOf('src/handshake/sessions/session-ids.ts', ids, {
    'session-id-of-our-length': [
      'id.length === ID_LENGTH ? yield* keptUnder(server, id) : undefined',
      'yield* keptUnder(server, id)',
    ],
    'stored-session-is-of-this-id': ['session && sameBytes(session.sessionId, id)', 'session'],
    'stored-session-in-memory-of-its-own': [' && !isShared(state)', ''],
    'stored-session-is-copied': ['readSession(state.slice())', 'readSession(state)'],
    'store-that-fails-on-get': [
      "return because('store-failed', 'the store of sessions failed, or did not answer in time');",
      "throw new Error('the store of sessions failed');",
    ],
    'store-that-fails-on-put': [
      '// Its next handshake is a full one.',
      "throw new Error('the store of sessions failed');",
    ],
    'store-that-fails-on-remove': [
      '// It has an age, after which it is not resumed either.',
      "throw new Error('the store of sessions failed');",
    ],
    'store-that-rejects-on-remove': without(
      'if (isPromise(removed)) Promise.resolve(removed).catch(() => {});',
    ),
    'store-is-not-waited-for-for-ever': ['const PATIENCE = 2000;', 'const PATIENCE = Infinity;'],
    'session-of-overruled-client-not-kept': [' || holder.overruled) return;', ') return;'],
    'session-forgotten-when-put': without('forgetIfFatal(server, session);'),
    'store-gets-a-copy-of-the-id-it-keeps': ['sessions.put(id.slice(), state)', 'sessions.put(id, state)'],
    'store-gets-a-copy-of-the-id-it-finds': ['get(id.slice())', 'get(id)'],
  }),
  ...mutantsOf('src/handshake/sessions/memory-sessions.ts', ids, {
    'memory-sessions-bounded': ['kept.size <= room && until > now()', 'until > now()'],
    'memory-sessions-age': ['kept.size <= room && until > now()', 'kept.size <= room'],
    'memory-sessions-limit': never('!Number.isInteger(most) || most < 1'),
    'memory-sessions-hold-their-own': ['state: state.slice()', 'state'],
  }),
  ...mutantsOf('src/handshake/tls12/server.ts', ids, {
    'session-forgotten-when-resumed': without('forgetIfFatal(server, session);'),
    'no-session-id-beside-a-ticket': [
      'server.config.sessions && !givesTicket(server)',
      'server.config.sessions',
    ],
    'no-session-id-in-a-renegotiation': ['tickets: undefined, sessions: undefined }', 'tickets: undefined }'],
  }),
  ...mutantsOf('src/handshake/tls12/server-session.ts', ids, {
    'no-lookup-beside-a-ticket': [
      'return yield* openTicket(server, ticket',
      'yield* openTicket(server, ticket',
    ],
  }),
  ...mutantsOf('src/handshake/tls12/client-session.ts', ids, {
    'resumed-session-keeps-its-end': ['!resumed && ', ''],
  }),
  ...mutantsOf('src/handshake/hello/offer.ts', ids, {
    'session-has-one-of-both': [
      'byTicket === sessionId.length > 0 || !(byTicket || version === TLS12)',
      'false',
    ],
    'ticket-not-offered-where-none-is-asked-for': never(
      'byTicket && version === TLS12 && !config.asksForTickets',
    ),
  }),
  ...mutantsOf('src/connection/on-fatal.ts', ids, {
    'fatal-alert-forgets-the-session': ['this.#action?.();', 'void 0;'],
    'close-notify-is-not-fatal': [" && alert !== 'close_notify'", ''],
    'cut-is-not-fatal': ['if (isAlert && ', 'if ('],
  }),
  ...mutantsOf('src/connection/connection.ts', ids, {
    'answer-given-up': never('error && this.#waiting.isInVain'),
  }),
  ...mutantsOf('src/connection/driver.ts', ids, {
    'late-answer-is-dropped': ['this.#wait === after', '!this.#stopped'],
  }),
  ...mutantsOf('src/options/session-store.ts', ids, {
    'store-lifetime-checked': never('!(store.lifetime > 0 && store.lifetime <= LONGEST_KEPT)'),
  }),
  ...mutantsOf('src/connection/outgoing.ts', cut, {
    'records-option-checked': never('!(Number.isInteger(cut) && cut >= 1 && cut <= MAX_PLAINTEXT)'),
    'records-cut-handshake-alone': [
      'most = MAX_PLAINTEXT): void {',
      "most = typeof this.#cut === 'number' ? this.#cut : MAX_PLAINTEXT): void {",
    ],
    'records-of-a-message': ["this.#cut === 'message' || messages.length === 1", 'messages.length === 1'],
  }),
  ...mutantsOf('src/cli/session-file.ts', cli, {
    'session-file-mode': ["openSync(beside, 'wx', 0o600)", "openSync(beside, 'wx', 0o644)"],
    'session-file-regular': never('found && !found.isFile()'),
    'session-file-is-looked-at': [
      'tried(() => statSync(file, { throwIfNoEntry: false }))',
      'statSync(file, { throwIfNoEntry: false })',
    ],
    'session-file-leaves-nothing': without('rmSync(beside, { force: true });'),
    'session-file-whole': never('!sameBytes(part.bytes.subarray(state.length), digestOf(state))'),
    'session-file-one-session': never('more'),
    'session-file-in-time': never('session.expiresAt <= Date.now()'),
    'session-file-readers': never('process.geteuid === undefined || (mode & 0o077) === 0'),
  }),
  ...mutantsOf('src/cli/resume.ts', cli, {
    'resume-once-in-a-pipe': never('pipe'),
    'session-of-failed-connection-not-kept': ['this.session = undefined;', 'void 0;'],
    'no-second-connection-behind-a-failure': never('exit !== Exit.fine'),
  }),
  ...mutantsOf('src/trace/story-steps.ts', cli, {
    'record-of-several-messages-told': ['groups[next]?.records?.[0] === records[1]', 'false'],
  }),
  ...mutantsOf('src/trace/key-inputs.ts', 'test/key-inputs.test.ts', {
    'keys-told-where-there-are-some': [" || !steps.some(({ kind }) => kind === 'keys')", ''],
  }),
  ...mutantsOf('src/trace/summary.ts', cli, {
    'no-exchange-in-a-resumption': ['resumed && version === TLS12 ? null : keyExchange', 'keyExchange'],
  }),
  ...mutantsOf('src/node/session-events.ts', 'src/node/session-events.test.ts', {
    'session-events-only-if-heard': never('!isHeard'),
    'session-events-forget': without('this.#forgotten.add(id);'),
    'session-events-forget-bounded': ['this.#forgotten.size >= MOST_FORGOTTEN', 'false'],
    'session-events-a-day-at-most': ['Math.min(lifetime, LONGEST)', 'lifetime'],
  }),
  ...mutantsOf('src/options/options.ts', 'src/node/session-events.test.ts', {
    'session-id-context-bound': ['options.sessionIdContext === undefined ? [] : [', 'true ? [] : ['],
  }),
  ...mutantsOf('src/options/session-store.ts', 'src/node/session-events.test.ts', {
    'session-id-context-is-text': unthrown("misuse('sessionIdContext must be text')"),
  }),
];
