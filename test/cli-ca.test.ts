/** `handglass ca`: what it writes, as verifyPeer and node:crypto read it, and what it refuses. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badCertificates } from '../src/cli/ca/bad-certificates.ts';
import { generateKey, nodeProvider } from '../src/crypto/providers/node.ts';
import { createCsr } from '../src/issue/index.ts';
import { decodePem, encodePem } from '../src/wire/pem.ts';
import {
  type Certificate,
  certIdOf,
  namesOf,
  oids,
  type PeerQuestion,
  parseCertificate,
  parseCrl,
  parseOcspResponse,
  trustStoreFromPem,
  type Verdict,
  verifyPeer,
  webProfile,
} from '../src/x509/index.ts';
import { handglass, Lab, type Ran, serving } from './cli-lab.ts';

const lab = new Lab();
afterAll(() => lab.close());

/** `handglass ca` in a folder of the lab; it must go well. */
async function ca(dir: string, ...argv: readonly string[]): Promise<Ran> {
  const ran = await handglass(['ca', lab.path(dir), ...argv]);
  expect(ran.err, argv.join(' ')).not.toMatch(/^handglass:/);
  expect(ran.exit).toBe(0);
  return ran;
}

const written = ({ out }: Ran): string[] =>
  out
    .trimEnd()
    .split('\n')
    .map((path) => path.slice(lab.dir.length + 1));

const chainIn = (file: string): Uint8Array[] => decodePem(lab.read(file)).map(({ bytes }) => bytes);
const certificateIn = (file: string): Certificate => parseCertificate(chainIn(file)[0]!);

const verdictOn = (file: string, anchors: string, more: Partial<PeerQuestion> = {}): Verdict =>
  verifyPeer({
    chain: chainIn(file),
    trust: trustStoreFromPem(lab.read(anchors)),
    provider: nodeProvider,
    purpose: 'server',
    ...(more.purpose !== 'client' && { name: 'localhost', profile: webProfile }),
    time: Date.now(),
    ...more,
  }) as Verdict;

/** What is proposed as the next commands, as a shell would read them. */
const next = ({ err }: Ran): string[][] =>
  [...err.matchAll(/: handglass (.+)$/gm)].map(([, line]) => line!.split(' '));

describe('the next commands', () => {
  it.each([
    [[]],
    [['--server', 'a.example', '--client', 'bob']],
    [['--server', '*.example.test', '--rsa', '--root', 'mine']],
    [['--server', '10.0.0.1', '--intermediate', 'web']],
  ])('work as they are proposed: %j', async (flags) => {
    const [serve, connect] = next(await ca(`next-${flags.length}`, ...flags));
    expect(serve!.slice(0, 3)).toEqual(['serve', '--port', '4433']);
    const server = await serving(serve!.slice(3));
    const typed = connect!.map((word) => word.replace(/:4433$/, `:${server.port}`));
    const { exit, out } = await handglass([...typed, '--json']);
    expect(exit, out).toBe(0);
    const mutual = flags.length === 0 || flags.includes('--client');
    expect(JSON.parse(out)).toMatchObject({ ok: true, clientAuthenticated: mutual });
    await server.stop();
  });

  it('are quoted where a shell needs it, and fetch where they must', async () => {
    const [serve] = next(await ca("it's here", '--server', 'localhost'));
    expect(serve!.join(' ')).toContain("it'\\''s here/localhost.pem'");
    const local = await ca('fetches', '--server', 'a.test', '--crl-url', 'http://127.0.0.1:1/{issuer}.crl');
    expect(next(local)[1]).toContain('--fetch-private');
    const far = await ca('far', '--server', 'a.test', '--crl-url', 'http://crl.example/{issuer}.crl');
    expect(next(far)[1]).not.toContain('--fetch-private');
  });

  it('are not there where nothing can be served', async () => {
    expect(next(await ca('no-server', '--client', 'bob'))).toEqual([]);
    expect(next(await ca('no-server', '--crl'))).toEqual([]);
  });
});

