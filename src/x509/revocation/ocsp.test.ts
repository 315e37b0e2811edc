import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as openssl from '../../../test/vectors/openssl-ocsp.ts';
import { generateKey, nodeProvider } from '../../crypto/providers/node.ts';
import { issueCertificate } from '../../issue/issue-certificate.ts';
import { type IssueOcspRequest, issueOcspResponse, ocspFailure } from '../../issue/issue-ocsp.ts';
import { annotate, leaves } from '../../wire/annotate.ts';
import { decode, encode } from '../../wire/codec.ts';
import { decodePem } from '../../wire/pem.ts';
import { Malformed } from '../../wire/reader.ts';
import type { Span } from '../../wire/tracing-reader.ts';
import { parseCertificate } from '../certificate/certificate.ts';
import { extension, rawExtension } from '../certificate/extensions.ts';
import { oids } from '../certificate/oids.ts';
import { type BasicOcspResponse, OcspResponseDefinition, parseOcspResponse, ResponseData } from './ocsp.ts';
import { certIdMatcher, certIdOf, keyHashOf } from './ocsp-cert-id.ts';
import { createOcspRequest, OcspRequestDefinition, parseOcspRequest } from './ocsp-request.ts';

const der = (pem: string): Uint8Array => decodePem(pem)[0]!.bytes;
const at = Date.UTC(2026, 10, 21, 9, 53, 10);
const root = parseCertificate(der(openssl.rootPem));
const good = parseCertificate(der(openssl.goodPem));
const bad = parseCertificate(der(openssl.badPem));
const responses = [
  openssl.goodResponse,
  openssl.badResponse,
  openssl.bothResponse,
  openssl.unknownResponse,
  openssl.openResponse,
  openssl.wrongResponse,
].map(der);
const requests = [openssl.goodRequest, openssl.bothRequest].map(der);
const basic = (bytes: Uint8Array): BasicOcspResponse => {
  const response = parseOcspResponse(bytes);
  if (response.responseStatus !== 'successful') throw new Error(response.responseStatus);
  return response;
};

const key = generateKey('EC');
const caDer = issueCertificate({
  subject: { CN: 'CA' },
  publicKey: key.publicKey,
  issuer: { key },
  serial: Uint8Array.of(1),
  notBefore: at,
  notAfter: at,
  ca: true,
}) as Uint8Array;
const ca = parseCertificate(caDer);
const certID = certIdOf({ issuer: ca.subject, serialNumber: Uint8Array.of(9) }, ca, nodeProvider);
const issue = (request: Partial<IssueOcspRequest> = {}): Uint8Array =>
  issueOcspResponse({
    responder: { certificate: caDer, key },
    producedAt: at + 999,
    responses: [{ certID, status: 'good', thisUpdate: at + 1 }],
    ...request,
  }) as Uint8Array;

