/** What a recorded handshake has agreed on so far, as its messages say. */

import type { Provider, Suite, Suite12, Suite13 } from '../crypto/provider.ts';
import type { AnyMessage } from '../protocol/any-message.ts';
import { CipherSuite } from '../protocol/numbers/suites.ts';
import { ProtocolVersion, type SpokenVersion, TLS12, TLS13 } from '../protocol/numbers/versions.ts';
import { say } from '../wire/words.ts';

export class Negotiated {
  clientRandom: Uint8Array | undefined;
  serverRandom: Uint8Array | undefined;
  /** The number on the wire, even of a version that handglass does not speak. */
  version: number | undefined;
  /** Undefined before the ServerHello, and for a suite that the provider does not have. */
  suite: Suite | undefined;
  /** The MAC of a CBC suite covers the ciphertext. */
  encryptThenMac = false;
  /** The client announced early data in its latest ClientHello. */
  earlyData = false;
  /** The suite's number. */
  chosen: number | undefined;
  #offered: readonly number[] = [];

  constructor(readonly suites: Provider['suites']) {}

  /** The version whose definitions apply. */
  get supported(): SpokenVersion | undefined {
    return this.version === TLS13 || this.version === TLS12 ? this.version : undefined;
  }

  get suite13(): Suite13 | undefined {
    return this.suite?.version === TLS13 ? this.suite : undefined;
  }

  get suite12(): Suite12 | undefined {
    return this.suite?.version === TLS12 ? this.suite : undefined;
  }

  /** Suites that may protect early data: before the ServerHello only the PSK's owner knows which (RFC 9846 section 4.3.11). */
  earlySuites(secretLength: number): readonly Suite13[] {
    const fits = (suite: Suite): suite is Suite13 =>
      suite.version === TLS13 && suite.hash.length === secretLength && this.#offered.includes(suite.id);
    return this.suite13 ? [this.suite13] : this.suites.filter(fits);
  }

  /** Why there are no keys, though there may be a secret. */
  get unknown(): string {
    if (this.version === undefined) return 'no ServerHello was seen';
    if (this.supported === undefined)
      return say`handglass does not speak ${ProtocolVersion.nameOf(this.version)}`.text;
    return say`handglass does not have ${CipherSuite.nameOf(this.chosen ?? 0)} in ${ProtocolVersion.nameOf(this.version)}`
      .text;
  }

  add({ name, body }: AnyMessage): void {
    switch (name) {
      case 'ClientHello':
        this.clientRandom = body.random.slice();
        this.#offered = body.cipherSuites;
        this.earlyData = body.extensions.earlyData !== undefined;
        break;
      case 'ServerHello':
        this.version = body.extensions.supportedVersions;
        this.#choose(body.cipherSuite);
        break;
      case 'ServerHello12':
        this.version = body.legacyVersion;
        this.serverRandom = body.random.slice();
        this.encryptThenMac = body.extensions.encryptThenMac === true;
        this.#choose(body.cipherSuite);
        break;
    }
  }

  #choose(id: number): void {
    this.chosen = id;
    this.suite = this.suites.find((suite) => suite.id === id && suite.version === this.version);
  }
}
