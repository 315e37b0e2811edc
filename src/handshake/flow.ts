/**
 * A handshake is a generator that yields only where it waits, and there are three kinds of wait: the next message, a
 * promise, and, behind the handshake, the next message or what the application asks for, whichever comes first. Sending and
 * key changes are plain calls, so `yield*` marks every wait and nothing else.
 *
 * With a provider that answers at once the whole flight finishes inside the call that feeds the bytes; with a key in
 * an HSM the same code suspends and goes on. Async functions were refused: they never finish within the call, and
 * nobody can ask them what they wait for.
 */
import type { Maybe } from '../crypto/provider.ts';
import { TlsError } from '../protocol/errors.ts';
import type { Message } from '../protocol/message.ts';
import { isShared } from '../wire/shared-memory.ts';
import { say } from '../wire/words.ts';
import { type PromiseWait, settle } from '../x509/steps.ts';

export { settle };

export type Wait =
  // biome-ignore lint/suspicious/noExplicitAny: messages of any body
  | { readonly need: 'message'; readonly of: readonly Message<any>[]; readonly or?: readonly Request[] }
  | PromiseWait<Asked>;

/** What an application may ask for behind the handshake: that the client prove who it is, or TLS 1.2's second handshake. */
export type Request = 'authentication' | 'renegotiation';

/** Who may answer later: hooks, by their option names, or the provider's keys and groups. */
export type Asked =
  | 'checkCertificate'
  | 'onRejected'
  | 'credentials'
  | 'ocspResponse'
  | 'tickets'
  | 'the replay guard'
  | 'SNICallback'
  | 'the private key'
  | 'the public key'
  | 'the key exchange';

/** What a step of the handshake returns; it may have to wait on the way. */
export type Flow<T> = Generator<Wait, T, unknown>;

/** A message that came, by the name of the definition that it was read by. `raw` is the whole message, header included. */
// biome-ignore lint/suspicious/noExplicitAny: messages of any body
export type Received<M extends readonly Message<any>[]> = {
  [I in keyof M]: M[I] extends Message<infer T, infer N>
    ? { readonly name: N; readonly body: T; readonly raw: Uint8Array }
    : never;
}[number];

/** Waits for one of these messages; the driver refuses any other with unexpected_message. */
// biome-ignore lint/suspicious/noExplicitAny: messages of any body
export function* receive<const M extends readonly Message<any>[]>(...of: M): Flow<Received<M>> {
  return (yield { need: 'message', of }) as Received<M>;
}

/** Waits for one of these messages, or until the application asks for one of `requests`, which comes by its name. */
// biome-ignore lint/suspicious/noExplicitAny: messages of any body
export function* receiveOr<const R extends Request, const M extends readonly Message<any>[]>(
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
