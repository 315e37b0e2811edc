/** The keys of one direction between two key changes, and how a flow names them to whatever opens and seals records. */
import type { Suite12, Suite13 } from '../crypto/provider.ts';
import { type SpokenVersion, TLS12, TLS13 } from './numbers/versions.ts';

/** What keys are for: RFC 9846 section 7.1 has a traffic secret for each level but the first. */
export type Level = 'cleartext' | 'early' | 'handshake' | 'application';

export interface Epoch {
  /** Undefined in cleartext. */
  readonly version: SpokenVersion | undefined;
  readonly level: Level;
  /** How many KeyUpdates came before (RFC 9846 section 7.2). */
  readonly generation: number;
}

const epoch = (version: SpokenVersion | undefined, level: Level, generation: number): Epoch =>
  Object.freeze({ version, level, generation });

export const cleartext = epoch(undefined, 'cleartext', 0);
export const earlyData13 = epoch(TLS13, 'early', 0);
export const handshake13 = epoch(TLS13, 'handshake', 0);
export const application12 = epoch(TLS12, 'application', 0);
export const application13 = (generation: number): Epoch => epoch(TLS13, 'application', generation);

/** `handshake`, `application`, and after two KeyUpdates `application 2`. */
export const epochName = ({ level, generation }: Epoch): string =>
  generation === 0 ? level : `${level} ${generation}`;

/** What protects the next records of one direction. */
export type Protection = Unprotected | Protection12 | Protection13;

/** No protection, as before. */
interface Unprotected {
  readonly epoch: typeof cleartext;
  /** Early data comes before the second ClientHello, and is skipped (RFC 9846 section 4.3.10). */
  readonly passedOver?: 'what is protected';
  /** Bytes of early data that our tickets allow. */
  readonly allowed?: number | undefined;
}

export interface Protection13 {
  readonly epoch: Epoch;
  readonly suite: Suite13;
  /** The traffic secret (RFC 9846 section 7.3). */
  readonly secret: Uint8Array;
  /** Early data may come first: it is skipped until a record opens with these keys. */
  readonly passedOver?: 'what does not open' | undefined;
  /** Bytes of early data that our tickets allow. */
  readonly allowed?: number | undefined;
}

export interface Protection12 {
  readonly epoch: Epoch;
  readonly suite: Suite12;
  readonly keys: WriteKeys12;
  /** In a CBC suite: the MAC covers the ciphertext (RFC 7366). */
  readonly encryptThenMac: boolean;
  /** For the IVs of CBC. */
  readonly random: (length: number) => Uint8Array;
}

/** One direction's part of the TLS 1.2 key block (RFC 5246 section 6.3). */
export interface WriteKeys12 {
  readonly mac: Uint8Array;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}
