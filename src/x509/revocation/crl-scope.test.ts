/** CRLs for some certificates or reasons, and the pointers to them (RFC 5280 section 6.3.3). */
import { expect, it } from 'vitest';
import {
  and,
  ask as askAll,
  crl,
  endEntity,
  type Made,
  make,
  outcomeOf,
  root,
} from '../../../test/revocation-lab.ts';
import { decode, encode } from '../../wire/codec.ts';
import { type Extensions, extension } from '../certificate/extensions.ts';
import { Name, nameOf, RDNSequence } from '../certificate/name.ts';
import type { Verdict } from '../verdict.ts';

type Point = NonNullable<Extensions['cRLDistributionPoints']>[number];
type Scope = NonNullable<Extensions['issuingDistributionPoint']>;

const at = (value: string) =>
  ({ kind: 'fullName', value: [{ kind: 'uniformResourceIdentifier', value }] }) as const;
const url = at('http://a.test/');
const pointing = (...points: readonly Point[]): Made =>
  make('pointing', root, { ...endEntity, ...and(extension('cRLDistributionPoints', points)) });
const everything = {
  onlyContainsUserCerts: false,
  onlyContainsCACerts: false,
  indirectCRL: false,
  onlyContainsAttributeCerts: false,
};
const list = (scope: Partial<Scope>, revoked: readonly Made[] = []): Uint8Array =>
  crl(root, revoked, and(extension('issuingDistributionPoint', { ...everything, ...scope }, true)));
const ask = (made: Made, ...crls: readonly Uint8Array[]): Verdict =>
  askAll({ mode: 'hard', crls }, { chain: [made.der] });

it('a list that is pointed to for some reasons makes nothing good, and revokes', () => {
  const made = pointing({ distributionPoint: url, reasons: ['keyCompromise'] });
  expect(ask(made, list({ distributionPoint: url })).message).toContain('for some reasons only');
  expect(outcomeOf(ask(made, list({ distributionPoint: url }, [made])))).toBe('revoked');
  expect(outcomeOf(ask(made, crl(root)))).toBe('accepted');
  const whole = pointing({ distributionPoint: url });
  expect(outcomeOf(ask(whole, list({ distributionPoint: url })))).toBe('accepted');
});

it('a list is none of those that are pointed to for another issuer', () => {
  const cRLIssuer = [{ kind: 'directoryName' as const, value: nameOf({ CN: 'Other' }) }];
  const made = pointing({ distributionPoint: url, cRLIssuer });
  expect(ask(made, list({ distributionPoint: url })).message).toContain('another distribution point');
  expect(outcomeOf(ask(made, crl(root)))).toBe('accepted');
});

it('lists for some reasons each are good together, and not when one is missing', () => {
  const first = ['keyCompromise', 'cACompromise', 'aACompromise'] as const;
  const second = ['affiliationChanged', 'superseded', 'cessationOfOperation', 'certificateHold'] as const;
  const rest = [...second, 'privilegeWithdrawn'] as const;
  const made = pointing({ distributionPoint: url });
  const some = (reasons: Scope['onlySomeReasons'], revoked: readonly Made[] = []) =>
    list({ ...(reasons && { onlySomeReasons: reasons }) }, revoked);
  expect(outcomeOf(ask(made, some(first), some(rest)))).toBe('accepted');
  expect(outcomeOf(ask(made, some(first), some(rest, [made])))).toBe('revoked');
  expect(ask(made, some(first), some(second)).message).toContain('for some reasons only');
  expect(outcomeOf(ask(made, some(first), some(first)))).toBe('revocation-unknown');
});

it('a point may be named below its issuer, or in full', () => {
  const [rdn] = nameOf({ CN: 'List 1' }).rdns;
  const below = { kind: 'nameRelativeToCRLIssuer', value: rdn! } as const;
  const full = decode(Name, encode(RDNSequence, [...root.certificate.subject.rdns, rdn!]));
  const inFull = (value: Name) => ({ kind: 'fullName', value: [{ kind: 'directoryName', value }] }) as const;
  const judge = (pointer: Point['distributionPoint'], where: Scope['distributionPoint']): string =>
    outcomeOf(ask(pointing({ distributionPoint: pointer! }), list({ distributionPoint: where! })));
  expect(judge(below, below)).toBe('accepted');
  expect(judge(inFull(full), below)).toBe('accepted');
  expect(judge(below, inFull(full))).toBe('accepted');
  expect(judge(inFull(nameOf({ CN: 'List 1' })), below)).toBe('revocation-unknown');
  expect(judge({ ...below, value: nameOf({ CN: 'List 2' }).rdns[0]! }, below)).toBe('revocation-unknown');
});

it('a list that is found at its issuer’s name is for every certificate of that issuer', () => {
  const point = {
    kind: 'fullName',
    value: [{ kind: 'directoryName', value: root.certificate.subject }],
  } as const;
  const bare = make('bare', root, endEntity);
  expect(outcomeOf(ask(bare, list({ distributionPoint: point })))).toBe('accepted');
  expect(outcomeOf(ask(pointing({ distributionPoint: url }), list({ distributionPoint: point })))).toBe(
    'accepted',
  );
  const other = {
    kind: 'fullName',
    value: [{ kind: 'directoryName', value: nameOf({ CN: 'Other' }) }],
  } as const;
  expect(outcomeOf(ask(bare, list({ distributionPoint: other })))).toBe('revocation-unknown');
});
