/** Each cause by its id, and where the first thing to try leads: against node:tls, and against scripted bytes. */
import { createServer } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handglass, Lab } from './cli-lab.ts';
import { expectLed, explainedRun } from './first-try.ts';
import { certified } from './loopback.ts';

const lab = new Lab();
let trusted: string[];
beforeAll(async () => {
  const made = [
    [lab.dir],
    [lab.dir, '--server', 'rsa.example', 'localhost', '--rsa'],
    [lab.dir, '--intermediate', 'middle'],
    [lab.dir, '--issuer', 'middle', '--server', 'chained.example', 'localhost'],
    [lab.dir, '--issuer', 'middle', '--client', 'carol'],
    [lab.dir, '--client', 'dora', '--not-before', '2020-01-01', '--not-after', '2020-02-01'],
    [lab.dir, '--client', 'early', '--not-before', '2099-01-01', '--not-after', '2099-02-01'],
    [lab.dir, '--bad', 'all'],
    [lab.path('other')],
  ];
  for (const argv of made) expect(await handglass(['ca', ...argv])).toMatchObject({ exit: 0 });
  trusted = ['--ca-file', lab.path('ca.pem')];
});
afterAll(() => lab.close());

const first = (pem: string): string =>
  `${pem.split('-----END CERTIFICATE-----')[0]}-----END CERTIFICATE-----\n`;
const last = (pem: string): string =>
  `-----BEGIN CERTIFICATE-----${pem.split('-----BEGIN CERTIFICATE-----').at(-1)}`;
const served = (name: string, options: tls.TlsOptions = {}) =>
  lab.tls('localhost', { cert: lab.read(`${name}.pem`), key: lab.read(`${name}.key`), ...options });
const identity = (name: string) => ['--cert', lab.path(`${name}.pem`), '--key', lab.path(`${name}.key`)];
const files = (name: string) => ({ FILE: [lab.path(`${name}.pem`), lab.path(`${name}.key`)] });

describe('the server’s certificate', () => {
  it('whose intermediate is missing', async () => {
    const port = await served('chained.example', { cert: first(lab.read('chained.example.pem')) });
    await expectLed([`localhost:${port}`, ...trusted], 'incomplete-chain', 'connected', {
      FILE: lab.path('middle.pem'),
    });
  });

  it('whose intermediate could be fetched from a private address', async () => {
    const issuers = createServer((_, answer) => answer.end(lab.bytes('middle.pem')));
    const at = await lab.listen(issuers);
    const argv = ['--issuer', 'middle', '--server', 'aia.example', 'localhost'];
    await handglass(['ca', lab.dir, ...argv, '--issuer-url', `http://127.0.0.1:${at}/middle.cer`]);
    const port = await served('aia.example', { cert: first(lab.read('aia.example.pem')) });
    await expectLed([`localhost:${port}`, ...trusted], 'incomplete-chain', 'connected');
  });

  it('that leads to a private root', async () => {
    const port = await served('chained.example');
    const argv = [`localhost:${port}`, '--ca-file', lab.path('other/ca.pem')];
    await expectLed(argv, 'private-root', 'connected', { FILE: lab.path('ca.pem') });
    const { document } = await explainedRun(argv);
    expect(document.cause?.what).toMatch(/^the server’s certificates lead to .*, which is not trusted here$/);
  });

  it('that comes with its private root', async () => {
    const port = await served('bad/unknown-root');
    const root = lab.write('strange-root.pem', last(lab.read('bad/unknown-root.pem')));
    await expectLed([`localhost:${port}`, ...trusted], 'private-root', 'connected', { FILE: root });
  });

  it('that signed itself', async () => {
    const port = await served('bad/self-signed');
    await expectLed([`localhost:${port}`, ...trusted], 'self-signed', 'connected', {
      FILE: lab.path('bad/self-signed.pem'),
    });
  });

  it('for another name, which is tried', async () => {
    const port = await served('rsa.example', { SNICallback: undefined });
    await expectLed([`localhost:${port}`, '--sni', 'b.example', ...trusted], 'name-mismatch', 'connected');
  });

  it('with a name only where nobody looks', async () => {
    const port = await served('bad/common-name-only');
    await expectLed([`localhost:${port}`, ...trusted], 'no-names', 'connected');
  });

  it('with an address as a name', async () => {
    const port = await served('bad/address-as-name');
    await expectLed([`127.0.0.1:${port}`, ...trusted], 'address-as-dns-name', 'words');
  });

  it.each(['TRAEFIK DEFAULT CERT', 'Kubernetes Ingress Controller Fake Certificate'])(
    'that a proxy presents for want of a better one: %s',
    async (CN) => {
      const context = tls.createSecureContext({
        cert: lab.read('localhost.pem'),
        key: lab.read('localhost.key'),
      });
      const port = await lab.tls('localhost', {
        ...(await certified('EC', { subject: { CN }, dnsNames: ['ingress.local'] })),
        SNICallback: (name, answer) => answer(null, name === 'localhost' ? context : undefined),
      });
      const argv = [`localhost:${port}`, '--sni', 'a.example', ...trusted];
      await expectLed(argv, 'default-certificate', 'connected');
      const unnamed = [`127.0.0.1:${port}`, ...trusted];
      await expectLed(unnamed, 'default-certificate', 'connected', { NAME: 'localhost' });
    },
  );

  it.each([
    ['ber-length', 'malformed', []],
    ['two-algorithms', 'malformed', ['overrule']],
  ])('%s, which is overruled only if its key can be read', async (name, id, ways) => {
    const port = await served(`bad/${name}`);
    const { document } = await explainedRun(['connect', `localhost:${port}`, ...trusted]);
    expect(document.cause?.id).toBe(id);
    expect(document.tries?.map((attempt) => attempt.id)).toEqual(['replace-certificate', ...ways]);
  });

  it.each([
    ['expired', 'expired'],
    ['not-yet-valid', 'not-yet-valid'],
    ['client-only', 'purpose'],
    ['weak-key', 'weak-key'],
    ['path-length', 'path-length-exceeded'],
    ['name-constraints', 'name-constraints'],
    ['must-staple', 'staple-missing'],
  ])('%s, where nothing but words helps', async (name, id) => {
    const port = await served(`bad/${name}`);
    await expectLed([`localhost:${port}`, ...trusted], id, 'words');
  });
});

