/** Files that a person names: read to a limit, with errors that name the flag and the file, and say what to do. */
import { existsSync } from 'node:fs';
import {
  certificatesIn,
  certificatesToJudge,
  contentsWords,
  onlyCertificatesIn,
  type Wanted,
  WrongContents,
  wantedIn,
} from '../files/index.ts';
import { certificatesInFolder, type Gathered } from '../node/certificate-folder.ts';
import { readAll } from '../node/read-file.ts';
import { thrownWords } from '../wire/thrown-text.ts';
import { say, type Words } from '../wire/words.ts';
import type { Certificate } from '../x509/index.ts';
import { FileError, UsageError } from './io.ts';

/**
 * All of a file or pipe.
 *
 * @param flag empty for a file that was given without one
 */
export function readBytes(flag: string, file: string): Uint8Array {
  try {
    return readAll(file);
  } catch (error) {
    throw new FileError(say`${given(flag, file)} cannot be read: ${systemWords(error)}`);
  }
}

/** As it was given: a flag and its file, or the file alone. */
const given = (flag: string, file: string): string => (flag === '' ? file : `${flag} ${file}`);

export const readText = (flag: string, file: string): string =>
  Buffer.from(readBytes(flag, file)).toString('latin1');

/** The certificates of a file that must hold nothing else. */
export const readCertificates = (flag: string, file: string): readonly Certificate[] =>
  inWords(flag, file, () => onlyCertificatesIn(readBytes(flag, file)));

/** The certificates of a file that may hold other things too, such as their key. */
export const readCertificatesAmong = (flag: string, file: string): readonly Certificate[] =>
  inWords(flag, file, () => certificatesIn(readBytes(flag, file)));

/** The certificates of a file that may hold other things too, such as their key; partly damaged ones included. */
export const readCertificatesToJudge = (file: string): readonly Certificate[] =>
  inWords('', file, () => certificatesToJudge(readBytes('', file)));

/** The DER of everything of one kind in a file. */
export const readWanted = (flag: string, file: string, wanted: Wanted): readonly Uint8Array[] =>
  inWords(flag, file, () => wantedIn(readBytes(flag, file), wanted).flatMap(({ der = [] }) => der));

/** The certificates of a folder, and how many of its files have none. */
export function readFolder(flag: string, folder: string): Gathered {
  try {
    return inWords(flag, folder, () => certificatesInFolder(folder));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const isFile = (error as NodeJS.ErrnoException).code === 'ENOTDIR' && existsSync(folder);
    throw new FileError(
      isFile
        ? say`${flag} ${folder} is a file: name a folder, or use --ca-file`
        : say`${given(flag, folder)} cannot be read: ${systemWords(error)}`,
    );
  }
}

/** Turns {@link WrongContents} into a FileError about this file. */
export function inWords<T>(flag: string, file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WrongContents)) throw error;
    throw new FileError(say`${given(flag, file)} ${contentsWords(error, inShell(file))}`);
  }
}

/** One word of a command line. */
export const inShell = (word: string): string =>
  /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'part of its path is not a directory',
  EEXIST: 'it already exists',
  EADDRINUSE: 'that port is in use',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such name',
};

/** A system error in plain words, with its code. */
export function systemWords(error: unknown): Words {
  const { code } = error as NodeJS.ErrnoException;
  return code !== undefined && words[code] !== undefined ? say`${words[code]} (${code})` : thrownWords(error);
}
