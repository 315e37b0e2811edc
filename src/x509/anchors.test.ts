import { describe, expect, it } from 'vitest';
import { ask, make, makeCa, reasonOf, storeOf } from '../../test/chain.ts';
import { Malformed } from '../wire/reader.ts';
import { anchorFromCertificate, trustStore } from './anchors.ts';
import { extension } from './certificate/extensions.ts';
import type { NameConstraints } from './certificate/general-subtree.ts';
import { oids } from './certificate/oids.ts';
import { privateProfile, webProfile } from './path/profile.ts';

const dns = (value: string) => ({ base: { kind: 'dNSName' as const, value }, minimum: 0 });
const only = (value: string): NameConstraints => ({ permittedSubtrees: [dns(value)] });
const question = { profile: privateProfile, name: 'www.example.com' };

describe('a store', () => {
  it('takes a certificate that is given twice once, and keeps renewed ones', () => {
    const root = makeCa('Root');
    const renewed = makeCa('Root');
    const store = storeOf(root, renewed, root);
    expect(store.anchors.map(({ certificate }) => certificate)).toEqual([
      root.certificate,
      renewed.certificate,
    ]);
    expect(store.named(root.certificate.subject)).toHaveLength(2);
  });

  it('keeps anchors of one name and key that are constrained otherwise', () => {
    const { subject, spki } = makeCa('Root').certificate;
    const anchors = [
      { subject, spki, nameConstraints: only('example.com') },
      { subject, spki, nameConstraints: only('example.org') },
    ];
    expect(trustStore(anchors).anchors).toEqual(anchors);
  });

  it('takes a key for what its DER says, whatever stands beside that', () => {
    const [root, other] = [makeCa('Root'), makeCa('Other')];
    const { subject, spki } = root.certificate;
    const forged = { ...other.certificate.spki, der: spki.der };
    const leaf = make('x', root, { dnsNames: ['www.example.com'] });
    for (const anchor of [
      { subject, spki: forged },
      { subject, spki: forged, certificate: root.certificate },
    ]) {
      const trust = trustStore([anchor]);
      expect(trust.anchors[0]!.spki).toEqual(spki);
      expect(ask([leaf], { ...question, trust }).verdict).toBe('accepted');
    }
    expect(() => trustStore([{ subject, spki: { ...spki, der: Uint8Array.of(1) } }])).toThrow(Malformed);
  });
});

describe('what an anchor may certify', () => {
  it('is what its certificate says', () => {
    for (const [permitted, expected] of [
      ['example.com', 'accepted'],
      ['example.org', 'name-constraints'],
    ] as const) {
      const root = makeCa('Root', undefined, {
        extensions: (standard) => [...standard, extension('nameConstraints', only(permitted), true)],
      });
      const leaf = make('x', root, { dnsNames: ['www.example.com'] });
      expect(reasonOf(ask([leaf], { ...question, trust: storeOf(root) }))).toBe(expected);
    }
  });

  const root = makeCa('Root');
  const intermediate = makeCa('Intermediate', root);
  const leaf = make('x', intermediate, { dnsNames: ['www.example.com'] });
  const { subject, spki } = root.certificate;

  it.each([
    ['with a certificate', anchorFromCertificate(root.certificate)],
    ['of a name and a key', { subject, spki }],
  ])('is what comes with an anchor %s', (_, anchor) => {
    const under = (nameConstraints: NameConstraints) =>
      ask([leaf, intermediate], { ...question, trust: trustStore([{ ...anchor, nameConstraints }]) });
    expect(reasonOf(under(only('example.com')))).toBe('accepted');
    expect(reasonOf(under({ excludedSubtrees: [dns('example.com')] }))).toBe('name-constraints');
    const refused = under(only('example.org'));
    expect(refused).toMatchObject({
      reason: 'name-constraints',
      message: 'the trusted "CN=Root" may not certify "CN=x": www.example.com is not within example.org',
    });
    const check = refused.paths[0]!.checks.find(({ ok }) => !ok)!;
    expect(check.looked.map(({ certificate, path }) => [certificate, path])).toEqual([
      [0, expect.stringMatching(/subjectAltName\[0\]$/)],
    ]);
  });

  it('reaches intermediates too', () => {
    const nameConstraints: NameConstraints = {
      permittedSubtrees: [{ base: { kind: 'directoryName', value: leaf.certificate.subject }, minimum: 0 }],
    };
    const verdict = ask([leaf, intermediate], {
      ...question,
      trust: trustStore([{ subject, spki, nameConstraints }]),
    });
    expect(verdict).toMatchObject({ reason: 'name-constraints' });
    expect((verdict as { message: string }).message).toContain('"CN=Intermediate"');
  });

  it('keeps the rules of its anchor where that has some, and else those of the question', () => {
    // The Web wants an extKeyUsage.
    const forAnything = make('x', intermediate, {
      dnsNames: ['www.example.com'],
      extensions: (standard) => standard.filter(({ extnID }) => extnID !== oids.extKeyUsage),
    });
    const store = (profile?: typeof webProfile) =>
      trustStore([{ subject, spki, ...(profile && { serverProfile: profile }) }]);
    const judge = (trust: ReturnType<typeof store>, profile = privateProfile) =>
      reasonOf(ask([forAnything, intermediate], { ...question, trust, profile }));
    expect(judge(store())).toBe('accepted');
    expect(judge(store(), webProfile)).toBe('profile');
    expect(judge(store(webProfile))).toBe('profile');
    expect(judge(store(privateProfile), webProfile)).toBe('accepted');
  });
});
