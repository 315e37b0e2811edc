/** Which of its certificates a client sends, which it withholds, and how that is told. */
import { once } from 'node:events';
import tls from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { generateKey } from '../src/crypto/providers/node.ts';
import { connect } from '../src/exports/node.ts';
import type { Credential } from '../src/handshake/config.ts';
import type { DecisionEvent, Event, WithheldEvent } from '../src/handshake/events.ts';
import { type IssueRequest, issueCertificate } from '../src/issue/index.ts';
import type { ClientOptions, ServerOptions } from '../src/options/options.ts';
import { writeMessage } from '../src/protocol/message.ts';
import {
  CertificateRequest,
  CertificateRequest12,
  ClientCertificateType,
} from '../src/protocol/messages/index.ts';
import { SignatureScheme } from '../src/protocol/numbers/schemes.ts';
import { encodePem } from '../src/wire/pem.ts';
import { type TrustStore, trustStore } from '../src/x509/index.ts';
import { type Hand, run } from './adversary.ts';
import { type Made, make, makeCa, noon, storeOf } from './chain.ts';
import { ecServer, listening, ca as loopbackCa } from './loopback.ts';
import { established, failure, joined, makeClient, type Side, sessions, ticketsOf } from './pair.ts';

const root = makeCa('Root');
const intermediate = makeCa('Intermediate', root);
const stranger = makeCa('Stranger');
const server = make('localhost', root, { dnsNames: ['localhost'] });
const credentialOf = ([leaf, ...rest]: [Made, ...Made[]], more: Partial<Credential> = {}): Credential => ({
  kind: 'certificate',
  chain: [leaf, ...rest].map(({ der }) => der),
  key: leaf.key,
  ...more,
});
const client = (name: string, issuer: Made, request: Partial<IssueRequest> = {}): Made =>
  make(name, issuer, { extKeyUsage: ['clientAuth'], ...request });
const alice = client('alice', intermediate);
const bob = client('bob', stranger);
const wallClock = () => noon;

/** With its sentences as text. */
const written = <T>(event: T): T => event && JSON.parse(JSON.stringify(event));
const withheldBy = ({ events }: Side): WithheldEvent | undefined =>
  written(events.find((event): event is Event & WithheldEvent => event.type === 'withheld'));
const decisionOf = ({ events }: Side): DecisionEvent | undefined =>
  written(
    events.find(
      (event): event is Event & DecisionEvent =>
        event.type === 'decision' && event.about === 'client_certificate',
    ),
  );
const reasonsIn = (event: Pick<WithheldEvent, 'unfit'> | undefined) =>
  event?.unfit.map(({ mismatchs }) => mismatchs.map(({ of }) => of));

/** The server accepts whom its anchors issued, and names those of `named`, which may be others. */
function meet(ours: Partial<ClientOptions>, named: TrustStore, theirs: Partial<ServerOptions> = {}) {
  return joined(
    { trust: storeOf(root), wallClock, observe: true, ...ours },
    {
      credentials: [credentialOf([server])],
      clientAuthentication: 'require',
      trust: named,
      wallClock,
      ...theirs,
    },
  );
}

