import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePem, encodePem } from './pem.ts';
import { Malformed } from './reader.ts';

describe('PEM', () => {
  it('comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodePem('CERTIFICATE', bytes);
        expect(text.split('\n').slice(1, -2).join('')).toBe(Buffer.from(bytes).toString('base64'));
        expect(decodePem(text)).toEqual([{ label: 'CERTIFICATE', bytes }]);
      }),
    );
  });

  it('reads several blocks, with text between them, CRLF and a byte order mark', () => {
    const one = encodePem('CERTIFICATE', Uint8Array.of(1, 2));
    const two = encodePem('PRIVATE KEY', Uint8Array.of(3));
    const text = `\uFEFFsubject: CN=x\n${one}issuer: CN=y\n${two}`.replaceAll('\n', '\r\n');
    expect(decodePem(text).map(({ label, bytes }) => [label, [...bytes]])).toEqual([
      ['CERTIFICATE', [1, 2]],
      ['PRIVATE KEY', [3]],
    ]);
  });

  it.each([
    ['', /empty/],
    ['<!DOCTYPE html><p>404', /web page/],
    ['0\x82\x03', /DER/],
    ['hello', /nothing begins/],
    ['-----BEGIN CERTIFICATE-----\nAQI=\n', /does not end/],
    ['-----END CERTIFICATE-----\n', /does not begin/],
    ['-----BEGIN A-----\nAQI=\n-----END B-----\n', /"A" begins but "B" ends/],
    ['-----BEGIN A-----\nAQI=\n-----BEGIN B-----\n', /does not end/],
    ['-----BEGIN A----\nAQI=\n', /not a PEM boundary/],
    ['-----BEGIN A-----\nAQ=\n-----END A-----', /cut off/],
    ['-----BEGIN A-----\nAQ*=\n-----END A-----', /"\*" is not base64/],
    ['-----BEGIN A-----\nA===\n-----END A-----', /not base64/],
    ['-----BEGIN A-----\nAR==\n-----END A-----', /bits left over/],
    ['-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n\nAQI=\n-----END A-----', /encrypted/],
  ])('%j is named plainly', (text, message) => {
    expect(() => decodePem(text)).toThrow(Malformed);
    expect(() => decodePem(text)).toThrow(message);
  });
});
