/**
 * What `serve` shows without --cert: throw-away certificates, one EC and one RSA, so that whatever a client offers, one of
 * them fits. Each has a root of its own: an old client wants RSA all the way up. The roots are in a file, for `connect` to
 * trust; nobody else can have written it, and it is gone with the server.
 */
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credential } from '../options/engine.ts';
import { encodePem } from '../wire/pem.ts';
import { say } from '../wire/words.ts';
import { referenceOf } from '../x509/index.ts';
import { Authority, credentialOf, terms } from './ca/authority.ts';
import { systemWords } from './files.ts';
import { UsageError } from './io.ts';

export interface ThrowAway {
  readonly credentials: readonly Credential[];
  /** A PEM file with the roots. */
  readonly roots: string;
  remove(): void;
}

/**
 * @param host the address that is listened on; the certificates are for it too, beside localhost
 * @throws UsageError where no file can be written
 */
export async function throwAway(host: string): Promise<ThrowAway> {
  const own = isAnyAddress(host) || referenceOf(host) === undefined ? [] : [host];
  const names = [...new Set([...localhost, ...own])];
  const made = await Promise.all(
    (['ec', 'rsa'] as const).map(async (kind) => {
      const root = await Authority.root(terms(kind, 1));
      return { root, credential: credentialOf(await root.server(names, terms(kind, 1))) };
    }),
  );
  const pem = made.map(({ root }) => encodePem('CERTIFICATE', root.certificate.der)).join('');
  const { file, remove } = kept(pem);
  return { credentials: made.map(({ credential }) => credential), roots: file, remove };
}

const localhost = ['localhost', '127.0.0.1', '::1'];

/** What `connect` is told to reach, for a server that listens there. */
export function placeFor(host: string, port: number): string {
  if (isAnyAddress(host) || host === '127.0.0.1') return `localhost:${port}`;
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

const isAnyAddress = (host: string): boolean => ['0.0.0.0', '::', ''].includes(host);

function kept(pem: string): { readonly file: string; remove(): void } {
  const above = tmpdir();
  try {
    const folder = mkdtempSync(join(above, 'handglass-'));
    const file = join(folder, 'ca.pem');
    writeFileSync(file, pem, { flag: 'wx' });
    return { file, remove: () => removed(file, folder) };
  } catch (error) {
    throw new UsageError(say`no file can be written in ${above}: ${systemWords(error)}`);
  }
}

/** Nothing but what was made here, whatever else has come to be there. */
function removed(file: string, folder: string): void {
  try {
    rmSync(file, { force: true });
    rmdirSync(folder);
  } catch {
    // It has gone already, or is somebody else's now.
  }
}
