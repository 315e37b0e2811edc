/**
 * How a definition marks parts that may be damaged, which can be left out when the rest is shown, and parts with tolerated
 * oddities. A strict reader refuses the former and notes the latter (reader.ts).
 */
import { type Der, type Element, element, extentOf } from './der-element.ts';
import { Malformed } from './reader.ts';

/** A part that the rest can be shown without: if it is damaged and the reader allows it, `instead` takes its place. */
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

/** An element for which `odd` reports an unambiguous departure from the rules: it is noted and accepted. */
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
