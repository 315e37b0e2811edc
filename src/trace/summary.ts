/** What a script looks for first: the members at the top of a trace document, which `--json` promises. */
import type { Agreement, Established } from '../handshake/established.ts';
import { NamedGroup } from '../protocol/numbers/groups.ts';
import { SignatureScheme } from '../protocol/numbers/schemes.ts';
import { ProtocolVersion, TLS12 } from '../protocol/numbers/versions.ts';
import { refusesOurCertificate } from './causes/client-certificate.ts';
import type { CertificateDocument, DecisionDocument, ErrorDocument, Role, Summary } from './document.ts';

export interface Known {
  readonly role: Role;
  readonly established: Established | undefined;
  readonly clientProvedLater: boolean;
  readonly certificate: CertificateDocument | undefined;
  readonly error: ErrorDocument | undefined;
  readonly decisions: readonly DecisionDocument[];
}

/** From what was agreed; for a failed handshake, from what had been decided until then. */
export function summaryOf(known: Known): Summary {
  const { role, established, clientProvedLater, certificate, error, decisions } = known;
  const agreement = established?.agreement;
  const decided = (about: string): string | null =>
    decisions.findLast((decision) => decision.about === about)?.chosen ?? null;
  const nameOf = (number: number | undefined, names: { nameOf(value: number): string }): string | null =>
    number === undefined ? null : names.nameOf(number);
  const peerAccepted = established !== undefined && certificate?.verdict !== 'rejected';
  return {
    ok: established !== undefined && error === undefined,
    version: agreement ? ProtocolVersion.nameOf(agreement.version) : decided('version'),
    cipherSuite: agreement?.suite.name ?? decided('cipher_suite'),
    keyExchange: agreement ? exchangeOf(agreement) : begunExchange(decided),
    group: agreement ? nameOf(agreement.group, NamedGroup) : decided('group'),
    signatureScheme: nameOf(agreement?.signatureScheme, SignatureScheme),
    alpn: agreement ? (agreement.applicationProtocol ?? null) : decided('application_protocol'),
    serverName: agreement?.serverName ?? null,
    resumed: agreement?.resumed ?? null,
    extendedMainSecret: agreement?.extendedMainSecret ?? null,
    clientAuthenticated:
      (agreement?.clientAuthenticated === true || clientProvedLater) &&
      (role === 'client' ? !isRefused(error) : peerAccepted),
    serverAuthenticated: role === 'server' ? established !== undefined : peerAccepted,
    certificate: certificate ?? null,
    ...(error && { error }),
  };
}

/** A resumption in TLS 1.2 has none (RFC 5246 figure 2). */
const exchangeOf = ({ keyExchange, resumed, version }: Agreement): Summary['keyExchange'] =>
  resumed && version === TLS12 ? null : keyExchange;

/** The server said so, or it may have meant it by going away. */
const isRefused = (error: ErrorDocument | undefined): boolean =>
  refusesOurCertificate(error) || error?.reason === 'connection-cut';

/** For a failed handshake: what its suite says (RFC 5246 appendix C), or in TLS 1.3 that there was a group. */
function begunExchange(decided: (about: string) => string | null): Summary['keyExchange'] {
  if (decided('version') === 'TLS 1.3') {
    if (decided('group') === null) return null;
    return decided('resumption') === 'resumed' ? 'ECDHE-PSK' : 'ECDHE';
  }
  if (decided('resumption') === 'resumed') return null;
  const suite = decided('cipher_suite');
  return (['RSA', 'DHE', 'ECDHE'] as const).find((kind) => suite?.startsWith(`TLS_${kind}_`)) ?? null;
}
