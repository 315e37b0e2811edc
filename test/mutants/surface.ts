/** What is shown of a peer, and what peers can do to the command line. */
import { mutantsOf, never, without } from './mutant.ts';

const serve = 'test/found-by-attack-serve.test.ts';

export const surface = [
  ...mutantsOf('src/protocol/errors.ts', 'test/found-by-attack-text.test.ts', {
    'errors-visible': [
      'shortened(visible(String(said)), LONGEST_MESSAGE)',
      'shortened(String(said), LONGEST_MESSAGE)',
    ],
    'errors-short': ['shortened(visible(String(said)), LONGEST_MESSAGE)', 'visible(String(said))'],
  }),
  ...mutantsOf('src/cli/io.ts', 'src/cli/io.test.ts', {
    'told-visible': [
      'shortened(visible(languageOf(io).words(line)), LONGEST_LINE)',
      'shortened(languageOf(io).words(line), LONGEST_LINE)',
    ],
    'told-short': [
      'shortened(visible(languageOf(io).words(line)), LONGEST_LINE)',
      'visible(languageOf(io).words(line))',
    ],
    'bug-visible': ["stack.split('\\n').map(visible)", "stack.split('\\n')"],
  }),
  ...mutantsOf('src/x509/handed-out.ts', 'src/x509/handed-out.test.ts', {
    'sentences-are-handed-out-as-copies': ['this.of(value.values) as', 'value.values as'],
  }),
  ...mutantsOf('src/cli/flags.ts', 'test/cli-usage.test.ts', {
    'cli-suite-known': ['if (suite) return suite;', 'return suite!;'],
    'cli-group-known': ["?? choiceOf('--groups', name, groupNames)", '?? name'],
    'cli-choice-known': ['if (chosen !== undefined) return chosen;', 'return chosen!;'],
  }),
  ...mutantsOf('src/cli/flags.ts', 'test/cli-ca.test.ts', {
    'cli-number-in-range': ['number >= min && number <= max', '!Number.isNaN(number)'],
    'cli-number-is-one': ['/^\\d+$/.test(text) ? Number(text) : Number.NaN', 'Number(text)'],
    'cli-reference-is-one': ['if (reference) return reference;', 'return reference!;'],
  }),
  ...mutantsOf('src/cli/certs.ts', 'test/cli-certs.test.ts', {
    'certs-flags-of-hosts-have-a-host': never('idle.length > 0'),
  }),
  ...mutantsOf('src/cli/serve.ts', serve, {
    'serve-cap': ['new Room<Socket>(most)', 'new Room<Socket>(Number.POSITIVE_INFINITY)'],
  }),
  ...mutantsOf('src/cli/http-answer.ts', serve, {
    'serve-writes-while-it-may': ["this.#is === 'done' || !this.#transport.writable", "this.#is === 'done'"],
  }),
  ...mutantsOf('src/cli/served-client.ts', serve, {
    'serve-lets-go': without('patience = setTimeout(letGo, idle).unref();'),
  }),
  ...mutantsOf('src/trace/server-answers.ts', 'src/trace/server-answers.test.ts', {
    'answer-was-on-offer': ['chosen === undefined || !offered.includes(chosen)', 'chosen === undefined'],
    'answer-of-another-version': ['fits ? chosen : undefined', 'chosen'],
    'answer-of-one-protocol': ['answer?.length === 1 ? answer[0] : undefined', 'answer?.[0]'],
    'answer-behind-a-retry': ['if (!this.#isRetried) yield', 'if (this) yield'],
    'answer-of-13-in-supported-versions': never('extensions.supportedVersions !== TLS13'),
    'answer-that-was-forced': [
      'if (isOf(downgradeSentinel.toTls11) || (offers13 && isOf(downgradeSentinel.toTls12))) return;',
      '',
    ],
    'answer-forced-from-13-alone': ['(offers13 && isOf(', '(isOf('],
    'answer-to-an-offer': [" || chosen !== 'offered') return undefined;", ') return undefined;'],
    'session-of-another-version-told': ['now.version !== version', 'false'],
    'session-of-another-hash-told': ['hashIn(now.suite) !== hashIn(suite)', 'false'],
  }),
];
