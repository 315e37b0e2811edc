/**
 * What the verdict on a certificate may fetch: OCSP responses, CRLs, and the certificates of issuers that were not sent.
 *
 * The core asks for a URL and never fetches (x509/verify.ts); fetching is done here, for all connections together. Answers
 * are kept until their nextUpdate, at most ten minutes: a busy program does not ask a CA for each connection, new
 * revocations are seen soon, and anything forged on the way, which proves nothing, is soon forgotten. HTTP’s caching
 * headers are ignored, since nobody signed them.
 *
 * Limits are in http-request.ts (one exchange) and here (each kind, and one verdict); docs/limits.md lists them.
 */
import { createHash } from 'node:crypto';
import { decodePem } from '../../wire/pem.ts';
import { Malformed } from '../../wire/reader.ts';
import { SaidError, say } from '../../wire/words.ts';
import { nextUpdateOf, parseOcspResponse, type RevocationFetch } from '../../x509/index.ts';
import type { Reach } from './address-scope.ts';
import { Answers, type Fresh } from './answer-cache.ts';
import { within } from './deadline.ts';
import { exchange, httpUrl, type Question } from './http-request.ts';
import { Turns } from './request-queue.ts';

/** Milliseconds and bytes; docs/limits.md says why these. */
export interface FetchLimits {
  readonly ocsp: { readonly mostBytes: number; readonly time: number };
  readonly crl: { readonly mostBytes: number; readonly time: number };
  readonly issuer: { readonly mostBytes: number; readonly time: number };
  /** How long one verdict may wait in all; how much it may fetch is in x509/budget.ts. */
  readonly verdict: { readonly time: number };
}

const defaultLimits: FetchLimits = {
  ocsp: { mostBytes: 2 ** 16, time: 5000 },
  // The DER reader's limit.
  crl: { mostBytes: 2 ** 26, time: 10_000 },
  issuer: { mostBytes: 2 ** 16, time: 5000 },
  verdict: { time: 20_000 },
};
const LONGEST_HOLD = 600_000;
const FAILURES_HOLD = 30_000;
/** For what does not say how long it is valid, or no longer is. */
const SHORTEST_HOLD = 30_000;
const AT_ONE_HOST = 4;
const AT_ONCE = 32;

const limited = (most: number, mostBytes: number) => ({ most, mostBytes, failuresHold: FAILURES_HOLD });
const now = (): number => performance.now();

/** The peer that a verdict is about. */
export interface Asked {
  /** Whether loopback, link-local and private addresses may be asked too. */
  readonly privateAddresses: boolean;
  /** Ends the waiting when the peer is gone. */
  readonly signal?: AbortSignal;
}

export interface VerdictFetch extends RevocationFetch {
  /** What is at the URL: a certificate, or several in a PKCS #7. */
  issuer(url: string): Promise<Uint8Array>;
}

/** Keeps what it fetched; one for a program is enough. */
export class Fetching {
  readonly #limits: FetchLimits;
  readonly #turns = new Turns(AT_ONE_HOST, AT_ONCE);
  readonly #responses = new Answers<Uint8Array>(limited(1024, 2 ** 22), now);
  readonly #crls = new Answers<Uint8Array>(limited(64, 2 ** 27), now);
  readonly #issuers = new Answers<Uint8Array>(limited(128, 2 ** 20), now);

  constructor(limits: Partial<FetchLimits> = {}) {
    this.#limits = { ...defaultLimits, ...limits };
  }

  /** What one verdict may fetch; its time begins with the first exchange. */
  for(asked: () => Asked): VerdictFetch {
    const { time } = this.#limits.verdict;
    let end: number | undefined;
    const fetch = <T>(work: (from: Reach, signal: AbortSignal) => Promise<T>): Promise<T> => {
      const { privateAddresses, signal: gone } = asked();
      end ??= now() + time;
      const late = () =>
        new SaidError(say`what had to be fetched for one peer took longer than ${time / 1000} s`);
      const from = privateAddresses === true ? 'this machine' : 'everybody';
      return within(Math.max(0, end - now()), late, gone, (signal) => work(from, signal));
    };
    return {
      ocsp: async (url, request) => fetch((from, signal) => this.#ocsp(url, request, from, signal)),
      crl: async (url) => fetch((from, signal) => this.#crl(url, from, signal)),
      issuer: async (url) => fetch((from, signal) => this.#issuer(url, from, signal)),
    };
  }

  #ocsp(url: string, request: Uint8Array, from: Reach, signal: AbortSignal): Promise<Uint8Array> {
    const { mostBytes, time } = this.#limits.ocsp;
    const post = { type: 'application/ocsp-request', content: request };
    const key = `${httpUrl(url).href} ${from} ${createHash('sha256').update(request).digest('base64')}`;
    return this.#responses.ask(
      key,
      async (gone) => {
        const value = await this.#fetch({ url, from, post, mostBytes }, time, gone);
        return fresh(value, value.length, nextUpdateIn(value));
      },
      signal,
    );
  }

  #crl(url: string, from: Reach, signal: AbortSignal): Promise<Uint8Array> {
    const { mostBytes, time } = this.#limits.crl;
    return this.#crls.ask(
      `${httpUrl(url).href} ${from}`,
      async (gone) => {
        const content = await this.#fetch({ url, from, mostBytes }, time, gone);
        const crl = crlIn(url, content);
        return fresh(crl, crl.length, nextUpdateOf(crl));
      },
      signal,
    );
  }

  #issuer(url: string, from: Reach, signal: AbortSignal): Promise<Uint8Array> {
    const { mostBytes, time } = this.#limits.issuer;
    return this.#issuers.ask(
      `${httpUrl(url).href} ${from}`,
      async (gone) => {
        const value = await this.#fetch({ url, from, mostBytes }, time, gone);
        return { value, size: value.length, holds: LONGEST_HOLD };
      },
      signal,
    );
  }

  #fetch(question: Question, time: number, gone: AbortSignal): Promise<Uint8Array> {
    const { url } = question;
    const late = () => new SaidError(say`${url} did not answer within ${time / 1000} s`);
    return within(time, late, gone, (signal) =>
      this.#turns.take(httpUrl(url).host, signal, () => exchange(question, signal)),
    );
  }
}

/** @param nextUpdate milliseconds since 1970, when a newer one is due at the latest */
function fresh<T>(value: T, size: number, nextUpdate: number | undefined): Fresh<T> {
  const left = nextUpdate === undefined ? 0 : nextUpdate - Date.now();
  return { value, size, holds: Math.min(Math.max(left, SHORTEST_HOLD), LONGEST_HOLD) };
}

/** The first nextUpdate of a response; undefined where it says none, or cannot be read. */
function nextUpdateIn(der: Uint8Array): number | undefined {
  try {
    const response = parseOcspResponse(der);
    if (response.responseStatus !== 'successful') return undefined;
    const [first, ...rest] = response.responses.map(({ nextUpdate = 0 }) => nextUpdate);
    return first === undefined ? undefined : Math.min(first, ...rest);
  } catch (error) {
    // The verdict will say what is wrong with it.
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** A CRL is published in DER (RFC 5280 section 4.2.1.13); some publish PEM. The verdict reads its entries. */
function crlIn(url: string, content: Uint8Array): Uint8Array {
  try {
    const isText = content[0] === '-'.charCodeAt(0);
    const der = isText ? decodePem(Buffer.from(content).toString('latin1'))[0]!.bytes : content;
    nextUpdateOf(der);
    return der;
  } catch (error) {
    throw new SaidError(say`what ${url} has is not a CRL: ${(error as Error).message}`, { cause: error });
  }
}
