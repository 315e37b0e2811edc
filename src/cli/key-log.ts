/**
 * The key log of `--keylog` and SSLKEYLOGFILE (RFC 9850): whoever can read it can decrypt the traffic.
 *
 * It is created with mode 0600, and nothing is written to a file that others can change, since they may have planted it to
 * read it. A link or a FIFO is followed only if the user named it on the command line: an environment variable may come from
 * somebody else.
 */
import { closeSync, constants, fstatSync, openSync, type Stats, writeSync } from 'node:fs';
import type { SecretEvent } from '../options/engine.ts';
import { isKeyLogged, keyLogLine } from '../schedule/keylog.ts';
import { say, type Words } from '../wire/words.ts';
import { systemWords } from './files.ts';
import { type Io, tell, UsageError } from './io.ts';

export interface KeyLog {
  /** Writes the line for a secret, if the format has one. */
  add(event: SecretEvent): void;
  close(): void;
}

/** The key log named by the flag, else by the environment, else none. Throws UsageError. */
export function openKeyLog(flag: string | undefined, io: Io): KeyLog | undefined {
  const file = flag ?? io.env['SSLKEYLOGFILE'];
  if (!file) return undefined;
  const handle = open(file, flag !== undefined);
  let broken = false;
  return {
    add({ label, clientRandom, secret }) {
      if (broken || !isKeyLogged(label)) return;
      try {
        writeSync(handle, `${keyLogLine(label, clientRandom, secret)}\n`);
      } catch (error) {
        broken = true;
        tell(io, say`! the key log ${file} can no longer be written: ${systemWords(error)}`);
      }
    },
    close: () => closeSync(handle),
  };
}

const { O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_WRONLY } = constants;

function open(file: string, isNamed: boolean): number {
  const refuse = (why: Words): UsageError =>
    new UsageError(say`the key log ${file} cannot be written: ${why}`);
  let handle: number;
  try {
    handle = openSync(file, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | (isNamed ? 0 : O_NOFOLLOW), 0o600);
  } catch (error) {
    throw refuse(words[(error as NodeJS.ErrnoException).code ?? ''] ?? systemWords(error));
  }
  const stats = fstatSync(handle);
  const why =
    !isNamed && !stats.isFile() ? 'it is not a regular file, and only --keylog may name it' : whoElse(stats);
  if (why === undefined) return handle;
  closeSync(handle);
  throw refuse(why);
}

/** Who else could write to the file. Windows has no such modes. */
function whoElse(stats: Stats): string | undefined {
  const us = process.geteuid?.();
  if (!stats.isFile() || us === undefined) return undefined;
  if (stats.uid !== us && stats.uid !== 0) return 'it belongs to another user';
  return (stats.mode & 0o022) === 0 ? undefined : 'other users can write to it (chmod go-w)';
}

const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder (ENOENT)',
  ELOOP: 'it is a symbolic link, which only --keylog may name (ELOOP)',
  ENXIO: 'nobody reads from it (ENXIO)',
};
