/**
 * A trace told as text: at most a screen. First what came of it, then each step with its time, then what was agreed on
 * and why. {@link brief} tells the same in a few lines.
 */
import { diagnose, type Try } from './diagnosis.ts';
import type { CertificateEntry, Step, TraceDocument } from './document.ts';
import { detailOf, find, offeredIn } from './step-details.ts';
import {
  cleaned,
  counted,
  hanging,
  inCharset,
  listed,
  mark,
  paint,
  plainStyle,
  type Style,
  shortened,
  type Tone,
  wrapped,
} from './text.ts';

/** Steps beyond these are counted only. */
const MOST_STEPS = 22;

export function story(trace: TraceDocument, style: Style = plainStyle): string {
  const clean = cleaned(trace, style);
  const lines = [...headline(clean, style), '', ...stepLines(clean, style), '', ...factLines(clean, style)];
  return inCharset(`${lines.join('\n').trimEnd()}\n`, style);
}

/** A handshake in a few lines: its outcome, its flights, what was agreed on. */
export function brief(trace: TraceDocument, style: Style = plainStyle): string {
  const clean = cleaned(trace, style);
  const agreed = [
    clean.version,
    clean.cipherSuite,
    clean.keyExchange && `key exchange ${clean.keyExchange}${clean.group ? ` in ${clean.group}` : ''}`,
    clean.resumed === null ? '' : clean.resumed ? 'resumed' : 'full handshake',
  ].filter(Boolean);
  const lines = [
    ...headline(clean, style),
    ...flights(clean, style).flatMap(([arrow, names]) => hanging(`  ${arrow} `, names, style.width)),
    ...(agreed.length > 0 ? hanging('  ', agreed.join(', '), style.width) : []),
    ...(clean.error ? [] : hanging('  ', authentication(clean), style.width)),
  ];
  return inCharset(`${lines.join('\n')}\n`, style);
}

function headline(trace: TraceDocument, style: Style): string[] {
  const diagnosis = diagnose(trace);
  const whom = trace.role === 'client' ? placeOf(trace) : `the client ${placeOf(trace)}`;
  if (!diagnosis) {
    const { certificate } = trace;
    if (certificate?.verdict === 'rejected') {
      return title(
        'warning',
        `connected to ${whom}, but its certificate is not acceptable: ${certificate.message}`,
        style,
      );
    }
    const trusted = certificate
      ? ', and its certificate is trusted'
      : trace.resumed
        ? ', resuming an earlier connection'
        : '';
    return title('good', `connected to ${whom}${trusted}`, style);
  }
  const failed = trace.steps.some(({ kind }) => kind === 'message') || diagnosis.cause !== 'network';
  const subject = trace.role === 'client' ? '' : ` with ${whom}`;
  return [
    ...title('bad', `${failed ? 'handshake' : 'connection'} failed${subject}: ${diagnosis.what}`, style),
    ...diagnosis.details.flatMap((detail) => hanging('  ', detail, style.width)),
    ...diagnosis.tries.flatMap((attempt) => hanging('  Try:  ', attemptText(attempt, trace), style.width)),
  ];
}

/** `handglass connect localhost:443 --insecure  (only to look)`, or words alone. */
function attemptText({ flags, why }: Try, trace: TraceDocument): string {
  if (flags === undefined) return why ?? '';
  return `handglass connect ${placeOf(trace)} ${flags}${why === undefined ? '' : `  (${why})`}`;
}

function title(tone: Tone & ('good' | 'bad' | 'warning'), text: string, style: Style): string[] {
  const sign = mark(style, tone);
  const [first = '', ...rest] = wrapped(text, style.width - sign.length - 1);
  const indent = ' '.repeat(sign.length + 1);
  return [
    `${paint(style, tone, sign)} ${paint(style, 'strong', first)}`,
    ...rest.map((line) => indent + paint(style, 'strong', line)),
  ];
}

