/**
 * A lie: one wrong thing in an otherwise correct handshake. The liar is our own flow; its transcript, keys and records follow
 * what it said, so only the check in question can notice.
 */

import type { Provider } from '../../src/crypto/provider.ts';
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import type { ClientOptions, ServerOptions } from '../../src/options/options.ts';
import type { Reason } from '../../src/protocol/errors.ts';
import { type Message, writeMessage } from '../../src/protocol/message.ts';
import type { AlertName } from '../../src/protocol/numbers/alerts.ts';
import { decode } from '../../src/wire/codec.ts';
import { type Hand, type Role, type Row, type Run, run, type Sent } from '../adversary.ts';
import { now } from '../pair.ts';

export interface Lie {
  /** Behind `a server` or `a client`. */
  readonly what: string;
  readonly by: Role;
  /** What is said when nobody lies, and taken. */
  readonly row: Row;
  /** What the liar does otherwise than an honest peer. */
  readonly options?: Partial<ClientOptions> | Partial<ServerOptions>;
  readonly hand?: () => Hand;
  readonly reason: Reason;
  readonly alert: AlertName;
  /** Where the victim notices. */
  readonly step: string;
}

export function told({ row, by, options, hand }: Lie): Run {
  return run({ ...row, [by]: { ...row[by], ...options } }, by, hand?.());
}

type Before = readonly Sent[];

/** The liar's message with other fields; `nth` counts the messages of this kind. */
export function retold<T>(
  message: Message<T>,
  change: (body: T, before: Before) => Partial<NoInfer<T>>,
  nth = 0,
): () => Hand {
  return instead(message, nth, (raw, before) => {
    const body = decode(message.body, raw.subarray(4));
    return writeMessage(message, { ...body, ...change(body, before) });
  });
}

/** The same for the extensions of a message: `undefined` leaves one out. */
export function withExtensions<T extends { readonly extensions: object }>(
  message: Message<T>,
  change: { readonly [K in keyof T['extensions']]?: T['extensions'][K] | undefined },
  nth = 0,
): () => Hand {
  return retold(
    message,
    ({ extensions }) => ({ extensions: changed(extensions, change) }) as Partial<T>,
    nth,
  );
}

export function changed<E extends object>(
  extensions: E,
  change: { readonly [K in keyof E]?: E[K] | undefined },
): E {
  const all = Object.entries({ ...extensions, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(all) as E;
}

/** Other bytes in the place of the liar's `nth` message of a kind. */
export function instead(
  // biome-ignore lint/suspicious/noExplicitAny: messages of any body
  message: Message<any>,
  nth: number,
  make: (raw: Uint8Array, before: Before) => Uint8Array,
): () => Hand {
  return () => {
    let count = 0;
    return ({ is, raw }, _, before) =>
      is.name === message.name && count++ === nth ? [make(raw, before)] : undefined;
  };
}

/** Two hands in one lie. */
export const both = (one: () => Hand, other: () => Hand): (() => Hand) => {
  return () => {
    const hands = [one(), other()];
    return (...asked) => hands.map((hand) => hand(...asked)).find((parts) => parts !== undefined);
  };
};

/** What the other side, or one's own, said last in this message. */
export function lastOf<T>(message: Message<T>, before: Before): T {
  const found = before.findLast(({ is }) => is.name === message.name);
  if (!found) throw new Error(`there was no ${message.name} yet`);
  return decode(message.body, found.raw.subarray(4));
}

/** The same bytes with the last one changed. */
export function damaged(bytes: Uint8Array): Uint8Array {
  const other = bytes.slice();
  other[other.length - 1]! ^= 1;
  return other;
}

/** A provider whose key shares are none. */
export const shareless: Provider = {
  ...nodeProvider,
  groups: nodeProvider.groups.map((group) => ({
    ...group,
    id: group.id,
    name: group.name,
    shareLength: group.shareLength,
    offer() {
      const { share, complete } = now(group.offer());
      return { share: new Uint8Array(share.length), complete };
    },
    answer(peerShare) {
      const answer = now(group.answer(peerShare));
      return answer && { ...answer, share: new Uint8Array(answer.share.length) };
    },
  })),
};
