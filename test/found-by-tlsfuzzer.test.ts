/** What tlsfuzzer's clients found in our server, held here by clients of our own, since it runs only where it is. */
import { describe, expect, it } from 'vitest';
import { serverNameOf } from '../src/handshake/hello/negotiate.ts';
import type { ClientHello } from '../src/protocol/messages/index.ts';
import { ca, type Row, run } from './adversary.ts';
import { established, failure } from './pair.ts';

const ec = ca.issue('EC', 'server');
const rsa = ca.issue('RSA', 'server');
const plain: Row = { name: 'any', client: {}, server: { credentials: [ec] } };
const changing = (row: Row, change: (hello: Buffer) => void) =>
  run(row, 'client', ({ is, raw }) => {
    if (is.name !== 'ClientHello') return undefined;
    const hello = Buffer.from(raw);
    change(hello);
    return [hello];
  });

describe('a TLS 1.2 client without a group of ours', () => {
  const client = { versions: ['TLS 1.2'], groups: ['secp384r1'] } as const;

  it('has no handshake, and is told which groups would do', () => {
    const row = { ...plain, client, server: { credentials: [ec], groups: ['x25519'] } };
    const { server } = run(row);
    expect(failure(server)).toMatchObject({ reason: 'no-common-group', alert: 'handshake_failure' });
    expect(failure(server)?.message).toMatch(/secp384r1; we have x25519/);
  });

  it('has one with RSA key exchange, where both speak it', () => {
    const both = ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_RSA_WITH_AES_128_GCM_SHA256'];
    const { server } = run({
      ...plain,
      client: { ...client, cipherSuites: both },
      server: { credentials: [rsa], groups: ['x25519'], cipherSuites: both },
    });
    expect(established(server)?.agreement.suite.name).toBe('TLS_RSA_WITH_AES_128_GCM_SHA256');
  });
});

describe('a TLS 1.3 client that takes no signature of ours', () => {
  it('is told so before anything is encrypted', () => {
    const { server, client, sent } = run({
      ...plain,
      client: { versions: ['TLS 1.3'], signatureSchemes: ['rsa_pss_rsae_sha256'] },
    });
    expect(failure(server)).toMatchObject({ reason: 'no-common-scheme', alert: 'handshake_failure' });
    expect(sent.map(({ by, is }) => `${by} ${is.name}`)).toEqual(['client ClientHello']);
    expect(failure(client)).toMatchObject({ reason: 'alert-received', alert: 'handshake_failure' });
  });
});

describe('legacy_version of a ClientHello', () => {
  const VERSION = 4;

  it.each([0x0300, 0x0302, 0x0304])('%i is refused in TLS 1.3', (version) => {
    const { server } = changing(plain, (hello) => hello.writeUInt16BE(version, VERSION));
    expect(failure(server)).toMatchObject({ reason: 'illegal-value', alert: 'protocol_version' });
    expect(failure(server)?.message).toMatch(/legacy_version/);
  });
});

describe('server_name', () => {
  const named = (...names: [number, string][]) =>
    serverNameOf({
      extensions: { serverName: names.map(([nameType, hostName]) => ({ nameType, hostName })) },
    } as unknown as ClientHello);

  it('may have names of types that do not exist yet', () => {
    expect(named([0, 'a.test'], [1, 'other'])).toBe('a.test');
    expect(named([77, '\0'], [0, 'a.test'])).toBe('a.test');
    expect(named([77, 'other'])).toBeUndefined();
  });

  it.each([0, 77])('has no two names of one type (%i)', (type) => {
    expect(() => named([type, 'a.test'], [type, 'b.test'])).toThrow('two names of one type');
  });

  it.each(['a\0.test', 'a\x07.test', '\x1b[31ma.test', 'a b.test', 'b\xc3\xbc.test', 'a\x7f'])(
    'has no characters that are in no host name: %j',
    (name) => {
      expect(() => named([0, name])).toThrow('in no host name');
    },
  );

  it.each(['TLS 1.2', 'TLS 1.3'] as const)(
    'of control characters is an illegal_parameter in %s',
    (version) => {
      const { server } = changing({ ...plain, client: { versions: [version] } }, (hello) =>
        hello.write('\x1b', hello.indexOf('localhost'), 'latin1'),
      );
      expect(failure(server)).toMatchObject({ reason: 'illegal-value', alert: 'illegal_parameter' });
    },
  );
});
