/**
 * What somebody put on Object.prototype was said by nobody: it is no option, no extension of a message, and no part of a
 * certificate. Nothing is loosened by it, and handshakes go on as without.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import * as handglass from '../src/exports/node.ts';
import { readSession, writeSession } from '../src/handshake/sessions/session.ts';
import { clientConfig } from '../src/options/options.ts';
import { Extensions } from '../src/protocol/extensions.ts';
import { extensionTable } from '../src/x509/certificate/extensions.ts';
import { anchorFromCertificate, parseCertificate, trustStore } from '../src/x509/index.ts';
import { ask, make, makeCa, noon, reasonOf, storeOf } from './chain.ts';
import { authority, ca, ecClient, ecServer, listening } from './loopback.ts';
import {
  carry,
  established,
  failure,
  joined,
  makeAuthority,
  makeClient,
  makeServer,
  now,
  type Pair,
  sessions,
  testTime,
  ticketsOf,
} from './pair.ts';

const root = makeAuthority();
const others = await authority('Others');
const server = { credentials: [root.issue('EC', 'server'), root.issue('RSA', 'server')] };
const client = { credentials: [root.issue('EC', 'client')] };

/** What would loosen something, or break it, if it counted: an option, or a part of what is made of options. */
const polluted: Record<string, unknown> = {
  rejectUnauthorized: false,
  onRejected: () => true,
  checkCertificate: () => ({ verdict: 'accepted', path: [] }),
  checkServerIdentity: () => undefined,
  ca: ecServer.cert,
  trust: root.trust,
  commonName: 'when-no-names',
  revocation: { mode: 'off' },
  mode: 'off',
  fetch: true,
  fetchIssuers: true,
  fetchPrivate: true,
  keyExchanges: ['RSA'],
  ciphers: 'AES128-SHA',
  cipherSuites: ['TLS_RSA_WITH_AES_128_CBC_SHA'],
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
  versions: ['TLS 1.2'],
  servername: 'elsewhere.test',
  secureContext: handglass.createSecureContext({ ca: ecServer.cert }),
  requestCert: false,
  clientAuthentication: 'none',
  SNICallback: (_name: string, done: (error: null) => void) => done(null),
  askedAuthorities: 'ignore',
  profile: { name: 'none' },
  secrets: true,
  handshakeTimeout: Number.POSITIVE_INFINITY,
  budget: { signatures: 1e9 },
  ticketKeys: new Uint8Array(48),
  session: new Uint8Array(8),
  pem: ecClient.key,
  groups: ['secp521r1'],
  serverName: 'elsewhere.test',
  name: 'elsewhere.test',
  passphrase: 'secret',
  key: ecClient.key,
  cert: ecClient.cert,
  pins: [],
  crl: [],
  crls: [],
  ocspResponse: new Uint8Array(1),
  ocspResponses: [new Uint8Array(1)],
  schemes: [],
  signatureSchemes: [],
  signatureSchemesCert: [],
  authentications: [],
  authorities: 'none',
  anchors: [],
  nameConstraints: { permittedSubtrees: [] },
  serverProfile: { name: 'none', rules: [] },
  anchor: {},
  certificate: {},
  issuer: {},
  verdict: 'accepted',
  overruled: true,
  final: false,
  path: [],
  reason: undefined,
  resumed: true,
  tickets: { lifetime: 1, seal: () => new Uint8Array(1), open: () => undefined },
  fetchIssuer: () => Promise.reject(new Error('no')),
  allowHalfOpen: true,
  objection: () => undefined,
  asksClient: false,
  observe: true,
  supported: {},
  requestStaple: true,
  grease: false,
  fallbackScsv: true,
  longestMessage: 1,
  matches: () => false,
  title: 'ClientHello',
  padding: 4,
  saltLength: 1,
  dsaEncoding: 'ieee-p1363',
  only12: true,
  curve: 'secp384r1',
  der: new Uint8Array(1),
  damage: undefined,
  hash: 'SHA-1',
};
/** Extensions of messages and of certificates, which most messages and certificates leave out. */
const extensions = [...new Set([...Object.keys(Extensions), ...Object.keys(extensionTable)])];
const bodies: [string, unknown][] = [
  ['true', true],
  ['an empty list', []],
];
const all: [string, string, unknown][] = [
  ...Object.entries(polluted).map(([name, value]): [string, string, unknown] => [name, 'an option', value]),
  ...extensions.flatMap((name) => bodies.map(([as, body]): [string, string, unknown] => [name, as, body])),
];

const prototype = Object.prototype as unknown as Record<string, unknown>;
/** Within the call alone: much else in the process reads such a thing. */
function within<T>(name: string, value: unknown, act: () => T): T {
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true, enumerable: true });
  try {
    return act();
  } finally {
    delete prototype[name];
  }
}

