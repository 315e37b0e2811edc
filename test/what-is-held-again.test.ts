/** Checks that could be taken out and no test went red: each of these is red without its check. */

import { once } from 'node:events';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { Connection } from '../src/connection/connection.ts';
import type { Suite13 } from '../src/crypto/provider.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { createServer } from '../src/exports/node.ts';
import { receive } from '../src/handshake/flow.ts';
import { freshTicketKey, sealedTickets } from '../src/handshake/sessions/sealed-tickets.ts';
import { Drain } from '../src/node/drain.ts';
import { handshake13 } from '../src/protocol/epoch.ts';
import { writeMessage } from '../src/protocol/message.ts';
import { ClientHello, Finished, ServerHello12 } from '../src/protocol/messages/index.ts';
import { ContentType } from '../src/protocol/numbers/content.ts';
import { TLS13 } from '../src/protocol/numbers/versions.ts';
import { sealerOf } from '../src/record/opener-and-sealer.ts';
import { decode } from '../src/wire/codec.ts';
import { ca, run } from './adversary.ts';
import { plain, resumed } from './lies/rows.ts';
import { ecServer, listening, otherServer } from './loopback.ts';
import { established, failure, joined } from './pair.ts';

const open = () => {
  return joined(
    { trust: ca.trust, observe: true },
    { credentials: [ca.issue('EC', 'server')], observe: true },
  );
};

describe('the context of a name', () => {
  it.each(['other.test', 'OTHER.test', 'other.test.', 'OTHER.TEST.'])('is that of %s', async (servername) => {
    const server = createServer(ecServer, (socket) => socket.on('error', () => {}).end());
    server.addContext('other.test', otherServer);
    const socket = tls.connect({
      port: await listening(server),
      host: '127.0.0.1',
      servername,
      rejectUnauthorized: false,
    });
    socket.on('error', () => {});
    await once(socket, 'secureConnect');
    expect(socket.getPeerCertificate().subjectaltname).toContain('other.test');
    socket.destroy();
  });
});

describe('a protected ChangeCipherSpec', () => {
  it.each([
    [ContentType.application_data, 'unexpected-record'],
    [ContentType.change_cipher_spec, undefined],
  ])('in a record of type %i: %s (RFC 9846 section 5)', (type, reason) => {
    const suite = nodeProvider.suites.find(({ version }) => version === TLS13) as Suite13;
    const protection = { epoch: handshake13, suite, secret: new Uint8Array(32) };
    const sealer = sealerOf(protection);
    const sealed = new Uint8Array(sealer.lengthOf(1));
    sealer.seal(ContentType.change_cipher_spec, Uint8Array.of(1), sealed);
    const connection = new Connection(
      'client',
      function* (peer) {
        peer.speak(TLS13);
        peer.readWith(protection);
        yield* receive(Finished);
        throw new Error('no Finished came');
      },
      { now: () => 0 },
    );
    connection.feed(type === ContentType.application_data ? sealed : Uint8Array.of(type, 3, 3, 0, 1, 1));
    expect(connection.takeEvents().find((event) => event.type === 'failed')?.error.reason).toBe(reason);
  });
});

describe('behind our close_notify', () => {
  it('nothing more is said: no second one, and no alert', () => {
    const { client } = open();
    client.connection.close();
    expect(client.connection.takeOutput()).toBeDefined();
    client.connection.close();
    expect(client.connection.takeOutput()).toBeUndefined();
    client.connection.feed(Uint8Array.of(ContentType.application_data, 3, 3, 0, 1, 1));
    client.events.push(...client.connection.takeEvents());
    expect(failure(client)?.alert).toBe('bad_record_mac');
    expect(client.connection.takeOutput()).toBeUndefined();
  });
});

it('who watches is told no secrets that were not asked for', () => {
  const { client, server } = open();
  expect(established(client)).toBeDefined();
  const told = [...client.events, ...server.events].map(({ type }) => type as string);
  expect(told).toContain('record');
  expect(told).not.toContain('secret');
});

describe('a ticket', () => {
  it('is given in TLS 1.2 only to who asked for one (RFC 5077 section 3.2)', () => {
    const given = (asks: boolean) =>
      run(plain('TLS 1.2'), 'client', ({ is, raw }) => {
        if (is !== ClientHello || asks) return undefined;
        const body = decode(ClientHello.body, raw.subarray(4));
        const { sessionTicket: _, ...extensions } = body.extensions;
        return [writeMessage(ClientHello, { ...body, extensions })];
      }).sent.filter(({ by, is }) => by === 'server' && is.type === 4).length;
    expect([given(true), given(false)]).toEqual([1, 0]);
  });

  it('that is cut is none of ours, wherever it is cut', () => {
    const key = freshTicketKey(nodeProvider);
    const tickets = sealedTickets(nodeProvider, () => [key], 60);
    const sealed = tickets.seal(Uint8Array.of(1, 2, 3)) as Uint8Array;
    expect(tickets.open(sealed)).toEqual(Uint8Array.of(1, 2, 3));
    for (let length = 0; length < sealed.length; length++)
      expect(tickets.open(sealed.subarray(0, length))).toBeUndefined();
  });
});

it('a server that resumes in TLS 1.2 says nothing of the name (RFC 6066 section 3)', () => {
  const answered = ({ sent }: ReturnType<typeof run>) => {
    const hello = sent.find(({ is }) => is.type === 2)!;
    return decode(ServerHello12.body, hello.raw.subarray(4)).extensions?.serverName;
  };
  expect(answered(run(plain('TLS 1.2')))).toBe(true);
  const again = run(resumed('TLS 1.2'));
  expect(established(again.client)?.agreement.resumed).toBe(true);
  expect(answered(again)).toBeUndefined();
});

it('who pours into a connection that is over is cut off', () => {
  const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  const drain = new Drain(socket);
  drain.took(2 ** 22);
  expect(socket.destroyed).toBe(false);
  drain.took(1);
  expect(socket.destroyed).toBe(true);
});