/** The common name of the certificate that came, or why none did. */
const came = ({ server: side }: ReturnType<typeof meet>): string | undefined =>
  established(side)?.peer.verdict?.leaf?.subject.text ?? failure(side)?.reason;

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('%s', (version) => {
  const versions = [version];

  it('withholds a certificate of another authority, and says so when that is held against us', () => {
    const pair = meet({ versions, credentials: [credentialOf([bob])] }, storeOf(root, intermediate));
    expect(came(pair)).toBe('client-certificate-required');
    const asked = { authorities: ['CN=Root', 'CN=Intermediate'] };
    const unfit = [
      {
        credential: 'CN=bob, issued by CN=Stranger',
        mismatchs: [
          {
            of: 'certificate_authorities',
            why: 'it was issued by CN=Stranger, and the request names CN=Root; CN=Intermediate',
            isMust: false,
          },
        ],
      },
    ];
    expect(withheldBy(pair.client)).toMatchObject({ asked, unfit });
    expect(decisionOf(pair.client)).toMatchObject({ chosen: 'withheld', id: 'withheld', asked, unfit });
    expect(failure(pair.client)).toMatchObject({ reason: 'alert-received' });
    expect(failure(pair.client)?.message).toMatch(
      /^the peer sent the alert (certificate_required \(116\)|handshake_failure \(40\)); the server asked for a certificate, and ours was withheld: it was issued by CN=Stranger/,
    );
  });

  it('goes on without one where the server lets it, and tells all the same', () => {
    const pair = meet({ versions, credentials: [credentialOf([bob])] }, storeOf(root), {
      clientAuthentication: 'request',
    });
    expect(established(pair.client)?.agreement.clientAuthenticated).toBe(false);
    expect(reasonsIn(withheldBy(pair.client))).toEqual([['certificate_authorities']]);
  });

  it('says so when there is none to withhold', () => {
    const pair = meet({ versions }, storeOf(root));
    expect(failure(pair.client)?.message).toContain(
      'the server asked for a certificate, and there is none to send',
    );
    expect(withheldBy(pair.client)).toBeUndefined();
    expect(decisionOf(pair.client)).toMatchObject({ chosen: 'none', id: 'none', unfit: [] });
  });

  it('sends it nevertheless when told to, and says against what', () => {
    const pair = meet(
      { versions, credentials: [credentialOf([bob])], askedAuthorities: 'ignore' },
      storeOf(root),
      { onRejected: () => true },
    );
    expect(came(pair)).toBe('CN=bob');
    expect(withheldBy(pair.client)).toBeUndefined();
    expect(decisionOf(pair.client)?.rule).toContain('although it was issued by CN=Stranger');
    expect(decisionOf(pair.client)?.id).toBe('sent-although');
  });

  it('sends it when the server names nobody', () => {
    const pair = meet({ versions, credentials: [credentialOf([bob])] }, storeOf(stranger), {
      authorities: 'none',
    });
    expect(came(pair)).toBe('CN=bob');
    expect(decisionOf(pair.client)?.asked?.authorities).toEqual([]);
  });

  it.each([
    ['the issuer', [alice], intermediate],
    ['the issuer, with it in the chain', [alice, intermediate], intermediate],
    ['the root, by an intermediate of ours', [alice, intermediate], root],
    ['the root, which is sent too', [alice, intermediate, root], root],
  ] as const)('sends what was issued by %s', (_, [leaf, ...rest], named) => {
    const pair = meet({ versions, credentials: [credentialOf([leaf, ...rest])] }, storeOf(named));
    expect(came(pair)).toBe('CN=alice');
  });

  it.each([
    ['the root, with nothing in between', [alice], root],
    ['the issuer of surplus that does not belong to it', [alice, bob], stranger],
  ] as const)('does not take for it what was issued by %s', (_, [leaf, ...rest], named) => {
    const pair = meet({ versions, credentials: [credentialOf([leaf, ...rest])] }, storeOf(named));
    expect(reasonsIn(withheldBy(pair.client))).toEqual([['certificate_authorities']]);
  });

  it('compares names by what they mean', () => {
    const { spki, subject } = intermediate.certificate;
    // A UTF8String in the certificate, a PrintableString in the request.
    const der = Uint8Array.from(subject.der);
    der[der.indexOf(0x0c)] = 0x13;
    const named = trustStore([
      { subject: { der, key: subject.key, text: subject.text, rdns: [], rdnKeys: [] }, spki },
    ]);
    expect(came(meet({ versions, credentials: [credentialOf([alice])] }, named))).toBe('CN=alice');
  });

  it('chooses the first of several that is all that was asked for', () => {
    const carol = client('carol', intermediate);
    const credentials = [bob, alice, carol].map((leaf) => credentialOf([leaf]));
    const pair = meet({ versions, credentials }, storeOf(intermediate));
    expect(came(pair)).toBe('CN=alice');
    expect(decisionOf(pair.client)).toMatchObject({
      chosen: 'sent',
      unfit: [{ credential: 'CN=bob, issued by CN=Stranger' }],
    });
    expect(withheldBy(pair.client)).toBeUndefined();
  });

  it('tells of all when none fits', () => {
    const credentials = [bob, client('eve', stranger)].map((leaf) => credentialOf([leaf]));
    const pair = meet({ versions, credentials }, storeOf(root));
    expect(withheldBy(pair.client)?.unfit.map(({ credential }) => credential)).toEqual([
      'CN=bob, issued by CN=Stranger',
      'CN=eve, issued by CN=Stranger',
    ]);
    expect(failure(pair.client)?.message).toContain('all 2 of ours were withheld');
  });

  it('prefers one that the server can check in every certificate', () => {
    const algorithm = { kind: 'ECDSA', hash: 'SHA-384' } as const;
    const odd = client('odd', intermediate, { algorithm });
    const signatureSchemes = ['ecdsa_secp256r1_sha256'];
    const both = [odd, alice].map((leaf) => credentialOf([leaf]));
    const named = storeOf(intermediate);
    expect(came(meet({ versions, credentials: both }, named, { signatureSchemes }))).toBe('CN=alice');
    const alone = meet({ versions, credentials: [both[0]!] }, named, { signatureSchemes });
    expect(came(alone)).toBe('CN=odd');
    expect(decisionOf(alone.client)?.rule).toContain('"CN=odd" is signed with ecdsaWithSHA384');
  });

  it('withholds one that cannot sign as the server wants, or may not sign', () => {
    const named = storeOf(intermediate);
    const rsa = meet({ versions, credentials: [credentialOf([alice])] }, named, {
      signatureSchemes: ['rsa_pss_rsae_sha256', 'ed25519'],
      credentials: [credentialOf([server], { schemes: [SignatureScheme.ecdsa_secp256r1_sha256] })],
    });
    expect(reasonsIn(withheldBy(rsa.client))?.[0]).toContain('signature_algorithms');
    const wraps = client('wraps', intermediate, { keyUsage: ['keyEncipherment'] });
    const ignoring = { askedAuthorities: 'ignore' } as const;
    const usage = meet({ versions, credentials: [credentialOf([wraps])], ...ignoring }, named);
    expect(reasonsIn(withheldBy(usage.client))).toEqual([['keyUsage']]);
  });

  it('leaves the authorities to whoever chooses, and nothing else', () => {
    const named = storeOf(root);
    const seen: string[][] = [];
    const given = (credential: Credential | undefined) =>
      meet(
        {
          versions,
          credentials({ authorities }) {
            seen.push(authorities.map((der) => Buffer.from(der).toString('hex')));
            return credential;
          },
        },
        named,
        { onRejected: () => true },
      );
    expect(came(given(credentialOf([bob])))).toBe('CN=bob');
    expect(seen).toEqual([[Buffer.from(root.certificate.subject.der).toString('hex')]]);
    const wraps = client('wraps', root, { keyUsage: ['keyEncipherment'] });
    expect(reasonsIn(withheldBy(given(credentialOf([wraps])).client))).toEqual([['keyUsage']]);
    expect(withheldBy(given(undefined).client)).toBeUndefined();
  });

  it('does not offer to resume what was authenticated under the other rule', () => {
    const lax = { versions, credentials: [credentialOf([alice])], askedAuthorities: 'ignore' } as const;
    const tickets = ticketsOf();
    const [session] = sessions(meet(lax, storeOf(intermediate), { tickets }).client);
    const offers = (options: Partial<ClientOptions>): boolean => {
      const { connection } = makeClient({ trust: storeOf(root), wallClock, session, ...lax, ...options });
      return Buffer.from(connection.takeOutput()!).includes(Buffer.from(session!.ticket));
    };
    expect(offers({})).toBe(true);
    expect(offers({ askedAuthorities: 'honour' })).toBe(false);
  });
});

