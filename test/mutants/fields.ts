/** What is told byte by byte, and what of it is asked for. */
import { mutantsOf, never } from './mutant.ts';

export const fields = [
  ...mutantsOf('src/cli/fields-flags.ts', 'test/cli-fields.test.ts', {
    'fields-only-known-names': never('unknown'),
    'fields-only-no-empty-name': never("names?.includes('')"),
    'fields-only-and-hex-need-fields': never('!asked && (only !== undefined || hex)'),
    'fields-not-beside-json': never('json'),
  }),
  ...mutantsOf('src/trace/fields-view.ts', 'test/fields-view.test.ts', {
    'fields-view-cleaned': ['cleaned({ ...trace, records: [] }, style)', 'trace'],
    'fields-dump-harmless': [
      "byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'",
      'String.fromCharCode(byte)',
    ],
  }),
  ...mutantsOf('src/trace/telling/units.ts', 'src/trace/telling/units.test.ts', {
    'fields-stray-bytes-between': [
      'if (part.start > next) units.push(strayBytes(path, depth + 1, next, part.start));',
      '',
    ],
    'fields-stray-bytes-at-the-end': never('next < field.end'),
  }),
  ...mutantsOf('src/trace/telling/premaster.ts', 'test/fields-view.test.ts', {
    'premaster-block-looked-at': never("!block.startsWith('0002') || !block.endsWith(`00${premaster}`)"),
  }),
  ...mutantsOf('src/schedule/keylog.ts', 'test/cli-key-log.test.ts', {
    'keylog-only-its-own-labels': ['/^[A-Z]/.test(label)', 'true'],
  }),
  ...mutantsOf('src/connection/incoming.ts', 'src/trace/trace.test.ts', {
    'records-without-protection-are-in-the-clear': ['bare ? {', 'bare && false ? {'],
  }),
];
