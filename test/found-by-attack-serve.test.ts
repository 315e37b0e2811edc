/** `handglass serve` as a process of its own, and peers that want it to end, to wait for ever, or to fill its memory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handglass, Lab } from './cli-lab.ts';
import { damaged, dialled, helloBytes, hostileClient } from './hostile-client.ts';
import { mutated } from './mutants/replaced.ts';

const lab = new Lab();
const program = join(lab.dir, 'handglass.mjs');
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  await build({
    input: fileURLToPath(new URL('../src/cli/main.ts', import.meta.url)),
    platform: 'node',
    logLevel: 'silent',
    plugins: [mutated()],
    output: { file: program, format: 'esm', codeSplitting: false },
  });
});
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  lab.close();
});

interface Served {
  readonly port: number;
  /** How the process ended, while it has not. */
  readonly ended: () => string | undefined;
  readonly err: () => string;
  readonly out: () => string;
}

async function serving(...flags: string[]): Promise<Served> {
  const files = ['--cert', lab.path('localhost.pem'), '--key', lab.path('localhost.key')];
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', ...files, ...flags], {
    env: { PATH: process.env['PATH'] ?? '' },
  });
  children.push(child);
  let [out, err] = ['', ''];
  let ended: string | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const port = new Promise<number>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
      const found = /listening on \S+:(\d+)/.exec(err);
      if (found) resolve(Number(found[1]));
    });
    child.once('close', (code, signal) => {
      ended = `${code ?? signal}: ${err}`;
      reject(new Error(ended));
    });
  });
  return { port: await port, ended: () => ended, err: () => err, out: () => out };
}

/** What an ordinary client gets to hear, in whole. */
function goodClient(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect(
      { port, host: '127.0.0.1', servername: 'localhost', ca: lab.read('ca.pem') },
      () => {
        // node:tls tells of a FIN before the handshake as an end as well, and of the error behind it.
        socket.on('end', () => resolve(text));
        socket.write(GET);
      },
    );
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    socket.on('error', reject);
  });
}

const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
const turn = (milliseconds = 30) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Each ends with the client's socket closed, one way or another. */
const conversations: Record<string, (port: number) => Promise<void>> = {
  async 'a request, and another record behind it'(port) {
    const { tls: client, raw, inOneSegment } = await hostileClient(port);
    await inOneSegment(() => {
      client.write(GET);
      setImmediate(() => client.write('and another thing'));
    });
    await turn();
    raw.destroy();
  },
  async 'a good record and a damaged one in one segment'(port) {
    const { tls: client, raw, inOneSegment } = await hostileClient(port);
    await inOneSegment(
      () => {
        client.write('hello');
        setImmediate(() => client.write('hello'));
      },
      ([first, second]) => [first!, damaged(second!)],
    );
    await turn();
    raw.destroy();
  },
  async 'a request and a damaged record in one segment'(port) {
    const { tls: client, raw, inOneSegment } = await hostileClient(port);
    await inOneSegment(
      () => {
        client.write(GET);
        setImmediate(() => client.write('hello'));
      },
      ([first, second]) => [first!, damaged(second!)],
    );
    await turn();
    raw.destroy();
  },
  async 'records behind our close_notify'(port) {
    const { tls: client, raw } = await hostileClient(port);
    client.write(GET);
    client.resume();
    await once(client, 'end');
    client.write('one more thing');
    await turn();
    client.write('and another');
    await turn();
    raw.destroy();
  },
  async 'records behind its own close_notify'(port) {
    const { tls: client, raw } = await hostileClient(port);
    client.end('hello');
    await turn();
    raw.write(Buffer.from([23, 3, 3, 0, 1, 0]));
    await turn();
    raw.destroy();
  },
  async 'a reset at once'(port) {
    (await dialled(port)).resetAndDestroy();
  },
  async 'a reset within the hello'(port) {
    const raw = await dialled(port);
    raw.write((await helloBytes()).subarray(0, 100));
    await turn();
    raw.resetAndDestroy();
  },
  async 'a reset behind the hello'(port) {
    const raw = await dialled(port);
    raw.write(await helloBytes());
    raw.resetAndDestroy();
  },
  async 'a reset when the server has answered the hello'(port) {
    const raw = await dialled(port);
    raw.write(await helloBytes());
    await once(raw, 'data');
    raw.resetAndDestroy();
  },
  async 'a reset behind the handshake'(port) {
    (await hostileClient(port)).raw.resetAndDestroy();
  },
  async 'a reset behind the request'(port) {
    const { tls: client, raw } = await hostileClient(port);
    client.write(GET);
    await turn(5);
    raw.resetAndDestroy();
  },
  async 'a reset with much on its way in both directions'(port) {
    const { tls: client, raw } = await hostileClient(port);
    raw.pause();
    for (let i = 0; i < 64; i++) client.write(Buffer.alloc(2 ** 16, 'x'));
    await turn(100);
    raw.resetAndDestroy();
  },
  async 'half a hello, and its end'(port) {
    const raw = await dialled(port);
    raw.end((await helloBytes()).subarray(0, 100));
    await turn();
    raw.destroy();
  },
  async 'a hello, and its end'(port) {
    const raw = await dialled(port);
    raw.end(await helloBytes());
    await turn();
    raw.destroy();
  },
  async 'half a request, and its end without close_notify'(port) {
    const { tls: client, raw } = await hostileClient(port);
    client.write('GET / HT');
    await turn();
    raw.end();
    await turn();
    raw.destroy();
  },
  async 'a request, and its end without close_notify'(port) {
    const { tls: client, raw } = await hostileClient(port);
    client.write(GET);
    raw.end();
    await turn();
    raw.destroy();
  },
  async 'no TLS at all'(port) {
    const raw = await dialled(port);
    raw.write('GET / HTTP/1.1\r\n\r\n');
    raw.write('GET / HTTP/1.1\r\n\r\n');
    await turn();
    raw.write('x');
    await turn();
    raw.destroy();
  },
};

