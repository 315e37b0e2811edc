/**
 * What binds a second TLS 1.2 handshake to the one before it (RFC 5746), so that nobody can put a handshake of their own in
 * front of another's. Off on both sides unless asked for; the renegotiated handshake is a full one.
 */
import { TlsError } from '../../protocol/errors.ts';
import { concat, sameBytes } from '../../wire/bytes.ts';
import type { PeerIdentity } from '../credentials/peer-identity.ts';
import type { Agreement } from '../established.ts';
import type { Keys12 } from './keys.ts';

/** The handshake before. */
export interface Before {
  readonly keys: Keys12;
  readonly agreement: Agreement;
  /** The server, as the client knows it. */
  readonly identity?: PeerIdentity;
}

/** What renegotiation_info holds in a hello of this side; nothing in the first handshake (RFC 5746 section 3.2). */
export function bindingOf(of: 'client' | 'server', before: Before | undefined): Uint8Array {
  if (!before) return new Uint8Array();
  const { client, server } = before.keys.verifyData;
  return of === 'client' ? client : concat([client, server]);
}

/** Throws where the peer's hello speaks of another handshake before this one than there was. */
export function checkBinding(
  of: 'client' | 'server',
  info: Uint8Array | undefined,
  before: Before | undefined,
): void {
  const fits = info ? sameBytes(info, bindingOf(of, before)) : !before;
  if (!fits) {
    throw new TlsError(
      'renegotiation-mismatch',
      before
        ? 'the peer’s renegotiation_info is not that of the handshake before'
        : 'the peer’s renegotiation_info speaks of a handshake before, and there was none',
      of === 'client' ? 'RFC 5746 sections 3.6 and 3.7' : 'RFC 5746 sections 3.4 and 3.5',
    );
  }
}

/**
 * Throws where a renegotiation changes what the application was told: whom it talks to, and what is spoken. A peer may have
 * relayed the first handshake (RFC 7627 section 1).
 */
export function refuseOther(before: Before | undefined, now: Agreement, identity?: PeerIdentity): void {
  if (!before) return;
  const { agreement: then } = before;
  const same =
    then.applicationProtocol === now.applicationProtocol &&
    then.serverName === now.serverName &&
    then.extendedMainSecret === now.extendedMainSecret &&
    (!identity || sameBytes(identity.chain[0]!, before.identity!.chain[0]!));
  if (!same) {
    throw new TlsError(
      'renegotiation-mismatch',
      'the renegotiation changed the application protocol, the name, the server’s certificate or the kind of main secret',
      'RFC 7627 section 5.2, RFC 7301 section 3.1',
    );
  }
}
