/** What a second attack found, when the holes of the first were closed: each of these was seen to go wrong. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { issueCertificate } from '../src/issue/index.ts';
import { Alarm } from '../src/node/alarm.ts';
import { TlsError } from '../src/protocol/errors.ts';
import { type Message, writeMessage } from '../src/protocol/message.ts';
import { CertificateRequest } from '../src/protocol/messages/index.ts';
import { decode } from '../src/wire/codec.ts';
import { parseCertificate, verifyPeer } from '../src/x509/index.ts';
import { ca, run, type Sent } from './adversary.ts';
import { carry, established, failure, joined, makeAuthority, now, testTime } from './pair.ts';

const read = <T>(is: Message<T>, { raw }: Pick<Sent, 'raw'>): T => decode(is.body, raw.subarray(4));

describe('long lists of a peer, of which each item costs an exception', () => {
  const junk = (count: number): Uint8Array[] => Array.from({ length: count }, () => Uint8Array.of(0x30));

  describe('of certificates', () => {
    const middle = makeAuthority('in the middle');
    const certified = now(
      issueCertificate({
        subject: { CN: 'in the middle' },
        publicKey: middle.key.publicKey,
        issuer: { key: ca.key, certificate: parseCertificate(ca.der) },
        notBefore: testTime - 1000,
        notAfter: testTime + 1000,
        serial: Uint8Array.of(77),
        ca: true,
      }),
    );
    const [leaf] = middle.issue('EC', 'server').chain;
    const verdict = (between: number) =>
      now(
        verifyPeer({
          chain: [leaf!, ...junk(between), certified],
          provider: nodeProvider,
          trust: ca.trust,
          purpose: 'server',
          name: 'localhost',
          time: testTime,
        }),
      );

    it('are read as far as the 128th', () => {
      expect(verdict(126)).toMatchObject({ verdict: 'accepted' });
      expect(verdict(127)).toMatchObject({
        verdict: 'rejected',
        reason: 'budget-exhausted',
        message: 'only the first 128 of 129 certificates of the chain were read',
      });
    });
  });

  describe('in a CertificateRequest', () => {
    const asked = (extensions: object) =>
      run(
        {
          name: 'any',
          client: { credentials: [ca.issue('EC', 'client')] },
          server: {
            credentials: [ca.issue('EC', 'server')],
            clientAuthentication: 'request',
            trust: ca.trust,
          },
        },
        'server',
        (sent) => {
          if (sent.is !== CertificateRequest) return undefined;
          const body = read(CertificateRequest, sent);
          return [
            writeMessage(CertificateRequest, {
              ...body,
              extensions: { ...body.extensions, ...extensions },
            }),
          ];
        },
      );

    it('of authorities are read as far as the 1,024th', () => {
      const ours = parseCertificate(ca.der).subject.der;
      const sent = (before: number) =>
        established(asked({ certificateAuthorities: [...junk(before), ours] }).server)?.peer.chain.length;
      expect(sent(1_023)).toBe(1);
      expect(sent(1_024)).toBe(0);
    });

    it('of filters may have 256', () => {
      const filters = (count: number) =>
        asked({
          oidFilters: junk(count).map((certificateExtensionOid) => ({
            certificateExtensionOid,
            certificateExtensionValues: new Uint8Array(),
          })),
        }).client;
      expect(established(filters(256))).toBeDefined();
      expect(failure(filters(257))).toMatchObject({ alert: 'illegal_parameter' });
    });
  });
});

describe('a hook that fails with', () => {
  const throwing = (): never => {
    throw new Error('not to be asked');
  };
  it.each<readonly [name: string, thrown: unknown]>([
    ['an object without a prototype', Object.create(null)],
    ['a symbol', Symbol('failed')],
    ['an error whose message throws', Object.defineProperty(new Error(), 'message', { get: throwing })],
    ['a proxy that throws', new Proxy({}, { get: throwing, getPrototypeOf: throwing })],
    ['a frozen TlsError', Object.freeze(new TlsError('misuse', 'used again'))],
  ])('%s ends its connection, and no more', async (_, thrown) => {
    const checks = [
      () => {
        throw thrown;
      },
      () => Promise.reject(thrown),
    ];
    for (const checkCertificate of checks) {
      const pair = run({
        name: 'any',
        client: { trust: undefined, checkCertificate },
        server: { credentials: [ca.issue('EC', 'server')] },
      });
      await new Promise((resolve) => setImmediate(resolve));
      pair.client.events.push(...pair.client.connection.takeEvents());
      expect(failure(pair.client)).toMatchObject({ reason: 'internal', alert: 'internal_error' });
    }
  });
});

describe('a source of staples', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(4));
  it.each<readonly [name: string, source: () => unknown]>([
    ['text', () => 'good'],
    ['numbers', () => [1, 2, 3]],
    ['null', () => null],
    ['shared memory', () => shared],
    ['bytes of none', () => new Uint8Array()],
    ['what cannot be told', () => Promise.reject(Object.create(null))],
  ])('that gives %s costs the staple, and not the connection', async (_, source) => {
    const credential = { ...ca.issue('EC', 'server'), ocspResponse: source as () => Uint8Array };
    const pair = joined({ trust: ca.trust }, { credentials: [credential] });
    await new Promise((resolve) => setImmediate(resolve));
    carry(pair);
    expect(established(pair.client)?.peer.ocspResponse).toBeUndefined();
    expect(established(pair.client)).toBeDefined();
  });
});

it('an alarm in more than 25 days does not ring at once, again and again', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const delays = vi.spyOn(globalThis, 'setTimeout');
  const ring = vi.fn();
  const alarm = new Alarm();
  alarm.set(performance.now() + 2 ** 31 + 1000, ring);
  vi.advanceTimersByTime(2 ** 31);
  expect(ring).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(ring).toHaveBeenCalledOnce();
  expect(Math.max(...delays.mock.calls.map(([, delay]) => delay ?? 0))).toBeLessThan(2 ** 31);
});