/** The server's request, changed on its way into both transcripts. */
const asking =
  (change: (request: CertificateRequest) => CertificateRequest): Hand =>
  ({ is }) =>
    is === CertificateRequest
      ? [
          writeMessage(
            CertificateRequest,
            change({
              certificateRequestContext: new Uint8Array(),
              extensions: { signatureAlgorithms: [SignatureScheme.ecdsa_secp256r1_sha256] },
            }),
          ),
        ]
      : undefined;

function asked(leaf: Made, hand: Hand, ours: Partial<ClientOptions> = {}) {
  const credentials = [credentialOf([leaf])];
  return run(
    {
      name: 'asked',
      client: { trust: storeOf(root), wallClock, credentials, ...ours },
      server: {
        credentials: [credentialOf([server])],
        clientAuthentication: 'request',
        trust: storeOf(intermediate),
        wallClock,
      },
    },
    'server',
    hand,
  );
}

describe('oid_filters (RFC 9846 section 4.3.5)', () => {
  const keyUsage = '0603551d0f';
  const extKeyUsage = '0603551d25';
  const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
  const filtered = (leaf: Made, ...filters: [oid: string, values: string][]) =>
    asked(
      leaf,
      asking(({ extensions, ...rest }) => ({
        ...rest,
        extensions: {
          ...extensions,
          oidFilters: filters.map(([oid, values]) => ({
            certificateExtensionOid: bytes(oid),
            certificateExtensionValues: bytes(values),
          })),
        },
      })),
    );
  const signs = '03020780';
  const clientAuth = '300a06082b06010505070302';
  const serverAuth = '300a06082b06010505070301';

  it.each([
    ['digitalSignature', alice, [[keyUsage, signs]]],
    ['clientAuth', alice, [[extKeyUsage, clientAuth]]],
    [
      'both',
      alice,
      [
        [keyUsage, signs],
        [extKeyUsage, clientAuth],
      ],
    ],
    ['an extension that nobody knows', alice, [['06022a03', '0500']]],
    ['what is no identifier', alice, [['551d0f', '0500']]],
  ] as [string, Made, [string, string][]][])('are met by a certificate with %s', (_, leaf, filters) => {
    const pair = filtered(leaf, ...filters);
    expect(failure(pair.client)).toBeUndefined();
    expect(established(pair.server)?.peer.verdict?.leaf?.subject.text).toBe('CN=alice');
  });

  const bare = make('bare', intermediate, {
    extensions: (standard) => standard.filter(({ extnID }) => !/^2\.5\.29\.(15|37)$/.test(extnID)),
  });
  it.each([
    ['serverAuth', alice, [[extKeyUsage, serverAuth]], 'it lacks extKeyUsage serverAuth'],
    ['keyCertSign', alice, [[keyUsage, '03020204']], 'it lacks keyUsage keyCertSign'],
    ['a keyUsage', bare, [[keyUsage, signs]], 'it lacks keyUsage digitalSignature'],
    ['an extKeyUsage', bare, [[extKeyUsage, clientAuth]], 'it lacks extKeyUsage clientAuth'],
  ] as [string, Made, [string, string][], string][])('withhold one without %s', (_, leaf, filters, why) => {
    const pair = filtered(leaf, ...filters);
    expect(established(pair.client)?.agreement.clientAuthenticated).toBe(false);
    expect(withheldBy(pair.client)?.unfit[0]?.mismatchs).toEqual([{ of: 'oid_filters', why, isMust: true }]);
    expect(withheldBy(pair.client)?.asked.oidFilters).toHaveLength(filters.length);
  });

  it.each([
    [
      'that stand twice',
      [
        [keyUsage, signs],
        [keyUsage, signs],
      ],
    ],
    ['with values of another extension', [[keyUsage, clientAuth]]],
    ['with values that are cut off', [[extKeyUsage, clientAuth.slice(0, -2)]]],
    ['for any purpose', [[extKeyUsage, '30060604551d2500']]],
  ] as [string, [string, string][]][])('%s end the handshake', (_, filters) => {
    expect(failure(filtered(alice, ...filters).client)).toMatchObject({
      reason: 'illegal-value',
      alert: 'illegal_parameter',
      rfc: 'RFC 9846 section 4.3.5',
    });
  });
});

