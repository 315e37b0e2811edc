/**
 * A bounded cursor over one buffer, read front to back.
 *
 * `end` is the end of the innermost open vector, so offsets stay absolute and nothing can be read past the vector
 * that holds it. `enter`, `enterItem` and `leave` are the one seam that annotation needs: they do nothing here, and
 * {@link TracingReader} (annotate.ts) records named byte ranges in them. Child readers were rejected: they allocate,
 * and their offsets would have to be added up again for every error.
 */
import { say, type Words } from './words.ts';

/** What the annotated view says about a field. */
export interface Note {
  /** The field's name as its specification spells it. */
  readonly name: string;
  /** The specification and section that define it. */
  readonly rfc?: string;
  /** One sentence on what the field is for. */
  readonly about?: string;
  /** A value in words: a suite's name for its number. */
  readonly means?: (value: never) => string | undefined;
}

/** Bytes that do not follow their definition. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
  /** What is wrong, in plain words. */
  readonly reason: string;

  /**
   * @param said {@link reason}, with its values apart
   * @param offset where, in bytes from the start of what was decoded
   * @param path the fields that were open, outermost first; empty until the bytes are read again with a tracer
   */
  constructor(
    readonly said: Words,
    readonly offset: number,
    readonly path: readonly string[] = [],
  ) {
    super(say`${path.length > 0 ? `${path.join('.')}: ` : ''}${said} (at byte ${offset})`.text);
    this.reason = String(said);
  }
}

export class Reader {
  pos = 0;
  end: number;

  constructor(readonly bytes: Uint8Array) {
    this.end = bytes.length;
  }

  /** Whether anything is left in the innermost open vector. */
  get more(): boolean {
    return this.pos < this.end;
  }

  get left(): number {
    return this.end - this.pos;
  }

  /** An unsigned integer of 1 to 4 bytes, in network order (RFC 9846 section 3.3). */
  uint(width: number): number {
    const { bytes, pos } = this;
    if (this.end - pos < width) throw new Malformed('truncated', pos);
    this.pos = pos + width;
    switch (width) {
      case 1:
        return bytes[pos]!;
      case 2:
        return (bytes[pos]! << 8) | bytes[pos + 1]!;
      case 3:
        return (bytes[pos]! << 16) | (bytes[pos + 1]! << 8) | bytes[pos + 2]!;
      default:
        return (
          ((bytes[pos]! << 24) | (bytes[pos + 1]! << 16) | (bytes[pos + 2]! << 8) | bytes[pos + 3]!) >>> 0
        );
    }
  }

  /** The next `length` bytes, as a view. */
  take(length: number): Uint8Array {
    if (this.end - this.pos < length) throw new Malformed('truncated', this.pos);
    return this.bytes.subarray(this.pos, (this.pos += length));
  }

  /** Narrows the reader to the next `length` bytes while `body` runs; it must use them all. */
  within<T>(length: number, body: (r: Reader) => T): T {
    if (this.end - this.pos < length) throw new Malformed('truncated', this.pos);
    const outer = this.end;
    this.end = this.pos + length;
    const value = body(this);
    if (this.pos !== this.end) {
      this.refuse(new Malformed('trailing bytes', this.pos));
      this.pos = this.end;
    }
    this.end = outer;
    return value;
  }

  /**
   * As {@link within}, but damage inside is returned, and reading goes on after it: one bad entry does not cost the list.
   */
  guarded<T>(length: number, body: (r: Reader) => T): T | Malformed {
    const { end } = this;
    const after = this.pos + length;
    const { depth, isLenient } = this;
    this.isLenient = false;
    try {
      return this.within(length, body);
    } catch (error) {
      if (!(error instanceof Malformed) || after > end) throw error;
      this.leaveDamaged(depth, after, error);
      this.pos = after;
      this.end = end;
      return error;
    } finally {
      this.isLenient = isLenient;
    }
  }

  /** The fields that were opened since `depth` end here, for damage; what is left up to `after` is unread. */
  protected leaveDamaged(_depth: number, _after: number, _damage: Malformed): void {}

  /** An unambiguous departure from the encoding: it is noted, and reading goes on. */
  readonly notes: Malformed[] = [];
  note(departure: Malformed): void {
    this.notes.push(departure);
  }

  /** Whether reading goes on after damage, where a definition allows it. */
  protected isLenient = false;

  /** What is wrong, where the rest could be read nevertheless: thrown here, and kept by a reader that shows what is damaged. */
  refuse(problem: Malformed): void {
    throw problem;
  }

  /** How many fields are open, if that is counted. */
  get depth(): number {
    return 0;
  }

  /** The fields that were opened since `depth` will not be read to their ends: one of them is damaged. */
  abandon(_depth: number, problem: Malformed): void {
    throw problem;
  }

  /** A field begins. */
  enter(_note: Note): void {}

  /** An item of a list begins, at this place in it. */
  enterItem(_index: number, _means: Note['means']): void {}

  /** The field that began last ends here, with this value. */
  leave(_value: unknown): void {}

  /**
   * The last `length` bytes read have a structure of their own, which only a tracer looks into (a certificate inside
   * a Certificate message). What is wrong inside is noted, and never fails the outer structure.
   */
  inside(_length: number, _read: (r: Reader) => unknown): void {}
}
