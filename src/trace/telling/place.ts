/** Where a field stands, and what the rest of the trace says about it: what a sentence about it is made from. */
import type { Field, Role } from '../document.ts';
import type { Facts, SentStep } from './facts.ts';
import type { Unit } from './units.ts';

/** What a tree of fields belongs to; a file’s belongs to no message. */
export interface Source {
  /** Of all bytes that the fields count in, in hexadecimal. */
  readonly bytes: string;
  readonly facts: Facts;
  readonly step?: SentStep;
}

export class Place {
  constructor(
    readonly unit: Unit,
    readonly source: Source,
  ) {}

  get facts(): Facts {
    return this.source.facts;
  }

  get field(): Field {
    return this.unit.path.at(-1)!;
  }

  /** The message’s RFC name, such as `client_hello`. */
  get message(): string {
    return this.unit.path[0]!.name;
  }

  /** Who sent it; the server for what belongs to no message. */
  get from(): Role {
    return this.source.step?.from ?? 'server';
  }

  get is12(): boolean {
    return this.facts.version === 'TLS 1.2';
  }

  /** Its place in a list, from 0. */
  get index(): number {
    return Number(/\[(\d+)\]$/.exec(this.field.name)?.[1] ?? 0);
  }

  /** How many are in the list that it is, or that it is in. */
  get count(): number {
    const isItem = this.field.name.endsWith(']');
    return itemsOf(isItem ? this.unit.path.at(-2)! : this.field).length;
  }

  /** The value in words, as its definition gives it. */
  get means(): string {
    return this.unit.value?.means ?? this.field.means ?? '';
  }

  /** The value as a number; NaN for one that is none. */
  get number(): number {
    const { value } = this.unit;
    return typeof value?.value === 'number' ? value.value : Number.NaN;
  }

  /** Of the value, in bytes. */
  get size(): number {
    const { value, inner } = this.unit;
    const { start, end } = value ?? inner;
    return end - start;
  }

  /** The value’s bytes, in hexadecimal. */
  get hex(): string {
    const { value } = this.unit;
    return value ? this.source.bytes.slice(2 * value.start, 2 * value.end) : '';
  }

  /** What its definition says, for what nobody has more to say about. */
  get about(): string | undefined {
    return this.unit.value?.about ?? this.field.about;
  }

  /** The names of the fields that it is in, the innermost first, without places in lists. */
  get names(): readonly string[] {
    const names = this.unit.path.map(({ name }) => name.replaceAll(/\[\d+\]/g, ''));
    return names.filter((name, i) => name !== names[i - 1]).reverse();
  }

  get isItem(): boolean {
    return this.field.name.endsWith(']');
  }

  /** Which of its sender’s messages of this type it is in, from 1. */
  get ordinal(): number {
    const { step } = this.source;
    const alike = this.facts.trace?.steps.filter(
      (each) =>
        each.kind === 'message' &&
        step?.kind === 'message' &&
        each.type === step.type &&
        each.from === step.from,
    );
    return step && alike ? alike.indexOf(step) + 1 : 1;
  }

  /** A field beside it, or beside one that it is in. */
  beside(name: string): Field | undefined {
    for (const outer of this.unit.path.slice(0, -1).reverse()) {
      const found = outer.parts?.find((part) => part.name === name);
      if (found) return found;
    }
    return undefined;
  }

  /** The certificate that it is in: whose it is, and the tree of its fields. */
  get certificate(): { readonly subject: string; readonly fields: Field } | undefined {
    const fields = this.unit.path.findLast((field) => childOf(field, 'tbsCertificate'));
    if (!fields) return undefined;
    const subject = childOf(childOf(fields, 'tbsCertificate')!, 'subject')?.means ?? '';
    return { subject: subject === '' ? 'the empty subject' : subject, fields };
  }
}

/** A part by its name, also where what introduces the field stands around its parts; `nth` of several, from 0. */
export function childOf({ name: own, parts = [] }: Field, name: string, nth = 0): Field | undefined {
  const inner = parts.find((part) => part.name === own && part.parts);
  return parts.filter((part) => part.name === name)[nth] ?? (inner && childOf(inner, name, nth));
}

/** The items of a list, wherever they are below it. */
export function itemsOf(list: Field): readonly Field[] {
  const parts = list.parts ?? [];
  const own = parts.filter(({ name }) => name.startsWith(`${list.name}[`));
  const inner = parts.find(({ name }) => name === list.name);
  return own.length > 0 || !inner ? own : itemsOf(inner);
}
