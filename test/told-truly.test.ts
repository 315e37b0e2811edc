/** What is told of a connection that the bytes alone do not say, and what must not be: each by its cause's id. */
import { connect as connectTcp, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GeneratedKey } from '../src/crypto/providers/node.ts';
import { issueCrl } from '../src/issue/index.ts';
import type { Event } from '../src/options/engine.ts';
import { warningsOf } from '../src/trace/causes/warnings.ts';
import { diagnose } from '../src/trace/diagnosis.ts';
import type { Field, TraceDocument } from '../src/trace/document.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import { encodePem } from '../src/wire/pem.ts';
import { type Extension, oids, privateProfile } from '../src/x509/index.ts';
import { make, makeCa, storeOf } from './chain.ts';
import { handglass, Lab } from './cli-lab.ts';
import { explainedRun } from './first-try.ts';
import { joined, makeAuthority, ticketsOf } from './pair.ts';
import { expectValid } from './schemas.ts';

const lab = new Lab();
let trusted: string[];
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  await handglass(['ca', lab.path('other')]);
  trusted = ['--ca-file', lab.path('ca.pem')];
});
afterAll(() => lab.close());

describe('--pipe, when it fails behind the handshake', () => {
  it('because the server asks for a new handshake', async () => {
    const port = await lab.tls('localhost', { maxVersion: 'TLSv1.2' }, (socket) => {
      socket.once('data', () => socket.renegotiate({}, () => {}));
    });
    const argv = ['connect', `localhost:${port}`, ...trusted, '--pipe'];
    const { exit, err } = await handglass(argv, { input: endless('x') });
    expect(exit).toBe(5);
    const told = err.replaceAll(/\s+/g, ' ');
    expect(told).toContain('✗ handshake failed: the server asked for a renegotiation');
    expect(told).toContain('HelloRequest: it wants a new handshake inside this connection');
  });

  it('because a record was damaged', async () => {
    const port = await lab.tls('localhost');
    const damaging = await lab.between(
      port,
      (near, far) => {
        near.pipe(far);
        let isAnswered = false;
        near.on('data', (bytes: Buffer) => (isAnswered ||= bytes[0] === 23 && bytes.length === 23));
        far.on('data', (bytes: Buffer) => {
          if (isAnswered) bytes[bytes.length - 1]! ^= 1;
          near.write(bytes);
        });
      },
      tcp,
    );
    const argv = ['connect', `localhost:${damaging}`, ...trusted, '--pipe'];
    const { exit, err } = await handglass(argv, { input: endless('x') });
    expect(exit).toBe(5);
    expect(err).toMatch(/✗ handshake failed: .*\n[\s\S]*Try:/);
    expect(err.match(/✓ connected/g)).toHaveLength(1);
  });
});

describe('a server that asked for a certificate, let us in and cut the connection', () => {
  const ca = makeAuthority();
  const credentials = [ca.issue('EC', 'server')];
  const cutAfter = (version: 'TLS 1.2' | 'TLS 1.3', sent: boolean, isLetIn: boolean): TraceDocument => {
    const pair = joined(
      {
        ...{ observe: true, trust: ca.trust, versions: [version] },
        ...(sent && { credentials: [ca.issue('EC', 'client')] }),
      },
      { observe: true, trust: ca.trust, credentials, clientAuthentication: 'request', tickets: ticketsOf() },
    );
    const proof = version === 'TLS 1.2' ? 'finished' : 'new_session_ticket';
    const isProof = (event: Event) =>
      event.type === 'message' && event.direction === 'received' && event.raw[0] === numbers[proof];
    return cutTrace(pair.client.events.filter((event) => isLetIn || !isProof(event)));
  };
  const numbers = { finished: 20, new_session_ticket: 4 };

  it.each(['TLS 1.2', 'TLS 1.3'] as const)('possibly requires one, in %s', (version) => {
    expect(diagnose(cutAfter(version, false, true))).toMatchObject({
      id: 'possibly-requires-client-certificate',
      cause: 'network',
    });
    expect(diagnose(cutAfter(version, true, true))).toMatchObject({
      id: 'possibly-refuses-client-certificate',
      cause: 'network',
    });
  });

  it.each(['TLS 1.2', 'TLS 1.3'] as const)('does require one if it did not let us in, in %s', (version) => {
    expect(diagnose(cutAfter(version, false, false))).toMatchObject({
      id: 'server-requires-client-certificate',
      cause: 'client-certificate',
    });
    expect(diagnose(cutAfter(version, true, false))).toMatchObject({
      id: 'server-refuses-client-certificate',
      cause: 'client-certificate',
    });
  });

  it('has not authenticated us by it', () => {
    expect(cutAfter('TLS 1.3', true, true).clientAuthenticated).toBe(false);
  });
});

