/** For the tests here: certificates made once, and servers that close with their test. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Server as NetServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { generateKey } from '../src/crypto/providers/node.ts';
import { type IssueRequest, issueCertificate } from '../src/issue/index.ts';
import { encodePem } from '../src/wire/pem.ts';

const day = 24 * 60 * 60 * 1000;
export const loopback = await authority('Loopback CA');
export const { pem: ca, issuer } = loopback;

function issue(request: Omit<IssueRequest, 'notBefore' | 'notAfter' | 'serial'> & Partial<IssueRequest>) {
  const now = Date.now();
  return issueCertificate({
    notBefore: now - day,
    notAfter: now + 30 * day,
    serial: randomBytes(16),
    ...request,
  });
}

export interface Certified {
  readonly cert: string;
  readonly key: string;
}

/** A CA, and what it certifies: PEM of a certificate and of its key. Its own issuer, unless one is named. */
export async function authority(CN: string, above?: { readonly issuer: IssueRequest['issuer'] }) {
  const key = generateKey('EC');
  const { publicKey } = key;
  const certificate = await issue({ subject: { CN }, publicKey, issuer: above?.issuer ?? { key }, ca: true });
  const by = { key, certificate };
  return {
    pem: encodePem('CERTIFICATE', certificate),
    issuer: by,
    async certified(type: 'EC' | 'RSA', request: Partial<IssueRequest> = {}): Promise<Certified> {
      const leaf = generateKey(type);
      const subject = { CN: `${type} of the test` };
      const der = await issue({ subject, publicKey: leaf.publicKey, issuer: by, ...request });
      return { cert: encodePem('CERTIFICATE', der), key: leaf.pem };
    },
  };
}

export const { certified } = loopback;
export const ecServer = await certified('EC', {
  dnsNames: ['localhost', 'first.test'],
  ipAddresses: ['127.0.0.1'],
});
export const rsaServer = await certified('RSA', { dnsNames: ['localhost'] });
export const otherServer = await certified('EC', { dnsNames: ['other.test', '*.wild.test'] });
export const ecClient = await certified('EC', { extKeyUsage: ['clientAuth'] });
export const rsaClient = await certified('RSA', { extKeyUsage: ['clientAuth'] });

/** Listens on loopback and gives the port; closed when the test is over, with what is connected to it. */
export async function listening(server: NetServer): Promise<number> {
  const sockets = new Set<Duplex>();
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

/** Everything until the stream ends; the stream itself stays open, as an async iterator would not leave it. */
export function contentOf(stream: Duplex): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('end', () => resolve(Buffer.concat(chunks)));
    stream.once('error', reject);
  });
}
