import { describe, expect, it } from 'vitest';
import { concat, fromHex, hex, sameBytes } from './bytes.ts';

const of = (...bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes);

describe('hex', () => {
  it('writes two digits a byte, in lower case', () => {
    expect(hex(of(0, 0x0a, 0xff))).toBe('000aff');
    expect(hex(of(0, 0x0a, 0xff), ' ')).toBe('00 0a ff');
    expect(hex(of())).toBe('');
  });

  it('knows every byte, there and back', () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(hex(all)).toBe(Buffer.from(all).toString('hex'));
    expect(fromHex(hex(all))).toEqual(all);
    expect(fromHex('0AFf')).toEqual(of(0x0a, 0xff));
  });
});

describe('concat', () => {
  it('copies, in order', () => {
    const first = of(1, 2);
    const all = concat([first, of(), of(3)]);
    first[0] = 9;
    expect(all).toEqual(of(1, 2, 3));
    expect(concat([])).toEqual(of());
  });
});

describe('sameBytes', () => {
  it('compares length and every byte', () => {
    expect(sameBytes(of(1, 2, 3), of(1, 2, 3))).toBe(true);
    expect(sameBytes(of(), of())).toBe(true);
    expect(sameBytes(of(9, 2, 3), of(1, 2, 3))).toBe(false);
    expect(sameBytes(of(1, 2, 9), of(1, 2, 3))).toBe(false);
    expect(sameBytes(of(1, 2), of(1, 2, 3))).toBe(false);
    expect(sameBytes(of(1, 2, 3), of(1, 2))).toBe(false);
  });
});
