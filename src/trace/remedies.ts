/** What a person can do about a failure; nothing that the trace shows to be of no use. */
import type { CertificateDocument, ErrorDocument, Step, TraceDocument } from './document.ts';
import { offeredIn, versionsIn } from './step-details.ts';

/** The flags of a `connect`, or words alone. */
export interface Try {
  readonly flags?: string;
  readonly why?: string;
}

const nothing = { name: '', start: 0, end: 0 };
const isClientHello = (step: Step): step is Extract<Step, { kind: 'message' }> =>
  step.kind === 'message' && step.type === 'client_hello';

/** @param isAboutCertificate the server's certificate is what was not acceptable */
export function triesFor(
  trace: TraceDocument,
  { reason, alert, message }: ErrorDocument,
  isAboutCertificate: boolean,
): readonly Try[] {
  if (trace.role === 'server') return triesOfServer(trace, reason);
  if (isAboutCertificate) {
    const reason = trace.certificate?.reason ?? '';
    const tries =
      reason === 'name-mismatch' && trace.certificate && hasOnlyCommonName(trace.certificate)
        ? namelessTries
        : (certificateTries[reason] ?? [anotherCertificate, insecure]);
    return lacksPin(trace) ? tries.filter((attempt) => attempt !== insecure) : tries;
  }
  if (reason === 'not-tls') {
    return [
      {
        why: message.includes('STARTTLS')
          ? 'the port where TLS begins at once (such as 465, 993 or 995)'
          : 'the port where TLS is spoken',
      },
    ];
  }
  if (reason === 'alert-received') return triesAfterAlert(trace, alert ?? '');
  return reasonTries[reason] ?? [];
}

function triesAfterAlert({ steps }: TraceDocument, alert: string): readonly Try[] {
  const hello = steps.find(isClientHello)?.fields ?? nothing;
  if (alert === 'protocol_version') return [triedVersion(versionsIn(hello))];
  if (alert !== 'handshake_failure') return alertTries[alert] ?? [];
  const others: Try = { flags: '--ciphers NAMES --groups NAMES', why: 'with others than those offered' };
  if (!versionsIn(hello).includes('TLS 1.2')) return [others];
  const suites = offeredIn(hello, 'cipher_suites').filter((name) => name.startsWith('TLS_RSA_'));
  return [
    ...(suites.length === 0 ? [rsa] : suites.some((name) => name.includes('_CBC_')) ? [] : [rsaWithCbc]),
    others,
  ];
}

/** The version that was not offered; there are no more than two. */
function triedVersion(offered: readonly string[]): Try {
  for (const [version, flags] of [
    ['TLS 1.3', '--tls 1.3'],
    ['TLS 1.2', '--tls 1.2'],
  ] as const) {
    if (!offered.includes(version))
      return { flags, why: `the server does not speak ${offered.join(' or ')}` };
  }
  return tooOld;
}

/** Nobody is asked to take such a certificate nevertheless. */
export const lacksPin = ({ certificate }: TraceDocument): boolean =>
  certificate?.paths.some(({ checks }) => checks.some(({ check, ok }) => check === 'pin' && !ok)) ?? false;

/** Whether the leaf has a name only there: then asking for another name is no use. */
export const hasOnlyCommonName = ({ path: [leaf] }: Pick<CertificateDocument, 'path'>): boolean =>
  leaf?.names.length === 0 && /(^|, )CN=/.test(leaf.subject);

export const ignoreAuthorities: Try = {
  flags: '--ignore-authorities',
  why: 'to send ours all the same, if the server’s list is wrong',
};
const insecure: Try = { flags: '--insecure', why: 'only to look' };
const anotherCertificate: Try = { why: 'the server needs another certificate' };
const rsa: Try = {
  flags: '--kx rsa',
  why: 'if the server knows only RSA key exchange; it does not say what it misses',
};
const rsaWithCbc: Try = {
  flags: '--kx rsa --ciphers AES128-SHA',
  why: 'if the server knows only CBC suites; it does not say what it misses',
};
const tooOld: Try = {
  why: 'update the server: it seems to speak neither TLS 1.3 nor 1.2, and nothing older is secure (RFC 8996)',
};

