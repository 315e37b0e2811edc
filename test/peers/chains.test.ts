/**
 * Nine bad chains, each served by a real `openssl s_server` and refused by our client: nine different reasons, and for
 * each the alert that the server really received. OpenSSL makes the roots and proves that the good chain is good.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Rejected } from '../../src/x509/index.ts';
import { trustStoreFromPem } from '../../src/x509/index.ts';
import { connectTo } from './end.ts';
import { opensslPort, opensslServer } from './openssl.ts';
import { run } from './process.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'handglass-chains-'));
  await root('root');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Extensions of a certificate, in the words of OpenSSL's configuration. */
type Words = Readonly<Record<string, string>>;

const caWords: Words = {
  basicConstraints: 'critical,CA:true',
  keyUsage: 'critical,keyCertSign,cRLSign',
  subjectKeyIdentifier: 'hash',
  authorityKeyIdentifier: 'keyid',
};
const leafWords: Words = {
  basicConstraints: 'critical,CA:false',
  keyUsage: 'critical,digitalSignature',
  extendedKeyUsage: 'serverAuth',
  subjectAltName: 'DNS:localhost',
  subjectKeyIdentifier: 'hash',
  authorityKeyIdentifier: 'keyid',
};

interface Link {
  readonly name: string;
  readonly words: Words;
  /** How long it is valid, for the command line of `openssl ca`; a month from yesterday when absent. */
  readonly dates?: readonly [from: string, to: string];
}
const ca = (name: string, words: Words = {}, dates?: Link['dates']): Link => ({
  name,
  words: { ...caWords, ...words },
  ...(dates && { dates }),
});
const leaf = (words: Words = {}): Link => ({ name: 'localhost', words: { ...leafWords, ...words } });

interface Case {
  readonly what: string;
  /** From the one below the root to the leaf. */
  readonly chain: readonly Link[];
  readonly reason: string;
  readonly alert: string;
  /** Another root than the one that is trusted, of the same name. */
  readonly forged?: boolean;
}

const cases: readonly Case[] = [
  {
    what: 'issued by something that is not a CA',
    chain: [ca('intermediate'), { name: 'not-ca', words: leafWords }, leaf()],
    ...{ reason: 'not-a-ca', alert: 'bad_certificate' },
  },
  {
    what: 'longer than an issuer allows',
    chain: [ca('intermediate', { basicConstraints: 'critical,CA:true,pathlen:0' }), ca('below'), leaf()],
    ...{ reason: 'path-length-exceeded', alert: 'bad_certificate' },
  },
  {
    what: 'for a name that its issuer may not certify',
    chain: [ca('intermediate', { nameConstraints: 'critical,permitted;DNS:example.com' }), leaf()],
    ...{ reason: 'name-constraints', alert: 'bad_certificate' },
  },
  {
    what: 'issued by one without keyCertSign',
    chain: [ca('intermediate', { keyUsage: 'critical,cRLSign,digitalSignature' }), leaf()],
    ...{ reason: 'key-usage', alert: 'unsupported_certificate' },
  },
  {
    what: 'for clients only',
    chain: [ca('intermediate'), leaf({ extendedKeyUsage: 'clientAuth' })],
    ...{ reason: 'purpose', alert: 'unsupported_certificate' },
  },
  {
    what: 'with a critical extension that nobody knows',
    chain: [ca('intermediate'), leaf({ '1.2.3.4.5.6.7': 'critical,DER:0500' })],
    ...{ reason: 'unknown-critical-extension', alert: 'bad_certificate' },
  },
  {
    what: 'behind an expired intermediate',
    chain: [ca('intermediate', {}, ['20200101000000Z', '20210101000000Z']), leaf()],
    ...{ reason: 'expired', alert: 'certificate_expired' },
  },
  {
    what: 'of a forged root of the same name',
    chain: [ca('intermediate'), leaf()],
    ...{ reason: 'root-not-trusted', alert: 'unknown_ca', forged: true },
  },
  {
    what: 'for another host',
    chain: [ca('intermediate'), leaf({ subjectAltName: 'DNS:other.test' })],
    ...{ reason: 'name-mismatch', alert: 'bad_certificate' },
  },
];

