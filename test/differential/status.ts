/** What lists and OCSP responses are asked about: one certificate below a root that signs its own answers. */
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import {
  anchorFromCertificate,
  type Certificate,
  privateProfile,
  type RevocationQuestion,
  trustStore,
  type Verdict,
  verifyPeer,
} from '../../src/x509/index.ts';
import type { Answer } from './compare.ts';

export interface Status {
  readonly change: string;
  /** The list or the response. */
  readonly der: Uint8Array;
}

/** `good`, `revoked`, or `unknown` where it proves nothing. */
export function statusOf(
  leaf: Uint8Array,
  root: Certificate,
  time: number,
  evidence: Partial<RevocationQuestion>,
): Answer {
  const verdict = verifyPeer({
    chain: [leaf],
    trust: trustStore([anchorFromCertificate(root)]),
    provider: nodeProvider,
    purpose: 'client',
    profile: privateProfile,
    time,
    revocation: { mode: 'hard', ...evidence },
  }) as Verdict;
  if (verdict.verdict === 'accepted') return { verdict: 'good', why: '' };
  const isRevoked = verdict.reason === 'revoked';
  return { verdict: isRevoked ? 'revoked' : 'unknown', why: verdict.message };
}

/** The question for Go. */
export const forGo = (kind: 'crl' | 'ocsp', leaf: Uint8Array, root: Uint8Array) => {
  const common = { kind, chain: [base64(leaf)], root: base64(root) };
  return ({ der }: Status): object => ({ ...common, status: base64(der) });
};
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
