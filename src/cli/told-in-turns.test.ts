import type { Socket } from 'node:net';
import { Duplex, Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { ecServer } from '../../test/loopback.ts';
import { createSecureContext } from '../exports/node.ts';
import { ServerRules } from '../options/options.ts';
import type { Io } from './io.ts';
import { visit } from './served-client.ts';

afterEach(() => void vi.restoreAllMocks());

it('of many clients whose time is over at once, a turn of the event loop tells only some', async () => {
  const { engineOptions, credentials } = createSecureContext(ecServer);
  const rules = new ServerRules({ ...engineOptions, credentials });
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  let told = 0;
  const stdout = new Writable({
    write(_chunk, _encoding, done) {
      // What the words for one cost.
      now += 4;
      told++;
      done();
    },
  });
  const io = { stdout, stderr: stdout, env: {} } as unknown as Io;
  const sockets = Array.from({ length: 12 }, () => {
    const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    visit(socket as Socket, {
      rules,
      surroundings: { handshakeTimeout: 50 },
      idle: 1000,
      json: false,
      secrets: false,
      io,
      ours: { restrictions: [], certificates: [] },
      again: () => undefined,
      onEvent: () => {},
    });
    return socket;
  });
  await turn();
  now += 60;
  const counts: number[] = [];
  while (told < sockets.length) {
    const before = told;
    await turn();
    if (told > before) counts.push(told - before);
  }
  expect(counts.length).toBeGreaterThan(1);
  expect(Math.max(...counts)).toBeLessThanOrEqual(3);
  for (const socket of sockets) socket.destroy();
});
