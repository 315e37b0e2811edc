/** `--fields`, `--only`, `--hex` and `-v` of `connect` and `serve`. */
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handglass, Lab, serving } from './cli-lab.ts';

const lab = new Lab();
let port: number;
let trusted: string[];
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  trusted = ['--ca-file', lab.path('ca.pem')];
  port = await lab.tls('localhost');
});
afterAll(() => lab.close());

const connect = (...flags: string[]) => handglass(['connect', `localhost:${port}`, ...trusted, ...flags]);
const headings = (out: string): string[] =>
  out.split('\n').flatMap((line) => /^[→←] (.*?) {2}/.exec(line)?.[1] ?? []);

describe('connect', () => {
  it('shows every message below the story, with -v too', async () => {
    for (const flag of ['--fields', '-v']) {
      const { exit, out } = await connect(flag);
      expect(exit).toBe(0);
      expect(out).toMatch(/^✓ connected to/);
      expect(headings(out).slice(0, 2)).toEqual(['ClientHello', 'ServerHello']);
      expect(headings(out)).toEqual(expect.arrayContaining(['ChangeCipherSpec', 'Certificate', 'Finished']));
      expect(out).toContain('supported_versions');
      expect(out).not.toMatch(/^000000 {2}/m);
    }
  });

  it('dumps each message with --hex, and with -vv', async () => {
    for (const flags of [['--fields', '--hex'], ['-vv']]) {
      const { out } = await connect(...flags);
      expect(out).toMatch(/^000000 {2}01 00 /m);
    }
  });

  it('shows nothing of this unless asked', async () => {
    const { out } = await connect();
    expect(headings(out)).toEqual([]);
  });

  it('shows only what is named', async () => {
    const { exit, out } = await connect('--fields', '--only', 'Finished,key_share');
    expect(exit).toBe(0);
    expect(headings(out)).toEqual(['ClientHello', 'ServerHello', 'Finished', 'Finished']);
  });

  it.each([
    [
      ['--fields', '--only', 'ClientHello,key_shar'],
      '--only "key_shar" is the name of no message and no field; did you mean key_share?',
    ],
    [['--fields', '--only', 'xyzzy'], '--only "xyzzy" is the name of no message and no field'],
    [['--fields', '--only', 'a,,b'], '--only has an empty name in its list'],
    [['--only', 'ClientHello'], '--only and --hex say which fields are shown: add --fields'],
    [['--hex'], '--only and --hex say which fields are shown: add --fields'],
    [['--fields', '--json'], '--fields is text, and the trace of --json has all fields: leave one out'],
  ])('refuses %j before it connects', async (flags, words) => {
    const { out, ...ended } = await connect(...flags);
    expect(ended).toEqual({ exit: 2, err: `handglass: ${words}\n` });
    // With --json the refusal is a document too.
    expect(out === '').toBe(!flags.includes('--json'));
  });

  it('repeats the flags in what it proposes', async () => {
    const { exit, out } = await handglass(['connect', `localhost:${port}`, '-vv', '--only', 'Finished']);
    expect(exit).toBe(6);
    expect(out).toContain(`handglass connect localhost:${port} -vv --only Finished --ca-file`);
  });
});

it('serve shows what each client sent', async () => {
  const files = ['--cert', lab.path('localhost.pem'), '--key', lab.path('localhost.key')];
  const server = await serving([...files, '--fields', '--only', 'server_name']);
  await new Promise<void>((done) => {
    const socket = tls.connect(
      { port: server.port, host: 'localhost', servername: 'localhost', ca: lab.read('ca.pem') },
      () => socket.end('GET / HTTP/1.1\r\n\r\n'),
    );
    socket.on('close', () => done()).resume();
  });
  const { out } = await server.stop();
  expect(headings(out)).toContain('ClientHello');
  expect(out).toContain('host_name  9 bytes: "localhost"');
});
