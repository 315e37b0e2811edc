/** What `handglass ca` writes, in the hands of the openssl command line: certificates, lists, and the index of a CA. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handglass, Lab } from '../cli-lab.ts';
import { opensslClient, opensslPort, opensslServer } from './openssl.ts';
import { run } from './process.ts';

const lab = new Lab();
const openssl = async (...given: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await run('openssl', given, { cwd: lab.dir });
  return stdout + stderr;
};
const ca = async (...argv: readonly string[]): Promise<void> => {
  const { exit, err } = await handglass(['ca', lab.dir, ...argv]);
  expect(exit, err).toBe(0);
};
afterAll(() => lab.close());

beforeAll(async () => {
  await ca(
    '--intermediate',
    'upper',
    'web',
    '--server',
    'localhost',
    '*.example.org',
    '::1',
    '--client',
    'alice@example.org',
    'bob',
  );
  await ca('--root', 'old', '--key', 'rsa');
  await ca('--issuer', 'old', '--cross-sign', 'ca');
  await ca('--revoke', 'alice@example.org', '--reason', 'superseded');
  await ca('--crl');
  lab.write('lists.pem', ['ca', 'upper', 'web'].map((stem) => lab.read(`${stem}.crl.pem`)).join(''));
});

describe('openssl verify', () => {
  it('takes what an intermediate issued, by the chain behind it', async () => {
    const chained = ['verify', '-CAfile', 'ca.pem', '-x509_strict', '-untrusted', 'localhost.pem'];
    for (const name of ['localhost', 'x.example.org'])
      expect(await openssl(...chained, '-verify_hostname', name, 'localhost.pem')).toContain('OK');
    expect(await openssl(...chained, '-verify_ip', '::1', 'localhost.pem')).toContain('OK');
    const client = ['-purpose', 'sslclient', '-verify_email', 'alice@example.org'];
    expect(await openssl(...chained, ...client, 'alice@example.org.pem')).toContain('OK');
    await expect(openssl(...chained, '-purpose', 'sslserver', 'bob.pem')).rejects.toThrow('purpose');
    await expect(openssl('verify', '-CAfile', 'ca.pem', 'localhost.pem')).rejects.toThrow(
      'unable to get local issuer certificate',
    );
  });

  it('takes it by a cross-sign under the other root', async () => {
    lab.write('both.pem', lab.read('localhost.pem') + lab.read('ca-by-old.pem'));
    const under = ['verify', '-CAfile', 'old.pem', '-x509_strict', '-untrusted'];
    expect(await openssl(...under, 'both.pem', 'localhost.pem')).toContain('OK');
    await expect(openssl(...under, 'localhost.pem', 'localhost.pem')).rejects.toThrow('unable to get');
  });

  it.each(['ec', 'p384', 'p521', 'rsa', 'ed25519'])('takes keys of the kind %s', async (kind) => {
    expect(
      (await handglass(['ca', lab.path(kind), '--key', kind, '--crl', '--server', 'localhost'])).exit,
    ).toBe(0);
    const [root, leaf, key] = ['ca.pem', 'localhost.pem', 'localhost.key'].map((file) => `${kind}/${file}`);
    expect(await openssl('verify', '-CAfile', root!, '-x509_strict', leaf!)).toContain('OK');
    const ours = await openssl('x509', '-in', leaf!, '-noout', '-pubkey');
    expect(await openssl('pkey', '-in', key!, '-pubout')).toBe(ours);
    const list = ['crl', '-in', `${kind}/ca.crl.pem`, '-CAfile', root!, '-noout'];
    expect(await openssl(...list)).toContain('verify OK');
  });

  it('refuses what a list revokes, and nothing else', async () => {
    const strict = [
      'verify',
      '-CAfile',
      'ca.pem',
      '-untrusted',
      'web.pem',
      '-crl_check_all',
      '-CRLfile',
      'lists.pem',
    ];
    expect(await openssl(...strict, 'bob.pem')).toContain('OK');
    await expect(openssl(...strict, 'alice@example.org.pem')).rejects.toThrow('certificate revoked');
  });
});

describe('openssl crl', () => {
  it('verifies each list, in DER too, and reads its number and its reasons', async () => {
    for (const stem of ['ca', 'upper', 'web', 'old'])
      expect(
        await openssl('crl', '-in', `${stem}.crl`, '-inform', 'DER', '-CAfile', `${stem}.pem`, '-noout'),
      ).toContain('verify OK');
    const text = await openssl('crl', '-in', 'web.crl.pem', '-noout', '-text');
    expect(text).toMatch(/X509v3 CRL Number: *\n *1\n/);
    expect(text).toMatch(/X509v3 CRL Reason Code: *\n *Superseded/);
  });
});

describe('openssl ocsp', () => {
  it.each([
    ['the CA itself', []],
    ['a responder of its own', ['--ocsp-responder']],
  ])('takes what is answered by %s', async (_, flags) => {
    await ca('--ocsp', 'bob', 'alice@example.org', ...flags);
    const read = (name: string) =>
      openssl(
        ...['ocsp', '-respin', `${name}.ocsp`, '-issuer', 'web.pem', '-cert', `${name}.pem`, '-no_nonce'],
        ...['-CAfile', 'ca.pem', '-verify_other', 'web.pem'],
      );
    expect(await read('bob')).toMatch(/^bob.pem: good\n[\s\S]*Response verify OK/);
    expect(await read('alice@example.org')).toMatch(/: revoked[\s\S]*Reason: superseded[\s\S]*verify OK/);
  });

  it('finds them good where s_server staples them', async () => {
    await ca('--issuer', 'web', '--server', 'localhost', '--must-staple');
    await ca('--ocsp', 'localhost');
    const staple = ['-status_file', 'localhost.ocsp'];
    const chain = ['-cert', 'localhost.pem', '-key', 'localhost.key', '-cert_chain', 'web.pem'];
    const server = opensslServer([...chain, ...staple], lab.dir);
    const port = await opensslPort(server);
    const client = opensslClient(port, [
      ...['-status', '-CAfile', lab.path('ca.pem'), '-verify_return_error', '-verify_hostname', 'localhost'],
    ]);
    await client.says('Verify return code: 0 (ok)');
    expect(client.stdout).toContain('OCSP Response Status: successful');
    expect(client.stdout).toContain('Cert Status: good');
  });
});

describe('our index', () => {
  it('answers OCSP by openssl: good, revoked with its reason, and unknown', async () => {
    const answer = async (cert: string): Promise<string> => {
      await openssl('ocsp', '-issuer', 'web.pem', '-cert', cert, '-no_nonce', '-reqout', 'request.der');
      const responder = ['-CA', 'web.pem', '-rsigner', 'web.pem', '-rkey', 'web.key', '-ndays', '1'];
      await openssl(
        'ocsp',
        '-index',
        'web.index.txt',
        ...responder,
        '-reqin',
        'request.der',
        '-respout',
        'answer.der',
      );
      const question = [
        '-issuer',
        'web.pem',
        '-cert',
        cert,
        '-CAfile',
        'ca.pem',
        '-verify_other',
        'upper.pem',
      ];
      return openssl('ocsp', '-respin', 'answer.der', ...question, '-no_nonce');
    };
    expect(await answer('bob.pem')).toMatch(/^bob.pem: good\n[\s\S]*Response verify OK/);
    expect(await answer('alice@example.org.pem')).toMatch(
      /alice@example.org.pem: revoked[\s\S]*Reason: superseded/,
    );
    expect(await answer('old.pem')).toContain('old.pem: unknown');
  });

  it('is gone on with by `openssl ca`, and then by us', async () => {
    const here = [
      '[ca]',
      'default_ca = here',
      '[here]',
      'database = web.index.txt',
      'crlnumber = web.crlnumber',
    ];
    const rest = ['default_md = sha256', 'default_crl_days = 3', 'crl_extensions = list', '[list]'];
    lab.write('openssl.cnf', [...here, ...rest, 'authorityKeyIdentifier = keyid', ''].join('\n'));
    const go = ['ca', '-config', 'openssl.cnf', '-cert', 'web.pem', '-keyfile', 'web.key'];
    await openssl(...go, '-revoke', 'bob.pem', '-crl_reason', 'keyCompromise');
    await openssl(...go, '-gencrl', '-out', 'theirs.pem');
    const numberOf = (list: string) => openssl('crl', '-in', list, '-noout', '-crlnumber');
    expect(await numberOf('theirs.pem')).toContain('=0x02');
    await ca('--crl', '--issuer', 'web');
    expect(await numberOf('web.crl.pem')).toContain('=0x03');
    const text = await openssl('crl', '-in', 'web.crl.pem', '-noout', '-text');
    expect(text.match(/Serial Number: /g)).toHaveLength(2);
    expect(text).toContain('Key Compromise');
  });
});
