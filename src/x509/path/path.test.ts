/** Paths that a search must find, and ends that it must not take for more: what others were seen to judge otherwise. */
import { describe, expect, it } from 'vitest';
import { ask, type Made, make, makeCa, noon, reasonOf, storeOf } from '../../../test/chain.ts';
import type { IssueRequest } from '../../issue/issue-certificate.ts';
import { defaultBudget } from '../budget.ts';
import type { TBSCertificate } from '../certificate/certificate.ts';
import { extension } from '../certificate/extensions.ts';
import { oids } from '../certificate/oids.ts';

const over = { notAfter: noon - 1000 };
const root = makeCa('Root');
const leafOf = (issuer: Made, request: Partial<IssueRequest> = {}): Made =>
  make('www.example.com', issuer, { dnsNames: ['www.example.com'], ...request });

describe('keys of one name', () => {
  it('an expired root is gone around by what an older key of its name has certified', () => {
    const old = makeCa('Rolled');
    const renewed = makeCa('Rolled', undefined, over);
    const rolled = makeCa('Rolled', old, {}, renewed.key);
    const leaf = leafOf(renewed);
    const trust = storeOf(renewed, old);
    expect(reasonOf(ask([leaf], { trust }))).toBe('expired');
    expect(reasonOf(ask([leaf, rolled], { trust }))).toBe('accepted');
  });

  it('an expired root is not saved by its own renewal', () => {
    const old = makeCa('Renewed', undefined, over);
    const renewed = makeCa('Renewed', undefined, {}, old.key);
    const verdict = ask([leafOf(old), renewed], { trust: storeOf(old) });
    expect(reasonOf(verdict)).toBe('expired');
    expect(verdict.paths).toHaveLength(1);
  });

  it('a leaf may have the name and the key of the CA that issued it', () => {
    const ca = makeCa('www.example.com', root);
    const leaf = make('www.example.com', ca, { dnsNames: ['www.example.com'] }, ca.key);
    expect(reasonOf(ask([leaf, ca], { trust: storeOf(root) }))).toBe('accepted');
  });
});

describe('the search', () => {
  const trust = storeOf(root);
  const few = (intermediates: number) => ({ ...defaultBudget, intermediates });

  it('takes a certificate that was sent twice once', () => {
    const between = makeCa('Between', root, over);
    const verdict = ask([leafOf(between), between, between, between], { trust });
    expect(reasonOf(verdict)).toBe('expired');
    expect(verdict.paths).toHaveLength(1);
  });

  it('does not count a root’s self-issued successor among those between (RFC 5280 section 6.1.4 (l))', () => {
    const successor = makeCa('Root', root);
    const between = makeCa('Between', successor);
    const chain = [leafOf(between), between, successor];
    expect(reasonOf(ask(chain, { trust, budget: few(1) }))).toBe('accepted');
    expect(reasonOf(ask(chain, { trust, budget: few(0) }))).toBe('path-length-exceeded');
  });

  it('has an end among self-issued certificates too', () => {
    const successors = [root];
    for (let i = 0; i < 8; i++) successors.push(makeCa('Root', successors.at(-1)!));
    const [, ...sent] = successors;
    const chain = [leafOf(sent.at(-1)!), ...sent];
    expect(reasonOf(ask(chain, { trust, budget: few(4) }))).toBe('accepted');
    expect(reasonOf(ask(chain, { trust, budget: few(2) }))).toBe('path-length-exceeded');
  });

  it('takes for a root what has signed itself, and not what has only the name of its issuer', () => {
    const gone = makeCa('Gone');
    const successor = makeCa('Gone', gone);
    const leaf = leafOf(successor);
    expect(reasonOf(ask([leaf, successor], { trust }))).toBe('chain-incomplete');
    expect(reasonOf(ask([leaf, successor, gone], { trust }))).toBe('root-not-trusted');
  });

  it('goes through two names that have one key', () => {
    const upper = makeCa('Upper', root);
    const lower = makeCa('Lower', upper, {}, upper.key);
    expect(reasonOf(ask([leafOf(lower), lower, upper], { trust }))).toBe('accepted');
  });

  it('goes around an expired root by another name of the same key', () => {
    const expired = makeCa('Twice', undefined, over);
    const other = makeCa('Other', undefined, {}, expired.key);
    const crossed = makeCa('Twice', other, {}, expired.key);
    const verdict = ask([leafOf(expired), crossed], { trust: storeOf(expired, other) });
    expect(reasonOf(verdict)).toBe('accepted');
  });

  it('goes no further behind a signature that does not verify', () => {
    const between = makeCa('Between', root);
    const forged = makeCa('Between', root);
    const verdict = ask([leafOf(between), forged], { trust });
    expect(reasonOf(verdict)).toBe('bad-signature');
    expect(verdict.paths.map(({ certificates }) => certificates.length)).toEqual([2]);
  });

  it('begins with an issuer that is valid now', () => {
    const good = makeCa('Issuer', root);
    const expired = makeCa('Issuer', root, over, good.key);
    for (const sent of [
      [expired, good],
      [good, expired],
    ]) {
      const verdict = ask([leafOf(good), ...sent], { trust });
      expect(reasonOf(verdict)).toBe('accepted');
      expect(verdict.paths).toHaveLength(1);
    }
  });

  it('begins with the issuer whose key is named', () => {
    const good = makeCa('Issuer', root);
    const others = Array.from({ length: 5 }, () => makeCa('Issuer', root));
    // One for the leaf, one for its issuer.
    const budget = { ...defaultBudget, signatures: 2 };
    expect(reasonOf(ask([leafOf(good), ...others, good], { trust, budget }))).toBe('accepted');
  });
});

describe('an anchor', () => {
  it.each([0, 1] as const)('of version %i + 1 cannot say that it is a CA, and is one', (version) => {
    const old = { tbs: (tbs: TBSCertificate) => ({ ...tbs, version }), extensions: () => [] };
    const anchor = make('Old root', undefined, old);
    const verdict = ask([leafOf(anchor)], { trust: storeOf(anchor) });
    expect(reasonOf(verdict)).toBe('accepted');
    const check = verdict.paths[0]!.checks.find((each) => each.check === 'basic constraints');
    expect(check).toMatchObject({
      certificate: 1,
      detail: expect.stringContaining(`version ${version + 1}`),
      looked: [expect.objectContaining({ path: 'tbsCertificate' })],
    });
    const between = make('Old', root, old);
    expect(reasonOf(ask([leafOf(between), between], { trust: storeOf(root) }))).toBe('not-a-ca');
  });

  it('of version 3 can, and is none when it does not', () => {
    const silent = make('Silent', undefined, { extensions: () => [] });
    expect(reasonOf(ask([leafOf(silent)], { trust: storeOf(silent) }))).toBe('not-a-ca');
  });
});

it('an address of five bytes is none', () => {
  const leaf = leafOf(root, {
    extensions: (all) => [
      ...all.filter(({ extnID }) => extnID !== oids.subjectAltName),
      extension('subjectAltName', [
        { kind: 'dNSName', value: 'www.example.com' },
        { kind: 'iPAddress', value: new Uint8Array(5) },
      ]),
    ],
  });
  const verdict = ask([leaf], { trust: storeOf(root), name: 'www.example.com' });
  expect(verdict).toMatchObject({ reason: 'profile', message: expect.stringContaining('0x0000000000') });
});
