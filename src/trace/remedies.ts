/**
 * What a person can do about a failure; nothing that the trace shows to be useless.
 *
 * A remedy is data: what to do, and with which parameters. How to do it is up to the program with the options
 * (cli/remedy-flags.ts).
 */
import { say, type Words } from '../wire/words.ts';
import type { CertificateDocument, ErrorDocument, Step, TraceDocument } from './document.ts';
import { offeredIn, versionsIn } from './step-details.ts';
import { listed } from './text.ts';

/** What a client can change, with the parameters. */
export interface ClientRemedies {
  readonly 'offer-version': { readonly version: 'TLS 1.2' | 'TLS 1.3' };
  /** A suite by its IANA name; null for all with RSA key exchange. */
  readonly 'offer-rsa-key-exchange': { readonly suite: string | null };
  readonly 'offer-suites': unknown;
  readonly 'offer-suites-and-groups': unknown;
  readonly 'offer-protocols': unknown;
  readonly 'ask-for-name': unknown;
  readonly 'present-certificate': unknown;
  readonly 'ignore-authorities': unknown;
  readonly trust: unknown;
  readonly pin: unknown;
  readonly 'hand-in-crl': unknown;
  readonly 'allow-common-name': unknown;
  readonly overrule: unknown;
  readonly 'wait-longer': { readonly seconds: number };
}

/** What a server can change. */
export interface ServerRemedies {
  readonly 'request-certificate': unknown;
  readonly 'trust-client-authority': unknown;
  readonly 'accept-rsa-key-exchange': unknown;
  readonly 'accept-suites': unknown;
}

/** What has to be done elsewhere. */
export type Advice =
  | 'check-clock'
  | 'check-name'
  | 'check-port'
  | 'check-server'
  | 'repeat'
  | 'replace-certificate'
  | 'issue-client-certificate'
  | 'send-issuer'
  | 'staple'
  | 'update-server';

type Of<Remedies> = { [Id in keyof Remedies]: { readonly id: Id } & Remedies[Id] }[keyof Remedies];
export type Remedy = Of<ClientRemedies> | Of<ServerRemedies> | { readonly id: Advice };

/** A remedy, said to a person. */
export type Try = Remedy & {
  readonly what: Words;
  /** When, or for what reason; also shown beside the command, if there is one. */
  readonly why?: Words;
};

const nothing = { name: '', start: 0, end: 0 };
const isClientHello = (step: Step): step is Extract<Step, { kind: 'message' }> =>
  step.kind === 'message' && step.type === 'client_hello';

/** @param isAboutCertificate the server's certificate is what was not acceptable */
export function triesFor(
  trace: TraceDocument,
  { reason, alert }: ErrorDocument,
  isAboutCertificate: boolean,
): readonly Try[] {
  if (trace.role === 'server') return triesOfServer(trace, reason);
  if (isAboutCertificate) {
    const reason = trace.certificate?.reason ?? '';
    const tries =
      reason === 'name-mismatch' && trace.certificate && hasOnlyCommonName(trace.certificate)
        ? [...namelessTries, overrule]
        : (certificateTries[reason] ?? [anotherCertificate, overrule]);
    return lacksPin(trace) ? tries.filter((attempt) => attempt !== overrule) : tries;
  }
  if (reason === 'alert-received') return triesAfterAlert(trace, alert ?? '');
  return reasonTries[reason] ?? [];
}

function triesAfterAlert({ steps }: TraceDocument, alert: string): readonly Try[] {
  const hello = steps.find(isClientHello)?.fields ?? nothing;
  if (alert === 'protocol_version') return [triedVersion(versionsIn(hello))];
  if (alert !== 'handshake_failure') return alertTries[alert] ?? [];
  if (!versionsIn(hello).includes('TLS 1.2')) return [others];
  const suites = offeredIn(hello, 'cipher_suites').filter((name) => name.startsWith('TLS_RSA_'));
  return [
    ...(suites.length === 0 ? [rsa] : suites.some((name) => name.includes('_CBC_')) ? [] : [rsaWithCbc]),
    others,
  ];
}

