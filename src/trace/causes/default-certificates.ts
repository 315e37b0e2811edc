/** Certificates that proxies and appliances present when they have none for a name, by what stands in their subjects. */
import type { CertificateEntry } from '../document.ts';

/** The product, or undefined for anybody else's certificate. */
export function defaultCertificateOf({
  subject,
  issuer,
}: Pick<CertificateEntry, 'subject' | 'issuer'>): string | undefined {
  return known.find(([mark]) => subject.includes(mark) || issuer.includes(mark))?.[1];
}

const known: readonly (readonly [mark: string, product: string])[] = [
  ['Kubernetes Ingress Controller Fake Certificate', 'the ingress controller of Kubernetes'],
  ['TRAEFIK DEFAULT CERT', 'Traefik'],
  ['Caddy Local Authority', 'Caddy with its own local CA'],
  ['CN=invalid2.invalid', 'Google, to clients that send no server_name,'],
  ['No SNI provided; please fix your client', 'Google, to clients that send no server_name,'],
  ['CloudFlare Origin Certificate', 'an origin server behind Cloudflare'],
  ['nginx-proxy-manager', 'Nginx Proxy Manager'],
  ['openresty-fallback', 'OpenResty'],
  ['sni-support-required-for-valid-ssl', 'a server that needs server_name'],
  ['CN=Plesk', 'Plesk'],
  ['Parallels Panel', 'Plesk'],
  ['O=Synology', 'a Synology NAS'],
  ['O=Fortinet', 'a FortiGate'],
  ['OpenShift', 'the router of OpenShift'],
  ['CN=ingress-operator@', 'the router of OpenShift'],
  ['Internet Widgits Pty Ltd', 'somebody who took OpenSSL’s example'],
  ['Default Company Ltd', 'somebody who took the example of OpenSSL on Red Hat'],
  ['O=SomeOrganization', 'Apache on Red Hat'],
];
