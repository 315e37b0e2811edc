import { describe, expect, it } from 'vitest';
import {
  and,
  ask,
  by,
  crl,
  crlPoint,
  intermediate,
  leaf,
  type Made,
  make,
  now,
  ocsp,
  outcomeOf,
  responder,
  revocationChecks,
  revokedStatus,
  root,
} from '../../../test/revocation-lab.ts';
import { generateKey } from '../../crypto/providers/node.ts';
import type { IssueCrlRequest } from '../../issue/issue-crl.ts';
import { extension, rawExtension } from '../certificate/extensions.ts';
import { oids } from '../certificate/oids.ts';

const ofIntermediate = ocsp(intermediate);
const delegate = responder(intermediate);
/** Nothing but this is known of the leaf. */
const withLeaf = (...responses: readonly Uint8Array[]) => ({ ocspResponses: [ofIntermediate, ...responses] });
const odd = rawExtension('1.3.6.1.4.1.55555.1', true, Uint8Array.of(5, 0));

describe('a response that proves nothing, since it is', () => {
  const imposter = make('Intermediate', root);
  const from = (signer: Made): Uint8Array => ocsp(leaf, {}, by(signer));

  const useless: readonly (readonly [string, () => Uint8Array, RegExp])[] = [
    ['of the certificate itself', () => from(leaf), /by "CN=leaf", and its issuer has not certified it/],
    [
      'of a delegate whose certificate is not there',
      () => ocsp(leaf, {}, { ...by(delegate), certificates: [] }),
      /nor has a certificate in the response/,
    ],
    [
      'of a delegate whose certificate stands behind eight others',
      () => ocsp(leaf, {}, { ...by(delegate), certificates: [...Array(8).fill(root.der), delegate.der] }),
      /nor has a certificate in the response/,
    ],
    [
      'of a delegate that goes by another name',
      () =>
        ocsp(leaf, {}, { ...by(delegate), responderID: { kind: 'byName', value: leaf.certificate.subject } }),
      /nor has a certificate in the response/,
    ],
    [
      'of a delegate that goes by another key',
      () => ocsp(leaf, {}, { ...by(delegate), responderID: { kind: 'byKey', value: new Uint8Array(20) } }),
      /nor has a certificate in the response/,
    ],
    [
      'of a delegate for any purpose',
      () =>
        from(
          responder(intermediate, {
            extensions: (standard) => [
              ...standard.filter(({ extnID }) => extnID !== oids.extKeyUsage),
              extension('extKeyUsage', [oids.anyExtendedKeyUsage]),
            ],
          }),
        ),
      /has not certified it for OCSPSigning/,
    ],
    [
      'of a delegate for servers',
      () => from(responder(intermediate, { extKeyUsage: ['serverAuth'] })),
      /has not certified it for OCSPSigning/,
    ],
    [
      'of a delegate whose key is not for signatures',
      () => from(responder(intermediate, { keyUsage: ['keyEncipherment'] })),
      /its key is not for signatures/,
    ],
    [
      'of a delegate that has expired',
      () => from(responder(intermediate, { notAfter: now - 1000 })),
      /the certificate of "CN=Responder" expired on/,
    ],
    [
      'of a delegate that is not valid yet',
      () => from(responder(intermediate, { notBefore: now + 1000 })),
      /is not valid before/,
    ],
    ['of a delegate of the CA above', () => from(responder(root)), /is of another issuer/],
    [
      'of a delegate of another key of the issuer’s name',
      () => from(responder(imposter)),
      /signature of the certificate of "CN=Responder" does not verify/,
    ],
    [
      'of a delegate with a critical extension that is not understood',
      () => from(responder(intermediate, and(odd))),
      /of "CN=Responder" has critical extensions that are not understood/,
    ],
    [
      'of a delegate with another key than its certificate',
      () =>
        ocsp(
          leaf,
          {},
          { responder: { certificate: delegate.der, key: leaf.key }, certificates: [delegate.der] },
        ),
      /does not verify with the key of "CN=Responder"/,
    ],
    [
      'of a delegate with a short key',
      () => from(responder(intermediate, {}, generateKey('RSA', { bits: 1024 }))),
      /the key of "CN=Responder" is too short/,
    ],
  ];

  it.each(useless)('%s', (_, build, why) => {
    const revocation = withLeaf(build());
    const hard = ask(revocation);
    expect(outcomeOf(hard)).toBe('revocation-unknown');
    expect(hard.message).toMatch(why);
    const soft = ask({ mode: 'soft', ...revocation });
    expect(outcomeOf(soft)).toBe('accepted');
    expect(revocationChecks(soft)[0]).toMatchObject({ ok: true, detail: expect.stringMatching(why) });
    // And keeps no other from being believed.
    const { ocspResponses } = revocation;
    expect(outcomeOf(ask({ ocspResponses: [...ocspResponses, ocsp(leaf)] }))).toBe('accepted');
    expect(outcomeOf(ask({ ocspResponses, crls: [crl(intermediate)] }))).toBe('accepted');
    const revoking = ocsp(leaf, { status: revokedStatus });
    expect(outcomeOf(ask({ mode: 'soft', ocspResponses: [...ocspResponses, revoking] }))).toBe('revoked');
  });
});

