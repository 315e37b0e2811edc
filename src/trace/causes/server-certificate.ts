/** A server's certificate that was not accepted: what is really wrong with it, which may not be what the check says. */
import { say, type Words } from '../../wire/words.ts';
import { attempts } from '../attempts.ts';
import type { CertificateDocument, CertificateEntry, TraceDocument } from '../document.ts';
import { lacksPin, type Try } from '../remedies.ts';
import { listed } from '../text.ts';
import { briefly, decidingPath } from '../verdict-text.ts';
import { defaultCertificateOf } from './default-certificates.ts';
import type { Find, Finding } from './finding.ts';
import { offerOf } from './offer.ts';
import { sentChain } from './sent-chain.ts';

export const serverCertificate: Find = (trace, { reason }) => {
  const { certificate } = trace;
  if (reason === 'certificate-malformed' || reason === 'missing-certificate') return unreadable(reason);
  if (!certificate || certificate.verdict === 'accepted' || certificate.overruled) return undefined;
  const found = inOrder(trace) ?? byDefault(trace, certificate) ?? refused(trace, certificate);
  return { ...found, details: [...(found.details ?? []), ...otherDefects(certificate)] };
};

/** Nobody can overrule what nobody can read. */
const unreadable = (id: string): Finding => ({ id, tries: [anotherCertificate] });

const anotherCertificate: Try = {
  id: 'replace-certificate',
  what: 'the server needs a different certificate',
};

/** The leaf has to come first (RFC 9846 section 4.5.2, RFC 5246 section 7.4.2); every check was made on what came first. */
function inOrder(trace: TraceDocument): Finding | undefined {
  const [first, ...others] = sentChain(trace);
  const place = others.findIndex(({ isCa, entry }) => !isCa && entry.names.length > 0);
  const leaf = others[place]?.entry;
  if (!first?.isCa || !leaf) return undefined;
  return {
    id: 'chain-order',
    what: 'the server sends its certificates in the wrong order',
    details: [
      say`First comes ${briefly(first.entry.subject)}, a CA’s, and as number ${place + 2} the server’s own, ${briefly(leaf.subject)} for ${listed(leaf.names, 3)}; its own has to come first (RFC 9846 section 4.5.2).`,
    ],
    tries: [
      {
        id: 'reorder-chain',
        what: 'put the server’s own certificate first in its file, then the one that issued it, and so on',
      },
    ],
  };
}

/** What a proxy presents for a name that it does not serve. */
function byDefault(trace: TraceDocument, { path: [leaf] }: CertificateDocument): Finding | undefined {
  const product = leaf && defaultCertificateOf(leaf);
  if (!product) return undefined;
  const offer = offerOf(trace);
  return {
    id: 'default-certificate',
    details: [
      say`That is the certificate which ${product} presents where it has none of its own for a name: no site was found for what was asked for, or its certificate was not loaded.`,
    ],
    tries: [...attempts.name(offer), ...overruling(trace)],
  };
}

function refused(trace: TraceDocument, certificate: CertificateDocument): Finding {
  const reason = certificate.reason ?? 'certificate-rejected';
  const find = special[reason];
  const { tries, ...found } = find?.(trace, certificate) ?? {
    id: reason,
    tries: plain[reason] ?? [anotherCertificate],
  };
  return { ...found, tries: [...tries, ...overruling(trace)] };
}

/** Not where it would fail next, for want of a key that the server's signature can be checked with. */
const overruling = (trace: TraceDocument): readonly Try[] => {
  const key = trace.certificate?.path[0]?.key ?? null;
  const isUsable = key !== null && !key.endsWith('(not supported)');
  return isUsable && !lacksPin(trace) ? [attempts.overrule] : [];
};

const special: Readonly<
  Record<string, (trace: TraceDocument, certificate: CertificateDocument) => Finding | undefined>
> = {
  'name-mismatch': wrongName,
  'chain-incomplete': (_trace, certificate) => incomplete(certificate),
  'root-not-trusted': () => ({ id: 'private-root', tries: [trusting(withRoot)] }),
};

