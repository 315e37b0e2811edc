/** A file for `certs`: its parts, its private keys’ public halves, and why it could not be read. */
import { privateKey } from '../crypto/providers/node.ts';
import { contentsWords, type FilePart, partsOf, WrongContents, wantedIn, withFile } from '../files/index.ts';
import { readAll } from '../node/read-file.ts';
import { encodePem } from '../wire/pem.ts';
import { say, type Words } from '../wire/words.ts';
import { inShell, systemWords } from './files.ts';

export interface ReadFile {
  readonly name: string;
  readonly parts: readonly FilePart[];
  /** Why it cannot be shown, or not in full, as the rest of a sentence that begins with its name. */
  readonly problem: Words | undefined;
}

/** Never throws: a file that cannot be read is a file with a problem. */
export function readParts(name: string): ReadFile {
  let bytes: Uint8Array;
  try {
    bytes = readAll(name);
  } catch (error) {
    return { name, parts: [], problem: say`cannot be read: ${systemWords(error)}` };
  }
  return partsIn(name, bytes);
}

/** The same of contents that were read already. */
export function partsIn(name: string, bytes: Uint8Array): ReadFile {
  const parts = partsOf(bytes).map((part) =>
    part.todo === undefined ? part : { ...part, todo: withFile(part.todo, inShell(name)) },
  );
  return { name, parts, problem: problemOf(bytes, parts, name) };
}

function problemOf(bytes: Uint8Array, parts: readonly FilePart[], name: string): Words | undefined {
  const tells = parts.some(({ kind, der }) => kind !== 'other' && (kind !== 'pkcs7' || der));
  if (tells && parts.every(({ damage }) => damage === undefined)) return undefined;
  try {
    wantedIn(bytes, 'certificate');
    return undefined;
  } catch (error) {
    if (!(error instanceof WrongContents)) throw error;
    return contentsWords(error, inShell(name));
  }
}

/** Of a private key that node:crypto can read. */
export function publicHalf({ kind, der, label }: FilePart): Uint8Array | undefined {
  if (kind !== 'private-key' || !der) return undefined;
  try {
    return privateKey(label === undefined ? der : encodePem(label, der)).publicKey;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
