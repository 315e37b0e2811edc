/**
 * What handglass needs of a cryptographic library.
 *
 * A provider is a plain object of lists in preference order, and each suite, group and hash carries its
 * implementation: to replace one, spread the object. There is no global default. What the key schedule and the records
 * need (hashes, HMAC, random bytes, record ciphers) is synchronous; what may live in a thread pool, an HSM or a KMS
 * returns `Maybe<T>`, so the same handshake signs within the call or much later.
 */

/** A value, or the promise of one. */
export type Maybe<T> = T | PromiseLike<T>;

export type HashName = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

export interface HashAlgorithm {
  readonly name: HashName;
  /** Length of a digest in bytes. */
  readonly length: number;
  /** The compression function's block in bytes: 64 or 128. */
  readonly block: number;
  /** Begins an incremental hash. */
  create(): Hash;
  digest(data: Uint8Array): Uint8Array;
  /** HMAC (RFC 2104) of the concatenated parts. */
  hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array;
}

export interface Hash {
  update(data: Uint8Array): void;
  /** The digest of what has been hashed so far; hashing may go on. */
  digest(): Uint8Array;
  /** A copy that goes on from here independently. */
  copy(): Hash;
}

/** An AEAD cipher as records use it, with 12-byte nonces (RFC 5116). */
export interface AeadAlgorithm {
  readonly name:
    | 'AES-128-GCM'
    | 'AES-256-GCM'
    | 'ChaCha20-Poly1305'
    | 'AES-128-CCM'
    | 'AES-256-CCM'
    | 'AES-128-CCM-8'
    | 'AES-256-CCM-8';
  readonly keyLength: 16 | 32;
  /** Length of the tag in bytes: 8 with CCM-8 (RFC 6655 section 4), which is easier to guess. */
  readonly tagLength: 8 | 16;
  /** How many records one key may protect (RFC 9846 section 5.5); undefined where 2^64 is reached first. */
  readonly recordLimit?: number;
  /** @param key is kept, and must not be changed */
  create(key: Uint8Array): Aead;
}

export interface Aead {
  /** Encrypts `buffer[start..end)` in place and writes the tag at `end`. */
  seal(buffer: Uint8Array, start: number, end: number, nonce: Uint8Array, additionalData: Uint8Array): void;
  /** The plaintext as a new array, or undefined when the tag is wrong. `sealed` ends with the tag. */
  open(sealed: Uint8Array, nonce: Uint8Array, additionalData: Uint8Array): Uint8Array | undefined;
}

