/**
 * Whom Node trusts, as a trust store: its bundled roots (Mozilla's list) and NODE_EXTRA_CA_CERTS, or what
 * `tls.getCACertificates` says where Node has it (it also knows --use-system-ca and --use-openssl-ca).
 *
 * A store that cannot be read is an error and never "accept everything".
 */
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { decodePem } from '../wire/pem.ts';
import { anchorFromCertificate, parseCertificate, type TrustStore, trustStore } from '../x509/index.ts';
import { invalidOption } from './errors.ts';

/** PEM, with one certificate or more in each. */
export type CertificateSource = string | Uint8Array;

let cached: TrustStore | undefined;

/** Read once, when first asked for. */
export function nodeTrust(): TrustStore {
  cached ??= storeOf('what Node trusts', nodeCertificates());
  return cached;
}

/** The store of an option `ca`. Throws a TypeError with a code for what is not PEM certificates. */
export function trustFrom(ca: CertificateSource | readonly CertificateSource[]): TrustStore {
  return storeOf('ca', [ca].flat().map(textOf));
}

export const textOf = (source: CertificateSource): string =>
  typeof source === 'string' ? source : Buffer.from(source).toString('latin1');

function storeOf(what: string, texts: readonly string[]): TrustStore {
  try {
    const blocks = texts.flatMap((text) => decodePem(text));
    const stranger = blocks.find(({ label }) => label !== 'CERTIFICATE');
    if (stranger) throw new TypeError(`it holds a ${stranger.label} where certificates belong`);
    return trustStore(blocks.map(({ bytes }) => anchorFromCertificate(parseCertificate(bytes))));
  } catch (error) {
    throw invalidOption(what, `cannot be read: ${(error as Error).message}`, error);
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
