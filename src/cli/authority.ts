/** A throw-away CA: made in a moment, holding for days, without any way to revoke what it issues. */
import { randomBytes } from 'node:crypto';
import type { PrivateKey } from '../crypto/provider.ts';
import { type GeneratedKey, generateKey } from '../crypto/providers/node.ts';
import type { Credential } from '../handshake/config.ts';
import {
  anchorFromCertificate,
  type Certificate,
  type IssueRequest,
  ipBytes,
  issueCertificate,
  parseCertificate,
  type TrustStore,
  trustStore,
} from '../x509/index.ts';

const DAY = 24 * 60 * 60 * 1000;

export interface Issued {
  readonly certificate: Uint8Array;
  readonly key: GeneratedKey;
}

export class Authority {
  constructor(
    readonly certificate: Certificate,
    readonly key: PrivateKey,
  ) {}

  static async make(kind: 'EC' | 'RSA', days: number): Promise<Authority & { readonly key: GeneratedKey }> {
    const key = generateKey(kind);
    const der = await issueCertificate({
      subject: { O: 'handglass', CN: `throw-away CA ${randomBytes(4).toString('hex')}` },
      publicKey: key.publicKey,
      issuer: { key },
      ...validity(days),
      serial: serial(),
      ca: true,
      pathLength: 0,
    });
    return new Authority(parseCertificate(der), key) as Authority & { readonly key: GeneratedKey };
  }

  get trust(): TrustStore {
    return trustStore([anchorFromCertificate(this.certificate)]);
  }

  /** A certificate for a key that is already there. */
  async certify(
    request: Pick<IssueRequest, 'subject' | 'publicKey' | 'dnsNames' | 'ipAddresses' | 'extKeyUsage'>,
    days: number,
  ): Promise<Uint8Array> {
    return issueCertificate({ ...request, issuer: this, ...validity(days), serial: serial() });
  }

  /** @param names DNS names and IP addresses; the first is also the common name */
  async server(names: readonly string[], kind: 'EC' | 'RSA', days: number): Promise<Issued> {
    const key = generateKey(kind);
    const certificate = await this.certify(
      {
        subject: { CN: names[0]! },
        publicKey: key.publicKey,
        dnsNames: names.filter((name) => !ipBytes(name)),
        ipAddresses: names.filter((name) => ipBytes(name)),
        extKeyUsage: ['serverAuth'],
      },
      days,
    );
    return { certificate, key };
  }

  async client(name: string, kind: 'EC' | 'RSA', days: number): Promise<Issued> {
    const key = generateKey(kind);
    const request = { subject: { CN: name }, publicKey: key.publicKey, extKeyUsage: ['clientAuth'] as const };
    return { certificate: await this.certify(request, days), key };
  }
}

export const credentialOf = ({ certificate, key }: Issued): Credential => ({
  kind: 'certificate',
  chain: [certificate],
  key,
});

/** From an hour back, for clocks that are a little behind. */
const validity = (days: number) => ({ notBefore: Date.now() - DAY / 24, notAfter: Date.now() + days * DAY });

/** Random, positive and never zero: the first bit is clear, and the last one set. */
function serial(): Uint8Array {
  const bytes = new Uint8Array(randomBytes(16));
  bytes[0]! &= 0x7f;
  bytes[15]! |= 1;
  return bytes;
}
