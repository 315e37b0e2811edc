/** Changes of TLS structures, by the fields that their own definition names; lengths around a field follow it. */
import { annotate } from '../../src/wire/annotate.ts';
import type { Codec } from '../../src/wire/codec.ts';
import type { Span } from '../../src/wire/tracing-reader.ts';
import { changeBytes, type Mutate } from './mutations.ts';
import type { Random } from './random.ts';

export const changeFields =
  (codecOf: (input: Uint8Array) => Codec<unknown>, header: number): Mutate =>
  (input, random, other) => {
    if (input.length <= header || random.below(6) === 0) return changeBytes(input, random, other);
    const body = input.subarray(header);
    const path = [annotate(codecOf(input), body)];
    while (path.at(-1)!.parts.length > 0 && random.below(12) > 0) path.push(random.of(path.at(-1)!.parts));
    const { start, end } = path.at(-1)!;
    const field = changeOne(body.subarray(start, end), random, other);
    const changed = new Uint8Array(input.length + field.length - (end - start));
    changed.set(input.subarray(0, header + start));
    changed.set(field, header + start);
    changed.set(body.subarray(end), header + start + field.length);
    if (random.below(8) > 0) lengthen(changed.subarray(header), path, field.length - (end - start));
    return changed;
  };

function changeOne(field: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  switch (random.below(4)) {
    case 0:
      return new Uint8Array();
    case 1:
      return Uint8Array.of(...field, ...field);
    default:
      return changeBytes(field, random, other);
  }
}

/** Each length that counts the field: the first part of what it stands in. */
function lengthen(body: Uint8Array, path: readonly Span[], by: number): void {
  const inner = path.at(-1)!;
  for (const outer of path.slice(0, -1)) {
    const length = outer.parts.find(({ name }) => name === 'length');
    if (!length || length === inner || length.end > inner.start) continue;
    let value = by;
    for (let i = length.start; i < length.end; i++) value += body[i]! * 256 ** (length.end - 1 - i);
    for (let i = length.end - 1; i >= length.start; i--) {
      body[i] = value & 0xff;
      value = Math.floor(value / 256);
    }
  }
}
