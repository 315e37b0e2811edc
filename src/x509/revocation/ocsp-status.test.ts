import { describe, expect, it } from 'vitest';
import {
  ask,
  by,
  crl,
  day,
  endEntity,
  hour,
  intermediate,
  leaf,
  make,
  minute,
  now,
  ocsp,
  outcomeOf,
  questionOf,
  responder,
  revocationChecks,
  revokedStatus,
  root,
  statement,
} from '../../../test/revocation-lab.ts';
import * as openssl from '../../../test/vectors/openssl-ocsp.ts';
import type { Provider } from '../../crypto/provider.ts';
import { generateKey, nodeProvider } from '../../crypto/providers/node.ts';
import { type OcspStatement, ocspFailure } from '../../issue/issue-ocsp.ts';
import { decodePem } from '../../wire/pem.ts';
import { trustStore, trustStoreFromPem } from '../anchors.ts';
import { parseCertificate } from '../certificate/certificate.ts';
import { rawExtension } from '../certificate/extensions.ts';
import { oids } from '../certificate/oids.ts';
import { verifyPeer } from '../verify.ts';
import { type BasicOcspResponse, parseOcspResponse } from './ocsp.ts';
import { certIdOf, keyHashOf } from './ocsp-cert-id.ts';

const ofIntermediate = ocsp(intermediate);
const { spki } = intermediate.certificate;
const delegate = responder(intermediate);
/** Nothing but this is known of the leaf. */
const withLeaf = (...responses: readonly Uint8Array[]) => ({ ocspResponses: [ofIntermediate, ...responses] });
const odd = rawExtension('1.3.6.1.4.1.55555.1', true, Uint8Array.of(5, 0));

describe('a response', () => {
  it('of the issuer makes a certificate good, and says so', () => {
    const verdict = ask(withLeaf(ocsp(leaf)));
    expect(outcomeOf(verdict)).toBe('accepted');
    expect(revocationChecks(verdict)).toMatchObject([
      {
        ok: true,
        certificate: 0,
        rfc: 'RFC 6960 section 3.2',
        detail: 'good on 2026-06-30 23:00:00 UTC, as the OCSP responder of its issuer says',
      },
      { ok: true, certificate: 1 },
    ]);
  });

  it('of the issuer revokes a certificate', () => {
    for (const mode of ['soft', 'hard'] as const) {
      const verdict = ask({ mode, ...withLeaf(ocsp(leaf, { status: revokedStatus })) });
      expect(outcomeOf(verdict)).toBe('revoked');
      expect(verdict.message).toBe('"CN=leaf" was revoked on 2026-06-30 00:00:00 UTC (keyCompromise)');
    }
    const { reason: _, ...unspecified } = revokedStatus;
    const verdict = ask({ mode: 'soft', ocspResponses: [ocsp(intermediate, { status: unspecified })] });
    expect(verdict.message).toBe('"CN=Intermediate" was revoked on 2026-06-30 00:00:00 UTC (unspecified)');
  });

  it('names its responder by name or by key, and the certificate by any hash', () => {
    const byKey = { kind: 'byKey', value: keyHashOf({ spki }, nodeProvider) } as const;
    expect(outcomeOf(ask(withLeaf(ocsp(leaf, {}, { responderID: byKey }))))).toBe('accepted');
    for (const hash of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const) {
      const certID = certIdOf(leaf.certificate, { spki }, nodeProvider, hash);
      expect(outcomeOf(ask(withLeaf(ocsp(leaf, { certID }))))).toBe('accepted');
    }
  });

  it('of a delegate counts as much', () => {
    const byKey = { kind: 'byKey', value: keyHashOf(delegate.certificate, nodeProvider) } as const;
    for (const responderID of [undefined, byKey]) {
      const request = { ...by(delegate), ...(responderID && { responderID }) };
      expect(outcomeOf(ask(withLeaf(ocsp(leaf, {}, request))))).toBe('accepted');
      expect(outcomeOf(ask(withLeaf(ocsp(leaf, { status: revokedStatus }, request))))).toBe('revoked');
    }
    const usage = responder(intermediate, { keyUsage: ['nonRepudiation'] });
    expect(outcomeOf(ask(withLeaf(ocsp(leaf, {}, by(usage)))))).toBe('accepted');
    // The certificate that is needed may stand among others, and among bytes that are none.
    const certificates = [root.der, Uint8Array.of(0x30, 0), delegate.der];
    expect(outcomeOf(ask(withLeaf(ocsp(leaf, {}, { ...by(delegate), certificates }))))).toBe('accepted');
  });

  it('of an anchor without a certificate counts', () => {
    const trust = trustStore([{ subject: root.certificate.subject, spki: root.certificate.spki }]);
    expect(outcomeOf(ask(withLeaf(ocsp(leaf)), { trust }))).toBe('accepted');
    expect(
      outcomeOf(ask({ ocspResponses: [ocsp(leaf), ocsp(intermediate, {}, by(responder(root)))] }, { trust })),
    ).toBe('accepted');
  });

  it('may speak of many certificates', () => {
    const others = [make('a', intermediate), make('b', intermediate)];
    const all = [statement(others[0]!, { status: revokedStatus }), statement(leaf), statement(others[1]!)];
    expect(outcomeOf(ask(withLeaf(ocsp(leaf, {}, { responses: all }))))).toBe('accepted');
    const contrary = [...all, statement(leaf, { status: revokedStatus })];
    expect(outcomeOf(ask(withLeaf(ocsp(leaf, {}, { responses: contrary }))))).toBe('revoked');
  });

  it('waits for a provider that answers later', async () => {
    const later: Provider = {
      ...nodeProvider,
      publicKey(given) {
        const key = nodeProvider.publicKey(given)!;
        return { type: key.type, bits: key.bits, verify: async (...rest) => key.verify(...rest) };
      },
    };
    const response = ocsp(leaf, { status: revokedStatus }, by(delegate));
    expect(outcomeOf(await verifyPeer(questionOf(withLeaf(response), { provider: later })))).toBe('revoked');
  });

  it('is looked at where it speaks of the certificate', () => {
    const response = ocsp(leaf, {}, { responses: [statement(intermediate), statement(leaf)] });
    const [check] = revocationChecks(ask(withLeaf(response)));
    const [, , single] = check!.looked;
    expect(single).toMatchObject({ in: 'ocsp', path: 'responseBytes.response.tbsResponseData.responses[1]' });
    const bytes = single!.der.subarray(single!.start, single!.end);
    expect(single!.der).toEqual(response);
    expect(Buffer.from(bytes).includes(Buffer.from(leaf.certificate.serialNumber))).toBe(true);
  });
});

