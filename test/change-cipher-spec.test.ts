/** ChangeCipherSpec out of its place: in TLS 1.2 it would change keys that are not made yet (CVE-2014-0224). */
import { expect, it } from 'vitest';
import { ca } from './adversary.ts';
import { keys } from './lies/rows.ts';
import { failure, makeClient, makeServer } from './pair.ts';

/** A server that has answered a hello, and is then sent one in cleartext. */
function changedEarly(version: 'TLS 1.2' | 'TLS 1.3') {
  const client = makeClient({ versions: [version], trust: ca.trust });
  const server = makeServer({ credentials: [keys.EC.server] });
  server.connection.feed(client.connection.takeOutput()!);
  server.connection.feed(Uint8Array.of(20, 3, 3, 0, 1, 1));
  server.events.push(...server.connection.takeEvents());
  return failure(server);
}

it('is refused in TLS 1.2 before ClientKeyExchange', () => {
  expect(changedEarly('TLS 1.2')).toMatchObject({
    reason: 'unexpected-record',
    alert: 'unexpected_message',
    step: 'waiting for ClientKeyExchange',
  });
});

it('is filler in TLS 1.3', () => {
  expect(changedEarly('TLS 1.3')).toBeUndefined();
});
