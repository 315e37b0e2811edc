import { describe, expect, it } from 'vitest';
import { mayLead, reachOf } from './reach.ts';

describe('how far an address reaches', () => {
  it.each([
    ['127.0.0.1', 'this machine'],
    ['127.255.255.254', 'this machine'],
    ['0.0.0.0', 'this machine'],
    ['::1', 'this machine'],
    ['::', 'this machine'],
    ['::ffff:127.0.0.1', 'this machine'],
    ['169.254.169.254', 'this link'],
    ['fe80::1', 'this link'],
    ['fe80::1%eth0', 'this link'],
    ['::ffff:169.254.169.254', 'this link'],
    ['10.0.0.1', 'a private network'],
    ['172.31.255.255', 'a private network'],
    ['192.168.1.1', 'a private network'],
    ['100.64.0.1', 'a private network'],
    ['fd00::1', 'a private network'],
    ['64:ff9b:1::a00:1', 'a private network'],
    ['172.32.0.0', 'everybody'],
    ['192.0.2.1', 'everybody'],
    ['100.128.0.1', 'everybody'],
    ['2001:db8::1', 'everybody'],
    ['::ffff:192.0.2.1', 'everybody'],
    ['not an address', 'everybody'],
    [undefined, 'everybody'],
  ])('%s: %s', (address, reach) => {
    expect(reachOf(address)).toBe(reach);
  });
});

it('leads only to itself and farther', () => {
  expect(mayLead('everybody', 'everybody')).toBe(true);
  expect(mayLead('this machine', 'everybody')).toBe(true);
  expect(mayLead('a private network', 'a private network')).toBe(true);
  expect(mayLead('a private network', 'this link')).toBe(false);
  expect(mayLead('everybody', 'a private network')).toBe(false);
});
