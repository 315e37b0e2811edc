/** What we have to say ourselves, looked at in the bytes: a sentinel, a cookie. */
import { describe, expect, it } from 'vitest';
import { writeMessage } from '../src/protocol/message.ts';
import {
  ClientHello,
  HelloRetryRequest,
  ServerHello,
  ServerHello12,
} from '../src/protocol/messages/index.ts';
import { decode } from '../src/wire/codec.ts';
import { ca, type Run, run } from './adversary.ts';
import { withExtensions } from './lies/lie.ts';
import { older, plain, resumed, retried } from './lies/rows.ts';
import { established, failure, makeClient } from './pair.ts';

/** `DOWNGRD` and 1 (RFC 9846 section 4.2.3). */
const SENTINEL = '444f574e47524401';
const tailOf = ({ sent }: Run): string => {
  const { raw } = sent.find(({ is }) => is === ServerHello12)!;
  return Buffer.from(decode(ServerHello12.body, raw.subarray(4)).random.subarray(24)).toString('hex');
};

describe('the random of a server that answers in TLS 1.2', () => {
  const speaking = (versions: ('TLS 1.2' | 'TLS 1.3')[], row = plain('TLS 1.2')) =>
    run({ ...row, server: { ...row.server, versions } });

  it('ends with the sentinel where the server speaks TLS 1.3', () => {
    expect(tailOf(speaking(['TLS 1.3', 'TLS 1.2']))).toBe(SENTINEL);
    expect(tailOf(speaking(['TLS 1.3', 'TLS 1.2'], resumed('TLS 1.2')))).toBe(SENTINEL);
  });

  it('does not where it speaks nothing newer', () => {
    expect(tailOf(speaking(['TLS 1.2']))).not.toBe(SENTINEL);
    expect(established(run(older).client)).toBeDefined();
  });

  it('is no reason for a client of TLS 1.2 alone to leave', () => {
    const pair = speaking(['TLS 1.3', 'TLS 1.2']);
    expect(established(pair.client)).toBeDefined();
  });
});

describe('the second ClientHello', () => {
  const cookie = Uint8Array.of(7, 7, 7);
  const hellos = ({ sent }: Run) =>
    sent.filter(({ is }) => is === ClientHello).map(({ raw }) => decode(ClientHello.body, raw.subarray(4)));

  it('has the cookie of the HelloRetryRequest', () => {
    const pair = run(retried, 'server', withExtensions(HelloRetryRequest, { cookie })());
    expect(hellos(pair).map(({ extensions }) => extensions.cookie)).toEqual([undefined, cookie]);
    expect(established(pair.client)).toBeDefined();
  });

  it('has the cookie when nothing else was asked for', () => {
    const pair = run(retried, 'server', withExtensions(HelloRetryRequest, { cookie, keyShare: undefined })());
    const [first, second] = hellos(pair);
    expect(second!.extensions.cookie).toEqual(cookie);
    expect(second!.extensions.keyShare!.at(-1)).toEqual(first!.extensions.keyShare!.at(-1));
  });

  it('has none where there was none', () => {
    expect(hellos(run(retried)).map(({ extensions }) => extensions.cookie)).toEqual([undefined, undefined]);
  });
});

describe('a client of one version', () => {
  /** Answered by bytes, since no server of ours would. */
  const answered = (version: 'TLS 1.2' | 'TLS 1.3', message: Uint8Array) => {
    const client = makeClient({ versions: [version], trust: ca.trust });
    client.connection.takeOutput();
    client.connection.feed(Uint8Array.of(22, 3, 3, 0, message.length, ...message));
    client.events.push(...client.connection.takeEvents());
    return failure(client);
  };
  const hello = {
    legacyVersion: 0x0303,
    random: new Uint8Array(32),
    legacySessionIdEcho: new Uint8Array(),
    legacyCompressionMethod: 0,
  } as const;

  it('of TLS 1.3 takes no ServerHello of TLS 1.2', () => {
    const error = answered(
      'TLS 1.3',
      writeMessage(ServerHello12, { ...hello, cipherSuite: 0xc02b, extensions: {} }),
    );
    expect(error).toMatchObject({
      reason: 'no-common-version',
      alert: 'protocol_version',
      step: 'checking ServerHello',
    });
  });

  it('of TLS 1.2 takes none of TLS 1.3', () => {
    const error = answered(
      'TLS 1.2',
      writeMessage(ServerHello, { ...hello, cipherSuite: 0x1301, extensions: { supportedVersions: 0x0304 } }),
    );
    expect(error).toMatchObject({
      reason: 'illegal-value',
      alert: 'illegal_parameter',
      step: 'checking ServerHello',
    });
  });
});
