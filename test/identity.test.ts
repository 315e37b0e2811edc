/** Pins and common names through the connection, the Node adapter and the command line. */
import { once } from 'node:events';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { type ConnectOptions, connect, createServer } from '../src/exports/node.ts';
import type { ClientOptions, ServerOptions } from '../src/options/options.ts';
import { decodePem } from '../src/wire/pem.ts';
import { parseDamagedSpki } from '../src/x509/certificate/spki.ts';
import { parseCertificate, pinOf, privateProfile, trustStore } from '../src/x509/index.ts';
import { ca } from './adversary.ts';
import { handglass, Lab, traceOf } from './cli-lab.ts';
import { certified, ecClient, ecServer, listening, ca as loopbackCa } from './loopback.ts';
import {
  established,
  failure,
  joined,
  makeClient,
  makeServer,
  type Pair,
  sessions,
  ticketsOf,
} from './pair.ts';

const pinOfDer = (der: Uint8Array): string => pinOf(parseCertificate(der).spki, nodeProvider);
const pinOfPem = (pem: string): string => pinOfDer(decodePem(pem)[0]!.bytes);
const nobodys = pinOf(parseDamagedSpki(Uint8Array.of(1)), nodeProvider);

function shake(client: Partial<ClientOptions>, server: Partial<ServerOptions> = {}): Pair {
  return joined({ trust: ca.trust, ...client }, { credentials: [ca.issue('EC', 'server')], ...server });
}

describe('a connection with pins', () => {
  const credential = ca.issue('EC', 'server');
  const server = { credentials: [credential] };

  it.each(['TLS 1.2', 'TLS 1.3'] as const)('of %s is made with the pinned key alone', (version) => {
    const versions = [version];
    const good = shake({ versions, pins: [pinOfDer(credential.chain[0]!)] }, server);
    expect(established(good.client)?.peer.verdict?.verdict).toBe('accepted');
    const bad = shake({ versions, pins: [nobodys] }, server);
    expect(failure(bad.client)).toMatchObject({
      reason: 'certificate-rejected',
      alert: 'certificate_unknown',
      cause: { reason: 'pin-mismatch' },
    });
    expect(failure(bad.server)).toMatchObject({ reason: 'alert-received', alert: 'certificate_unknown' });
  });

  it('asks nobody to take a key that is not pinned', () => {
    let asked = 0;
    const onRejected = () => ++asked > 0;
    const unpinned = shake({ pins: [pinOfDer(ca.der)], name: 'other.test', onRejected }, server);
    expect(failure(unpinned.client)).toMatchObject({ cause: { reason: 'name-mismatch', final: true } });
    expect(asked).toBe(0);
    const pinned = shake({ pins: [pinOfDer(credential.chain[0]!)], name: 'other.test', onRejected }, server);
    expect(established(pinned.client)?.peer.overruled).toBe(true);
    expect(asked).toBe(1);
  });

  it('judges clients by their keys as well', () => {
    const alice = ca.issue('EC', 'client');
    const asks = { clientAuthentication: 'require', trust: ca.trust } as const;
    const good = shake({ credentials: [alice] }, { ...asks, pins: [pinOfDer(alice.chain[0]!)] });
    expect(established(good.server)?.agreement.clientAuthenticated).toBe(true);
    const bad = shake({ credentials: [alice] }, { ...asks, pins: [nobodys] });
    expect(failure(bad.server)).toMatchObject({ alert: 'certificate_unknown' });
  });

  it('resumes only under the same pins, in whatever order', () => {
    const tickets = ticketsOf();
    const pins = [pinOfDer(credential.chain[0]!), nobodys];
    const [session] = sessions(shake({ pins }, { ...server, tickets }).client);
    const resumes = (client: Partial<ClientOptions>): boolean => {
      const pair = shake({ session, ...client }, { ...server, tickets });
      expect(failure(pair.client)).toBeUndefined();
      return established(pair.client)!.agreement.resumed;
    };
    expect(resumes({ pins: pins.toReversed() })).toBe(true);
    expect(resumes({ pins: [pins[0]!] })).toBe(false);
    expect(resumes({})).toBe(false);
    const [bare] = sessions(shake({}, { ...server, tickets }).client);
    expect(resumes({ session: bare })).toBe(true);
    expect(resumes({ session: bare, pins })).toBe(false);
  });

  it.each([
    ['a pin that is none', { pins: ['sha256//AAAA'] }],
    ['no pin at all', { pins: [] }],
    [
      'a check that would not look at them',
      { pins: [nobodys], checkCertificate: () => Promise.reject(new Error('never asked')) },
    ],
  ])('refuses %s before a byte is sent', (_, options) => {
    expect(() => makeClient({ trust: ca.trust, ...options })).toThrow(
      expect.objectContaining({ reason: 'misuse' }),
    );
    const asks = { clientAuthentication: 'require', trust: ca.trust } as const;
    expect(() => makeServer({ ...server, ...asks, ...options })).toThrow(
      expect.objectContaining({ reason: 'misuse' }),
    );
  });

  it('refuses pins where nobody is asked for a certificate', () => {
    expect(() => makeServer({ ...server, pins: [nobodys] })).toThrow(
      expect.objectContaining({ reason: 'misuse' }),
    );
  });
});

