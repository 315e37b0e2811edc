/** The steps of a trace as lines: when, which way, what, and what is worth saying about it. */
import { say, type Words } from '../wire/words.ts';
import type { Step, TraceDocument } from './document.ts';
import { detailOf } from './step-details.ts';
import { inSequence, listed, mark, padded, paint, plainStyle, type Style, shortened } from './text.ts';

/** Steps beyond these are only counted. */
const MOST_STEPS = 22;

export function stepLines({ steps, version, stepsNotKept }: TraceDocument, style: Style): string[] {
  const all = steps.filter(({ kind }) => kind !== 'keys' && kind !== 'session');
  const groups: Group[] = [];
  for (const step of all) {
    const bytes = 'length' in step ? step.length : 0;
    const before = groups.at(-1);
    const records = step.kind === 'message' ? step.records : null;
    if (before && sameKind(before.step, step)) {
      before.count++;
      before.bytes += bytes;
      if (before.records && records) before.records = [before.records[0], records[1]];
    } else groups.push({ step, count: 1, bytes, records });
  }
  const isTimed = all.some(({ at }) => at > 0);
  const told = groups.slice(0, MOST_STEPS);
  const shown = told.map((group, at) => stepLine(group, bracketAt(told, at), version, isTimed, style));
  const more = Math.max(0, groups.length - MOST_STEPS) + stepsNotKept;
  if (more === 0) return shown;
  const words = more === 1 ? 'and 1 more step' : say`and ${more} more steps`;
  return [...shown, paint(style, 'dim', `  ${mark(style, 'more')} ${style.language.words(words)}`)];
}

/** Steps of one kind in a row, on one line. */
interface Group {
  readonly step: Step;
  count: number;
  bytes: number;
  /** The first and the last record of what are messages. */
  records: readonly [number, number] | null;
}

/** A bracket joins the messages of which one ends in the record in which the next begins. */
function bracketAt(groups: readonly Group[], at: number): 'opens' | 'within' | 'closes' | undefined {
  const isBefore = groups.some((_, i) => i < at && joinsFrom(groups, i) > at);
  const joinsBefore = groups.some((_, i) => i < at && joinsFrom(groups, i) === at);
  const joinsNext = joinsFrom(groups, at) > at;
  if (isBefore || (joinsBefore && joinsNext)) return 'within';
  if (joinsBefore) return 'closes';
  return joinsNext ? 'opens' : undefined;
}

/** Where the next message of this direction is, if it begins in the record in which this one ends; otherwise -1. */
function joinsFrom(groups: readonly Group[], at: number): number {
  const { records, step } = groups[at]!;
  if (!records || !('direction' in step)) return -1;
  const next = groups.findIndex(
    (group, i) =>
      i > at && group.records && 'direction' in group.step && group.step.direction === step.direction,
  );
  return groups[next]?.records?.[0] === records[1] ? next : -1;
}

const sameKind = (a: Step, b: Step): boolean =>
  a.kind === b.kind &&
  a.name === b.name &&
  'direction' in a &&
  'direction' in b &&
  a.direction === b.direction;

