import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePem, encodePem, readPem } from './pem.ts';
import { Malformed } from './reader.ts';
import { say } from './words.ts';

describe('PEM', () => {
  const lineOf = expect.any(Function);

  it('tells the line that a byte stands in', () => {
    const [block] = decodePem(`\n${encodePem('A', new Uint8Array(100))}`);
    expect([0, 47, 48, 95, 96, 99].map(block!.lineOf)).toEqual([3, 3, 4, 4, 5, 5]);
  });

  it('comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodePem('CERTIFICATE', bytes);
        expect(text.split('\n').slice(1, -2).join('')).toBe(Buffer.from(bytes).toString('base64'));
        expect(decodePem(text)).toEqual([{ label: 'CERTIFICATE', bytes, line: 1, lineOf }]);
      }),
    );
  });

  it.each([
    ['CRLF', '\r\n'],
    ['LF', '\n'],
    ['CR alone', '\r'],
  ])(
    'reads several blocks, with text between them, indented, behind byte order marks, with %s',
    (_what, end) => {
      const one = encodePem('CERTIFICATE', Uint8Array.of(1, 2)).replaceAll(/^/gm, '  ');
      const two = encodePem('X9.42 DH PARAMETERS', Uint8Array.of(3));
      const text = `\uFEFF# subject: CN=x\n----- a line -----\n${one}\nissuer: CN=y\n\xEF\xBB\xBF${two}`;
      expect(
        decodePem(text.replaceAll('\n', end)).map(({ label, bytes, line }) => [label, [...bytes], line]),
      ).toEqual([
        ['CERTIFICATE', [1, 2], 3],
        ['X9.42 DH PARAMETERS', [3], 8],
      ]);
    },
  );

  it('reads keys in OpenSSL’s old encryption with their headers', () => {
    const text =
      '-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAQI=\n-----END A-----';
    expect(decodePem(text)).toEqual([
      {
        label: 'A',
        bytes: Uint8Array.of(1, 2),
        line: 1,
        lineOf,
        headers: ['Proc-Type: 4,ENCRYPTED', 'DEK-Info: AES-128-CBC,00'],
      },
    ]);
  });

  it.each([
    ['', /no PEM block/],
    ['hello', /nothing begins/],
    ['-----BEGIN CERTIFICATE-----\nAQI=\n', /line 1: "CERTIFICATE" begins but does not end/],
    ['\n\n-----END CERTIFICATE-----\n', /line 3: "CERTIFICATE" ends but does not begin/],
    ['-----BEGIN A-----\nAQI=\n-----END B-----\n', /"A" begins but "B" ends/],
    ['-----BEGIN A-----\nAQI=\n-----BEGIN B-----\n', /"A" begins but does not end/],
    ['-----BEGIN A----\nAQI=\n', /"-----BEGIN A----" is not a PEM boundary/],
    ['---- BEGIN A ----\nAQI=\n', /is not a PEM boundary/],
    ['-----BEGIN A-----\nAQI=\n-----END A----\n', /"-----END A----" is not a PEM boundary/],
    ['-----BEGIN A----- AQI= -----END A-----\n', /line breaks have been lost/],
    ['-----BEGIN A-----\\nAQI=\\n-----END A-----\\n', /line breaks have been lost/],
    ['-----BEGIN A-----\nAQ=\n-----END A-----', /cut off/],
    ['-----BEGIN A-----\nAQ*=\n-----END A-----', /"\*" is not base64/],
    ['-----BEGIN A-----\nAé==\n-----END A-----', /"é" is not base64/],
    ['-----BEGIN A-----\nAQI=\nB:==\n-----END A-----', /not base64|contains an "="/],
    ['-----BEGIN A-----\nA===\n-----END A-----', /contains an "="/],
    ['-----BEGIN A-----\nAQ=3D=3D\n-----END A-----', /quoted-printable/],
    ['-----BEGIN A-----\nAR==\n-----END A-----', /bits left over/],
  ])('%j is named plainly', (text, message) => {
    expect(() => decodePem(text)).toThrow(Malformed);
    expect(() => decodePem(text)).toThrow(message);
  });

  it('goes on behind damage, when all is to be told', () => {
    const good = encodePem('B', Uint8Array.of(7));
    expect(readPem(`-----BEGIN A-----\nA\n-----END A-----\n${good}-----BEGIN C-----\n${good}`)).toEqual([
      { label: 'A', line: 1, damage: 'its base64 is cut off' },
      { label: 'B', line: 4, bytes: Uint8Array.of(7), lineOf },
      { label: 'C', line: 7, damage: say`"${'C'}" begins but does not end` },
      { label: 'B', line: 8, bytes: Uint8Array.of(7), lineOf },
    ]);
    expect(readPem('nothing')).toEqual([]);
  });
});
