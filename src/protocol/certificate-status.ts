/**
 * OCSP in the handshake (RFC 6066 section 8): how a client asks for a response, and how one is sent.
 *
 * Both begin with a type that decides the rest. A request of an unknown type is kept as bytes, since clients may
 * ask for what no server offers; a status of an unknown type answers nothing that we asked for, and is malformed.
 */
import type { Of } from '../wire/codec.ts';
import { field, named, opaque, rest, select, showing, struct, u8, vec } from '../wire/notation.ts';
import { ocspResponseFields } from '../x509/index.ts';

const rfc = 'RFC 6066 section 8';

export const CertificateStatusType = named(u8, { ocsp: 1 });
const statusType = { name: 'status_type', rfc };

const OcspStatusRequest = struct(rfc, {
  responderIdList: field(
    vec(opaque(1, 65535), 0, 65535),
    'Responders that the client trusts; an empty list means any.',
  ),
  requestExtensions: opaque(0, 65535),
});

export const CertificateStatusRequest = select(
  statusType,
  CertificateStatusType,
  { [CertificateStatusType.ocsp]: OcspStatusRequest },
  struct(rfc, { request: rest }),
);

/** The value stays the bytes; a tracer looks into the response. */
const OcspResponse = showing(opaque(1, 2 ** 24 - 1), ocspResponseFields.read);

export const CertificateStatusFields = select(statusType, CertificateStatusType, {
  [CertificateStatusType.ocsp]: struct(rfc, {
    response: field(OcspResponse, 'What the issuer’s responder says about the certificate.'),
  }),
});
export type CertificateStatusFields = Of<typeof CertificateStatusFields>;

/** Asks for an OCSP response from any responder. */
export const anyOcspResponse: Of<typeof CertificateStatusRequest> = {
  kind: CertificateStatusType.ocsp,
  value: { responderIdList: [], requestExtensions: new Uint8Array() },
};

/** @param response a DER OCSPResponse */
export const ocspStatus = (response: Uint8Array): CertificateStatusFields => ({
  kind: CertificateStatusType.ocsp,
  value: { response },
});