/** `  12.3 ms  ←  Certificate          CN=localhost                              632 B  handshake` */
function stepLine(
  { step, count, bytes, records }: Group,
  bracket: ReturnType<typeof bracketAt>,
  version: string | null,
  isTimed: boolean,
  style: Style,
): string {
  // What was recorded elsewhere has no times.
  const time = isTimed ? milliseconds(step.at).padStart(10) : '';
  const joined = bracket ? mark(style, bracket) : ' ';
  const arrow = ('direction' in step ? mark(style, step.direction) : '').padEnd(3);
  const { language } = style;
  const meaning = language.gloss(step.name);
  const shown = language.words(step.name);
  const name = padded(count > 1 ? `${shown} (${count})` : shown, 20, style);
  const size = bytes > 0 ? `${bytes} B`.padStart(8) : ''.padStart(8);
  // With which keys, where there is room: `handshake`, `application`, nothing for cleartext.
  const wide = style.width >= 96;
  const keys = wide && 'epoch' in step && step.epoch !== 'cleartext' ? step.epoch.replace(/ .*/, '') : '';
  const taken = time.length + 2 + arrow.length + language.columns(name) + 1 + size.length + (wide ? 13 : 0);
  const room = style.width - taken;
  // On a wide terminal, and in a pipe, what is long is shown in full, and the rest stays in its columns.
  const column = Math.min(room, plainStyle.width - taken);
  const said = meaning + language.words(inRecords(records, wordsOf(step, version)));
  const detail = padded(shortened(said, room, style), column, style);
  const tone = step.kind === 'alert' && step.name !== 'close_notify' ? 'bad' : 'strong';
  const right = paint(style, 'dim', `${size}  ${keys}`.trimEnd());
  return `${paint(style, 'dim', `${time} ${joined}`)}${arrow}${paint(style, tone, name)} ${detail}${right}`.trimEnd();
}

/** A message that is cut into several records says so first. */
function inRecords(records: Group['records'], words: Words): Words {
  const count = records ? records[1] - records[0] + 1 : 1;
  if (count === 1) return words;
  return words === '' ? say`in ${count} records` : say`in ${count} records: ${words}`;
}

function wordsOf(step: Step, version: string | null): Words {
  switch (step.kind) {
    case 'dns':
      return say`${listed(step.addresses, 3)}, in ${milliseconds(step.took)}`;
    case 'tcp':
      return say`connected to ${step.address} port ${step.port}, in ${milliseconds(step.took)}`;
    case 'fetch':
      return step.failed === null
        ? say`from ${step.url}, in ${milliseconds(step.took)}`
        : say`nothing usable from ${step.url}, in ${milliseconds(step.took)}`;
    case 'question':
      return step.by === 'option'
        ? 'go on? yes, by an option: nobody was asked'
        : step.answer === 'yes'
          ? say`go on? yes, said the person after ${seconds(step.took)}`
          : say`go on? no, said the person after ${seconds(step.took)}`;
    case 'message':
      return step.bytes === '' ? 'too long to keep' : detailOf(step);
    case 'alert':
      return step.from === 'client'
        ? say`alert ${step.description}, ${step.level}, sent by the client`
        : say`alert ${step.description}, ${step.level}, sent by the server`;
    case 'change_cipher_spec':
      return version === 'TLS 1.2'
        ? 'from here on with the new keys'
        : 'means nothing here; for old middleboxes';
    case 'data':
      return step.from === 'client' ? 'from the client' : 'from the server';
    case 'end':
      return 'nothing more will come';
    case 'cut':
      return 'the connection ended without close_notify';
    default:
      return '';
  }
}

const seconds = (took: number): string => `${(took / 1000).toFixed(1)} s`;

const milliseconds = (took: number): string => `${took.toFixed(1)} ms`;

/** `→ ClientHello`, `← ServerHello, Certificate, …`: what went in one direction before the other spoke. */
export function flights({ steps, version }: TraceDocument, style: Style): [arrow: string, names: Words][] {
  const flying = steps.filter(
    ({ kind }) =>
      kind === 'message' || kind === 'alert' || (kind === 'change_cipher_spec' && version !== 'TLS 1.3'),
  );
  const all: { readonly direction: 'sent' | 'received'; readonly names: Words[] }[] = [];
  for (const step of flying) {
    if (!('direction' in step)) continue;
    const { direction, name, kind } = step;
    const last = all.at(-1);
    const shown = kind === 'alert' ? say`alert ${name}` : name;
    if (last?.direction === direction) last.names.push(shown);
    else all.push({ direction, names: [shown] });
  }
  return all.map(({ direction, names }) => [mark(style, direction), inSequence(names)]);
}
