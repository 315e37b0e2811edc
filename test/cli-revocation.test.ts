/** Revocation and fetching on the command line: what is asked for, what is told, and what ends it. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { TraceDocument } from '../src/trace/document.ts';
import { handglass, Lab, type Ran, serving, traceOf } from './cli-lab.ts';
import { expectValid } from './schemas.ts';

const lab = new Lab();
/** Serves the folder, as a CA does. */
let web: string;
const asked: string[] = [];
beforeAll(async () => {
  const files = createServer((request, response) => {
    asked.push(request.url!);
    response.end(readFileSync(lab.path(request.url!.slice(1))));
  });
  web = `http://127.0.0.1:${await lab.listen(files)}`;
  const made = async (...flags: readonly string[]): Promise<void> => {
    const { exit, err } = await handglass(['ca', lab.dir, ...flags]);
    if (exit !== 0) throw new Error(err);
  };
  const issuer = ['--issuer', 'mid'];
  await made('--intermediate', 'mid');
  await made(...issuer, '--server', 'localhost', '--issuer-url', `${web}/{issuer}.cer`);
  await made(...issuer, '--server', 'bad.localhost', 'localhost', '--crl-url', `${web}/{issuer}.crl`);
  await made(...issuer, '--client', 'alice');
  await made('--ocsp', lab.path('localhost.pem'));
  await made('--revoke', lab.path('bad.localhost.pem'), lab.path('alice.pem'));
  await made('--crl', ...issuer);
});
afterAll(() => lab.close());

const connect = (port: number, ...flags: readonly string[]) =>
  handglass(['connect', `localhost:${port}`, '--ca-file', lab.path('ca.pem'), '--fetch-private', ...flags]);
/** The document, which follows its schema. */
function documentOf(ran: Ran): TraceDocument {
  const document = traceOf(ran);
  expectValid('trace', document);
  return document;
}
const crl = () => ['--crl', lab.path('mid.crl')];

