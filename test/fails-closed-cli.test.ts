/** Flags of the command line that loosen something, what each does and no more, and that no variable does the same. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { handglass, Lab, serving, traceOf } from './cli-lab.ts';

const lab = new Lab();
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  await handglass(['ca', lab.path('other')]);
});
afterAll(() => lab.close());

const ours = () => ['--ca-file', lab.path('ca.pem')];
const theirs = () => ['--ca-file', lab.path('other/ca.pem')];
const wrongPin = ['--pin', 'sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='];
const loosening = [
  ['--ignore-authorities'],
  ['--allow-common-name'],
  ['--revocation', 'off'],
  ['--no-aia'],
  ['--fetch-private'],
  ['--secrets'],
];

describe('of the flags that loosen something', () => {
  it('--insecure alone takes a server that nobody vouches for', async () => {
    const port = await lab.tls('localhost');
    const to = (...flags: string[]) =>
      handglass(['connect', `localhost:${port}`, ...theirs(), ...flags, '--json']);
    for (const flags of loosening) {
      const ran = await to(...flags);
      expect([flags, ran.exit, ran.err.includes('trusting')]).toEqual([flags, 6, true]);
    }
    const ran = await to('--insecure');
    expect(ran.exit).toBe(0);
    expect(traceOf(ran)).toMatchObject({
      serverAuthenticated: false,
      certificate: { verdict: 'rejected', overruled: true },
    });
  });

  it('none takes a server that is not the pinned one, not even --insecure', async () => {
    const port = await lab.tls('localhost');
    for (const flags of [...loosening, ['--insecure']]) {
      const ran = await handglass(['connect', `localhost:${port}`, ...ours(), ...wrongPin, ...flags]);
      expect([flags, ran.exit]).toEqual([flags, 6]);
    }
  });

  it('none takes a value', async () => {
    for (const [flag, value] of loosening) {
      if (value !== undefined) continue;
      for (const said of ['true', 'false', '1'])
        expect((await handglass(['connect', 'localhost:1', ...ours(), `${flag}=${said}`])).exit).toBe(2);
    }
    for (const said of ['true', 'false', '1'])
      expect((await handglass(['connect', 'localhost:1', ...ours(), `--insecure=${said}`])).exit).toBe(2);
    for (const mode of ['Off', 'none', 'false', ''])
      expect((await handglass(['connect', 'localhost:1', ...ours(), '--revocation', mode])).exit).toBe(2);
  });

  it('--allow-common-name is refused without a CA that is named', async () => {
    const ran = await handglass(['connect', 'localhost:1', '--allow-common-name']);
    expect(ran).toMatchObject({ exit: 2, err: expect.stringContaining('--allow-common-name') });
  });

  it('--ignore-authorities sends the certificate, which the server judges as ever', async () => {
    const files = ['--cert', lab.path('localhost.pem'), '--key', lab.path('localhost.key')];
    const server = await serving([...files, '--client-auth', 'require', ...ours()]);
    onTestFinished(() => void server.stop());
    const stranger = ['--cert', lab.path('other/client.pem'), '--key', lab.path('other/client.key')];
    const ran = await handglass([
      'connect',
      `localhost:${server.port}`,
      ...ours(),
      ...stranger,
      '--ignore-authorities',
      '--json',
    ]);
    expect(ran.exit).toBe(7);
  });

  it('--trust none trusts nobody, whatever the environment names', async () => {
    const port = await lab.tls('localhost');
    const env = { SSL_CERT_FILE: lab.path('ca.pem'), NODE_EXTRA_CA_CERTS: lab.path('ca.pem') };
    const ran = await handglass(['connect', `localhost:${port}`, '--trust', 'none'], { env });
    expect(ran).toMatchObject({ exit: 6, err: expect.stringContaining('nobody: 0 anchors') });
  });
});

describe('no variable of the environment', () => {
  const yes = ['1', 'true', '0'];
  const names = [
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'HANDGLASS_INSECURE',
    'INSECURE',
    'HANDGLASS_REVOCATION',
    'HANDGLASS_SECRETS',
    'HANDGLASS_FETCH_PRIVATE',
  ];
  it.each(names)('stands for --insecure or --secrets: %s', async (name) => {
    const port = await lab.tls('localhost');
    const before = process.env[name];
    onTestFinished(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
    for (const value of yes) {
      process.env[name] = value;
      const env = { [name]: value };
      expect((await handglass(['connect', `localhost:${port}`, ...theirs()], { env })).exit).toBe(6);
      const told = await handglass(['connect', `localhost:${port}`, ...ours(), '--json'], { env });
      expect([told.exit, told.out.includes('"secrets"')]).toEqual([0, false]);
    }
  });

  it('adds a CA, but for the store that it belongs to: NODE_EXTRA_CA_CERTS counts with --trust node alone', async () => {
    const port = await lab.tls('localhost');
    const env = { NODE_EXTRA_CA_CERTS: lab.path('ca.pem') };
    const to = async (...flags: string[]) =>
      (await handglass(['connect', `localhost:${port}`, ...flags], { env })).exit;
    expect(await to('--trust', 'node')).toBe(0);
    expect(await to('--trust', 'mozilla')).toBe(6);
    expect(await to(...theirs())).toBe(6);
    expect(await to()).toBe(6);
  });
});
