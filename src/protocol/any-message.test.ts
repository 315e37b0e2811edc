import { describe, expect, it } from 'vitest';
import { leaves } from '../wire/annotate.ts';
import { Malformed } from '../wire/reader.ts';
import { annotateMessage, decodeMessage, definitionOf, messages } from './any-message.ts';
import { TlsError } from './errors.ts';
import { type Message, writeMessage } from './message.ts';
import * as all from './messages/index.ts';
import { CipherSuite } from './numbers/suites.ts';
import { TLS12, TLS13 } from './numbers/versions.ts';

const hello = writeMessage(all.ClientHello, {
  legacyVersion: TLS12,
  random: new Uint8Array(32).fill(7),
  legacySessionId: new Uint8Array(),
  cipherSuites: [0x1301, 0x0a0a],
  legacyCompressionMethods: [0],
  extensions: { supportedVersions: [TLS13], '0x4469': Uint8Array.of(1, 2) },
});
const ticket = { ticket: Uint8Array.of(1), ticketNonce: new Uint8Array(), extensions: {} };
const ticket13 = writeMessage(all.NewSessionTicket, { ticketLifetime: 60, ticketAgeAdd: 0, ...ticket });
const ticket12 = writeMessage(all.NewSessionTicket12, { ticketLifetimeHint: 60, ticket: ticket.ticket });
const serverHello = (random: Uint8Array, version: number) =>
  writeMessage(all.ServerHello as Message<unknown>, {
    legacyVersion: TLS12,
    random,
    legacySessionIdEcho: new Uint8Array(),
    cipherSuite: 0x1301,
    legacyCompressionMethod: 0,
    extensions: version === TLS13 ? { supportedVersions: version } : {},
  });

it('lists every definition there is', () => {
  const isMessage = (value: unknown): value is Message<unknown> =>
    typeof value === 'object' && value !== null && 'type' in value && 'body' in value;
  const exported = Object.values<unknown>(all).filter(isMessage);
  expect(new Set<unknown>(messages)).toEqual(new Set(exported));
  expect(messages).toHaveLength(exported.length);
});

describe('which message it is', () => {
  it.each([
    ['ClientHello', hello, undefined],
    ['NewSessionTicket', ticket13, undefined],
    ['NewSessionTicket12', ticket12, undefined],
    ['NewSessionTicket12', ticket12, TLS12],
    ['ServerHello', serverHello(new Uint8Array(32), TLS13), undefined],
    ['HelloRetryRequest', serverHello(all.retryRandom, TLS13), undefined],
    ['ServerHello12', serverHello(new Uint8Array(32), TLS12), TLS12],
    ['ClientKeyExchangeECDHE', Uint8Array.of(16, 0, 0, 3, 2, 1, 1), TLS12],
    ['ClientKeyExchangeRSA', Uint8Array.of(16, 0, 0, 3, 0, 1, 1), TLS12],
  ] as const)('says %s', (name, raw, version) => {
    expect(definitionOf(raw, version)?.name).toBe(name);
    expect(decodeMessage(raw, version).name).toBe(name);
  });

  it.each([
    ['ClientKeyExchangeRSA', CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256],
    ['ClientKeyExchangeDHE', CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256],
    ['ClientKeyExchangeDHE', CipherSuite.TLS_DHE_DSS_WITH_AES_128_CBC_SHA],
  ] as const)('says %s where bodies look alike, by suite %i', (name, suite) => {
    const raw = Uint8Array.of(16, 0, 0, 3, 0, 1, 1);
    expect(definitionOf(raw, TLS12, suite)?.name).toBe(name);
    expect(decodeMessage(raw, TLS12, suite).name).toBe(name);
  });

  it('says none of a key exchange that has no definition, and takes a message that every suite has', () => {
    const psk = CipherSuite.TLS_DHE_PSK_WITH_AES_128_CBC_SHA;
    expect(definitionOf(Uint8Array.of(16, 0, 0, 3, 0, 1, 1), TLS12, psk)).toBeUndefined();
    expect(definitionOf(hello, TLS12, psk)?.name).toBe('ClientHello');
  });

  it('goes by the version where one number has two bodies', () => {
    // Certificate of no certificates: three zeros, or one more for the request's context.
    const empty12 = Uint8Array.of(11, 0, 0, 3, 0, 0, 0);
    expect(definitionOf(empty12, TLS12)?.name).toBe('Certificate12');
    expect(definitionOf(empty12, TLS13)).toBeUndefined();
    expect(definitionOf(Uint8Array.of(11, 0, 0, 4, 0, 0, 0, 0), TLS13)?.name).toBe('Certificate');
    expect(definitionOf(Uint8Array.of(24, 0, 0, 1, 0), TLS12)).toBeUndefined();
  });
});

describe('decoding', () => {
  it('gives what was written', () => {
    const decoded = decodeMessage(hello);
    if (decoded.name !== 'ClientHello') throw new Error(decoded.name);
    expect(decoded.body.cipherSuites).toEqual([0x1301, 0x0a0a]);
    expect(decoded.body.extensions['0x4469']).toEqual(Uint8Array.of(1, 2));
    expect(writeMessage(decoded.definition, decoded.body)).toEqual(hello);
  });

  it('refuses what does not follow its definition, and says where', () => {
    expect(() => decodeMessage(hello.subarray(0, 40))).toThrow(Malformed);
    expect(() => decodeMessage(Uint8Array.of(...hello, 0))).toThrow(
      `trailing bytes (at byte ${hello.length})`,
    );
    expect(() => decodeMessage(Uint8Array.of(20))).toThrow('truncated (at byte 1)');
    expect(() => decodeMessage(Uint8Array.of(99, 0, 0, 0))).toThrow(
      'a message of type 0x63 has no definition',
    );
    expect(() => decodeMessage(new Uint8Array())).toThrow('truncated (at byte 0)');
    const twice = Uint8Array.of(8, 0, 0, 10, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0);
    expect(() => decodeMessage(twice)).toThrow(TlsError);
  });
});

describe('annotating', () => {
  it('names every byte of a message and its header', () => {
    const span = annotateMessage(hello);
    const names = leaves(span).map(({ name }) => name);
    expect(span.name).toBe('client_hello');
    expect(names.slice(0, 4)).toEqual(['msg_type', 'length', 'legacy_version', 'random']);
    expect(leaves(span).flatMap(({ start, end }) => [...hello.subarray(start, end)])).toEqual([...hello]);
  });

  it('shows what is damaged as far as it can be read', () => {
    // The length of cipher_suites says more than there is.
    const span = annotateMessage(Uint8Array.of(...hello.subarray(0, 39), 0xff, ...hello.subarray(40)));
    expect(JSON.stringify(span)).toContain('failed');
    expect(span.parts.map(({ name }) => name)).toContain('random');
    expect(annotateMessage(Uint8Array.of(99, 0, 0, 1, 5)).parts.map(({ name }) => name)).toContain('body');
    expect(annotateMessage(new Uint8Array())).toMatchObject({ start: 0, end: 0 });
  });
});
