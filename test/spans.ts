/** The ranges of an annotation by the names that errors would give them; a field stands before its contents. */
import type { Span } from '../src/wire/tracing-reader.ts';

export function spansByPath(root: Span): Map<string, Span> {
  const found = new Map<string, Span>();
  const walk = (span: Span, outer: string): void => {
    for (const part of span.parts) {
      const isPart = part.name === span.name || part.name.startsWith(`${span.name}[`);
      const inside = isPart ? part.name.slice(span.name.length) : part.name;
      const path = isPart || outer === '' ? outer + inside : `${outer}.${inside}`;
      if (!found.has(path)) found.set(path, part);
      walk(part, path);
    }
  };
  walk(root, '');
  return found;
}
