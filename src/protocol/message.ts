/**
 * A handshake message: its number, its name and the one definition of its body (RFC 9846 section 4).
 *
 *     struct {
 *         HandshakeType msg_type;
 *         uint24 length;
 *         select (Handshake.msg_type) { … };
 *     } Handshake;
 *
 * Where TLS 1.2 and 1.3 give one number to different bodies there are several definitions with that number; a flow
 * names the one it can take, and `matches` tells apart those that may come in the same place.
 */
import type { Codec } from '../wire/codec.ts';
import { type Fields, type StructOf, struct } from '../wire/notation.ts';
import { Writer } from '../wire/writer.ts';
import type { SpokenVersion } from './numbers/versions.ts';

export interface Message<T, N extends string = string> extends Heading<N> {
  readonly body: Codec<T>;
}

interface Heading<N extends string> {
  readonly type: number;
  /** Unique among the definitions, so that the name tells which of several arrived. */
  readonly name: N;
  /** The RFC's name, where several definitions have it. */
  readonly title?: string;
  readonly rfc: string;
  /** Absent where TLS 1.2 and 1.3 share it. */
  readonly version?: SpokenVersion;
  /** Of the suites that this body belongs to; absent where it belongs to all. */
  readonly keyExchange?: 'RSA' | 'DHE' | 'ECDHE';
  /** Whether a body with this number is of this definition; absent where the number decides alone. */
  matches?(body: Uint8Array): boolean;
}

/** A message whose body is the `struct` of these fields. */
export const message = <const N extends string, const F extends Fields>(
  heading: Heading<N>,
  fields: F,
): Message<StructOf<F>, N> => ({ ...heading, body: struct(heading.rfc, fields) });

/** The type of a message's body. */
export type BodyOf<M> = M extends Message<infer T> ? T : never;

/** The message's name as the RFC gives it. */
export const titleOf = (message: Message<unknown>): string =>
  Object.hasOwn(message, 'title') ? message.title! : message.name;

/** `msg_type` and `length`. */
export const HEADER_LENGTH = 4;

/** A whole message, header and body. */
export function writeMessage<T>(message: Message<T>, body: T): Uint8Array {
  const writer = scratch.empty();
  writer.uint(1, message.type);
  writer.sized(3, 0, 0xffffff, () => message.body.write(writer, body));
  return writer.done();
}

/** Messages are written one at a time and copied out, so they can share a buffer. */
const scratch = new Writer(2048);
