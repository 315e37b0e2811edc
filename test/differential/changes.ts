/** One thing changed about one certificate of a good chain, which is then signed: what an issuer could get wrong. */

import {
  type Extension,
  extension,
  type KeyUsageName,
  rawExtension,
} from '../../src/x509/certificate/extensions.ts';
import type { GeneralName } from '../../src/x509/certificate/general-name.ts';
import { ipBytes, nameOf, oids } from '../../src/x509/index.ts';
import { bytesOf, type Element, placesIn, treeOf } from '../fuzz/der-tree.ts';
import { changeDer } from '../fuzz/mutations.ts';
import type { Random } from '../fuzz/random.ts';
import { day, hostName, type Recipe, type Recipes, type Role, roles, rsaKey, time } from './pki.ts';
import { changeTime } from './times.ts';

interface Change {
  readonly name: string;
  readonly to: (recipes: Recipes, role: Role, random: Random) => void;
}

/** Gives its name and that of the certificate. */
export function change(recipes: Recipes, random: Random): string {
  const role = random.of(roles);
  const { name, to } = random.of(changes);
  to(recipes, role, random);
  return `${name} of ${role}`;
}

/** Puts an extension in place of the one of its kind, or takes that away. */
function put(recipe: Recipe, oid: string, given: Extension | undefined): void {
  const before = recipe.extensions ?? ((standard) => standard);
  recipe.extensions = (standard) => [
    ...before(standard).filter(({ extnID }) => extnID !== oid),
    ...(given ? [given] : []),
  ];
}

function grow(recipe: Recipe, to: (tbs: Element) => void): void {
  const before = recipe.tree ?? (() => {});
  recipe.tree = (tbs) => {
    before(tbs);
    try {
      to(tbs);
    } catch (error) {
      // What another change took away is not there to be changed.
      if (!(error instanceof TypeError)) throw error;
    }
  };
}

const dns = (value: string): GeneralName => ({ kind: 'dNSName', value });
const ip = (...parts: string[]): GeneralName => ({
  kind: 'iPAddress',
  value: Uint8Array.from(parts.flatMap((part) => [...ipBytes(part)!])),
});
const mail = (value: string): GeneralName => ({ kind: 'rfc822Name', value });
const uri = (value: string): GeneralName => ({ kind: 'uniformResourceIdentifier', value });
const dn = (attributes: Parameters<typeof nameOf>[0]): GeneralName => ({
  kind: 'directoryName',
  value: nameOf(attributes),
});

const names: readonly GeneralName[] = [
  ...[
    hostName,
    'A.EXAMPLE.com',
    '*.example.com',
    '*.EXAMPLE.COM',
    '*.com',
    '*',
    'example.com',
    'b.example.com',
  ].map(dns),
  ...[
    'a.example.com.',
    '.example.com',
    'a_b.example.com',
    'a*.example.com',
    '*.a.example.com',
    '192.0.2.1',
  ].map(dns),
  ...['', 'a..example.com', '-a.example.com', 'xn--nxasmq6b.example.com', ' a.example.com'].map(dns),
  ip('192.0.2.1'),
  ip('2001:db8::1'),
  { kind: 'iPAddress', value: Uint8Array.of(1, 2, 3) },
  ...[
    'user@example.com',
    'user@a.example.com',
    'USER@Example.COM',
    'example.com',
    '@',
    'a b@example.com',
  ].map(mail),
  ...['"q"@example.com', 'user@', 'user@@example.com'].map(mail),
  ...[
    'http://example.com/',
    'https://a.example.com:443/x',
    'http://192.0.2.1/',
    'urn:a',
    'http://u@example.com',
  ].map(uri),
  dn({ CN: hostName }),
  dn({ C: 'NL', O: 'Test' }),
  { kind: 'registeredID', value: '1.2.3' },
];

