/** A server as a program has it: it sends back what it hears, and listens for what it should. */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from '../../src/exports/node.ts';

const [dir = ''] = process.argv.slice(2);
const read = (name: string): string => readFileSync(`${dir}/${name}`, 'utf8');
const server = createServer(
  {
    cert: read('localhost.pem'),
    key: read('localhost.key'),
    ca: read('ca.pem'),
    requestCert: true,
    rejectUnauthorized: false,
  },
  (socket) => {
    socket.on('error', () => {});
    socket.setTimeout(60_000, () => socket.destroy());
    socket.pipe(socket);
  },
);
server.on('tlsClientError', () => {});
server.maxConnections = 256;
server.listen(0, '127.0.0.1', () =>
  process.stderr.write(`listening on 127.0.0.1:${(server.address() as AddressInfo).port}\n`),
);
