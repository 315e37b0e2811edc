import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crlPem, plainPem, pointPem, stalePem } from '../../../test/vectors/openssl-crls.ts';
import { generateKey } from '../../crypto/providers/node.ts';
import { issueCertificate } from '../../issue/issue-certificate.ts';
import { type IssueCrlRequest, issueCrl } from '../../issue/issue-crl.ts';
import { annotate, leaves } from '../../wire/annotate.ts';
import { decode, encode } from '../../wire/codec.ts';
import { time } from '../../wire/der-text.ts';
import { decodePem } from '../../wire/pem.ts';
import { Malformed } from '../../wire/reader.ts';
import { decodeExtension, extension, rawExtension } from '../certificate/extensions.ts';
import { oids } from '../certificate/oids.ts';
import { CrlDefinition, parseCrl, TBSCertList } from './crl.ts';

const der = (pem: string): Uint8Array => decodePem(pem)[0]!.bytes;
const all = [crlPem, stalePem, plainPem, pointPem].map(der);
const at = Date.UTC(2026, 10, 21, 1, 48, 16);

const key = generateKey('EC');
const certificate = issueCertificate({
  subject: { CN: 'CA' },
  publicKey: key.publicKey,
  issuer: { key },
  serial: Uint8Array.of(1),
  notBefore: at,
  notAfter: at,
  ca: true,
}) as Uint8Array;
const issue = (request: Partial<IssueCrlRequest> = {}): Uint8Array =>
  issueCrl({
    issuer: { certificate, key },
    thisUpdate: at + 999,
    nextUpdate: Date.UTC(2050, 0),
    number: Uint8Array.of(0x80),
    revoked: [],
    ...request,
  }) as Uint8Array;

describe('what OpenSSL made', () => {
  it('says what it says', () => {
    const list = parseCrl(der(crlPem));
    expect([...list.revoked]).toMatchObject([
      { serialNumber: Uint8Array.of(0, 0xfe, 2), revocationDate: at, reason: 'keyCompromise' },
    ]);
    expect(list).toMatchObject({
      issuer: { text: 'CN=CRL Root, O=Example' },
      thisUpdate: at,
      revoked: { length: 1 },
      defects: [],
      extensions: { cRLNumber: Uint8Array.of(1) },
      unknownCritical: [],
      signatureAlgorithm: { kind: 'ECDSA', hash: 'SHA-256' },
    });
    const stale = parseCrl(der(stalePem));
    expect(stale.nextUpdate).toBe(stale.thisUpdate + 1000);
    expect(parseCrl(der(plainPem)).extensionList).toEqual([]);
    expect(parseCrl(der(pointPem)).extensions.issuingDistributionPoint).toMatchObject({
      distributionPoint: {
        kind: 'fullName',
        value: [{ kind: 'uniformResourceIdentifier', value: 'http://crl.example.com/c.crl' }],
      },
      onlyContainsUserCerts: true,
      indirectCRL: false,
    });
  });

  it('writes the same from what was read', () => {
    for (const bytes of all) {
      const { tbs } = parseCrl(bytes);
      expect(encode(TBSCertList, decode(TBSCertList, tbs))).toEqual(tbs);
    }
  });

  it('is annotated to the last byte', () => {
    for (const bytes of all) {
      let end = 0;
      for (const span of leaves(annotate(CrlDefinition, bytes, 'crl'))) {
        expect([span.name, span.start]).toEqual([span.name, end]);
        end = span.end;
      }
      expect(end).toBe(bytes.length);
    }
  });
});

/** A list that holds `30 00` where it has no entries. */
function emptied(): Uint8Array {
  const { bytes, value } = decode(CrlDefinition, issue()).tbsCertList;
  const times = encode(time, value.nextUpdate!);
  const after = bytes.findIndex((_, i) => times.every((byte, j) => bytes[i + j] === byte)) + times.length;
  const tbs = Uint8Array.of(...bytes.subarray(0, after), 0x30, 0, ...bytes.subarray(after));
  tbs[bytes[1]! < 0x80 ? 1 : 2]! += 2;
  const { signatureAlgorithm, signatureValue } = decode(CrlDefinition, issue());
  return encode(CrlDefinition, { tbsCertList: { bytes: tbs, value }, signatureAlgorithm, signatureValue });
}

