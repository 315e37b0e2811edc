/** Which of the expected messages arrived, and what it says. */

import { ChangeCipherSpec } from '../handshake/peer.ts';
import { TlsError } from '../protocol/errors.ts';
import { HEADER_LENGTH, type Message, titleOf } from '../protocol/message.ts';
import { HandshakeType } from '../protocol/numbers/content.ts';
import { owns } from '../wire/bare.ts';
import { decode } from '../wire/codec.ts';
import { Malformed } from '../wire/reader.ts';
import { oneOf, say } from '../wire/words.ts';

type Expected = readonly Message<unknown>[];

/** The definition that a message follows, among the expected ones. */
export function matchedMessage(raw: Uint8Array, expected: Expected): Message<unknown> | undefined {
  const body = raw.subarray(HEADER_LENGTH);
  return expected.find(
    (message) => message.type === raw[0] && (!owns(message, 'matches') || message.matches!(body)),
  );
}

/** The error for a message that was not expected. */
export function refused(raw: Uint8Array, expected: Expected): TlsError {
  // Its number belongs here, but it is too damaged to tell which of several definitions it follows.
  const alike = expected.find(({ type }) => type === raw[0]);
  if (alike) decodeBody(alike, raw);
  return new TlsError(
    'unexpected-message',
    say`the peer sent ${HandshakeType.nameOf(raw[0]!)} where ${oneOf(expected.map(titleOf))} belongs`,
    'RFC 9846 section 4',
  );
}

/** The one place where a codec's error becomes decode_error. */
export function decodeBody(message: Message<unknown>, raw: Uint8Array): unknown {
  try {
    return decode(message.body, raw.subarray(HEADER_LENGTH));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new TlsError(
      'malformed-message',
      say`the peer’s ${titleOf(message)} is malformed: ${error.message}`,
      message.rfc,
      { cause: error },
    );
  }
}

/**
 * A change_cipher_spec as the message that the flow waits for; undefined for one that is dropped.
 *
 * @param filler TLS 1.3 drops it between the first ClientHello and the peer's Finished (RFC 9846 section 5)
 */
export function changeCipherSpec(content: Uint8Array, expected: Expected, filler: boolean) {
  const wellFormed = content.length === 1 && content[0] === 1;
  if (wellFormed && expected.includes(ChangeCipherSpec)) {
    return { name: ChangeCipherSpec.name, body: true, raw: content };
  }
  if (wellFormed && filler) return undefined;
  throw new TlsError(
    'unexpected-record',
    say`the peer sent change_cipher_spec where ${oneOf(expected.map(titleOf))} belongs`,
    'RFC 9846 section 5',
  );
}
