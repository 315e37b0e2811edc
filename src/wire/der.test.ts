import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../test/from-hex.ts';
import { annotate, leaves } from './annotate.ts';
import { hex } from './bytes.ts';
import { type Codec, decode, encode } from './codec.ts';
import {
  any,
  choice,
  defaulted,
  type Element,
  explicit,
  implicit,
  kept,
  optional,
  sequence,
  sequenceOf,
  setOf,
} from './der.ts';
import {
  bmpString,
  generalizedTime,
  ia5String,
  numericString,
  printableString,
  teletexString,
  time,
  timeOf,
  universalString,
  utcTime,
  utf8String,
  visibleString,
} from './der-text.ts';
import {
  bitString,
  boolean,
  enumerated,
  integer,
  namedBits,
  nothing,
  octetAligned,
  octetString,
  oid,
  smallInteger,
  unsigned,
} from './der-values.ts';
import { Malformed } from './reader.ts';
import type { Span } from './tracing-reader.ts';

const usage = namedBits(['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment']);

// biome-ignore lint/suspicious/noExplicitAny: a table of codecs of every type
const good: readonly (readonly [string, Codec<any>, string, unknown])[] = [
  ['boolean', boolean, '01 01 ff', true],
  ['small integer', smallInteger(1000), '02 02 03 e8', 1000],
  ['small integer with a leading zero', smallInteger(255), '02 02 00 80', 128],
  ['integer', integer, '02 02 ff 7f', fromHex('ff7f')],
  ['enumerated', enumerated(10, { 1: 'keyCompromise' }), '0a 01 01', 1],
  // X.690 section 8.6.4.2
  ['bit string', bitString, '03 04 06 6e 5d c0', { unused: 6, bytes: fromHex('6e5dc0') }],
  ['whole bytes', octetAligned, '03 03 00 6e 5d', fromHex('6e5d')],
  ['named bits', usage, '03 02 05 a0', ['digitalSignature', 'keyEncipherment']],
  ['no named bits', usage, '03 01 00', []],
  ['octet string', octetString, '04 02 01 02', fromHex('0102')],
  ['null', nothing, '05 00', null],
  // X.690 section 8.19.5
  ['oid', oid(), '06 03 88 37 03', '2.999.3'],
  ['oid of RSA', oid(), '06 09 2a 86 48 86 f7 0d 01 01 01', '1.2.840.113549.1.1.1'],
  ['oid 0.39', oid(), '06 01 27', '0.39'],
  ['oid of a UUID', oid(), `06 14 69 83 ${'ff'.repeat(17)} 7f`, `2.25.${2n ** 128n - 1n}`],
  ['utf8', utf8String, '0c 03 e2 82 ac', '€'],
  ['printable', printableString, '13 02 48 69', 'Hi'],
  ['numeric', numericString, '12 03 31 20 32', '1 2'],
  ['ia5', ia5String, '16 02 40 00', '@\0'],
  ['visible', visibleString, '1a 02 7e 20', '~ '],
  ['teletex as Latin-1', teletexString, '14 01 e9', 'é'],
  ['bmp', bmpString, '1e 04 00 48 20 ac', 'H€'],
  ['universal', universalString, '1c 04 00 01 f6 00', '😀'],
  ['UTC time', utcTime, `17 0d ${hex(Buffer.from('491231235959Z'))}`, Date.UTC(2049, 11, 31, 23, 59, 59)],
  ['UTC time of 1950', utcTime, `17 0d ${hex(Buffer.from('500101000000Z'))}`, Date.UTC(1950, 0, 1)],
  [
    'generalized time',
    generalizedTime,
    `18 0f ${hex(Buffer.from('20240229000000Z'))}`,
    Date.UTC(2024, 1, 29),
  ],
  [
    'time',
    time,
    `18 0f ${hex(Buffer.from('20500101000000Z'))}`,
    { kind: 'generalTime', value: Date.UTC(2050, 0, 1) },
  ],
  ['set of', setOf(integer), '31 06 02 01 01 02 01 02', [fromHex('01'), fromHex('02')]],
  ['any', any(), '04 01 00', fromHex('040100')],
  ['explicit', explicit(0, smallInteger(9)), 'a0 03 02 01 02', 2],
  ['implicit', implicit(2, ia5String), '82 01 61', 'a'],
  ['implicit constructed', implicit(1, sequenceOf(boolean)), 'a1 03 01 01 ff', [true]],
  ['a long length', octetString, `04 81 80 ${'00'.repeat(128)}`, new Uint8Array(128)],
  ['a longer length', octetString, `04 82 01 00 ${'00'.repeat(256)}`, new Uint8Array(256)],
];

