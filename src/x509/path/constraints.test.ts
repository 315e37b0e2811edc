import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask, make, makeCa, reasonOf, storeOf } from '../../../test/chain.ts';
import { decode, encode } from '../../wire/codec.ts';
import { defaultBudget, OverBudget, Spending } from '../budget.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { extension } from '../certificate/extensions.ts';
import type { GeneralName } from '../certificate/general-name.ts';
import type { NameConstraints } from '../certificate/general-subtree.ts';
import { ipBytes } from '../certificate/identity.ts';
import {
  type AttributeTypeAndValue,
  Name,
  nameOf,
  RDNSequence,
  type SubjectAttributes,
} from '../certificate/name.ts';
import { oids } from '../certificate/oids.ts';
import { violation } from './constraints.ts';
import { type Profile, privateProfile, rfc5280Profile } from './profile.ts';
import { Subtrees } from './subtrees.ts';

const dns = (value: string): GeneralName => ({ kind: 'dNSName', value });
const ip = (value: string): GeneralName => ({ kind: 'iPAddress', value: ipBytes(value)! });
const range = (address: string, mask: string): GeneralName => ({
  kind: 'iPAddress',
  value: Uint8Array.of(...ipBytes(address)!, ...ipBytes(mask)!),
});
const mail = (value: string): GeneralName => ({ kind: 'rfc822Name', value });
const uri = (value: string): GeneralName => ({ kind: 'uniformResourceIdentifier', value });
const dn = (value: SubjectAttributes): GeneralName => ({ kind: 'directoryName', value: nameOf(value) });
const other: GeneralName = { kind: 'registeredID', value: '1.2.3' };

const holds = (constraints: NameConstraints, name: GeneralName, subject: SubjectAttributes = {}): boolean => {
  const certificate = {
    subject: nameOf(subject),
    extensions: { subjectAltName: [name] },
  } as Partial<Certificate> as Certificate;
  return violation(constraints, certificate, new Spending(defaultBudget)) === undefined;
};
const permits = (base: GeneralName, name: GeneralName): boolean =>
  holds({ permittedSubtrees: [{ base, minimum: 0 }] }, name);
const excludes = (base: GeneralName, name: GeneralName): boolean =>
  !holds({ excludedSubtrees: [{ base, minimum: 0 }] }, name);

