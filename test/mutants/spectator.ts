/** What lets a spectator find its keys, and tell what it cannot open. */
import { mutantsOf, never, without } from './mutant.ts';

const test = 'test/spectator.test.ts';

export const spectator = [
  ...mutantsOf('src/spectator/sender-keys.ts', test, {
    'spectator-tries-the-next-keys': ['then?.opened ? then : ', ''],
    'spectator-looks-again-behind-the-server-hello': never('this.#keys.openers.length === 0'),
    'spectator-end-of-early-data': without("case 'EndOfEarlyData':"),
    'spectator-generation': ['epoch.generation + 1', 'epoch.generation'],
    'spectator-damage-is-told': ['if (!(error instanceof TlsError)) throw error;', 'throw error;'],
  }),
  ...mutantsOf('src/spectator/spectator.ts', test, {
    'spectator-messages-begin-anew': [
      "      if (this.#messages?.pending) this.#lose('messages', 'a part of a message could not be opened');\n      this.#messages = new Fragments(this.longestMessage);\n",
      '',
    ],
    'spectator-lost-stream-is-not-kept': without("this.#isLost ||= what === 'stream';"),
    'spectator-lost-messages-are-not-kept': ['      this.#messages = undefined;\n', ''],
  }),
  ...mutantsOf('src/schedule/keylog.ts', 'src/schedule/keylog.test.ts', {
    'key-log-whole-lines': ['{32,64})$/i', '{32,64})/i'],
  }),
];