describe('a response that proves nothing', () => {
  const imposter = make('Intermediate', root);
  const rsa = make('RSA', root, {}, generateKey('RSA'));
  const sha1 = { kind: 'RSA-PKCS1', hash: 'SHA-1' } as const;
  const flipped = (bytes: Uint8Array, fromEnd: number): Uint8Array =>
    bytes.with(bytes.length - fromEnd, bytes.at(-fromEnd)! ^ 1);
  const flippedSignature = (response: Uint8Array): Uint8Array => {
    const { signature } = parseOcspResponse(response) as BasicOcspResponse;
    return flipped(
      response,
      response.length - (signature.byteOffset - response.byteOffset) - signature.length + 3,
    );
  };
  const otherId = certIdOf(leaf.certificate, imposter.certificate, nodeProvider);
  const otherName = certIdOf(
    { ...leaf.certificate, issuer: root.certificate.subject },
    { spki },
    nodeProvider,
  );

  const nonsense = rawExtension(oids.ocspNonce, false, Uint8Array.of(4, 5));
  /** Responses of the right key, within their times, in which something is odd. */
  const limited: readonly (readonly [string, (status: OcspStatement['status']) => Uint8Array, RegExp])[] = [
    [
      'with a critical extension that is not understood',
      (status) => ocsp(leaf, { status }, { tbs: (tbs) => ({ ...tbs, responseExtensions: [odd] }) }),
      /not understood: 1\.3\.6/,
    ],
    [
      'with a critical extension that is not understood in what it says',
      (status) => ocsp(leaf, { status, extensions: [odd] }),
      /not understood: 1\.3\.6/,
    ],
    [
      'with a damaged extension',
      (status) => ocsp(leaf, { status }, { tbs: (tbs) => ({ ...tbs, responseExtensions: [nonsense] }) }),
      /not as it should be: ocspNonce: /,
    ],
    [
      'with a damaged extension in what it says',
      (status) => ocsp(leaf, { status, extensions: [nonsense] }),
      /not as it should be: ocspNonce: /,
    ],
    [
      'whose version is written out',
      (status) => ocsp(leaf, { status }, { tbs: (tbs) => ({ ...tbs, version: 0 }) }),
      /not as it should be: a default value/,
    ],
    [
      'about too many certificates',
      (status) =>
        ocsp(leaf, {}, { responses: Array.from({ length: 65 }, () => statement(leaf, { status })) }),
      /covers 65 certificates/,
    ],
  ];

  const useless: readonly (readonly [string, () => Uint8Array, RegExp])[] = [
    ['about another serial number', () => ocsp(make('other', intermediate)), /no OCSP response about it/],
    [
      'about a certificate of another key',
      () => ocsp(leaf, { certID: otherId }),
      /no OCSP response about it/,
    ],
    [
      'about a certificate of another name',
      () => ocsp(leaf, { certID: otherName }),
      /no OCSP response about it/,
    ],
    ['that does not know the certificate', () => ocsp(leaf, { status: 'unknown' }), /does not know it/],
    ['that is stale', () => ocsp(leaf, { nextUpdate: now - hour }), /should have been replaced by/],
    [
      'that ends before it begins',
      () => ocsp(leaf, { thisUpdate: now + minute, nextUpdate: now - minute }),
      /ends before it begins/,
    ],
    ['from the future', () => ocsp(leaf, { thisUpdate: now + hour }), /in the future/],
    ['signed in the future', () => ocsp(leaf, {}, { producedAt: now + hour }), /in the future/],
    ['with a flipped bit', () => flipped(ocsp(leaf), 3), /does not verify with the key of its issuer/],
    [
      'with a flipped bit, and its issuer’s certificate',
      () => flippedSignature(ocsp(leaf, {}, { certificates: [intermediate.der] })),
      /does not verify with the key of its issuer/,
    ],
    [
      'signed by another key of the issuer’s name',
      () => ocsp(leaf, {}, { responder: { certificate: imposter.der, key: imposter.key } }),
      /does not verify with the key of its issuer/,
    ],
    [
      'signed by the CA above',
      () => ocsp(leaf, {}, { responder: { certificate: root.der, key: root.key } }),
      /neither its issuer nor has a certificate in the response/,
    ],
    ['that says tryLater', () => ocspFailure('tryLater'), /only says tryLater/],
    ['that cannot be read', () => ocsp(leaf).subarray(1), /an OCSP response cannot be read: /],
    ...limited.map(([what, build, why]) => [what, () => build('good'), why] as const),
  ];

  it.each(limited)('%s, and yet revokes what it names', (_, build, why) => {
    const response = build(revokedStatus);
    const verdict = ask({ mode: 'soft', ocspResponses: [response] });
    expect(outcomeOf(verdict)).toBe('revoked');
    expect(verdict.message).toMatch(why);
    // Stapled too, and whatever else calls it good.
    expect(outcomeOf(ask({ mode: 'soft', ocspResponses: [response], stapleAsked: true }))).toBe('revoked');
    expect(outcomeOf(ask(withLeaf(response, ocsp(leaf))))).toBe('revoked');
  });

  it('says a reason that has no meaning, and revokes all the same', () => {
    const verdict = ask({
      mode: 'soft',
      ocspResponses: [
        ocsp(
          leaf,
          { status: revokedStatus },
          {
            tbs: (tbs) => ({
              ...tbs,
              responses: tbs.responses.map((single) => ({
                ...single,
                certStatus: {
                  kind: 'revoked',
                  value: { revocationTime: now - day, revocationReason: 7 },
                },
              })),
            }),
          },
        ),
      ],
    });
    expect(outcomeOf(verdict)).toBe('revoked');
    expect(verdict.message).toContain('(unspecified); the reason 7 that it gives has no meaning');
  });

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

  it('signed with SHA-1, or by a delegate whose certificate is', () => {
    const below = make('leaf', rsa, endEntity);
    const chain = [below.der, rsa.der];
    const weak = responder(rsa, { algorithm: sha1 });
    for (const response of [ocsp(below, {}, { algorithm: sha1 }), ocsp(below, {}, by(weak))]) {
      const verdict = ask({ ocspResponses: [ocsp(rsa), response] }, { chain });
      expect(outcomeOf(verdict)).toBe('revocation-unknown');
      expect(verdict.message).toContain('sha1WithRSAEncryption, which can be forged');
    }
    const revoking = ocsp(below, { status: revokedStatus }, { algorithm: sha1 });
    const verdict = ask({ mode: 'soft', ocspResponses: [revoking] }, { chain });
    expect(outcomeOf(verdict)).toBe('revoked');
    expect(verdict.message).toContain('which can be forged');
    expect(outcomeOf(ask({ ocspResponses: [ocsp(rsa), ocsp(below)] }, { chain }))).toBe('accepted');
  });
});

