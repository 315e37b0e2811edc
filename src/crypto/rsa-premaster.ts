/**
 * The one place that unpads RSA: the premaster secret of an RSA key exchange (RFC 5246 section 7.4.7.1).
 *
 * Whether the padding is right, and whether the version inside is the one that the client offered, must never show:
 * an attacker who learns it decrypts any recorded ciphertext by asking often enough (Bleichenbacher, 1998; ROBOT,
 * 2017). So there is one outcome, 48 bytes, and the handshake fails at the Finished like any other with a wrong
 * secret. Every byte is looked at, no branch and no index depends on one, and the choice is made by a mask. What a
 * JavaScript engine makes of that is said in docs/limits.md. `privateDecrypt` with PKCS#1 padding was refused: Node 20
 * throws where the padding is wrong, and Node 26 answers with bytes of its own.
 */
import { say } from '../wire/words.ts';
import type { Maybe, PrivateKey } from './provider.ts';

/**
 * The premaster secret, or random bytes in its place: 48 bytes in either case, and never an error.
 *
 * A ciphertext that RSADP itself refuses (another length, or not below the modulus) leads to the random bytes as well.
 * That path is no secret: whether it is taken follows from the ciphertext and the public key alone.
 *
 * All intermediate values are wiped, whichever was used; the caller wipes the result.
 *
 * @param key we take ownership of what it decrypts to
 * @param ciphertext EncryptedPreMasterSecret, without its length
 * @param offeredVersion ClientHello.legacy_version, not the version that was negotiated: the defence against rollback
 * @param see is shown what RSADP gives, padding and all, right or wrong; it may not keep these bytes, which are wiped
 */
export function decryptPremaster(
  key: PrivateKey,
  ciphertext: Uint8Array,
  offeredVersion: number,
  random: (length: number) => Uint8Array,
  see: (message: Uint8Array) => void = () => {},
): Maybe<Uint8Array> {
  if (key.decrypt === undefined) throw new TypeError(say`a key of type ${key.type} does not decrypt`.text);
  const substitute = random(premasterLength); // R of the RFC, made in any case, and before
  const modulusLength = Math.ceil(key.bits / 8);
  const open = (message: Uint8Array) => {
    see(message);
    if (message.length !== modulusLength) return substitute;
    const premaster = unpad(message, offeredVersion, substitute);
    message.fill(0);
    substitute.fill(0);
    return premaster;
  };
  const refused = () => substitute;
  let message: Maybe<Uint8Array>;
  try {
    message = key.decrypt(ciphertext);
  } catch {
    return substitute;
  }
  return 'then' in message ? message.then(open, refused) : open(message);
}

/**
 * EM = 0x00 || 0x02 || PS || 0x00 || M, with M of 48 bytes and PS, at least 8 nonzero bytes, all the rest
 * (RFC 8017 section 7.2.2). As M has one length only, the separator has one place only: nothing is searched for.
 *
 * @param message the result of RSADP, as long as the modulus
 */
export function unpad(message: Uint8Array, offeredVersion: number, substitute: Uint8Array): Uint8Array {
  const start = message.length - premasterLength;
  // The modulus' length is public. Under a key that is too small for any premaster secret, none is ever right.
  if (start < 3 + minimumPadding) return substitute.slice();

  let wrong = message[0]! | (message[1]! ^ 0x02) | message[start - 1]!;
  for (let i = 2; i < start - 1; i++) wrong |= isZero(message[i]!);
  wrong |= message[start]! ^ (offeredVersion >> 8);
  wrong |= message[start + 1]! ^ (offeredVersion & 0xff);

  // All ones when something was wrong, else zero.
  const mask = isZero(wrong) - 1;
  const premaster = new Uint8Array(premasterLength);
  for (let i = 0; i < premasterLength; i++) {
    premaster[i] = (substitute[i]! & mask) | (message[start + i]! & ~mask);
  }
  return premaster;
}

const premasterLength = 48;
const minimumPadding = 8;

/** 1 for zero, 0 for 1 to 255, by arithmetic. */
function isZero(byte: number): number {
  return ((byte - 1) >> 31) & 1;
}
