/**
 * The demonstration tells what happened: a relay between the two ends flips a byte, takes the client's certificate away,
 * puts another certificate in the server's place, and each time both sides' stories say so.
 */
import { type AddressInfo, connect, createServer } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { Authority, credentialOf, terms } from '../src/cli/ca/authority.ts';
import { play, type Scene, scenes } from '../src/cli/demo.ts';
import type { BundleDocument } from '../src/trace/bundle-document.ts';
import { diagnose } from '../src/trace/diagnosis.ts';
import type { TraceDocument } from '../src/trace/document.ts';
import { brief, story } from '../src/trace/story.ts';
import { handglass, Lab } from './cli-lab.ts';
import { expectValid } from './schemas.ts';

let all: Scene[];
let ec: Authority;
beforeAll(async () => {
  ec = await Authority.root(terms('ec', 1));
  all = await scenes(ec, await Authority.root(terms('rsa', 1)));
});

const HANDSHAKE = 22;
const CERTIFICATE = 11;
type From = 'client' | 'server';
interface WireRecord {
  readonly from: From;
  readonly type: number;
  readonly fragment: Buffer;
  /** Handshake content before this direction's ChangeCipherSpec: in TLS 1.2 it can be read by anybody. */
  readonly cleartext: boolean;
}
/** What goes on in place of a record's fragment. */
type Change = (record: WireRecord) => Buffer;

