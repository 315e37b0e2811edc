/** CRLs that are signed by another key than the certificates (RFC 5280 section 6.3.3 (f)). */
import { describe, expect, it } from 'vitest';
import {
  ask,
  crl,
  intermediate,
  leaf,
  type Made,
  make,
  now,
  outcomeOf,
  revocationChecks,
  root,
} from '../../../test/revocation-lab.ts';
import type { PublicKeyInfo } from '../../crypto/provider.ts';
import { nodeProvider } from '../../crypto/providers/node.ts';
import { sameBytes } from '../../wire/bytes.ts';
import { anchorFromCertificate, trustStore } from '../anchors.ts';
import { extension, rawExtension } from '../certificate/extensions.ts';
import { oids } from '../certificate/oids.ts';
import type { Verdict } from '../verdict.ts';
import { parseCrl } from './crl.ts';
import type { RevocationQuestion } from './revocation-question.ts';

const name = intermediate.certificate.subject;
const another = (issuer: Made, more: Parameters<typeof make>[2] = {}): Made =>
  make('Intermediate', issuer, { ca: false, dnsNames: [], keyUsage: ['cRLSign'], ...more });

/** Judged with a list of this key’s, whose certificate stands in the chain. */
function judge(
  signer: Made,
  revoked: readonly Made[],
  mode: RevocationQuestion['mode'] = 'hard',
  crls: readonly Uint8Array[] = [crl(root)],
): Verdict {
  return ask(
    { mode, crls: [...crls, crl(signer, revoked)] },
    { chain: [leaf.der, intermediate.der, signer.der] },
  );
}

