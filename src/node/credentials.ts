/**
 * Certificates and their keys from the options `cert`, `key` and `passphrase`: read, and checked to belong together by
 * their public keys before anything is sent, with an error that says what was given instead.
 */

import { KeyObject } from 'node:crypto';
import { equal } from '../crypto/equal.ts';
import type { PrivateKey } from '../crypto/provider.ts';
import { type KeySource, privateKey } from '../crypto/providers/node.ts';
import { certificatesIn, partsOf, wantedIn } from '../files/index.ts';
import type { Credential } from '../options/engine.ts';
import { ownOptions } from '../wire/own-options.ts';
import { encodePem } from '../wire/pem.ts';
import { say } from '../wire/words.ts';
import type { Certificate } from '../x509/index.ts';
import { invalidOption, unusableOption } from './errors.ts';
import { type Staple, staplesFrom } from './staple.ts';
import { bytesOf, type CertificateSource } from './trust.ts';

/** PEM or DER, a key object of node:crypto, a key with its own passphrase, or a key that lives elsewhere (HSM, KMS). */
export type KeyOption =
  | KeySource
  | { readonly pem: string | Uint8Array; readonly passphrase?: string | undefined }
  | PrivateKey;

export interface CredentialOptions {
  /** PEM, DER or a PKCS #7, the end entity's certificate first, then each one's issuer; several when there are several keys. */
  readonly cert?: CertificateSource | readonly CertificateSource[] | undefined;
  readonly key?: KeyOption | readonly KeyOption[] | undefined;
  readonly passphrase?: string | undefined;
  /**
   * What an OCSP responder said of the certificates in `cert`, DER or PEM: given to peers that ask for it. It is not renewed;
   * for that a server has its event 'OCSPRequest'.
   */
  readonly ocspResponse?: CertificateSource | readonly CertificateSource[] | undefined;
}

/** One credential for each chain. Throws a TypeError with a code. */
export function credentialsFrom({
  cert,
  key,
  passphrase,
  ocspResponse,
}: CredentialOptions): readonly Credential[] {
  const chains = listOf(cert).map(chainFrom);
  const keys = listOf(key).map((option) => keyFrom(option, passphrase));
  if (chains.length > 0 && keys.length === 0)
    throw invalidOption('key', (it) => say`${it} is missing: a certificate needs its key`);
  if (keys.length > 0 && chains.length === 0)
    throw invalidOption('cert', (it) => say`${it} is missing: a key needs its certificate`);
  const staples = staplesFrom(
    listOf(ocspResponse),
    chains.map(([leaf]) => leaf!),
  );
  const credentials = chains.map((chain) => credentialOf(chain, keys, staples));
  const used = new Set(credentials.map((credential) => credential.key));
  const idle = keys.findIndex((each) => !used.has(each));
  if (idle >= 0)
    throw invalidOption(
      'key',
      (it) => say`${it} has a key (number ${idle + 1}) that belongs to no certificate`,
    );
  return credentials;
}

function listOf<T>(option: T | readonly T[] | undefined): readonly T[] {
  if (option === undefined || option === null) return [];
  return Array.isArray(option) ? option : [option as T];
}

/** The file may hold the key too, as is common. */
function chainFrom(source: CertificateSource): readonly Certificate[] {
  try {
    return certificatesIn(bytesOf(source));
  } catch (error) {
    throw unusableOption('cert', error);
  }
}

function keyFrom(option: KeyOption, passphrase: string | undefined): PrivateKey {
  if (isPrivateKey(option)) return option;
  const [source, opening] = withPassphrase(option, passphrase);
  try {
    return privateKey(source instanceof KeyObject ? source : keyIn(source), opening);
  } catch (error) {
    throw unusableOption('key', error);
  }
}

type Plain = { readonly pem: string | Uint8Array; readonly passphrase?: string | undefined };
const isSource = (option: KeyOption): option is KeySource =>
  typeof option === 'string' || option instanceof Uint8Array || option instanceof KeyObject;

/** A key that lives elsewhere. */
const isPrivateKey = (option: KeyOption): option is PrivateKey =>
  typeof option === 'object' && option !== null && !isSource(option) && 'sign' in ownOptions(option);

function withPassphrase(
  option: Exclude<KeyOption, PrivateKey>,
  general: string | undefined,
): [KeySource, string | undefined] {
  if (isSource(option)) return [option, general];
  const { pem, passphrase = general } = ownOptions<Plain>(option ?? {});
  return [pem, passphrase];
}

/** The first key in a file, in the form that node:crypto reads. */
function keyIn(file: string | Uint8Array): string | Uint8Array {
  const bytes = bytesOf(file);
  const parts = partsOf(bytes);
  const whole = parts.every(({ damage }) => damage === undefined);
  const key = whole ? parts.find(({ kind }) => kind.endsWith('private-key')) : undefined;
  const part = key ?? wantedIn(bytes, 'private-key')[0]!;
  if (!part.der) return Buffer.from(bytes).toString('latin1');
  return part.label === undefined ? part.der : encodePem(part.label, part.der);
}

function credentialOf(
  chain: readonly Certificate[],
  keys: readonly PrivateKey[],
  staples: readonly Staple[],
): Credential {
  const leaf = chain[0]!;
  const key = keys.find(({ publicKey }) => equal(publicKey, leaf.spki.der));
  if (key) {
    const staple = staples.find(({ of }) => of.includes(leaf));
    return {
      kind: 'certificate',
      chain: chain.map(({ der }) => der),
      key,
      ...(staple && { ocspResponse: staple.der }),
    };
  }
  const place = chain.findIndex(({ spki }) => keys.some(({ publicKey }) => equal(publicKey, spki.der)));
  throw place > 0
    ? invalidOption(
        'cert',
        (it) =>
          say`${it} is in the wrong order: the key belongs to certificate number ${place + 1}, which must stand first`,
      )
    : invalidOption(
        'key',
        (it) =>
          say`${it} does not belong to the certificate of "${leaf.subject.text}": their public keys differ`,
      );
}
