/**
 * What `explain` knows about a name, a number or a pasted log.
 *
 * A name that is exactly that of one thing is that thing. In anything longer every known error text and alert is found, and
 * whatever else is named there.
 */
import { openSslSuite } from '../protocol/numbers/openssl-suites.ts';
import { CipherSuite } from '../protocol/numbers/suites.ts';
import { alert, alertNames, alertOf } from './alerts.ts';
import { extension, fieldsNamed, group, objectIdentifier, scheme } from './definitions.ts';
import { errorTextsIn, vagueTextsIn } from './error-texts.ts';
import type { Explanation } from './explanation.ts';
import { termNamed, termsIn } from './other-names.ts';
import { suite } from './suites.ts';

/** Of a longer text no more is looked at. */
export const MOST_TEXT = 2 ** 20;

/** Empty for what nothing is known about. Each thing comes once. */
export function explain(text: string): readonly Explanation[] {
  const asked = text.slice(0, MOST_TEXT).trim();
  const exact = named(asked);
  if (exact.length > 0) return exact;
  return once([...failuresIn(asked), ...suitesIn(asked), ...termsIn(asked)]);
}

/** The alerts and the error texts in a log; one that says little only where nothing says more. */
export function failuresIn(log: string): readonly Explanation[] {
  const text = log.slice(0, MOST_TEXT);
  const found = once([...alertsIn(text), ...errorTextsIn(text)]);
  return found.length > 0 ? found : vagueTextsIn(text);
}

const once = (all: readonly Explanation[]): readonly Explanation[] => [
  ...new Map(all.map((found) => [found.id, found])).values(),
];

function named(asked: string): readonly Explanation[] {
  const name = asked.replace(/^(?:alert|SSL alert number|alert number)\s+/i, '');
  const number = /^(?:0x)?[0-9a-f]{1,4}$/i.test(name) ? Number(name) : Number.NaN;
  const wanted = name.toLowerCase().replace(/[\s-]+/g, '_');
  const alerted = alertNames.find((known) => known === wanted);
  const found = [
    alerted ? alert(alerted) : alertOf(number),
    suite(suiteName(name)),
    extension(wanted),
    group(name),
    scheme(wanted),
    objectIdentifier(name),
    termNamed(name),
    ...fieldsNamed(wanted),
  ];
  return found.filter((one) => one !== undefined);
}

/** `0xc02f`, JSSE’s SSL_RSA_WITH_… for TLS_RSA_WITH_…, and OpenSSL’s DES-CBC3-SHA. */
function suiteName(name: string): string {
  if (/^0x[0-9a-f]{4}$/i.test(name)) return CipherSuite.nameOf(Number(name));
  const wanted = name.toUpperCase();
  const known = Object.keys(CipherSuite).find((suite) => openSslSuite(suite) === wanted);
  return known ?? name.replace(/^SSL_/, 'TLS_');
}

const PHRASES: readonly RegExp[] = [
  /SSL alert number (\d{1,3})/gi,
  /alert number (\d{1,3})/gi,
  /\balert \[?\(?(\d{1,3})\b/gi,
  /\balert ([a-z][a-z_ ]{1,40})/gi,
  /received fatal alert: ?([a-z_]{1,40})/gi,
  /remote error: tls: ([a-z ]{1,40})/gi,
  /Received alert \[(\d{1,3})\]/gi,
  /ERR_SSL_(?:TLSV1|SSLV3|TLSV13|TLSV1_3)_ALERT_([A-Z_]{1,40})/g,
  /(?:SSLV3|TLSV1|TLSV13)_ALERT_([A-Z_]{1,40})/g,
];

/** What programs call an alert that has another name in the RFC. */
const spelt: Readonly<Record<string, string>> = {
  certificate_unknown_ca: 'unknown_ca',
  unknown_certificate_authority: 'unknown_ca',
  unknown_certificate: 'certificate_unknown',
  expired_certificate: 'certificate_expired',
  revoked_certificate: 'certificate_revoked',
  bad_record_mac: 'bad_record_mac',
  error_decrypting_message: 'decrypt_error',
  error_decoding_message: 'decode_error',
  protocol_version_not_supported: 'protocol_version',
  internal_error: 'internal_error',
  unrecognized_name: 'unrecognized_name',
  no_application_protocol: 'no_application_protocol',
};

function alertsIn(text: string): readonly Explanation[] {
  return PHRASES.flatMap((phrase) =>
    [...text.matchAll(phrase)].flatMap(([, what]) => {
      const found = /^\d/.test(what!) ? alertOf(Number(what)) : byPhrase(what!);
      return found ? [found] : [];
    }),
  );
}

/** The alert whose name begins a phrase: `handshake failure (40)`. */
function byPhrase(phrase: string): Explanation | undefined {
  const words = phrase.toLowerCase().replace(/[\s-]+/g, '_');
  const name = Object.keys(spelt).find((known) => words.startsWith(known));
  const known = alertNames.find((one) => words.startsWith(one) || one === spelt[name ?? '']);
  return known && alert(known);
}

const suitesIn = (text: string): readonly Explanation[] =>
  [...new Set(text.match(/\b(?:TLS|SSL)_[A-Z0-9_]{1,60}/g) ?? [])]
    .slice(0, MOST_SUITES)
    .flatMap((name) => suite(suiteName(name)) ?? []);
/** A log may list everything that a client offers. */
const MOST_SUITES = 4;