describe('a delegate without id-pkix-ocsp-nocheck', () => {
  const url = 'http://delegates.test/';
  const unchecked = responder(intermediate, and(crlPoint(url)));
  const good = ocsp(leaf, {}, by(unchecked));
  const bad = ocsp(leaf, { status: revokedStatus }, by(unchecked));
  /** A list of delegates only: it says nothing of the leaf. */
  const listing = (...revoked: readonly Made[]): Uint8Array => {
    const scope = {
      distributionPoint: {
        kind: 'fullName',
        value: [{ kind: 'uniformResourceIdentifier', value: url }],
      },
      onlyContainsUserCerts: false,
      onlyContainsCACerts: false,
      indirectCRL: false,
      onlyContainsAttributeCerts: false,
    } as const;
    const extensions: IssueCrlRequest['extensions'] = (standard) => [
      ...standard,
      extension('issuingDistributionPoint', scope, true),
    ];
    return crl(intermediate, revoked, { extensions });
  };

  it('makes nothing good in mode hard, unless a CRL is at hand that does not name it', () => {
    const soft = ask({ mode: 'soft', ocspResponses: [good] });
    expect(outcomeOf(soft)).toBe('accepted');
    expect(revocationChecks(soft)[0]!.detail).toMatch(/^good on /);
    const verdict = ask(withLeaf(good));
    expect(outcomeOf(verdict)).toBe('revocation-unknown');
    expect(verdict.message).toContain('whether the certificate of "CN=Responder" has been revoked');
    expect(outcomeOf(ask({ ...withLeaf(), crls: [listing()] }))).toBe('revocation-unknown');
    expect(outcomeOf(ask({ ...withLeaf(good), crls: [listing()] }))).toBe('accepted');
  });

  it('revokes all the same', () => {
    for (const mode of ['soft', 'hard'] as const)
      expect(outcomeOf(ask({ mode, ...withLeaf(bad) }))).toBe('revoked');
  });

  it('says nothing when it has been revoked', () => {
    const crls = [listing(unchecked)];
    for (const response of [good, bad]) {
      const verdict = ask({ mode: 'soft', ...withLeaf(response), crls });
      expect(outcomeOf(verdict)).toBe('accepted');
      expect(revocationChecks(verdict)[0]!.detail).toContain('of "CN=Responder" has been revoked');
      expect(outcomeOf(ask({ ...withLeaf(response), crls }))).toBe('revocation-unknown');
    }
  });

  it('is not one that has it critical', () => {
    const critical = responder(intermediate, and(extension('ocspNocheck', null, true)));
    expect(outcomeOf(ask(withLeaf(ocsp(leaf, {}, by(critical)))))).toBe('accepted');
  });

  it('is asked for, and one with it is not', () => {
    const trusted = responder(intermediate, and(crlPoint(url), extension('ocspNocheck', null)));
    const response = ocsp(leaf, {}, by(trusted));
    expect(outcomeOf(ask({ ...withLeaf(response), crls: [listing(trusted)] }))).toBe('accepted');
  });
});
