import { describe, expect, it } from 'vitest';
import { keyLogLine, readKeyLog } from './keylog.ts';

it('writes a line as RFC 9850 section 2 does', () => {
  const random = Uint8Array.from({ length: 32 }, (_, i) => i * 8);
  expect(keyLogLine('CLIENT_TRAFFIC_SECRET_0', random, Uint8Array.of(0, 1, 0xab, 0xff))).toBe(
    'CLIENT_TRAFFIC_SECRET_0 0008101820283038404850586068707880889098a0a8b0b8c0c8d0d8e0e8f0f8 0001abff',
  );
});

describe('reading', () => {
  const random = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);
  const [one, two] = [new Uint8Array(32).fill(0xa1), new Uint8Array(48).fill(0x0b)];

  it('finds what was written, whatever stands between', () => {
    const secretOf = readKeyLog(
      [
        '# a comment',
        '',
        keyLogLine('CLIENT_RANDOM', random, two).toUpperCase(),
        'UNHEARD_OF 00 00',
        keyLogLine('EXPORTER_SECRET', random, two),
        keyLogLine('EXPORTER_SECRET', random, one),
      ].join('\r\n'),
    );
    expect(secretOf('CLIENT_RANDOM', random)).toEqual(two);
    expect(secretOf('EXPORTER_SECRET', random)).toEqual(one);
    expect(secretOf('EXPORTER_SECRET', new Uint8Array(32))).toBeUndefined();
    expect(secretOf('CLIENT_TRAFFIC_SECRET_0', random)).toBeUndefined();
  });

  it('passes over a line that is cut off, has more to it, or no hexadecimal in it', () => {
    const line = keyLogLine('CLIENT_RANDOM', random, one);
    for (const wrong of [
      line.slice(0, -1),
      `${line} 00`,
      ` ${line}`,
      line.replace('a1', 'g1'),
      line.slice(0, 100),
    ])
      expect(readKeyLog(wrong)('CLIENT_RANDOM', random)).toBeUndefined();
  });
});
