/**
 * Whom Node trusts, as a trust store: its bundled roots (Mozilla's list) and NODE_EXTRA_CA_CERTS, or what
 * `tls.getCACertificates` says where Node has it (it also knows --use-system-ca and --use-openssl-ca).
 *
 * A store that cannot be read is an error and never "accept everything".
 */
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { anchorFromCertificate, onlyCertificatesIn, type TrustStore, trustStore } from '../x509/index.ts';
import { invalidOption } from './errors.ts';

/** PEM, DER or a PKCS #7, with one certificate or more in each. */
export type CertificateSource = string | Uint8Array;

let cached: TrustStore | undefined;

/** Read once, when first asked for. */
export function nodeTrust(): TrustStore {
  cached ??= storeOf('what Node trusts', nodeCertificates());
  return cached;
}

/** The store of an option `ca`. Throws a TypeError with a code for what is not certificates alone. */
export function trustFrom(ca: CertificateSource | readonly CertificateSource[]): TrustStore {
  return storeOf('ca', [ca].flat());
}

const utf8 = new TextEncoder();
export const bytesOf = (source: CertificateSource): Uint8Array =>
  typeof source === 'string' ? utf8.encode(source) : source;

function storeOf(what: string, sources: readonly CertificateSource[]): TrustStore {
  try {
    const certificates = sources.flatMap((source) => onlyCertificatesIn(bytesOf(source)));
    return trustStore(certificates.map(anchorFromCertificate));
  } catch (error) {
    throw invalidOption(what, (error as Error).message, error);
  }
}

function nodeCertificates(): string[] {
  const { getCACertificates } = tls as { getCACertificates?: (kind: 'default') => string[] };
  if (getCACertificates) return getCACertificates('default');
  const extra = process.env['NODE_EXTRA_CA_CERTS'];
  return [...tls.rootCertificates, ...(extra ? readExtra(extra) : [])];
}

/** Node warns about a file that it cannot read, and goes on without it; so do we: less is trusted, not more. */
function readExtra(file: string): string[] {
  try {
    return [readFileSync(file, 'latin1')];
  } catch (error) {
    process.emitWarning(`NODE_EXTRA_CA_CERTS is passed over: ${(error as Error).message}`);
    return [];
  }
}
