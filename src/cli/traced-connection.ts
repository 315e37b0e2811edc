/** One TLS connection on one socket, and its trace. */
import type { Socket } from 'node:net';
import { type Hooks, Transport } from '../node/transport.ts';
import type { Connection, Event } from '../options/engine.ts';
import type { TraceRecorder } from '../trace/recorder.ts';

export interface Speaking {
  readonly transport: Transport;
  /** Whether the handshake was finished. */
  readonly settled: Promise<boolean>;
  /** The socket is closed. */
  readonly closed: Promise<void>;
}

/** @param onEvent sees every event after the trace has it */
export function speak(
  socket: Socket,
  create: (hooks: Hooks) => Connection,
  trace: TraceRecorder,
  onEvent: (event: Event, transport: Transport) => void = () => {},
): Speaking {
  const settled = later<boolean>();
  const closed = later<void>();
  const transport: Transport = new Transport(socket, create, {
    onEvent(event) {
      trace.add(event);
      if (event.type === 'established') settled.resolve(true);
      if (event.type === 'failed') settled.resolve(false);
      onEvent(event, transport);
    },
    onClose() {
      settled.resolve(false);
      closed.resolve();
    },
  });
  return { transport, settled: settled.promise, closed: closed.promise };
}

/**
 * Gives our alert or close_notify time to arrive, without waiting for a peer that does not answer.
 *
 * @param patience milliseconds
 */
export async function goodbye({ transport, closed }: Speaking, patience: number): Promise<void> {
  const timer = setTimeout(() => transport.destroy(), patience);
  await closed;
  clearTimeout(timer);
}

/** Promise.withResolvers, which Node 20 does not have. */
export function later<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T | PromiseLike<T>) => void;
} {
  let resolve!: (value: T | PromiseLike<T>) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
