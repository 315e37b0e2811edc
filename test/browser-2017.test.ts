/**
 * The ClientHello of a browser of 2017, as a Java server logs it, and the handshake that follows: every suite in it is spoken in
 * both roles, and a server without AEADs, as many were, answers it with TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA.
 */
import { describe, expect, it } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { suiteNamed } from '../src/node/openssl-names.ts';
import { messageIn } from '../src/protocol/any-message.ts';
import { ClientHello, ServerHello12 } from '../src/protocol/messages/index.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import { story } from '../src/trace/story.ts';
import { decode } from '../src/wire/codec.ts';
import { fromHex } from './from-hex.ts';
import { carry, established, failure, joined, makeAuthority, makeServer, type Side } from './pair.ts';

const ca = makeAuthority();
const credentials = [
  ca.issue('RSA', 'server', ['www.example.com']),
  ca.issue('EC', 'server', ['www.example.com']),
];

/** By the names in the log, SSL's prefix included; the browser puts a GREASE value before them. */
const logged = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
  'TLS_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_256_CBC_SHA',
  'SSL_RSA_WITH_3DES_EDE_CBC_SHA',
];
const cipherSuites = logged.map((name) => suiteNamed(nodeProvider, name)!.name);

/** In one record of TLS 1.0, as browsers send it. */
const hello = fromHex(`16 03 01 00 c3  01 00 00 bf
  03 03  ${'5a 01 7c e9'.repeat(8)}
  20  ${'e4'.repeat(32)}
  00 1c  8a 8a c0 2b c0 2f c0 2c c0 30 cc a9 cc a8 c0 13 c0 14 00 9c 00 9d 00 2f 00 35 00 0a
  01 00
  00 5a
  ca ca 00 00
  ff 01 00 01 00
  00 00 00 14 00 12 00 00 0f 77 77 77 2e 65 78 61 6d 70 6c 65 2e 63 6f 6d
  00 17 00 00
  00 23 00 00
  00 0d 00 14 00 12 04 03 08 04 04 01 05 03 08 05 05 01 08 06 06 01 02 01
  00 0b 00 02 01 00
  00 0a 00 0a 00 08 9a 9a 00 1d 00 17 00 18
  da da 00 01 00`);

/** What such a server had: no AEAD, and nothing newer than TLS 1.2. */
const javaLike = {
  versions: ['TLS 1.2'],
  cipherSuites: [
    'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
    'TLS_RSA_WITH_AES_128_CBC_SHA',
    'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
  ],
  credentials,
  observe: true,
} as const;

describe('the ClientHello of a browser of 2017', () => {
  it('is what a Java server logs of it', () => {
    const {
      legacySessionId,
      cipherSuites: numbers,
      legacyCompressionMethods,
      extensions,
    } = decode(ClientHello.body, hello.subarray(9));
    expect(numbers).toEqual([0x8a8a, ...cipherSuites.map((name) => suiteNamed(nodeProvider, name)!.id)]);
    expect([legacySessionId.length, legacyCompressionMethods]).toEqual([32, [0]]);
    expect([extensions.renegotiationInfo, extensions.supportedVersions]).toEqual([
      new Uint8Array(),
      undefined,
    ]);
  });

  it('is answered with TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', () => {
    const server = makeServer(javaLike);
    server.connection.feed(hello);
    server.events.push(...server.connection.takeEvents());
    expect(failure(server)).toBeUndefined();
    const records = server.connection.takeOutput()!;
    const length = 4 + records[5 + 2]! * 256 + records[5 + 3]!;
    const answer = decode(ServerHello12.body, records.subarray(9, 5 + length));
    expect(answer.cipherSuite).toBe(0xc013);
    // It offers no encrypt_then_mac, and is resumed by nobody.
    expect(answer.extensions).toEqual({
      serverName: true,
      renegotiationInfo: new Uint8Array(),
      extendedMainSecret: true,
      ecPointFormats: [0],
    });
    expect(messageIn(records.subarray(5, 5 + length), 0x0303, 0xc013)?.name).toBe('ServerHello12');
    expect(server.connection.waitsFor).toEqual(['ClientKeyExchange']);
  });

  it.each(logged)('offers %s, which is spoken in both roles', (name) => {
    const only = [suiteNamed(nodeProvider, name)!.name];
    const pair = joined(
      { name: 'www.example.com', trust: ca.trust, cipherSuites, versions: ['TLS 1.2'] },
      { versions: ['TLS 1.2'], cipherSuites: only, credentials },
    );
    for (const side of [pair.client, pair.server])
      expect([failure(side), established(side)?.agreement.suite.name]).toEqual([undefined, only[0]]);
  });
});

describe('its handshake', () => {
  const pair = joined(
    { name: 'www.example.com', trust: ca.trust, cipherSuites, versions: ['TLS 1.2'], observe: true },
    javaLike,
  );
  for (const side of [pair.client, pair.server]) side.connection.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
  carry(pair);

  it.each(['client', 'server'] as const)('is told by the %s', async (role) => {
    await expect(told(pair[role], role)).toMatchFileSnapshot(`golden/browser-2017-${role}.txt`);
  });
});

/** Without random values, and lengths that depend on them. */
function told({ events }: Side, role: 'client' | 'server'): string {
  const recorder = new TraceRecorder({ role, startedAt: 0 });
  for (const event of events) recorder.add(event);
  return story(recorder.document())
    .replace(/[0-9a-f]{16}…/g, 'RANDOM…')
    .replace(/ +\d+\.\d ms/g, '    0.0 ms')
    .replace(/\d+ B(?=( |$))/gm, 'N B')
    .replace(/ +N B/g, '   N B');
}