describe('what OpenSSL answered', () => {
  it('says what it says', () => {
    const [goodOne, badOne, both, unknown, open] = responses.map(basic);
    expect(goodOne).toMatchObject({
      responderID: { kind: 'byName', value: { text: 'CN=delegate' } },
      producedAt: at,
      responses: [{ certStatus: 'good', thisUpdate: at, nextUpdate: at + 8000 * 86_400_000 }],
      extensionList: [],
      signatureAlgorithm: { kind: 'ECDSA', hash: 'SHA-256' },
    });
    expect(parseCertificate(goodOne!.certificates[0]!).extensions).toMatchObject({
      extKeyUsage: [oids.OCSPSigning],
      ocspNocheck: null,
    });
    expect(badOne).toMatchObject({
      responderID: { kind: 'byKey', value: keyHashOf(root, nodeProvider) },
      responses: [
        {
          certStatus: 'revoked',
          revocation: { revocationTime: Date.UTC(2026, 10, 21, 1, 2, 3), reason: 'keyCompromise' },
        },
      ],
      certificates: [],
    });
    expect(both!.responses.map(({ certStatus }) => certStatus)).toEqual(['good', 'revoked']);
    expect(both!.extensions.ocspNonce).toEqual(parseOcspRequest(der(openssl.bothRequest)).nonce);
    expect(both!.extensions.ocspNonce).toHaveLength(16);
    expect(unknown!.responses).toMatchObject([
      { certStatus: 'unknown', certID: { serialNumber: Uint8Array.of(0x77) } },
    ]);
    expect(open!.responses[0]!.nextUpdate).toBeUndefined();
  });

  it('names the certificates that it was asked about, with SHA-1 and with SHA-256', () => {
    const [ofGood, , ofBoth] = responses.map((bytes) => basic(bytes).responses.map(({ certID: id }) => id));
    expect(certIdOf(good, root, nodeProvider)).toEqual(ofGood![0]);
    expect([good, bad].map((each) => certIdOf(each, root, nodeProvider, 'SHA-256'))).toEqual(ofBoth);
    const isGood = certIdMatcher(good, root, nodeProvider);
    const others = [
      certIdMatcher(bad, root, nodeProvider),
      certIdMatcher(good, bad, nodeProvider),
      certIdMatcher({ ...good, issuer: good.subject }, root, nodeProvider),
    ];
    for (const id of [ofGood![0]!, ofBoth![0]!]) {
      expect(isGood(id)).toBe(true);
      expect(others.map((isOther) => isOther(id))).toEqual([false, false, false]);
    }
    const { parameters: _, ...withoutNull } = ofGood![0]!.hashAlgorithm;
    expect(isGood({ ...ofGood![0]!, hashAlgorithm: withoutNull })).toBe(true);
    expect(isGood({ ...ofGood![0]!, hashAlgorithm: { algorithm: oids.Ed25519 } })).toBe(false);
  });

  it('writes the same from what was read', () => {
    for (const bytes of responses) {
      expect(encode(OcspResponseDefinition, decode(OcspResponseDefinition, bytes))).toEqual(bytes);
      const { tbs } = basic(bytes);
      expect(encode(ResponseData, decode(ResponseData, tbs))).toEqual(tbs);
    }
    for (const bytes of requests) {
      expect(encode(OcspRequestDefinition, decode(OcspRequestDefinition, bytes))).toEqual(bytes);
      expect(createOcspRequest(parseOcspRequest(bytes))).toEqual(bytes);
    }
  });

  it('is asked as OpenSSL asks', () => {
    const certIDs = [certIdOf(good, root, nodeProvider)];
    expect(createOcspRequest({ certIDs })).toEqual(der(openssl.goodRequest));
  });

  it('is annotated to the last byte, with names and words', () => {
    const trees = [
      ...responses.map((bytes) => annotate(OcspResponseDefinition, bytes, 'response')),
      ...requests.map((bytes) => annotate(OcspRequestDefinition, bytes, 'request')),
    ];
    for (const tree of trees) {
      let end = 0;
      for (const span of leaves(tree)) {
        expect([span.name, span.start]).toEqual([span.name, end]);
        end = span.end;
      }
      expect(end).toBe(tree.end);
      expect(failures(tree)).toEqual([]);
    }
    const said = new Map(leaves(trees[1]!).map(({ name, means }) => [name, means]));
    expect(said.get('responseStatus')).toBe('successful');
    expect(said.get('responseType')).toBe('ocspBasic');
    expect(said.get('producedAt')).toBe('2026-11-21 09:53:10 UTC');
    expect(said.get('revocationReason')).toBe('keyCompromise');
    expect(named(trees[1]!, 'certStatus')?.means).toBe('revoked');
    expect(named(trees[0]!, 'responderID')?.about).toContain('Who signs');
    // The certificate of the responder is looked into too.
    expect(named(trees[0]!, 'extKeyUsage')).toBeDefined();
  });
  const failures = (span: Span): string[] => [
    ...(span.failed === undefined ? [] : [`${span.name}: ${span.failed}`]),
    ...span.parts.flatMap(failures),
  ];
  const named = (span: Span, name: string): Span | undefined =>
    span.name === name
      ? span
      : span.parts.map((part) => named(part, name)).find((found) => found !== undefined);
});

