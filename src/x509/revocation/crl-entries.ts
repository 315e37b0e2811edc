/**
 * The entries of a list of revoked certificates (RFC 5280 sections 5.1.2.6 and 5.3), read in place.
 *
 * A list may name a million certificates of which only one matters, so entries are checked and compared by offset, in
 * slices, and only an entry that is asked for becomes an object. The others are only counted.
 */

import { pause, type Steps, type Turn } from '../../crypto/steps.ts';
import { Malformed } from '../../wire/reader.ts';
import { say } from '../../wire/words.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { type EntryPlace, type RevokedCertificate, readEntry } from './crl-entry.ts';

/** Bytes checked per slice: some 20 ms if every entry has extensions. */
const CHECKED_AT_ONCE = 2 ** 18;
/** Bytes searched for a serial number per slice. */
const SEARCHED_AT_ONCE = 2 ** 21;
/** Defects reported per list. */
const MOST_DEFECTS = 8;

export interface EntriesRead {
  readonly revoked: RevokedCertificates;
  /** Violations of the definition, one clause each. */
  readonly defects: readonly string[];
  /** Object identifiers of critical entry extensions that are not acted upon. */
  readonly unknownCritical: readonly string[];
  readonly hasExtensions: boolean;
}

/** The byte range of the entries in a list. */
export interface EntriesRange {
  readonly start: number;
  readonly end: number;
}

/** In list order; each is created on demand and not kept. */
export class RevokedCertificates implements Iterable<RevokedCertificate> {
  readonly #der: Uint8Array;
  readonly #range: EntriesRange;
  /** Some entry names the issuer of its certificate and of those that follow. */
  readonly #namesIssuers: boolean;

  constructor(
    der: Uint8Array,
    range: EntriesRange,
    readonly length: number,
    namesIssuers: boolean,
  ) {
    this.#der = der;
    this.#range = range;
    this.#namesIssuers = namesIssuers;
  }