/** The version that was not offered; there are only two. */
function triedVersion(offered: readonly string[]): Try {
  const why = say`the server does not speak ${listed(offered)}`;
  if (!offered.includes('TLS 1.3'))
    return { id: 'offer-version', version: 'TLS 1.3', what: 'offer TLS 1.3', why };
  if (!offered.includes('TLS 1.2'))
    return { id: 'offer-version', version: 'TLS 1.2', what: 'offer TLS 1.2', why };
  return tooOld;
}

/** Nobody is asked to accept such a certificate anyway. */
export const lacksPin = ({ certificate }: TraceDocument): boolean =>
  certificate?.paths.some(({ checks }) => checks.some(({ check, ok }) => check === 'pin' && !ok)) ?? false;

/** Whether the leaf has only a common name: then asking for another name is useless. */
export const hasOnlyCommonName = ({ path: [leaf] }: Pick<CertificateDocument, 'path'>): boolean =>
  leaf?.names.length === 0 && /(^|, )CN=/.test(leaf.subject);

export const present: Try = { id: 'present-certificate', what: 'send a client certificate' };
export const presentAnother: Try = { ...present, why: 'of an issuer that it accepts' };
export const ignoreAuthorities: Try = {
  id: 'ignore-authorities',
  what: 'ignore the authorities that the server names',
  why: 'to send ours anyway, if the server’s list is wrong',
};
const overrule: Try = { id: 'overrule', what: 'accept the certificate all the same', why: 'only to look' };
const anotherCertificate: Try = {
  id: 'replace-certificate',
  what: 'the server needs a different certificate',
};
const rsa: Try = {
  id: 'offer-rsa-key-exchange',
  suite: null,
  what: 'offer RSA key exchange',
  why: 'if the server knows nothing else; it does not say what is missing',
};
const rsaWithCbc: Try = {
  id: 'offer-rsa-key-exchange',
  suite: 'TLS_RSA_WITH_AES_128_CBC_SHA',
  what: 'offer RSA key exchange with a CBC suite',
  why: 'if the server knows only CBC suites; it does not say what is missing',
};
const others: Try = {
  id: 'offer-suites-and-groups',
  what: 'offer different cipher suites and groups',
  why: 'the server may want some that were not offered',
};
const tooOld: Try = {
  id: 'update-server',
  what: 'update the server: it seems to speak neither TLS 1.3 nor 1.2, and nothing older is secure (RFC 8996)',
};
const changedBytes: Try = { id: 'repeat', what: 'try again: bytes were changed on the way' };
const newCertificate = 'check this machine’s clock; otherwise the server needs a new certificate';

const trust = { id: 'trust', what: 'trust one more certificate' } as const;

const certificateTries: Readonly<Record<string, readonly Try[]>> = {
  expired: [{ id: 'check-clock', what: newCertificate }, overrule],
  'not-yet-valid': [{ id: 'check-clock', what: 'check this machine’s clock' }, overrule],
  'name-mismatch': [
    {
      id: 'ask-for-name',
      what: 'ask for another name',
      why: 'with a name that the certificate was issued for',
    },
    overrule,
  ],
  'self-signed': [{ ...trust, why: 'with that certificate, if you know that it is the right one' }, overrule],
  'root-not-trusted': [{ ...trust, why: 'with that root, if you know that it is the right one' }, overrule],
  'chain-incomplete': [
    { ...trust, why: 'with its issuer; or the server should send what is missing' },
    overrule,
  ],
  'pin-mismatch': [
    {
      id: 'pin',
      what: 'pin the server’s new key',
      why: 'if whoever runs the server confirms that its key has changed',
    },
  ],
  revoked: [
    {
      id: 'replace-certificate',
      what: 'the server needs a new certificate: the issuer has revoked this one',
    },
    overrule,
  ],
  'revocation-unknown': [
    {
      id: 'hand-in-crl',
      what: 'hand in a revocation list',
      why: 'with its issuer’s list; or the server should staple an OCSP response',
    },
    overrule,
  ],
  'staple-missing': [
    { id: 'staple', what: 'the server should staple an OCSP response, as its certificate promises' },
    overrule,
  ],
  'staple-invalid': [
    {
      id: 'check-clock',
      what: 'check this machine’s clock; otherwise the server should staple a fresh OCSP response',
    },
    overrule,
  ],
};

