import { describe, expect, it } from 'vitest';
import { mayLead, reachOf } from './address-scope.ts';

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
    ['100.128.0.1', 'everybody'],
    ['8.8.8.8', 'everybody'],
    ['::ffff:8.8.8.8', 'everybody'],
    ['2606:4700::1111', 'everybody'],
    // What IANA has set apart (RFC 6890): protocol assignments, documentation, benchmarks, reserved, multicast.
    ['192.0.0.8', 'a private network'],
    ['192.0.2.1', 'a private network'],
    ['192.88.99.1', 'a private network'],
    ['198.19.255.255', 'a private network'],
    ['198.51.100.1', 'a private network'],
    ['203.0.113.1', 'a private network'],
    ['224.0.0.1', 'a private network'],
    ['239.255.255.250', 'a private network'],
    ['240.0.0.1', 'a private network'],
    ['255.255.255.255', 'a private network'],
    ['2001:db8::1', 'a private network'],
    ['3fff::1', 'a private network'],
    ['2001::1', 'a private network'],
    ['2001:2::1', 'a private network'],
    ['2001:20::1', 'a private network'],
    ['100::1', 'a private network'],
    ['5f00::1', 'a private network'],
    ['fec0::1', 'a private network'],
    ['ff0e::1', 'a private network'],
    ['ff02::1', 'this link'],
    ['4000::1', 'a private network'],
    ['::ffff:192.0.2.1', 'a private network'],
    // IPv4 inside IPv6: NAT64, 6to4, IPv4-compatible.
    ['64:ff9b::7f00:1', 'this machine'],
    ['64:ff9b::127.0.0.1', 'this machine'],
    ['64:ff9b::a9fe:a9fe', 'this link'],
    ['64:ff9b::10.0.0.1', 'a private network'],
    ['64:ff9b::8.8.8.8', 'everybody'],
    ['2002:7f00:1::', 'this machine'],
    ['2002:a00:1:2:3:4:5:6', 'a private network'],
    ['2002:808:808::1', 'everybody'],
    ['::127.0.0.1', 'this machine'],
    ['::2', 'this machine'],
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
