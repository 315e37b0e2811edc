/** `handglass certs`: files that others made, and hosts with one address and with several. */
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateKey } from '../src/crypto/providers/node.ts';
import { issueCertificate } from '../src/issue/index.ts';
import type { CertsDocument, FileDocument, HostDocument } from '../src/trace/certs-document.ts';
import type { Field } from '../src/trace/document.ts';
import { encodePem } from '../src/wire/pem.ts';
import { handglass, Lab, type Ran, type RunOptions } from './cli-lab.ts';
import { expectValid } from './schemas.ts';
import { vectorFile } from './vectors/files.ts';
import { wrongFiles } from './wrong-files.ts';

const lab = new Lab();
let other: string;
/** A second address of this machine: Linux has all of 127, others have IPv6. */
let second: string;
beforeAll(async () => {
  await handglass(['ca', lab.dir, '--intermediate', 'web', '--server', 'localhost', '127.0.0.1']);
  await handglass(['ca', lab.path('other')]);
  other = lab.path('other');
  second = (await bindable('127.0.0.2')) ? '127.0.0.2' : '::1';
});
afterAll(() => lab.close());

const told = ({ out }: Ran): CertsDocument => {
  const document = JSON.parse(out) as CertsDocument;
  expectValid('certs', document);
  return document;
};
const vectors = 'test/vectors/files';
const at = ['--at', '2030-01-01'];

