/**
 * No secret appears in what a program logs: everything that the library hands out or throws goes through util.inspect and
 * JSON.stringify, and the output is searched for every secret of the run, in every way that bytes are written.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type GeneratedKey, nodeProvider } from '../src/crypto/providers/node.ts';
import * as node from '../src/exports/node.ts';
import type { Event } from '../src/handshake/events.ts';
import { freshTicketKey, sealedTickets } from '../src/handshake/sessions/sealed-tickets.ts';
import { Session, writeSession } from '../src/handshake/sessions/session.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import { ca, certified, contentOf, listening } from './loopback.ts';
import { carry, established, failure, joined, makeAuthority, type Pair, sessions } from './pair.ts';

/** Every way in which somebody writes bytes. */
function spellings(secret: Uint8Array): string[] {
  const bytes = Buffer.from(secret);
  return [
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    [...bytes].join(','),
    [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(','),
    bytes.toString('latin1'),
  ];
}

/** What a log would have of it, without the blanks and the punctuation between numbers. */
function logged(value: unknown): string {
  const limits = { depth: Number.POSITIVE_INFINITY, maxArrayLength: null, maxStringLength: null };
  return [inspect(value, limits), json(value)]
    .map((text) => text.replaceAll(/\s+/g, '').replaceAll(/"\d+":/g, ''))
    .join('\n');
}

function json(value: unknown): string {
  const seen = new Set<unknown>();
  return (
    JSON.stringify(value, (_key, item: unknown) => {
      if (typeof item === 'bigint') return String(item);
      if (item instanceof Error)
        return { ...item, name: item.name, message: item.message, stack: item.stack, cause: item.cause };
      if (typeof item !== 'object' || item === null) return item;
      if (seen.has(item)) return undefined;
      seen.add(item);
      return item;
    }) ?? ''
  );
}

/** The names of the secrets that stand in it. */
function found(value: unknown, secrets: Readonly<Record<string, Uint8Array>>): string[] {
  const text = logged(value);
  return Object.keys(secrets).filter((name) =>
    spellings(secrets[name]!).some((spelt) => text.includes(spelt)),
  );
}

const authority = makeAuthority();
const credentials = [authority.issue('EC', 'server')];
const clientCredentials = [authority.issue('EC', 'client')];
const privateKeys = Object.fromEntries(
  [...credentials, ...clientCredentials].map(({ key }, i) => [
    `private key ${i}`,
    // The scalar of a P-256 key, where its PKCS #8 has it.
    Buffer.from((key as GeneratedKey).pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64').subarray(36, 68),
  ]),
);

it('would find one, however it is written', () => {
  const secret = randomBytes(32);
  for (const value of [
    secret,
    { deep: { er: { still: [secret] } } },
    new Uint8Array(secret),
    [...secret],
    secret.toString('hex'),
    secret.toString('base64'),
    { toJSON: () => secret.toString('base64url') },
    new Error('x', { cause: { secret } }),
    new Error(`the key is ${secret.toString('hex')}`),
  ])
    expect(found(value, { secret })).toEqual(['secret']);
  expect(found({ public: randomBytes(32) }, { secret })).toEqual([]);
});

const toldSecret = ({ type }: Event) => type === 'secret';

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('in %s', (version) => {
  const ticketKey = freshTicketKey(nodeProvider);
  const tickets = sealedTickets(nodeProvider, () => [ticketKey], 3600);
  const client = {
    trust: authority.trust,
    credentials: clientCredentials,
    versions: [version],
    secrets: true,
  };
  const server = { credentials, versions: [version], secrets: true, tickets };
  const asking = { ...server, clientAuthentication: 'require', trust: authority.trust } as const;

  function shaken(more: object, serving: object = asking): Pair {
    return joined({ ...client, ...more, observe: true }, { ...serving, observe: true });
  }
  const secretsOf = ({ client: one, server: other }: Pair): Record<string, Uint8Array> => ({
    ...privateKeys,
    'ticket key': ticketKey.key,
    ...Object.fromEntries(
      [...one.events, ...other.events].flatMap((event) =>
        event.type === 'secret'
          ? [[event.label, event.secret]]
          : event.type === 'session'
            ? [['session', event.session.secret]]
            : [],
      ),
    ),
  });
  /** Secrets that somebody asks for are in the events of these kinds alone. */
  const toldAsSuch = ({ type }: Event) => type === 'secret' || type === 'schedule';

  it('not in any event of a side that watches without asking for them, the steps of the key schedule among those', () => {
    const blind = { ...asking, secrets: false };
    for (const pair of [shaken({}, blind), shaken({ secrets: false })]) {
      const secrets = secretsOf(pair);
      expect(Object.keys(secrets).length).toBeGreaterThan(4);
      const [knowing, watching] = [pair.client, pair.server].sort(
        (a, b) => Number(b.events.some(toldSecret)) - Number(a.events.some(toldSecret)),
      );
      expect([knowing!, watching!].map(({ events }) => events.some(toldSecret))).toEqual([true, false]);
      expect(watching!.events.filter(({ type }) => type === 'schedule').length).toBeGreaterThan(3);
      for (const event of watching!.events)
        expect([event.type, ...found(event, secrets)]).toEqual([event.type]);
    }
  });

  it('not in connections, events, sessions, keys, options or what was established', () => {
    const first = shaken({});
    const session = sessions(first.client)[0]!;
    const resumed = shaken({ session });
    expect(established(resumed.client)?.agreement.resumed).toBe(true);
    for (const pair of [first, resumed]) {
      const secrets = secretsOf(pair);
      expect(Object.keys(secrets).length).toBeGreaterThan(4);
      for (const { connection, events } of [pair.client, pair.server]) {
        expect(found(connection, secrets)).toEqual([]);
        for (const event of events.filter((each) => !toldAsSuch(each)))
          expect([event.type, ...found(event, secrets)]).toEqual([event.type]);
      }
      expect(
        found([session, ticketKey, tickets, credentials, clientCredentials, client, asking], secrets),
      ).toEqual([]);
    }
    // It is there all the same, for whoever keeps the session on purpose.
    expect(Buffer.from(writeSession(session)).includes(Buffer.from(session.secret))).toBe(true);
    expect(found(new Session({ ...session, secret: session.secret }), { session: session.secret })).toEqual(
      [],
    );
  });

  it('not in errors, whatever they are about', () => {
    for (const pair of [
      shaken({ trust: makeAuthority('another').trust }),
      shaken({ credentials: [] }),
      shaken(
        {
          cipherSuites: version === 'TLS 1.3' ? ['TLS_AES_128_GCM_SHA256'] : undefined,
          groups: ['secp521r1'],
        },
        { ...asking, groups: ['x25519'] },
      ),
    ]) {
      const errors = [failure(pair.client), failure(pair.server)].filter((error) => error !== undefined);
      expect(errors.length).toBeGreaterThan(0);
      for (const error of errors) expect(found(error, secretsOf(pair))).toEqual([]);
    }
    const damaged = joined(client, asking);
    damaged.client.connection.write(Buffer.from('secret payload'));
    carry(damaged, (bytes) => bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte)));
    expect(failure(damaged.server)?.reason).toBe('bad-record-mac');
    expect(found(failure(damaged.server), secretsOf(damaged))).toEqual([]);
  });

  it('not in the document of a trace, unless it is asked for', () => {
    const peer = { name: 'localhost', port: 1 };
    const trace = new TraceRecorder({ role: 'client', peer, startedAt: 0, wallClock: 0 });
    const pair = shaken({});
    for (const event of pair.client.events) if (!toldAsSuch(event)) trace.add(event);
    expect(found(trace.document(), secretsOf(pair))).toEqual([]);
    expect(found(trace, secretsOf(pair))).toEqual([]);
  });
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('in the Node adapter, %s', (version) => {
  it('not in sockets, servers, contexts or errors', async () => {
    const serverKey = await certified('EC', { dnsNames: ['localhost'] });
    const clientKey = await certified('EC', { extKeyUsage: ['clientAuth'] });
    const ticketKeys = randomBytes(48);
    const versions = { minVersion: version, maxVersion: version };
    const options = { ...serverKey, ca, requestCert: true, ticketKeys, ...versions };
    const server = node.createServer(options, (socket) => void socket.on('error', () => {}).end('hello'));
    const port = await listening(server);
    const context = node.createSecureContext({ ...clientKey, ca, ...versions });
    const socket = node.connect({
      port,
      host: '127.0.0.1',
      servername: 'localhost',
      secureContext: context,
      // With it the engine tells of every secret.
      onEvent: () => {},
    });
    const lines: string[] = [];
    socket.on('keylog', (line: Buffer) => lines.push(line.toString()));
    const sessionsSeen: Buffer[] = [];
    socket.on('session', (session: Buffer) => sessionsSeen.push(session));
    const content = contentOf(socket);
    await once(socket, 'secureConnect');
    const scalar = (pem: string) =>
      Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64').subarray(36, 68);
    const secrets = {
      'ticket keys': ticketKeys,
      'server key': scalar(serverKey.key),
      'client key': scalar(clientKey.key),
      ...Object.fromEntries(
        lines.map((line, i) => [`key log ${i}`, Buffer.from(line.trim().split(' ')[2]!, 'hex')]),
      ),
    };
    expect(Object.keys(secrets).length).toBeGreaterThan(3);
    // In the key log stands what RFC 9850 has a label for, and no premaster or shared secret.
    expect(lines.filter((line) => !/^(CLIENT_RANDOM|[A-Z_]+_SECRET(_0)?) /.test(line))).toEqual([]);
    for (const object of [socket, server, context]) expect(found(object, secrets)).toEqual([]);
    await content;
    for (const object of [socket, server, context]) expect(found(object, secrets)).toEqual([]);
    const stranger = node.connect({ port, host: '127.0.0.1', servername: 'localhost', ...versions });
    const [error] = (await once(stranger, 'error')) as [Error];
    expect(found(error, secrets)).toEqual([]);
    expect(() => node.createSecureContext({ key: `${clientKey.key.slice(0, 60)}` })).toThrow();
    try {
      node.createSecureContext({ ...clientKey, key: clientKey.key.replace('MIG', 'AAA') });
    } catch (thrown) {
      expect(found(thrown, secrets)).toEqual([]);
    }
  });
});