function cutTrace(events: readonly Event[]): TraceDocument {
  const trace = new TraceRecorder({ role: 'client', peer: { name: 'localhost', port: 443 }, startedAt: 0 });
  for (const event of events) trace.add(event);
  const message = 'the server closed the connection after the handshake without an alert';
  trace.note({ kind: 'failed', reason: 'connection-cut', message, step: 'after the handshake' });
  return trace.document();
}

describe('a server that may refuse our certificate in its answer alone', () => {
  const lenient = () =>
    lab.tls('localhost', { requestCert: true, rejectUnauthorized: false, ca: lab.read('ca.pem') });
  const warnedOf = async (name: string): Promise<readonly [number, ...string[]]> => {
    const ours = ['--cert', lab.path(`${name}.pem`), '--key', lab.path(`${name}.key`)];
    const argv = [`localhost:${await lenient()}`, ...trusted, ...ours, '--ignore-authorities'];
    const { exit, document } = await explainedRun(['connect', ...argv]);
    return [exit, ...(document.warnings ?? []).map(({ id }) => id)];
  };

  it('is warned of, where ours is known to be wrong', async () => {
    expect(await warnedOf('client')).toEqual([0]);
    expect(await warnedOf('localhost')).toEqual([0, 'own-certificate-purpose']);
    expect(await warnedOf('other/client')).toEqual([0, 'own-certificate-lacks-issuer']);
  });

  it('is never said to have accepted it', async () => {
    const ours = ['--cert', lab.path('client.pem'), '--key', lab.path('client.key')];
    const { out } = await handglass(['connect', `localhost:${await lenient()}`, ...trusted, ...ours]);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'with our certificate; whether the server accepts it shows in its answer to a request',
    );
  });
});

it('a server that chooses no protocol is warned of', async () => {
  const port = await lab.tls('localhost');
  const argv = ['connect', `localhost:${port}`, ...trusted, '--alpn', 'h2,http/1.1'];
  const { exit, document } = await explainedRun(argv);
  expect([exit, document.warnings]).toMatchObject([0, [{ id: 'no-application-protocol' }]]);
  expect((await handglass(argv)).out).toMatch(/\n {2}! The server chose none of the protocols/);
  const chosen = await lab.tls('localhost', { ALPNProtocols: ['h2'] });
  const good = await explainedRun(['connect', `localhost:${chosen}`, ...argv.slice(2)]);
  expect(good.document.warnings).toEqual([]);
});