describe('no peer ends the process', () => {
  it.each(Object.keys(conversations))('by %s', async (name) => {
    const server = await serving();
    await conversations[name]!(server.port);
    await turn();
    expect(server.ended()).toBeUndefined();
    expect(await goodClient(server.port)).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*connected to the client/);
    // By now what the server has said before is here.
    expect(server.err()).not.toContain('internal error');
  });

  it('with a byte after a spell of idleness', async () => {
    const server = await serving('--idle', '200ms');
    const { tls: client, raw } = await hostileClient(server.port);
    client.resume();
    await once(client, 'end');
    client.write('x');
    await turn();
    client.write('y');
    await turn();
    expect(server.ended()).toBeUndefined();
    raw.destroy();
    await roomAt(server);
  });
});

describe('who stays is let go', () => {
  it('when it says nothing behind the handshake, and does not close either', async () => {
    const server = await serving('--idle', '2s', '--max-connections', '20');
    await Promise.all(Array.from({ length: 20 }, () => hostileClient(server.port)));
    await roomAt(server);
  });

  it('when it drips bytes after our close_notify', async () => {
    const server = await serving('--idle', '200ms', '--max-connections', '1');
    const { tls: client } = await hostileClient(server.port);
    client.write(GET);
    const drip = setInterval(() => client.write('x'), 50);
    await roomAt(server);
    clearInterval(drip);
  });

  it('when it does not read what it asked for', async () => {
    const server = await serving('--idle', '200ms', '--max-connections', '1');
    const { tls: client, raw } = await hostileClient(server.port);
    raw.pause();
    for (let i = 0; i < 256; i++) client.write(Buffer.alloc(2 ** 16, 'x'));
    await roomAt(server);
  });
});

/** The next good client is served, sooner or later. */
async function roomAt(server: Served): Promise<void> {
  for (;;) {
    expect(server.ended()).toBeUndefined();
    const answer = await goodClient(server.port).catch(() => '');
    if (answer.startsWith('HTTP/1.1 200 OK')) return;
    await turn(200);
  }
}

/** A socket that says nothing, with word of the server's having ended its side. */
async function watched(port: number) {
  const raw = await dialled(port);
  let ended = false;
  const letGo = new Promise<void>((resolve) => {
    for (const end of ['end', 'close'] as const) {
      raw.once(end, () => {
        ended = true;
        resolve();
      });
    }
  });
  raw.resume();
  return { raw, letGo, ended: () => ended };
}

describe('a cap on connections', () => {
  it('refuses the next one, says so, and takes another when one has left', async () => {
    const server = await serving('--max-connections', '3');
    const held = [];
    for (let i = 0; i < 3; i++) {
      const client = await hostileClient(server.port);
      // Its echo says that the server has finished the handshake, too.
      client.tls.write('hello');
      await once(client.tls, 'data');
      held.push(client);
    }
    await expect(goodClient(server.port)).rejects.toThrow();
    await expect(goodClient(server.port)).rejects.toThrow();
    await expect
      .poll(server.err, { timeout: 20_000 })
      .toMatch(/refused a connection from 127\.0\.0\.1: 3 are open \(--max-connections\)/);
    held[0]!.raw.destroy();
    await roomAt(server);
  });

  it('gives the place of who has not finished the handshake to the next one, the first first', async () => {
    const server = await serving('--max-connections', '3');
    const silent = [];
    for (let i = 0; i < 3; i++) silent.push(await watched(server.port));
    expect(await goodClient(server.port)).toMatch(/^HTTP\/1\.1 200 OK/);
    await silent[0]!.letGo;
    expect(silent.map(({ ended }) => ended())).toEqual([true, false, false]);
    await expect
      .poll(server.err)
      .toMatch(
        /closed a connection from 127\.0\.0\.1 to make room for another: 3 are open \(--max-connections\)/,
      );
  });

  it('gives the place of who is only drained to the next one, before that of anybody else', async () => {
    const server = await serving('--max-connections', '2');
    const silent = await watched(server.port);
    const drained = await watched(server.port);
    drained.raw.write('GET / HTTP/1.1\r\n\r\n');
    await drained.letGo;
    expect(await goodClient(server.port)).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(silent.ended()).toBe(false);
  });

  it.each(['0', '-1', 'many', '1.5', '1e3'])('is not %s', async (count) => {
    await expect(serving('--max-connections', count)).rejects.toThrow(/--max-connections/);
  });
});