describe('certificates', () => {
  it('are for localhost and for a client when nothing else is asked', async () => {
    expect(written(await ca('usual'))).toEqual([
      ...['usual/ca.pem', 'usual/ca.key', 'usual/localhost.pem', 'usual/localhost.key'],
      ...['usual/client.pem', 'usual/client.key'],
    ]);
    expect(verdictOn('usual/localhost.pem', 'usual/ca.pem').verdict).toBe('accepted');
    expect(verdictOn('usual/client.pem', 'usual/ca.pem', { purpose: 'client' }).verdict).toBe('accepted');
  });

  it('are for those who are named, with keys for their owner alone', async () => {
    const asked = ['--server', 'a.example', '*.b.example', '10.0.0.1', '--client', 'bob', 'carol'];
    expect(written(await ca('more', ...asked))).toEqual([
      ...['more/ca.pem', 'more/ca.key', 'more/a.example.pem', 'more/a.example.key'],
      ...['more/bob.pem', 'more/bob.key', 'more/carol.pem', 'more/carol.key'],
    ]);
    for (const name of ['ca', 'a.example', 'bob'])
      expect(statSync(lab.path(`more/${name}.key`)).mode & 0o777).toBe(0o600);
    const issued = new X509Certificate(lab.read('more/a.example.pem'));
    expect(issued.subjectAltName).toBe('DNS:a.example, DNS:*.b.example, IP Address:10.0.0.1');
    expect(issued.verify(new X509Certificate(lab.read('more/ca.pem')).publicKey)).toBe(true);
    expect(issued.checkPrivateKey(createPrivateKey(lab.read('more/a.example.key')))).toBe(true);
  });

  it('replace older ones, and a key that others could read', async () => {
    await ca('replaced', '--client', 'bob');
    const before = lab.read('replaced/bob.key');
    chmodSync(lab.path('replaced/bob.key'), 0o644);
    const root = lab.read('replaced/ca.pem');
    await ca('replaced', '--client', 'bob', '--rsa');
    expect(lab.read('replaced/ca.pem')).toBe(root);
    expect(lab.read('replaced/bob.key')).not.toBe(before);
    expect(statSync(lab.path('replaced/bob.key')).mode & 0o777).toBe(0o600);
    expect(certificateIn('replaced/bob.pem').spki.kind).toMatchObject({ type: 'RSA', bits: 2048 });
  });

  it('have names in the form that they are compared in', async () => {
    await ca('names', '--server', 'Bücher.Example.', '*.EXAMPLE.org', '[::1]');
    const issued = certificateIn('names/xn--bcher-kva.example.pem');
    expect(namesOf(issued)).toEqual(['xn--bcher-kva.example', '*.example.org', '::1']);
    expect(issued.subject.text).toBe('CN=xn--bcher-kva.example');
  });

  it('are for e-mail addresses and URIs too, however long', async () => {
    const uri = `spiffe://example.org/${'a'.repeat(60)}`;
    await ca('people', '--client', 'alice@example.org', uri);
    const [alice, workload] = [
      certificateIn('people/alice@example.org.pem'),
      certificateIn(`people/spiffe___example.org_${'a'.repeat(60)}.pem`),
    ];
    expect(alice.extensions.subjectAltName).toEqual([{ kind: 'rfc822Name', value: 'alice@example.org' }]);
    expect(alice.subject.text).toBe('CN=alice@example.org');
    await ca('people', '--client', '@example.org');
    expect(certificateIn('people/@example.org.pem').extensions.subjectAltName).toBeUndefined();
    expect(workload.extensions.subjectAltName).toEqual([{ kind: 'uniformResourceIdentifier', value: uri }]);
    expect(workload.subject.text).toBe('');
  });

  it.each([
    ['ec', { type: 'EC', curve: 'secp256r1' }],
    ['p384', { type: 'EC', curve: 'secp384r1' }],
    ['p521', { type: 'EC', curve: 'secp521r1' }],
    ['rsa', { type: 'RSA', bits: 2048 }],
    ['rsa3072', { type: 'RSA', bits: 3072 }],
    ['ed25519', { type: 'Ed25519' }],
  ])('have keys of the kind %s, all the way up', async (kind, key) => {
    await ca(kind, '--key', kind, '--server', 'localhost');
    expect(certificateIn(`${kind}/ca.pem`).spki.kind).toMatchObject(key);
    expect(certificateIn(`${kind}/localhost.pem`).spki.kind).toMatchObject(key);
    expect(verdictOn(`${kind}/localhost.pem`, `${kind}/ca.pem`).verdict).toBe('accepted');
  });

  it('hold from when to when they are told to', async () => {
    await ca('times', '--not-before', '2020-01-31', '--not-after', '2060-02-01T00:30:00+01:00');
    const { notBefore, notAfter } = certificateIn('times/localhost.pem');
    expect([notBefore, notAfter]).toEqual([Date.UTC(2020, 0, 31), Date.UTC(2060, 0, 31, 23, 30)]);
    await ca('times', '--client', 'a', '--not-before', '2021-01-01', '--days', '2');
    expect(certificateIn('times/a.pem').notAfter).toBe(Date.UTC(2021, 0, 3));
    await ca('times', '--client', 'b', '--not-after', '2021-01-03');
    expect(certificateIn('times/b.pem').notBefore).toBeLessThan(Date.UTC(2021, 0, 3));
  });

  it('are told of when they would outlive their issuer', async () => {
    await ca('short', '--days', '2');
    expect((await ca('short', '--client', 'a', '--days', '2')).err).toBe('');
    expect((await ca('short', '--client', 'a', '--days', '9')).err).toMatch(
      /^a outlives its issuer ca, which expires on \d{4}-\d\d-\d\d\n$/,
    );
  });

  it('are issued for a request, to whoever signed it', async () => {
    const key = generateKey('EC');
    const subject = { CN: 'localhost' };
    const names = { dnsNames: ['localhost'], emailAddresses: ['a@example.org'] };
    const csr = createCsr({ subject, key, ...names }) as Uint8Array;
    const file = lab.write('csr.csr', encodePem('CERTIFICATE REQUEST', csr));
    expect(written(await ca('requested', '--csr', file))).toContain('requested/csr.pem');
    const issued = certificateIn('requested/csr.pem');
    expect(issued.spki.der).toEqual(key.publicKey);
    expect(issued.extensions.subjectAltName).toHaveLength(2);
    expect(verdictOn('requested/csr.pem', 'requested/ca.pem').verdict).toBe('accepted');
    csr[csr.length - 1]! ^= 1;
    lab.write('forged.csr', encodePem('CERTIFICATE REQUEST', csr));
    const { exit, err } = await handglass(['ca', lab.path('requested'), '--csr', lab.path('forged.csr')]);
    expect(exit).toBe(2);
    expect(err).toContain('not signed with its own key');
  });

  it('say where their issuer answers, each in its own name', async () => {
    const urls = [
      '--ocsp-url',
      'http://o.test/',
      'http://p.test/',
      '--crl-url',
      'http://c.test/{issuer}.crl',
    ];
    const made = await ca(
      'urls',
      '--intermediate',
      'web',
      '--server',
      'localhost',
      '--must-staple',
      ...urls,
      '--issuer-url',
      'http://i.test/{issuer}.cer',
    );
    const access = (file: string) => new X509Certificate(lab.read(file)).infoAccess;
    expect(access('urls/localhost.pem')).toBe(
      'OCSP - URI:http://o.test/\nOCSP - URI:http://p.test/\nCA Issuers - URI:http://i.test/web.cer',
    );
    expect(access('urls/web.pem')).toContain('http://i.test/ca.cer');
    expect(access('urls/ca.pem')).toBeUndefined();
    const points = (file: string) => JSON.stringify(certificateIn(file).extensions.cRLDistributionPoints);
    expect(points('urls/localhost.pem')).toContain('"http://c.test/web.crl"');
    expect(points('urls/web.pem')).toContain('"http://c.test/ca.crl"');
    // What the URL must give: one certificate, DER.
    expect(written(made)).toEqual(expect.arrayContaining(['urls/ca.cer', 'urls/web.cer']));
    for (const stem of ['ca', 'web'])
      expect(new X509Certificate(lab.bytes(`urls/${stem}.cer`)).raw).toEqual(
        new X509Certificate(lab.read(`urls/${stem}.pem`)).raw,
      );
    expect(certificateIn('urls/localhost.pem').extensions.tlsFeature).toEqual([5]);
    expect(certificateIn('urls/web.pem').extensions.tlsFeature).toBeUndefined();
  });
});

