/**
 * Certificates that are bad on purpose, each in one way, to try clients with.
 *
 * One entry for each: what it is called, what is wrong, how it is made, and what we refuse it with, which a test holds to.
 * They are servers' certificates below a root that the client trusts. Two are not bad, and only sent as careless servers
 * send them.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { type GeneratedKey, generateKey } from '../crypto/providers/node.ts';
import { type ExtensionName, extensionTable } from '../x509/extensions.ts';
import {
  type CertificateReason,
  type Extension,
  extension,
  ipBytes,
  issueCrl,
  oids,
  rawExtension,
} from '../x509/index.ts';
import { type Authority, day } from './authority.ts';
import { type Bench, type Change, type Made, type OwnKey, signedAgain } from './bad-bench.ts';

export interface BadCertificate {
  readonly name: string;
  /** A sentence without its stop. */
  readonly wrong: string;
  /** What `verifyPeer` refuses it with; it is accepted when there is none. */
  readonly refusal?: CertificateReason;
  /** Only the Web's rules are broken, which a CA that was named by hand is not held to. */
  readonly web?: true;
  readonly make: (bench: Bench) => Promise<Sent>;
}

/** What a server sends. */
export interface Sent {
  /** DER, its own first. */
  readonly chain: readonly Uint8Array[];
  readonly key: OwnKey;
  /** What a client is to ask for, when it is not the first name. */
  readonly name?: string;
  /** Lists that a client must know to see what is wrong. */
  readonly crls?: readonly Uint8Array[];
}

export const badCertificates: readonly BadCertificate[] = [
  {
    name: 'expired',
    wrong: 'it ended yesterday',
    refusal: 'expired',
    make: (bench) => badLeaf(bench, past(bench)),
  },
  {
    name: 'not-yet-valid',
    wrong: 'it begins tomorrow',
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
    wrong: 'the name is only in its subject, and not an alternative name',
    refusal: 'name-mismatch',
    make: (bench) => badLeaf(bench, { dnsNames: [], ipAddresses: [] }),
  },
  {
    name: 'wide-wildcard',
    wrong: 'its wildcard stands for all names of a top-level domain',
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
    wrong: 'an IP address stands in it as a DNS name',
    refusal: 'name-mismatch',
    async make(bench) {
      const name = bench.names.find((each) => ipBytes(each)) ?? '127.0.0.1';
      return { ...(await badLeaf(bench, { subject: {}, dnsNames: [name], ipAddresses: [] })), name };
    },
  },
  {
    name: 'nul-in-name',
    wrong: 'a NUL stands in its name, behind which careless readers stop',
    refusal: 'name-mismatch',
    make: (bench) =>
      badLeaf(bench, { subject: {}, dnsNames: [`${bench.name}\0.${bench.stranger}`], ipAddresses: [] }),
  },
  {
    name: 'client-only',
    wrong: 'it is for clients, and not for servers',
    refusal: 'purpose',
    make: (bench) => badLeaf(bench, { extKeyUsage: ['clientAuth'] }),
  },
  {
    name: 'wrong-key-usage',
    wrong: 'its key is for key agreement, and not for signatures',
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
    wrong: 'its key spells its curve out instead of naming it (CVE-2020-0601)',
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
    wrong: 'its signature was changed',
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
    wrong: 'it is of version 1, and has no extensions',
    refusal: 'name-mismatch',
    make: (bench) => badLeaf(bench, { tbs: ({ extensions: _, ...tbs }) => ({ ...tbs, version: 0 }) }),
  },
  {
    name: 'duplicate-extension',
    wrong: 'one of its extensions stands twice',
    refusal: 'malformed',
    make: (bench) => badLeaf(bench, { extensions: (all) => [...all, all[0]!] }),
  },
  {
    name: 'ber-length',
    wrong: 'a length is encoded with a byte too many, as BER allows and DER does not',
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
    refusal: 'malformed',
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
    wrong: 'it is a CA’s, and stands where a server’s belongs',
    refusal: 'profile',
    web: true,
    make: (bench) => badLeaf(bench, { ca: true, keyUsage: ['digitalSignature', 'keyCertSign'] }),
  },
  {
    name: 'self-signed',
    wrong: 'its own key has signed it',
    refusal: 'self-signed',
    async make(bench) {
      const { der, key } = await bench.selfSigned();
      return { chain: [der], key };
    },
  },
  {
    name: 'unknown-root',
    wrong: 'it leads to a root that nobody trusts',
    refusal: 'root-not-trusted',
    make: async (bench) => underRoot(bench, await bench.anotherRoot()),
  },
  {
    name: 'forged-root',
    wrong: 'it leads to a root that has the name of the trusted one, and another key',
    refusal: 'root-not-trusted',
    make: async (bench) =>
      underRoot(bench, await bench.anotherRoot({ subject: bench.root.certificate.subject })),
  },
  {
    name: 'missing-intermediate',
    wrong: 'the certificate of its issuer is not sent',
    refusal: 'chain-incomplete',
    async make(bench) {
      const { chain, key } = await badLeaf(bench, {});
      return { chain: chain.slice(0, 1), key };
    },
  },
  {
    name: 'not-a-ca',
    wrong: 'it was issued by one that is not a CA',
    refusal: 'not-a-ca',
    make: (bench) => badIntermediate(bench, { ca: false, extKeyUsage: [], extensions: minus('keyUsage') }),
  },
  {
    name: 'version-1-ca',
    wrong: 'it was issued by a certificate of version 1, which cannot say that it is a CA’s',
    refusal: 'not-a-ca',
    make: (bench) => badIntermediate(bench, { tbs: ({ extensions: _, ...tbs }) => ({ ...tbs, version: 0 }) }),
  },
  {
    name: 'no-cert-sign',
    wrong: 'the key of its issuer is not for signing certificates',
    refusal: 'key-usage',
    make: (bench) => badIntermediate(bench, { keyUsage: ['digitalSignature', 'cRLSign'] }),
  },
  {
    name: 'path-length',
    wrong: 'there is one CA more below its root’s than that allows',
    refusal: 'path-length-exceeded',
    async make(bench) {
      const issuer = await bench.intermediate({}, await bench.intermediate({ pathLength: 0 }));
      return sent(await bench.leaf(issuer), issuer);
    },
  },
  {
    name: 'name-constraints',
    wrong: 'its issuer may only certify other names',
    refusal: 'name-constraints',
    make: (bench) => badIntermediate(bench, { extensions: plus(only(bench.stranger)) }),
  },
  {
    name: 'policy',
    wrong: 'its issuer asks for a certificate policy, and it has none',
    refusal: 'policy',
    make: (bench) =>
      badIntermediate(bench, {
        extensions: plus(extension('policyConstraints', { requireExplicitPolicy: 0 }, true)),
      }),
  },
  {
    name: 'expired-intermediate',
    wrong: 'the certificate of its issuer ended yesterday',
    refusal: 'expired',
    make: (bench) => badIntermediate(bench, past(bench)),
  },
  {
    name: 'revoked',
    wrong: 'its issuer has revoked it, as a CRL tells',
    refusal: 'revoked',
    async make(bench) {
      const issuer = await bench.intermediate();
      const serial = Uint8Array.of(0x42, 0x42);
      const leaf = await bench.leaf(issuer, { serial });
      return { ...sent(leaf, issuer), crls: [await listOf(issuer, bench, serial)] };
    },
  },
  {
    name: 'revoked-intermediate',
    wrong: 'the certificate of its issuer is revoked, as a CRL tells',
    refusal: 'revoked',
    async make(bench) {
      const upper = await bench.intermediate();
      const serial = Uint8Array.of(0x42, 0x43);
      const lower = await bench.intermediate({ serial }, upper);
      const crls = [await listOf(upper, bench, serial), await listOf(lower, bench)];
      return { ...sent(await bench.leaf(lower), lower), crls };
    },
  },
  {
    name: 'wrong-order',
    wrong: 'nothing is, but its intermediates are sent in the wrong order',
    async make(bench) {
      const issuer = await bench.intermediate({}, await bench.intermediate());
      const { der, key } = await bench.leaf(issuer);
      return { chain: [der, ...issuer.chain.toReversed()], key };
    },
  },
  {
    name: 'surplus',
    wrong: 'nothing is, but certificates are sent that have nothing to do with it, and its root',
    async make(bench) {
      const { chain, key } = await badLeaf(bench, {});
      const strangers = [await bench.anotherRoot(), await bench.intermediate()];
      const surplus = [...strangers, bench.root].map(({ certificate }) => certificate.der);
      return { chain: [chain[0]!, ...surplus, ...chain.slice(1)], key };
    },
  },
];

