/** What a handshake refuses, or does without, that no lie of test/authenticated-lies.test.ts is about. */
import { describe, expect, it } from 'vitest';
import type { PrivateKey } from '../src/crypto/provider.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import type { CertificateCheck, Credential } from '../src/handshake/config.ts';
import { chooseScheme } from '../src/handshake/credentials/signature-choice.ts';
import { freshTicketKey, sealedTickets } from '../src/handshake/sessions/sealed-tickets.ts';
import { readSession, writeSession } from '../src/handshake/sessions/session.ts';
import { writeMessage } from '../src/protocol/message.ts';
import {
  Certificate12,
  ClientHello,
  HelloRequest,
  KeyUpdate,
  NewSessionTicket,
  ServerHello12,
} from '../src/protocol/messages/index.ts';
import { SignatureScheme } from '../src/protocol/numbers/schemes.ts';
import { TLS12, TLS13 } from '../src/protocol/numbers/versions.ts';
import { parseCertificate } from '../src/x509/index.ts';
import { ca, type Row, run } from './adversary.ts';
import { rebound } from './lies/binder.ts';
import { changed, retold, withExtensions } from './lies/lie.ts';
import { keys, mutual, plain, pss, resumed, sessionOf } from './lies/rows.ts';
import { carry, changedSession, established, failure, sessions, testTime, ticketsOf } from './pair.ts';

const WEEK = 7 * 24 * 60 * 60 * 1000;
const plain13 = plain('TLS 1.3');
const isResumed = (pair: ReturnType<typeof run>) => established(pair.server)!.agreement.resumed;

describe('a KeyUpdate', () => {
  it('asks for what there is to ask for', () => {
    const pair = run(plain13, 'client', retold(KeyUpdate, () => ({ requestUpdate: 2 }))());
    pair.client.connection.updateKeys();
    carry(pair);
    expect(failure(pair.server)).toMatchObject({ reason: 'illegal-value', alert: 'illegal_parameter' });
  });

  it('is answered once, when something is written, however often it came', () => {
    const pair = run(plain13);
    const updates = () => pair.sent.filter(({ by, is }) => by === 'server' && is === KeyUpdate).length;
    for (let i = 0; i < 5; i++) pair.client.connection.updateKeys(true);
    carry(pair);
    expect(updates()).toBe(0);
    pair.server.connection.write(Uint8Array.of(1));
    carry(pair);
    expect(updates()).toBe(1);
    expect(failure(pair.client)).toBeUndefined();
  });
});