describe('a request of its own', () => {
  it('in TLS 1.2 for other kinds of keys withholds one', () => {
    const hand: Hand = ({ is }) =>
      is === CertificateRequest12
        ? [
            writeMessage(CertificateRequest12, {
              certificateTypes: [ClientCertificateType.rsa_sign],
              supportedSignatureAlgorithms: [SignatureScheme.ecdsa_secp256r1_sha256],
              certificateAuthorities: [],
            }),
          ]
        : undefined;
    const pair = asked(alice, hand, { versions: ['TLS 1.2'] });
    expect(withheldBy(pair.client)).toMatchObject({
      asked: { certificateTypes: ['rsa_sign'] },
      unfit: [{ mismatchs: [{ of: 'certificate_types', isMust: true }] }],
    });
  });

  it('with names that cannot be read is for nobody that we know', () => {
    const pair = asked(
      alice,
      asking(({ extensions, ...rest }) => ({
        ...rest,
        extensions: { ...extensions, certificateAuthorities: [Uint8Array.of(1, 2, 3)] },
      })),
    );
    expect(withheldBy(pair.client)).toMatchObject({ asked: { authorities: ['a name that cannot be read'] } });
  });

  it('for signatures in certificates is what chains are chosen by', () => {
    const rsaOnly = asking(({ extensions, ...rest }) => ({
      ...rest,
      extensions: { ...extensions, signatureAlgorithmsCert: [SignatureScheme.rsa_pkcs1_sha256] },
    }));
    // There is no other, so it goes all the same (section 4.5.1.2).
    expect(failure(asked(alice, rsaOnly).client)).toBeUndefined();
    expect(withheldBy(asked(alice, rsaOnly).client)).toBeUndefined();
  });

  it('does not get SHA-1 in TLS 1.3, unless it asks for it', () => {
    const old = client('old', intermediate, { algorithm: { kind: 'ECDSA', hash: 'SHA-1' } });
    const hand = (...signatureAlgorithmsCert: number[]) =>
      asking(({ extensions, ...rest }) => ({
        ...rest,
        extensions: { ...extensions, signatureAlgorithmsCert },
      }));
    const kept = asked(old, hand(SignatureScheme.ecdsa_secp256r1_sha256));
    expect(reasonsIn(withheldBy(kept.client))).toEqual([['signature_algorithms_cert']]);
    expect(withheldBy(asked(old, hand(SignatureScheme.ecdsa_sha1)).client)).toBeUndefined();
  });
});

