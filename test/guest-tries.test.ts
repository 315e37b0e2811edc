/** The first Try that `serve` prints for a client is run as it stands, and that client then connects. */
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExplainedDocument } from '../src/trace/explained.ts';
import { handglass, Lab, serving } from './cli-lab.ts';

const lab = new Lab();
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  await handglass(['ca', lab.path('rsa'), '--rsa', '--server', 'localhost']);
  await handglass(['ca', lab.path('bad'), '--bad', 'expired']);
});
afterAll(() => lab.close());

const pair = (name: string): string[] => [
  '--cert',
  lab.path(`${name}.pem`),
  '--key',
  lab.path(`${name}.key`),
];

/** Whether it connects, checking nothing; what it says goes on until the server has told of it. */
const connects = (port: number, options: tls.ConnectionOptions): Promise<boolean> =>
  new Promise((done) => {
    const given = { port, host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false, ...options };
    const socket = tls.connect(given, () => socket.end());
    socket.on('data', () => {});
    socket.on('error', () => {});
    let isSecure = false;
    socket.on('secureConnect', () => {
      isSecure = true;
    });
    socket.on('close', () => done(isSecure));
  });

/** Whoever came before has been heard by then. */
const echoed = (port: number): Promise<void> =>
  new Promise((done) => {
    const given = { port, host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false };
    const socket = tls.connect(given, () => socket.write('hello'));
    socket.on('data', () => socket.end());
    socket.on('close', () => done());
  });

interface Served {
  readonly connected: boolean;
  readonly document: ExplainedDocument;
  readonly text: string;
}

async function served(flags: readonly string[], options: tls.ConnectionOptions): Promise<Served> {
  const server = await serving([...flags, '--json']);
  const connected = await connects(server.port, options);
  const document = JSON.parse((await server.stop()).out.split('\n')[0]!) as ExplainedDocument;
  const text = await serving(flags);
  await connects(text.port, options);
  return { connected, document, text: (await text.stop()).out };
}

/** What follows `handglass serve --port 0`, with files in the place of what only a person knows. */
const filledIn = (argv: readonly string[], files: readonly string[]): string[] => {
  const names = files.filter((_, i) => i % 2 === 1);
  const rest = argv.slice(2);
  const port = rest.indexOf('--port');
  return rest
    .filter((_, i) => i !== port && i !== port + 1)
    .map((word) => (word === 'FILE' ? names.shift()! : word));
};

