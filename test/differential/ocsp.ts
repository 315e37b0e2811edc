/** OCSP responses: does this one say that the leaf is good or revoked? At this moment, for OpenSSL can be asked of no other. */
import { generateKey, nodeProvider } from '../../src/crypto/providers/node.ts';
import { type IssueRequest, issueCertificate, issueOcspResponse } from '../../src/issue/index.ts';
import { decode, encode } from '../../src/wire/codec.ts';
import { encodePem } from '../../src/wire/pem.ts';
import {
  AlgorithmIdentifier,
  algorithmIdentifierOf,
} from '../../src/x509/certificate/signature-algorithm.ts';
import { certIdOf, keyHashOf, oids, parseCertificate } from '../../src/x509/index.ts';
import { OcspResponseDefinition } from '../../src/x509/revocation/ocsp.ts';
import { bytesOf, copyOf, type Element, placesIn, treeOf } from '../fuzz/der-tree.ts';
import { changeDer } from '../fuzz/mutations.ts';
import type { Random } from '../fuzz/random.ts';
import type { Answer, Part } from './compare.ts';
import { day, keys, rsaKey, sealed } from './pki.ts';
import { forGo, type Status, statusOf } from './status.ts';
import { changeTime } from './times.ts';

const time = Math.floor(Date.now() / 1000) * 1000;
const issue = (request: Partial<IssueRequest>): Uint8Array =>
  issueCertificate({
    subject: { O: 'Test', CN: 'Root' },
    publicKey: rsaKey.publicKey,
    issuer: { key: rsaKey },
    serial: Uint8Array.of(1),
    notBefore: time - 100 * day,
    notAfter: time + 100 * day,
    ...request,
  }) as Uint8Array;
const root = issue({ ca: true });
const below = { issuer: { certificate: root, key: rsaKey } };
const leaf = issue({
  ...below,
  subject: { CN: 'leaf' },
  publicKey: keys.leaf.publicKey,
  serial: Uint8Array.of(0x30, 0x39),
});
const issuer = parseCertificate(root);
const certID = certIdOf(parseCertificate(leaf), issuer, nodeProvider);

export const ocsp: Part<Status> = {
  name: 'ocsp',
  cases: (count, random) => Array.from({ length: count }, () => response(random)),
  change: ({ change }) => change,
  ours: ({ der }) => statusOf(leaf, issuer, Date.now(), { ocspResponses: [der] }),
  others: {
    async openssl(cases, tools) {
      const ran = await tools.openssl(cases, (given) => ({
        args: [
          ...['ocsp', '-respin', 'response.der', '-issuer', 'root.pem', '-cert', 'leaf.pem', '-no_nonce'],
          ...['-CAfile', 'root.pem', '-no-CApath', '-no-CAstore', '-partial_chain'],
        ],
        files: filesOf(given),
      }));
      return ran.map(({ said }) => opensslSaid(said));
    },
    go: (cases, tools) => tools.go<Answer>(cases.map(forGo('ocsp', leaf, root))),
  },
  files: filesOf,
};

function opensslSaid(said: string): Answer {
  const why = said
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, 4)
    .join('; ');
  const status = /^leaf\.pem: (good|revoked)/m.exec(said)?.[1];
  const holds = /Response verify OK/.test(said) && !/Status times invalid/.test(said);
  return { verdict: status !== undefined && holds ? status : 'unknown', why };
}

function filesOf({ der }: Status): Record<string, string | Uint8Array> {
  return {
    'root.pem': encodePem('CERTIFICATE', root),
    'leaf.pem': encodePem('CERTIFICATE', leaf),
    'response.der': der,
  };
}

const delegates: readonly Partial<IssueRequest>[] = [
  { extKeyUsage: ['OCSPSigning'] },
  { extKeyUsage: ['serverAuth'] },
  { extKeyUsage: ['OCSPSigning'], notAfter: time - day },
  { extKeyUsage: ['OCSPSigning'], keyUsage: ['keyEncipherment'] },
  { extKeyUsage: ['OCSPSigning'], issuer: { key: rsaKey } },
];
/** A key of its own, so that the issuer's does not stand in for it. */
const delegateKey = generateKey('EC');
const delegateOf = (request: Partial<IssueRequest>): Uint8Array =>
  issue({
    ...below,
    subject: { CN: 'Responder' },
    publicKey: delegateKey.publicKey,
    serial: Uint8Array.of(2),
    ...request,
  });