it('that the issuer signed in another’s name makes nothing good, and revokes', () => {
  const responderID = { kind: 'byName', value: root.certificate.subject } as const;
  expect(outcomeOf(ask(withLeaf(ocsp(leaf, {}, { responderID }))))).toBe('revocation-unknown');
  const verdict = ask({
    mode: 'soft',
    ocspResponses: [ocsp(leaf, { status: revokedStatus }, { responderID })],
  });
  expect(outcomeOf(verdict)).toBe('revoked');
  expect(verdict.message).toContain('names another signer');
});

describe('the times of a response', () => {
  const at = (time: number, ...given: Parameters<typeof statement>): string =>
    outcomeOf(ask(withLeaf(ocsp(...given)), { time }));

  it('allow for clocks that differ by five minutes', () => {
    const update = { thisUpdate: now, nextUpdate: now + hour };
    expect(at(now - 5 * minute, leaf, update)).toBe('accepted');
    expect(at(now - 5 * minute - 1, leaf, update)).toBe('revocation-unknown');
    expect(at(now + hour + 5 * minute + 999, leaf, update)).toBe('accepted');
    expect(at(now + hour + 5 * minute + 1000, leaf, update)).toBe('revocation-unknown');
  });

  it('end after a day where no other is told', () => {
    const { nextUpdate: _, ...open } = statement(leaf, { thisUpdate: now - day });
    const response = ocsp(leaf, {}, { responses: [open] });
    expect(outcomeOf(ask(withLeaf(response)))).toBe('accepted');
    const verdict = ask(withLeaf(response), { time: now + 1 });
    expect(outcomeOf(verdict)).toBe('revocation-unknown');
    expect(verdict.message).toContain('does not say how long it is valid');
  });

  it('do not end what it revokes, until something newer says otherwise', () => {
    const stale = ocsp(leaf, { status: revokedStatus, thisUpdate: now - 2 * day, nextUpdate: now - day });
    expect(outcomeOf(ask({ mode: 'soft', ocspResponses: [stale] }))).toBe('revoked');
    expect(outcomeOf(ask(withLeaf(stale, ocsp(leaf))))).toBe('accepted');
    const older = ocsp(leaf, { thisUpdate: now - 3 * day });
    expect(outcomeOf(ask(withLeaf(stale, older)))).toBe('revoked');
    const asOld = ocsp(leaf, { thisUpdate: now - 2 * day });
    expect(outcomeOf(ask(withLeaf(stale, asOld)))).toBe('revoked');
  });
});

