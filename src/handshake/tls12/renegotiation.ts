/**
 * What binds a second TLS 1.2 handshake to the first (RFC 5746), so that nobody can splice a handshake of their own in front of
 * another's. Off on both sides unless enabled; a renegotiation is a full handshake.
 */
import type { Suite12 } from '../../crypto/provider.ts';
import { TlsError } from '../../protocol/errors.ts';
import { concat, sameBytes } from '../../wire/bytes.ts';
import type { Before, Hellos } from './hellos.ts';

/** What renegotiation_info holds in a hello of this side; nothing in the first handshake (RFC 5746 section 3.2). */
export function bindingOf(of: 'client' | 'server', before: Before | undefined): Uint8Array {
  if (!before) return new Uint8Array();
  const { client, server } = before.verifyData;
  return of === 'client' ? client : concat([client, server]);
}

/** Throws unless the peer's renegotiation_info matches the previous handshake, or is empty or absent where there was none. */
export function checkBinding(of: 'client' | 'server', info: Uint8Array | undefined, before?: Before): void {
  const fits = info ? sameBytes(info, bindingOf(of, before)) : !before;
  if (!fits) {
    const said = before
      ? 'the peer’s renegotiation_info does not match the previous handshake'
      : 'the peer’s renegotiation_info refers to a previous handshake, and there was none';
    const rfc = of === 'client' ? 'RFC 5746 sections 3.6 and 3.7' : 'RFC 5746 sections 3.4 and 3.5';
    throw new TlsError('renegotiation-mismatch', said, rfc);
  }
}

/**
 * Throws where a renegotiation changes what the application was told: the application protocol, the name, and, at the server's
 * Certificate, the server. That comes before anything is signed, which a peer that relays could use (RFC 7627 section 1).
 */
export function refuseOther(before: Before | undefined, now: Hellos): void {
  if (!before) return;
  const { agreement: then } = before;
  const same =
    then.applicationProtocol === now.applicationProtocol &&
    then.serverName === now.serverName &&
    then.extendedMainSecret === now.extendedMainSecret;
  if (!same) {
    const said =
      'the renegotiation changes the application protocol, the server’s name or the kind of main secret';
    throw new TlsError('renegotiation-mismatch', said, 'RFC 7627 section 5.2, RFC 7301 section 3.1');
  }
}

/** The MAC goes back inside in no later handshake, even after one with an AEAD (RFC 7366 section 3.1). */
export function refuseMacInside(before: Before | undefined, suite: Suite12, now: Hellos): void {
  if (before?.encryptThenMac && suite.protection.kind === 'CBC' && !now.encryptThenMac) {
    const said = 'the renegotiation goes back from encrypt-then-MAC to MAC-then-encrypt';
    throw new TlsError('renegotiation-mismatch', said, 'RFC 7366 section 3.1');
  }
}

export function refuseOtherServer(before: Before | undefined, chain: readonly Uint8Array[]): void {
  if (before && !sameBytes(chain[0]!, before.identity!.chain[0]!)) {
    const said = 'the server has another certificate in the renegotiation';
    throw new TlsError('renegotiation-mismatch', said, 'RFC 7627 section 1');
  }
}

export const renegotiationRefused = (): TlsError =>
  new TlsError('renegotiation-refused', 'the peer asked for a renegotiation', 'RFC 5246 section 7.4.1.1');
