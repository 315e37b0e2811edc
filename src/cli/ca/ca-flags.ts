/**
 * The flags of `handglass ca`, turned into a plan.
 *
 * A flag says what to make, or how. One that says how but applies to nothing is refused, and so are two that contradict
 * each other. All of this is decided before any file is touched.
 */

import { say } from '../../wire/words.ts';
import { ipText } from '../../x509/certificate/general-name.ts';
import { type CrlReason, referenceOf } from '../../x509/index.ts';
import { choiceOf, numberOf, referenceNamed, timeOf } from '../flags.ts';
import { UsageError } from '../io.ts';
import {
  day,
  isMailbox,
  isUri,
  type KeyChoice,
  keyMakers,
  longestCommonName,
  type Terms,
} from './authority.ts';
import type { BadCertificate } from './bad-certificate.ts';
import { badCertificates } from './bad-certificates.ts';
import { rootStem, stemOf } from './ca-folder.ts';
import { indexReasons } from './ca-index.ts';

export interface CaFlags {
  readonly server?: readonly string[];
  readonly client?: readonly string[];
  readonly csr?: readonly string[];
  readonly root?: string;
  readonly intermediate?: readonly string[];
  readonly issuer?: string;
  readonly crossSign?: readonly string[];
  readonly pathLength?: string;
  readonly key?: string;
  readonly rsa?: boolean;
  readonly days?: string;
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly ocspUrl?: readonly string[];
  readonly crlUrl?: readonly string[];
  readonly issuerUrl?: readonly string[];
  readonly mustStaple?: boolean;
  readonly revoke?: readonly string[];
  readonly reason?: string;
  readonly crl?: boolean;
  readonly ocsp?: readonly string[];
  readonly status?: string;
  readonly ocspResponder?: boolean;
  readonly bad?: readonly string[];
  readonly listBad?: boolean;
  readonly listen?: string;
}

export interface CaPlan {
  /** Whether anything is issued, so that there must be a CA to issue it. */
  readonly issues: boolean;
  /** Nothing is named, so that the usual things are made. */
  readonly isUsual: boolean;
  /** The name of the root, which is made if it does not exist. */
  readonly root: string;
  /** An existing CA that issues; the root by default. */
  readonly issuer?: string;
  /** Each below the previous one. */
  readonly intermediates: readonly string[];
  readonly pathLength?: number;
  readonly crossSign: readonly string[];
  /** The names of one server certificate. */
  readonly servers: readonly string[];
  readonly clients: readonly string[];
  readonly csrs: readonly string[];
  /** The bad certificates to make, and their names. */
  readonly bad: readonly BadCertificate[];
  readonly badFor: readonly string[];
  /** The terms on which the CA with this file name issues. */
  readonly terms: (stem: string) => Terms;
  readonly revoke: readonly string[];
  readonly reason: CrlReason;
  readonly crl: boolean;
  readonly ocsp: readonly string[];
  /** The status to answer, whatever the index says. */
  readonly status?: 'good' | 'revoked' | 'unknown';
  /** A delegated responder answers, not the CA. */
  readonly responder: boolean;
  /** The validity of CRLs and OCSP responses, in milliseconds since 1970. */
  readonly thisUpdate: number;
  readonly nextUpdate: number;
}

