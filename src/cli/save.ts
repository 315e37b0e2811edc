/**
 * `--save FILE`: the document of what a command tells, for `show` and `diff`. Only its owner may read the file, since it says
 * who talked with whom; a server adds a line for each client, until the file is as long as `show` reads.
 */
import { closeSync, constants, fchmodSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { LARGEST } from '../node/read-file.ts';
import { jsonText } from '../trace/json-text.ts';
import { say } from '../wire/words.ts';
import { systemWords } from './files.ts';
import { type Io, tell, UsageError } from './io.ts';

const { O_CREAT, O_WRONLY } = constants;

export interface Saving {
  save(document: unknown): void;
  /** Says how many documents were left out. */
  close(): void;
}

/** Throws UsageError if the file cannot be made. What is in it stays until there is a document: a command may read it first. */
export function savingTo(file: string, io: Io): Saving {
  let handle: number | undefined;
  let isFile: boolean;
  try {
    handle = openSync(file, O_WRONLY | O_CREAT, 0o600);
    isFile = fstatSync(handle).isFile();
    // Whoever could read what was there may not read this.
    if (isFile) fchmodSync(handle, 0o600);
  } catch (error) {
    throw new UsageError(say`${file} cannot be written: ${systemWords(error)}`);
  }
  let isOld = isFile;
  let length = 0;
  let leftOut = 0;
  return {
    save(document) {
      if (handle === undefined) return;
      const line = Buffer.from(`${jsonText(document)}\n`);
      // One that is left out is followed by no shorter one: the file ends at one point in time.
      if (isFile && (leftOut > 0 || length + line.length > LARGEST)) {
        if (leftOut++ === 0)
          tell(io, say`! ${file} is full at ${LARGEST / 2 ** 20} MiB: what comes now is not kept`);
        return;
      }
      length += line.length;
      try {
        if (isOld) ftruncateSync(handle, 0);
        isOld = false;
        writeSync(handle, line);
      } catch (error) {
        handle = undefined;
        tell(io, say`! ${file} can no longer be written: ${systemWords(error)}`);
      }
    },
    close() {
      if (leftOut > 0) tell(io, say`! documents that are not in ${file}: ${leftOut}`);
      if (handle !== undefined) closeSync(handle);
      handle = undefined;
    },
  };
}
