/**
 * A peer over node:tls, run by node as a process of its own. It takes the same configuration and talks in the same way
 * as go/main.go: data on standard input and output, what happened on standard error, the end of the input closes.
 */

import { constants } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:tls';

const config = JSON.parse(process.argv[2]);
const read = (file) => (file ? readFileSync(file) : undefined);
const tell = (line) => process.stderr.write(`${line}\n`);

const version = config.tls13 ? 'TLSv1.3' : 'TLSv1.2';
const settings = {
  ca: read(config.ca),
  cert: read(config.cert),
  key: read(config.key),
  minVersion: version,
  maxVersion: version,
  ciphers: config.suite,
  ecdhCurve: config.groups
    .map((name) => ({ x25519: 'X25519', secp256r1: 'prime256v1' })[name] ?? name)
    .join(':'),
  dhparam: 'auto',
  ...(config.noTickets && { secureOptions: constants.SSL_OP_NO_TICKET }),
  ...(config.protocols && { ALPNProtocols: config.protocols }),
};

/** Connections one after the other; the input goes to the one that is open. */
let current;
let inputEnded = false;
process.stdin.on('data', (data) => current?.write(data));
process.stdin.on('end', () => {
  inputEnded = true;
  current?.end();
});
process.stdin.pause();

function converse(socket, ocspResponse = '') {
  current = socket;
  const client = socket.getPeerCertificate()?.subject?.CN ?? '';
  tell(
    `connected suite=${socket.getCipher().name} resumed=${socket.isSessionReused()} ` +
      `protocol=${socket.alpnProtocol || ''} name=${socket.servername || ''} peer=${client} ocsp=${ocspResponse}.`,
  );
  socket.pipe(process.stdout, { end: false });
  socket.on('end', () => tell('closed'));
  if (inputEnded) socket.end();
  process.stdin.resume();
}

if (config.mode === 'server') {
  const server = createServer(
    { ...settings, sessionIdContext: 'peer', requestCert: config.mutual, rejectUnauthorized: config.mutual },
    (socket) => {
      socket.on('error', (error) => tell(`failed ${error.message}`));
      converse(socket);
    },
  );
  if (config.ocspResponse) {
    server.on('OCSPRequest', (_certificate, _issuer, answer) => answer(null, read(config.ocspResponse)));
  }
  const kept = new Map();
  server.on('newSession', (id, state, done) => {
    kept.set(id.toString('hex'), state);
    done();
  });
  server.on('resumeSession', (id, done) => done(null, kept.get(id.toString('hex')) ?? null));
  server.on('tlsClientError', (error) => tell(`failed ${error.message}`));
  server.listen(0, '127.0.0.1', () => tell(`listening ${server.address().port}`));
} else {
  const socket = connect({
    ...settings,
    host: '127.0.0.1',
    port: config.port,
    servername: 'localhost',
    session: read(config.useSession),
    requestOCSP: config.ocspResponse !== undefined,
  });
  let ocspResponse;
  socket.on('OCSPResponse', (der) => (ocspResponse = der?.toString('hex')));
  socket.on('session', (session) => config.saveSession && writeFileSync(config.saveSession, session));
  socket.on('secureConnect', () => converse(socket, ocspResponse));
  socket.on('error', (error) => tell(`failed ${error.message}`));
  socket.on('close', () => process.exit());
}