  *[Symbol.iterator](): Generator<RevokedCertificate, void, undefined> {
    const walk = new Walk(this.#der, this.#range);
    while (walk.next()) yield readEntry(this.#der, walk).entry;
  }

  /**
   * The entry for a certificate of this list's issuer: the first that nothing newer can lift, else the first.
   *
   * @param isIndirect look only at entries of the list's own issuer; in a direct list all are (RFC 5280 section 5.3.3)
   */
  *find(
    { serialNumber, issuer }: Pick<Certificate, 'serialNumber' | 'issuer'>,
    isIndirect: boolean,
    turn: Turn | undefined,
  ): Steps<RevokedCertificate | undefined> {
    const walk = new Walk(this.#der, this.#range);
    let found: RevokedCertificate | undefined;
    let isIssuers = true;
    let until = walk.pos + SEARCHED_AT_ONCE;
    while (walk.next()) {
      if (isIndirect && this.#namesIssuers)
        isIssuers = readEntry(this.#der, walk).speaksOf(issuer) ?? isIssuers;
      if (isIssuers && walk.isSerial(serialNumber)) {
        const { entry } = readEntry(this.#der, walk);
        if (!isLiftable(entry)) return entry;
        found ??= entry;
      }
      if (walk.pos < until) continue;
      until = walk.pos + SEARCHED_AT_ONCE;
      yield* pause(turn);
    }
    return found;
  }
}

const isLiftable = ({ reason }: RevokedCertificate): boolean =>
  reason === 'certificateHold' || reason === 'removeFromCRL';

/** Goes through all entries once. Throws Malformed if it is unclear where one ends. */
export function* readEntries(
  der: Uint8Array,
  range: EntriesRange,
  turn: Turn | undefined,
): Steps<EntriesRead> {
  const walk = new Walk(der, range);
  const defects: string[] = [];
  const unknownCritical = new Set<string>();
  let namesIssuers = false;
  let hasExtensions = false;
  let until = walk.pos + CHECKED_AT_ONCE;
  while (walk.next()) {
    const form = walk.form();
    hasExtensions ||= form === 'reason';
    if (form === 'other') {
      const read = readEntry(der, walk);
      hasExtensions ||= read.extensions.length > 0;
      for (const oid of read.unknownCritical)
        if (unknownCritical.size < MOST_DEFECTS) unknownCritical.add(oid);
      if (read.defect !== undefined && defects.length < MOST_DEFECTS)
        defects.push(say`entry ${walk.index}: ${read.defect}`.text);
      namesIssuers ||= read.namesIssuer;
    }
    if (walk.pos < until) continue;
    until = walk.pos + CHECKED_AT_ONCE;
    yield* pause(turn);
  }
  const revoked = new RevokedCertificates(der, range, walk.index + 1, namesIssuers);
  return { revoked, defects, unknownCritical: [...unknownCritical], hasExtensions };
}

/** Steps from entry to entry without creating objects. */
class Walk implements EntryPlace {
  index = -1;
  start = 0;
  from = 0;
  to = 0;
  pos: number;
  readonly #bytes: Uint8Array;
  readonly #end: number;

  constructor(bytes: Uint8Array, { start, end }: EntriesRange) {
    this.#bytes = bytes;
    this.pos = start;
    this.#end = end;
  }

  /** Throws Malformed. */
  next(): boolean {
    const bytes = this.#bytes;
    const at = this.pos;
    if (at >= this.#end) return false;
    this.index++;
    if (bytes[at] !== 0x30) throw this.#malformed('expected SEQUENCE', at);
    if (at + 2 > this.#end) throw this.#malformed('truncated', at);
    let from = at + 2;
    let length = bytes[at + 1]!;
    if (length >= 0x80) {
      const width = length & 0x7f;
      if (width === 0 || width > 3 || from + width > this.#end)
        throw this.#malformed('an impossible length', at + 1);
      length = 0;
      for (let i = 0; i < width; i++) length = length * 256 + bytes[from + i]!;
      if (length < 0x80 || length < 2 ** (8 * (width - 1)))
        throw this.#malformed('the length is not minimal', at + 1);
      from += width;
    }
    if (from + length > this.#end)
      throw this.#malformed(say`length ${length}, but only ${this.#end - from} bytes are left`.text, at + 1);
    this.start = at;
    this.from = from;
    this.to = this.pos = from + length;
    return true;
  }

  /** Compared as numbers: superfluous leading bytes do not matter. */
  isSerial(wanted: Uint8Array): boolean {
    const bytes = this.#bytes;
    const { from, to } = this;
    if (bytes[from] !== 2) return false;
    let start = from + 2;
    const end = start + bytes[from + 1]!;
    if (end > to) return false;
    let skip = 0;
    while (end - start > 1 && isSpare(bytes[start]!, bytes[start + 1]!)) start++;
    while (wanted.length - skip > 1 && isSpare(wanted[skip]!, wanted[skip + 1]!)) skip++;
    if (end - start !== wanted.length - skip) return false;
    for (let i = 0; start + i < end; i++) if (bytes[start + i] !== wanted[skip + i]) return false;
    return true;
  }

  /** Nearly every entry is a serial number, a time, and perhaps a reason; anything else is `other`. */
  form(): 'plain' | 'reason' | 'other' {
    const bytes = this.#bytes;
    const { from, to } = this;
    const length = bytes[from + 1]!;
    const at = from + 2 + length;
    if (bytes[from] !== 2 || length === 0 || length >= 0x80 || at > to) return 'other';
    if (length > 1 && isSpare(bytes[from + 2]!, bytes[from + 3]!)) return 'other';
    const behind = at + 2 + bytes[at + 1]!;
    if (behind > to || !isTimeAt(bytes, at)) return 'other';
    if (behind === to) return 'plain';
    return to - behind === reasonIs.length + 1 && isReason(bytes, behind) ? 'reason' : 'other';
  }

  #malformed(reason: string, at: number): Malformed {
    return new Malformed(reason, at, ['tbsCertList', `revokedCertificates[${this.index}]`]);
  }
}

const isSpare = (first: number, second: number): boolean =>
  (first === 0 && second < 0x80) || (first === 0xff && second >= 0x80);

/** A UTCTime or GeneralizedTime (RFC 5280 section 4.1.2.5) with a plausible date. */
function isTimeAt(bytes: Uint8Array, time: number): boolean {
  const year = bytes[time] === 0x17 ? 2 : 4;
  if ((year === 4 && bytes[time] !== 0x18) || bytes[time + 1] !== year + 11) return false;
  const start = time + 2;
  const at = start + year;
  for (let i = start; i < at + 10; i++) if (bytes[i]! < 0x30 || bytes[i]! > 0x39) return false;
  if (bytes[at + 10] !== 0x5a) return false;
  const month = two(bytes, at);
  const day = two(bytes, at + 2);
  if (month < 1 || month > 12 || day < 1) return false;
  // Whether a 29 February exists is checked when the entry becomes an object.
  if (day > (month === 2 ? 28 : shortMonths.includes(month) ? 30 : 31)) return false;
  return two(bytes, at + 4) < 24 && two(bytes, at + 6) < 60 && two(bytes, at + 8) < 60;
}
const shortMonths: readonly number[] = [4, 6, 9, 11];
const two = (bytes: Uint8Array, at: number): number => (bytes[at]! - 0x30) * 10 + bytes[at + 1]! - 0x30;

/** Extensions that are one reasonCode, up to its value (RFC 5280 section 5.3.1). */
const reasonIs = Uint8Array.of(0x30, 12, 0x30, 10, 6, 3, 0x55, 0x1d, 0x15, 4, 3, 10, 1);

function isReason(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < reasonIs.length; i++) if (bytes[at + i] !== reasonIs[i]) return false;
  const code = bytes[at + reasonIs.length]!;
  return code <= 10 && code !== 7;
}
