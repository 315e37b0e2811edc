/** How the sockets and `serve` withstand peers that try to end, block or fill a process. */
import { mutantsOf, without } from './mutant.ts';

const hooks = 'test/found-by-attack-hooks.test.ts';
const share = 'src/node/loop-share.test.ts';

export const edges = [
  ...mutantsOf('src/node/event-delivery.ts', hooks, {
    'exception-is-heard-of-first': without('this.#interrupted = true;'),
  }),
  ...mutantsOf('src/node/transport.ts', hooks, {
    'peer-that-left-is-noticed': [
      'if (waits === 0 || (connection.paused && this.#socketClosed)) {',
      'if (waits === 0 && !connection.paused) {',
    ],
    'reading-goes-on-behind-a-promise': [
      '(paused ? MOST_WAITING : 1)',
      '(paused ? 0 : 1)',
      'src/node/reading-on.test.ts',
    ],
    'reading-on-has-an-end': [
      '(paused ? MOST_WAITING : 1)',
      '(paused ? 2 ** 30 : 1)',
      'src/node/reading-on.test.ts',
    ],
    'unheard-is-hurried': without('if (this.#inbox.length >= MOST_WAITING) this.connection.hurry();'),
  }),
  ...mutantsOf('src/node/socket.ts', hooks, {
    'who-throws-has-not-accepted': [
      'if (!heard(() => this.#open(event.established))) this.destroy();',
      'heard(() => this.#open(event.established));',
    ],
  }),
  ...mutantsOf('src/node/timeouts.ts', hooks, {
    'time-to-answer': [
      "if (typeof value === 'number' && value > 0) return value;",
      'return value as number;',
    ],
  }),
  ...mutantsOf('src/node/loop-share.ts', share, {
    'turn-has-an-end': ['now - began < SHARE', 'now - began < Number.POSITIVE_INFINITY'],
    'turns-are-taken': ['if (work()) waiting.push(work);', 'if (work()) waiting.unshift(work);'],
    'nobody-overtakes': ['if (waiting.length === 0) {', '{'],
  }),
  ...mutantsOf('src/node/inbox.ts', share, {
    'received-in-pieces': ['first.subarray(0, this.#pieces.next(first))', 'first'],
    'works-only-when-it-may': ['if (this.#mayWork()) this.#work', 'this.#work'],
  }),
  ...mutantsOf('src/node/record-batches.ts', 'src/node/record-batches.test.ts', {
    'piece-holds-few-records': ['records < MOST_RECORDS && ', ''],
    'piece-knows-the-record-before': without('this.#rest -= taken;'),
  }),
  ...mutantsOf('src/cli/served-client.ts', 'src/cli/served-client.test.ts', {
    'idle-is-cut-off': without('if (leaving) transport.destroy();'),
    'told-within-the-share': [
      'inTurns(() => {\n        safely(() => show(trace, host));\n        return false;\n      });',
      'void safely(() => show(trace, host));',
      'src/cli/told-in-turns.test.ts',
    ],
  }),
  ...mutantsOf('src/cli/client-cap.ts', 'src/cli/client-cap.test.ts', {
    'drained-makes-room': ["this.#first('drained') ?? ", ''],
    'handshake-makes-room': [" ?? this.#first('handshake')", ''],
    'open-stays': ['guest.stage === stage', 'true'],
    'room-is-limited': ['this.#guests.size < this.#most', 'true'],
  }),
  ...mutantsOf('src/trace/causes/server-certificate.ts', 'src/trace/remedies.test.ts', {
    'nobody-is-told-to-overrule-a-pin': ['isUsable && !lacksPin(trace)', 'isUsable'],
  }),
  ...mutantsOf('src/trace/text.ts', 'src/trace/text.test.ts', {
    'values-of-sentences-are-cleaned': ['cleaned(value.values, style)', 'value.values'],
  }),
  ...mutantsOf('src/trace/allowance.ts', 'src/trace/trace.test.ts', {
    'trace-has-an-end': without('if (length > this.#left) return false;'),
  }),
];