function placeOf({ peer: { name, address, port } }: TraceDocument): string {
  const host = name ?? address ?? 'the peer';
  return port === null ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function stepLines({ steps, version }: TraceDocument, style: Style): string[] {
  const told = steps.filter(({ kind }) => kind !== 'keys' && kind !== 'session');
  const groups: { readonly step: Step; count: number; bytes: number }[] = [];
  for (const step of told) {
    const bytes = 'length' in step ? step.length : 0;
    const before = groups.at(-1);
    if (before && sameKind(before.step, step)) {
      before.count++;
      before.bytes += bytes;
    } else groups.push({ step, count: 1, bytes });
  }
  const shown = groups
    .slice(0, MOST_STEPS)
    .map(({ step, count, bytes }) => stepLine(step, count, bytes, version, style));
  return groups.length > MOST_STEPS
    ? [
        ...shown,
        paint(
          style,
          'dim',
          `  ${mark(style, 'more')} and ${counted(groups.length - MOST_STEPS, 'more step')}`,
        ),
      ]
    : shown;
}

const sameKind = (a: Step, b: Step): boolean =>
  a.kind === b.kind &&
  a.name === b.name &&
  'direction' in a &&
  'direction' in b &&
  a.direction === b.direction;

/** `  12.3 ms  ←  Certificate          CN=localhost                              632 B  handshake` */
function stepLine(step: Step, count: number, bytes: number, version: string | null, style: Style): string {
  const time = `${step.at.toFixed(1)} ms`.padStart(10);
  const arrow = ('direction' in step ? mark(style, step.direction) : '').padEnd(3);
  const name = (count > 1 ? `${step.name} (${count})` : step.name).padEnd(20);
  const size = bytes > 0 ? `${bytes} B`.padStart(8) : ''.padStart(8);
  // With which keys, where there is room: `handshake`, `application`, nothing for cleartext.
  const wide = style.width >= 96;
  const keys = wide && 'epoch' in step && step.epoch !== 'cleartext' ? step.epoch.replace(/ .*/, '') : '';
  const taken = time.length + 2 + arrow.length + name.length + 1 + size.length + (wide ? 13 : 0);
  const room = style.width - taken;
  const detail = shortened(wordsOf(step, version), room, style).padEnd(room);
  const tone = step.kind === 'alert' && step.name !== 'close_notify' ? 'bad' : 'strong';
  const right = paint(style, 'dim', `${size}  ${keys}`.trimEnd());
  return `${paint(style, 'dim', time)}  ${arrow}${paint(style, tone, name)} ${detail}${right}`.trimEnd();
}

function wordsOf(step: Step, version: string | null): string {
  switch (step.kind) {
    case 'dns':
      return `${listed(step.addresses, 3)}, in ${step.took.toFixed(1)} ms`;
    case 'tcp':
      return `connected to ${step.address} port ${step.port}, in ${step.took.toFixed(1)} ms`;
    case 'message':
      return detailOf(step);
    case 'alert':
      return `alert ${step.description}, ${step.level}, sent by the ${step.from}`;
    case 'change_cipher_spec':
      return version === 'TLS 1.2'
        ? 'from here on with the new keys'
        : 'means nothing here; for old middleboxes';
    case 'data':
      return `from the ${step.from}`;
    case 'end':
      return 'nothing more will come';
    case 'cut':
      return 'the connection ended without close_notify';
    default:
      return '';
  }
}

/** `→ ClientHello`, `← ServerHello, Certificate, …`: what went in one direction before the other spoke. */
function flights({ steps, version }: TraceDocument, style: Style): [arrow: string, names: string][] {
  const flying = steps.filter(
    ({ kind }) =>
      kind === 'message' || kind === 'alert' || (kind === 'change_cipher_spec' && version !== 'TLS 1.3'),
  );
  const all: { readonly direction: 'sent' | 'received'; readonly names: string[] }[] = [];
  for (const step of flying) {
    if (!('direction' in step)) continue;
    const { direction, name, kind } = step;
    const last = all.at(-1);
    const shown = kind === 'alert' ? `alert ${name}` : name;
    if (last?.direction === direction) last.names.push(shown);
    else all.push({ direction, names: [shown] });
  }
  return all.map(({ direction, names }) => [mark(style, direction), names.join(', ')]);
}

function factLines(trace: TraceDocument, style: Style): string[] {
  const facts: [string, string | undefined][] = [
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
    ['Certificate', certificate(trace)],
    ...leafFacts(trace).map((fact): [string, string] => ['', fact]),
    ['Client', trace.version === null ? undefined : clientAuthentication(trace)],
    ...offers(trace),
    ...inputs(trace),
  ].map(([name, text]) => [name ?? '', text ?? undefined]);
  const told = facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
  return told.flatMap(([name, text]) => {
    const [first = '', ...rest] = wrapped(text, style.width - 17);
    return [
      `  ${paint(style, 'strong', name.padEnd(14))} ${first}`,
      ...rest.map((line) => `${' '.repeat(17)}${line}`),
    ];
  });
}

const ruleOf = ({ decisions }: TraceDocument, about: string) =>
  decisions.findLast((decision) => decision.about === about)?.rule;

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

function certificate({ certificate: judged }: TraceDocument): string | undefined {
  if (!judged) return undefined;
  const taken = judged.overruled ? ', and taken all the same' : '';
  return `${judged.verdict}${judged.verdict === 'rejected' ? ` (${judged.reason})${taken}` : ''}: ${judged.message}`;
}

function leafFacts({ certificate: judged, startedAt }: TraceDocument): string[] {
  const leaf = judged?.path[0];
  if (!leaf) return [];
  const names = leaf.names.length > 0 ? `; for ${listed(leaf.names, 3)}` : '';
  return [
    `${brieflyNamed(leaf.subject)}, issued by ${brieflyNamed(leaf.issuer)}`,
    `valid ${leaf.notBefore.slice(0, 10)} to ${leaf.notAfter.slice(0, 10)}${remaining(leaf, startedAt)}; ${leaf.key ?? 'unknown key'}${names}`,
  ];
}

/** A name may be as long as its owner likes; the story has a screen. */
const brieflyNamed = (name: string): string => shortened(name || 'no subject', 120, plainStyle);

const DAY = 24 * 60 * 60 * 1000;
function remaining({ notAfter }: CertificateEntry, startedAt: string | null): string {
  if (startedAt === null) return '';
  const days = Math.floor((Date.parse(notAfter) - Date.parse(startedAt)) / DAY);
  return days >= 0 ? ` (${counted(days, 'day')} left)` : ` (over for ${counted(-days, 'day')})`;
}

function clientAuthentication(trace: TraceDocument): string {
  const { role, steps, clientAuthenticated, resumed, error } = trace;
  if (clientAuthenticated)
    return role === 'client'
      ? 'we proved who we are with our certificate'
      : 'authenticated by its certificate';
  const asked = steps.some((step) => step.kind === 'message' && step.type === 'certificate_request');
  if (asked) {
    const answered = steps.some(
      (step) => step.kind === 'message' && step.type === 'certificate' && step.from === 'client',
    );
    const none = role === 'server' && answered && error === undefined ? ', and sent none' : '';
    return ruleOf(trace, 'client_certificate') ?? `asked for a certificate${none}`;
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

/** Who knows what about whom, in one sentence. */
function authentication(trace: TraceDocument): string {
  const { certificate: judged, role, clientAuthenticated, resumed } = trace;
  if (resumed) return 'nobody sent a certificate: both know each other from the connection before';
  const verdict = judged ? `certificate ${judged.verdict}: ${judged.message}` : '';
  const client = clientAuthenticated ? 'the client proved who it is' : 'the client stayed anonymous';
  return [verdict, role === 'client' || !judged ? client : ''].filter(Boolean).join('; ');
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
