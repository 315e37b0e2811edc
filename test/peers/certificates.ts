/**
 * Throw-away certificates in a directory, as files for the peers and as values for us: made by our own
 * `issueCertificate`, or by the openssl command line, so that neither side marks its own homework.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrivateKey } from '../../src/crypto/provider.ts';
import { generateKey, privateKey } from '../../src/crypto/providers/node.ts';
import type { Credential } from '../../src/handshake/config.ts';
import { issueCertificate } from '../../src/issue/index.ts';
import { decodePem, encodePem } from '../../src/wire/pem.ts';
import { type TrustStore, trustStoreFromPem } from '../../src/x509/index.ts';
import { run } from './process.ts';

export interface Identity {
  /** PEM files: the certificate, and its key. */
  readonly cert: string;
  readonly key: string;
  readonly credential: Credential;
}

export interface Certificates {
  readonly directory: string;
  /** PEM file of the root. */
  readonly ca: string;
  readonly trust: TrustStore;
  readonly server: Readonly<Record<'RSA' | 'EC', Identity>>;
  readonly client: Readonly<Record<'RSA' | 'EC', Identity>>;
  /** Another server's, for the name other.test. */
  readonly other: Identity;
  remove(): Promise<void>;
}

/** For localhost and 127.0.0.1, and for a client named alice. */
export async function makeCertificates(by: 'openssl' | 'handglass'): Promise<Certificates> {
  const directory = await mkdtemp(join(tmpdir(), 'handglass-peers-'));
  const maker = await (by === 'openssl' ? byOpenssl(directory) : byUs(directory));
  const identity = async (name: string, kind: 'RSA' | 'EC', purpose: Purpose): Promise<Identity> => {
    const files = { cert: join(directory, `${name}.pem`), key: join(directory, `${name}.key`) };
    await maker(files, kind, purpose);
    return { ...files, credential: await credentialFrom(files.cert, files.key) };
  };
  const ca = join(directory, 'ca.pem');
  const server = { serverAuth: ['localhost'] };
  const client = { clientAuth: 'alice' };
  return {
    directory,
    ca,
    trust: trustStoreFromPem(await readFile(ca, 'utf8')),
    server: {
      RSA: await identity('server-rsa', 'RSA', server),
      EC: await identity('server-ec', 'EC', server),
    },
    client: {
      RSA: await identity('client-rsa', 'RSA', client),
      EC: await identity('client-ec', 'EC', client),
    },
    other: await identity('other', 'EC', { serverAuth: ['other.test'] }),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

export async function credentialFrom(cert: string, key: string): Promise<Credential> {
  const chain = decodePem(await readFile(cert, 'latin1')).map(({ bytes }) => bytes);
  return { kind: 'certificate', chain, key: privateKey(await readFile(key, 'latin1')) };
}

type Purpose = { readonly serverAuth: readonly string[] } | { readonly clientAuth: string };
type Maker = (files: { cert: string; key: string }, kind: 'RSA' | 'EC', purpose: Purpose) => Promise<void>;

async function byOpenssl(directory: string): Promise<Maker> {
  const openssl = (args: string) => run('openssl', args.split(' '), { cwd: directory });
  await openssl(
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 30 ' +
      '-subj /CN=openssl-root -addext keyUsage=critical,keyCertSign,cRLSign',
  );
  return async ({ cert, key }, kind, purpose) => {
    const newkey = kind === 'RSA' ? 'rsa:2048' : 'ec -pkeyopt ec_paramgen_curve:P-256';
    const extensions = [
      'basicConstraints=critical,CA:false',
      `keyUsage=critical,digitalSignature${kind === 'RSA' ? ',keyEncipherment' : ''}`,
      'subjectKeyIdentifier=hash',
      'authorityKeyIdentifier=keyid',
      'serverAuth' in purpose
        ? `extendedKeyUsage=serverAuth\nsubjectAltName=${[...purpose.serverAuth.map((name) => `DNS:${name}`), 'IP:127.0.0.1'].join(',')}`
        : 'extendedKeyUsage=clientAuth',
    ];
    await writeFile(`${cert}.cnf`, extensions.join('\n'));
    const subject = 'serverAuth' in purpose ? purpose.serverAuth[0]! : purpose.clientAuth;
    await openssl(`req -newkey ${newkey} -nodes -keyout ${key} -out ${cert}.csr -subj /CN=${subject}`);
    await openssl(
      `x509 -req -in ${cert}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 20 -extfile ${cert}.cnf -out ${cert}`,
    );
  };
}

async function byUs(directory: string): Promise<Maker> {
  const caKey = generateKey('EC');
  const validity = { notBefore: Date.now() - 60_000, notAfter: Date.now() + 20 * 24 * 60 * 60 * 1000 };
  const ca = await issueCertificate({
    subject: { CN: 'handglass root' },
    publicKey: caKey.publicKey,
    issuer: { key: caKey },
    ...validity,
    serial: Uint8Array.of(1),
    ca: true,
  });
  await writeFile(join(directory, 'ca.pem'), encodePem('CERTIFICATE', ca));
  let serial = 1;
  return async ({ cert, key }, kind, purpose) => {
    const leafKey: PrivateKey & { pem: string } = generateKey(kind);
    const names = 'serverAuth' in purpose ? { dnsNames: purpose.serverAuth, ipAddresses: ['127.0.0.1'] } : {};
    const der = await issueCertificate({
      subject: { CN: 'serverAuth' in purpose ? purpose.serverAuth[0]! : purpose.clientAuth },
      publicKey: leafKey.publicKey,
      issuer: { key: caKey, certificate: ca },
      ...validity,
      ...names,
      serial: Uint8Array.of(++serial),
      extKeyUsage: ['serverAuth' in purpose ? 'serverAuth' : 'clientAuth'],
    });
    await writeFile(cert, encodePem('CERTIFICATE', der));
    await writeFile(key, leafKey.pem);
  };
}
