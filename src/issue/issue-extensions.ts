/**
 * The extensions that a conforming CA puts into a certificate, from what is granted (RFC 5280 section 4.2).
 *
 * Key identifiers are always there, basicConstraints and keyUsage are critical. The rest is there if asked for.
 */

import type { PublicKeyInfo } from '../crypto/provider.ts';
import { say } from '../wire/words.ts';
import type { Certificate } from '../x509/certificate/certificate.ts';
import { type Extension, extension, type KeyUsageName } from '../x509/certificate/extensions.ts';
import type { GeneralName } from '../x509/certificate/general-name.ts';
import { ipBytes } from '../x509/certificate/identity.ts';
import { oids } from '../x509/certificate/oids.ts';

/** What a certificate says besides whose it is and how long it is valid. */
export interface Granted extends AlternativeNames {
  /** The subject's DER SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly ca?: boolean;
  /** How many CA certificates there may be below this one. */
  readonly pathLength?: number;
  /** Unless given: keyCertSign and cRLSign for a CA, else digitalSignature, and keyEncipherment for RSA. */
  readonly keyUsage?: readonly KeyUsageName[];
  /** Unless given: none for a CA, serverAuth where there are DNS names or addresses, else clientAuth. */
  readonly extKeyUsage?: readonly Purpose[];
  /** Where its issuer answers OCSP, and gives its own certificate (RFC 5280 section 4.2.2.1). */
  readonly ocspUrls?: readonly string[];
  readonly issuerUrls?: readonly string[];
  /** Where its issuer's CRL is, the same list at each (RFC 5280 section 4.2.1.13). */
  readonly crlUrls?: readonly string[];
  /** The server must staple an OCSP response when asked (RFC 7633). */
  readonly mustStaple?: boolean;
}

export type Purpose = 'serverAuth' | 'clientAuth' | 'emailProtection' | 'OCSPSigning';

export interface AlternativeNames {
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  readonly emailAddresses?: readonly string[];
  readonly uris?: readonly string[];
}

/** @param named whether the subject has a name: without one the alternative names are critical */
export function standardExtensions(
  granted: Granted,
  spki: PublicKeyInfo,
  named: boolean,
  issuer: Certificate | undefined,
): Extension[] {
  const { ca = false, pathLength, mustStaple, crlUrls = [] } = granted;
  const names = alternativeNames(granted);
  const purposes = granted.extKeyUsage ?? (ca ? [] : [usualPurpose(names)]);
  const access = [...accessTo(oids.ocsp, granted.ocspUrls), ...accessTo(oids.caIssuers, granted.issuerUrls)];
  const all: Extension[] = [];
  if (ca) {
    const limit = pathLength !== undefined && { pathLenConstraint: pathLength };
    all.push(extension('basicConstraints', { cA: true, ...limit }, true));
  }
  all.push(extension('keyUsage', granted.keyUsage ?? usualUsage(ca, spki), true));
  if (purposes.length > 0) {
    const identifiers = purposes.map((purpose) => oids[purpose]);
    all.push(extension('extKeyUsage', identifiers));
  }
  // RFC 5280 section 4.2.1.6: critical where the subject is empty.
  if (names.length > 0) all.push(extension('subjectAltName', names, !named));
  all.push(extension('subjectKeyIdentifier', keyIdentifier(spki)));
  if (issuer) {
    const identifier = issuer.extensions.subjectKeyIdentifier ?? keyIdentifier(issuer.spki);
    all.push(extension('authorityKeyIdentifier', { keyIdentifier: identifier }));
  }
  if (access.length > 0) all.push(extension('authorityInfoAccess', access));
  if (crlUrls.length > 0) {
    const fullName = { kind: 'fullName', value: crlUrls.map(uri) } as const;
    all.push(extension('cRLDistributionPoints', [{ distributionPoint: fullName }]));
  }
  if (mustStaple) all.push(extension('tlsFeature', [statusRequest]));
  return all;
}

/** The TLS extension status_request, by its number. */
const statusRequest = 5;

const uri = (value: string): GeneralName => ({ kind: 'uniformResourceIdentifier', value });

const accessTo = (accessMethod: string, urls: readonly string[] = []) =>
  urls.map((url) => ({ accessMethod, accessLocation: uri(url) }));

function usualUsage(ca: boolean, { kind }: PublicKeyInfo): readonly KeyUsageName[] {
  if (ca) return ['keyCertSign', 'cRLSign'];
  return kind?.type === 'RSA' ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature'];
}

const usualPurpose = (names: readonly GeneralName[]): Purpose =>
  names.some(({ kind }) => kind === 'dNSName' || kind === 'iPAddress') ? 'serverAuth' : 'clientAuth';

/** Alternative names from text. Throws RangeError for an address that is not one. */
export function alternativeNames({
  dnsNames = [],
  ipAddresses = [],
  emailAddresses = [],
  uris = [],
}: AlternativeNames): GeneralName[] {
  return [
    ...dnsNames.map((value) => ({ kind: 'dNSName' as const, value })),
    ...ipAddresses.map((text) => {
      const value = ipBytes(text);
      if (!value) throw new RangeError(say`${JSON.stringify(text)} is not an IP address`.text);
      return { kind: 'iPAddress' as const, value };
    }),
    ...emailAddresses.map((value) => ({ kind: 'rfc822Name' as const, value })),
    ...uris.map(uri),
  ];
}

/** RFC 5280 section 4.2.1.2 asks for any unique value: the end of the key is one, and needs no hash. */
export const keyIdentifier = ({ subjectPublicKey }: PublicKeyInfo): Uint8Array => subjectPublicKey.slice(-20);
