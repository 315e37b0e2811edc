/**
 * The bench on which bad certificates are made: a root that is trusted, intermediates below it, and a server's certificate
 * below those, each perfectly good except for what is changed.
 */
import { randomBytes } from 'node:crypto';
import { type GeneratedKey, generateKey } from '../../crypto/providers/node.ts';
import { type IssueRequest, issueCertificate } from '../../issue/index.ts';
import { decode, encode } from '../../wire/codec.ts';
import { CertificateDefinition, TBSCertificate } from '../../x509/certificate/certificate.ts';
import type { AlgorithmIdentifier } from '../../x509/certificate/signature-algorithm.ts';
import { type Extension, ipBytes, parseCertificate } from '../../x509/index.ts';
import { Authority, commonName, day, serial } from './authority.ts';

/** What differs from a good certificate. */
export interface Change extends Partial<Omit<IssueRequest, 'issuer' | 'publicKey'>> {
  readonly key?: OwnKey;
}

/** The part of a key that goes into files. */
export type OwnKey = Pick<GeneratedKey, 'publicKey' | 'pem'>;

/** A certificate and its key. */
export interface Made {
  readonly der: Uint8Array;
  readonly key: OwnKey;
}

/** What a server sends. */
export interface Sent {
  /** DER, the server's own first. */
  readonly chain: readonly Uint8Array[];
  readonly key: OwnKey;
  /** The name a client should ask for, when it is not the first. */
  readonly name?: string;
  /** CRLs that a client needs to see what is wrong. */
  readonly crls?: readonly Uint8Array[];
  /** The OCSP response that comes with it, for clients that ask for one. */
  readonly staple?: Uint8Array;
}

export const sent = ({ der, key }: Made, issuer: Authority): Sent => ({ chain: [der, ...issuer.chain], key });

export class Bench {
  readonly now = Date.now();
  readonly root: Authority;
  /** The names of the good certificate: DNS names and addresses. */
  readonly names: readonly string[];

  constructor(root: Authority, names: readonly string[]) {
    this.root = root;
    this.names = names;
  }

  /** The name that a client asks for. */
  get name(): string {
    return this.names[0]!.replace(/^\*\./, 'www.');
  }

  /** A DNS name that the good certificate would not be for. */
  get stranger(): string {
    return this.names.includes('elsewhere.test') ? 'somewhere.test' : 'elsewhere.test';
  }

  /** The validity of what has expired. */
  get past() {
    return { notBefore: this.now - 40 * day, notAfter: this.now - day };
  }

  /** A server's certificate, issued by a root or an intermediate. */
  leaf(issuer: Authority, { key = generateKey('EC'), ...change }: Change = {}): Promise<Made> {
    return this.#issue(key, { ...this.#good(), ...change }, issuer);
  }

  /** A self-signed server's certificate. */
  selfSigned(): Promise<Made> {
    const key = generateKey('EC');
    return this.#issue(key, this.#good(), { key });
  }

  async intermediate(
    change: Omit<Change, 'key'> = {},
    issuer = this.root,
    key = generateKey('EC'),
  ): Promise<Authority<GeneratedKey>> {
    const request = { subject: fresh('throw-away intermediate'), ca: true, ...change };
    const { der } = await this.#issue(key, request, issuer);
    return new Authority(parseCertificate(der), key, [der, ...issuer.chain]);
  }

  /** A root other than the trusted one. */
  async anotherRoot(change: Omit<Change, 'key'> = {}): Promise<Authority<GeneratedKey>> {
    const key = generateKey('EC');
    const request = { subject: fresh('another throw-away CA'), ca: true, ...change };
    const { der } = await this.#issue(key, request, { key });
    return new Authority(parseCertificate(der), key);
  }

  #good() {
    return {
      subject: commonName(this.names[0]!),
      dnsNames: this.names.filter((name) => !ipBytes(name)),
      ipAddresses: this.names.filter((name) => ipBytes(name)),
      extKeyUsage: ['serverAuth'] as const,
    };
  }

  async #issue(
    key: OwnKey,
    request: Omit<Change, 'key'> & Pick<IssueRequest, 'subject'>,
    issuer: IssueRequest['issuer'],
  ): Promise<Made> {
    const der = await issueCertificate({
      publicKey: key.publicKey,
      notBefore: this.now - day / 24,
      notAfter: this.now + 30 * day,
      serial: serial(),
      ...request,
      issuer,
    });
    return { der, key };
  }
}

/** With one more extension. */
export const plus =
  (one: Extension) =>
  (all: readonly Extension[]): Extension[] => [...all, one];

const fresh = (name: string) => ({ O: 'handglass', CN: `${name} ${randomBytes(4).toString('hex')}` });

/** The same certificate signed again by `sign`, with a changed body or a false algorithm. */
export function signedAgain(
  { der, key }: Made,
  sign: (tbs: Uint8Array) => Uint8Array,
  { inside, outside, body = (tbs) => tbs }: Lie,
): Made {
  const { tbsCertificate, signatureAlgorithm } = decode(CertificateDefinition, der);
  const value = { ...tbsCertificate.value, ...(inside && { signature: inside }) };
  const bytes = body(encode(TBSCertificate, value));
  const whole = {
    tbsCertificate: { bytes, value },
    signatureAlgorithm: outside ?? signatureAlgorithm,
    signatureValue: sign(bytes),
  };
  return { key, der: encode(CertificateDefinition, whole) };
}

interface Lie {
  /** The signature algorithm named inside the signed part, and outside it. */
  readonly inside?: AlgorithmIdentifier;
  readonly outside?: AlgorithmIdentifier;
  readonly body?: (tbs: Uint8Array) => Uint8Array;
}
