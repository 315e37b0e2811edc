/** A client that is asked who it is behind the handshake, and renegotiation, with OpenSSL as the other side. */
import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Connection } from '../../src/connection/connection.ts';
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import { clientHandshake } from '../../src/handshake/client.ts';
import type { ClientConfig, ServerConfig } from '../../src/handshake/config.ts';
import { serverHandshake } from '../../src/handshake/server.ts';
import {
  type ClientOptions,
  clientConfig,
  type ServerOptions,
  serverConfig,
} from '../../src/options/options.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { End } from './end.ts';
import { opensslClient, opensslPort, opensslServer } from './openssl.ts';

const ours = { provider: nodeProvider, observe: true, wallClock: () => Date.now() };
const line = Buffer.from('and on it goes\n');

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates('openssl');
});
afterAll(() => certificates.remove());

function connectTo(port: number, options: Partial<ClientOptions>, change: Partial<ClientConfig>): End {
  return new End('client', connect({ port, host: '127.0.0.1', allowHalfOpen: true }), (hooks) => {
    const all = { ...ours, name: 'localhost', trust: certificates.trust, ...hooks, ...options };
    const config = { ...clientConfig(all), ...change };
    return new Connection('client', (peer) => clientHandshake(peer, config), all);
  });
}

/** Our server, and the client that comes. */
async function accept(
  options: Partial<ServerOptions>,
  change: Partial<ServerConfig>,
  client: (port: number) => void,
): Promise<End> {
  const credentials = [certificates.server.EC.credential];
  return new Promise((resolve) => {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      server.close();
      resolve(
        new End('server', socket, (hooks) => {
          const all = { ...ours, credentials, ...hooks, ...options };
          const config = { ...serverConfig(all), ...change };
          return new Connection('server', (peer) => serverHandshake(peer, config), all);
        }),
      );
    });
    server.listen(0, '127.0.0.1', () => client((server.address() as { port: number }).port));
  });
}

const serverFiles = () => {
  const { cert, key } = certificates.server.EC;
  return ['-cert', cert, '-key', key, '-CAfile', certificates.ca];
};
const twice = ({ events }: End) =>
  events.filter(({ type }) => type === 'established').length === 2 || undefined;

/** What was asked for goes out; OpenSSL refuses data in the middle of a renegotiation. */
const sendNothing = (end: End): Promise<void> => end.send(new Uint8Array());

it('s_server asks us who we are behind the handshake', async () => {
  const server = opensslServer(['-tls1_3', ...serverFiles(), '-verify', '1']);
  const credentials = [certificates.client.EC.credential];
  const end = connectTo(await opensslPort(server), { credentials }, { postHandshakeAuthentication: true });
  await end.opened();
  await server.says(/CIPHER is/);
  server.write('c\n');
  await server.says(/SSL_verify_client_post_handshake|Client certificate|depth/);
  await end.until(
    'our Finished behind the handshake',
    () => end.messages.filter((name) => name === '>Finished').length === 2 || undefined,
  );
  await end.send(line);
  await server.says('and on it goes');
  server.write('and back\n');
  expect(String(await end.receive(9))).toBe('and back\n');
});

it('we ask s_client who it is behind the handshake', async () => {
  const { cert, key } = certificates.client.EC;
  const options = { clientAuthentication: 'request', trust: certificates.trust } as const;
  let client: ReturnType<typeof opensslClient>;
  const end = await accept(
    options,
    { postHandshakeAuthentication: true, clientAuthentication: 'none' },
    (port) => {
      client = opensslClient(port, [
        '-tls1_3',
        '-enable_pha',
        '-CAfile',
        certificates.ca,
        '-cert',
        cert,
        '-key',
        key,
      ]);
    },
  );
  await end.opened();
  end.transport.connection.request('authentication');
  await end.send(line);
  const chain = await end.until('the certificate', () => {
    const answer = end.events.find((event) => event.type === 'client-answered');
    return answer?.client.chain;
  });
  expect(chain[0]).toEqual(certificates.client.EC.credential.chain[0]);
  await client!.says('and on it goes');
});

it('s_server asks us for a renegotiation', async () => {
  const server = opensslServer(['-tls1_2', ...serverFiles()]);
  const end = connectTo(await opensslPort(server), { versions: ['TLS 1.2'] }, { renegotiation: true });
  await end.opened();
  await server.says(/CIPHER is/);
  server.write('r\n');
  await end.until('a second handshake', () => twice(end));
  await end.send(line);
  await server.says('and on it goes');
});

it('we ask s_server for a renegotiation', async () => {
  const server = opensslServer(['-tls1_2', ...serverFiles(), '-client_renegotiation']);
  const end = connectTo(await opensslPort(server), { versions: ['TLS 1.2'] }, { renegotiation: true });
  await end.opened();
  end.transport.connection.request('renegotiation');
  await sendNothing(end);
  await end.until('a second handshake', () => twice(end));
  await end.send(line);
  await server.says('and on it goes');
});

it.each(['s_client asks us', 'we ask s_client'] as const)('%s for a renegotiation', async (who) => {
  let client: ReturnType<typeof opensslClient>;
  const end = await accept({ versions: ['TLS 1.2'] }, { renegotiation: true }, (port) => {
    client = opensslClient(port, ['-tls1_2', '-CAfile', certificates.ca]);
  });
  await end.opened();
  if (who === 'we ask s_client') end.transport.connection.request('renegotiation');
  else client!.write('R\n');
  await sendNothing(end);
  await end.until('a second handshake', () => twice(end));
  await end.send(line);
  await client!.says('and on it goes');
});
