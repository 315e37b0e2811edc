/** The files in `files/`, which its `make.sh` made with OpenSSL, keytool, ssh-keygen and GnuPG. */
import { readFileSync } from 'node:fs';

export const vectorFile = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`files/${name}`, import.meta.url)));

export const vectorText = (name: string): string => Buffer.from(vectorFile(name)).toString('latin1');
