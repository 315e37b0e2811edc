/**
 * What goes into server_name (RFC 6066 section 3): a DNS name in A-labels without a final dot, and never an address.
 *
 * A name as people write it (`bücher.example`) is put into A-labels as browsers do it (UTS 46 without transitional
 * processing: `ß` stays itself), so that it is asked for by the same name that the certificate is checked for. A name
 * without such a form is refused; sending its bytes was rejected, since each server would read them in its own way.
 */
import { say } from '../wire/words.ts';
import { ipBytes, toALabels } from '../x509/index.ts';
import { misuse } from './supported.ts';

export interface Named {
  /** The DNS name or IP address to reach. */
  readonly name: string;
  /** Sent in its place; false to send nothing. */
  readonly serverName?: string | false | undefined;
}

/** Undefined if no name is sent. Throws TlsError 'misuse'. */
export function serverNameFor({
  name,
  serverName = isAddress(name) ? false : name,
}: Named): string | undefined {
  if (serverName === false || serverName === '') return undefined;
  if (ipBytes(serverName))
    throw misuse(say`${serverName} is an address, which is not allowed in server_name (RFC 6066 section 3)`);
  const ascii = /^[!-~]+$/.test(serverName) ? serverName : toALabels(serverName);
  if (ascii === undefined) throw misuse(say`${JSON.stringify(serverName)} is not a valid host name`);
  return ascii.replace(/\.$/, '');
}

const isAddress = (name: string): boolean => /^[\d.]+$/.test(name) || name.includes(':');
