/**
 * The folder of a throw-away CA.
 *
 * `ca.pem` and `ca.key` are the root; any other CA has the same files under its own name, its certificate followed by
 * those above it. What is issued is named after its holder. Only the owner may read keys, whatever was there before: files
 * are written beside their place and then moved into it. The files of a CA are never replaced.
 */

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { PrivateKey } from '../../crypto/provider.ts';
import { type GeneratedKey, nodeProvider, privateKey } from '../../crypto/providers/node.ts';
import { sameBytes } from '../../wire/bytes.ts';
import { decodePem, encodePem } from '../../wire/pem.ts';
import { Malformed } from '../../wire/reader.ts';
import { say, type Words } from '../../wire/words.ts';
import { type Certificate, parseCertificate } from '../../x509/index.ts';
import { readCertificatesAmong, readText, systemWords } from '../files.ts';
import { type Io, tell, UsageError } from '../io.ts';
import { Authority, day, type Issued } from './authority.ts';
import { Ledger } from './ca-ledger.ts';

/** A CA in the folder. */
export interface Held {
  /** The name of its files, without their extension. */
  readonly stem: string;
  readonly authority: Authority;
}

/** Node’s own `recursive` never returns where a file system gives ENOENT below an existing folder, as /proc does. */
function makeFolder(dir: string): void {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return;
  const above = dirname(dir);
  if (!existsSync(above)) makeFolder(above);
  mkdirSync(dir);
}

export class CaFolder {
  hasWritten = false;

  constructor(
    readonly dir: string,
    private readonly io: Io,
  ) {
    try {
      makeFolder(dir);
    } catch (error) {
      throw new UsageError(say`${dir} cannot be created: ${systemWords(error)}`);
    }
  }

  has(file: string): boolean {
    return existsSync(join(this.dir, file));
  }

  read(what: string, file: string): string {
    return readText(what, join(this.dir, file));
  }

  /** The CA of this name, if there is one. Throws UsageError for one that cannot be used. */
  authority(stem: string): Held | undefined {
    const [pem, key] = [`${stem}.pem`, `${stem}.key`];
    if (!this.has(pem)) {
      if (!this.has(key)) return undefined;
      throw new UsageError(
        say`${this.dir} has ${key} but no ${pem}: put it back, or start in another folder`,
      );
    }
    const unusable = (why: Words) =>
      new UsageError(
        stem === rootStem
          ? say`the CA in ${this.dir} cannot be used: ${why}`
          : say`the CA ${stem} in ${this.dir} cannot be used: ${why}`,
      );
    try {
      const all = certificatesIn(this.read('the CA', pem));
      const [certificate] = all;
      const itsKey = privateKey(this.read('the CA’s key', key));
      const flaw = flawOf(certificate, itsKey);
      if (flaw !== undefined) throw unusable(flaw);
      const isRoot = certificate.subject.key === certificate.issuer.key;
      return { stem, authority: new Authority(certificate, itsKey, isRoot ? [] : all.map(({ der }) => der)) };
    } catch (error) {
      if (!(error instanceof Malformed) && !(error instanceof TypeError)) throw error;
      throw unusable(error.message);
    }
  }

  /** A certificate of this CA with its key, if the files of this name are one. */
  issued({ authority }: Held, stem: string): { certificate: Certificate; key: PrivateKey } | undefined {
    try {
      const [certificate] = certificatesIn(this.read('', `${stem}.pem`));
      const key = privateKey(this.read('', `${stem}.key`));
      const isOurs =
        isSignedBy(certificate, authority.certificate) && flawOfKey(certificate, key) === undefined;
      return isOurs ? { certificate, key } : undefined;
    } catch (error) {
      if (error instanceof Malformed || error instanceof TypeError || error instanceof UsageError)
        return undefined;
      throw error;
    }
  }