describe('what a server sends, and others do not take', () => {
  const times = { notBefore: Date.now() - 86_400_000, notAfter: Date.now() + 86_400_000 };
  const root = makeCa('root', undefined, times);
  const leafOf = (request: object) =>
    make('localhost', root, { dnsNames: ['localhost'], ...times, ...request });
  const traced = (...chain: readonly ReturnType<typeof make>[]): TraceDocument => {
    const credential = {
      kind: 'certificate',
      chain: chain.map(({ der }) => der),
      key: chain.at(-1)!.key,
    } as const;
    const { client } = joined(
      { observe: true, trust: storeOf(root), profile: privateProfile, wallClock: Date.now },
      { credentials: [credential], observe: true },
    );
    const trace = new TraceRecorder({ role: 'client', peer: { name: 'localhost', port: 443 }, startedAt: 0 });
    for (const event of client.events) trace.add(event);
    return trace.document();
  };

  it('is told of a certificate that is accepted', async () => {
    const ids = (request: object) => warningsOf(traced(leafOf(request))).map(({ id }) => id);
    expect(traced(leafOf({})).error).toBeUndefined();
    expect(ids({})).toEqual([]);
    const extensions = (all: readonly Extension[]) =>
      all.filter(({ extnID }) => extnID !== oids.authorityKeyIdentifier);
    expect(ids({ extensions })).toEqual(['no-authority-key-identifier']);
    await handglass(['ca', lab.dir, '--bad', 'negative-serial', 'ca-as-server']);
    for (const [name, id] of [
      ['negative-serial', 'negative-serial'],
      ['ca-as-server', 'ca-as-server'],
    ] as const) {
      const [cert, key] = [lab.read(`bad/${name}.pem`), lab.read(`bad/${name}.key`)];
      const port = await lab.tls('localhost', { cert, key });
      const { exit, document } = await explainedRun(['connect', `localhost:${port}`, ...trusted]);
      expect([exit, document.warnings?.map((warning) => warning.id)]).toEqual([0, [id]]);
    }
  });

  it('is told to be in the wrong order, and nothing else', () => {
    const middle = makeCa('middle', root, times);
    const leaf = make('localhost', middle, { dnsNames: ['localhost'], ...times });
    const document = traced(middle, leaf);
    expect(diagnose(document)).toMatchObject({
      id: 'chain-order',
      cause: 'server-certificate',
      what: 'the server sends its certificates in the wrong order',
      tries: [{ id: 'reorder-chain' }],
    });
    expect(String(diagnose(document)?.details)).toContain('as number 2 the server’s own, CN=localhost');
  });
});

describe('--json of what cannot begin', () => {
  const refused = async (argv: readonly string[]) => {
    const { exit, out, err } = await handglass([...argv]);
    expect(exit).toBe(2);
    expect(err.length).toBeGreaterThan(10);
    if (out === '') return undefined;
    const document = JSON.parse(out) as { cause: { id: string; what: string } };
    expectValid('error', document);
    return document.cause;
  };

  it('names what is wrong with a file', async () => {
    const connect = ['connect', 'localhost:1', '--json'];
    const missing = await refused([...connect, '--ca-file', lab.path('nowhere.pem')]);
    expect(missing).toMatchObject({ id: 'file', what: expect.stringContaining('there is no such file') });
    const key = ['--cert', lab.path('localhost.key'), '--key', lab.path('localhost.key')];
    expect(await refused([...connect, ...key])).toMatchObject({ id: 'file' });
    const stranger = ['--cert', lab.path('localhost.pem'), '--key', lab.path('client.key')];
    expect(await refused([...connect, ...stranger])).toMatchObject({ id: 'file' });
    expect(await refused([...connect, '--ca-dir', lab.path('ca.pem')])).toMatchObject({ id: 'file' });
    expect(await refused(['verify', lab.path('nowhere.pem'), '--for', 'a', '--json'])).toMatchObject({
      id: 'file',
    });
  });

  it('names what is wrong with the command line', async () => {
    expect(await refused(['connect', ':443', '--json'])).toMatchObject({ id: 'usage' });
    expect(await refused(['connect', 'localhost', '--json', '--nonsense'])).toMatchObject({ id: 'usage' });
    expect(await refused(['connect', 'localhost', '--json', '--tls', '1.1'])).toMatchObject({ id: 'usage' });
  });

  it('is only there when it is asked for, and never where data belongs', async () => {
    expect(await refused(['connect', ':443'])).toBeUndefined();
    expect(await refused(['connect', 'localhost', '--json', '--pipe'])).toBeUndefined();
    expect(await refused(['connect', 'a', '--', '--json'])).toBeUndefined();
  });
});