const bases: readonly GeneralName[] = [
  ...[
    'example.com',
    'a.example.com',
    '.example.com',
    'EXAMPLE.com',
    'com',
    '',
    'other.test',
    '*.example.com',
  ].map(dns),
  ip('192.0.2.0', '255.255.255.0'),
  ip('192.0.2.1', '255.255.255.255'),
  ip('0.0.0.0', '0.0.0.0'),
  ip('2001:db8::', 'ffff:ffff::'),
  ip('192.0.2.0', '255.0.255.0'),
  ip('192.0.2.1'),
  ...['example.com', '.example.com', 'user@example.com', 'other.test', '', '@'].map(mail),
  ...['example.com', '.example.com', 'other.test', 'http://example.com/'].map(uri),
  dn({ CN: hostName }),
  dn({ O: 'Test' }),
  dn({}),
  { kind: 'registeredID', value: '1.2.3' },
];

const some = <T>(all: readonly T[], random: Random, most: number): T[] =>
  Array.from({ length: 1 + random.below(most) }, () => random.of(all));
const subtrees = (random: Random) =>
  some(bases, random, 3).map((base) => ({
    base,
    minimum: random.below(20) === 0 ? 1 : 0,
    ...(random.below(20) === 0 && { maximum: 3 }),
  }));
const policies = ['1.2.3.1', '1.2.3.2', oids.anyPolicy];
const usages: readonly KeyUsageName[] = [
  'digitalSignature',
  'keyEncipherment',
  'keyCertSign',
  'cRLSign',
  'keyAgreement',
];

const spelled = (bytes: Uint8Array): Element => ({ tag: 0x01, contents: bytes });
const extensionsOf = (tbs: Element): Element[] =>
  tbs.parts!.find(({ tag }) => tag === 0xa3)?.parts?.[0]?.parts ?? [];

