/**
 * Fetches what may show whether a certificate has been revoked, within the budget, and adds it to the evidence.
 *
 * Nothing is fetched again for another path. A failed fetch says why and refuses nothing by itself; that is for the mode
 * to decide.
 */

import type { Maybe } from '../../crypto/provider.ts';
import type { Steps } from '../../crypto/steps.ts';
import { owns } from '../../wire/bare.ts';
import { sameBytes } from '../../wire/bytes.ts';
import { say, type Words } from '../../wire/words.ts';
import { attempt } from '../attempt.ts';
import { crlUrls, ocspUrls } from '../certificate/urls.ts';
import type { Fetched } from '../verdict.ts';
import { type Evidence, readList, readResponse, Unread } from './evidence.ts';
import type { BasicOcspResponse } from './ocsp.ts';
import { certIdOf } from './ocsp-cert-id.ts';
import { createOcspRequest } from './ocsp-request.ts';
import type { RevocationFetch, RevocationQuestion, RevocationSetting } from './revocation-question.ts';
import type { Link } from './revocation-status.ts';

/** Fetches from one place; returns why that did not help. */
type Source = () => Steps<Words | undefined>;

export class RevocationFetcher {
  readonly #fetch: RevocationFetch;
  readonly #nonce: 'none' | 'sent' | 'required';
  readonly #evidence: Evidence;
  readonly #setting: RevocationSetting;
  /** The outcome of each fetch, by what was requested. */
  readonly #done = new Map<string, Words | undefined>();

  constructor(
    fetch: RevocationFetch,
    { nonce = 'none' }: RevocationQuestion,
    evidence: Evidence,
    setting: RevocationSetting,
  ) {
    this.#fetch = fetch;
    this.#nonce = nonce;
    this.#evidence = evidence;
    this.#setting = setting;
  }

  /** OCSP first (RFC 5019 section 3.1). */
  sourcesOf(link: Link): Source[] {
    const { certificate } = link;
    return [
      ...ocspUrls(certificate).map((url) => () => this.#ocsp(url, link)),
      ...crlUrls(certificate).map((url) => () => this.#crl(url)),
    ];
  }

  #ocsp(url: string, { certificate, issuer }: Link): Steps<Words | undefined> {
    const { provider } = this.#setting;
    const evidence = this.#evidence;
    const certIDs = [certIdOf(certificate, issuer, provider)];
    const key = `${url} ${latin1.decode(createOcspRequest({ certIDs }))}`;
    const nonce = this.#nonce === 'none' ? undefined : provider.random(NONCE_LENGTH);
    const request = createOcspRequest({ certIDs, ...(nonce && { nonce }) });
    const notFor = (response: BasicOcspResponse) => nonce && this.#notFor(nonce, response);
    return this.#once(
      'ocsp',
      url,
      key,
      () => this.#fetch.ocsp(url, request),
      // biome-ignore lint/correctness/useYield: a response is read at once, a list in slices
      function* (der) {
        const response = readResponse(der);
        if (response instanceof Unread) return response.why;
        const foreign = notFor(response);
        // What it revokes is revoked, no matter who requested it.
        evidence.responses.push(
          foreign === undefined ? response : { ...response, defects: [...response.defects, String(foreign)] },
        );
        return foreign;
      },
    );
  }

  #crl(url: string): Steps<Words | undefined> {
    const { turn } = this.#setting;
    const evidence = this.#evidence;
    return this.#once(
      'crl',
      url,
      url,
      () => this.#fetch.crl(url),
      function* (given) {
        const crl = yield* readList(given, turn);
        if (crl instanceof Unread) return crl.why;
        evidence.crls.push(crl);
        return undefined;
      },
    );
  }

  /** @param take uses what was fetched, or says why it cannot */
  *#once<T>(
    what: Fetched['what'],
    url: string,
    key: string,
    fetch: () => Maybe<T>,
    take: (got: T) => Steps<Words | undefined>,
  ): Steps<Words | undefined> {
    if (this.#done.has(key)) return this.#done.get(key);
    const { spending, fetched } = this.#setting;
    if (!spending.may('fetches'))
      return say`no more than ${spending.budget.fetches} answers are fetched for one peer`;
    const result = yield* attempt(url, fetch);
    const failed = owns(result, 'got') ? yield* take(result.got) : result.why;
    this.#done.set(key, failed);
    fetched.push({ what, url, ...(failed !== undefined && { failed: String(failed) }) });
    return failed;
  }

  /** RFC 9654 section 2.1; RFC 5019 section 4 has a response without a nonce judged by its times. */
  #notFor(nonce: Uint8Array, { extensions: { ocspNonce } }: BasicOcspResponse): Words | undefined {
    if (ocspNonce)
      return sameBytes(ocspNonce, nonce) ? undefined : 'an OCSP response answers another request';
    return this.#nonce === 'required' ? 'an OCSP response lacks the nonce that was sent' : undefined;
  }
}

/** RFC 9654 section 2.1: 32 bytes or more. */
const NONCE_LENGTH = 32;
const latin1 = new TextDecoder('latin1');