function wrongName(trace: TraceDocument, { path: [leaf] }: CertificateDocument): Finding {
  const host = offerOf(trace).serverName ?? trace.peer.name;
  const names = leaf?.names ?? [];
  if (names.length === 0)
    return {
      id: 'no-names',
      tries: leaf && hasCommonName(leaf) ? namelessTries : [anotherCertificate],
    };
  if (host !== null && names.includes(host))
    return {
      id: 'address-as-dns-name',
      details: [
        say`The certificate has ${host} as a dNSName; an address counts only as an iPAddress (RFC 9525 section 6.3).`,
      ],
      tries: [
        {
          id: 'replace-certificate',
          what: 'the server needs a certificate with its address as an iPAddress',
        },
      ],
    };
  const name = names.find((each) => !each.includes('*')) ?? null;
  return {
    id: 'name-mismatch',
    tries: [
      {
        id: 'ask-for-name',
        name,
        what: 'ask for another name',
        why:
          name === null
            ? 'with a name that the certificate was issued for'
            : 'a name that the certificate was issued for',
      },
    ],
  };
}

/** Whether the leaf has only a common name: then asking for another name is useless. */
export const hasOnlyCommonName = ({ path: [leaf] }: Pick<CertificateDocument, 'path'>): boolean =>
  leaf?.names.length === 0 && hasCommonName(leaf);

const hasCommonName = ({ subject }: CertificateEntry): boolean => /(^|, )CN=/.test(subject);

export const namelessTries: readonly Try[] = [
  {
    id: 'allow-common-name',
    what: 'accept its common name as the name of a host',
    why: 'if its CA is your own',
  },
  {
    id: 'replace-certificate',
    what: 'a new certificate is needed: this one names a host only in its common name',
  },
];

/** With a CA of the server's on the path, what is missing is most likely the root; without one, nobody can tell. */
function incomplete({ path, fetched }: CertificateDocument): Finding {
  const last = path.at(-1);
  const issuer = briefly(last?.issuer ?? '');
  if (path.length > 1)
    return {
      id: 'private-root',
      what: say`the server’s certificates lead to ${issuer}, which is not trusted here`,
      details: [
        say`Nothing is missing between: the server sent ${path.length} certificates, each issued by the next, and the last is issued by ${issuer}. If that is a root, it has to be trusted here; only if it is not, the server leaves something out.`,
      ],
      tries: [trusting(say`with the certificate of ${issuer}, if you know that it is the right one`)],
    };
  const isPrivate = fetched.some(({ what, failed }) => what === 'issuer' && failed !== null);
  return {
    id: 'incomplete-chain',
    details: [
      say`The server sent its certificate alone. If ${issuer}, who issued it, is an intermediate CA, the server should send that certificate too; clients that fetched it before, such as browsers, hide that. If it is a root of your own, it has to be trusted here.`,
    ],
    tries: [
      ...(isPrivate
        ? [
            {
              id: 'fetch-private',
              what: 'fetch it from private addresses too',
              why: 'its place in the certificate is one',
            } as const,
          ]
        : []),
      trusting(say`with the certificate of ${issuer}, if you know that it is the right one`),
    ],
  };
}

const trusting = (why: Words): Try => ({ id: 'trust', what: 'trust one more certificate', why });
const withRoot = 'with that root, if you know that it is the right one';

const newCertificate = 'check this machine’s clock; otherwise the server needs a new certificate';

const plain: Readonly<Record<string, readonly Try[]>> = {
  expired: [{ id: 'check-clock', what: newCertificate }],
  'not-yet-valid': [{ id: 'check-clock', what: 'check this machine’s clock' }],
  'self-signed': [trusting('with that certificate, if you know that it is the right one')],
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
  ],
  'revocation-unknown': [
    {
      id: 'hand-in-crl',
      what: 'hand in a revocation list',
      why: 'with its issuer’s list; or the server should staple an OCSP response',
    },
  ],
  'staple-missing': [
    { id: 'staple', what: 'the server should staple an OCSP response, as its certificate promises' },
  ],
  'staple-invalid': [
    {
      id: 'check-clock',
      what: 'check this machine’s clock; otherwise the server should staple a fresh OCSP response',
    },
  ],
};

/** Everything else that is wrong on the path that decided. */
function otherDefects(certificate: CertificateDocument): readonly Words[] {
  const { message } = certificate;
  const checks = decidingPath(certificate)?.checks ?? [];
  const others = [...new Set(checks.flatMap(({ ok, detail }) => (ok || detail === message ? [] : detail)))];
  return others.length === 0 ? [] : [say`Also wrong with it: ${others}.`];
}
