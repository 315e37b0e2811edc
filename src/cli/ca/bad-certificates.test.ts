import { beforeAll, describe, expect, it } from 'vitest';
import { nodeProvider } from '../../crypto/providers/node.ts';
import { privateProfile, type Verdict, verifyPeer, webProfile } from '../../x509/index.ts';
import { Authority, terms } from './authority.ts';
import { Bench, type Sent } from './bad-bench.ts';
import { badCertificates } from './bad-certificates.ts';

let root: Authority;
beforeAll(async () => {
  root = await Authority.root(terms('ec', 1));
});

/** As a client asks that was told of a CA by hand, or as one of the Web. */
const verdictOn = (bench: Bench, sent: Sent, profile = privateProfile, stapleAsked = true): Verdict =>
  verifyPeer({
    chain: sent.chain,
    trust: root.trust,
    provider: nodeProvider,
    purpose: 'server',
    name: sent.name ?? bench.name,
    time: bench.now,
    keyUsage: 'digitalSignature',
    profile,
    revocation: {
      mode: 'soft',
      crls: sent.crls ?? [],
      ocspResponses: sent.staple ? [sent.staple] : [],
      stapleAsked,
    },
  }) as Verdict;

/** Everything that is wrong with the path that came closest. */
const wrongs = ({ path, paths }: Verdict): (string | undefined)[] => {
  const closest = paths.find(({ certificates }) => certificates === path);
  return [...new Set(closest?.checks.filter(({ ok }) => !ok).map(({ reason }) => reason))];
};

/** What is wrong with those that are read but for one part. */
const damaged: Readonly<Record<string, readonly string[]>> = {
  'two-algorithms': ['bad-signature', 'malformed'],
  'duplicate-extension': ['malformed'],
};

const hosts = [['localhost', '127.0.0.1', '::1'], ['*.example.org', 'example.org'], ['192.0.2.1']];

describe.each(hosts)('for %s', (...names) => {
  it('a certificate with nothing changed is accepted, by the Web’s rules too', async () => {
    const bench = new Bench(root, names);
    const issuer = await bench.intermediate();
    const { der, key } = await bench.leaf(issuer);
    for (const profile of [privateProfile, webProfile])
      expect(verdictOn(bench, { chain: [der, ...issuer.chain], key }, profile).verdict).toBe('accepted');
  });

  it.each(badCertificates)('$name: $wrong ($refusal)', async ({ name, make, refusal, web }) => {
    const bench = new Bench(root, names);
    const sent = await make(bench);
    const verdict = verdictOn(bench, sent, web ? webProfile : privateProfile);
    expect(verdict).toMatchObject(
      refusal === undefined ? { verdict: 'accepted' } : { verdict: 'rejected', reason: refusal },
    );
    // Each is wrong in one way; what cannot be read has no path, unless the damage is in one part of it.
    const only = refusal === undefined || refusal === 'malformed' ? [] : [refusal];
    expect(wrongs(verdict)).toEqual(damaged[name] ?? only);
    if (web) expect(verdictOn(bench, sent).verdict).toBe('accepted');
    const { crls, staple, ...silent } = sent;
    if (crls ?? staple) expect(verdictOn(bench, silent).verdict).toBe('accepted');
    if (refusal === 'staple-missing')
      expect(verdictOn(bench, sent, privateProfile, false).verdict).toBe('accepted');
  });
});

describe('the table', () => {
  it('has no name twice, and nothing that a file cannot be called', () => {
    const names = badCertificates.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([]);
  });
});