describe('a connection by common name', () => {
  // Its common name is alice.
  const unnamed = ca.issue('EC', 'server', []);
  const client = { name: 'alice', profile: privateProfile };
  const server = { credentials: [unnamed] };

  it('is made only when that is asked for', () => {
    const refused = shake(client, server);
    expect(failure(refused.client)).toMatchObject({ cause: { reason: 'name-mismatch' } });
    const good = shake({ ...client, commonName: 'when-no-names' }, server);
    expect(failure(good.client)).toBeUndefined();
  });

  it('does not resume what was judged otherwise', () => {
    const tickets = ticketsOf();
    const lax = { ...client, commonName: 'when-no-names' } as const;
    const [session] = sessions(shake(lax, { ...server, tickets }).client);
    const offers = (options: Partial<ClientOptions>): boolean => {
      const { connection } = makeClient({ trust: ca.trust, session, ...options });
      return Buffer.from(connection.takeOutput()!).includes(Buffer.from(session!.ticket));
    };
    expect(offers(lax)).toBe(true);
    expect(offers(client)).toBe(false);
  });

  it('is refused under the Web profile, and beside a check that looks at names itself', () => {
    for (const options of [
      { profile: undefined },
      { checkCertificate: () => Promise.reject(new Error('never asked')) },
    ]) {
      expect(() =>
        makeClient({ ...client, trust: ca.trust, commonName: 'when-no-names', ...options }),
      ).toThrow(expect.objectContaining({ reason: 'misuse' }));
    }
  });

  it('does not resume under an anchor that may certify less', () => {
    const tickets = ticketsOf();
    const named = { credentials: [ca.issue('EC', 'server')], tickets };
    const [anchor] = ca.trust.anchors;
    const narrow = trustStore([
      {
        ...anchor!,
        nameConstraints: {
          permittedSubtrees: [{ base: { kind: 'dNSName', value: 'localhost' }, minimum: 0 }],
        },
      },
    ]);
    const [session] = sessions(shake({}, named).client);
    expect(established(shake({ session }, named).client)?.agreement.resumed).toBe(true);
    expect(established(shake({ session, trust: narrow }, named).client)?.agreement.resumed).toBe(false);
  });
});

describe('server_name', () => {
  const asked = (options: Partial<ClientOptions>): string | undefined => {
    const pair = shake(options);
    return failure(pair.server) ? undefined : serverNameIn(pair);
  };
  const serverNameIn = ({ server }: Pair) => established(server)?.agreement.serverName;
  const lenient = { onRejected: () => true };

  it.each([
    ['localhost', 'localhost'],
    ['localhost.', 'localhost'],
    ['BÜCHER．example.', 'xn--bcher-kva.example'],
    ['straße.example', 'xn--strae-oqa.example'],
    ['exa_mple.test', 'exa_mple.test'],
    ['127.0.0.1', undefined],
    ['::1', undefined],
  ])('of %s is %s', (name, expected) => {
    expect(asked({ name, ...lenient })).toBe(expected);
  });

  it('may be another than the name that is checked, or nothing', () => {
    expect(asked({ serverName: 'bücher.example' })).toBe('xn--bcher-kva.example');
    expect(asked({ serverName: false })).toBeUndefined();
  });

  it('is never what servers would read in their own ways', () => {
    for (const serverName of ['192.0.2.1', '2001:db8::1', 'a\u200db.bücher', 'a b', 'a\u0000.example']) {
      expect(() => makeClient({ trust: ca.trust, serverName })).toThrow(
        expect.objectContaining({ reason: 'misuse' }),
      );
    }
  });
});

