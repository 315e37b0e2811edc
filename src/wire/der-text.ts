/**
 * The ASN.1 types that hold text and times (X.680 sections 41 and 46 to 47; RFC 5280 section 4.1.2.5).
 *
 * Each string type holds only its own characters. Times are the only two forms that RFC 5280 allows: seconds
 * present, no fraction, Z. Text is never repaired: what does not follow its type is malformed, since a name that two
 * readers decode differently is a name that one of them is fooled by.
 */

import type { Codec, Of } from './codec.ts';
import { choice, type Element, primitive } from './der.ts';
import { Malformed, type Reader } from './reader.ts';
import { say } from './words.ts';

const latin1 = new TextDecoder('latin1');

/** A restricted string of one byte a character, all of ASCII. */
function asciiText(tag: number, asn1: string, allowed: RegExp): Element<string> {
  return primitive<string>(tag, asn1, {
    read(r) {
      const at = r.pos;
      const value = latin1.decode(r.take(r.left));
      if (!allowed.test(value)) throw new Malformed(say`a character that a ${asn1} cannot have`, at);
      return value;
    },
    write(w, value) {
      if (!allowed.test(value)) throw new RangeError(say`${JSON.stringify(value)} is not a ${asn1}`.text);
      w.put(toUtf8.encode(value));
    },
    means: (value) => JSON.stringify(value),
  });
}

const toUtf8 = new TextEncoder();

export const printableString = asciiText(0x13, 'PrintableString', /^[A-Za-z0-9 '()+,\-./:=?]*$/);
export const numericString = asciiText(0x12, 'NumericString', /^[0-9 ]*$/);
export const ia5String = asciiText(0x16, 'IA5String', /^\p{ASCII}*$/u);
export const visibleString = asciiText(0x1a, 'VisibleString', /^[\x20-\x7e]*$/);
/** Read as Latin-1, which is what those who still write it mean. */
export const teletexString = textType(0x14, 'TeletexString', 1, fromUnits);

/** UCS-2: no surrogates (X.680 section 41.15). */
export const bmpString = textType(0x1e, 'BMPString', 2, (units) =>
  units.some((unit) => unit >= 0xd800 && unit < 0xe000) ? undefined : fromUnits(units),
);

export const universalString = textType(0x1c, 'UniversalString', 4, (units) =>
  units.some((unit) => unit > 0x10ffff || (unit >= 0xd800 && unit < 0xe000)) ? undefined : fromUnits(units),
);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const utf8String = primitive<string>(0x0c, 'UTF8String', {
  read(r) {
    const at = r.pos;
    try {
      return utf8.decode(r.take(r.left));
    } catch (error) {
      if (error instanceof TypeError) throw new Malformed('text that is not UTF-8', at);
      throw error;
    }
  },
  write: (w, value) => w.put(toUtf8.encode(value)),
  means: (value) => JSON.stringify(value),
});

/** Text in units of `width` bytes; `decode` returns undefined for units that the type does not have. */
function textType(
  tag: number,
  asn1: string,
  width: 1 | 2 | 4,
  decode: (units: number[]) => string | undefined,
): Element<string> {
  return primitive<string>(tag, asn1, {
    read(r) {
      const at = r.pos;
      if (r.left % width !== 0) throw new Malformed(say`a ${asn1} of ${r.left} bytes`, at);
      const units: number[] = [];
      while (r.more) units.push(r.uint(width));
      const value = decode(units);
      if (value === undefined) throw new Malformed(say`a character that a ${asn1} cannot have`, at);
      return value;
    },
    write(w, value) {
      const units = [...value].map((character) => character.codePointAt(0)!);
      if (decode(units) !== value) throw new RangeError(say`${JSON.stringify(value)} is not a ${asn1}`.text);
      for (const unit of units) w.uint(width, unit);
    },
    means: (value) => JSON.stringify(value),
  });
}

function fromUnits(units: readonly number[]): string {
  let out = '';
  for (const unit of units) out += String.fromCodePoint(unit);
  return out;
}

/** `YYMMDDHHMMSSZ`, 1950 to 2049 (RFC 5280 section 4.1.2.5.1), in milliseconds since 1970. */
export const utcTime = primitive(0x17, 'UTCTime', timeText(2));

/** `YYYYMMDDHHMMSSZ` (RFC 5280 section 4.1.2.5.2), in milliseconds since 1970. */
export const generalizedTime = primitive(0x18, 'GeneralizedTime', timeText(4));

/**
 * `Time`, and which of the two forms it has. RFC 5280 section 4.1.2.5 makes UTCTime a MUST through 2049; a root that
 * every browser trusts uses GeneralizedTime before, so reading takes both and {@link timeOf} chooses for writing.
 */
export const time = choice('Time', { utcTime, generalTime: generalizedTime });
export type Time = Of<typeof time>;

/** The form that RFC 5280 section 4.1.2.5 wants: UTCTime through 2049, GeneralizedTime from 2050. */
export const timeOf = (at: number): Time => ({
  kind: fitsUtcTime(at) ? 'utcTime' : 'generalTime',
  value: at,
});

const fitsUtcTime = (at: number): boolean => at >= Date.UTC(1950, 0) && at < Date.UTC(2050, 0);

function timeText(yearDigits: 2 | 4): Codec<number> {
  const layout = `${'YYYY'.slice(4 - yearDigits)}MMDDHHMMSSZ`;
  return {
    read(r: Reader) {
      const at = r.pos;
      const unlike = () => new Malformed(say`a time that is not ${layout}`, at);
      if (r.left !== layout.length) throw unlike();
      const digit = (): number => {
        const value = r.uint(1) - 0x30;
        if (value < 0 || value > 9) throw unlike();
        return value;
      };
      const two = (): number => 10 * digit() + digit();
      const century = yearDigits === 4 ? two() : undefined;
      const yy = two();
      const [month, day, hour, minute, second] = [two(), two(), two(), two(), two()];
      if (r.uint(1) !== 0x5a) throw unlike();
      const date = new Date(0);
      date.setUTCFullYear(100 * (century ?? (yy < 50 ? 20 : 19)) + yy, month - 1, day);
      // Date carries over what does not exist, such as 30 February.
      const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
      if (!exists || hour > 23 || minute > 59 || second > 59)
        throw new Malformed('there is no such time', at);
      return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000;
    },
    write(w, value) {
      if (!(value < Date.UTC(10_000, 0))) throw new RangeError(say`${value} is after the year 9999`.text);
      if (value % 1000 !== 0) throw new RangeError(say`${value} is not a whole second`.text);
      if (yearDigits === 2 && !fitsUtcTime(value))
        throw new RangeError(say`${value} is outside 1950 to 2049`.text);
      for (const c of `${digitsOf(value).slice(4 - yearDigits)}Z`) w.uint(1, c.charCodeAt(0));
    },
    means: inWords,
  };
}

/** 14 digits, from `1997-07-16T19:20:30.000Z`. */
const digitsOf = (at: number): string => new Date(at).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');

function inWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
