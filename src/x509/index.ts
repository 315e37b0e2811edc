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
export {
  type Csr,
  createCsr,
  type IssueRequest,
  issueCertificate,
  parseCsr,
  type SubjectAttributes,
} from './issue.ts';
export type { Name } from './name.ts';
export { type Profile, privateProfile, rfc5280Profile, webProfile } from './profile.ts';
export { type CertificateReason, certificateReasons, mostTelling } from './reasons.ts';
export type { Accepted, Check, CheckName, Rejected, TriedPath, Verdict } from './verdict.ts';
export { type PeerQuestion, verifyPeer, verifyPeerChain } from './verify.ts';
