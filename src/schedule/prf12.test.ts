/**
 * There are no published vectors for the keys of TLS 1.2, so they come from a handshake that node:tls makes with
 * itself: what it says in its key log, exports, and sends encrypted must be what we derive from the same bytes.
 */
import { duplexPair } from 'node:stream';
import { connect, createSecureContext, TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { prf } from '../crypto/prf.ts';
import type { Suite12 } from '../crypto/provider.ts';
import { generateKey, nodeProvider } from '../crypto/providers/node.ts';
import { decryptPremaster } from '../crypto/rsa-premaster.ts';
import { issueCertificate } from '../issue/issue-certificate.ts';
import { exporter12 } from './exporter.ts';
import { keyLogLine } from './keylog.ts';
import { extendedMainSecret, keyBlock, mainSecret, verifyData } from './prf12.ts';

const key = generateKey('RSA');
const certificate = issueCertificate({
  subject: { CN: 'localhost' },
  publicKey: key.publicKey,
  issuer: { key },
  notBefore: Date.now() - 1e6,
  notAfter: Date.now() + 1e6,
  serial: Uint8Array.of(1),
}) as Uint8Array;
const cert = `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate).toString('base64')}\n-----END CERTIFICATE-----\n`;

interface Recorded {
  readonly clientRandom: Uint8Array;
  readonly serverRandom: Uint8Array;
  /** All handshake messages before the client's Finished. */
  readonly messages: Uint8Array;
  /** The body of the ClientKeyExchange. */
  readonly clientKeyExchange: Uint8Array;
  /** The payload of the record that carries the client's Finished. */
  readonly clientFinished: Uint8Array;
  readonly keyLog: string;
  readonly exported: (label: string, length: number, context: Uint8Array | undefined) => Uint8Array;
}

/** A TLS 1.2 handshake of node:tls with itself, in memory. */
async function handshake(ciphers: string, extended: boolean): Promise<Recorded> {
  const [near, far] = duplexPair();
  const fromClient: Uint8Array[] = [];
  const fromServer: Uint8Array[] = [];
  // Bits of OpenSSL 3 that node has no names for: SSL_OP_NO_ENCRYPT_THEN_MAC, SSL_OP_NO_EXTENDED_MASTER_SECRET.
  const secureOptions = (1 << 19) | (extended ? 0 : 1);
  const secureContext = createSecureContext({
    key: key.pem,
    cert,
    ciphers,
    secureOptions,
    maxVersion: 'TLSv1.2',
  });
  const server = new TLSSocket(far, { isServer: true, secureContext });
  const client = connect({ socket: near, secureContext, rejectUnauthorized: false });
  near.on('data', (chunk: Buffer) => fromServer.push(chunk));
  far.on('data', (chunk: Buffer) => fromClient.push(chunk));
  let keyLog = '';
  client.on('keylog', (line: Buffer) => {
    keyLog = line.toString();
  });
  await new Promise((resolve, reject) => {
    client.on('secureConnect', resolve);
    client.on('error', reject);
    server.on('error', reject);
  });
  const sent = records(fromClient);
  const received = records(fromServer);
  const ours = messages(sent);
  const theirs = messages(received);
  const clientHello = ours[0]!;
  const clientKeyExchange = ours[1]!;
  expect([clientHello[0], clientKeyExchange[0]]).toEqual([1, 16]);
  const flight = theirs.slice(0, theirs.findIndex(([type]) => type === 14) + 1);
  const recorded = {
    clientRandom: clientHello.subarray(6, 38),
    serverRandom: theirs[0]!.subarray(6, 38),
    messages: Buffer.concat([clientHello, ...flight, clientKeyExchange]),
    clientKeyExchange: clientKeyExchange.subarray(4),
    clientFinished: sent[sent.findIndex(({ type }) => type === 20) + 1]!.payload,
    keyLog,
    exported: (label: string, length: number, context: Uint8Array | undefined) =>
      new Uint8Array(client.exportKeyingMaterial(length, label, context as Buffer)),
  };
  return recorded;
}

function records(chunks: readonly Uint8Array[]): { type: number; payload: Uint8Array }[] {
  const bytes = new Uint8Array(Buffer.concat(chunks));
  const found = [];
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at + 3]! << 8) | bytes[at + 4]!;
    found.push({ type: bytes[at]!, payload: bytes.subarray(at + 5, at + 5 + length) });
    at += 5 + length;
  }
  return found;
}

/** The handshake messages before the ChangeCipherSpec. */
function messages(found: ReturnType<typeof records>): Uint8Array[] {
  const clear = found.slice(
    0,
    found.findIndex(({ type }) => type === 20),
  );
  const bytes = new Uint8Array(Buffer.concat(clear.map(({ payload }) => payload)));
  const split = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + ((bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!);
    split.push(bytes.subarray(at, end));
    at = end;
  }
  return split;
}

