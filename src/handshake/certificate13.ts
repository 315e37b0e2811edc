/** The Certificate message of TLS 1.3, as it is read and written in the handshake (RFC 9846 section 4.5.1). */
import { TlsError } from '../protocol/errors.ts';
import type { Certificate } from '../protocol/messages/index.ts';

/** The chain in a TLS 1.3 Certificate of the handshake; empty only where that is checked by the caller. */
export function certificateChain(
  { certificateRequestContext, certificateList }: Certificate,
  of: 'server' | 'client',
): Uint8Array[] {
  if (certificateRequestContext.length > 0) {
    throw new TlsError(
      'illegal-value',
      `the ${of}’s Certificate has a context in the handshake`,
      'RFC 9846 section 4.5.1',
    );
  }
  if (of === 'server' && certificateList.length === 0) {
    throw new TlsError('missing-certificate', 'the server sent no certificate', 'RFC 9846 section 4.5.1.3');
  }
  for (const { extensions } of certificateList) {
    // We ask neither for OCSP nor for SCTs, and every extension here answers one that asks (RFC 9846 section 4.5.1).
    const [unasked] = Object.keys(extensions);
    if (unasked) {
      throw new TlsError(
        'unsolicited-extension',
        `the ${of} sent ${unasked} beside a certificate, which was not asked for`,
        'RFC 9846 section 4.5.1',
      );
    }
  }
  return certificateList.map(({ certData }) => certData);
}

export const certificateMessage = (chain: readonly Uint8Array[]): Certificate => ({
  certificateRequestContext: new Uint8Array(),
  certificateList: chain.map((certData) => ({ certData, extensions: {} })),
});
