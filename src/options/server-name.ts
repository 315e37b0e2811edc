/**
 * What stands in server_name (RFC 6066 section 3): a DNS name in A-labels without a final dot, and never an address.
 *
 * A name as people write it (`bücher.example`) is put into A-labels as browsers do it (UTS 46 without transitional
 * processing: `ß` stays itself), so that it is asked for under the same name that the certificate is checked for. What has
 * no such form is refused; sending its bytes was refused, since servers read them each in their own way.
 */
import { say } from '../wire/words.ts';
import { ipBytes, toALabels } from '../x509/index.ts';
import { misuse } from './supported.ts';

export interface Named {
  /** The DNS name or IP address that is meant. */
  readonly name: string;
  /** What is asked for in its place; false for nothing. */
  readonly serverName?: string | false | undefined;
}

/** Undefined where nothing is asked for. Throws TlsError 'misuse'. */
export function serverNameFor({
  name,
  serverName = isAddress(name) ? false : name,
}: Named): string | undefined {
  if (serverName === false || serverName === '') return undefined;
  if (ipBytes(serverName))
    throw misuse(say`${serverName} is an address, which may not stand in server_name (RFC 6066 section 3)`);
  const ascii = /^[!-~]+$/.test(serverName) ? serverName : toALabels(serverName);
  if (ascii === undefined)
    throw misuse(say`${JSON.stringify(serverName)} is not a name that a host can have`);
  return ascii.replace(/\.$/, '');
}

const isAddress = (name: string): boolean => /^[\d.]+$/.test(name) || name.includes(':');
