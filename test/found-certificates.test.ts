/** Certificates that once came out wrong: each through `handglass verify`, and through the engine below it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { generateKey, nodeProvider } from '../src/crypto/providers/node.ts';
import type { Credential } from '../src/handshake/config.ts';
import { issueCertificate } from '../src/issue/index.ts';
import type { ClientOptions, ServerOptions } from '../src/options/options.ts';
import type { CertsDocument, FileDocument, VerifyDocument } from '../src/trace/certs-document.ts';
import { annotate } from '../src/wire/annotate.ts';
import { locate, type Range } from '../src/wire/locate.ts';
import { decodePem, encodePem } from '../src/wire/pem.ts';
import { CertificateDefinition } from '../src/x509/certificate/certificate.ts';
import { extension, extensionName } from '../src/x509/certificate/extensions.ts';
import {
  anchorFromCertificate,
  keyName,
  oids,
  parseCertificate,
  parseSpki,
  privateProfile,
  signatureName,
  trustStore,
  type Verdict,
  verifyPeer,
  webProfile,
} from '../src/x509/index.ts';
import { ask, make, makeCa, noon, reasonOf, storeOf } from './chain.ts';
import { handglass, Lab, type Ran } from './cli-lab.ts';
import { established, failure, joined, makeAuthority, type Pair } from './pair.ts';
import { publicKeyIn } from './public-key.ts';
import { expectValid } from './schemas.ts';

const authority = makeAuthority();
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

  it('RSASSA-PSS may have a salt of any length and an explicit trailer (RFC 4055 section 3.1)', async () => {
    expect(await accepted('pss-salt20.pem', 'rroot.pem')).toContain(
      'rsassaPss with SHA-256 and a salt of 20 bytes',
    );
    await accepted('pss-trailer1.pem', 'rroot.pem');
  });

  it('but not on the Web, which has one encoding for it (BR section 7.1.3.2.1)', () => {
    const rules = webProfile.rules.filter(({ rfc }) => rfc === 'BR section 7.1.3.2.1');
    const profile = { name: 'web', rules };
    expect(judge('pss-salt20.pem', 'rroot.pem', { profile })).toMatchObject({
      reason: 'profile',
      message: expect.stringContaining('a salt of the same length'),
    });
    expect(judge('pss-trailer1.pem', 'rroot.pem', { profile })).toMatchObject({ reason: 'profile' });
    expect(judge('rsa-absent.pem', 'rroot.pem', { profile })).toMatchObject({ verdict: 'accepted' });
  });

  it('an unsupported RSASSA-PSS is named by its hash, mask and salt', () => {
    const mgf1 = (hash: string) => `301a06092a864886f70d010108300d0609${hash}0500`;
    const sha256 = '608648016503040201';
    const sha384 = '608648016503040202';
    const body = `a00f300d0609${sha256}0500a11c${mgf1(sha384)}a203020120`;
    const parameters = Uint8Array.from(Buffer.from(`30${(body.length / 2).toString(16)}${body}`, 'hex'));
    expect(signatureName({ algorithm: oids.rsassaPss, parameters })).toBe(
      'rsassaPss with SHA-256, MGF1 with SHA-384, and a salt of 32 bytes',
    );
    expect(signatureName({ algorithm: oids.rsassaPss })).toBe('rsassaPss without parameters');
    expect(signatureName({ algorithm: oids.ecdsaWithSHA256, parameters })).toBe(
      'ecdsaWithSHA256 with parameters where none belong',
    );
  });

  it('the signature on a trusted certificate is not checked, even with SHA-1', async () => {
    await accepted('ss-sha1.pem', 'ss-sha1.pem');
    expect(await refused('self-signed', 'ss-sha1.pem')).toContain(
      'signed with sha1WithRSAEncryption, which can be forged',
    );
  });
});

describe('keys', () => {
  it.each([
    ['p224.pem', 'EC secp224r1'],
    ['explicit.pem', 'EC with explicit curve parameters, not a named curve'],
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
    ['algorithm 1.2.3.4', '06032a0304'],
    ['RSA without its NULL', '06092a864886f70d010101'],
  ])('%s has a name', (name, identifier) => {
    const body = `30${(identifier.length / 2).toString(16).padStart(2, '0')}${identifier}030300ff01`;
    const spki = Buffer.from(`30${(body.length / 2).toString(16).padStart(2, '0')}${body}`, 'hex');
    expect(keyName(parseSpki(spki))).toBe(name);
    expect(publicKeyIn(spki)).toBeUndefined();
  });

  it('an RSA key of more than 8,192 bits is refused, and its length reported', () => {
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
    expect(publicKeyIn(spkiOf(8192))).toMatchObject({ type: 'RSA', bits: 8192 });
    expect(publicKeyIn(spkiOf(8200))).toBeUndefined();
    const ca = makeCa('ca');
    const leaf = make('leaf', ca, { publicKey: spkiOf(16384), dnsNames: ['leaf.example'] });
    const verdict = ask([leaf], { trust: storeOf(ca), profile: privateProfile, name: 'leaf.example' });
    expect(reasonOf(verdict)).toBe('unsupported-algorithm');
    expect(verdict.message).toContain('too long: RSA of 16384 bits; the limit is 8192');
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

  it('an address in a DNS name is reported, with the form that is needed', async () => {
    const { out, exit } = await handglass([
      ...['verify', file('ip-dns.pem'), '--for', '192.168.1.5', '--ca-file', file('root.pem'), '--at', at],
    ]);
    expect(exit).toBe(6);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /rejected \(name-mismatch\): "CN=192\.168\.1\.5" has the address 192\.168\.1\.5 as a DNS name, which does not count: it must be an IP address \(iPAddress\)/,
    );
  });

  it('a certificate without a host name is reported, with a remedy', async () => {
    const told = await refused('name-mismatch', 'cn-only.pem');
    expect(told).toContain(
      'has no alternative name for a host, so it is not issued for a.example.com: its common name',
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
  it('blanks in base64 lines are ignored (RFC 7468 section 2)', async () => {
    const pem = readFileSync(file('ok.pem'), 'latin1');
    const spaced = pem.replaceAll(/^([A-Za-z0-9+/=]{20})(.*)$/gm, (_, a, b) => ` ${a} \t${b}\v`);
    expect(spaced).not.toBe(pem);
    await accepted(lab.write('spaced.pem', spaced));
    expect(decodePem(spaced)[0]!.bytes).toEqual(decodePem(pem)[0]!.bytes);
  });
});

describe('damage', () => {
  it.each([
    ['bc-false.pem', 'basicConstraints.cA', 342],
    ['crit-false.pem', 'critical', 227],
  ])('%s: FALSE written out is read, and told with its byte', async (name, field, byte) => {
    const told = await accepted(name);
    expect(told).toMatch(
      new RegExp(`! encoding .*${field}: a default value is encoded \\(at byte ${byte}\\)`),
    );
    const shown = await handglass(['certs', file(name), '--trust', 'none']);
    expect([said(shown), shown.exit]).toEqual([
      expect.stringMatching(
        new RegExp(`Departs .*${field}: a default value is encoded \\(line \\d+ of the file, byte ${byte}`),
      ),
      0,
    ]);
  });

  it('a serial number of 21 bytes is accepted and reported, in a leaf and in a root', async () => {
    expect(await accepted('serial21.pem')).toContain(
      'serialNumber: a serial number of 21 bytes; the maximum is 20',
    );
    const both = lab.write(
      'roots.pem',
      readFileSync(file('root-serial21.pem'), 'latin1') + readFileSync(file('root.pem'), 'latin1'),
    );
    await accepted('ok.pem', both);
    // The rules of RFC 5280 and of the Web bind issuers, and not who has been trusted.
    expect(judge('serial21.pem', 'root.pem', { profile: webProfile })).toMatchObject({ verdict: 'rejected' });
    const told = judge('serial21.pem', 'root.pem', { profile: webProfile }).paths[0]!.checks;
    expect(told.find(({ check, ok }) => check === 'profile' && !ok)?.detail).toContain(
      'longer than 20 bytes',
    );
  });

  const good = derOf('ok.pem');
  const tree = annotate(CertificateDefinition, good);
  const rangeOf = (path: string): Range => locate(CertificateDefinition, good, [path])[0]!;
  const list = parseCertificate(good).extensionList;
  const parts: [string, string][] = [
    ...[
      'version',
      'serialNumber',
      'signature',
      'issuer',
      'validity',
      'validity.notBefore',
      'validity.notAfter',
    ],
    ...['subject', 'subjectPublicKeyInfo', 'extensions'],
    ...list.flatMap((_, i) => [`extensions[${i}]`, `extensions[${i}].extnID`, `extensions[${i}].extnValue`]),
  ].map((path) => [`tbsCertificate.${path}`, `tbsCertificate.${path}`]);
  parts.push(['signatureAlgorithm', 'signatureAlgorithm'], ['signatureValue', 'signatureValue']);
  for (const [i, { extnID }] of list.entries()) {
    const name = extensionName(extnID);
    if (name) parts.push([`the value of ${name}`, `tbsCertificate.extensions[${i}].extnValue.${name}`]);
  }

  it.each(parts)(
    '%s: the rest is shown, with the byte that is wrong; verify, certs, and as JSON',
    async (_, path) => {
      const { start: begin, end } = rangeOf(path);
      // An optional part with another tag is another part: its inside is damaged.
      const start = begin + (path.endsWith('version') ? 2 : 0);
      const der = good.slice();
      // Another tag, which is of no type that stands anywhere.
      der[start] = 0x1b;
      const pem = lab.write('damaged.pem', encodePem('CERTIFICATE', der));
      const ran = await verify(pem, 'root.pem', '--json');
      const document = JSON.parse(ran.out) as VerifyDocument;
      expectValid('verify', document);
      expect([document.verdict.reason, ran.exit]).toEqual(['malformed', 6]);
      const [shown] = document.certificates;
      const check = document.verdict.paths[0]!.checks.find((each) => each.check === 'encoding');
      expect(check).toMatchObject({ ok: false, reason: 'malformed' });
      expect(check!.detail).toContain(`(at byte ${start})`);
      for (const looked of check!.looked)
        expect(looked.start <= start && looked.end >= Math.min(end, start + 1)).toBe(true);
      // All that does not hang on the part is as it was.
      const whole = (await handglass(['certs', file('ok.pem'), '--json', '--trust', 'none', '--at', at])).out;
      const before = (JSON.parse(whole) as CertsDocument).targets[0] as FileDocument;
      const alike = Object.entries(before.parts[0]!.certificates[0]!).filter(
        ([name, value]) => JSON.stringify(value) === JSON.stringify(shown?.[name as keyof typeof shown]),
      );
      expect(alike.length).toBeGreaterThan(path === 'tbsCertificate.extensions' ? 12 : 16);
      const told = await handglass(['certs', pem, '--json', '--trust', 'none', '--at', at]);
      const certs = JSON.parse(told.out) as CertsDocument;
      expectValid('certs', certs);
      const [part] = (certs.targets[0] as FileDocument).parts;
      const line = 2 + Math.floor((start * 4) / 3 / 64);
      expect(part!.defects.map(({ byte, line, tolerated }) => [byte, line, tolerated])).toContainEqual([
        start,
        line,
        false,
      ]);
      expect(part!.certificates).toEqual([shown]);
      expect(told.exit).toBe(2);
      const text = await handglass(['certs', pem, '--trust', 'none']);
      expect(said(text)).toContain(`(line ${line} of the file, byte ${start} of the certificate)`);
      const asDer = lab.path('damaged.der');
      writeFileSync(asDer, Buffer.concat([good, der]));
      const second = JSON.parse(
        (await handglass(['certs', asDer, '--json', '--trust', 'none'])).out,
      ) as CertsDocument;
      const defects = (second.targets[0] as FileDocument).parts[1]!.defects;
      expect(defects.map(({ fileByte }) => fileByte)).toContain(good.length + start);
      // Nobody trusts it, and nobody reads it where a certificate is needed.
      expect(await verify('ok.pem', pem)).toMatchObject({ exit: 2 });
      expect(tree.failed).toBeUndefined();
    },
  );

  it('a duplicate extension and trailing bytes are reported with the rest', () => {
    const ca = makeCa('ca');
    const key = generateKey('EC');
    const der = issueCertificate({
      subject: { CN: 'leaf' },
      publicKey: key.publicKey,
      issuer: { certificate: ca.der, key: ca.key },
      notBefore: noon,
      notAfter: noon + 1000,
      serial: Uint8Array.of(1),
      dnsNames: ['leaf.example'],
      extensions: ([first, ...rest]) => [first!, first!, ...rest],
    }) as Uint8Array;
    const twice = { certificate: ca.certificate, key };
    expect(() => parseCertificate(der)).toThrow(/appears twice/);
    const verdict = ask([{ ...twice, der }], {
      trust: storeOf(ca),
      name: 'leaf.example',
      profile: privateProfile,
    });
    expect(verdict).toMatchObject({ verdict: 'rejected', reason: 'malformed', path: [{}, {}] });
    expect(verdict.message).toContain('appears twice');
  });

  it('a damaged issuer is never part of a valid path, and the damage is reported', () => {
    const root = makeCa('root');
    const issuer = makeCa('issuer', root);
    const leaf = make('leaf', issuer, { dnsNames: ['leaf.example'] });
    const question = { trust: storeOf(root), name: 'leaf.example', profile: privateProfile };
    expect(reasonOf(ask([leaf, issuer], question))).toBe('accepted');
    const at = locate(CertificateDefinition, issuer.der, ['tbsCertificate.extensions[0].extnValue']);
    const der = issuer.der.slice();
    der[at[0]!.start + 2] = 0x1b;
    const verdict = ask([leaf, { ...issuer, der }], question);
    expect(verdict).toMatchObject({ verdict: 'rejected', reason: 'malformed' });
    expect(verdict.leaf).toBeDefined();
    // A good one beside it is found.
    expect(reasonOf(ask([leaf, { ...issuer, der }, issuer], question))).toBe('accepted');
  });

  describe.each(['TLS 1.2', 'TLS 1.3'] as const)('of a peer in %s', (version) => {
    const damagedOf = (kind: 'server' | 'client'): Credential => {
      const credential = authority.issue('EC', kind);
      const [leaf, ...others] = credential.chain as [Uint8Array, ...Uint8Array[]];
      const der = leaf.slice();
      der[locate(CertificateDefinition, der, ['tbsCertificate.extensions[1].extnValue'])[0]!.start + 2] =
        0x1b;
      return { ...credential, chain: [der, ...others] };
    };
    const shake = (client: Partial<ClientOptions>, server: Partial<ServerOptions>): Pair => {
      const versions = [version];
      return joined(
        { trust: authority.trust, versions, ...client },
        { credentials: [authority.issue('EC', 'server')], versions, ...server },
      );
    };
    const refused = {
      reason: 'certificate-rejected',
      alert: 'bad_certificate',
      cause: { reason: 'malformed', leaf: expect.anything() },
    };

    it('a server’s is refused, and may be taken all the same', () => {
      const server = { credentials: [damagedOf('server')] };
      expect(failure(shake({}, server).client)).toMatchObject(refused);
      const taken = shake({ onRejected: ({ reason }) => reason === 'malformed' }, server);
      expect(established(taken.client)?.peer).toMatchObject({
        overruled: true,
        validUntil: expect.any(Number),
      });
    });

    it('a client’s too', () => {
      const asks = { clientAuthentication: 'require', trust: authority.trust } as const;
      const client = { credentials: [damagedOf('client')], askedAuthorities: 'ignore' } as const;
      expect(failure(shake(client, asks).server)).toMatchObject(refused);
      const taken = shake(client, { ...asks, onRejected: ({ reason }) => reason === 'malformed' });
      expect(established(taken.server)?.peer.overruled).toBe(true);
    });
  });
});
