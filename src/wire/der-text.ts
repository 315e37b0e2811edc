/**
 * The ASN.1 types that hold text and times (X.680 sections 41 and 46 to 47; RFC 5280 section 4.1.2.5).
 *
 * Each string type holds only its own characters. Times are the two forms that RFC 5280 leaves of the many: seconds
 * present, no fraction, Z. Text is never repaired: what does not follow its type is malformed, since a name that two
 * readers decode differently is a name that one of them is fooled by.
 */
import type { Codec, Of } from './codec.ts';
import { choice, type Element, primitive } from './der.ts';
import { Malformed, type Reader } from './reader.ts';

/** A restricted string of one byte a character. */
function byteText(tag: number, asn1: string, allowed: RegExp): Element<string> {
  return textType(tag, asn1, 1, (units) => {
    const value = fromUnits(units);
    return allowed.test(value) ? value : undefined;
  });
}

export const printableString = byteText(0x13, 'PrintableString', /^[A-Za-z0-9 '()+,\-./:=?]*$/);
export const numericString = byteText(0x12, 'NumericString', /^[0-9 ]*$/);
export const ia5String = byteText(0x16, 'IA5String', /^\p{ASCII}*$/u);
export const visibleString = byteText(0x1a, 'VisibleString', /^[\x20-\x7e]*$/);
/** Read as Latin-1, which is what those who still write it mean. */
export const teletexString = byteText(0x14, 'TeletexString', /^[\s\S]*$/);

/** UCS-2: no surrogates (X.680 section 41.15). */
export const bmpString = textType(0x1e, 'BMPString', 2, (units) =>
  units.some((unit) => unit >= 0xd800 && unit < 0xe000) ? undefined : fromUnits(units),
);

export const universalString = textType(0x1c, 'UniversalString', 4, (units) =>
  units.some((unit) => unit > 0x10ffff || (unit >= 0xd800 && unit < 0xe000)) ? undefined : fromUnits(units),
);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const toUtf8 = new TextEncoder();

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

/** Text in units of `width` bytes; `decode` answers undefined for units that the type does not have. */
function textType(
  tag: number,
  asn1: string,
  width: 1 | 2 | 4,
  decode: (units: number[]) => string | undefined,
): Element<string> {
  return primitive<string>(tag, asn1, {
    read(r) {
      const at = r.pos;
      if (r.left % width !== 0) throw new Malformed(`a ${asn1} of ${r.left} bytes`, at);
      const units: number[] = [];
      while (r.more) units.push(r.uint(width));
      const value = decode(units);
      if (value === undefined) throw new Malformed(`a character that a ${asn1} cannot have`, at);
      return value;
    },
    write(w, value) {
      const units = [...value].map((character) => character.codePointAt(0)!);
      if (decode(units) !== value) throw new RangeError(`${JSON.stringify(value)} is not a ${asn1}`);
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
  const form = yearDigits === 2 ? /^\d{12}Z$/ : /^\d{14}Z$/;
  return {
    read(r: Reader) {
      const at = r.pos;
      const text = String.fromCharCode(...r.take(Math.min(r.left, 20)));
      if (!form.test(text)) throw new Malformed(`a time that is not ${layout}`, at);
      const two = (i: number): number => Number(text.slice(yearDigits + i, yearDigits + i + 2));
      const [month, day, hour, minute, second] = [two(0), two(2), two(4), two(6), two(8)];
      const written = Number(text.slice(0, yearDigits));
      const date = new Date(0);
      date.setUTCFullYear(
        yearDigits === 4 ? written : written < 50 ? 2000 + written : 1900 + written,
        month - 1,
        day,
      );
      date.setUTCHours(hour, minute, second);
      // Date carries over what does not exist, such as 30 February.
      if (
        date.getUTCMonth() !== month - 1 ||
        date.getUTCDate() !== day ||
        hour > 23 ||
        minute > 59 ||
        second > 59
      ) {
        throw new Malformed(`there is no such time: ${text}`, at);
      }
      return date.getTime();
    },
    write(w, value) {
      if (!(value < Date.UTC(10_000, 0))) throw new RangeError(`${value} is after the year 9999`);
      if (value % 1000 !== 0) throw new RangeError(`${value} is not a whole second`);
      if (yearDigits === 2 && !fitsUtcTime(value)) throw new RangeError(`${value} is outside 1950 to 2049`);
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
