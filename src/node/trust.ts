/**
 * Whom the options `ca` and `trust` say to trust.
 *
 * With `ca` alone nothing else is trusted, as in node:tls; with `trust` alone, that store; with both, both. A store that
 * cannot be read is an error and never "accept everything". Without either, it is what Node trusts.
 */

import { onlyCertificatesIn, WrongContents } from '../files/index.ts';
import { isShared } from '../wire/shared-memory.ts';
import { thrownWords } from '../wire/thrown-text.ts';
import { say } from '../wire/words.ts';
import { anchorFromCertificate, type TrustStore, trustStore } from '../x509/index.ts';
import { invalidOption, unusableOption } from './errors.ts';
import { type StoreName, storeNamed, storeNames } from './trust-stores.ts';

/** PEM, DER or a PKCS #7, with one certificate or more in each. */
export type CertificateSource = string | Uint8Array;

const cached = new Map<StoreName, TrustStore>();

/** What Node trusts: its own roots, NODE_EXTRA_CA_CERTS, and what its flags add. Read once, when first asked for. */
export const nodeTrust = (): TrustStore => trustNamed('node');

/** A store by its name, or as it is. Throws a TypeError with a code if there is none. */
export function trustNamed(trust: StoreName | TrustStore): TrustStore {
  if (isStore(trust)) return trust;
  if (!storeNames.includes(trust))
    throw invalidOption(
      'trust',
      (it) => say`${it} is ${JSON.stringify(trust)}, and not ${storeNames.join(', ')} or a store`,
    );
  const known = cached.get(trust);
  if (known) return known;
  try {
    const { store, from, passedOver } = storeNamed(trust);
    if (passedOver > 0)
      process.emitWarning(
        say`${passedOver} certificates in ${from} cannot be read, and are not trusted`.text,
      );
    cached.set(trust, store);
    return store;
  } catch (error) {
    throw invalidOption('trust', (it) => say`${it} cannot be "${trust}": ${thrownWords(error)}`, error);
  }
}

/** The store of an option `ca`. Throws a TypeError with a code for anything but certificates. */
export function trustFrom(ca: CertificateSource | readonly CertificateSource[]): TrustStore {
  try {
    const certificates = [ca].flat().flatMap((source) => onlyCertificatesIn(bytesOf(source)));
    return trustStore(certificates.map(anchorFromCertificate));
  } catch (error) {
    throw unusableOption('ca', error);
  }
}

const isStore = (trust: StoreName | TrustStore | null): trust is TrustStore =>
  typeof trust === 'object' &&
  trust !== null &&
  Array.isArray(trust.anchors) &&
  typeof trust.named === 'function';

const utf8 = new TextEncoder();

/** Throws for anything but text or unshared bytes. */
export function bytesOf(source: CertificateSource): Uint8Array {
  if (typeof source === 'string') return utf8.encode(source);
  if (!(source instanceof Uint8Array)) throw new WrongContents('is neither text nor bytes');
  if (isShared(source)) throw new WrongContents('is in memory that other threads can change');
  return source;
}
