/** Bytes and values: codecs that decode, encode and annotate from one definition. Knows no TLS. */
export { annotate, leaves } from '../wire/annotate.ts';
export { type Codec, decode, encode, type Of } from '../wire/codec.ts';
export {
  empty,
  type Field,
  field,
  type Named,
  named,
  opaque,
  rest,
  type StructOf,
  select,
  showing,
  sized,
  struct,
  text,
  u8,
  u16,
  u24,
  u32,
  vec,
} from '../wire/notation.ts';
export { Malformed, type Note, Reader } from '../wire/reader.ts';
export { type Span, TracingReader } from '../wire/tracing-reader.ts';
export { Writer } from '../wire/writer.ts';
