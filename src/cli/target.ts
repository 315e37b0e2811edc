/** Where to: `host`, `host:port`, `[v6]:port`, `https://…`. */
import { isIPv6 } from 'node:net';
import { ipBytes, isDnsName } from '../x509/index.ts';
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
    throw new UsageError(
      `${scheme}:// is not a scheme that is spoken here; https:// is, and a plain HOST:PORT`,
    );
  }
  const authority = scheme ? text.slice(scheme.length + 3).replace(/[/?#].*$/s, '') : text;
  if (isIPv6(authority)) return { host: authority, port: DEFAULT_PORT };
  const parts = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d*))?$/.exec(authority);
  if (!parts) throw new UsageError(`${JSON.stringify(text)} is not HOST, HOST:PORT or [IPV6]:PORT`);
  const [, bracketed, bare, digits] = parts;
  if (bracketed !== undefined && !isIPv6(bracketed)) {
    throw new UsageError(`[${bracketed}] is not an IPv6 address`);
  }
  return { host: bracketed ?? hostOf(bare ?? '', text), port: portOf(digits) };
}

function hostOf(name: string, text: string): string {
  if (ipBytes(name)) return name;
  const url = `https://${name}`;
  const host = name !== '' && URL.canParse(url) ? new URL(url).hostname : '';
  if (!isDnsName(host.replace(/\.$/, ''))) throw new UsageError(`${JSON.stringify(text)} names no host`);
  return host;
}

export function portOf(digits: string | undefined): number {
  if (digits === undefined) return DEFAULT_PORT;
  const port = Number(digits);
  if (!/^\d+$/.test(digits) || port > 65535) throw new UsageError(`${JSON.stringify(digits)} is not a port`);
  return port;
}
