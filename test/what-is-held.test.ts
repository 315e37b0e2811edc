/**
 * Secrets are overwritten once no longer needed: checked in the very buffers, recorded by the provider that handed them out.
 */
import { describe, expect, it } from 'vitest';
import { Connection } from '../src/connection/connection.ts';
import type { Group, HashAlgorithm, HashName, Provider, Suite } from '../src/crypto/provider.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { clientHandshake } from '../src/handshake/client.ts';
import { serverHandshake } from '../src/handshake/server.ts';
import { clientConfig, serverConfig } from '../src/options/options.ts';
import type { Transcript } from '../src/schedule/transcript.ts';
import { ca, type Role, type Row, run } from './adversary.ts';
import { keys, plain, resumed, retried, rsaKeyExchange, versions } from './lies/rows.ts';
import { carry, established, failure, now, testTime } from './pair.ts';

interface Memory {
  readonly provider: Provider;
  /** What a key exchange gave. */
  readonly shared: Uint8Array[];
  /** HKDF-Extract's results: Early Secret (of a PSK), Handshake Secret, Main Secret. */
  readonly extracted: Map<string, Uint8Array>;
  /** What the main secret of TLS 1.2 was made of. */
  readonly premasters: Set<Uint8Array>;
}

/** @param psk by which an Early Secret is known */
function remembering(psk: Uint8Array | undefined): Memory {
  const shared: Uint8Array[] = [];
  const extracted: Memory['extracted'] = new Map();
  const premasters: Memory['premasters'] = new Set();
  const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);

  const hashOf = (hash: HashAlgorithm): HashAlgorithm => ({
    ...hash,
    hmac(key, ...parts) {
      const result = hash.hmac(key, ...parts);
      const [data = new Uint8Array()] = parts;
      // RFC 9846 section 7.1: what each Extract is given tells which it is.
      if (shared.includes(data)) extracted.set('Handshake Secret', result);
      else if (psk && Buffer.from(psk).equals(data)) extracted.set('Early Secret', result);
      else if (data.length === hash.length && isZero(data) && !isZero(key))
        extracted.set('Main Secret', result);
      // RFC 5246 section 8.1, RFC 7627 section 4.
      if (/^(extended )?master secret/.test(Buffer.from(data).toString('latin1'))) premasters.add(key);
      return result;
    },
  });
  const hashes = Object.fromEntries(
    Object.entries(nodeProvider.hashes).map(([name, hash]) => [name, hashOf(hash)]),
  ) as Record<HashName, HashAlgorithm>;
  const remembered = <T extends Uint8Array | undefined>(secret: T): T => {
    if (secret) shared.push(secret);
    return secret;
  };
  const groupOf = ({ id, name, shareLength, ...group }: Group): Group => ({
    id,
    name,
    shareLength,
    offer() {
      const offer = now(group.offer());
      return { share: offer.share, complete: (peer) => remembered(now(offer.complete(peer))) };
    },
    answer(peer) {
      const answer = now(group.answer(peer));
      if (answer) remembered(answer.secret);
      return answer;
    },
  });
  return {
    provider: {
      ...nodeProvider,
      hashes,
      suites: nodeProvider.suites.map((suite): Suite => ({ ...suite, hash: hashes[suite.hash.name] })),
      groups: nodeProvider.groups.map(groupOf),
    },
    shared,
    extracted,
    premasters,
  };
}

/** Both sides remember; each is looked at by itself. */
function opened(row: Row): Record<Role, Memory> {
  const client = remembering(row.client.session?.secret);
  const server = remembering(row.client.session?.secret);
  const pair = run({
    ...row,
    client: { ...row.client, provider: client.provider },
    server: { ...row.server, provider: server.provider },
  });
  expect(failure(pair.client)?.message).toBeUndefined();
  expect(established(pair.server)).toBeDefined();
  return { client, server };
}

const zeros = (bytes: Uint8Array) => Buffer.alloc(bytes.length);

describe.each(['client', 'server'] as const)('a %s that has finished its handshake', (by) => {
  it.each([
    ['TLS 1.3', plain('TLS 1.3'), ['Handshake Secret', 'Main Secret']],
    ['TLS 1.3 behind a retry', retried, ['Handshake Secret', 'Main Secret']],
    ['TLS 1.3 resumed', resumed('TLS 1.3'), ['Early Secret', 'Handshake Secret', 'Main Secret']],
  ] as const)('holds no secret of the key schedule: %s', (_, row, names) => {
    const { shared, extracted } = opened(row)[by];
    expect([...extracted.keys()]).toEqual(names);
    for (const [name, secret] of extracted) expect(Buffer.from(secret), name).toEqual(zeros(secret));
    expect(shared).toHaveLength(1);
    for (const secret of shared) expect(Buffer.from(secret)).toEqual(zeros(secret));
  });

  it.each([plain('TLS 1.2'), rsaKeyExchange])('holds no premaster secret: $name', (row) => {
    const { shared, premasters } = opened(row)[by];
    expect(premasters.size).toBe(1);
    for (const secret of [...premasters, ...shared]) expect(Buffer.from(secret)).toEqual(zeros(secret));
  });
});

it('a server holds nothing of what it decrypted of a premaster secret, and not the bytes that would have stood for it', () => {
  const { client, server } = rsaKeyExchange;
  const held: Uint8Array[] = [];
  const remembered = (bytes: Uint8Array): Uint8Array => {
    held.push(bytes);
    return bytes;
  };
  const { key, ...credential } = keys.RSA.server;
  const pair = run({
    name: '',
    client,
    server: {
      ...server,
      provider: {
        ...nodeProvider,
        random(length) {
          const bytes = nodeProvider.random(length);
          return length === 48 ? remembered(bytes) : bytes;
        },
      },
      credentials: [
        { ...credential, key: { ...key, decrypt: (data) => remembered(now(key.decrypt!(data))) } },
      ],
    },
  });
  expect(established(pair.server)).toBeDefined();
  expect(held.map(({ length }) => length)).toEqual([48, 256]);
  for (const bytes of held) expect(Buffer.from(bytes)).toEqual(zeros(bytes));
});

describe.each(versions)('%s', (version) => {
  it('a transcript is let go when its handshake is finished', () => {
    const transcripts: Transcript[] = [];
    const { client, server } = plain(version);
    const clocks = { now: () => 0, wallClock: () => testTime };
    const common = { provider: nodeProvider, ...clocks };
    const ours = clientConfig({ ...common, ...client, name: 'localhost', trust: ca.trust });
    const theirs = serverConfig({ ...common, credentials: [], ...server });
    const pair = {
      client: {
        connection: new Connection(
          'client',
          (peer) => {
            transcripts.push(peer.transcript);
            return clientHandshake(peer, ours);
          },
          clocks,
        ),
        events: [],
      },
      server: {
        connection: new Connection(
          'server',
          (peer) => {
            transcripts.push(peer.transcript);
            return serverHandshake(peer, theirs);
          },
          clocks,
        ),
        events: [],
      },
    };
    expect(transcripts[0]!.raw!.length).toBeGreaterThan(100);
    carry(pair);
    expect(established(pair.client)).toBeDefined();
    expect(transcripts.map(({ raw }) => raw)).toEqual([undefined, undefined]);
  });
});
