/** One thing changed about a good list, which is then signed: what an issuer could get wrong. */

import type { IssueCrlRequest } from '../../src/issue/index.ts';
import { type Extension, extension, rawExtension } from '../../src/x509/certificate/extensions.ts';
import { nameOf, oids } from '../../src/x509/index.ts';
import { bytesOf, copyOf, type Element, placesIn, treeOf } from '../fuzz/der-tree.ts';
import { changeDer } from '../fuzz/mutations.ts';
import type { Random } from '../fuzz/random.ts';
import { day, rsaKey, time } from './pki.ts';
import { changeTime } from './times.ts';

/** What is to be issued; a change changes it, or adds something that is done to what is signed. */
export type ListRecipe = { -readonly [K in keyof IssueCrlRequest]: IssueCrlRequest[K] } & {
  trees: ((tbs: Element) => void)[];
};

/** Gives its name. */
export function changeList(recipe: ListRecipe, random: Random): string {
  const [name, to] = random.of(changes);
  to(recipe, random);
  return name;
}

type Change = readonly [name: string, to: (recipe: ListRecipe, random: Random) => void];

function put(recipe: ListRecipe, oid: string, given: Extension | undefined): void {
  const before = recipe.extensions ?? ((standard) => standard);
  recipe.extensions = (standard) => [
    ...before(standard).filter(({ extnID }) => extnID !== oid),
    ...(given ? [given] : []),
  ];
}

/** Puts extensions on the entries whose places `which` takes. */
function putOnEntries(recipe: ListRecipe, given: Extension, which: (index: number) => boolean): void {
  const before = recipe.tbs ?? ((tbs) => tbs);
  recipe.tbs = (standard) => {
    const { revokedCertificates = [], ...tbs } = before(standard);
    return {
      ...tbs,
      revokedCertificates: revokedCertificates.map((each, index) =>
        which(index) ? { ...each, crlEntryExtensions: [...(each.crlEntryExtensions ?? []), given] } : each,
      ),
    };
  };
}

const entriesOf = (tbs: Element): Element[] => tbs.parts!.findLast(({ tag }) => tag === 0x30)!.parts!;
const listExtensions = (tbs: Element): Element[] =>
  tbs.parts!.find(({ tag }) => tag === 0xa0)!.parts![0]!.parts!;
const allExtensions = (tbs: Element): Element[] => [
  ...listExtensions(tbs),
  ...entriesOf(tbs).flatMap(({ parts }) => parts?.[2]?.parts ?? []),
];
const dn = (CN: string) => ({ kind: 'directoryName', value: nameOf({ O: 'Test', CN }) }) as const;

