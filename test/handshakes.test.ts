/** Our client against our server, in memory, over every row that both claim. Real peers are in test/peers. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ClientOptions, ServerOptions } from '../src/options/options.ts';
import {
  type Authority,
  carry,
  established,
  failure,
  joined,
  makeAuthority,
  type Pair,
  received,
  sessions,
  ticketsOf,
} from './pair.ts';

let ca: Authority;
beforeAll(() => {
  ca = makeAuthority();
});

function shake(client: Partial<ClientOptions>, server: Partial<ServerOptions>): Pair {
  return joined({ trust: ca.trust, ...client }, server);
}

function expectOpen(pair: Pair): void {
  expect(failure(pair.client)?.message).toBeUndefined();
  expect(failure(pair.server)?.message).toBeUndefined();
  const hello = Buffer.from('hello from the client');
  pair.client.connection.write(hello);
  pair.server.connection.write(Buffer.alloc(100_000, 7));
  carry(pair);
  expect(Buffer.from(received(pair.server))).toEqual(hello);
  expect(received(pair.client)).toHaveLength(100_000);
  const context = new Uint8Array([1, 2]);
  const exported = (side: Pair['client']) => side.connection.exporter('EXPORTER-test', context, 32);
  expect(exported(pair.client)).toEqual(exported(pair.server));
}

const suites12 = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_128_CBC_SHA256',
  'TLS_RSA_WITH_AES_256_CBC_SHA256',
  'TLS_DHE_RSA_WITH_AES_128_CBC_SHA256',
  'TLS_DHE_RSA_WITH_AES_256_CBC_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
];
const suites13 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];

describe.each([...suites12, ...suites13])('%s', (suite) => {
  const kind = /_(RSA)_WITH/.test(suite) ? 'RSA' : 'EC';
  const cipherSuites = [suite];
  it.each(['none', 'require'] as const)('client authentication %s', (clientAuthentication) => {
    const pair = shake(
      { cipherSuites, credentials: clientAuthentication === 'none' ? [] : [ca.issue(kind, 'client')] },
      { cipherSuites, credentials: [ca.issue(kind, 'server')], clientAuthentication, trust: ca.trust },
    );
    expectOpen(pair);
    expect(established(pair.server)?.agreement.suite.name).toBe(suite);
    expect(established(pair.server)?.agreement.clientAuthenticated).toBe(clientAuthentication === 'require');
    expect(established(pair.client)?.agreement.clientAuthenticated).toBe(clientAuthentication === 'require');
  });

  it('resumes by a ticket', () => {
    const server = { cipherSuites, credentials: [ca.issue(kind, 'server')], tickets: ticketsOf() };
    const first = shake({ cipherSuites }, server);
    expectOpen(first);
    const [session] = sessions(first.client);
    expect(session).toBeDefined();
    const second = shake({ cipherSuites, session }, server);
    expectOpen(second);
    expect(established(second.client)?.agreement.resumed).toBe(true);
    expect(established(second.server)?.agreement.resumed).toBe(true);
  });
});

describe('negotiation', () => {
  it('retries when the share is of another group', () => {
    const pair = shake(
      { groups: ['x25519', 'secp256r1'] },
      { groups: ['secp256r1'], credentials: [ca.issue('EC', 'server')] },
    );
    expectOpen(pair);
    expect(established(pair.client)?.agreement.group).toBe(0x17);
  });

  it('resumes across a retry', () => {
    const server = { groups: ['secp256r1'], credentials: [ca.issue('EC', 'server')], tickets: ticketsOf() };
    const first = shake({}, server);
    const second = shake({ session: sessions(first.client)[0] }, server);
    expectOpen(second);
    expect(established(second.client)?.agreement.resumed).toBe(true);
  });

  it('agrees on an application protocol, and refuses when there is none in common', () => {
    const credentials = [ca.issue('EC', 'server')];
    const pair = shake(
      { applicationProtocols: ['h2', 'http/1.1'] },
      { applicationProtocols: ['http/1.1'], credentials },
    );
    expectOpen(pair);
    expect(established(pair.client)?.agreement.applicationProtocol).toBe('http/1.1');
    const none = shake({ applicationProtocols: ['h2'] }, { applicationProtocols: ['http/1.1'], credentials });
    expect(failure(none.server)?.reason).toBe('no-common-protocol');
    expect(failure(none.client)?.alert).toBe('no_application_protocol');
  });

  it('says what is missing when a required client certificate is not sent', () => {
    for (const [versions, alert] of [
      [['TLS 1.3'], 'certificate_required'],
      [['TLS 1.2'], 'handshake_failure'],
    ] as const) {
      const pair = shake(
        { versions },
        { credentials: [ca.issue('EC', 'server')], clientAuthentication: 'require', trust: ca.trust },
      );
      expect(failure(pair.server)).toMatchObject({ reason: 'client-certificate-required', alert });
      expect(failure(pair.client)).toMatchObject({ reason: 'alert-received', alert, sentBy: 'peer' });
    }
  });

  it('refuses a certificate of an authority that is not trusted, and asks the application first', () => {
    const stranger = makeAuthority('stranger');
    const credentials = [stranger.issue('EC', 'server')];
    const refused = shake({}, { credentials });
    expect(failure(refused.client)).toMatchObject({ reason: 'certificate-rejected', alert: 'unknown_ca' });
    const asked: string[] = [];
    const taken = shake({ onRejected: (verdict) => asked.push(verdict.reason) > 0 }, { credentials });
    expectOpen(taken);
    expect(asked).toHaveLength(1);
    expect(established(taken.client)?.peer.overruled).toBe(true);
    expect(sessions(taken.client)).toHaveLength(0);
  });
});
