/** Bad certificates with a good chain. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { type GeneratedKey, generateKey } from '../../crypto/providers/node.ts';
import { ipBytes, oids, rawExtension } from '../../x509/index.ts';
import { day } from './authority.ts';
import { type Bench, type Change, type OwnKey, plus, type Sent, sent, signedAgain } from './bad-bench.ts';
import type { BadCertificate } from './bad-certificate.ts';

export const badLeaves: readonly BadCertificate[] = [
  {
    name: 'expired',
    wrong: 'it expired yesterday',
    refusal: 'expired',
    make: (bench) => badLeaf(bench, bench.past),
  },
  {
    name: 'not-yet-valid',
    wrong: 'it becomes valid tomorrow',
    refusal: 'not-yet-valid',
    make: (bench) => badLeaf(bench, { notBefore: bench.now + day }),
  },
  {
    name: 'wrong-host',
    wrong: 'it is for another name',
    refusal: 'name-mismatch',
    make: (bench) => badLeaf(bench, { subject: {}, dnsNames: [bench.stranger], ipAddresses: [] }),
  },
  {
    name: 'common-name-only',
    wrong: 'its name is only in the subject, not among the alternative names',
    refusal: 'name-mismatch',
    make: (bench) => badLeaf(bench, { dnsNames: [], ipAddresses: [] }),
  },
  {
    name: 'wide-wildcard',
    wrong: 'its wildcard covers a whole top-level domain',
    refusal: 'name-mismatch',
    async make(bench) {
      const name = bench.names.find((each) => !ipBytes(each)) ?? 'localhost';
      const wildcard = name.includes('.') ? `*${name.slice(name.lastIndexOf('.'))}` : '*';
      const sent = await badLeaf(bench, { subject: {}, dnsNames: [wildcard], ipAddresses: [] });
      return { ...sent, name: name.replace(/^\*\./, 'www.') };
    },
  },
  {
    name: 'address-as-name',
    wrong: 'it has an IP address as a DNS name',
    refusal: 'name-mismatch',
    async make(bench) {
      const name = bench.names.find((each) => ipBytes(each)) ?? '127.0.0.1';
      return { ...(await badLeaf(bench, { subject: {}, dnsNames: [name], ipAddresses: [] })), name };
    },
  },
  {
    name: 'nul-in-name',
    wrong: 'its name contains a NUL, where careless readers stop',
    refusal: 'name-mismatch',
    make: (bench) =>
      badLeaf(bench, { subject: {}, dnsNames: [`${bench.name}\0.${bench.stranger}`], ipAddresses: [] }),
  },
  {
    name: 'client-only',
    wrong: 'it is for clients, not for servers',
    refusal: 'purpose',
    make: (bench) => badLeaf(bench, { extKeyUsage: ['clientAuth'] }),
  },
  {
    name: 'wrong-key-usage',
    wrong: 'its key is for key agreement, not for signatures',
    refusal: 'key-usage',
    make: (bench) => badLeaf(bench, { keyUsage: ['keyAgreement'] }),
  },
  {
    name: 'unknown-critical',
    wrong: 'it has a critical extension that nobody knows',
    refusal: 'unknown-critical-extension',
    make: (bench) =>
      badLeaf(bench, { extensions: plus(rawExtension('1.3.6.1.4.1.99999.1', true, Uint8Array.of(5, 0))) }),
  },
  {
    name: 'weak-key',
    wrong: 'its RSA key has 1024 bits',
    refusal: 'weak-key',
    make: (bench) => badLeaf(bench, { key: generateKey('RSA', { bits: 1024 }) }),
  },
  {
    name: 'explicit-curve',
    wrong: 'its key spells out its curve instead of naming it (CVE-2020-0601)',
    refusal: 'unsupported-algorithm',
    make: (bench) => badLeaf(bench, { key: explicitCurve() }),
  },
  {
    name: 'sha1',
    wrong: 'it is signed with SHA-1',
    refusal: 'weak-signature',
    make: (bench) => badLeaf(bench, { algorithm: { kind: 'ECDSA', hash: 'SHA-1' } }),
  },
  {
    name: 'md5',
    wrong: 'it is signed with MD5',
    refusal: 'weak-signature',
    async make(bench) {
      const key = generateKey('RSA');
      const issuer = await bench.intermediate({}, bench.root, key);
      const md5 = { algorithm: oids.md5WithRSAEncryption, parameters: Uint8Array.of(5, 0) };
      const leaf = signedAgain(await bench.leaf(issuer), (tbs) => signedBy(key, 'md5', tbs), {
        ...{ inside: md5, outside: md5 },
      });
      return sent(leaf, issuer);
    },
  },
  {
    name: 'changed-signature',
    wrong: 'its signature has been altered',
    refusal: 'bad-signature',
    async make(bench) {
      const { chain, key } = await badLeaf(bench, {});
      const [der, ...rest] = chain;
      const changed = der!.slice();
      changed[changed.length - 1]! ^= 1;
      return { chain: [changed, ...rest], key };
    },
  },
  {
    name: 'two-algorithms',
    wrong: 'it names one signature algorithm inside and another outside',
    refusal: 'malformed',
    async make(bench) {
      const issuer = await bench.intermediate();
      const outside = { algorithm: oids.ecdsaWithSHA384 };
      const sha256 = (tbs: Uint8Array) => signedBy(issuer.key, 'sha256', tbs);
      return sent(signedAgain(await bench.leaf(issuer), sha256, { outside }), issuer);
    },
  },
  {
    name: 'version-1',
    wrong: 'it is a version 1 certificate, which has no extensions',
    refusal: 'name-mismatch',
    make: (bench) => badLeaf(bench, { tbs: ({ extensions: _, ...tbs }) => ({ ...tbs, version: 0 }) }),
  },
  {
    name: 'duplicate-extension',
    wrong: 'one of its extensions appears twice',
    refusal: 'malformed',
    make: (bench) => badLeaf(bench, { extensions: (all) => [...all, all[0]!] }),
  },
  {
    name: 'ber-length',
    wrong: 'a length is encoded with one byte too many, which BER allows and DER does not',
    refusal: 'malformed',
    async make(bench) {
      const issuer = await bench.intermediate();
      const sha256 = (tbs: Uint8Array) => signedBy(issuer.key, 'sha256', tbs);
      // 30 82 ll ll becomes 30 83 00 ll ll.
      const body = ([tag, , ...rest]: Uint8Array) => Uint8Array.of(tag!, 0x83, 0, ...rest);
      return sent(signedAgain(await bench.leaf(issuer), sha256, { body }), issuer);
    },
  },
  {
    name: 'long-serial',
    wrong: 'its serial number has 21 bytes, one too many',
    refusal: 'profile',
    web: true,
    make: (bench) => badLeaf(bench, serialNumber(new Uint8Array(21).fill(0x55))),
  },
  {
    name: 'zero-serial',
    wrong: 'its serial number is zero',
    refusal: 'profile',
    web: true,
    make: (bench) => badLeaf(bench, serialNumber(Uint8Array.of(0))),
  },
  {
    name: 'negative-serial',
    wrong: 'its serial number is negative',
    refusal: 'profile',
    web: true,
    make: (bench) => badLeaf(bench, serialNumber(Uint8Array.of(0x80, 1))),
  },
  {
    name: 'ca-as-server',
    wrong: 'it is a CA certificate, used as a server’s',
    refusal: 'profile',
    web: true,
    make: (bench) => badLeaf(bench, { ca: true, keyUsage: ['digitalSignature', 'keyCertSign'] }),
  },
];

/** A bad certificate below a good intermediate. */
async function badLeaf(bench: Bench, change: Change): Promise<Sent> {
  const issuer = await bench.intermediate();
  return sent(await bench.leaf(issuer, change), issuer);
}

/** Set after the check that would refuse it. */
const serialNumber = (bytes: Uint8Array): Change => ({ tbs: (tbs) => ({ ...tbs, serialNumber: bytes }) });

/** By node:crypto itself, which can do what our provider does not offer. */
const signedBy = ({ pem }: GeneratedKey, hash: 'md5' | 'sha256', data: Uint8Array): Uint8Array =>
  new Uint8Array(sign(hash, data, pem));

function explicitCurve(): OwnKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    paramEncoding: 'explicit',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { publicKey: new Uint8Array(publicKey), pem: privateKey };
}
