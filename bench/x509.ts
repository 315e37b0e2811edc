/**
 * Certificates: reading them against node's own class, and checking a chain against the bare imports of its keys and
 * checks of its signatures, which nothing around them can beat.
 *
 * Rates are for a second of this process's CPU time, the threads that collect garbage included, so that what else runs
 * on the machine counts little.
 */
import { X509Certificate } from 'node:crypto';
import type { PrivateKey } from '../src/crypto/provider.ts';
import { generateKey, nodeProvider } from '../src/crypto/providers/node.ts';
import { type IssueRequest, issueCertificate } from '../src/issue/index.ts';
import {
  anchorFromCertificate,
  type Certificate,
  type Extension,
  extension,
  oids,
  parseCertificate,
  type TrustStore,
  trustStore,
  verifyPeer,
} from '../src/x509/index.ts';
import type { Figure } from './figure.ts';
import { inTurn, timesAsLong } from './pairing.ts';

/** So many that none is remembered when its turn comes again. */
const CHAINS = 200;

export async function x509(rounds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const kind of ['EC', 'RSA'] as const) figures.push(await reading(kind, rounds));
  const all = Array.from({ length: CHAINS }, (_, i) => goodChain(i));
  const parsed = all.map((chain) => chain.sent.map(parseCertificate));
  const fresh = perSecond(CHAINS, (i) => verify(all[i]!, 'accepted'));
  const again = perSecond(CHAINS, () => verify(all[0]!, 'accepted'));
  const bare = perSecond(CHAINS, (i) => verifyBare(parsed[i]!));
  const signatures = ['its imports and signatures', bare] as const;
  for (let i = 0; i < 20; i++) for (const run of [fresh, again, bare]) await run();
  figures.push(await timesAsLong('check a chain of three, ECDSA, never seen', rounds, fresh, ...signatures));
  figures.push(await timesAsLong('check a chain of three, ECDSA, once more', rounds, again, ...signatures));
  for (const [what, chain] of [
    ['100 CAs of one name', oneName(100)],
    ['10 CAs that certify each other', mesh(10)],
  ] as const) {
    const refused = perSecond(10, () => verify(chain, 'rejected'));
    figures.push(await timesAsLong(`refuse ${what}`, rounds, refused, 'a good chain', fresh));
  }
  return figures;
}

/** @param run is given a number that is counted up and begins again at `count` */
function perSecond(count: number, run: (i: number) => void): () => Promise<number> {
  return async () => {
    const before = process.cpuUsage();
    for (let i = 0; i < count; i++) run(i);
    const { user, system } = process.cpuUsage(before);
    return (count * 1e6) / (user + system);
  };
}

async function reading(kind: 'EC' | 'RSA', rounds: number): Promise<Figure> {
  const ca = make({ subject: { C: 'NL', O: 'Example', CN: 'Example CA' }, ca: true });
  const all = Array.from({ length: 10 }, () =>
    make({
      subject: { C: 'NL', ST: 'Utrecht', O: 'Example', CN: 'www.example.com' },
      dnsNames: ['www.example.com', 'example.com', '*.cdn.example.com'],
      issuer: ca,
      key: generateKey(kind),
      ocspUrls: ['http://ocsp.example.com'],
      issuerUrls: ['http://ca.example.com/ca.crt'],
      crlUrls: ['http://ca.example.com/ca.crl'],
      extensions: (standard) => [
        ...standard,
        extension('certificatePolicies', [{ policyIdentifier: oids.domainValidated }]),
      ],
    }),
  ).map(({ der }) => der);
  const ours = perSecond(1000, (i) => {
    const { subject, issuer } = parseCertificate(all[i % 10]!);
    use(subject.text, issuer.text);
  });
  const node = perSecond(100, (i) => {
    const read = new X509Certificate(all[i % 10]!);
    const { subject, issuer, validFrom, validTo, serialNumber, subjectAltName, infoAccess } = read;
    use(subject, issuer, validFrom, validTo, serialNumber, subjectAltName, infoAccess, read.keyUsage);
    use(read.ca, read.publicKey);
  });
  for (let i = 0; i < 20; i++) for (const run of [ours, node]) await run();
  return inTurn(`read a certificate, ${kind}`, '/s', rounds, ours, node);
}

