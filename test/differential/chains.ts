/** Chains: is the leaf a server's for this name? Under no profile, since others hold nobody to one. */
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import { encodePem } from '../../src/wire/pem.ts';
import { Malformed } from '../../src/wire/reader.ts';
import {
  anchorFromCertificate,
  parseCertificate,
  privateProfile,
  trustStore,
  type Verdict,
  verifyPeer,
} from '../../src/x509/index.ts';
import { changeDer } from '../fuzz/mutations.ts';
import type { Random } from '../fuzz/random.ts';
import { change } from './changes.ts';
import type { Answer, Part } from './compare.ts';
import { hostName, issued, recipes, roles, time } from './pki.ts';

interface Chain {
  readonly change: string;
  /** The leaf, and what else was sent. */
  readonly sent: readonly Uint8Array[];
  readonly root: Uint8Array;
  readonly name: string;
}

export const chains: Part<Chain> = {
  name: 'chains',
  cases: (count, random) => Array.from({ length: count }, () => chain(random)),
  change: (given) => given.change,
  ours,
  others: {
    async openssl(cases, tools) {
      const ran = await tools.openssl(cases, ({ sent: [leaf, ...others], root, name }) => ({
        args: [
          ...['verify', '-auth_level', '2', '-partial_chain', '-policy_check', '-purpose', 'sslserver'],
          ...[
            '-attime',
            String(time / 1000),
            name.includes(':') || /^[\d.]+$/.test(name) ? '-verify_ip' : '-verify_hostname',
            name,
          ],
          ...['-no-CApath', '-no-CAstore', '-CAfile', 'root.pem', '-untrusted', 'sent.pem', 'leaf.pem'],
        ],
        files: filesOf(leaf!, others, root),
      }));
      return ran.map(({ code, said }): Answer => {
        const why =
          /error \d+ at \d+ depth lookup: .*|[Ee]rror.*|Unable.*|Could not.*/.exec(said)?.[0] ?? said.trim();
        return { verdict: code === 0 ? 'accepted' : 'rejected', why: code === 0 ? '' : why };
      });
    },
    go: (cases, tools) =>
      tools.go<Answer>(
        cases.map(({ sent, root, name }) => ({
          kind: 'chain',
          chain: sent.map(base64),
          root: base64(root),
          name,
          time: time / 1000,
        })),
      ),
  },
  files: ({ sent: [leaf, ...others], root }) => filesOf(leaf!, others, root),
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const pem = (der: Uint8Array): string => encodePem('CERTIFICATE', der);
const filesOf = (leaf: Uint8Array, others: readonly Uint8Array[], root: Uint8Array) => ({
  'leaf.pem': pem(leaf),
  // A file without certificates is an error to OpenSSL, and the leaf again is none.
  'sent.pem': others.length > 0 ? others.map(pem).join('') : pem(leaf),
  'root.pem': pem(root),
});

/** Most are signed after they were changed; some are changed as they are, and some are sent otherwise. */
function chain(random: Random): Chain {
  const given = recipes();
  const changed: string[] = [];
  const kind = random.below(10);
  if (kind < 8) for (let times = 1 + random.below(2); times > 0; times--) changed.push(change(given, random));
  const made = issued(given);
  if (kind === 8) {
    const role = random.of(roles);
    made[role] = changeDer(made[role], random, made[random.of(roles)]);
    changed.push(`bytes of ${role}`);
  }
  const sent = [made.issuer];
  if (kind === 9) {
    changed.push('what is sent');
    if (random.below(3) === 0) sent.pop();
    if (random.below(2) === 0) sent.push(made.root);
    if (random.below(2) === 0) sent.push(made.leaf);
    if (random.below(2) === 0) sent.reverse();
    if (random.below(2) === 0) sent.unshift(changeDer(made.issuer, random, made.root));
  }
  const name =
    random.below(8) > 0
      ? hostName
      : random.of(['A.Example.COM', '192.0.2.1', '2001:db8::1', 'b.example.com']);
  return { change: changed.join(', '), sent: [made.leaf, ...sent], root: made.root, name };
}

function ours({ sent, root, name }: Chain): Answer {
  let anchor: ReturnType<typeof parseCertificate>;
  try {
    anchor = parseCertificate(root);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { verdict: 'rejected', why: `malformed: root: ${error.message}` };
  }
  const verdict = verifyPeer({
    chain: sent,
    trust: trustStore([anchorFromCertificate(anchor)]),
    provider: nodeProvider,
    purpose: 'server',
    profile: privateProfile,
    time,
    name,
  }) as Verdict;
  return verdict.verdict === 'accepted'
    ? { verdict: 'accepted', why: '' }
    : { verdict: 'rejected', why: `${verdict.reason}: ${verdict.message}` };
}
