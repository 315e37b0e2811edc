/** What tests of the command line stand on: a folder with certificates, servers on loopback, and a run that is kept. */
import { lookup } from 'node:dns/promises';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import tls from 'node:tls';
import type { Exit, Io } from '../src/cli/io.ts';
import { run } from '../src/cli/program.ts';
import type { TraceDocument } from '../src/trace/document.ts';

export interface Ran {
  readonly exit: Exit;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly input?: string | Readable;
  readonly env?: Io['env'];
  /** What the person answers, when one is there. */
  readonly answer?: (question: string) => boolean | Promise<boolean>;
  /** What the person types unseen, when one is there. */
  readonly secret?: (question: string) => string | Promise<string>;
  /** Of a terminal; without them standard output is a pipe. */
  readonly columns?: number;
  readonly stop?: AbortSignal;
  readonly lookup?: Io['lookup'];
  /** Sees the standard error as it is written. */
  readonly onErr?: (text: string) => void;
}

export async function handglass(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const out = collector();
  const err = collector(options.onErr);
  const { input = '', env = {}, answer, secret, stop = new AbortController().signal } = options;
  const exit = await run(argv, {
    stdin: typeof input === 'string' ? Readable.from([Buffer.from(input)]) : input,
    stdout: Object.assign(
      out.stream,
      options.columns !== undefined && { isTTY: true, columns: options.columns },
    ),
    stderr: err.stream,
    env,
    ask: answer && (async (question) => answer(String(question))),
    askSecret: secret && (async (question) => secret(String(question))),
    stop,
    lookup: options.lookup ?? ((name) => lookup(name, { all: true })),
  });
  return { exit, out: out.text(), err: err.text() };
}

export const traceOf = ({ out }: Ran): TraceDocument => JSON.parse(out) as TraceDocument;

function collector(onText: (text: string) => void = () => {}) {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    onText(chunk.toString());
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/** A folder of its own, gone with the tests. */
export class Lab {
  readonly dir = mkdtempSync(join(tmpdir(), 'handglass-'));
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  path(name: string): string {
    return join(this.dir, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  bytes(name: string): Uint8Array {
    return new Uint8Array(readFileSync(this.path(name)));
  }

  files(name = '.'): string[] {
    return readdirSync(this.path(name)).sort();
  }

  remove(name: string): void {
    rmSync(this.path(name));
  }

  write(name: string, text: string): string {
    writeFileSync(this.path(name), text);
    return this.path(name);
  }

  /** node:tls with a certificate of ours. Gives its port. */
  tls(
    name: string,
    options: tls.TlsOptions = {},
    talk: (socket: tls.TLSSocket) => void = (s) => s.pipe(s),
  ): Promise<number> {
    const server = tls.createServer(
      { cert: this.read(`${name}.pem`), key: this.read(`${name}.key`), ...options },
      (socket) => {
        socket.on('error', () => {});
        talk(socket);
      },
    );
    server.on('tlsClientError', () => {});
    return this.listen(server);
  }

  /** A server that speaks whatever it is told to. */
  plain(talk: (socket: Socket) => void): Promise<number> {
    return this.listen(
      createServer((socket) => {
        socket.on('error', () => {});
        talk(socket);
      }),
    );
  }

  /** Something between a client and the server at `port`; it sees both sides' sockets. */
  between(
    port: number,
    join: (client: Socket, server: Socket) => void,
    connect: (port: number) => Socket,
  ): Promise<number> {
    return this.plain((client) => {
      const server = connect(port);
      server.on('error', () => {});
      client.on('close', () => server.destroy());
      server.on('close', () => client.end());
      join(client, server);
    });
  }

  async listen(server: Server): Promise<number> {
    await this.listenAt(server, 0, '127.0.0.1');
    return (server.address() as AddressInfo).port;
  }

  /** Whether the port was free there. */
  listenAt(server: Server, port: number, address: string): Promise<boolean> {
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    return new Promise((ready) => {
      server.once('error', () => ready(false));
      server.listen(port, address, () => {
        this.#servers.push(server);
        ready(true);
      });
    });
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    for (const server of this.#servers) server.close();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export interface Listening {
  readonly port: number;
  /** What it has said on standard error so far. */
  readonly heard: () => string;
  stop(): Promise<Ran>;
}

/** `handglass serve`, until it is told to stop. */
export const serving = (argv: readonly string[]): Promise<Listening> =>
  listeningTo(['serve', '--port', '0', ...argv]);

/** A command that listens, until it is told to stop. */
export async function listeningTo(argv: readonly string[]): Promise<Listening> {
  const stop = new AbortController();
  let heard = '';
  let ready!: (port: number) => void;
  const port = new Promise<number>((resolve) => {
    ready = resolve;
  });
  const ran = handglass(argv, {
    stop: stop.signal,
    onErr(text) {
      heard += text;
      const found = /listening on \S+:(\d+)/.exec(heard);
      if (found) ready(Number(found[1]));
    },
  });
  const first = await Promise.race([port, ran.then(({ exit, err }) => `it ended with ${exit}: ${err}`)]);
  if (typeof first === 'string') throw new Error(first);
  return {
    port: first,
    heard: () => heard,
    stop() {
      stop.abort();
      return ran;
    },
  };
}
