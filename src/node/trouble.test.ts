/** What goes wrong between two ends: cuts, silence, refusals, readers that are slow, peers that are something else. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import tls from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ca, contentOf, ecServer, listening, otherServer } from '../../test/loopback.ts';
import { asyncPrivateKey, privateKey } from '../crypto/providers/node.ts';
import {
  type ConnectOptions,
  connect,
  createServer,
  type ServerOptions,
  type TLSSocket,
} from '../exports/node.ts';
import { TlsError } from '../protocol/errors.ts';

const toServer = { host: '127.0.0.1', servername: 'localhost', ca };
type CodedTlsError = TlsError & { code: string };

function dial(port: number, options: Partial<ConnectOptions> = {}): TLSSocket {
  const socket = connect({ ...toServer, port, ...options });
  onTestFinished(() => void socket.destroy());
  return socket;
}

function errorOf(socket: TLSSocket): Promise<CodedTlsError> {
  return new Promise((resolve, reject) => {
    socket.once('error', resolve as (error: Error) => void);
    socket.once('close', () => reject(new Error('closed without an error')));
  });
}

/** Our server, with what it refuses. */
async function serving(
  options: ServerOptions = {},
  onSecure: (socket: TLSSocket) => void = (socket) => socket.on('error', () => {}),
) {
  const server = createServer({ ...ecServer, ...options }, onSecure);
  const refused = new Promise<CodedTlsError>((resolve) =>
    server.once('tlsClientError', (error) => resolve(error as CodedTlsError)),
  );
  return { server, refused, port: await listening(server) };
}

/** A TCP server whose connections are given to `talk`. */
const tcp = (talk: (socket: net.Socket) => void): Promise<number> =>
  listening(net.createServer({ allowHalfOpen: true }, talk));

/** A stream and its other end, in memory. */
function pipe(): [Duplex, Duplex] {
  const ends: Duplex[] = [];
  const make = (other: number) =>
    new Duplex({
      read() {},
      write(chunk, _encoding, done) {
        ends[other]!.push(chunk);
        done();
      },
      final(done) {
        ends[other]!.push(null);
        done();
      },
    });
  ends.push(make(1), make(0));
  return [ends[0]!, ends[1]!];
}

describe('a cut connection', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)('is an error and never an end, in %s', async (maxVersion) => {
    const server = tls.createServer({ ...ecServer, maxVersion });
    const raw: net.Socket[] = [];
    server.on('connection', (socket) => raw.push(socket));
    const accepted = once(server, 'secureConnection');
    const socket = dial(await listening(server));
    let ended = false;
    socket.on('end', () => (ended = true)).resume();
    await Promise.all([once(socket, 'secureConnect'), accepted]);
    const failed = errorOf(socket);
    raw[0]!.destroy();
    const error = await failed;
    expect(error).toBeInstanceOf(TlsError);
    expect([error.reason, error.code, ended]).toEqual(['connection-cut', 'ECONNRESET', false]);
  });

  it('tells at which step of the handshake, and keeps what the socket said', async () => {
    const port = await tcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const error = await errorOf(dial(port));
    expect(error.message).toMatch(/waiting for ServerHello/);
    expect((error.cause as { code?: string }).code).toBe('ECONNRESET');
  });

  it('is told by the server too', async () => {
    const { port, refused } = await serving();
    net.connect(port, '127.0.0.1').end(Buffer.from([0x16, 3, 1, 0, 100, 1]));
    expect(await refused).toMatchObject({ reason: 'connection-cut', step: 'waiting for ClientHello' });
  });

  it('is told when what came before it has been weighed, where an answer is due on our side', async () => {
    let answer: (yes: boolean) => void = () => {};
    const asked = new Promise<void>((resolve) => {
      const port = listening(tls.createServer(ecServer).on('tlsClientError', () => {}));
      void port.then((at) => {
        // Everything that the server says, and then its end.
        const relay = net.createServer((near) => {
          const far = net.connect(at, '127.0.0.1');
          near.pipe(far, { end: false });
          far.once('data', (flight) => {
            far.destroy();
            near.end(flight);
          });
          near.on('error', () => {});
        });
        void listening(relay).then((entry) => {
          socket = dial(entry, {
            ca: otherServer.cert,
            onRejected: () => {
              resolve();
              return new Promise<boolean>((yes) => (answer = yes));
            },
          });
          failed = errorOf(socket);
        });
      });
    });
    let socket: TLSSocket | undefined;
    let failed: Promise<CodedTlsError> | undefined;
    await asked;
    await pause(50);
    expect(socket?.destroyed).toBe(false);
    answer(false);
    expect((await failed!).reason).toBe('certificate-rejected');
  });
});