const sent = ({ der, key }: Made, issuer: Authority): Sent => ({ chain: [der, ...issuer.chain], key });

/** A bad certificate below a good intermediate. */
async function badLeaf(bench: Bench, change: Change): Promise<Sent> {
  const issuer = await bench.intermediate();
  return sent(await bench.leaf(issuer, change), issuer);
}

/** A good certificate below a bad intermediate. */
async function badIntermediate(bench: Bench, change: Omit<Change, 'key'>): Promise<Sent> {
  const issuer = await bench.intermediate(change);
  return sent(await bench.leaf(issuer), issuer);
}

/** A good certificate below a good intermediate of a root that is sent too. */
async function underRoot(bench: Bench, root: Authority): Promise<Sent> {
  const issuer = await bench.intermediate({}, root);
  const { chain, key } = sent(await bench.leaf(issuer), issuer);
  return { chain: [...chain, root.certificate.der], key };
}

const past = ({ now }: Bench) => ({ notBefore: now - 40 * day, notAfter: now - day });

/** Behind the check that keeps others from it. */
const serialNumber = (bytes: Uint8Array): Change => ({ tbs: (tbs) => ({ ...tbs, serialNumber: bytes }) });

const plus =
  (one: Extension) =>
  (all: readonly Extension[]): Extension[] => [...all, one];

const minus =
  (name: ExtensionName) =>
  (all: readonly Extension[]): Extension[] =>
    all.filter(({ extnID }) => extnID !== extensionTable[name].oid);

/** Names below this one, and an address that is nobody's. */
function only(name: string): Extension {
  const names = { kind: 'dNSName', value: name } as const;
  const addresses = { kind: 'iPAddress', value: Uint8Array.of(0, 0, 0, 0, 255, 255, 255, 255) } as const;
  const permittedSubtrees = [names, addresses].map((base) => ({ base, minimum: 0 }));
  return extension('nameConstraints', { permittedSubtrees }, true);
}

/** The list of an issuer that has revoked these. */
async function listOf(
  issuer: Authority,
  { now }: Bench,
  ...serials: readonly Uint8Array[]
): Promise<Uint8Array> {
  return issueCrl({
    issuer,
    thisUpdate: now,
    nextUpdate: now + 30 * day,
    number: Uint8Array.of(1),
    revoked: serials.map((serial) => ({ serial, date: now, reason: 'keyCompromise' })),
  });
}

/** By node:crypto alone, which also makes what no provider here offers. */
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
