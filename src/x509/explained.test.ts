/** What the annotated view tells of certificates and lists: every byte has a field, and every field says what it is. */
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { spansByPath } from '../../test/spans.ts';
import * as openssl from '../../test/vectors/openssl-crls.ts';
import * as ocsp from '../../test/vectors/openssl-ocsp.ts';
import { generateKey } from '../crypto/providers/node.ts';
import { issueCertificate } from '../issue/issue-certificate.ts';
import { issueCrl } from '../issue/issue-crl.ts';
import { annotate, leaves } from '../wire/annotate.ts';
import type { Codec } from '../wire/codec.ts';
import { decodePem, type PemBlock } from '../wire/pem.ts';
import type { Span } from '../wire/tracing-reader.ts';
import { CertificateDefinition } from './certificate/certificate.ts';
import { type Extension, extension, rawExtension } from './certificate/extensions.ts';
import { nameOf } from './certificate/name.ts';
import { oids } from './certificate/oids.ts';
import { CrlDefinition } from './revocation/crl.ts';
import { OcspResponseDefinition } from './revocation/ocsp.ts';
import { OcspRequestDefinition } from './revocation/ocsp-request.ts';

const now = Date.UTC(2026, 6, 1);
const sct = Uint8Array.from([
  0,
  ...new Array<number>(32).fill(0xab),
  ...[0, 0, 1, 0x9c, 0, 0, 0, 0],
  ...[0, 0, 4, 3, 0, 6, 1, 2, 3, 4, 5, 6],
]);
const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const dns = (value: string) => ({ kind: 'dNSName', value }) as const;
const uri = (value: string) => ({ kind: 'uniformResourceIdentifier', value }) as const;
const people = { kind: 'directoryName', value: nameOf({ C: 'NL', O: 'People' }) } as const;
const point = { distributionPoint: { kind: 'fullName', value: [uri('http://crl.example/1')] } } as const;
const notice = Uint8Array.of(0x30, 4, 0x0c, 2, 0x68, 0x69);

/** One of each that a certificate may have. */
const everything: readonly Extension[] = [
  extension('basicConstraints', { cA: true, pathLenConstraint: 2 }, true),
  extension('keyUsage', ['digitalSignature', 'keyCertSign']),
  extension('extKeyUsage', [oids.serverAuth, '1.2.3.4']),
  extension('subjectAltName', [
    dns('www.example'),
    uri('https://www.example/'),
    people,
    { kind: 'rfc822Name', value: 'who@www.example' },
    { kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 1) },
    { kind: 'registeredID', value: oids.commonName },
    {
      kind: 'otherName',
      value: { 'type-id': oids.userPrincipalName, value: Uint8Array.of(0x0c, 2, 0x68, 0x6f) },
    },
  ]),
  extension('issuerAltName', [dns('ca.example')]),
  extension('subjectKeyIdentifier', bytes),
  extension('authorityKeyIdentifier', {
    keyIdentifier: bytes,
    authorityCertIssuer: [people],
    authorityCertSerialNumber: bytes,
  }),
  extension('nameConstraints', {
    permittedSubtrees: [{ base: dns('example'), minimum: 0 }],
    excludedSubtrees: [{ base: dns('not.example'), minimum: 1, maximum: 2 }],
  }),
  extension('certificatePolicies', [
    {
      policyIdentifier: oids.domainValidated,
      policyQualifiers: [{ policyQualifierId: oids.userNotice, qualifier: notice }],
    },
  ]),
  extension('policyMappings', [{ issuerDomainPolicy: oids.domainValidated, subjectDomainPolicy: '1.2.3' }]),
  extension('policyConstraints', { requireExplicitPolicy: 0, inhibitPolicyMapping: 1 }),
  extension('inhibitAnyPolicy', 3),
  extension('cRLDistributionPoints', [{ ...point, reasons: ['keyCompromise'], cRLIssuer: [people] }]),
  extension('freshestCRL', [point]),
  extension('authorityInfoAccess', [
    { accessMethod: oids.ocsp, accessLocation: uri('http://ocsp.example/') },
  ]),
  extension('subjectInfoAccess', [{ accessMethod: '1.2.3', accessLocation: uri('http://x.example/') }]),
  extension('tlsFeature', [5]),
  extension('signedCertificateTimestampList', [sct]),
  extension('precertificatePoison', null),
  rawExtension('1.2.3.4', false, bytes),
];
const issuer = { key: generateKey('RSA') };
const certificate = issueCertificate({
  subject: { C: 'NL', O: 'Example', CN: 'www.example' },
  publicKey: issuer.key.publicKey,
  issuer,
  notBefore: now,
  notAfter: Date.UTC(2051, 0),
  serial: Uint8Array.of(1, ...bytes),
  algorithm: { kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 },
  extensions: () => everything,
  tbs: (standard) => ({
    ...standard,
    issuerUniqueID: { unused: 0, bytes },
    subjectUniqueID: { unused: 0, bytes },
  }),
}) as Uint8Array;

