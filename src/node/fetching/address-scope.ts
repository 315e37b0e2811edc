/**
 * How far an address reaches: only this machine, only this link, only a private network, or everybody.
 *
 * A URL in a certificate or a redirect is somebody else’s request that we connect somewhere. By default we follow it only to
 * public addresses; otherwise a stranger could use us to reach services on our loopback, in our network, or at a
 * cloud's metadata address (docs/attacks.md). The address after name resolution is what is judged. Judging by the peer's own
 * address was rejected: behind a tunnel or a sidecar every peer is on loopback.
 *
 * Not public are the addresses in IANA's special-purpose registries (RFC 6890) that are not globally reachable, and multicast.
 */
import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { SaidError, say, type Words } from '../../wire/words.ts';

/** From the nearest to the farthest; each may lead to itself and to all after it. */
const reaches = ['this machine', 'this link', 'a private network', 'everybody'] as const;
export type Reach = (typeof reaches)[number];

/** @param address as node:net gives it; anything else counts as a stranger’s */
export function reachOf(address: string | undefined): Reach {
  const family = isIP(address ?? '');
  if (address === undefined || family === 0) return 'everybody';
  if (family === 4) return nearest(address, 'ipv4') ?? 'everybody';
  const inside = addressInside(address);
  if (inside !== undefined) return reachOf(inside);
  return (
    nearest(address, 'ipv6') ?? (globalUnicast.check(address, 'ipv6') ? 'everybody' : 'a private network')
  );
}

const nearest = (address: string, family: 'ipv4' | 'ipv6'): Reach | undefined =>
  ranges.find(({ list }) => list.check(address, family))?.reach;

/**
 * The IPv4 address that an IPv6 address stands for: IPv4-mapped and IPv4-compatible (RFC 4291 section 2.5.5), NAT64 (RFC
 * 6052 section 2.1), 6to4 (RFC 3056 section 2). Behind a NAT64 public hosts have such addresses.
 */
function addressInside(address: string): string | undefined {
  const words = wordsOf(address);
  const high = words
    .slice(0, 6)
    .map((word) => word.toString(16))
    .join(':');
  if (words[0] === 0x2002) return dotted(words[1]!, words[2]!);
  // `::` and `::1` are addresses of their own.
  if (high === '0:0:0:0:0:0' && words[6] === 0 && words[7]! < 2) return undefined;
  return ['0:0:0:0:0:ffff', '0:0:0:0:0:0', '64:ff9b:0:0:0:0'].includes(high)
    ? dotted(words[6]!, words[7]!)
    : undefined;
}

const dotted = (high: number, low: number): string =>
  [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');

/** The eight words of an IPv6 address that node:net has accepted. */
function wordsOf(address: string): number[] {
  const [plain = ''] = address.split('%');
  const tail = /[0-9.]+$/.exec(plain)?.[0] ?? '';
  const bytes = tail.split('.').map(Number);
  const hex = tail.includes('.')
    ? plain.slice(0, -tail.length) +
      [bytes[0]! * 256 + bytes[1]!, bytes[2]! * 256 + bytes[3]!].map((word) => word.toString(16)).join(':')
    : plain;
  const [front = [], back = []] = hex
    .split('::')
    .map((part) => part.split(':').filter((word) => word !== ''));
  const zeros = hex.includes('::') ? 8 - front.length - back.length : 0;
  return [...front, ...Array<string>(zeros).fill('0'), ...back].map((word) => Number.parseInt(word, 16));
}

/** Whether a host at `from` may send us to `to`. */
export const mayLead = (from: Reach, to: Reach): boolean => reaches.indexOf(to) >= reaches.indexOf(from);

/** Name resolution, without the addresses to which a host at `from` may not send us. */
export function lookupFrom(from: Reach): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      const allowed = error ? [] : addresses.filter(({ address }) => mayLead(from, reachOf(address)));
      const [first] = allowed;
      if (error || !first) done(error ?? new SaidError(notAllowed(host, from)), '', 0);
      else if (options.all) done(null, allowed);
      else done(null, first.address, first.family);
    });
  };
}

/** Why a host is not asked. */
export const notAllowed = (host: string, from: Reach): Words =>
  from === 'everybody'
    ? say`${host} is not asked: its address is not public, and anybody could have sent us there`
    : say`${host} is not asked: it is nearer to us than ${from}, which redirected us`;

const range = (reach: Reach, ...prefixes: readonly string[]): { reach: Reach; list: BlockList } => {
  const list = new BlockList();
  for (const prefix of prefixes) {
    const [network = '', bits] = prefix.split('/');
    list.addSubnet(network, Number(bits), isIP(network) === 4 ? 'ipv4' : 'ipv6');
  }
  return { reach, list };
};

const ranges = [
  range('this machine', '127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128'),
  range('this link', '169.254.0.0/16', 'fe80::/10', 'ff02::/16'),
  range(
    'a private network',
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '100.64.0.0/10',
    'fc00::/7',
    '64:ff9b:1::/48',
  ),
  // Not globally reachable: used only within private networks.
  range(
    'a private network',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
    '2001::/23',
    '2001:db8::/32',
    '3fff::/20',
  ),
];

/** All that IANA has allocated for the Internet (RFC 4291 section 2.4). */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