describe('intermediates', () => {
  const limits = (...files: readonly string[]) =>
    files.map((file) => certificateIn(file).extensions.basicConstraints?.pathLenConstraint);

  it('stand each below the one before, and behind what the last of them issues', async () => {
    await ca('chain', '--intermediate', 'upper', 'lower', '--server', 'localhost');
    expect(chainIn('chain/localhost.pem').slice(1)).toEqual(chainIn('chain/lower.pem'));
    expect(chainIn('chain/lower.pem').slice(1)).toEqual(chainIn('chain/upper.pem'));
    const verdict = verdictOn('chain/localhost.pem', 'chain/ca.pem');
    expect(verdict.verdict).toBe('accepted');
    expect(verdict.path.map(({ subject }) => subject.text)).toEqual([
      ...['CN=localhost', 'CN=lower, O=handglass', 'CN=upper, O=handglass'],
      expect.stringMatching(/^CN=throw-away CA [0-9a-f]{8}, O=handglass$/),
    ]);
    expect(limits('chain/ca.pem', 'chain/upper.pem', 'chain/lower.pem')).toEqual([undefined, 1, 0]);
  });

  it('are made once, and issue again by their name', async () => {
    const [upper, lower] = [lab.read('chain/upper.pem'), lab.read('chain/lower.key')];
    await ca('chain', '--intermediate', 'upper', 'lower', '--client', 'a');
    await ca('chain', '--issuer', 'lower', '--client', 'b');
    await ca('chain', '--issuer', 'upper', '--intermediate', 'beside', '--client', 'c');
    expect([lab.read('chain/upper.pem'), lab.read('chain/lower.key')]).toEqual([upper, lower]);
    const again = await handglass(['ca', lab.path('chain'), '--intermediate', 'upper', 'lower']);
    expect(again).toMatchObject({
      exit: 0,
      out: '',
      err: expect.stringMatching(/^nothing was made: .* already has these CAs\n$/),
    });
    const issuers = ['a', 'b', 'c'].map((name) => certificateIn(`chain/${name}.pem`).issuer.text);
    expect(issuers).toEqual(['CN=lower, O=handglass', 'CN=lower, O=handglass', 'CN=beside, O=handglass']);
  });

  it('have the path length that was asked for', async () => {
    await ca('deep', '--intermediate', 'a', 'b', '--path-length', '3');
    expect(limits('deep/a.pem', 'deep/b.pem')).toEqual([4, 3]);
    await ca('root', '--path-length', '1', '--intermediate', 'x');
    expect(limits('root/ca.pem', 'root/x.pem')).toEqual([undefined, 1]);
    await ca('flat', '--path-length', '0');
    expect(limits('flat/ca.pem')).toEqual([0]);
  });
});

