/** All of a file or a pipe that somebody named, up to a limit: one named by mistake may be a disk, or endless. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { SaidError, say } from '../wire/words.ts';

/** Most bytes read from a file: the largest CRLs that are read (docs/limits.md). */
export const LARGEST = 2 ** 26;

/** Throws the system's errors, EISDIR for a folder, and an Error for a file that is too large. */
export function readAll(file: string): Uint8Array {
  const handle = openSync(file, 'r');
  try {
    if (fstatSync(handle).isDirectory())
      throw Object.assign(new Error('it is a directory'), { code: 'EISDIR' });
    const chunks: Buffer[] = [];
    for (let length = 0; ; ) {
      const chunk = Buffer.allocUnsafe(2 ** 16);
      const read = readSync(handle, chunk);
      if (read === 0) return new Uint8Array(Buffer.concat(chunks));
      length += read;
      if (length > LARGEST)
        throw new SaidError(
          say`it has more than ${LARGEST / 2 ** 20} MiB, and neither certificates nor lists need as much`,
        );
      chunks.push(chunk.subarray(0, read));
    }
  } finally {
    closeSync(handle);
  }
}
