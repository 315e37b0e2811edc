/** One connection of the shim: it connects to the runner, speaks TLS on the socket, and does what the flags ask. */
import { connect, type LookupFunction, type Socket } from 'node:net';
import type { Connection, Established, Event, SecretEvent, TlsError } from '../../src/exports/handglass.ts';
import { checkEnd, checkHandshake, Seen, Unmet } from './expectations.ts';
import { type Config, isOf2023 } from './flags.ts';
import type { Noted } from './options.ts';

/** Milliseconds for which a socket is drained after the close; the runner closes as soon as it has read our alert. */
const DRAIN_TIME = 2000;

export interface Exchange {
  readonly config: Config;
  readonly isResume: boolean;
  readonly noted: Noted;
  /** Makes the connection, with a callback for its `onProgress`. */
  readonly create: (onProgress: () => void) => Connection;
  readonly onSession: (event: Extract<Event, { type: 'session' }>) => void;
}

/** Resolves when the connection is over and everything expected has happened; rejects with what went wrong. */
export async function exchange(given: Exchange): Promise<void> {
  const socket = reach(given.config);
  try {
    await new Promise<void>((resolve, reject) => new Speaker(given, socket, resolve, reject));
  } finally {
    await drained(socket);
  }
}

/** The runner tells where it listens, and is told whose connection this is; that of 2023 does neither. */
function reach(config: Config): Socket {
  const { port, ipv6, 'shim-id': shimId } = config.flags;
  const common = { port: port!, allowHalfOpen: true, noDelay: true };
  if (isOf2023(config))
    return connect({
      ...common,
      host: 'runner',
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: 5000,
      lookup: loopback,
    });
  const socket = connect({ ...common, host: ipv6 ? '::1' : '127.0.0.1' });
  const id = Buffer.alloc(8);
  id.writeBigUInt64LE(BigInt(shimId!));
  socket.write(id);
  return socket;
}

/** The runner of 2023 listens on IPv4 only where there is no IPv6. */
const loopback: LookupFunction = (_host, _options, found) =>
  found(null, [
    { address: '::1', family: 6 },
    { address: '127.0.0.1', family: 4 },
  ]);

class Speaker {
  readonly #given: Exchange;
  readonly #socket: Socket;
  readonly #connection: Connection;
  readonly #seen = new Seen();
  readonly #secrets = new Map<string, Uint8Array>();
  readonly #done: () => void;
  readonly #fail: (error: unknown) => void;
  /** What came and has not been fed yet. */
  #inbox: Uint8Array[] = [];
  #socketEnded = false;
  #established: Established | undefined;
  #over = false;

  constructor(given: Exchange, socket: Socket, done: () => void, fail: (error: unknown) => void) {
    this.#given = given;
    this.#socket = socket;
    this.#done = done;
    this.#fail = (error) => {
      this.#over = true;
      this.#flush();
      fail(error);
    };
    this.#connection = given.create(() => this.#turn());
    socket.on('error', (error) => this.#fail(error));
    socket.on('data', (bytes: Uint8Array) => {
      this.#inbox.push(bytes);
      this.#turn();
    });
    socket.on('end', () => {
      this.#socketEnded = true;
      this.#turn();
    });
    this.#turn();
  }

