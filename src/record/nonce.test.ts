import { expect, it } from 'vitest';
import { SequenceNonce } from './nonce.ts';

it('a nonce is the IV with the number in its last 8 bytes (RFC 9846 section 5.3)', () => {
  const nonce = new SequenceNonce(new Uint8Array(12).fill(0xf0));
  expect([...nonce.next()]).toEqual(new Array(12).fill(0xf0));
  expect([...nonce.next()]).toEqual([...new Array(11).fill(0xf0), 0xf1]);
  nonce.sequence = 0x0f010203040506;
  expect([...nonce.next()].map((byte) => byte ^ 0xf0)).toEqual([0, 0, 0, 0, 0, 0x0f, 1, 2, 3, 4, 5, 6]);
});
