import { describe, expect, it, vi } from 'vitest';
import { generateKey, nodeProvider } from '../../crypto/providers/node.ts';
import { issueCertificate } from '../../issue/issue-certificate.ts';
import { anchorFromCertificate, trustStore } from '../anchors.ts';
import { parseCertificate } from '../certificate/certificate.ts';
import { type Extension, extension } from '../certificate/extensions.ts';
import { oids } from '../certificate/oids.ts';
import type { Verdict } from '../verdict.ts';
import { verifyPeer } from '../verify.ts';

const now = Date.UTC(2026, 6, 1);
const key = generateKey('EC');
const [red, blue, green] = ['1.3.6.1.4.1.55555.1', '1.3.6.1.4.1.55555.2', '1.3.6.1.4.1.55555.3'] as const;
const any = oids.anyPolicy;

const policies = (...given: readonly string[]): Extension =>
  extension(
    'certificatePolicies',
    given.map((policyIdentifier) => ({ policyIdentifier })),
  );
const maps = (...pairs: readonly (readonly [string, string])[]): Extension =>
  extension(
    'policyMappings',
    pairs.map(([issuerDomainPolicy, subjectDomainPolicy]) => ({ issuerDomainPolicy, subjectDomainPolicy })),
    true,
  );
const explicit = (requireExplicitPolicy: number): Extension =>
  extension('policyConstraints', { requireExplicitPolicy }, true);
const noMapping = extension('policyConstraints', { requireExplicitPolicy: 0, inhibitPolicyMapping: 0 }, true);
const noAny = (skip: number): Extension => extension('inhibitAnyPolicy', skip, true);

type Extra = readonly Extension[];
/** A path of the root's extensions, the CAs' from the top, and the leaf's. `same`: those CAs have the name of the one above. */
function ask(given: readonly Extra[], wanted?: readonly string[], same: readonly number[] = []): Verdict {
  let name = 'Root';
  let issuer: Uint8Array | undefined;
  const made = given.map((extra, depth) => {
    const isLeaf = depth === given.length - 1;
    if (!same.includes(depth)) name = depth === 0 ? 'Root' : `CA ${depth}`;
    issuer = issueCertificate({
      subject: { CN: isLeaf ? 'leaf' : name },
      publicKey: same.includes(depth) || isLeaf ? key.publicKey : keys[depth]!.publicKey,
      issuer: issuer ? { certificate: issuer, key: signer } : { key: keys[0]! },
      notBefore: now - 1000,
      notAfter: now + 1000,
      serial: Uint8Array.of(depth + 1),
      ca: !isLeaf,
      ...(isLeaf && { dnsNames: ['www.example.com'] }),
      extensions: (standard) => [...standard, ...extra],
    }) as Uint8Array;
    signer = same.includes(depth) || isLeaf ? key : keys[depth]!;
    return issuer;
  });
  const [root, ...below] = made as [Uint8Array, ...Uint8Array[]];
  return verifyPeer({
    chain: below.reverse(),
    trust: trustStore([anchorFromCertificate(parseCertificate(root))]),
    provider: nodeProvider,
    purpose: 'server',
    time: now,
    ...(wanted && { userInitialPolicySet: wanted }),
  }) as Verdict;
}
const keys = Array.from({ length: 10 }, () => generateKey('EC'));
let signer = keys[0]!;
const outcomeOf = (verdict: Verdict): string =>
  verdict.verdict === 'accepted' ? 'accepted' : verdict.reason;

describe('a path on which a policy is required', () => {
  it.each<readonly [string, readonly Extra[], string]>([
    ['one policy all the way', [[], [policies(red), explicit(0)], [policies(red)]], 'accepted'],
    ['another below', [[], [policies(red), explicit(0)], [policies(blue)]], 'policy'],
    ['none below', [[], [policies(red), explicit(0)], []], 'policy'],
    ['none above', [[], [explicit(0)], [policies(red)]], 'policy'],
    ['a gap', [[], [policies(red), explicit(0)], [], [policies(red)]], 'policy'],
    ['one of several', [[], [policies(red, blue), explicit(0)], [policies(blue, green)]], 'accepted'],
    ['any above', [[], [policies(any), explicit(0)], [policies(red)]], 'accepted'],
    ['any below', [[], [policies(red), explicit(0)], [policies(any)]], 'accepted'],
    ['any between', [[], [policies(red), explicit(0)], [policies(any)], [policies(red)]], 'accepted'],
    ['any between others', [[], [policies(red), explicit(0)], [policies(any)], [policies(blue)]], 'policy'],
    ['any, and inhibited', [[], [policies(red), explicit(0), noAny(0)], [policies(any)]], 'policy'],
    ['any, not inhibited yet', [[], [policies(red), explicit(0), noAny(1)], [policies(any)]], 'accepted'],
    ['required later', [[], [explicit(1)], [], []], 'policy'],
    ['required after the leaf', [[], [explicit(2)], [], []], 'policy'],
    ['required beyond the leaf', [[], [explicit(3)], [], []], 'accepted'],
    ['required by the leaf', [[], [], [explicit(0)]], 'policy'],
    ['required by the leaf, and there', [[], [policies(red)], [policies(red), explicit(0)]], 'accepted'],
    ['required by the root', [[explicit(0)], [policies(red)], []], 'policy'],
    ['required by the root, and there', [[explicit(0)], [policies(red)], [policies(red)]], 'accepted'],
    ['inhibited by the root', [[explicit(0), noAny(0)], [policies(any)], [policies(red)]], 'policy'],
    ['not required', [[], [policies(red)], [policies(blue)]], 'accepted'],
  ])('%s', (_, given, outcome) => {
    expect(outcomeOf(ask(given))).toBe(outcome);
  });

  it('takes anyPolicy from a self-issued CA where it is inhibited for others', () => {
    const given = [[], [policies(red), explicit(0), noAny(0)], [policies(any)], [policies(red)]];
    expect(outcomeOf(ask(given))).toBe('policy');
    expect(outcomeOf(ask(given, undefined, [2]))).toBe('accepted');
  });

  it('names the certificate where it failed, and the policies where it did not', () => {
    const bad = ask([[], [policies(red), explicit(0)], [], [policies(red)]]);
    expect(bad.message).toBe('"CN=CA 2" needs a policy that holds along the whole path, and none does');
    const good = ask([[], [policies(red, blue), explicit(0)], [policies(blue, red)]]);
    const check = good.paths[0]!.checks.find((each) => each.check === 'policy');
    expect(check).toMatchObject({ ok: true, certificate: 0, detail: `${red}, ${blue}` });
  });
});