/** What nobody uses might not be worked out. */
function use(...values: readonly unknown[]): void {
  if (values.every((value) => value === undefined)) throw new Error('nothing was read');
}

interface Made {
  readonly der: Uint8Array;
  readonly key: PrivateKey;
}

let serial = 2 ** 31;
function make({
  issuer,
  ...request
}: Partial<Omit<IssueRequest, 'issuer'>> & { issuer?: Made; key?: PrivateKey }): Made {
  const key = request.key ?? generateKey('EC');
  serial++;
  const der = issueCertificate({
    subject: {},
    publicKey: key.publicKey,
    issuer: issuer ? { key: issuer.key, certificate: issuer.der } : { key },
    notBefore: Date.now() - 86_400_000,
    notAfter: Date.now() + 86_400_000,
    serial: Uint8Array.of(...nodeProvider.random(12), serial >> 24, serial >> 16, serial >> 8, serial),
    ...request,
  });
  return { der: der as Uint8Array, key };
}

/** Key identifiers would tell at once which of one name is meant. */
const withoutIdentifiers = (standard: readonly Extension[]) =>
  standard.filter(
    ({ extnID }) => extnID !== oids.subjectKeyIdentifier && extnID !== oids.authorityKeyIdentifier,
  );

interface Chain {
  readonly sent: readonly Uint8Array[];
  readonly trust: TrustStore;
}
const trustIn = ({ der }: Made): TrustStore => trustStore([anchorFromCertificate(parseCertificate(der))]);

function verify({ sent, trust }: Chain, expected: 'accepted' | 'rejected'): void {
  const answer = verifyPeer({
    chain: sent,
    trust,
    provider: nodeProvider,
    purpose: 'server',
    name: 'www.example.com',
    time: Date.now(),
  });
  if (!('verdict' in answer) || answer.verdict !== expected)
    throw new Error(`a chain that is not ${expected}`);
}

/** Each signature with the key of the next certificate, imported anew. */
function verifyBare(path: readonly Certificate[]): void {
  for (const [i, { spki }] of path.slice(1).entries()) {
    const { signatureAlgorithm, tbs, signature } = path[i]!;
    if (nodeProvider.publicKey(spki)?.verify(signatureAlgorithm!, tbs, signature) !== true) {
      throw new Error('a signature that does not hold');
    }
  }
}

/** A leaf, an intermediate and a root, all of them sent. */
function goodChain(i: number): Chain {
  const root = make({ subject: { C: 'NL', O: 'Example', CN: `Root ${i}` }, ca: true });
  const between = make({ subject: { C: 'NL', O: 'Example', CN: `CA ${i}` }, ca: true, issuer: root });
  return { sent: [leafOf(between), between.der, root.der], trust: trustIn(root) };
}
const leafOf = (issuer: Made): Uint8Array =>
  make({ subject: { CN: 'www.example.com' }, dnsNames: ['www.example.com', 'example.com'], issuer }).der;

/** Each is issued by one of the same name, and none by a root that is trusted. */
function oneName(count: number): Chain {
  const request = { subject: { CN: 'CA' }, ca: true, extensions: withoutIdentifiers };
  const all = [make(request)];
  while (all.length < count) all.push(make({ ...request, issuer: all.at(-1)! }));
  return {
    sent: [leafOf(all.at(-1)!), ...all.map(({ der }) => der)],
    trust: trustIn(make({ subject: { CN: 'Root' }, ca: true })),
  };
}

/** Each certifies all others, and none is certified by a root that is trusted. */
function mesh(count: number): Chain {
  const roots = Array.from({ length: count }, (_, i) => make({ subject: { CN: `CA ${i}` }, ca: true }));
  const sent = roots.flatMap((issuer) =>
    roots.map(({ key }, i) => make({ subject: { CN: `CA ${i}` }, ca: true, issuer, key }).der),
  );
  return { sent: [leafOf(roots[0]!), ...sent], trust: trustIn(make({ subject: { CN: 'Root' }, ca: true })) };
}
