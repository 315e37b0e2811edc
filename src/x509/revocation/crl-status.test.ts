import { describe, expect, it } from 'vitest';
import { sealed } from '../../../test/differential/pki.ts';
import { bytesOf, type Element, treeOf } from '../../../test/fuzz/der-tree.ts';
import {
  and,
  ask as askAll,
  crl,
  crlPoint,
  day,
  endEntity,
  intermediate,
  leaf,
  type Made,
  make,
  now,
  outcomeOf,
  revocationChecks,
  root,
} from '../../../test/revocation-lab.ts';
import {
  badPem,
  crlPem,
  goodPem,
  plainPem,
  pointPem,
  rootPem,
  stalePem,
} from '../../../test/vectors/openssl-crls.ts';
import type { Provider } from '../../crypto/provider.ts';
import { generateKey, nodeProvider } from '../../crypto/providers/node.ts';
import type { IssueCrlRequest } from '../../issue/issue-crl.ts';
import { decodePem } from '../../wire/pem.ts';
import { anchorFromCertificate, trustStore, trustStoreFromPem } from '../anchors.ts';
import { type Extension, extension, rawExtension } from '../certificate/extensions.ts';
import type { GeneralName } from '../certificate/general-name.ts';
import { nameOf } from '../certificate/name.ts';
import { oids } from '../certificate/oids.ts';
import { type Profile, privateProfile, rfc5280Profile, webProfile } from '../path/profile.ts';
import type { Verdict } from '../verdict.ts';
import type { PeerQuestion } from '../verify.ts';
import { parseCrl } from './crl.ts';
import type { RevocationQuestion } from './revocation-question.ts';

const ask = (
  crls: NonNullable<RevocationQuestion['crls']>,
  mode: RevocationQuestion['mode'] = 'hard',
  question: Partial<PeerQuestion> = {},
): Verdict => askAll({ crls, mode }, question);

describe('a path', () => {
  it('whose certificates are on no list is good, and says so of each', () => {
    const verdict = ask([crl(intermediate), crl(root)]);
    expect(outcomeOf(verdict)).toBe('accepted');
    expect(revocationChecks(verdict)).toMatchObject([
      { ok: true, certificate: 0, detail: expect.stringContaining('not among the 0') },
      { ok: true, certificate: 1 },
    ]);
  });

  it('with a revoked leaf is refused', () => {
    const verdict = ask([crl(root), crl(intermediate, [leaf])]);
    expect(outcomeOf(verdict)).toBe('revoked');
    expect(verdict.message).toBe('"CN=leaf" was revoked on 2026-06-30 00:00:00 UTC (keyCompromise)');
    expect(verdict.paths[0]?.reason).toBe('revoked');
  });

  it('with a revoked intermediate is refused', () => {
    const verdict = ask([crl(root, [intermediate]), crl(intermediate)]);
    expect(outcomeOf(verdict)).toBe('revoked');
    expect(verdict.message).toContain('"CN=Intermediate" was revoked');
  });

  it('goes around a revoked intermediate by another', () => {
    const again = make('Intermediate', root, {}, intermediate.key);
    const crls = [crl(root, [intermediate]), crl(intermediate)];
    const verdict = ask(crls, 'hard', { chain: [leaf.der, intermediate.der, again.der] });
    expect(outcomeOf(verdict)).toBe('accepted');
    expect(verdict.path[1]!.der).toEqual(again.der);
    expect(verdict.paths.map(({ reason }) => reason)).toEqual(['revoked', undefined]);
  });

  it('is not asked about when the mode is off', () => {
    const verdict = ask([crl(intermediate, [leaf])], 'off');
    expect(outcomeOf(verdict)).toBe('accepted');
    expect(revocationChecks(verdict)).toEqual([]);
  });

  it('is refused as revoked even when it is also expired', () => {
    const crls = [crl(intermediate, [leaf], { nextUpdate: now + 90 * day })];
    expect(outcomeOf(ask(crls, 'soft', { time: now + 30 * day }))).toBe('revoked');
  });

  it('to an anchor without a certificate is held to the CRLs of its key', () => {
    const trust = trustStore([{ subject: root.certificate.subject, spki: root.certificate.spki }]);
    expect(outcomeOf(ask([crl(intermediate), crl(root)], 'hard', { trust }))).toBe('accepted');
    expect(outcomeOf(ask([crl(intermediate), crl(root, [intermediate])], 'hard', { trust }))).toBe('revoked');
  });

  it('takes lists that were parsed before', () => {
    expect(outcomeOf(ask([parseCrl(crl(intermediate, [leaf]))], 'soft'))).toBe('revoked');
  });

  it('waits for a provider that answers later', async () => {
    const later: Provider = {
      ...nodeProvider,
      publicKey(spki) {
        const key = nodeProvider.publicKey(spki)!;
        return { type: key.type, bits: key.bits, verify: async (...given) => key.verify(...given) };
      },
    };
    const verdict = await ask([crl(intermediate, [leaf])], 'hard', { provider: later });
    expect(outcomeOf(verdict)).toBe('revoked');
  });
});

