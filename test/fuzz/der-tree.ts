/**
 * DER taken apart as far as tags tell, to be put together again otherwise: lengths are worked out anew, so that what was
 * changed deep inside is still reached by a reader.
 */
export interface Element {
  tag: number;
  /** Of a constructed element, and of a string that holds whole elements. */
  parts?: Element[];
  /** Before the parts of a BIT STRING: how many bits of the last byte are unused. */
  unused?: number;
  /** Of an element without parts. */
  contents: Uint8Array;
  /** A length other than the right one, as it stands in the encoding. */
  length?: Uint8Array;
}

/** The elements that `bytes` are, one after another; undefined when they are none. */
export function treeOf(bytes: Uint8Array, depth = 0): Element[] | undefined {
  const all: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at]!;
    const first = bytes[at + 1];
    if (first === undefined || first === 0x80 || first > 0x83) return undefined;
    const width = first < 0x80 ? 0 : first & 0x7f;
    let length = width === 0 ? first : 0;
    for (let i = 0; i < width; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
    const start = at + 2 + width;
    if (start + length > bytes.length) return undefined;
    all.push(elementOf(tag, bytes.subarray(start, start + length), depth));
    at = start + length;
  }
  return all;
}

const OCTET_STRING = 0x04;
const BIT_STRING = 0x03;

function elementOf(tag: number, contents: Uint8Array, depth: number): Element {
  if (depth > 30 || contents.length === 0) return { tag, contents };
  const isBits = tag === BIT_STRING && contents[0]! < 8;
  const mayHold = (tag & 0x20) !== 0 || tag === OCTET_STRING || isBits;
  const parts = mayHold ? treeOf(contents.subarray(isBits ? 1 : 0), depth + 1) : undefined;
  if (!parts || parts.length === 0) return { tag, contents };
  return { tag, contents, parts, ...(isBits && { unused: contents[0]! }) };
}

export function bytesOf(elements: readonly Element[]): Uint8Array {
  return joined(
    elements.flatMap((element) => {
      const contents = contentsOf(element);
      return [Uint8Array.of(element.tag), element.length ?? lengthOf(contents.length), contents];
    }),
  );
}

function contentsOf({ parts, unused, contents }: Element): Uint8Array {
  if (!parts) return contents;
  return unused === undefined ? bytesOf(parts) : joined([Uint8Array.of(unused), bytesOf(parts)]);
}

/** In the fewest bytes that hold it, or in `width` more than one. */
export function lengthOf(length: number, width?: number): Uint8Array {
  if (width === undefined && length < 0x80) return Uint8Array.of(length);
  const digits = width ?? (length < 2 ** 8 ? 1 : length < 2 ** 16 ? 2 : 3);
  return Uint8Array.of(
    0x80 | digits,
    ...Array.from({ length: digits }, (_, i) => Math.floor(length / 256 ** (digits - 1 - i)) & 0xff),
  );
}

/** Every element, each before its parts, with the list that it stands in. */
export function placesIn(list: Element[]): { element: Element; list: Element[]; at: number }[] {
  return list.flatMap((element, at) => [{ element, list, at }, ...placesIn(element.parts ?? [])]);
}

export const copyOf = (element: Element): Element => ({
  ...element,
  ...(element.parts && { parts: element.parts.map(copyOf) }),
});

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
