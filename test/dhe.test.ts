/** DHE in TLS 1.2 (RFC 5246 sections 7.4.3 and 7.4.7.2; RFC 7919), which is on only when it is named. */
import { getDiffieHellman } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ffdhe, generator } from '../src/crypto/prime-groups.ts';
import type { Group, KeyOffer, Provider, Suite12 } from '../src/crypto/provider.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import type { Credential } from '../src/handshake/config.ts';
import { type ClientOptions, clientConfig, serverConfig } from '../src/options/options.ts';
import { writeMessage } from '../src/protocol/message.ts';
import {
  ClientHello,
  ClientKeyExchangeDHE,
  dhParams,
  type ServerDHParams,
  ServerHello,
  ServerKeyExchangeDHE,
} from '../src/protocol/messages/index.ts';
import { ServerAnswers } from '../src/trace/server-answers.ts';
import { decode, encode } from '../src/wire/codec.ts';
import { ca, type Hand, type Row, run } from './adversary.ts';
import { pairOf as configuredPair } from './configured-pair.ts';
import { lastOf, retold } from './lies/lie.ts';
import {
  carry,
  established,
  failure,
  makeClient,
  makeServer,
  now,
  type Pair,
  received,
  sessions,
  testTime,
  ticketsOf,
} from './pair.ts';

const rsa = ca.issue('RSA', 'server');
const line = Buffer.from('hello');
const suites = nodeProvider.suites.filter(
  (suite): suite is Suite12 => suite.version === 0x0303 && suite.keyExchange === 'DHE',
);
const only = { versions: ['TLS 1.2'], keyExchanges: ['DHE'] } as const;
const row: Row = { name: 'DHE', client: only, server: { ...only, credentials: [rsa] } };
const registered = ffdhe[0]!.prime;
const other = new Uint8Array(getDiffieHellman('modp14').getPrime());

function pairOf(client: object, server: object): Pair {
  return {
    client: makeClient({ trust: ca.trust, ...only, ...client }),
    server: makeServer({ credentials: [rsa], ...only, ...server }),
  };
}

const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const bytesOf = (value: bigint): Uint8Array => {
  const text = value.toString(16);
  return new Uint8Array(Buffer.from(text.padStart(text.length + (text.length % 2), '0'), 'hex'));
};
const below = (bytes: Uint8Array, by = 1n): Uint8Array => bytesOf(number(bytes) - by);

/** The credential of a server that signs other parameters than it should. */
const signing = (change: Partial<ServerDHParams>): Credential => ({
  ...rsa,
  key: {
    type: rsa.key.type,
    bits: rsa.key.bits,
    publicKey: rsa.key.publicKey,
    sign(algorithm, content) {
      // Both randoms, and the parameters.
      const params = { ...readParams(content.subarray(64)), ...change };
      return rsa.key.sign(algorithm, Buffer.concat([content.subarray(0, 64), encode(dhParams, params)]));
    },
  },
});

/** A server that says and signs these. */
function saying(change: Partial<ServerDHParams>, client: Partial<ClientOptions> = {}) {
  const hand = retold(ServerKeyExchangeDHE, ({ params }) => ({ params: { ...params, ...change } }));
  const server = { ...only, credentials: [signing(change)] };
  return run({ name: 'DHE', client: { ...only, ...client }, server }, 'server', hand());
}

function retoldIn(raw: Uint8Array, change: Partial<ServerDHParams>): Uint8Array {
  const body = decode(ServerKeyExchangeDHE.body, raw.subarray(4));
  return writeMessage(ServerKeyExchangeDHE, { ...body, params: { ...body.params, ...change } });
}

