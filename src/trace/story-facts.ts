/** What was agreed and why, who is who, and what the keys were made from: one line each. */
import { say, type Words } from '../wire/words.ts';
import { refusesOurCertificate } from './causes/client-certificate.ts';
import { ownFaults } from './causes/own-faults.ts';
import type { Role, TraceDocument } from './document.ts';
import { keyInputs } from './key-inputs.ts';
import { resumptionFacts } from './resumption-facts.ts';
import { find, offeredIn } from './step-details.ts';
import { clauses, labelled, listed, type Style } from './text.ts';
import { briefly, decidingPath, fetchedText, untilText, verdictText } from './verdict-text.ts';

export function factLines(trace: TraceDocument, style: Style): string[] {
  const facts: [string, Words | null | undefined][] = [
    ['Version', trace.version && withRule(trace, 'version', trace.version)],
    ['Cipher suite', trace.cipherSuite && withRule(trace, 'cipher_suite', trace.cipherSuite)],
    ['MAC', macOrder(trace)],
    ['Key exchange', keyExchange(trace)],
    ['Signature', signature(trace)],
    ['ALPN', alpn(trace)],
    ...resumptionFacts(trace).map((fact, i): [string, Words] => [i === 0 ? 'Resumption' : '', fact]),
    ['Certificate', trace.certificate && verdictText(trace.certificate)],
    ...leafFacts(trace).map((fact): [string, Words] => ['', fact]),
    ['Also wrong', alsoWrong(trace)],
    ['Asked', asked(trace)],
    ['Revocation', revocation(trace)],
    ['Fetched', trace.certificate?.fetched.length ? fetchedText(trace.certificate) : undefined],
    ['Our chain', takenAllTheSame(trace)],
    ['Our staple', ruleOf(trace, 'certificate_status')],
    ['Client', trace.version === null ? undefined : clientAuthentication(trace)],
    ...offers(trace),
    ...keyInputs(trace),
  ];
  return labelled(facts, style);
}

/** What would have kept another client away. */
function takenAllTheSame(trace: TraceDocument): Words | undefined {
  if (trace.role !== 'server' || !trace.ok) return undefined;
  const fault = ownFaults(trace).find(({ reason }) => reason !== 'private-root');
  return fault && say`${fault.said}; this client took it all the same`;
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

/** Of a CBC suite: an AEAD has none of its own. */
function macOrder({ cipherSuite, decisions }: TraceDocument): Words | undefined {
  const told = decisions.findLast(({ about }) => about === 'encrypt_then_mac');
  return cipherSuite?.includes('_CBC_') && told ? say`${told.chosen}: ${told.rule}` : undefined;
}

function keyExchange({
  keyExchange: kind,
  group,
  decisions,
  version,
  resumed,
}: TraceDocument): Words | undefined {
  if (resumed && version === 'TLS 1.2')
    return 'none: the keys are made from the main secret of the earlier connection';
  if (kind === null) return undefined;
  if (kind === 'RSA') return 'RSA: the premaster secret, encrypted to the server’s key; no forward secrecy';
  const where = group ?? decisions.findLast(({ about }) => about === 'group')?.chosen;
  if (where === undefined) return kind;
  return decisions.some(({ about }) => about === 'retry')
    ? say`${kind} in ${where}, after a retry with another share`
    : say`${kind} in ${where}`;
}

function alpn({ alpn: chosen, steps, version }: TraceDocument): string | undefined {
  if (version === null) return undefined;
  if (chosen) return chosen;
  const hello = steps.find((step) => step.kind === 'message' && step.type === 'client_hello');
  const offered =
    hello?.kind === 'message' && find(hello.fields, 'application_layer_protocol_negotiation') !== undefined;
  return offered ? 'offered, and not answered' : 'none offered';
}

/** The verdict says the first. */
function alsoWrong({ certificate }: TraceDocument): Words | undefined {
  const others = certificate?.defects.slice(1) ?? [];
  return others.length === 0 ? undefined : clauses(others.map(({ detail }) => detail));
}

function asked({ steps }: TraceDocument): Words | undefined {
  const step = steps.find(({ kind }) => kind === 'question');
  if (step?.kind !== 'question') return undefined;
  const { by, answer, took, defects } = step;
  const why = listed(defects.map(({ reason }) => reason));
  if (by === 'option') return say`nobody: an option accepts any certificate (${why})`;
  const time = (took / 1000).toFixed(1);
  return answer === 'yes'
    ? say`a person, who was shown what is wrong (${why}) and said yes after ${time} s`
    : say`a person, who was shown what is wrong (${why}) and did not say yes, after ${time} s`;
}

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

/** Whether the server takes the certificate, TLS does not say: nginx refuses it in its answer to a request. */
const provedByUs = clauses([
  'we proved who we are with our certificate',
  'whether the server accepts it shows in its answer to a request',
]);

function clientAuthentication(trace: TraceDocument): Words {
  const { role, steps, clientAuthenticated, resumed, error } = trace;
  if (clientAuthenticated) return role === 'client' ? provedByUs : 'authenticated by its certificate';
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
        ? 'was asked for a certificate, and sent none'
        : 'was asked for a certificate');
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
