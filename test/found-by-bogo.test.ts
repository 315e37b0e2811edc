/** What BoringSSL's misbehaving peer found in us, held here by peers of our own, since it runs only where it is. */
import { describe, expect, it } from 'vitest';
import { Connection } from '../src/connection/connection.ts';
import type { PrivateKey, Suite13 } from '../src/crypto/provider.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import type { Credential } from '../src/handshake/config.ts';
import { receive } from '../src/handshake/flow.ts';
import { application13 } from '../src/protocol/epoch.ts';
import { ClientHello, Finished } from '../src/protocol/messages/index.ts';
import { ContentType } from '../src/protocol/numbers/content.ts';
import { TLS13 } from '../src/protocol/numbers/versions.ts';
import { sealerOf } from '../src/record/opener-and-sealer.ts';
import { PlainOpener } from '../src/record/protection.ts';
import { Opener13, Sealer13 } from '../src/record/protection13.ts';
import { SkipUntilCleartext } from '../src/record/skipped-early-data.ts';
import { parseCertificate } from '../src/x509/index.ts';
import { ca, run, withBody } from './adversary.ts';
import { carry, established, failure, makeServer, received } from './pair.ts';

const ec = ca.issue('EC', 'server');
const plain = { name: 'any', client: {}, server: { credentials: [ec] } };
const record = (type: number, ...content: number[]): Uint8Array =>
  Uint8Array.of(type, 3, 3, content.length >> 8, content.length & 0xff, ...content);

describe('the alert of a TLS 1.3 client', () => {
  it('is protected from the ServerHello on', () => {
    const heard: Uint8Array[] = [];
    const broken = run(
      plain,
      'server',
      ({ is, raw }) =>
        is.name === 'EncryptedExtensions' ? [withBody(raw, Uint8Array.of(0, 0, 0))] : undefined,
      (bytes, from) => {
        if (from === 'client') heard.push(bytes);
        return bytes;
      },
    );
    expect(failure(broken.client)?.reason).toBe('malformed-message');
    const last = Buffer.concat(heard.slice(1));
    const types: number[] = [];
    for (let at = 0; at < last.length; at += 5 + last.readUInt16BE(at + 3)) types.push(last[at]!);
    expect(types).toEqual([ContentType.change_cipher_spec, ContentType.application_data]);
    expect(failure(broken.server)).toMatchObject({ reason: 'alert-received', alert: 'decode_error' });
  });
});

describe('a message that goes on behind the Finished of a server', () => {
  it('is refused before our own Finished, so that the server can read the alert', () => {
    const { client, server } = run(plain, 'server', ({ is, raw }) =>
      is.name === 'Finished' ? [raw, Uint8Array.of(4)] : undefined,
    );
    expect(failure(client)?.reason).toBe('misaligned-key-change');
    expect(failure(server)).toMatchObject({ reason: 'alert-received', alert: 'unexpected_message' });
  });
});

describe('the answer to a second ClientHello', () => {
  const retried = { ...plain, server: { ...plain.server, groups: ['secp256r1'] } };

  it('is no second retry', () => {
    let request: Uint8Array;
    const { client } = run(retried, 'server', ({ is, raw }) => {
      if (is.name === 'HelloRetryRequest') request = raw;
      return is.name === 'ServerHello' ? [request] : undefined;
    });
    expect(failure(client)).toMatchObject({ reason: 'second-retry', alert: 'unexpected_message' });
  });

  it('is of the same version', () => {
    const { client } = run(retried, 'server', ({ is, raw }) =>
      is.name === 'ServerHello'
        ? [withBody(raw, raw.subarray(4, 4 + 2 + 32 + 1 + raw[38]! + 2 + 1))]
        : undefined,
    );
    expect(failure(client)).toMatchObject({ reason: 'version-changed', alert: 'illegal_parameter' });
  });
});

describe('a flight that goes on where ours begins', () => {
  it.each(['TLS 1.2', 'TLS 1.3'] as const)('is refused by a %s server', (version) => {
    const row = { ...plain, client: { versions: [version] } };
    const { server } = run(row, 'client', ({ is, raw }) =>
      is === ClientHello ? [raw, Uint8Array.of(16, 0)] : undefined,
    );
    expect(failure(server)).toMatchObject({ reason: 'unexpected-message', alert: 'unexpected_message' });
  });
});

describe('a fallback', () => {
  it('is refused before a version that is not spoken', () => {
    const { server } = run(
      { ...plain, client: { versions: ['TLS 1.2'], fallbackScsv: true } },
      'client',
      ({ is, raw }) => {
        if (is !== ClientHello) return undefined;
        const older = raw.slice();
        older[5] = 2;
        return [older];
      },
    );
    expect(failure(server)?.alert).toBe('inappropriate_fallback');
  });
});

