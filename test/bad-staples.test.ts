/** CertificateStatus and its like, in places and forms in which they may not be. */
import { describe, expect, it } from 'vitest';
import { ocspStatus } from '../src/protocol/certificate-status.ts';
import { writeMessage } from '../src/protocol/message.ts';
import {
  Certificate,
  CertificateStatus,
  ServerHello12,
  ServerKeyExchange,
} from '../src/protocol/messages/index.ts';
import { ca, type Hand, withBody } from './adversary.ts';
import { established, failure } from './pair.ts';
import { bodyOf, changing, ec, expectOpen, type Given, response, rsa, shake, stapling } from './stapling.ts';

const status = writeMessage(CertificateStatus, ocspStatus(response));

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
        message: 'the peer sent status_request beside a certificate, which was not asked for',
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