interface Case {
  readonly id: string;
  readonly given: string;
  readonly of: 'localhost' | 'rsa/localhost';
  readonly options: tls.ConnectionOptions;
  /** What is in its way next; nothing, unless given. */
  readonly next?: string;
}
const old = { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' } as const;
const cases: readonly Case[] = [
  {
    id: 'old-suites-not-served',
    given: '',
    of: 'rsa/localhost',
    options: { ...old, ciphers: 'AES128-GCM-SHA256' },
  },
  { id: 'old-suites-not-served', given: '', of: 'rsa/localhost', options: old },
  {
    id: 'old-suites-not-served',
    given: '--tls 1.2',
    of: 'rsa/localhost',
    options: { ...old, ciphers: 'DHE-RSA-AES128-GCM-SHA256' },
  },
  {
    id: 'old-suites-not-served',
    given: '',
    of: 'localhost',
    options: { ...old, ciphers: 'ECDHE-ECDSA-AES128-SHA' },
  },
  {
    id: 'no-common-suite-for-our-key',
    given: '',
    of: 'localhost',
    options: { ...old, ciphers: 'AES128-GCM-SHA256' },
    next: 'old-suites-not-served',
  },
  {
    id: 'suites-not-served',
    given: '--ciphers TLS_AES_256_GCM_SHA384',
    of: 'localhost',
    options: { ciphers: 'TLS_AES_128_GCM_SHA256' },
  },
  { id: 'version-not-served', given: '--tls 1.3', of: 'localhost', options: { maxVersion: 'TLSv1.2' } },
  { id: 'version-not-served', given: '--tls 1.2', of: 'localhost', options: { minVersion: 'TLSv1.3' } },
  { id: 'no-common-group', given: '--groups secp521r1', of: 'localhost', options: { ecdhCurve: 'X25519' } },
  {
    id: 'no-common-application-protocol',
    given: '--alpn h2',
    of: 'localhost',
    options: { ALPNProtocols: ['http/1.1'] },
  },
  {
    id: 'no-common-application-protocol',
    given: '--alpn h2',
    of: 'localhost',
    options: { ALPNProtocols: ['a b;c'] },
  },
  {
    id: 'no-common-signature',
    given: '',
    of: 'localhost',
    options: { maxVersion: 'TLSv1.2', sigalgs: 'RSA-PSS+SHA256' },
  },
];

describe('the first Try of a server', () => {
  it.each(cases)('$id: serve $given with $of', async ({ id, given, of, options, next }) => {
    const flags = [...pair(of), ...given.split(' ').filter((word) => word !== '')];
    const { connected, document, text } = await served(flags, options);
    expect(connected).toBe(false);
    expect(document.cause?.id).toBe(id);
    const [attempt] = document.tries!;
    expect(attempt!.argv?.slice(0, 2)).toEqual(['handglass', 'serve']);
    expect(text).toContain(`  Try:  handglass serve --port 0 `);
    const again = filledIn(attempt!.argv!, pair('rsa/localhost'));
    const then = await served(again, options);
    expect([then.connected, then.document.cause?.id]).toEqual([next === undefined, next]);
  });

  it('is not waited for where our own certificate is at fault', async () => {
    const server = await serving(pair('bad/bad/expired'));
    expect(server.heard()).toMatch(/^handglass: clients will refuse our certificate: .* expired on /m);
    expect(await connects(server.port, { rejectUnauthorized: true, ca: lab.read('bad/ca.pem') })).toBe(false);
    await echoed(server.port);
    const { out } = await server.stop();
    expect(out).toMatch(
      /^✗ handshake failed with the client \S+: the client closed the connection behind our/m,
    );
    expect(out).toContain('  Try:  handglass serve --port 0 ');
  });
});

describe('a client that leaves without a word', () => {
  const told = async (options: tls.ConnectionOptions, ...flags: string[]) => {
    const server = await serving([...flags, '--json']);
    await connects(server.port, options);
    await echoed(server.port);
    const lines = (await server.stop()).out.trimEnd().split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as ExplainedDocument);
  };

  it('as Node does in the handshake, is told what it keeps to itself', async () => {
    const [only, ...none] = await told({ rejectUnauthorized: true }, ...pair('localhost'));
    expect(none).toEqual([]);
    expect(only).toMatchObject({ ok: false, cause: { id: 'own-certificate-private-root' } });
    expect(only!.cause!.details.join()).toContain('Node closes without an alert');
    expect(only!.tries![0]).toMatchObject({ id: 'client-trusts-authority', argv: null });
  });

  it('behind the handshake is told of a second time: it may not like what it saw', async () => {
    const [first, second] = await told({ servername: 'www.example.com' }, ...pair('localhost'));
    expect(first).toMatchObject({ ok: true, serverName: 'www.example.com' });
    expect(first!.cause).toBeUndefined();
    expect(second).toMatchObject({ ok: true, cause: { id: 'client-left-without-a-word' } });
    expect(second!.cause!.details.join()).toContain('and not for www.example.com');
    expect(second!.tries![0]).toMatchObject({ id: 'serve-certificate' });
  });

  it('is told once where it spoke', async () => {
    const server = await serving([...pair('localhost'), '--json']);
    await echoed(server.port);
    await echoed(server.port);
    expect((await server.stop()).out.trimEnd().split('\n')).toHaveLength(2);
  });

  it('and took what others would refuse, is told so', async () => {
    const server = await serving(pair('bad/bad/expired'));
    await connects(server.port, {});
    await echoed(server.port);
    const { out } = await server.stop();
    expect(out).toMatch(/Our chain {6}"CN=localhost" expired on .*; this\s+client took it/);
    expect(out).toMatch(/^! the client \S+ left right after the handshake, possibly because it does not/m);
  });
});
