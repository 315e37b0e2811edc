/**
 * What one CA remembers between runs: its index (ca-index.ts) and the number of its next CRL.
 *
 * The files are named and written as by OpenSSL's `ca` command, so that `openssl ocsp -index` can answer from them and
 * `openssl ca` could carry on.
 */

import { say } from '../../wire/words.ts';
import type { Certificate, CrlReason } from '../../x509/index.ts';
import { UsageError } from '../io.ts';
import { BadLine, type IndexEntry, indexed, indexText, parseIndex, serialText } from './ca-index.ts';

/** Where its files are: ca-folder.ts. */
interface Folder {
  readonly dir: string;
  has(file: string): boolean;
  /** @param what its name in errors */
  read(what: string, file: string): string;
  keep(file: string, content: string): void;
}

export class Ledger {
  readonly #folder: Folder;
  readonly #index: string;
  readonly #number: string;

  constructor(folder: Folder, stem: string) {
    this.#folder = folder;
    this.#index = `${stem}.index.txt`;
    this.#number = `${stem}.crlnumber`;
  }

  /** What was issued and recorded. Throws UsageError for an index that is damaged. */
  get entries(): IndexEntry[] {
    if (!this.#folder.has(this.#index)) return [];
    try {
      return parseIndex(this.#folder.read('the index', this.#index));
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      throw new UsageError(say`${this.#index} in ${this.#folder.dir} cannot be used: ${error.said}`);
    }
  }

  find({ serialNumber }: Certificate): IndexEntry | undefined {
    const serial = serialText(serialNumber);
    return this.entries.find((each) => each.serial === serial);
  }

  add(certificate: Certificate): void {
    this.#keep([...this.entries, indexed(certificate)]);
  }

  /** Throws UsageError for one that is already revoked: when and why is never silently changed. */
  revoke(certificate: Certificate, date: number, reason: CrlReason): void {
    const found = this.find(certificate);
    if (found?.revoked) {
      const { date: before, reason: why } = found.revoked;
      const day = new Date(before).toISOString().slice(0, 10);
      throw new UsageError(say`"${certificate.subject.text}" was already revoked on ${day} (${why})`);
    }
    const others = this.entries.filter(({ serial }) => serial !== found?.serial);
    this.#keep([...others, { ...indexed(certificate), status: 'R', revoked: { date, reason } }]);
  }

  /** Takes the number of the next CRL, as an unsigned integer. */
  takeCrlNumber(): Uint8Array {
    const text = this.#folder.has(this.#number) ? this.#folder.read('the number', this.#number).trim() : '01';
    if (!/^[0-9A-F]{1,38}$/i.test(text))
      throw new UsageError(say`${this.#number} in ${this.#folder.dir} is not a hexadecimal number`);
    this.#folder.keep(this.#number, `${wholeBytes(BigInt(`0x${text}`) + 1n)}\n`);
    return new Uint8Array(Buffer.from(wholeBytes(BigInt(`0x${text}`)), 'hex'));
  }

  #keep(entries: readonly IndexEntry[]): void {
    this.#folder.keep(this.#index, indexText(entries));
    // Asking again issues another certificate for the same name, which OpenSSL must not take as a mistake.
    this.#folder.keep(`${this.#index}.attr`, 'unique_subject = no\n');
  }
}

function wholeBytes(number: bigint): string {
  const hex = number.toString(16).toUpperCase();
  return hex.padStart(hex.length + (hex.length % 2), '0');
}
