/** Certificates: read, checked and explained. */

export type { Turn } from '../crypto/steps.ts';
export {
  anchorFromCertificate,
  type TrustAnchor,
  type TrustStore,
  trustStore,
  trustStoreFromPem,
} from './anchors.ts';
export { type Budget, defaultBudget } from './budget.ts';
export { keyName, signatureName } from './certificate/algorithm-name.ts';
export {
  type Certificate,
  CertificateDefinition as certificateFields,
  departuresIn,
  parseCertificate,
  parseDamaged,
} from './certificate/certificate.ts';
export { called } from './certificate/certificate-title.ts';
export { type CrlReason, crlReasons } from './certificate/crl-reason.ts';
export {
  type Extension,
  type Extensions,
  extension,
  type KeyUsageName,
  rawExtension,
} from './certificate/extensions.ts';
export { generalNameText } from './certificate/general-name.ts';
export { ipBytes, isDnsName, isHostName, namesOf, referenceOf, toALabels } from './certificate/identity.ts';
export {
  attributeNames,
  type Name,
  Name as nameFields,
  nameOf,
  type SubjectAttributes,
} from './certificate/name.ts';
export { lacking, type OidFilter, readOidFilters, type WantedValues } from './certificate/oid-filter.ts';
export { oidName, oids } from './certificate/oids.ts';
export { type Pkcs7Contents, Pkcs7Definition as pkcs7Fields, parsePkcs7 } from './certificate/pkcs7.ts';
export { parseSpki } from './certificate/spki.ts';
export { type Defect, defectsOf } from './defects.ts';
export type { EvidenceRange } from './evidence-ranges.ts';
export { handedOut } from './handed-out.ts';
export { faultsOfOwn, type OwnFault } from './own-chain.ts';
export { checkedPin, pinOf } from './path/pins.ts';
export {
  mayUseCommonName,
  type Profile,
  type ProfileRule,
  privateProfile,
  rfc5280Profile,
  webProfile,
} from './path/profile.ts';
export { type CertificateReason, certificateReasons } from './reasons.ts';
export { type Crl, CrlDefinition as crlFields, nextUpdateOf, parseCrl } from './revocation/crl.ts';
export type { RevokedCertificates } from './revocation/crl-entries.ts';
export type { RevokedCertificate } from './revocation/crl-entry.ts';
export { scopeText } from './revocation/crl-scope.ts';
export {
  type BasicOcspResponse,
  type FailedOcspResponse,
  type OcspResponse,
  OcspResponseDefinition as ocspResponseFields,
  type OcspResponseStatus,
  parseOcspResponse,
  type ResponderID,
  type SingleResponse,
} from './revocation/ocsp.ts';
export { type CertID, certIdOf, keyHashOf } from './revocation/ocsp-cert-id.ts';
export {
  createOcspRequest,
  type OcspRequest,
  OcspRequestDefinition as ocspRequestFields,
  parseOcspRequest,
} from './revocation/ocsp-request.ts';
export type { RevocationFetch, RevocationQuestion } from './revocation/revocation-question.ts';
export type { Accepted, Check, CheckName, Fetched, Rejected, TriedPath, Verdict } from './verdict.ts';
export {
  type PeerQuestion,
  verifyPeer,
  verifyPeerChain,
} from './verify.ts';
