/** Where to: `host`, `host:port`, `[v6]:port`, `https://…`. */
import { isIPv4, isIPv6 } from 'node:net';
import { say } from '../wire/words.ts';
import { ipBytes, isHostName } from '../x509/index.ts';
import { referenceNamed } from './flags.ts';
import { UsageError } from './io.ts';

export interface Target {
  /** A DNS name in A-labels or an IP address, without brackets. */
  readonly host: string;
  readonly port: number;
}

const DEFAULT_PORT = 443;

export function parseTarget(text: string): Target {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'https') {
    throw new UsageError(say`${scheme}:// is not supported: use https:// or HOST:PORT`);
  }
  // RFC 3986 section 3.2.3: a URL may have a colon and no port.
  const authority = scheme ? text.slice(scheme.length + 3).replace(/:?(?:[/?#].*)?$/s, '') : text;
  const user = authority.lastIndexOf('@');
  // It is not repeated, since a password may stand in it.
  if (user >= 0)
    throw new UsageError(
      say`no user is named to a TLS server: leave out what stands before @${authority.slice(user + 1)}`,
    );
  if (isIPv6(authority)) return { host: authority, port: DEFAULT_PORT };
  const parts = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d*))?$/.exec(authority);
  if (!parts) throw new UsageError(say`${JSON.stringify(text)} is not HOST, HOST:PORT or [IPV6]:PORT`);
  const [, inBrackets, bare, digits] = parts;
  // RFC 6874 section 2: in a URL the % before a zone is written %25.
  const bracketed = inBrackets?.replace('%25', '%');
  if (bracketed !== undefined && !isIPv6(bracketed)) {
    throw new UsageError(say`[${bracketed}] is not an IPv6 address`);
  }
  const port = portOf(digits, text);
  if (port === 0) throw new UsageError(say`${JSON.stringify(text)}: nobody can listen on port 0`);
  return { host: bracketed ?? hostOf(bare ?? '', text), port };
}

/** The name to ask for and to check, unless another is given; the zone of an address is this machine’s alone. */
export function serverNameOf({ host }: Target, sni: string | undefined): string {
  if (sni === undefined) return isIPv6(host) ? host.replace(/%.*$/, '') : host;
  referenceNamed('--sni', sni);
  return sni;
}

function hostOf(name: string, text: string): string {
  if (ipBytes(name)) return name;
  const url = `https://${name}`;
  // What a URL has beside a host, or leaves out in silence.
  const host = !/[\s\p{Cc}%/\\?#]/u.test(name) && URL.canParse(url) ? new URL(url).hostname : '';
  if (isIPv4(host) || !isHostName(host.replace(/\.$/, ''))) {
    throw new UsageError(
      say`${JSON.stringify(text)} is not a host: give an IP address, or a name of letters, digits, hyphens, underscores and dots`,
    );
  }
  return host;
}

export function portOf(digits: string | undefined, text = digits): number {
  if (digits === undefined) return DEFAULT_PORT;
  if (digits === '') throw new UsageError(say`${JSON.stringify(text)} has no port after its colon`);
  const port = Number(digits);
  if (!/^\d+$/.test(digits) || port > 65535)
    throw new UsageError(say`${JSON.stringify(digits)} is not a port`);
  return port;
}
