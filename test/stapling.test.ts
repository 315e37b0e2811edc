/** OCSP responses through both handshakes: asked for, stapled, shown to the check. What they prove is for x509 to say. */
import { describe, expect, it } from 'vitest';
import type { ClientOptions, ServerOptions } from '../src/connection/options.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import type { CertificateCheck, Credential } from '../src/handshake/config.ts';
import { ocspStatus } from '../src/protocol/certificate-status.ts';
import { type Message, writeMessage } from '../src/protocol/message.ts';
import {
  Certificate,
  CertificateRequest,
  CertificateStatus,
  ClientHello,
  ServerHello12,
  ServerKeyExchange,
} from '../src/protocol/messages/index.ts';
import { decode } from '../src/wire/codec.ts';
import { verifyPeer } from '../src/x509/index.ts';
import { ca, type Hand, type Role, type Run, run, withBody } from './adversary.ts';
import {
  carry,
  established,
  failure,
  makeClient,
  makeServer,
  sessions,
  testTime,
  ticketsOf,
} from './pair.ts';

/** `unauthorized` (RFC 6960 section 4.2.1): an OCSP response that says nothing of any certificate. */
const response = Uint8Array.of(0x30, 3, 0x0a, 1, 6);
const ec = ca.issue('EC', 'server');
const rsa = ca.issue('RSA', 'server');
const alice = ca.issue('EC', 'client');

const stapling = (ocspResponse: Credential['ocspResponse'], of = ec): Credential => ({
  ...of,
  ...(ocspResponse && { ocspResponse }),
});

/** A check that trusts the test's authority, and keeps the responses that it was shown. */
function seeing(purpose: 'server' | 'client') {
  const seen: (readonly Uint8Array[])[] = [];
  const checkCertificate: CertificateCheck = (chain, keyUsage, ocspResponses) => {
    seen.push(ocspResponses);
    return verifyPeer({ chain, keyUsage, trust: ca.trust, provider: nodeProvider, time: testTime, purpose });
  };
  return { seen, checkCertificate };
}

interface Given {
  readonly version: 'TLS 1.2' | 'TLS 1.3';
  readonly client?: Partial<ClientOptions> | undefined;
  readonly server?: Partial<ServerOptions> | undefined;
  readonly liar?: Role;
  readonly hand?: Hand;
}
function shake({ version, client, server, liar = 'server', hand }: Given) {
  const { seen, checkCertificate } = seeing('server');
  const row = {
    name: version,
    client: { versions: [version], checkCertificate, ...client },
    server: { credentials: [stapling(response)], ...server },
  };
  return { ...run(row, liar, hand), seen };
}

const names = ({ sent }: Run): string[] => sent.map(({ is, by }) => `${by} ${is.title ?? is.name}`);
function bodyOf<T>({ sent }: Run, message: Message<T>): T | undefined {
  const found = sent.find(({ is }) => is === (message as Message<unknown>));
  return found && decode(message.body, found.raw.subarray(4));
}
function expectOpen({ client, server }: Pick<Run, 'client' | 'server'>): void {
  expect(failure(client)?.message).toBeUndefined();
  expect(failure(server)?.message).toBeUndefined();
  expect(established(client)).toBeDefined();
  expect(established(server)).toBeDefined();
}

/** A hand that changes every message of one definition. */
const changing =
  <T>(message: Message<T>, change: (body: T, raw: Uint8Array) => readonly Uint8Array[]): Hand =>
  ({ is, raw }) =>
    is === (message as Message<unknown>) ? change(decode(message.body, raw.subarray(4)), raw) : undefined;
