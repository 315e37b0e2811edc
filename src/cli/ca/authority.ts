/**
 * A throw-away CA: made in a moment, valid for days.
 *
 * A root, or an intermediate with those above it: what it issues comes with its chain, in the order that a server sends
 * it. It only makes values; ca-folder.ts writes files.
 */
import { randomBytes } from 'node:crypto';
import type { PrivateKey } from '../../crypto/provider.ts';
import { type GeneratedKey, generateKey } from '../../crypto/providers/node.ts';
import { type IssueRequest, issueCertificate } from '../../issue/index.ts';
import type { Credential } from '../../options/engine.ts';
import {
  anchorFromCertificate,
  type Certificate,
  type Extension,
  extension,
  ipBytes,
  isDnsName,
  oids,
  parseCertificate,
  type TrustStore,
  trustStore,
} from '../../x509/index.ts';

/** The kinds of keys, by what --key calls them. */
export const keyMakers = {
  ec: () => generateKey('EC'),
  p384: () => generateKey('EC', { curve: 'secp384r1' }),
  p521: () => generateKey('EC', { curve: 'secp521r1' }),
  rsa: () => generateKey('RSA'),
  rsa3072: () => generateKey('RSA', { bits: 3072 }),
  rsa4096: () => generateKey('RSA', { bits: 4096 }),
  ed25519: () => generateKey('Ed25519'),
} as const;
export type KeyChoice = keyof typeof keyMakers;

/** The terms on which a certificate is issued. */
export interface Terms extends Pick<IssueRequest, 'ocspUrls' | 'issuerUrls' | 'crlUrls' | 'mustStaple'> {
  readonly key: KeyChoice;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
}

export const day = 24 * 60 * 60 * 1000;

/** For some days; from an hour ago, for clocks that are slow. */
export const terms = (key: KeyChoice, days: number): Terms => ({
  key,
  notBefore: Date.now() - day / 24,
  notAfter: Date.now() + days * day,
});

export interface Issued {
  /** DER, the leaf first, without the root. */
  readonly chain: readonly [Uint8Array, ...Uint8Array[]];
  readonly key: GeneratedKey;
}

export class Authority<K extends PrivateKey = PrivateKey> {
  constructor(
    readonly certificate: Certificate,
    readonly key: K,
    /** What a server sends after a certificate it issued: its own and those above it; nothing for a root. */
    readonly chain: readonly Uint8Array[] = [],
  ) {}

  /** @param name its common name; a unique one by default */
  static async root(terms: Terms, name?: string, pathLength?: number): Promise<Authority<GeneratedKey>> {
    const key = keyMakers[terms.key]();
    const der = await issueCertificate({
      subject: { O: 'handglass', CN: name ?? `throw-away CA ${randomBytes(4).toString('hex')}` },
      publicKey: key.publicKey,
      issuer: { key },
      notBefore: terms.notBefore,
      notAfter: terms.notAfter,
      serial: serial(),
      ca: true,
      ...(pathLength !== undefined && { pathLength }),
    });
    return new Authority(parseCertificate(der), key);
  }

  get trust(): TrustStore {
    return trustStore([anchorFromCertificate(this.certificate)]);
  }

  /** How many CA certificates may follow below it; undefined for no limit. */
  get pathLength(): number | undefined {
    return this.certificate.extensions.basicConstraints?.pathLenConstraint;
  }

  async intermediate(name: string, terms: Terms, pathLength: number): Promise<Authority<GeneratedKey>> {
    const key = keyMakers[terms.key]();
    const subject = { O: 'handglass', CN: name };
    const wanted = { subject, publicKey: key.publicKey, ca: true, pathLength };
    const chain = await this.certify(wanted, { ...terms, mustStaple: false });
    return new Authority(parseCertificate(chain[0]), key, chain);
  }

