/** Certificates: read, checked, explained and made. */
export {
  anchorFromCertificate,
  type TrustAnchor,
  type TrustStore,
  trustStore,
  trustStoreFromPem,
} from './anchors.ts';
export { type Budget, defaultBudget } from './budget.ts';
export {
  type Certificate,
  CertificateDefinition as certificateFields,
  parseCertificate,
} from './certificate.ts';
export { type Crl, CrlDefinition as crlFields, parseCrl, type RevokedCertificate } from './crl.ts';
export { type CrlReason, crlReasons } from './crl-reason.ts';
export {
  type Csr,
  CsrDefinition as csrFields,
  type CsrRequest,
  createCsr,
  parseCsr,
  readCsr,
} from './csr.ts';
export type { DerKind } from './der-kind.ts';
export { type Extension, type Extensions, extension, type KeyUsageName, rawExtension } from './extensions.ts';
export { type FilePart, partsOf } from './file-contents.ts';
export { generalNameText } from './general-name.ts';
export { ipBytes, isDnsName, namesOf, referenceOf, toALabels } from './identity.ts';
export { type IssueRequest, issueCertificate } from './issue.ts';
export { type IssueCrlRequest, issueCrl } from './issue-crl.ts';
export {
  type IssueOcspRequest,
  issueOcspResponse,
  type OcspStatement,
  ocspFailure,
} from './issue-ocsp.ts';
export type { Looked } from './looked.ts';
export { type Name, Name as nameFields, nameOf, type SubjectAttributes } from './name.ts';
export {
  type BasicOcspResponse,
  type FailedOcspResponse,
  type OcspResponse,
  OcspResponseDefinition as ocspResponseFields,
  type OcspResponseStatus,
  parseOcspResponse,
  type ResponderID,
  type SingleResponse,
} from './ocsp.ts';
export { type CertID, certIdOf, keyHashOf } from './ocsp-cert-id.ts';
export {
  createOcspRequest,
  type OcspRequest,
  OcspRequestDefinition as ocspRequestFields,
  parseOcspRequest,
} from './ocsp-request.ts';
export { lacking, type OidFilter, readOidFilters, type WantedValues } from './oid-filter.ts';
export { oidName, oids } from './oids.ts';
export { checkedPin, pinOf } from './pins.ts';
export { type Pkcs7Contents, Pkcs7Definition as pkcs7Fields, parsePkcs7 } from './pkcs7.ts';
export {
  mayUseCommonName,
  type Profile,
  type ProfileRule,
  privateProfile,
  rfc5280Profile,
  webProfile,
} from './profile.ts';
export { type CertificateReason, certificateReasons, mostTelling } from './reasons.ts';
export type { RevocationFetch, RevocationQuestion } from './revocation-question.ts';
export type { Accepted, Check, CheckName, Fetched, Rejected, TriedPath, Verdict } from './verdict.ts';
export {
  type PeerQuestion,
  verifyPeer,
  verifyPeerChain,
} from './verify.ts';
export { certificatesIn, onlyCertificatesIn, type Wanted, WrongContents, wantedIn } from './wanted.ts';
