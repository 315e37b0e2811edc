/** What checks say that they looked at, read again from those bytes alone. */
import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { spansByPath } from '../../test/spans.ts';
import { badPem, crlPem, goodPem, rootPem as listedPem } from '../../test/vectors/openssl-crls.ts';
import { generateKey, nodeProvider } from '../crypto/providers/node.ts';
import { type IssueRequest, issueCertificate } from '../issue/issue-certificate.ts';
import { issueOcspResponse } from '../issue/issue-ocsp.ts';
import { annotate } from '../wire/annotate.ts';
import { type Codec, decode } from '../wire/codec.ts';
import { sequence } from '../wire/der.ts';
import { ia5String, time } from '../wire/der-text.ts';
import { integer, octetAligned, smallInteger } from '../wire/der-values.ts';
import { decodePem } from '../wire/pem.ts';
import { anchorFromCertificate, type TrustAnchor, trustStore } from './anchors.ts';
import {
  type Certificate,
  CertificateDefinition,
  parseCertificate,
  parseDamaged,
} from './certificate/certificate.ts';
import { Extension, extension, rawExtension } from './certificate/extensions.ts';
import { Name } from './certificate/name.ts';
import { oids } from './certificate/oids.ts';
import { AlgorithmIdentifier } from './certificate/signature-algorithm.ts';
import type { EvidenceRange } from './evidence-ranges.ts';
import { pinOf } from './path/pins.ts';
import { CrlDefinition, parseCrl } from './revocation/crl.ts';
import { OcspResponseDefinition } from './revocation/ocsp.ts';
import { certIdOf } from './revocation/ocsp-cert-id.ts';
import type { Check, CheckName, Verdict } from './verdict.ts';
import { type PeerQuestion, verifyPeer } from './verify.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 6, 1);
const policy = '1.3.6.1.4.1.55555.1';
const key = generateKey('EC');
let serials = 1;

function make(name: string, issuer?: Certificate, request: Partial<IssueRequest> = {}): Certificate {
  const der = issueCertificate({
    subject: { CN: name },
    publicKey: key.publicKey,
    issuer: issuer ? { certificate: issuer, key } : { key },
    notBefore: now - day,
    notAfter: now + day,
    serial: Uint8Array.of(serials++),
    ca: true,
    ...request,
  }) as Uint8Array;
  return parseCertificate(der);
}
const and = (...more: readonly Extension[]): Pick<IssueRequest, 'extensions'> => ({
  extensions: (standard) => [...standard, ...more],
});
const policies = extension('certificatePolicies', [{ policyIdentifier: policy }]);
const within = (name: string): Extension =>
  extension(
    'nameConstraints',
    { permittedSubtrees: [{ base: { kind: 'dNSName', value: name }, minimum: 0 }] },
    true,
  );

const root = make('Root');
const ca = make('CA', root, { pathLength: 0, ...and(policies, within('example.com')) });
const leaf = make('leaf', ca, {
  ca: false,
  dnsNames: ['a.example.com', 'b.example.com'],
  ...and(policies),
});

function ask(chain: readonly Certificate[], question: Partial<PeerQuestion> = {}): Verdict {
  return verifyPeer({
    chain: chain.map(({ der }) => der),
    trust: trustStore([anchorFromCertificate(root)]),
    provider: nodeProvider,
    purpose: 'server',
    name: 'b.example.com',
    time: now,
    keyUsage: 'digitalSignature',
    ...question,
  }) as Verdict;
}
const allChecks = ({ paths }: Verdict): Check[] => paths.flatMap(({ checks }) => checks);

const bytesOf = ({ der, start, end }: EvidenceRange): Uint8Array => der.subarray(start, end);
/** Bytes of the only check of this kind and certificate. */
function looked(verdict: Verdict, kind: CheckName, certificate: number): Uint8Array[] {
  const found = allChecks(verdict).filter((each) => each.check === kind && each.certificate === certificate);
  expect(found).toHaveLength(1);
  return found[0]!.looked.map(bytesOf);
}
const extensionIn = (bytes: Uint8Array | undefined): Extension => decode(Extension, bytes!);
const dnsName = (bytes: Uint8Array | undefined): string => {
  expect(bytes![0]).toBe(0x82);
  return decode(ia5String, Uint8Array.of(0x16, ...bytes!.subarray(1)));
};

