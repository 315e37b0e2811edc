import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vectorText } from '../../../test/vectors/files.ts';
import { annotate, leaves } from '../../wire/annotate.ts';
import { encode } from '../../wire/codec.ts';
import { explicit, sequence } from '../../wire/der.ts';
import { octetString } from '../../wire/der-values.ts';
import { decodePem } from '../../wire/pem.ts';
import { Malformed } from '../../wire/reader.ts';
import { parseCrl } from '../revocation/crl.ts';
import { parseCertificate } from './certificate.ts';
import { objectIdentifier, oids } from './oids.ts';
import { Pkcs7Definition, parsePkcs7 } from './pkcs7.ts';

const bag = decodePem(vectorText('chain.p7b'))[0]!.bytes;

describe('what OpenSSL made', () => {
  it('gives its certificates in their order, and its CRLs', () => {
    const { certificates, crls } = parsePkcs7(bag);
    expect(certificates.map((der) => parseCertificate(der).subject.text)).toEqual([
      'CN=files.example, O=Example',
      'CN=Files Root, O=Example',
    ]);
    expect(crls.map((der) => parseCrl(der).issuer.text)).toEqual(['CN=Files Root, O=Example']);
  });

  it('is explained to the last byte', () => {
    let at = 0;
    for (const leaf of leaves(annotate(Pkcs7Definition, bag))) {
      expect(leaf.start).toBe(at);
      expect(leaf.failed).toBeUndefined();
      at = leaf.end;
    }
    expect(at).toBe(bag.length);
  });
});

it('another content is named', () => {
  const content = sequence('', { contentType: objectIdentifier, content: explicit(0, octetString) });
  const of = (contentType: string) => encode(content, { contentType, content: Uint8Array.of(1) });
  expect(() => parsePkcs7(of(oids.envelopedData))).toThrow('a PKCS #7 of type envelopedData');
  expect(() => parsePkcs7(of('1.2.3'))).toThrow('a PKCS #7 of type 1.2.3');
});

it('whatever came instead is malformed, and nothing else', () => {
  fc.assert(
    fc.property(fc.nat(bag.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bytes = bag.slice();
      bytes[at]! ^= change;
      try {
        parsePkcs7(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed);
      }
    }),
  );
});
