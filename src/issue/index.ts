/** Certificates, requests, revocation lists and OCSP responses, made. */
export {
  type Csr,
  CsrDefinition as csrFields,
  type CsrRequest,
  createCsr,
  parseCsr,
  readCsr,
} from './csr.ts';
export { type IssueRequest, issueCertificate } from './issue-certificate.ts';
export { type IssueCrlRequest, issueCrl } from './issue-crl.ts';
export {
  type IssueOcspRequest,
  issueOcspResponse,
  type OcspStatement,
  ocspFailure,
} from './issue-ocsp.ts';
