/**
 * `Extension extensions<…>`: a list in which each type appears at most once, in an order that means nothing but is kept.
 * The value is an object with its keys in that order: the extension's name where its type is known, `0x` and four
 * hexadecimal digits where it is not, so that a hello can be written again as it was.
 */

import { bare } from '../wire/bare.ts';
import type { Codec, Of } from '../wire/codec.ts';
import { snake } from '../wire/notation.ts';
import { Malformed, type Note, type Reader } from '../wire/reader.ts';
import { say } from '../wire/words.ts';
import { TlsError } from './errors.ts';
import { ExtensionType } from './numbers/extension-types.ts';
import { greaseName, isGrease } from './numbers/grease.ts';

/** A message that can have extensions, as in the table of RFC 9846 section 4.3; SH12 is TLS 1.2's ServerHello. */
export type Column = 'CH' | 'SH' | 'HRR' | 'EE' | 'CT' | 'CR' | 'NST' | 'SH12';

export interface Row {
  readonly type: number;
  readonly rfc: string;
  readonly about: string;
  // biome-ignore lint/suspicious/noExplicitAny: each column has a body of its own type, kept by inference
  readonly in: { readonly [C in Column]?: Codec<any> };
}
export type Table = Readonly<Record<string, Row>>;

type UnknownKey = `0x${string}`;
/** The extensions that are allowed in message `C`, each with the type of its body there. */
export type ExtensionsIn<T extends Table, C extends Column> = {
  -readonly [K in keyof T as C extends keyof T[K]['in'] ? K : never]?: C extends keyof T[K]['in']
    ? Of<T[K]['in'][C]>
    : never;
} & { [unknown: UnknownKey]: Uint8Array };

const typeNote: Note = {
  name: 'extension_type',
  means: (type: number) => greaseName(type) ?? ExtensionType.nameOf(type),
};
const lengthNote: Note = { name: 'length', rfc: 'RFC 9846 section 3.4' };
const dataNote: Note = { name: 'extension_data', rfc: 'RFC 9846 section 4.3' };

/**
 * @param mayBeAbsent in TLS 1.2 a hello may end before the extensions (RFC 5246 section 7.4.1.2)
 * @param last the extension that must come last (RFC 9846 section 4.3.11)
 */
export function extensions<const T extends Table, const C extends Column>(
  table: T,
  column: C,
  { mayBeAbsent = false, last }: { readonly mayBeAbsent?: boolean; readonly last?: keyof T & string } = {},
): Codec<ExtensionsIn<T, C>> {
  const byType = new Map(Object.entries(table).map(([name, row]) => [row.type, rowIn(name, row, column)]));
  const byName = new Map([...byType.values()].map((row) => [row.name, row]));

  const readOne = (r: Reader, out: Record<string, unknown>): void => {
    const at = r.pos;
    if (r.left < 4) throw new Malformed('truncated', at);
    const row = byType.get((r.bytes[at]! << 8) | r.bytes[at + 1]!);
    r.enter(row?.note ?? noteOfUnknown((r.bytes[at]! << 8) | r.bytes[at + 1]!));
    r.enter(typeNote);
    const type = r.uint(2);
    r.leave(type);
    r.enter(lengthNote);
    const length = r.uint(2);
    r.leave(length);
    const name = row?.name ?? keyOf(type);
    if (name in out) {
      throw new TlsError('duplicate-extension', say`${snake(name)} appears twice`, 'RFC 9846 section 4.3');
    }
    if (!row) {
      r.enter(dataNote);
      out[name] = r.take(length);
      r.leave(out[name]);
    } else {
      if (!row.codec) {
        throw new TlsError(
          'forbidden-extension',
          say`the peer sent ${snake(name)} in a message where it is not allowed`,
          'RFC 9846 section 4.3',
        );
      }
      r.enter(row.bodyNote);
      out[name] = r.within(length, row.codec.read);
      r.leave(out[name]);
    }
    r.leave(out[name]);
    if (name !== last && last !== undefined && last in out) {
      throw new TlsError('misplaced-extension', say`${snake(last)} is not last`, 'RFC 9846 section 4.3.11');
    }
  };

  return {
    read(r) {
      const out = bare();
      if (mayBeAbsent && !r.more) return out as never;
      r.enter(lengthNote);
      const length = r.uint(2);
      r.leave(length);
      r.within(length, () => {
        while (r.more) readOne(r, out);
      });
      return out as never;
    },
    write(w, value) {
      const block = value as Record<string, unknown>;
      const names = Object.keys(block).filter((name) => block[name] !== undefined);
      if (mayBeAbsent && names.length === 0) return;
      w.sized(2, 0, 0xffff, () => {
        for (const name of names) {
          const body = block[name];
          const row = byName.get(name);
          w.uint(2, row?.type ?? Number(name));
          w.sized(2, 0, 0xffff, () => {
            if (row) row.codec!.write(w, body);
            else w.put(body as Uint8Array);
          });
        }
      });
    },
  };
}

interface RowIn {
  readonly name: string;
  readonly type: number;
  readonly codec: Codec<unknown> | undefined;
  readonly note: Note;
  /** Without a name, so that a tracer shows the extension's: some bodies are one number, or mere bytes. */
  readonly bodyNote: Note;
}
function rowIn(name: string, row: Row, column: Column): RowIn {
  const codec = row.in[column];
  return {
    name,
    type: row.type,
    codec,
    note: { name: snake(name), rfc: row.rfc, about: row.about },
    bodyNote: { name: '', rfc: row.rfc, ...(codec?.means && { means: codec.means }) },
  };
}

const noteOfUnknown = (type: number): Note =>
  isGrease(type)
    ? { name: 'GREASE', rfc: 'RFC 8701 section 3.1', about: 'An extension that nobody will ever define.' }
    : {
        name: ExtensionType.known.get(type) ?? 'extension',
        about: 'An extension that handglass does not read.',
      };

const keyOf = (type: number): UnknownKey => `0x${type.toString(16).padStart(4, '0')}`;

/** The types of the extensions in a block, in the order of the wire. */
export function typesIn(table: Table, block: object): number[] {
  const types: number[] = [];
  for (const name of Object.keys(block)) {
    if ((block as Record<string, unknown>)[name] !== undefined) types.push(table[name]?.type ?? Number(name));
  }
  return types;
}
