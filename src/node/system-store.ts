/**
 * The system's trust store: whom an administrator lets this machine trust.
 *
 * SSL_CERT_FILE and SSL_CERT_DIR are honoured, as OpenSSL and Go do; if one of them is set nothing else is read, so that
 * naming a store means trusting that and no more (OpenSSL and Go also add their default folder). On macOS and Windows the
 * store is not a file, and Node has been able to read it since 22.15; elsewhere it is a file or a folder in one of a few
 * places. The first place that has certificates is the store: they are copies of one another.
 */
import { delimiter } from 'node:path';
import tls from 'node:tls';
import { thrownWords } from '../wire/thrown-text.ts';
import { SaidError, say, type Words } from '../wire/words.ts';
import { type Gathered, usableIn, usableInFolder } from './certificate-folder.ts';
import { readAll } from './read-file.ts';

export interface Places {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** PEM texts from Node; first, if the store is not a file. */
  readonly node: { readonly first: boolean; read(): readonly string[] };
}

export interface SystemStore extends Gathered {
  /** Where it was found, in words. */
  readonly place: Words;
}

/** Where Debian, Alpine, Arch, Red Hat, SUSE, OpenWrt, the BSDs, and macOS for older programs keep it. */
const systemPlaces: Places = {
  files: [
    '/etc/ssl/certs/ca-certificates.crt',
    '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
    '/etc/pki/tls/certs/ca-bundle.crt',
    '/etc/ssl/ca-bundle.pem',
    '/etc/ssl/cert.pem',
    '/usr/local/share/certs/ca-root-nss.crt',
  ],
  folders: ['/etc/ssl/certs', '/etc/pki/tls/certs', '/etc/openssl/certs', '/system/etc/security/cacerts'],
  node: {
    first: process.platform === 'darwin' || process.platform === 'win32',
    read() {
      const { getCACertificates } = tls as { getCACertificates?: (kind: 'system') => string[] };
      return getCACertificates?.('system') ?? [];
    },
  },
};

/** Undefined if this system has none that we know. Throws if the environment names one that cannot be used. */
export function systemStore(
  env: Readonly<Record<string, string | undefined>> = process.env,
  places: Places = systemPlaces,
): SystemStore | undefined {
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: folders } = env;
  if (file || folders) return namedByEnvironment(file, folders);
  const ofNode = () =>
    found('as Node reads it', () => gathered(places.node.read().map(textOf).map(usableIn)));
  const first = places.node.first ? ofNode() : undefined;
  if (first) return first;
  for (const path of places.files) {
    const store = found(path, () => usableIn(readAll(path)));
    if (store) return store;
  }
  for (const path of places.folders) {
    const store = found(path, () => usableInFolder(path));
    if (store) return store;
  }
  return places.node.first ? undefined : ofNode();
}

function namedByEnvironment(file: string | undefined, folders: string | undefined): SystemStore {
  const read = <T>(name: string, path: string, from: (path: string) => T): T => {
    try {
      return from(path);
    } catch (error) {
      throw new SaidError(say`${name} names ${path}, which cannot be read: ${thrownWords(error)}`, {
        cause: error,
      });
    }
  };
  const { certificates, passedOver } = gathered([
    ...(file ? [read('SSL_CERT_FILE', file, (path) => usableIn(readAll(path)))] : []),
    ...(folders?.split(delimiter) ?? [])
      .filter((path) => path !== '')
      .map((path) => read('SSL_CERT_DIR', path, usableInFolder)),
  ]);
  const place = [
    ...(file ? [`SSL_CERT_FILE=${file}`] : []),
    ...(folders ? [`SSL_CERT_DIR=${folders}`] : []),
  ].join(' ');
  if (certificates.length === 0) throw new SaidError(say`${place} holds no certificate that can be read`);
  return { certificates, passedOver, place };
}

/** A place that is missing, or that we may not read, does not count. */
function found(place: Words, read: () => Gathered): SystemStore | undefined {
  try {
    const store = read();
    return store.certificates.length > 0 ? { ...store, place } : undefined;
  } catch {
    return undefined;
  }
}

const gathered = (all: readonly Gathered[]): Gathered => ({
  certificates: all.flatMap(({ certificates }) => certificates),
  passedOver: all.reduce((sum, { passedOver }) => sum + passedOver, 0),
});

const textOf = (text: string): Uint8Array => new TextEncoder().encode(text);
