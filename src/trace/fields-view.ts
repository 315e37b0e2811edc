/**
 * A trace as every byte that was sent in its handshake: each message, each field with its bytes, its value, a sentence
 * about it, and the section that defines it.
 */
import { say, type Words } from '../wire/words.ts';
import type { TraceDocument } from './document.ts';
import { unitLines } from './field-lines.ts';
import type { SentStep } from './telling/facts.ts';
import { NameChoice } from './telling/known-names.ts';
import { type ToldMessage, type ToldUnit, toldMessages } from './telling/told-messages.ts';
import { clauses, cleaned, hanging, inCharset, mark, paint, plainStyle, type Style } from './text.ts';

export interface FieldsChoice {
  /** Only messages and fields of these names; all if absent. */
  readonly only?: readonly string[];
  /** Each message also as a whole, as a hex dump. */
  readonly hex?: boolean;
}

export function fieldsView(
  trace: TraceDocument,
  style: Style = plainStyle,
  choice: FieldsChoice = {},
): string {
  // Records are not shown, and there may be many.
  const lines = fieldsLines(cleaned({ ...trace, records: [] }, style), style, choice);
  return inCharset(`${lines.join('\n').trimEnd()}\n`, style);
}

/** @param clean a trace in which nothing is left that a terminal would obey */
function fieldsLines(
  clean: TraceDocument,
  style: Style,
  { only, hex = false }: FieldsChoice = {},
): readonly string[] {
  const choice = only && new NameChoice(only);
  const all = toldMessages(clean).flatMap((message) => chosen(message, choice) ?? []);
  if (all.length === 0) return hanging('', 'nothing of that name was sent', style);
  return all.flatMap(({ step, bytes, units, inside }) => [
    heading(step, bytes, style),
    ...(hex ? dumped(bytes) : []),
    ...(units.length > 0 ? unitLines(units, bytes, style) : hanging('         ', notKept(step), style)),
    ...(inside
      ? ['', ...hanging('  ', inside.title, style), ...unitLines(inside.units, inside.bytes, style)]
      : []),
    '',
  ]);
}

/** What is wanted of a message; undefined if nothing is. */
function chosen(message: ToldMessage, choice: NameChoice | undefined): ToldMessage | undefined {
  const { step, units } = message;
  if (!choice || choice.has(step.name) || (step.kind === 'message' && choice.has(step.type))) return message;
  if (step.kind === 'alert' && choice.has('alert')) return message;
  const wanted = units.filter(
    ({ unit: { path, chosen: alternative } }) =>
      path.some(({ name }) => choice.has(name)) || (alternative !== undefined && choice.has(alternative)),
  );
  if (wanted.length === 0) return undefined;
  const least = Math.min(...wanted.map(({ unit }) => unit.depth));
  return { ...message, units: wanted.map((told) => raised(told, least)) };
}

const raised = (told: ToldUnit, by: number): ToldUnit => ({
  ...told,
  unit: { ...told.unit, depth: told.unit.depth - by },
});

function heading(step: SentStep, bytes: string, style: Style): string {
  const name = step.kind === 'alert' ? say`alert ${step.name}` : step.name;
  const length = bytes === '' && step.kind === 'message' ? step.length : bytes.length / 2;
  const size = length === 1 ? '1 byte' : say`${length} bytes`;
  const told = [size, step.from === 'client' ? 'from the client' : 'from the server', protection(step)];
  const words = clauses(told.filter((each) => each !== ''));
  const { language } = style;
  const title = paint(style, 'strong', language.words(name));
  return `${mark(style, step.direction)} ${title}  ${language.words(words)}`;
}

function protection(step: SentStep): Words {
  if (step.kind !== 'message') return '';
  switch (step.epoch.replace(/ .*/, '')) {
    case 'cleartext':
      return 'in the clear';
    case 'handshake':
      return 'under the handshake keys';
    case 'early':
      return 'under the early keys';
    default:
      return 'under the application keys';
  }
}

const notKept = (step: SentStep): Words => say`${step.name} was too long to keep`;

/** As in any hex dump: the offset, sixteen bytes, and what of them can be read. */
function dumped(bytes: string): string[] {
  const rows = bytes.match(/.{1,32}/g) ?? [];
  return rows.map((row, i) => {
    const pairs = row.match(/../g)!;
    const text = pairs.map((pair) => readable(Number.parseInt(pair, 16))).join('');
    const left = pairs.slice(0, 8).join(' ').padEnd(23);
    const right = pairs.slice(8).join(' ').padEnd(23);
    return `${(16 * i).toString(16).padStart(6, '0')}  ${left}  ${right}  |${text}|`;
  });
}

const readable = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.');