describe('damage', () => {
  it('anywhere gives Malformed or a list', () => {
    const bytes = der(pointPem);
    for (let end = 0; end < bytes.length; end++) {
      expect(() => parseCrl(bytes.subarray(0, end))).toThrow(Malformed);
    }
    const attempt = (damaged: Uint8Array): void => {
      try {
        parseCrl(damaged);
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed);
      }
    };
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = bytes.slice();
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      attempt(damaged);
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), attempt));
  });

  it.each<readonly [string, () => Uint8Array, RegExp]>([
    [
      'a version that is written out as 1',
      () => issue({ tbs: (tbs) => ({ ...tbs, version: 0 }) }),
      /version 1/,
    ],
    ['extensions in version 1', () => issue({ tbs: ({ version: _, ...tbs }) => tbs }), /extensions in a CRL/],
    [
      'two algorithms',
      () => issue({ tbs: (tbs) => ({ ...tbs, signature: { algorithm: oids.Ed25519 } }) }),
      /algorithm differs/,
    ],
  ])('%s is noted, and the rest read', (_, make, message) => {
    expect(parseCrl(make()).defects).toEqual([expect.stringMatching(message)]);
  });
});

it('takes a list of entries that is empty, where it should be absent', () => {
  expect(parseCrl(emptied())).toMatchObject({ revoked: { length: 0 }, defects: [] });
});

describe('issuing', () => {
  it('is read as what was asked for', () => {
    const crl = parseCrl(
      issue({
        revoked: [
          { serial: Uint8Array.of(0xff), date: at + 1, reason: 'superseded' },
          { serial: Uint8Array.of(0, 7), date: at },
          { serial: Uint8Array.of(8), date: at, reason: 'unspecified' },
        ],
      }),
    );
    expect(crl.issuer.text).toBe('CN=CA');
    expect([crl.thisUpdate, crl.nextUpdate]).toEqual([at, Date.UTC(2050, 0)]);
    expect(crl.extensions.cRLNumber).toEqual(Uint8Array.of(0, 0x80));
    expect([...crl.revoked]).toMatchObject([
      { serialNumber: Uint8Array.of(0, 0xff), revocationDate: at, reason: 'superseded' },
      { serialNumber: Uint8Array.of(7), revocationDate: at },
      { serialNumber: Uint8Array.of(8), revocationDate: at },
    ]);
  });

  it('leaves the list of entries out rather than empty', () => {
    const { tbs } = parseCrl(issue());
    expect(decode(TBSCertList, tbs).revokedCertificates).toBeUndefined();
  });

  it('refuses a number that is too long', () => {
    expect(() => issue({ number: new Uint8Array(21).fill(1) })).toThrow(RangeError);
  });

  it('names what is critical and not acted upon, of the list and of its entries', () => {
    const odd = rawExtension('1.3.6.1.4.1.55555.1', true, Uint8Array.of(5, 0));
    const crl = issue({
      revoked: [{ serial: Uint8Array.of(1), date: at }],
      extensions: (standard) => [...standard, extension('deltaCRLIndicator', Uint8Array.of(1), true)],
      tbs: (tbs) => ({
        ...tbs,
        revokedCertificates: tbs.revokedCertificates!.map((each) => ({ ...each, crlEntryExtensions: [odd] })),
      }),
    });
    expect(parseCrl(crl).unknownCritical).toEqual([oids.deltaCRLIndicator, odd.extnID]);
  });
});

it('has no reason 7', () => {
  expect(decodeExtension('reasonCode', Uint8Array.of(10, 1, 6))).toBe(6);
  expect(() => decodeExtension('reasonCode', Uint8Array.of(10, 1, 7))).toThrow('no meaning');
  expect(() => decodeExtension('reasonCode', Uint8Array.of(10, 1, 11))).toThrow(Malformed);
});
