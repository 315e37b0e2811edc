/**
 * Names the rules under which a peer was accepted, so that a session is resumed only under the same ones: the name, trust,
 * pins, application protocols, our own credential, revocation, and any custom check.
 */

import type { Provider } from '../crypto/provider.ts';
import { owns } from '../wire/bare.ts';
import { hex } from '../wire/bytes.ts';
import { ownOptions } from '../wire/own-options.ts';
import type { TrustAnchor, TrustStore } from '../x509/index.ts';

type Part = string | readonly unknown[] | TrustStore | object | undefined;

export function resumptionScope(provider: Provider, parts: readonly Part[]): string {
  return parts.map((part) => nameOf(part, provider)).join(' ');
}

const names = new WeakMap<object, string>();
let handedIn = 0;
/** A custom check of one process means nothing to another that opens the same tickets. */
let process: string | undefined;

function nameOf(part: Part, provider: Provider): string {
  const { hashes, random } = provider;
  if (part === undefined || typeof part === 'string') return JSON.stringify(part ?? '');
  if (Array.isArray(part) && part.every((item) => typeof item === 'string')) return JSON.stringify(part);
  const known = names.get(part);
  if (known !== undefined) return known;
  const fingerprint = (bytes: Uint8Array): string => hex(hashes['SHA-256'].digest(bytes).subarray(0, 16));
  const anchorName = (anchor: TrustAnchor): string => {
    const { certificate, subject, spki, nameConstraints, serverProfile } = ownOptions(anchor);
    return [
      ...(certificate ? [fingerprint(certificate.der)] : [fingerprint(subject.der), fingerprint(spki.der)]),
      ...(nameConstraints ? [nameOf(nameConstraints, provider)] : []),
      serverProfile?.name ?? '',
    ].join();
  };
  const name = owns(part, 'anchors')
    ? fingerprint(joined((part as TrustStore).anchors.map(anchorName).sort()))
    : Array.isArray(part)
      ? part.map((item: Listed) => fingerprint(bytesOf(item))).join()
      : `handed in ${(process ??= hex(random(16)))} ${++handedIn}`;
  names.set(part, name);
  return name;
}

/** Credentials and CRLs. */
type Listed = { readonly chain: readonly Uint8Array[] } | Uint8Array | { readonly der: Uint8Array };

function bytesOf(item: Listed): Uint8Array {
  if (item instanceof Uint8Array) return item;
  return owns(item, 'der') ? item.der : (item.chain[0] ?? new Uint8Array());
}

const joined = (texts: readonly string[]): Uint8Array =>
  Uint8Array.from(texts.join(), (c) => c.charCodeAt(0));