/** A relay that sees whole records. Gives the way through it. */
function relay(change: Change): (port: number) => Promise<number> {
  return async (port) => {
    const server = createServer({ allowHalfOpen: true }, (near) => {
      const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      for (const [from, to, who] of [
        [near, far, 'client'],
        [far, near, 'server'],
      ] as const) {
        let buffered = Buffer.alloc(0);
        let cleartext = true;
        from.on('data', (bytes: Buffer) => {
          buffered = Buffer.concat([buffered, bytes]);
          for (;;) {
            const length = buffered.length >= 5 ? 5 + buffered.readUInt16BE(3) : Number.POSITIVE_INFINITY;
            if (buffered.length < length) return;
            const record = buffered.subarray(0, length);
            buffered = buffered.subarray(length);
            const fragment = change({
              from: who,
              type: record[0]!,
              fragment: Buffer.from(record.subarray(5)),
              cleartext,
            });
            const header = Buffer.from(record.subarray(0, 5));
            header.writeUInt16BE(fragment.length, 3);
            to.write(Buffer.concat([header, fragment]));
            if (record[0] === 20) cleartext = false;
          }
        });
        from.on('end', () => to.end());
        from.on('error', () => to.destroy());
      }
      server.close();
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return (server.address() as AddressInfo).port;
  };
}

/** Rewrites the cleartext messages of one side, each with its header; others pass. */
const rewriting =
  (from: From, rewrite: (message: Buffer) => Buffer): Change =>
  (record) => {
    if (record.from !== from || record.type !== HANDSHAKE || !record.cleartext) return record.fragment;
    const out: Buffer[] = [];
    for (let at = 0; at < record.fragment.length; ) {
      const end = at + 4 + record.fragment.readUIntBE(at + 1, 3);
      out.push(rewrite(record.fragment.subarray(at, end)));
      at = end;
    }
    return Buffer.concat(out);
  };

/** A TLS 1.2 Certificate message with this chain. */
function certificateMessage(chain: readonly Uint8Array[]): Buffer {
  const uint24 = (n: number) => Buffer.from([n >> 16, n >> 8, n]);
  const list = Buffer.concat(chain.flatMap((der) => [uint24(der.length), der]));
  return Buffer.concat([Buffer.from([CERTIFICATE]), uint24(list.length + 3), uint24(list.length), list]);
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('with nothing between but a relay', () => {
  it('every scene is told as what its title says, by both ends', async () => {
    const passing = relay(({ fragment }) => fragment);
    const told = [];
    for (const scene of all.slice(0, 5)) told.push(await play(scene, passing));
    const session = told.at(-1)!.sessions.at(-1)!;
    told.push(await play({ ...all[5]!, client: { ...all[5]!.client, session } }, passing));
    const expected = [
      { version: 'TLS 1.2', keyExchange: 'RSA', clientAuthenticated: false, resumed: false },
      { version: 'TLS 1.2', keyExchange: 'DHE', clientAuthenticated: false, resumed: false },
      { version: 'TLS 1.2', keyExchange: 'ECDHE', clientAuthenticated: false, resumed: false },
      { version: 'TLS 1.2', keyExchange: 'ECDHE', clientAuthenticated: true, resumed: false },
      { version: 'TLS 1.3', keyExchange: 'ECDHE', clientAuthenticated: true, resumed: false },
      { version: 'TLS 1.3', keyExchange: 'ECDHE-PSK', resumed: true },
    ];
    for (const [i, { client, server, echoed }] of told.entries()) {
      expect(client).toMatchObject({ ok: true, ...expected[i] });
      expect(server).toMatchObject({ ok: true, ...expected[i] });
      expect(echoed).toBe('hello\n');
    }
  });
});

describe('a byte that is flipped', () => {
  it.each([0, 1, 2, 3, 4])('in a protected record of scene %i is told as that', async (i) => {
    const scene = all[i]!;
    let flipped = false;
    const { client, server } = await play(
      scene,
      relay(({ from, type, fragment, cleartext }) => {
        // TLS 1.2: the client's Finished. TLS 1.3: the first record that looks like application data.
        const isProtected = type === HANDSHAKE ? !cleartext : type === 23;
        if (from === 'client' && isProtected && !flipped) {
          flipped = true;
          fragment[fragment.length - 1]! ^= 1;
        }
        return fragment;
      }),
    );
    expect(flipped).toBe(true);
    expect(server).toMatchObject({
      ok: false,
      error: { reason: 'bad-record-mac', alert: 'bad_record_mac', sentBy: 'server', fault: 'client' },
    });
    expect(client).toMatchObject({
      ok: false,
      error: { reason: 'alert-received', alert: 'bad_record_mac', sentBy: 'server' },
    });
    expect(story(server)).toMatch(/^✗ handshake failed with the client /);
    expect(oneLine(brief(client))).toContain('bad_record_mac (20)');
  });

  it('in the server’s share is told as a signature that does not fit', async () => {
    const SERVER_KEY_EXCHANGE = 12;
    const { client, server } = await play(
      all[2]!,
      relay(
        rewriting('server', (message) => {
          if (message[0] !== SERVER_KEY_EXCHANGE) return message;
          const changed = Buffer.from(message);
          // curve_type, named_curve, length, and the share's last byte
          changed[4 + 4 + message[7]! - 1]! ^= 1;
          return changed;
        }),
      ),
    );
    expect(client).toMatchObject({
      ok: false,
      error: { reason: 'bad-signature', alert: 'decrypt_error', sentBy: 'client', fault: 'server' },
    });
    expect(oneLine(brief(client))).toContain('does not verify with the key of its certificate');
    expect(server.error).toMatchObject({
      reason: 'alert-received',
      alert: 'decrypt_error',
      sentBy: 'client',
    });
  });
});

describe('the client’s certificate, taken away', () => {
  it('is told as missing by the server, and as asked for by the client', async () => {
    const CERTIFICATE_VERIFY = 15;
    const { client, server } = await play(
      all[3]!,
      relay(
        rewriting('client', (message) => {
          if (message[0] === CERTIFICATE) return certificateMessage([]);
          return message[0] === CERTIFICATE_VERIFY ? Buffer.alloc(0) : message;
        }),
      ),
    );
    expect(server).toMatchObject({
      ok: false,
      clientAuthenticated: false,
      error: { reason: 'client-certificate-required', sentBy: 'server' },
    });
    expect(diagnose(server)?.cause).toBe('client-certificate');
    expect(diagnose(client)?.cause).toBe('client-certificate');
    expect(oneLine(brief(client))).toContain('CertificateRequest');
  });
});

describe('the server’s certificate, swapped', () => {
  it('for one of another CA is told as not trusted', async () => {
    const stranger = credentialOf(
      await (await Authority.root(terms('ec', 1))).server(['localhost'], terms('ec', 1)),
    );
    const { client, server } = await play(all[2]!, relay(swapping(stranger.chain)));
    expect(client).toMatchObject({
      ok: false,
      certificate: { verdict: 'rejected' },
      error: { reason: 'certificate-rejected', alert: 'unknown_ca', sentBy: 'client', fault: 'server' },
    });
    expect(oneLine(brief(client))).toContain('neither sent nor found in the trust store');
    expect(server.error).toMatchObject({ alert: 'unknown_ca', sentBy: 'client' });
  });

  it('for another of the same CA is told as a key that is not at hand', async () => {
    const other = credentialOf(await ec.server(['localhost'], terms('ec', 1)));
    const { client } = await play(all[2]!, relay(swapping(other.chain)));
    expect(client).toMatchObject({
      ok: false,
      certificate: { verdict: 'accepted' },
      error: { reason: 'bad-signature' },
    });
    expect(oneLine(brief(client))).toContain(
      'it does not have that key, or something was changed in transit',
    );
  });

  const swapping = (chain: readonly Uint8Array[]): Change =>
    rewriting('server', (message) => (message[0] === CERTIFICATE ? certificateMessage(chain) : message));
});

describe('handglass alone', () => {
  it('keeps both ends of each in one bundle, where that is asked for', async () => {
    const lab = new Lab();
    try {
      const file = lab.path('demo.json');
      expect((await handglass(['--save', file])).exit).toBe(0);
      const bundle = JSON.parse(lab.read('demo.json')) as BundleDocument<TraceDocument>;
      expectValid('bundle', bundle);
      const { connections } = bundle;
      expect(connections).toHaveLength(12);
      for (let i = 0; i < 12; i += 2) {
        const [client, server] = connections.slice(i, i + 2);
        expect([client!.role, server!.role]).toEqual(['client', 'server']);
        expect(client!.randoms).toEqual(server!.randoms);
        expect(client!.provenance?.command).toBe(`handglass --save ${file}`);
      }
      const shown = await handglass(['show', file]);
      expect(shown.out.match(/^\d+\. A connection/gm)).toHaveLength(12);
    } finally {
      lab.close();
    }
  });

  it('tells six handshakes', async () => {
    const { exit, out, err } = await handglass([]);
    expect(exit).toBe(0);
    expect(out.match(/^✓ connected to localhost:\d+/gm)).toHaveLength(6);
    expect(out).toContain('key exchange RSA');
    expect(out).toContain('the client proved who it is');
    expect(out).toMatch(/ECDHE-PSK in (x25519|X25519MLKEM768); resumed/);
    expect(err).toContain('six handshakes in');
  });
});
