/**
 * The x509-limbo format: one question about a chain a case, with the answer that its makers want.
 *
 * A case is turned into the question that a caller of the library would ask. Where a case asks for what a question cannot
 * say it is skipped by name; guessing was refused.
 */
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import { decodePem } from '../../src/wire/pem.ts';
import { Malformed } from '../../src/wire/reader.ts';
import {
  anchorFromCertificate,
  generalNameText,
  type PeerQuestion,
  parseCertificate,
  rfc5280Profile,
  type TrustStore,
  trustStore,
  type Verdict,
  verifyPeer,
  webProfile,
} from '../../src/x509/index.ts';

export interface LimboName {
  readonly kind: 'DNS' | 'IP' | 'RFC822';
  readonly value: string;
}

/** What is read of a case; certificates and CRLs are PEM. */
export interface LimboCase {
  readonly id: string;
  readonly validation_kind: 'SERVER' | 'CLIENT';
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  /** ISO 8601; now, where it is null. */
  readonly validation_time: string | null;
  readonly signature_algorithms: readonly string[];
  readonly key_usage: readonly string[];
  readonly extended_key_usage: readonly string[];
  readonly expected_result: 'SUCCESS' | 'FAILURE';
  readonly expected_peer_name: LimboName | null;
  readonly expected_peer_names: readonly LimboName[];
  readonly max_chain_depth: number | null;
  readonly crls?: readonly string[];
}

export interface Judged {
  readonly id: string;
  readonly outcome: 'conformant' | 'wrong' | 'skipped';
  readonly expected: 'SUCCESS' | 'FAILURE';
  /** What we answered, or why the case was skipped. */
  readonly message: string;
  /** Of a verdict that rejects. */
  readonly reason?: string;
}

/** Asks, and compares the answer with the one that is wanted. */
export function judge(asked: LimboCase): Judged {
  const { id, expected_result: expected } = asked;
  const unsaid = cannotSay(asked);
  if (unsaid !== undefined) return { id, outcome: 'skipped', expected, message: unsaid };
  const { accepted, message, reason } = answerTo(asked);
  const outcome = accepted === (expected === 'SUCCESS') ? 'conformant' : 'wrong';
  return { id, outcome, expected, message, ...(reason !== undefined && { reason }) };
}

type KeyUsage = NonNullable<PeerQuestion['keyUsage']>;
const keyUsages: readonly string[] = ['digitalSignature', 'keyEncipherment', 'keyAgreement'];

const purposeOf = ({ validation_kind }: LimboCase): 'server' | 'client' =>
  validation_kind === 'SERVER' ? 'server' : 'client';

function cannotSay(asked: LimboCase): string | undefined {
  const purpose = `${purposeOf(asked)}Auth`;
  const others = asked.extended_key_usage.filter((each) => each !== purpose);
  if (others.length > 0) return `a question for ${purpose} cannot ask for ${others.join(', ')}`;
  const uses = asked.key_usage.filter((each) => !keyUsages.includes(each));
  if (uses.length > 0) return `a question cannot ask for the key usage ${uses.join(', ')}`;
  if (asked.signature_algorithms.length > 0) return 'a question cannot choose among signature algorithms';
  return undefined;
}

interface Answer {
  readonly accepted: boolean;
  readonly message: string;
  readonly reason?: string;
}

/** What is not even PEM is refused, as a program that reads files would. */
function answerTo(asked: LimboCase): Answer {
  try {
    return answer(asked);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { accepted: false, message: error.message, reason: 'malformed' };
  }
}

function answer(asked: LimboCase): Answer {
  const question = questionOf(asked);
  const uses = asked.key_usage.length > 0 ? (asked.key_usage as readonly KeyUsage[]) : [undefined];
  let verdict: Verdict | undefined;
  for (const keyUsage of uses) {
    // The provider over node:crypto answers within the call.
    verdict = verifyPeer({ ...question, ...(keyUsage && { keyUsage }) }) as Verdict;
    if (verdict.verdict === 'rejected')
      return { accepted: false, message: verdict.message, reason: verdict.reason };
  }
  const { expected_peer_name: one, expected_peer_names: several } = asked;
  const missing = [...(one?.kind === 'RFC822' ? [one] : []), ...several].find(
    (name) => !names(verdict!, name),
  );
  return missing
    ? { accepted: false, message: `the certificate is not for ${missing.kind} ${missing.value}` }
    : { accepted: true, message: verdict!.message };
}

function questionOf(asked: LimboCase): PeerQuestion {
  const { expected_peer_name: name, validation_time: at, max_chain_depth: depth, crls = [] } = asked;
  return {
    chain: [asked.peer_certificate, ...asked.untrusted_intermediates].map(derOf),
    trust: storeOf(asked.trusted_certs),
    provider: nodeProvider,
    purpose: purposeOf(asked),
    // Those two are about the servers of the Web; the rest is about RFC 5280.
    profile: /^(webpki|online)::/.test(asked.id) ? webProfile : rfc5280Profile,
    time: at === null ? Date.now() : Date.parse(at),
    ...(name && name.kind !== 'RFC822' && { name: name.value }),
    // A case without CRLs does not ask.
    ...(crls.length > 0 && { revocation: { mode: 'hard', crls: crls.map(derOf) } }),
    ...(depth !== null && { budget: { intermediates: depth } }),
  };
}

const derOf = (pem: string): Uint8Array => decodePem(pem)[0]!.bytes;

/** An anchor that cannot be read is one that is not there. */
function storeOf(pems: readonly string[]): TrustStore {
  return trustStore(
    pems.flatMap((pem) => {
      try {
        return [anchorFromCertificate(parseCertificate(derOf(pem)))];
      } catch (error) {
        if (error instanceof Malformed) return [];
        throw error;
      }
    }),
  );
}

const sanKinds = { DNS: 'dNSName', IP: 'iPAddress', RFC822: 'rfc822Name' } as const;

const names = ({ path }: Verdict, { kind, value }: LimboName): boolean =>
  (path[0]?.extensions.subjectAltName ?? []).some(
    (name) => name.kind === sanKinds[kind] && generalNameText(name) === value,
  );