describe('a response', () => {
  it('that was issued here is read back', () => {
    const nonce = Uint8Array.from({ length: 32 }, (_, i) => i);
    const responderID = { kind: 'byKey', value: keyHashOf(ca, nodeProvider) } as const;
    const response = basic(
      issue({
        nonce,
        responderID,
        certificates: [caDer],
        responses: [
          { certID, status: 'good', thisUpdate: at + 1, nextUpdate: at + 1999 },
          { certID, status: 'unknown', thisUpdate: at },
          {
            certID,
            status: { revocationTime: at - 1, reason: 'superseded' },
            thisUpdate: at,
            extensions: [extension('ocspArchiveCutoff', at)],
          },
          { certID, status: { revocationTime: at }, thisUpdate: at },
        ],
      }),
    );
    expect(response).toMatchObject({ producedAt: at, responderID, certificates: [caDer] });
    expect(response.extensions.ocspNonce).toEqual(nonce);
    expect(response.responses).toMatchObject([
      { certID, certStatus: 'good', thisUpdate: at, nextUpdate: at + 1000 },
      { certStatus: 'unknown' },
      {
        certStatus: 'revoked',
        revocation: { revocationTime: at - 1000, reason: 'superseded' },
        extensions: { ocspArchiveCutoff: at },
      },
      { certStatus: 'revoked', revocation: { revocationTime: at } },
    ]);
    expect(response.responses[3]!.revocation).not.toHaveProperty('reason');
    expect(response.responses[0]).not.toHaveProperty('revocation');
  });

  it('that only fails is its status', () => {
    expect(ocspFailure('tryLater')).toEqual(Uint8Array.of(0x30, 3, 0x0a, 1, 3));
    const statuses = [
      'malformedRequest',
      'internalError',
      'tryLater',
      'sigRequired',
      'unauthorized',
    ] as const;
    for (const responseStatus of statuses) {
      expect(parseOcspResponse(ocspFailure(responseStatus))).toMatchObject({ responseStatus });
    }
  });

  it('tells which critical extensions are not acted upon', () => {
    const odd = rawExtension('1.3.6.1.4.1.55555.1', true, Uint8Array.of(5, 0));
    const cutoff = extension('ocspArchiveCutoff', at, true);
    const nonce = extension('ocspNonce', Uint8Array.of(1), true);
    const response = basic(
      issue({
        responses: [{ certID, status: 'good', thisUpdate: at, extensions: [cutoff] }],
        tbs: (tbs) => ({ ...tbs, responseExtensions: [nonce, odd] }),
      }),
    );
    expect(response.unknownCritical).toEqual(['1.3.6.1.4.1.55555.1']);
    expect(response.responses[0]!.unknownCritical).toEqual([oids.ocspArchiveCutoff]);
  });

  const malformed: readonly (readonly [string, () => Uint8Array, RegExp])[] = [
    ['with a status that is not used', () => Uint8Array.of(0x30, 3, 0x0a, 1, 4), /4 is not used/],
    ['that succeeds with nothing', () => Uint8Array.of(0x30, 3, 0x0a, 1, 0), /without a response/],
    ['that fails with something', () => replaced(responses[1]!, 0x00, 0x03, 6), /not successful/],
    [
      'of another type',
      () => {
        const value = decode(OcspResponseDefinition, responses[1]!);
        const responseBytes = { ...value.responseBytes!, responseType: oids.ocspCrl };
        return encode(OcspResponseDefinition, { ...value, responseBytes });
      },
      /type ocspCrl, and not ocspBasic/,
    ],
  ];
  const odd: typeof malformed = [
    ['with an empty nonce', () => withNonce(0), /nonce of 0 bytes/],
    ['with a nonce of 129 bytes', () => withNonce(129), /nonce of 129 bytes/],
    [
      'with a nonce that is no OCTET STRING',
      () =>
        issue({
          tbs: (tbs) => ({
            ...tbs,
            responseExtensions: [rawExtension(oids.ocspNonce, false, new Uint8Array(16))],
          }),
        }),
      /expected OCTET STRING/,
    ],
  ];
  it.each(odd)('%s is noted, and the rest read', (_, make, why) => {
    expect(parseOcspResponse(make())).toMatchObject({ defects: [expect.stringMatching(why)] });
  });
  const withNonce = (length: number): Uint8Array => issue({ nonce: new Uint8Array(length) });
  const replaced = (bytes: Uint8Array, from: number, to: number, where: number): Uint8Array => {
    expect(bytes[where]).toBe(from);
    return bytes.with(where, to);
  };
  it.each(malformed)('%s is malformed', (_, make, why) => {
    expect(() => parseOcspResponse(make())).toThrow(why);
  });

  it('is malformed wherever it is cut off', () => {
    for (const bytes of [...responses, ocspFailure('tryLater')]) {
      for (let length = 0; length < bytes.length; length++) {
        expect(() => parseOcspResponse(bytes.subarray(0, length))).toThrow(Malformed);
      }
      expect(() => parseOcspResponse(Uint8Array.of(...bytes, 0))).toThrow('trailing bytes');
    }
    for (const bytes of requests) {
      for (let length = 0; length < bytes.length; length++) {
        expect(() => parseOcspRequest(bytes.subarray(0, length))).toThrow(Malformed);
      }
    }
  });

  it('is read or malformed, whatever its bytes', () => {
    const changed = fc.tuple(
      fc.constantFrom(...responses, ...requests),
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
    );
    const parses = [parseOcspResponse, parseOcspRequest];
    fc.assert(
      fc.property(changed, fc.constantFrom(...parses), ([bytes, index, byte], parse) => {
        try {
          parse(bytes.with(index % bytes.length, byte));
        } catch (error) {
          if (!(error instanceof Malformed)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

it('cannot hold what DER cannot', () => {
  expect(() => issue({ nonce: new Uint8Array(16), producedAt: Number.NaN })).toThrow(RangeError);
});
