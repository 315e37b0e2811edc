/**
 * `--save FILE`: the document of what a command tells, for `show` and `diff`. The file is made anew with mode 0600, since it
 * says who talked with whom; a server adds a line for each client.
 */
import { openSync, writeSync } from 'node:fs';
import { jsonText } from '../trace/json-text.ts';
import { say } from '../wire/words.ts';
import { systemWords } from './files.ts';
import { type Io, tell, UsageError } from './io.ts';

/** Throws UsageError if the file cannot be made. */
export function savingTo(file: string, io: Io): (document: unknown) => void {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'w', 0o600);
  } catch (error) {
    throw new UsageError(say`${file} cannot be written: ${systemWords(error)}`);
  }
  return (document) => {
    if (handle === undefined) return;
    try {
      writeSync(handle, `${jsonText(document)}\n`);
    } catch (error) {
      handle = undefined;
      tell(io, say`! ${file} can no longer be written: ${systemWords(error)}`);
    }
  };
}
