/** What is fetched for a verdict: kept while it holds, fetched once, and never for longer than is said. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { generateKey, nodeProvider } from '../../crypto/providers/node.ts';
import { issueCertificate, issueCrl, issueOcspResponse, ocspFailure } from '../../issue/index.ts';
import { encodePem } from '../../wire/pem.ts';
import { certIdOf, parseCertificate } from '../../x509/index.ts';
import { Fetching, type VerdictFetch } from './fetching.ts';

const open: Server[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server that counts who asks. */
async function serve(answer: RequestListener): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    answer(request, response);
  });
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const here = { privateAddresses: true };
const HOUR = 3_600_000;
let crlUntil: (nextUpdate: number) => Uint8Array;
let responseUntil: (nextUpdates: readonly (number | undefined)[]) => Uint8Array;

beforeAll(async () => {
  const key = generateKey('EC');
  const certificate = await issueCertificate({
    publicKey: key.publicKey,
    subject: { CN: 'CA' },
    issuer: { key },
    notBefore: Date.now() - HOUR,
    notAfter: Date.now() + 100 * HOUR,
    serial: Uint8Array.of(1),
    ca: true,
  });
  crlUntil = (nextUpdate) =>
    issueCrl({
      issuer: { certificate, key },
      thisUpdate: Date.now() - HOUR,
      nextUpdate,
      number: Uint8Array.of(1),
      revoked: [],
    }) as Uint8Array;
  const ca = parseCertificate(certificate);
  responseUntil = (nextUpdates) =>
    issueOcspResponse({
      responder: { certificate, key },
      producedAt: Date.now(),
      responses: nextUpdates.map((nextUpdate, i) => ({
        certID: certIdOf({ issuer: ca.subject, serialNumber: Uint8Array.of(i + 1) }, ca, nodeProvider),
        status: 'good',
        thisUpdate: Date.now() - HOUR,
        ...(nextUpdate !== undefined && { nextUpdate }),
      })),
    }) as Uint8Array;
});

describe('a CRL', () => {
  it.each([
    ['DER', (der: Uint8Array) => Buffer.from(der)],
    ['PEM', (der: Uint8Array) => Buffer.from(encodePem('X509 CRL', der))],
  ])('in %s, once for many', async (_what, write) => {
    const der = crlUntil(Date.now() + 100 * HOUR);
    const { url, asked } = await serve((_request, response) => response.end(write(der)));
    const fetching = new Fetching();
    const ask = async () => fetching.for(() => here).crl(`${url}/ca.crl`);
    const crls = await Promise.all([ask(), ask(), ask()]);
    expect(crls[0]).toEqual(der);
    expect(new Set([...crls, await ask()]).size).toBe(1);
    expect(asked).toEqual(['/ca.crl']);
  });

  it.each([
    ['ten minutes when it holds longer', 100 * HOUR, HOUR / 6],
    ['its nextUpdate', HOUR / 10, HOUR / 10],
    ['30 seconds when it is out of date', -HOUR / 2, 30_000],
  ])('until %s', async (_what, holds, kept) => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const { url, asked } = await serve((_request, response) =>
      response.end(Buffer.from(crlUntil(Math.ceil(Date.now() / 1000) * 1000 + holds))),
    );
    const fetching = new Fetching();
    const ask = () => fetching.for(() => here).crl(url);
    await ask();
    vi.advanceTimersByTime(kept - 1000);
    await ask();
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(2000);
    await ask();
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['a web page', '<html>Please log in</html>'],
    ['cut off', () => crlUntil(Date.now()).subarray(0, 100)],
    ['PEM of something else', encodePem('CERTIFICATE', Uint8Array.of(0x30, 0))],
    ['nothing', ''],
  ])('that is %s is said not to be one, and not asked for again at once', async (_what, content) => {
    const { url, asked } = await serve((_request, response) =>
      response.end(typeof content === 'function' ? content() : content),
    );
    const fetch = new Fetching().for(() => here);
    await expect(fetch.crl(url)).rejects.toThrow(`what ${url} has is not a CRL: `);
    await expect(fetch.crl(url)).rejects.toThrow('is not a CRL');
    expect(asked).toHaveLength(1);
  });
});

describe('an OCSP response', () => {
  it('for each request, as it comes', async () => {
    const { url, asked } = await serve((request, response) => {
      expect(request.headers['content-type']).toBe('application/ocsp-request');
      request.pipe(response);
    });
    const fetch = new Fetching().for(() => here);
    const requests = ['first', 'second', 'first'].map((text) => Buffer.from(text));
    const responses = await Promise.all(requests.map((request) => fetch.ocsp(`${url}/ocsp`, request)));
    expect(responses.map((response) => Buffer.from(response).toString())).toEqual([
      'first',
      'second',
      'first',
    ]);
    expect(asked).toHaveLength(2);
  });
});

