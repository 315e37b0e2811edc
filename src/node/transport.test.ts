import { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { ca, ecServer } from '../../test/loopback.ts';
import { createSecureContext } from '../exports/node.ts';
import type { Event } from '../handshake/events.ts';
import { acceptClient, connectClient } from '../options/options.ts';
import type { Handlers } from './event-delivery.ts';
import { Transport } from './transport.ts';

/** Two ends of a stream in memory, as slow as a socket: what is written arrives in a later turn. */
function pipe(): [Duplex, Duplex] {
  const ends: Duplex[] = [];
  const make = (other: number) =>
    new Duplex({
      read() {},
      write(chunk, _encoding, done) {
        setImmediate(() => ends[other]!.push(chunk));
        done();
      },
      final(done) {
        setImmediate(() => ends[other]!.push(null));
        done();
      },
    });
  ends.push(make(1), make(0));
  return [ends[0]!, ends[1]!];
}

const server = createSecureContext(ecServer);
const client = createSecureContext({ ca });

/** Two transports that speak with each other; what each handler does is up to the test. */
function couple(
  near: (event: Event, transport: Transport) => void,
  far: (event: Event, transport: Transport) => void,
) {
  const [a, b] = pipe();
  const closings: Promise<void>[] = [];
  const handlers = (on: typeof near, of: () => Transport): Handlers => {
    let closed: () => void = () => {};
    closings.push(new Promise((resolve) => (closed = resolve)));
    return { onEvent: (event) => on(event, of()), onClose: () => closed() };
  };
  const here: Transport = new Transport(
    a,
    (hooks) =>
      connectClient({
        ...client.engineOptions,
        ...hooks,
        observe: true,
        name: 'localhost',
        trust: client.trust,
      }),
    handlers(near, () => here),
  );
  const there: Transport = new Transport(
    b,
    (hooks) => acceptClient({ ...server.engineOptions, ...hooks, credentials: server.credentials }),
    handlers(far, () => there),
  );
  return { here, there, socket: a, closedHere: closings[0], closed: Promise.all(closings) };
}

it('hands out everything in order, also what an answer from inside an event brings about', async () => {
  const seen: string[] = [];
  const { closed } = couple(
    (event, transport) => {
      seen.push(event.type === 'alert' ? `alert ${event.direction}` : event.type);
      if (event.type === 'established') transport.write(Buffer.from('question'));
      if (event.type === 'end') transport.end();
    },
    (event, transport) => {
      if (event.type !== 'data') return;
      transport.write(Buffer.from('answer'));
      transport.end();
    },
  );
  await closed;
  const told = seen.filter((type) => /^(established|data|end|failed|alert)/.test(type));
  expect(told).toEqual(['established', 'data', 'alert received', 'end', 'alert sent']);
  expect(seen.at(-1)).toBe('record');
});

it('says nothing more once it is destroyed, even of what has happened already', async () => {
  const seen: string[] = [];
  const { closedHere } = couple(
    (event, transport) => {
      seen.push(event.type);
      if (event.type === 'message') transport.destroy();
    },
    () => {},
  );
  await closedHere;
  expect(seen.at(-1)).toBe('message');
  expect(seen.filter((type) => type === 'message').length).toBe(1);
});

it('reads no further while its consumer is behind', async () => {
  const got: number[] = [];
  const { here, socket, closed } = couple(
    (event, transport) => {
      if (event.type === 'data') {
        got.push(event.data.length);
        transport.pause();
      }
      if (event.type === 'end') transport.end();
    },
    (event, transport) => {
      if (event.type !== 'established') return;
      for (let i = 0; i < 3; i++) setTimeout(() => transport.write(Buffer.alloc(100)), 10 * i);
      setTimeout(() => transport.end(), 30);
    },
  );
  while (got.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect([got.length, socket.isPaused(), here.connection.peerClosed]).toEqual([1, true, false]);
  const resuming = setInterval(() => here.resume(), 1);
  await closed;
  clearInterval(resuming);
  expect(got).toEqual([100, 100, 100]);
});
