import { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Drain } from './drain.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A socket on which nothing that is written is done until it is let. */
function drained() {
  let flush = (): void => {};
  const socket = new Duplex({ read() {}, final: (done) => void (flush = done) });
  return { socket, drain: new Drain(socket), flush: () => flush() };
}

it('throws away 4 MiB, and closes for one byte more', () => {
  const { socket, drain } = drained();
  for (let i = 0; i < 64; i++) drain.took(2 ** 16);
  expect(socket.destroyed).toBe(false);
  drain.took(1);
  expect(socket.destroyed).toBe(true);
});

it('closes when its time is over, which begins once', () => {
  const { socket, drain } = drained();
  drain.limit();
  vi.advanceTimersByTime(1500);
  expect(socket.destroyed).toBe(false);
  drain.limit();
  vi.advanceTimersByTime(1000);
  expect(socket.destroyed).toBe(true);
});

it('closes when what was written has gone, and not before', async () => {
  const { socket, drain, flush } = drained();
  const finished = new Promise((resolve) => socket.once('finish', resolve));
  socket.end();
  drain.destroyWhenWritten();
  await Promise.resolve();
  expect(socket.destroyed).toBe(false);
  flush();
  await finished;
  expect(socket.destroyed).toBe(true);
});
