/** Good certificates with a bad chain, or sent with the wrong chain or without it. */
import { type ExtensionName, extensionTable } from '../../x509/certificate/extensions.ts';
import { type Extension, extension } from '../../x509/index.ts';
import type { Authority } from './authority.ts';
import { type Bench, type Change, plus, type Sent, sent } from './bad-bench.ts';
import type { BadCertificate } from './bad-certificate.ts';

export const badChains: readonly BadCertificate[] = [
  {
    name: 'self-signed',
    wrong: 'it is signed with its own key',
    refusal: 'self-signed',
    async make(bench) {
      const { der, key } = await bench.selfSigned();
      return { chain: [der], key };
    },
  },
  {
    name: 'unknown-root',
    wrong: 'it leads to a root that nobody trusts',
    refusal: 'root-not-trusted',
    make: async (bench) => underRoot(bench, await bench.anotherRoot()),
  },
  {
    name: 'forged-root',
    wrong: 'it leads to a root with the name of the trusted one and a different key',
    refusal: 'root-not-trusted',
    make: async (bench) =>
      underRoot(bench, await bench.anotherRoot({ subject: bench.root.certificate.subject })),
  },
  {
    name: 'missing-intermediate',
    wrong: 'its issuer’s certificate is not sent',
    refusal: 'chain-incomplete',
    async make(bench) {
      const { chain, key } = await good(bench);
      return { chain: chain.slice(0, 1), key };
    },
  },
  {
    name: 'not-a-ca',
    wrong: 'its issuer is not a CA',
    refusal: 'not-a-ca',
    make: (bench) => badIntermediate(bench, { ca: false, extKeyUsage: [], extensions: minus('keyUsage') }),
  },
  {
    name: 'version-1-ca',
    wrong: 'its issuer has a version 1 certificate, which cannot say that it is a CA',
    refusal: 'not-a-ca',
    make: (bench) => badIntermediate(bench, { tbs: ({ extensions: _, ...tbs }) => ({ ...tbs, version: 0 }) }),
  },
  {
    name: 'no-cert-sign',
    wrong: 'its issuer’s key may not sign certificates',
    refusal: 'key-usage',
    make: (bench) => badIntermediate(bench, { keyUsage: ['digitalSignature', 'cRLSign'] }),
  },
  {
    name: 'path-length',
    wrong: 'its chain is longer than one of its CAs allows',
    refusal: 'path-length-exceeded',
    async make(bench) {
      const issuer = await bench.intermediate({}, await bench.intermediate({ pathLength: 0 }));
      return sent(await bench.leaf(issuer), issuer);
    },
  },
  {
    name: 'name-constraints',
    wrong: 'its issuer may only certify other names',
    refusal: 'name-constraints',
    make: (bench) => badIntermediate(bench, { extensions: plus(only(bench.stranger)) }),
  },
  {
    name: 'policy',
    wrong: 'its issuer requires a certificate policy, and it has none',
    refusal: 'policy',
    make: (bench) =>
      badIntermediate(bench, {
        extensions: plus(extension('policyConstraints', { requireExplicitPolicy: 0 }, true)),
      }),
  },
  {
    name: 'expired-intermediate',
    wrong: 'its issuer’s certificate expired yesterday',
    refusal: 'expired',
    make: (bench) => badIntermediate(bench, bench.past),
  },
  {
    name: 'wrong-order',
    wrong: 'nothing is wrong with it, but its intermediates are sent in the wrong order',
    async make(bench) {
      const issuer = await bench.intermediate({}, await bench.intermediate());
      const { der, key } = await bench.leaf(issuer);
      return { chain: [der, ...issuer.chain.toReversed()], key };
    },
  },
  {
    name: 'surplus',
    wrong: 'nothing is wrong with it, but its root and unrelated certificates are sent too',
    async make(bench) {
      const { chain, key } = await good(bench);
      const strangers = [await bench.anotherRoot(), await bench.intermediate()];
      const surplus = [...strangers, bench.root].map(({ certificate }) => certificate.der);
      return { chain: [chain[0]!, ...surplus, ...chain.slice(1)], key };
    },
  },
];

/** Nothing wrong. */
async function good(bench: Bench): Promise<Sent> {
  const issuer = await bench.intermediate();
  return sent(await bench.leaf(issuer), issuer);
}

/** A good certificate below a bad intermediate. */
async function badIntermediate(bench: Bench, change: Omit<Change, 'key'>): Promise<Sent> {
  const issuer = await bench.intermediate(change);
  return sent(await bench.leaf(issuer), issuer);
}

/** A good certificate below a good intermediate, with the root sent too. */
async function underRoot(bench: Bench, root: Authority): Promise<Sent> {
  const issuer = await bench.intermediate({}, root);
  const { chain, key } = sent(await bench.leaf(issuer), issuer);
  return { chain: [...chain, root.certificate.der], key };
}

const minus =
  (name: ExtensionName) =>
  (all: readonly Extension[]): Extension[] =>
    all.filter(({ extnID }) => extnID !== extensionTable[name].oid);

/** Only names below this one, and an address nobody has. */
function only(name: string): Extension {
  const names = { kind: 'dNSName', value: name } as const;
  const addresses = { kind: 'iPAddress', value: Uint8Array.of(0, 0, 0, 0, 255, 255, 255, 255) } as const;
  const permittedSubtrees = [names, addresses].map((base) => ({ base, minimum: 0 }));
  return extension('nameConstraints', { permittedSubtrees }, true);
}