describe('cross-signs', () => {
  it('lead from what a CA has issued to another root', async () => {
    await ca('cross', '--intermediate', 'web', '--server', 'localhost');
    await ca('cross', '--root', 'old', '--key', 'p384');
    expect(verdictOn('cross/localhost.pem', 'cross/old.pem')).toMatchObject({ reason: 'chain-incomplete' });
    expect(written(await ca('cross', '--issuer', 'old', '--cross-sign', 'ca', 'web'))).toEqual([
      'cross/ca-by-old.pem',
      'cross/web-by-old.pem',
    ]);
    const [leaf, web] = chainIn('cross/localhost.pem');
    for (const chain of [
      [leaf!, web!, ...chainIn('cross/ca-by-old.pem')],
      [leaf!, ...chainIn('cross/web-by-old.pem')],
    ])
      expect(verdictOn('cross/localhost.pem', 'cross/old.pem', { chain }).verdict).toBe('accepted');
    const [ours, theirs] = [certificateIn('cross/web.pem'), certificateIn('cross/web-by-old.pem')];
    expect(theirs.extensions.basicConstraints).toEqual(ours.extensions.basicConstraints);
    expect(theirs.extensions.subjectKeyIdentifier).toEqual(ours.extensions.subjectKeyIdentifier);
    expect(theirs.extensions.extKeyUsage).toBeUndefined();
    // A file of another folder will do.
    await ca('cross2', '--cross-sign', lab.path('cross/web.pem'));
    const chain = [leaf!, ...chainIn('cross2/web-by-ca.pem')];
    expect(verdictOn('cross/localhost.pem', 'cross2/ca.pem', { chain }).verdict).toBe('accepted');
  });
});