const status = writeMessage(CertificateStatus, ocspStatus(response));

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('%s: a server’s staple', (version) => {
  it('reaches the check, and stays with the identity', () => {
    const pair = shake({ version });
    expectOpen(pair);
    expect(pair.seen).toEqual([[response]]);
    expect(established(pair.client)?.peer.ocspResponse).toEqual(response);
    const served = names(pair).filter((name) => name.startsWith('server'));
    expect(served.slice(0, 4)).toEqual(
      version === 'TLS 1.2'
        ? ['ServerHello', 'Certificate', 'CertificateStatus', 'ServerKeyExchange'].map((is) => `server ${is}`)
        : ['ServerHello', 'EncryptedExtensions', 'Certificate', 'CertificateVerify'].map(
            (is) => `server ${is}`,
          ),
    );
  });

  it('is sent to nobody who does not ask for it', () => {
    let asked = 0;
    const credentials = [stapling(() => [response][asked++])];
    const pair = shake({ version, client: { revocation: { mode: 'off' } }, server: { credentials } });
    expectOpen(pair);
    expect(bodyOf(pair, ClientHello)!.extensions.statusRequest).toBeUndefined();
    expect(bodyOf(pair, ServerHello12)?.extensions.statusRequest).toBeUndefined();
    expect(names(pair)).not.toContain('server CertificateStatus');
    expect([asked, pair.seen]).toEqual([0, [[]]]);
  });

  it('is none where there is none', () => {
    for (const none of [undefined, () => undefined]) {
      const pair = shake({ version, server: { credentials: [stapling(none)] } });
      expectOpen(pair);
      expect(pair.seen).toEqual([[]]);
      expect(bodyOf(pair, ServerHello12)?.extensions.statusRequest).toBeUndefined();
      expect(established(pair.client)?.peer.ocspResponse).toBeUndefined();
    }
  });

  it('is for a request of the type ocsp; one of another type is no reason to fail', () => {
    for (const [type, body, wanted] of [
      ['ocsp', [1, 0, 0, 0, 0], [[response]]],
      ['another', [2, 9, 9], [[]]],
    ] as const) {
      const hand = changing(ClientHello, (hello) => {
        const extensions = { ...hello.extensions, statusRequest: undefined, '0x0005': Uint8Array.from(body) };
        return [writeMessage(ClientHello, { ...hello, extensions } as never)];
      });
      const pair = shake({ version, liar: 'client', hand });
      expectOpen(pair);
      expect(pair.seen, type).toEqual(wanted);
    }
  });

  it('is malformed where the type behind it is', () => {
    const hand = changing(ClientHello, (hello) => {
      const extensions = { ...hello.extensions, statusRequest: undefined, '0x0005': Uint8Array.of(1, 0) };
      return [writeMessage(ClientHello, { ...hello, extensions } as never)];
    });
    expect(failure(shake({ version, liar: 'client', hand }).server)).toMatchObject({
      reason: 'malformed-message',
      alert: 'decode_error',
    });
  });

  it('is not sought in a resumption', () => {
    let asked = 0;
    const source = (): Uint8Array => {
      asked++;
      return response;
    };
    const server = { credentials: [stapling(source)], tickets: ticketsOf() };
    const { checkCertificate, seen } = seeing('server');
    const first = shake({ version, server, client: { checkCertificate } });
    const [session] = sessions(first.client);
    const second = shake({ version, server, client: { checkCertificate, session } });
    expectOpen(second);
    expect(established(second.client)?.agreement.resumed).toBe(true);
    expect(bodyOf(second, ServerHello12)?.extensions.statusRequest).toBeUndefined();
    expect([asked, seen]).toEqual([1, [[response]]]);
    expect(established(second.client)?.peer.ocspResponse).toBeUndefined();
  });

  it('may come late, and may fail, which costs the staple alone and is told', async () => {
    const sources: readonly [Credential['ocspResponse'], boolean, RegExp][] = [
      [async () => response, true, /and there is one$/],
      [async () => undefined, false, /and there is none$/],
      [() => Promise.reject(new Error('the responder is down')), false, /none: the responder is down$/],
      [
        () => {
          throw new Error('no such file');
        },
        false,
        /none: no such file$/,
      ],
      [() => new Uint8Array(), false, /none: it is empty$/],
      [new Uint8Array(), false, /none: it is empty$/],
    ];
    for (const [source, sent, rule] of sources) {
      const { seen, checkCertificate } = seeing('server');
      const pair = {
        client: makeClient({ versions: [version], checkCertificate }),
        server: makeServer({ credentials: [stapling(source)], observe: true }),
      };
      carry(pair);
      await new Promise((resolve) => setImmediate(resolve));
      carry(pair);
      expectOpen(pair);
      expect(seen).toEqual([sent ? [response] : []]);
      const told = pair.server.events.flatMap((event) =>
        event.type === 'decision' && event.about === 'certificate_status' ? [event] : [],
      );
      expect(told).toMatchObject([{ by: 'server', chosen: sent ? 'stapled' : 'none' }]);
      expect(told[0]!.rule).toMatch(rule);
    }
  });
});

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('%s: what was stapled is judged', (version) => {
  const mustStaple = ca.issue('EC', 'server', ['localhost'], { mustStaple: true });
  const judged = (credential: Credential, revocation?: ClientOptions['revocation']) => {
    const pair = run({
      name: version,
      client: { versions: [version], trust: ca.trust, revocation },
      server: { credentials: [credential] },
    });
    return { ...pair, error: failure(pair.client) };
  };
  const rejection = (reason: string, alert: string) => ({
    reason: 'certificate-rejected',
    alert,
    cause: { reason },
  });

  it('and found good', () => {
    for (const [credential, mode] of [
      [ca.staple(ec), 'soft'],
      [ca.staple(ec), 'hard'],
      [ca.staple(mustStaple), 'soft'],
    ] as const) {
      const pair = judged(credential, { mode });
      expectOpen(pair);
      const [path] = established(pair.client)!.peer.verdict!.paths;
      const revocation = path!.checks.filter(({ check }) => check === 'revocation');
      expect(revocation.map(({ ok, detail }) => [ok, /^good on 2026-11-19/.test(detail)])).toEqual([
        [true, true],
      ]);
    }
  });

  it('and found revoked', () => {
    const revoked = ca.staple(ec, { revocationTime: testTime - 1000, reason: 'keyCompromise' });
    const { error, server } = judged(revoked);
    expect(error).toMatchObject(rejection('revoked', 'certificate_revoked'));
    expect(failure(server)).toMatchObject({ reason: 'alert-received', alert: 'certificate_revoked' });
    expectOpen(judged(revoked, { mode: 'off' }));
  });

  it('and missed where the certificate promises it, and we asked', () => {
    expect(judged(mustStaple).error).toMatchObject(
      rejection('staple-missing', 'bad_certificate_status_response'),
    );
    expectOpen(judged(mustStaple, { mode: 'off' }));
  });

  it('and refused where it is none, or another’s', () => {
    const another = ca.staple(ca.issue('EC', 'server')).ocspResponse;
    const bad = rejection('staple-invalid', 'bad_certificate_status_response');
    for (const ocspResponse of [another, Uint8Array.of(0x30, 0)]) {
      expect(judged(stapling(ocspResponse)).error).toMatchObject(bad);
    }
  });

  it('and passed over where the responder would not answer', () => {
    expectOpen(judged(stapling(response)));
  });
});