describe('name constraints (RFC 5280 section 4.2.1.10)', () => {
  it.each([
    [dns('example.com'), dns('example.com'), true],
    [dns('example.com'), dns('www.EXAMPLE.com'), true],
    [dns('example.com'), dns('badexample.com'), false],
    [dns('example.com'), dns('com'), false],
    [dns(''), dns('anything.test'), true],
    [range('192.0.2.0', '255.255.255.0'), ip('192.0.2.9'), true],
    [range('192.0.2.0', '255.255.255.0'), ip('192.0.3.9'), false],
    [range('192.0.2.0', '255.255.255.0'), ip('2001:db8::1'), false],
    [range('2001:db8::', 'ffff:ffff::'), ip('2001:db8::1'), true],
    [mail('a@example.com'), mail('a@EXAMPLE.com'), true],
    [mail('a@example.com'), mail('A@example.com'), false],
    [mail('example.com'), mail('x@example.com'), true],
    [mail('example.com'), mail('x@sub.example.com'), false],
    [mail('.example.com'), mail('x@sub.example.com'), true],
    [mail('.example.com'), mail('x@example.com'), false],
    [mail(''), mail('a@example.com'), true],
    [uri(''), uri('https://example.com/'), true],
    [uri('example.com'), uri('https://user@example.com:8443/x'), true],
    [uri('example.com'), uri('https://www.example.com/'), false],
    [uri('.example.com'), uri('https://www.example.com/'), true],
    [dn({ C: 'NL', O: 'Example' }), dn({ C: 'NL', O: 'example', CN: 'x' }), true],
    [dn({ C: 'NL', O: 'Example' }), dn({ O: 'Example', C: 'NL' }), false],
  ])('%j holds %j: %j', (base, name, within) => {
    expect(permits(base, name)).toBe(within);
    expect(excludes(base, name)).toBe(within);
  });

  it('a wildcard must be within as a whole to be permitted, and in part to be excluded', () => {
    expect(permits(dns('example.com'), dns('*.example.com'))).toBe(true);
    expect(permits(dns('foo.example.com'), dns('*.example.com'))).toBe(false);
    expect(excludes(dns('foo.example.com'), dns('*.example.com'))).toBe(true);
    expect(excludes(dns('a.foo.example.com'), dns('*.example.com'))).toBe(false);
    expect(excludes(dns('example.org'), dns('*.example.com'))).toBe(false);
  });

  it('a leading dot leaves the name itself out of what is permitted, and in what is excluded', () => {
    expect(permits(dns('.example.com'), dns('www.Example.com'))).toBe(true);
    expect(permits(dns('.example.com'), dns('a.b.example.com'))).toBe(true);
    expect(permits(dns('.example.com'), dns('*.example.com'))).toBe(true);
    expect(permits(dns('.example.com'), dns('example.com'))).toBe(false);
    expect(permits(dns('.example.com'), dns('badexample.com'))).toBe(false);
    expect(permits(dns('.example.com'), dns('*.com'))).toBe(false);
    for (const name of ['example.com', 'www.example.com', '*.example.com', 'EXAMPLE.com'])
      expect([name, excludes(dns('.example.com'), dns(name))]).toEqual([name, true]);
    expect(excludes(dns('.example.com'), dns('badexample.com'))).toBe(false);
  });

  it('and only a CA of one’s own may write one', () => {
    const constraints = { permittedSubtrees: [{ base: dns('.example.com'), minimum: 0 }] };
    const ca = makeCa('ca', undefined, {
      extensions: (all) => [...all, extension('nameConstraints', constraints, true)],
    });
    const leaf = make('leaf', ca, { dnsNames: ['www.example.com'] });
    const verdict = (profile: Profile) =>
      reasonOf(ask([leaf], { trust: storeOf(ca), name: 'www.example.com', profile }));
    expect(verdict(privateProfile)).toBe('accepted');
    expect(verdict(rfc5280Profile)).toBe('profile');
  });

  it('hold a leaf by the name of its issuer too, and no CA between (RFC 5280 section 6.1.3)', () => {
    const root = makeCa('Root');
    const constraints = { permittedSubtrees: [{ base: dn({ O: 'Example' }), minimum: 0 }] };
    const ca = makeCa('Constrained', root, {
      extensions: (all) => [...all, extension('nameConstraints', constraints, true)],
    });
    const next = makeCa('Constrained', ca);
    const judged = (subject: SubjectAttributes, issuer: typeof ca, ...more: (typeof ca)[]) => {
      const leaf = make('leaf', issuer, { subject, dnsNames: ['www.example.com'] });
      return reasonOf(ask([leaf, issuer, ...more], { trust: storeOf(root), name: 'www.example.com' }));
    };
    expect(judged({ CN: 'Constrained' }, ca)).toBe('name-constraints');
    expect(judged({ O: 'Example' }, ca)).toBe('accepted');
    expect(judged({ CN: 'Constrained' }, next, ca)).toBe('name-constraints');
    expect(judged({ O: 'Example' }, next, ca)).toBe('accepted');
  });

  it('another form of name is not constrained', () => {
    expect(permits(dns('example.com'), ip('192.0.2.1'))).toBe(true);
    expect(permits(dns('example.com'), other)).toBe(true);
  });

  it('what cannot be compared is refused', () => {
    expect(permits(other, other)).toBe(false);
    expect(excludes(other, other)).toBe(true);
    expect(permits(dns('.'), dns('www.example.com'))).toBe(false);
    expect(permits(dns('..example.com'), dns('www.example.com'))).toBe(false);
    expect(permits(dns('*.example.com'), dns('www.example.com'))).toBe(false);
    expect(permits(range('192.0.2.0', '255.0.255.0'), ip('192.0.2.1'))).toBe(false);
    expect(excludes(dns('example.com'), dns('not a name'))).toBe(true);
    expect(excludes(uri('example.com'), uri('urn:isbn:0'))).toBe(true);
    expect(excludes(uri('example.com'), uri('https://[2001:db8::1]/'))).toBe(true);
    expect(excludes(mail('example.com'), mail('"a@b"@example.org'))).toBe(true);
    expect(holds({ permittedSubtrees: [{ base: dns('example.com'), minimum: 1 }] }, dns('example.com'))).toBe(
      false,
    );
  });

  it('the subject is a directory name too', () => {
    const constraints = { permittedSubtrees: [{ base: dn({ O: 'Example' }), minimum: 0 }] };
    expect(holds(constraints, dns('x.test'), { O: 'Example', CN: 'x' })).toBe(true);
    expect(holds(constraints, dns('x.test'), { O: 'Other', CN: 'x' })).toBe(false);
    expect(holds(constraints, dns('x.test'))).toBe(true);
  });

  it('an e-mail address in the subject is held to them however it is encoded, beside others too', () => {
    const subjectOf = (kind: 'ia5String' | 'utf8String' | 'other', value: string) => {
      const der = Uint8Array.of(0x1b, value.length, ...new TextEncoder().encode(value));
      const attribute = { type: oids.emailAddress, value: { kind, value: kind === 'other' ? der : value } };
      return decode(Name, encode(RDNSequence, [[attribute as AttributeTypeAndValue]]));
    };
    const constraints = { permittedSubtrees: [{ base: mail('example.com'), minimum: 0 }] };
    const judge = (subject: Name, subjectAltName: readonly GeneralName[]) => {
      const certificate = { subject, extensions: { subjectAltName } } as Partial<Certificate> as Certificate;
      const broken = violation(constraints, certificate, new Spending(defaultBudget));
      return broken && String(broken.why);
    };
    expect(judge(subjectOf('ia5String', 'a@example.com'), [])).toBeUndefined();
    expect(judge(subjectOf('utf8String', 'a@example.org'), [])).toContain('is not within');
    expect(judge(subjectOf('other', 'a@example.org'), [])).toContain('cannot be compared');
    const beside = [mail('a@example.com')];
    expect(judge(subjectOf('ia5String', 'a@example.org'), beside)).toContain('a@example.org is not within');
    expect(judge(subjectOf('ia5String', 'b@example.com'), beside)).toBeUndefined();
  });

  it('an internationalized e-mail address is refused where e-mail addresses are constrained', () => {
    const address: GeneralName = {
      kind: 'otherName',
      value: { 'type-id': oids.smtpUtf8Mailbox, value: Uint8Array.of(0x0c, 1, 0x61) },
    };
    expect(permits(mail('example.com'), address)).toBe(false);
    expect(excludes(mail('example.com'), address)).toBe(true);
    expect(permits(dns('example.com'), address)).toBe(true);
  });

  it.each([
    ['capitals that are two', 'Straße', 'STRASSE'],
    ['soft hyphens', 'Ev\u00adil', 'Evil'],
    ['zero width spaces', 'Ev\u200bil', 'Evil'],
    ['direction marks', '\u202eEvil', 'Evil'],
    ['variation selectors', 'Evil\ufe0f', 'Evil'],
    ['control characters', 'Ev\u0000il', 'Evil'],
    ['other spaces', 'Ev\u3000il  Co', 'ev il co'],
    ['compatibility characters', 'Ｅｖｉｌ', 'Evil'],
  ])('an excluded directory name is not evaded by %s', (_, written, excluded) => {
    expect(excludes(dn({ O: excluded }), dn({ O: written }))).toBe(true);
    expect(excludes(dn({ O: 'Good' }), dn({ O: written }))).toBe(false);
  });

  it.each([
    ['a GeneralString', 0x1b],
    ['a GraphicString', 0x19],
    ['a VideotexString', 0x15],
    ['a UTF8String in pieces', 0x2c],
  ])('a directory name in %s cannot be compared', (_, tag) => {
    const text = new TextEncoder().encode('Evil');
    const pieces = tag === 0x2c ? Uint8Array.of(0x0c, text.length, ...text) : text;
    const value = { kind: 'other', value: Uint8Array.of(tag, pieces.length, ...pieces) } as const;
    const odd: GeneralName = {
      kind: 'directoryName',
      value: decode(Name, encode(RDNSequence, [[{ type: oids.organizationName, value }]])),
    };
    expect(excludes(dn({ O: 'Evil' }), odd)).toBe(true);
    expect(excludes(odd, dn({ O: 'Evil' }))).toBe(true);
    expect(permits(dns('example.com'), odd)).toBe(true);
  });

  it('a directory name in the shifted characters of T.61 cannot be compared', () => {
    const value = { kind: 'teletexString', value: 'Z\u00c8urich' } as const;
    const odd: GeneralName = {
      kind: 'directoryName',
      value: decode(Name, encode(RDNSequence, [[{ type: oids.organizationName, value }]])),
    };
    expect(excludes(dn({ O: 'Zürich' }), odd)).toBe(true);
  });

  it('names are counted, though nothing is compared with them', () => {
    const subjectAltName = Array.from({ length: 50 }, (_, i) => dns(`x${i}.test`));
    const certificate = {
      subject: nameOf({}),
      extensions: { subjectAltName },
    } as Partial<Certificate> as Certificate;
    const constraints = { excludedSubtrees: [{ base: ip('192.0.2.1'), minimum: 0 }] };
    const ofAddresses = { excludedSubtrees: [{ base: range('192.0.2.0', '255.255.255.0'), minimum: 0 }] };
    const judge = (given: NameConstraints, comparisons: number) => () =>
      violation(given, certificate, new Spending({ ...defaultBudget, comparisons }));
    expect(judge(ofAddresses, 49)).toThrow(OverBudget);
    expect(judge(ofAddresses, 50)()).toBeUndefined();
    expect(String(judge(constraints, 0)()?.why)).toContain('cannot be understood');
  });

  it('a name takes as many look-ups as it has labels, however many constraints there are', () => {
    const names = Array.from({ length: 100 }, (_, i) => dns(`x${i}.a.test`));
    const certificate = {
      subject: nameOf({}),
      extensions: { subjectAltName: names },
    } as Partial<Certificate> as Certificate;
    const among = (count: number, comparisons: number) => () => {
      const excludedSubtrees = Array.from({ length: count }, (_, i) => ({
        base: dns(`y${i}.test`),
        minimum: 0,
      }));
      return violation({ excludedSubtrees }, certificate, new Spending({ ...defaultBudget, comparisons }));
    };
    // Each name, its three suffixes with a dot and without, and nothing at all.
    for (const count of [1, 1000]) {
      expect(among(count, 800)()).toBeUndefined();
      expect(among(count, 799)).toThrow(OverBudget);
    }
  });

  it('more constraints than any CA has are refused', () => {
    const certificate = {
      subject: nameOf({}),
      extensions: { subjectAltName: [dns('x.test')] },
    } as Partial<Certificate>;
    const among = (count: number) => () => {
      const excludedSubtrees = Array.from({ length: count }, (_, i) => ({
        base: dns(`y${i}.test`),
        minimum: 0,
      }));
      return violation({ excludedSubtrees }, certificate as Certificate, new Spending(defaultBudget));
    };
    expect(among(4096)()).toBeUndefined();
    expect(among(4097)).toThrow(OverBudget);
  });

  it('the message about very many constraints is no longer than about a few', () => {
    const permittedSubtrees = Array.from({ length: 1000 }, (_, i) => ({
      base: dns(`y${i}.test`),
      minimum: 0,
    }));
    const certificate = {
      subject: nameOf({}),
      extensions: { subjectAltName: [dns('x.test')] },
    } as Partial<Certificate> as Certificate;
    const broken = violation({ permittedSubtrees }, certificate, new Spending(defaultBudget));
    expect(String(broken?.why)).toMatch(/^x\.test is not within y0\.test, .*, y7\.test and 992 more$/);
  });

  it('the subtrees that are found by key are those that a comparison finds', () => {
    const label = fc.constantFrom('a', 'b', 'A');
    const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    const dotted = fc.tuple(fc.constantFrom('', '.'), host).map((parts) => parts.join(''));
    const hostBase = fc.oneof(fc.constant(''), dotted);
    const local = fc.constantFrom('u', 'U');
    const byte = fc.constantFrom(0, 1, 128, 255);
    const address = fc.array(byte, { minLength: 4, maxLength: 4 });
    const masks = [0, 0x80000000, 0xff000000, 0xffff8000, 0xffffffff];
    const mask = fc
      .constantFrom(...masks)
      .map((bits) => [bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255]);
    const attributes = fc.record({ C: label, O: label, CN: label }, { requiredKeys: [] });
    const pairs = fc.oneof(
      fc.tuple(
        fc.array(hostBase.map(dns)),
        fc
          .oneof(
            host,
            host.map((name) => `*.${name}.a`),
          )
          .map(dns),
      ),
      fc.tuple(
        fc.array(
          fc
            .oneof(
              hostBase,
              fc.tuple(local, host).map((parts) => parts.join('@')),
            )
            .map(mail),
        ),
        fc.tuple(local, host).map((parts) => mail(parts.join('@'))),
      ),
      fc.tuple(
        fc.array(hostBase.map(uri)),
        host.map((name) => uri(`https://${name}/`)),
      ),
      fc.tuple(
        fc.array(
          fc
            .tuple(address, mask)
            .map(([a, m]): GeneralName => ({ kind: 'iPAddress', value: Uint8Array.of(...a, ...m) })),
        ),
        address.map((value): GeneralName => ({ kind: 'iPAddress', value: Uint8Array.from(value) })),
      ),
      fc.tuple(fc.array(attributes.map(dn)), attributes.map(dn)),
    );
    fc.assert(
      fc.property(pairs, fc.boolean(), ([bases, name], every) => {
        const found = new Subtrees(bases.map((base) => ({ base, minimum: 0 }))).holding(
          name,
          every,
          () => {},
        );
        expect(found !== undefined).toBe(bases.some((base) => isWithin(name, base, every)));
      }),
      { numRuns: 2000 },
    );
  });
});