describe('mappings', () => {
  it.each<readonly [string, readonly Extra[], readonly string[] | undefined, string]>([
    [
      'carry on',
      [[], [policies(red), explicit(0), maps([red, blue])], [policies(blue)]],
      undefined,
      'accepted',
    ],
    ['replace', [[], [policies(red), explicit(0), maps([red, blue])], [policies(red)]], undefined, 'policy'],
    [
      'are wanted by their upper name',
      [[], [policies(red), maps([red, blue])], [policies(blue)]],
      [red],
      'accepted',
    ],
    ['and not by their lower', [[], [policies(red), maps([red, blue])], [policies(blue)]], [blue], 'policy'],
    ['from anyPolicy', [[], [policies(any), maps([red, blue])], [policies(blue)]], [red], 'accepted'],
    [
      'of one to two',
      [[], [policies(red), explicit(0), maps([red, blue], [red, green])], [policies(green)]],
      undefined,
      'accepted',
    ],
    [
      'inhibited',
      [[], [policies(red), noMapping], [policies(red), maps([red, blue])], [policies(blue)]],
      undefined,
      'policy',
    ],
    [
      'inhibited, as if they were not there',
      [[], [policies(red, green), noMapping], [policies(red, green), maps([red, blue])], [policies(green)]],
      undefined,
      'accepted',
    ],
    ['of anyPolicy', [[], [policies(any), maps([any, blue])], [policies(blue)]], undefined, 'policy'],
    ['to anyPolicy', [[], [policies(red), maps([red, any])], [policies(blue)]], undefined, 'policy'],
  ])('%s', (_, given, wanted, outcome) => {
    expect(outcomeOf(ask(given, wanted))).toBe(outcome);
  });

  it('are looked at node by node, and not path by path', () => {
    const names = Array.from({ length: 6 }, (_, i) => `1.3.6.1.4.1.55555.4.${i}`);
    const everything = maps(...names.flatMap((from) => names.map((to) => [from, to] as const)));
    const ca = [policies(...names), everything];
    const pop = vi.spyOn(Array.prototype, 'pop');
    const outcome = outcomeOf(ask([[], [...ca, explicit(0)], ca, ca, ca, ca, [policies(...names)]]));
    const looks = pop.mock.calls.length;
    pop.mockRestore();
    expect(outcome).toBe('accepted');
    // Six nodes of six parents at each of six depths; there are 6^6 paths.
    expect(looks).toBeLessThan(1000);
  });

  it('of everything to everything, at every depth, make no tree', () => {
    const names = Array.from({ length: 30 }, (_, i) => `1.3.6.1.4.1.55555.4.${i}`);
    const everything = maps(...names.flatMap((from) => names.map((to) => [from, to] as const)));
    const ca = [policies(...names), everything];
    const given = [[], [...ca, explicit(0)], ca, ca, ca, ca, ca, ca, [policies(names[7]!)]];
    expect(outcomeOf(ask(given))).toBe('accepted');
    expect(outcomeOf(ask([...given.slice(0, -1), [policies(red)]]))).toBe('policy');
  });
});

describe('policies that are wanted', () => {
  it.each<readonly [string, readonly Extra[], readonly string[], string]>([
    ['there', [[], [policies(red)], [policies(red)]], [blue, red], 'accepted'],
    ['others there', [[], [policies(red)], [policies(red)]], [blue], 'policy'],
    ['not there', [[], [], []], [red], 'policy'],
    ['any', [[], [policies(any)], [policies(any)]], [red], 'accepted'],
    ['any above', [[], [policies(any)], [policies(red)]], [red], 'accepted'],
    ['any above others', [[], [policies(any)], [policies(blue)]], [red], 'policy'],
    ['any is wanted', [[], [policies(red)], [policies(red)]], [any], 'accepted'],
    ['any is wanted, and none there', [[], [policies(red)], [policies(blue)]], [any], 'policy'],
  ])('%s', (_, given, wanted, outcome) => {
    expect(outcomeOf(ask(given, wanted))).toBe(outcome);
  });
});

it('has qualifiers that are understood, or is not critical', () => {
  const outcome = (policyQualifierId: string, critical: boolean) => {
    const policyQualifiers = [{ policyQualifierId, qualifier: Uint8Array.of(0x16, 1, 0x61) }];
    const given = [{ policyIdentifier: red, policyQualifiers }];
    return outcomeOf(ask([[], [], [extension('certificatePolicies', given, critical)]]));
  };
  expect(outcome(oids.cps, true)).toBe('accepted');
  expect(outcome('1.3.6.1.4.1.55555.9', false)).toBe('accepted');
  expect(outcome('1.3.6.1.4.1.55555.9', true)).toBe('unknown-critical-extension');
});

it('stands once in a certificate', () => {
  expect(ask([[], [policies(red), explicit(0)], [policies(red, blue, red)]]).message).toMatch(
    /a policy appears twice/,
  );
});