  /** Feeds what may be fed, and carries out what happened. With `-async` bytes come one by one. */
  #turn(): void {
    this.#settle();
    while (!this.#over && !this.#connection.paused && this.#inbox.length > 0) {
      const [first, ...rest] = this.#inbox as [Uint8Array, ...Uint8Array[]];
      const piece = this.#given.config.flags.async ? first.subarray(0, 1) : first;
      this.#inbox = piece.length < first.length ? [first.subarray(piece.length), ...rest] : rest;
      this.#connection.feed(piece);
      this.#settle();
    }
    if (!this.#over && this.#socketEnded && !this.#connection.paused && !this.#connection.peerClosed) {
      this.#connection.end();
      this.#settle();
    }
  }

  #settle(): void {
    this.#flush();
    try {
      for (const event of this.#connection.takeEvents()) {
        this.#seen.note(event);
        if (!this.#over) this.#handle(event);
        this.#flush();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #flush(): void {
    const output = this.#connection?.takeOutput();
    if (output) this.#socket.write(output);
  }

  #handle(event: Event): void {
    switch (event.type) {
      case 'session':
        this.#given.onSession(event);
        break;
      case 'secret':
        this.#secrets.set((event as SecretEvent).label, event.secret);
        break;
      case 'established':
        this.#open(event.established);
        break;
      case 'data':
        this.#echo(event.data);
        break;
      case 'end':
        this.#finish();
        break;
      case 'failed':
        this.#failed(event.error);
        break;
    }
  }

  /** The handshake is done. */
  #open(established: Established): void {
    const { config, isResume, noted } = this.#given;
    const { flags } = config;
    const connection = this.#connection;
    this.#established = established;
    if (!flags['implicit-handshake']) checkHandshake(config, isResume, established, this.#seen, noted);
    else if (flags['handshake-never-done']) throw new Unmet('the handshake is done');
    if (flags['export-keying-material']) {
      const context = flags['use-export-context']
        ? Buffer.from(flags['export-context'] ?? '', 'latin1')
        : undefined;
      connection.write(
        connection.exporter(flags['export-label'] ?? '', context, flags['export-keying-material']),
      );
    }
    if (flags['export-traffic-secrets']) this.#writeTrafficSecrets();
    if (flags['write-different-record-sizes']) {
      for (const length of recordSizes) connection.write(Buffer.alloc(length, 0x42));
    } else if (flags['shim-writes-first']) {
      for (let i = 0; i < (flags['repeat-shim-initial-write'] ?? 1); i++) {
        connection.write(Buffer.from(flags['shim-initial-write'] ?? 'hello', 'latin1'));
      }
    }
    if (flags['shim-shuts-down']) {
      connection.close();
      // Without -check-close-notify nothing is waited for.
      if (!flags['check-close-notify']) this.#finish();
    } else if (flags['key-update-before-read']) connection.updateKeys();
  }

  /** Read secret and write secret, as SSL_get_traffic_secrets gives them. */
  #writeTrafficSecrets(): void {
    const client = this.#secrets.get('CLIENT_TRAFFIC_SECRET_0')!;
    const server = this.#secrets.get('SERVER_TRAFFIC_SECRET_0')!;
    const [read, write] = this.#given.config.flags.server ? [client, server] : [server, client];
    const length = Buffer.alloc(2);
    length.writeUInt16LE(read!.length);
    for (const part of [length, read!, write!]) this.#connection.write(part);
  }

  #echo(data: Uint8Array): void {
    const { flags } = this.#given.config;
    if (flags['shim-shuts-down']) return;
    const size = flags['read-size'] ?? 512;
    for (let at = 0; at < data.length; at += size) {
      if (flags['key-update']) this.#connection.updateKeys();
      this.#connection.write(data.subarray(at, at + size).map((byte) => byte ^ 0xff));
      if (flags['key-update-before-read']) this.#connection.updateKeys();
    }
  }

  #failed(error: TlsError): void {
    // Without -check-close-notify a cut is as good as an end.
    const cut = error.reason === 'connection-cut' && this.#established !== undefined;
    if (cut && !this.#given.config.flags['check-close-notify']) this.#finish();
    else this.#fail(error);
  }

  #finish(): void {
    this.#over = true;
    this.#connection.close();
    this.#flush();
    try {
      checkEnd(this.#given.config, this.#established!, this.#seen, this.#given.noted);
      this.#done();
    } catch (error) {
      this.#fail(error);
    }
  }
}

/** Around the sizes where a write needs another record. */
const recordSizes = [0, 1, 255, 256, 257, 16383, 16384, 16385, 32767, 32768, 32769];

/** Half-closes, and reads what still comes, so that no reset destroys what we have sent. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve();
    };
    const timer = setTimeout(over, DRAIN_TIME);
    socket.removeAllListeners('data');
    socket.on('error', over).on('close', over).on('end', over).resume().end();
    if (socket.readableEnded || socket.destroyed) socket.end(over);
  });
}
