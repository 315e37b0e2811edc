/**
 * OCSP in the handshake (RFC 6066 section 8): how a client asks for a response, and how one is sent.
 *
 * Both begin with a type that decides the rest. A request of a type that we do not know is kept as bytes, since a client
 * may ask for what nobody gives; a status of such a type answers nothing that we asked, and is malformed.
 */
import type { Of } from '../wire/codec.ts';
import { field, named, opaque, rest, select, showing, struct, u8, vec } from '../wire/notation.ts';
import { ocspResponseFields } from '../x509/index.ts';

const rfc = 'RFC 6066 section 8';

export const CertificateStatusType = named(u8, { ocsp: 1 });
const statusType = { name: 'status_type', rfc };

//     opaque ResponderID<1..2^16-1>;
//     opaque Extensions<0..2^16-1>;
//
//     struct {
//         ResponderID responder_id_list<0..2^16-1>;
//         Extensions  request_extensions;
//     } OCSPStatusRequest;
const OcspStatusRequest = struct(rfc, {
  responderIdList: field(vec(opaque(1, 65535), 0, 65535), 'Responders that the client trusts; none is any.'),
  requestExtensions: opaque(0, 65535),
});

//     struct {
//         CertificateStatusType status_type;
//         select (status_type) {
//             case ocsp: OCSPStatusRequest;
//         } request;
//     } CertificateStatusRequest;
export const CertificateStatusRequest = select(
  statusType,
  CertificateStatusType,
  { [CertificateStatusType.ocsp]: OcspStatusRequest },
  struct(rfc, { request: rest }),
);

/** The value stays the bytes; a tracer looks into the response. */
const OcspResponse = showing(opaque(1, 2 ** 24 - 1), ocspResponseFields.read);

//     opaque OCSPResponse<1..2^24-1>;
//
//     struct {
//         CertificateStatusType status_type;
//         select (status_type) {
//             case ocsp: OCSPResponse;
//         } response;
//     } CertificateStatus;
export const CertificateStatusFields = select(statusType, CertificateStatusType, {
  [CertificateStatusType.ocsp]: struct(rfc, {
    response: field(OcspResponse, 'What the issuer’s responder says of the certificate.'),
  }),
});
export type CertificateStatusFields = Of<typeof CertificateStatusFields>;

/** Asks for an OCSP response of any responder. */
export const anyOcspResponse: Of<typeof CertificateStatusRequest> = {
  kind: CertificateStatusType.ocsp,
  value: { responderIdList: [], requestExtensions: new Uint8Array() },
};

/** @param response a DER OCSPResponse */
export const ocspStatus = (response: Uint8Array): CertificateStatusFields => ({
  kind: CertificateStatusType.ocsp,
  value: { response },
});