/** Opens the client's first protected record, sequence number 0, with the keys of the block. */
function openFinished(
  suite: Suite12,
  main: Uint8Array,
  { serverRandom, clientRandom, clientFinished }: Recorded,
) {
  const { clientKey, clientIv, clientMac } = keyBlock(suite, main, serverRandom, clientRandom);
  const header = (length: number) => Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 22, 3, 3, length >> 8, length);
  const { protection } = suite;
  if (protection.kind === 'CBC') {
    const clear = protection.cipher.decrypt(
      clientKey,
      clientFinished.subarray(0, 16),
      clientFinished.subarray(16),
    );
    const content = clear.subarray(0, 16);
    const mac = protection.mac.hmac(clientMac, header(content.length), content);
    expect(clear.subarray(16, 16 + protection.mac.length)).toEqual(mac);
    return content;
  }
  const aead = protection.cipher.create(clientKey);
  if (clientIv.length === 12) return aead.open(clientFinished, clientIv, header(clientFinished.length - 16));
  const nonce = Uint8Array.of(...clientIv, ...clientFinished.subarray(0, 8));
  return aead.open(clientFinished.subarray(8), nonce, header(clientFinished.length - 24));
}

describe('the keys of TLS 1.2', () => {
  it.each([
    ['AES128-GCM-SHA256', 0x009c, true],
    ['AES128-GCM-SHA256', 0x009c, false],
    ['AES256-GCM-SHA384', 0x009d, true],
    ['AES128-SHA', 0x002f, true],
    ['AES256-SHA', 0x0035, false],
    ['ECDHE-RSA-CHACHA20-POLY1305', 0xcca8, true],
    ['ECDHE-RSA-AES256-GCM-SHA384', 0xc030, true],
  ])('are those of OpenSSL: %s (%i), extended %s', async (ciphers, id, extended) => {
    const suite = nodeProvider.suites.find((each) => each.id === id) as Suite12;
    const recorded = await handshake(ciphers, extended);
    const { clientRandom, serverRandom, keyLog } = recorded;
    const sessionHash = suite.hash.digest(recorded.messages);
    let main = new Uint8Array(Buffer.from(keyLog.trim().split(' ')[2]!, 'hex'));
    expect(keyLogLine('CLIENT_RANDOM', clientRandom, main).toLowerCase()).toBe(keyLog.trim().toLowerCase());

    if (suite.keyExchange === 'RSA') {
      const ciphertext = recorded.clientKeyExchange.subarray(2);
      const premaster = (await decryptPremaster(key, ciphertext, 0x0303, nodeProvider.random))!;
      const derived = extended
        ? extendedMainSecret(suite.hash, premaster, sessionHash)
        : mainSecret(suite.hash, premaster, clientRandom, serverRandom);
      expect(derived).toEqual(main);
      main = new Uint8Array(derived);
    }

    const finished = openFinished(suite, main, recorded);
    const expected = verifyData(suite.hash, main, 'client finished', sessionHash);
    expect(finished).toEqual(Uint8Array.of(20, 0, 0, 12, ...expected));
    expect(verifyData(suite.hash, main, 'server finished', sessionHash)).not.toEqual(expected);

    for (const context of [undefined, new Uint8Array(0), Uint8Array.of(1, 2, 3), new Uint8Array(300)]) {
      expect(
        exporter12(suite.hash, main, 'EXPERIMENTAL test', clientRandom, serverRandom, context, 77),
      ).toEqual(recorded.exported('EXPERIMENTAL test', 77, context));
    }
  });

  it('are cut from the block in the order of RFC 5246 section 6.3', () => {
    const [main, serverRandom, clientRandom] = [48, 32, 32].map((length) => nodeProvider.random(length));
    for (const suite of nodeProvider.suites) {
      if (suite.version !== 0x0303) continue;
      const block = keyBlock(suite, main!, serverRandom!, clientRandom!);
      const inOrder = [
        block.clientMac,
        block.serverMac,
        block.clientKey,
        block.serverKey,
        block.clientIv,
        block.serverIv,
      ];
      const joined = new Uint8Array(Buffer.concat(inOrder));
      expect(joined).toEqual(
        prf(suite.hash, main!, 'key expansion', joined.length, serverRandom!, clientRandom!),
      );
    }
  });
});

describe('the exporter of TLS 1.2', () => {
  const hash = nodeProvider.hashes['SHA-256'];
  const bytes = new Uint8Array(48);

  it('refuses the labels of TLS itself, and contexts that are too long', () => {
    for (const label of [
      'client finished',
      'server finished',
      'master secret',
      'key expansion',
      'extended master secret',
    ]) {
      expect(() => exporter12(hash, bytes, label, bytes, bytes, undefined, 32)).toThrow(
        'belongs to TLS itself',
      );
    }
    expect(() => exporter12(hash, bytes, 'x', bytes, bytes, new Uint8Array(65536), 32)).toThrow(RangeError);
    expect(exporter12(hash, bytes, 'x', bytes, bytes, new Uint8Array(65535), 32)).toHaveLength(32);
  });
});
