/**
 * `handglass serve`: a real server that tells what each client sent and why a handshake failed. To an HTTP GET it
 * answers with that story; anything else it sends back. It listens on loopback unless told otherwise.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { acceptClient, type ServerOptions, serverConfig } from '../connection/options.ts';
import { nodeProvider } from '../crypto/providers/node.ts';
import type { Event } from '../handshake/events.ts';
import { freshTicketKey, sealedTickets } from '../handshake/tickets.ts';
import type { Transport } from '../node/transport.ts';
import { TraceRecorder } from '../trace/recorder.ts';
import { story } from '../trace/story.ts';
import { plainStyle } from '../trace/text.ts';
import { privateProfile } from '../x509/index.ts';
import { openKeyLog, readCredential, systemWords } from './files.ts';
import { durationOf, type IdentityFlags, identityOf, type NegotiationFlags, negotiationOf } from './flags.ts';
import { Exit, type Io, styleOf, tell, UsageError } from './io.ts';
import { type RevocationFlags, revocationOf, stapling } from './revocation.ts';
import { speak } from './speak.ts';
import { portOf } from './target.ts';
import { type TrustFlags, trustFor } from './trust.ts';

export interface ServeFlags
  extends NegotiationFlags,
    RevocationFlags,
    Pick<TrustFlags, 'caFile' | 'caDir'>,
    Pick<IdentityFlags, 'pin'> {
  readonly port: string;
  readonly host: string;
  readonly cert: string;
  readonly key?: string;
  readonly staple?: string;
  readonly clientAuth: string;
  readonly timeout: string;
  readonly keylog?: string;
  readonly json?: boolean;
  readonly secrets?: boolean;
}

/** Seconds that a ticket holds, and milliseconds that a client may be silent. */
const TICKET_LIFETIME = 3600;
const MOST_SILENCE = 60_000;
/** Bytes of a request that are looked at before it is answered. */
const LONGEST_REQUEST = 2 ** 14;

export async function serve(flags: ServeFlags, io: Io): Promise<Exit> {
  const keyLogFile = flags.keylog ?? io.env['SSLKEYLOGFILE'];
  const options = optionsOf(flags);
  const keyLog = keyLogFile ? openKeyLog(keyLogFile) : undefined;
  const watched = { ...options, secrets: flags.secrets === true || keyLog !== undefined };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    welcome(socket, watched, flags, io, (event) => {
      if (event.type === 'secret') keyLog?.add(event);
    });
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  try {
    const problem = await listening(server, portOf(flags.port), flags.host);
    if (problem) {
      tell(io, `handglass: ${flags.host}:${flags.port} cannot be listened on: ${problem}`);
      return Exit.network;
    }
    const { address, port } = server.address() as { address: string; port: number };
    tell(io, `listening on ${address.includes(':') ? `[${address}]` : address}:${port}`);
    await stopped(io.stop);
    return Exit.fine;
  } finally {
    server.close();
    for (const socket of sockets) socket.destroy();
    keyLog?.close();
  }
}

function welcome(
  socket: Socket,
  options: Omit<ServerOptions, 'now' | 'onProgress'>,
  flags: ServeFlags,
  io: Io,
  onEvent: (event: Event) => void,
): void {
  const trace = new TraceRecorder({
    role: 'server',
    peer: { address: socket.remoteAddress ?? null, port: socket.remotePort ?? null },
    startedAt: performance.now(),
    wallClock: Date.now(),
    secrets: flags.secrets ?? false,
  });
  const answer = new Answer(trace);
  let open = false;
  const { transport } = speak(
    socket,
    (hooks) => acceptClient({ ...options, ...hooks }),
    trace,
    (event) => {
      onEvent(event);
      if (event.type === 'established') {
        open = true;
        // Behind the events of this turn, so that the tickets are told too.
        setImmediate(() => show(trace, flags, io));
      }
      if (event.type === 'failed' && (!open || event.error.reason !== 'connection-cut'))
        show(trace, flags, io);
      if (event.type === 'data') answer.take(event.data, transport);
      if (event.type === 'end') transport.end();
    },
  );
  socket.setTimeout(MOST_SILENCE, () => transport.end());
}

