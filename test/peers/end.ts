/** Our own end over a real socket, with everything that happened kept for the test to look at. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import type { Established } from '../../src/handshake/established.ts';
import type { Event } from '../../src/handshake/events.ts';
import type { Session } from '../../src/handshake/sessions/session.ts';
import { type Hooks, Transport } from '../../src/node/transport.ts';
import {
  acceptClient,
  type ClientOptions,
  connectClient,
  type ServerOptions,
} from '../../src/options/options.ts';
import type { TlsError } from '../../src/protocol/errors.ts';
import { titleOf } from '../../src/protocol/message.ts';
import { AlertDescription } from '../../src/protocol/numbers/alerts.ts';
import { isKeyLogged, keyLogLine } from '../../src/schedule/keylog.ts';

/** Milliseconds after which a test that waits for something is told what happened instead. */
const PATIENCE = 10_000;

export class End {
  readonly transport: Transport;
  readonly events: Event[] = [];
  readonly sessions: Session[] = [];
  readonly keyLog: string[] = [];
  established: Established | undefined;
  error: TlsError | undefined;
  /** The peer sent close_notify. */
  peerClosed = false;
  /** The socket is closed. */
  closed = false;
  #chunks: Uint8Array[] = [];
  #received = 0;
  readonly #listeners = new Set<() => void>();

  constructor(
    readonly role: 'client' | 'server',
    socket: Socket,
    create: (hooks: Hooks) => Transport['connection'],
  ) {
    onTestFinished(() => {
      socket.destroy();
    });
    this.transport = new Transport(socket, create, {
      onEvent: (event) => this.#take(event),
      onClose: () => {
        this.closed = true;
        this.#look();
      },
    });
  }

  /** Waits until the handshake is finished. Rejects with the error that prevents it. */
  opened(): Promise<Established> {
    return this.until('the handshake', () => this.established);
  }

  send(data: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.transport.write(data, resolve);
    });
  }

  /** The next so many bytes of the peer. */
  async receive(length: number): Promise<Buffer> {
    await this.until(`${length} bytes`, () => this.#received >= length || undefined);
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all.subarray(length)];
    this.#received -= length;
    return all.subarray(0, length);
  }

  /** All that has come and was not asked for yet. */
  pending(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** Waits for the error that ends this connection. */
  failed(): Promise<TlsError> {
    return this.until('a failure', () => this.error, true);
  }

  /** Waits until the socket is closed, in order or not. */
  gone(): Promise<true> {
    return this.until('the end of the socket', () => this.closed || undefined, true);
  }

  /** The names of the handshake messages, ">" for those we sent. */
  get messages(): string[] {
    return this.events.flatMap((event) =>
      event.type === 'message'
        ? [
            `${event.direction === 'sent' ? '>' : '<'}${event.is ? titleOf(event.is) : `type ${event.raw[0]}`}`,
          ]
        : [],
    );
  }

  /** The alerts, ">" for those we sent. */
  get alerts(): string[] {
    return this.events.flatMap((event) =>
      event.type === 'alert'
        ? [`${event.direction === 'sent' ? '>' : '<'}${AlertDescription.nameOf(event.description)}`]
        : [],
    );
  }

  until<T>(what: string, test: () => T | undefined, errorToo = false): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
      };
      const listener = () => {
        const found = test();
        if (found !== undefined) {
          stop();
          resolve(found);
        } else if ((this.error && !errorToo) || this.closed) {
          stop();
          reject(
            this.error && !errorToo
              ? this.error
              : new Error(`closed while ${what} was waited for: ${this.#story()}`),
          );
        }
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`${what} did not come: ${this.#story()}`));
      }, PATIENCE);
      this.#listeners.add(listener);
      listener();
    });
  }

  #story(): string {
    const waits = this.transport.connection.waitsFor.join(' or ');
    return `${this.messages.join(' ')} ${this.alerts.join(' ')}, waiting for ${waits}, ${this.#received} bytes pending`;
  }

  #take(event: Event): void {
    this.events.push(event);
    switch (event.type) {
      case 'established':
        this.established = event.established;
        break;
      case 'data':
        this.#chunks.push(event.data.slice());
        this.#received += event.data.length;
        break;
      case 'session':
        this.sessions.push(event.session);
        break;
      case 'secret':
        if (isKeyLogged(event.label)) {
          this.keyLog.push(keyLogLine(event.label, event.clientRandom, event.secret));
        }
        break;
      case 'end':
        this.peerClosed = true;
        break;
      case 'failed':
        this.error = event.error;
        break;
    }
    this.#look();
  }

  #look(): void {
    for (const listener of this.#listeners) listener();
  }
}

const ours = { provider: nodeProvider, observe: true, secrets: true, wallClock: () => Date.now() };

/** Our client on a loopback port. */
export function connectTo(port: number, options: Partial<ClientOptions>): End {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  return new End('client', socket, (hooks) =>
    connectClient({ ...ours, name: 'localhost', ...hooks, ...options }),
  );
}

export interface Listener {
  readonly port: number;
  /** The next connection that comes. */
  next(): Promise<End>;
}

/** Our server on a loopback port of the system's choice. */
export async function listen(options: Partial<ServerOptions>): Promise<Listener> {
  const ends: End[] = [];
  const waiting: ((end: End) => void)[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const end = new End('server', socket, (hooks) =>
      acceptClient({ ...ours, credentials: [], ...hooks, ...options }),
    );
    const next = waiting.shift();
    if (next) next(end);
    else ends.push(end);
  });
  return {
    port: await onLoopback(server),
    next: () => {
      const end = ends.shift();
      return end ? Promise.resolve(end) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}

/** Opens a server until the test is over. */
export async function onLoopback(server: Server): Promise<number> {
  onTestFinished(() => {
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}
