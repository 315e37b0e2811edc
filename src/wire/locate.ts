/**
 * Where a field is in an encoding, by the name that errors give it: `tbsCertificate.extensions[3].extnValue`.
 *
 * Finding one field needs its open ancestors and nothing else; the whole tree of annotate.ts was rejected, since a list of
 * revoked certificates has a million ranges.
 */

import type { Codec } from './codec.ts';
import { type Note, Reader } from './reader.ts';
import { say } from './words.ts';

/** Offsets in bytes; the byte at `end` does not belong to it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * One range for each path, in the order of the paths; the empty path is everything. Throws Malformed when `bytes` does not
 * follow the definition, and RangeError for a field that is not there.
 */
export function locate(codec: Codec<unknown>, bytes: Uint8Array, paths: readonly string[]): Range[] {
  const locator = new Locator(bytes, new Set(paths));
  codec.read(locator);
  return paths.map((path) => {
    const range = path === '' ? { start: 0, end: bytes.length } : locator.found.get(path);
    if (!range) throw new RangeError(say`there is no ${path}`.text);
    return range;
  });
}

interface Open {
  readonly path: string;
  readonly start: number;
}

class Locator extends Reader {
  readonly found = new Map<string, Range>();
  readonly #wanted: ReadonlySet<string>;
  readonly #open: Open[] = [{ path: '', start: 0 }];

  constructor(bytes: Uint8Array, wanted: ReadonlySet<string>) {
    super(bytes);
    this.#wanted = wanted;
  }

  override refuse(): void {}

  override get depth(): number {
    return this.#open.length;
  }

  override abandon(depth: number): void {
    this.leaveDamaged(depth);
  }

  protected override leaveDamaged(depth: number): void {
    this.#open.length = depth;
  }

  override enter({ name }: Note): void {
    const outer = this.#open.at(-1)!.path;
    const isPart = name === '' || name.startsWith('[');
    const path = isPart ? outer + name : outer === '' ? name : `${outer}.${name}`;
    this.#open.push({ path, start: this.pos });
  }

  override enterItem(index: number): void {
    this.enter({ name: `[${index}]` });
  }

  override leave(): void {
    const { path, start } = this.#open.pop()!;
    // Contents have the name of their field and end before it, so that the field is what remains.
    if (this.#wanted.has(path)) this.found.set(path, { start, end: this.pos });
  }
}
