/**
 * The keys that protect one sender's records, found in a key log as its messages announce them: with the schedule and
 * openers of a connection, without its flows.
 *
 * A record that does not open may be the first under the next keys: early data was rejected (RFC 9846 section 4.3.10), or the
 * message that announced them could not be read. So the next keys are tried too, and no others.
 */
import type { AnyMessage } from '../protocol/any-message.ts';
import {
  application12,
  application13,
  type Epoch,
  earlyData13,
  handshake13,
  type Protection,
} from '../protocol/epoch.ts';
import { TlsError } from '../protocol/errors.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import { TLS12, TLS13 } from '../protocol/numbers/versions.ts';
import { openerOf } from '../record/opener-and-sealer.ts';
import { type Opened, type Opener, PlainOpener } from '../record/protection.ts';
import type { RawRecord } from '../record/record.ts';
import type { SecretOf } from '../schedule/keylog.ts';
import { keyBlock } from '../schedule/prf12.ts';
import { nextTraffic } from '../schedule/schedule13.ts';
import type { Negotiated } from './negotiated.ts';
import type { SeenUnopened, Sender } from './seen.ts';

export interface Opening {
  readonly epoch: Epoch;
  readonly opened?: Opened & { readonly sequence: number };
  readonly refused?: Pick<SeenUnopened, 'why' | 'because'>;
}

interface Keys {
  readonly epoch: Epoch;
  readonly secret: Uint8Array | undefined;
  /** Several as long as only a record can show which cipher suite early data uses. */
  readonly openers: readonly Opener[];
}

export class SenderKeys {
  readonly #plain = new PlainOpener();
  /** Undefined in TLS 1.2 before the first ChangeCipherSpec. */
  #keys: Keys | undefined;
  #changes = 0;

  constructor(
    readonly sender: Sender,
    readonly agreed: Negotiated,
    readonly secretOf: SecretOf,
  ) {}

  open(record: RawRecord): Opening {
    if (this.#isPlain(record.type)) return this.#attempt(this.#plain, record);
    this.#keys ??= this.#keysOf(handshake13);
    // The ServerHello may have come since.
    if (this.#keys.openers.length === 0) this.#keys = this.#keysOf(this.#keys.epoch, this.#keys.secret);
    const now = this.#try(this.#keys, record);
    if (now?.opened) return now;
    const next = this.#following(this.#keys);
    const then = next && this.#try(next, record);
    return then?.opened ? then : (now ?? { epoch: this.#keys.epoch, refused: this.#missing(this.#keys) });
  }

  /** A message of this sender, protected by the keys of this epoch. */
  message({ name, body }: AnyMessage, { level }: Epoch): void {
    if (this.agreed.version === TLS12) return;
    switch (name) {
      case 'ClientHello':
        this.#enter(body.extensions.earlyData ? earlyData13 : handshake13);
        break;
      case 'EndOfEarlyData':
        this.#enter(handshake13);
        break;
      case 'Finished':
        if (level === 'handshake') this.#enter(application13(0));
        break;
      case 'KeyUpdate': {
        const next = level === 'application' && this.#keys && this.#following(this.#keys);
        if (next) this.#keys = next;
      }
    }
  }

  /** In TLS 1.2 the keys of the latest hellos begin after it (RFC 5246 section 7.1); in TLS 1.3 it means nothing. */
  changeCipherSpec(): void {
    if (this.agreed.version === undefined || this.agreed.version === TLS13) return;
    this.#enter({ ...application12, generation: this.#changes++ });
  }

  #enter(epoch: Epoch): void {
    this.#keys = this.#keysOf(epoch);
  }

  /** TLS 1.3 hides the type of what it protects; in TLS 1.2 everything after a ChangeCipherSpec is protected. */
  #isPlain(type: number): boolean {
    const { version } = this.agreed;
    const is13 = version === undefined || version === TLS13;
    return is13 ? type !== ContentType.application_data : this.#keys?.epoch.level !== 'application';
  }

  #try(keys: Keys, record: RawRecord): Opening | undefined {
    let failed: Opening | undefined;
    for (const opener of keys.openers) {
      const attempt = this.#attempt(opener, record);
      if (attempt.opened) {
        this.#keys = { ...keys, openers: [opener] };
        return attempt;
      }
      failed ??= attempt;
    }
    return failed;
  }

  #attempt(opener: Opener, record: RawRecord): Opening {
    const { epoch, sequence } = opener;
    try {
      return { epoch, opened: { ...opener.open(record)!, sequence } };
    } catch (error) {
      if (!(error instanceof TlsError)) throw error;
      return { epoch, refused: { why: 'damaged', because: error.message } };
    }
  }

  #following({ epoch, secret }: Keys): Keys | undefined {
    const hash = this.agreed.suite13?.hash;
    if (!hash) return undefined;
    if (epoch.level === 'early') return this.#keysOf(handshake13);
    if (epoch.level === 'handshake') return this.#keysOf(application13(0));
    return this.#keysOf(application13(epoch.generation + 1), secret && nextTraffic(hash, secret));
  }

  /** @param secret the traffic secret, if it is not in the key log */
  #keysOf(epoch: Epoch, secret = this.#logged(epoch)): Keys {
    const protections = secret ? this.#protections(epoch, secret) : [];
    return { epoch, secret, openers: protections.map(openerOf) };
  }

  #protections(epoch: Epoch, secret: Uint8Array): readonly Protection[] {
    const { suite13, suite12, clientRandom, serverRandom, encryptThenMac } = this.agreed;
    if (epoch.level === 'early')
      return this.agreed.earlySuites(secret.length).map((suite) => ({ epoch, suite, secret }));
    if (suite13) return [{ epoch, suite: suite13, secret }];
    if (!suite12 || !clientRandom || !serverRandom) return [];
    const block = keyBlock(suite12, secret, serverRandom, clientRandom);
    const keys =
      this.sender === 'client'
        ? { mac: block.clientMac, key: block.clientKey, iv: block.clientIv }
        : { mac: block.serverMac, key: block.serverKey, iv: block.serverIv };
    const random = (length: number): Uint8Array => new Uint8Array(length);
    return [{ epoch, suite: suite12, keys, encryptThenMac, random }];
  }

  #logged({ version, level, generation }: Epoch): Uint8Array | undefined {
    const { clientRandom } = this.agreed;
    if (!clientRandom) return undefined;
    if (version === TLS12) return this.secretOf('CLIENT_RANDOM', clientRandom);
    if (level === 'early') return this.secretOf('CLIENT_EARLY_TRAFFIC_SECRET', clientRandom);
    const side = this.sender === 'client' ? 'CLIENT' : 'SERVER';
    if (level === 'handshake') return this.secretOf(`${side}_HANDSHAKE_TRAFFIC_SECRET`, clientRandom);
    return generation === 0 ? this.secretOf(`${side}_TRAFFIC_SECRET_0`, clientRandom) : undefined;
  }

  #missing({ epoch }: Keys): Pick<SeenUnopened, 'why' | 'because'> {
    return this.agreed.suite || epoch.level === 'early'
      ? { why: 'no-secret', because: 'the key log has no secret for it' }
      : { why: 'unknown-keys', because: this.agreed.unknown };
  }
}