describe('the Node adapter', () => {
  const outcome = async (port: number, options: Partial<ConnectOptions>): Promise<string> => {
    const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: loopbackCa, ...options });
    onTestFinished(() => void socket.destroy());
    const failed = new Promise<string>((done) => {
      socket.on('error', (error) => done((error as { code?: string }).code!));
    });
    const secure = once(socket, 'secureConnect').then(() =>
      socket.authorized ? 'authorized' : 'not authorized',
    );
    return Promise.race([secure.catch(() => failed), failed]);
  };

  it('holds a server of node:tls to its pins, and rejectUnauthorized does not overrule them', async () => {
    const port = await listening(tls.createServer(ecServer));
    expect(await outcome(port, { pins: pinOfPem(ecServer.cert) })).toBe('authorized');
    expect(await outcome(port, { pins: [nobodys, `sha256//${pinOfPem(loopbackCa)}`] })).toBe('authorized');
    expect(await outcome(port, { pins: nobodys })).toBe('ERR_TLS_PIN_MISMATCH');
    const lax = { rejectUnauthorized: false, servername: 'other.test' };
    expect(await outcome(port, { ...lax, pins: pinOfPem(ecServer.cert) })).toBe('not authorized');
    expect(await outcome(port, { ...lax, pins: pinOfPem(loopbackCa) })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('holds clients to the pins of a server', async () => {
    const other = await certified('EC', { extKeyUsage: ['clientAuth'] });
    const server = createServer({
      ...ecServer,
      ca: loopbackCa,
      requestCert: true,
      pins: [pinOfPem(ecClient.cert)],
    });
    server.on('secureConnection', (socket) => socket.on('error', () => {}));
    const port = await listening(server);
    const refused = once(server, 'tlsClientError');
    const accepted = once(server, 'secureConnection');
    tls.connect({ port, ca: loopbackCa, ...other }).on('error', () => {});
    expect((await refused)[0]).toMatchObject({ code: 'ERR_TLS_PIN_MISMATCH' });
    const good = tls.connect({ port, ca: loopbackCa, ...ecClient }).on('error', () => {});
    onTestFinished(() => void good.destroy());
    expect((await accepted)[0]).toMatchObject({ authorized: true });
  });

  it('takes a common name under a CA of its own alone', async () => {
    const old = await certified('EC', { subject: { CN: 'localhost' }, extKeyUsage: ['serverAuth'] });
    const port = await listening(tls.createServer(old));
    expect(await outcome(port, {})).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await outcome(port, { commonName: 'when-no-names' })).toBe('authorized');
    expect(() => connect({ port, commonName: 'when-no-names' })).toThrow('on the Web');
    expect(() => connect({ port, ca: loopbackCa, commonName: 'always' as 'never' })).toThrow(TypeError);
  });

  it('chooses a certificate by a name as people write it', async () => {
    const books = await certified('EC', { dnsNames: ['xn--bcher-kva.example', '*.xn--strae-oqa.example'] });
    const server = createServer(ecServer);
    server.addContext('Bücher.example', books);
    server.addContext('*.straße.example', books);
    server.on('secureConnection', (socket) => socket.on('error', () => {}));
    const port = await listening(server);
    expect(await outcome(port, { servername: 'bücher.example' })).toBe('authorized');
    expect(await outcome(port, { servername: 'www.straße.example' })).toBe('authorized');
    expect(await outcome(port, { servername: 'strasse.example' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(() => server.addContext('a\u200db.example', books)).toThrow(TypeError);
  });

  it.each([[[]], ['AAAA'], [[nobodys, '']]])('refuses the pins %j with a code', (pins) => {
    expect(() => connect({ port: 1, ca: loopbackCa, pins })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }),
    );
  });
});

describe('the command line', () => {
  const lab = new Lab();
  let target: string;
  let trusted: string[];
  beforeAll(async () => {
    await handglass(['ca', lab.dir]);
    target = `localhost:${await lab.tls('localhost')}`;
    trusted = ['--ca-file', lab.path('ca.pem')];
  });
  afterAll(() => lab.close());

  it('takes --pin as curl writes it, several at once and again', async () => {
    const pin = `sha256//${pinOfPem(lab.read('localhost.pem'))}`;
    for (const flags of [
      ['--pin', pin],
      ['--pin', `sha256//${nobodys};${pin}`],
      ['--pin', nobodys, '--pin', pin],
    ]) {
      expect((await handglass([target, ...trusted, ...flags])).exit).toBe(0);
    }
    const refused = await handglass([target, ...trusted, '--pin', nobodys]);
    expect(refused.exit).toBe(6);
    expect(refused.out).toContain(pin);
    expect(refused.out).not.toContain('--insecure');
  });

  it('does not let --insecure overrule a pin, and says so', async () => {
    const flags = [...trusted, '--sni', 'other.test', '--insecure'];
    const unpinned = await handglass([target, ...flags, '--pin', pinOfPem(lab.read('ca.pem'))]);
    expect(unpinned.exit).toBe(6);
    expect(unpinned.out).toContain('a pin is never overruled');
    const pinned = await handglass([
      target,
      ...flags,
      '--pin',
      pinOfPem(lab.read('localhost.pem')),
      '--json',
    ]);
    expect(pinned.exit).toBe(0);
    expect(traceOf(pinned).certificate).toMatchObject({ reason: 'name-mismatch', overruled: true });
  });

  it('refuses what is no pin, and a common name without a CA of one’s own', async () => {
    expect(await handglass([target, ...trusted, '--pin', 'sha1//abc'])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('sha1//abc'),
    });
    expect(await handglass([target, '--allow-common-name'])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('--ca-file'),
    });
  });
});
