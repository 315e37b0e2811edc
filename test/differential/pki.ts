/** A root, an issuer and a leaf that are good, and signed anew whatever is done to them: by keys that are the same each time. */
import { readFileSync } from 'node:fs';
import type { PrivateKey, SignatureAlgorithm } from '../../src/crypto/provider.ts';
import { privateKey } from '../../src/crypto/providers/node.ts';
import { type IssueRequest, issueCertificate } from '../../src/issue/index.ts';
import { usualAlgorithm } from '../../src/issue/issue-certificate.ts';
import { encode } from '../../src/wire/codec.ts';
import { octetAligned } from '../../src/wire/der-values.ts';
import { bytesOf, type Element, treeOf } from '../fuzz/der-tree.ts';

export const time = Date.UTC(2026, 5, 1);
export const day = 86_400_000;
export const hostName = 'a.example.com';

/** Ed25519, whose signatures are the same each time; the private key is 32 of one byte. */
const ed25519 = (byte: number): PrivateKey =>
  privateKey(Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, byte)]));

export const rsaKey = privateKey(readFileSync('test/differential/rsa-key.pem', 'utf8'));
export const keys = { root: ed25519(1), issuer: ed25519(2), leaf: ed25519(3) };

export type Role = keyof typeof keys;
export const roles: readonly Role[] = ['leaf', 'issuer', 'root'];

/** What is to be issued; a change changes it. */
export type Recipe = { -readonly [K in keyof Omit<IssueRequest, 'issuer'>]: IssueRequest[K] } & {
  /** Done to what is signed, before it is. */
  tree?: (tbs: Element) => void;
};

export interface Recipes {
  readonly leaf: Recipe;
  readonly issuer: Recipe;
  readonly root: Recipe;
  /** Who signs the leaf and what is above it. */
  readonly signers: Record<'leaf' | 'issuer' | 'root', PrivateKey>;
  readonly algorithms: Partial<Record<Role, SignatureAlgorithm>>;
}

export function recipes(): Recipes {
  const validity = { notBefore: time - 100 * day, notAfter: time + 100 * day };
  const ca = { ca: true, ...validity };
  return {
    root: {
      subject: { O: 'Test', CN: 'Root' },
      publicKey: keys.root.publicKey,
      serial: Uint8Array.of(1),
      ...ca,
    },
    issuer: {
      subject: { O: 'Test', CN: 'Issuer' },
      publicKey: keys.issuer.publicKey,
      serial: Uint8Array.of(2),
      ...ca,
    },
    leaf: {
      subject: { CN: hostName },
      publicKey: keys.leaf.publicKey,
      serial: Uint8Array.of(3),
      dnsNames: [hostName],
      ...validity,
    },
    signers: { leaf: keys.issuer, issuer: keys.root, root: keys.root },
    algorithms: {},
  };
}

/** Each by its role. Whoever issues has the name and the key that its recipe says, whatever else was done to it. */
export function issued(given: Recipes): Record<Role, Uint8Array> {
  const issue = (role: Role, { tree, ...request }: Recipe, above?: Uint8Array): Uint8Array => {
    const key = given.signers[role];
    const algorithm = given.algorithms[role] ?? usualAlgorithm(key);
    const issuer = { key, ...(above && { certificate: above }) };
    const der = issueCertificate({ ...request, algorithm, issuer }) as Uint8Array;
    if (!tree) return der;
    const [whole] = treeOf(der) as [Element];
    const [tbs, identifier] = whole.parts as [Element, Element];
    tree(tbs);
    return sealed(bytesOf([tbs]), bytesOf([identifier]), key, algorithm);
  };
  const plain = ({ subject, publicKey, serial, notBefore, notAfter }: Recipe): Recipe => ({
    ...{ subject, publicKey, serial, notBefore, notAfter, ca: true },
  });
  return {
    root: issue('root', given.root),
    issuer: issue('issuer', given.issuer, issue('root', plain(given.root))),
    leaf: issue('leaf', given.leaf, issue('issuer', plain(given.issuer), issue('root', plain(given.root)))),
  };
}

/** What is signed, how, and the signature, as one. */
export function sealed(
  tbs: Uint8Array,
  identifier: Uint8Array,
  key: PrivateKey,
  algorithm: SignatureAlgorithm,
): Uint8Array {
  const signature = key.sign(algorithm, tbs) as Uint8Array;
  const parts = [tbs, identifier, encode(octetAligned, signature)].flatMap((part) => treeOf(part)!);
  return bytesOf([{ tag: 0x30, contents: new Uint8Array(), parts }]);
}
