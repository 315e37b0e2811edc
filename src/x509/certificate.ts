/** A certificate, read. (Types first; the definition follows.) */
import type { KeyKind, SignatureAlgorithm } from '../crypto/provider.ts';

export interface Name {
  /** The DER Name. */
  readonly der: Uint8Array;
  /** For people, RFC 4514: `CN=example.com, O=Example`. */
  readonly text: string;
  /** Equal for names that are equal by RFC 5280 section 7.1. */
  readonly key: string;
}

export interface Certificate {
  readonly der: Uint8Array;
  readonly version: 1 | 2 | 3;
  /** The INTEGER's contents. */
  readonly serialNumber: Uint8Array;
  readonly issuer: Name;
  readonly subject: Name;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** The DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** Undefined when the key is of a type, size or encoding that we do not know. */
  readonly key: KeyKind | undefined;
  /** What is signed: the DER TBSCertificate. */
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
}
/** Throws Malformed, with the offset and the path of the field. */
export function parseCertificate(_der: Uint8Array): Certificate {
  throw new Error('being written');
}
