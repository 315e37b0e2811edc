/** Certificates for tests of the checks on them: good but for what a test makes wrong, and one question about them. */
import type { Maybe, PrivateKey } from '../src/crypto/provider.ts';
import { generateKey, nodeProvider } from '../src/crypto/providers/node.ts';
import { type IssueRequest, issueCertificate } from '../src/issue/index.ts';
import {
  anchorFromCertificate,
  type Certificate,
  type PeerQuestion,
  parseCertificate,
  type TrustStore,
  trustStore,
  type Verdict,
  verifyPeer,
} from '../src/x509/index.ts';

const day = 86_400_000;
/** When every question is asked. */
export const noon = Date.UTC(2026, 6, 1, 12);
let serials = 1;

export interface Made {
  readonly der: Uint8Array;
  readonly certificate: Certificate;
  readonly key: PrivateKey;
}

/** @param issuer itself, when undefined */
export function make(
  name: string,
  issuer: Made | undefined,
  request: Partial<IssueRequest> = {},
  key: PrivateKey = generateKey('EC'),
): Made {
  const der = within(
    issueCertificate({
      subject: { CN: name },
      publicKey: key.publicKey,
      issuer: issuer ? { certificate: issuer.der, key: issuer.key } : { key },
      notBefore: noon - day,
      notAfter: noon + day,
      serial: Uint8Array.of(serials++),
      ...request,
    }),
  );
  return { der, certificate: parseCertificate(der), key };
}

export const makeCa = (
  name: string,
  issuer?: Made,
  request: Partial<IssueRequest> = {},
  key?: PrivateKey,
): Made => make(name, issuer, { ca: true, ...request }, key);

export const storeOf = (...anchors: readonly Made[]): TrustStore =>
  trustStore(anchors.map(({ certificate }) => anchorFromCertificate(certificate)));

export const ask = (
  chain: readonly Made[],
  question: Pick<PeerQuestion, 'trust'> & Partial<PeerQuestion>,
): Verdict =>
  within(
    verifyPeer({
      chain: chain.map(({ der }) => der),
      provider: nodeProvider,
      purpose: 'server',
      time: noon,
      ...question,
    }),
  );

export const reasonOf = (verdict: Verdict): string =>
  verdict.verdict === 'accepted' ? 'accepted' : verdict.reason;

/** What Node's provider answers within the call. */
function within<T>(value: Maybe<T>): T {
  if (typeof (value as { then?: unknown }).then === 'function') throw new TypeError('it comes later');
  return value as T;
}
