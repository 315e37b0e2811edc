/** How the sockets and `serve` withstand peers that try to end, block or fill a process. */
import { mutantsOf, without } from './mutant.ts';

const hooks = 'test/found-by-attack-hooks.test.ts';

export const edges = [
  ...mutantsOf('src/node/handing.ts', hooks, {
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
  ...mutantsOf('src/cli/visit.ts', 'src/cli/visit.test.ts', {
    'idle-is-cut-off': without('if (leaving) transport.destroy();'),
  }),
  ...mutantsOf('src/trace/allowance.ts', 'src/trace/trace.test.ts', {
    'trace-has-an-end': without('if (length > this.#left) return false;'),
  }),
];
