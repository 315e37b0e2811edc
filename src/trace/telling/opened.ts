/** Fields that their definitions keep whole, opened: a TLS 1.2 random, a point, an ECDSA signature. */
import type { Field } from '../document.ts';
import { referencesIn } from '../references.ts';
import type { Facts } from './facts.ts';

/** @param bytes that the fields count in, in hexadecimal */
export function opened(field: Field, bytes: string, facts: Facts): Field {
  const own = field.parts ? undefined : partsOf(field, bytes, facts);
  const parts = own ?? field.parts;
  if (!parts) return field;
  const { value: _, ...rest } = field;
  return { ...(own ? rest : field), parts: own ?? parts.map((part) => opened(part, bytes, facts)) };
}

function partsOf(field: Field, bytes: string, facts: Facts): readonly Field[] | undefined {
  const { name, start, end } = field;
  if (name === 'random' && end - start === 32)
    return facts.version === 'TLS 1.2' ? random12(field, bytes) : undefined;
  if (name === 'key_exchange' || name === 'public' || name === 'subjectPublicKey') return share(field, bytes);
  if (name === 'signature' || name === 'signatureValue') return ecdsa(field, bytes);
  return undefined;
}

const SENTINEL = /^444f574e475244/;

function random12(field: Field, bytes: string): readonly Field[] {
  const { start, end } = field;
  const part = (name: string, from: number, to: number): Field => partOf(name, field, from, to, bytes);
  const clock = part('gmt_unix_time', start, start + 4);
  return SENTINEL.test(bytes.slice(2 * (end - 8), 2 * end))
    ? [
        clock,
        part('random_bytes_before_sentinel', start + 4, end - 8),
        part('downgrade_sentinel', end - 8, end),
      ]
    : [clock, part('random_bytes', start + 4, end)];
}

/** A point as 04, x and y (RFC 9846 section 4.3.8.2), alone or beside an ML-KEM key or ciphertext. */
function share(field: Field, bytes: string): readonly Field[] | undefined {
  const { start, end } = field;
  const kem = kems.find(([length]) => length === end - start);
  if (kem) {
    const [, first, second, at] = kem;
    const parts = [
      partOf(first, field, start, start + at, bytes),
      partOf(second, field, start + at, end, bytes),
    ];
    return parts.flatMap((part) => point(part, bytes) ?? [part]);
  }
  return point(field, bytes);
}

/** Length, what comes first, what second, and where. */
const kems: readonly (readonly [number, string, string, number])[] = [
  [1184 + 32, 'ml_kem_key', 'x25519', 1184],
  [1088 + 32, 'ml_kem_ciphertext', 'x25519', 1088],
  [65 + 1184, 'point', 'ml_kem_key', 65],
  [65 + 1088, 'point', 'ml_kem_ciphertext', 65],
];

function point(field: Field, bytes: string): readonly Field[] | undefined {
  const { start, end } = field;
  const isPoint = [65, 97, 133].includes(end - start) && bytes.slice(2 * start, 2 * start + 2) === '04';
  if (!isPoint) return undefined;
  const middle = (start + 1 + end) / 2;
  return [
    { ...partOf('form', field, start, start + 1, bytes), value: 4 },
    partOf('x', field, start + 1, middle, bytes),
    partOf('y', field, middle, end, bytes),
  ];
}

const partOf = (name: string, { rfc }: Field, start: number, end: number, bytes: string): Field => ({
  name,
  start,
  end,
  ...(rfc !== undefined && { rfc }),
  value: bytes.slice(2 * start, 2 * end),
});

/** ECDSA-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER } (RFC 3279 section 2.2.3); undefined for what is none. */
function ecdsa({ start, end }: Field, bytes: string): readonly Field[] | undefined {
  const at = (offset: number): number => Number.parseInt(bytes.slice(2 * offset, 2 * offset + 2), 16);
  const rfc = referencesIn('RFC 3279 section 2.2.3');
  const header = (
    from: number,
    tag: number,
    asn1: string,
  ): { readonly parts: readonly Field[]; readonly end: number } | undefined => {
    const long = at(from + 1) === 0x81;
    const contents = from + (long ? 3 : 2);
    const length = at(contents - 1);
    if (at(from) !== tag || length >= (long ? 256 : 128)) return undefined;
    return {
      parts: [
        { name: 'tag', start: from, end: from + 1, means: asn1, value: tag },
        { name: 'length', start: from + 1, end: contents, means: `${length} bytes`, value: length },
      ],
      end: contents + length,
    };
  };
  const whole = header(start, 0x30, 'SEQUENCE');
  if (!whole || whole.end !== end) return undefined;
  const number = (name: string, from: number): Field | undefined => {
    const head = header(from, 0x02, 'INTEGER');
    if (!head || head.end > end) return undefined;
    const contents = head.parts[1]!.end;
    const value: Field = {
      name,
      start: contents,
      end: head.end,
      value: bytes.slice(2 * contents, 2 * head.end),
    };
    return { name, start: from, end: head.end, rfc, parts: [...head.parts, value] };
  };
  const r = number('r', whole.parts[1]!.end);
  const s = r && number('s', r.end);
  return s?.end === end ? [...whole.parts, r!, s] : undefined;
}