  /** Every CA that has its key here, the root first. */
  authorities(): Held[] {
    const stems = this.#list()
      .filter((file) => file.endsWith('.pem'))
      .map((file) => file.slice(0, -4))
      .filter((stem) => this.#isCa(stem));
    const rank = (stem: string): number => (stem === rootStem ? 0 : 1);
    return stems.sort((a, b) => rank(a) - rank(b)).map((stem) => this.authority(stem)!);
  }

  /** The first certificate of a file, which may be named by its stem in this folder. Throws UsageError. */
  certificate(flag: string, named: string): { readonly stem: string; readonly certificate: Certificate } {
    const here = join(this.dir, `${named}.pem`);
    const file = !existsSync(named) && existsSync(here) ? here : named;
    return {
      stem: stemOf(basename(file, extname(file))),
      certificate: readCertificatesAmong(flag, file)[0]!,
    };
  }

  /** The CA here whose key signed a certificate. */
  issuerOf(certificate: Certificate): Held | undefined {
    return this.authorities().find(({ authority }) => isSignedBy(certificate, authority.certificate));
  }

  saveAuthority(stem: string, authority: Authority<GeneratedKey>, above?: Held): Held {
    const { certificate, chain, key } = authority;
    if (above) this.#record(above, stem, certificate);
    this.#pair(stem, chain.length > 0 ? chain : [certificate.der], key);
    return { stem, authority };
  }

  save(by: Held, name: string, { chain, key }: Issued): void {
    const stem = this.freeStem(name);
    this.#record(by, stem, parseCertificate(chain[0]));
    this.#pair(stem, chain, key);
  }

  /** A certificate for a key that is not ours. */
  saveChain(by: Held, name: string, chain: Issued['chain']): void {
    const stem = this.freeStem(name);
    this.#record(by, stem, parseCertificate(chain[0]));
    this.write(`${stem}.pem`, pemOf(chain));
  }

  /** The stem for a name. Throws UsageError when a CA has it. */
  freeStem(name: string): string {
    const stem = stemOf(name);
    if (!this.#isCa(stem)) return stem;
    throw new UsageError(say`${this.dir} has a CA whose files are called ${stem}: choose another name`);
  }

  /** Replaces files: asking again means asking for new ones. */
  write(file: string, content: string | Uint8Array, mode = 0o644): void {
    this.keep(file, content, mode);
    this.io.stdout.write(`${join(this.dir, file)}\n`);
    this.hasWritten = true;
  }

  /** A file that is not reported, since only we read it. */
  keep(file: string, content: string | Uint8Array, mode = 0o644): void {
    const path = join(this.dir, file);
    const beside = `${path}.${randomBytes(4).toString('hex')}`;
    try {
      writeFileSync(beside, content, { mode, flag: 'wx' });
      renameSync(beside, path);
    } catch (error) {
      rmSync(beside, { force: true });
      throw new UsageError(say`${path} cannot be written: ${systemWords(error)}`);
    }
  }

  #pair(stem: string, chain: readonly Uint8Array[], key: GeneratedKey): void {
    this.write(`${stem}.pem`, pemOf(chain));
    this.write(`${stem}.key`, key.pem, 0o600);
  }

  /** Done before the files are written, so that a damaged index stops anything from being issued. */
  #record({ stem: issuer, authority }: Held, stem: string, certificate: Certificate): void {
    new Ledger(this, issuer).add(certificate);
    const end = authority.certificate.notAfter;
    if (certificate.notAfter < end + day) return;
    const on = new Date(end).toISOString().slice(0, 10);
    tell(this.io, say`${stem} outlives its issuer ${issuer}, which expires on ${on}`);
  }

  /** A cross-signed certificate is a CA's too, but its key is elsewhere. */
  #isCa(stem: string): boolean {
    if (stem === rootStem) return true;
    if (!this.has(`${stem}.key`)) return false;
    try {
      return certificatesIn(this.read('', `${stem}.pem`))[0].extensions.basicConstraints?.cA === true;
    } catch (error) {
      if (error instanceof Malformed || error instanceof UsageError) return false;
      throw error;
    }
  }

  #list(): string[] {
    try {
      return readdirSync(this.dir).sort();
    } catch (error) {
      throw new UsageError(say`${this.dir} cannot be read: ${systemWords(error)}`);
    }
  }
}

export const rootStem = 'ca';

/** A name as part of a file name: whatever could be a path or disturb a terminal becomes `_`. */
export const stemOf = (name: string): string => name.replace(/^\*/, '_').replaceAll(/[^A-Za-z0-9._@-]/g, '_');

/** Throws Malformed. */
function certificatesIn(text: string): [Certificate, ...Certificate[]] {
  const [first, ...rest] = decodePem(text).filter(({ label }) => label === 'CERTIFICATE');
  if (!first) throw new Malformed('it holds no certificate', 0);
  return [parseCertificate(first.bytes), ...rest.map(({ bytes }) => parseCertificate(bytes))];
}

const pemOf = (chain: readonly Uint8Array[]): string =>
  chain.map((der) => encodePem('CERTIFICATE', der)).join('');

function flawOf(certificate: Certificate, key: PrivateKey): string | undefined {
  const { basicConstraints, keyUsage } = certificate.extensions;
  if (basicConstraints?.cA !== true) return 'its certificate is not a CA certificate';
  if (keyUsage && !keyUsage.includes('keyCertSign'))
    return 'its certificate does not allow it to sign certificates';
  return flawOfKey(certificate, key);
}

function flawOfKey({ spki }: Certificate, { publicKey }: PrivateKey): string | undefined {
  return sameBytes(publicKey, spki.der) ? undefined : 'its key is not the key in its certificate';
}

function isSignedBy({ issuer, signatureAlgorithm, tbs, signature }: Certificate, by: Certificate): boolean {
  if (!signatureAlgorithm || by.subject.key !== issuer.key) return false;
  // node:crypto answers synchronously.
  return nodeProvider.publicKey(by.spki)?.verify(signatureAlgorithm, tbs, signature) === true;
}
