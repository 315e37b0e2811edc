/** TLS 1.2's keys: from the premaster secret to the two directions of the records (RFC 5246 sections 6.3 and 8.1). */
import type { Provider, Suite12 } from '../../crypto/provider.ts';
import { application12, type Protection12, type WriteKeys12 } from '../../protocol/epoch.ts';
import { TLS12 } from '../../protocol/numbers/versions.ts';
import { exporter12 } from '../../schedule/exporter.ts';
import { extendedMainSecret, type KeyBlock, keyBlock, mainSecret, verifyData } from '../../schedule/prf12.ts';
import type { Agreement, Exporter } from '../established.ts';
import type { Peer } from '../peer.ts';
import type { Hellos } from './hellos.ts';
import { macComesLast } from './mac-order.ts';

type Sides = Record<'client' | 'server', Uint8Array>;

export class Keys12 {
  /** Of both Finished, which a renegotiation is bound to (RFC 5746 section 3.1). */
  readonly verifyData: Sides = { client: new Uint8Array(), server: new Uint8Array() };
  /** The keys of both directions. */
  #block: KeyBlock | undefined;

  constructor(
    readonly peer: Peer,
    readonly suite: Suite12,
    readonly main: Uint8Array,
    readonly hellos: Hellos,
    readonly provider: Provider,
  ) {
    peer.secret('CLIENT_RANDOM', hellos.clientRandom, main);
  }

  /**
   * With extended_main_secret the transcript up to ClientKeyExchange goes into the main secret, without it only the
   * two randoms (RFC 7627 section 4, RFC 5246 section 8.1).
   */
  static fromPremaster(
    peer: Peer,
    suite: Suite12,
    premaster: Uint8Array,
    hellos: Hellos,
    provider: Provider,
  ): Keys12 {
    const { clientRandom, serverRandom } = hellos;
    peer.tell(() => ({ type: 'secret', label: 'premaster', clientRandom, secret: premaster.slice() }));
    const main = hellos.extendedMainSecret
      ? extendedMainSecret(suite.hash, premaster, peer.transcript.digest())
      : mainSecret(suite.hash, premaster, clientRandom, serverRandom);
    premaster.fill(0);
    return new Keys12(peer, suite, main, hellos, provider);
  }

  changeCipherSpec(writer: 'client' | 'server'): void {
    this.peer.sendChangeCipherSpec();
    this.peer.writeWith(this.#protection(writer));
  }

  readWith(writer: 'client' | 'server'): void {
    this.peer.readWith(this.#protection(writer));
  }

  /** The verify_data of a Finished that comes next. */
  finished(of: 'client' | 'server'): Uint8Array {
    const digest = this.peer.transcript.digest();
    this.verifyData[of] = verifyData(this.suite.hash, this.main, `${of} finished`, digest);
    return this.verifyData[of];
  }

  get exporter(): Exporter {
    const { suite, main, hellos } = this;
    return (label, context, length) =>
      exporter12(suite.hash, main, label, hellos.clientRandom, hellos.serverRandom, context, length);
  }

  /** @param exchanged what only a full handshake has */
  agreement(
    clientAuthenticated: boolean,
    exchanged?: Pick<Agreement, 'group' | 'signatureScheme'>,
  ): Agreement {
    return {
      version: TLS12,
      suite: this.suite,
      keyExchange: this.suite.keyExchange,
      group: exchanged?.group,
      signatureScheme: exchanged?.signatureScheme,
      resumed: exchanged === undefined,
      clientAuthenticated,
      ...this.hellos,
      encryptThenMac: macComesLast(this.suite, this.hellos),
    };
  }

  #protection(writer: 'client' | 'server'): Protection12 {
    return {
      epoch: application12,
      suite: this.suite,
      keys: this.#keysOf(writer),
      encryptThenMac: macComesLast(this.suite, this.hellos),
      random: this.provider.random,
    };
  }

  #keysOf(writer: 'client' | 'server'): WriteKeys12 {
    const { serverRandom, clientRandom } = this.hellos;
    const block = (this.#block ??= keyBlock(this.suite, this.main, serverRandom, clientRandom));
    return writer === 'client'
      ? { mac: block.clientMac, key: block.clientKey, iv: block.clientIv }
      : { mac: block.serverMac, key: block.serverKey, iv: block.serverIv };
  }
}
