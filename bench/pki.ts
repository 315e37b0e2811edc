/** A throw-away CA and one server certificate, as both stacks want them. */
import { generateKey } from '../src/crypto/providers/node.ts';
import type { Credential } from '../src/index.ts';
import { encodePem } from '../src/wire/pem.ts';
import {
  anchorFromCertificate,
  issueCertificate,
  parseCertificate,
  type TrustStore,
  trustStore,
} from '../src/x509/index.ts';
import { countingKey, type Spent } from './counting.ts';

export interface Pki {
  readonly kind: 'EC' | 'RSA';
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly trust: TrustStore;
  credential(spent: Spent): Credential;
}

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
    trust: trustStore([anchorFromCertificate(certificate)]),
    credential: (spent) => ({ kind: 'certificate', chain: [leaf], key: countingKey(key, spent) }),
  };
}
