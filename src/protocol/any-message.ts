/**
 * Decodes a handshake message without being told which it is. Its definition is found by its number, by the connection's
 * version and cipher suite where one number has several bodies, and finally by which definition can read it.
 *
 * A connection never guesses: its flow names the definitions that it can take. This is for tools that look at bytes.
 */
import { annotate } from '../wire/annotate.ts';
import { type Codec, decode } from '../wire/codec.ts';
import { rest, struct, u24 } from '../wire/notation.ts';
import { Malformed } from '../wire/reader.ts';
import type { Span } from '../wire/tracing-reader.ts';
import { say } from '../wire/words.ts';
import { TlsError } from './errors.ts';
import { HEADER_LENGTH, type Message } from './message.ts';
import * as all from './messages/index.ts';
import { HandshakeType } from './numbers/content.ts';
import { keyExchangeOf } from './numbers/suites.ts';
import type { SpokenVersion } from './numbers/versions.ts';

/** Every definition. */
export const messages: readonly Message<unknown>[] = [
  all.HelloRequest,
  all.ClientHello,
  all.ServerHello,
  all.HelloRetryRequest,
  all.ServerHello12,
  all.NewSessionTicket,
  all.NewSessionTicket12,
  all.EndOfEarlyData,
  all.EncryptedExtensions,
  all.Certificate,
  all.Certificate12,
  all.CertificateStatus,
  all.ServerKeyExchange,
  all.ServerKeyExchangeDHE,
  all.CertificateRequest,
  all.CertificateRequest12,
  all.ServerHelloDone,
  all.CertificateVerify,
  all.ClientKeyExchangeECDHE,
  all.ClientKeyExchangeRSA,
  all.ClientKeyExchangeDHE,
  all.Finished,
  all.KeyUpdate,
];

type Decoded<M> =
  M extends Message<infer T, infer N>
    ? { readonly name: N; readonly body: T; readonly definition: M }
    : never;

/** A decoded message; its `name` tells which it is, and so the type of its body. */
export type AnyMessage = Decoded<(typeof all)[keyof typeof all]>;

/**
 * The definition that a whole message follows; undefined for one that follows none.
 *
 * @param raw header and body
 * @param version of the connection, where it is known; without it, the first definition that can read the message is taken
 * @param suite the number of the connection's cipher suite, where it is known; without it, the same
 */
export function definitionOf(
  raw: Uint8Array,
  version?: SpokenVersion,
  suite?: number,
): Message<unknown> | undefined {
  const body = raw.subarray(HEADER_LENGTH);
  return messages.find((is) => mayBe(is, raw, version, suite) && isReadable(is, body));
}

/**
 * Decodes a whole message. Values may be views into its bytes.
 *
 * Throws {@link Malformed} with the path and the offset of what is wrong, also for a type without a definition, and
 * {@link TlsError} for an extension that appears twice or where it is not allowed.
 *
 * @param raw header and body
 * @param version of the connection, where it is known
 * @param suite the number of the connection's cipher suite, where it is known
 */
export function decodeMessage(raw: Uint8Array, version?: SpokenVersion, suite?: number): AnyMessage {
  const definition = definitionOf(raw, version, suite) ?? likeliest(raw, version, suite);
  if (!definition) {
    decode(withHeader(unread), raw);
    throw new Malformed(say`a message of type ${HandshakeType.nameOf(raw[0]!)} has no definition`, 0);
  }
  return decodedAs(definition, raw);
}

function decodedAs(definition: Message<unknown>, raw: Uint8Array): AnyMessage {
  const body = decode(withHeader(definition.body), raw);
  return { name: definition.name, body, definition } as AnyMessage;
}

/** The same for an onlooker: undefined for one that cannot be read. */
export function messageIn(raw: Uint8Array, version?: SpokenVersion, suite?: number): AnyMessage | undefined {
  const definition = definitionOf(raw, version, suite);
  return definition && messageAs(definition, raw);
}

/** The same by a known definition. */
export const messageAs = (is: Message<unknown>, raw: Uint8Array): AnyMessage | undefined =>
  ifReadable(() => decodedAs(is, raw));

/**
 * The tree of what is where in a message, header included, as far as it can be read: names as the RFC has them, what
 * each field is for, and where reading stopped. Never throws.
 *
 * @param raw header and body
 * @param version of the connection, where it is known
 * @param suite the number of the connection's cipher suite, where it is known
 */
export function annotateMessage(raw: Uint8Array, version?: SpokenVersion, suite?: number): Span {
  return annotateAs(definitionOf(raw, version, suite) ?? likeliest(raw, version, suite), raw);
}

/** The same by a known definition; without one the body is one field. */
export function annotateAs(is: Message<unknown> | undefined, raw: Uint8Array): Span {
  return annotate(withHeader(is?.body ?? unread), raw, HandshakeType.nameOf(raw[0] ?? 0));
}

/** For a message that no definition can read: the first that it may be. */
const likeliest = (
  raw: Uint8Array,
  version: SpokenVersion | undefined,
  suite: number | undefined,
): Message<unknown> | undefined => messages.find((is) => mayBe(is, raw, version, suite));

const mayBe = (
  is: Message<unknown>,
  raw: Uint8Array,
  version: SpokenVersion | undefined,
  suite: number | undefined,
): boolean =>
  is.type === raw[0] &&
  (version === undefined || is.version === undefined || is.version === version) &&
  (suite === undefined || is.keyExchange === undefined || is.keyExchange === keyExchangeOf(suite)) &&
  (is.matches?.(raw.subarray(HEADER_LENGTH)) ?? true);

const isReadable = ({ body }: Message<unknown>, bytes: Uint8Array): boolean =>
  ifReadable(() => decode(body, bytes)) !== undefined;

function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed || error instanceof TlsError) return undefined;
    throw error;
  }
}

const unread: Codec<unknown> = struct('RFC 9846 section 4', { body: rest });

const handshakeHeader = struct('RFC 9846 section 4', { msgType: HandshakeType, length: u24 });
const withHeader = (body: Codec<unknown>): Codec<unknown> => ({
  read(r) {
    const { length } = handshakeHeader.read(r);
    return r.within(length, body.read);
  },
  write() {
    throw new TypeError('a message is written by writeMessage');
  },
});
