/**
 * Why a credential of ours is not what the peer asked for (RFC 9846 section 4.5.1.2; RFC 5246 sections 7.4.2 and 7.4.6):
 * each reason in words, because a certificate that is not sent is the least explained failure of mutual TLS. A chain is
 * followed by its names; whether its signatures verify is for the peer to see.
 */
import type { SignatureAlgorithm } from '../../crypto/provider.ts';
import { NamedGroup } from '../../protocol/numbers/groups.ts';
import { algorithmOf, SignatureScheme } from '../../protocol/numbers/schemes.ts';
import { TLS13 } from '../../protocol/numbers/versions.ts';
import { owns } from '../../wire/bare.ts';
import { decode } from '../../wire/codec.ts';
import { firstOf, shortened, visible } from '../../wire/peer-text.ts';
import { Malformed } from '../../wire/reader.ts';
import { say, type Words } from '../../wire/words.ts';
import {
  type Certificate,
  called,
  lacking,
  type Name,
  nameFields,
  parseCertificate,
  signatureName,
} from '../../x509/index.ts';
import type { CertificateWish, Credential } from '../config.ts';
import { authenticationOf, chooseScheme } from './signature-choice.ts';

export interface Mismatch {
  /** Which part of the request, by its name in the RFCs. */
  readonly of:
    | 'certificate_types'
    | 'supported_groups'
    | 'signature_algorithms'
    | 'keyUsage'
    | 'oid_filters'
    | 'certificate_authorities'
    | 'signature_algorithms_cert';
  /** A clause about the credential: `it was issued by CN=X, and …`. */
  readonly why: Words;
  /** The RFCs say MUST; otherwise SHOULD. */
  readonly isMust: boolean;
}

/**
 * None for a credential that is all that was asked for.
 *
 * @param schemes the signature schemes that we use at all
 */
export function mismatchsOf(
  credential: Credential,
  schemes: readonly number[],
  wish: CertificateWish,
): readonly Mismatch[] {
  const path = pathOf(credential);
  return [
    keyMismatch(credential, schemes, wish),
    usageMismatch(path),
    filterMismatch(path, wish),
    authorityMismatch(path, wish),
    signatureMismatch(path, wish),
  ].filter((mismatch) => mismatch !== undefined);
}

/** `CN=alice, issued by CN=Lab CA` */
export function credentialText(credential: Credential): Words {
  const [leaf] = pathOf(credential);
  if (!leaf) return 'a certificate that cannot be read';
  return say`${leaf.subject.text || called(leaf)}, issued by ${leaf.issuer.text}`;
}

/** DER names as text. */
export const authorityTexts = (authorities: readonly Uint8Array[]): string[] =>
  namesIn(authorities).map(authorityText);

const authorityText = (name: Name | undefined): string => name?.text ?? 'a name that cannot be read';

/** Authorities whose names are read; the longest lists of public roots have some 600. */
const MOST_NAMES = 1024;
/** Each of our credentials is compared with every name, so a name is parsed once. */
const namesRead = new WeakMap<readonly Uint8Array[], readonly (Name | undefined)[]>();

function namesIn(authorities: readonly Uint8Array[]): readonly (Name | undefined)[] {
  const known = namesRead.get(authorities);
  if (known) return known;
  const names = authorities.slice(0, MOST_NAMES).map(nameIn);
  namesRead.set(authorities, names);
  return names;
}

const paths = new WeakMap<Credential['chain'], readonly Certificate[]>();

/** From the first certificate as far as names lead; nothing where that one cannot be read. */
function pathOf({ chain }: Credential): readonly Certificate[] {
  const known = paths.get(chain);
  if (known) return known;
  const certificates = chain.map(certificateIn);
  const path: Certificate[] = [];
  for (let next = certificates[0]; next && !path.includes(next); ) {
    const { issuer } = next;
    path.push(next);
    next = certificates.find((each) => each !== undefined && each.subject.key === issuer.key);
  }
  paths.set(chain, path);
  return path;
}

