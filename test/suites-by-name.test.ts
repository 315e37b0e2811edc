/** The suites that are on only by name: each in both roles, with data and resumed; and the limit of 3DES. */
import { describe, expect, it } from 'vitest';
import type { CbcAlgorithm, Provider, Suite } from '../src/crypto/provider.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { clientConfig } from '../src/options/options.ts';
import { ClientHello } from '../src/protocol/messages/index.ts';
import { ca, type Row, run } from './adversary.ts';
import { withExtensions } from './lies/lie.ts';
import {
  carry,
  established,
  failure,
  joined,
  type Pair,
  received,
  sessions,
  testTime,
  ticketsOf,
} from './pair.ts';

const credentials = [ca.issue('EC', 'server'), ca.issue('RSA', 'server')];
const named = nodeProvider.suites.filter(({ name }) => /_CBC_|_CCM|_DHE_|TLS_RSA_/.test(name));

function expectOpen(pair: Pair): void {
  expect([failure(pair.client), failure(pair.server)]).toEqual([undefined, undefined]);
  const line = Buffer.alloc(20_000, 7);
  for (const side of [pair.client, pair.server]) side.connection.write(line);
  carry(pair);
  for (const side of [pair.client, pair.server]) expect(received(side)).toEqual(line);
}

describe('suites by name', () => {
  it('are off unless they are named', () => {
    const { suites } = clientConfig({
      ...{
        provider: nodeProvider,
        name: 'a.example',
        trust: ca.trust,
        wallClock: () => testTime,
        now: () => 0,
      },
      keyExchanges: ['ECDHE'],
    });
    expect(suites.map(({ name }) => name)).toEqual(
      nodeProvider.suites.filter((suite) => !named.includes(suite)).map(({ name }) => name),
    );
    expect([suites.length, named.length]).toEqual([9, 39]);
  });

  it.each(named.map((suite) => [suite.name, suite] as const))('%s: with data, and resumed', (name, suite) => {
    const versions = [suite.version === 0x0304 ? 'TLS 1.3' : 'TLS 1.2'] as const;
    const only = { versions, cipherSuites: [name] };
    const server = { ...only, credentials, tickets: ticketsOf() };
    const first = joined({ ...only, trust: ca.trust }, server);
    expectOpen(first);
    const second = joined({ ...only, trust: ca.trust, session: sessions(first.client).at(-1) }, server);
    expectOpen(second);
    for (const [pair, resumed] of [
      [first, false],
      [second, true],
    ] as const)
      for (const side of [pair.client, pair.server])
        expect(established(side)?.agreement).toMatchObject({ resumed, suite: { name } });
  });

  it.each(named.filter(({ name }) => name.includes('_CBC_')).map(({ name }) => name))(
    '%s: with the MAC inside',
    (name) => {
      const only = { versions: ['TLS 1.2'], cipherSuites: [name] } as const;
      const row: Row = { name, client: only, server: { ...only, credentials } };
      expectOpen(run(row, 'client', withExtensions(ClientHello, { encryptThenMac: undefined })()));
    },
  );
});

describe('a 3DES key', () => {
  const suite = 'TLS_RSA_WITH_3DES_EDE_CBC_SHA';
  const limited = (blockLimit?: number): Provider => ({
    ...nodeProvider,
    suites: nodeProvider.suites.map((each): Suite => {
      if (each.version !== 0x0303 || each.protection.kind !== 'CBC') return each;
      const { blockLimit: _, ...cipher } = each.protection.cipher;
      const other: CbcAlgorithm = { ...cipher, ...(blockLimit !== undefined && { blockLimit }) };
      return { ...each, protection: { ...each.protection, cipher: other } };
    }),
  });
  const open = (client: Provider, server: Provider, mac: 'inside' | 'last' = 'last') => {
    const only = { versions: ['TLS 1.2'], cipherSuites: [suite] } as const;
    const row: Row = {
      name: suite,
      client: { ...only, provider: client },
      server: { ...only, credentials, provider: server },
    };
    const pair = run(
      row,
      'client',
      mac === 'inside' ? withExtensions(ClientHello, { encryptThenMac: undefined })() : undefined,
    );
    expect(failure(pair.client)).toBeUndefined();
    return pair;
  };
  const MEGABYTE = 2 ** 20;
  const write = (pair: Pair, by: 'client' | 'server', megabytes: number) => {
    for (let i = 0; i < 4 * megabytes && !failure(pair[by]); i++) {
      pair[by].connection.write(Buffer.alloc(MEGABYTE / 4));
      carry(pair);
    }
  };

  it.each(['client', 'server'] as const)('of a %s encrypts 8 MiB, and no more', (by) => {
    const pair = open(nodeProvider, nodeProvider);
    const other = by === 'client' ? 'server' : 'client';
    // Of the 2^20 blocks, some are of IVs, MACs and padding, and some are kept for what closes the connection.
    write(pair, by, 7);
    expect(failure(pair[by])).toBeUndefined();
    expect(received(pair[other])).toHaveLength(7 * MEGABYTE);
    write(pair, by, 1);
    expect(failure(pair[by])).toMatchObject({ reason: 'record-limit', alert: 'internal_error' });
    expect(failure(pair[other])).toMatchObject({ reason: 'alert-received', alert: 'internal_error' });
    expect(received(pair[other]).length).toBeLessThan(8 * MEGABYTE);
  });

  it('is not counted for the other direction', () => {
    const pair = open(nodeProvider, nodeProvider);
    for (const by of ['client', 'server'] as const) {
      write(pair, by, 7);
      expect([failure(pair.client), failure(pair.server)]).toEqual([undefined, undefined]);
    }
  });

  it.each(['inside', 'last'] as const)('decrypts no more of a peer that goes on, with the MAC %s', (mac) => {
    const blockLimit = 1000;
    const pair = open(limited(), limited(blockLimit), mac);
    for (let i = 0; i < blockLimit && !failure(pair.server); i++) {
      pair.client.connection.write(Buffer.alloc(16));
      carry(pair);
    }
    expect(failure(pair.server)).toMatchObject({ reason: 'record-limit', alert: 'internal_error' });
    // IV, content, MAC and padding of each record; Finished has taken some as well.
    const blocks = (received(pair.server).length / 16) * (mac === 'inside' ? 6 : 4);
    expect(blocks).toBeGreaterThan(blockLimit - 20);
    expect(blocks).toBeLessThan(blockLimit);
  });

  it('has no limit where the cipher names none', () => {
    const pair = open(limited(), limited());
    write(pair, 'client', 9);
    expect(received(pair.server)).toHaveLength(9 * MEGABYTE);
  });
});
