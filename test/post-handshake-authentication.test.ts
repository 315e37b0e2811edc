/** A client that proves who it is behind the handshake (RFC 9846 section 4.7.2). */
import { describe, expect, it } from 'vitest';
import type { PrivateKey } from '../src/crypto/provider.ts';
import type { Credential } from '../src/handshake/config.ts';
import type { Peer } from '../src/handshake/peer.ts';
import { writeMessage } from '../src/protocol/message.ts';
import { Certificate, CertificateRequest, CertificateVerify } from '../src/protocol/messages/index.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import { story } from '../src/trace/story.ts';
import { ca } from './adversary.ts';
import { type Change, flight, pairOf } from './configured-pair.ts';
import { carry, failure, type Pair, received, type Side } from './pair.ts';

const alice = ca.issue('EC', 'client');
const line = Buffer.from('and on it goes');

/** Both sides agree to it, and the server asks for nothing in the handshake. */
function opened(credentials: readonly Credential[], change: Change = {}): Pair {
  const pair = pairOf({
    ...change,
    client: { postHandshakeAuthentication: true, ...change.client },
    clientOptions: { credentials, ...change.clientOptions },
    server: { postHandshakeAuthentication: true, clientAuthentication: 'none', ...change.server },
    serverOptions: { clientAuthentication: 'request', trust: ca.trust, ...change.serverOptions },
  });
  carry(pair);
  expect(clientAuthenticated(pair)).toBe(false);
  return pair;
}

const clientAuthenticated = ({ server }: Pair) =>
  server.connection.established!.agreement.clientAuthenticated;

const clients = ({ events }: Side): readonly (readonly Uint8Array[])[] =>
  events.filter((event) => event.type === 'client-answered').map(({ client }) => client.chain);

const documents = ({ client, server }: Pair) =>
  (['client', 'server'] as const).map((role) => {
    const recorder = new TraceRecorder({ role, startedAt: 0 });
    for (const event of (role === 'client' ? client : server).events) recorder.add(event);
    return recorder.document();
  });
const proved = (pair: Pair) => documents(pair).map(({ clientAuthenticated }) => clientAuthenticated);

/** A key that signs when it is told to. */
function slowKey(key: PrivateKey): { readonly key: PrivateKey; sign(): void } {
  let go = (): void => undefined;
  const when = new Promise<void>((resolve) => (go = resolve));
  return {
    key: {
      type: key.type,
      ...(key.curve && { curve: key.curve }),
      bits: key.bits,
      publicKey: key.publicKey,
      sign: (algorithm, content) => when.then(() => key.sign(algorithm, content)),
    },
    sign: go,
  };
}