function keyMismatch(
  credential: Credential,
  schemes: readonly number[],
  wish: CertificateWish,
): Mismatch | undefined {
  const { key } = credential;
  const { authentications, groups } = wish;
  if (chooseScheme(credential, schemes, wish)) return undefined;
  if (authentications && !authentications.includes(authenticationOf(key))) {
    const kind = authenticationOf(key);
    return must('certificate_types', say`its key is for ${kind}, which is not among the kinds asked for`);
  }
  if (groups && key.type === 'EC' && key.curve && !groups.includes(NamedGroup[key.curve]))
    return must('supported_groups', say`its key is on ${key.curve}, which is not among the groups asked for`);
  const accepted = firstOf(wish.signatureSchemes, SignatureScheme.nameOf, few);
  return must('signature_algorithms', say`its ${key.type} key can make none of the signatures: ${accepted}`);
}

function usageMismatch([leaf]: readonly Certificate[]): Mismatch | undefined {
  const usage = leaf?.extensions.keyUsage;
  if (!usage || usage.includes('digitalSignature')) return undefined;
  return must('keyUsage', 'its keyUsage does not include digitalSignature');
}

function filterMismatch([leaf]: readonly Certificate[], { oidFilters = [] }: CertificateWish) {
  if (oidFilters.length === 0) return undefined;
  if (!leaf) return must('oid_filters', 'it cannot be read, and the request says what must be in it');
  const lacks = lacking(oidFilters, leaf).map(({ extension, values }) =>
    values.length > 0 ? `${extension} ${values.join(', ')}` : extension,
  );
  return lacks.length > 0 ? must('oid_filters', say`it lacks ${lacks.join(', ')}`) : undefined;
}

/** At least one certificate of the chain should be issued by one of the authorities; an empty list means anybody. */
function authorityMismatch(
  path: readonly Certificate[],
  { authorities }: CertificateWish,
): Mismatch | undefined {
  if (authorities.length === 0) return undefined;
  if (path.length === 0)
    return should('certificate_authorities', 'it cannot be read, and so its issuer is not known');
  const names = namesIn(authorities);
  const issuersOfOurs = new Set(path.map(({ issuer }) => issuer.key));
  if (names.some((name) => name && issuersOfOurs.has(name.key))) return undefined;
  const texts = new Set(path.map(({ issuer }) => issuer.text));
  const asked = authorities.map((_, at) => names[at]);
  const named = firstOf(asked, (name) => shortened(visible(authorityText(name)), LONGEST_NAME), few);
  const issuers = firstOf([...texts], String, few);
  return should('certificate_authorities', say`it was issued by ${issuers}, and the request names ${named}`);
}

/**
 * What the peer can check in certificates. RFC 9846 section 4.5.1.2 lets a chain be sent that it may not be able to check,
 * when there is no other, unless SHA-1 is in it.
 */
function signatureMismatch(path: readonly Certificate[], wish: CertificateWish): Mismatch | undefined {
  const accepted = wish.signatureSchemesCert ?? wish.signatureSchemes;
  // RFC 5246 section 7.4.1.4.1: a client that lists none knows SHA-1 alone, and takes what there is.
  if (accepted.length === 0) return undefined;
  const checkable = accepted.map(algorithmOf);
  const odd = path.find(
    ({ issuer, subject, signatureAlgorithm: made }) =>
      issuer.key !== subject.key && !checkable.some((algorithm) => isSame(algorithm, made)),
  );
  if (!odd) return undefined;
  const made = odd.signatureAlgorithm;
  const isSha1 = made !== undefined && owns(made, 'hash') && made.hash === 'SHA-1';
  return {
    of: 'signature_algorithms_cert',
    why: say`${called(odd)} is signed with ${signatureName(odd.signatureIdentifier)}, which the peer does not accept in certificates`,
    isMust: isSha1 && wish.version === TLS13,
  };
}

const isSame = (a: SignatureAlgorithm | undefined, b: SignatureAlgorithm | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.kind === b.kind &&
  (!owns(a, 'hash') || !owns(b, 'hash') || a.hash === b.hash);

const must = (of: Mismatch['of'], why: Words): Mismatch => ({ of, why, isMust: true });
const should = (of: Mismatch['of'], why: Words): Mismatch => ({ of, why, isMust: false });

const certificateIn = (der: Uint8Array): Certificate | undefined => ifReadable(() => parseCertificate(der));
const nameIn = (der: Uint8Array): Name | undefined => ifReadable(() => decode(nameFields, der));

function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** Errors have one line; the trace has the whole list. */
const few = { most: 3, between: '; ' };
/** Characters. */
const LONGEST_NAME = 100;