const outcome = (pair: Pair) => {
  carry(pair);
  return [pair.client, pair.server].map((side) => {
    const { agreement, peer } = established(side) ?? {};
    const told = failure(side);
    return agreement && peer
      ? [
          agreement.version,
          agreement.suite.name,
          agreement.group,
          agreement.serverName,
          agreement.applicationProtocol,
          agreement.resumed,
          agreement.clientAuthenticated,
          peer.chain.length,
          peer.overruled,
          peer.verdict?.verdict,
        ]
      : [told?.reason, told?.message];
  });
};
const elsewhere = makeAuthority('x');
const strange = elsewhere.trust;

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('in a handshake of %s', (version) => {
  const versions = [version];
  const meet = (ours: object, theirs: object = {}) =>
    outcome({
      client: makeClient({ trust: root.trust, versions, applicationProtocols: ['h2'], ...ours }),
      server: makeServer({ ...server, versions, applicationProtocols: ['h2'], ...theirs }),
    });
  const asks = { clientAuthentication: 'require', trust: root.trust } as const;
  const acts: [string, () => unknown][] = [
    ['one that is good', () => meet({})],
    ['one with a client that shows who it is', () => meet(client, asks)],
    ['one without trust', () => meet({ trust: strange })],
    ['one that asks in vain', () => meet({}, asks)],
    [
      'one that asks a stranger',
      () => meet({ ...client, askedAuthorities: 'ignore' }, { ...asks, trust: strange }),
    ],
  ];
  const without = acts.map(([what, act]) => [what, act()]);
  it('goes as it should without anything', () => {
    const established = without.map(([, ends]) =>
      (ends as unknown[][]).every((end) => end[0] !== undefined && typeof end[0] === 'number'),
    );
    expect(established).toEqual([true, true, false, false, false]);
  });
  it.each(all)('%s (%s) does not count', (name, _as, value) => {
    expect(within(name, value, () => acts.map(([what, act]) => [what, act()]))).toEqual(without);
  });
});

describe('in a verdict', () => {
  const top = makeCa('root');
  const trust = storeOf(top);
  const noCa = make('no CA', top, { dnsNames: ['a.test'] });
  const leaf = { dnsNames: ['a.test'], extKeyUsage: ['serverAuth'] } as const;
  const chains = [
    [make('good', top, leaf)],
    [make('nameless', top, { extKeyUsage: ['serverAuth'] })],
    [make('for clients', top, { ...leaf, extKeyUsage: ['clientAuth'] })],
    [make('of no CA', noCa, leaf), noCa],
    [make('of nobody', undefined, leaf)],
    [make('too late', top, { ...leaf, notAfter: noon - 1 })],
    [make('a CA itself', top, { ...leaf, ca: true })],
  ];
  const verdicts = () => chains.map((chain) => reasonOf(ask(chain, { trust, name: 'a.test' })));
  const without = verdicts();
  it.each(all)('%s (%s) does not count', (name, _as, value) =>
    expect(within(name, value, verdicts)).toEqual(without),
  );
  it('a name is none, a CA is none', () => {
    const names = [{ kind: 'dNSName', value: 'a.test' }];
    expect(within('subjectAltName', names, verdicts)).toEqual(without);
    expect(within('basicConstraints', { cA: true }, verdicts)).toEqual(without);
    expect(within('keyUsage', ['keyCertSign', 'digitalSignature'], verdicts)).toEqual(without);
    expect(without).toEqual([
      'accepted',
      'name-mismatch',
      'purpose',
      'not-a-ca',
      'self-signed',
      'expired',
      'profile',
    ]);
  });
});

it.each(Object.entries(polluted))('a session holds under the same rules with %s', (name, value) => {
  const crls = [now(root.revoke())];
  const policies = () =>
    [root, elsewhere].map(
      ({ der }) =>
        clientConfig({
          provider: nodeProvider,
          name: 'localhost',
          wallClock: () => testTime,
          credentials: client.credentials,
          trust: trustStore([anchorFromCertificate(parseCertificate(der))]),
          revocation: { mode: 'hard', crls },
        }).sessionPolicy,
    );
  const [here, there] = policies();
  expect(here).not.toBe(there);
  expect(within(name, value, policies)).toEqual([here, there]);
});

it('a session of a server that says nothing of early data allows none', () => {
  const pair = joined({ trust: root.trust }, { ...server, tickets: ticketsOf() });
  const [session] = sessions(pair.client);
  const again = () => readSession(writeSession(session!))!.maxEarlyData;
  expect(within('maxEarlyData', 1000, again)).toBeUndefined();
});

describe('in the adapter', () => {
  it.each(['rejectUnauthorized', 'onRejected', 'trust', 'secureContext', 'servername'])(
    '%s lets nobody in',
    async (name) => {
      const listener = handglass.createServer(ecServer);
      const port = await listening(listener);
      const options = { host: '127.0.0.1', port, servername: 'localhost', ca: others.pem };
      const socket = within(name, polluted[name], () => handglass.connect(options));
      onTestFinished(() => void socket.destroy());
      const outcome = await new Promise((resolve) => {
        socket.once('error', (error: Error & { code?: string }) => resolve(error.code));
        socket.once('secureConnect', () => resolve('in'));
      });
      expect(outcome).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
      const strict = within(name, polluted[name], () =>
        handglass.createServer({ ...ecServer, ca: others.pem, requestCert: true }),
      );
      const there = handglass.connect({
        ...options,
        ca,
        port: await listening(strict),
        ...ecClient,
        askedAuthorities: 'ignore',
      } as never);
      onTestFinished(() => void there.destroy());
      expect(
        await new Promise((resolve) => {
          there.once('error', () => resolve('refused'));
          there.on('data', () => {}).once('end', () => resolve('in'));
          strict.on('secureConnection', () => resolve('in'));
        }),
      ).toBe('refused');
    },
  );
  it.each(Object.entries(polluted))('a context is the same with %s', (name, value) => {
    const context = () => {
      const made = handglass.createSecureContext({ ...ecServer, ca });
      const { credentials, versions, cipherSuites, groups, revocation, namesTrust } = made;
      return [credentials.length, versions, cipherSuites, groups, revocation, namesTrust, made.ticketKeys];
    };
    expect(within(name, value, context)).toEqual(context());
  });
});
