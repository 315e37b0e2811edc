/**
 * `handglass` alone: six handshakes on loopback, with a CA made for them, each explained by what happened in it.
 *
 * Client and server are two ends of real sockets that share nothing but the CA. Whatever is between them
 * (`through`) changes what is shown. `--save FILE` keeps both ends’ accounts of each, one beside the other.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { nodeProvider } from '../crypto/providers/node.ts';
import { freshTicketKey, type Session, sealedTickets } from '../options/engine.ts';
import { acceptClient, type ClientOptions, connectClient, type ServerOptions } from '../options/options.ts';
import { bundleOf } from '../trace/bundle-document.ts';
import type { TraceDocument } from '../trace/document.ts';
import { TraceRecorder } from '../trace/recorder.ts';
import { brief } from '../trace/story.ts';
import { paint, wrapped } from '../trace/text.ts';
import { say } from '../wire/words.ts';
import { Aftermath } from './after-handshake.ts';
import { Authority, credentialOf, terms } from './ca/authority.ts';
import { exitOf } from './connect.ts';
import { Exit, type Io, styleOf, tell } from './io.ts';
import { later, speak } from './traced-connection.ts';

export interface Scene {
  readonly title: string;
  readonly about: string;
  readonly client: Omit<ClientOptions, 'now' | 'onProgress'>;
  readonly server: Omit<ServerOptions, 'now' | 'onProgress'>;
}

export interface Told {
  readonly client: TraceDocument;
  readonly server: TraceDocument;
  /** Sessions the client may resume. */
  readonly sessions: readonly Session[];
  /** What came back of what the client sent. */
  readonly echoed: string;
}

export async function demo(io: Io): Promise<Exit> {
  const style = styleOf(io);
  const { words } = style.language;
  // English is short enough for a line of any terminal, and stays as it is.
  const told = (about: string): string => wrapped(about, style, style.width).join('\n');
  const began = performance.now();
  const all = scenes(await Authority.root(terms('ec', 1)), await Authority.root(terms('rsa', 1)));
  let exit: Exit = Exit.fine;
  let session: Session | undefined;
  const both: TraceDocument[] = [];
  for (const scene of await all) {
    const { client, server, sessions } = await play(
      scene.resumes ? { ...scene, client: { ...scene.client, session } } : scene,
    );
    session = sessions.at(-1);
    const provenance = io.provenance ?? null;
    both.push({ ...client, provenance }, { ...server, provenance });
    io.stdout.write(
      `${paint(style, 'strong', words(scene.title))}\n${told(scene.about)}\n${brief(client, style)}\n`,
    );
    exit ||= exitOf(client);
  }
  io.save?.(bundleOf(both));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  tell(
    io,
    say`six handshakes in ${seconds} s; "handglass HOST" shows one with your own server, "handglass --help" the rest`,
  );
  return exit;
}

