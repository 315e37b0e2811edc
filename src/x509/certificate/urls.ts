/**
 * Where a certificate says to look for more: OCSP responders, CRLs, its issuer (RFC 5280 sections 4.2.1.13 and 4.2.2.1).
 *
 * Only http: what is there is signed, and using TLS to check a TLS connection may go round in circles (RFC 5280
 * section 8). Only the first two of each kind: a certificate must not send its reader all over the place.
 */
import type { Certificate } from './certificate.ts';
import type { GeneralName } from './general-name.ts';
import { oids } from './oids.ts';

const MOST = 2;

export const ocspUrls = (certificate: Certificate): string[] => accessUrls(certificate, oids.ocsp);
export const issuerUrls = (certificate: Certificate): string[] => accessUrls(certificate, oids.caIssuers);

/** URLs of complete lists by the issuer itself. */
export const crlUrls = ({ extensions: { cRLDistributionPoints = [] } }: Certificate): string[] =>
  urlsIn(
    cRLDistributionPoints.flatMap(({ distributionPoint, cRLIssuer, reasons }) =>
      distributionPoint?.kind === 'fullName' && !cRLIssuer && !reasons ? distributionPoint.value : [],
    ),
  );

const accessUrls = ({ extensions: { authorityInfoAccess = [] } }: Certificate, method: string): string[] =>
  urlsIn(
    authorityInfoAccess.flatMap(({ accessMethod, accessLocation }) =>
      accessMethod === method ? [accessLocation] : [],
    ),
  );

/** As the URL parser writes them, so that they may be shown. */
function urlsIn(names: readonly GeneralName[]): string[] {
  const urls = names
    .flatMap((name) =>
      name.kind === 'uniformResourceIdentifier' && URL.canParse(name.value) ? [new URL(name.value)] : [],
    )
    .filter(({ protocol }) => protocol === 'http:')
    .map(({ href }) => href);
  return [...new Set(urls)].slice(0, MOST);
}
