/** The Certificate message of TLS 1.3 (RFC 9846 section 4.5.1). */
import { ocspStatus } from '../../protocol/certificate-status.ts';
import { errorsOf, TlsError } from '../../protocol/errors.ts';
import { typesIn } from '../../protocol/extension-block.ts';
import { Extensions } from '../../protocol/extensions.ts';
import type { Certificate } from '../../protocol/messages/index.ts';
import { ExtensionType } from '../../protocol/numbers/extension-types.ts';
import { say } from '../../wire/words.ts';
import type { Presented } from '../credentials/judged.ts';

const badCertificate = errorsOf('RFC 9846 section 4.5.1');

/**
 * A client's chain may be empty, which the caller judges.
 *
 * @param statusAsked we asked for OCSP responses; any certificate of the chain may have one
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
    const isAsked = (type: number) => statusAsked && type === Extensions.statusRequest.type;
    const unasked = typesIn(Extensions, extensions).find((type) => !isAsked(type));
    if (unasked !== undefined) {
      const name = ExtensionType.nameOf(unasked);
      const said = say`the peer sent ${name} beside a certificate, which was not asked for`;
      throw badCertificate('unsolicited-extension', said);
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

/** Only a Certificate after the handshake has a context. */
export function refuseContext({ certificateRequestContext }: Certificate): void {
  if (certificateRequestContext.length > 0)
    throw badCertificate('illegal-value', 'the peer’s Certificate has a context');
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
