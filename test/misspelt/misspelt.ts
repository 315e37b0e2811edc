/**
 * What is misspelt, and must not compile: names of events, their arguments, options. `test/misspelt.test.ts` runs the
 * compiler over it; each `@ts-expect-error` fails where the next line compiles.
 */
import { type EventEmitter, once } from 'node:events';
import type { Duplex } from 'node:stream';
import { acceptClient, connectClient, type Event } from '../../src/exports/handglass.ts';
import { connect, createSecureContext, createServer, type TLSSocket } from '../../src/exports/node.ts';

declare const socket: TLSSocket;
declare const server: ReturnType<typeof createServer>;
declare const name: string;
declare const stream: Duplex;
declare const core: Parameters<typeof connectClient>[0] & Parameters<typeof acceptClient>[0];

// Names of events.
// @ts-expect-error: session
socket.on('sesion', () => {});
// @ts-expect-error: secureConnect
socket.once('secureConect', () => {});
// @ts-expect-error: close
socket.off('closed', () => {});
// @ts-expect-error: keylog
socket.addListener('keyLog', () => {});
// @ts-expect-error: end
socket.emit('ended');
// @ts-expect-error: secureConnection
server.on('secureConection', () => {});
// @ts-expect-error: tlsClientError
server.prependListener('tlsClientErorr', () => {});
// @ts-expect-error: newSession
server.on('newSesion', () => {});

// Their arguments.
// @ts-expect-error: a Buffer
socket.on('session', (session: number) => session);
// @ts-expect-error: it has two
server.on('tlsClientError', (error, from, third) => [error, from, third]);
// @ts-expect-error: a socket
server.emit('secureConnection', 'socket');
socket.on('session', (session) => session.readUInt8());
socket.on('OCSPResponse', (response) => response?.readUInt8());
socket.on('certificateWithheld', ({ asked, unfit }) => [asked.authorities, unfit]);
server.on('secureConnection', (from) => from.getProtocol());
server.on('tlsClientError', (error, from) => [error.code, from.servername]);
server.on('keylog', (line, from) => [line.readUInt8(), from.authorized]);
server.on('OCSPRequest', (certificate, issuer, answer) => answer(null, issuer ?? certificate));

// What programs of node:tls write.
socket.on('data', (chunk) => chunk.readUInt8());
socket.on('data', (text: string) => text.trim());
socket.on('error', (error: Error & { code: string }) => error.code);
socket.on(name, (...details: unknown[]) => details);
socket.on(Symbol('own'), () => {});
socket.emit(name, 1);
(socket as EventEmitter).on('of-my-own', () => {});
const duplex: Duplex = socket;
duplex.pipe(socket).pipe(duplex);
server.emit('connection', stream);
void new Promise<unknown>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
void once(socket, 'secureConnect');

// Options.
// @ts-expect-error: rejectUnauthorized
connect({ port: 443, rejectUnauthorised: true });
// @ts-expect-error: onEvent
connect({ port: 443, onevent: (event: Event) => event });
// @ts-expect-error: requestCert
createServer({ requestCerts: true });
// @ts-expect-error: ciphers
createSecureContext({ cipher: 'TLS_AES_128_GCM_SHA256' });
// @ts-expect-error: mode
createSecureContext({ revocation: { mode: 'soft', fetsh: true } });
// @ts-expect-error: trust
connectClient({ ...core, trsut: undefined });
// @ts-expect-error: clientAuthentication
acceptClient({ ...core, clientAuthentcation: 'require' });
