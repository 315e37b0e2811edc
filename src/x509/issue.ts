/** Makes certificates and requests. (Types first; the writing follows.) */
import type { Maybe, PrivateKey, Provider, SignatureAlgorithm } from '../crypto/provider.ts';

/** Attribute names of RFC 4519 to values, in order: `{ O: 'Example', CN: 'Example Root' }`. */
export type SubjectAttributes = Readonly<Partial<Record<'C' | 'ST' | 'L' | 'O' | 'OU' | 'CN', string>>>;

export interface IssueRequest {
  readonly subject: SubjectAttributes | Uint8Array;
  /** The DER SubjectPublicKeyInfo of the subject. */
  readonly publicKey: Uint8Array;
  /** Who signs. `certificate` is the issuer's DER certificate; without it the certificate is self-issued. */
  readonly issuer: { readonly certificate?: Uint8Array; readonly key: PrivateKey };
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** 1 to 20 bytes, positive. */
  readonly serial: Uint8Array;
  readonly ca?: boolean;
  readonly pathLength?: number;
  readonly keyUsage?: readonly string[];
  readonly extKeyUsage?: readonly ('serverAuth' | 'clientAuth')[];
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  readonly extraExtensions?: readonly { oid: string; critical: boolean; value: Uint8Array }[];
  readonly algorithm?: SignatureAlgorithm;
}
export function issueCertificate(_request: IssueRequest): Maybe<Uint8Array> {
  throw new Error('being written');
}
/** A PKCS #10 request (RFC 2986). */
export function createCsr(_request: {
  readonly subject: SubjectAttributes;
  readonly key: PrivateKey;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
}): Maybe<Uint8Array> {
  throw new Error('being written');
}
export interface Csr {
  /** DER Name. */
  readonly subject: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}
/** Throws Malformed; undefined when its signature does not verify. */
export function parseCsr(_der: Uint8Array, _provider: Pick<Provider, 'publicKey'>): Maybe<Csr | undefined> {
  throw new Error('being written');
}
