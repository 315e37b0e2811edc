/** Paths that a search must find, and ends that it must not take for more: what others were seen to judge otherwise. */
import { describe, expect, it } from 'vitest';
import { ask, type Made, make, makeCa, noon, reasonOf, storeOf } from '../../../test/chain.ts';
import type { IssueRequest } from '../../issue/issue-certificate.ts';
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
