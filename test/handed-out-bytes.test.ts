/** Bytes handed to a hook, an observer or the program are theirs: to overwrite them changes no verdict and no handshake. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect, createServer } from '../src/exports/node.ts';
import { decodePem } from '../src/wire/pem.ts';
import { ca, contentOf, ecServer, listening } from './loopback.ts';
import {
  carry,
  established,
  failure,
  makeAuthority,
  makeClient,
  makeServer,
  type Pair,
  received,
  sessions,
  ticketsOf,
} from './pair.ts';

/** Overwrites every byte that can be reached from here, also through what a getter gives. How many arrays it found. */
function ruin(value: unknown, seen = new Set<object>()): number {
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
  seen.add(value);
  if (value instanceof Uint8Array) {
    value.fill(0);
    return 1;
  }
  let found = 0;
  for (let at: object | null = value; at && at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const name of Object.getOwnPropertyNames(at)) {
      if (Object.getOwnPropertyDescriptor(at, name)?.set) continue;
      let next: unknown;
      try {
        next = (value as Record<string, unknown>)[name];
      } catch {
        continue;
      }
      found += ruin(next, seen);
    }
  if (value instanceof Map || value instanceof Set)
    for (const one of value.values()) found += ruin(one, seen);
  return found;
}

const root = makeAuthority();
const others = makeAuthority('others');
const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('%s: to overwrite', (version) => {
  const credential = root.issue('EC', 'server');
  const client = root.issue('EC', 'client');
  const original = structuredClone([credential.chain, client.chain]);
  const tickets = ticketsOf();
  const between = (ours: object, theirs: object = {}): Pair => ({
    client: makeClient({ versions: [version], ...ours }),
    server: makeServer({ versions: [version], credentials: [credential], tickets, ...theirs }),
  });
  const unharmed = (): void => expect([credential.chain, client.chain]).toEqual(original);

  it('what was established changes no later handshake', () => {
    for (let i = 0; i < 4; i++) {
      const pair = between(
        { trust: root.trust, credentials: [client] },
        { clientAuthentication: 'require', authorities: 'none', trust: root.trust },
      );
      carry(pair);
      for (const side of [pair.client, pair.server]) {
        expect(failure(side)).toBeUndefined();
        expect(established(side)?.peer.verdict?.verdict).toBe('accepted');
        expect(ruin(established(side)?.peer)).toBeGreaterThan(10);
      }
      unharmed();
    }
  });

  it('what onRejected is given changes neither this handshake nor the next', () => {
    for (let i = 0; i < 4; i++) {
      let found = 0;
      const onRejected = (...given: unknown[]): boolean => {
        found += ruin(given);
        return true;
      };
      const pair = between(
        { trust: others.trust, onRejected, credentials: [client] },
        { clientAuthentication: 'require', authorities: 'none', trust: others.trust, onRejected },
      );
      carry(pair);
      expect(found).toBeGreaterThan(10);
      for (const [side, { chain }] of [
        [pair.client, credential],
        [pair.server, client],
      ] as const) {
        expect(failure(side)).toBeUndefined();
        expect(established(side)?.peer.chain).toEqual(chain);
        expect(established(side)?.peer.verdict?.verdict).toBe('rejected');
      }
      unharmed();
    }
    const refused = between({ trust: others.trust });
    carry(refused);
    expect(failure(refused.client)?.cause).toMatchObject({ reason: 'chain-incomplete' });
    const taken = between({ trust: root.trust });
    carry(taken);
    expect(established(taken.client)?.peer.verdict?.verdict).toBe('accepted');
  });

  it('the randoms that were agreed on changes no exporter', () => {
    const pair = between({ trust: root.trust });
    carry(pair);
    const exported = (side: Pair['client']) => side.connection.exporter('label', undefined, 32);
    const { clientRandom, serverRandom } = established(pair.client)!.agreement;
    expect(ruin([clientRandom, serverRandom])).toBe(2);
    expect(exported(pair.client)).toEqual(exported(pair.server));
  });

  it('what an error or an observer was told changes no later handshake', () => {
    for (let i = 0; i < 4; i++) {
      const refused = between({ trust: root.trust, name: 'elsewhere.test' });
      carry(refused);
      expect(failure(refused.client)?.cause).toMatchObject({ reason: 'name-mismatch' });
      expect(ruin(failure(refused.client)?.cause)).toBeGreaterThan(10);
      const taken = between({ trust: root.trust, observe: true });
      carry(taken);
      expect(established(taken.client)?.peer.verdict?.verdict).toBe('accepted');
      for (const event of taken.client.events) if (event.type === 'certificate') ruin(event);
      unharmed();
    }
  });

  it('the chain that was established does not change the session that comes with a ticket', async () => {
    const waiting = { ...tickets, seal: (state: Uint8Array) => later().then(() => tickets.seal(state)) };
    const pair = between({ trust: root.trust }, { tickets: waiting });
    for (let i = 0; i < 8; i++) {
      carry(pair);
      ruin(established(pair.client)?.peer);
      await later();
    }
    const [session] = sessions(pair.client);
    expect(session?.peerChain).toEqual(credential.chain);
    const resumed = between({ trust: root.trust, session });
    carry(resumed);
    expect(established(resumed.client)?.agreement.resumed).toBe(true);
    expect(established(resumed.client)?.peer.chain).toEqual(credential.chain);
    ruin(established(resumed.client)?.peer);
    expect(session?.peerChain).toEqual(credential.chain);
  });

  it('the ticket that a store is asked for, and what a choice of credentials is told, changes nothing', () => {
    const open = (ticket: Uint8Array) => {
      const state = tickets.open(ticket);
      ruin(ticket);
      return state;
    };
    const first = between({ trust: root.trust });
    carry(first);
    const [session] = sessions(first.client);
    const resumed = between({ trust: root.trust, session }, { tickets: { ...tickets, open } });
    carry(resumed);
    expect(established(resumed.server)?.agreement.resumed).toBe(true);
    const chosen = between(
      { trust: root.trust, credentials: (wish: object) => (ruin(wish) > 0 ? client : undefined) },
      { clientAuthentication: 'require', trust: root.trust },
    );
    carry(chosen);
    expect(established(chosen.server)?.peer.chain).toEqual(client.chain);
  });

  it.each(['TLS 1.2', 'TLS 1.3'] as const)(
    '%s: what an observer is told changes nothing, though the handshake pauses',
    async (version) => {
      const watched = { observe: true, secrets: true, versions: [version] };
      const onRejected = () => later().then(() => true);
      const pair = between(
        { ...watched, trust: others.trust, onRejected, credentials: [client], applicationProtocols: ['h2'] },
        {
          ...watched,
          clientAuthentication: 'require',
          authorities: 'none',
          trust: others.trust,
          onRejected,
          applicationProtocols: ['h2'],
          credentials: () => later().then(() => credential),
        },
      );
      let found = 0;
      const meanwhile = async (): Promise<void> => {
        for (let i = 0; i < 12; i++) {
          carry(pair);
          // Of one side in TLS 1.2, so that the two could not agree on what was overwritten.
          for (const { events } of version === 'TLS 1.2' ? [pair.client] : [pair.client, pair.server])
            for (const event of events)
              if (event.type !== 'established' && event.type !== 'session' && event.type !== 'data')
                found += ruin(event);
          await later();
        }
      };
      await meanwhile();
      for (const side of [pair.client, pair.server]) expect(failure(side)).toBeUndefined();
      pair.client.connection.write(Buffer.from('hello'));
      await meanwhile();
      expect(found).toBeGreaterThan(version === 'TLS 1.2' ? 30 : 50);
      expect(Buffer.from(received(pair.server)).toString()).toBe('hello');
      expect(established(pair.client)?.peer.chain).toEqual(credential.chain);
      expect(established(pair.server)?.peer.chain).toEqual(client.chain);
      const exported = ({ connection }: typeof pair.client) =>
        connection.exporter('EXPORTER-test', undefined, 32);
      expect(exported(pair.client)).toEqual(exported(pair.server));
      unharmed();
    },
  );
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('%s: to overwrite', (maxVersion) => {
  it('what checkServerIdentity and getPeerCertificate give changes neither this connection nor the next', async () => {
    const server = createServer({ ...ecServer, maxVersion }, (socket) =>
      socket.on('error', () => {}).end('served'),
    );
    const port = await listening(server);
    let found = 0;
    for (let i = 0; i < 3; i++) {
      const checkServerIdentity = (_host: string, certificate: object): undefined => {
        found += ruin(certificate);
      };
      const socket = connect({ host: '127.0.0.1', servername: 'localhost', port, ca, checkServerIdentity });
      onTestFinished(() => void socket.destroy());
      expect((await contentOf(socket)).toString()).toBe('served');
      const raw = Buffer.from(socket.getPeerCertificate(true).raw);
      expect(raw.equals(decodePem(ecServer.cert)[0]!.bytes)).toBe(true);
      found += ruin(socket.getPeerCertificate(true));
      expect([socket.getPeerCertificate(true).raw.equals(raw), socket.authorized]).toEqual([true, true]);
    }
    expect(found).toBeGreaterThan(6);
  });
});