const bad: readonly (readonly [string, Codec<unknown>, string, RegExp])[] = [
  ['nothing at all', boolean, '', /truncated/],
  ['boolean 01', boolean, '01 01 01', /neither 00 nor FF/],
  ['boolean of two bytes', boolean, '01 02 ff ff', /trailing/],
  ['trailing bytes', boolean, '01 01 ff 00', /trailing/],
  ['wrong type', boolean, '02 01 00', /expected BOOLEAN, found INTEGER/],
  ['indefinite length', octetString, '04 80 00 00', /indefinite/],
  ['long form for a short length', octetString, '04 81 01 00', /not minimal/],
  ['length with a leading zero', octetString, `04 82 00 80 ${'00'.repeat(128)}`, /not minimal/],
  ['length of five bytes', octetString, '04 85 01 00 00 00 00', /length of 5 bytes/],
  ['length above 64 MiB', octetString, '04 84 04 00 00 01', /length of 67108865/],
  ['length beyond the end', octetString, '04 05 00', /only 1 bytes are left/],
  ['empty integer', integer, '02 00', /without contents/],
  ['padded integer', integer, '02 02 00 7f', /not minimal/],
  ['padded negative integer', integer, '02 02 ff 80', /not minimal/],
  ['negative where only positive', smallInteger(9), '02 01 ff', /outside 0\.\.9/],
  ['too large', smallInteger(9), '02 01 0a', /outside/],
  ['far too large', smallInteger(9), '02 06 01 00 00 00 00 00', /outside/],
  ['eight unused bits', bitString, '03 02 08 00', /8 unused bits/],
  ['unused bits of nothing', bitString, '03 01 01', /unused bits/],
  ['unused bit set', bitString, '03 02 01 01', /unused bit is set/],
  ['no unused bits octet', bitString, '03 00', /truncated/],
  ['not whole bytes', octetAligned, '03 02 01 00', /whole bytes/],
  ['a bit without a name', usage, '03 02 03 08', /no meaning/],
  ['null with contents', nothing, '05 01 00', /trailing/],
  ['empty oid', oid(), '06 00', /0 bytes/],
  ['padded oid', oid(), '06 02 80 01', /not minimal/],
  ['oid cut in an arc', oid(), '06 01 80', /minimal|truncated/],
  ['oid cut in a later arc', oid(), '06 02 2a 86', /truncated/],
  ['endless oid', oid(), `06 41 ${'ff'.repeat(65)}`, /65 bytes/],
  ['broken UTF-8', utf8String, '0c 02 c3 28', /not UTF-8/],
  ['overlong UTF-8', utf8String, '0c 02 c0 80', /not UTF-8/],
  ['underscore in a PrintableString', printableString, '13 01 5f', /cannot have/],
  ['newline after a PrintableString', printableString, '13 02 61 0a', /cannot have/],
  ['high bit in an IA5String', ia5String, '16 01 80', /cannot have/],
  ['odd BMPString', bmpString, '1e 01 00', /1 bytes/],
  ['surrogates in a BMPString', bmpString, '1e 04 d8 3d de 00', /cannot have/],
  ['beyond Unicode', universalString, '1c 04 00 11 00 00', /cannot have/],
  ['time without seconds', utcTime, `17 0b ${hex(Buffer.from('2401010000Z'))}`, /not YYMMDDHHMMSSZ/],
  ['time with an offset', utcTime, `17 11 ${hex(Buffer.from('240101000000+0100'))}`, /not YYMMDD/],
  ['time with a fraction', generalizedTime, `18 11 ${hex(Buffer.from('20500101000000.5Z'))}`, /not YYYY/],
  ['30 February', utcTime, `17 0d ${hex(Buffer.from('240230000000Z'))}`, /no such time/],
  ['hour 24', utcTime, `17 0d ${hex(Buffer.from('240201240000Z'))}`, /no such time/],
  ['second 60', utcTime, `17 0d ${hex(Buffer.from('240201000060Z'))}`, /no such time/],
  ['neither time', time, '05 00', /expected Time, found NULL/],
  ['unsorted set', setOf(integer), '31 06 02 01 02 02 01 01', /not sorted/],
  ['empty list', sequenceOf(integer, 1), '30 00', /at least 1/],
  ['tag above 30', any(), '1f 81 00 00', /above 30/],
];

