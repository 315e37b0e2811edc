/**
 * A handshake is a generator that yields only where it waits: for a message, for a promise, or, after the handshake, for a
 * message or a request of the application, whichever comes first. Sending and key changes are plain calls.
 *
 * With a provider that answers at once the whole flight finishes inside the call that feeds the bytes; with a key in an
 * HSM the same code suspends. Async functions never finish within the call, and cannot be asked what they wait for.
 */
import type { Maybe } from '../crypto/provider.ts';
import { isPromise, type PromiseWait, settle } from '../crypto/steps.ts';
import { TlsError } from '../protocol/errors.ts';
import type { Message } from '../protocol/message.ts';
import { isShared } from '../wire/shared-memory.ts';
import { say } from '../wire/words.ts';

export { settle };

// biome-ignore lint/suspicious/noExplicitAny: of any body
type AnyMessage = Message<any>;

export type Wait =
  | { readonly need: 'message'; readonly of: readonly AnyMessage[]; readonly or?: readonly Request[] }
  | AnswerWait;

/** With `within`, an Error is thrown into the flow when there is no answer after so many milliseconds. */
export type AnswerWait = PromiseWait<Asked> & { readonly within?: number };

/** What an application may ask for after the handshake: that the client prove who it is, or a renegotiation. */
export type Request = 'authentication' | 'renegotiation';

/** What may answer later: hooks, by their option names, and the provider's keys and groups. */
export type Asked =
  | 'checkCertificate'
  | 'onRejected'
  | 'credentials'
  | 'ocspResponse'
  | 'tickets'
  | 'sessions'
  | 'the replay guard'
  | 'SNICallback'
  | 'the private key'
  | 'the public key'
  | 'the key exchange';

/** A step of the handshake, which may wait on the way. */
export type Flow<T> = Generator<Wait, T, unknown>;

/** A message, with the name of the definition that it was read by. `raw` includes the header. */
export type Received<M extends readonly AnyMessage[]> = {
  [I in keyof M]: M[I] extends Message<infer T, infer N>
    ? { readonly name: N; readonly body: T; readonly raw: Uint8Array }
    : never;
}[number];

/** Waits for one of these messages; any other is refused with unexpected_message. */
export function* receive<const M extends readonly AnyMessage[]>(...of: M): Flow<Received<M>> {
  return (yield { need: 'message', of }) as Received<M>;
}

/** Waits for one of these messages, or for one of these requests. */
export function* receiveOr<const R extends Request, const M extends readonly AnyMessage[]>(
  requests: readonly R[],
  ...of: M
): Flow<Received<M> | { readonly name: R }> {
  return (yield { need: 'message', of, or: requests }) as Received<M> | { readonly name: R };
}

/** As {@link settle}, for bytes that go into the handshake. Throws TlsError 'internal' for anything else. */
export function* settleBytes(value: Maybe<Uint8Array>, of: Asked): Flow<Uint8Array> {
  const bytes: unknown = yield* settle(value, of);
  if (!(bytes instanceof Uint8Array) || isShared(bytes))
    throw new TlsError('internal', say`${of} did not answer with bytes in memory of its own`);
  return bytes;
}

/** As {@link settle}, for so many milliseconds at most. Throws an Error when there is no answer by then. */
export function* settleWithin<T>(within: number, value: Maybe<T>, of: Asked): Flow<T> {
  return isPromise(value) ? ((yield { need: 'promise', promise: value, of, within }) as T) : value;
}
