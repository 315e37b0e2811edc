/** A provider that parses no SubjectPublicKeyInfo: what it imports, it imports from what the certificate's reader made of it. */
import nodeCrypto, {
  constants,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  publicEncrypt,
  verify,
} from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { KeyKind, Provider, PublicKey, PublicKeyInfo } from '../src/crypto/provider.ts';
import { generateKey, nodeProvider } from '../src/crypto/providers/node.ts';
import { nodeSignature } from '../src/crypto/providers/node-public-key.ts';
import type { Credential } from '../src/handshake/config.ts';
import type { ClientOptions, ServerOptions } from '../src/options/options.ts';
import { SubjectPublicKeyInfo } from '../src/x509/certificate/spki.ts';
import { privateProfile } from '../src/x509/index.ts';
import { type Made, make, makeCa, noon, storeOf } from './chain.ts';
import { established, failure, joined, type Pair } from './pair.ts';

/** Every key that node:crypto was asked to import as a SubjectPublicKeyInfo, in hexadecimal. */
const imports = vi.hoisted(() => [] as string[]);
vi.mock('node:crypto', async (original) => {
  const real = await original<typeof nodeCrypto & { default: typeof nodeCrypto }>();
  const createPublicKey: typeof real.createPublicKey = (given) => {
    const { key, type } = given as { key?: unknown; type?: string };
    if (type === 'spki') imports.push(Buffer.from(key as Uint8Array).toString('hex'));
    return real.createPublicKey(given);
  };
  return { ...real, createPublicKey };
});

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const magnitude = (integer: Uint8Array): string => base64url(integer.subarray(integer[0] === 0 ? 1 : 0));

/** What a JSON Web Key says (RFC 7518 section 6, RFC 8037 section 2), from the parsed form and not from its DER. */
function jwkOf({ kind, rsa, subjectPublicKey: key }: Omit<PublicKeyInfo, 'der'>): JsonWebKey {
  switch (kind!.type) {
    case 'RSA':
    case 'RSA-PSS':
      return { kty: 'RSA', n: magnitude(rsa!.modulus), e: magnitude(rsa!.publicExponent) };
    case 'EC': {
      const half = (key.length - 1) / 2;
      const crv = `P-${kind!.bits}`;
      return {
        kty: 'EC',
        crv,
        x: base64url(key.subarray(1, 1 + half)),
        y: base64url(key.subarray(1 + half)),
      };
    }
    default:
      return { kty: 'OKP', crv: kind!.type, x: base64url(key) };
  }
}

const keyOf = (kind: KeyKind, key: KeyObject): PublicKey => ({
  ...kind,
  verify(algorithm, data, signature) {
    const how = nodeSignature(algorithm, kind);
    return how !== undefined && verify(how.hash, data, { ...how, key }, signature);
  },
  ...(kind.type === 'RSA' && {
    encrypt: (plaintext) => publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, plaintext),
  }),
});

/** What each side's provider was handed. */
const handed: PublicKeyInfo[] = [];
const reads = vi.spyOn(SubjectPublicKeyInfo, 'read');
/** How often a SubjectPublicKeyInfo was read while the provider had one in hand. */
let readsInside = 0;

const provider: Provider = {
  ...nodeProvider,
  name: 'one that parses no SubjectPublicKeyInfo',
  publicKey(spki) {
    const before = reads.mock.calls.length;
    handed.push(spki);
    const key = spki.kind && keyOf(spki.kind, createPublicKey({ key: jwkOf(spki), format: 'jwk' }));
    readsInside += reads.mock.calls.length - before;
    return key;
  },
};
beforeEach(() => {
  imports.length = handed.length = readsInside = 0;
});

const root = makeCa('Root', undefined, {}, generateKey('EC', { curve: 'secp384r1' }));
const intermediate = makeCa('Intermediate', root, {}, generateKey('RSA'));
const kinds = {
  EC: () => generateKey('EC'),
  'EC on P-521': () => generateKey('EC', { curve: 'secp521r1' }),
  RSA: () => generateKey('RSA'),
  Ed25519: () => generateKey('Ed25519'),
};
const purposes = { dnsNames: ['localhost'], extKeyUsage: ['serverAuth', 'clientAuth'] } as const;
const leafWith = (kind: keyof typeof kinds): Made => make('localhost', intermediate, purposes, kinds[kind]());

function shake(server: Made, client: Made, shared: Partial<ClientOptions & ServerOptions>): Pair {
  const credentials = ({ der, key }: Made): Credential[] => [
    { kind: 'certificate', chain: [der, intermediate.der], key },
  ];
  // Not the hybrid group, whose shares node:crypto imports as a SubjectPublicKeyInfo too.
  const groups = ['x25519', 'secp256r1', 'secp521r1'];
  const both = {
    groups,
    provider,
    trust: storeOf(root),
    profile: privateProfile,
    wallClock: () => noon,
    ...shared,
  };
  return joined(
    { ...both, credentials: credentials(client) },
    { ...both, credentials: credentials(server), clientAuthentication: 'require' },
  );
}

function expectOpen({ client, server }: Pair): void {
  for (const side of [client, server]) {
    expect(failure(side)?.message).toBeUndefined();
    expect(established(side)?.agreement.clientAuthenticated).toBe(true);
  }
}

const hex = ({ der }: { readonly der: Uint8Array }): string => Buffer.from(der).toString('hex');
const spkisOf = (...made: readonly Made[]): string[] =>
  made.map(({ certificate }) => hex(certificate.spki)).sort();

describe.each(['TLS 1.3', 'TLS 1.2'] as const)('%s', (version) => {
  it.each(Object.keys(kinds) as (keyof typeof kinds)[])(
    'verifies both chains and both proofs with keys of the kind %s, and parses none of them again',
    (kind) => {
      const [server, client] = [leafWith(kind), leafWith(kind)];
      expectOpen(shake(server, client, { versions: [version] }));
      // Each side: the key of the root, the intermediate and the peer; nobody else's.
      expect(handed.map(hex).sort()).toEqual(spkisOf(root, root, intermediate, intermediate, server, client));
      expect(imports).toEqual([]);
      expect(readsInside).toBe(0);
    },
  );

  it('refuses a chain that another key signed', () => {
    const [server, client] = [leafWith('EC'), leafWith('EC')];
    const forged = make('localhost', { ...intermediate, key: generateKey('RSA') }, purposes);
    const pair = shake(forged, client, { versions: [version] });
    expect(failure(pair.client)?.reason).toBe('certificate-rejected');
    expect(failure(pair.client)?.message).toContain('does not verify with the key of "CN=Intermediate"');
    expect(failure(shake(server, forged, { versions: [version] }).server)?.reason).toBe(
      'certificate-rejected',
    );
    expect(imports).toEqual([]);
  });
});

it('encrypts a premaster secret for a key that it imported by its numbers', () => {
  const cipherSuites = ['TLS_RSA_WITH_AES_128_GCM_SHA256'];
  expectOpen(shake(leafWith('RSA'), leafWith('RSA'), { cipherSuites }));
  expect(imports).toEqual([]);
});

it('would be seen to parse one: node:crypto takes the root’s as it stands in the certificate', () => {
  expectOpen(shake(leafWith('EC'), leafWith('EC'), { provider: nodeProvider }));
  expect(new Set(imports)).toEqual(new Set(spkisOf(root)));
});
