/** What was agreed on and why, who is who, and what the keys were made from: one line each. */
import { refusesOurCertificate } from './diagnosis.ts';
import type { Role, TraceDocument } from './document.ts';
import { find, offeredIn } from './step-details.ts';
import { counted, labelled, listed, type Style } from './text.ts';
import { briefly, daysLeft, decidingPath, fetchedText, verdictText } from './verdict-text.ts';

export function factLines(trace: TraceDocument, style: Style): string[] {
  const facts: [string, string | null | undefined][] = [
    ['Version', trace.version && withRule(trace, 'version', trace.version)],
    ['Cipher suite', trace.cipherSuite && withRule(trace, 'cipher_suite', trace.cipherSuite)],
    ['Key exchange', keyExchange(trace)],
    [
      'Signature',
      trace.signatureScheme
        ? `${trace.signatureScheme}, by the ${trace.role === 'client' ? 'server' : 'client'}`
        : undefined,
    ],
    ['ALPN', alpn(trace)],
    ['Resumption', resumption(trace)],
    ['Certificate', trace.certificate && verdictText(trace.certificate)],
    ...leafFacts(trace).map((fact): [string, string] => ['', fact]),
    ['Revocation', revocation(trace)],
    ['Fetched', trace.certificate && fetchedText(trace.certificate)],
    ['Our staple', ruleOf(trace, 'certificate_status')],
    ['Client', trace.version === null ? undefined : clientAuthentication(trace)],
    ...offers(trace),
    ...inputs(trace),
  ];
  return labelled(facts, style);
}

const ruleOf = ({ decisions }: TraceDocument, about: string): string | undefined =>
  decisions.findLast((decision) => decision.about === about)?.rule.toString();

const chosen = ({ decisions }: TraceDocument) =>
  decisions.findLast(({ about }) => about === 'client_certificate')?.chosen;

const withRule = (trace: TraceDocument, about: string, chosen: string): string => {
  const rule = ruleOf(trace, about);
  return rule ? `${chosen}: ${rule}` : chosen;
};

function keyExchange(trace: TraceDocument): string | undefined {
  const { keyExchange: kind, group, decisions } = trace;
  if (!kind) return undefined;
  const retried = decisions.some(({ about }) => about === 'retry')
    ? ', after a retry with another share'
    : '';
  if (kind === 'RSA') return 'RSA: the premaster secret, encrypted to the server’s key; no forward secrecy';
  return `${kind}${group ? ` in ${group}` : ''}${retried}`;
}

function alpn({ alpn: chosen, steps, role, version }: TraceDocument): string | undefined {
  if (version === null) return undefined;
  if (chosen) return chosen;
  const hello = steps.find((step) => step.kind === 'message' && step.type === 'client_hello');
  const offered =
    hello?.kind === 'message' && find(hello.fields, 'application_layer_protocol_negotiation') !== undefined;
  return offered ? 'offered, and not answered' : role === 'client' ? 'none offered (--alpn)' : 'none offered';
}

function resumption({ resumed, steps, role, decisions }: TraceDocument): string | undefined {
  if (resumed === null) return undefined;
  if (resumed)
    return 'resumed: no certificates were sent; who the peer is was proved in the connection before';
  const count = steps.filter((step) => step.kind === 'message' && step.type === 'new_session_ticket').length;
  const given = count === 0 ? 'no ticket' : counted(count, 'ticket');
  const refused = decisions.findLast(({ about }) => about === 'resumption');
  const tickets = role === 'client' ? `the server gave ${given}` : `we gave ${given}`;
  return `a full handshake${refused ? ` (${refused.rule})` : ''}; ${tickets}`;
}

function leafFacts({ certificate: judged, startedAt }: TraceDocument): string[] {
  const leaf = judged?.path[0];
  if (!leaf) return [];
  const names = leaf.names.length > 0 ? `; for ${listed(leaf.names, 3)}` : '';
  return [
    `${briefly(leaf.subject)}, issued by ${briefly(leaf.issuer)}`,
    `valid ${leaf.notBefore.slice(0, 10)} to ${leaf.notAfter.slice(0, 10)}${daysLeft(leaf.notAfter, startedAt)}; ${leaf.key ?? 'unknown key'}${names}`,
  ];
}