describe('a list signed by another key of the issuer’s name', () => {
  it('counts when that is the CA above, which has certified its own other key', () => {
    const rolled = (above: Made): readonly [Made, readonly Uint8Array[]] => {
      const below = make('Rolled', above);
      const made = make('leaf', below, { ca: false, dnsNames: ['a.test'] });
      return [made, [made.der, below.der, above.der]];
    };
    const above = make('Rolled', root);
    const [made, chain] = rolled(above);
    expect(outcomeOf(ask({ mode: 'hard', crls: [crl(root), crl(above)] }, { chain }))).toBe('accepted');
    expect(outcomeOf(ask({ mode: 'soft', crls: [crl(above, [made])] }, { chain }))).toBe('revoked');
    const forCertificates = make('Rolled', root, { keyUsage: ['keyCertSign'] });
    const [, others] = rolled(forCertificates);
    const crls = [crl(root), crl(forCertificates)];
    expect(outcomeOf(ask({ mode: 'hard', crls }, { chain: others }))).toBe('revocation-unknown');
  });

  it('counts when the CA above has certified that key', () => {
    const signer = another(root);
    expect(outcomeOf(judge(signer, []))).toBe('accepted');
    expect(outcomeOf(judge(signer, [leaf]))).toBe('revoked');
    expect(outcomeOf(judge(signer, [leaf], 'soft'))).toBe('revoked');
    // Its certificate must be at hand.
    expect(outcomeOf(ask({ crls: [crl(root), crl(signer)] }))).toBe('revocation-unknown');
  });

  it('counts when the issuer itself has, as for a new key', () => {
    const signer = another(intermediate);
    expect(outcomeOf(judge(signer, [leaf], 'soft'))).toBe('revoked');
    expect(outcomeOf(judge(signer, [], 'hard', [crl(root), crl(intermediate)]))).toBe('accepted');
    const below = make('below the root', root, { ca: false, dnsNames: ['a.test'] });
    const rootsOther = make('Root', root, { ca: false, dnsNames: [], keyUsage: ['cRLSign'] });
    const chain = [below.der, rootsOther.der];
    expect(outcomeOf(ask({ mode: 'soft', crls: [crl(rootsOther, [below])] }, { chain }))).toBe('revoked');
    const trust = trustStore([{ subject: root.certificate.subject, spki: root.certificate.spki }]);
    expect(outcomeOf(ask({ mode: 'soft', crls: [crl(rootsOther, [below])] }, { chain, trust }))).toBe(
      'revoked',
    );
  });

  it('counts for the same name spelled otherwise', () => {
    const spelled = name.der.slice();
    // UTF8String to PrintableString
    spelled[spelled.indexOf(0x0c)] = 0x13;
    const signer = another(root, {
      tbs: (tbs) => ({ ...tbs, subject: { ...name, der: spelled } }),
    });
    expect(signer.certificate.subject.der).not.toEqual(name.der);
    expect(outcomeOf(judge(signer, [leaf], 'soft'))).toBe('revoked');
  });

  const sub = make('Subordinate', root);
  const otherRoot = make('Other Root');
  const useless: readonly (readonly [string, () => Made, RegExp])[] = [
    [
      'is certified by a CA below',
      () => another(sub),
      /neither its issuer nor the CA above has certified the key/,
    ],
    ['is certified by another root', () => another(otherRoot), /neither its issuer nor the CA above/],
    [
      'is certified by nobody else',
      () => another(make('Root')),
      /does not verify with the key of its issuer/,
    ],
    ['may not sign CRLs', () => another(root, { keyUsage: ['digitalSignature'] }), /does not verify/],
    [
      'does not say what its key is for',
      () =>
        another(root, {
          extensions: (standard) => standard.filter(({ extnID }) => extnID !== oids.keyUsage),
        }),
      /does not verify/,
    ],
    ['has expired', () => another(root, { notAfter: now - 1000 }), /expired on/],
    [
      'has a critical extension that is not understood',
      () =>
        another(root, {
          extensions: (standard) => [
            ...standard,
            rawExtension('1.3.6.1.4.1.55555.1', true, Uint8Array.of(5, 0)),
          ],
        }),
      /not understood/,
    ],
  ];
  it.each(useless)('does not count when its certificate %s', (_, build, why) => {
    const signer = build();
    const verdict = judge(signer, [leaf], 'soft');
    expect(outcomeOf(verdict)).toBe('accepted');
    expect(revocationChecks(verdict)[0]!.detail).toMatch(why);
    expect(outcomeOf(judge(signer, []))).toBe('revocation-unknown');
  });

  it('does not count when that key has been revoked', () => {
    const signer = another(root);
    const verdict = judge(signer, [leaf], 'soft', [crl(root, [signer])]);
    expect(outcomeOf(verdict)).toBe('accepted');
    expect(revocationChecks(verdict)[0]!.detail).toContain('"CN=Intermediate" has been revoked');
  });

  it('makes nothing good in mode hard when that key may have been revoked, and revokes all the same', () => {
    const signer = another(intermediate);
    const verdict = judge(signer, []);
    expect(outcomeOf(verdict)).toBe('revocation-unknown');
    expect(verdict.message).toContain('it is not known whether the certificate of "CN=Intermediate"');
    expect(outcomeOf(judge(signer, [leaf]))).toBe('revoked');
    // Its own list does not clear it.
    expect(outcomeOf(judge(signer, [], 'hard', [crl(root), crl(signer)]))).toBe('revocation-unknown');
  });

  it('is not tried with a key that it says is not its own', () => {
    const signer = another(root);
    let verified = 0;
    const decoys = Array.from({ length: 5 }, () => another(root));
    const list = crl(signer, [leaf], {
      extensions: (standard) => [
        ...standard.filter(({ extnID }) => extnID !== oids.authorityKeyIdentifier),
        extension('authorityKeyIdentifier', {
          keyIdentifier: signer.certificate.extensions.subjectKeyIdentifier!,
        }),
      ],
    });
    const { tbs } = parseCrl(list);
    const provider = {
      ...nodeProvider,
      publicKey: (spki: PublicKeyInfo) => {
        const key = nodeProvider.publicKey(spki)!;
        const verify: typeof key.verify = (algorithm, data, signature) => {
          if (sameBytes(data, tbs)) verified++;
          return key.verify(algorithm, data, signature);
        };
        return { type: key.type, bits: key.bits, verify };
      },
    };
    const chain = [leaf, intermediate, ...decoys, signer].map(({ der }) => der);
    const trust = trustStore([anchorFromCertificate(root.certificate)]);
    const verdict = ask({ mode: 'soft', crls: [list] }, { chain, provider, trust });
    expect(outcomeOf(verdict)).toBe('revoked');
    // With its issuer’s key, and with the one that it names.
    expect(verified).toBe(2);
  });
});
