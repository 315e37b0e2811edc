/**
 * How far an address reaches: only this machine, only this link, only a private network, or everybody.
 *
 * A URL in a certificate, or in a redirect, is somebody else’s wish that we send a request. It may not lead to a place
 * that is nearer to us than the one who wishes it, or a stranger could use us to speak to what listens on our loopback,
 * in our network, or at the metadata address of a cloud (docs/attacks.md). What is judged is the address that is connected
 * to, behind the name service. To allow public addresses alone was refused: private CAs live in private networks.
 *
 * RFC 1122 and RFC 4291 (loopback), RFC 3927 (link-local), RFC 1918, RFC 4193, RFC 6598 and RFC 8215 (private).
 */
import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** From the nearest to the farthest; each may lead to itself and to all behind it. */
const reaches = ['this machine', 'this link', 'a private network', 'everybody'] as const;
export type Reach = (typeof reaches)[number];

/** @param address as node:net gives it; one that is not an address is taken for a stranger’s */
export function reachOf(address: string | undefined): Reach {
  const family = isIP(address ?? '');
  if (address === undefined || family === 0) return 'everybody';
  const near = ranges.find(({ list }) => list.check(address, family === 4 ? 'ipv4' : 'ipv6'));
  return near?.reach ?? 'everybody';
}

/** Whether one at `from` may send us to `to`. */
export const mayLead = (from: Reach, to: Reach): boolean => reaches.indexOf(to) >= reaches.indexOf(from);

/** The name service, without the addresses to which one at `from` may not send us. */
export function lookupFrom(from: Reach): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      const allowed = error ? [] : addresses.filter(({ address }) => mayLead(from, reachOf(address)));
      const [first] = allowed;
      if (error || !first) done(error ?? new Error(notAllowed(host, from)), '', 0);
      else if (options.all) done(null, allowed);
      else done(null, first.address, first.family);
    });
  };
}

/** Why a host is not asked. */
export const notAllowed = (host: string, from: Reach): string =>
  `${host} is nearer to us than ${from}, from where we were sent there`;

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
  range('this link', '169.254.0.0/16', 'fe80::/10'),
  range(
    'a private network',
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '100.64.0.0/10',
    'fc00::/7',
    '64:ff9b:1::/48',
  ),
];
