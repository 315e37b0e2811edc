/**
 * The key schedule as text: first what all keys are made of, then every step, with what it takes, what it gives and what
 * for. Values only where the document has them.
 */
import { say, type Words } from '../wire/words.ts';
import type { ScheduleDocument, ScheduleInputDocument, TraceDocument } from './document.ts';
import { aboutStep } from './key-steps.ts';
import { referencesText } from './references.ts';
import { cleaned, hanging, inCharset, inSequence, padded, paint, type Style } from './text.ts';

/** What is told of: a connection’s document, or values that somebody derives keys from. */
export type KeyedDocument = Pick<
  TraceDocument,
  'version' | 'cipherSuite' | 'resumed' | 'randoms' | 'schedule'
> & {
  readonly steps: readonly Pick<TraceDocument['steps'][number], 'name'>[];
};

export function keysStory(given: KeyedDocument, style: Style): string {
  const { version, cipherSuite, resumed, randoms, schedule, steps } = given;
  const document: KeyedDocument = cleaned({ version, cipherSuite, resumed, randoms, schedule, steps }, style);
  const lines =
    document.schedule.length === 0
      ? hanging('', 'No keys were made.', style)
      : [
          ...inputLines(document, style),
          ...document.schedule.flatMap((step, at) => stepLines(step, at, document, style)),
        ];
  return inCharset(`${lines.join('\n')}\n`, style);
}

function inputLines(document: KeyedDocument, style: Style): string[] {
  const { client, server } = document.randoms;
  const third = startOf(document);
  const input = (name: string, value: string | null, about: Words): string[] => {
    const first = `  ${padded(name, 18, style)}`;
    return value === null
      ? hanging(first, about, style)
      : [...hanging(first, value, style), ...hanging(' '.repeat(20), about, style)];
  };
  return [
    paint(
      style,
      'strong',
      style.language.words('What all keys are made from: three inputs, new for each connection'),
    ),
    ...input('client_random', client, '32 bytes that the client made; anybody on the way can read them.'),
    ...input('server_random', server, '32 bytes that the server made; anybody on the way can read them.'),
    ...(third ? input(third.name, third.bytes, abouts[third.name] ?? '') : []),
    ...(document.version === 'TLS 1.2'
      ? []
      : hanging(
          '  ',
          'In TLS 1.3 the randoms go into each secret by the hash of the messages that they are in.',
          style,
        )),
  ];
}

/** The secret that it all starts from: what the key exchange gives, or what an earlier handshake left. */
function startOf({ schedule }: KeyedDocument): ScheduleInputDocument | undefined {
  const given = schedule.flatMap(({ inputs }) => inputs).filter(({ step }) => step === null);
  for (const name of ['pre_master_secret', 'shared secret', 'master_secret', 'PSK']) {
    const found = given.find((input) => input.name === name);
    if (found) return found;
  }
  return undefined;
}

const abouts: Readonly<Record<string, Words>> = {
  pre_master_secret: 'The premaster secret: by the key exchange only the two sides know it.',
  'shared secret': 'The secret of the key exchange: only the two sides know it.',
  master_secret: 'Left by the handshake that is resumed: only the randoms are new.',
  PSK: 'Left by the handshake that is resumed.',
};

function stepLines(step: ScheduleDocument, at: number, document: KeyedDocument, style: Style): string[] {
  const { operation, output, over, hash, inputs } = step;
  const { why, rfc } = aboutStep(step, (of) => document.schedule[of]);
  const given = inputs.filter(({ step: from, name, bytes }) => from === null && bytes && name !== '0');
  const names = (over ?? []).map((of) => document.steps[of]?.name ?? '?');
  return [
    '',
    ...hanging(
      `${String(at + 1).padStart(3)}  `,
      `${output.name} = ${formulaOf(step, at, document.schedule)}`,
      style,
    ),
    ...hanging(INDENT, why, style),
    ...(names.length > 0 ? hanging(INDENT, say`over ${inSequence(names)}`, style) : []),
    ...given.flatMap(({ name, bytes }) => valueLines(`${name}:`, bytes!, style)),
    ...valueLines(
      operation === 'cut'
        ? say`${output.length} bytes (${referencesText(rfc)})`
        : say`${output.length} bytes, by ${hash} (${referencesText(rfc)})`,
      output.bytes ?? '',
      style,
    ),
  ];
}

const INDENT = '     ';

/** On a line of its own, so that it can be copied. */
const valueLines = (name: Words, value: string, style: Style): string[] => [
  ...hanging(INDENT, name, style),
  ...(value === '' ? [] : hanging(`${INDENT}  `, value, style)),
];

/** As the RFC writes it. */
function formulaOf(
  { operation, label, inputs, output }: ScheduleDocument,
  at: number,
  schedule: readonly ScheduleDocument[],
): string {
  const [first = '', second = ''] = inputs.map(({ name }) => name);
  switch (operation) {
    case 'HKDF-Extract':
      return `HKDF-Extract(salt: ${first}, IKM: ${second})`;
    case 'Derive-Secret':
      return `Derive-Secret(${first}, "${label}", ${/^Transcript-Hash\((.*)\)$/.exec(second)?.[1] ?? second})`;
    case 'HKDF-Expand-Label':
      return `HKDF-Expand-Label(${first}, "${label}", ${second}, ${output.length})`;
    case 'HMAC':
      return `HMAC(${first}, ${second})`;
    case 'PRF':
      return `PRF(${first}, "${label}", ${second})[0..${output.length - 1}]`;
    default: {
      const start = cutFrom(at, schedule);
      return `${first}[${start}..${start + output.length - 1}]`;
    }
  }
}

/** Where a key begins in the key_block: behind those that were cut out of it before. */
function cutFrom(at: number, schedule: readonly ScheduleDocument[]): number {
  let start = 0;
  for (let before = at - 1; schedule[before]?.operation === 'cut'; before--)
    start += schedule[before]!.output.length;
  return start;
}
