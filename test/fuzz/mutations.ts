/**
 * Ways to change an input: bytes for any, elements for DER, whole certificates for a chain.
 *
 * Blind changes of bytes break the outermost length and are refused at once; most of the changes keep the structure, so
 * that what is wrong stands deep inside.
 */
import { bytesOf, copyOf, type Element, joined, lengthOf, placesIn, treeOf } from './der-tree.ts';
import type { Random } from './random.ts';

/** Bytes: inputs grow no longer, so that one is not slower than many. */
const LONGEST = 1 << 15;

export type Mutate = (input: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

/** A few changes after one another; `other` is an input to take pieces from. */
const several =
  (once: Mutate): Mutate =>
  (input, random, other) => {
    let changed = input;
    for (let times = 1 + random.below(4); times > 0; times--) {
      const next = once(changed, random, other);
      if (next.length <= LONGEST) changed = next;
    }
    return changed;
  };

export const changeBytes: Mutate = several((input, random, other) =>
  random.of(byteChanges)(input, random, other),
);

export const changeDer: Mutate = several((input, random, other) => {
  const tree = treeOf(input);
  // Blind changes find what a tree cannot say.
  if (!tree || tree.length === 0 || random.below(8) === 0)
    return random.of(byteChanges)(input, random, other);
  const place = random.of(placesIn(tree));
  random.of(elementChanges)(place, random, treeOf(other) ?? []);
  return bytesOf(tree);
});

/** Of an input that {@link listOf} made. */
export const changeList: Mutate = several((input, random, other) => {
  const items = itemsOf(input);
  if (items.length === 0) return listOf(itemsOf(other));
  const at = random.below(items.length);
  const others = itemsOf(other);
  switch (random.below(7)) {
    case 0:
      items.splice(at, 1);
      break;
    case 1:
      items.splice(random.below(items.length + 1), 0, items[at]!);
      break;
    case 2:
      [items[0], items[at]] = [items[at]!, items[0]!];
      break;
    case 3:
      if (others.length > 0) items.splice(at, 0, random.of(others));
      break;
    default:
      items[at] = changeDer(items[at]!, random, others.length > 0 ? random.of(others) : items[at]!);
  }
  return listOf(items);
});

/** Byte strings as one, each behind its length in three bytes. */
export const listOf = (items: readonly Uint8Array[]): Uint8Array =>
  joined(items.flatMap((item) => [lengthOf(item.length, 3).subarray(1), item]));

export function itemsOf(list: Uint8Array): Uint8Array[] {
  const items: Uint8Array[] = [];
  for (let at = 0; at + 3 <= list.length; ) {
    const length = (list[at]! << 16) | (list[at + 1]! << 8) | list[at + 2]!;
    items.push(list.subarray(at + 3, at + 3 + length));
    at += 3 + length;
  }
  return items;
}

const splice = (bytes: Uint8Array, at: number, remove: number, add: Uint8Array): Uint8Array =>
  joined([bytes.subarray(0, at), add, bytes.subarray(at + remove)]);
const piece = (bytes: Uint8Array, random: Random): Uint8Array => {
  const start = random.below(bytes.length + 1);
  return bytes.subarray(start, start + random.below(64));
};

const byteChanges: readonly Mutate[] = [
  (input, random) => {
    const changed = input.slice();
    if (changed.length > 0) changed[random.below(changed.length)]! ^= 1 << random.below(8);
    return changed;
  },
  (input, random) => {
    const changed = input.slice();
    if (changed.length > 0) changed[random.below(changed.length)] = random.of(tellingBytes);
    return changed;
  },
  (input, random) => splice(input, random.below(input.length + 1), random.below(8), new Uint8Array()),
  (input, random) => splice(input, random.below(input.length + 1), 0, random.bytes(1 + random.below(8))),
  (input, random) => splice(input, random.below(input.length + 1), 0, piece(input, random)),
  (input, random, other) =>
    splice(input, random.below(input.length + 1), random.below(64), piece(other, random)),
  (input, random) => input.subarray(0, random.below(input.length + 1)),
];
const tellingBytes = [0x00, 0x01, 0x1f, 0x20, 0x2e, 0x2a, 0x30, 0x7f, 0x80, 0x81, 0x83, 0x84, 0xfe, 0xff];

type Place = ReturnType<typeof placesIn>[number];
type Change = (place: Place, random: Random, others: Element[]) => void;

const elementChanges: readonly Change[] = [
  ({ list, at }) => list.splice(at, 1),
  ({ element, list, at }) => list.splice(at, 0, copyOf(element)),
  ({ list, at }, random) => {
    const to = random.below(list.length);
    [list[at], list[to]] = [list[to]!, list[at]!];
  },
  // Many, for what is worse than linear.
  ({ element, list, at }, random) => {
    const length = bytesOf([element]).length;
    const times = Math.min(2 ** random.below(12), Math.floor(LONGEST / 2 / length));
    list.splice(at, 0, ...Array.from({ length: times }, () => copyOf(element)));
  },
  ({ element, list, at }, random, others) => {
    const places = placesIn(others);
    const alike = places.filter((other) => other.element.tag === element.tag);
    const from = alike.length > 0 && random.below(3) > 0 ? alike : places;
    if (from.length > 0) list[at] = copyOf(random.of(from).element);
  },
  ({ list, at }, random, others) => {
    const places = placesIn(others);
    if (places.length > 0) list.splice(at, 0, copyOf(random.of(places).element));
  },
  ({ element }, random) => {
    element.tag = random.of(tellingTags);
  },
  ({ element }, random) => {
    element.tag ^= 1 << random.below(8);
  },
  ({ element, list, at }, random) => {
    let wrapped = element;
    for (let times = 1 + random.below(random.below(2) === 0 ? 2 : 40); times > 0; times--) {
      wrapped = { tag: random.of([0x30, 0x31, 0xa0, 0x04]), contents: new Uint8Array(), parts: [wrapped] };
    }
    list[at] = wrapped;
  },
  ({ element, list, at }) => {
    if (element.parts) list.splice(at, 1, ...element.parts);
  },
  ({ element }, random) => {
    const { length } = bytesOf([element]);
    element.length = random.of([
      lengthOf(length, 1 + random.below(4)),
      Uint8Array.of(0x80),
      lengthOf(random.below(2 ** 24), 3),
      lengthOf(Math.max(0, length + random.below(5) - 4)),
    ]);
  },
  (place, random) => changeContents(place, random, () => random.of(tellingContents)),
  (place, random) =>
    changeContents(place, random, (contents) => random.of(byteChanges)(contents, random, contents)),
  (place, random) =>
    changeContents(place, random, (contents) => random.of(byteChanges)(contents, random, contents)),
  (place, random) =>
    changeContents(place, random, (contents) => {
      const times = 2 ** random.below(14);
      return joined(
        Array.from({ length: Math.min(times, LONGEST / 2 / (contents.length + 1)) }, () => contents),
      );
    }),
];

function changeContents({ element }: Place, _: Random, change: (contents: Uint8Array) => Uint8Array): void {
  element.contents = change(element.parts ? bytesOf(element.parts) : element.contents);
  delete element.parts;
  delete element.unused;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const tellingTags = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1a, 0x1c, 0x1e, 0x1f,
  0x30, 0x31, 0x80, 0x81, 0x82, 0x84, 0x86, 0x87, 0x88, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4,
];
const tellingContents = [
  new Uint8Array(),
  Uint8Array.of(0),
  Uint8Array.of(1),
  Uint8Array.of(0x7f),
  Uint8Array.of(0x80),
  Uint8Array.of(0xff),
  Uint8Array.of(0, 0x80),
  Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff),
  new Uint8Array(21).fill(0x7f),
  text('000101000000Z'),
  text('500101000000Z'),
  text('20500101000000Z'),
  text('99991231235959Z'),
  text('20240230000000Z'),
  text('*.example.com'),
  text('.example.com'),
  text('@'),
  text('user@example.com'),
  text('http://user@example.com:80/?#'),
  text('http://[::1]/'),
  text('xn--nxasmq6b.example'),
  text(`${'a'.repeat(64)}.example.com`),
  text(`${'a.'.repeat(127)}com`),
  text('exam\0ple.com'),
  text('ﬀ\u202eİ'),
  Uint8Array.of(0xed, 0xa0, 0x80),
  Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a),
  Uint8Array.of(0x55, 0x1d, 0x1e),
  Uint8Array.of(0x55, 0x1d, 0x20, 0x00),
  Uint8Array.of(0x55, 0x1d, 0x25, 0x00),
  Uint8Array.of(127, 0, 0, 1, 255, 255, 255, 0),
];