describe('the distinguished encoding', () => {
  it.each(good)('%s reads, writes the same, and is covered by leaves', (_, codec, text, value) => {
    const bytes = fromHex(text);
    const read = decode(codec, bytes);
    if (value !== undefined) expect(read).toEqual(value);
    expect(hex(encode(codec, read))).toBe(hex(bytes));
    const spans = leaves(annotate(codec, bytes, 'field'));
    expect(spans.reduce((at, span) => (span.start === at ? span.end : -1), 0)).toBe(bytes.length);
    for (let end = 0; end < bytes.length; end++) {
      expect(() => decode(codec, bytes.subarray(0, end))).toThrow(Malformed);
    }
  });

  it.each(bad)('%s is malformed', (_, codec, text, message) => {
    expect(() => decode(codec, fromHex(text))).toThrow(Malformed);
    expect(() => decode(codec, fromHex(text))).toThrow(message);
  });

  it('reads named bits that are written too long, and writes them short', () => {
    expect(hex(encode(usage, decode(usage, fromHex('03 03 00 a0 00'))))).toBe('030205a0');
  });

  it('refuses to write what a type cannot hold', () => {
    expect(() => encode(printableString, 'a_b')).toThrow(RangeError);
    expect(() => encode(bmpString, '😀')).toThrow(RangeError);
    expect(() => encode(smallInteger(9), 10)).toThrow(RangeError);
    expect(() => encode(integer, fromHex('0001'))).toThrow(RangeError);
    expect(() => encode(oid(), '1.40.1')).toThrow(RangeError);
    expect(() => encode(utcTime, Date.UTC(2050, 0))).toThrow(RangeError);
    expect(() => encode(generalizedTime, Date.UTC(10_000, 0))).toThrow(RangeError);
    expect(() => encode(utcTime, 1)).toThrow(RangeError);
    expect(() => encode(sequenceOf(integer, 1), [])).toThrow(RangeError);
  });
});