describe('a client that is asked behind the handshake', () => {
  it('proves who it is', () => {
    const pair = opened([alice]);
    pair.server.connection.request('authentication');
    carry(pair);
    expect(clients(pair.server)).toEqual([alice.chain]);
    expect([failure(pair.client), failure(pair.server)]).toEqual([undefined, undefined]);
  });

  it('says that it has no certificate', () => {
    const pair = opened([]);
    pair.server.connection.request('authentication');
    carry(pair);
    expect(clients(pair.server)).toEqual([[]]);
  });

  it('is told to have proved it once it has, whatever it answers afterwards', async () => {
    const { key, sign } = slowKey(alice.key);
    let given: Credential | undefined = { ...alice, key };
    const observed = { observe: true };
    const pair = opened([], {
      client: { credentials: () => given },
      clientOptions: observed,
      serverOptions: observed,
    });
    expect(proved(pair)).toEqual([false, false]);
    pair.server.connection.request('authentication');
    carry(pair);
    expect(pair.client.connection.waitsFor).toEqual(['an answer from the private key']);
    expect(proved(pair)).toEqual([false, false]);
    sign();
    await new Promise((resolve) => setImmediate(resolve));
    carry(pair);
    expect(proved(pair)).toEqual([true, true]);
    const [ours, theirs] = documents(pair).map((document) => story(document).replaceAll(/\s+/g, ' '));
    expect(ours).toContain('we proved who we are with our certificate');
    expect(theirs).toContain('authenticated by its certificate');
    given = undefined;
    pair.server.connection.request('authentication');
    carry(pair);
    expect(clients(pair.server)).toEqual([alice.chain, []]);
    expect(proved(pair)).toEqual([true, true]);
  });

  it('is told to be anonymous where it had no certificate', () => {
    const observed = { observe: true };
    const pair = opened([], { clientOptions: observed, serverOptions: observed });
    pair.server.connection.request('authentication');
    carry(pair);
    expect(clients(pair.server)).toEqual([[]]);
    expect(proved(pair)).toEqual([false, false]);
  });

  it('answers two requests that are open at once, and each has its own transcript', () => {
    const { client, server } = opened([alice]);
    server.connection.request('authentication');
    server.connection.request('authentication');
    carry({ client, server });
    expect(clients(server)).toEqual([alice.chain, alice.chain]);
    expect(failure(server)).toBeUndefined();
  });

  it('proves it with the keys of now', () => {
    const pair = opened([alice]);
    pair.client.connection.updateKeys(true);
    carry(pair);
    pair.server.connection.request('authentication');
    carry(pair);
    pair.client.connection.updateKeys();
    pair.client.connection.write(line);
    carry(pair);
    expect(clients(pair.server)).toEqual([alice.chain]);
    expect(received(pair.server)).toEqual(line);
  });

  it('goes on with data both ways while it signs, and with nothing between the messages of its answer', async () => {
    const { key, sign } = slowKey(alice.key);
    const pair = opened([{ ...alice, key }]);
    const { client, server } = pair;
    server.connection.request('authentication');
    carry(pair);
    expect(client.connection.waitsFor).toEqual(['an answer from the private key']);
    expect(client.connection.paused).toBe(false);
    server.connection.write(line);
    client.connection.write(line);
    server.connection.updateKeys(true);
    server.connection.write(line);
    carry(pair);
    // What is behind the KeyUpdate waits for it.
    expect([received(client), received(server)]).toEqual([line, line]);
    expect(client.connection.paused).toBe(true);
    expect(clients(server)).toEqual([]);
    sign();
    await new Promise((resolve) => setImmediate(resolve));
    client.connection.write(line);
    carry(pair);
    expect([received(client), received(server)]).toEqual([
      Buffer.concat([line, line]),
      Buffer.concat([line, line]),
    ]);
    expect(clients(server)).toEqual([alice.chain]);
    expect([failure(client), failure(server)]).toEqual([undefined, undefined]);
  });

  it('reads no data before it has finished its handshake, in which it signs too', async () => {
    const { key, sign } = slowKey(alice.key);
    let peer: Peer;
    const pair = pairOf({
      clientOptions: { credentials: [{ ...alice, key }] },
      serverOptions: { clientAuthentication: 'require', trust: ca.trust },
      hand: (given, by) => (by === 'server' ? (peer = given) : given),
    });
    const { client, server } = pair;
    flight(client, server);
    peer!.openWriting();
    server.connection.write(line);
    flight(server, client);
    expect(client.connection.paused).toBe(true);
    expect(client.events).toEqual([]);
    sign();
    await new Promise((resolve) => setImmediate(resolve));
    carry(pair);
    expect(client.events.map(({ type }) => type).slice(0, 2)).toEqual(['established', 'data']);
    expect(received(client)).toEqual(line);
  });

  it('closes in the middle of it', async () => {
    const { key } = slowKey(alice.key);
    const pair = opened([{ ...alice, key }]);
    pair.server.connection.request('authentication');
    carry(pair);
    pair.server.connection.close();
    carry(pair);
    expect(pair.client.connection.peerClosed).toBe(true);
    expect(failure(pair.client)).toBeUndefined();
  });
});

describe('nobody is asked', () => {
  it('who has not offered it', () => {
    const pair = opened([alice], { client: { postHandshakeAuthentication: false } });
    expect(() => pair.server.connection.request('authentication')).toThrow('cannot do this now');
    expect(() => pair.client.connection.request('authentication')).toThrow('cannot do this now');
  });

  it('by a server that has it off', () => {
    const pair = opened([alice], { server: { postHandshakeAuthentication: false } });
    expect(() => pair.server.connection.request('authentication')).toThrow('cannot do this now');
  });

  it('where no option can turn it on', () => {
    const pair = pairOf({
      clientOptions: { credentials: [alice] },
      serverOptions: { clientAuthentication: 'request', trust: ca.trust },
    });
    carry(pair);
    expect(clientAuthenticated(pair)).toBe(true);
    expect(() => pair.server.connection.request('authentication')).toThrow('cannot do this now');
  });

  it('too often', () => {
    const pair = opened([alice]);
    for (let asked = 0; asked < 17; asked++) {
      pair.server.connection.request('authentication');
      pair.server.connection.write(line);
      carry(pair);
    }
    expect(clients(pair.server)).toHaveLength(16);
    expect(failure(pair.client)).toMatchObject({ reason: 'too-many-messages', alert: 'unexpected_message' });
  });

  it('before the handshake is finished', () => {
    const { client, server } = pairOf({ client: { postHandshakeAuthentication: true } });
    expect(() => server.connection.request('authentication')).toThrow('cannot do this now');
    flight(client, server);
    expect(() => server.connection.request('authentication')).toThrow('cannot do this now');
  });
});

