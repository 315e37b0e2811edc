/** What is typed, asked and served by the command line. */
import { mutantsOf, never, unthrown, without } from './mutant.ts';

const own = 'test/cli-own-certificates.test.ts';

export const habits = [
  ...mutantsOf('src/cli/credentials.ts', own, {
    'key-needs-its-certificate': never('certs.length === 0 && keys.length > 0'),
    'key-for-each-certificate': never('keys.length > 0 && keys.length !== certs.length'),
    'passphrase-for-a-key': never('passphrase && !pairs.some(({ sealed }) => sealed)'),
    'passphrase-from-one-place': never('passFile !== undefined && passEnv !== undefined'),
    'passphrase-is-the-first-line': ['.split(/\\r?\\n/, 1)', '.split(/\\0/, 1)'],
    'passphrase-variable-is-own': ['Object.hasOwn(io.env, passEnv)', '(passEnv in io.env)'],
    'passphrase-variable-exists': ['if (text === undefined) throw', 'if (text === null) throw'],
    'passphrase-is-not-empty': never('length === 0'),
    'passphrase-is-short': ['length <= LONGEST_PASSPHRASE', 'length > 0'],
  }),
  ...mutantsOf('src/cli/terminal.ts', own, {
    'yes-is-exact': ['/^y(es)?$/i', '/^y(es)?/i'],
    'yes-is-entered': ['!input.readableEnded && ', ''],
    'end-of-input-is-a-no': without("lines.once('close', () => done(false));"),
    'passphrase-is-typed-unseen': without('input.setRawMode?.(true);'),
    'terminal-is-as-before': without('input.setRawMode?.(false);'),
    'interrupt-leaves': ['character === INTERRUPT || character === END', 'character === END'],
  }),
  ...mutantsOf('src/cli/revocation.ts', own, {
    'staple-with-its-certificate': ['of.includes(leaves[at]!)', 'of.length > 0'],
  }),
  ...mutantsOf('src/cli/throw-away.ts', own, {
    'roots-are-removed': [
      'remove: () => rmSync(folder, { recursive: true, force: true })',
      'remove: () => void rmSync',
    ],
    'roots-are-in-an-own-folder': ["mkdtempSync(join(above, 'handglass-'))", 'above'],
  }),
  ...mutantsOf('src/cli/serve.ts', own, {
    'staple-needs-a-certificate': unthrown("new UsageError('--staple has no effect without --cert')"),
  }),
];
