/** Bytes with a name for everything in them: every definition can show what it reads. */
import type { Codec } from './codec.ts';
import { Malformed } from './reader.ts';
import { addUnread, type Span, TracingReader } from './tracing-reader.ts';

/** Reads `bytes` and returns the tree of what is where, as far as reading got. */
export function annotate(codec: Codec<unknown>, bytes: Uint8Array, name = ''): Span {
  const tracer = new TracingReader(bytes, name, true);
  try {
    tracer.root.value = codec.read(tracer);
    if (tracer.pos !== bytes.length) tracer.root.failed = 'trailing bytes';
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    tracer.fail(error instanceof Malformed ? error.reason : error.message);
  }
  addUnread(tracer.root, bytes.length);
  return tracer.root;
}

/** The ranges without ranges inside them, in order. */
export function leaves(span: Span): Span[] {
  return span.parts.length === 0 ? [span] : span.parts.flatMap(leaves);
}
