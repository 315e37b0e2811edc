/** `--json` of a command that could not begin: what was typed, or a file, cannot be used. */
import { jsonText } from '../trace/json-text.ts';
import type { Words } from '../wire/words.ts';
import { FileError, type Io } from './io.ts';

export const errorSchema = 'handglass-error/2';

export interface RefusalDocument {
  readonly schema: typeof errorSchema;
  readonly ok: false;
  readonly cause: {
    /** A name that does not change with the wording. */
    readonly id: 'usage' | 'file';
    readonly kind: 'usage';
    readonly what: Words;
  };
}

/** For a command line that asks for JSON; standard output is not taken from `--pipe`. */
export function writeRefusal(what: Words, error: unknown, argv: readonly string[], { stdout }: Io): void {
  const flags = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  if (!flags.includes('--json') || flags.includes('--pipe')) return;
  const id = error instanceof FileError ? 'file' : 'usage';
  const document: RefusalDocument = { schema: errorSchema, ok: false, cause: { id, kind: 'usage', what } };
  stdout.write(`${jsonText(document, 2)}\n`);
}
