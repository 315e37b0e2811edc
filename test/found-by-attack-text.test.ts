/** What a peer wrote, in errors and in what is told of decisions: harmless, short, and made in one pass over what came. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import type { ServerConfig } from '../src/handshake/config.ts';
import { chooseForServer } from '../src/handshake/credentials/credential-choice.ts';
import { authorityTexts } from '../src/handshake/credentials/mismatch.ts';
import type { Unfit } from '../src/handshake/credentials/withheld.ts';
import { chooseGroup13 } from '../src/handshake/hello/negotiate.ts';
import type { Peer } from '../src/handshake/peer.ts';
import { TlsError } from '../src/protocol/errors.ts';
import { type Message, writeMessage } from '../src/protocol/message.ts';
import {
  CertificateRequest,
  ClientHello,
  EncryptedExtensions,
  ServerHello12,
  ServerKeyExchange,
} from '../src/protocol/messages/index.ts';
import { decode } from '../src/wire/codec.ts';
import { nameFields } from '../src/x509/index.ts';
import { ca, run, type Sent } from './adversary.ts';
import { established, failure, makeAuthority, makeServer, type Side } from './pair.ts';

afterEach(() => vi.restoreAllMocks());

const ec = ca.issue('EC', 'server');
const alice = ca.issue('EC', 'client');
const read = <T>(is: Message<T>, { raw }: Pick<Sent, 'raw'>): T => decode(is.body, raw.subarray(4));

/** One character a byte, as TLS has text: a forged line, an escape of a terminal, controls of C1. */
const hostile = 'h2\n2026-11-30 all is well\r\x1b[2J\x85\x9b31m\x00"\\';
/** What DER can hold besides: overrides, separators of lines, what cannot be seen. */
const deceptive = `${hostile}\u202egpj.exe\u2028\u2029\u200b\u2066`;
const inIa5 = hostile.replaceAll(/[^\p{ASCII}]/gu, '');
const harmful = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const MOST = 500;

/** Every sentence that a side made of what its peer sent. */
function sentences({ events }: Side): string[] {
  const error = failure({ events } as Side);
  const causes: unknown[] = [];
  for (let cause = error?.cause; cause !== undefined; cause = (cause as Error).cause) causes.push(cause);
  // Malformed of a codec, or the verdict.
  const ofCauses = causes.map((cause) => (cause as { readonly message: string }).message);
  const told = events.flatMap((event) => {
    if (event.type === 'decision') return [String(event.rule), ...(event.unfit ?? []).flatMap(whys)];
    return event.type === 'withheld' ? event.unfit.flatMap(whys) : [];
  });
  return [error?.message ?? '', error?.step ?? '', error?.rfc ?? '', ...ofCauses, ...told];
}
const whys = ({ mismatchs }: Unfit): string[] => mismatchs.map(({ why }) => String(why));

/** By one client or server that changes one of its messages. */
const lied = <T>(
  liar: 'client' | 'server',
  is: Message<T>,
  lie: (body: T) => T,
  { client = {}, server = {} }: { readonly client?: object; readonly server?: object } = {},
): Side => {
  const row = {
    name: 'any',
    client: { ...client },
    server: { credentials: [ec], ...server },
  };
  const pair = run(row, liar, (sent) =>
    sent.is === is ? [writeMessage(is, lie(read(is, sent)))] : undefined,
  );
  return liar === 'client' ? pair.server : pair.client;
};
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => 0x6000 + i);
const inHello = (extensions: object) => (hello: ClientHello) => ({
  ...hello,
  extensions: { ...hello.extensions, ...extensions },
});
const only12 = { client: { versions: ['TLS 1.2'] } };
const request = (extensions: object) => (body: CertificateRequest) => ({
  ...body,
  extensions: { ...body.extensions, ...extensions },
});
const asksClient = { clientAuthentication: 'require', trust: ca.trust };

const hostileNames = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => makeName(`${deceptive}${i}`));
/** A DER Name with one common name. */
function makeName(text: string): Uint8Array {
  const value = new TextEncoder().encode(text);
  const tlv = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
    const content = Buffer.concat(parts);
    const length = content.length < 128 ? [content.length] : [0x81, content.length];
    return Uint8Array.of(tag, ...length, ...content);
  };
  return tlv(0x30, tlv(0x31, tlv(0x30, Uint8Array.of(6, 3, 0x55, 4, 3), tlv(0x0c, value))));
}

const alpn = { applicationLayerProtocolNegotiation: [hostile] };

