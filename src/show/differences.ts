/** What differs between two connections: what was agreed, which messages were sent, what the hellos offer, the certificates. */
import { type AnyMessage, messageIn } from '../protocol/any-message.ts';
import { ExtensionType } from '../protocol/numbers/extension-types.ts';
import { isGrease } from '../protocol/numbers/grease.ts';
import { NamedGroup } from '../protocol/numbers/groups.ts';
import { SignatureScheme } from '../protocol/numbers/schemes.ts';
import { CipherSuite } from '../protocol/numbers/suites.ts';
import { ProtocolVersion, TLS12, TLS13 } from '../protocol/numbers/versions.ts';
import type { Role, Step, TraceDocument } from '../trace/document.ts';
import { listed } from '../trace/text.ts';
import { fromHex } from '../wire/bytes.ts';
import { say, type Words } from '../wire/words.ts';

export interface Difference {
  /** What it is about; does not change with the wording. */
  readonly id: string;
  readonly name: Words;
  readonly said: Words;
}

export function differences(a: TraceDocument, b: TraceDocument): readonly Difference[] {
  return [
    ...facts.flatMap(([id, name, of]) => unlike(id, name, of(a), of(b))),
    ...messages(a, b),
    ...hellos(a, b),
    ...unlike('certificates', 'Certificates', chainOf(a), chainOf(b)),
    ...unlike('verdict', 'Verdict', verdictOf(a), verdictOf(b)),
  ];
}

type Fact = readonly [id: string, name: Words, of: (trace: TraceDocument) => Words];

const yesOrNo = (value: boolean | null): Words => (value ? 'yes' : 'no');
const facts: readonly Fact[] = [
  ['outcome', 'Outcome', ({ ok, error }) => error?.message ?? (ok ? 'connected' : 'not connected')],
  ['version', 'Version', ({ version }) => version ?? 'none'],
  ['cipher-suite', 'Cipher suite', ({ cipherSuite }) => cipherSuite ?? 'none'],
  ['key-exchange', 'Key exchange', ({ keyExchange }) => keyExchange ?? 'none'],
  ['group', 'Group', ({ group }) => group ?? 'none'],
  ['signature-scheme', 'Signature', ({ signatureScheme }) => signatureScheme ?? 'none'],
  ['alpn', 'ALPN', ({ alpn }) => alpn ?? 'none'],
  ['server-name', 'Server name', ({ serverName }) => serverName ?? 'none'],
  ['resumed', 'Resumed', ({ resumed }) => yesOrNo(resumed)],
  ['extended-main-secret', 'Extended main secret', (trace) => yesOrNo(trace.extendedMainSecret)],
  ['client-authenticated', 'Client proved', ({ clientAuthenticated }) => yesOrNo(clientAuthenticated)],
];

function unlike(id: string, name: Words, a: Words, b: Words): readonly Difference[] {
  return String(a) === String(b) ? [] : [{ id, name, said: say`A: ${a}; B: ${b}` }];
}

/** What only one of two lists has, and a different order of the same. */
function lists(id: string, name: Words, a: readonly string[], b: readonly string[]): readonly Difference[] {
  const onlyA = a.filter((one) => !b.includes(one));
  const onlyB = b.filter((one) => !a.includes(one));
  if (onlyA.length > 0 && onlyB.length > 0)
    return [{ id, name, said: say`only A: ${listed(onlyA)}; only B: ${listed(onlyB)}` }];
  if (onlyA.length > 0) return [{ id, name, said: say`only A: ${listed(onlyA)}` }];
  if (onlyB.length > 0) return [{ id, name, said: say`only B: ${listed(onlyB)}` }];
  return a.join() === b.join() ? [] : [{ id, name, said: 'the same in another order' }];
}

type MessageStep = Extract<Step, { readonly kind: 'message' }>;
const messagesOf = ({ steps }: TraceDocument): readonly MessageStep[] =>
  steps.filter((step) => step.kind === 'message');

function messages(a: TraceDocument, b: TraceDocument): readonly Difference[] {
  const sides: readonly (readonly [Role, string, Words])[] = [
    ['client', 'messages-of-client', 'Client’s messages'],
    ['server', 'messages-of-server', 'Server’s messages'],
  ];
  return sides.flatMap(([from, id, name]) => {
    const sent = (trace: TraceDocument) =>
      messagesOf(trace).flatMap((step) => (step.from === from ? [step.name] : []));
    return lists(id, name, sent(a), sent(b));
  });
}

/** Of a name that comes twice, as ClientHello around a HelloRetryRequest, the first. */
function hellos(a: TraceDocument, b: TraceDocument): readonly Difference[] {
  return ['ClientHello', 'ServerHello', 'EncryptedExtensions', 'CertificateRequest'].flatMap((name) => {
    const [left, right] = [offersOf(a, name), offersOf(b, name)];
    if (!left || !right) return [];
    return left.flatMap(([what, label, items], i) =>
      lists(`${name}.${what}`, say`${name}: ${label}`, items, right[i]?.[2] ?? []),
    );
  });
}

type Offers = readonly (readonly [what: string, label: Words, items: readonly string[]])[];

function offersOf(trace: TraceDocument, name: string): Offers | undefined {
  const step = messagesOf(trace).find((step) => step.name === name);
  const version = trace.version === 'TLS 1.3' ? TLS13 : trace.version === 'TLS 1.2' ? TLS12 : undefined;
  const message = step && messageIn(fromHex(step.bytes), version);
  return message && [['extensions', 'extensions', extensionsOf(message)], ...choicesOf(message)];
}

function extensionsOf({ body }: AnyMessage): readonly string[] {
  const present = 'extensions' in body ? Object.entries(body.extensions) : [];
  return present.flatMap(([name, value]) =>
    value === undefined || isGrease(Number(name)) ? [] : [snake(name)],
  );
}
const snake = (name: string): string => {
  const spelt = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return spelt in ExtensionType ? spelt : name;
};

function choicesOf({ name, body }: AnyMessage): Offers {
  if (name !== 'ClientHello') return [];
  const { cipherSuites, extensions } = body;
  const named = (numbers: readonly number[] | undefined, nameOf: (number: number) => string) =>
    (numbers ?? []).filter((number) => !isGrease(number)).map(nameOf);
  return [
    ['cipher_suites', 'cipher suites', named(cipherSuites, CipherSuite.nameOf)],
    ['supported_versions', 'versions', named(extensions.supportedVersions, ProtocolVersion.nameOf)],
    ['supported_groups', 'groups', named(extensions.supportedGroups, NamedGroup.nameOf)],
    [
      'signature_algorithms',
      'signature algorithms',
      named(extensions.signatureAlgorithms, SignatureScheme.nameOf),
    ],
    ['alpn', 'application protocols', extensions.applicationLayerProtocolNegotiation ?? []],
  ];
}

const chainOf = ({ certificate }: TraceDocument): Words =>
  certificate
    ? listed(
        certificate.path.map(({ subject, serialNumber }) => say`${subject} (serial number ${serialNumber})`),
      )
    : 'none';

const verdictOf = ({ certificate }: TraceDocument): Words => certificate?.message ?? 'none';
