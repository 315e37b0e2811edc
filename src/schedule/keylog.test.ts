import { expect, it } from 'vitest';
import { keyLogLine } from './keylog.ts';

it('writes a line as RFC 9850 section 2 does', () => {
  const random = Uint8Array.from({ length: 32 }, (_, i) => i * 8);
  expect(keyLogLine('CLIENT_TRAFFIC_SECRET_0', random, Uint8Array.of(0, 1, 0xab, 0xff))).toBe(
    'CLIENT_TRAFFIC_SECRET_0 0008101820283038404850586068707880889098a0a8b0b8c0c8d0d8e0e8f0f8 0001abff',
  );
});
