/**
 * One entry of a list as an object (RFC 5280 sections 5.1.2.6 and 5.3), with whatever is wrong with it: an entry that names a
 * certificate revokes it, however odd the rest.
 */

import { any, type Der } from '../../wire/der.ts';
import { time } from '../../wire/der-text.ts';
import { integer } from '../../wire/der-values.ts';
import { Malformed, Reader } from '../../wire/reader.ts';
import { say } from '../../wire/words.ts';
import { type CrlReason, crlReasons } from '../certificate/crl-reason.ts';
import {
  type Extension,
  type ExtensionName,
  extensionName,
  extensionsOf,
} from '../certificate/extensions.ts';
import {
  damageIn,
  type LooseExtension,
  LooseExtensions,
  notActedUpon,
} from '../certificate/loose-extensions.ts';
import type { Name } from '../certificate/name.ts';

export interface RevokedCertificate {
  /** The INTEGER's contents; empty where there is none. */
  readonly serialNumber: Uint8Array;
  /** Milliseconds since 1970; absent if unreadable. */
  readonly revocationDate?: number;
  readonly reason?: CrlReason;
  /** What is unreadable in it, as a clause. */
  readonly damage?: string;
  /** Its place in the list, and its bytes in the DER. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/** certificateIssuer is not here: it matters only in indirect lists, and those prove nothing good. */
const actedUpon: readonly (ExtensionName | undefined)[] = ['reasonCode', 'invalidityDate'];

/** A place in the list: one entry, its contents from `from` to `to`. */
export interface EntryPlace {
  readonly index: number;
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

/** An entry, and what follows from it for the list. */
export class EntryRead {
  constructor(
    readonly entry: RevokedCertificate,
    readonly extensions: readonly LooseExtension[],
    /** What keeps the list from proving anything good. Details of another certificate's revocation do not. */
    readonly defect: string | undefined,
  ) {}

  get unknownCritical(): string[] {
    return notActedUpon(this.extensions, actedUpon);
  }

  get namesIssuer(): boolean {
    return this.extensions.some(isIssuer);
  }

  /** RFC 5280 section 5.3.3: undefined if it names none, in which case the previous entry's issuer applies. */
  speaksOf({ key }: Name): boolean | undefined {
    const named = this.extensions.find(isIssuer);
    // An unreadable issuer may be this one.
    if (named?.damage !== undefined) return true;
    return extensionsOf(this.extensions).certificateIssuer?.some(
      (name) => name.kind === 'directoryName' && name.value.key === key,
    );
  }
}

const isIssuer = ({ extnID }: Extension): boolean => extensionName(extnID) === 'certificateIssuer';

/** Never throws, whatever the entry contains. */
export function readEntry(der: Uint8Array, { index, start, from, to }: EntryPlace): EntryRead {
  const r = new Reader(der);
  r.pos = from;
  r.end = to;
  const damage: string[] = [];
  const serialNumber = piece(r, integer, damage) ?? contentsAt(der, from, r.pos);
  const date = piece(r, time, damage)?.value;
  const extensions = r.more ? (piece(r, LooseExtensions, damage) ?? []) : [];
  if (r.more) damage.push(say`trailing bytes (at byte ${r.pos})`.text);
  const { reasonCode } = extensionsOf(extensions);
  const [told] = [...damage, ...damageIn(extensions)];
  const entry = {
    serialNumber,
    ...(date !== undefined && { revocationDate: date }),
    ...(reasonCode !== undefined && { reason: crlReasons[reasonCode]! }),
    ...(told !== undefined && { damage: told }),
    index,
    start,
    end: to,
  };
  const [defect] = [...damage, ...damageIn(extensions.filter((each) => each.critical || isIssuer(each)))];
  return new EntryRead(entry, extensions, defect);
}

/** The next element, or a note of what is wrong with it; reading continues after it if its end is known. */
function piece<T>(r: Reader, der: Der<T>, damage: string[]): T | undefined {
  const start = r.pos;
  const end = r.guarded(r.left, () => {
    whole.read(r);
    const at = r.pos;
    r.pos = r.end;
    return at;
  });
  if (end instanceof Malformed) {
    damage.push(end.message);
    return undefined;
  }
  r.pos = start;
  const value = r.guarded(end - start, der.read);
  if (!(value instanceof Malformed)) return value;
  damage.push(value.message);
  return undefined;
}
const whole = any();

/** For an INTEGER that is not minimal: it names its certificate all the same. */
const contentsAt = (der: Uint8Array, from: number, end: number): Uint8Array =>
  der[from] === 2 && der[from + 1]! < 0x80 ? der.subarray(from + 2, end) : new Uint8Array();