describe('files', () => {
  const readable = [
    'leaf.pem',
    'leaf.der',
    'chain.p7b',
    'pkcs8.key',
    'sec1.key',
    'pkcs1.key',
    'public.pem',
    'encrypted.key',
    'encrypted-old.key',
    'openssh.key',
    'request.pem',
    'list.crl',
    'request.ocsp',
    'response.ocsp',
    'store.p12',
  ].map((name) => `${vectors}/${name}`);

  it('are told, each kind', async () => {
    const { exit, out, err } = await handglass([
      'certs',
      ...readable.filter((name) => !name.endsWith('.der')),
      ...['--ca-file', `${vectors}/ca.pem`, '--revocation', 'off', ...at],
    ]);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    await expect(out).toMatchFileSnapshot('golden/certs-files.txt');
  });

  it('are told as JSON, every byte but those of keys explained', async () => {
    const ran = await handglass(['certs', ...readable, ...at, '--json', '--fields']);
    const { ok, targets } = told(ran);
    expect({ exit: ran.exit, ok, targets: targets.length }).toEqual({
      exit: 0,
      ok: true,
      targets: readable.length,
    });
    const parts = (targets as FileDocument[]).flatMap((target) => target.parts);
    const explained = parts.flatMap((part) => [
      ...(part.explained ? [part.explained] : []),
      ...part.certificates.flatMap((each) => each.explained ?? []),
    ]);
    // Two leaves, the two of the PKCS #7 and itself, the request, the list, the OCSP request and response.
    expect(explained).toHaveLength(9);
    for (const { bytes, fields } of explained) {
      let covered = 0;
      for (const leaf of leavesOf(fields)) {
        expect(leaf.start).toBe(covered);
        covered = leaf.end;
      }
      expect(2 * covered).toBe(bytes.length);
    }
    expect(parts.filter(({ kind, explained: shown }) => /key/.test(kind) && shown)).toEqual([]);
  });

  it('are explained in text, each byte once and in order', async () => {
    const { out } = await handglass(['certs', `${vectors}/leaf.pem`, ...at, '--fields']);
    const rows = [...out.matchAll(/^ {2,7}(\d+) {2}((?:[0-9a-f]{2} ?)+)/gm)];
    let bytes = '';
    for (const [, offset, row] of rows) {
      expect(Number(offset)).toBe(bytes.length / 2);
      bytes += row!.replaceAll(' ', '');
    }
    expect(bytes).toBe(Buffer.from(vectorFile('leaf.der')).toString('hex'));
    expect(out).toContain('iPAddress  [7], 4 bytes: 192.0.2.7');
    expect(out).toMatch(/tlsFeature\[0\] {2}INTEGER, 1 byte: status_request/);
  });

  it('say which certificate a key belongs to', async () => {
    const files = ['leaf.pem', 'sec1.key', 'pkcs1.key'].map((name) => `${vectors}/${name}`);
    const { targets } = told(await handglass(['certs', ...files, ...at, '--json']));
    const [leaf, mine, strange] = (targets as FileDocument[]).map(({ parts }) => parts[0]!);
    expect(mine!.key!.belongsTo).toBe(leaf!.certificates[0]!.fingerprint);
    expect(mine!.key!.pin).toBe(leaf!.certificates[0]!.pin);
    expect(strange!.key!.belongsTo).toBeNull();
  });

  it('with many certificates are one line each', async () => {
    const many = lab.write('many.pem', tls.rootCertificates.join('\n'));
    const { exit, out } = await handglass(['certs', many, ...at]);
    expect(exit).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(1 + tls.rootCertificates.length);
  });

  it('that are not what is read here have their words, and exit 2', async () => {
    const known = ['key', 'request', 'list', 'public', 'p12', 'response'];
    const lines: string[] = [];
    for (const [name, bytes] of Object.entries(wrongFiles)) {
      if (known.some((word) => name.includes(word)) && name !== 'key.jwk' && name !== 'openssh.key.pub')
        continue;
      writeFileSync(lab.path(name), bytes);
      const ran = await handglass(['certs', lab.path(name), '--json']);
      expect({ name, exit: ran.exit }).toEqual({ name, exit: 2 });
      const { ok, targets } = told(ran);
      expect(ok).toBe(false);
      lines.push(`${name} ${String((targets[0] as FileDocument).problem).replaceAll(`${lab.dir}/`, '')}\n`);
    }
    for (const name of ['.', 'nowhere.pem']) {
      const ran = await handglass(['certs', lab.path(name), '--json']);
      expect({ name, exit: ran.exit }).toEqual({ name, exit: 2 });
      lines.push(`${name} ${(told(ran).targets[0] as FileDocument).problem}\n`);
    }
    await expect(lines.join('')).toMatchFileSnapshot('golden/certs-wrong.txt');
  });

  it('do not speak to the terminal', async () => {
    const evil = 'evil\u001b[31m\u202e.example';
    const key = generateKey('EC');
    const der = await issueCertificate({
      subject: { O: evil, CN: evil },
      publicKey: key.publicKey,
      issuer: { key },
      notBefore: 0,
      notAfter: Date.UTC(2040, 0),
      serial: Uint8Array.of(1),
    });
    const file = lab.write('evil.pem', encodePem('CERTIFICATE', der as Uint8Array));
    for (const flags of [[], ['--fields']]) {
      const { out } = await handglass(['certs', file, ...flags]);
      for (const obeyed of ['\u001b', '\u202e']) expect(out).not.toContain(obeyed);
      expect(out).toContain('evil');
    }
  });

  it('keep their words without colour and in ASCII', async () => {
    const argv = ['certs', `${vectors}/chain.p7b`, ...at];
    const plain = await handglass(argv);
    const coloured = await handglass(argv, { env: { FORCE_COLOR: '1' } });
    expect(coloured.out).toContain('\u001b[');
    const colours = coloured.out
      .split('\u001b[')
      .map((piece, i) => (i === 0 ? piece : piece.replace(/^\d+m/, '')));
    expect(colours.join('')).toBe(plain.out);
    const ascii = await handglass(argv, { env: { LANG: 'C' } });
    expect(ascii.out).toMatch(/^[\x20-\x7e\n]*$/);
    expect(ascii.out).toContain('`- [x] CN=Files Root');
    expect((await handglass(argv, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).out).toBe(plain.out);
  });
});

describe('--expires-within', () => {
  const within = (time: string, ...files: readonly string[]) =>
    handglass([
      'certs',
      ...files.map((name) => `${vectors}/${name}`),
      ...['--at', '2051-07-01', '--expires-within', time],
    ]);

  it.each([
    ['1w', 0],
    ['12d', 0],
    ['13d', 8],
    ['312h', 8],
    ['18720m', 8],
    ['1123200s', 8],
    ['2w', 8],
  ])('%s gives exit %d', async (time, exit) => {
    const ran = await within(time, 'leaf.pem');
    expect(ran.exit).toBe(exit);
    expect(ran.out).toContain(
      exit === 0
        ? 'nothing expires within that time'
        : `✗ ${vectors}/leaf.pem: CN=files.example, O=Example expires in 12 days, on 2051-07-13`,
    );
  });

  it('names each certificate of a path once, with the file', async () => {
    const ran = await handglass([
      'certs',
      ...[
        `${vectors}/chain.p7b`,
        `${vectors}/leaf.der`,
        '--at',
        '2060-01-01',
        '--expires-within',
        '1s',
        '--json',
      ],
    ]);
    expect(ran.exit).toBe(8);
    const names = told(ran).expiring!.map(({ of, subject }) => `${of.slice(vectors.length + 1)}: ${subject}`);
    expect(names.sort()).toEqual([
      'chain.p7b: CN=Files Root, O=Example',
      'chain.p7b: CN=files.example, O=Example',
      'leaf.der: CN=Files Root, O=Example',
      'leaf.der: CN=files.example, O=Example',
    ]);
    expect(told(ran).expiring![0]!.daysLeft).toBeLessThan(0);
  });

  it('wants certificates, and a time', async () => {
    expect((await within('1w', 'store.p12')).exit).toBe(2);
    for (const time of ['30', 'd', '1y', '-1d', '1.5d', ''])
      expect(await within(time, 'leaf.pem')).toMatchObject({ exit: 2, out: '' });
  });
});

describe('a file or a host', () => {
  it('a file that is there wins, and it is said where both could be meant', async () => {
    const { exit, err } = await handglass(['certs', 'LICENSE']);
    expect({ exit, err }).toEqual({
      exit: 2,
      err: 'LICENSE is a file here, so it is read; LICENSE:443 is the host\n',
    });
  });

  it('./x is always a file, and what looks like one is said to be taken for a host', async () => {
    const file = await handglass(['certs', './localhost']);
    expect(file.exit).toBe(2);
    expect(file.out).toContain('./localhost cannot be read: there is no such file');
    const lookup: RunOptions['lookup'] = () =>
      Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }));
    const host = await handglass(['certs', 'nowhere.pem'], { lookup });
    expect(host.exit).toBe(3);
    expect(host.err).toContain('there is no file nowhere.pem, so it is taken as a host');
  });

  it.each([
    ['--sni', 'x.example'],
    ['--timeout', '1s'],
    ['--tls', '1.2'],
    ['--kx', 'rsa'],
    ['--alpn', 'h2'],
  ])('%s is refused where only files are given', async (...flag) => {
    const ran = await handglass(['certs', `${vectors}/leaf.pem`, ...flag]);
    expect(ran).toMatchObject({ exit: 2, out: '' });
    expect(ran.err).toContain('is for hosts, and only files are given');
  });
});

