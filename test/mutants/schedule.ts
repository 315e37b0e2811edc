/** What `src/schedule` refuses, and what is bound into its secrets. */
import { mutantsOf, never, without } from './mutant.ts';

const steps = 'test/schedule-steps.test.ts';

export const schedule = [
  ...mutantsOf('src/schedule/exporter.ts', 'src/schedule/prf12.test.ts', {
    'exporter-reserved-label': never('reserved.has(label)'),
    'exporter-context-length': never('context.length > 0xffff'),
  }),
  ...mutantsOf('src/schedule/prf12.ts', 'src/schedule/prf12.test.ts', {
    'main-secret-extended': ["'extended master secret', 48, sessionHash", "'extended master secret', 48"],
    'main-secret-randoms': [
      "'master secret', 48, clientRandom, serverRandom",
      "'master secret', 48, clientRandom",
    ],
    'finished12-transcript': ['label, 12, handshakeHash', 'label, 12'],
  }),
  ...mutantsOf('src/schedule/schedule13.ts', 'src/schedule/schedule13.test.ts', {
    'finished13-transcript': ['const data = hash.hmac(key, transcript);', 'const data = hash.hmac(key);'],
    'stage-after-the-one-before': ['protected constructor(', 'constructor(', 'test/proofs.test.ts'],
    'ticket-psk-nonce': ["'resumption', nonce, hash.length", "'resumption', empty, hash.length"],
  }),
  ...mutantsOf('src/schedule/observed.ts', steps, {
    'steps-are-told-as-they-were': ['? bytes.slice() :', '? bytes :'],
    'steps-have-bytes-with-secrets-alone': ['withSecrets ? bytes', 'true ? bytes'],
  }),
  ...mutantsOf('src/options/watched.ts', steps, {
    'steps-only-for-who-observes': [
      'if (!surroundings.observe) return config;\n  const timed = timing(peer, surroundings);\n  const common',
      'const timed = timing(peer, surroundings);\n  const common',
    ],
    'steps-only-for-servers-who-observe': [
      'if (!surroundings.observe) return config;\n  const timed = timing(peer, surroundings);\n  const { credential',
      'const timed = timing(peer, surroundings);\n  const { credential',
    ],
    'steps-with-secrets-where-asked': ['secrets === true, now', 'true, now'],
  }),
  ...mutantsOf('src/connection/transcript-watch.ts', 'src/connection/transcript-watch.test.ts', {
    'transcript-told-of-what-is-in-it': without('if (!transcript) return;'),
  }),
  ...mutantsOf('src/schedule/transcript.ts', 'src/schedule/transcript.test.ts', {
    'transcript-without-hash': never('this.#running === undefined'),
    'transcript-replaced-once': [
      'if (this.#messages === undefined || this.#replaced !== undefined) {',
      'if (false) {',
    ],
    'transcript-raw-behind-a-retry': [
      ' || this.#replaced !== undefined) return undefined;',
      ') return undefined;',
    ],
    'transcript-gone': ['if (this.#messages === undefined) throw', 'if (false) throw'],
    'transcript-message-hash': [
      'if (this.#replaced !== undefined) running.update(',
      'if (false) running.update(',
    ],
    'transcript-dropped': without('this.#messages = undefined;'),
  }),
];
