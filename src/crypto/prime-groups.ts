/**
 * Registered groups of Diffie-Hellman: safe primes that everybody can make again, since their middle bits are those of e
 * (RFC 7919) or π (RFC 3526), so that nobody has had a choice in them. The generator is 2.
 */
import { sameBytes } from '../wire/bytes.ts';

export interface PrimeGroup {
  readonly name: string;
  /** Of the prime. */
  readonly bits: number;
  /** Big-endian, without leading zeros; worked out when it is first wanted. */
  readonly prime: Uint8Array;
}

export interface NamedPrimeGroup extends PrimeGroup {
  /** The number in the IANA registry of supported groups. */
  readonly id: number;
}

/** Bits that are worked out beyond those that are wanted. */
const GUARD = 64n;

export const generator = Uint8Array.of(2);

/** RFC 7919 appendix A: what TLS names. */
export const ffdhe: readonly NamedPrimeGroup[] = [
  numbered(0x0100, group('ffdhe', timesE, 2048, 560_316n)),
  numbered(0x0101, group('ffdhe', timesE, 3072, 2_625_351n)),
  numbered(0x0102, group('ffdhe', timesE, 4096, 5_736_041n)),
  numbered(0x0103, group('ffdhe', timesE, 6144, 15_705_020n)),
  numbered(0x0104, group('ffdhe', timesE, 8192, 10_965_728n)),
];

/** RFC 3526 sections 3 to 7, of IKE: what OpenSSL's servers choose. */
export const modp: readonly PrimeGroup[] = [
  group('modp', timesPi, 2048, 124_476n),
  group('modp', timesPi, 3072, 1_690_314n),
  group('modp', timesPi, 4096, 240_904n),
  group('modp', timesPi, 6144, 929_484n),
  group('modp', timesPi, 8192, 4_743_158n),
];

function numbered(id: number, group: PrimeGroup): NamedPrimeGroup {
  return Object.assign(group, { id });
}

/** The one with this prime and base, both without leading zeros. */
export const primeGroupOf = <G extends PrimeGroup>(
  groups: readonly G[],
  p: Uint8Array,
  g: Uint8Array,
): G | undefined =>
  sameBytes(g, generator)
    ? groups.find(({ bits, prime }) => bits === p.length * 8 && sameBytes(prime, p))
    : undefined;

/** 2^b − 2^(b−64) + (⌊2^(b−130)·digits⌋ + X)·2^64 − 1 */
function group(kind: string, times: (n: bigint) => bigint, bits: number, x: bigint): PrimeGroup {
  let prime: Uint8Array | undefined;
  const b = BigInt(bits);
  const made = (): Uint8Array => {
    const p = (1n << b) - (1n << (b - 64n)) + ((times(b - 130n) + x) << 64n) - 1n;
    return Uint8Array.from(p.toString(16).match(/../g)!, (byte) => Number.parseInt(byte, 16));
  };
  return {
    name: `${kind}${bits}`,
    bits,
    get prime() {
      prime ??= made();
      return prime;
    },
  };
}

/** ⌊2^n·e⌋: e is the sum of 1/k!. */
function timesE(n: bigint): bigint {
  let sum = 0n;
  let term = 1n << (n + GUARD);
  for (let k = 1n; term > 0n; k++) {
    sum += term;
    term /= k;
  }
  return sum >> GUARD;
}

/** ⌊2^n·π⌋: π is 16·arctan(1/5) − 4·arctan(1/239), which is Machin's. */
function timesPi(n: bigint): bigint {
  const one = 1n << (n + GUARD);
  const arctan = (inverse: bigint): bigint => {
    let sum = 0n;
    let power = one / inverse;
    for (let k = 1n; power > 0n; k += 4n) {
      sum += power / k;
      power /= inverse * inverse;
      sum -= power / (k + 2n);
      power /= inverse * inverse;
    }
    return sum;
  };
  return (16n * arctan(5n) - 4n * arctan(239n)) >> GUARD;
}
