/**
 * Fetches an issuer that was not sent, from where the certificate says it is (caIssuers, RFC 5280 section 4.2.2.1).
 * What comes is a candidate like any that a peer sends, and trusted no more.
 */

import type { Maybe } from '../../crypto/provider.ts';
import type { Steps } from '../../crypto/steps.ts';
import { owns } from '../../wire/bare.ts';
import { decodePem } from '../../wire/pem.ts';
import { Malformed } from '../../wire/reader.ts';
import { say, type Words } from '../../wire/words.ts';
import { attempt } from '../attempt.ts';
import type { Spending } from '../budget.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { parseRecent } from '../certificate/parsed-certificates.ts';
import { parsePkcs7 } from '../certificate/pkcs7.ts';
import { readable } from '../certificate/readable.ts';
import { issuerUrls } from '../certificate/urls.ts';
import type { Fetched } from '../verdict.ts';

export class IssuerFetcher {
  readonly #fetch: (url: string) => Maybe<Uint8Array>;
  readonly #spending: Spending;
  readonly #fetched: Fetched[];
  readonly #asked = new Set<string>();

  /** @param fetched receives a note of each fetch */
  constructor(fetch: (url: string) => Maybe<Uint8Array>, spending: Spending, fetched: Fetched[]) {
    this.#fetch = fetch;
    this.#spending = spending;
    this.#fetched = fetched;
  }

  /** What the next URL gives; nothing once all have been asked, or the budget is spent. */
  *issuersOf(incomplete: readonly Certificate[]): Steps<readonly Certificate[]> {
    for (const url of incomplete.flatMap(issuerUrls)) {
      if (this.#asked.has(url)) continue;
      if (!this.#spending.may('issuers')) return [];
      this.#asked.add(url);
      const result = yield* attempt(url, () => this.#fetch(url));
      const certificates = owns(result, 'got') ? certificatesIn(result.got) : result.why;
      if (Array.isArray(certificates)) {
        this.#fetched.push({ what: 'issuer', url, certificates });
        return certificates;
      }
      this.#fetched.push({ what: 'issuer', url, failed: String(certificates) });
    }
    return [];
  }
}

/** A bag with more than this is not about one issuer. */
const MOST = 16;

/** The certificates, or why there are none. */
function certificatesIn(bytes: Uint8Array): readonly Certificate[] | Words {
  const bag = readable(bytes, bytes[0] === DASH ? inPem : inDer);
  if (bag instanceof Malformed) return say`what should hold certificates cannot be read: ${bag.message}`;
  const read = bag.slice(0, MOST).map((der) => readable(der, parseRecent));
  const certificates = read.filter((each): each is Certificate => !(each instanceof Malformed));
  if (certificates.length > 0) return certificates;
  const broken = read.find((each) => each instanceof Malformed);
  return broken
    ? say`a fetched certificate cannot be read: ${broken.message}`
    : 'there is no certificate in it';
}

const DASH = 0x2d;

const inPem = (bytes: Uint8Array): readonly Uint8Array[] =>
  decodePem(new TextDecoder('latin1').decode(bytes)).flatMap(({ label, bytes: der }) =>
    label === 'CERTIFICATE'
      ? [der]
      : label === 'PKCS7' || label === 'CMS'
        ? parsePkcs7(der).certificates
        : [],
  );

/** A PKCS #7, or else one certificate (RFC 5280 section 4.2.2.1). */
function inDer(bytes: Uint8Array): readonly Uint8Array[] {
  const bag = readable(bytes, parsePkcs7);
  return bag instanceof Malformed ? [bytes] : bag.certificates;
}
