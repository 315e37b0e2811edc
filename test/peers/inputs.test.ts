/** What openssl makes and sends, told by `handglass certs` and judged by `handglass verify`, and the same by openssl. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CertsDocument,
  FileDocument,
  HostDocument,
  PartDocument,
} from '../../src/trace/certs-document.ts';
import { handglass, Lab, type RunOptions } from '../cli-lab.ts';
import { expectValid } from '../schemas.ts';
import { opensslPort } from './openssl.ts';
import { PeerProcess, run } from './process.ts';

const lab = new Lab();
const openssl = async (command: string): Promise<string> => {
  const { stdout, stderr } = await run('openssl', command.split(' '), { cwd: lab.dir });
  return stdout + stderr;
};
afterAll(() => lab.close());

const kinds = ['rsa:2048', 'ec', 'ed25519'] as const;
const stemOf = (kind: string): string => kind.replace(/:.*/, '');

beforeAll(async () => {
  const ec = 'ec -pkeyopt ec_paramgen_curve:P-256';
  await openssl(`req -x509 -newkey ${ec} -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=peer-root`);
  lab.write(
    'extensions',
    'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\nkeyUsage=critical,digitalSignature,keyEncipherment',
  );
  lab.write(
    'config',
    `[ca]\ndefault_ca=it\n[it]\ndatabase=${lab.path('index')}\ncrlnumber=${lab.path('number')}\ndefault_md=sha256\ndefault_crl_days=30\ncrl_extensions=x\n[x]\nauthorityKeyIdentifier=keyid\n`,
  );
  lab.write('index', '');
  lab.write('number', '01');
  for (const kind of kinds) {
    const stem = stemOf(kind);
    await openssl(
      `req -newkey ${kind === 'ec' ? ec : kind} -nodes -keyout ${stem}.key -out ${stem}.csr -subj /CN=localhost`,
    );
    await openssl(
      `x509 -req -in ${stem}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 20 -extfile extensions -out ${stem}.pem`,
    );
    await openssl(`x509 -in ${stem}.pem -outform DER -out ${stem}.der`);
    await openssl(`pkcs8 -topk8 -in ${stem}.key -passout pass:secret -out ${stem}.encrypted`);
    await openssl(`pkcs8 -topk8 -in ${stem}.key -nocrypt -outform DER -out ${stem}.p8`);
    await openssl(`pkcs12 -export -in ${stem}.pem -inkey ${stem}.key -passout pass:secret -out ${stem}.p12`);
    await openssl(`crl2pkcs7 -nocrl -certfile ${stem}.pem -certfile ca.pem -outform DER -out ${stem}.p7b`);
  }
  await openssl('pkey -in rsa.key -traditional -out rsa.old');
  await openssl('pkey -in rsa.key -traditional -aes128 -passout pass:secret -out rsa.old-encrypted');
  await openssl('ec -in ec.key -out ec.old');
  await openssl('ca -config config -cert ca.pem -keyfile ca.key -revoke ec.pem -crl_reason superseded');
  await openssl('ca -config config -cert ca.pem -keyfile ca.key -gencrl -out list.pem');
  await openssl('crl -in list.pem -outform DER -out list.der');
});

async function certs(...argv: readonly string[]): Promise<{ exit: number; document: CertsDocument }> {
  const { exit, out } = await handglass(['certs', ...argv, '--json', '--ca-file', lab.path('ca.pem')]);
  const document = JSON.parse(out) as CertsDocument;
  expectValid('certs', document);
  return { exit, document };
}
async function partsIn(name: string): Promise<readonly PartDocument[]> {
  const { exit, document } = await certs(lab.path(name));
  expect(exit).toBe(0);
  return (document.targets[0] as FileDocument).parts;
}