/** What the peer stapled, and what is known of its certificate. */
const revocation = (trace: TraceDocument): string | undefined =>
  [peersStaple(trace), knownOfLeaf(trace)].filter(Boolean).join('; ') || undefined;

function peersStaple({ certificate: judged, role, steps }: TraceDocument): string | undefined {
  if (!judged) return undefined;
  const peer = judged.of;
  const sent = (from: Role, type: string, field: string): boolean =>
    steps.some(
      (step) =>
        step.kind === 'message' && step.from === from && step.type === type && find(step.fields, field),
    );
  if (sent(peer, 'certificate_status', 'response') || sent(peer, 'certificate', 'status_request')) {
    return `the ${peer} stapled an OCSP response`;
  }
  const asked = sent(role, role === 'client' ? 'client_hello' : 'certificate_request', 'status_request');
  return asked ? `the ${peer} was asked for an OCSP response, and stapled none` : undefined;
}

/** Of the path that decided, unless it is what the verdict says. */
function knownOfLeaf({ certificate: judged }: TraceDocument): string | undefined {
  const path = judged && decidingPath(judged);
  return path?.checks.find(
    ({ check, certificate, detail }) =>
      check === 'revocation' && certificate === 0 && detail !== judged?.message,
  )?.detail;
}

function clientAuthentication(trace: TraceDocument): string {
  const { role, steps, clientAuthenticated, resumed, error } = trace;
  if (clientAuthenticated)
    return role === 'client'
      ? 'we proved who we are with our certificate'
      : 'authenticated by its certificate';
  if (role === 'client' && chosen(trace) === 'sent' && refusesOurCertificate(error))
    return 'we sent our certificate, and the server does not accept it';
  const asked = steps.some((step) => step.kind === 'message' && step.type === 'certificate_request');
  if (asked) {
    const answered = steps.some(
      (step) => step.kind === 'message' && step.type === 'certificate' && step.from === 'client',
    );
    const none = role === 'server' && answered && error === undefined ? ', and sent none' : '';
    const rule = ruleOf(trace, 'client_certificate') ?? `asked for a certificate${none}`;
    // nginx with ssl_verify_client finishes such a handshake, and answers the request with 400.
    const later = '; it let us in, and may yet refuse what it is asked for';
    return role === 'client' && error === undefined && chosen(trace) !== 'sent' ? rule + later : rule;
  }
  return error || resumed
    ? 'was not asked for a certificate in this handshake'
    : 'stays anonymous: it was not asked for a certificate (one-way TLS)';
}

/** To a server: what the client could have done, beyond what was chosen. */
function offers({ role, steps }: TraceDocument): [string, string | undefined][] {
  const hello = steps.find((step) => step.kind === 'message' && step.type === 'client_hello');
  if (role === 'client' || hello?.kind !== 'message') return [];
  const lists = [
    ['Client offers', 'cipher_suites', 5],
    ['', 'supported_groups', 8],
    ['', 'signature_algorithms', 5],
    ['', 'application_layer_protocol_negotiation', 8],
  ] as const;
  return lists.flatMap(([label, list, most]): [string, string][] => {
    const names = offeredIn(hello.fields, list);
    return names.length > 0 ? [[label, listed(names, most)]] : [];
  });
}

/** The three inputs of every key: in full only with the secret, which is only there when asked for. */
function inputs({ randoms }: TraceDocument): [string, string | undefined][] {
  const { client, server, secret } = randoms;
  if (!client || !server) return [];
  const start = (hex: string): string => `${hex.slice(0, 16)}…`;
  if (!secret?.value) {
    const third = secret ? `; ${secret.kind} secret (shown with --secrets)` : '';
    return [['Keys made from', `client random ${start(client)}; server random ${start(server)}${third}`]];
  }
  return [
    ['Client random', client],
    ['Server random', server],
    [secret.kind === 'premaster' ? 'Premaster' : 'Shared secret', secret.value],
  ];
}
