/**
 * What a finished handshake has agreed on. It is built from two proofs that only the verifying code can make: a handshake
 * that skips the check of the peer's certificate, its key or its Finished does not compile (test/proofs; rustls's idea).
 */
import type { Suite } from '../crypto/provider.ts';
import type { SpokenVersion } from '../protocol/numbers/versions.ts';
import type { AnonymousClient, ProvedIdentity } from './credentials/proved.ts';
import type { VerifiedFinished } from './finished.ts';
import type { Flow } from './flow.ts';

export type KeyExchangeName = 'RSA' | 'DHE' | 'ECDHE' | 'PSK' | 'ECDHE-PSK';

export interface Agreement {
  readonly version: SpokenVersion;
  readonly suite: Suite;
  /** In a resumption of TLS 1.2, that of the suite: there is no key exchange (RFC 5246 figure 2). */
  readonly keyExchange: KeyExchangeName;
  /** The group of the key exchange, by its number. */
  readonly group: number | undefined;
  /** The number of the scheme that the peer signed with; undefined when it did not have to. */
  readonly signatureScheme: number | undefined;
  readonly applicationProtocol: string | undefined;
  /** The server's name as the client sent it. */
  readonly serverName: string | undefined;
  readonly resumed: boolean;
  readonly extendedMainSecret: boolean;
  /** TLS 1.2, in a CBC suite: the MAC covers the ciphertext (RFC 7366). */
  readonly encryptThenMac: boolean;
  /**
   * The client proved who it is: in this handshake, or in the one that is resumed. A TLS 1.3 client has sent the proof; a
   * server that refuses it says so after the handshake.
   */
  readonly clientAuthenticated: boolean;
  readonly clientRandom: Uint8Array;
  readonly serverRandom: Uint8Array;
}

export class Established {
  declare protected readonly stage: 'established';
  readonly agreement: Agreement;

  private constructor(
    readonly peer: ProvedIdentity | AnonymousClient,
    agreement: Agreement,
  ) {
    const { clientRandom, serverRandom } = agreement;
    // Copies: TLS 1.2's exporter goes on with the originals.
    this.agreement = {
      ...agreement,
      clientRandom: clientRandom.slice(),
      serverRandom: serverRandom.slice(),
    };
  }

  /** On the client: a server is never anonymous. */
  static byClient(server: ProvedIdentity, _finished: VerifiedFinished, agreement: Agreement): Established {
    return new Established(server.handedOut(), agreement);
  }

  /** On the server. */
  static byServer(
    client: ProvedIdentity | AnonymousClient,
    _finished: VerifiedFinished,
    agreement: Agreement,
  ): Established {
    return new Established(client.handedOut(), agreement);
  }
}

/**
 * Keying material for other uses (RFC 9846 section 7.5, RFC 5705), `length` bytes. Throws a RangeError for a label that is
 * TLS's own, or too long, and for a context of more than 65,535 bytes in TLS 1.2.
 */
export type Exporter = (label: string, context: Uint8Array | undefined, length: number) => Uint8Array;

/** What a handshake leaves: what was agreed on, which is public, and what goes on, which is the connection's alone. */
export interface Handshaken {
  readonly established: Established;
  /** Ends with the next handshake of a renegotiation, or never. */
  readonly after: Flow<Handshaken>;
  readonly exporter: Exporter;
  /** TLS 1.3: sends KeyUpdate and changes the write keys (RFC 9846 section 4.7.3). */
  readonly updateKeys?: (requestPeer: boolean) => void;
}
