/** The handshakes whose every byte is told: each as a trace of either side. */

import { generateKey } from '../src/crypto/providers/node.ts';
import type { Credential } from '../src/handshake/config.ts';
import type { Event } from '../src/handshake/events.ts';
import { issueCertificate } from '../src/issue/index.ts';
import type { ClientOptions, ServerOptions } from '../src/options/options.ts';
import type { TraceDocument } from '../src/trace/document.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import { parseCertificate } from '../src/x509/index.ts';
import {
  carry,
  failure,
  makeAuthority,
  makeClient,
  makeServer,
  now,
  type Pair,
  sessions,
  testTime,
  ticketsOf,
} from './pair.ts';

export interface Told {
  readonly client: TraceDocument;
  readonly server: TraceDocument;
}

const ca = makeAuthority();
const DAY = 24 * 60 * 60 * 1000;

/** A leaf below an intermediate, with what a public CA puts in. */
const chained = (kind: 'EC' | 'RSA', purpose: 'server' | 'client'): Credential => {
  const validity = { notBefore: testTime - DAY, notAfter: testTime + 30 * DAY };
  const between = generateKey('RSA');
  const middle = now(
    issueCertificate({
      subject: { C: 'NL', O: 'Example', CN: `handglass test CA for ${purpose}s` },
      publicKey: between.publicKey,
      issuer: { key: ca.key, certificate: parseCertificate(ca.der) },
      ...validity,
      serial: Uint8Array.of(7, 1),
      ca: true,
      pathLength: 0,
    }),
  );
  const key = generateKey(kind);
  const leaf = now(
    issueCertificate({
      subject: { CN: purpose === 'server' ? 'localhost' : 'alice' },
      publicKey: key.publicKey,
      issuer: { key: between, certificate: parseCertificate(middle) },
      ...validity,
      serial: Uint8Array.of(7, 2),
      extKeyUsage: [purpose === 'server' ? 'serverAuth' : 'clientAuth'],
      ...(purpose === 'server'
        ? { dnsNames: ['localhost', 'www.example.com'], ipAddresses: ['127.0.0.1'] }
        : { emailAddresses: ['alice@example.com'] }),
      ocspUrls: ['http://ocsp.example/'],
      crlUrls: ['http://crl.example/1.crl'],
      issuerUrls: ['http://ca.example/1.cer'],
    }),
  );
  return { kind: 'certificate', chain: [leaf, middle], key };
};

function shake(
  client: Partial<ClientOptions>,
  server: Partial<ServerOptions>,
  secrets = false,
): Told & { readonly pair: Pair } {
  const watched = { observe: true, secrets, trust: ca.trust };
  const pair = {
    client: makeClient({ ...watched, ...client }),
    server: makeServer({ ...watched, ...server }),
  };
  carry(pair);
  const failed = failure(pair.client) ?? failure(pair.server);
  if (failed) throw failed;
  pair.client.connection.close();
  carry(pair);
  return {
    client: told('client', pair.client.events, secrets),
    server: told('server', pair.server.events, secrets),
    pair,
  };
}

function told(role: 'client' | 'server', events: readonly Event[], secrets: boolean): TraceDocument {
  const recorder = new TraceRecorder({ role, startedAt: 0, wallClock: testTime, secrets });
  for (const event of events) recorder.add(event);
  return recorder.document();
}

function resumed(version: 'TLS 1.2' | 'TLS 1.3'): Told {
  const options = { versions: [version] } as const;
  const server = { ...options, credentials: [chained('EC', 'server')], tickets: ticketsOf() };
  const [session] = sessions(shake(options, server).pair.client);
  return shake({ ...options, session: session! }, server);
}

/** By name; each is made when it is asked for. */
export const toldHandshakes: Readonly<Record<string, (secrets?: boolean) => Told>> = {
  'TLS 1.2, RSA': (secrets) =>
    shake(
      { versions: ['TLS 1.2'], keyExchanges: ['RSA'] },
      { keyExchanges: ['RSA'], credentials: [chained('RSA', 'server')] },
      secrets,
    ),
  'TLS 1.2, RSA with CBC': (secrets) => {
    const cipherSuites = ['TLS_RSA_WITH_AES_128_CBC_SHA'];
    return shake({ cipherSuites }, { cipherSuites, credentials: [chained('RSA', 'server')] }, secrets);
  },
  'TLS 1.2, DHE': () =>
    shake(
      { versions: ['TLS 1.2'], keyExchanges: ['DHE'] },
      { keyExchanges: ['DHE'], credentials: [chained('RSA', 'server')] },
    ),
  'TLS 1.2, ECDHE': () =>
    shake(
      { versions: ['TLS 1.2'], applicationProtocols: ['h2', 'http/1.1'] },
      { credentials: [chained('EC', 'server')], applicationProtocols: ['h2'], tickets: ticketsOf() },
    ),
  'TLS 1.2, ECDHE, of a client that offers TLS 1.3 too': () =>
    shake({}, { versions: ['TLS 1.2'], credentials: [chained('RSA', 'server')] }),
  'TLS 1.2, mutual': () =>
    shake(
      { versions: ['TLS 1.2'], credentials: [chained('RSA', 'client')] },
      { credentials: [chained('EC', 'server')], clientAuthentication: 'require' },
    ),
  'TLS 1.2, stapled': () =>
    shake({ versions: ['TLS 1.2'] }, { credentials: [ca.staple(ca.issue('RSA', 'server'))] }),
  'TLS 1.2, resumed by ticket': () => resumed('TLS 1.2'),
  'TLS 1.3': () =>
    shake(
      { applicationProtocols: ['h2', 'http/1.1'] },
      { credentials: [chained('EC', 'server')], applicationProtocols: ['h2'], tickets: ticketsOf() },
    ),
  'TLS 1.3, mutual': () =>
    shake(
      { credentials: [chained('EC', 'client')] },
      { credentials: [chained('RSA', 'server')], clientAuthentication: 'require' },
    ),
  'TLS 1.3, after a HelloRetryRequest': () =>
    shake(
      { groups: ['x25519', 'secp256r1'] },
      { credentials: [chained('EC', 'server')], groups: ['secp256r1'] },
    ),
  'TLS 1.3, stapled': () => shake({}, { credentials: [ca.staple(ca.issue('EC', 'server'))] }),
  'TLS 1.3, resumed': () => resumed('TLS 1.3'),
};