describe('what OpenSSL answered', () => {
  const der = (pem: string): Uint8Array => decodePem(pem)[0]!.bytes;
  const trust = trustStoreFromPem(openssl.rootPem);
  const askFor = (pem: string, response: Uint8Array, time = Date.UTC(2030, 0)): string =>
    outcomeOf(ask({ ocspResponses: [response] }, { chain: [der(pem)], trust, time }));

  it('is believed of what it speaks of', () => {
    expect(askFor(openssl.goodPem, der(openssl.goodResponse))).toBe('accepted');
    expect(askFor(openssl.badPem, der(openssl.badResponse))).toBe('revoked');
    expect(askFor(openssl.goodPem, der(openssl.bothResponse))).toBe('accepted');
    expect(askFor(openssl.badPem, der(openssl.bothResponse))).toBe('revoked');
  });

  it('is not believed of anything else', () => {
    expect(askFor(openssl.badPem, der(openssl.goodResponse))).toBe('revocation-unknown');
    expect(askFor(openssl.goodPem, der(openssl.unknownResponse))).toBe('revocation-unknown');
    expect(askFor(openssl.goodPem, der(openssl.wrongResponse))).toBe('revocation-unknown');
    const made = parseCertificate(der(openssl.goodPem)).notBefore;
    expect(askFor(openssl.goodPem, der(openssl.openResponse), made + hour)).toBe('accepted');
    expect(askFor(openssl.goodPem, der(openssl.openResponse), made + 2 * day)).toBe('revocation-unknown');
  });

  it('is not believed with any bit of any byte changed', () => {
    for (const [pem, response, honest] of [
      [openssl.goodPem, der(openssl.goodResponse), 'accepted'],
      [openssl.badPem, der(openssl.badResponse), 'revoked'],
    ] as const) {
      expect(askFor(pem, response)).toBe(honest);
      for (const [i, byte] of response.entries()) {
        const outcome = askFor(pem, response.with(i, byte ^ (1 << (i % 8))));
        expect(outcome, `byte ${i}`).toBe('revocation-unknown');
      }
    }
  });
});

it('stays within the budget', () => {
  const responses = Array.from({ length: 20 }, (_, i) => ocsp(leaf, { thisUpdate: now - i * minute }));
  let verified = 0;
  const counting: Provider = {
    ...nodeProvider,
    publicKey(given) {
      const key = nodeProvider.publicKey(given)!;
      const verify: typeof key.verify = (...rest) => {
        verified++;
        return key.verify(...rest);
      };
      return { type: key.type, bits: key.bits, verify };
    },
  };
  const verdict = ask({ ocspResponses: responses }, { provider: counting, budget: { signatures: 10 } });
  expect(outcomeOf(verdict)).toBe('budget-exhausted');
  expect(verified).toBe(10);
});
