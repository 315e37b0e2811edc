/** Programs that were written for node:tls: HTTP on our sockets, and what they read from a peer's certificate. */
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { ca, ecServer, listening } from '../../test/loopback.ts';
import { connect, createServer } from '../exports/node.ts';

const toServer = { host: '127.0.0.1', servername: 'localhost', ca };

async function answerTo(request: http.ClientRequest): Promise<string> {
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk;
  return body;
}

it('node’s HTTP server answers over our sockets, twice on one of them', async () => {
  const web = http.createServer((request, response) => response.end(`you asked for ${request.url}`));
  const port = await listening(createServer(ecServer, (socket) => web.emit('connection', socket)));
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  expect(await answerTo(https.get({ ...toServer, port, path: '/one', agent }))).toBe('you asked for /one');
  const again = https.get({ ...toServer, port, path: '/two', agent });
  expect(await answerTo(again)).toBe('you asked for /two');
  expect(again.reusedSocket).toBe(true);
});

it('node’s HTTP client asks over our sockets', async () => {
  const port = await listening(https.createServer(ecServer, (_request, response) => response.end('hello')));
  const createConnection = () => connect({ ...toServer, port });
  expect(await answerTo(http.get({ host: 'localhost', createConnection }))).toBe('hello');
});

it('a peer’s certificate reads as it does in node:tls', async () => {
  const port = await listening(tls.createServer({ ...ecServer, cert: ecServer.cert + ca }));
  const read = async (socket: tls.TLSSocket) => {
    await once(socket, 'secureConnect');
    onTestFinished(() => void socket.destroy());
    return socket;
  };
  const theirs = await read(tls.connect({ ...toServer, port }));
  const ours = await read(connect({ ...toServer, port }) as unknown as tls.TLSSocket);
  expect(ours.getPeerCertificate()).toEqual(theirs.getPeerCertificate());
  expect(ours.getPeerCertificate(true).issuerCertificate.subject.CN).toBe('Loopback CA');
  expect(ours.getPeerX509Certificate()?.fingerprint256).toBe(theirs.getPeerX509Certificate()?.fingerprint256);
  expect(ours.getCipher()).toEqual(theirs.getCipher());
});