const changes: readonly Change[] = [
  {
    name: 'validity',
    to(recipes, role, random) {
      const recipe = recipes[role];
      recipe.notBefore = time + random.of([-day, -1000, 0, 1000, day]);
      recipe.notAfter = time + random.of([-day, -1000, 0, 1000, day, 30_000 * day]);
    },
  },
  {
    name: 'basicConstraints',
    to(recipes, role, random) {
      const pathLenConstraint = random.below(4);
      const value = random.of([
        undefined,
        { cA: true },
        { cA: false },
        { cA: true, pathLenConstraint },
        { cA: false, pathLenConstraint },
      ]);
      put(
        recipes[role],
        oids.basicConstraints,
        value && extension('basicConstraints', value, random.below(2) === 0),
      );
    },
  },
  {
    name: 'keyUsage',
    to(recipes, role, random) {
      const value = random.below(4) === 0 ? undefined : some(usages, random, 3);
      const isCritical = random.below(2) === 0;
      put(recipes[role], oids.keyUsage, value && extension('keyUsage', [...new Set(value)], isCritical));
    },
  },
  {
    name: 'extKeyUsage',
    to(recipes, role, random) {
      const all = [oids.serverAuth, oids.clientAuth, oids.anyExtendedKeyUsage, oids.OCSPSigning, '1.2.3.4'];
      const value = random.below(4) === 0 ? undefined : some(all, random, 2);
      const isCritical = random.below(2) === 0;
      put(
        recipes[role],
        oids.extKeyUsage,
        value && extension('extKeyUsage', [...new Set(value)], isCritical),
      );
    },
  },
  {
    name: 'subjectAltName',
    to(recipes, role, random) {
      const isCritical = random.below(4) === 0;
      put(
        recipes[role],
        oids.subjectAltName,
        extension('subjectAltName', some(names, random, 3), isCritical),
      );
    },
  },
  { name: 'no subjectAltName', to: (recipes, role) => put(recipes[role], oids.subjectAltName, undefined) },
  {
    name: 'nameConstraints',
    to(recipes, role, random) {
      const permitted = random.below(2) === 0;
      const value = {
        ...(permitted && { permittedSubtrees: subtrees(random) }),
        ...((!permitted || random.below(2) === 0) && { excludedSubtrees: subtrees(random) }),
      };
      put(
        recipes[role === 'leaf' ? 'issuer' : role],
        oids.nameConstraints,
        extension('nameConstraints', value, random.below(4) > 0),
      );
      if (random.below(2) === 0)
        put(
          recipes.leaf,
          oids.subjectAltName,
          extension('subjectAltName', [dns(hostName), ...some(names, random, 2)]),
        );
    },
  },
  {
    name: 'policies',
    to(recipes, role, random) {
      for (const each of roles) {
        const value = [...new Set(some(policies, random, 2))].map((policyIdentifier) => ({
          policyIdentifier,
        }));
        if (random.below(3) > 0)
          put(recipes[each], oids.certificatePolicies, extension('certificatePolicies', value));
      }
      const limits = { requireExplicitPolicy: random.below(3), inhibitPolicyMapping: random.below(3) };
      put(recipes[role], oids.policyConstraints, extension('policyConstraints', limits, true));
      if (random.below(2) === 0)
        put(
          recipes[random.of(roles)],
          oids.inhibitAnyPolicy,
          extension('inhibitAnyPolicy', random.below(3), true),
        );
      const [issuerDomainPolicy, subjectDomainPolicy] = [random.of(policies), random.of(policies)];
      if (random.below(3) === 0)
        put(
          recipes[random.of(['issuer', 'root'] as const)],
          oids.policyMappings,
          extension('policyMappings', [{ issuerDomainPolicy, subjectDomainPolicy }], true),
        );
    },
  },
  {
    name: 'an unknown extension',
    to(recipes, role, random) {
      put(recipes[role], '1.2.3.4.5', rawExtension('1.2.3.4.5', random.below(2) === 0, random.bytes(3)));
    },
  },
  {
    name: 'an extension twice',
    to: (recipes, role, random) =>
      grow(recipes[role], (tbs) => {
        const all = extensionsOf(tbs);
        if (all.length > 0) all.push(random.of(all));
      }),
  },
  {
    name: 'a value of an extension',
    to: (recipes, role, random) =>
      grow(recipes[role], (tbs) => {
        const all = extensionsOf(tbs);
        if (all.length === 0) return;
        const value = random.of(all).parts!.at(-1)!;
        value.contents = changeDer(
          value.parts ? bytesOf(value.parts) : value.contents,
          random,
          value.contents,
        );
        delete value.parts;
      }),
  },
  {
    name: 'critical written out',
    to: (recipes, role, random) =>
      grow(recipes[role], (tbs) => {
        const all = extensionsOf(tbs).filter(({ parts }) => parts?.length === 2);
        if (all.length > 0) random.of(all).parts!.splice(1, 0, spelled(Uint8Array.of(random.of([0, 0, 1]))));
      }),
  },
  {
    name: 'cA FALSE written out',
    to: (recipes, role) =>
      put(
        recipes[role],
        oids.basicConstraints,
        rawExtension(oids.basicConstraints, true, Uint8Array.of(0x30, 3, 1, 1, 0)),
      ),
  },
  {
    name: 'serial number',
    to: (recipes, role, random) =>
      grow(recipes[role], (tbs) => {
        const at = tbs.parts![0]!.tag === 0xa0 ? 1 : 0;
        tbs.parts![at]!.contents = random.of([
          Uint8Array.of(0),
          Uint8Array.of(0xff),
          Uint8Array.of(0, 1),
          new Uint8Array(20).fill(0x7f),
          new Uint8Array(21).fill(0x7f),
          new Uint8Array(40).fill(0x11),
          new Uint8Array(),
        ]);
      }),
  },
  {
    name: 'version',
    to: (recipes, role, random) =>
      grow(recipes[role], (tbs) => {
        if (random.below(2) === 0) tbs.parts!.splice(0, 1);
        else tbs.parts![0]!.parts![0]!.contents = Uint8Array.of(random.below(4));
        if (random.below(2) === 0) tbs.parts!.splice(-1, 1);
      }),
  },
  {
    name: 'issuer',
    to(recipes, role, random) {
      const other = random.of([
        { CN: 'Issuer' },
        { O: 'TEST', CN: ' issuer  ' },
        { O: 'Test', CN: 'Other' },
        {},
      ]);
      const before = recipes[role].tbs ?? ((tbs) => tbs);
      recipes[role].tbs = (tbs) => ({ ...before(tbs), issuer: nameOf(other) });
    },
  },
  {
    name: 'subject',
    to(recipes, role, random) {
      const subject = random.of([{}, { CN: hostName }, { O: 'Exämple', CN: 'Ünï' }, { C: 'NL', CN: 'x' }]);
      recipes[role].subject = subject;
    },
  },
  {
    name: 'key identifiers',
    to(recipes, role, random) {
      const keyIdentifier = random.bytes(20);
      if (random.below(2) === 0) {
        const authorityCertSerialNumber = Uint8Array.of(1 + random.below(3));
        const authorityCertIssuer = [random.of([dn({ O: 'Test', CN: 'Root' }), dn({ CN: 'x' })])];
        const value = random.of([
          undefined,
          { keyIdentifier },
          { authorityCertIssuer, authorityCertSerialNumber },
        ]);
        put(recipes[role], oids.authorityKeyIdentifier, value && extension('authorityKeyIdentifier', value));
      } else {
        const value = random.of([undefined, keyIdentifier]);
        put(recipes[role], oids.subjectKeyIdentifier, value && extension('subjectKeyIdentifier', value));
      }
    },
  },
  {
    name: 'an RSA signature',
    to(recipes, role, random) {
      if (role === 'leaf') recipes.issuer.publicKey = rsaKey.publicKey;
      else recipes.root.publicKey = rsaKey.publicKey;
      recipes.signers[role] = rsaKey;
      if (role !== 'leaf') recipes.signers.root = recipes.signers.issuer = rsaKey;
      recipes.algorithms[role] = random.of([
        { kind: 'RSA-PKCS1', hash: 'SHA-256' },
        { kind: 'RSA-PKCS1', hash: 'SHA-512' },
        { kind: 'RSA-PKCS1', hash: 'SHA-1' },
        { kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 },
      ]);
    },
  },
  {
    name: 'the key',
    to(recipes, role, random) {
      const tree = (spki: Uint8Array): Uint8Array => changeDer(spki, random, rsaKey.publicKey);
      const key = random.of([rsaKey.publicKey, recipes[role].publicKey]);
      const changed = random.below(2) === 0 ? key : tree(key);
      grow(recipes[role], (tbs) => {
        const at = tbs.parts![0]!.tag === 0xa0 ? 6 : 5;
        const parts = treeOf(changed);
        if (parts?.length === 1) tbs.parts![at] = parts[0]!;
      });
    },
  },
  {
    name: 'the signature algorithm inside',
    to: (recipes, role, random) =>
      grow(recipes[role], (tbs) => {
        const at = tbs.parts![0]!.tag === 0xa0 ? 2 : 1;
        if (random.below(2) === 0) tbs.parts![at]!.parts!.push({ tag: 5, contents: new Uint8Array() });
        else tbs.parts![at]!.parts![0]!.contents = Uint8Array.of(0x2b, 0x65, 0x71);
      }),
  },
  {
    name: 'a time',
    to: (recipes, role, random) =>
      grow(recipes[role], (tbs) => {
        changeTime(placesIn([tbs]), random);
      }),
  },
  ...Array.from({ length: 6 }, () => ({
    name: 'an element',
    to: (recipes: Recipes, role: Role, random: Random): void =>
      grow(recipes[role], (tbs) => {
        const [changed, ...more] = treeOf(changeDer(bytesOf([tbs]), random, rsaKey.publicKey)) ?? [];
        if (!changed || more.length > 0) return;
        for (const key of Object.keys(tbs) as (keyof Element)[]) delete tbs[key];
        Object.assign(tbs, changed);
      }),
  })),
];
