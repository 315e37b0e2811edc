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
 * names the one it can take, and `matches` tells those apart that may stand in the same place.
 */
import type { Codec } from '../wire/codec.ts';
import { Writer } from '../wire/writer.ts';

export interface Message<T> {
  readonly type: number;
  readonly name: string;
  readonly rfc: string;
  readonly body: Codec<T>;
  /** Whether a body with this number is of this definition; absent where the number decides alone. */
  matches?(body: Uint8Array): boolean;
}

/** The type of a message's body. */
export type BodyOf<M> = M extends Message<infer T> ? T : never;

/** `msg_type` and `length`. */
export const HEADER_LENGTH = 4;

/** A whole message, header and body. */
export function writeMessage<T>(message: Message<T>, body: T): Uint8Array {
  const writer = new Writer();
  writer.uint(1, message.type);
  writer.sized(3, 0, 0xffffff, () => message.body.write(writer, body));
  return writer.done();
}