describe('a silent peer', () => {
  it('of a client is given up', async () => {
    const error = await errorOf(dial(await tcp(() => {}), { handshakeTimeout: 50 }));
    expect([error.reason, error.code]).toEqual(['handshake-timeout', 'ERR_TLS_HANDSHAKE_TIMEOUT']);
    expect(error.message).toMatch(/ServerHello/);
  });

  it('of a server is given up, and its socket closed', async () => {
    const { port, refused } = await serving({ handshakeTimeout: 50 });
    const socket = net.connect(port, '127.0.0.1').resume();
    expect((await refused).reason).toBe('handshake-timeout');
    await once(socket, 'close');
  });

  it('is not charged with the time that we take ourselves', async () => {
    const { port } = await serving();
    const onRejected = async () => {
      await pause(700);
      return true;
    };
    const socket = dial(port, { ca: otherServer.cert, onRejected, handshakeTimeout: 500 });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(false);
  });
});

describe('a refusal', () => {
  it('reaches a peer that is in the middle of sending much', async () => {
    const { port } = await serving({ requestCert: true, ca });
    for (let round = 0; round < 5; round++) {
      const socket = tls.connect({ ...toServer, port });
      const failed = once(socket, 'error').catch((error: Error) => [error]);
      const [error] = await new Promise<{ code?: string }[]>((resolve) => {
        socket.once('error', (reason) => resolve([reason as { code?: string }]));
        socket.once('secureConnect', () => socket.write(randomBytes(2 ** 21)));
      });
      await failed;
      expect(error?.code).toBe('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
    }
  });

  it('does not reset the connection under the alert, whatever still comes', async () => {
    const { port } = await serving();
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const answer = contentOf(socket);
    socket.write('GET / HTTP/1.1\r\n\r\n');
    for (let piece = 0; piece < 16; piece++) {
      socket.write(randomBytes(2 ** 16));
      await pause(5);
    }
    // A fatal unexpected_message, then the end: `contentOf` would have thrown a reset.
    expect([...(await answer)]).toEqual([21, 3, 3, 0, 2, 2, 10]);
    socket.end();
    await once(socket, 'close');
  });

  it('of a certificate comes from the client as the right alert', async () => {
    const server = tls.createServer(ecServer);
    const told = once(server, 'tlsClientError');
    const error = await errorOf(dial(await listening(server), { ca: otherServer.cert }));
    expect([error.reason, error.alert, error.code]).toEqual([
      'certificate-rejected',
      'unknown_ca',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ]);
    expect((await told)[0]).toMatchObject({ code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' });
  });

  it('by what checkServerIdentity says, which cannot make anything acceptable', async () => {
    const { port } = await serving();
    const mine = new Error('not this one');
    expect(await errorOf(dial(port, { checkServerIdentity: () => mine }))).toBe(mine);
    const wrong = dial(port, { servername: 'another.test', checkServerIdentity: () => undefined });
    expect((await errorOf(wrong)).code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });
});

describe('a slow reader', () => {
  const much = 2 ** 25;

  /** Writes as the stream allows it; gives what is written until it stalls. */
  async function writeUntilStalled(socket: Duplex): Promise<number> {
    const chunk = randomBytes(2 ** 16);
    let written = 0;
    while (written < much) {
      written += chunk.length;
      if (socket.write(chunk)) continue;
      const drained = await Promise.race([once(socket, 'drain').then(() => true), pause(300, false)]);
      if (!drained) break;
    }
    return written;
  }

  it('of ours holds the peer back, and loses nothing', async () => {
    const { server, port } = await serving();
    const accepted = once(server, 'secureConnection');
    const sender = tls.connect({ ...toServer, port });
    onTestFinished(() => void sender.destroy());
    const [receiver] = (await accepted) as [TLSSocket];
    const sent = await writeUntilStalled(sender);
    expect(sent).toBeLessThan(much);
    expect(receiver.readableLength).toBeLessThan(2 ** 18);
    sender.end();
    expect((await contentOf(receiver)).length).toBe(sent);
  });

  it('at the other end holds us back, even within one long write', async () => {
    const server = tls.createServer(ecServer);
    const accepted = once(server, 'secureConnection');
    const raw = net.connect({ port: await listening(server), host: '127.0.0.1', allowHalfOpen: true });
    const sender = dial(0, { socket: raw, host: undefined });
    const [receiver] = (await accepted) as [tls.TLSSocket];
    sender.end(randomBytes(much));
    await pause(300);
    expect(raw.bytesWritten).toBeLessThan(much);
    expect(raw.writableLength).toBeLessThan(2 ** 19);
    expect((await contentOf(receiver)).length).toBe(much);
  });
});

describe('a socket', () => {
  it('takes writes and an end before the handshake is finished', async () => {
    const { server, port } = await serving({ allowHalfOpen: true });
    const accepted = once(server, 'secureConnection');
    const socket = dial(port).resume();
    socket.write('early ');
    socket.end('bird');
    const [there] = (await accepted) as [TLSSocket];
    expect((await contentOf(there)).toString()).toBe('early bird');
    there.end();
    await once(socket, 'close');
  });

  it('speaks on any stream, as both roles', async () => {
    const [near, far] = pipe();
    const { server } = await serving();
    const accepted = once(server, 'secureConnection');
    server.emit('connection', far);
    const socket = connect({ socket: near, servername: 'localhost', ca });
    const [there] = (await accepted) as [TLSSocket];
    there.end('hello');
    expect((await contentOf(socket)).toString()).toBe('hello');
    expect(socket.getCipher()).toEqual({
      name: 'TLS_AES_128_GCM_SHA256',
      standardName: 'TLS_AES_128_GCM_SHA256',
      version: 'TLSv1.3',
    });
  });

  it('closes in order when destroySoon is called, with everything delivered', async () => {
    const { server, port } = await serving();
    const accepted = once(server, 'secureConnection');
    const socket = dial(port);
    const [there] = (await accepted) as [TLSSocket];
    there.write(randomBytes(2 ** 21));
    there.destroySoon();
    expect((await contentOf(socket)).length).toBe(2 ** 21);
  });

  it('does not reset the connection under its last words when much is unread', async () => {
    const { server, port } = await serving();
    const accepted = once(server, 'secureConnection');
    const socket = tls.connect({ ...toServer, port, allowHalfOpen: true } as tls.ConnectionOptions);
    const errors: Error[] = [];
    socket.on('error', (error) => errors.push(error));
    socket.write(randomBytes(2 ** 20));
    const [there] = (await accepted) as [TLSSocket];
    await pause(50);
    there.write('enough');
    there.destroySoon();
    expect((await contentOf(socket)).toString()).toBe('enough');
    const closed = once(socket, 'close');
    socket.end('more');
    await closed;
    expect(errors).toEqual([]);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'keeps what was read for a consumer that comes late, in %s',
    async (maxVersion) => {
      const { server, port } = await serving({ maxVersion });
      server.on('secureConnection', (there: TLSSocket) => there.end('late'));
      const raw = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      const socket = dial(0, { socket: raw, host: undefined });
      await once(socket, 'secureConnect');
      socket.end();
      await once(raw, 'close');
      expect((await contentOf(socket)).toString()).toBe('late');
    },
  );

  it('passes the errors of TCP through', async () => {
    const server = net.createServer();
    const port = await listening(server);
    server.close();
    await once(server, 'close');
    expect((await errorOf(dial(port))).code).toBe('ECONNREFUSED');
  });

  it('is not there before its names: nothing to export, nothing agreed', () => {
    const [near] = pipe();
    const socket = connect({ socket: near, ca });
    onTestFinished(() => void socket.destroy());
    expect(() => socket.exportKeyingMaterial(20, 'label')).toThrow(/finished/);
    expect([socket.getProtocol(), socket.getCipher(), socket.getSession()]).toEqual([
      null,
      undefined,
      undefined,
    ]);
    expect(socket.getPeerCertificate()).toEqual({});
    expect(() => socket.renegotiate()).toThrow(/not supported/);
    expect(() => socket.setMaxSendFragment()).toThrow(/not supported/);
  });
});

describe('a server', () => {
  it('says what a stranger spoke', async () => {
    const { port, refused } = await serving();
    net.connect(port, '127.0.0.1').end('GET / HTTP/1.1\r\n\r\n');
    const error = await refused;
    expect([error.code, error.message]).toEqual([
      'ERR_SSL_WRONG_VERSION_NUMBER',
      expect.stringMatching(/plain HTTP request/),
    ]);
  });

  it('signs on the thread pool where it is told to', async () => {
    const { port } = await serving({ key: asyncPrivateKey(privateKey(ecServer.key)) });
    await once(dial(port), 'secureConnect');
    const peer = tls.connect({ ...toServer, port, maxVersion: 'TLSv1.2' });
    onTestFinished(() => void peer.destroy());
    await once(peer, 'secureConnect');
  });

  it('has contexts for names, of which the last added counts', async () => {
    const { server, port } = await serving();
    server.addContext('*.wild.test', otherServer);
    server.addContext('b.wild.test', ecServer);
    const nameOf = async (servername: string) => {
      const socket = dial(port, { servername, rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      return socket.getPeerCertificate().subjectaltname;
    };
    expect(await nameOf('a.wild.test')).toMatch(/other\.test/);
    expect(await nameOf('b.wild.test')).toMatch(/first\.test/);
    expect(await nameOf('c.d.wild.test')).toMatch(/first\.test/);
  });

  it('takes a new certificate and goes on resuming', async () => {
    const { server, port } = await serving();
    const before = dial(port).resume();
    const [session] = (await once(before, 'session')) as [Buffer];
    server.setSecureContext(otherServer);
    const again = dial(port, { session });
    await once(again, 'secureConnect');
    expect(again.isSessionReused()).toBe(true);
    const fresh = dial(port, { servername: 'other.test' });
    await once(fresh, 'secureConnect');
    expect(fresh.getPeerCertificate().subjectaltname).toMatch(/other\.test/);
  });

  it('hands an error of its SNICallback to tlsClientError', async () => {
    const { port, refused } = await serving({
      SNICallback: (_name, done) => done(new Error('no such tenant')),
    });
    dial(port).on('error', () => {});
    expect((await refused).message).toMatch(/no such tenant/);
  });

  it('lets every event be seen, with its socket', async () => {
    const seen = new Map<TLSSocket, string[]>();
    const onEvent: ServerOptions['onEvent'] = ({ type }, socket) =>
      void seen.set(socket, [...(seen.get(socket) ?? []), type]);
    const { server, port } = await serving({ onEvent });
    const accepted = once(server, 'secureConnection');
    dial(port);
    const [there] = (await accepted) as [TLSSocket];
    const types = seen.get(there)!;
    expect(types).toEqual(expect.arrayContaining(['record', 'message', 'decision', 'keys', 'established']));
    expect(types).not.toContain('secret');
  });
});
