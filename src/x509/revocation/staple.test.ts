import { describe, expect, it } from 'vitest';
import {
  access,
  and,
  ask,
  crl,
  day,
  endEntity,
  hour,
  intermediate,
  leaf,
  make,
  now,
  ocsp,
  outcomeOf,
  questionOf,
  revokedStatus,
  root,
} from '../../../test/revocation-lab.ts';
import { ocspFailure } from '../../issue/issue-ocsp.ts';
import { type Extension, extension } from '../certificate/extensions.ts';
import { oids } from '../certificate/oids.ts';
import type { Check, Verdict } from '../verdict.ts';
import { verifyPeer } from '../verify.ts';
import type { RevocationQuestion } from './revocation-question.ts';

const mustStaple = (features: readonly number[], ...more: readonly Extension[]) =>
  make('must', intermediate, { ...endEntity, ...and(extension('tlsFeature', features), ...more) });
const must = mustStaple([5]);
const chainOf = (of: typeof must) => ({ chain: [of.der, intermediate.der] });
const stapling = (
  staples: readonly Uint8Array[],
  revocation: Partial<RevocationQuestion> = {},
  of = must,
): Verdict => ask({ mode: 'soft', stapleAsked: true, ocspResponses: staples, ...revocation }, chainOf(of));
const stapleChecks = ({ paths }: Verdict): Check[] =>
  paths.flatMap(({ checks }) => checks).filter(({ check }) => check === 'staple');

const stale = { thisUpdate: now - 2 * day, nextUpdate: now - day };
const useless: readonly (readonly [string, (of: typeof must) => Uint8Array, RegExp])[] = [
  ['is stale', (of) => ocsp(of, stale), /should have been replaced/],
  ['does not know the certificate', (of) => ocsp(of, { status: 'unknown' }), /does not know it/],
  ['is forged', (of) => ocsp(of).with(-3, 0x55), /does not verify|cannot be read/],
  ['cannot be read', (of) => ocsp(of).subarray(1), /cannot be read/],
  ['is about another certificate', () => ocsp(make('other', intermediate)), /about other certificates/],
];

describe('a certificate that must come with an OCSP response', () => {
  it('is refused without one, whatever else is known of it', () => {
    const verdict = stapling([]);
    expect(outcomeOf(verdict)).toBe('staple-missing');
    expect(verdict.message).toBe('"CN=must" must come with an OCSP response, and came without one');
    expect(stapleChecks(verdict)).toMatchObject([
      { ok: false, certificate: 0, rfc: 'RFC 7633 section 4.3.3', looked: [{ in: 'certificate' }] },
    ]);
    expect(outcomeOf(stapling([], { crls: [crl(intermediate)] }))).toBe('staple-missing');
    expect(outcomeOf(stapling([], { mode: 'hard' }))).toBe('staple-missing');
    expect(outcomeOf(stapling([], {}, mustStaple([17, 5])))).toBe('staple-missing');
  });

  it('is refused with one about its issuer only', () => {
    expect(outcomeOf(stapling([ocsp(intermediate)]))).toBe('staple-missing');
    expect(outcomeOf(stapling([ocsp(intermediate), ocsp(must)]))).toBe('accepted');
  });

  it('is accepted with a good one', () => {
    const verdict = stapling([ocsp(must)]);
    expect(outcomeOf(verdict)).toBe('accepted');
    expect(stapleChecks(verdict)).toMatchObject([{ ok: true, looked: [{}, { in: 'ocsp' }, {}] }]);
  });

  it('is refused as revoked with one that revokes it', () => {
    const verdict = stapling([ocsp(must, { status: revokedStatus })]);
    expect(outcomeOf(verdict)).toBe('revoked');
    expect(stapleChecks(verdict)).toEqual([]);
  });

  it('is refused with one that only says tryLater', () => {
    const verdict = stapling([ocspFailure('tryLater')]);
    expect(outcomeOf(verdict)).toBe('staple-missing');
    expect(verdict.message).toMatch(/came without one: an OCSP responder only says tryLater$/);
  });

  it.each(useless)('is refused with one that %s', (_, build, why) => {
    const verdict = stapling([build(must)]);
    expect(outcomeOf(verdict)).toBe('staple-invalid');
    expect(verdict.message).toMatch(why);
    expect(outcomeOf(stapling([build(must), ocsp(must)]))).toBe('accepted');
  });

  it('is not its issuer, which promises it for others', () => {
    const ca = make('CA', root, and(extension('tlsFeature', [5])));
    const below = make('below', ca, { ...endEntity, ...and(extension('tlsFeature', [5])) });
    const given = { mode: 'soft', stapleAsked: true, ocspResponses: [ocsp(below)] } as const;
    expect(outcomeOf(ask(given, { chain: [below.der, ca.der] }))).toBe('accepted');
  });

  it('is not asked for it when we did not ask', () => {
    expect(outcomeOf(ask({ mode: 'soft' }, chainOf(must)))).toBe('accepted');
    expect(outcomeOf(stapling([], { mode: 'off' }))).toBe('accepted');
    expect(outcomeOf(stapling([], {}, mustStaple([17])))).toBe('accepted');
  });

  it('is not looked for elsewhere', async () => {
    let asked = 0;
    const fetch = {
      ocsp: () => {
        asked++;
        return ocsp(must);
      },
      crl: () => {
        asked++;
        return crl(intermediate);
      },
    };
    const pointing = mustStaple([5], access(oids.ocsp, 'http://a.test/'));
    const askWith = async (stapleAsked: boolean) =>
      outcomeOf(await verifyPeer(questionOf({ mode: 'soft', stapleAsked, fetch }, chainOf(pointing))));
    expect(await askWith(true)).toBe('staple-missing');
    expect(asked).toBe(0);
    expect(await askWith(false)).toBe('accepted');
    expect(asked).toBe(1);
  });
});

describe('any other certificate', () => {
  it('may come without', () => {
    const verdict = stapling([], {}, leaf);
    expect(outcomeOf(verdict)).toBe('accepted');
    expect(stapleChecks(verdict)).toEqual([]);
    expect(outcomeOf(stapling([ocspFailure('unauthorized')], {}, leaf))).toBe('accepted');
    expect(outcomeOf(stapling([ocsp(intermediate)], {}, leaf))).toBe('accepted');
  });

  it.each(useless)('may not come with one that %s', (_, build, why) => {
    for (const mode of ['soft', 'hard'] as const) {
      const verdict = stapling([build(leaf)], { mode }, leaf);
      expect(outcomeOf(verdict)).toBe('staple-invalid');
      expect(verdict.message).toMatch(why);
    }
    // Where it did not come from the peer it is no worse than nothing.
    const given = { ocspResponses: [build(leaf)], stapleAsked: false };
    expect(outcomeOf(ask({ mode: 'soft', ...given }))).toBe('accepted');
  });

  it('may be an issuer, whose response is held to the same', () => {
    const verdict = stapling([ocsp(leaf), ocsp(intermediate, stale)], {}, leaf);
    expect(outcomeOf(verdict)).toBe('staple-invalid');
    expect(verdict.message).toContain('that came with "CN=Intermediate" proves nothing');
    expect(outcomeOf(stapling([ocsp(leaf), ocsp(intermediate)], {}, leaf))).toBe('accepted');
  });

  it('is still held to what else is known', () => {
    const crls = [crl(intermediate, [leaf])];
    expect(outcomeOf(stapling([ocsp(leaf, { thisUpdate: now - hour })], { crls }, leaf))).toBe('revoked');
  });
});