const certificateTries: Readonly<Record<string, readonly Try[]>> = {
  expired: [{ why: 'look at this machine’s clock; else the server needs a new certificate' }, insecure],
  'not-yet-valid': [{ why: 'look at this machine’s clock' }, insecure],
  'name-mismatch': [
    { flags: '--sni NAME', why: 'with a name that the certificate was issued for' },
    insecure,
  ],
  'self-signed': [
    { flags: '--ca-file FILE', why: 'with that certificate, if you know it to be the right one' },
    insecure,
  ],
  'root-not-trusted': [
    { flags: '--ca-file FILE', why: 'with that root, if you know it to be the right one' },
    insecure,
  ],
  'chain-incomplete': [
    { flags: '--ca-file FILE', why: 'with its issuer; or the server should send what is missing' },
    insecure,
  ],
  'pin-mismatch': [{ why: 'ask whoever runs the server whether its key was changed; if so, --pin that one' }],
  revoked: [{ why: 'the server needs a new certificate: the issuer has taken this one back' }, insecure],
  'revocation-unknown': [
    { flags: '--crl FILE', why: 'with its issuer’s list; or the server should staple an OCSP response' },
    insecure,
  ],
  'staple-missing': [
    { why: 'the server should staple an OCSP response, as its certificate promises' },
    insecure,
  ],
  'staple-invalid': [
    { why: 'look at this machine’s clock; else the server should staple a fresh OCSP response' },
    insecure,
  ],
};

const namelessTries: readonly Try[] = [
  { why: 'the server needs a new certificate: this one names a host only in its common name' },
  { flags: '--allow-common-name', why: 'if its CA is your own, given with --ca-file' },
  insecure,
];

const alertTries: Readonly<Record<string, readonly Try[]>> = {
  insufficient_security: [{ flags: '--ciphers NAMES', why: 'with stronger ones than those offered' }],
  unrecognized_name: [{ flags: '--sni NAME', why: 'the server does not know the name that was asked for' }],
  no_application_protocol: [{ flags: '--alpn NAMES', why: 'the server speaks none of those offered' }],
  decrypt_error: [{ why: 'again: bytes were changed on the way, or one side has the wrong key' }],
  bad_record_mac: [{ why: 'again: bytes were changed on the way' }],
};

const reasonTries: Readonly<Record<string, readonly Try[]>> = {
  'connection-refused': [{ why: 'see whether the server runs, and on this port' }],
  'name-not-found': [{ why: 'see whether the name is spelled right' }],
  'connection-timeout': [{ flags: '--timeout 30s', why: 'unless a firewall swallows what we send' }],
  'handshake-timeout': [
    { flags: '--timeout 30s', why: 'unless the server waits for plain text, which looks like this' },
  ],
  'connection-cut': [{ why: 'see whether the port speaks TLS; the server’s log may say why it closed' }],
  'no-common-version': [{ flags: '--tls 1.2', why: 'if that is what you want' }],
  'old-version': [tooOld],
  'bad-record-mac': [{ why: 'again: bytes were changed on the way' }],
  'bad-signature': [
    { why: 'again: bytes were changed on the way, or the server uses a key that is not its certificate’s' },
  ],
};

function triesOfServer({ certificate }: TraceDocument, reason: string): readonly Try[] {
  if (reason !== 'certificate-rejected') return serverTries[reason] ?? [];
  const isStranger = ['chain-incomplete', 'root-not-trusted', 'self-signed'].includes(
    certificate?.reason ?? '',
  );
  return [
    {
      why: isStranger
        ? 'give the client a certificate of a CA in --ca-file, or name its CA there too'
        : 'give the client another certificate',
    },
  ];
}

const serverTries: Readonly<Record<string, readonly Try[]>> = {
  'client-certificate-required': [
    { why: 'give the client a certificate, or serve with --client-auth request' },
  ],
  'no-common-suite': [{ why: 'serve with --kx rsa, or with --ciphers NAMES' }],
};