export const namelessTries: readonly Try[] = [
  {
    id: 'replace-certificate',
    what: 'a new certificate is needed: this one names a host only in its common name',
  },
  {
    id: 'allow-common-name',
    what: 'accept its common name as the name of a host',
    why: 'if its CA is your own',
  },
];

const alertTries: Readonly<Record<string, readonly Try[]>> = {
  insufficient_security: [
    { id: 'offer-suites', what: 'offer different cipher suites', why: 'stronger ones than those offered' },
  ],
  unrecognized_name: [
    {
      id: 'ask-for-name',
      what: 'ask for another name',
      why: 'the server does not know the name that was asked for',
    },
  ],
  no_application_protocol: [
    {
      id: 'offer-protocols',
      what: 'offer different protocols',
      why: 'the server speaks none of those offered',
    },
  ],
  decrypt_error: [
    { id: 'repeat', what: 'try again: bytes were changed on the way, or one side has the wrong key' },
  ],
  bad_record_mac: [changedBytes],
};

const wait = { id: 'wait-longer', seconds: 30, what: 'wait longer' } as const;

const reasonTries: Readonly<Record<string, readonly Try[]>> = {
  'not-tls': [{ id: 'check-port', what: 'use the port where TLS begins at once (for mail 465, 993 or 995)' }],
  'connection-refused': [{ id: 'check-server', what: 'check that the server is running, and on this port' }],
  'name-not-found': [{ id: 'check-name', what: 'check how the name is spelled' }],
  'connection-timeout': [{ ...wait, why: 'unless a firewall swallows what we send' }],
  'handshake-timeout': [{ ...wait, why: 'unless the server waits for plain text, which looks the same' }],
  'connection-cut': [
    {
      id: 'check-port',
      what: 'check that TLS is spoken on this port; the server’s log may say why it closed',
    },
  ],
  'no-common-version': [
    { id: 'offer-version', version: 'TLS 1.2', what: 'offer TLS 1.2', why: 'if that is what you want' },
  ],
  'old-version': [tooOld],
  'bad-record-mac': [changedBytes],
  'bad-signature': [
    {
      id: 'repeat',
      what: 'try again: bytes were changed on the way, or the server uses a key that is not its certificate’s',
    },
  ],
};

function triesOfServer({ certificate }: TraceDocument, reason: string): readonly Try[] {
  if (reason !== 'certificate-rejected') return serverTries[reason] ?? [];
  const isStranger = ['chain-incomplete', 'root-not-trusted', 'self-signed'].includes(
    certificate?.reason ?? '',
  );
  return isStranger
    ? strangerTries
    : [{ id: 'issue-client-certificate', what: 'give the client a different certificate' }];
}

const strangerTries: readonly Try[] = [
  {
    id: 'issue-client-certificate',
    what: 'give the client a certificate of a CA that is trusted here',
  },
  { id: 'trust-client-authority', what: 'trust its CA too', why: 'if you know that it is the right one' },
];

const serverTries: Readonly<Record<string, readonly Try[]>> = {
  'client-certificate-required': [
    { id: 'issue-client-certificate', what: 'give the client a certificate' },
    { id: 'request-certificate', what: 'ask clients for a certificate without requiring one' },
  ],
  'no-common-suite': [
    { id: 'accept-rsa-key-exchange', what: 'accept RSA key exchange too' },
    { id: 'accept-suites', what: 'accept other cipher suites' },
  ],
};