describe('on a path that holds', () => {
  const verdict = ask([leaf, ca], { userInitialPolicySet: [policy] });

  it('is a verdict to look at', () => expect(verdict.verdict).toBe('accepted'));

  it('the signature: what is signed, how, and with which key', () => {
    const [tbs, algorithm, signature, spki, ...others] = looked(verdict, 'signature', 0);
    expect(others).toEqual([]);
    expect(decode(AlgorithmIdentifier, algorithm!).algorithm).toBe(oids.ecdsaWithSHA256);
    const publicKey = createPublicKey({ key: Buffer.from(spki!), format: 'der', type: 'spki' });
    expect(verify('sha256', tbs!, publicKey, decode(octetAligned, signature!))).toBe(true);
  });

  it('the key', () => {
    for (const [i, { der }] of [leaf, ca, root].entries()) {
      const [spki] = looked(verdict, 'key', i);
      const expected = new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
      expect(Buffer.from(spki!)).toEqual(expected);
    }
  });

  it('the signature algorithm', () => {
    const [algorithm] = looked(verdict, 'signature algorithm', 1);
    expect(decode(AlgorithmIdentifier, algorithm!).algorithm).toBe(oids.ecdsaWithSHA256);
  });

  it('the validity', () => {
    const [validity] = looked(verdict, 'validity', 2);
    const { notBefore, notAfter } = decode(
      sequence('RFC 5280 section 4.1.2.5', { notBefore: time, notAfter: time }),
      validity!,
    );
    expect([notBefore.value, notAfter.value]).toEqual([root.notBefore, root.notAfter]);
  });

  it('the one name that was meant', () => {
    const names = looked(verdict, 'name', 0);
    expect(names.map(dnsName)).toEqual(['b.example.com']);
  });

  it('the extensions', () => {
    const of = (kind: CheckName, certificate: number) =>
      looked(verdict, kind, certificate).map((bytes) => extensionIn(bytes).extnID);
    expect(of('basic constraints', 1)).toEqual([oids.basicConstraints]);
    expect(of('key usage', 0)).toEqual([oids.keyUsage]);
    expect(of('purpose', 0)).toEqual([oids.extKeyUsage]);
    const [constraint, subject, names, ...others] = looked(verdict, 'name constraints', 1);
    expect(extensionIn(constraint).extnID).toBe(oids.nameConstraints);
    expect(decode(Name, subject!).text).toBe('CN=leaf');
    expect(extensionIn(names).extnID).toBe(oids.subjectAltName);
    expect(others).toEqual([]);
    expect(of('critical extensions', 1)).toEqual(
      ca.extensionList.filter(({ critical }) => critical).map(({ extnID }) => extnID),
    );
    expect(of('policy', 0)).toEqual([oids.certificatePolicies, oids.certificatePolicies]);
    const [limit] = looked(verdict, 'path length', 1);
    expect(decode(smallInteger(255), limit!)).toBe(0);
  });

  it('is found only when it is asked for', () => {
    for (const check of allChecks(verdict))
      expect(
        Object.hasOwn(check, 'looked') ? getterOf(check) : getterOf(Object.getPrototypeOf(check)),
      ).toBeTypeOf('function');
  });
});

