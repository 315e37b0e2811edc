/** `handglass serve`, with clients that are not ours: node:tls. */
import https from 'node:https';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TraceDocument } from '../src/trace/document.ts';
import { handglass, Lab, serving } from './cli-lab.ts';

const lab = new Lab();
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
});
afterAll(() => lab.close());

const files = (name: string): string[] => [
  '--cert',
  lab.path(`${name}.pem`),
  '--key',
  lab.path(`${name}.key`),
];
const alice = () => ({ cert: lab.read('client.pem'), key: lab.read('client.key') });

function get(
  port: number,
  options: https.RequestOptions = {},
): Promise<{ type: string | undefined; body: string }> {
  return new Promise((done, fail) => {
    const request = https.get(
      { port, host: 'localhost', ca: lab.read('ca.pem'), agent: false, ...options },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          body += text;
        });
        response.on('end', () => done({ type: response.headers['content-type'], body }));
        response.on('error', fail);
      },
    );
    request.on('error', fail);
  });
}

describe('handglass serve', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'answers a GET with what the client sent, in %s',
    async (version) => {
      const server = await serving([
        ...files('localhost'),
        '--client-auth',
        'request',
        '--ca-file',
        lab.path('ca.pem'),
      ]);
      const only = { minVersion: version, maxVersion: version } as const;
      const text = await get(server.port, { ...only, ...alice() });
      expect(text.type).toBe('text/plain; charset=utf-8');
      expect(text.body).toMatch(
        /^✓ connected to the client 127\.0\.0\.1:\d+, and its certificate is trusted\n/,
      );
      expect(text.body).toContain('Client offers');
      const json = await get(server.port, { ...only, headers: { accept: 'application/json' } });
      expect(json.type).toBe('application/json');
      expect(JSON.parse(json.body)).toMatchObject({
        schema: 'handglass-trace/2',
        role: 'server',
        ok: true,
        version: version.replace('v', ' '),
        clientAuthenticated: false,
        serverName: 'localhost',
      });
      const { exit, out } = await server.stop();
      expect(exit).toBe(0);
      expect(out.match(/✓ connected/g)).toHaveLength(2);
      expect(out).toContain('authenticated by its certificate');
    },
  );

  it('sends back what is no GET', async () => {
    const server = await serving(files('localhost'));
    const sent = Buffer.alloc(300_000, 'GE and then something else ');
    const echoed = await new Promise<Buffer>((done, fail) => {
      const chunks: Buffer[] = [];
      let length = 0;
      const socket = tls.connect({ port: server.port, host: 'localhost', ca: lab.read('ca.pem') }, () =>
        socket.write(sent),
      );
      socket.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length >= sent.length) socket.end();
      });
      socket.on('close', () => done(Buffer.concat(chunks)));
      socket.on('error', fail);
    });
    expect(echoed.equals(sent)).toBe(true);
    await server.stop();
  });

  it('tells why a handshake failed: as text, and as one line of JSON', async () => {
    const flags = [...files('localhost'), '--client-auth', 'require', '--ca-file', lab.path('ca.pem')];
    const server = await serving(flags);
    await expect(get(server.port)).rejects.toThrow();
    await expect(get(server.port, { ca: [] })).rejects.toThrow();
    const { out } = await server.stop();
    expect(out).toMatch(/✗ handshake failed with the client 127\.0\.0\.1:\d+: /);
    expect(out).toContain('certificate_required');
    const ndjson = await serving([...flags, '--json']);
    await expect(get(ndjson.port)).rejects.toThrow();
    const lines = (await ndjson.stop()).out.trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      ok: false,
      error: { reason: 'client-certificate-required', alert: 'certificate_required', sentBy: 'server' },
    });
  });

  it('resumes, and speaks only what it is told to', async () => {
    const server = await serving([...files('localhost'), '--tls', '1.2', '--alpn', 'http/1.1', '--json']);
    const once = (session?: Buffer) =>
      new Promise<{ session: Buffer; reused: boolean; alpn: string | false | null }>((done, fail) => {
        const socket = tls.connect(
          {
            port: server.port,
            host: 'localhost',
            servername: 'localhost',
            ca: lab.read('ca.pem'),
            ALPNProtocols: ['h2', 'http/1.1'],
            ...(session && { session }),
          },
          () => {
            const got = {
              session: socket.getSession()!,
              reused: socket.isSessionReused(),
              alpn: socket.alpnProtocol,
            };
            socket.once('close', () => done(got));
            // The server's answer shows that it is done, too.
            socket.once('data', () => socket.end());
            socket.write('hello');
          },
        );
        socket.on('error', fail);
      });
    const first = await once();
    const second = await once(first.session);
    expect([first.reused, second.reused]).toEqual([false, true]);
    expect(first.alpn).toBe('http/1.1');
    const traces = (await server.stop()).out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as TraceDocument);
    expect(traces.map(({ resumed, version }) => [resumed, version])).toEqual([
      [false, 'TLS 1.2'],
      [true, 'TLS 1.2'],
    ]);
  });

  it('cannot listen twice on one port', async () => {
    const server = await serving(files('localhost'));
    const { exit, err } = await handglass(['serve', '--port', String(server.port), ...files('localhost')]);
    expect(exit).toBe(3);
    expect(err).toContain('cannot listen on');
    await server.stop();
  });
});
