/** While a promise of ours is open the peer is read on, so that it is noticed when it leaves; and not without end. */
import { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import type { Connection } from '../connection/connection.ts';
import { type Hooks, Transport } from './transport.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('reads on while a promise is open, up to 128 KiB, and goes on behind it', async () => {
  let paused = true;
  let fed = 0;
  const connection: Partial<Connection> = {
    get paused() {
      return paused;
    },
    get buffered() {
      return 0;
    },
    get peerClosed() {
      return false;
    },
    get wakeAt() {
      return undefined;
    },
    feed: (bytes) => void (fed += bytes.length),
    takeOutput: () => undefined,
    takeEvents: () => [],
    hurry() {},
    end() {},
  };
  let hooks!: Hooks;
  const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  const transport = new Transport(
    socket,
    (given) => {
      hooks = given;
      return connection as Connection;
    },
    { onEvent() {} },
  );
  await turn();
  const seen: boolean[] = [];
  for (let i = 0; i < 3; i++) {
    seen.push(socket.isPaused());
    socket.push(new Uint8Array(2 ** 16));
    await turn();
  }
  expect([seen, socket.isPaused(), fed]).toEqual([[false, false, true], true, 0]);
  paused = false;
  hooks.onProgress?.();
  while (fed < 3 * 2 ** 16) await turn();
  expect(socket.isPaused()).toBe(false);
  transport.destroy();
});