const changes: readonly Change[] = [
  [
    'times',
    (recipe, random) => {
      recipe.thisUpdate = time + random.of([-2 * day, -1000, 0, 1000, day]);
      recipe.nextUpdate = time + random.of([-day, -1000, 0, 1000, day]);
    },
  ],
  [
    'no nextUpdate',
    (recipe) => {
      const before = recipe.tbs ?? ((tbs) => tbs);
      recipe.tbs = (standard) => {
        const { nextUpdate: _, ...tbs } = before(standard);
        return tbs;
      };
    },
  ],
  ['no number', (recipe) => put(recipe, oids.cRLNumber, undefined)],
  [
    'no extensions',
    (recipe) => {
      recipe.extensions = () => [];
    },
  ],
  [
    'scope',
    (recipe, random) => {
      const flag = () => random.below(4) === 0;
      const at = random.of([
        undefined,
        [dn('Root')],
        [dn('Elsewhere')],
        [{ kind: 'uniformResourceIdentifier', value: 'http://a.test/' } as const],
      ]);
      const value = {
        ...(at && { distributionPoint: { kind: 'fullName', value: at } as const }),
        onlyContainsUserCerts: flag(),
        onlyContainsCACerts: flag(),
        ...(flag() && { onlySomeReasons: ['keyCompromise'] as const }),
        indirectCRL: flag(),
        onlyContainsAttributeCerts: flag(),
      };
      const isCritical = random.below(4) > 0;
      put(recipe, oids.issuingDistributionPoint, extension('issuingDistributionPoint', value, isCritical));
    },
  ],
  [
    'delta',
    (recipe, random) =>
      put(
        recipe,
        oids.deltaCRLIndicator,
        extension('deltaCRLIndicator', Uint8Array.of(3), random.below(4) > 0),
      ),
  ],
  [
    'an unknown extension',
    (recipe, random) =>
      put(recipe, '1.2.3.4.5', rawExtension('1.2.3.4.5', random.below(2) === 0, random.bytes(3))),
  ],
  [
    'key identifier',
    (recipe, random) =>
      put(
        recipe,
        oids.authorityKeyIdentifier,
        random.below(2) === 0
          ? undefined
          : extension('authorityKeyIdentifier', { keyIdentifier: random.bytes(20) }),
      ),
  ],
  [
    'reason',
    (recipe, random) => {
      const place = random.below(3);
      const value = Uint8Array.of(10, 1, random.below(13));
      const isCritical = random.below(6) === 0;
      recipe.revoked = recipe.revoked.map(({ serial, date }) => ({ serial, date }));
      putOnEntries(recipe, rawExtension(oids.reasonCode, isCritical, value), (index) => index === place);
    },
  ],
  [
    'an extension of entries',
    (recipe, random) => {
      const isCritical = random.below(2) === 0;
      const given = random.of([
        rawExtension('1.2.3.4.5', isCritical, random.bytes(2)),
        extension('invalidityDate', time - 3 * day, isCritical),
        extension('certificateIssuer', [dn(random.of(['Root', 'Elsewhere']))], isCritical),
      ]);
      const place = random.below(3);
      putOnEntries(recipe, given, (index) => index === place);
    },
  ],
  [
    'indirect, with issuers',
    (recipe, random) => {
      const value = {
        onlyContainsUserCerts: false,
        onlyContainsCACerts: false,
        indirectCRL: true,
        onlyContainsAttributeCerts: false,
      };
      put(recipe, oids.issuingDistributionPoint, extension('issuingDistributionPoint', value, true));
      const place = random.below(3);
      const given = extension('certificateIssuer', [dn(random.of(['Root', 'Elsewhere']))], true);
      putOnEntries(recipe, given, (index) => index === place);
    },
  ],
  [
    'no entries',
    (recipe, random) => {
      recipe.revoked = [];
      if (random.below(2) === 0) return;
      recipe.trees.push((tbs) => {
        tbs.parts!.splice(-1, 0, { tag: 0x30, contents: new Uint8Array() });
      });
    },
  ],
  [
    'version',
    (recipe, random) => {
      recipe.trees.push((tbs) => {
        if (random.below(2) === 0) tbs.parts!.splice(0, 1);
        else tbs.parts![0]!.contents = Uint8Array.of(random.below(4));
      });
    },
  ],
  [
    'an extension twice',
    (recipe, random) => {
      recipe.trees.push((tbs) => {
        const all = listExtensions(tbs);
        all.push(copyOf(random.of(all)));
      });
    },
  ],
  [
    'a value of an extension',
    (recipe, random) => {
      recipe.trees.push((tbs) => {
        const value = random.of(allExtensions(tbs)).parts!.at(-1)!;
        const bytes = value.parts ? bytesOf(value.parts) : value.contents;
        value.contents = changeDer(bytes, random, bytes);
        delete value.parts;
      });
    },
  ],
  [
    'critical written out',
    (recipe, random) => {
      recipe.trees.push((tbs) => {
        const all = allExtensions(tbs).filter(({ parts }) => parts?.length === 2);
        random.of(all).parts!.splice(1, 0, { tag: 1, contents: Uint8Array.of(random.of([0, 0, 1])) });
      });
    },
  ],
  [
    'a serial number',
    (recipe, random) => {
      recipe.trees.push((tbs) => {
        random.of(entriesOf(tbs)).parts![0]!.contents = random.of([
          Uint8Array.of(0, 0x30, 0x39),
          Uint8Array.of(0x30, 0x39),
          Uint8Array.of(0x80, 1),
          Uint8Array.of(0),
          new Uint8Array(),
          new Uint8Array(21).fill(0x30),
          new Uint8Array(130).fill(0x30),
        ]);
      });
    },
  ],
  ['a time', (recipe, random) => void recipe.trees.push((tbs) => changeTime(placesIn([tbs]), random))],
  [
    'the signature algorithm inside',
    (recipe, random) => {
      recipe.trees.push((tbs) => {
        const at = tbs.parts!.findIndex(({ tag }) => tag === 0x30);
        if (random.below(2) === 0) tbs.parts![at]!.parts!.push({ tag: 5, contents: new Uint8Array() });
        else tbs.parts![at]!.parts![0]!.contents = Uint8Array.of(0x2b, 0x65, 0x71);
      });
    },
  ],
  [
    'issuer',
    (recipe, random) => {
      const other = nameOf(random.of([{ CN: 'Root' }, { O: 'TEST', CN: ' root  ' }, {}]));
      const before = recipe.tbs ?? ((tbs) => tbs);
      recipe.tbs = (standard) => ({ ...before(standard), issuer: other });
    },
  ],
  ...Array.from(
    { length: 5 },
    (): Change => [
      'an element',
      (recipe, random) => {
        recipe.trees.push((tbs) => {
          const [changed, ...more] = treeOf(changeDer(bytesOf([tbs]), random, rsaKey.publicKey)) ?? [];
          if (!changed || more.length > 0) return;
          for (const key of Object.keys(tbs) as (keyof Element)[]) delete tbs[key];
          Object.assign(tbs, changed);
        });
      },
    ],
  ),
];
