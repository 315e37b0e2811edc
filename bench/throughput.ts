/** Megabytes a second from server to client over loopback, both ends in this process. */
import type { AddressInfo } from 'node:net';
import * as nodeTls from 'node:tls';
import * as ours from '../src/exports/node.ts';
import type { Figure } from './figure.ts';
import { inTurn } from './pairing.ts';
import { makePki, type Pki } from './pki.ts';

const MEGABYTES = 64;
type Tls = Pick<typeof nodeTls, 'connect' | 'createServer'>;

export async function throughput(rounds: number): Promise<Figure[]> {
  const pki = makePki('EC');
  const figures: Figure[] = [];
  for (const suite of ['TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256']) {
    const a = await sender(ours as unknown as Tls, pki, suite);
    const b = await sender(nodeTls, pki, suite);
    figures.push(await inTurn(`throughput, ${suite}`, 'MB/s', Math.min(rounds, 5), a.rate, b.rate));
    a.close();
    b.close();
  }
  return figures;
}

export async function sender(tls: Tls, { ca, cert, key }: Pki, ciphers: string) {
  const piece = Buffer.alloc(2 ** 16, 'handglass');
  const server = tls.createServer({ cert, key, ciphers, minVersion: 'TLSv1.3' }, (socket) => {
    socket.on('error', () => {});
    let left = (MEGABYTES * 2 ** 20) / piece.length;
    const more = () => {
      while (left-- > 0) {
        if (!socket.write(piece)) {
          socket.once('drain', more);
          return;
        }
      }
      socket.end();
    };
    more();
  });
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
  const rate = () =>
    new Promise<number>((resolve, reject) => {
      const socket = tls.connect({
        port,
        host: '127.0.0.1',
        servername: 'localhost',
        ca,
        ciphers,
        minVersion: 'TLSv1.3',
      });
      let start = 0;
      let bytes = 0;
      socket.on('secureConnect', () => {
        start = performance.now();
      });
      socket.on('data', (data: Buffer) => {
        bytes += data.length;
      });
      socket.on('error', reject);
      socket.on('end', () => {
        if (bytes !== MEGABYTES * 2 ** 20) reject(new Error(`${bytes} bytes came`));
        resolve((MEGABYTES * 1000) / (performance.now() - start));
        socket.end();
      });
    });
  return { rate, close: () => server.close() };
}
