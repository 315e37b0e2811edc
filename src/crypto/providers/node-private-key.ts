/**
 * Private keys over node:crypto: read from what people have (PKCS#8, PKCS#1 or SEC1, PEM or DER, or node's own key
 * object), or made.
 *
 * `crypto.sign` without a callback signs within the call, on the thread that called: an RSA-2048 signature blocks the
 * event loop for some 0.3 to 0.7 ms, an ECDSA P-256 one for 0.04. {@link asyncPrivateKey} signs on the thread pool
 * instead; that costs more overall, and is worth it where a server's loop must not wait for RSA.
 */

import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  KeyObject,
  privateDecrypt,
  sign,
} from 'node:crypto';
import { only } from '../../wire/bare.ts';
import { say } from '../../wire/words.ts';
import type { KeyKind, PrivateKey, SignatureAlgorithm } from '../provider.ts';
import { isExponent, isTooLong } from '../rsa-limits.ts';
import { plain } from './node-hash.ts';
import { nodeSignature } from './node-public-key.ts';

/** PEM as text or bytes, DER, or a key object of node:crypto. */
export type KeySource = string | Uint8Array | KeyObject;

/**
 * Reads a private key. Throws a TypeError that says in plain words what was found instead: a certificate, a public
 * key, an encrypted key without its passphrase, a kind of key that TLS has no use for.
 */
export function privateKey(source: KeySource, passphrase?: string): PrivateKey {
  return new NodePrivateKey(keyObjectOf(source, passphrase));
}

/** The same key, signing and decrypting on the thread pool where node can: a promise instead of a value. */
export function asyncPrivateKey(key: PrivateKey): PrivateKey {
  if (!(key instanceof NodePrivateKey))
    throw new TypeError('only a key of node:crypto can sign on its thread pool');
  return key.onThreadPool();
}

export type GeneratedKey = PrivateKey & {
  /** PKCS#8, unencrypted. */
  readonly pem: string;
};

/** Makes a key: an EC key on secp256r1 unless told otherwise, an RSA key of 2048 bits, or Ed25519. */
export function generateKey(
  type: 'EC' | 'RSA' | 'Ed25519',
  options: { readonly curve?: NonNullable<KeyKind['curve']>; readonly bits?: number } = {},
): GeneratedKey {
  return new GeneratedPrivateKey(generatePem(type, options));
}

class NodePrivateKey implements PrivateKey {
  readonly type: KeyKind['type'];
  readonly bits: number;
  readonly curve?: NonNullable<KeyKind['curve']>;
  readonly publicKey: Uint8Array;
  readonly decrypt?: (ciphertext: Uint8Array) => Uint8Array;
  readonly #key: KeyObject;

  constructor(key: KeyObject) {
    this.publicKey = plain(createPublicKey(key).export({ type: 'spki', format: 'der' }));
    const kind = kindOf(key, this.publicKey.length);
    if (kind === undefined) throw new TypeError(say`TLS has no use for this key: ${describe(key)}`.text);
    this.type = kind.type;
    this.bits = kind.bits;
    if (kind.curve !== undefined) this.curve = kind.curve;
    this.#key = key;
    if (kind.type === 'RSA') {
      const length = Math.ceil(kind.bits / 8);
      this.decrypt = (ciphertext) => {
        // RSADP takes exactly the modulus' length, OpenSSL also less; at the modulus or above OpenSSL throws.
        if (ciphertext.length !== length)
          throw new RangeError(say`this key decrypts ${length} bytes at a time`.text);
        return plain(privateDecrypt(only({ key, padding: constants.RSA_NO_PADDING }), ciphertext));
      };
    }
  }

