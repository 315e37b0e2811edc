/** A throw-away CA and one server certificate, as both stacks want them. */
import { generateKey, privateKey } from '../src/crypto/providers/node.ts';
import type { Credential } from '../src/exports/handglass.ts';
import { issueCertificate } from '../src/issue/index.ts';
import { decodePem, encodePem } from '../src/wire/pem.ts';
import { parseCertificate, type TrustStore, trustStoreFromPem } from '../src/x509/index.ts';
import { countingKey, type Spent } from './counting.ts';

export interface Pki {
  readonly kind: 'EC' | 'RSA';
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export const trustOf = ({ ca }: Pki): TrustStore => trustStoreFromPem(ca);

export const credentialOf = ({ cert, key }: Pki, spent: Spent): Credential => ({
  kind: 'certificate',
  chain: [decodePem(cert)[0]!.bytes],
  key: countingKey(privateKey(key), spent),
});

export function makePki(kind: 'EC' | 'RSA'): Pki {
  const day = 24 * 60 * 60 * 1000;
  const validity = { notBefore: Date.now() - day, notAfter: Date.now() + day };
  const caKey = generateKey('EC');
  const ca = issueCertificate({
    subject: { CN: 'bench CA' },
    publicKey: caKey.publicKey,
    issuer: { key: caKey },
    ...validity,
    serial: Uint8Array.of(1),
    ca: true,
  }) as Uint8Array;
  const certificate = parseCertificate(ca);
  const key = generateKey(kind);
  const leaf = issueCertificate({
    subject: { CN: 'localhost' },
    publicKey: key.publicKey,
    issuer: { key: caKey, certificate },
    ...validity,
    serial: Uint8Array.of(2),
    extKeyUsage: ['serverAuth'],
    dnsNames: ['localhost'],
  }) as Uint8Array;
  return {
    kind,
    ca: encodePem('CERTIFICATE', ca),
    cert: encodePem('CERTIFICATE', leaf),
    key: key.pem,
  };
}