describe('a client’s staple, as the server judges it', () => {
  it('may be good or say that the certificate is revoked', () => {
    const mutual = { clientAuthentication: 'require', trust: ca.trust, credentials: [ec] } as const;
    const served = (credential: Credential, mode: 'soft' | 'hard') =>
      run({
        name: 'mutual',
        client: { credentials: [credential] },
        server: { ...mutual, revocation: { mode } },
      });
    expectOpen(served(ca.staple(alice), 'hard'));
    expect(failure(served(alice, 'hard').server)?.cause).toMatchObject({ reason: 'revocation-unknown' });
    const revoked = ca.staple(alice, { revocationTime: testTime - 1000 });
    expect(failure(served(revoked, 'soft').server)).toMatchObject({
      reason: 'certificate-rejected',
      alert: 'certificate_revoked',
    });
  });
});

describe('CRLs that are given', () => {
  it('are obeyed by clients and by servers', () => {
    const crls = [ca.revoke(ec, alice)];
    const revocation = { mode: 'soft', crls } as const;
    const mutual = { clientAuthentication: 'require', trust: ca.trust } as const;
    for (const version of ['TLS 1.2', 'TLS 1.3'] as const) {
      const client = { versions: [version], credentials: [alice] };
      const refusing = run({
        name: version,
        client: { ...client, revocation },
        server: { credentials: [ec] },
      });
      const refused = { reason: 'certificate-rejected', alert: 'certificate_revoked' };
      expect(failure(refusing.client)).toMatchObject(refused);
      const served = run({ name: version, client, server: { credentials: [ec], ...mutual, revocation } });
      expect(failure(served.server)).toMatchObject(refused);
    }
  });

  it('are refused, as sources of more are, beside a check that would not read them', () => {
    const { checkCertificate } = seeing('server');
    const fetch = { ocsp: () => response, crl: () => response };
    for (const given of [
      { checkCertificate, revocation: { mode: 'soft', crls: [] } },
      { checkCertificate, revocation: { mode: 'hard', fetch } },
      { checkCertificate, fetchIssuer: () => ca.der },
    ] as const) {
      expect(() => makeClient(given)).toThrow(expect.objectContaining({ reason: 'misuse' }));
      expect(() => makeServer(given)).toThrow(expect.objectContaining({ reason: 'misuse' }));
    }
  });
});