/** One of each that a list may have. */
const list = issueCrl({
  issuer: { certificate, key: issuer.key },
  thisUpdate: now,
  nextUpdate: now + 1000,
  number: Uint8Array.of(1, 0),
  revoked: [{ serial: Uint8Array.of(1, ...bytes), date: now, reason: 'keyCompromise' }],
  extensions: (standard) => [
    ...standard,
    extension('deltaCRLIndicator', Uint8Array.of(7)),
    extension('issuingDistributionPoint', {
      ...point,
      onlyContainsUserCerts: true,
      onlyContainsCACerts: true,
      onlySomeReasons: ['superseded', 'certificateHold'],
      indirectCRL: true,
      onlyContainsAttributeCerts: true,
    }),
  ],
  tbs: (standard) => ({
    ...standard,
    revokedCertificates: standard.revokedCertificates!.map((entry) => ({
      ...entry,
      crlEntryExtensions: [
        ...entry.crlEntryExtensions!,
        extension('invalidityDate', now),
        extension('certificateIssuer', [people]),
      ],
    })),
  }),
}) as Uint8Array;

const definitions: Readonly<Record<string, Codec<unknown>>> = {
  CERTIFICATE: CertificateDefinition,
  'X509 CRL': CrlDefinition,
  'OCSP REQUEST': OcspRequestDefinition,
  'OCSP RESPONSE': OcspResponseDefinition,
};
const rich = annotate(CertificateDefinition, certificate);
const richList = annotate(CrlDefinition, list);
const all: readonly { readonly root: Span; readonly length: number }[] = [
  { root: rich, length: certificate.length },
  { root: richList, length: list.length },
  ...[...tls.rootCertificates, ...Object.values(openssl), ...Object.values(ocsp)].map((pem) => {
    const [{ label, bytes }] = decodePem(pem) as [PemBlock];
    return { root: annotate(definitions[label]!, bytes), length: bytes.length };
  }),
];

function expectTiled(root: Span, length: number): void {
  let at = 0;
  for (const leaf of leaves(root)) {
    if (leaf.start !== at || leaf.end < at)
      throw new Error(`${leaf.name} is ${leaf.start}..${leaf.end} behind ${at}`);
    at = leaf.end;
  }
  expect(at).toBe(length);
}