describe('text of a peer', () => {
  const rows: readonly (readonly [name: string, reason: string, side: () => Side])[] = [
    [
      'application protocols that a client offers',
      'no-common-protocol',
      () =>
        lied(
          'client',
          ClientHello,
          inHello({ applicationLayerProtocolNegotiation: Array(400).fill(hostile) }),
          {
            server: { applicationProtocols: ['h2'] },
          },
        ),
    ],
    [
      'the application protocol that a server answers',
      'protocol-not-offered',
      () =>
        lied('server', EncryptedExtensions, (body) => ({ extensions: { ...body.extensions, ...alpn } }), {
          client: { applicationProtocols: ['h2'] },
        }),
    ],
    [
      'the same in TLS 1.2',
      'protocol-not-offered',
      () =>
        lied('server', ServerHello12, (body) => ({ ...body, extensions: { ...body.extensions, ...alpn } }), {
          client: { applicationProtocols: ['h2'], versions: ['TLS 1.2'] },
        }),
    ],
    [
      'a server name',
      'illegal-value',
      () => lied('client', ClientHello, inHello({ serverName: [{ nameType: 0, hostName: hostile }] })),
    ],
    [
      'cipher suites',
      'no-common-suite',
      () => lied('client', ClientHello, (hello) => ({ ...hello, cipherSuites: numbers(10_000) })),
    ],
    [
      'cipher suites of TLS 1.2',
      'no-common-suite',
      () => lied('client', ClientHello, (hello) => ({ ...hello, cipherSuites: numbers(10_000) }), only12),
    ],
    [
      'groups',
      'no-common-group',
      () => lied('client', ClientHello, inHello({ supportedGroups: numbers(10_000), keyShare: [] })),
    ],
    [
      'groups of TLS 1.2',
      'no-common-group',
      () => lied('client', ClientHello, inHello({ supportedGroups: numbers(10_000) }), only12),
    ],
    [
      'versions',
      'no-common-version',
      () => lied('client', ClientHello, inHello({ supportedVersions: numbers(127) })),
    ],
    [
      'signature schemes',
      'no-common-scheme',
      () => lied('client', ClientHello, inHello({ signatureAlgorithms: numbers(10_000) })),
    ],
    [
      'signature schemes of TLS 1.2',
      'no-common-scheme',
      () => lied('client', ClientHello, inHello({ signatureAlgorithms: numbers(10_000) }), only12),
    ],
    [
      'a group that a server chooses',
      'group-not-offered',
      () =>
        lied(
          'server',
          ServerKeyExchange,
          (body) => ({ ...body, params: { ...body.params, namedCurve: 0x4000 } }),
          only12,
        ),
    ],
    [
      'authorities, where ours is of none of them',
      'alert-received',
      () =>
        lied('server', CertificateRequest, request({ certificateAuthorities: hostileNames(400) }), {
          client: { credentials: [alice] },
          server: asksClient,
        }),
    ],
    [
      'object identifiers of filters',
      'illegal-value',
      () => {
        const filter = {
          certificateExtensionOid: Uint8Array.of(6, 3, 0x55, 0x1d, 0x0f),
          certificateExtensionValues: Uint8Array.of(0x16, hostile.length, ...Buffer.from(hostile, 'latin1')),
        };
        return lied('server', CertificateRequest, request({ oidFilters: [filter] }), {
          client: { credentials: [alice] },
          server: asksClient,
        });
      },
    ],
    [
      'the names of a certificate and of its issuer',
      'certificate-rejected',
      () => {
        const other = makeAuthority(deceptive);
        return run({
          name: 'any',
          client: {},
          server: { credentials: [other.issue('EC', 'server', [`${inIa5}.example.com`])] },
        }).client;
      },
    ],
    [
      'a certificate for another name',
      'certificate-rejected',
      () =>
        run({
          name: 'any',
          client: {},
          server: { credentials: [ca.issue('EC', 'server', Array(300).fill(`${inIa5}.example.com`))] },
        }).client,
    ],
    [
      'an alert that nobody knows',
      'alert-received',
      () => {
        const side = makeServer({ credentials: [ec] });
        side.connection.feed(Uint8Array.of(21, 3, 3, 0, 2, 2, 0x9b));
        side.events.push(...side.connection.takeEvents());
        return side;
      },
    ],
    [
      'bytes that are not TLS',
      'not-tls',
      () => {
        const side = makeServer({ credentials: [ec] });
        side.connection.feed(Buffer.from(`\x9b\n\x1b[2J${hostile}`, 'latin1'));
        side.events.push(...side.connection.takeEvents());
        return side;
      },
    ],
  ];

  it.each(rows)('is harmless and short in every sentence: %s', (_, reason, side) => {
    const victim = side();
    expect(failure(victim)?.reason).toBe(reason);
    const all = sentences(victim);
    expect(all.filter((sentence) => harmful.test(sentence))).toEqual([]);
    expect(all.filter((sentence) => sentence.length > MOST)).toEqual([]);
  });

  it('does not push out what is ours: of a long list the first are told, and how many more there are', () => {
    const offers = inHello({ applicationLayerProtocolNegotiation: Array(400).fill(hostile) });
    const victim = lied('client', ClientHello, offers, { server: { applicationProtocols: ['h2'] } });
    expect(failure(victim)?.message).toMatch(/ and 394 more; we speak "h2"$/);
  });

  it('is also harmless in events when a handshake goes on', () => {
    const { client } = run({
      name: 'any',
      client: { credentials: [alice], observe: true },
      server: { credentials: [ec], clientAuthentication: 'request', trust: makeAuthority(deceptive).trust },
    });
    expect(established(client)).toBeDefined();
    const all = sentences(client);
    expect(all.some((sentence) => sentence.includes('gpj.exe'))).toBe(true);
    expect(all.filter((sentence) => harmful.test(sentence))).toEqual([]);
    expect(all.filter((sentence) => sentence.length > MOST)).toEqual([]);
  });

  it('can be read between quotation marks', () => {
    const victim = lied(
      'server',
      EncryptedExtensions,
      (body) => ({ extensions: { ...body.extensions, ...alpn } }),
      { client: { applicationProtocols: ['h2'] } },
    );
    expect(failure(victim)?.message).toBe(
      'the server chose the application protocol "h2\\x0a2026-11-30 all is well\\x0d\\x1b[2J\\x85\\x9b31m\\x00\\"\\\\", which was not offered',
    );
  });

  it('is harmless and short in any error, whatever created it', () => {
    const { message } = new TlsError('internal', `${deceptive}${'x'.repeat(100_000)}`);
    expect(message).not.toMatch(harmful);
    expect(message.length).toBe(MOST);
  });
});

