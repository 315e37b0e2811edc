/** What good clients do, in a process of their own: they are not to wait for the hostile ones. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import tls from 'node:tls';

const GOOD = 20;
/** Milliseconds that one exchange may take. */
const PATIENCE = 30_000;
const SENT = 2 ** 16;

/** How an exchange went: `why` it failed, if it did. */
export interface Report {
  readonly server: number;
  readonly client: string;
  readonly why?: string;
}

interface Client {
  readonly port: number;
  readonly version: 'TLSv1.2' | 'TLSv1.3';
  /** Whether it shows a certificate. */
  readonly shows: boolean;
  /** With the files of the CA. */
  readonly dir: string;
}

/** Ten times TLS 1.2 and 1.3 each, one in three with a certificate, one in five OpenSSL's program. */
export async function goodClients(
  dir: string,
  ports: readonly number[],
  seconds: number,
  tell: (report: Report) => void,
): Promise<void> {
  const until = performance.now() + seconds * 1000;
  const one = async (server: number, slot: number): Promise<void> => {
    const version = slot % 2 ? 'TLSv1.2' : 'TLSv1.3';
    const client: Client = { port: ports[server]!, version, shows: slot % 3 === 0, dir };
    const [name, talk] = slot % 5 === 4 ? ['openssl', sClient] : ['node:tls', nodeTls];
    const who = `${name}, ${version}${client.shows ? ', with a certificate' : ''}`;
    await pause(slot * 50);
    while (performance.now() < until) {
      const began = performance.now();
      try {
        await talk(client, randomBytes(SENT).fill(0, 0, 1));
        tell({ server, client: who });
      } catch (error) {
        const after = ((performance.now() - began) / 1000).toFixed(1);
        tell({ server, client: who, why: `${(error as Error).message} (after ${after} s)` });
      }
      await pause(300 + 400 * Math.random());
    }
  };
  await Promise.all(
    ports.flatMap((_, server) => Array.from({ length: GOOD }, (_, slot) => one(server, slot))),
  );
}

function nodeTls({ port, version, shows, dir }: Client, sent: Buffer): Promise<void> {
  const read = (name: string): Buffer => readFileSync(join(dir, name));
  return new Promise((done, fail) => {
    const socket = tls.connect(
      {
        port,
        host: '127.0.0.1',
        servername: 'localhost',
        ca: read('ca.pem'),
        minVersion: version,
        maxVersion: version,
        ...(shows && { cert: read('client.pem'), key: read('client.key') }),
      },
      () => socket.write(sent),
    );
    const late = setTimeout(
      () => socket.destroy(new Error(`not done in time: ${length} bytes came back`)),
      PATIENCE,
    );
    const got: Buffer[] = [];
    let length = 0;
    socket.on('data', (chunk: Buffer) => {
      got.push(chunk);
      length += chunk.length;
      if (length >= sent.length) socket.end();
    });
    socket.on('error', fail);
    socket.on('close', () => {
      clearTimeout(late);
      compare(got, sent, done, fail);
    });
  });
}

function sClient({ port, version, shows, dir }: Client, sent: Buffer): Promise<void> {
  const proof = shows ? ['-cert', join(dir, 'client.pem'), '-key', join(dir, 'client.key')] : [];
  const trust = ['-servername', 'localhost', '-CAfile', join(dir, 'ca.pem'), '-verify_return_error'];
  return new Promise((done, fail) => {
    const child = spawn('openssl', [
      ...['s_client', '-quiet', '-no_ign_eof', '-nocommands', '-connect', `127.0.0.1:${port}`],
      ...[version === 'TLSv1.2' ? '-tls1_2' : '-tls1_3', ...trust, ...proof],
    ]);
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    const got: Buffer[] = [];
    let [length, err] = [0, ''];
    child.stdin.on('error', () => {});
    child.stdin.write(sent);
    child.stdout.on('data', (chunk: Buffer) => {
      got.push(chunk);
      length += chunk.length;
      if (length >= sent.length) child.stdin.end();
    });
    child.stderr.on('data', (text) => {
      err = `${err}${text}`.slice(-1000);
    });
    child.on('error', fail);
    child.on('close', (code, signal) => {
      clearTimeout(late);
      if (code !== 0)
        fail(new Error(`s_client ended with ${code ?? signal}, ${length} bytes: ${err.trim()}`));
      else compare(got, sent, done, fail);
    });
  });
}

function compare(got: readonly Buffer[], sent: Buffer, done: () => void, fail: (error: Error) => void): void {
  const came = Buffer.concat(got);
  if (came.equals(sent)) done();
  else fail(new Error(`other bytes came back: ${came.length} of ${sent.length}`));
}
