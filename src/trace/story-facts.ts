/** What was agreed and why, who is who, and what the keys were made from: one line each. */
import { say, type Words } from '../wire/words.ts';
import { refusesOurCertificate } from './diagnosis.ts';
import type { Role, TraceDocument } from './document.ts';
import { find, offeredIn } from './step-details.ts';
import { clauses, labelled, listed, type Style } from './text.ts';
import { briefly, decidingPath, fetchedText, untilText, verdictText } from './verdict-text.ts';

export function factLines(trace: TraceDocument, style: Style): string[] {
  const facts: [string, Words | null | undefined][] = [
    ['Version', trace.version && withRule(trace, 'version', trace.version)],
    ['Cipher suite', trace.cipherSuite && withRule(trace, 'cipher_suite', trace.cipherSuite)],
    ['Key exchange', keyExchange(trace)],
    ['Signature', signature(trace)],
    ['ALPN', alpn(trace)],
    ['Resumption', resumption(trace)],
    ['Certificate', trace.certificate && verdictText(trace.certificate)],
    ...leafFacts(trace).map((fact): [string, Words] => ['', fact]),
    ['Revocation', revocation(trace)],
    ['Fetched', trace.certificate?.fetched.length ? fetchedText(trace.certificate) : undefined],
    ['Our staple', ruleOf(trace, 'certificate_status')],
    ['Client', trace.version === null ? undefined : clientAuthentication(trace)],
    ...offers(trace),
    ...inputs(trace),
  ];
  return labelled(facts, style);
}

const ruleOf = ({ decisions }: TraceDocument, about: string): Words | undefined =>
  decisions.findLast((decision) => decision.about === about)?.rule;

const chosen = ({ decisions }: TraceDocument) =>
  decisions.findLast(({ about }) => about === 'client_certificate')?.chosen;

const withRule = (trace: TraceDocument, about: string, chosen: string): Words => {
  const rule = ruleOf(trace, about);
  return rule ? say`${chosen}: ${rule}` : chosen;
};

const signature = ({ signatureScheme, role }: TraceDocument): Words | undefined =>
  signatureScheme === null
    ? undefined
    : role === 'client'
      ? say`${signatureScheme}, by the server`
      : say`${signatureScheme}, by the client`;

function keyExchange({ keyExchange: kind, group, decisions }: TraceDocument): Words | undefined {
  if (kind === null) return undefined;
  if (kind === 'RSA') return 'RSA: the premaster secret, encrypted to the server’s key; no forward secrecy';
  if (group === null) return kind;
  return decisions.some(({ about }) => about === 'retry')
    ? say`${kind} in ${group}, after a retry with another share`
    : say`${kind} in ${group}`;
}

function alpn({ alpn: chosen, steps, version }: TraceDocument): string | undefined {
  if (version === null) return undefined;
  if (chosen) return chosen;
  const hello = steps.find((step) => step.kind === 'message' && step.type === 'client_hello');
  const offered =
    hello?.kind === 'message' && find(hello.fields, 'application_layer_protocol_negotiation') !== undefined;
  return offered ? 'offered, and not answered' : 'none offered';
}

function resumption({ resumed, steps, role, decisions }: TraceDocument): Words | undefined {
  if (resumed === null) return undefined;
  if (resumed)
    return 'resumed: no certificates were sent; the peer proved who it is in an earlier connection';
  const count = steps.filter((step) => step.kind === 'message' && step.type === 'new_session_ticket').length;
  // A decision to resume is that of the handshake before a renegotiation.
  const refused = decisions.findLast(({ about, chosen }) => about === 'resumption' && chosen !== 'resumed');
  return clauses([
    refused ? say`a full handshake (${refused.rule})` : 'a full handshake',
    role === 'client' ? ticketsGot(count) : ticketsGiven(count),
  ]);
}

const ticketsGot = (count: number): Words =>
  count === 0
    ? 'the server gave no ticket'
    : count === 1
      ? 'the server gave 1 ticket'
      : say`the server gave ${count} tickets`;

const ticketsGiven = (count: number): Words =>
  count === 0 ? 'we gave no ticket' : count === 1 ? 'we gave 1 ticket' : say`we gave ${count} tickets`;