describe('a server that refuses our ClientHello', () => {
  it.each([
    ['the groups that were asked for', { ecdhCurve: 'prime256v1' }, ['--groups', 'x25519']],
    ['the suites that were asked for', { maxVersion: 'TLSv1.2' }, ['--ciphers', 'TLS_AES_128_GCM_SHA256']],
    ['the version that was asked for', { maxVersion: 'TLSv1.2' }, ['--tls', '1.3']],
    ['a key exchange that was asked for', {}, ['--kx', 'rsa']],
  ] as const)('over %s', async (_what, options, restricted) => {
    const port = await lab.tls('localhost', options);
    const argv = [`localhost:${port}`, ...trusted, ...restricted];
    const { id, document } = await explainedRun(argv);
    if (id !== 'no-common-version') expect(document.tries?.[0]?.id).toBe('drop-restrictions');
    await expectLed(argv, id === 'no-common-version' ? id : 'nothing-in-common', 'connected');
  });

  it.each([
    ['RSA key exchange', 'AES128-GCM-SHA256'],
    ['RSA key exchange with CBC', 'AES128-SHA'],
    ['DHE', 'DHE-RSA-AES128-GCM-SHA256'],
  ])('because it knows only %s', async (_what, ciphers) => {
    const port = await served('rsa.example', { ciphers, maxVersion: 'TLSv1.2', dhparam: 'auto' });
    for (const [target, known] of [
      ['localhost', {}],
      ['127.0.0.1', { NAME: 'localhost' }],
    ] as const)
      await expectLed([`${target}:${port}`, ...trusted], 'nothing-in-common', 'connected', known);
  });

  it('because it wants a key that both have beforehand', async () => {
    const port = await lab.tls('localhost', {
      ciphers: 'PSK-AES128-GCM-SHA256',
      maxVersion: 'TLSv1.2',
      pskCallback: () => null,
    });
    await expectLed([`localhost:${port}`, ...trusted], 'nothing-in-common', 'nothing-in-common-at-all');
  });

  it('over protocols', async () => {
    const port = await lab.tls('localhost', { ALPNProtocols: ['http/1.1'] });
    const argv = [`localhost:${port}`, ...trusted, '--alpn', 'h3'];
    await expectLed(argv, 'no-common-application-protocol', 'connected');
  });

  it.each(['0300', '0301', '0302'])('because it speaks nothing newer than %s', async (version) => {
    const port = await answering(`15${version}00020228`);
    await expectLed([`localhost:${port}`, ...trusted], 'only-old-versions', 'words');
    const hello = `020000260301${'11'.repeat(32)}00002f00`;
    const old = await answering(`16030100${'2a'}${hello}`);
    await expectLed([`localhost:${old}`, ...trusted], 'only-old-versions', 'words');
  });
});

