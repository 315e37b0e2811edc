/**
 * The common name as a host name: never, unless asked for (RFC 9525 section 2; RFC 6125 section 6.4.4, which it replaced,
 * still allowed it as a last resort).
 *
 * Old private CAs issue certificates without alternative names. For them the common name may count if the certificate has
 * no alternative name that could mean a host, there is exactly one common name, and it has the form of a DNS name. Name
 * constraints then apply to it as to a DNS name: a constrained issuer must not get round them by writing names elsewhere.
 * Addresses in a common name never count, as elsewhere.
 */
import type { Certificate } from './certificate.ts';
import { isDnsPattern } from './identity.ts';
import { attributesOf } from './name.ts';
import { oids } from './oids.ts';

/** The DNS name, or the wildcard, that a certificate has for its only common name; undefined where it does not count. */
export function hostInCommonName({ subject, extensions }: Certificate): string | undefined {
  const named = extensions.subjectAltName?.some(({ kind }) => hostKinds.includes(kind));
  const [name, ...more] = attributesOf(subject, oids.commonName);
  return !named && name !== undefined && more.length === 0 && isDnsPattern(name) ? name : undefined;
}

/** DNS-ID, IP-ID, URI-ID and SRV-ID; a certificate with none of them may still have an e-mail address. */
const hostKinds: readonly string[] = ['dNSName', 'iPAddress', 'uniformResourceIdentifier', 'otherName'];