describe.each(kinds.map(stemOf))('what openssl made with %s', (stem) => {
  it('has the fingerprint, serial number and pin that openssl tells, in PEM, DER and PKCS #7', async () => {
    const told = await openssl(`x509 -in ${stem}.pem -noout -fingerprint -sha256 -serial -enddate`);
    const fingerprint = /Fingerprint=(.*)/i.exec(told)![1]!.replaceAll(':', '').toLowerCase();
    const serial = /serial=(.*)/.exec(told)![1]!.toLowerCase();
    const ends = new Date(/notAfter=(.*)/.exec(told)![1]!).toISOString();
    await openssl(`pkey -in ${stem}.key -pubout -outform DER -out ${stem}.spki`);
    await openssl(`dgst -sha256 -binary -out ${stem}.hash ${stem}.spki`);
    const pin = Buffer.from(lab.bytes(`${stem}.hash`)).toString('base64');
    for (const name of [`${stem}.pem`, `${stem}.der`, `${stem}.p7b`]) {
      const [part] = await partsIn(name);
      const { serialNumber, ...details } = part!.certificates[0]!;
      expect(details).toMatchObject({
        fingerprint,
        pin,
        notAfter: ends,
        isCa: false,
        names: ['localhost', '127.0.0.1'],
      });
      expect(serialNumber.replace(/^00/, '')).toBe(serial);
      expect(part!.certificates).toHaveLength(name.endsWith('.p7b') ? 2 : 1);
    }
  });

  it('has keys, requests and stores of their kinds', async () => {
    const [part] = await partsIn(`${stem}.pem`);
    const { pin, key } = part!.certificates[0]!;
    for (const name of [`${stem}.key`, `${stem}.p8`])
      expect((await partsIn(name))[0]).toMatchObject({ kind: 'private-key', key: { key, pin } });
    expect((await partsIn(`${stem}.csr`))[0]).toMatchObject({
      kind: 'certificate-request',
      request: { subject: 'CN=localhost', key, pin, signed: true },
    });
    expect((await partsIn(`${stem}.encrypted`))[0]).toMatchObject({ kind: 'encrypted-private-key' });
    expect((await partsIn(`${stem}.p12`))[0]).toMatchObject({ kind: 'pkcs12', certificates: [] });
  });

  it('is judged as openssl judges it', async () => {
    const verify = ['verify', lab.path(`${stem}.pem`), '--ca-file', lab.path('ca.pem'), '--for', 'localhost'];
    expect(await handglass(verify)).toMatchObject({ exit: 0 });
    expect(await openssl(`verify -CAfile ca.pem -verify_hostname localhost ${stem}.pem`)).toContain('OK');
    for (const list of ['list.pem', 'list.der']) {
      const { exit, out } = await handglass([...verify, '--crl', lab.path(list), '--revocation', 'hard']);
      expect(exit).toBe(stem === 'ec' ? 6 : 0);
      if (exit === 6) expect(out).toContain('superseded');
    }
    const theirs = openssl(`verify -CAfile ca.pem -crl_check -CRLfile list.pem ${stem}.pem`);
    await (stem === 'ec'
      ? expect(theirs).rejects.toThrow('revoked')
      : expect(theirs).resolves.toContain('OK'));
  });
});

it('keys in openssl’s old forms and lists are told', async () => {
  expect((await partsIn('rsa.old'))[0]).toMatchObject({
    what: 'a private key (PKCS #1)',
    key: { key: 'RSA 2048 bits' },
  });
  expect((await partsIn('ec.old'))[0]).toMatchObject({
    what: 'a private key (SEC 1)',
    key: { key: 'EC secp256r1' },
  });
  expect((await partsIn('rsa.old-encrypted'))[0]).toMatchObject({ kind: 'encrypted-private-key' });
  expect((await partsIn('list.der'))[0]).toMatchObject({
    crl: { issuer: 'CN=peer-root', revoked: 1, number: '01' },
  });
});

describe('s_server', () => {
  const serve = (address: string, port: number, stem: string): PeerProcess =>
    new PeerProcess(
      'openssl',
      [
        's_server',
        '-accept',
        `${address}:${port}`,
        '-cert',
        `${stem}.pem`,
        '-key',
        `${stem}.key`,
        '-cert_chain',
        'ca.pem',
      ],
      lab.dir,
    );
  const lookup: RunOptions['lookup'] = async () =>
    ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));

  it('is told, with its chain', async () => {
    const port = await opensslPort(serve('127.0.0.1', 0, 'rsa'));
    const { exit, document } = await certs(`localhost:${port}`, '--expires-within', '10d');
    expect({ exit, ok: document.ok }).toEqual({ exit: 0, ok: true });
    const { chains } = document.targets[0] as HostDocument;
    expect(chains[0]!.certificates.map(({ subject }) => subject)).toEqual(['CN=localhost', 'CN=peer-root']);
    expect((await certs(`localhost:${port}`, '--expires-within', '25d')).exit).toBe(8);
  });

  it('on two addresses is compared', async () => {
    const port = await opensslPort(serve('127.0.0.1', 0, 'rsa'));
    await serve('127.0.0.2', port, 'ed25519').says(/ACCEPT/);
    const argv = ['certs', `localhost:${port}`, '--ca-file', lab.path('ca.pem')];
    const { exit, out } = await handglass(argv, { lookup });
    expect(exit).toBe(0);
    expect(out).toMatch(/^! localhost:\d+: its addresses send 2 different chains/);
    expect(out).toContain('RSA 2048 bits');
    expect(out).toContain('Ed25519');
  });

  it('is fine though there is no way to another of its addresses', async () => {
    const port = await opensslPort(serve('127.0.0.1', 0, 'rsa'));
    // To the broadcast address Linux has no way for TCP, and says so at once.
    const far: RunOptions['lookup'] = async () =>
      ['127.0.0.1', '255.255.255.255'].map((address) => ({ address, family: 4 }));
    const argv = ['certs', `localhost:${port}`, '--ca-file', lab.path('ca.pem'), '--json'];
    const { exit, out } = await handglass(argv, { lookup: far });
    expect(exit).toBe(0);
    const { addresses } = (JSON.parse(out) as CertsDocument).targets[0] as HostDocument;
    expect(addresses[1]).toMatchObject({ chain: null, error: { reason: 'unreachable' } });
  });

  it('with the same on both is the same', async () => {
    const port = await opensslPort(serve('127.0.0.1', 0, 'ec'));
    await serve('127.0.0.2', port, 'ec').says(/ACCEPT/);
    const argv = [
      'certs',
      `localhost:${port}`,
      '--ca-file',
      lab.path('ca.pem'),
      '--crl',
      lab.path('list.pem'),
    ];
    const { exit, out } = await handglass(argv, { lookup });
    expect(exit).toBe(6);
    expect(out.match(/the same chain/g)).toHaveLength(2);
    expect(out).toContain('superseded');
  });
});