describe('the Node adapter', () => {
  it('tells of a certificate that was withheld, and again when it is refused for that', async () => {
    const key = generateKey('EC');
    const der = await issueCertificate({
      subject: { CN: 'bob' },
      publicKey: key.publicKey,
      issuer: { key: stranger.key, certificate: stranger.der },
      notBefore: Date.now() - 1000,
      notAfter: Date.now() + 100_000,
      serial: Uint8Array.of(9),
      extKeyUsage: ['clientAuth'],
    });
    const ours = { cert: encodePem('CERTIFICATE', der), key: key.pem };
    const listener = tls.createServer({ ...ecServer, requestCert: true, ca: loopbackCa });
    listener.on('tlsClientError', () => {});
    const port = await listening(listener);
    const dial = (options = {}) => {
      const socket = connect({
        port,
        host: '127.0.0.1',
        servername: 'localhost',
        ca: loopbackCa,
        ...ours,
        ...options,
      });
      onTestFinished(() => void socket.destroy());
      return socket;
    };
    const socket = dial();
    const failed = once(socket, 'error').catch((error: unknown) => [error]);
    const told = new Promise((resolve) => socket.once('certificateWithheld', resolve));
    expect(written(await told)).toMatchObject({
      asked: { authorities: ['CN=Loopback CA'] },
      unfit: [{ credential: 'CN=bob, issued by CN=Stranger' }],
    });
    expect(socket.certificateWithheld).toBe(await told);
    const [error] = await failed;
    expect((error as Error).message).toContain('ours was withheld: it was issued by CN=Stranger');
    expect(error).toMatchObject({ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
    const insistent = dial({ askedAuthorities: 'ignore' });
    const refused = await new Promise<Error>((resolve) => insistent.once('error', resolve));
    expect(insistent.certificateWithheld).toBeUndefined();
    expect(refused.message).not.toContain('withheld');
    expect(() => dial({ askedAuthorities: 'sometimes' })).toThrow(TypeError);
  });
});