describe('connect', () => {
  it('refuses what a list says is revoked: given, or fetched', async () => {
    const port = await lab.tls('bad.localhost');
    for (const flags of [crl(), [...crl(), '--revocation', 'hard'], []]) {
      const ran = await connect(port, ...flags, '--json');
      expect(ran.exit).toBe(6);
      const { certificate, steps } = documentOf(ran);
      expect(steps.filter(({ kind }) => kind === 'fetch')).toMatchObject(
        flags.length > 0 ? [] : [{ name: 'CRL', url: `${web}/mid.crl`, failed: null }],
      );
      expect(certificate).toMatchObject({
        reason: 'revoked',
        fetched: flags.length > 0 ? [] : [{ what: 'crl', url: `${web}/mid.crl`, failed: null }],
      });
    }
    expect((await connect(port, '--revocation', 'off')).exit).toBe(0);
  });

  it('asks nobody on this machine, whoever the server is, unless that is allowed', async () => {
    const port = await lab.tls('localhost', {
      cert: lab.read('localhost.pem').split(/(?<=-----END CERTIFICATE-----\n)/)[0]!,
    });
    asked.length = 0;
    const argv = ['connect', `localhost:${port}`, '--ca-file', lab.path('ca.pem')];
    const { exit, out } = await handglass(argv);
    expect(exit).toBe(6);
    expect(out).toContain(`${web}/mid.cer is not asked: its address is not public`);
    expect(asked).toEqual([]);
    expect((await handglass([...argv, '--fetch-private'])).exit).toBe(0);
    expect(asked).toEqual(['/mid.cer']);
  });

  it('refuses in hard mode what nobody speaks of', async () => {
    const port = await lab.tls('localhost');
    const ran = await connect(port, '--revocation', 'hard', '--json');
    expect(ran.exit).toBe(6);
    expect(traceOf(ran).certificate).toMatchObject({ reason: 'revocation-unknown' });
  });

  it('fetches an issuer that the server does not send, and says so before all else', async () => {
    const [leaf] = lab.read('localhost.pem').split(/(?<=-----END CERTIFICATE-----\n)/);
    const port = await lab.tls('localhost', { cert: leaf });
    const { exit, out } = await connect(port);
    expect(exit).toBe(0);
    expect(out).toMatch(/^! connected to localhost:\d+, but the server did not send "CN=mid, O=handglass"\n/);
    expect(out).toContain(`It was fetched from ${web}/mid.cer`);
    expect(out).toMatch(/Fetched +issuer from http/);
    expect(out.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    const ran = await connect(port, '--json');
    expect(documentOf(ran).certificate).toMatchObject({
      verdict: 'accepted',
      fetched: [{ what: 'issuer', failed: null, certificates: [{ subject: 'CN=mid, O=handglass' }] }],
    });
    asked.length = 0;
    expect((await connect(port, '--no-aia')).exit).toBe(6);
    expect(asked).toEqual([]);
  });

  it.each([
    ['a mode that is none', ['--revocation', 'maybe'], /--revocation maybe is not one of off, soft, hard/],
    ['lists that nobody looks at', [...crl(), '--revocation', 'off'], /--crl has no effect with/],
    ['what is no list', ['--crl', lab.path('ca.pem')], /holds a certificate where a revocation list/],
  ])('does not take %s', async (_what, flags, why) => {
    const { exit, err } = await connect(1, ...flags);
    expect(exit).toBe(2);
    expect(err).toMatch(why);
  });
});

describe('serve', () => {
  const serve = (...flags: readonly string[]) => [
    ...['--cert', lab.path('localhost.pem'), '--key', lab.path('localhost.key')],
    ...flags,
  ];

  it('staples', async () => {
    const response = readFileSync(lab.path('localhost.ocsp'));
    const server = await serving(serve('--staple', lab.path('localhost.ocsp')));
    onTestFinished(() => void server.stop());
    const { out, exit } = await connect(server.port);
    expect(exit).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('the server stapled an OCSP response');
    const socket = tls.connect({
      port: server.port,
      ca: lab.read('ca.pem'),
      servername: 'localhost',
      requestOCSP: true,
    } as tls.ConnectionOptions);
    onTestFinished(() => void socket.destroy());
    expect(await once(socket, 'OCSPResponse')).toEqual([response]);
  });

  it('refuses a client that a list says is revoked', async () => {
    const server = await serving(
      serve('--client-auth', 'require', '--ca-file', lab.path('ca.pem'), ...crl()),
    );
    const own = ['--cert', lab.path('alice.pem'), '--key', lab.path('alice.key')];
    expect((await connect(server.port, ...own)).exit).toBe(7);
    expect((await server.stop()).out).toMatch(/"CN=alice.*" was revoked on/);
  });

  it.each([
    [
      'a response about another',
      () => ['--cert', lab.path('bad.localhost.pem'), '--key', lab.path('bad.localhost.key')],
      ['--staple', 'localhost.ocsp'],
      /--staple .*localhost.ocsp says nothing about the certificate that it is for/,
    ],
    ['what is no response', serve, ['--staple', 'ca.pem'], /holds a certificate where an OCSP response/],
    ['lists about clients that are not asked', serve, ['--crl', 'mid.crl'], /add --client-auth/],
    ['a mode for them', serve, ['--revocation', 'hard'], /add --client-auth/],
  ])('does not take %s', async (_what, own, [flag, value], why) => {
    const file = value!.includes('.') ? lab.path(value!) : value!;
    const { exit, err } = await handglass(['serve', '--port', '0', ...own(), flag!, file]);
    expect(exit).toBe(2);
    expect(err).toMatch(why);
  });
});

describe('certs', () => {
  const leaf = () => lab.read('localhost.pem').split(/(?<=-----END CERTIFICATE-----\n)/)[0]!;

  it('fetches as connect does: lists, and an issuer that is not sent', async () => {
    const certs = (port: number, ...flags: readonly string[]) =>
      handglass(['certs', `localhost:${port}`, '--ca-file', lab.path('ca.pem'), ...flags]);
    const revoked = await certs(await lab.tls('bad.localhost'), '--fetch-private');
    expect(revoked.exit).toBe(6);
    expect(revoked.out).toContain(`Fetched: CRL from ${web}/mid.crl`);
    const port = await lab.tls('localhost', { cert: leaf() });
    const { exit, out } = await certs(port, '--fetch-private');
    expect(exit).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /^! localhost:\d+: .*, but "CN=mid, O=handglass" was not sent /,
    );
    expect(out).toContain('not sent, but fetched');
    asked.length = 0;
    expect((await certs(port, '--no-aia', '--revocation', 'off')).exit).toBe(6);
    expect((await certs(port)).exit).toBe(6);
    expect(asked).toEqual([]);
    for (const flag of ['--no-aia', '--fetch-private'])
      expect((await handglass(['certs', lab.path('localhost.pem'), flag])).exit).toBe(2);
    expect((await certs(port, '--no-aia', '--revocation', 'off', '--fetch-private')).exit).toBe(2);
  });

  it('asks once for what several addresses need', async () => {
    const port = await lab.tls('localhost', { cert: leaf() });
    asked.length = 0;
    const lookup = async () => ['127.0.0.1', '::ffff:127.0.0.1'].map((address) => ({ address, family: 4 }));
    const argv = ['certs', `localhost:${port}`, '--ca-file', lab.path('ca.pem'), '--fetch-private', '--json'];
    const { exit, out } = await handglass(argv, { lookup });
    expect(exit).toBe(0);
    expect((JSON.parse(out) as { targets: { addresses: unknown[] }[] }).targets[0]!.addresses).toHaveLength(
      2,
    );
    expect(asked).toEqual(['/mid.cer']);
  });

  it('fetches nothing for files', async () => {
    asked.length = 0;
    expect((await handglass(['certs', lab.path('bad.localhost.pem')])).exit).toBe(0);
    expect(asked).toEqual([]);
  });
});

