/** Certificates that once came out wrong: each through `handglass verify`, and through the engine below it. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { nodePublicKey } from '../src/crypto/providers/node-public-key.ts';
import { decodePem } from '../src/wire/pem.ts';
import { extension } from '../src/x509/certificate/extensions.ts';
import {
  anchorFromCertificate,
  keyName,
  oids,
  parseCertificate,
  privateProfile,
  signatureName,
  trustStore,
  type Verdict,
  verifyPeer,
  webProfile,
} from '../src/x509/index.ts';
import { ask, make, makeCa, reasonOf, storeOf } from './chain.ts';
import { handglass, Lab, type Ran } from './cli-lab.ts';

const lab = new Lab();
afterAll(() => lab.close());

const at = '2026-06-01';
const file = (name: string): string => (name.includes('/') ? name : `test/vectors/found/${name}`);
const derOf = (name: string): Uint8Array => decodePem(readFileSync(file(name), 'latin1'))[0]!.bytes;
const verify = (name: string, root = 'root.pem', ...flags: readonly string[]): Promise<Ran> =>
  handglass(['verify', file(name), '--for', 'a.example.com', '--ca-file', file(root), '--at', at, ...flags]);

/** As one line: what is told is wrapped. */
const said = ({ out, err }: Ran): string => (out + err).replaceAll(/\s+/g, ' ');

async function accepted(name: string, root?: string): Promise<string> {
  const ran = await verify(name, root);
  expect([said(ran).slice(0, 200), ran.exit]).toEqual([expect.stringMatching(/^✓ accepted/), 0]);
  return said(ran);
}

async function refused(reason: string, name: string, root?: string, ...flags: string[]): Promise<string> {
  const ran = await verify(name, root, ...flags);
  expect([said(ran).slice(0, 200), ran.exit]).toEqual([expect.stringContaining(`✗ rejected (${reason})`), 6]);
  return said(ran);
}

const judge = (name: string, root: string, options: object = {}): Verdict =>
  verifyPeer({
    chain: [derOf(name)],
    trust: trustStore([anchorFromCertificate(parseCertificate(derOf(root)))]),
    provider: nodeProvider,
    purpose: 'server',
    profile: privateProfile,
    time: Date.parse(at),
    name: 'a.example.com',
    ...options,
  }) as Verdict;

describe('signature algorithms', () => {
  it('sha256WithRSAEncryption without parameters is as good as with NULL (RFC 4055 section 5)', async () => {
    await accepted('rsa-absent.pem', 'rroot.pem');
  });

  it('RSASSA-PSS may have a salt of any length, and may write its trailer out (RFC 4055 section 3.1)', async () => {
    expect(await accepted('pss-salt20.pem', 'rroot.pem')).toContain(
      'rsassaPss with SHA-256 and a salt of 20 bytes',
    );
    await accepted('pss-trailer1.pem', 'rroot.pem');
  });

  it('but not on the Web, which writes it in one way (BR section 7.1.3.2.1)', () => {
    const rules = webProfile.rules.filter(({ rfc }) => rfc === 'BR section 7.1.3.2.1');
    const profile = { name: 'web', rules };
    expect(judge('pss-salt20.pem', 'rroot.pem', { profile })).toMatchObject({
      reason: 'profile',
      message: expect.stringContaining('a salt as long as it'),
    });
    expect(judge('pss-trailer1.pem', 'rroot.pem', { profile })).toMatchObject({ reason: 'profile' });
    expect(judge('rsa-absent.pem', 'rroot.pem', { profile })).toMatchObject({ verdict: 'accepted' });
  });

  it('what RSASSA-PSS cannot be verified for is told by its hash, mask and salt', () => {
    const mgf1 = (hash: string) => `301a06092a864886f70d010108300d0609${hash}0500`;
    const sha256 = '608648016503040201';
    const sha384 = '608648016503040202';
    const body = `a00f300d0609${sha256}0500a11c${mgf1(sha384)}a203020120`;
    const parameters = Uint8Array.from(Buffer.from(`30${(body.length / 2).toString(16)}${body}`, 'hex'));
    expect(signatureName({ algorithm: oids.rsassaPss, parameters })).toBe(
      'rsassaPss with SHA-256, masked with SHA-384, and a salt of 32 bytes',
    );
    expect(signatureName({ algorithm: oids.rsassaPss })).toBe('rsassaPss without parameters');
    expect(signatureName({ algorithm: oids.ecdsaWithSHA256, parameters })).toBe(
      'ecdsaWithSHA256 with parameters where none belong',
    );
  });

  it('the signature of what is itself trusted is not looked at, be it SHA-1', async () => {
    await accepted('ss-sha1.pem', 'ss-sha1.pem');
    expect(await refused('self-signed', 'ss-sha1.pem')).toContain(
      'signed with sha1WithRSAEncryption, which can be forged',
    );
  });
});

