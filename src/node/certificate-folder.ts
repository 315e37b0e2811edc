/**
 * The certificates of a folder: one that OpenSSL's `c_rehash` made, with links named after hashes, or any folder of PEM and
 * DER files. Only its own files are read, not subfolders or hidden files.
 *
 * A folder that a person names may have a README or a key in it, which is skipped and counted; but a damaged certificate in
 * it is an error, since it was put there to count. In a folder of the system's it is skipped.
 */

import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type FilePart, partsOf, WrongContents } from '../files/index.ts';
import { owns } from '../wire/bare.ts';
import { type PemBlock, readPem } from '../wire/pem.ts';
import { Malformed } from '../wire/reader.ts';
import { say, type Words } from '../wire/words.ts';
import { type Certificate, parseCertificate } from '../x509/index.ts';
import { readAll } from './read-file.ts';

export interface Gathered {
  readonly certificates: readonly Certificate[];
  /** In a named folder files without a certificate, otherwise certificates that cannot be read. */
  readonly passedOver: number;
}

/** Files in a folder, and bytes in all of them: the largest system stores have a tenth of that. */
const MOST_FILES = 4096;
const MOST_BYTES = 2 ** 26;

/** Throws the system's errors, and WrongContents for a folder of other things or with a certificate that is damaged. */
export function certificatesInFolder(folder: string): Gathered {
  const files = [...filesIn(folder)].map(({ name, bytes }) => ({ name, parts: partsOf(bytes) }));
  for (const { name, parts } of files) {
    const broken = damageIn(name, parts);
    if (broken !== undefined)
      throw new WrongContents(say`holds ${name}, which is damaged: ${broken}`, 'repair or remove it');
  }
  const holding = files.filter(({ parts }) => certificatesOf(parts).length > 0);
  if (holding.length === 0)
    throw new WrongContents('holds no certificate', 'name a folder of PEM or DER files');
  return {
    certificates: holding.flatMap(({ parts }) => certificatesOf(parts)),
    passedOver: files.length - holding.length,
  };
}

/** A file with a certificate’s name and contents that we do not recognise is a damaged one. */
function damageIn(name: string, parts: readonly FilePart[]): Words | undefined {
  const broken = parts.find((part) => part.kind === 'certificate' && part.damage !== undefined);
  if (broken) return broken.damage;
  const isUnknown = parts.every(({ kind, label }) => kind === 'other' && label === undefined);
  return isUnknown && /\.(crt|cer|cert|der|pem)$|^[0-9a-f]{8}\.\d+$/i.test(name)
    ? 'it is neither a certificate nor anything else known'
    : undefined;
}

/** What can be read in a folder that the system keeps. */
export function usableInFolder(folder: string): Gathered {
  const all = [...filesIn(folder)].map(({ bytes }) => usableIn(bytes));
  return {
    certificates: all.flatMap(({ certificates }) => certificates),
    passedOver: all.reduce((sum, { passedOver }) => sum + passedOver, 0),
  };
}

/**
 * What can be read in a file of a store that others keep: one unreadable root must not cost all the others. Only certificate
 * blocks are read, since every program start waits for it.
 */
export function usableIn(bytes: Uint8Array): Gathered {
  const blocks = readPem(Buffer.from(bytes).toString('latin1'));
  if (blocks.length === 0) {
    const parts = partsOf(bytes);
    const passedOver = parts.filter(
      ({ kind, certificates }) => kind === 'certificate' && certificates.length === 0,
    );
    return { certificates: certificatesOf(parts), passedOver: passedOver.length };
  }
  // In OpenSSL's TRUSTED CERTIFICATE, trust settings follow the certificate, so it is not DER to the end.
  const meant = blocks.filter(({ label }) => label?.endsWith('CERTIFICATE'));
  const certificates = meant.flatMap((block) => (owns(block, 'damage') ? [] : (readable(block) ?? [])));
  return { certificates, passedOver: meant.length - certificates.length };
}

function readable({ label, bytes }: PemBlock): Certificate | undefined {
  if (label !== 'CERTIFICATE' && label !== 'X509 CERTIFICATE') return undefined;
  try {
    return parseCertificate(bytes);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

const certificatesOf = (parts: readonly FilePart[]): readonly Certificate[] =>
  parts.flatMap(({ certificates }) => certificates);

/** Each once, however many links lead to it; OpenSSL's names for CRLs (`hash.r0`) are left out. */
function* filesIn(folder: string): Generator<{ readonly name: string; readonly bytes: Uint8Array }> {
  const names = readdirSync(folder).filter(
    (name) => !name.startsWith('.') && !/^[0-9a-f]{8}\.r\d+$/.test(name),
  );
  if (names.length > MOST_FILES)
    throw new WrongContents(say`holds more than ${MOST_FILES} files`, 'name a folder of certificates');
  const seen = new Set<string>();
  let total = 0;
  // Links after what they lead to, so that errors name the file that was put there.
  const isLink = (name: string): number => Number(/^[0-9a-f]{8}\.\d+$/.test(name));
  names.sort((a, b) => isLink(a) - isLink(b) || (a < b ? -1 : 1));
  for (const name of names) {
    const path = join(folder, name);
    // A removed certificate leaves a dangling link behind; a pipe would keep us waiting.
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
    const real = realpathSync(path);
    if (seen.has(real)) continue;
    seen.add(real);
    const bytes = readAll(path);
    total += bytes.length;
    if (total > MOST_BYTES)
      throw new WrongContents(
        say`holds more than ${MOST_BYTES / 2 ** 20} MiB`,
        'name a folder of certificates',
      );
    yield { name, bytes };
  }
}
