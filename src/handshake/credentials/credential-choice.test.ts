import { describe, expect, it } from 'vitest';
import { type Made, make, makeCa, noon, storeOf } from '../../../test/chain.ts';
import { carry, established, failure, makeClient, makeServer } from '../../../test/pair.ts';
import { SignatureScheme } from '../../protocol/numbers/schemes.ts';
import { TLS12, TLS13 } from '../../protocol/numbers/versions.ts';
import type { CertificateWish, Credential } from '../config.ts';
import { chooseForClient } from './credential-choice.ts';

const root = makeCa('Root');
const other = makeCa('Other');
const server = (
  name: string,
  issuer: Made,
  hash: 'SHA-1' | 'SHA-256' | 'SHA-384' = 'SHA-256',
): Credential => {
  const made = make(name, issuer, { dnsNames: ['localhost'], algorithm: { kind: 'ECDSA', hash } });
  return { kind: 'certificate', chain: [made.der], key: made.key };
};
const plain = server('plain', root);
const elsewhere = server('elsewhere', other);
const strong = server('strong', root, 'SHA-384');
const old = server('old', root, 'SHA-1');

const { ecdsa_secp256r1_sha256, ecdsa_secp384r1_sha384, ecdsa_sha1, rsa_pkcs1_sha256 } = SignatureScheme;
const ours = [ecdsa_secp256r1_sha256];
const wish = (more: Partial<CertificateWish> = {}): CertificateWish => ({
  version: TLS13,
  signatureSchemes: [ecdsa_secp256r1_sha256],
  authorities: [],
  ...more,
});
const chosen = (credentials: readonly Credential[], asked: CertificateWish): Credential | undefined =>
  chooseForClient(credentials, ours, asked);

describe('a server’s certificate', () => {
  it('is the first that can sign, and the first of all when none can', () => {
    const mute = { ...plain, schemes: [rsa_pkcs1_sha256] };
    expect(chosen([mute, elsewhere, plain], wish())).toBe(elsewhere);
    expect(chosen([mute, { ...elsewhere, schemes: [] }], wish())).toBe(mute);
    expect(chosen([], wish())).toBeUndefined();
  });

  it.each([TLS12, TLS13] as const)('is one that the client can check, in 0x%x', (version) => {
    expect(chosen([strong, plain], wish({ version }))).toBe(plain);
    const signatureSchemesCert = [ecdsa_secp384r1_sha384];
    expect(chosen([plain, strong], wish({ version, signatureSchemesCert }))).toBe(strong);
    expect(chosen([strong], wish({ version }))).toBe(strong);
  });

  it('is one of an authority that the client names, after that', () => {
    const authorities = [other.certificate.subject.der];
    expect(chosen([plain, elsewhere], wish({ authorities }))).toBe(elsewhere);
    expect(chosen([plain], wish({ authorities }))).toBe(plain);
    const unchecked = server('unchecked', other, 'SHA-384');
    expect(chosen([unchecked, plain], wish({ authorities }))).toBe(plain);
  });

  it('has SHA-1 in it after all others', () => {
    expect(chosen([old, strong], wish())).toBe(strong);
    expect(chosen([old, plain], wish({ signatureSchemesCert: [ecdsa_sha1] }))).toBe(old);
  });

  it('with SHA-1 is not sent in TLS 1.3 to a client that does not ask for it', () => {
    const meet = (version: 'TLS 1.2' | 'TLS 1.3') => {
      const clock = { wallClock: () => noon };
      const pair = {
        client: makeClient({ trust: storeOf(root), versions: [version], ...clock }),
        server: makeServer({ credentials: [old], ...clock }),
      };
      carry(pair);
      return pair;
    };
    const refused = meet('TLS 1.3');
    expect(established(refused.client)).toBeUndefined();
    expect(failure(refused.server)).toMatchObject({
      reason: 'no-credential',
      message: expect.stringContaining('"CN=old" is signed with ecdsaWithSHA1'),
    });
    // TLS 1.2 has no such rule, and the client sees for itself.
    expect(failure(meet('TLS 1.2').client)).toMatchObject({ cause: { reason: 'weak-signature' } });
  });
});
