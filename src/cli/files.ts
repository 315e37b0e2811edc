/** Files that a person names: read with errors that name the flag and the file. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Credential } from '../handshake/config.ts';
import type { SecretEvent } from '../handshake/events.ts';
import { credentialsFrom } from '../node/credentials.ts';
import { type KeyLogLabel, keyLogLine } from '../schedule/keylog.ts';
import { UsageError } from './io.ts';

export function readText(flag: string, file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    throw new UsageError(`${flag} ${file} cannot be read: ${systemWords(error)}`);
  }
}

/** The certificate of `--cert` and its key, which may stand in the same file. They must belong together. */
export function readCredential(cert: string | undefined, key: string | undefined): Credential | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined) throw new UsageError('--key is of no use without --cert');
  const texts = { cert: readText('--cert', cert), key: readText('--key', key ?? cert) };
  try {
    return credentialsFrom(texts)[0];
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`--cert ${cert}${key === undefined ? '' : ` and --key ${key}`}: ${error.message}`);
  }
}

export interface KeyLog {
  /** Writes the line of a secret, if the format has one for it. */
  add(event: SecretEvent): void;
  close(): void;
}

/** Opens a key log to append to, readable by its owner alone; both are decided when it is created. */
export function openKeyLog(file: string): KeyLog {
  let handle: number;
  try {
    handle = openSync(file, 'a', 0o600);
  } catch (error) {
    throw new UsageError(`the key log ${file} cannot be written: ${systemWords(error)}`);
  }
  return {
    add({ label, clientRandom, secret }) {
      if (label === 'premaster' || label === 'shared') return;
      writeSync(handle, `${keyLogLine(label satisfies KeyLogLabel, clientRandom, secret)}\n`);
    },
    close: () => closeSync(handle),
  };
}

const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read or written by you',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is not a directory',
  EEXIST: 'it exists already',
};

/** An error of the system in plain words, with its code. */
export function systemWords(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code !== undefined && words[code] !== undefined ? `${words[code]} (${code})` : message;
}
