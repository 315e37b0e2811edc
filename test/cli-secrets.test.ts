/**
 * The documents of the command line, printed and saved, without `--secrets`: searched for the secrets of the connections
 * that they tell of, for private keys, tickets and passphrases, in every way that bytes are written.
 */
import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSession } from '../src/handshake/sessions/session.ts';
import { decodePem } from '../src/wire/pem.ts';
import { handglass, Lab, type Ran, serving } from './cli-lab.ts';

const lab = new Lab();
const PASSPHRASE = 'correct horse battery staple 8251';
const root = () => ['--ca-file', lab.path('ca.pem')];
const pair = (name: string) => ['--cert', lab.path(`${name}.pem`), '--key', lab.path(`${name}.key`)];
/** By what they are. */
const secrets = new Map<string, Uint8Array>();

const spellings = (secret: Uint8Array): readonly string[] => {
  const bytes = Buffer.from(secret);
  return [
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    bytes.toString('hex').replaceAll(/(..)(?!$)/g, '$1 '),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('latin1'),
  ];
};
const found = (text: string): readonly string[] =>
  [...secrets].flatMap(([what, bytes]) =>
    spellings(bytes).some((spelt) => text.includes(spelt)) ? [what] : [],
  );

/** Runs it with `--json --save`, and gives all that anybody can read afterwards. */
async function told(argv: readonly string[], input = ''): Promise<Ran & { readonly all: string }> {
  const file = lab.path('saved.json');
  writeFileSync(file, '');
  const ran = await handglass([...argv, '--json', '--save', file], { input, env: { PHRASE: PASSPHRASE } });
  return { ...ran, all: ran.out + ran.err + readFileSync(file, 'utf8') };
}

/** What the key log and the session file have of a connection. */
function learn(keyLog: string, session: string): void {
  for (const line of lab
    .read(keyLog)
    .split('\n')
    .filter((each) => each !== '')) {
    const [label, , secret] = line.split(' ');
    secrets.set(`${label} in ${keyLog}`, Buffer.from(secret!, 'hex'));
  }
  const state = decodePem(lab.read(session))[0]!.bytes.slice(0, -32);
  const { ticket, secret } = readSession(state)!;
  if (ticket.length > 0) secrets.set(`ticket in ${session}`, ticket);
  secrets.set(`secret in ${session}`, secret);
}

beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  await handglass(['ca', lab.path('rsa'), '--rsa', '--server', 'localhost']);
  for (const name of ['localhost', 'client', 'ca']) {
    const key = createPrivateKey(lab.read(`${name}.key`));
    secrets.set(`private key of ${name}`, Buffer.from(key.export({ format: 'jwk' }).d!, 'base64url'));
  }
  const locked = createPrivateKey(lab.read('client.key')).export({
    ...{ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE },
  } as const);
  lab.write('locked.key', String(locked));
  lab.write('phrase.txt', `${PASSPHRASE}\n`);
  secrets.set('passphrase', Buffer.from(PASSPHRASE));
});
afterAll(() => lab.close());

it('a search would find one, however it is written', () => {
  for (const spelt of spellings(Buffer.from(PASSPHRASE))) expect(found(`x${spelt}y`)).toEqual(['passphrase']);
});

describe.each([
  ['1.2', 'rsa'],
  ['1.2', 'dhe'],
  ['1.2', 'ecdhe'],
  ['1.3', undefined],
])('of connect and serve in TLS %s with %s', (version, exchange) => {
  it.each([
    ['--pass-file', () => lab.path('phrase.txt')],
    ['--pass-env', () => 'PHRASE'],
  ])('and a passphrase of %s', async (flag, of) => {
    const name = `${version}-${exchange}${flag}`;
    const own = exchange === undefined || exchange === 'ecdhe' ? 'localhost' : 'rsa/localhost';
    const kept = lab.path(`served-${name}.json`);
    const negotiated = ['--tls', version, ...(exchange === undefined ? [] : ['--kx', exchange])];
    const asking = ['--client-auth', 'require', ...root(), '--json', '--save', kept];
    const server = await serving([...pair(own), ...asking, ...negotiated]);
    const trusted = ['--ca-file', lab.path(own === 'localhost' ? 'ca.pem' : 'rsa/ca.pem')];
    const [keyLog, session] = [`keys-${name}`, `session-${name}`];
    const argv = ['connect', `localhost:${server.port}`, ...trusted, ...negotiated];
    argv.push('--cert', lab.path('client.pem'), '--key', lab.path('locked.key'), flag, of());
    const files = ['--keylog', lab.path(keyLog), '--session-out', lab.path(session)];
    const first = await told([...argv, ...files, '--resume']);
    expect(first.exit, first.err).toBe(0);
    learn(keyLog, session);
    // A second time with the session, so that the ticket is in a hello.
    const second = await told([...argv, '--session-in', lab.path(session)]);
    expect(second.exit).toBe(0);
    const served = await server.stop();
    expect(secrets.size).toBeGreaterThan(6);
    for (const text of [first.all, second.all, served.out + served.err, readFileSync(kept, 'utf8')])
      expect(found(text)).toEqual([]);
    const shown = await told(['show', kept]);
    expect(shown.exit).toBe(0);
    expect(found(shown.all)).toEqual([]);
    const compared = await told(['diff', saved(first), saved(first)]);
    expect([compared.exit, found(compared.all)]).toEqual([0, []]);
  });
});

/** The first connection of a bundle, in a file of its own. */
function saved({ out }: Ran): string {
  const { connections } = JSON.parse(out) as { readonly connections: readonly unknown[] };
  return lab.write('first.json', JSON.stringify(connections[0]));
}

it('of certs, verify, show and explain of our files, keys among them', async () => {
  for (const name of ['localhost', 'client', 'ca']) {
    const files = [lab.path(`${name}.pem`), lab.path(`${name}.key`)];
    for (const argv of [
      ['certs', ...files, lab.path('locked.key')],
      ['show', files[1]!],
      ['show', lab.path('locked.key'), '--fields'],
      ['verify', files[0]!, '--for', 'localhost', ...root()],
      ['explain', 'private key'],
    ])
      expect(found((await told(argv)).all)).toEqual([]);
  }
});

it('of refusals, a passphrase on the command line among them', async () => {
  const wrong = lab.write('wrong.txt', 'not this one\n');
  const locked = ['--cert', lab.path('client.pem'), '--key', lab.path('locked.key')];
  for (const argv of [
    ['connect', 'localhost:1', ...locked, '-pass', `pass:${PASSPHRASE}`],
    ['connect', 'localhost:1', '-E', `${lab.path('client.pem')}:${PASSPHRASE}`],
    ['connect', 'localhost:1', ...locked, '--pass', PASSPHRASE],
    ['connect', `https://me:${PASSPHRASE}@localhost`],
    ['connect', 'localhost:1', ...locked, '--pass-file', wrong],
    ['connect', 'localhost:1', ...locked, '--pass-env', 'PHRASE', '--tls', '1.9'],
    ['connect', 'localhost:1', ...locked, '--session-in', lab.path('locked.key'), '--pass-env', 'PHRASE'],
  ]) {
    const { exit, all } = await told(argv);
    expect([exit, found(all)]).toEqual([2, []]);
  }
});

it('derive alone tells what it was given, and nothing besides', async () => {
  const shared = Buffer.alloc(32, 7).toString('hex');
  const given = JSON.stringify({ suite: 'TLS_AES_128_GCM_SHA256', shared });
  const { exit, all } = await told(['derive'], given);
  expect(exit).toBe(0);
  expect(all).toContain(shared);
  expect(found(all)).toEqual([]);
});
