import { describe, expect, it } from 'vitest';
import { ask, type Made, make, makeCa, reasonOf, storeOf } from '../../../test/chain.ts';
import type { IssueRequest } from '../../issue/issue-certificate.ts';
import { trustStore } from '../anchors.ts';
import { privateProfile, rfc5280Profile, webProfile } from '../path/profile.ts';
import type { PeerQuestion } from '../verify.ts';
import { hostInCommonName } from './common-name.ts';
import { extension } from './extensions.ts';
import { type Name, nameOf } from './name.ts';

const root = makeCa('Root');
const trust = storeOf(root);
const asked = { trust, profile: privateProfile, commonName: 'when-no-names' } as const;
const named = (name: string, request: Partial<IssueRequest> = {}): Made =>
  make(name, root, { extKeyUsage: ['serverAuth'], ...request });
const judge = (leaf: Made, name: string, question: Partial<PeerQuestion> = {}): string =>
  reasonOf(ask([leaf], { ...asked, name, ...question }));

describe('a common name', () => {
  it('never counts unless it is asked for', () => {
    const leaf = named('www.example.com');
    const { commonName, ...plain } = asked;
    expect(reasonOf(ask([leaf], { ...plain, name: 'www.example.com' }))).toBe('name-mismatch');
    expect(judge(leaf, 'www.example.com', { commonName: 'never' })).toBe('name-mismatch');
  });

  it('counts when it is, and the check says so', () => {
    const verdict = ask([named('www.example.com')], { ...asked, name: 'WWW.example.com' });
    expect(reasonOf(verdict)).toBe('accepted');
    const check = verdict.paths[0]!.checks.find((each) => each.check === 'name')!;
    expect(check).toMatchObject({ rfc: 'RFC 6125 section 6.4.4', ok: true });
    expect(check.detail).toContain('by its common name alone');
    expect(check.looked.map(({ path }) => path)).toEqual(['tbsCertificate.subject']);
  });

  it.each([
    ['a wildcard', '*.example.com', 'www.example.com', 'accepted'],
    ['a wildcard for two labels', '*.example.com', 'a.b.example.com', 'name-mismatch'],
    ['another name', 'www.example.com', 'other.example.com', 'name-mismatch'],
    ['no DNS name', 'Alice Example', 'alice.example', 'name-mismatch'],
    ['an address', '192.0.2.1', '192.0.2.1', 'name-mismatch'],
  ])('that is %s: %s for %s', (_, common, host, expected) => {
    expect(judge(named(common), host)).toBe(expected);
  });

  it.each([
    ['a DNS name', { dnsNames: ['other.example.com'] }, 'name-mismatch'],
    ['an address', { ipAddresses: ['192.0.2.1'] }, 'name-mismatch'],
    [
      'a URI',
      {
        extensions: (standard) => [
          ...standard,
          extension('subjectAltName', [{ kind: 'uniformResourceIdentifier', value: 'spiffe://a/b' }]),
        ],
      },
      'name-mismatch',
    ],
    [
      'an e-mail address alone',
      {
        extensions: (standard) => [
          ...standard,
          extension('subjectAltName', [{ kind: 'rfc822Name', value: 'a@example.com' }]),
        ],
      },
      'accepted',
    ],
  ] satisfies [string, Partial<IssueRequest>, string][])('beside %s', (_, request, expected) => {
    expect(judge(named('www.example.com', request), 'www.example.com')).toBe(expected);
  });

  it('counts where it is the only one', () => {
    const { certificate } = named('www.example.com');
    const { subject } = certificate;
    const host = (...rdns: Name['rdns'][number][]) =>
      hostInCommonName({ ...certificate, subject: { ...subject, rdns } });
    const [common, other] = [subject, nameOf({ CN: 'other.example.com' })].map(({ rdns }) => rdns[0]!);
    expect(host(common!)).toBe('www.example.com');
    expect(host(...nameOf({ O: 'Example' }).rdns, common!)).toBe('www.example.com');
    expect(host(common!, other!)).toBeUndefined();
    expect(host(common!, common!)).toBeUndefined();
    expect(host([...common!, ...other!])).toBeUndefined();
  });

  it('is kept within name constraints', () => {
    const base = (value: string) => ({ base: { kind: 'dNSName' as const, value }, minimum: 0 });
    const within = (permitted: string) => {
      const ca = makeCa('Constrained', root, {
        extensions: (standard) => [
          ...standard,
          extension('nameConstraints', { permittedSubtrees: [base(permitted)] }, true),
        ],
      });
      const leaf = make('www.example.com', ca, { extKeyUsage: ['serverAuth'] });
      return reasonOf(ask([leaf, ca], { ...asked, name: 'www.example.com' }));
    };
    expect(within('example.com')).toBe('accepted');
    expect(within('example.org')).toBe('name-constraints');
  });

  it('is not constrained where it does not count', () => {
    const ca = makeCa('Constrained', root, {
      extensions: (standard) => [
        ...standard,
        extension(
          'nameConstraints',
          { permittedSubtrees: [{ base: { kind: 'dNSName', value: 'example.org' }, minimum: 0 }] },
          true,
        ),
      ],
    });
    const leaf = make('www.example.com', ca, { dnsNames: ['www.example.org'] });
    expect(reasonOf(ask([leaf, ca], { ...asked, name: 'www.example.org' }))).toBe('accepted');
  });

  it('is refused under the Web profile, as a question and for an anchor of the Web', () => {
    const leaf = named('www.example.com');
    const question = { trust, commonName: 'when-no-names', name: 'www.example.com' } as const;
    expect(() => ask([leaf], question)).toThrow(TypeError);
    expect(() => ask([leaf], { ...question, profile: webProfile })).toThrow(TypeError);
    expect(reasonOf(ask([leaf], { ...question, profile: rfc5280Profile }))).toBe('accepted');
    const { subject, spki } = root.certificate;
    const ofTheWeb = trustStore([{ subject, spki, serverProfile: webProfile }]);
    expect(judge(leaf, 'www.example.com', { trust: ofTheWeb })).toBe('name-mismatch');
  });
});
