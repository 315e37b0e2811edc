/** What the command line shows of itself: throw-away certificates, several pairs, and keys behind a passphrase. */
import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stopped } from '../src/cli/io.ts';
import { ask, askUnseen } from '../src/cli/terminal.ts';
import { handglass, Lab, serving, traceOf } from './cli-lab.ts';

const PASSPHRASE = 'correct horse, Bücher';
const lab = new Lab();
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  await handglass(['ca', lab.path('rsa'), '--rsa', '--server', 'localhost', 'rsa.example']);
  const sealed = (type: 'pkcs8' | 'sec1'): string =>
    createPrivateKey(lab.read('localhost.key'))
      .export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE })
      .toString();
  lab.write('sealed.key', sealed('pkcs8'));
  lab.write('sealed-old.key', sealed('sec1'));
  lab.write('both.pem', lab.read('localhost.pem') + sealed('pkcs8'));
  lab.write('pass.txt', `${PASSPHRASE}\nand a second line\n`);
  lab.write('wrong.txt', 'incorrect horse\n');
  lab.write('nothing.txt', '\n');
  lab.write('long.txt', 'x'.repeat(1024));
});
afterAll(() => lab.close());

/** As a shell would read it. */
const wordsOf = (line: string): string[] => line.trim().split(' ').slice(1);
const told = (heard: string): string => /^to see a handshake: (handglass connect .+)$/m.exec(heard)![1]!;