describe('revocations', () => {
  const crls = (...stems: readonly string[]) => stems.map((stem) => lab.bytes(`revoked/${stem}.crl`));
  const asked = (file: string, ...stems: readonly string[]): Verdict =>
    verdictOn(`revoked/${file}.pem`, 'revoked/ca.pem', {
      purpose: 'client',
      revocation: { mode: 'hard', crls: crls(...stems) },
    });
  beforeAll(async () => {
    await ca('revoked', '--intermediate', 'web', '--client', 'alice', 'bob');
  });

  it('are recorded, and told by the next list, with its reason and a number that grows', async () => {
    expect(written(await ca('revoked', '--crl'))).toEqual([
      ...['revoked/ca.crl', 'revoked/ca.crl.pem', 'revoked/web.crl', 'revoked/web.crl.pem'],
    ]);
    expect(asked('alice', 'ca', 'web').verdict).toBe('accepted');
    expect(asked('alice', 'web')).toMatchObject({ reason: 'revocation-unknown' });
    const { out, err } = await ca(
      'revoked',
      '--revoke',
      lab.path('revoked/alice.pem'),
      '--reason',
      'KeyCompromise',
    );
    expect(out).toBe('');
    expect(err).toBe(
      '"CN=alice" is revoked (keyCompromise), recorded in web.index.txt; --crl writes the list that tells others\n',
    );
    expect(asked('alice', 'ca', 'web').verdict).toBe('accepted');
    expect(written(await ca('revoked', '--crl', '--issuer', 'web', '--days', '3'))).toEqual([
      ...['revoked/web.crl', 'revoked/web.crl.pem'],
    ]);
    expect(asked('alice', 'ca', 'web')).toMatchObject({
      reason: 'revoked',
      message: expect.stringContaining('(keyCompromise)'),
    });
    expect(asked('bob', 'ca', 'web').verdict).toBe('accepted');
    const list = parseCrl(crls('web')[0]!);
    expect([...list.extensions.cRLNumber!]).toEqual([2]);
    expect(list.nextUpdate! - list.thisUpdate).toBe(3 * 86_400_000);
    expect(decodePem(lab.read('revoked/web.crl.pem'))[0]).toMatchObject({
      label: 'X509 CRL',
      bytes: list.der,
    });
  });

  it('are of intermediates too, in the same run as the lists', async () => {
    await ca('revoked', '--revoke', 'web', '--crl');
    expect(asked('bob', 'ca', 'web')).toMatchObject({
      reason: 'revoked',
      message: expect.stringContaining('CN=web'),
    });
    expect(lab.read('revoked/ca.index.txt')).toMatch(
      /^R\t\d{12}Z\t\d{12}Z\t[0-9A-F]{32}\tunknown\t\/O=handglass\/CN=web\n$/,
    );
  });

  it('happen once', async () => {
    const { exit, err } = await handglass(['ca', lab.path('revoked'), '--revoke', 'alice']);
    expect(exit).toBe(2);
    expect(err).toMatch(/"CN=alice" was already revoked on \d{4}-\d\d-\d\d \(keyCompromise\)/);
  });

  it('number on from 255, and from what OpenSSL left', async () => {
    lab.write('revoked/ca.crlnumber', '00ff\n');
    for (const number of [
      [0, 0xff],
      [1, 0],
    ]) {
      await ca('revoked', '--crl', '--issuer', 'ca');
      expect([...parseCrl(crls('ca')[0]!).extensions.cRLNumber!]).toEqual(number);
    }
    expect(lab.read('revoked/ca.crlnumber')).toBe('0101\n');
  });
});

describe('OCSP responses', () => {
  const answer = (name: string) => {
    const response = parseOcspResponse(lab.bytes(`answered/${name}.ocsp`));
    if (response.responseStatus !== 'successful') throw new Error(response.responseStatus);
    return response;
  };
  const said = (name: string) => {
    const { certID, thisUpdate, nextUpdate, ...rest } = answer(name).responses[0]!;
    expect(certID).toEqual(
      certIdOf(certificateIn(`answered/${name}.pem`), certificateIn('answered/web.pem'), nodeProvider),
    );
    expect(nextUpdate! - thisUpdate).toBe(2 * 86_400_000);
    return rest;
  };
  beforeAll(async () => {
    await ca('answered', '--intermediate', 'web', '--client', 'alice', 'bob');
    await ca('answered', '--revoke', 'alice', '--reason', 'superseded');
  });

  it('say what the index says, by the issuer', async () => {
    const made = await ca('answered', '--ocsp', 'alice', lab.path('answered/bob.pem'), '--days', '2');
    expect(written(made)).toEqual(['answered/alice.ocsp', 'answered/bob.ocsp']);
    expect(said('bob')).toMatchObject({ certStatus: 'good' });
    expect(said('alice')).toMatchObject({ certStatus: 'revoked', revocation: { reason: 'superseded' } });
    expect(answer('bob').responderID).toMatchObject({
      kind: 'byName',
      value: { text: 'CN=web, O=handglass' },
    });
    expect(answer('bob').certificates).toEqual([]);
  });

  it('say what they are told to', async () => {
    for (const certStatus of ['good', 'revoked', 'unknown']) {
      await ca('answered', '--ocsp', 'alice', 'bob', '--status', certStatus, '--days', '2');
      expect([said('alice'), said('bob')]).toMatchObject([{ certStatus }, { certStatus }]);
    }
  });

  it('say unknown of what was never recorded, and tell so', async () => {
    lab.write('answered/web.index.txt', '');
    const { err } = await ca('answered', '--ocsp', 'bob', '--days', '2');
    expect(err).toBe('web.index.txt has no entry for bob: the answer is "unknown"; --status sets another\n');
    expect(said('bob')).toMatchObject({ certStatus: 'unknown' });
  });

  it('are enough for who wants to know of every certificate', async () => {
    const asked = (...names: readonly string[]): Verdict =>
      verdictOn('judged/bob.pem', 'judged/ca.pem', {
        purpose: 'client',
        revocation: { mode: 'hard', ocspResponses: names.map((name) => lab.bytes(`judged/${name}.ocsp`)) },
      });
    await ca('judged', '--intermediate', 'web', '--client', 'bob');
    for (const flags of [[], ['--ocsp-responder']]) {
      await ca('judged', '--ocsp', 'bob', 'web', ...flags);
      expect(asked('bob', 'web').verdict).toBe('accepted');
      expect(asked('bob')).toMatchObject({ reason: 'revocation-unknown' });
    }
    await ca('judged', '--revoke', 'web', '--ocsp', 'web');
    expect(asked('bob', 'web')).toMatchObject({ reason: 'revoked' });
  });

  it('are by a responder when one is asked for, who is made once', async () => {
    const made = await ca('answered', '--ocsp', 'bob', '--ocsp-responder', '--status', 'good', '--days', '2');
    expect(written(made)).toEqual([
      ...['answered/web-ocsp.pem', 'answered/web-ocsp.key', 'answered/bob.ocsp'],
    ]);
    const responder = certificateIn('answered/web-ocsp.pem');
    expect(responder.extensions).toMatchObject({ extKeyUsage: [oids.OCSPSigning], ocspNocheck: null });
    expect(answer('bob').certificates).toEqual([responder.der]);
    expect(answer('bob').responderID).toMatchObject({ value: { text: responder.subject.text } });
    expect(written(await ca('answered', '--ocsp', 'bob', '--ocsp-responder', '--days', '2'))).toEqual([
      'answered/bob.ocsp',
    ]);
    expect(written(await ca('answered', '--ocsp-responder', '--key', 'rsa'))).toEqual([
      ...['answered/ca-ocsp.pem', 'answered/ca-ocsp.key'],
    ]);
  });
});

