/**
 * Whom the command line trusts: the file that was named, else the system's store, else Mozilla's list as Node carries
 * it. It says which, and never trusts everybody because there is no store.
 */
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { decodePem } from '../wire/pem.ts';
import { Malformed } from '../wire/reader.ts';
import {
  anchorFromCertificate,
  type Profile,
  parseCertificate,
  privateProfile,
  type TrustAnchor,
  type TrustStore,
  trustStore,
  webProfile,
} from '../x509/index.ts';
import { readCertificates } from './files.ts';

export interface Trust {
  readonly store: TrustStore;
  /** Where it comes from, in words. */
  readonly from: string;
  /** A CA that was named by hand is a private one: it is not held to the rules of the Web PKI. */
  readonly profile: Profile;
}

/** Where systems keep their store as one PEM file. */
const systemFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/usr/local/share/certs/ca-root-nss.crt',
];

/** Throws UsageError for a named file that is not certificates. */
export function trustFor(file: string | undefined): Trust {
  if (file !== undefined) {
    // What a person named must be what it says, to the last certificate.
    const anchors = readCertificates('--ca-file', file).map(anchorFromCertificate);
    return { store: trustStore(anchors), from: file, profile: privateProfile };
  }
  for (const path of systemFiles) {
    const anchors = usable(textOrNone(path));
    if (anchors.length > 0)
      return { store: trustStore(anchors), from: `the system’s store (${path})`, profile: webProfile };
  }
  const { getCACertificates } = tls as { getCACertificates?: (kind: 'system') => string[] };
  const system = usable((getCACertificates?.('system') ?? []).join('\n'));
  if (system.length > 0)
    return { store: trustStore(system), from: 'the system’s store', profile: webProfile };
  return {
    store: trustStore(usable(tls.rootCertificates.join('\n'))),
    from: 'Mozilla’s list, as Node carries it',
    profile: webProfile,
  };
}

/** A system's store may hold a root that we do not read: it is not trusted, and the others are. */
function usable(text: string): TrustAnchor[] {
  if (!text.includes('-----BEGIN CERTIFICATE-----')) return [];
  return decodePem(text).flatMap(({ label, bytes }) => {
    try {
      return label === 'CERTIFICATE' ? [anchorFromCertificate(parseCertificate(bytes))] : [];
    } catch (error) {
      if (error instanceof Malformed) return [];
      throw error;
    }
  });
}

function textOrNone(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
