/** DHE by OpenSSL's names, in the adapter and with node:tls as the client. */
import { once } from 'node:events';
import { connect as nodeConnect } from 'node:tls';
import { expect, it } from 'vitest';
import { connect, createServer } from '../src/exports/node.ts';
import { ca, listening, rsaServer } from './loopback.ts';

const ciphers = 'DHE-RSA-AES128-GCM-SHA256';

it.each([
  ['handglass', connect],
  ['node:tls', nodeConnect],
] as const)('%s gets what our server says', async (_, from) => {
  const server = createServer({ ...rsaServer, ciphers, maxVersion: 'TLSv1.2' }, (socket) => {
    socket.on('error', () => undefined).end('served');
  });
  const port = await listening(server);
  const socket = (from as typeof nodeConnect)({
    port,
    host: '127.0.0.1',
    servername: 'localhost',
    ca,
    ciphers,
  });
  await once(socket, 'secureConnect');
  expect(socket.getCipher().name).toBe(ciphers);
  expect(socket.getEphemeralKeyInfo()).toEqual({ type: 'DH', size: 2048 });
  const [data] = await once(socket, 'data');
  expect(String(data)).toBe('served');
  socket.destroy();
});
