/** What keeps pasted bytes within bounds and in their place. */
import { mutantsOf, never, without } from './mutant.ts';

export const show = [
  ...mutantsOf('src/show/pasted-bytes.ts', 'src/show/pasted-bytes.test.ts', {
    'pasted-bytes-limit': ['hex.slice(0, 2 * left)', 'hex'],
    'pasted-bytes-one-of-two-dumps': [" && !(isTwice && form === 'record')", ''],
    'pasted-bytes-end-with-the-dump': without('run = undefined;'),
  }),
  ...mutantsOf('src/show/recorded.ts', 'src/show/recorded.test.ts', {
    'recorded-messages-are-limited': never('left-- <= 0'),
    'recorded-records-are-limited': ['if (left <= 0) unread', 'if (left === undefined) unread'],
    'recorded-whole-message': ['isMessage && length <= bytes.length - HEADER_LENGTH', 'isMessage'],
  }),
  ...mutantsOf('src/show/saved-trace.ts', 'test/cli-diff.test.ts', {
    'saved-trace-schema': never('document.schema !== traceSchema'),
    'saved-trace-facts': never(
      "!factsOf(document).every((fact: unknown) => typeof fact === 'string' || fact === null)",
    ),
    'saved-trace-shape': [
      'throw new SaidError(say`document ${at + 1}',
      'throw error ?? new SaidError(say`document ${at + 1}',
    ],
  }),
  ...mutantsOf('src/show/without-secrets.ts', 'test/shown-secrets.test.ts', {
    'saved-tickets-only-with-secrets': [
      "step.kind === 'message' ? withoutTickets(step, damaged, unsure) : step,",
      'step,',
    ],
    'saved-records-only-with-secrets': [
      'record.protection === null && !isBare &&',
      'record.protection === null && false &&',
    ],
    'saved-content-only-with-secrets': ['{ protection: withoutPlaintext(record.protection) }', '{}'],
    'saved-values-only-with-secrets': ['.schedule.map(withoutValues)', '.schedule'],
    'saved-premaster-only-with-secrets': [', value: null }', ' }'],
  }),
  ...mutantsOf('src/cli/show.ts', 'test/shown-secrets.test.ts', {
    'shown-secrets-on-request': ['flags.secrets ? each : withoutSecrets(each)', 'each'],
    'fields-of-what-is-no-message': never('flags.only !== undefined || flags.hex'),
  }),
  ...mutantsOf('src/cli/diff.ts', 'test/cli-diff.test.ts', {
    'kept-differences-without-secrets': [
      'io.save?.(withoutSecrets(trace))',
      'io.save?.(trace)',
      'test/shown-secrets.test.ts',
    ],
    'differences-as-json-are-tame': ['jsonText(\n', 'JSON.stringify(\n'],
  }),
  ...mutantsOf('src/cli/save.ts', 'test/cli-diff.test.ts', {
    'saved-for-us-alone': without('if (isFile) fchmodSync(handle, 0o600);'),
    'saved-when-all-is-read': ['O_WRONLY | O_CREAT, 0o600', 'O_WRONLY | O_CREAT | constants.O_TRUNC, 0o600'],
    'saved-in-place-of-the-old': without('if (isOld) ftruncateSync(handle, 0);'),
    'saved-up-to-a-limit': [' || length + line.length > LARGEST', '', 'src/cli/save.test.ts'],
    'saved-up-to-a-point-in-time': ['leftOut > 0 || length', 'length', 'src/cli/save.test.ts'],
  }),
];