describe('what an OCSP response says of its time', () => {
  it.each([
    ['until its nextUpdate, the first of several', [HOUR / 2, HOUR / 10], HOUR / 10],
    ['ten minutes when it holds longer', [HOUR], HOUR / 6],
    ['shortly when it does not say', [undefined], 30_000],
    ['shortly when one does not say', [HOUR, undefined], 30_000],
  ])('%s', async (_what, holds, kept) => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const now = Math.ceil(Date.now() / 1000) * 1000;
    const { url, asked } = await serve((_request, response) => {
      response.end(Buffer.from(responseUntil(holds.map((each) => each && now + each))));
    });
    const fetching = new Fetching();
    const ask = async () => fetching.for(() => here).ocsp(url, Uint8Array.of(1));
    await ask();
    vi.advanceTimersByTime(kept - 1000);
    await ask();
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(2000);
    await ask();
    expect(asked).toHaveLength(2);
  });

  it('shortly when it is only a failure', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const { url, asked } = await serve((_request, response) => response.end(ocspFailure('tryLater')));
    const fetching = new Fetching();
    const ask = async () => fetching.for(() => here).ocsp(url, Uint8Array.of(1));
    await ask();
    await ask();
    vi.advanceTimersByTime(31_000);
    await ask();
    expect(asked).toHaveLength(2);
  });
});

describe('what is on this machine', () => {
  const asks: [string, (fetch: VerdictFetch, url: string) => unknown][] = [
    ['OCSP response', (fetch, url) => fetch.ocsp(url, Uint8Array.of(1))],
    ['CRL', (fetch, url) => fetch.crl(url)],
    ['issuer', (fetch, url) => fetch.issuer(url)],
  ];

  it.each(asks)('is not asked for an %s unless that is allowed', async (_kind, ask) => {
    const { url, asked } = await serve((_request, response) => response.end('certificate'));
    const fetching = new Fetching();
    for (const privateAddresses of [false, undefined, 1, 'true', {}] as boolean[])
      await expect(
        ask(
          fetching.for(() => ({ privateAddresses })),
          url,
        ),
      ).rejects.toThrow(/127\.0\.0\.1:\d+\/ is not asked: its address is not public/);
    expect(asked).toEqual([]);
  });

  it('may be known to one who may ask, and is refused to others all the same', async () => {
    const { url, asked } = await serve((_request, response) => response.end('certificate'));
    const fetching = new Fetching();
    const others = () => fetching.for(() => ({ privateAddresses: false })).issuer(url);
    await expect(others()).rejects.toThrow('is not asked');
    expect(Buffer.from(await fetching.for(() => here).issuer(url)).toString()).toBe('certificate');
    expect(asked).toEqual(['/']);
    await expect(others()).rejects.toThrow('is not asked');
  });
});

describe('bounds', () => {
  const hangs = () => serve(() => {});

  it.each(['ocsp', 'crl', 'issuer'] as const)('%s: bytes and time', async (kind) => {
    const large = await serve((_request, response) => response.end('x'.repeat(11)));
    const { url } = await hangs();
    const ask = async (at: string, limits: { mostBytes: number; time: number }): Promise<unknown> => {
      const fetch = new Fetching({ [kind]: limits }).for(() => here);
      return kind === 'ocsp' ? fetch.ocsp(at, Uint8Array.of(1)) : fetch[kind](at);
    };
    const patient = ask(large.url, { mostBytes: 10, time: 20_000 });
    await expect(patient).rejects.toThrow('answered with more than 10 bytes');
    const late = ask(url, { mostBytes: 10, time: 30 });
    await expect(late).rejects.toThrow(`${url} did not answer within 0.03 s`);
  });

  it('a dead responder costs its time once', async () => {
    const { url, asked } = await hangs();
    const fetching = new Fetching({ crl: { mostBytes: 10, time: 30 } });
    for (let i = 0; i < 3; i++)
      await expect(fetching.for(() => here).crl(url)).rejects.toThrow('did not answer');
    expect(asked).toHaveLength(1);
  });

  it('one verdict has its own time', async () => {
    const { url } = await hangs();
    const other = await hangs();
    const fetching = new Fetching({ verdict: { time: 50 } });
    const fetch = fetching.for(() => here);
    const late = 'what had to be fetched for one peer took longer than 0.05 s';
    await expect(fetch.crl(url)).rejects.toThrow(late);
    await expect(fetch.crl(other.url)).rejects.toThrow(late);
    await expect(fetch.crl(url)).rejects.toThrow(late);
    await expect(fetching.for(() => here).crl(url)).rejects.toThrow(late);
  });

  it('ends with the peer', async () => {
    const gone = new AbortController();
    const { url } = await serve(() => gone.abort(new Error('the peer has gone')));
    const fetch = new Fetching().for(() => ({ ...here, signal: gone.signal }));
    await expect(fetch.crl(url)).rejects.toThrow('the peer has gone');
    await expect(fetch.crl(url)).rejects.toThrow('the peer has gone');
  });

  it('at one host, only so many at a time', async () => {
    let most = 0;
    let busy = 0;
    const { url, asked } = await serve((_request, response) => {
      most = Math.max(most, ++busy);
      setImmediate(() => {
        busy--;
        response.end('x');
      });
    });
    const fetching = new Fetching();
    await Promise.all(Array.from({ length: 20 }, (_, i) => fetching.for(() => here).issuer(`${url}/${i}`)));
    expect(asked).toHaveLength(20);
    expect(most).toBeLessThanOrEqual(4);
  });
});
