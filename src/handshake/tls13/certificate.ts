/** The Certificate message of TLS 1.3, as it is read and written in the handshake (RFC 9846 section 4.5.1). */
import { ocspStatus } from '../../protocol/certificate-status.ts';
import { TlsError } from '../../protocol/errors.ts';
import { typesIn } from '../../protocol/extension-block.ts';
import { Extensions } from '../../protocol/extensions.ts';
import type { Certificate } from '../../protocol/messages/index.ts';
import { ExtensionType } from '../../protocol/numbers/extension-types.ts';
import { say } from '../../wire/words.ts';
import type { Presented } from '../credentials/judged.ts';

/**
 * What a TLS 1.3 Certificate of the handshake shows; an empty chain only where that is checked by the caller.
 *
 * @param statusAsked we asked for OCSP responses; any certificate of the chain may have one with it
 */
export function presentedIn(
  { certificateList }: Certificate,
  of: 'server' | 'client',
  statusAsked: boolean,
): Presented {
  if (of === 'server' && certificateList.length === 0) {
    throw new TlsError('missing-certificate', 'the server sent no certificate', 'RFC 9846 section 4.5.1.3');
  }
  for (const { extensions } of certificateList) {
    // We never ask for SCTs, and every extension here answers one that asks (RFC 9846 section 4.5.1).
    const unasked = typesIn(Extensions, extensions).find(
      (type) => type !== Extensions.statusRequest.type || !statusAsked,
    );
    if (unasked !== undefined) {
      throw new TlsError(
        'unsolicited-extension',
        say`the peer sent ${ExtensionType.nameOf(unasked)} beside a certificate, which was not asked for`,
        'RFC 9846 section 4.5.1',
      );
    }
  }
  const responseOf = ({ extensions }: (typeof certificateList)[number]): Uint8Array | undefined =>
    extensions.statusRequest?.value.response;
  return {
    chain: certificateList.map(({ certData }) => certData),
    ocspResponse: certificateList[0] && responseOf(certificateList[0]),
    ocspResponses: certificateList.flatMap((entry) => responseOf(entry) ?? []),
  };
}

/** A context belongs behind the handshake only. */
export function refuseContext({ certificateRequestContext }: Certificate): void {
  if (certificateRequestContext.length > 0) {
    throw new TlsError('illegal-value', 'the peer’s Certificate has a context', 'RFC 9846 section 4.5.1');
  }
}

/** @param ocspResponse goes with the first certificate */
export const certificateMessage = (
  chain: readonly Uint8Array[],
  ocspResponse: Uint8Array | undefined,
  certificateRequestContext: Uint8Array = new Uint8Array(),
): Certificate => ({
  certificateRequestContext,
  certificateList: chain.map((certData, i) => ({
    certData,
    extensions: i === 0 && ocspResponse ? { statusRequest: ocspStatus(ocspResponse) } : {},
  })),
});
