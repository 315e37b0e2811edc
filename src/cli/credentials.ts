/** Our certificates and their keys: the pairs of --cert and --key, and the passphrase of a key that is encrypted. */
import { existsSync } from 'node:fs';
import { certificatesIn, partsOf, wantedIn } from '../files/index.ts';
import { credentialsFrom } from '../node/credentials.ts';
import { InvalidOption } from '../node/errors.ts';
import type { Credential } from '../options/engine.ts';
import { say, type Words } from '../wire/words.ts';
import { inWords, readBytes } from './files.ts';
import { plainPassphrase } from './habits.ts';
import { FileError, type Io, languageOf, UsageError } from './io.ts';

export interface CredentialFlags {
  readonly cert?: readonly string[];
  readonly key?: readonly string[];
  readonly passFile?: string;
  readonly passEnv?: string;
}

/** One for each --cert, in their order. Each key must belong to its certificate, and may be in the same file. */
export async function readCredentials(flags: CredentialFlags, io: Io): Promise<readonly Credential[]> {
  const { cert: certs = [], key: keys = [] } = flags;
  if (certs.length === 0 && keys.length > 0) throw new UsageError('--key has no effect without --cert');
  if (keys.length > 0 && keys.length !== certs.length) {
    throw new UsageError(
      say`there are ${certs.length} --cert and ${keys.length} --key: give one --key for each --cert, in the same order, or none where each key is in its certificate’s file`,
    );
  }
  const passphrase = passphraseOf(flags, io);
  const pairs = certs.map((cert, at) => filesOf(cert, keys[at]));
  if (passphrase && !pairs.some(({ sealed }) => sealed))
    throw new UsageError(say`${passphrase.flag} has no effect: no key is encrypted`);
  const credentials: Credential[] = [];
  for (const pair of pairs) {
    const secret = pair.sealed ? (passphrase?.text ?? (await asked(pair, io))) : undefined;
    credentials.push(credentialOf(pair, secret));
  }
  return credentials;
}

interface Pair {
  /** Each as it was given: the flag and the file. */
  readonly names: { readonly cert: string; readonly key: string | undefined };
  readonly cert: Uint8Array;
  readonly key: Uint8Array;
  /** The key is encrypted; how, in words. */
  readonly sealed: Words | undefined;
}

function filesOf(cert: string, key: string | undefined): Pair {
  // curl’s FILE:PASSPHRASE is not repeated to anybody.
  if (/^(?![a-z]:[\\/]).*:/is.test(cert) && !existsSync(cert))
    throw new UsageError(say`--cert FILE:PASSPHRASE is not taken: ${plainPassphrase.instead}`);
  const inCert = readBytes('--cert', cert);
  inWords('--cert', cert, () => certificatesIn(inCert));
  const inKey = key === undefined ? inCert : readBytes('--key', key);
  const pair = { names: { cert, key }, cert: inCert, key: inKey };
  const parts = partsOf(inKey).filter(({ kind }) => kind.endsWith('private-key'));
  const plain = parts.some(({ kind }) => kind === 'private-key');
  const sealed = plain
    ? undefined
    : parts.find(({ kind, damage }) => kind.startsWith('encrypted') && !damage);
  if (sealed) return { ...pair, sealed: sealed.what };
  if (key === undefined && parts.length === 0)
    throw new FileError(say`--cert ${cert} holds no private key: give it with --key`);
  if (key === undefined) inWords('--cert', cert, () => wantedIn(inKey, 'private-key'));
  else inWords('--key', key, () => wantedIn(inKey, 'private-key'));
  return { ...pair, sealed: undefined };
}

function credentialOf({ names, cert, key }: Pair, passphrase: string | undefined): Credential {
  try {
    return credentialsFrom({ cert, key, ...(passphrase !== undefined && { passphrase }) })[0]!;
  } catch (error) {
    if (!(error instanceof InvalidOption)) throw error;
    if (error.option === 'cert') throw new FileError(error.saidOf(say`--cert ${names.cert}`));
    throw new FileError(
      error.saidOf(names.key === undefined ? say`the key in --cert ${names.cert}` : say`--key ${names.key}`),
    );
  }
}

interface Passphrase {
  readonly flag: string;
  readonly text: string;
}

/** In bytes; OpenSSL reads no longer one. */
const LONGEST_PASSPHRASE = 1023;

function passphraseOf({ passFile, passEnv }: CredentialFlags, io: Io): Passphrase | undefined {
  if (passFile !== undefined && passEnv !== undefined)
    throw new UsageError('--pass-file and --pass-env cannot be used together');
  if (passFile !== undefined) {
    // The first line, as OpenSSL reads it.
    const [text = ''] = Buffer.from(readBytes('--pass-file', passFile)).toString('utf8').split(/\r?\n/, 1);
    return checked({ flag: '--pass-file', text }, say`--pass-file ${passFile}`);
  }
  if (passEnv === undefined) return undefined;
  const text = Object.hasOwn(io.env, passEnv) ? io.env[passEnv] : undefined;
  if (text === undefined) throw new UsageError(say`--pass-env ${passEnv}: there is no such variable`);
  return checked({ flag: '--pass-env', text }, say`--pass-env ${passEnv}`);
}

function checked<P extends Pick<Passphrase, 'text'>>(passphrase: P, it: Words): P {
  const { length } = Buffer.from(passphrase.text);
  if (length === 0) throw new UsageError(say`${it} holds no passphrase`);
  if (length <= LONGEST_PASSPHRASE) return passphrase;
  throw new UsageError(say`${it} holds a passphrase of ${length} bytes: the limit is ${LONGEST_PASSPHRASE}`);
}

async function asked({ names: { cert, key }, sealed }: Pair, io: Io): Promise<string> {
  const file = key ?? cert;
  const text = await io.askSecret?.(languageOf(io).words(say`Passphrase for ${file}:`));
  if (text !== undefined) return checked({ text }, 'the terminal').text;
  const given = key === undefined ? say`--cert ${cert}` : say`--key ${key}`;
  throw new UsageError(
    say`${given} holds ${sealed}: give its passphrase with --pass-file FILE or --pass-env NAME`,
  );
}