describe('a list that proves nothing', () => {
  const imposter = make('Intermediate', root);
  const cannot = make('Cannot', root, { keyUsage: ['keyCertSign'] });
  const below = make('leaf', cannot, endEntity);
  const rsa = make('RSA', root, {}, generateKey('RSA'));
  const belowRsa = make('leaf', rsa, endEntity);
  const odd = rawExtension('1.3.6.1.4.1.55555.1', true, Uint8Array.of(5, 0));
  const scope = (value: object) => extension('issuingDistributionPoint', { ...everything, ...value }, true);
  const everything = {
    onlyContainsUserCerts: false,
    onlyContainsCACerts: false,
    indirectCRL: false,
    onlyContainsAttributeCerts: false,
  };
  const withScope = (value: object, revoked: readonly Made[]): Uint8Array =>
    crl(intermediate, revoked, { extensions: (standard) => [...standard, scope(value)] });
  const at = (value: string) => ({
    distributionPoint: {
      kind: 'fullName' as const,
      value: [{ kind: 'uniformResourceIdentifier', value } satisfies GeneralName],
    },
  });

  const delta = {
    extensions: (standard: readonly Extension[]) => [
      ...standard,
      extension('deltaCRLIndicator', Uint8Array.of(1), true),
    ],
  };
  const reason = (code: number) => rawExtension(oids.reasonCode, false, Uint8Array.of(10, 1, code));
  const withEntry =
    (crlEntryExtensions: readonly Extension[]): NonNullable<IssueCrlRequest['tbs']> =>
    ({ revokedCertificates, ...tbs }) => ({
      ...tbs,
      ...(revokedCertificates && {
        revokedCertificates: revokedCertificates.map((each) => ({ ...each, crlEntryExtensions })),
      }),
    });
  const damaged = (name: 'cRLNumber' | 'issuingDistributionPoint' | 'authorityKeyIdentifier') => ({
    extensions: (standard: readonly Extension[]) => [
      ...standard.filter(({ extnID }) => extnID !== oids[name]),
      rawExtension(oids[name], name === 'issuingDistributionPoint', Uint8Array.of(0x30, 1)),
    ],
  });
  const other = make('other', intermediate);
  const grown = (revoked: readonly Made[], to: (tbs: Element) => void): Uint8Array => {
    const [whole] = treeOf(crl(intermediate, revoked)) as [Element];
    const [tbs, identifier] = whole.parts as [Element, Element];
    to(tbs);
    const algorithm = { kind: 'ECDSA', hash: 'SHA-256' } as const;
    return sealed(bytesOf([tbs]), bytesOf([identifier]), intermediate.key, algorithm);
  };

  /** Lists of the right key, within their times, that lack something. */
  const limited: readonly (readonly [string, (revoked: readonly Made[]) => Uint8Array, RegExp])[] = [
    [
      'with a critical extension that is not understood',
      (all) => crl(intermediate, all, { extensions: (standard) => [...standard, odd] }),
      /not understood: 1\.3\.6/,
    ],
    [
      'with a critical extension that is not understood in an entry',
      (all) => crl(intermediate, [other, ...all], { tbs: withEntry([odd]) }),
      /not understood: 1\.3\.6/,
    ],
    ['that is a delta', (all) => crl(intermediate, all, delta), /a delta/],
    ['that is indirect', (all) => withScope({ indirectCRL: true }, all), /indirect/],
    ['for CAs only', (all) => withScope({ onlyContainsCACerts: true }, all), /of another kind/],
    [
      'for attribute certificates',
      (all) => withScope({ onlyContainsAttributeCerts: true }, all),
      /of another kind/,
    ],
    [
      'of another distribution point',
      (all) => withScope(at('http://a.test/'), all),
      /another distribution point/,
    ],
    ...(['cRLNumber', 'issuingDistributionPoint', 'authorityKeyIdentifier'] as const).map(
      (name) =>
        [
          `whose ${name} is damaged`,
          (all: readonly Made[]) => crl(intermediate, all, damaged(name)),
          new RegExp(`damaged: ${name}: `),
        ] as const,
    ),
    [
      'with an extension that appears twice',
      (all) => crl(intermediate, all, { extensions: (standard) => [...standard, ...standard] }),
      /damaged: .*appears twice/,
    ],
    [
      'with extensions in version 1',
      (all) => crl(intermediate, all, { tbs: ({ version: _, ...tbs }) => tbs }),
      /damaged: extensions in a CRL of version 1/,
    ],
    [
      'with a version that is written out as 1',
      (all) => crl(intermediate, all, { tbs: (tbs) => ({ ...tbs, version: 0 }) }),
      /damaged: an explicit version 1/,
    ],
    [
      'with another algorithm inside',
      (all) => crl(intermediate, all, { tbs: (tbs) => ({ ...tbs, signature: { algorithm: oids.Ed25519 } }) }),
      /damaged: the signature algorithm differs/,
    ],
    [
      'with a nextUpdate that cannot be read',
      (all) => grown(all, (tbs) => void (tbs.parts![4]!.contents = new Uint8Array(5))),
      /damaged: nextUpdate: /,
    ],
    [
      'with elements behind all that are defined',
      (all) => grown(all, (tbs) => void tbs.parts!.push({ tag: 5, contents: new Uint8Array() })),
      /damaged: 2 trailing bytes/,
    ],
    [
      'with bytes behind it',
      (all) => Uint8Array.of(...crl(intermediate, all), 0),
      /damaged: 1 trailing bytes/,
    ],
    [
      'with an entry whose critical extension is damaged',
      (all) =>
        crl(intermediate, [other, ...all], {
          tbs: withEntry([rawExtension(oids.reasonCode, true, Uint8Array.of(10, 0))]),
        }),
      /cannot be read|damaged: entry 0: reasonCode/,
    ],
  ];

  const useless: readonly (readonly [string, () => Uint8Array, RegExp])[] = [
    ['of another issuer', () => crl(root, [leaf]), /there is no CRL of "CN=Intermediate"/],
    ['signed by another key of that name', () => crl(imposter, [leaf]), /does not verify/],
    ['with a flipped bit', () => flipped(crl(intermediate, [leaf])), /does not verify|cannot be read/],
    ['for some reasons', () => withScope({ onlySomeReasons: ['keyCompromise'] }, []), /some reasons/],
    ['that cannot be read', () => crl(intermediate, [leaf]).subarray(1), /a CRL cannot be read: /],
    ['that is stale', () => crl(intermediate, [], { nextUpdate: now - 1000 }), /should have been replaced/],
    ['from the future', () => crl(intermediate, [], { thisUpdate: now + 3_600_000 }), /in the future/],
    [
      'without nextUpdate',
      () => crl(intermediate, [], { tbs: ({ nextUpdate: _, ...tbs }) => tbs }),
      /how long it is valid/,
    ],
    [
      'that is a delta and lifts a hold',
      () => crl(intermediate, [leaf], { ...delta, tbs: withEntry([reason(8)]) }),
      /takes it off another list/,
    ],
    ...limited.map(([what, make, why]) => [what, () => make([]), why] as const),
  ];

  it.each(limited)('%s, and yet revokes what it names', (_, make, why) => {
    const verdict = ask([make([leaf])], 'soft');
    expect(outcomeOf(verdict)).toBe('revoked');
    expect(verdict.message).toMatch(why);
    // Whatever else calls it good.
    expect(outcomeOf(ask([crl(root), crl(intermediate), make([leaf])], 'hard'))).toBe('revoked');
  });
  const flipped = (bytes: Uint8Array): Uint8Array => {
    const damaged = bytes.slice();
    damaged[damaged.length - 5]! ^= 1;
    return damaged;
  };

  it.each(useless)('%s', (_, make, why) => {
    const crls = [crl(root), make()];
    const hard = ask(crls, 'hard');
    expect(outcomeOf(hard)).toBe('revocation-unknown');
    expect(hard.message).toMatch(why);
    const soft = ask(crls, 'soft');
    expect(outcomeOf(soft)).toBe('accepted');
    expect(revocationChecks(soft)[0]).toMatchObject({ ok: true, detail: expect.stringMatching(why) });
    // And keeps no other from being believed.
    expect(outcomeOf(ask([...crls, crl(intermediate)], 'hard'))).toBe('accepted');
    expect(outcomeOf(ask([...crls, crl(intermediate, [leaf])], 'soft'))).toBe('revoked');
  });

  it('that was made while we asked for it is of today', () => {
    const [young, old] = [4, 6].map((minutes) =>
      crl(intermediate, [], { thisUpdate: now + minutes * 60_000 }),
    );
    expect(outcomeOf(ask([crl(root), young!], 'hard'))).toBe('accepted');
    expect(outcomeOf(ask([crl(root), old!], 'hard'))).toBe('revocation-unknown');
  });

  it('of a CA that may not sign CRLs', () => {
    const chain = [below.der, cannot.der];
    const verdict = ask([crl(root), crl(cannot, [below])], 'hard', { chain });
    expect(outcomeOf(verdict)).toBe('revoked');
    expect(verdict.message).toContain('not for signing CRLs');
    const good = ask([crl(root), crl(cannot)], 'hard', { chain });
    expect(outcomeOf(good)).toBe('revocation-unknown');
    expect(good.message).toContain('not for signing CRLs');
  });

  it('of a root that may not sign CRLs', () => {
    const mute = make('Mute', undefined, { keyUsage: ['keyCertSign'] });
    const under = make('leaf', mute, endEntity);
    const trust = trustStore([anchorFromCertificate(mute.certificate)]);
    const verdict = ask([crl(mute)], 'hard', { chain: [under.der], trust });
    expect(outcomeOf(verdict)).toBe('revocation-unknown');
    expect(verdict.message).toContain('not for signing CRLs');
    expect(outcomeOf(ask([crl(mute, [under])], 'soft', { chain: [under.der], trust }))).toBe('revoked');
  });

  it('signed with SHA-1', () => {
    const algorithm = { kind: 'RSA-PKCS1', hash: 'SHA-1' } as const;
    const chain = [belowRsa.der, rsa.der];
    const verdict = ask([crl(root), crl(rsa, [], { algorithm })], 'hard', { chain });
    expect(outcomeOf(verdict)).toBe('revocation-unknown');
    expect(verdict.message).toContain('can be forged');
    const named = ask([crl(rsa, [belowRsa], { algorithm })], 'soft', { chain });
    expect(outcomeOf(named)).toBe('revoked');
    expect(named.message).toContain('can be forged');
    expect(outcomeOf(ask([crl(root), crl(rsa)], 'hard', { chain }))).toBe('accepted');
  });

  it('in a critical extension of an entry speaks against the whole list', () => {
    const list = crl(intermediate, [other], {
      tbs: withEntry([extension('certificateIssuer', [{ kind: 'dNSName', value: 'a.test' }], true)]),
    });
    expect(ask([crl(root), list]).message).toContain('not understood: certificateIssuer');
  });

  it('without nextUpdate revokes what it names, whatever is newer', () => {
    const open = crl(intermediate, [leaf], { tbs: ({ nextUpdate: _, ...tbs }) => tbs });
    const newer = crl(intermediate, [], { thisUpdate: now });
    expect(outcomeOf(ask([crl(root), open, newer], 'hard'))).toBe('revoked');
  });

  it('that is indirect revokes among those of its own issuer', () => {
    const scoped = (name: string, revoked: readonly Made[], first: readonly Extension[] = []) =>
      crl(intermediate, revoked, {
        extensions: (standard) => [...standard, scope({ indirectCRL: true })],
        tbs: (tbs) => ({
          ...tbs,
          revokedCertificates: tbs.revokedCertificates!.map((each, i) => ({
            ...each,
            ...(i === 0 && { crlEntryExtensions: [issuerOf(name), ...first] }),
          })),
        }),
      });
    const issuerOf = (CN: string) =>
      extension('certificateIssuer', [{ kind: 'directoryName', value: nameOf({ CN }) }], true);
    // Section 5.3.3: an entry without the extension has the issuer of the one before.
    expect(outcomeOf(ask([scoped('Intermediate', [other, leaf])], 'soft'))).toBe('revoked');
    expect(outcomeOf(ask([scoped('Another CA', [other, leaf])], 'soft'))).toBe('accepted');
    expect(outcomeOf(ask([scoped('Another CA', [leaf])], 'soft'))).toBe('accepted');
    // A list that is not indirect has only those of its issuer, whatever an entry says.
    const stray = crl(intermediate, [leaf], { tbs: withEntry([issuerOf('Another CA')]) });
    expect(outcomeOf(ask([stray], 'soft'))).toBe('revoked');
    const damagedIssuer = rawExtension(oids.certificateIssuer, true, Uint8Array.of(0x30, 1));
    const unclear = crl(intermediate, [leaf], { tbs: withEntry([damagedIssuer]) });
    expect(outcomeOf(ask([unclear], 'soft'))).toBe('revoked');
  });

  it.each([
    ['a reason that has no meaning', [reason(7)], /the reason 7 has no meaning/],
    ['a reason that nobody has defined', [reason(11)], /a number outside 0\.\.10/],
    ['a date that is none', [rawExtension(oids.invalidityDate, false, Uint8Array.of(0x18, 0))], /a time/],
  ])('has an entry with %s, and revokes it and leaves the others', (_, odd, why) => {
    const verdict = ask([crl(intermediate, [leaf], { tbs: withEntry(odd) })], 'soft');
    expect(outcomeOf(verdict)).toBe('revoked');
    expect(verdict.message).toMatch(why);
    expect(outcomeOf(ask([crl(root), crl(intermediate, [other], { tbs: withEntry(odd) })], 'hard'))).toBe(
      'accepted',
    );
  });

  it('has a reason in it that only a delta may have', () => {
    const verdict = ask([crl(intermediate, [leaf], { tbs: withEntry([reason(8)]) })], 'soft');
    expect(verdict.message).toContain('(removeFromCRL); only a delta may give that reason');
    const held = crl(intermediate, [leaf, leaf], {
      tbs: (tbs) => {
        const [first, second] = withEntry([reason(6)])(tbs).revokedCertificates!;
        return { ...tbs, revokedCertificates: [first!, { ...second!, crlEntryExtensions: [reason(1)] }] };
      },
    });
    // Named twice: a hold, which something newer may lift, and for good.
    expect(ask([held], 'soft').message).toContain('keyCompromise');
  });

  it('that is stale still revokes what it names', () => {
    const stale = crl(intermediate, [leaf], { thisUpdate: now - 2 * day, nextUpdate: now - 1000 });
    expect(outcomeOf(ask([stale], 'soft'))).toBe('revoked');
    // Unless a newer one takes it back, as one may after certificateHold.
    expect(outcomeOf(ask([crl(root), stale, crl(intermediate)], 'hard'))).toBe('accepted');
  });

  it('is within its time for the whole second of nextUpdate', () => {
    const crls = [crl(root), crl(intermediate)];
    expect(outcomeOf(ask(crls, 'hard', { time: now + day + 999 }))).toBe('accepted');
    expect(outcomeOf(ask(crls, 'hard', { time: now + day + 1000 }))).toBe('revocation-unknown');
  });
});