  /** @param names DNS names and IP addresses; the first is also the common name, when it is short enough for one */
  async server(names: readonly string[], terms: Terms): Promise<Issued> {
    const key = keyMakers[terms.key]();
    const chain = await this.certify(
      {
        subject: commonName(names[0]!),
        publicKey: key.publicKey,
        dnsNames: names.filter((name) => !ipBytes(name)),
        ipAddresses: names.filter((name) => ipBytes(name)),
        extKeyUsage: ['serverAuth'],
      },
      terms,
    );
    return { chain, key };
  }

  /** @param name any text of 64 characters; an e-mail address or a URI is also an alternative name, and may be longer */
  async client(name: string, terms: Terms): Promise<Issued> {
    const key = keyMakers[terms.key]();
    const mailbox = isMailbox(name);
    const chain = await this.certify(
      {
        subject: commonName(name),
        publicKey: key.publicKey,
        emailAddresses: mailbox ? [name] : [],
        uris: isUri(name) ? [name] : [],
        extKeyUsage: mailbox ? ['clientAuth', 'emailProtection'] : ['clientAuth'],
      },
      { ...terms, mustStaple: false },
    );
    return { chain, key };
  }

  /** A delegated OCSP responder, which is not checked for revocation itself (RFC 6960 section 4.2.2.2). */
  async responder(name: string, terms: Terms): Promise<Issued> {
    const key = keyMakers[terms.key]();
    const chain = await this.certify(
      {
        subject: { O: 'handglass', CN: name },
        publicKey: key.publicKey,
        extKeyUsage: ['OCSPSigning'],
        extensions: (standard) => [...standard, extension('ocspNocheck', null)],
      },
      { ...terms, mustStaple: false },
    );
    return { chain, key };
  }

  /** Another CA's name and key, certified by this one: a second path for everything it issued. */
  async crossSign(other: Certificate, terms: Terms): Promise<Issued['chain']> {
    const theirs = other.extensionList.filter(({ extnID }) => crossSigned.includes(extnID));
    const isTheirs = ({ extnID }: Extension): boolean => theirs.some((each) => each.extnID === extnID);
    return this.certify(
      {
        subject: other.subject,
        publicKey: other.spki.der,
        ca: true,
        extensions: (standard) => [...theirs, ...standard.filter((each) => !isTheirs(each))],
      },
      { ...terms, mustStaple: false },
    );
  }

  /** A certificate for an existing key, with its chain. */
  async certify(
    wanted: Omit<IssueRequest, 'issuer' | 'serial' | 'notBefore' | 'notAfter'>,
    { key: _, ...terms }: Terms,
  ): Promise<Issued['chain']> {
    const der = await issueCertificate({ ...wanted, ...terms, issuer: this, serial: serial() });
    return [der, ...this.chain];
  }
}

export const credentialOf = ({ chain, key }: Issued): Credential => ({ kind: 'certificate', chain, key });

/** RFC 5280 appendix A.1, ub-common-name. */
export const longestCommonName = 64;

/** A subject with this common name; empty when that is too long. */
export const commonName = (text: string) => ([...text].length <= longestCommonName ? { CN: text } : {});

export function isMailbox(name: string): boolean {
  const at = name.lastIndexOf('@');
  return /^[\x21-\x7e]+$/.test(name.slice(0, Math.max(at, 0))) && isDnsName(name.slice(at + 1));
}
export const isUri = (name: string): boolean => /^[a-z][a-z0-9+.-]*:\/\/[\x21-\x7e]+$/i.test(name);

/** What a cross-signed certificate copies from the other. */
const crossSigned: readonly string[] = [
  oids.basicConstraints,
  oids.keyUsage,
  oids.extKeyUsage,
  oids.subjectKeyIdentifier,
  oids.nameConstraints,
];

/** Random, positive and never zero: the first bit is clear, and the last one set. */
export function serial(): Uint8Array {
  const bytes = new Uint8Array(randomBytes(16));
  bytes[0]! &= 0x7f;
  bytes[15]! |= 1;
  return bytes;
}
