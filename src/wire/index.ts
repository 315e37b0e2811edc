/** Bytes and values: codecs that decode, encode and annotate from one definition. Knows no TLS. */
export { annotate, leaves } from './annotate.ts';
export { type Codec, decode, encode, type Of } from './codec.ts';
export * from './notation.ts';
export { firstOf, quoted, shortened, visible } from './peer-text.ts';
export { Malformed, type Note, Reader } from './reader.ts';
export { type Span, TracingReader } from './tracing-reader.ts';
export { Writer } from './writer.ts';