describe('mode hard, without anything that is known', () => {
  it('is refused by a client with the alert about staples, by a server with another', () => {
    const unknown = { trust: ca.trust, revocation: { mode: 'hard' } } as const;
    const mutual = { clientAuthentication: 'require', trust: ca.trust } as const;
    for (const version of ['TLS 1.2', 'TLS 1.3'] as const) {
      const client = { versions: [version], credentials: [alice] };
      const bare = run({ name: version, client: { ...client, ...unknown }, server: { credentials: [ec] } });
      expect(failure(bare.client)).toMatchObject({
        reason: 'certificate-rejected',
        alert: 'bad_certificate_status_response',
        cause: { reason: 'revocation-unknown' },
      });
      const served = run({ name: version, client, server: { credentials: [ec], ...mutual, ...unknown } });
      expect(failure(served.server)).toMatchObject({
        reason: 'certificate-rejected',
        alert: 'certificate_unknown',
        cause: { reason: 'revocation-unknown' },
      });
    }
  });
});

describe('a staple that is judged', () => {
  const promising = ca.issue('EC', 'server', ['localhost'], { mustStaple: true });
  const refusal = (credential: Credential, client: Partial<ClientOptions> = {}) =>
    (['TLS 1.2', 'TLS 1.3'] as const).map((version) => {
      const given = { versions: [version], trust: ca.trust, ...client };
      const error = failure(
        run({ name: version, client: given, server: { credentials: [credential] } }).client,
      );
      return error && [error.alert, (error.cause as { reason?: string } | undefined)?.reason];
    });
  const both = <T>(value: T): T[] => [value, value];

  it('must be there where the certificate promises it, unless it was not asked for', () => {
    expect(refusal(ca.staple(promising))).toEqual(both(undefined));
    expect(refusal(promising)).toEqual(both(['bad_certificate_status_response', 'staple-missing']));
    const unauthorized = { ...promising, ocspResponse: response };
    expect(refusal(unauthorized)).toEqual(both(['bad_certificate_status_response', 'staple-missing']));
    expect(refusal(promising, { revocation: { mode: 'off' } })).toEqual(both(undefined));
  });

  it('must be of use, whether or not the certificate promises it', () => {
    const invalid = both(['bad_certificate_status_response', 'staple-invalid']);
    expect(refusal(ca.staple(ec, 'unknown'))).toEqual(invalid);
    expect(refusal({ ...ec, ocspResponse: ca.staple(rsa).ocspResponse! })).toEqual(invalid);
    expect(refusal({ ...ec, ocspResponse: Uint8Array.of(1) })).toEqual(invalid);
    expect(refusal(ca.staple(ec))).toEqual(both(undefined));
    expect(refusal({ ...ec, ocspResponse: response })).toEqual(both(undefined));
  });

  it('revokes', () => {
    const revoked = ca.staple(ec, { revocationTime: testTime - 1000 });
    expect(refusal(revoked)).toEqual(both(['certificate_revoked', 'revoked']));
  });
});

