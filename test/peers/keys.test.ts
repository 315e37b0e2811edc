/** `connect --keys --secrets` against OpenSSL, whose own key log is the witness: what is shown is what it has. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { handglass } from '../cli-lab.ts';
import { expectComputed, type ToldStep, toldSteps } from '../told-keys.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { opensslPort, opensslServer } from './openssl.ts';

let certificates: Certificates;
const directory = mkdtempSync(join(tmpdir(), 'handglass-keys-'));
beforeAll(async () => {
  certificates = await makeCertificates('openssl');
});
afterAll(async () => {
  await certificates.remove();
  rmSync(directory, { recursive: true, force: true });
});

/** What each line of the key log is called in the schedule. */
const logged: Readonly<Record<string, string>> = {
  CLIENT_RANDOM: 'master_secret',
  CLIENT_HANDSHAKE_TRAFFIC_SECRET: 'client_handshake_traffic_secret',
  SERVER_HANDSHAKE_TRAFFIC_SECRET: 'server_handshake_traffic_secret',
  CLIENT_TRAFFIC_SECRET_0: 'client_application_traffic_secret_0',
  SERVER_TRAFFIC_SECRET_0: 'server_application_traffic_secret_0',
  EXPORTER_SECRET: 'exporter_secret',
};

it.each<[string, readonly string[], readonly string[], number]>([
  ['RSA', ['-tls1_2', '-cipher', 'AES128-GCM-SHA256'], ['--kx', 'rsa', '--tls', '1.2'], 1],
  ['DHE', ['-tls1_2', '-cipher', 'DHE-RSA-AES128-GCM-SHA256'], ['--kx', 'dhe', '--tls', '1.2'], 1],
  ['CBC', ['-tls1_2', '-cipher', 'AES128-SHA'], ['--ciphers', 'AES128-SHA'], 1],
  ['TLS 1.3', ['-tls1_3', '-ciphersuites', 'TLS_AES_256_GCM_SHA384'], ['--tls', '1.3'], 5],
])('with %s', async (what, theirs, ours, count) => {
  const log = join(directory, `${what.replace(' ', '-')}.log`);
  const { cert, key } = certificates.server.RSA;
  const server = opensslServer([...['-cert', cert, '-key', key, '-keylogfile', log], ...theirs]);
  const port = await opensslPort(server);
  const flags = ['--ca-file', certificates.ca, '--revocation', 'off', ...ours];
  const { out, exit } = await handglass(['connect', `localhost:${port}`, ...flags, '--keys', '--secrets']);
  expect(exit).toBe(0);
  const steps = toldSteps(out);
  expectComputed(steps);
  const lines = readFileSync(log, 'latin1')
    .split('\n')
    .filter((line) => /^\w+ [0-9a-f]/.test(line));
  const witnessed = lines.flatMap((line) => {
    const [label = '', random, secret] = line.split(' ');
    return logged[label] ? [[logged[label], random, secret]] : [];
  });
  expect(witnessed).toHaveLength(count);
  const random = /^ {2}client_random +([0-9a-f]{64})$/m.exec(out)?.[1];
  const shown = (name: string) => steps.find((step: ToldStep) => step.name === name)?.value;
  for (const [name, of, secret] of witnessed)
    expect([name, random, shown(name!)]).toEqual([name, of, secret]);
});

it('derive makes OpenSSL’s own keys from its own kdf', () => {
  const premaster = '11'.repeat(48);
  const seed = ['22'.repeat(32), '33'.repeat(32)];
  const out = execFileSync('openssl', [
    ...['kdf', '-keylen', '48', '-kdfopt', 'digest:SHA256', '-kdfopt', `hexsecret:${premaster}`],
    ...['-kdfopt', 'seed:master secret', '-kdfopt', `hexseed:${seed.join('')}`, 'TLS1-PRF'],
  ]);
  const theirs = out
    .toString('latin1')
    .replaceAll(/[^0-9A-F]/g, '')
    .toLowerCase();
  return handglass([
    ...['derive', '--suite', 'TLS_RSA_WITH_AES_128_GCM_SHA256', '--premaster', premaster],
    ...['--client-random', seed[0]!, '--server-random', seed[1]!],
  ]).then((derived) => {
    const [first] = toldSteps(derived.out);
    expect([first?.name, first?.value]).toEqual(['master_secret', theirs]);
  });
});
