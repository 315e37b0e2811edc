/**
 * The x509-limbo format: one question about a chain a case, with the answer that its makers want.
 *
 * A case is turned into the question that a caller of the library would ask. Where a case asks for what a question cannot
 * say it is skipped by name; guessing was refused.
 */
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import { decodePem } from '../../src/wire/pem.ts';
import { Malformed } from '../../src/wire/reader.ts';
import { ipText } from '../../src/x509/certificate/general-name.ts';
import {
  anchorFromCertificate,
  generalNameText,
  ipBytes,
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

/** What is read of a case; certificates and CRLs are PEM. What may be null may be absent too, and so may a list. */
export interface LimboCase {
  readonly id: string;
  readonly validation_kind: 'SERVER' | 'CLIENT';
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  /** ISO 8601; now, where it is null. */
  readonly validation_time?: string | null;
  readonly signature_algorithms?: readonly string[];
  readonly key_usage?: readonly string[];
  /** One of them is enough; that of the kind, where there are none. */
  readonly extended_key_usage?: readonly string[];
  readonly expected_result: 'SUCCESS' | 'FAILURE';
  readonly expected_peer_name?: LimboName | null;
  readonly expected_peer_names?: readonly LimboName[];
  readonly max_chain_depth?: number | null;
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

/** Asks, and compares the answer with the one that is wanted. A case that cannot be asked ends no run: it is wrong. */
export function judge(asked: LimboCase): Judged {
  const { id, expected_result: expected } = asked;
  try {
    const unsaid = cannotSay(asked);
    if (unsaid !== undefined) return { id, outcome: 'skipped', expected, message: unsaid };
    const { accepted, message, reason } = answerTo(asked);
    const outcome = accepted === (expected === 'SUCCESS') ? 'conformant' : 'wrong';
    return { id, outcome, expected, message, ...(reason !== undefined && { reason }) };
  } catch (error) {
    return { id, outcome: 'wrong', expected, message: `no answer, but ${String(error)}` };
  }
}

type KeyUsage = NonNullable<PeerQuestion['keyUsage']>;
const keyUsages: readonly string[] = ['digitalSignature', 'keyEncipherment', 'keyAgreement'];

const purposes = { serverAuth: 'server', clientAuth: 'client' } as const;

function purposesOf({
  validation_kind,
  extended_key_usage: wanted = [],
}: LimboCase): PeerQuestion['purpose'][] {
  if (wanted.length === 0) return [validation_kind === 'SERVER' ? 'server' : 'client'];
  return (Object.keys(purposes) as (keyof typeof purposes)[])
    .filter((each) => wanted.includes(each))
    .map((each) => purposes[each]);
}

function cannotSay({ extended_key_usage = [], key_usage = [], ...asked }: LimboCase): string | undefined {
  const others = extended_key_usage.filter((each) => !Object.hasOwn(purposes, each));
  if (others.length > 0) return `a question cannot ask for ${others.join(', ')}`;
  const uses = key_usage.filter((each) => !keyUsages.includes(each));
  if (uses.length > 0) return `a question cannot ask for the key usage ${uses.join(', ')}`;
  if (asked.signature_algorithms?.length) return 'a question cannot choose among signature algorithms';
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
    const answers = purposesOf(asked).map((purpose) => answer(asked, purpose));
    return answers.find(({ accepted }) => accepted) ?? answers[0]!;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { accepted: false, message: error.message, reason: 'malformed' };
  }
}

function answer(asked: LimboCase, purpose: PeerQuestion['purpose']): Answer {
  const question = questionOf(asked, purpose);
  const { key_usage = [], expected_peer_name: one, expected_peer_names: several = [] } = asked;
  const uses = key_usage.length > 0 ? (key_usage as readonly KeyUsage[]) : [undefined];
  let verdict: Verdict | undefined;
  for (const keyUsage of uses) {
    // The provider over node:crypto answers within the call.
    verdict = verifyPeer({ ...question, ...(keyUsage && { keyUsage }) }) as Verdict;
    if (verdict.verdict === 'rejected')
      return { accepted: false, message: verdict.message, reason: verdict.reason };
  }
  const missing = [...(one?.kind === 'RFC822' ? [one] : []), ...several].find(
    (name) => !names(verdict!, name),
  );
  return missing
    ? { accepted: false, message: `the certificate is not for ${missing.kind} ${missing.value}` }
    : { accepted: true, message: verdict!.message };
}

function questionOf(asked: LimboCase, purpose: PeerQuestion['purpose']): PeerQuestion {
  const { expected_peer_name: name, validation_time: at, max_chain_depth: depth, crls = [] } = asked;
  return {
    chain: [asked.peer_certificate, ...asked.untrusted_intermediates].flatMap(dersOf),
    trust: storeOf(asked.trusted_certs),
    provider: nodeProvider,
    purpose,
    // Those two are about the servers of the Web; the rest is about RFC 5280.
    profile: /^(webpki|online)::/.test(asked.id) ? webProfile : rfc5280Profile,
    time: at == null ? Date.now() : Date.parse(at),
    ...(name && name.kind !== 'RFC822' && { name: name.value }),
    // A case without CRLs does not ask.
    ...(crls.length > 0 && { revocation: { mode: 'hard', crls: crls.flatMap(dersOf) } }),
    ...(depth != null && { budget: { intermediates: depth } }),
  };
}

const dersOf = (pem: string): Uint8Array[] => decodePem(pem).map(({ bytes }) => bytes);

/** An anchor that cannot be read is one that is not there. */
function storeOf(pems: readonly string[]): TrustStore {
  return trustStore(
    pems.flatMap(dersOf).flatMap((der) => {
      try {
        return [anchorFromCertificate(parseCertificate(der))];
      } catch (error) {
        if (error instanceof Malformed) return [];
        throw error;
      }
    }),
  );
}

const sanKinds = { DNS: 'dNSName', IP: 'iPAddress', RFC822: 'rfc822Name' } as const;

/** As the certificate writes it, but for what has several spellings. */
function names({ path }: Verdict, { kind, value }: LimboName): boolean {
  const same = { DNS: value.toLowerCase(), IP: ipText(ipBytes(value) ?? new Uint8Array()), RFC822: value }[
    kind
  ];
  return (path[0]?.extensions.subjectAltName ?? []).some((name) => {
    const text = generalNameText(name);
    return name.kind === sanKinds[kind] && (kind === 'DNS' ? text.toLowerCase() : text) === same;
  });
}
