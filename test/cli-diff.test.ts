import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Difference } from '../src/show/differences.ts';
import type { TraceDocument } from '../src/trace/document.ts';
import { handglass, Lab, type Ran } from './cli-lab.ts';

const lab = new Lab();
let port: string;
const ca = () => ['--ca-file', lab.path('ca.pem')];
const saved = (name: string, { out }: Pick<Ran, 'out'>): string => {
  writeFileSync(lab.path(name), out);
  return lab.path(name);
};
const traced = (...flags: string[]) => handglass([`localhost:${port}`, ...ca(), '--json', ...flags]);
const idsOf = ({ out }: Ran): readonly string[] => (JSON.parse(out) as Difference[]).map(({ id }) => id);

beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  port = String(await lab.tls('localhost'));
});
afterAll(() => lab.close());

describe('diff', () => {
  it('says what differs between two saved traces, in words and by id', async () => {
    const a = saved('a.json', await traced('--tls', '1.2'));
    const b = saved('b.json', await traced('--tls', '1.3'));
    const { exit, out } = await handglass(['diff', a, b]);
    expect(exit).toBe(0);
    expect(out).toMatch(/^! \d+ differences\n {2}A: .*a\.json\n {2}B: .*b\.json\n/);
    expect(out).toMatch(/^ {2}Version +A: TLS 1\.2; B: TLS 1\.3$/m);
    expect(out).toMatch(/^ {2}Server’s messages +only A: ServerKeyExchange and ServerHelloDone; only B:/m);
    expect(idsOf(await handglass(['diff', a, b, '--json']))).toEqual([
      'version',
      'cipher-suite',
      'messages-of-client',
      'messages-of-server',
      'ClientHello.extensions',
      'ClientHello.cipher_suites',
      'ClientHello.supported_versions',
      'ServerHello.extensions',
    ]);
  });

  it('compares a saved trace with a server, and two servers', async () => {
    const a = saved('same.json', await traced());
    const same = await handglass(['diff', a, `localhost:${port}`, ...ca()]);
    expect(same.out).toMatch(/^✓ no difference in what was agreed, sent and offered\n/);
    const two = await handglass(['diff', `localhost:${port}`, `127.0.0.1:${port}`, ...ca(), '--json']);
    expect(idsOf(two)).toContain('server-name');
  });

  it('tells a failure from a connection', async () => {
    const a = saved('trusted.json', await traced());
    const { out } = await handglass(['diff', a, `localhost:${port}`, '--trust', 'none']);
    expect(out).toMatch(/^ {2}Outcome +A: connected; B: /m);
  });

  it.each([
    ['what is no trace', 'hello', /it is no trace/],
    ['a document of another schema', '{"schema":"handglass-trace/0"}', /of the schema handglass-trace\/0/],
    ['a damaged one', '{"schema":"handglass-trace/2","steps":7}', /document 1 in it is damaged/],
  ])('refuses %s', async (_, text, why) => {
    const bad = saved('bad.json', { out: text });
    const { exit, err } = await handglass(['diff', bad, bad]);
    expect(exit).toBe(2);
    expect(err).toMatch(why);
  });
});