/** Throws UsageError. */
export function planOf(flags: CaFlags): CaPlan {
  refuseContradictions(flags);
  const named = makers.some((maker) => flags[maker] !== undefined);
  const servers = (flags.server ?? localhost).map(serverName);
  const kind = keyOf(flags);
  const responder = flags.ocspResponder ?? false;
  const { begins, ends } = validityOf(flags);
  const urls = {
    ocsp: (flags.ocspUrl ?? []).map((url) => checkedUrl('--ocsp-url', url)),
    crl: (flags.crlUrl ?? []).map((url) => checkedUrl('--crl-url', url)),
    issuer: (flags.issuerUrl ?? []).map((url) => checkedUrl('--issuer-url', url)),
  };
  const filled = (all: readonly string[], stem: string): string[] =>
    all.map((url) => url.replaceAll('{issuer}', stem));
  return {
    issues:
      !named ||
      issuing.some((maker) => flags[maker] !== undefined) ||
      flags.bad !== undefined ||
      (responder && !flags.ocsp),
    isUsual: !named,
    root: flags.root === undefined ? rootStem : caName('--root', flags.root),
    ...(flags.issuer !== undefined && { issuer: caName('--issuer', flags.issuer) }),
    intermediates: (flags.intermediate ?? []).map((name) => caName('--intermediate', name)),
    ...(flags.pathLength !== undefined && {
      pathLength: numberOf('--path-length', flags.pathLength, 0, 100),
    }),
    crossSign: flags.crossSign ?? [],
    servers: flags.server || !named ? servers : [],
    clients: (flags.client ?? (named ? [] : ['client'])).map(clientName),
    csrs: flags.csr ?? [],
    bad: badOnes(flags.bad ?? []),
    badFor: servers,
    terms: (stem) => ({
      key: kind,
      // An hour ago, for clocks that are slow.
      notBefore: flags.notBefore === undefined ? begins - day / 24 : begins,
      notAfter: ends,
      ocspUrls: filled(urls.ocsp, stem),
      crlUrls: filled(urls.crl, stem),
      issuerUrls: filled(urls.issuer, stem),
      ...(flags.mustStaple && { mustStaple: true }),
    }),
    revoke: flags.revoke ?? [],
    reason: anyCase('--reason', flags.reason ?? 'unspecified', Object.keys(indexReasons) as CrlReason[]),
    crl: flags.crl ?? false,
    ocsp: flags.ocsp ?? [],
    ...(flags.status !== undefined && {
      status: anyCase('--status', flags.status, ['good', 'revoked', 'unknown']),
    }),
    responder,
    thisUpdate: begins,
    nextUpdate: ends,
  };
}

type Flag = keyof CaFlags;

const localhost = ['localhost', '127.0.0.1', '::1'];

const issuing: readonly Flag[] = ['server', 'client', 'csr', 'root', 'intermediate', 'crossSign'];
/** Each makes something; without any, the usual things are made. */
const makers: readonly Flag[] = [...issuing, 'ocspResponder', 'bad', 'revoke', 'crl', 'ocsp'];

/** Flags that say how, and what they apply to; `usual` is what is made when nothing is named. */
const modifiers: readonly (readonly [Flag, readonly (Flag | 'usual')[]])[] = [
  ['key', ['usual', 'server', 'client', 'root', 'intermediate', 'ocspResponder']],
  ['rsa', ['usual', 'server', 'client', 'root', 'intermediate', 'ocspResponder']],
  ['issuer', ['usual', ...issuing, 'ocspResponder', 'crl']],
  ['pathLength', ['usual', 'server', 'client', 'csr', 'root', 'intermediate']],
  ['mustStaple', ['usual', 'server', 'csr']],
  ['ocspUrl', ['usual', ...issuing, 'ocspResponder']],
  ['crlUrl', ['usual', ...issuing, 'ocspResponder']],
  ['issuerUrl', ['usual', ...issuing, 'ocspResponder']],
  ['days', ['usual', ...issuing, 'ocspResponder', 'crl', 'ocsp']],
  ['notBefore', ['usual', ...issuing, 'ocspResponder', 'crl', 'ocsp']],
  ['notAfter', ['usual', ...issuing, 'ocspResponder', 'crl', 'ocsp']],
  ['reason', ['revoke']],
  ['status', ['ocsp']],
];

const contradictions: readonly (readonly [Flag, Flag])[] = [
  ['root', 'issuer'],
  ['days', 'notAfter'],
  ['bad', 'issuer'],
  ['bad', 'intermediate'],
];