describe('verify', () => {
  const verify = (file: string, ...flags: readonly string[]) =>
    handglass(['verify', lab.path(file), '--for', 'localhost', '--ca-file', lab.path('ca.pem'), ...flags]);

  it('fetches when it is asked to, and not else', async () => {
    asked.length = 0;
    expect((await verify('bad.localhost.pem')).exit).toBe(0);
    expect(asked).toEqual([]);
    expect((await verify('bad.localhost.pem', '--fetch')).exit).toBe(0);
    expect((await verify('bad.localhost.pem', '--fetch-private')).exit).toBe(2);
    expect(asked).toEqual([]);
    const { exit, out } = await verify('bad.localhost.pem', '--fetch', '--fetch-private');
    expect(exit).toBe(6);
    expect(out).toMatch(/^✗ rejected \(revoked\)/);
    expect(asked).toEqual(['/mid.crl']);
  });

  it('gets a missing issuer from this machine only where that is allowed', async () => {
    const leaf = lab.read('localhost.pem').split(/(?<=-----END CERTIFICATE-----\n)/)[0]!;
    lab.write('leaf.pem', leaf);
    expect((await verify('leaf.pem')).exit).toBe(6);
    expect((await verify('leaf.pem', '--fetch', '--fetch-private')).exit).toBe(0);
    asked.length = 0;
    expect((await verify('leaf.pem', '--fetch')).out.replaceAll(/\s+/g, ' ')).toContain(
      'its address is not public',
    );
    expect(asked).toEqual([]);
  });

  it('takes responses that are at hand, and none where revocation is off', async () => {
    const staple = ['--ocsp', lab.path('localhost.ocsp')];
    const { exit, out } = await verify('localhost.pem', ...staple, ...crl());
    expect(exit).toBe(0);
    expect(out).toMatch(/✓ revocation .*good|✓ revocation .*OCSP/i);
    expect((await verify('localhost.pem', ...staple, '--revocation', 'off')).exit).toBe(2);
    expect((await verify('localhost.pem', ...crl(), '--revocation', 'off')).exit).toBe(2);
  });
});