const changes: readonly (readonly [string, (tbs: Element, random: Random) => void])[] = [
  ['a time', (tbs, random) => changeTime(placesIn([tbs]), random)],
  [
    'a value of an extension',
    (tbs, random) => {
      const value = random.of(extensionsOf(tbs)).parts!.at(-1)!;
      const bytes = value.parts ? bytesOf(value.parts) : value.contents;
      value.contents = changeDer(bytes, random, bytes);
      delete value.parts;
    },
  ],
  [
    'critical written out',
    (tbs, random) => {
      const all = extensionsOf(tbs).filter(({ parts }) => parts?.length === 2);
      random.of(all).parts!.splice(1, 0, { tag: 1, contents: Uint8Array.of(random.of([0, 0xff, 1])) });
    },
  ],
  [
    'an extension twice',
    (tbs, random) => {
      const all = tbs.parts!.at(-1)!.parts![0]!.parts!;
      all.push(copyOf(random.of(all)));
    },
  ],
  [
    'version written out',
    (tbs, random) => {
      const number = { tag: 2, contents: Uint8Array.of(random.below(3)) };
      tbs.parts!.unshift({ tag: 0xa0, contents: new Uint8Array(), parts: [number] });
    },
  ],
  [
    'reason',
    (tbs, random) => {
      const { element } = placesIn([tbs]).find(({ element: { tag } }) => tag === 0x0a)!;
      element.contents = Uint8Array.of(random.below(13));
    },
  ],
  ...Array.from(
    { length: 4 },
    () =>
      [
        'an element',
        (tbs: Element, random: Random) => {
          const [changed, ...more] = treeOf(changeDer(bytesOf([tbs]), random, leaf)) ?? [];
          if (!changed || more.length > 0) return;
          for (const key of Object.keys(tbs) as (keyof Element)[]) delete tbs[key];
          Object.assign(tbs, changed);
        },
      ] as const,
  ),
];
const extensionsOf = (tbs: Element): Element[] =>
  placesIn([tbs]).flatMap(({ element }) =>
    element.parts?.[0]?.tag === 6 && element.tag === 0x30 && element.parts.at(-1)?.tag === 4 ? [element] : [],
  );

/** Most are signed after they were changed, so that it is the change that is judged. */
function response(random: Random): Status {
  const said = random.of(['good', 'revoked', 'revoked', 'unknown'] as const);
  const told: string[] = [said];
  const delegate = random.below(4) === 0 ? delegateOf(random.of(delegates)) : undefined;
  if (delegate) told.push('by a delegate');
  const by = delegate ?? root;
  const odd = random.below(6);
  const hash = odd === 0 ? ('SHA-256' as const) : ('SHA-1' as const);
  const own = odd === 0 ? certIdOf(parseCertificate(leaf), issuer, nodeProvider, hash) : certID;
  if (odd === 0) told.push('SHA-256');
  const shift = random.below(5) === 0 ? random.of([-2 * day, 2 * day]) : 0;
  if (shift !== 0) told.push('times');
  const statement = {
    certID: own,
    status: said === 'revoked' ? { revocationTime: time - day, reason: 'superseded' as const } : said,
    thisUpdate: time - 3_600_000 + shift,
    ...(random.below(8) > 0 && { nextUpdate: time + day + shift }),
  };
  const another = {
    ...statement,
    certID: { ...own, serialNumber: Uint8Array.of(7) },
    status: 'good' as const,
  };
  const responderID =
    random.below(3) === 0
      ? ({ kind: 'byKey', value: keyHashOf(parseCertificate(by), nodeProvider) } as const)
      : random.below(8) === 0
        ? ({ kind: 'byName', value: parseCertificate(leaf).subject } as const)
        : undefined;
  if (responderID) told.push(responderID.kind);
  const der = issueOcspResponse({
    responder: { certificate: by, key: delegate ? delegateKey : rsaKey },
    ...(responderID && { responderID }),
    producedAt: time - 3_600_000 + shift,
    responses: random.below(3) === 0 ? [another, statement] : [statement],
    ...(random.below(2) === 0 && { nonce: random.bytes(16) }),
    ...(delegate && random.below(8) > 0 && { certificates: [delegate] }),
  }) as Uint8Array;
  if (random.below(10) === 0)
    return { change: `bytes of ${told.join(', ')}`, der: changeDer(der, random, root) };
  const whole = decode(OcspResponseDefinition, der);
  const { value } = whole.responseBytes!.response;
  const [tbs] = treeOf(value.tbsResponseData.bytes) as [Element];
  const [name, to] = random.of(changes);
  try {
    to(tbs, random);
  } catch (error) {
    // What is to be changed need not be there.
    if (!(error instanceof TypeError)) throw error;
  }
  return {
    change: `${name} of ${told.join(', ')}`,
    der: signedAnew(bytesOf([tbs]), delegate !== undefined, value.certs),
  };
}

function signedAnew(
  tbs: Uint8Array,
  byDelegate: boolean,
  certs: readonly Uint8Array[] | undefined,
): Uint8Array {
  const key = byDelegate ? delegateKey : rsaKey;
  const algorithm = { kind: byDelegate ? 'ECDSA' : 'RSA-PKCS1', hash: 'SHA-256' } as const;
  const identifier = encode(AlgorithmIdentifier, algorithmIdentifierOf(algorithm));
  const [signed] = treeOf(sealed(tbs, identifier, key, algorithm)) as [Element];
  const all = certs?.map((each) => treeOf(each)![0]!);
  if (all) {
    const list = { tag: 0x30, contents: new Uint8Array(), parts: all };
    signed.parts!.push({ tag: 0xa0, contents: new Uint8Array(), parts: [list] });
  }
  const bytes = bytesOf([signed]);
  const response = { bytes, value: undefined as never };
  return encode(OcspResponseDefinition, {
    responseStatus: 0,
    responseBytes: { responseType: oids.ocspBasic, response },
  });
}