function readParams(bytes: Uint8Array): ServerDHParams {
  const fields: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes[at]! * 256 + bytes[at + 1]!;
    fields.push(bytes.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  const [dhP, dhG, dhYs] = fields as [Uint8Array, Uint8Array, Uint8Array];
  return { dhP, dhG, dhYs };
}

describe('DHE', () => {
  it.each(suites.map(({ name }) => name))('speaks %s', (name) => {
    const pair = pairOf({ cipherSuites: [name] }, { cipherSuites: [name] });
    carry(pair);
    expect([failure(pair.client), failure(pair.server)]).toEqual([undefined, undefined]);
    for (const side of [pair.client, pair.server]) {
      expect(established(side)!.agreement).toMatchObject({
        keyExchange: 'DHE',
        group: 0x0100,
        suite: { name },
      });
    }
    pair.client.connection.write(line);
    carry(pair);
    expect(received(pair.server)).toEqual(line);
  });

  it('is off until it is named', () => {
    const options = { provider: nodeProvider, now: () => 0, wallClock: () => testTime };
    for (const { suites, groups } of [
      clientConfig({ ...options, name: 'localhost', trust: ca.trust }),
      serverConfig({ ...options, credentials: [rsa] }),
    ]) {
      expect(suites.filter(({ name }) => name.includes('_DHE_'))).toEqual([]);
      expect(groups.filter(({ name }) => name.startsWith('ffdhe'))).toEqual([]);
    }
  });

  it('offers the groups of RFC 7919 up to 4096 bits, and others by name', () => {
    const groupsOf = (options: Partial<ClientOptions>) =>
      clientConfig({
        provider: nodeProvider,
        now: () => 0,
        wallClock: () => testTime,
        name: 'localhost',
        trust: ca.trust,
        ...options,
      }).groups.map(({ name }) => name);
    expect(groupsOf(only).filter((name) => name.startsWith('ffdhe'))).toEqual([
      'ffdhe2048',
      'ffdhe3072',
      'ffdhe4096',
    ]);
    expect(groupsOf({ ...only, groups: ['ffdhe8192'] })).toEqual(['ffdhe8192']);
  });

  it('takes another key for each handshake', () => {
    const shares = [run(row), run(row)].map(({ sent }) => lastOf(ServerKeyExchangeDHE, sent).params.dhYs);
    expect(shares[0]).not.toEqual(shares[1]);
  });

  it('with client certificates, and resumed', () => {
    const tickets = ticketsOf();
    const server = { tickets, clientAuthentication: 'require', trust: ca.trust };
    const client = { credentials: [ca.issue('EC', 'client')] };
    const first = pairOf(client, server);
    carry(first);
    expect(established(first.server)?.agreement.clientAuthenticated).toBe(true);
    const second = pairOf({ ...client, session: sessions(first.client)[0] }, server);
    carry(second);
    expect(established(second.client)?.agreement).toMatchObject({ resumed: true, keyExchange: 'DHE' });
  });
});

describe('a server chooses', () => {
  const hello = (supportedGroups: number[] | undefined): Hand =>
    retold(ClientHello, ({ extensions: { supportedGroups: _, ...extensions } }) => ({
      extensions: { ...extensions, ...(supportedGroups && { supportedGroups }) },
    }))();
  const chosen = (groups: number[] | undefined, server: object = {}) => {
    const { sent, server: side } = run(
      { ...row, server: { ...row.server, ...server } },
      'client',
      hello(groups),
    );
    const message = sent.find(({ is }) => is === ServerKeyExchangeDHE);
    return message ? lastOf(ServerKeyExchangeDHE, sent).params.dhP.length * 8 : failure(side)?.reason;
  };

  it('its first group that the client lists', () => {
    expect(chosen([0x0102, 0x0101])).toBe(3072);
    expect(chosen([0x001d, 0x0102])).toBe(4096);
  });

  it('its first where the client lists no finite field, or nothing (RFC 7919 section 4)', () => {
    expect(chosen([0x001d])).toBe(2048);
    expect(chosen(undefined)).toBe(2048);
    expect(chosen([0x001d], { groups: ['x25519', 'ffdhe3072'] })).toBe(3072);
  });

  it('nothing where they have none in common', () => {
    const { server } = run(row, 'client', hello([0x0104]));
    expect(failure(server)).toMatchObject({
      reason: 'no-common-finite-field',
      alert: 'insufficient_security',
    });
    expect(chosen([0x01fc])).toBe('no-common-finite-field');
    expect(chosen([0x0100], { groups: ['x25519'] })).toBe('no-common-finite-field');
    expect(chosen([0x001d], { groups: ['x25519'] })).toBe('no-common-group');
  });

  it('a suite without DHE where they have one, though no finite field is in common', () => {
    const cipherSuites = ['TLS_DHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_RSA_WITH_AES_128_GCM_SHA256'];
    const both = { versions: ['TLS 1.2'], cipherSuites } as const;
    const { server } = run(
      { name: 'DHE or RSA', client: both, server: { ...both, credentials: [rsa] } },
      'client',
      hello([0x0104]),
    );
    expect(established(server)?.agreement.keyExchange).toBe('RSA');
  });
});

describe('a client takes', () => {
  const base = { dhP: other, dhG: generator };
  const share = now(nodeProvider.finiteField(other, generator).offer()).share;

  it.each([
    ['a prime in no registry', { ...base, dhYs: share }],
    [
      'leading zeros',
      { dhP: Uint8Array.of(0, ...other), dhG: Uint8Array.of(0, 2), dhYs: Uint8Array.of(0, ...share) },
    ],
    ['another generator', { ...base, dhG: Uint8Array.of(5), dhYs: share }],
    ['a number that is no prime, without a test', { ...base, dhP: below(other, 2n), dhYs: Uint8Array.of(5) }],
  ])('%s', (_, params) => {
    const { sent, client } = saying(params);
    expect(sent.some(({ is }) => is === ClientKeyExchangeDHE)).toBe(true);
    // The server computes with its own numbers.
    expect(failure(client)?.reason).toBe('alert-received');
  });
});

describe('a client tells', () => {
  it.each([
    ['a group of RFC 7919', ffdhe[1]!.prime, generator, 'ffdhe3072', 'registered'],
    ['a group of RFC 3526', other, generator, 'modp2048', 'registered'],
    ['another generator', other, Uint8Array.of(5), 'a modulus of 2048 bits', 'unregistered'],
    ['another modulus', below(other, 2n), generator, 'a modulus of 2048 bits', 'unregistered'],
  ])('%s', (_, dhP, dhG, chosen, id) => {
    const change = { dhP, dhG, dhYs: Uint8Array.of(5) };
    const { client, server } = configuredPair({
      clientOptions: { ...only, observe: true },
      serverOptions: { ...only, credentials: [signing(change)] },
      hand: (peer, by) =>
        by === 'client'
          ? peer
          : {
              ...peer,
              send(message, body) {
                const raw = writeMessage(message, body);
                const is = message.name === ServerKeyExchangeDHE.name;
                peer.sendRaw(message as never, is ? retoldIn(raw, change) : raw);
                return raw;
              },
            },
    });
    carry({ client, server });
    const answers = new ServerAnswers();
    const told = client.events.flatMap((event) => (event.type === 'message' ? answers.in(event) : []));
    expect(told.filter(({ about }) => about === 'group')).toMatchObject([{ chosen, id }]);
  });
});

describe('a client refuses', () => {
  const prime = registered;
  const small = Uint8Array.of(0x80, ...new Uint8Array(254), 1);
  it.each([
    [
      'a modulus of 2047 bits',
      { dhP: Uint8Array.of(0x7f, ...small.subarray(1)) },
      'weak-modulus',
      'insufficient_security',
    ],
    ['a modulus of 1024 bits', { dhP: small.subarray(0, 127) }, 'weak-modulus', 'insufficient_security'],
    ['a modulus of zeros', { dhP: new Uint8Array(256) }, 'weak-modulus', 'insufficient_security'],
    [
      'a modulus of 4097 bits',
      { dhP: Uint8Array.of(1, ...new Uint8Array(511), 1) },
      'large-modulus',
      'handshake_failure',
    ],
    ['an even modulus', { dhP: below(prime) }, 'illegal-value', 'illegal_parameter'],
    ['the generator 0', { dhG: Uint8Array.of(0) }, 'illegal-value', 'illegal_parameter'],
    ['the generator 1', { dhG: Uint8Array.of(0, 1) }, 'illegal-value', 'illegal_parameter'],
    ['the generator p - 1', { dhG: below(prime) }, 'illegal-value', 'illegal_parameter'],
    ['the generator p', { dhG: prime }, 'illegal-value', 'illegal_parameter'],
    ['a generator of more bytes', { dhG: Uint8Array.of(1, ...prime) }, 'illegal-value', 'illegal_parameter'],
    [
      'a generator above p',
      { dhP: below(prime, 4n), dhG: below(prime, 2n) },
      'illegal-value',
      'illegal_parameter',
    ],
    ['the share 0', { dhYs: new Uint8Array(256) }, 'bad-share', 'illegal_parameter'],
    ['the share 1', { dhYs: Uint8Array.of(1) }, 'bad-share', 'illegal_parameter'],
    ['the share p - 1', { dhYs: below(prime) }, 'bad-share', 'illegal_parameter'],
    ['the share p', { dhYs: prime }, 'bad-share', 'illegal_parameter'],
    ['a share of more bytes', { dhYs: Uint8Array.of(1, ...prime) }, 'bad-share', 'illegal_parameter'],
  ] as const)('%s', (_, params, reason, alert) => {
    const { client, sent } = saying(params as Partial<ServerDHParams>);
    expect(failure(client)).toMatchObject({ reason, alert });
    expect(sent.some(({ is }) => is === ClientKeyExchangeDHE)).toBe(false);
  });

  it('a share that the provider takes and is none', () => {
    const provider: Provider = {
      ...nodeProvider,
      finiteField: () => ({ offer: () => ({}) as KeyOffer, answer: () => ({ share: line, secret: line }) }),
    };
    const { client } = saying({ dhYs: below(prime) }, { provider });
    expect(failure(client)?.reason).toBe('bad-share');
  });

  it('more than its option allows, and takes what it allows', () => {
    const eight = { dhP: Uint8Array.of(0x80, ...new Uint8Array(1022), 1), dhYs: Uint8Array.of(5) };
    expect(failure(saying(eight, { largestModulus: 8191 }).client)?.reason).toBe('large-modulus');
    expect(saying(eight, { largestModulus: 8192 }).sent.some(({ is }) => is === ClientKeyExchangeDHE)).toBe(
      true,
    );
    expect(failure(saying({ dhP: ffdhe[1]!.prime }, { largestModulus: 2048 }).client)?.reason).toBe(
      'large-modulus',
    );
  });

  it.each([2047, 8193, 4096.5, Number.NaN, '4096'])('%s as its option', (largestModulus) => {
    expect(() => makeClient({ trust: ca.trust, largestModulus: largestModulus as number })).toThrow(
      'largestModulus',
    );
  });

  it('parameters that were changed behind the signature', () => {
    const { client } = run(
      row,
      'server',
      retold(ServerKeyExchangeDHE, ({ params }) => ({ params: { ...params, dhG: Uint8Array.of(3) } }))(),
    );
    expect(failure(client)).toMatchObject({ reason: 'bad-signature', alert: 'decrypt_error' });
  });
});

describe('a server refuses', () => {
  it.each([
    ['0', new Uint8Array(256)],
    ['1', Uint8Array.of(1)],
    ['p - 1', below(registered)],
    ['p', registered],
    ['of more bytes', Uint8Array.of(1, ...registered)],
  ])('the share %s', (_, dhYc) => {
    const { server } = run(row, 'client', retold(ClientKeyExchangeDHE, () => ({ dhYc }))());
    expect(failure(server)).toMatchObject({ reason: 'bad-share', alert: 'illegal_parameter' });
  });

  it('its own share, sent back', () => {
    // Both then have the square of it, which nobody knows who sends it.
    const { server } = run(
      row,
      'client',
      retold(ClientKeyExchangeDHE, (_, before) => ({
        dhYc: lastOf(ServerKeyExchangeDHE, before).params.dhYs,
      }))(),
    );
    expect(failure(server)?.reason).toBe('bad-record-mac');
  });
});

describe('the premaster secret', () => {
  /** Groups whose secret has leading zeros. */
  const withZeros = (zeros: number): Provider => {
    const secret = () => new Uint8Array(256).fill(7, zeros);
    const group: Group = {
      ...nodeProvider.groups.find(({ name }) => name === 'ffdhe2048')!,
      offer: () => ({ share: Uint8Array.of(5), complete: secret }),
    };
    return {
      ...nodeProvider,
      groups: [group],
      finiteField: () => ({
        offer: group.offer,
        answer: () => ({ share: Uint8Array.of(5), secret: secret() }),
      }),
    };
  };

  it.each([0, 1, 100])('loses its %d leading zeros (RFC 5246 section 8.1.2)', (zeros) => {
    const provider = withZeros(zeros);
    const pair = pairOf(
      { provider, observe: true, secrets: true },
      { provider, observe: true, secrets: true },
    );
    carry(pair);
    for (const { events } of [pair.client, pair.server]) {
      const premaster = events.find((event) => event.type === 'secret' && event.label === 'premaster');
      expect(premaster).toMatchObject({ secret: new Uint8Array(256 - zeros).fill(7) });
    }
    expect(failure(pair.client)).toBeUndefined();
  });
});

describe('finite fields in TLS 1.3', () => {
  it.each(['ffdhe2048', 'ffdhe3072'])('%s', (name) => {
    const only13 = { versions: ['TLS 1.3'], groups: [name], keyExchanges: ['ECDHE'] };
    const pair = pairOf(only13, only13);
    carry(pair);
    expect(established(pair.client)?.agreement.group).toBe(ffdhe.find((group) => group.name === name)!.id);
    expect(failure(pair.server)).toBeUndefined();
  });

  it('are off unless they are named', () => {
    const { groups } = clientConfig({
      ...{ provider: nodeProvider, name: 'localhost', trust: ca.trust, wallClock: () => testTime },
    });
    expect(groups.filter(({ name }) => name.startsWith('ffdhe'))).toEqual([]);
  });

  const only13 = { versions: ['TLS 1.3'], groups: ['ffdhe2048'] } as const;
  const row13: Row = { name: 'TLS 1.3', client: only13, server: { ...only13, credentials: [rsa] } };
  const prime = ffdhe[0]!.prime;
  const shares: [string, (own: Uint8Array) => Uint8Array][] = [
    ['0', () => new Uint8Array(256)],
    ['1', () => new Uint8Array(256).with(255, 1)],
    ['p - 1', () => below(prime)],
    ['p', () => prime],
    ['all ones', () => new Uint8Array(256).fill(255)],
    ['a byte shorter', (own) => own.subarray(1)],
    ['a byte longer', (own) => Uint8Array.of(0, ...own)],
    ['of one byte', () => Uint8Array.of(2)],
  ];

  it.each(shares)('refuse the client’s share %s', (_, change) => {
    const { server } = run(
      row13,
      'client',
      retold(ClientHello, ({ extensions }) => ({
        extensions: {
          ...extensions,
          keyShare: extensions.keyShare!.map(({ group, keyExchange }) => ({
            group,
            keyExchange: group === 0x0100 ? change(keyExchange) : keyExchange,
          })),
        },
      }))(),
    );
    expect(failure(server)).toMatchObject({ reason: 'bad-share', alert: 'illegal_parameter' });
  });

  it.each(shares)('refuse the server’s share %s', (_, change) => {
    const { client } = run(
      row13,
      'server',
      retold(ServerHello, ({ extensions }) => ({
        extensions: {
          ...extensions,
          keyShare: { group: 0x0100, keyExchange: change(extensions.keyShare!.keyExchange) },
        },
      }))(),
    );
    expect(failure(client)).toMatchObject({ reason: 'bad-share', alert: 'illegal_parameter' });
  });

  it('have no shared secret when a share is sent back', () => {
    const { client, server } = run(
      row13,
      'server',
      retold(ServerHello, ({ extensions }, before) => ({
        extensions: {
          ...extensions,
          keyShare: {
            group: 0x0100,
            keyExchange: lastOf(ClientHello, before).extensions.keyShare!.find(
              ({ group }) => group === 0x0100,
            )!.keyExchange,
          },
        },
      }))(),
    );
    expect([failure(client)?.reason, failure(server)?.reason]).toContain('bad-record-mac');
  });
});
