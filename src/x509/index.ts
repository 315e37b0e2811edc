/** Certificates: read, checked, explained and made. */
export {
  anchorFromCertificate,
  type TrustAnchor,
  type TrustStore,
  trustStore,
  trustStoreFromPem,
} from './anchors.ts';
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
export { type CertificateReason, certificateReasons, mostTelling } from './reasons.ts';
export {
  type Accepted,
  type Budget,
  type Check,
  type PeerQuestion,
  type Rejected,
  type TriedPath,
  type Verdict,
  verifyPeer,
  verifyPeerChain,
} from './verify.ts';