/** The peers of the two flows, to send what no flow would. */
function withPeers(change: Change = {}): Pair & { readonly peers: Record<'client' | 'server', Peer> } {
  const peers = {} as Record<'client' | 'server', Peer>;
  const pair = opened([alice], { ...change, hand: (peer, by) => (peers[by] = { ...peer }) });
  return { ...pair, peers };
}
const request = (context: Uint8Array) =>
  writeMessage(CertificateRequest, {
    certificateRequestContext: context,
    extensions: { signatureAlgorithms: [0x0403] },
  });
const answer = (context: Uint8Array) =>
  writeMessage(Certificate, { certificateRequestContext: context, certificateList: [] });
const context = Uint8Array.of(7);

describe('bad messages', () => {
  it.each([
    [
      'a request that was not agreed to',
      { postHandshakeAuthentication: false },
      request(context),
      'unexpected-message',
    ],
    ['a request without a context', {}, request(new Uint8Array()), 'illegal-value'],
    ['a Certificate', {}, answer(context), 'unexpected-message'],
  ] as const)('%s, from a server', (_, client, raw, reason) => {
    const { peers, ...pair } = withPeers({ client });
    peers.server.sendRaw(CertificateRequest, raw);
    carry(pair);
    expect(failure(pair.client)?.reason).toBe(reason);
  });

  it.each([
    ['an answer that nobody asked for', false, [answer(context)], 'unexpected-message'],
    ['an answer to another request', true, [answer(context)], 'illegal-value'],
    ['an answer without a context', true, [answer(new Uint8Array())], 'illegal-value'],
  ] as const)('%s, from a client', (_, asked, messages, reason) => {
    const { peers, ...pair } = withPeers();
    if (asked) pair.server.connection.request('authentication');
    // The request itself is lost on the way to a client that does not wait for it.
    pair.server.connection.takeOutput();
    for (const raw of messages) peers.client.sendRaw(Certificate, raw);
    carry(pair);
    expect(failure(pair.server)?.reason).toBe(reason);
  });

  it.each([
    ['application data', (pair: Pair) => pair.client.connection.write(line), 'unexpected-record'],
    ['a KeyUpdate', (pair: Pair) => pair.client.connection.updateKeys(), 'unexpected-message'],
  ] as const)('%s between the messages of an answer', (_, between, reason) => {
    const change: Change = {
      hand: (peer, by) =>
        by === 'server'
          ? peer
          : {
              ...peer,
              sendRaw(message, raw) {
                if (message.name === CertificateVerify.name) between(pair);
                peer.sendRaw(message, raw);
              },
            },
    };
    const pair: Pair = opened([alice], change);
    pair.server.connection.request('authentication');
    carry(pair);
    expect(failure(pair.server)?.reason).toBe(reason);
    expect(clients(pair.server)).toEqual([]);
  });

  it.each([
    ['Certificate', 'bad-signature'],
    ['CertificateVerify', 'bad-signature'],
    ['Finished', 'bad-finished'],
  ] as const)('a changed %s of an answer', (name, reason) => {
    const bob = ca.issue('EC', 'client');
    const changed = (raw: Uint8Array): Uint8Array => {
      if (name !== 'Certificate') return raw.map((byte, at) => (at === raw.length - 1 ? byte ^ 1 : byte));
      const at = raw[4]!;
      return writeMessage(Certificate, {
        certificateRequestContext: raw.slice(5, 5 + at),
        certificateList: [{ certData: bob.chain[0]!, extensions: {} }],
      });
    };
    let answering = false;
    const lie = (peer: Peer): Peer => ({
      ...peer,
      send(message, body) {
        const raw = writeMessage(message, body);
        this.sendRaw(message as never, raw);
        return raw;
      },
      sendRaw: (message, raw) =>
        peer.sendRaw(message, answering && message.name === name ? changed(raw) : raw),
    });
    const pair = opened([alice], { hand: (peer, by) => (by === 'client' ? lie(peer) : peer) });
    answering = true;
    pair.server.connection.request('authentication');
    carry(pair);
    expect(failure(pair.server)?.reason).toBe(reason);
    expect(clients(pair.server)).toEqual([]);
  });

  it('the same answer twice', () => {
    const sent: [Parameters<Peer['sendRaw']>[0], Uint8Array][] = [];
    let own: Peer;
    const pair = opened([alice], {
      hand(peer, by) {
        if (by === 'server') return peer;
        own = peer;
        return {
          ...peer,
          sendRaw(message, raw) {
            sent.push([message, raw]);
            peer.sendRaw(message, raw);
          },
        };
      },
    });
    sent.length = 0;
    pair.server.connection.request('authentication');
    carry(pair);
    pair.server.connection.request('authentication');
    pair.server.connection.takeOutput();
    for (const [message, raw] of [...sent]) own!.sendRaw(message, raw);
    carry(pair);
    expect(clients(pair.server)).toEqual([alice.chain]);
    expect(failure(pair.server)?.reason).toBe('illegal-value');
  });
});