describe('on a path that fails', () => {
  it('a name that an issuer may not certify: the constraint, and the name', () => {
    const narrow = make('CA', root, and(within('a.example.com')));
    const [constraint, name] = looked(ask([leaf, narrow]), 'name constraints', 1);
    expect(dnsName(name)).toBe('b.example.com');
    expect(Buffer.from(constraint!).toString('latin1')).toContain('a.example.com');
    const without = extension(
      'nameConstraints',
      {
        excludedSubtrees: ['nowhere', 'b.example.com'].map((value) => ({
          base: { kind: 'dNSName', value },
          minimum: 0,
        })),
      },
      true,
    );
    const [excluded] = looked(ask([leaf, make('CA', root, and(without))]), 'name constraints', 1);
    expect(Buffer.from(excluded!).toString('latin1')).toMatch(/b\.example\.com$/);
    expect(excluded).not.toContain('nowhere');
  });

  it('a critical extension that is not understood: that one', () => {
    const odd = make('leaf', root, and(rawExtension('1.2.3.4', true, Uint8Array.of(5, 0))));
    const found = looked(ask([odd]), 'critical extensions', 0).map((bytes) => extensionIn(bytes).extnID);
    expect(found).toEqual(['1.2.3.4']);
  });

  it('an extension that is absent: where it would stand', () => {
    const plain = make('CA', root, { extensions: () => [] });
    const verdict = ask([make('leaf', plain, { ca: false }), plain]);
    const check = allChecks(verdict).find(({ reason }) => reason === 'not-a-ca')!;
    expect(check.looked).toMatchObject([{ certificate: 1, path: 'tbsCertificate' }]);
    const usual = make('CA', root, {
      extensions: (standard) => standard.filter(({ extnID }) => extnID === oids.subjectKeyIdentifier),
    });
    const other = allChecks(ask([make('leaf', usual, { ca: false }), usual]));
    const { looked: at } = other.find(({ reason }) => reason === 'not-a-ca')!;
    expect(at).toMatchObject([{ certificate: 1, path: 'tbsCertificate.extensions' }]);
  });

  it('an issuer that is missing: its name', () => {
    const [issuer] = looked(ask([leaf]), 'issuer', 0);
    expect(decode(Name, issuer!).text).toBe('CN=CA');
  });

  it('a rule of a profile', () => {
    const negative = make('leaf', ca, {
      ca: false,
      tbs: (standard) => ({ ...standard, serialNumber: Uint8Array.of(0x80) }),
    });
    const [serial] = looked(ask([negative, ca]), 'profile', 0);
    expect(decode(integer, serial!)).toEqual(Uint8Array.of(0x80));
  });
});

describe('in a list that OpenSSL made', () => {
  const der = (pem: string) => decodePem(pem)[0]!.bytes;
  const listed = parseCertificate(der(listedPem));
  const list = parseCrl(der(crlPem));
  const asked = (pem: string): Verdict =>
    ask([parseCertificate(der(pem))], {
      trust: trustStore([anchorFromCertificate(listed)]),
      name: 'www.example.com',
      time: list.thisUpdate,
      revocation: { mode: 'hard', crls: [list] },
    });

  it('the entry of a certificate that was revoked', () => {
    const [serial, , entry] = looked(asked(badPem), 'revocation', 0);
    expect(decode(integer, serial!)).toEqual(Uint8Array.of(0, 0xfe, 2));
    expect([...entry!.subarray(2, 7)]).toEqual([0x02, 0x03, 0x00, 0xfe, 0x02]);
    const check = allChecks(asked(badPem)).find((each) => each.check === 'revocation')!;
    expect(check.looked.map((each) => [each.in, each.certificate])).toEqual([
      ['certificate', 0],
      ['certificate', 0],
      ['crl', undefined],
    ]);
  });

  it('of one that was not: whose list, its times, and every entry', () => {
    const [serial, issuer, whose, from, to, entries] = looked(asked(goodPem), 'revocation', 0);
    expect(decode(integer, serial!)).toEqual(Uint8Array.of(0x10, 0x01));
    expect(issuer).toEqual(whose);
    expect(decode(time, from!).value).toBe(list.thisUpdate);
    expect(decode(time, to!).value).toBe(list.nextUpdate);
    expect(Buffer.from(entries!).includes(Buffer.from([0x02, 0x03, 0x00, 0xfe, 0x02]))).toBe(true);
  });
});