describe('bad certificates', () => {
  it('are listed with what they are refused with', async () => {
    const { exit, out } = await handglass(['ca', '--list-bad']);
    expect(exit).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(badCertificates.length);
    expect(out).toMatch(/^expired +expired +it expired yesterday$/m);
    expect(out).toMatch(/^zero-serial +profile \(Web\) +its serial number is zero$/m);
    expect(out).toMatch(/^surplus +accepted +/m);
  });

  it('are all written, each with its key', async () => {
    const { out, err } = await ca('worst', '--bad', 'all');
    expect(out.match(/bad\/[^/]*\.key$/gm)).toHaveLength(badCertificates.length);
    // And how to see the first of them.
    expect(err.trimEnd().split('\n')).toHaveLength(badCertificates.length + 2);
    expect(err).toContain('address-as-name: it has an IP address as a DNS name; refused as');
    expect(err).toContain('; ask for 127.0.0.1\n');
    expect(statSync(lab.path('worst/bad/expired.key')).mode & 0o777).toBe(0o600);
    // Nothing of them is taken for a CA, or for issued.
    expect(written(await ca('worst', '--crl'))).toEqual(['worst/ca.crl', 'worst/ca.crl.pem']);
    expect(existsSync(lab.path('worst/ca.index.txt'))).toBe(false);
  });

  it('are for the names of --server, beside a good one', async () => {
    const made = await ca('bad', '--bad', 'expired', 'revoked', 'expired', '--server', 'a.example');
    expect(written(made)).toEqual([
      ...['bad/ca.pem', 'bad/ca.key', 'bad/a.example.pem', 'bad/a.example.key'],
      ...['bad/bad/expired.pem', 'bad/bad/expired.key'],
      ...['bad/bad/revoked.pem', 'bad/bad/revoked.key', 'bad/bad/revoked.crl.pem'],
    ]);
    const asked = { name: 'a.example' };
    expect(verdictOn('bad/a.example.pem', 'bad/ca.pem', asked).verdict).toBe('accepted');
    expect(verdictOn('bad/bad/expired.pem', 'bad/ca.pem', asked)).toMatchObject({ reason: 'expired' });
    const crls = decodePem(lab.read('bad/bad/revoked.crl.pem')).map(({ bytes }) => bytes);
    const revocation = { mode: 'soft', crls } as const;
    expect(verdictOn('bad/bad/revoked.pem', 'bad/ca.pem', { ...asked, revocation })).toMatchObject({
      reason: 'revoked',
    });
  });

  it('are served, and told by connect', async () => {
    await ca('served', '--bad', 'client-only');
    const [cert, key] = ['pem', 'key'].map((end) => lab.path(`served/bad/client-only.${end}`));
    const server = await serving(['--cert', cert!, '--key', key!]);
    const { exit, out } = await handglass([
      `localhost:${server.port}`,
      '--ca-file',
      lab.path('served/ca.pem'),
    ]);
    expect(exit).toBe(6);
    expect(out).toContain('is for clientAuth, and not for serverAuth');
    await server.stop();
  });
});