describe('a sequence', () => {
  const Pair: Element<{
    readonly version: number;
    readonly name: string;
    readonly flag?: boolean;
    readonly kind?:
      | { readonly kind: 'text'; readonly value: string }
      | { readonly kind: 'bytes'; readonly value: Uint8Array };
  }> = sequence('RFC 0', {
    version: defaulted(explicit(0, smallInteger(2)), 0),
    name: utf8String,
    flag: optional(boolean),
    kind: optional(choice('Kind', { text: implicit(1, utf8String), bytes: implicit(2, octetString) })),
  });

  it('leaves out what is absent and what is default', () => {
    const least = fromHex('30 03 0c 01 61');
    expect(decode(Pair, least)).toEqual({ version: 0, name: 'a' });
    expect(encode(Pair, { version: 0, name: 'a' })).toEqual(least);
    const most = fromHex('30 0e a0 03 02 01 02 0c 01 61 01 01 00 81 01 62');
    most[1] = most.length - 2;
    const value = decode(Pair, most);
    expect(value).toEqual({ version: 2, name: 'a', flag: false, kind: { kind: 'text', value: 'b' } });
    expect(encode(Pair, value)).toEqual(most);
  });

  it('refuses an encoded default, a field out of order and an unknown one, and names the place', () => {
    expect(() => decode(Pair, fromHex('30 08 a0 03 02 01 00 0c 01 61'))).toThrow(
      'version: a default value is encoded (at byte 2)',
    );
    expect(() => decode(Pair, fromHex('30 06 01 01 ff 0c 01 61'))).toThrow(
      'name: expected UTF8String, found BOOLEAN (at byte 2)',
    );
    expect(() => decode(Pair, fromHex('30 05 0c 01 61 83 00'))).toThrow('trailing bytes (at byte 5)');
  });

  it('keeps the bytes that a signature covers', () => {
    const Signed = sequence('RFC 0', { toBeSigned: kept(Pair), signature: octetAligned });
    const bytes = fromHex('30 09 30 03 0c 01 61 03 02 00 07');
    const { toBeSigned, signature } = decode(Signed, bytes);
    expect(hex(toBeSigned.bytes)).toBe('30030c0161');
    expect(toBeSigned.value.name).toBe('a');
    expect(encode(Signed, { toBeSigned, signature })).toEqual(bytes);
  });

  it('names every leaf', () => {
    const tree = annotate(Pair, fromHex('30 08 a0 03 02 01 02 0c 01 61'), 'pair');
    expect(leaves(tree).map(({ name, start, means }) => [start, name, means])).toEqual([
      [0, 'tag', 'SEQUENCE'],
      [1, 'length', '8 bytes'],
      [2, 'tag', '[0]'],
      [3, 'length', '3 bytes'],
      [4, 'tag', 'INTEGER'],
      [5, 'length', '1 bytes'],
      [6, 'version', '2'],
      [7, 'tag', 'UTF8String'],
      [8, 'length', '1 bytes'],
      [9, 'name', '"a"'],
    ]);
  });

  it('names every byte of what is only shown, wherever that stops', () => {
    const endsOf = (span: Span) => leaves(span).map(({ start, end }) => [start, end]);
    const rest = annotate(
      any((r) => r.uint(1)),
      fromHex('04 01 07'),
    );
    expect([rest.failed, endsOf(rest)]).toEqual(['trailing bytes (at byte 1)', [[0, 3]]]);
    const long = annotate(
      any((r) => oid().read(r)),
      fromHex(`06 41 ${'ff'.repeat(65)}`),
    );
    expect(endsOf(long).at(-1)).toEqual([2, 67]);
    const inner = sequence('RFC 0', { a: integer, b: sequence('RFC 0', { c: boolean, d: utf8String }) });
    const outer = sequence('RFC 0', { shown: any((r) => inner.read(r)), after: boolean });
    const bytes = fromHex('30 10 30 0b 02 01 05 30 06 01 01 ff 0c 01 61 01 01 ff');
    expect(annotate(outer, bytes).failed).toBeUndefined();
    for (let at = 0; at < bytes.length; at++) {
      for (const change of [0x01, 0x10, 0x80]) {
        const changed = bytes.slice();
        changed[at]! ^= change;
        const ends = endsOf(annotate(outer, changed));
        expect(ends.map(([start]) => start)).toEqual([0, ...ends.slice(0, -1).map(([, end]) => end)]);
        expect(ends.at(-1)![1]).toBe(bytes.length);
      }
    }
  });

  it('shows unknown structure to a limit and never fails on it', () => {
    const deep = (levels: number): Uint8Array =>
      levels === 0 ? fromHex('0500') : encode(explicit(1, any()), deep(levels - 1));
    const tree = annotate(any(), deep(100), 'unknown');
    expect(tree.failed).toBeUndefined();
    expect(leaves(tree).length).toBeLessThan(50);
  });
});

describe('by properties', () => {
  it('object identifiers come back', () => {
    const arc = fc.bigInt({ min: 0n, max: 2n ** 128n });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 39 }),
        fc.array(arc, { maxLength: 2 }),
        (a, b, more) => {
          const value = [a, b, ...more].join('.');
          expect(decode(oid(), encode(oid(), value))).toBe(value);
        },
      ),
    );
  });

  it('unsigned numbers come back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 200n }), (value) => {
        const bytes = encode(integer, unsigned(fromHex(value.toString(16).padStart(52, '0'))));
        expect(BigInt(`0x${hex(decode(integer, bytes))}`)).toBe(value);
      }),
    );
  });

  it('every time to the second comes back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }), (second) => {
        const at = timeOf(second * 1000);
        expect(decode(time, encode(time, at))).toEqual(at);
        expect(at.kind).toBe(
          second * 1000 < Date.UTC(2050, 0) && second * 1000 >= Date.UTC(1950, 0) ? 'utcTime' : 'generalTime',
        );
      }),
    );
  });

  it('no bytes give another error than Malformed', () => {
    const codecs: readonly Codec<unknown>[] = [
      any(),
      time,
      oid(),
      bitString,
      utf8String,
      setOf(any()),
      integer,
    ];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...codecs), (bytes, codec) => {
        try {
          const value = decode(codec, bytes);
          expect(hex(encode(codec, value))).toBe(hex(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(Malformed);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
