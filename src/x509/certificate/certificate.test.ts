import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateKey, nodeProvider } from '../../crypto/providers/node.ts';
import { type IssueRequest, issueCertificate } from '../../issue/issue-certificate.ts';
import { annotate, leaves } from '../../wire/annotate.ts';
import { decode, encode } from '../../wire/codec.ts';
import { decodePem } from '../../wire/pem.ts';
import { Malformed } from '../../wire/reader.ts';
import { anchorFromCertificate, trustStore, trustStoreFromPem } from '../anchors.ts';
import { defaultBudget, Spending } from '../budget.ts';
import { checkPath } from '../path/check.ts';
import { webProfile } from '../path/profile.ts';
import { verifyPeer } from '../verify.ts';
import { CertificateDefinition, parseCertificate, TBSCertificate } from './certificate.ts';
import { extension } from './extensions.ts';
import { Name, RDNSequence } from './name.ts';
import { SubjectPublicKeyInfo } from './spki.ts';

const roots = rootCertificates.map((pem) => decodePem(pem)[0]!.bytes);
const key = generateKey('EC');
const issue = (request: Partial<IssueRequest> = {}): Uint8Array =>
  issueCertificate({
    subject: { C: 'NL', O: 'Example', CN: 'example.com' },
    publicKey: key.publicKey,
    issuer: { key },
    notBefore: Date.UTC(2025, 0),
    notAfter: Date.UTC(2055, 0),
    serial: Uint8Array.of(200),
    dnsNames: ['example.com'],
    ipAddresses: ['2001:db8::1'],
    ...request,
  }) as Uint8Array;

describe('the roots that Mozilla trusts', () => {
  it('all parse, and write the same from what was read', () => {
    expect(roots.length).toBeGreaterThan(100);
    for (const der of roots) {
      const read = decode(CertificateDefinition, der);
      const { bytes, value } = read.tbsCertificate;
      expect(encode(TBSCertificate, value)).toEqual(bytes);
      expect(encode(CertificateDefinition, read)).toEqual(der);
      for (const name of [value.issuer, value.subject])
        expect(encode(RDNSequence, name.rdns)).toEqual(name.der);
    }
  });

  it('are annotated to the last byte', () => {
    for (const der of roots) {
      const spans = leaves(annotate(CertificateDefinition, der, 'certificate'));
      expect(spans.reduce((at, span) => (span.start === at ? span.end : -1), 0)).toBe(der.length);
    }
  });

  it('would each pass as an anchor, of the Web too', () => {
    const time = Date.UTC(2024, 0);
    const failures = roots.flatMap((der) => {
      const root = parseCertificate(der);
      const requirements = { purpose: 'server', time, profile: webProfile } as const;
      return checkPath([root, root], true, requirements, new Spending(defaultBudget)).filter(
        ({ certificate, ok, check }) => certificate === 1 && !ok && check !== 'validity',
      );
    });
    expect(failures).toEqual([]);
  });

  it('make a store', () => {
    const store = trustStoreFromPem(rootCertificates.join('\n'));
    expect(store.anchors).toHaveLength(roots.length);
    for (const anchor of store.anchors) expect(store.named(anchor.subject)).toContain(anchor);
    expect(() => trustStoreFromPem('-----BEGIN PRIVATE KEY-----\nAQI=\n-----END PRIVATE KEY-----')).toThrow(
      Malformed,
    );
  });
});

describe('a damaged certificate', () => {
  const der = issue({ extensions: (standard) => [...standard, extension('tlsFeature', [5])] });

  it('cut anywhere is malformed, at an offset within', () => {
    for (let end = 0; end < der.length; end++) {
      const error = errorOf(() => parseCertificate(der.subarray(0, end)));
      expect(error).toBeInstanceOf(Malformed);
      expect((error as Malformed).offset).toBeLessThanOrEqual(end);
    }
  });

  it('with any bit flipped is malformed, or does not verify', () => {
    const trust = trustStore([anchorFromCertificate(parseCertificate(der))]);
    for (let i = 0; i < der.length * 8; i++) {
      const flipped = der.slice();
      flipped[i >> 3]! ^= 0x80 >> (i & 7);
      const error = errorOf(() => parseCertificate(flipped));
      if (error) expect(error).toBeInstanceOf(Malformed);
      const question = {
        chain: [flipped],
        trust,
        provider: nodeProvider,
        purpose: 'server',
        time: Date.UTC(2026, 0),
      } as const;
      expect(verifyPeer(question)).toMatchObject({ verdict: 'rejected' });
    }
  });

  it('and any bytes at all give Malformed or a certificate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(der.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (edits) => {
          const edited = der.slice();
          for (const [at, byte] of edits) edited[at] = byte;
          const error = errorOf(() => parseCertificate(edited));
          if (error) expect(error).toBeInstanceOf(Malformed);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is told by field and place', () => {
    const error = errorOf(() => parseCertificate(der.subarray(0, 40))) as Malformed;
    expect(error.message).toMatch(/at byte \d+/);
    const wrong = der.slice();
    const at = leaves(annotate(CertificateDefinition, der)).find(
      ({ name }) => name === 'cA' || name === 'keyUsage',
    )!.start;
    wrong[at - 1] = 0x7f;
    expect((errorOf(() => parseCertificate(wrong)) as Malformed).path.join('.')).toContain(
      'tbsCertificate.extensions',
    );
  });
});

