/**
 * `--save FILE`: the document of what a command tells, for `show` and `diff`. Only its owner may read the file, since it says
 * who talked with whom; a server adds a line for each client.
 */
import { constants, fchmodSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { jsonText } from '../trace/json-text.ts';
import { say } from '../wire/words.ts';
import { systemWords } from './files.ts';
import { type Io, tell, UsageError } from './io.ts';

const { O_CREAT, O_WRONLY } = constants;

/** Throws UsageError if the file cannot be made. What is in it stays until there is a document: a command may read it first. */
export function savingTo(file: string, io: Io): (document: unknown) => void {
  let handle: number | undefined;
  let isOld: boolean;
  try {
    handle = openSync(file, O_WRONLY | O_CREAT, 0o600);
    isOld = fstatSync(handle).isFile();
    // Whoever could read what was there may not read this.
    if (isOld) fchmodSync(handle, 0o600);
  } catch (error) {
    throw new UsageError(say`${file} cannot be written: ${systemWords(error)}`);
  }
  return (document) => {
    if (handle === undefined) return;
    try {
      if (isOld) ftruncateSync(handle, 0);
      isOld = false;
      writeSync(handle, `${jsonText(document)}\n`);
    } catch (error) {
      handle = undefined;
      tell(io, say`! ${file} can no longer be written: ${systemWords(error)}`);
    }
  };
}
