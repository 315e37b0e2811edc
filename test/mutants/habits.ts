/** What is typed, asked and served by the command line. */
import { mutantsOf, never, unthrown, without } from './mutant.ts';

const own = 'test/cli-own-certificates.test.ts';
const asked = 'test/cli-asked.test.ts';
const typed = 'test/cli-habits.test.ts';
const live = 'test/cli-live-ca.test.ts';

export const habits = [
  ...mutantsOf('src/cli/credentials.ts', own, {
    'passphrase-behind-a-file': [' && !existsSync(cert))', ' && existsSync(cert))', typed],
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
    'roots-are-removed': without('rmSync(file, { force: true });'),
    'folder-of-roots-is-removed': without('rmdirSync(folder);'),
    'roots-are-in-an-own-folder': ["mkdtempSync(join(above, 'handglass-'))", 'above'],
  }),
  ...mutantsOf('src/cli/serve.ts', own, {
    'staple-needs-a-certificate': unthrown("new UsageError('--staple has no effect without --cert')"),
  }),
  ...mutantsOf('src/cli/ca/ocsp-answer.ts', live, {
    'ocsp-asks-about-some': ['certIDs.length === 0 || ', ''],
    'ocsp-asks-about-few': [' || certIDs.length > MOST_ASKED', ''],
    'ocsp-demands-are-understood': [
      'return demands ? undefined : parseOcspRequest(bytes);',
      'return parseOcspRequest(bytes);',
    ],
    'ocsp-speaks-for-its-own': ['certIDs.every((id) =>', 'certIDs.some((id) =>'],
    'live-unknown-is-not-good': ["if (!entry) return 'unknown';", "if (!entry) return 'good';"],
    'ocsp-says-revoked': ["if (!entry.revoked) return 'good';", "if (entry) return 'good';"],
    'ocsp-repeats-the-nonce': ['...(nonce && { nonce }),', ''],
    'ocsp-delegate-is-sent': ['isDelegate ? [responder.certificate.der] : []', '[]'],
    'ocsp-with-a-nonce-is-for-one': ['...(!nonce && { nextUpdate }),', 'nextUpdate,'],
  }),
  ...mutantsOf('src/cli/ca/ca-live.ts', live, {
    'live-body-is-short': never('body.length + piece.length > MOST_ASKED'),
    'live-headers-are-short': ['maxHeaderSize: MOST_HEADERS,', 'maxHeaderSize: 2 ** 20,'],
    'live-slow-does-not-stay': [
      'headersTimeout: TIMEOUTS.headersTimeout,\n      requestTimeout: TIMEOUTS.requestTimeout,',
      'headersTimeout: 0,\n      requestTimeout: 0,',
    ],
    'live-asker-may-leave': ['} catch {\n    return undefined;', '} catch (error) {\n    throw error;'],
    'live-failure-is-not-kept': without('void der.catch(() => this.#current.delete(stem));'),
    'live-ocsp-is-posted': never("method !== 'POST'"),
    'live-rest-is-got': never('!isGet'),
    'live-type-of-a-request': never(
      "request.headers['content-type']?.toLowerCase() !== 'application/ocsp-request'",
    ),
    'live-base64-is-some': ['plainText.length % 4 !== 0 || ', ''],
    'live-names-are-looked-up': ['each.stem === stem', 'stem !== undefined'],
    'live-list-follows-the-index': ['known?.of === of && ', 'known && '],
    'live-fault-is-told': [
      'error instanceof UsageError ? error.said',
      'error instanceof UsageError ? "" as string',
    ],
  }),
  ...mutantsOf('src/cli/ca/ca.ts', live, {
    'live-leaves-what-is-there': ['if (!isThere) await make', 'await make'],
  }),
  ...mutantsOf('src/cli/overrule.ts', asked, {
    'only-true-is-a-yes': ['answer === true', 'Boolean(answer)'],
    'nobody-is-no-yes': ['if (!io.ask) return false;', 'if (!io.ask) return true;'],
    'all-defects-are-shown': [
      'const others = defects.slice(1);',
      'const others = defects.slice(defects.length);',
    ],
    'who-decided-is-noted': without(
      "trace.note({ kind: 'question', began, at: performance.now(), by, question, defects, answer });",
    ),
  }),
  ...mutantsOf('src/x509/defects.ts', asked, {
    'defects-are-all': [
      'const bad = (closest?.checks ?? []).filter(({ ok }) => !ok);',
      'const bad = (closest?.checks ?? []).slice(0, 0);',
    ],
    'defects-are-told-once': ['check !== decisive && ', ''],
  }),
  ...mutantsOf('src/x509/revocation/revocation.ts', asked, {
    'revocation-of-what-is-rejected': [
      'this.#thorough = question.thorough === true;',
      'this.#thorough = false;',
    ],
    'revocation-thorough-when-asked': [
      'this.#thorough = question.thorough === true;',
      'this.#thorough = true;',
    ],
  }),
  ...mutantsOf('src/cli/command-words.ts', typed, {
    'bare-word-is-no-host': never('!named && firstArgument !== undefined && isBare(firstArgument)'),
    'bare-word-has-no-dot': ['!/[.:[\\]/]/.test(word)', 'true'],
    'localhost-is-a-host': [" && word.toLowerCase() !== 'localhost'", ''],
  }),
  ...mutantsOf('src/cli/habits.ts', typed, {
    'habits-are-own': ['Object.hasOwn(table, name)', 'name in table'],
    'habit-is-no-value-of-a-flag': ['kept.push(argv[++at]!);\n      continue;', 'void at;\n      continue;'],
    'habits-end-at-two-dashes': never("word === '--'"),
    'habit-needs-its-value': never('given === undefined'),
    'habit-refused-by-name': ["'instead' in habit", "'never' in habit"],
    'passphrase-not-on-the-line': ['/^(file|env):(.+)$/s', '/^(file|env|pass):(.+)$/s'],
    'suites-are-one-list': ["values.join(',')", 'values[0]!'],
  }),
];