  sign(algorithm: SignatureAlgorithm, data: Uint8Array): Uint8Array {
    const { hash, ...rest } = this.#how(algorithm);
    return plain(sign(hash, data, only({ key: this.#key, ...rest })));
  }

  onThreadPool(): PrivateKey {
    const { type, bits, publicKey } = this;
    return {
      type,
      bits,
      ...(this.curve !== undefined && { curve: this.curve }),
      publicKey,
      ...(this.decrypt !== undefined && { decrypt: this.decrypt }), // node has no RSADP on its thread pool
      sign: (algorithm, data) =>
        new Promise((resolve, reject) => {
          const { hash, ...rest } = this.#how(algorithm);
          sign(hash, data, only({ key: this.#key, ...rest }), (error, signature) =>
            error ? reject(error) : resolve(plain(signature)),
          );
        }),
    };
  }

  #how(algorithm: SignatureAlgorithm) {
    const how = nodeSignature(algorithm, this);
    if (how === undefined)
      throw new TypeError(say`a key of type ${this.type} does not sign by ${algorithm.kind}`.text);
    return how;
  }
}

/** The PEM is private, so that logging a key does not reveal it. */
class GeneratedPrivateKey extends NodePrivateKey implements GeneratedKey {
  readonly #pem: string;

  constructor(pem: string) {
    super(createPrivateKey(pem));
    this.#pem = pem;
  }

  get pem(): string {
    return this.#pem;
  }
}

function keyObjectOf(source: KeySource, passphrase: string | undefined): KeyObject {
  if (source instanceof KeyObject) {
    if (source.type === 'private') return source;
    throw new TypeError(say`this is a ${source.type} key; a private key is needed`.text);
  }
  const text = typeof source === 'string' ? source : pemText(source);
  return text === undefined ? fromDer(source as Uint8Array, passphrase) : fromPem(text, passphrase);
}

/** The text, if these bytes are PEM, which begins with dashes, after a comment at most. */
function pemText(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0x30) return undefined; // a DER SEQUENCE
  const text = Buffer.from(bytes).toString('latin1');
  return text.includes('-----BEGIN ') ? text : undefined;
}

function fromPem(text: string, passphrase: string | undefined): KeyObject {
  const labels = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map((match) => match[1]!);
  const label = labels.find((each) => each.endsWith('PRIVATE KEY'));
  if (label === undefined)
    throw new TypeError(say`a private key is needed, but this is ${foundInstead(labels)}`.text);
  const start = text.indexOf(`-----BEGIN ${label}-----`);
  const finish = `-----END ${label}-----`;
  const end = text.indexOf(finish, start);
  if (end < 0) throw new TypeError('the private key is cut off: its END line is missing');
  const pem = text.slice(start, end + finish.length);
  const encrypted = label.startsWith('ENCRYPTED') || pem.includes('Proc-Type: 4,ENCRYPTED');
  if (label === 'OPENSSH PRIVATE KEY') {
    throw new TypeError('this private key is in OpenSSH’s own format; "ssh-keygen -p -m PKCS8" rewrites it');
  }
  if (encrypted && passphrase === undefined) {
    throw new TypeError(sealedAnd(passphrase));
  }
  try {
    return createPrivateKey(
      only({ key: pem, format: 'pem' as const, ...(encrypted && { passphrase: passphrase! }) }),
    );
  } catch (cause) {
    throw new TypeError(
      encrypted
        ? 'the passphrase does not open the private key'
        : 'the private key is damaged or of an unknown kind',
      { cause },
    );
  }
}

function fromDer(bytes: Uint8Array, passphrase: string | undefined): KeyObject {
  const key = Buffer.from(bytes);
  let encrypted = false;
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      return createPrivateKey(only({ key, format: 'der', type }));
    } catch (error) {
      encrypted ||= (error as { code?: string }).code === 'ERR_MISSING_PASSPHRASE';
    }
  }
  if (encrypted && passphrase !== undefined) {
    try {
      return createPrivateKey(only({ key, format: 'der', type: 'pkcs8', passphrase }));
    } catch {
      // said below
    }
  }
  if (encrypted) throw new TypeError(sealedAnd(passphrase));
  if (isPublicKey(bytes)) throw new TypeError('this is a public key; a private key is needed');
  throw new TypeError('these bytes are no private key, neither PEM nor DER (PKCS#8, PKCS#1 or SEC1)');
}

function sealedAnd(passphrase: string | undefined): string {
  return passphrase === undefined
    ? 'the private key is encrypted, and no passphrase was given'
    : 'the passphrase does not open the private key';
}

function foundInstead(labels: readonly string[]): string {
  const [first] = labels;
  if (first === undefined) return 'not PEM';
  if (first.endsWith('CERTIFICATE')) return 'a certificate';
  if (first === 'CERTIFICATE REQUEST') return 'a certificate request';
  if (first.endsWith('PUBLIC KEY')) return 'a public key';
  return `"${first}"`;
}

function isPublicKey(bytes: Uint8Array): boolean {
  try {
    createPublicKey({ key: Buffer.from(bytes), format: 'der', type: 'spki' });
    return true;
  } catch {
    return false;
  }
}

const bytesOf = (number: bigint): Uint8Array => {
  const digits = number.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
};

/** @param spkiLength tells a curve by its name and an uncompressed point from what certificates may not have (RFC 5480) */
function kindOf(key: KeyObject, spkiLength: number): KeyKind | undefined {
  const { asymmetricKeyType, asymmetricKeyDetails: details } = key;
  switch (asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss': {
      const type = asymmetricKeyType === 'rsa' ? 'RSA' : 'RSA-PSS';
      const kind: KeyKind = { type, bits: details!.modulusLength! };
      return isTooLong(kind) || !isExponent(bytesOf(details!.publicExponent!)) ? undefined : kind;
    }
    case 'ec': {
      const curve = curves.find(({ named }) => named === details!.namedCurve);
      return curve?.spkiLength === spkiLength ? curve.kind : undefined;
    }
    case 'ed25519':
      return { type: 'Ed25519', bits: 255 };
    case 'ed448':
      return { type: 'Ed448', bits: 448 };
    default:
      return undefined;
  }
}

function describe(key: KeyObject): string {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (details?.namedCurve !== undefined) return `${type} on ${details.namedCurve}`;
  if (details?.modulusLength !== undefined) return `${type} of ${details.modulusLength} bits`;
  return type ?? 'unknown';
}

const curves = [
  { named: 'prime256v1', spkiLength: 91, kind: { type: 'EC', bits: 256, curve: 'secp256r1' } },
  { named: 'secp384r1', spkiLength: 120, kind: { type: 'EC', bits: 384, curve: 'secp384r1' } },
  { named: 'secp521r1', spkiLength: 158, kind: { type: 'EC', bits: 521, curve: 'secp521r1' } },
] as const;

/** Through PEM and back, so that no key object shares its lock with the job that made it (see node-group.ts). */
function generatePem(
  type: 'EC' | 'RSA' | 'Ed25519',
  options: { readonly curve?: NonNullable<KeyKind['curve']>; readonly bits?: number },
): string {
  const publicKeyEncoding = { type: 'spki', format: 'pem' } as const;
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const;
  switch (type) {
    case 'EC': {
      const { curve = 'secp256r1' } = options;
      const namedCurve = curves.find(({ kind }) => kind.curve === curve)!.named;
      return generateKeyPairSync('ec', { namedCurve, publicKeyEncoding, privateKeyEncoding }).privateKey;
    }
    case 'RSA': {
      const modulusLength = options.bits ?? 2048;
      return generateKeyPairSync('rsa', { modulusLength, publicKeyEncoding, privateKeyEncoding }).privateKey;
    }
    default:
      return generateKeyPairSync('ed25519', { publicKeyEncoding, privateKeyEncoding }).privateKey;
  }
}
