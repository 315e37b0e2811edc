/** What node:tls also exports. */
import tls from 'node:tls';

/** Mozilla's list, as shipped with Node. */
export const rootCertificates: readonly string[] = tls.rootCertificates;
export const DEFAULT_MIN_VERSION = 'TLSv1.2';
export const DEFAULT_MAX_VERSION = 'TLSv1.3';
/** node:tls's own, for programs that call it; connections are checked by RFC 9525 whatever it says. */
export const { checkServerIdentity } = tls;
