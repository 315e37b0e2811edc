/**
 * What a definition says of parts that are damaged, or odd: which can be done without when the rest is shown, and what is
 * read in spite of it. A reader that is not lenient refuses the first and notes the second (reader.ts).
 */
import { type Der, type Element, element, extentOf } from './der-element.ts';
import { Malformed } from './reader.ts';

/** A part without which the rest can be shown: where it is damaged, and the reader allows it, `instead` stands for it. */
export const damageable = <T>(
  der: Der<T>,
  instead: (contents: Uint8Array, element: Uint8Array) => T,
): Der<T> => ({
  ...der,
  read(r) {
    const { pos: start, end, depth } = r;
    try {
      return der.read(r);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const { pos: failedAt } = r;
      const at = extentOf(r, start, end);
      r.pos = failedAt;
      if (!at) throw error;
      r.abandon(depth, error);
      r.pos = at.end;
      r.end = end;
      return instead(r.bytes.subarray(at.contents, at.end), r.bytes.subarray(start, at.end));
    }
  },
});

/** An element of which `odd` tells what departs from its rules without leaving any doubt: it is noted, and read. */
export const noting = <T>(inner: Element<T>, odd: (value: T) => string | undefined): Element<T> =>
  element(inner.tag, inner.asn1, {
    ...inner.contents,
    read(r) {
      const at = r.pos;
      const value = inner.contents.read(r);
      const reason = odd(value);
      if (reason !== undefined) r.note(new Malformed(reason, at));
      return value;
    },
  });
