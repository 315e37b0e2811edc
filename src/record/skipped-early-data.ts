/**
 * Early data that a server does not accept: the client has already sent it, so it is skipped (RFC 9846 section 4.3.10).
 * Skipping is one way to open records, and ends by itself.
 */
import type { Epoch } from '../protocol/epoch.ts';
import { TlsError } from '../protocol/errors.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import type { Opened, Opener } from './protection.ts';
import type { RawRecord } from './record.ts';

/**
 * Most bytes of early-data records that are skipped, besides those that our tickets allow. Headers and tags count too, since
 * they are what many small records cost us.
 */
const MOST = 2 ** 14;

abstract class SkippingOpener implements Opener {
  #skipped = 0;

  constructor(
    protected current: Opener,
    private readonly allowed = 0,
  ) {}

  get epoch(): Epoch {
    return this.current.epoch;
  }

  get sequence(): number {
    return this.current.sequence;
  }

  abstract open(record: RawRecord): Opened | undefined;

  protected skip({ bytes }: RawRecord): undefined {
    this.#skipped += bytes.length;
    if (this.#skipped > MOST + this.allowed) {
      throw new TlsError(
        'too-much-early-data',
        'the client sent more early data than any server would skip',
        'RFC 9846 section 4.3.10',
      );
    }
    return undefined;
  }
}

/** After a HelloRetryRequest: everything that is protected comes before the second ClientHello. */
export class SkipUntilCleartext extends SkippingOpener {
  #begun = false;

  override open(record: RawRecord): Opened | undefined {
    if (record.type === ContentType.application_data && !this.#begun) return this.skip(record);
    // From the first part of that ClientHello on, early data would be out of place.
    if (record.type !== ContentType.change_cipher_spec) this.#begun = true;
    return this.current.open(record);
  }
}

/** After the ServerHello: everything that does not open with the handshake keys comes before the first that does. */
export class SkipUntilOpened extends SkippingOpener {
  #opened = false;

  /** @param fresh makes an opener with the handshake keys, for each try: a failed one uses up a number */
  constructor(
    private readonly fresh: () => Opener,
    allowed?: number,
  ) {
    super(fresh(), allowed);
  }

  override open(record: RawRecord): Opened | undefined {
    if (this.#opened || record.type !== ContentType.application_data) return this.current.open(record);
    try {
      const opened = this.current.open(record);
      this.#opened = true;
      return opened;
    } catch (error) {
      if (!(error instanceof TlsError) || error.reason !== 'bad-record-mac') throw error;
      this.current = this.fresh();
      return this.skip(record);
    }
  }
}
