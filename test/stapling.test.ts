/** OCSP responses through both handshakes: asked for, stapled, shown to the check. */
import { describe, expect, it } from 'vitest';
import type { Credential } from '../src/handshake/config.ts';
import { ocspStatus } from '../src/protocol/certificate-status.ts';
import { writeMessage } from '../src/protocol/message.ts';
import {
  Certificate,
  CertificateRequest,
  ClientHello,
  ServerHello12,
} from '../src/protocol/messages/index.ts';
import type { Hand } from './adversary.ts';
import { carry, established, failure, joined, sessions, ticketsOf } from './pair.ts';
import {
  alice,
  bodyOf,
  changing,
  expectOpen,
  type Given,
  names,
  response,
  seeing,
  shake,
  stapling,
} from './stapling.ts';

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
    const sources: readonly [Credential['ocspResponse'], string, RegExp][] = [
      [async () => response, 'stapled', /and there is one$/],
      [async () => undefined, 'none', /and there is none$/],
      [
        () => Promise.reject(new Error('the responder is down')),
        'source-failed',
        /none: the responder is down$/,
      ],
      [
        () => {
          throw new Error('no such file');
        },
        'source-failed',
        /none: no such file$/,
      ],
      [() => new Uint8Array(), 'source-failed', /none: it is empty$/],
      [new Uint8Array(), 'source-failed', /none: it is empty$/],
    ];
    for (const [source, id, rule] of sources) {
      const sent = id === 'stapled';
      const { seen, checkCertificate } = seeing('server');
      const pair = joined(
        { versions: [version], checkCertificate },
        { credentials: [stapling(source)], observe: true },
      );
      await new Promise((resolve) => setImmediate(resolve));
      carry(pair);
      expectOpen(pair);
      expect(seen).toEqual([sent ? [response] : []]);
      const told = pair.server.events.flatMap((event) =>
        event.type === 'decision' && event.about === 'certificate_status' ? [event] : [],
      );
      expect(told).toMatchObject([{ by: 'server', chosen: sent ? 'stapled' : 'none', id }]);
      expect(String(told[0]!.rule)).toMatch(rule);
    }
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
