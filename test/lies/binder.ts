/** A hello that is changed and whose binder is right nevertheless: what offers the ticket knows its secret. */
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import type { Session } from '../../src/handshake/sessions/session.ts';
import { writeMessage } from '../../src/protocol/message.ts';
import { ClientHello } from '../../src/protocol/messages/index.ts';
import { EarlySecret, verifyData } from '../../src/schedule/schedule13.ts';
import { decode } from '../../src/wire/codec.ts';
import type { Hand } from '../adversary.ts';
import { instead } from './lie.ts';

/** For a first hello with one binder (RFC 9846 section 4.3.11.2). */
export function rebound(
  { cipherSuite, secret }: Session,
  change: (hello: ClientHello) => Partial<ClientHello>,
): () => Hand {
  const { hash } = nodeProvider.suites.find(({ id }) => id === cipherSuite)!;
  return instead(ClientHello, 0, (before) => {
    const hello = decode(ClientHello.body, before.subarray(4));
    const raw = writeMessage(ClientHello, { ...hello, ...change(hello) });
    const end = raw.length - hash.length;
    const key = EarlySecret.from(hash, secret).binderKey('resumption');
    raw.set(verifyData(hash, key, hash.digest(raw.subarray(0, end - 3))), end);
    return raw;
  });
}