describe('show of a trace', () => {
  it('tells the same as the connection did', async () => {
    const argv = [`localhost:${port}`, ...ca(), '--tls', '1.2'];
    const file = saved('one.json', await handglass([...argv, '--json']));
    const live = await handglass(argv);
    const steps = ({ out }: Ran) =>
      out.match(/^ +[\d.]+ ms +[→←] {2}\w+/gm)!.map((line) => line.replace(/.*ms/, ''));
    const shown = await handglass(['show', file]);
    expect(shown.exit).toBe(0);
    expect(steps(shown)).toEqual(steps(live));
    expect((await handglass(['show', file, '--fields'])).out).toMatch(
      /^ +0 {2}01 00 0\d \w\w +client_hello {2}message 1: /m,
    );
  });

  it('takes one a line, as serve writes them', async () => {
    const one = (await traced()).out.replaceAll(/\n\s*/g, ' ');
    const file = saved('lines.json', { out: `${one}\n${one}\n` });
    expect((await handglass(['show', file])).out.match(/^✓ connected/gm)).toHaveLength(2);
  });

  it.each([
    ['certificate', { path: null }],
    ['steps', ['x']],
    ['randoms', null],
    ['peer', { name: {} }],
    ['version', {}],
  ])('refuses one whose %s is %j, and so does diff', async (key, value) => {
    const { out } = await traced();
    const whole = JSON.parse(out) as Record<string, unknown>;
    const good = saved('whole.json', { out });
    const bad = saved('shapeless.json', { out: JSON.stringify({ ...whole, [key]: value }) });
    const kept = saved('kept-still.json', { out: 'kept' });
    for (const argv of [
      ['show', bad],
      ['show', bad, '--keys', '--fields'],
      ['show', bad, '--json', '--save', kept],
    ]) {
      const shown = await handglass(argv);
      expect(shown.exit).toBe(2);
      expect(shown.err).toContain('shapeless.json: document 1 in it is damaged');
    }
    expect(readFileSync(kept, 'utf8')).toBe('kept');
    for (const argv of [
      ['diff', good, bad],
      ['diff', bad, good, '--json'],
    ]) {
      const { exit, err } = await handglass(argv);
      expect([0, 2], err).toContain(exit);
    }
  });

  it('and what differs, as JSON, have nothing that a terminal obeys', async () => {
    const { out } = await traced();
    const whole = JSON.parse(out) as Record<string, unknown>;
    const a = saved('tame.json', { out });
    const b = saved('wild.json', { out: JSON.stringify({ ...whole, alpn: '\u009b2J\u202e' }) });
    const found = await handglass(['diff', a, b, '--json']);
    expect(found.out).not.toMatch(/[\u009b\u202e]/);
    expect(found.out).toContain('\\u009b2J\\u202e');
  });

  it('never ends otherwise than with a sentence, whatever is in the file', async () => {
    const whole = (await traced()).out;
    const at = fc.double({ min: 0, max: 0.999_999, noNaN: true });
    const value = fc.constantFrom('null', '7', '"x"', '[]', '{}', '1e300', '-1', '"\\u001b[31m"');
    await fc.assert(
      fc.asyncProperty(at, value, async (where, instead) => {
        const keys = [...whole.matchAll(/"(\w+)": ("[^"]*"|\d+|null|true|false)/g)];
        const { index, 0: found, 1: key } = keys[Math.floor(where * keys.length)]!;
        const text = `${whole.slice(0, index)}"${key}": ${instead}${whole.slice(index + found.length)}`;
        const { exit, out, err } = await handglass(['show', saved('fuzzed.json', { out: text })]);
        expect([0, 2], err).toContain(exit);
        expect(out + err).not.toContain('\u001b');
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('--save', () => {
  it('keeps the document of what is told, for show and diff', async () => {
    const file = lab.path('kept.json');
    const live = await handglass([`localhost:${port}`, ...ca(), '--tls', '1.2', '--save', file]);
    expect(live.out).toMatch(/^✓ connected/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await handglass(['show', file])).out).toMatch(/^✓ connected/);
    const again = lab.path('again.json');
    const { out } = await handglass(['diff', file, `localhost:${port}`, ...ca(), '--save', again]);
    expect(out).toMatch(/^ {2}Version +A: TLS 1\.2; B: TLS 1\.3$/m);
    expect((await handglass(['show', again])).out.match(/^✓ connected/gm)).toHaveLength(2);
  });

  it('may be the file that is read', async () => {
    const file = saved('itself.json', await traced());
    for (const argv of [
      ['show', file],
      ['diff', file, file],
    ]) {
      expect((await handglass([...argv, '--save', file])).exit).toBe(0);
      expect((await handglass(['show', file])).out).toMatch(/^✓ connected/m);
      writeFileSync(file, (await traced()).out);
    }
  });

  it('leaves nothing of what was in the file, and nobody else may read it', async () => {
    const file = saved('old.json', { out: `${' '.repeat(2 ** 20)}old` });
    chmodSync(file, 0o644);
    expect((await handglass(['explain', '40', '--save', file])).exit).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(/^\[\{.*\}\]\n$/);
  });

  it('is refused before anything else where it cannot be written', async () => {
    const { exit, out, err } = await handglass(['explain', '40', '--save', lab.path('no/such.json')]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(/^handglass: .*such\.json cannot be written: /);
  });
});

describe('a bundle', () => {
  it('has the full handshake and the one that resumes it, and says what made it', async () => {
    const { out } = await traced('--tls', '1.2', '--resume');
    const file = saved('bundle.json', { out });
    const { connections } = JSON.parse(out) as { connections: TraceDocument[] };
    expect(connections.map(({ resumed }) => resumed)).toEqual([false, true]);
    for (const { provenance } of connections)
      expect(provenance).toMatchObject({
        program: 'handglass',
        command: expect.stringMatching(/^handglass localhost:\d+ --ca-file .* --json --tls 1\.2 --resume$/),
      });
    const shown = await handglass(['show', file]);
    expect(shown.out.match(/^✓ connected.*$/gm)).toEqual([
      expect.stringContaining('its certificate is trusted'),
      expect.stringContaining('resuming an earlier connection'),
    ]);
  });
});
