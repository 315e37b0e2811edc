/** Lists of revoked certificates: does this one, under the key of its issuer, say that the leaf is good or revoked? */

import { issueCertificate, issueCrl } from '../../src/issue/index.ts';
import { encode } from '../../src/wire/codec.ts';
import { encodePem } from '../../src/wire/pem.ts';
import {
  AlgorithmIdentifier,
  algorithmIdentifierOf,
} from '../../src/x509/certificate/signature-algorithm.ts';
import { parseCertificate } from '../../src/x509/index.ts';
import { bytesOf, type Element, treeOf } from '../fuzz/der-tree.ts';
import { changeDer } from '../fuzz/mutations.ts';
import type { Random } from '../fuzz/random.ts';
import type { Answer, Part } from './compare.ts';
import { changeList, type ListRecipe } from './crl-changes.ts';
import { day, keys, sealed, time } from './pki.ts';
import { forGo, type Status, statusOf } from './status.ts';

const validity = { notBefore: time - 100 * day, notAfter: time + 100 * day };
const root = issueCertificate({
  subject: { O: 'Test', CN: 'Root' },
  publicKey: keys.root.publicKey,
  issuer: { key: keys.root },
  serial: Uint8Array.of(1),
  ca: true,
  ...validity,
}) as Uint8Array;
const leaf = issueCertificate({
  subject: { CN: 'leaf' },
  publicKey: keys.leaf.publicKey,
  issuer: { certificate: root, key: keys.root },
  serial: Uint8Array.of(0x30, 0x39),
  ...validity,
}) as Uint8Array;
const issuer = parseCertificate(root);

export const crls: Part<Status> = {
  name: 'crls',
  cases: (count, random) => Array.from({ length: count }, () => list(random)),
  change: ({ change }) => change,
  ours: ({ der }) => statusOf(leaf, issuer, time, { crls: [der] }),
  others: {
    async openssl(cases, tools) {
      const ran = await tools.openssl(cases, (given) => ({
        args: [
          ...['verify', '-crl_check', '-partial_chain', '-attime', String(time / 1000)],
          ...['-no-CApath', '-no-CAstore', '-CAfile', 'root.pem', '-CRLfile', 'list.pem', 'leaf.pem'],
        ],
        files: filesOf(given),
      }));
      return ran.map(({ code, said }): Answer => {
        const why =
          /error \d+ at \d+ depth lookup: .*|[Ee]rror.*|Unable.*|Could not.*/.exec(said)?.[0] ?? said;
        if (code === 0) return { verdict: 'good', why: '' };
        return { verdict: why.includes('certificate revoked') ? 'revoked' : 'unknown', why };
      });
    },
    go: (cases, tools) => tools.go<Answer>(cases.map(forGo('crl', leaf, root))),
  },
  files: filesOf,
};

function filesOf({ der }: Status): Record<string, string> {
  return {
    'root.pem': encodePem('CERTIFICATE', root),
    'leaf.pem': encodePem('CERTIFICATE', leaf),
    'list.pem': encodePem('X509 CRL', der),
  };
}

/** Most are signed after they were changed, so that it is the change that is judged. */
function list(random: Random): Status {
  const named = random.below(3) > 0;
  const recipe: ListRecipe = {
    issuer: { certificate: root, key: keys.root },
    thisUpdate: time - day,
    nextUpdate: time + day,
    number: Uint8Array.of(7),
    revoked: [
      { serial: Uint8Array.of(5), date: time - 2 * day, reason: 'superseded' },
      ...(named ? [{ serial: Uint8Array.of(0x30, 0x39), date: time - 2 * day }] : []),
      { serial: Uint8Array.of(9, 9), date: time - 2 * day },
    ],
    trees: [],
  };
  const changes: string[] = [];
  const kind = random.below(10);
  if (kind < 9)
    for (let times = 1 + random.below(2); times > 0; times--) changes.push(changeList(recipe, random));
  const { trees, ...request } = recipe;
  const der = issueCrl(request) as Uint8Array;
  const [whole] = treeOf(der) as [Element];
  const [tbs] = whole.parts as [Element];
  for (const to of trees) attempt(() => to(tbs));
  const algorithm = { kind: 'Ed25519' } as const;
  const identifier = encode(AlgorithmIdentifier, algorithmIdentifierOf(algorithm));
  const signed = sealed(bytesOf([tbs]), identifier, keys.root, algorithm);
  if (kind < 9) return { change: `${changes.join(', ')}${named ? '' : ' (not named)'}`, der: signed };
  return { change: `bytes${named ? '' : ' (not named)'}`, der: changeDer(signed, random, root) };
}

/** What another change took away is not there to be changed. */
function attempt(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}