describe('every kind of check', () => {
  const definitions: Readonly<Record<EvidenceRange['in'], Codec<unknown>>> = {
    certificate: CertificateDefinition,
    crl: CrlDefinition,
    ocsp: OcspResponseDefinition,
  };
  const list = parseCrl(decodePem(crlPem)[0]!.bytes);
  const anchor: TrustAnchor = { subject: root.subject, spki: root.spki };
  const constraints = {
    excludedSubtrees: [{ base: { kind: 'dNSName', value: 'example.org' }, minimum: 0 }],
  } as const;
  const must = make('must', ca, {
    ca: false,
    dnsNames: ['b.example.com'],
    ...and(policies, extension('tlsFeature', [5])),
  });
  const staple = issueOcspResponse({
    responder: { certificate: ca, key },
    producedAt: now,
    responses: [{ certID: certIdOf(must, ca, nodeProvider), status: 'good', thisUpdate: now }],
  }) as Uint8Array;
  const bytes = make('leaf', ca, {
    ca: false,
    ...and(rawExtension(oids.basicConstraints, false, Uint8Array.of(0x30, 3, 1, 1, 0))),
  }).der.slice();
  bytes[Buffer.from(bytes).indexOf(Buffer.of(0x30, 3, 1, 1, 0)) + 2] = 0x0c;
  const damaged = parseDamaged(bytes);
  const verdicts = [
    ask([leaf, ca], { userInitialPolicySet: [policy] }),
    ask([must, ca], { revocation: { mode: 'soft', stapleAsked: true, ocspResponses: [staple] } }),
    ask([leaf, ca], { userInitialPolicySet: ['1.2.3'], time: now + 2 * day, name: 'c.example.com' }),
    ask([leaf, ca], { trust: trustStore([anchor]), time: now - 2 * day, name: 'no name' }),
    ask([leaf, ca], { pins: [pinOf(root.spki, nodeProvider)] }),
    ask([leaf, ca], { pins: [pinOf(root.spki, nodeProvider)], name: 'c.example.com' }),
    ask([leaf, ca], { trust: trustStore([{ ...anchor, nameConstraints: constraints }]) }),
    ask([leaf, ca], { revocation: { mode: 'hard', crls: [list] } }),
    ask([leaf, ca], { revocation: { mode: 'soft', crls: [] }, purpose: 'client' }),
    ask([leaf, ca], { trust: trustStore([anchorFromCertificate(leaf)]) }),
    ask([leaf, ca, root], { trust: trustStore([]) }),
    ask([leaf, ca], { budget: { intermediates: 0 }, trust: trustStore([]) }),
    ask([root], { trust: trustStore([]) }),
    ask([make('leaf', make('CA'))]),
    // basicConstraints with cA FALSE written out, and with an INTEGER in its place.
    ask([
      make('leaf', ca, {
        ca: false,
        ...and(rawExtension(oids.basicConstraints, false, Uint8Array.of(0x30, 3, 1, 1, 0))),
      }),
      ca,
    ]),
    ask([damaged, ca]),
  ];
  const checks = verdicts.flatMap(allChecks);

  it('is among these', () => {
    const kinds: Readonly<Record<CheckName, true>> = {
      encoding: true,
      signature: true,
      validity: true,
      'basic constraints': true,
      'path length': true,
      'key usage': true,
      purpose: true,
      'critical extensions': true,
      key: true,
      'signature algorithm': true,
      'name constraints': true,
      name: true,
      profile: true,
      policy: true,
      revocation: true,
      staple: true,
      pin: true,
      issuer: true,
    };
    expect(new Set(checks.map(({ check }) => check))).toEqual(new Set(Object.keys(kinds)));
  });

  it('names the range that the annotation has by this name', () => {
    for (const { check, looked: all } of checks) {
      expect(all.length, check).toBeGreaterThan(0);
      for (const { in: kind, der, path, start, end } of all) {
        const span =
          path === ''
            ? { start: 0, end: der.length }
            : spansByPath(annotate(definitions[kind], der)).get(path);
        expect({ path, start: span?.start, end: span?.end }).toEqual({ path, start, end });
      }
    }
  });
});

const getterOf = (from: object): unknown => Object.getOwnPropertyDescriptor(from, 'looked')?.get;