it('a list without a number revokes what it names', async () => {
  const times = { notBefore: Date.now() - 86_400_000, notAfter: Date.now() + 86_400_000 };
  const root = makeCa('root', undefined, times);
  const leaf = make('localhost', root, { dnsNames: ['localhost'], ...times });
  const crl = (await issueCrl({
    issuer: { certificate: root.der, key: root.key },
    thisUpdate: Date.now() - 3_600_000,
    nextUpdate: Date.now() + 3_600_000,
    number: Uint8Array.of(1),
    revoked: [{ serial: leaf.certificate.serialNumber, date: Date.now() - 1_800_000 }],
    extensions: (all: readonly Extension[]) => all.filter(({ extnID }) => extnID !== oids.cRLNumber),
  })) as Uint8Array;
  const file = lab.write('numberless.crl', encodePem('X509 CRL', crl));
  const port = await lab.tls('localhost', {
    cert: encodePem('CERTIFICATE', leaf.der),
    key: (leaf.key as GeneratedKey).pem,
  });
  const anchor = lab.write('crl-root.pem', encodePem('CERTIFICATE', root.der));
  const argv = ['connect', `localhost:${port}`, '--ca-file', anchor, '--crl', file];
  expect(await explainedRun(argv)).toMatchObject({ exit: 6, id: 'revoked' });
});

describe('what is cited', () => {
  const ca = makeAuthority();
  const traceOf = (version: 'TLS 1.2' | 'TLS 1.3'): TraceDocument => {
    const { client } = joined(
      { observe: true, trust: ca.trust, versions: [version], credentials: [ca.issue('EC', 'client')] },
      { credentials: [ca.issue('EC', 'server')], trust: ca.trust, clientAuthentication: 'require' },
    );
    const trace = new TraceRecorder({ role: 'client', peer: { name: 'localhost', port: 443 }, startedAt: 0 });
    for (const event of client.events) trace.add(event);
    return trace.document();
  };
  const cited = (field: Field): number[] => [
    ...(field.rfc ?? []).flatMap((reference) => ('rfc' in reference ? reference.rfc : [])),
    ...(field.parts ?? []).flatMap(cited),
  ];
  const citedIn = (trace: TraceDocument, name: string): number[] => [
    ...new Set(
      trace.steps.flatMap((step) =>
        step.kind === 'message' && step.name === name ? cited(step.fields) : [],
      ),
    ),
  ];

  it('of a message of TLS 1.2 is no RFC of TLS 1.3', () => {
    const trace = traceOf('TLS 1.2');
    expect(citedIn(trace, 'Finished')).toEqual([5246]);
    expect(citedIn(trace, 'CertificateVerify')).toEqual([5246]);
    expect(citedIn(trace, 'ServerKeyExchange')).toEqual([5246, 8422]);
    expect(citedIn(trace, 'ServerHelloDone')).toEqual([5246]);
    expect(trace.records.flatMap(({ fields }) => cited(fields))).not.toContain(9846);
  });

  it('of a message of TLS 1.3 is its own', () => {
    const trace = traceOf('TLS 1.3');
    for (const name of ['Finished', 'CertificateVerify', 'EncryptedExtensions'])
      expect(citedIn(trace, name)[0]).toBe(9846);
    expect(trace.records.flatMap(({ fields }) => cited(fields))).toContain(9846);
  });

  it('of a ChangeCipherSpec is as long as what it says, like every step', () => {
    const lengths = traceOf('TLS 1.2').steps.flatMap((step) =>
      step.kind === 'change_cipher_spec' ? step.length : [],
    );
    expect(lengths).toEqual([1, 1]);
    for (const { epoch } of traceOf('TLS 1.3').records.filter(
      ({ contentType }) => contentType === 'change_cipher_spec',
    ))
      expect(epoch).toBe('cleartext');
  });
});

const tcp = (port: number): Socket => connectTcp({ port, host: '127.0.0.1' });

/** An input that says something and does not end. */
function endless(text: string): PassThrough {
  const input = new PassThrough();
  input.write(text);
  return input;
}