describe('what cannot be', () => {
  beforeAll(async () => {
    await ca('here', '--intermediate', 'web', '--client', 'bob');
    await ca('stranger');
    await ca('flatter', '--path-length', '0');
    lab.write('file', '');
    lab.write('bytes.pem', 'not PEM');
  });

  it.each([
    ['--server "not a name"', ['--server', 'not a name'], 'neither a DNS name nor an IP address'],
    [
      '--server with an e-mail address',
      ['--server', 'a@b.test'],
      '--server a@b.test is a name for a client: use --client',
    ],
    ['--server ca', ['--server', 'ca'], 'a CA whose files are called ca'],
    ['--client web', ['--client', 'web'], 'a CA whose files are called web'],
    ['--client ""', ['--client', ''], 'an empty name'],
    ['--client with an escape', ['--client', 'a\u001b[2J'], 'invisible characters'],
    ['--client too long', ['--client', 'a'.repeat(65)], 'is too long: a name has at most 64 characters'],
    ['--days 0', ['--days', '0'], '--days 0 is not a number from 1 to 3650'],
    ['--days 1e2', ['--days', '1e2'], 'not a number'],
    ['--not-after soon', ['--not-after', 'soon'], 'not a time such as'],
    ['--not-after without a zone', ['--not-after', '2026-01-01T10:00:00'], 'not a time such as'],
    [
      'times that end before they begin',
      ['--not-before', '2026-01-02', '--not-after', '2026-01-01'],
      '--not-after is before',
    ],
    ['--days and --not-after', ['--days', '3', '--not-after', '2030-01-01'], 'cannot be used together'],
    ['--rsa and --key ec', ['--rsa', '--key', 'ec'], '--rsa and --key ec cannot be used together'],
    ['--key dsa', ['--key', 'dsa'], '--key dsa is not one of ec, p384'],
    [
      '--key for nobody',
      ['--csr', 'x', '--key', 'ec'],
      '--key has no effect without one of --server, --client,',
    ],
    [
      '--root and --issuer',
      ['--root', 'x', '--issuer', 'web'],
      '--root and --issuer cannot be used together',
    ],
    ['--root ../x', ['--root', '../x'], 'cannot be a file name'],
    [
      '--issuer for nobody',
      ['--ocsp', 'bob', '--issuer', 'web'],
      '--issuer has no effect without one of --server,',
    ],
    ['--issuer of another folder', ['--issuer', '../usual/ca'], 'cannot be a file name'],
    ['--issuer nobody', ['--issuer', 'nobody'], 'is not among the CAs in DIR: ca, web'],
    ['--issuer bob', ['--issuer', 'bob'], 'its certificate is not a CA certificate'],
    ['--intermediate bob', ['--intermediate', 'bob'], 'not a CA certificate'],
    [
      'a CA below one that allows none',
      ['--issuer', 'web', '--intermediate', 'x'],
      'the path length of web is 0, and x needs at least 1',
    ],
    [
      '--path-length for a CA that is there',
      ['--intermediate', 'web', '--path-length', '1'],
      'already has web',
    ],
    ['--path-length for nobody', ['--crl', '--path-length', '1'], 'has no effect without'],
    [
      '--must-staple for clients',
      ['--client', 'a', '--must-staple'],
      '--must-staple has no effect without one of --server, --csr',
    ],
    ['--ocsp-url ftp', ['--ocsp-url', 'ftp://a.test/'], 'not an http or https URL'],
    ['--cross-sign of no CA', ['--cross-sign', 'bob'], 'not a CA certificate; use --csr for other keys'],
    ['--cross-sign of itself', ['--cross-sign', 'ca'], 'has the same name as its issuer'],
    ['--cross-sign of no file', ['--cross-sign', 'nothing'], 'there is no such file (ENOENT)'],
    ['--csr of no file', ['--csr', 'nothing'], '--csr nothing cannot be read'],
    ['--reason alone', ['--reason', 'superseded'], '--reason has no effect without --revoke'],
    [
      '--reason boredom',
      ['--revoke', 'bob', '--reason', 'boredom'],
      '--reason boredom is not one of unspecified, keyCompromise',
    ],
    ['--status alone', ['--status', 'good'], '--status has no effect without --ocsp'],
    [
      '--status bad',
      ['--ocsp', 'bob', '--status', 'bad'],
      '--status bad is not one of good, revoked, unknown',
    ],
    ['--ocsp of a root', ['--ocsp', 'ca'], 'is a root'],
    ['--bad idea', ['--bad', 'idea'], '--bad idea is unknown: --list-bad lists the names'],
    [
      '--bad of an intermediate',
      ['--bad', 'expired', '--issuer', 'web'],
      '--bad and --issuer cannot be used together',
    ],
    ['--bad with a key', ['--bad', 'expired', '--key', 'rsa'], '--key has no effect without'],
    ['--list-bad with more', ['--list-bad'], '--list-bad cannot be used with anything else'],
    ['--revoke of a root', ['--revoke', 'ca'], 'which nobody can revoke'],
  ])('%s', async (_, argv, words) => {
    const { exit, err, out } = await handglass(['ca', lab.path('here'), ...argv]);
    expect(err).toMatch(/^handglass: /);
    expect(err).toContain(words.replace('DIR', lab.path('here')));
    expect([exit, out]).toEqual([2, '']);
  });

  it('a certificate of strangers, or none, revoked', async () => {
    const revoke = (file: string) => handglass(['ca', lab.path('here'), '--revoke', lab.path(file)]);
    expect((await revoke('stranger/client.pem')).err).toContain('was not issued by a CA in');
    expect((await revoke('bytes.pem')).err).toContain('and a certificate is needed');
  });

  it('a certificate of a CA that only has the name of ours, revoked', async () => {
    for (const dir of ['same', 'same2']) await ca(dir, '--root', 'twin', '--client', 'bob');
    const { exit, err } = await handglass(['ca', lab.path('same'), '--revoke', lab.path('same2/bob.pem')]);
    expect(exit).toBe(2);
    expect(err).toContain('was not issued by a CA in');
  });

  it('intermediates below a root that allows none', async () => {
    const { exit, err } = await handglass(['ca', lab.path('flatter'), '--intermediate', 'web']);
    expect(exit).toBe(2);
    expect(err).toContain('the path length of ca is 0, and web needs at least 1');
    expect(existsSync(lab.path('flatter/web.pem'))).toBe(false);
  });

  it('no folder', async () => {
    const { exit, err } = await handglass(['ca', '--server', 'localhost']);
    expect([exit, err]).toEqual([2, 'handglass: ca needs a folder: handglass ca DIR\n']);
  });

  it('bad certificates below a root that allows no intermediate', async () => {
    const { exit, err } = await handglass(['ca', lab.path('flatter'), '--bad', 'expired']);
    expect(exit).toBe(2);
    expect(err).toContain('--bad needs a root with a path length of at least 2, and this one has 0');
  });

  it('lists of a folder without a CA', async () => {
    const { exit, err } = await handglass(['ca', lab.path('empty'), '--crl']);
    expect([exit, err]).toEqual([2, `handglass: ${lab.path('empty')} has no CA\n`]);
  });

  it('a folder that is a file, or in one', async () => {
    for (const [dir, words] of [
      ['file', 'it already exists (EEXIST)'],
      ['file/x', 'is not a directory (ENOTDIR)'],
    ]) {
      const { exit, err } = await handglass(['ca', lab.path(dir!)]);
      expect(exit).toBe(2);
      expect(err).toContain(words);
    }
  });

  it.runIf(existsSync('/proc/self'))('a folder where none can be made', async () => {
    const { exit, err } = await handglass(['ca', '/proc/no-such-folder/x']);
    expect(exit).toBe(2);
    expect(err).toContain('cannot be created');
  });

  it('a file whose place is taken', async () => {
    await ca('taken');
    mkdirSync(lab.path('taken/bob.key/x'), { recursive: true });
    const { exit, err } = await handglass(['ca', lab.path('taken'), '--client', 'bob']);
    expect(exit).toBe(2);
    expect(err).toMatch(/taken\/bob\.key cannot be written: /);
    // And nothing half-written stays behind.
    expect(lab.files('taken').filter((file) => /bob\.key./.test(file))).toEqual([]);
  });

  it.each([
    ['ca.key', 'not a key', 'this is not PEM'],
    ['ca.pem', 'not a certificate', 'no PEM block'],
    ['ca.pem', encodePem('CERTIFICATE', Uint8Array.of(0x30, 0)), '(at byte 2)'],
    ['ca.pem', undefined, 'has ca.key but no ca.pem'],
    ['ca.key', undefined, 'there is no such file'],
    ['ca.key', generateKey('EC').pem, 'its key is not the key in its certificate'],
    ['ca.index.txt', 'nonsense\n', 'line 1 is not an entry of a certificate index'],
  ])('a CA whose %s is damaged (%#)', async (file, content, words) => {
    const dir = `broken-${file}-${content?.length}`;
    await ca(dir);
    if (content === undefined) lab.remove(`${dir}/${file}`);
    else lab.write(`${dir}/${file}`, content);
    const before = lab.files(dir);
    const { exit, err } = await handglass(['ca', lab.path(dir), '--client', 'x']);
    expect(err).toContain(words);
    expect(exit).toBe(2);
    expect(lab.files(dir)).toEqual(before);
  });

  it('a CRL number that is none', async () => {
    lab.write('here/ca.crlnumber', 'many\n');
    const { exit, err } = await handglass(['ca', lab.path('here'), '--crl']);
    expect(exit).toBe(2);
    expect(err).toContain('ca.crlnumber');
  });
});