describe('keys', () => {
  it.each([
    ['p224.pem', 'EC secp224r1'],
    ['explicit.pem', 'EC whose curve is described (explicit parameters) and not named'],
    ['sm2.pem', 'SM2'],
  ])('%s: that of %s is refused by its name', async (name, kind) => {
    const told = await refused('unsupported-algorithm', name);
    expect(told).toContain(`the key of "CN=a.example.com" is not supported: ${kind}`);
    const shown = await handglass(['certs', file(name), '--json', '--trust', 'none']);
    expect(shown.out).toContain(`${kind} (not supported)`);
  });

  it.each([
    ['ML-DSA-65', '0609608648016503040312'],
    ['SLH-DSA-SHA2-128s', '0609608648016503040314'],
    ['SLH-DSA-SHAKE-256f', '060960864801650304031f'],
    ['DSA', '06072a8648ce380401'],
    ['EC brainpoolP256r1', '06072a8648ce3d020106092b2403030208010107'],
    ['EC secp256k1', '06072a8648ce3d020106052b8104000a'],
    ['EC on the curve 1.2.3', '06072a8648ce3d020106022a03'],
    ['X25519', '06032b656e'],
    ['of the algorithm 1.2.3.4', '06032a0304'],
    ['RSA without its NULL', '06092a864886f70d010101'],
  ])('%s has a name', (name, identifier) => {
    const body = `30${(identifier.length / 2).toString(16).padStart(2, '0')}${identifier}030300ff01`;
    const spki = Buffer.from(`30${(body.length / 2).toString(16).padStart(2, '0')}${body}`, 'hex');
    expect(keyName(spki)).toBe(name);
    expect(nodeProvider.publicKey(spki)).toBeUndefined();
  });

  it('an RSA key of more than 8,192 bits is not verified with, and is told by its length', () => {
    const spkiOf = (bits: number): Uint8Array => {
      const length = (n: number): number[] => (n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255]);
      const wrap = (tag: number, ...parts: (readonly number[])[]): number[] => {
        const all = parts.flat();
        return [tag, ...length(all.length), ...all];
      };
      const modulus = Array.from({ length: bits / 8 }, () => 0xff);
      const rsa = wrap(0x30, wrap(0x02, [0, ...modulus]), wrap(0x02, [1, 0, 1]));
      const identifier = [...Buffer.from('300d06092a864886f70d0101010500', 'hex')];
      return Uint8Array.from(wrap(0x30, identifier, wrap(0x03, [0], rsa)));
    };
    expect(nodePublicKey(spkiOf(8192))).toMatchObject({ type: 'RSA', bits: 8192 });
    expect(nodePublicKey(spkiOf(8200))).toBeUndefined();
    const ca = makeCa('ca');
    const leaf = make('leaf', ca, { publicKey: spkiOf(16384), dnsNames: ['leaf.example'] });
    const verdict = ask([leaf], { trust: storeOf(ca), profile: privateProfile, name: 'leaf.example' });
    expect(reasonOf(verdict)).toBe('unsupported-algorithm');
    expect(verdict.message).toContain('too long: RSA of 16384 bits, and none over 8192');
    // And where it is an issuer's.
    const long = parseCertificate(makeCa('long', undefined, { publicKey: spkiOf(16384) }).der);
    const below = make('below', ca, {
      dnsNames: ['leaf.example'],
      tbs: (tbs) => ({ ...tbs, issuer: long.subject }),
    });
    const other = ask([below], { trust: trustStore([anchorFromCertificate(long)]), profile: privateProfile });
    expect(other.message).toContain('RSA of 16384 bits');
  });
});

describe('names', () => {
  it('an e-mail address without @ is refused where e-mail addresses are constrained', async () => {
    const told = await refused('name-constraints', 'mail-noat.pem', 'ncmail-root.pem');
    expect(told).toContain('example.com cannot be compared');
  });

  it('an address that stands as a DNS name is told as that, and which form is needed', async () => {
    const { out, exit } = await handglass([
      ...['verify', file('ip-dns.pem'), '--for', '192.168.1.5', '--ca-file', file('root.pem'), '--at', at],
    ]);
    expect(exit).toBe(6);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /rejected \(name-mismatch\): "CN=192\.168\.1\.5" has the address 192\.168\.1\.5 as a DNS name, which does not count: it must stand as an IP address \(iPAddress\)/,
    );
  });

  it('a certificate without a name for a host is told as that, and what can be done', async () => {
    const told = await refused('name-mismatch', 'cn-only.pem');
    expect(told).toContain(
      'has no alternative name for a host, and so is not issued for a.example.com: its common name',
    );
    expect(told).toContain('--allow-common-name');
    expect(told).not.toContain('--sni');
    const ran = await verify('cn-only.pem', 'root.pem', '--allow-common-name');
    expect(ran.exit).toBe(0);
  });

  it('a thousand permitted names and a hundred on the leaf are within the budget', () => {
    const permitted = Array.from({ length: 1000 }, (_, i) => ({
      base: { kind: 'dNSName', value: `site${i}.example` } as const,
      minimum: 0,
    }));
    const ca = makeCa('ca', undefined, {
      extensions: (all) => [...all, extension('nameConstraints', { permittedSubtrees: permitted }, true)],
    });
    const dnsNames = Array.from({ length: 100 }, (_, i) => `www.site${i * 10}.example`);
    const leaf = make('leaf', ca, { subject: {}, dnsNames });
    const question = { trust: storeOf(ca), profile: privateProfile, name: 'www.site990.example' };
    expect(reasonOf(ask([leaf], question))).toBe('accepted');
    // Steps and not time: three for each name.
    expect(reasonOf(ask([leaf], { ...question, budget: { comparisons: 500 } }))).toBe('accepted');
  });
});

describe('files', () => {
  it('blanks in the lines of base64 are read over (RFC 7468 section 2)', async () => {
    const pem = readFileSync(file('ok.pem'), 'latin1');
    const spaced = pem.replaceAll(/^([A-Za-z0-9+/=]{20})(.*)$/gm, (_, a, b) => ` ${a} \t${b}\v`);
    expect(spaced).not.toBe(pem);
    await accepted(lab.write('spaced.pem', spaced));
    expect(decodePem(spaced)[0]!.bytes).toEqual(decodePem(pem)[0]!.bytes);
  });
});