describe('a ticket', () => {
  const given = (lifetime: number) =>
    sessions(run(plain13, 'server', retold(NewSessionTicket, () => ({ ticketLifetime: lifetime }))()).client);

  it('is kept for at most a week, and not at all with a lifetime of zero', () => {
    expect(given(60)[0]!.expiresAt).toBe(testTime + 60_000);
    expect(given(1_000_000)[0]!.expiresAt).toBe(testTime + WEEK);
    expect(given(0)).toEqual([
      // The hand has changed the first of two.
      expect.objectContaining({ expiresAt: testTime + 3_600_000 }),
    ]);
  });

  it('is not given to a client that cannot use it', () => {
    const tickets = (hand?: ReturnType<ReturnType<typeof withExtensions>>) =>
      run(plain13, 'client', hand).sent.filter(({ is }) => is === NewSessionTicket);
    expect(tickets()).not.toHaveLength(0);
    expect(tickets(withExtensions(ClientHello, { pskKeyExchangeModes: undefined })())).toHaveLength(0);
  });

  it('is not given when it would be longer than a hello has room for', () => {
    const row = mutual('TLS 1.3');
    const tickets = (links: number) =>
      run({
        ...row,
        client: {
          ...row.client,
          credentials: [
            { ...keys.EC.client, chain: [...keys.EC.client.chain, ...Array(links).fill(ca.der)] },
          ],
        },
        server: { ...row.server, tickets: ticketsOf() },
      });
    const most = Math.ceil(2 ** 14 / ca.der.length);
    for (const [links, count] of [
      [1, 2],
      [most, 0],
    ] as const) {
      const pair = tickets(links);
      expect(established(pair.server)).toBeDefined();
      expect(pair.sent.filter(({ is }) => is === NewSessionTicket)).toHaveLength(count);
    }
  });

  it('is not accepted from a client that offers it without a key exchange', () => {
    const { client, server } = resumed('TLS 1.3');
    const row: Row = { name: 'psk_ke', client, server };
    const modes = (mode: number) =>
      rebound(client.session!, ({ extensions }) => ({
        extensions: changed(extensions, { pskKeyExchangeModes: [mode] }),
      }))();
    expect(isResumed(run(row, 'client', modes(1)))).toBe(true);
    expect(isResumed(run(row, 'client', modes(0)))).toBe(false);
  });

  it('of TLS 1.2 is not valid in TLS 1.3', () => {
    const suites = {
      cipherSuites: ['TLS_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
    };
    const server = { ...suites, credentials: [keys.EC.server], tickets: ticketsOf() };
    const session12 = sessionOf({ name: '', client: { ...suites, versions: ['TLS 1.2'] }, server });
    const offered = changedSession(session12, { version: TLS13, cipherSuite: 0x1301 });
    const pair = run({ name: '', client: { ...suites, session: offered }, server });
    expect(failure(pair.client)?.message).toBeUndefined();
    expect(isResumed(pair)).toBe(false);
  });

  it('of TLS 1.2 is not taken with a cipher suite that is off, or not offered', () => {
    const { client, server } = plain('TLS 1.2');
    const session = sessionOf({ name: '', client, server });
    const other = { cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'] };
    const both = { cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', ...other.cipherSuites] };
    const off = run({ name: '', client: { ...client, ...both, session }, server: { ...server, ...other } });
    const withoutIt = retold(ClientHello, ({ cipherSuites }) => ({
      cipherSuites: cipherSuites.filter((id) => id !== session.cipherSuite),
    }));
    const unoffered = run({ name: '', client: { ...client, session }, server }, 'client', withoutIt());
    expect(established(off.server)!.agreement).toMatchObject({ resumed: false });
    expect(failure(unoffered.server)?.message).toBeUndefined();
    expect(unoffered.sent.some(({ is }) => is === Certificate12)).toBe(true);
  });

  it('of TLS 1.2 was not taken by a server that answers with a session ID of its own', () => {
    const { client, server } = plain('TLS 1.2');
    const session = sessionOf({ name: '', client, server });
    const own = retold(ServerHello12, () => ({ legacySessionIdEcho: new Uint8Array(32).fill(7) }));
    const other = { ...server, tickets: ticketsOf() };
    const pair = run({ name: '', client: { ...client, session }, server: other }, 'server', own());
    expect(failure(pair.client)?.message).toBeUndefined();
    expect(established(pair.client)!.agreement).toMatchObject({ resumed: false });
  });

  it('is opened by the key that its name names, and by no other', () => {
    const [a, b, c] = [0, 1, 2].map(() => freshTicketKey(nodeProvider));
    const state = Uint8Array.of(1, 2, 3);
    const ring = (...of: (typeof a)[]) => sealedTickets(nodeProvider, () => of.map((key) => key!), 60);
    const ticket = ring(b).seal(state) as Uint8Array;
    expect(ring(a, b).open(ticket)).toEqual(state);
    expect(ring(a, c).open(ticket)).toBeUndefined();
    expect(ring(b).open(ticket.subarray(0, 43))).toBeUndefined();
    expect(ring(b).open(new Uint8Array())).toBeUndefined();
    expect(() => ring().seal(state)).toThrow('there is no ticket key');
  });
});

describe('a session that was written down', () => {
  const bytes = writeSession(sessionOf(plain13));

  it('is read only in the current layout, and only whole', () => {
    expect(readSession(bytes)!.version).toBe(TLS13);
    for (const layout of [0, 1, 3])
      expect(readSession(Uint8Array.of(layout, ...bytes.subarray(1)))).toBeUndefined();
    expect(readSession(Uint8Array.of(bytes[0]!, 3, 2, ...bytes.subarray(3)))).toBeUndefined();
    expect(readSession(bytes.subarray(0, bytes.length - 1))).toBeUndefined();
    expect(readSession(new Uint8Array())).toBeUndefined();
  });
});

describe('a renegotiation', () => {
  it('is refused to a server', () => {
    const request = writeMessage(HelloRequest, {});
    const { client } = run(plain('TLS 1.2'), 'server', ({ is, raw }) =>
      is.name === 'Finished' ? [raw, request] : undefined,
    );
    expect(established(client)).toBeDefined();
    expect(failure(client)).toMatchObject({ reason: 'renegotiation-refused', alert: 'no_renegotiation' });
  });

  it('is refused to a client', () => {
    let hello: Uint8Array;
    // Here the client has the last word.
    const { server } = run(resumed('TLS 1.2'), 'client', ({ is, raw }) => {
      if (is.name === 'ClientHello') hello = raw;
      return is.name === 'Finished' ? [raw, hello] : undefined;
    });
    expect(established(server)).toBeDefined();
    expect(failure(server)).toMatchObject({ reason: 'renegotiation-refused', alert: 'no_renegotiation' });
  });
});

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('%s', (version) => {
  it('a server without a certificate for this client says so', () => {
    const { server } = run({
      ...plain(version),
      server: { versions: [version], credentials: () => undefined },
    });
    expect(failure(server)).toMatchObject({ reason: 'no-credential', alert: 'handshake_failure' });
  });

  /** A check of one's own that looks at another certificate than the one that came. */
  const judging =
    (leaf: Uint8Array | undefined): CertificateCheck =>
    () =>
      ({
        verdict: 'accepted',
        message: '',
        leaf: leaf && parseCertificate(leaf),
        path: [],
        paths: [],
      }) as unknown as ReturnType<CertificateCheck>;
  const shown = (checkCertificate: CertificateCheck, der?: Uint8Array, provider = nodeProvider) =>
    run({
      name: '',
      client: { ...plain(version).client, checkCertificate, provider },
      server: {
        ...plain(version).server,
        ...(der && { credentials: () => ({ ...keys.EC.server, chain: [der] }) }),
      },
    });

  it('takes the key out of the certificate that came, whatever a check has read', () => {
    const { client } = shown(judging(keys.RSA.server.chain[0]!));
    expect(failure(client)?.message).toBeUndefined();
    expect(established(client)).toBeDefined();
  });

  it('refuses a certificate that cannot be read, although a check took it', () => {
    const damaged = keys.EC.server.chain[0]!.slice(0, -1);
    expect(failure(shown(judging(undefined), damaged).client)).toMatchObject({
      reason: 'certificate-malformed',
      alert: 'bad_certificate',
    });
  });

  it('refuses a key that the provider does not know, and says what a provider breaks on', () => {
    const keyless = { ...nodeProvider, publicKey: () => undefined };
    expect(failure(shown(judging(undefined), undefined, keyless).client)).toMatchObject({
      reason: 'certificate-wrong-key',
    });
    const broken = {
      ...nodeProvider,
      publicKey: () => {
        throw new Error('out of order');
      },
    };
    expect(failure(shown(judging(undefined), undefined, broken).client)).toMatchObject({
      reason: 'internal',
      message: 'code that was passed in failed: out of order',
    });
  });
});

describe('a key of our own', () => {
  it('signs with RSASSA-PSS only where it has room for two hashes', () => {
    const schemeOf = (bits: number) => {
      const key = { type: 'RSA', bits } as PrivateKey;
      const scheme = SignatureScheme.rsa_pss_rsae_sha512;
      const wish = { version: TLS12, signatureSchemes: [scheme], authorities: [] } as const;
      return chooseScheme({ kind: 'certificate', chain: [], key }, [scheme], wish)?.scheme;
    };
    expect(schemeOf(1040)).toBeDefined();
    expect(schemeOf(1024)).toBeUndefined();
  });
});

describe('RSA key exchange', () => {
  const [old, signed] = ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'];
  const withKey = (credential: Credential, ...cipherSuites: string[]) =>
    run({ name: '', client: { cipherSuites }, server: { cipherSuites, credentials: [credential] } });
  /** The key of a credential, which says otherwise what it decrypts. */
  const saying = (credential: Credential, decrypt: Pick<PrivateKey, 'decrypt'>): Credential => {
    const { key } = credential;
    const { type, bits, publicKey } = key;
    const sign: PrivateKey['sign'] = (...asked) => key.sign(...asked);
    return { ...credential, key: { type, bits, publicKey, sign, ...decrypt } };
  };
  const signsAlone = saying(keys.RSA.server, {});
  const bound = saying(pss, { decrypt: keys.RSA.server.key.decrypt! });

  it.each<[string, Credential]>([
    ['decrypts nothing', signsAlone],
    ['is for RSASSA-PSS, and says that it decrypts', bound],
  ])('is not chosen by a server whose key %s', (_, credential) => {
    const { client, server } = withKey(credential, old!, signed!);
    expect(failure(client)?.message).toBeUndefined();
    expect(established(server)!.agreement.suite.name).toBe(signed);
    expect(failure(withKey(credential, old!).server)).toMatchObject({
      reason: 'no-common-suite',
      alert: 'handshake_failure',
    });
  });

  it('is chosen by a server whose key can do both, when it comes first', () => {
    const { server } = withKey(keys.RSA.server, old!, signed!);
    expect(established(server)!.agreement.suite.name).toBe(old);
  });
});

describe('where there is nothing in common', () => {
  it.each<[string, Row['client'], Row['server'], string, string]>([
    [
      'a version',
      { versions: ['TLS 1.3'] },
      { versions: ['TLS 1.2'] },
      'no-common-version',
      'protocol_version',
    ],
    [
      'a newer version',
      { versions: ['TLS 1.2'] },
      { versions: ['TLS 1.3'] },
      'no-common-version',
      'protocol_version',
    ],
    [
      'a cipher suite of TLS 1.3',
      { cipherSuites: ['TLS_AES_128_GCM_SHA256'] },
      { cipherSuites: ['TLS_AES_256_GCM_SHA384'] },
      'no-common-suite',
      'handshake_failure',
    ],
    [
      'a cipher suite of TLS 1.2',
      { cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'] },
      { cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'] },
      'no-common-suite',
      'handshake_failure',
    ],
    [
      'a group of TLS 1.3',
      { versions: ['TLS 1.3'], groups: ['x25519'] },
      { groups: ['secp256r1'] },
      'no-common-group',
      'handshake_failure',
    ],
    [
      'a group of TLS 1.2',
      { versions: ['TLS 1.2'], groups: ['x25519'] },
      { groups: ['secp384r1'] },
      'no-common-group',
      'handshake_failure',
    ],
    ...(['TLS 1.2', 'TLS 1.3'] as const).map(
      (version) =>
        [
          `a signature scheme of ${version}`,
          { versions: [version], signatureSchemes: ['rsa_pss_rsae_sha256'] },
          {},
          'no-common-scheme',
          'handshake_failure',
        ] as [string, Row['client'], Row['server'], string, string],
    ),
    [
      'an application protocol',
      { applicationProtocols: ['h2'] },
      { applicationProtocols: ['h3'] },
      'no-common-protocol',
      'no_application_protocol',
    ],
  ])('%s: the server says so', (_, client, server, reason, alert) => {
    const pair = run({ name: '', client, server: { credentials: [keys.EC.server], ...server } });
    expect(failure(pair.server)).toMatchObject({ reason, alert });
    expect(failure(pair.client)).toMatchObject({ reason: 'alert-received', alert });
  });
});

describe('a client that fell back (RFC 7507)', () => {
  it.each([
    ['TLS 1.2', true, undefined],
    ['TLS 1.3', true, 'inappropriate-fallback'],
    ['TLS 1.3', false, undefined],
  ] as const)('where the server speaks up to %s, and it says so: %s', (newest, fallbackScsv, reason) => {
    const { server } = run({
      name: '',
      client: { versions: ['TLS 1.2'], fallbackScsv },
      server: {
        credentials: [keys.EC.server],
        versions: newest === 'TLS 1.2' ? ['TLS 1.2'] : ['TLS 1.2', 'TLS 1.3'],
      },
    });
    expect(failure(server)?.reason).toBe(reason);
  });
});