describe.each(['TLS 1.3', 'TLS 1.2'] as const)('%s', (version) => {
  it('takes a chain with nothing wrong', async () => {
    const { port, trust } = await serve({ chain: [ca('intermediate'), ca('below'), leaf()] }, version);
    const end = connectTo(port, { versions: [version], trust });
    expect((await end.opened()).peer.verdict?.verdict).toBe('accepted');
  });

  it.each(cases)('refuses one $what: $reason', async (bad) => {
    const { port, trust, process } = await serve(bad, version);
    const end = connectTo(port, { versions: [version], trust });
    const error = await end.failed();
    expect({ reason: error.reason, alert: error.alert, fault: error.fault }).toEqual({
      reason: 'certificate-rejected',
      alert: bad.alert,
      fault: 'peer',
    });
    expect((error.cause as Rejected).reason).toBe(bad.reason);
    expect(end.alerts).toEqual([`>${bad.alert}`]);
    // OpenSSL's word for the alert that it received.
    await process.complains(new RegExp(`alert ${bad.alert.replaceAll('_', ' ')}`));
  });
});

it('gives nine different reasons', () => {
  expect(new Set(cases.map(({ reason }) => reason)).size).toBe(9);
});

async function serve({ chain, forged }: Pick<Case, 'chain' | 'forged'>, version: string) {
  const here = await mkdtemp(join(directory, 'chain-'));
  const anchor = forged ? await root('forged') : join(directory, 'root');
  let issuer = anchor;
  const made: string[] = [];
  for (const [i, link] of chain.entries()) {
    const subject = join(here, String(i));
    await issue(link, subject, issuer);
    made.unshift(await readFile(`${subject}.pem`, 'utf8'));
    issuer = subject;
  }
  await writeFile(join(here, 'cert.pem'), made[0]!);
  await writeFile(join(here, 'chain.pem'), [...made.slice(1), await readFile(`${anchor}.pem`)].join('\n'));
  const process = opensslServer(
    [
      ...['-cert', 'cert.pem', '-key', `${issuer}.key`, '-cert_chain', 'chain.pem'],
      version === 'TLS 1.3' ? '-tls1_3' : '-tls1_2',
    ],
    here,
  );
  const trust = trustStoreFromPem(await readFile(join(directory, 'root.pem'), 'utf8'));
  return { process, port: await opensslPort(process), trust };
}

/** A fresh root of always the same name. */
async function root(file: string): Promise<string> {
  const path = join(directory, file);
  await writeFile(`${path}.cnf`, sections({ ...caWords, authorityKeyIdentifier: '' }));
  await run('openssl', [
    ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=root'.split(' '),
    ...['-keyout', `${path}.key`, '-out', `${path}.pem`, '-config', `${path}.cnf`, '-extensions', 'words'],
  ]);
  return path;
}

async function issue({ name, words, dates }: Link, subject: string, issuer: string): Promise<void> {
  await run('openssl', [
    ...'req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'.split(' '),
    ...['-subj', `/CN=${name}`, '-keyout', `${subject}.key`, '-out', `${subject}.csr`],
  ]);
  await writeFile(`${subject}.cnf`, sections(words, subject));
  await writeFile(`${subject}.index`, '');
  await run('openssl', [
    ...['ca', '-batch', '-notext', '-config', `${subject}.cnf`, '-extensions', 'words'],
    ...[
      '-in',
      `${subject}.csr`,
      '-out',
      `${subject}.pem`,
      '-cert',
      `${issuer}.pem`,
      '-keyfile',
      `${issuer}.key`,
    ],
    ...(dates ? ['-startdate', dates[0], '-enddate', dates[1]] : ['-days', '30']),
  ]);
}

const sections = (words: Words, subject = ''): string =>
  [
    ...['[req]', 'distinguished_name = name', '[name]', '[ca]', 'default_ca = here', '[here]'],
    ...[`database = ${subject}.index`, `new_certs_dir = ${join(subject, '..')}`],
    ...[
      'default_md = sha256',
      'rand_serial = yes',
      'policy = any',
      'unique_subject = no',
      '[any]',
      'commonName = supplied',
    ],
    '[words]',
    ...Object.entries(words).flatMap(([key, value]) => (value ? [`${key} = ${value}`] : [])),
    '',
  ].join('\n');
