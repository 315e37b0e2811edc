/** A certificate, and what else a file may hold, as labelled lines. */
import type {
  CertificateDetails,
  CrlDetails,
  KeyDetails,
  OcspDetails,
  RequestDetails,
} from './certs-document.ts';
import { counted, listed } from './text.ts';
import { daysLeft } from './verdict-text.ts';

export type Facts = readonly (readonly [name: string, text: string | null])[];

export function certificateFacts(details: CertificateDetails, at: string): Facts {
  const { names, timestamps, ocsp, issuers, crls } = details;
  return [
    ['Certificate', details.subject || 'no subject'],
    ['Issued by', details.subject === details.issuer ? 'itself' : details.issuer],
    ['Valid', `${moment(details.notBefore)} to ${moment(details.notAfter)}${daysLeft(details.notAfter, at)}`],
    ['Names', names.length > 0 ? listed(names) : null],
    ['Key', `${details.key ?? 'of a kind that is not supported'}; pin sha256//${details.pin}`],
    ['Signature', details.signatureAlgorithm],
    ['Serial', details.serialNumber],
    ['Use', useOf(details)],
    ['SHA-256', details.fingerprint],
    ['Timestamps', timestamps > 0 ? `${timestamps} (SCTs, not verified)` : null],
    ['OCSP', ocsp.length > 0 ? listed(ocsp) : null],
    ['Issuer at', issuers.length > 0 ? listed(issuers) : null],
    ['CRL', crls.length > 0 ? listed(crls) : null],
  ];
}

function useOf({ isCa, pathLength, keyUsage, extKeyUsage, mustStaple, version }: CertificateDetails): string {
  const depth = pathLength === null ? '' : `, with at most ${counted(pathLength, 'CA')} below it`;
  return [
    `${isCa ? `a CA${depth}` : 'no CA'}`,
    ...(keyUsage ? [keyUsage.join(', ')] : []),
    ...(extKeyUsage ? [`for ${extKeyUsage.join(', ')}`] : []),
    ...(mustStaple ? ['must-staple'] : []),
    ...(version === 3 ? [] : [`version ${version}`]),
  ].join('; ');
}

export const requestFacts = ({ subject, names, key, pin, signed, extensions }: RequestDetails): Facts => [
  ['Request', subject || 'no subject'],
  ['Names', names.length > 0 ? listed(names) : null],
  ['Key', `${key ?? 'of a kind that is not supported'}; pin sha256//${pin}`],
  ['Asks for', extensions.length > 0 ? listed(extensions) : null],
  ['Signature', signed ? 'holds: it was made with this key' : 'does NOT hold: it was not made with this key'],
];

export const crlFacts = (crl: CrlDetails, at: string): Facts => [
  ['CRL', `${crlKind(crl)}of ${crl.issuer}`],
  ['Only for', crl.scope.length > 0 ? crl.scope.join('; ') : null],
  ['Made', moment(crl.thisUpdate)],
  [
    'Replaced by',
    crl.nextUpdate === null ? 'no time is said' : `${moment(crl.nextUpdate)}${daysLeft(crl.nextUpdate, at)}`,
  ],
  ['Number', crl.number],
  ['Revoked', counted(crl.revoked, 'certificate')],
  ['Damaged', crl.defects.length > 0 ? crl.defects.join('; ') : null],
  ['Signature', crl.signatureAlgorithm],
];

function crlKind({ deltaTo, indirect }: CrlDetails): string {
  const delta = deltaTo === null ? '' : `a delta to the list with number ${deltaTo}, `;
  return `${delta}${indirect ? 'indirect: it may name certificates of other issuers too, ' : ''}`;
}

/**
 * @param todo how to get at it
 * @param owner the subject of the certificate that the key belongs to
 */
export const keyFacts = (
  what: string,
  { key, pin }: KeyDetails,
  todo: string | null,
  owner: string | null,
): Facts => [
  [what.includes('private') ? 'Private key' : 'Public key', [what, key, todo].filter(Boolean).join('; ')],
  ['', pin === null ? null : `pin sha256//${pin}`],
  ['Belongs to', owner],
];

export const ocspFacts = ({ status, responder, producedAt, responses }: OcspDetails, at: string): Facts => [
  ['OCSP response', status],
  ['Signed by', responder && `${responder}, on ${moment(producedAt!)}`],
  ...responses.map(
    ({ serialNumber, status: is, revokedAt, reason, thisUpdate, nextUpdate }): [string, string] => [
      'Certificate',
      `serial ${serialNumber}: ${is}${revokedAt ? ` on ${moment(revokedAt)} (${reason ?? 'unspecified'})` : ''}; as of ${moment(thisUpdate)}${nextUpdate ? `, until ${moment(nextUpdate)}${daysLeft(nextUpdate, at)}` : ''}`,
    ],
  ),
];

/** `2026-01-31 23:59:59 UTC` */
export const moment = (iso: string): string =>
  Number.isNaN(Date.parse(iso)) ? iso : `${iso.replace(/\.\d+Z$/, '').replace('T', ' ')} UTC`;