describe('TLS 1.2: CertificateStatus', () => {
  it('may be left out, also where no ServerKeyExchange follows', () => {
    const cipherSuites = ['TLS_RSA_WITH_AES_128_GCM_SHA256'];
    const byRsa = {
      client: { cipherSuites },
      server: { cipherSuites, credentials: [stapling(response, rsa)] },
    };
    for (const options of [{}, byRsa]) {
      const sent = shake({ version: 'TLS 1.2', ...options });
      const left = shake({ version: 'TLS 1.2', ...options, hand: changing(CertificateStatus, () => []) });
      for (const pair of [sent, left]) expectOpen(pair);
      expect([sent.seen, left.seen]).toEqual([[[response]], [[]]]);
      expect(bodyOf(left, ServerHello12)!.extensions.statusRequest).toBe(true);
    }
  });

  it.each<[string, Given['client'], Given['server'], Hand]>([
    ['twice', {}, {}, changing(CertificateStatus, (_, raw) => [raw, raw])],
    [
      'behind ServerKeyExchange',
      {},
      {},
      ({ is, raw }) => (is === CertificateStatus ? [] : is === ServerKeyExchange ? [raw, status] : undefined),
    ],
    [
      'that the ServerHello did not announce',
      {},
      { credentials: [ec] },
      changing(ServerKeyExchange, (_, raw) => [status, raw]),
    ],
    [
      'that nobody asked for',
      { revocation: { mode: 'off' } },
      { credentials: [ec] },
      changing(ServerKeyExchange, (_, raw) => [status, raw]),
    ],
  ])('%s is an unexpected message', (_, client, server, hand) => {
    const { client: victim } = shake({ version: 'TLS 1.2', ...{ client, server }, hand });
    expect(failure(victim)).toMatchObject({ reason: 'unexpected-message', alert: 'unexpected_message' });
  });

  it('is not announced to a client that did not ask', () => {
    const hand = changing(ServerHello12, (hello) => [
      writeMessage(ServerHello12, { ...hello, extensions: { ...hello.extensions, statusRequest: true } }),
    ]);
    const { client } = shake({ version: 'TLS 1.2', client: { revocation: { mode: 'off' } }, hand });
    expect(failure(client)).toMatchObject({
      reason: 'unsolicited-extension',
      alert: 'unsupported_extension',
    });
  });

  it.each([
    ['an unknown type', [2, 0, 0, 1, 0]],
    ['an empty response', [1, 0, 0, 0]],
    ['a response that is cut', [1, 0, 0, 5, 0x30, 3, 0x0a, 1]],
    ['a byte behind the response', [1, 0, 0, 1, 0x30, 0]],
    ['nothing in it', []],
  ])('with %s is malformed', (_, body) => {
    const hand = changing(CertificateStatus, (_body, raw) => [withBody(raw, Uint8Array.from(body))]);
    expect(failure(shake({ version: 'TLS 1.2', hand }).client)).toMatchObject({
      reason: 'malformed-message',
      alert: 'decode_error',
      step: 'waiting for CertificateStatus or ServerKeyExchange',
    });
  });
});

