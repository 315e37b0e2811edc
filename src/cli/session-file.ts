/**
 * The files of `--session-out` and `--session-in`: a session in PEM, with its digest behind it. Whoever reads one can resume the
 * session in our place, and in TLS 1.2 decrypt the connection that it is of. So each is created with mode 0600.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { nodeProvider } from '../crypto/providers/node.ts';
import { readSession, type Session, writeSession } from '../options/engine.ts';
import { concat, sameBytes } from '../wire/bytes.ts';
import { encodePem, readPem } from '../wire/pem.ts';
import { say, type Words } from '../wire/words.ts';
import { inShell, readText, systemWords } from './files.ts';
import { type Io, tell, UsageError } from './io.ts';

const LABEL = 'HANDGLASS SESSION';
const DIGEST = 32;
const digestOf = (bytes: Uint8Array): Uint8Array => nodeProvider.hashes['SHA-256'].digest(bytes);

export interface SessionFile {
  /** Takes the place of what was there. Throws UsageError. */
  save(session: Session): void;
  /** Leaves nothing behind if nothing was saved. */
  close(): void;
}

/** Throws UsageError if it cannot be written, before any connection is made. */
export function openSessionFile(file: string, io: Io): SessionFile {
  const refuse = (why: Words): UsageError =>
    new UsageError(say`--session-out ${file} cannot be written: ${why}`);
  const tried = <T>(what: () => T): T => {
    try {
      return what();
    } catch (error) {
      throw refuse(systemWords(error));
    }
  };
  const found = tried(() => statSync(file, { throwIfNoEntry: false }));
  if (found && !found.isFile()) throw refuse('it is not a regular file');
  // Never into a file that somebody else may have open.
  const beside = `${file}.${randomBytes(4).toString('hex')}`;
  let handle: number | undefined = tried(() => openSync(beside, 'wx', 0o600));
  return {
    save(session) {
      const state = writeSession(session);
      tried(() => {
        writeSync(handle!, encodePem(LABEL, concat([state, digestOf(state)])));
        renameSync(beside, file);
      });
      closeSync(handle!);
      handle = undefined;
      tell(
        io,
        say`wrote the session to ${file}: it is secret, since whoever has it can resume the session in your place`,
      );
    },
    close() {
      if (handle === undefined) return;
      closeSync(handle);
      rmSync(beside, { force: true });
    },
  };
}

/** Throws UsageError for a file that holds anything but one whole session of this version that has not expired. */
export function readSessionFile(file: string, io: Io): Session {
  const parts = readPem(readText('--session-in', file));
  const ours = parts.filter(({ label }) => label === LABEL);
  const [part, more] = ours;
  if (!part)
    throw new UsageError(
      parts.some(({ label }) => label === 'SSL SESSION PARAMETERS')
        ? say`--session-in ${file} holds a session of OpenSSL, which handglass cannot resume: make one with --session-out`
        : say`--session-in ${file} holds no session that handglass wrote: make one with --session-out`,
    );
  if (more) throw new UsageError(say`--session-in ${file} holds more than one session`);
  if (!('bytes' in part))
    throw new UsageError(say`--session-in ${file} is damaged (line ${part.line}): ${part.damage}`);
  const state = part.bytes.subarray(0, -DIGEST);
  if (!sameBytes(part.bytes.subarray(state.length), digestOf(state)))
    throw new UsageError(say`--session-in ${file} is damaged: its digest does not fit`);
  const session = readSession(state.slice());
  if (!session)
    throw new UsageError(
      say`--session-in ${file} was written by another version of handglass: make a new one`,
    );
  if (session.expiresAt <= Date.now()) {
    const end = new Date(session.expiresAt).toISOString();
    throw new UsageError(say`--session-in ${file} is out of date: its session could be resumed until ${end}`);
  }
  warnOfReaders(file, io);
  return session;
}

/** Windows has no such modes. */
function warnOfReaders(file: string, io: Io): void {
  const { mode } = statSync(file);
  if (process.geteuid === undefined || (mode & 0o077) === 0) return;
  tell(io, say`! other users may read ${file}, which is secret (chmod 600 ${inShell(file)})`);
}