/** A block cipher in CBC mode, without padding of its own; only for TLS 1.2 and before, only when asked for. */
export interface CbcAlgorithm {
  readonly name: 'AES-128-CBC' | 'AES-256-CBC' | '3DES-EDE-CBC';
  readonly keyLength: 16 | 24 | 32;
  readonly blockLength: 8 | 16;
  /** How many blocks one key may encrypt, and decrypt; undefined where that is beyond reach. */
  readonly blockLimit?: number;
  encrypt(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Uint8Array;
  decrypt(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Uint8Array;
}

export interface Suite13 {
  readonly version: 0x0304;
  /** The number in the IANA registry of cipher suites. */
  readonly id: number;
  readonly name: string;
  readonly hash: HashAlgorithm;
  readonly cipher: AeadAlgorithm;
}

export interface Suite12 {
  readonly version: 0x0303;
  readonly id: number;
  readonly name: string;
  readonly keyExchange: 'RSA' | 'DHE' | 'ECDHE';
  /** What kind of key signs the ServerKeyExchange, or decrypts the premaster secret. */
  readonly authentication: 'RSA' | 'ECDSA';
  /** The hash of the PRF (RFC 5246 section 5). */
  readonly hash: HashAlgorithm;
  readonly protection:
    | { readonly kind: 'AEAD'; readonly cipher: AeadAlgorithm }
    | { readonly kind: 'CBC'; readonly cipher: CbcAlgorithm; readonly mac: HashAlgorithm };
}

export type Suite = Suite13 | Suite12;

/** Key agreement: a server's share may depend on the client's, so there are two roles. */
export interface KeyAgreement {
  /** A fresh key pair; each offer is used once. */
  offer(): Maybe<KeyOffer>;
  /** Answers a peer's share. Undefined when that share is invalid (wrong length, not on the curve, low order). */
  answer(
    peerShare: Uint8Array,
  ): Maybe<{ readonly share: Uint8Array; readonly secret: Uint8Array } | undefined>;
}

/** Key agreement in one group, or by one KEM. */
export interface Group extends KeyAgreement {
  /** The number in the IANA registry of supported groups. */
  readonly id: number;
  readonly name: string;
  /** Length in bytes of the offering side's share. */
  readonly shareLength: number;
}

export interface KeyOffer {
  readonly share: Uint8Array;
  /** The shared secret, or undefined when the peer's share is invalid. */
  complete(peerShare: Uint8Array): Maybe<Uint8Array | undefined>;
}

/** How a signature is made: without a curve, since X.509 and TLS 1.2 name only the hash. */
export type SignatureAlgorithm =
  | { readonly kind: 'RSA-PKCS1' | 'ECDSA'; readonly hash: HashName }
  | { readonly kind: 'RSA-PSS'; readonly hash: HashName /** bytes */; readonly saltLength: number }
  | { readonly kind: 'Ed25519' | 'Ed448' };

export type KeyType = 'RSA' | 'RSA-PSS' | 'EC' | 'Ed25519' | 'Ed448';

/** What kind of key it is. */
export interface KeyKind {
  readonly type: KeyType;
  /** Size in bits: of the modulus, or of the curve's field. */
  readonly bits: number;
  /** The curve of an EC key by its name in the TLS registry. */
  readonly curve?: 'secp256r1' | 'secp384r1' | 'secp521r1';
}

/**
 * A SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), parsed: what a certificate says about its key. It is read once, and
 * strictly, in x509/certificate/spki.ts; a provider imports the key from these fields.
 */
export interface PublicKeyInfo {
  /** The DER that it was read from. */
  readonly der: Uint8Array;
  readonly algorithm: {
    /** The object identifier, in dotted form. */
    readonly algorithm: string;
    /** The whole DER element. */
    readonly parameters?: Uint8Array;
  };
  /** What the BIT STRING holds: an RSAPublicKey in DER, a point, or the bytes of an Edwards key. */
  readonly subjectPublicKey: Uint8Array;
  /** Undefined when the algorithm, its parameters or the encoding are unknown. */
  readonly kind: KeyKind | undefined;
  /** Of an RSA or RSA-PSS key: the INTEGERs' contents, positive and odd if the key has a kind. */
  readonly rsa: { readonly modulus: Uint8Array; readonly publicExponent: Uint8Array } | undefined;
}

export interface PublicKey extends KeyKind {
  /** False for a signature that does not verify, for whatever reason. */
  verify(algorithm: SignatureAlgorithm, data: Uint8Array, signature: Uint8Array): Maybe<boolean>;
  /**
   * The same for long data in pieces; undefined for an algorithm that needs all of it at once (Ed25519, Ed448).
   */
  verifier?(algorithm: SignatureAlgorithm): Verifier | undefined;
  /** RSAES-PKCS1-v1_5 (RFC 8017 section 7.2.1), for RSA key exchange; only on keys of type RSA. */
  encrypt?(plaintext: Uint8Array): Maybe<Uint8Array>;
}

/** Verifies one signature over data that is given piece by piece. */
export interface Verifier {
  update(data: Uint8Array): void;
  /** False if the signature does not verify, for whatever reason. Called once, last. */
  verify(signature: Uint8Array): Maybe<boolean>;
}

/** A private key, wherever it lives. */
export interface PrivateKey extends KeyKind {
  /** The public half, as a DER SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  sign(algorithm: SignatureAlgorithm, data: Uint8Array): Maybe<Uint8Array>;
  /**
   * RSADP (RFC 8017 section 5.1.2): the raw private operation without any unpadding, as many bytes as the modulus has.
   * Unpadding belongs to rsa-premaster.ts alone, which wipes the result.
   */
  decrypt?(ciphertext: Uint8Array): Maybe<Uint8Array>;
}

export interface Provider {
  readonly name: string;
  /** `length` bytes from a cryptographically secure source. */
  random(length: number): Uint8Array;
  readonly hashes: Readonly<Record<HashName, HashAlgorithm>>;
  /** Most preferred first. Everything listed works; the configuration decides what is off by default. */
  readonly suites: readonly Suite[];
  readonly groups: readonly Group[];
  /**
   * Diffie-Hellman modulo a number that a server of TLS 1.2 names; whether it is a prime is not looked at. Shares and secrets are
   * big-endian: those that it gives are as long as the prime, those that it takes of any length, from 2 to p - 2.
   *
   * @param prime odd, big-endian, without leading zeros
   */
  finiteField(prime: Uint8Array, base: Uint8Array): KeyAgreement;
  /** The cipher that protects session tickets. */
  readonly ticketCipher: AeadAlgorithm;
  /** Imports a key; undefined when its type, size or encoding is not supported. */
  publicKey(spki: PublicKeyInfo): PublicKey | undefined;
}
