/**
 * A tree of fields as the lines that it is told in: each byte is on one of them. What introduces a field (a DER tag, a
 * length, an extension's type) is on the line of the field that it introduces, and a value on the line of its name.
 */
import { say, type Words } from '../../wire/words.ts';
import type { Field } from '../document.ts';

export interface Unit {
  /** The fields that it is in, outermost first, and last the one that it tells. */
  readonly path: readonly Field[];
  readonly depth: number;
  readonly name: string;
  /** Which alternative of a `CHOICE` it is: `dNSName`. */
  readonly chosen: string | undefined;
  /** Of its own bytes. */
  readonly start: number;
  readonly end: number;
  /** What introduces it: `SEQUENCE, 601 bytes`. */
  readonly before: readonly Words[];
  /** The innermost field that its bytes belong to, if they hold a value: where they do not, they only introduce others. */
  readonly value: Field | undefined;
  /** What is left of it behind what introduces it. */
  readonly inner: Field;
  readonly failed: string | undefined;
}

export function unitsOf(root: Field): Unit[] {
  const units: Unit[] = [];
  addUnits(units, root, [], 0);
  return units;
}

function addUnits(units: Unit[], field: Field, outer: readonly Field[], depth: number): void {
  const { path, name, chosen, before, value, inner, failed, at, rest } = introduced(field, outer);
  const end = value && rest.length === 0 ? field.end : at;
  units.push({ path, depth, name, chosen, start: field.start, end, before, value, inner, failed });
  let next = end;
  for (const part of rest) {
    // An empty body is told with what introduces it.
    if (part.start === part.end && !part.parts && part.failed === undefined) continue;
    if (part.start > next) units.push(strayBytes(path, depth + 1, next, part.start));
    addUnits(units, part, path, depth + 1);
    next = Math.max(next, part.end);
  }
  if (next < field.end) units.push(strayBytes(path, depth + 1, next, field.end));
}

/** Bytes between two parts, which exist only after damage. */
const strayBytes = (path: readonly Field[], depth: number, start: number, end: number): Unit => ({
  path,
  depth,
  name: '',
  chosen: undefined,
  start,
  end,
  before: [],
  value: undefined,
  inner: path.at(-1)!,
  failed: undefined,
});

interface Introduced {
  readonly path: readonly Field[];
  readonly name: string;
  readonly chosen: string | undefined;
  readonly before: readonly Words[];
  readonly value: Field | undefined;
  readonly inner: Field;
  readonly failed: string | undefined;
  /** Where what follows the introduction begins. */
  readonly at: number;
  readonly rest: readonly Field[];
}

const INTRODUCTIONS = ['tag', 'length', 'extension_type', 'msg_type', 'unusedBits'];

function introduced(field: Field, outer: readonly Field[]): Introduced {
  const before: Words[] = [];
  const path = [...outer, field];
  let chosen: string | undefined;
  let inner = field;
  let at = field.start;
  let rest = field.parts ?? [];
  let { failed } = field;
  let typed = false;
  for (;;) {
    const [first] = rest;
    if (first && !first.parts && INTRODUCTIONS.includes(first.name) && first.name !== inner.name) {
      typed ||= first.name === 'extension_type' || first.name === 'msg_type';
      const said = introductionOf(first);
      if (said !== undefined) before.push(said);
      failed ??= first.failed;
      at = first.end;
      rest = rest.slice(1);
      continue;
    }
    // A value has its field's name; a CHOICE has nothing of its own.
    const isSame = rest.length === 1 && first!.name === inner.name;
    const isChoice = rest.length === 1 && at === inner.start && first!.parts?.[0]?.name === 'tag';
    if (!isSame && !isChoice) break;
    if (!isSame) chosen = first!.name;
    inner = first!;
    failed ??= inner.failed;
    rest = inner.parts ?? [];
    if (!inner.parts) break;
  }
  const isValue = rest.length === 0 && inner.parts === undefined;
  const left = { ...inner, start: at };
  const value = isValue ? inner : typed || rest.length === 0 ? left : undefined;
  return {
    path,
    name: chosen === undefined ? field.name : `${field.name} ${chosen}`,
    chosen,
    before,
    value,
    inner,
    failed,
    at,
    rest,
  };
}

function introductionOf({ name, means, value }: Field): Words | undefined {
  switch (name) {
    case 'length':
      return value === 1 ? '1 byte' : say`${Number(value ?? 0)} bytes`;
    case 'tag':
      return means ?? (value === 5 ? 'NULL' : 'tag');
    case 'extension_type':
      return say`extension ${Number(value)}`;
    case 'msg_type':
      return say`message ${Number(value)}`;
    default:
      return value === 0 ? undefined : say`the last ${Number(value)} bits do not count`;
  }
}
