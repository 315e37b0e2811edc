/** The IANA registry of supported groups (RFC 9846 section 4.3.7, RFC 8422 section 5.1.1, RFC 7919). */
import { named, u16 } from '../../wire/notation.ts';
import { withGrease } from './grease.ts';

export const NamedGroup = withGrease(
  named(u16, {
    sect163k1: 0x0001,
    sect283k1: 0x0009,
    secp192r1: 0x0013,
    secp224r1: 0x0015,
    secp256k1: 0x0016,
    secp256r1: 0x0017,
    secp384r1: 0x0018,
    secp521r1: 0x0019,
    brainpoolP256r1: 0x001a,
    brainpoolP384r1: 0x001b,
    brainpoolP512r1: 0x001c,
    x25519: 0x001d,
    x448: 0x001e,
    ffdhe2048: 0x0100,
    ffdhe3072: 0x0101,
    ffdhe4096: 0x0102,
    ffdhe6144: 0x0103,
    ffdhe8192: 0x0104,
    SecP256r1MLKEM768: 0x11eb,
    X25519MLKEM768: 0x11ec,
    SecP384r1MLKEM1024: 0x11ed,
  }),
);

/** A prime field of RFC 7919, or one that is private or yet to come: what DHE takes place in (RFC 7919 section 4). */
export const isFiniteField = (group: number): boolean => group >= 0x0100 && group < 0x0200;

/** A curve of RFC 8422: the only kind of group that ECDHE of TLS 1.2 can use. */
export const isCurve = (group: number): boolean => group < 0x0100;

/** A KEM, alone (ML-KEM, from 0x0200 on) or beside a curve: TLS 1.3 only, and what a quantum computer cannot break. */
export const isPostQuantum = (group: number): boolean => group >= 0x0200;