describe('long lists of a peer', () => {
  /** An array that counts how often one of its items is looked at. */
  const counted = <T>(items: T[], looks: { count: number }): T[] =>
    new Proxy(items, {
      get(target, key, receiver) {
        if (typeof key === 'string' && /^\d+$/.test(key)) looks.count++;
        return Reflect.get(target, key, receiver) as unknown;
      },
    });
  const peer = { tell: () => {} } as unknown as Peer;

  it('of key shares and groups are each gone through once or twice', () => {
    const looks = { count: 0 };
    const groups = numbers(7_000);
    const hello = {
      extensions: {
        supportedGroups: counted([...groups, 0x001d], looks),
        keyShare: counted(
          groups.slice(3_000, 6_000).map((group) => ({ group, keyExchange: Uint8Array.of(0) })),
          looks,
        ),
      },
    } as unknown as ClientHello;
    const config = {
      groups: nodeProvider.groups.filter(({ name }) => name === 'x25519'),
    } as unknown as ServerConfig;
    expect(chooseGroup13({ peer, config }, hello).name).toBe('x25519');
    expect(looks.count).toBeLessThanOrEqual(3 * (7_001 + 3_000));
  });

  it('of key shares have one for a group, and only for groups of the other list', () => {
    const judged = (shares: number[]) =>
      lied(
        'client',
        ClientHello,
        inHello({ keyShare: shares.map((group) => ({ group, keyExchange: Uint8Array.of(0) })) }),
      );
    for (const shares of [[0x001d, 0x001d], [0x4000]])
      expect(failure(judged(shares))).toMatchObject({ reason: 'illegal-value', alert: 'illegal_parameter' });
  });

  it('of server names have one of a type', () => {
    const twice = inHello({
      serverName: [
        { nameType: 0, hostName: 'a' },
        { nameType: 0, hostName: 'b' },
      ],
    });
    expect(failure(lied('client', ClientHello, twice))).toMatchObject({ reason: 'illegal-value' });
  });

  it('of authorities are parsed once, however many credentials there are', () => {
    const reads = vi.spyOn(nameFields, 'read');
    const credentials = Array.from({ length: 5 }, () => ca.issue('EC', 'client'));
    const authorities = hostileNames(1_000);
    const wish = { version: 0x0304, signatureSchemes: [0x0403], authorities } as const;
    const { chosen, unfit } = chooseForServer(credentials, [0x0403], wish, 'honour');
    expect(chosen).toBeUndefined();
    expect(unfit).toHaveLength(5);
    expect(authorityTexts(authorities)).toHaveLength(1_000);
    const named = new Set(authorities);
    expect(reads.mock.calls.filter(([{ bytes }]) => named.has(bytes))).toHaveLength(1_000);
  });
});