/** Two CAs, since RSA key exchange needs RSA certificates and old clients RSA all the way up. */
export async function scenes(
  ec: Authority,
  rsa: Authority,
): Promise<(Scene & { readonly resumes?: true })[]> {
  const ticketKey = freshTicketKey(nodeProvider);
  const common = {
    provider: nodeProvider,
    observe: true,
    handshakeTimeout: 5000,
    wallClock: () => Date.now(),
  };
  const names = ['localhost', '127.0.0.1'];
  const rsaServer = credentialOf(await rsa.server(names, terms('rsa', 1)));
  const ecServer = credentialOf(await ec.server(names, terms('ec', 1)));
  const alice = credentialOf(await ec.client('alice', terms('ec', 1)));
  const server = {
    ...common,
    credentials: [ecServer],
    tickets: sealedTickets(nodeProvider, () => [ticketKey], 3600),
  };
  const client = { ...common, name: 'localhost', trust: ec.trust };
  const asksClient = { clientAuthentication: 'require', trust: ec.trust } as const;
  const only12 = { versions: ['TLS 1.2'] } as const;
  const byRsa = { ...only12, keyExchanges: ['RSA'] } as const;
  const byDhe = { ...only12, keyExchanges: ['DHE'] } as const;
  const mutual13 = {
    client: { ...client, versions: ['TLS 1.3'], credentials: [alice] },
    server: { ...server, ...asksClient },
  } as const;
  return [
    {
      title: '1. TLS 1.2, RSA key exchange, one-way',
      about:
        'The client alone makes the premaster secret, and encrypts it to the key in the server’s certificate.',
      client: { ...client, ...byRsa, trust: rsa.trust },
      server: { ...server, ...byRsa, credentials: [rsaServer] },
    },
    {
      title: '2. TLS 1.2, DHE, one-way',
      about:
        'Both sides raise a number to a power that they keep to themselves, modulo a prime that the server chooses and signs.',
      client: { ...client, ...byDhe, trust: rsa.trust },
      server: { ...server, ...byDhe, credentials: [rsaServer] },
    },
    {
      title: '3. TLS 1.2, ECDHE, one-way',
      about:
        'Both sides make a fresh share, and the server signs its own: whoever steals its key later can read nothing.',
      client: { ...client, ...only12 },
      server: { ...server, ...only12 },
    },
    {
      title: '4. TLS 1.2, ECDHE, mutual',
      about: 'The server asks for a certificate too, and the client signs the handshake so far.',
      client: { ...client, ...only12, credentials: [alice] },
      server: { ...server, ...only12, ...asksClient },
    },
    {
      title: '5. TLS 1.3, mutual',
      about: 'One round trip fewer: the shares travel with the hellos, and every certificate is encrypted.',
      ...mutual13,
    },
    {
      title: '6. TLS 1.3, resumption',
      about: 'With a ticket from the previous handshake: no certificates, but still a fresh share.',
      ...mutual13,
      resumes: true,
    },
  ];
}

/**
 * One handshake over loopback sockets, a line there and back, and both sides' account of it.
 *
 * @param through leads to the server's port, through whatever is in between
 */
export async function play({ client, server }: Scene, through = async (port: number) => port): Promise<Told> {
  const listener = createServer({ allowHalfOpen: true, noDelay: true });
  await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready));
  try {
    const atServer = later<TraceDocument>();
    listener.once('connection', (socket: Socket) => atServer.resolve(serveOnce(socket, server)));
    const port = await through((listener.address() as AddressInfo).port);
    const told = await callOnce(port, client);
    return { ...told, server: await atServer.promise };
  } finally {
    listener.close();
  }
}

async function serveOnce(socket: Socket, options: Scene['server']): Promise<TraceDocument> {
  const trace = new TraceRecorder({
    role: 'server',
    peer: { address: socket.remoteAddress ?? null, port: socket.remotePort ?? null },
    startedAt: performance.now(),
    wallClock: Date.now(),
  });
  const { closed } = speak(
    socket,
    (hooks) => acceptClient({ ...options, ...hooks }),
    trace,
    (event, transport) => {
      if (event.type === 'data') transport.write(event.data);
      if (event.type === 'end') transport.end();
    },
  );
  await closed;
  return trace.document();
}

async function callOnce(port: number, options: Scene['client']): Promise<Omit<Told, 'server'>> {
  const startedAt = performance.now();
  const trace = new TraceRecorder({
    role: 'client',
    peer: { name: 'localhost', port },
    startedAt,
    wallClock: Date.now(),
  });
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  await new Promise((ready, fail) => socket.once('connect', ready).once('error', fail));
  trace.note({ kind: 'tcp', began: startedAt, at: performance.now(), address: '127.0.0.1', port });
  const sessions: Session[] = [];
  let echoed = '';
  const after = new Aftermath();
  const answered = later<void>();
  const { transport, settled, closed } = speak(
    socket,
    (hooks) => connectClient({ ...options, ...hooks }),
    trace,
    (event) => {
      after.see(event);
      if (event.type === 'session') sessions.push(event.session);
      if (event.type === 'data') echoed += Buffer.from(event.data).toString();
      if (event.type === 'data' || event.type === 'failed') answered.resolve();
    },
  );
  if (await settled) {
    transport.write(Buffer.from('hello\n'));
    await Promise.race([answered.promise, closed]);
    await after.word;
  }
  const refusal = after.silentRefusal;
  if (refusal) trace.note(refusal);
  const client = trace.document();
  transport.end();
  await closed;
  return { client, sessions, echoed };
}
