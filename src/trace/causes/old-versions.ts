/** SSL 2.0, SSL 3.0, TLS 1.0 and TLS 1.1: how a server shows that it knows nothing newer, and why they are gone. */
import { attempts } from '../attempts.ts';
import type { TraceDocument } from '../document.ts';
import type { Finding } from './finding.ts';

export const oldVersions: Finding = {
  id: 'only-old-versions',
  details: [
    'The server speaks TLS 1.1 or older. TLS 1.0 and 1.1 are withdrawn (RFC 8996): they sign with MD5 and SHA-1, and their CBC fell to BEAST and Lucky Thirteen. SSL 3.0 is prohibited (RFC 7568), because POODLE reads what it encrypts, and so is SSL 2.0 (RFC 6176), whose handshake anybody can change.',
  ],
  tries: [attempts.updateServer],
};

/** The alert’s record has the version that the server speaks; a server of TLS 1.2 or 1.3 writes 3.3 (RFC 9846 section 5.1). */
export const isOfOldVersion = ({ records, role }: TraceDocument): boolean =>
  records.some(({ from, bytes }) => from !== role && /^15030[0-2]/.test(bytes));

/** What first bytes are said to be. */
export const isOldSsl = (speaks: string): boolean => speaks.startsWith('SSL ');