describe('requested key updates', () => {
  it('are answered together, before the next data', () => {
    const pair = run(plain);
    const messages: string[] = [];
    for (let i = 0; i < 5; i++) pair.server.connection.updateKeys(true);
    carry(pair, (bytes, from) => {
      if (from === 'client') messages.push('answered');
      return bytes;
    });
    expect(messages).toEqual([]);
    const lengths: number[] = [];
    pair.client.connection.write(Uint8Array.of(1, 2, 3));
    carry(pair, (bytes, from) => {
      if (from === 'client') {
        const sent = Buffer.from(bytes);
        for (let at = 0; at < sent.length; at += 5 + lengths.at(-1)!) lengths.push(sent.readUInt16BE(at + 3));
      }
      return bytes;
    });
    expect(lengths).toEqual([4 + 1 + 1 + 16, 3 + 1 + 16]);
    expect(received(pair.server)).toEqual(Buffer.of(1, 2, 3));
  });
});

describe('the curve of a TLS 1.2 certificate', () => {
  const groups = ['x25519', 'secp384r1'];

  it('must be one that the client lists, for a server', () => {
    const { server } = run({ ...plain, client: { versions: ['TLS 1.2'], groups } });
    expect(failure(server)?.reason).toBe('no-common-scheme');
  });

  it('must be one that the client lists, for the client', () => {
    const { type, bits, publicKey } = ec.key;
    const key: PrivateKey = {
      type,
      bits,
      publicKey,
      sign: (algorithm, data) => ec.key.sign(algorithm, data),
    };
    const curveless: Credential = { ...ec, key };
    const { client } = run({
      name: 'any',
      client: { versions: ['TLS 1.2'], groups },
      server: { credentials: [curveless] },
    });
    expect(failure(client)).toMatchObject({ reason: 'certificate-wrong-key', alert: 'illegal_parameter' });
  });
});

describe('an application that refuses a certificate', () => {
  it('says certificate_unknown', () => {
    const checkCertificate = (chain: readonly Uint8Array[]) => {
      const leaf = parseCertificate(chain[0]!);
      return {
        verdict: 'rejected',
        reason: 'refused',
        message: 'not this one',
        leaf,
        path: [leaf],
        paths: [],
      } as const;
    };
    const { client, server } = run({ ...plain, client: { checkCertificate } });
    expect(failure(client)?.alert).toBe('certificate_unknown');
    expect(established(server)).toBeUndefined();
  });
});

describe('empty records', () => {
  it('are counted across warnings', () => {
    const server = makeServer({ credentials: [ec] });
    for (let i = 0; i < 33; i++) {
      server.connection.feed(record(ContentType.handshake));
      if (i < 4) server.connection.feed(record(ContentType.alert, 1, 90));
    }
    server.events.push(...server.connection.takeEvents());
    expect(failure(server)?.reason).toBe('too-many-empty-records');
  });

  it.each([ContentType.handshake, ContentType.alert])('of type %i are refused in TLS 1.3', (type) => {
    const suite = nodeProvider.suites.find(({ version }) => version === TLS13) as Suite13;
    const keys = { key: new Uint8Array(suite.cipher.keyLength), iv: new Uint8Array(12) };
    const sealer = new Sealer13(suite, keys, application13(0));
    const bytes = new Uint8Array(sealer.lengthOf(0));
    sealer.seal(type, new Uint8Array(), bytes);
    const opener = new Opener13(suite, keys, application13(0));
    expect(() => opener.open({ type: 23, version: 0x0303, offset: 0, bytes })).toThrow('without content');
  });

  it('of application data are refused before Finished', () => {
    const suite = nodeProvider.suites.find(({ version }) => version === TLS13) as Suite13;
    const protection = { epoch: application13(0), suite, secret: new Uint8Array(32) };
    const connection = new Connection(
      'server',
      function* (peer) {
        peer.readWith(protection);
        yield* receive(Finished);
        throw new Error('no Finished came');
      },
      { now: () => 0 },
    );
    const sealer = sealerOf(protection);
    const empty = new Uint8Array(sealer.lengthOf(0));
    sealer.seal(ContentType.application_data, new Uint8Array(), empty);
    connection.feed(empty);
    const failed = connection.takeEvents().find((event) => event.type === 'failed');
    expect(failed?.error).toMatchObject({ reason: 'unexpected-record', alert: 'unexpected_message' });
  });
});

describe('early data behind a retry', () => {
  const skipping = () => new SkipUntilCleartext(new PlainOpener());
  const raw = (type: number, length: number) => ({
    type,
    version: 0x0303,
    offset: 0,
    bytes: record(type, ...new Array<number>(length).fill(1)),
  });

  it('is passed over up to 2^14 bytes of records', () => {
    const opener = skipping();
    expect(opener.open(raw(ContentType.application_data, 2 ** 14 - 5))).toBeUndefined();
    expect(() => opener.open(raw(ContentType.application_data, 18))).toThrow('more early data');
  });

  it('does not come once the second ClientHello has begun', () => {
    const opener = skipping();
    expect(opener.open(raw(ContentType.handshake, 4))?.type).toBe(ContentType.handshake);
    expect(() => opener.open(raw(ContentType.application_data, 20))).toThrow('application data');
  });
});
