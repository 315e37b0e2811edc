/** What had come when the rest did not: nothing at all, or part of a record or message. */
import { hex } from '../wire/bytes.ts';
import { say, type Words } from '../wire/words.ts';

export interface Shortfall {
  readonly arrived: 'nothing' | 'part';
  /** A clause; undefined where nothing came. */
  readonly said?: Words;
}

/** How much there is of something whose length is known. */
export interface Part {
  readonly has: number;
  readonly of: number;
}

export interface Arrived {
  /** A whole record. */
  readonly any: boolean;
  /** The first bytes of a record, as many as there are, if they are too few for its header. */
  readonly start: Uint8Array;
  readonly record: Part | undefined;
  readonly message: Part | undefined;
}

/** Undefined where whole messages came, and then no more. */
export function shortfallOf({ any, start, record, message }: Arrived): Shortfall | undefined {
  const part = message ?? record;
  if (part) {
    const said =
      part === message
        ? say`${part.has} of the ${part.of} bytes of a message had come`
        : say`${part.has} of the ${part.of} bytes of a record had come`;
    return { arrived: 'part', said };
  }
  if (start.length > 0)
    return { arrived: 'part', said: say`no more than the bytes ${hex(start, ' ')} had come` };
  return any ? undefined : { arrived: 'nothing' };
}
