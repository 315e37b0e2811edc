/** What we owe a peer that does not read: it is read no further itself, so that nothing of ours grows. */
import { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import type { Connection } from '../connection/connection.ts';
import { Transport } from './transport.ts';

const ANSWER = 2 ** 10;

/** A connection that answers each byte with a kilobyte of its own, as a peer might bring about by requests. */
function answering() {
  let owed = 0;
  let fed = 0;
  const connection: Partial<Connection> = {
    paused: false,
    peerClosed: false,
    wakeAt: undefined,
    feed(bytes) {
      fed += bytes.length;
      owed += bytes.length * ANSWER;
    },
    takeOutput() {
      const output = owed > 0 ? new Uint8Array(owed) : undefined;
      owed = 0;
      return output;
    },
    takeEvents: () => [],
    end() {},
  };
  return { connection: connection as Connection, fed: () => fed };
}

/** A socket whose peer reads when it is let. */
function stuck() {
  const waiting: (() => void)[] = [];
  const socket = new Duplex({
    read() {},
    write: (_chunk, _encoding, done) => void waiting.push(done),
    writev: (_chunks, done) => void waiting.push(done),
  });
  const drain = () => {
    for (let done = waiting.shift(); done; done = waiting.shift()) done();
  };
  return { socket, drain };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('reads no further while many bytes of our own wait, and goes on when they are gone', async () => {
  const { connection, fed } = answering();
  const { socket, drain } = stuck();
  const transport = new Transport(socket, () => connection, { onEvent() {} });
  await turn();
  for (let i = 0; i < 1000; i++) {
    socket.push(Uint8Array.of(i));
    await turn();
  }
  expect(socket.isPaused()).toBe(true);
  // 64 KiB wait at the most, and the one answer that went over.
  expect(fed()).toBe(65);
  for (let i = 0; i < 100 && fed() < 1000; i++) {
    drain();
    await turn();
  }
  expect(fed()).toBe(1000);
  transport.destroy();
});