describe('TLS 1.3: beside a certificate', () => {
  const chain = [...ec.chain, ca.der];
  /** What stands beside the certificates, by their place. */
  const beside = (...bodies: readonly Record<string, unknown>[]): Hand =>
    changing(Certificate, (certificate) => [
      writeMessage(Certificate, {
        ...certificate,
        certificateList: certificate.certificateList.map((entry, i) => ({
          ...entry,
          extensions: bodies[i]!,
        })),
      } as never),
    ]);
  const shakeWith = (hand: Hand, client: Given['client'] = {}) =>
    shake({ version: 'TLS 1.3', client, server: { credentials: [{ ...ec, chain }] }, hand });
  const other = Uint8Array.of(0x30, 3, 0x0a, 1, 3);

  it('of any place in the chain there may be a response', () => {
    const both = shakeWith(
      beside({ statusRequest: ocspStatus(response) }, { statusRequest: ocspStatus(other) }),
    );
    expectOpen(both);
    expect(both.seen).toEqual([[response, other]]);
    expect(established(both.client)?.peer.ocspResponse).toEqual(response);
    const second = shakeWith(beside({}, { statusRequest: ocspStatus(other) }));
    expectOpen(second);
    expect(second.seen).toEqual([[other]]);
    expect(established(second.client)?.peer.ocspResponse).toBeUndefined();
  });

  it('ours stands beside our own certificate alone', () => {
    const server = { credentials: [{ ...stapling(response), chain }] };
    const list = bodyOf(shake({ version: 'TLS 1.3', server }), Certificate)!.certificateList;
    expect(list.map(({ extensions }) => Object.keys(extensions))).toEqual([['statusRequest'], []]);
  });

  it('there may be none that was not asked for, wherever', () => {
    const unasked = { statusRequest: ocspStatus(response) };
    for (const hand of [beside(unasked, {}), beside({}, unasked)]) {
      expect(failure(shakeWith(hand, { revocation: { mode: 'off' } }).client)).toMatchObject({
        reason: 'unsolicited-extension',
        alert: 'unsupported_extension',
        message: 'the server sent status_request beside a certificate, which was not asked for',
      });
    }
  });

  it('there may be nothing else, known or not', () => {
    for (const extra of [{ signedCertificateTimestamp: new Uint8Array() }, { '0x1234': new Uint8Array() }]) {
      expect(failure(shakeWith(beside({}, extra)).client)?.alert).toBe('unsupported_extension');
    }
    expect(failure(shakeWith(beside({ '0x0010': new Uint8Array() }, {})).client)?.alert).toBe(
      'illegal_parameter',
    );
  });

  it.each([
    ['of an unknown type', [2, 0]],
    ['that is empty', [1, 0, 0, 0]],
    ['that is cut', [1, 0, 0, 5, 0x30, 3, 0x0a, 1]],
    ['without a type', []],
  ])('a response %s is malformed', (_, body) => {
    const hand = beside({ '0x0005': Uint8Array.from(body) }, {});
    expect(failure(shakeWith(hand).client)).toMatchObject({
      reason: 'malformed-message',
      alert: 'decode_error',
    });
  });
});

describe('a client’s staple', () => {
  function mutual(
    version: Given['version'],
    given: { server?: Given['server']; hand?: Hand; source?: Credential } = {},
  ) {
    const { seen, checkCertificate } = seeing('client');
    const pair = shake({
      version,
      client: { credentials: [given.source ?? stapling(response, alice)] },
      server: { clientAuthentication: 'require', checkCertificate, ...given.server },
      ...(given.hand && { hand: given.hand, liar: 'client' }),
    });
    return { ...pair, seen };
  }

  it('reaches the server in TLS 1.3, where it can ask', () => {
    const pair = mutual('TLS 1.3');
    expectOpen(pair);
    expect(bodyOf(pair, CertificateRequest)!.extensions.statusRequest).toBe(true);
    expect(pair.seen).toEqual([[response]]);
    expect(established(pair.server)?.peer.ocspResponse).toEqual(response);
  });

  it('is not sent where the server does not ask, nor in TLS 1.2', () => {
    const pairs = [mutual('TLS 1.3', { server: { revocation: { mode: 'off' } } }), mutual('TLS 1.2')];
    for (const pair of pairs) {
      expectOpen(pair);
      expect(pair.seen).toEqual([[]]);
    }
    expect(bodyOf(pairs[0]!, CertificateRequest)!.extensions.statusRequest).toBeUndefined();
  });

  it('is refused by a server that did not ask', () => {
    const hand = changing(Certificate, (certificate) => [
      writeMessage(Certificate, {
        ...certificate,
        certificateList: certificate.certificateList.map((entry) => ({
          ...entry,
          extensions: { statusRequest: ocspStatus(response) },
        })),
      }),
    ]);
    const { server } = mutual('TLS 1.3', { server: { revocation: { mode: 'off' } }, source: alice, hand });
    expect(failure(server)).toMatchObject({
      reason: 'unsolicited-extension',
      alert: 'unsupported_extension',
    });
  });
});