function show(trace: TraceRecorder, { json }: ServeFlags, io: Io): void {
  const document = trace.document();
  io.stdout.write(json ? `${JSON.stringify(document)}\n` : `${story(document, styleOf(io))}\n`);
}

/** The story for an HTTP GET, an echo for everything else. */
class Answer {
  #request: Buffer | undefined = Buffer.alloc(0);

  constructor(private readonly trace: TraceRecorder) {}

  take(data: Uint8Array, transport: Transport): void {
    if (!this.#request) {
      this.#echo(data, transport);
      return;
    }
    const request = Buffer.concat([this.#request, data]);
    const text = request.toString('latin1');
    if (!text.startsWith('GET '.slice(0, text.length)) || request.length > LONGEST_REQUEST) {
      this.#request = undefined;
      this.#echo(request, transport);
    } else if (/\r?\n\r?\n/.test(text)) {
      this.#request = Buffer.alloc(0);
      transport.write(Buffer.from(responseTo(text, this.trace)));
      transport.end();
    } else this.#request = request;
  }

  #echo(data: Uint8Array, transport: Transport): void {
    const room = transport.write(data, () => transport.resume());
    if (!room) transport.pause();
  }
}

function responseTo(request: string, trace: TraceRecorder): string {
  const document = trace.document();
  const wantsJson = /^accept:.*application\/json/im.test(request);
  const body = wantsJson ? `${JSON.stringify(document, null, 2)}\n` : story(document, plainStyle);
  return [
    'HTTP/1.1 200 OK',
    `Content-Type: ${wantsJson ? 'application/json' : 'text/plain; charset=utf-8'}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

function optionsOf(flags: ServeFlags): Omit<ServerOptions, 'now' | 'onProgress'> {
  const { clientAuth, caFile, caDir, pin } = flags;
  const named = caFile !== undefined || caDir !== undefined;
  if (clientAuth !== 'none' && clientAuth !== 'request' && clientAuth !== 'require') {
    throw new UsageError(`--client-auth ${clientAuth} is not none, request or require`);
  }
  if (clientAuth === 'none' && named)
    throw new UsageError('--ca-file and --ca-dir are about clients, and none is asked: add --client-auth');
  if (clientAuth !== 'none' && !named) {
    throw new UsageError(`--client-auth ${clientAuth} needs --ca-file: whose clients are to be accepted?`);
  }
  if (clientAuth === 'none' && (flags.revocation ?? flags.crl) !== undefined) {
    throw new UsageError('--revocation and --crl are about the certificates of clients: see --client-auth');
  }
  const credential = stapling(readCredential(flags.cert, flags.key)!, flags.staple);
  const negotiation = negotiationOf(flags);
  if (negotiation.keyExchanges?.every((exchange) => exchange === 'RSA') && !credential.key.decrypt)
    throw new UsageError(
      `--kx ${flags.kx} needs a certificate with an RSA key, and --cert ${flags.cert} has none`,
    );
  const key = freshTicketKey(nodeProvider);
  const options = {
    provider: nodeProvider,
    credentials: [credential],
    ...negotiation,
    clientAuthentication: clientAuth,
    revocation: revocationOf(flags),
    ...(named && { trust: trustFor(flags, {}).store }),
    ...identityOf(pin ? { pin } : {}, { profile: privateProfile }),
    tickets: sealedTickets(nodeProvider, () => [key], TICKET_LIFETIME),
    handshakeTimeout: durationOf(flags.timeout),
    observe: true,
    wallClock: () => Date.now(),
  } as const;
  serverConfig({ ...options, now: () => 0 });
  return options;
}

function listening(server: Server, port: number, host: string): Promise<string | undefined> {
  return new Promise((done) => {
    server.once('error', (error) => done(listenWords(error)));
    server.listen(port, host, () => done(undefined));
  });
}

/** A port below 1024 is what EACCES is about, and no file. */
const listenWords = (error: NodeJS.ErrnoException): string =>
  error.code === 'EACCES' ? 'this port is for the administrator alone (EACCES)' : systemWords(error);

const stopped = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