/** One name and one subtree, compared as section 4.2.1.10 words it. */
function isWithin(name: GeneralName, base: GeneralName, every: boolean): boolean {
  if (name.kind === 'dNSName' && base.kind === 'dNSName') {
    const [inner, outer] = [name.value.toLowerCase(), base.value.toLowerCase().replace(/^\./, '')];
    const isBelow = (host: string): boolean => outer === '' || host === outer || host.endsWith(`.${outer}`);
    if (inner === outer && base.value.startsWith('.')) return !every;
    if (!inner.startsWith('*.')) return isBelow(inner);
    const parent = inner.slice(2);
    return isBelow(parent) || (!every && outer !== parent && outer.slice(outer.indexOf('.') + 1) === parent);
  }
  if (name.kind === 'iPAddress' && base.kind === 'iPAddress')
    return name.value.every((byte, i) => ((byte ^ base.value[i]!) & base.value[4 + i]!) === 0);
  if (name.kind === 'rfc822Name' && base.kind === 'rfc822Name') {
    const [local, host] = name.value.split('@') as [string, string];
    const [before, after] = base.value.split('@') as [string, string?];
    return after === undefined
      ? isHostWithin(host, base.value)
      : local === before && host.toLowerCase() === after.toLowerCase();
  }
  if (name.kind === 'uniformResourceIdentifier' && base.kind === 'uniformResourceIdentifier')
    return isHostWithin(new URL(name.value).hostname, base.value);
  if (name.kind === 'directoryName' && base.kind === 'directoryName')
    return base.value.rdnKeys.every((key, i) => key === name.value.rdnKeys[i]);
  return false;
}

const isHostWithin = (host: string, base: string): boolean =>
  base === '' || base.startsWith('.')
    ? host.toLowerCase().endsWith(base.toLowerCase())
    : host.toLowerCase() === base.toLowerCase();