describe('serve without a certificate', () => {
  it.each([
    ['', 'EC secp256r1', 'ECDHE'],
    ['--kx rsa', 'RSA 2048 bits', 'RSA'],
    ['--kx dhe', 'RSA 2048 bits', 'DHE'],
    ['--ciphers TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 --groups secp384r1', 'RSA 2048 bits', 'ECDHE'],
  ])('shows throw-away ones, and prints the connect line that fits: %s', async (typed, key, exchange) => {
    const server = await serving(typed === '' ? [] : typed.split(' '));
    const line = told(server.heard());
    expect(line).toContain(`handglass connect localhost:${server.port} --ca-file `);
    const { exit, out } = await handglass([...wordsOf(line), '--json']);
    expect(exit, out).toBe(0);
    const trace = traceOf({ out } as never);
    expect(trace.certificate).toMatchObject({ verdict: 'accepted', path: [{ key }, {}] });
    expect(trace.keyExchange).toContain(exchange);
    expect((await server.stop()).exit).toBe(0);
  });

  it('keeps their roots in a file that is gone with it, and nobody else could have made', async () => {
    const server = await serving([]);
    const roots = wordsOf(told(server.heard())).at(-1)!;
    expect(readFileSync(roots, 'utf8').match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(roots).toMatch(/handglass-\w{6}\/ca\.pem$/);
    await server.stop();
    expect(existsSync(dirname(roots))).toBe(false);
  });

  it('asks for what a client must bring', async () => {
    const server = await serving(['--client-auth', 'require', '--ca-file', lab.path('ca.pem')]);
    const line = told(server.heard());
    expect(line).toMatch(/ --cert FILE --key FILE$/);
    const { length } = ' --cert FILE --key FILE';
    const ours = ['--cert', lab.path('client.pem'), '--key', lab.path('client.key')];
    expect((await handglass([...wordsOf(line.slice(0, -length)), ...ours])).exit).toBe(0);
    await server.stop();
  });

  it.each([
    ['--key k', '--key has no effect without --cert'],
    ['--staple s', '--staple has no effect without --cert'],
    ['--pass-env HOME', 'there is no such variable'],
  ])('refuses %s', async (typed, words) => {
    const { exit, err } = await handglass(['serve', '--port', '0', ...typed.split(' ')]);
    expect(exit).toBe(2);
    expect(err).toContain(words);
  });
});

describe('several pairs', () => {
  const pair = (dir: string): string[] => [
    ...['--cert', lab.path(`${dir}localhost.pem`)],
    ...['--key', lab.path(`${dir}localhost.key`)],
  ];
  const trusted = ['--ca-file', lab.path('ca.pem'), '--ca-file', lab.path('rsa/ca.pem')];

  it('the one that fits the client’s offer is shown', async () => {
    const server = await serving([...pair('rsa/'), ...pair('')]);
    const at = `localhost:${server.port}`;
    const keyFor = async (...flags: string[]): Promise<string | null | undefined> =>
      traceOf(await handglass([at, ...trusted, '--json', ...flags])).certificate?.path[0]?.key;
    expect(await keyFor('--ciphers', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256')).toBe('EC secp256r1');
    expect(await keyFor('--ciphers', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256')).toBe('RSA 2048 bits');
    await server.stop();
  });

  it('a staple goes with the certificate that it is about', async () => {
    await handglass(['ca', lab.path('rsa'), '--ocsp', 'localhost']);
    const server = await serving([...pair(''), ...pair('rsa/'), '--staple', lab.path('rsa/localhost.ocsp')]);
    const story = async (suite: string): Promise<string> =>
      (await handglass([`localhost:${server.port}`, ...trusted, '--ciphers', suite])).out;
    expect(await story('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256')).toContain('stapled none');
    expect(await story('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256')).toContain('the server stapled');
    await server.stop();
  });

  it.each([
    [() => [...pair(''), ...pair('rsa/').slice(0, 2)], 'there are 2 --cert and 1 --key: give one --key'],
    [
      () => [...pair('').slice(0, 2), ...pair('rsa/'), '--key', lab.path('localhost.key')],
      'rsa/localhost.key does not belong to the certificate of "CN=localhost"',
    ],
  ])('that do not match are refused', async (flags, words) => {
    const { exit, err } = await handglass(['serve', '--port', '0', ...flags()]);
    expect(exit).toBe(2);
    expect(err).toContain(words);
  });
});

describe('an encrypted key', () => {
  const files = (key: string): string[] => ['--cert', lab.path('localhost.pem'), '--key', lab.path(key)];
  const env = { SECRET: PASSPHRASE, EMPTY: '', toString: 'x' };

  it.each([
    ['sealed.key', '--pass-file', 'pass.txt'],
    ['sealed-old.key', '--pass-file', 'pass.txt'],
    ['sealed.key', '--pass-env', 'SECRET'],
  ])('%s is opened by %s', async (key, flag, given) => {
    const stop = new AbortController();
    stop.abort();
    const value = flag === '--pass-file' ? lab.path(given) : given;
    const { exit, err } = await handglass(['serve', '--port', '0', ...files(key), flag, value], {
      env,
      stop: stop.signal,
    });
    expect(exit, err).toBe(0);
    expect(err).toMatch(/^listening on /);
    expect(err).not.toContain('horse');
  });

  it('asks a person, once, and for the file that it is in', async () => {
    const questions: string[] = [];
    const secret = (question: string): string => {
      questions.push(question);
      return PASSPHRASE;
    };
    const stop = new AbortController();
    stop.abort();
    const argv = ['serve', '--port', '0', '--cert', lab.path('both.pem')];
    const { exit, out, err } = await handglass(argv, { secret, stop: stop.signal });
    expect(exit).toBe(0);
    expect(questions).toEqual([`Passphrase for ${lab.path('both.pem')}:`]);
    expect(out + err).not.toContain('horse');
  });

  it.each([
    [
      'sealed.key --pass-file wrong.txt',
      'sealed.key cannot be used: the passphrase does not open the private key',
    ],
    [
      'sealed-old.key --pass-file wrong.txt',
      'sealed-old.key cannot be used: the passphrase does not open the private key',
    ],
    ['sealed.key', 'sealed.key holds an encrypted private key (PKCS #8): give its passphrase with'],
    ['sealed.key --pass-file nothing.txt', 'nothing.txt holds no passphrase'],
    ['sealed.key --pass-file long.txt', 'holds a passphrase of 1024 bytes: the limit is 1023'],
    ['sealed.key --pass-env NOT_SET', '--pass-env NOT_SET: there is no such variable'],
    ['sealed.key --pass-env EMPTY', '--pass-env EMPTY holds no passphrase'],
    ['sealed.key --pass-env hasOwnProperty', 'there is no such variable'],
    ['sealed.key --pass-env SECRET --pass-file pass.txt', 'cannot be used together'],
    ['localhost.key --pass-env SECRET', '--pass-env has no effect: no key is encrypted'],
  ])('%s: exit 2, and the passphrase is not shown', async (typed, words) => {
    const [key, ...flags] = typed.split(' ');
    const shown = flags.map((word) => (word.endsWith('.txt') ? lab.path(word) : word));
    const { exit, out, err } = await handglass(['localhost:1', ...files(key!), ...shown], { env });
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(words);
    expect(err).not.toContain('horse');
  });

  it('one that is typed wrong ends it too', async () => {
    const { exit, err } = await handglass(['localhost:1', ...files('sealed.key')], {
      secret: () => 'oops-typed',
    });
    expect(exit).toBe(2);
    expect(err).toContain('the passphrase does not open the private key');
    expect(err).not.toContain('oops-typed');
  });
});

describe('a person at a terminal', () => {
  const terminal = () => {
    const modes: boolean[] = [];
    const input = Object.assign(new PassThrough(), { setRawMode: (raw: boolean) => modes.push(raw) });
    const output = new PassThrough();
    const stop = new AbortController();
    return { modes, stop, input, output, at: { input, output, stop: stop.signal } };
  };

  it('types a passphrase unseen, and mends it', async () => {
    const { modes, input, output, at } = terminal();
    const typed = askUnseen('Passphrase for k:', at);
    for (const keys of ['wrong\x15', 'corectx', '\x7f\x7f\x7f\x7f', '\x1b[D', 'rect\x07 ho', 'rse\r'])
      input.write(keys);
    expect(await typed).toBe('correct horse');
    expect(String(output.read())).toBe('Passphrase for k: \n');
    expect(modes).toEqual([true, false]);
  });

  it.each([
    ['Ctrl-C', (t: ReturnType<typeof terminal>) => t.input.write('sec\x03')],
    ['Ctrl-D', (t: ReturnType<typeof terminal>) => t.input.write('\x04')],
    ['the end of the input', (t: ReturnType<typeof terminal>) => t.input.end()],
    ['a signal', (t: ReturnType<typeof terminal>) => t.stop.abort()],
  ])('leaves by %s, and the terminal is as before', async (_, leave) => {
    const at = terminal();
    const typed = askUnseen('Passphrase for k:', at.at);
    leave(at);
    await expect(typed).rejects.toThrow(Stopped);
    expect(at.modes).toEqual([true, false]);
  });

  it.each([
    ['y', true],
    ['YES', true],
    [' yes ', true],
    ['', false],
    ['yeah', false],
    ['yes please', false],
    ['n', false],
    ['1', false],
    ['true', false],
    ['да', false],
  ])('says %j', async (answer, yes) => {
    const { input, at } = terminal();
    const asked = ask('Continue?', at);
    input.write(`${answer}\n`);
    expect(await asked).toBe(yes);
  });

  it.each([
    ['the end of the input', (t: ReturnType<typeof terminal>) => t.input.end('y')],
    ['a signal', (t: ReturnType<typeof terminal>) => t.stop.abort()],
  ])('%s is a no', async (_, leave) => {
    const at = terminal();
    const asked = ask('Continue?', at.at);
    leave(at);
    expect(await asked).toBe(false);
  });
});
