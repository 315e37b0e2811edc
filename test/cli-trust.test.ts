/** Whom the command line trusts, by files, folders and stores; and by what names and keys. */
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handglass, Lab, serving } from './cli-lab.ts';

const lab = new Lab();
let target: string;
const missing = { SSL_CERT_FILE: '/nowhere/at/all.pem' };
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  await handglass(['ca', lab.path('other')]);
  mkdirSync(lab.path('folder'));
  lab.write('folder/one.pem', lab.read('other/ca.pem'));
  lab.write('folder/two.crt', lab.read('ca.pem'));
  lab.write('folder/README', 'whom we trust');
  target = `localhost:${await lab.tls('localhost')}`;
});
afterAll(() => lab.close());

const trusting = async (flags: readonly string[], env: Record<string, string> = missing) => {
  const ran = await handglass([target, ...flags], { env });
  return { exit: ran.exit, told: /^trusting (.*)$/m.exec(ran.err)?.[1] ?? ran.err };
};

describe('handglass connect trusts', () => {
  it('all files that are named', async () => {
    const [ca, other] = [lab.path('ca.pem'), lab.path('other/ca.pem')];
    expect((await trusting(['--ca-file', other])).exit).toBe(6);
    expect(await trusting(['--ca-file', other, '--ca-file', ca])).toEqual({
      exit: 0,
      told: `${other} and ${ca}: 2 anchors`,
    });
    expect((await trusting(['--ca-file', ca, '--ca-file', ca])).told).toContain(': 1 anchor');
  });

  it('folders, and tells of what is no certificate in them', async () => {
    const folder = lab.path('folder');
    expect(await trusting(['--ca-dir', folder])).toEqual({
      exit: 0,
      told: `${folder} (without 1 file that holds no certificate): 2 anchors`,
    });
  });

  it('the store that the environment names, as private roots where Mozilla has them not', async () => {
    const file = lab.path('ca.pem');
    expect(await trusting([], { SSL_CERT_FILE: file })).toEqual({
      exit: 0,
      told: `the system’s store (SSL_CERT_FILE=${file}): 1 anchor`,
    });
    expect((await trusting(['--trust', 'system'], { SSL_CERT_FILE: file })).exit).toBe(0);
    expect((await trusting(['--trust', 'mozilla'], { SSL_CERT_FILE: file })).exit).toBe(6);
  });

  it('a store besides files', async () => {
    const { exit, told } = await trusting(['--trust', 'mozilla', '--ca-file', lab.path('ca.pem')]);
    expect(exit).toBe(0);
    expect(told).toMatch(/ca\.pem and Mozilla’s list, as Node carries it: \d{3} anchors$/);
  });

  it('nobody, when told so', async () => {
    expect(await trusting(['--trust', 'none'])).toEqual({ exit: 6, told: 'nobody: 0 anchors' });
    expect((await trusting(['--trust', 'none', '--ca-file', lab.path('ca.pem')])).exit).toBe(0);
  });
});

describe('what cannot be trusted is said, with exit 2', () => {
  it.each([
    [
      'a store that nobody has',
      ['--trust', 'windows'],
      '--trust windows is not one of system, mozilla, node, none',
    ],
    [
      'a store that the environment names and that is not there',
      [],
      'SSL_CERT_FILE names /nowhere/at/all.pem',
    ],
    [
      'a folder that is not there',
      ['--ca-dir', '/nowhere'],
      '--ca-dir /nowhere cannot be read: there is no such file',
    ],
    ['a file for a folder', ['--ca-dir', 'FILE'], 'is a file: name a folder, or use --ca-file'],
    ['a folder for a file', ['--ca-file', 'FOLDER'], 'it is a directory'],
    ['one damaged file of two', ['--ca-file', 'FILE', '--ca-file', 'BROKEN'], 'broken.pem is damaged'],
  ])('%s', async (_, flags, words) => {
    lab.write('broken.pem', lab.read('ca.pem').slice(0, -60));
    const places: Record<string, string> = {
      FILE: lab.path('ca.pem'),
      FOLDER: lab.path('folder'),
      BROKEN: lab.path('broken.pem'),
    };
    const { exit, told } = await trusting(flags.map((flag) => places[flag] ?? flag));
    expect(exit).toBe(2);
    expect(told).toContain(words);
  });

  it('a damaged certificate in a folder', async () => {
    mkdirSync(lab.path('bad'), { recursive: true });
    lab.write('bad/one.pem', lab.read('ca.pem'));
    lab.write('bad/two.pem', lab.read('ca.pem').replace('MII', 'MIJ'));
    const { exit, told } = await trusting(['--ca-dir', lab.path('bad')]);
    expect(exit).toBe(2);
    expect(told).toContain('bad holds two.pem, which is damaged');
  });
});

describe('handglass serve and verify', () => {
  it('take folders and several files too', async () => {
    const serve = ['--cert', lab.path('localhost.pem'), '--key', lab.path('localhost.key')];
    const server = await serving([...serve, '--client-auth', 'require', '--ca-dir', lab.path('folder')]);
    const alice = ['--cert', lab.path('other/client.pem'), '--key', lab.path('other/client.key')];
    const ran = await handglass([`localhost:${server.port}`, '--ca-file', lab.path('ca.pem'), ...alice]);
    await server.stop();
    expect(ran.exit).toBe(0);
    const question = ['verify', lab.path('localhost.pem'), '--for', 'localhost'];
    expect((await handglass([...question, '--ca-dir', lab.path('folder')])).exit).toBe(0);
    expect((await handglass([...question, '--trust', 'none'])).exit).toBe(6);
  });

  it('refuse what would say nothing', async () => {
    const flags = ['--port', '0', '--cert', lab.path('localhost.pem'), '--key', lab.path('localhost.key')];
    for (const idle of [
      ['--ca-file', lab.path('ca.pem')],
      ['--ca-dir', lab.path('folder')],
      ['--pin', 'sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
    ]) {
      expect((await handglass(['serve', ...flags, ...idle])).exit).toBe(2);
    }
  });

  it('hold a certificate to pins, and let a common name count under a CA that is named', async () => {
    const question = [
      'verify',
      lab.path('localhost.pem'),
      '--for',
      'localhost',
      '--ca-file',
      lab.path('ca.pem'),
    ];
    const pin = ['--pin', 'sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='];
    const { exit, out } = await handglass([...question, ...pin]);
    expect(exit).toBe(6);
    expect(out).toContain('is pinned');
    const named = ['verify', lab.path('client.pem'), '--for', 'client', '--ca-file', lab.path('ca.pem')];
    const judged = async (...flags: string[]): Promise<unknown> =>
      JSON.parse((await handglass([...named, ...flags, '--json'])).out);
    // It is for clients alone, which is all that is left to say against it.
    expect(await judged()).toMatchObject({ verdict: { reason: 'name-mismatch' } });
    expect(await judged('--allow-common-name')).toMatchObject({ verdict: { reason: 'purpose' } });
  });
});
