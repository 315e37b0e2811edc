import { describe, expect, it } from 'vitest';
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
import { decodePem } from '../../wire/pem.ts';
import { anchorFromCertificate, trustStore, trustStoreFromPem } from '../anchors.ts';
import { extension, rawExtension } from '../certificate/extensions.ts';
import type { GeneralName } from '../certificate/general-name.ts';
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
  const withScope = (value: object, revoked: readonly Made[] = [leaf]): Uint8Array =>
    crl(intermediate, revoked, { extensions: (standard) => [...standard, scope(value)] });
  const at = (value: string) => ({
    distributionPoint: {
      kind: 'fullName' as const,
      value: [{ kind: 'uniformResourceIdentifier', value } satisfies GeneralName],
    },
  });

  const useless: readonly (readonly [string, () => Uint8Array, RegExp])[] = [
    ['of another issuer', () => crl(root, [leaf]), /there is no CRL of "CN=Intermediate"/],
    ['signed by another key of that name', () => crl(imposter, [leaf]), /does not verify/],
    ['with a flipped bit', () => flipped(crl(intermediate, [leaf])), /does not verify|cannot be read/],
    ['that cannot be read', () => crl(intermediate, [leaf]).subarray(1), /a CRL cannot be read: /],
    ['that is stale', () => crl(intermediate, [], { nextUpdate: now - 1000 }), /should have been replaced/],
    ['from the future', () => crl(intermediate, [], { thisUpdate: now + 1000 }), /yet to come/],
    [
      'without nextUpdate',
      () => crl(intermediate, [], { tbs: ({ nextUpdate: _, ...tbs }) => tbs }),
      /how long it holds/,
    ],
    ['without cRLNumber', () => crl(intermediate, [], { extensions: () => [] }), /no cRLNumber/],
    [
      'with a critical extension that is not understood',
      () => crl(intermediate, [leaf], { extensions: (standard) => [...standard, odd] }),
      /not understood: 1\.3\.6/,
    ],
    [
      'that is a delta',
      () =>
        crl(intermediate, [leaf], {
          extensions: (standard) => [...standard, extension('deltaCRLIndicator', Uint8Array.of(1))],
        }),
      /a delta/,
    ],
    ['that is indirect', () => withScope({ indirectCRL: true }), /indirect/],
    ['for CAs only', () => withScope({ onlyContainsCACerts: true }), /of another kind/],
    ['for attribute certificates', () => withScope({ onlyContainsAttributeCerts: true }), /of another kind/],
    ['of another distribution point', () => withScope(at('http://a.test/')), /another distribution point/],
    ['for some reasons', () => withScope({ onlySomeReasons: ['keyCompromise'] }, []), /some reasons/],
  ];
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

  it('of a CA that may not sign CRLs', () => {
    const chain = [below.der, cannot.der];
    const verdict = ask([crl(root), crl(cannot, [below])], 'hard', { chain });
    expect(outcomeOf(verdict)).toBe('revocation-unknown');
    expect(verdict.message).toContain('not for signing CRLs');
  });

  it('of a root that may not sign CRLs', () => {
    const mute = make('Mute', undefined, { keyUsage: ['keyCertSign'] });
    const under = make('leaf', mute, endEntity);
    const trust = trustStore([anchorFromCertificate(mute.certificate)]);
    const verdict = ask([crl(mute, [under])], 'hard', { chain: [under.der], trust });
    expect(outcomeOf(verdict)).toBe('revocation-unknown');
    expect(verdict.message).toContain('not for signing CRLs');
  });

  it('signed with SHA-1', () => {
    const algorithm = { kind: 'RSA-PKCS1', hash: 'SHA-1' } as const;
    const chain = [belowRsa.der, rsa.der];
    const verdict = ask([crl(root), crl(rsa, [], { algorithm })], 'hard', { chain });
    expect(outcomeOf(verdict)).toBe('revocation-unknown');
    expect(verdict.message).toContain('can be forged');
    expect(outcomeOf(ask([crl(root), crl(rsa)], 'hard', { chain }))).toBe('accepted');
  });

  it('in a critical extension of an entry speaks against the whole list', () => {
    const other = make('other', intermediate);
    const list = crl(intermediate, [other], {
      tbs: (tbs) => ({
        ...tbs,
        revokedCertificates: tbs.revokedCertificates!.map((each) => ({
          ...each,
          crlEntryExtensions: [extension('certificateIssuer', [{ kind: 'dNSName', value: 'a.test' }], true)],
        })),
      }),
    });
    expect(ask([crl(root), list]).message).toContain('not understood: certificateIssuer');
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

  it('is not used without cRLNumber', () => {
    expect(askFor(goodPem, plainPem)).toBe('revocation-unknown');
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