describe('certificates, lists and OCSP, annotated', () => {
  it('have a field for every byte', () => {
    expect(all.length).toBeGreaterThan(100);
    for (const { root, length } of all) {
      expect(root.failed).toBeUndefined();
      expectTiled(root, length);
    }
  });

  it('have no long field without words but keys, hashes, numbers and what is unknown', () => {
    const wordless = all
      .flatMap(({ root }) => leaves(root))
      .filter(({ start, end, means }) => end - start > 4 && means === undefined)
      .map(({ name }) => name);
    // Which of these Node's roots have depends on the Node.
    const known = [
      'authorityCertSerialNumber',
      'byKey',
      'extnValue',
      'id',
      'issuerKeyHash',
      'issuerNameHash',
      'issuerUniqueID',
      'keyIdentifier',
      'modulus',
      'ocspNonce',
      'serialNumber',
      'signature',
      'signatureValue',
      'subjectKeyIdentifier',
      'subjectPublicKey',
      'subjectUniqueID',
      'userCertificate',
    ];
    expect(wordless.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('say of every field what it is for, or what its value means', () => {
    const silent: string[] = [];
    const walk = (span: Span, path: string, explained: boolean): void => {
      for (const part of span.parts) {
        const isField = !/^(tag|length|NULL|SEQUENCE|UTF8String)$|\]$/.test(part.name);
        const isContents = part.name === span.name;
        const said = part.about !== undefined || part.means !== undefined || (isContents && explained);
        if (isField && !said) silent.push(`${path}.${part.name}`);
        walk(part, `${path}.${part.name}`, said);
      }
    };
    for (const { root } of all) walk(root, '', true);
    expect(silent).toEqual([]);
  });

  it('are told as far as they can be read, and the rest is unread', () => {
    for (let length = 2; length < certificate.length; length += 7) {
      const root = annotate(CertificateDefinition, certificate.subarray(0, length));
      expect(root.failed ?? root.parts.at(-1)?.name).toBeDefined();
      expectTiled(root, length);
    }
    for (let at = 0; at < list.length; at++) {
      const changed = list.slice();
      changed[at]! ^= 0x21;
      expectTiled(annotate(CrlDefinition, changed), list.length);
    }
  });
});

describe('in words', () => {
  const spans = spansByPath(rich);
  const inList = spansByPath(richList);
  const extensionAt = (name: string): string => {
    const at = everything.findIndex(({ extnID }) => extnID === oids[name as keyof typeof oids]);
    return `tbsCertificate.extensions[${at}].extnValue.${name}`;
  };

  it.each([
    ['tbsCertificate.version', 'v3'],
    ['tbsCertificate.signature', 'rsassaPss'],
    ['tbsCertificate.issuer', 'CN=www.example, O=Example, C=NL'],
    ['tbsCertificate.subject[0]', 'C=NL'],
    ['tbsCertificate.subject[2][0].type', 'commonName'],
    ['tbsCertificate.validity.notBefore', '2026-07-01 00:00:00 UTC'],
    ['tbsCertificate.validity.notAfter', '2051-01-01 00:00:00 UTC'],
    ['tbsCertificate.subjectPublicKeyInfo', 'RSA of 2048 bits'],
    ['tbsCertificate.subjectPublicKeyInfo.subjectPublicKey.modulus', '2048 bits'],
    ['tbsCertificate.subjectPublicKeyInfo.subjectPublicKey.publicExponent', '65537'],
    ['signatureAlgorithm.parameters.hashAlgorithm', 'sha256'],
    ['signatureAlgorithm.parameters.maskGenAlgorithm.parameters', 'sha256'],
    ['signatureAlgorithm.parameters.saltLength', '32'],
  ])('%s is %s', (path, means) => {
    expect(spans.get(path)?.means).toBe(means);
  });

  it.each([
    ['basicConstraints', '', 'a CA with 2 CA certificates below it at most'],
    ['keyUsage', '', 'digitalSignature, keyCertSign'],
    ['extKeyUsage', '[0]', 'serverAuth'],
    ['extKeyUsage', '[1]', '1.2.3.4'],
    ['subjectAltName', '[0]', '"www.example"'],
    ['subjectAltName', '[2]', 'O=People, C=NL'],
    ['subjectAltName', '[4]', '192.0.2.1'],
    ['subjectAltName', '[5]', 'commonName'],
    ['subjectAltName', '[6].otherName.type-id', 'userPrincipalName'],
    ['nameConstraints', '.permittedSubtrees[0]', 'example'],
    ['certificatePolicies', '[0]', 'domainValidated'],
    ['certificatePolicies', '[0].policyQualifiers[0].policyQualifierId', 'userNotice'],
    ['certificatePolicies', '[0].policyQualifiers[0].qualifier.explicitText', '"hi"'],
    ['policyMappings', '[0]', 'domainValidated is 1.2.3 below'],
    ['policyConstraints', '.inhibitPolicyMapping', '1'],
    ['cRLDistributionPoints', '[0].distributionPoint.fullName[0]', '"http://crl.example/1"'],
    ['cRLDistributionPoints', '[0].reasons', 'keyCompromise'],
    ['authorityInfoAccess', '[0].accessMethod', 'ocsp'],
    ['tlsFeature', '[0]', 'status_request'],
    ['signedCertificateTimestampList', '[0].timestamp', '2026-01-27T15:08:45.952Z'],
    ['signedCertificateTimestampList', '[0].hash', 'sha256'],
    ['signedCertificateTimestampList', '[0].algorithm', 'ecdsa'],
  ])('%s%s is %s', (name, inside, means) => {
    expect(spans.get(extensionAt(name) + inside)?.means).toBe(means);
  });

  it('text is text even where no definition says what it is', () => {
    expect(leaves(rich).map(({ means }) => means)).toContain('"ho"');
  });

  it.each([
    ['tbsCertList.thisUpdate', '2026-07-01 00:00:00 UTC'],
    ['tbsCertList.crlExtensions[1].extnValue.cRLNumber', '256'],
    [
      'tbsCertList.crlExtensions[3].extnValue.issuingDistributionPoint.onlySomeReasons',
      'superseded, certificateHold',
    ],
    ['tbsCertList.revokedCertificates[0].revocationDate', '2026-07-01 00:00:00 UTC'],
    ['tbsCertList.revokedCertificates[0].crlEntryExtensions[0].extnValue.reasonCode', 'keyCompromise'],
    [
      'tbsCertList.revokedCertificates[0].crlEntryExtensions[1].extnValue.invalidityDate',
      '2026-07-01 00:00:00 UTC',
    ],
  ])('%s is %s', (path, means) => {
    expect(inList.get(path)?.means).toBe(means);
  });
});