function refuseContradictions(flags: CaFlags): void {
  const given = (flag: Flag | 'usual'): boolean =>
    flag === 'usual' ? !makers.some((maker) => flags[maker] !== undefined) : flags[flag] !== undefined;
  for (const [one, other] of contradictions) {
    if (given(one) && given(other))
      throw new UsageError(say`${spelled(one)} and ${spelled(other)} cannot be used together`);
  }
  for (const [flag, of] of modifiers) {
    if (!given(flag) || of.some(given)) continue;
    const wanted = of.filter((each) => each !== 'usual').map(spelled);
    throw new UsageError(
      wanted.length === 1
        ? say`${spelled(flag)} has no effect without ${wanted[0]}`
        : say`${spelled(flag)} has no effect without one of ${wanted.join(', ')}`,
    );
  }
}

const spelled = (flag: string): string =>
  `--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function badOnes(names: readonly string[]): readonly BadCertificate[] {
  if (names.includes('all')) return badCertificates;
  return [...new Set(names)].map((name) => {
    const found = badCertificates.find((each) => each.name === name);
    if (found) return found;
    throw new UsageError(say`--bad ${name} is unknown: --list-bad lists the names`);
  });
}

function keyOf({ key, rsa }: CaFlags): KeyChoice {
  if (rsa && key !== undefined && !key.startsWith('rsa'))
    throw new UsageError(say`--rsa and --key ${key} cannot be used together`);
  return anyCase('--key', key ?? (rsa ? 'rsa' : 'ec'), Object.keys(keyMakers) as KeyChoice[]);
}

function validityOf({ days, notBefore, notAfter }: CaFlags): { begins: number; ends: number } {
  const from = notBefore === undefined ? undefined : timeOf('--not-before', notBefore);
  const to = notAfter === undefined ? undefined : timeOf('--not-after', notAfter);
  const length = days === undefined ? 30 : numberOf('--days', days, 1, 3650);
  const begins = from ?? Math.min(Date.now(), to ?? Infinity);
  const ends = to ?? begins + length * day;
  if (ends < begins) throw new UsageError('--not-after is before --not-before');
  return { begins, ends };
}

/** RFC 5280 and OpenSSL spell reasons alike except for case. */
const anyCase = <T extends string>(flag: string, text: string, choices: readonly T[]): T =>
  choiceOf(flag, text, choices, (word) => word.toLowerCase());

/** As in certificates: lower case, A-labels, an address in its canonical form. */
function serverName(name: string): string {
  const wildcard = name.startsWith('*.') ? '*.' : '';
  if (isMailbox(name) || isUri(name))
    throw new UsageError(say`--server ${name} is a name for a client: use --client`);
  const bare = wildcard && referenceOf(name.slice(wildcard.length))?.kind === 'dns' ? name.slice(2) : name;
  const reference = referenceNamed('--server', bare);
  return reference.kind === 'dns' ? wildcard + reference.name : ipText(reference.bytes);
}

function clientName(name: string): string {
  checkText('--client', name);
  const fits = [...name].length <= longestCommonName || isMailbox(name) || isUri(name);
  if (fits) return name;
  throw new UsageError(
    say`--client ${JSON.stringify(name)} is too long: a name has at most ${longestCommonName} characters`,
  );
}

function caName(flag: string, name: string): string {
  checkText(flag, name);
  if (stemOf(name) === name && [...name].length <= longestCommonName) return name;
  throw new UsageError(
    say`${flag} ${JSON.stringify(name)} cannot be a file name: use up to ${longestCommonName} letters, digits and ._@-`,
  );
}

function checkText(flag: string, text: string): void {
  if (text.trim() === '') throw new UsageError(say`${flag} has an empty name`);
  if (/[\p{Cc}\p{Cf}]/u.test(text))
    throw new UsageError(say`${flag} ${JSON.stringify(text)} has invisible characters`);
}

/** `{issuer}` in it becomes the name of the issuer's files. */
function checkedUrl(flag: string, text: string): string {
  const filled = text.replaceAll('{issuer}', rootStem);
  const url = URL.canParse(filled) ? new URL(filled) : undefined;
  if ((url?.protocol === 'http:' || url?.protocol === 'https:') && /^[\x21-\x7e]+$/.test(text)) return text;
  throw new UsageError(say`${flag} ${text} is not an http or https URL`);
}
