/** 'newSession' and 'resumeSession' of our Server, with a client of node:tls that wants no tickets, as curl does. */
import { constants } from 'node:crypto';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { ca, ecServer, listening } from '../../test/loopback.ts';
import { createServer, type Server, type ServerOptions } from './server.ts';
import { SessionEvents } from './session-events.ts';

const serving = (options: ServerOptions = {}): Server =>
  createServer({ ...ecServer, maxVersion: 'TLSv1.2', ...options }, (socket) => {
    socket.on('error', () => {});
    socket.pipe(socket);
  });

/** A connection and the session that it leaves; whether it was resumed. */
function visit(
  port: number,
  session?: Buffer,
  options: tls.ConnectionOptions = {},
): Promise<{ resumed: boolean; session: Buffer }> {
  return new Promise((done, fail) => {
    let kept = session;
    let resumed = false;
    const socket = tls.connect({
      ...{ port, host: '127.0.0.1', servername: 'localhost', ca, session },
      // With TLS 1.3 it would make up an ID each time.
      maxVersion: 'TLSv1.2',
      secureOptions: constants.SSL_OP_NO_TICKET,
      ...options,
    });
    socket.on('session', (given) => {
      kept = given;
    });
    socket.on('error', fail);
    socket.once('data', () => socket.end());
    socket.once('secureConnect', () => {
      resumed = socket.isSessionReused();
      socket.write('x');
    });
    socket.once('close', () => done({ resumed, session: kept! }));
  });
}

/** Listeners that keep the states in a Map, as a program does it. */
function keep(server: Server) {
  const kept = new Map<string, Buffer>();
  const asked: string[] = [];
  server.on('newSession', (id, state, done) => {
    asked.push(`new ${id.length}`);
    kept.set(id.toString('hex'), state);
    setImmediate(done);
  });
  server.on('resumeSession', (id, done) => {
    asked.push(`resume ${id.length}`);
    setImmediate(done, null, kept.get(id.toString('hex')) ?? null);
  });
  return { kept, asked };
}

describe('a server with listeners', () => {
  it('gives session IDs, and resumes by them', async () => {
    const server = serving();
    const { asked } = keep(server);
    const port = await listening(server);
    const first = await visit(port);
    expect(first.resumed).toBe(false);
    for (let i = 0; i < 2; i++) expect((await visit(port, first.session)).resumed).toBe(true);
    expect(asked).toEqual(['new 32', 'resume 32', 'resume 32']);
  });

  it('asks them nothing about a client that takes tickets', async () => {
    const server = serving();
    const { asked } = keep(server);
    const port = await listening(server);
    const { session } = await visit(port, undefined, { secureOptions: 0 });
    expect((await visit(port, session, { secureOptions: 0 })).resumed).toBe(true);
    expect(asked).toEqual([]);
  });

  it('shakes hands in full where they fail, forget, or give something else', async () => {
    const wrong: readonly ((done: (error: Error | null, state?: never) => void) => void)[] = [
      (done) => done(new Error('the store is gone')),
      (done) => done(null),
      (done) => done(null, 'state' as never),
      (done) => done(null, Buffer.alloc(100) as never),
    ];
    for (const answer of wrong) {
      const server = serving();
      server.on('newSession', (_id, _state, done) => done(new Error('the store is full')));
      server.on('resumeSession', (_id, done) => answer(done));
      const port = await listening(server);
      const { session } = await visit(port);
      expect((await visit(port, session)).resumed).toBe(false);
    }
  });

  it('resumes nothing where only one of the two is listened to', async () => {
    const server = serving();
    server.on('newSession', (_id, _state, done) => done());
    const port = await listening(server);
    const { session } = await visit(port);
    expect((await visit(port, session)).resumed).toBe(false);
  });

  it('resumes only under the same sessionIdContext', async () => {
    const servers = ['one', 'one', 'another'].map((sessionIdContext) => serving({ sessionIdContext }));
    const kept = servers.map(keep);
    const ports = await Promise.all(servers.map(listening));
    const { session } = await visit(ports[0]!);
    const share = (to: number) => {
      for (const [id, state] of kept[0]!.kept) kept[to]!.kept.set(id, state);
    };
    share(1);
    share(2);
    expect((await visit(ports[1]!, session)).resumed).toBe(true);
    expect((await visit(ports[2]!, session)).resumed).toBe(false);
    expect(() => serving({ sessionIdContext: 7 as never })).toThrow(/sessionIdContext must be text/);
  });

  it('gives no ID without any listener', async () => {
    const port = await listening(serving());
    const { session } = await visit(port);
    expect((await visit(port, session)).resumed).toBe(false);
  });
});

describe('what is forgotten', () => {
  const id = (number: number) => Uint8Array.of(number >> 8, number & 0xff);

  it('is not asked for again, and of the oldest no more than a thousand are remembered', async () => {
    const server = serving();
    const { asked } = keep(server);
    const store = new SessionEvents(server).store(3600)!;
    await store.put(id(1), new Uint8Array(3));
    expect(await store.get(id(1))).toHaveLength(3);
    store.remove(id(1));
    expect(await store.get(id(1))).toBeUndefined();
    expect(asked).toEqual(['new 2', 'resume 2']);
    for (let number = 2; number <= 1000; number++) void store.remove(id(number));
    expect(await store.get(id(1))).toBeUndefined();
    void store.remove(id(1001));
    expect(await store.get(id(1))).toHaveLength(3);
  });

  it('is asked of nobody where nobody listens, and for a day at most', () => {
    const server = serving();
    const events = new SessionEvents(server);
    expect(events.store(3600)).toBeUndefined();
    keep(server);
    expect(events.store(3600)!.lifetime).toBe(3600);
    expect(events.store(7 * 24 * 60 * 60)!.lifetime).toBe(24 * 60 * 60);
  });
});

it('a listener that throws is heard of, and costs a full handshake', async () => {
  const server = serving();
  server.on('resumeSession', () => {
    throw new Error('a mistake of the program');
  });
  server.on('newSession', (_id, _state, done) => done());
  const port = await listening(server);
  const { session } = await visit(port);
  const heard = new Promise<Error>((done) => {
    const before = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.once('uncaughtException', (error) => {
      for (const listener of before) process.on('uncaughtException', listener);
      done(error);
    });
  });
  expect((await visit(port, session)).resumed).toBe(false);
  expect((await heard).message).toBe('a mistake of the program');
});
