/** The forms that node:tls accepts for ALPNProtocols: names, or the bytes of a ProtocolNameList (RFC 7301 section 3.1). */
import { say } from '../wire/words.ts';
import { bytesOption, invalidOption } from './errors.ts';

export type ApplicationProtocols = readonly (string | Uint8Array)[] | Uint8Array;

export function protocolsFrom(protocols: ApplicationProtocols | undefined): readonly string[] {
  if (protocols === undefined) return [];
  const names = Array.isArray(protocols) ? protocols : split(bytesOption('ALPNProtocols', protocols));
  return names.map((name: string | Uint8Array) => {
    const text =
      typeof name === 'string' ? name : Buffer.from(bytesOption('ALPNProtocols', name)).toString('latin1');
    if (text.length === 0 || text.length > 255) {
      throw invalidOption(
        'ALPNProtocols',
        (it) => say`${it} has a name that is empty or longer than 255 bytes`,
      );
    }
    return text;
  });
}

/** `opaque ProtocolName<1..2^8-1>`, one after the other. */
function split(list: Uint8Array): Uint8Array[] {
  const names: Uint8Array[] = [];
  for (let at = 0; at < list.length; ) {
    const end = at + 1 + list[at]!;
    if (end > list.length)
      throw invalidOption('ALPNProtocols', (it) => say`${it} ends in the middle of a name`);
    names.push(list.subarray(at + 1, end));
    at = end;
  }
  return names;
}
