/** A certificate, or whatever else a file may hold, as labelled lines. */
import { say, type Words } from '../wire/words.ts';
import type {
  CertificateDetails,
  CrlDetails,
  KeyDetails,
  OcspDetails,
  PartDocument,
  RequestDetails,
} from './certs-document.ts';
import { clauses, inSequence, listed } from './text.ts';
import { untilText } from './verdict-text.ts';

export type Facts = readonly (readonly [name: string, text: Words | null])[];

export function certificateFacts(details: CertificateDetails, at: string): Facts {
  const { subject, issuer, notBefore, notAfter, names, key, pin, timestamps, ocsp, issuers, crls } = details;
  return [
    ['Certificate', subject || 'no subject'],
    ['Issued by', subject === issuer ? 'itself' : issuer],
    ['Valid', say`${moment(notBefore)} to ${untilText(moment(notAfter), notAfter, at)}`],
    ['Names', listOf(names)],
    ['Key', clauses([key ?? 'of a kind that is not supported', say`pin sha256//${pin}`])],
    ['Signature', details.signatureAlgorithm],
    ['Serial', details.serialNumber],
    ['Use', useOf(details)],
    ['SHA-256', details.fingerprint],
    ['Timestamps', timestamps > 0 ? say`${timestamps} (SCTs, not verified)` : null],
    ['OCSP', listOf(ocsp)],
    ['Issuer at', listOf(issuers)],
    ['CRL', listOf(crls)],
  ];
}

const listOf = (names: readonly string[]): Words | null => (names.length > 0 ? listed(names) : null);

function useOf({ isCa, pathLength, keyUsage, extKeyUsage, mustStaple, version }: CertificateDetails): Words {
  return clauses([
    isCa ? authority(pathLength) : 'no CA',
    ...(keyUsage ? [inSequence(keyUsage)] : []),
    ...(extKeyUsage ? [say`for ${inSequence(extKeyUsage)}`] : []),
    ...(mustStaple ? ['must-staple'] : []),
    ...(version === 3 ? [] : [say`version ${version}`]),
  ]);
}

const authority = (pathLength: number | null): Words =>
  pathLength === null
    ? 'a CA'
    : pathLength === 1
      ? 'a CA, with at most 1 CA below it'
      : say`a CA, with at most ${pathLength} CAs below it`;

export const requestFacts = ({ subject, names, key, pin, signed, extensions }: RequestDetails): Facts => [
  ['Request', subject || 'no subject'],
  ['Names', listOf(names)],
  ['Key', clauses([key ?? 'of a kind that is not supported', say`pin sha256//${pin}`])],
  ['Asks for', listOf(extensions)],
  ['Signature', signed ? 'holds: it was made with this key' : 'does NOT hold: it was not made with this key'],
];

export const crlFacts = (crl: CrlDetails, at: string): Facts => [
  ['CRL', say`of ${crl.issuer}`],
  ['', crl.deltaTo === null ? null : say`a delta to the list with number ${crl.deltaTo}`],
  ['', crl.indirect ? 'indirect: it may name certificates of other issuers too' : null],
  ['Only for', crl.scope.length > 0 ? clauses(crl.scope) : null],
  ['Made', moment(crl.thisUpdate)],
  [
    'Replaced by',
    crl.nextUpdate === null ? 'no date is given' : untilText(moment(crl.nextUpdate), crl.nextUpdate, at),
  ],
  ['Number', crl.number],
  ['Revoked', crl.revoked === 1 ? '1 certificate' : say`${crl.revoked} certificates`],
  ['Damaged', crl.defects.length > 0 ? clauses(crl.defects) : null],
  ['Signature', crl.signatureAlgorithm],
];

/**
 * @param owner the subject of the certificate that the key belongs to
 */
export const keyFacts = (
  { kind, what, todo }: Pick<PartDocument, 'kind' | 'what' | 'todo'>,
  { key, pin }: KeyDetails,
  owner: string | null,
): Facts => [
  [
    kind === 'public-key' ? 'Public key' : 'Private key',
    clauses([what, key, todo].filter((each) => each !== null)),
  ],
  ['', pin === null ? null : say`pin sha256//${pin}`],
  ['Belongs to', owner],
];

export const ocspFacts = ({ status, responder, producedAt, responses }: OcspDetails, at: string): Facts => [
  ['OCSP response', status],
  ['Signed by', responder && say`${responder}, on ${moment(producedAt!)}`],
  ...responses.map((response): [string, Words] => [
    'Certificate',
    clauses([statusOf(response), timesOf(response, at)]),
  ]),
];

type SingleResponse = OcspDetails['responses'][number];

function statusOf({ serialNumber, status, revokedAt, reason }: SingleResponse): Words {
  const why = reason ?? 'unspecified';
  return revokedAt === null
    ? say`serial ${serialNumber}: ${status}`
    : say`serial ${serialNumber}: ${status} on ${moment(revokedAt)} (${why})`;
}

const timesOf = ({ thisUpdate, nextUpdate }: SingleResponse, at: string): Words =>
  nextUpdate === null
    ? say`as of ${moment(thisUpdate)}`
    : say`as of ${moment(thisUpdate)}, until ${untilText(moment(nextUpdate), nextUpdate, at)}`;

/** `2026-01-31 23:59:59 UTC` */
export const moment = (iso: string): string =>
  Number.isNaN(Date.parse(iso)) ? iso : `${iso.replace(/\.\d+Z$/, '').replace('T', ' ')} UTC`;
