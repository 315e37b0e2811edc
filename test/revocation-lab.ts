/** A root, an intermediate and a leaf, what is said of their revocation, and the question about it. */
import type { PrivateKey } from '../src/crypto/provider.ts';
import { generateKey, nodeProvider } from '../src/crypto/providers/node.ts';
import {
  type IssueCrlRequest,
  type IssueOcspRequest,
  type IssueRequest,
  issueCertificate,
  issueCrl,
  issueOcspResponse,
  type OcspStatement,
} from '../src/issue/index.ts';
import {
  anchorFromCertificate,
  type Certificate,
  type Check,
  certIdOf,
  type Extension,
  extension,
  type PeerQuestion,
  parseCertificate,
  type RevocationQuestion,
  trustStore,
  type Verdict,
  verifyPeer,
} from '../src/x509/index.ts';

/** Milliseconds. */
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const now = Date.UTC(2026, 6, 1);

export interface Made {
  readonly der: Uint8Array;
  readonly certificate: Certificate;
  readonly key: PrivateKey;
  readonly issuer: Made | undefined;
}
let serials = 100;
export function make(
  name: string,
  issuer?: Made,
  request: Partial<IssueRequest> = {},
  key: PrivateKey = generateKey('EC'),
): Made {
  const der = issueCertificate({
    subject: { CN: name },
    publicKey: key.publicKey,
    issuer: issuer ? { certificate: issuer.der, key: issuer.key } : { key },
    notBefore: now - day,
    notAfter: now + 9 * day,
    serial: Uint8Array.of(1, serials++),
    ca: true,
    ...request,
  }) as Uint8Array;
  return { der, certificate: parseCertificate(der), key, issuer };
}
export const endEntity = { ca: false, dnsNames: ['www.example.com'] };
export const and = (...more: readonly Extension[]): Pick<IssueRequest, 'extensions'> => ({
  extensions: (standard) => [...standard, ...more],
});
const uri = (value: string) => ({ kind: 'uniformResourceIdentifier', value }) as const;
export const access = (method: string, ...urls: readonly string[]): Extension =>
  extension(
    'authorityInfoAccess',
    urls.map((url) => ({ accessMethod: method, accessLocation: uri(url) })),
  );
export const crlPoint = (...urls: readonly string[]): Extension =>
  extension(
    'cRLDistributionPoints',
    urls.map((url) => ({ distributionPoint: { kind: 'fullName', value: [uri(url)] } })),
  );

export const root = make('Root');
export const intermediate = make('Intermediate', root);
export const leaf = make('leaf', intermediate, endEntity);

/** A list that holds now. */
export const crl = (
  issuer: Made,
  revoked: readonly Made[] = [],
  request: Partial<IssueCrlRequest> = {},
): Uint8Array =>
  issueCrl({
    issuer: { certificate: issuer.der, key: issuer.key },
    thisUpdate: now - day,
    nextUpdate: now + day,
    number: Uint8Array.of(1),
    revoked: revoked.map(({ certificate }) => ({
      serial: certificate.serialNumber,
      date: now - day,
      reason: 'keyCompromise',
    })),
    ...request,
  }) as Uint8Array;

export const revokedStatus = { revocationTime: now - day, reason: 'keyCompromise' } as const;
/** What holds now of a certificate. */
export const statement = (about: Made, more: Partial<OcspStatement> = {}): OcspStatement => ({
  certID: certIdOf(about.certificate, (about.issuer ?? about).certificate, nodeProvider),
  status: 'good',
  thisUpdate: now - hour,
  nextUpdate: now + day,
  ...more,
});
/** By its issuer, unless given. */
export function ocsp(
  about: Made,
  more: Partial<OcspStatement> = {},
  request: Partial<IssueOcspRequest> = {},
): Uint8Array {
  const { der, key } = about.issuer ?? about;
  return issueOcspResponse({
    responder: { certificate: der, key },
    producedAt: now - hour,
    responses: [statement(about, more)],
    ...request,
  }) as Uint8Array;
}

/** One who may speak for a CA, without id-pkix-ocsp-nocheck unless it is added. */
export const responder = (issuer: Made, request: Partial<IssueRequest> = {}, key?: PrivateKey): Made =>
  make(
    'Responder',
    issuer,
    { ca: false, extKeyUsage: ['OCSPSigning'], ...and(extension('ocspNocheck', null)), ...request },
    key,
  );
export const by = (delegate: Made): Pick<IssueOcspRequest, 'responder' | 'certificates'> => ({
  responder: { certificate: delegate.der, key: delegate.key },
  certificates: [delegate.der],
});

export const questionOf = (
  revocation: Partial<RevocationQuestion>,
  question: Partial<PeerQuestion> = {},
): PeerQuestion => ({
  chain: [leaf.der, intermediate.der],
  trust: trustStore([anchorFromCertificate(root.certificate)]),
  provider: nodeProvider,
  purpose: 'server',
  time: now,
  revocation: { mode: 'hard', ...revocation },
  ...question,
});
export const ask = (revocation: Partial<RevocationQuestion>, question: Partial<PeerQuestion> = {}): Verdict =>
  verifyPeer(questionOf(revocation, question)) as Verdict;

export const outcomeOf = (verdict: Verdict): string =>
  verdict.verdict === 'accepted' ? 'accepted' : verdict.reason;
export const revocationChecks = (verdict: Verdict): Check[] =>
  verdict.paths.flatMap(({ checks }) => checks).filter(({ check }) => check === 'revocation');