describe('a server, or a box before it, that stumbles over a ClientHello', () => {
  const alert = (number: number) => (near: Socket) =>
    near.end(Buffer.from(`1503030002${(0x0200 + number).toString(16).padStart(4, '0')}`, 'hex'));
  const reset = (near: Socket) => near.resetAndDestroy();
  const close = (near: Socket) => near.end();
  const silence = () => {};

  it.each([
    ['possibly-version-intolerant', alert(70)],
    ['alert-decode-error', alert(50)],
    ['alert-illegal-parameter', alert(47)],
    ['alert-200', alert(200)],
    ['reset-after-client-hello', reset],
    ['closed-after-client-hello', close],
    ['silent-after-client-hello', silence],
  ] as const)('of TLS 1.3: %s', async (id, how) => {
    const behind = await lab.tls('localhost', { maxVersion: 'TLSv1.2' });
    const port = await stumbling(behind, how, (hello) => hello.includes(TLS13));
    const argv = ['--timeout', '3s', ...trusted];
    await expectLed([`localhost:${port}`, ...argv], id, 'connected');
    await expectLed([`127.0.0.1:${port}`, ...argv], id, 'connected', { NAME: 'localhost' });
  });

  it.each([
    ['reset-after-client-hello', reset],
    ['closed-after-client-hello', close],
    ['silent-after-client-hello', silence],
    ['name-required', alert(112)],
    ['possibly-no-certificate-for-name', alert(80)],
    ['access-denied', alert(49)],
    ['nothing-in-common', alert(40)],
  ] as const)('without a name: %s', async (id, how) => {
    const behind = await lab.tls('localhost');
    const port = await stumbling(behind, how, (hello) => !hello.includes('localhost'));
    await expectLed([`127.0.0.1:${port}`, '--timeout', '3s', ...trusted], id, 'connected', {
      NAME: 'localhost',
    });
  });

  it.each([
    ['reset-after-client-hello', reset],
    ['closed-after-client-hello', close],
    ['unknown-name', alert(112)],
    ['possibly-no-certificate-for-name', alert(80)],
    ['access-denied', alert(49)],
    ['unknown-name', (near: Socket) => near.end(Buffer.from('15030300020170', 'hex'))],
  ] as const)('with a name that was asked for instead of its own: %s', async (id, how) => {
    const behind = await lab.tls('localhost');
    const port = await stumbling(behind, how, (hello) => !hello.includes('localhost'));
    await expectLed([`localhost:${port}`, '--sni', 'a.example', ...trusted], id, 'connected');
  });

  it('whose answer is lost on the way', async () => {
    const behind = await lab.tls('localhost', { maxVersion: 'TLSv1.2' });
    const port = await lab.between(
      behind,
      (near, far) => {
        near.pipe(far);
        far.once('data', (bytes: Buffer) => near.write(bytes.subarray(0, 5 + bytes.readUInt16BE(3))));
      },
      tcp,
    );
    await expectLed(
      [`localhost:${port}`, ...trusted, '--timeout', '500ms'],
      'silent-after-server-hello',
      'words',
    );
  });
});

describe('our certificate', () => {
  const asking = (version: string) =>
    lab.tls('localhost', {
      ...{ requestCert: true, ca: lab.read('ca.pem') },
      ...(version === '1.2' ? { maxVersion: 'TLSv1.2' } : { minVersion: 'TLSv1.3' }),
    });

  it.each(['1.2', '1.3'])('is missing, in TLS %s', async (version) => {
    const argv = [`localhost:${await asking(version)}`, ...trusted];
    await expectLed(argv, 'server-requires-client-certificate', 'connected', files('client'));
  });

  it.each(['1.2', '1.3'])('is withheld, in TLS %s', async (version) => {
    const argv = [`localhost:${await asking(version)}`, ...trusted, ...identity('other/client')];
    await expectLed(argv, 'server-requires-client-certificate', 'connected', files('client'));
  });

  it.each([
    ['own-certificate-expired', 'dora'],
    ['own-certificate-not-yet-valid', 'early'],
    ['own-certificate-purpose', 'localhost'],
  ])('is refused: %s', async (id, name) => {
    for (const version of ['1.2', '1.3']) {
      const argv = [`localhost:${await asking(version)}`, ...trusted, ...identity(name)];
      await expectLed(argv, id, 'connected', files('client'));
    }
  });

  it('goes without its intermediate', async () => {
    const alone = lab.write('carol-alone.pem', first(lab.read('carol.pem')));
    const ours = ['--cert', alone, '--key', lab.path('carol.key'), '--ignore-authorities'];
    for (const version of ['1.2', '1.3']) {
      const argv = [`localhost:${await asking(version)}`, ...trusted, ...ours];
      await expectLed(argv, 'own-certificate-lacks-issuer', 'connected', files('carol'));
    }
  });

  it('is of another issuer', async () => {
    const argv = [`localhost:${await asking('1.3')}`, ...trusted, ...identity('other/client')];
    const { document } = await explainedRun([...argv, '--ignore-authorities']);
    expect(document.cause?.details.join(' ')).toContain('Ours goes without the certificate of');
    await expectLed(
      [...argv, '--ignore-authorities'],
      'own-certificate-lacks-issuer',
      'connected',
      files('client'),
    );
  });
});

const TLS13 = Buffer.from('0304', 'hex');
const tcp = (port: number): Socket => connectTcp({ port, host: '127.0.0.1' });

/** Answers a ClientHello with these bytes, and closes. */
const answering = (hex: string): Promise<number> =>
  lab.plain((socket) => socket.once('data', () => socket.end(Buffer.from(hex, 'hex'))));

/** Lets through what the test does not find in the ClientHello. */
function stumbling(
  behind: number,
  how: (near: Socket) => void,
  over: (hello: Buffer) => boolean,
): Promise<number> {
  return lab.plain((near) =>
    near.once('data', (hello: Buffer) => {
      if (over(withoutRandom(hello))) return how(near);
      const far = tcp(behind);
      far.on('error', () => {});
      far.write(hello);
      near.pipe(far).pipe(near);
    }),
  );
}

/** What is random in it could be anything. */
const withoutRandom = (hello: Buffer): Buffer => hello.subarray(11 + 32 + 1 + 32);