function leafFacts({ certificate: judged, startedAt }: TraceDocument): Words[] {
  const leaf = judged?.path[0];
  if (!leaf) return [];
  const { subject, issuer, notBefore, notAfter, key, names } = leaf;
  const until = untilText(notAfter.slice(0, 10), notAfter, startedAt);
  return [
    say`${briefly(subject)}, issued by ${briefly(issuer)}`,
    clauses([
      say`valid ${notBefore.slice(0, 10)} to ${until}`,
      key ?? 'unknown key',
      ...(names.length > 0 ? [say`for ${listed(names, 3)}`] : []),
    ]),
  ];
}

/** What the peer stapled, and what is known about its certificate. */
function revocation(trace: TraceDocument): Words | undefined {
  const known = [peersStaple(trace), knownOfLeaf(trace)].filter((each) => each !== undefined);
  return known.length === 0 ? undefined : clauses(known);
}

function peersStaple({ certificate: judged, role, steps }: TraceDocument): Words | undefined {
  if (!judged) return undefined;
  const peer = judged.of;
  const sent = (from: Role, type: string, field: string): boolean =>
    steps.some(
      (step) =>
        step.kind === 'message' && step.from === from && step.type === type && find(step.fields, field),
    );
  if (sent(peer, 'certificate_status', 'response') || sent(peer, 'certificate', 'status_request'))
    return staples[peer].stapled;
  const asked = sent(role, role === 'client' ? 'client_hello' : 'certificate_request', 'status_request');
  return asked ? staples[peer].none : undefined;
}

const staples = {
  client: {
    stapled: 'the client stapled an OCSP response',
    none: 'the client was asked for an OCSP response, and stapled none',
  },
  server: {
    stapled: 'the server stapled an OCSP response',
    none: 'the server was asked for an OCSP response, and stapled none',
  },
} as const;

/** From the deciding path, unless the verdict already says it. */
function knownOfLeaf({ certificate: judged }: TraceDocument): string | undefined {
  const path = judged && decidingPath(judged);
  return path?.checks.find(
    ({ check, certificate, detail }) =>
      check === 'revocation' && certificate === 0 && detail !== judged?.message,
  )?.detail;
}

function clientAuthentication(trace: TraceDocument): Words {
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
    const rule =
      ruleOf(trace, 'client_certificate') ??
      (role === 'server' && answered && error === undefined
        ? 'asked for a certificate, and sent none'
        : 'asked for a certificate');
    // nginx with ssl_verify_client finishes such a handshake, and answers the request with 400.
    const later = 'it let us in, but may still refuse a request';
    return role === 'client' && error === undefined && chosen(trace) !== 'sent'
      ? clauses([rule, later])
      : rule;
  }
  return error || resumed
    ? 'was not asked for a certificate in this handshake'
    : 'stays anonymous: it was not asked for a certificate (one-way TLS)';
}

/** To a server: what the client could have done, beyond what was chosen. */
function offers({ role, steps }: TraceDocument): [string, Words][] {
  const hello = steps.find((step) => step.kind === 'message' && step.type === 'client_hello');
  if (role === 'client' || hello?.kind !== 'message') return [];
  const lists = [
    ['Client offers', 'cipher_suites', 5],
    ['', 'supported_groups', 8],
    ['', 'signature_algorithms', 5],
    ['', 'application_layer_protocol_negotiation', 8],
  ] as const;
  return lists.flatMap(([label, list, most]): [string, Words][] => {
    const names = offeredIn(hello.fields, list);
    return names.length > 0 ? [[label, listed(names, most)]] : [];
  });
}

/** The three inputs of every key: in full only with the secret, which is only there if asked for. */
function inputs({ randoms }: TraceDocument): [string, Words][] {
  const { client, server, secret } = randoms;
  if (!client || !server) return [];
  const start = (hex: string): string => `${hex.slice(0, 16)}…`;
  if (!secret?.value) {
    const known = [say`client random ${start(client)}`, say`server random ${start(server)}`];
    return [['Keys made from', clauses(secret ? [...known, unshown[secret.kind]] : known)]];
  }
  return [
    ['Client random', client],
    ['Server random', server],
    [secret.kind === 'premaster' ? 'Premaster' : 'Shared secret', secret.value],
  ];
}

const unshown = {
  premaster: 'premaster secret (shown only on request)',
  shared: 'shared secret (shown only on request)',
} as const;