describe('a list for some certificates', () => {
  const pointed = (value: string): Made => make('pointed', root, { ...endEntity, ...and(crlPoint(value)) });

  it('speaks for those that point to it', () => {
    const trust = trustStoreFromPem(rootPem);
    const [good, bad] = [goodPem, badPem].map((pem) => decodePem(pem)[0]!.bytes);
    const point = decodePem(pointPem)[0]!.bytes;
    const time = Date.UTC(2030, 0);
    expect(outcomeOf(ask([point], 'hard', { chain: [good!], trust, time }))).toBe('accepted');
    expect(outcomeOf(ask([point], 'hard', { chain: [bad!], trust, time }))).toBe('revoked');
    const elsewhere = pointed('http://elsewhere.test/');
    expect(outcomeOf(ask([crl(root)], 'hard', { chain: [elsewhere.der] }))).toBe('accepted');
  });
});

describe('what OpenSSL made', () => {
  const trust = trustStoreFromPem(rootPem);
  const askFor = (pem: string, crlText: string, time = Date.UTC(2030, 0)): string =>
    outcomeOf(
      ask([decodePem(crlText)[0]!.bytes], 'hard', { chain: [decodePem(pem)[0]!.bytes], trust, time }),
    );

  it('revokes what OpenSSL revoked, and nothing else', () => {
    expect(askFor(badPem, crlPem)).toBe('revoked');
    expect(askFor(goodPem, crlPem)).toBe('accepted');
  });

  it('is stale where OpenSSL says so', () => {
    expect(askFor(goodPem, stalePem)).toBe('revocation-unknown');
    expect(askFor(badPem, stalePem)).toBe('revoked');
  });

  it('makes good without cRLNumber, as `openssl ca` writes it unless told a file, but where RFC 5280’s rules for issuers hold', () => {
    const asked = (profile: Profile, revoked: readonly Made[] = []): Verdict => {
      const list = crl(intermediate, revoked, { extensions: () => [] });
      return ask([crl(root), list], 'hard', { profile });
    };
    expect(outcomeOf(asked(privateProfile))).toBe('accepted');
    const plain = decodePem(plainPem)[0]!.bytes;
    const given = { chain: [decodePem(goodPem)[0]!.bytes], trust, time: Date.UTC(2030, 0) };
    expect(outcomeOf(ask([plain], 'hard', { ...given, profile: privateProfile }))).toBe('accepted');
    for (const profile of [rfc5280Profile, webProfile]) {
      const verdict = asked(profile);
      expect(outcomeOf(verdict)).toBe('revocation-unknown');
      expect(verdict.message).toContain('its CRL has no cRLNumber');
      expect(outcomeOf(asked(profile, [leaf]))).toBe('revoked');
    }
  });
});

it('stays within the budget', () => {
  const crls = Array.from({ length: 20 }, (_, i) => crl(intermediate, [], { number: Uint8Array.of(i + 1) }));
  let verified = 0;
  const counting: Provider = {
    ...nodeProvider,
    publicKey(spki) {
      const key = nodeProvider.publicKey(spki)!;
      const verify: typeof key.verify = (...given) => {
        verified++;
        return key.verify(...given);
      };
      return { type: key.type, bits: key.bits, verify };
    },
  };
  const verdict = ask(crls, 'soft', { provider: counting, budget: { signatures: 10 } });
  expect(outcomeOf(verdict)).toBe('budget-exhausted');
  expect(verified).toBe(10);
});