describe('a host', () => {
  const trusted = () => ['--ca-file', lab.path('ca.pem')];
  const hostOf = (ran: Ran): HostDocument => told(ran).targets[0] as HostDocument;

  it('is told: the chain, the checks, and each certificate', async () => {
    const port = await lab.tls('localhost');
    const { exit, out } = await handglass(['certs', `localhost:${port}`, ...trusted()]);
    expect(exit).toBe(0);
    expect(out).toMatch(/^✓ localhost:\d+: "CN=localhost" is certified by/);
    expect(out).toMatch(/✓ CN=localhost {2}20.*\n {2}└─ ✓ CN=web.*\n {5}└─ ✓ CN=.* {2}trusted; /);
    expect(out).toMatch(/✓ name {17}issued for localhost/);
    const ran = await handglass(['certs', `https://127.0.0.1:${port}/`, ...trusted(), '--json', '--fields']);
    expect(ran.exit).toBe(0);
    expect(hostOf(ran)).toMatchObject({
      name: '127.0.0.1',
      port,
      addresses: [{ address: '127.0.0.1', version: 'TLS 1.3', chain: 0, error: null }],
      chains: [{ unread: 0, verdict: { verdict: 'accepted' } }],
    });
    expect(hostOf(ran).chains[0]!.certificates.map(({ explained }) => explained?.fields.name)).toEqual([
      'certificate',
      'certificate',
    ]);
  });

  it('is judged for the name and the moment that are given', async () => {
    const port = await lab.tls('localhost');
    const ask = (...flags: readonly string[]) =>
      handglass(['certs', `127.0.0.1:${port}`, ...trusted(), ...flags, '--json']);
    expect((await ask()).exit).toBe(0);
    const named = await ask('--sni', 'other.example');
    expect(named.exit).toBe(6);
    expect(hostOf(named)).toMatchObject({
      serverName: 'other.example',
      chains: [{ verdict: { reason: 'name-mismatch' } }],
    });
    const late = await ask('--at', '2099-01-01', '--expires-within', '1s');
    expect(late.exit).toBe(6);
    expect(hostOf(late).chains[0]!.verdict.reason).toBe('expired');
    expect(told(late).expiring!.length).toBe(3);
    expect((await ask('--expires-within', '1w')).exit).toBe(0);
    expect((await ask('--expires-within', '52w')).exit).toBe(8);
    expect((await ask('--revocation', 'hard')).exit).toBe(6);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'is told though it wants to know who we are, in %s',
    async (version) => {
      const port = await lab.tls('localhost', {
        requestCert: true,
        rejectUnauthorized: true,
        ca: lab.read('ca.pem'),
        minVersion: version,
        maxVersion: version,
      });
      const ran = await handglass(['certs', `localhost:${port}`, ...trusted(), '--json']);
      expect(ran.exit).toBe(0);
      expect(hostOf(ran).chains[0]!.certificates).toHaveLength(2);
    },
  );

  it.each<[string, number, (port: () => Promise<number>) => Promise<number>]>([
    ['nobody listens', 3, async () => 1],
    ['is silent', 3, () => lab.plain(() => {})],
    [
      'speaks HTTP',
      4,
      () => lab.plain((socket) => socket.on('data', () => socket.end('HTTP/1.1 400 Bad\r\n\r\n'))),
    ],
  ])('that %s gives exit %d', async (_what, exit, serve) => {
    const port = await serve(() => lab.tls('localhost'));
    const ran = await handglass(['certs', `127.0.0.1:${port}`, '--timeout', '400ms', '--json']);
    expect(ran.exit).toBe(exit);
    expect(hostOf(ran)).toMatchObject({ chains: [], addresses: [{ chain: null, error: {} }] });
    const text = await handglass(['certs', `127.0.0.1:${port}`, '--timeout', '400ms']);
    expect(text.out).toContain('no certificates came');
  });

  it('that has no name gives exit 3', async () => {
    const lookup: RunOptions['lookup'] = () =>
      Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }));
    const ran = await handglass(['certs', 'x.example', '--json'], { lookup });
    expect(ran.exit).toBe(3);
    expect(hostOf(ran)).toMatchObject({ addresses: [], chains: [], error: { reason: 'name-not-found' } });
    expect((await handglass(['certs', 'x.example'], { lookup })).out).toContain('✗ x.example:443: ');
  });

  describe('of two addresses', () => {
    const lookup: RunOptions['lookup'] = async () => [
      { address: '127.0.0.1', family: 4 },
      { address: second, family: second.includes(':') ? 6 : 4 },
      { address: '127.0.0.1', family: 4 },
    ];

    it('that send the same', async () => {
      const port = await both(identity(lab.dir), identity(lab.dir));
      const ran = await handglass(['certs', `localhost:${port}`, ...trusted(), '--json'], { lookup });
      expect(ran.exit).toBe(0);
      const { chains, addresses } = hostOf(ran);
      expect(chains).toHaveLength(1);
      expect(addresses.map(({ address, chain }) => [address, chain])).toEqual([
        ['127.0.0.1', 0],
        [second, 0],
      ]);
      const { out } = await handglass(['certs', `localhost:${port}`, ...trusted()], { lookup });
      expect(out.match(/the same chain/g)).toHaveLength(2);
    });

    it('of which one has another certificate', async () => {
      const port = await both(identity(lab.dir), identity(other));
      const ran = await handglass(['certs', `localhost:${port}`, ...trusted(), '--json'], { lookup });
      expect(ran.exit).toBe(6);
      expect(hostOf(ran).addresses.map(({ chain }) => chain)).toEqual([0, 1]);
      expect(hostOf(ran).chains.map(({ verdict }) => verdict.reason)).toEqual([null, 'chain-incomplete']);
      const { out } = await handglass(['certs', `localhost:${port}`, ...trusted()], { lookup });
      expect(out).toMatch(/^! localhost:\d+: its addresses send 2 different chains\n/);
      expect(out).toContain(`✗ Chain 2, of ${second}: the issuer of`);
    });

    it('of which one is the intermediate short', async () => {
      const whole = identity(lab.dir);
      const leaf = whole.cert.slice(0, whole.cert.indexOf('-----END') + 26);
      const port = await both(whole, { ...whole, cert: leaf });
      const ran = await handglass(['certs', `localhost:${port}`, ...trusted(), '--json'], { lookup });
      expect(ran.exit).toBe(6);
      expect(hostOf(ran).chains.map(({ certificates }) => certificates.length)).toEqual([2, 1]);
    });

    it('of which one is not there', async () => {
      const port = await lab.tls('localhost');
      const ran = await handglass(['certs', `localhost:${port}`, ...trusted(), '--json'], { lookup });
      expect(ran.exit).toBe(3);
      expect(hostOf(ran).addresses).toMatchObject([
        { chain: 0, error: null },
        { chain: null, error: { reason: 'connection-refused' } },
      ]);
    });

    it('that are too many are not all asked', async () => {
      const port = await lab.tls('localhost');
      const many: RunOptions['lookup'] = async () =>
        Array.from({ length: 20 }, (_, i) => ({ address: `127.0.0.${i + 1}`, family: 4 }));
      const ran = await handglass(['certs', `localhost:${port}`, '--json', '--timeout', '2s'], {
        lookup: many,
      });
      expect(hostOf(ran).addresses).toHaveLength(16);
      expect(ran.err).toContain('localhost has 20 addresses; only the first 16 are asked');
    });
  });
});

interface Identity {
  readonly cert: string;
  readonly key: string;
}

const identity = (dir: string): Identity => {
  const stem = dir.slice(lab.dir.length + 1);
  const name = stem === '' ? 'localhost' : `${stem}/localhost`;
  return { cert: lab.read(`${name}.pem`), key: lab.read(`${name}.key`) };
};

/** One port on both addresses, with a certificate for each. */
async function both(first: Identity, other: Identity): Promise<number> {
  const serve = (options: Identity): tls.Server =>
    tls.createServer(options, (socket) => socket.on('error', () => {}).end()).on('tlsClientError', () => {});
  for (;;) {
    const port = await lab.listen(serve(first));
    if (await lab.listenAt(serve(other), port, second)) return port;
  }
}

const bindable = (address: string): Promise<boolean> =>
  new Promise((done) => {
    const server: Server = createServer();
    server.once('error', () => done(false));
    server.listen(0, address, () => server.close(() => done(true)));
  });

const leavesOf = (field: Field): Field[] => (field.parts ? field.parts.flatMap(leavesOf) : [field]);