describe('signed certificate timestamps', () => {
  const sct = (milliseconds: number): Uint8Array =>
    Uint8Array.of(
      0,
      ...new Uint8Array(32).fill(7),
      ...new Uint8Array(8).fill(milliseconds),
      0,
      0,
      4,
      3,
      0,
      2,
      9,
      9,
    );

  it.each([0, 255])('are shown, whatever their time', (byte) => {
    const list = extension('signedCertificateTimestampList', [sct(byte), sct(byte)]);
    const der = issue({ extensions: () => [list] });
    expect(parseCertificate(der).extensions.signedCertificateTimestampList).toEqual([sct(byte), sct(byte)]);
    const tree = annotate(CertificateDefinition, der);
    expect(tree.failed).toBeUndefined();
    const shown = leaves(tree).filter(({ name }) => name === 'timestamp');
    expect(shown.map(({ means }) => means)).toEqual(
      byte === 0 ? Array(2).fill('1970-01-01T00:00:00.000Z') : [undefined, undefined],
    );
  });
});

describe('rules of form', () => {
  it.each<readonly [string, Partial<IssueRequest>, RegExp]>([
    [
      'extensions in version 1',
      { tbs: (tbs) => ({ ...tbs, version: 0 }) },
      /extensions in a certificate of version 1/,
    ],
    [
      'extensions in version 2',
      { tbs: (tbs) => ({ ...tbs, version: 1 }) },
      /extensions in a certificate of version 2/,
    ],
    [
      'a unique identifier in version 1',
      {
        tbs: ({ extensions: _, ...tbs }) => ({
          ...tbs,
          version: 0,
          issuerUniqueID: { unused: 0, bytes: Uint8Array.of(1) },
        }),
      },
      /unique identifier/,
    ],
    ['an extension twice', { extensions: (standard) => [...standard, standard[0]!] }, /appears twice/],
    [
      'two signature algorithms',
      { tbs: (tbs) => ({ ...tbs, signature: { algorithm: '1.2.840.10045.4.3.3' } }) },
      /differs inside and outside/,
    ],
    [
      'an extension that is not what it should be',
      {
        extensions: (standard) =>
          standard.map((each) => ({ ...each, extnValue: { bytes: Uint8Array.of(5, 0), value: undefined } })),
      },
      /tbsCertificate\.extensions\[0\]\.extnValue\.keyUsage: expected BIT STRING, found NULL/,
    ],
  ])('%s is malformed', (_, request, message) => {
    const der = issue(request);
    expect(() => parseCertificate(der)).toThrow(Malformed);
    expect(() => parseCertificate(der)).toThrow(message);
  });

  it('version 1 alone is readable, and zero and negative serial numbers are', () => {
    const plain = issue({ tbs: ({ extensions: _, ...tbs }) => ({ ...tbs, version: 0 }) });
    expect(parseCertificate(plain).version).toBe(1);
    for (const byte of [0, 0xff]) {
      const odd = parseCertificate(issue({ tbs: (tbs) => ({ ...tbs, serialNumber: Uint8Array.of(byte) }) }));
      expect([...odd.serialNumber]).toEqual([byte]);
    }
  });

  it('a request that a certificate cannot hold is a RangeError', () => {
    expect(() => issue({ serial: new Uint8Array(21).fill(1) })).toThrow(RangeError);
    expect(() => issue({ serial: Uint8Array.of(0) })).toThrow(RangeError);
    expect(() => issue({ ipAddresses: ['1.2.3'] })).toThrow(RangeError);
    expect(() => issue({ subject: { C: 'Ü' } })).toThrow(RangeError);
  });

  it('an unknown key has no kind, and its certificate parses', () => {
    const curve = { algorithm: '1.2.840.10045.2.1', parameters: Uint8Array.of(6, 5, 0x2b, 0x81, 4, 0, 10) };
    const der = issue({
      tbs: (tbs) => {
        const value = { ...tbs.subjectPublicKeyInfo.value, algorithm: curve };
        return { ...tbs, subjectPublicKeyInfo: { value, bytes: encode(SubjectPublicKeyInfo, value) } };
      },
    });
    expect(parseCertificate(der).spki.kind).toBeUndefined();
  });
});

describe('names', () => {
  const nameOf = (...values: readonly (readonly ['utf8String' | 'printableString', string])[]) =>
    decode(
      Name,
      encode(
        RDNSequence,
        values.map(([kind, value]) => [{ type: '2.5.4.10', value: { kind, value } }]),
      ),
    );

  it('are equal whatever their case, spaces and string type (RFC 5280 section 7.1)', () => {
    const one = nameOf(['utf8String', 'Example  CA']);
    expect(nameOf(['printableString', ' example ca '])).toMatchObject({ key: one.key });
    expect(nameOf(['utf8String', 'ExampleCA']).key).not.toBe(one.key);
    expect(nameOf(['utf8String', 'a'], ['utf8String', 'b']).key).not.toBe(
      nameOf(['utf8String', 'b'], ['utf8String', 'a']).key,
    );
    expect(nameOf(['utf8String', 'a"],["2.5.4.10=b']).key).not.toBe(
      nameOf(['utf8String', 'a'], ['utf8String', 'b']).key,
    );
  });

  it('cannot disturb a terminal', () => {
    expect(nameOf(['utf8String', 'a\u001b[2J,b\u202e ']).text).toBe('O=a\\1b[2J\\,b\\e2\\80\\ae\\ ');
  });
});

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
