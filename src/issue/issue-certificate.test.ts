import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PrivateKey } from '../crypto/provider.ts';
import { asyncPrivateKey, generateKey, nodeProvider } from '../crypto/providers/node.ts';
import { Malformed } from '../wire/reader.ts';
import { parseCertificate } from '../x509/certificate/certificate.ts';
import { extension } from '../x509/certificate/extensions.ts';
import { oids } from '../x509/certificate/oids.ts';
import { createCsr, parseCsr } from './csr.ts';
import { type IssueRequest, issueCertificate } from './issue-certificate.ts';

const validity = { notBefore: Date.UTC(2026, 0) + 999, notAfter: Date.UTC(2060, 0) };
const issue = (request: IssueRequest): Uint8Array => issueCertificate(request) as Uint8Array;

describe.each<readonly [string, PrivateKey]>([
  ['ECDSA P-256', generateKey('EC')],
  ['ECDSA P-384', generateKey('EC', { curve: 'secp384r1' })],
  ['RSA', generateKey('RSA')],
  ['Ed25519', generateKey('Ed25519')],
])('issued with %s', (_, key) => {
  const ca = issue({
    subject: { C: 'NL', O: 'Exämple', CN: 'CA' },
    publicKey: key.publicKey,
    issuer: { key },
    serial: Uint8Array.of(0x80, 1),
    ca: true,
    pathLength: 0,
    ...validity,
  });
  const leaf = issue({
    subject: { CN: 'www.example.com' },
    publicKey: generateKey('EC').publicKey,
    issuer: { certificate: ca, key },
    serial: Uint8Array.of(0, 2),
    dnsNames: ['www.example.com', '*.example.org'],
    ipAddresses: ['192.0.2.1', '2001:db8::1'],
    ...validity,
  });

  it('is what node:crypto reads', () => {
    const [theirCa, theirs] = [new X509Certificate(ca), new X509Certificate(leaf)];
    expect(theirs.verify(theirCa.publicKey)).toBe(true);
    expect(theirs.checkIssued(theirCa)).toBe(true);
    expect(theirCa.ca).toBe(true);
    expect(theirs.ca).toBe(false);
    expect(theirCa.subject).toBe('C=NL\nO=Exämple\nCN=CA');
    expect([theirCa.serialNumber, theirs.serialNumber]).toEqual(['8001', '02']);
    expect(theirs.checkHost('www.example.com')).toBe('www.example.com');
    expect(theirs.checkHost('a.example.org')).toBe('*.example.org');
    expect(theirs.checkIP('192.0.2.1')).toBe('192.0.2.1');
    expect(Date.parse(theirs.validFrom)).toBe(Date.UTC(2026, 0));
    expect(Date.parse(theirs.validTo)).toBe(Date.UTC(2060, 0));
  });

  it('has what a conforming CA puts in', () => {
    const [ours, its] = [parseCertificate(leaf).extensions, parseCertificate(ca).extensions];
    expect(its.basicConstraints).toEqual({ cA: true, pathLenConstraint: 0 });
    expect(its.keyUsage).toEqual(['keyCertSign', 'cRLSign']);
    expect(its.extKeyUsage).toBeUndefined();
    expect(ours.authorityKeyIdentifier?.keyIdentifier).toEqual(its.subjectKeyIdentifier);
    expect(ours.keyUsage).toEqual(['digitalSignature']);
  });

  it('asks for a certificate, and is understood', () => {
    const der = createCsr({
      subject: { CN: 'x' },
      key,
      dnsNames: ['a.test'],
      ipAddresses: ['::1'],
      emailAddresses: ['a@a.test'],
      uris: ['spiffe://a.test/b'],
    }) as Uint8Array;
    expect(parseCsr(der, nodeProvider)).toMatchObject({
      subject: { text: 'CN=x' },
      spki: { der: key.publicKey },
      dnsNames: ['a.test'],
      ipAddresses: ['::1'],
      emailAddresses: ['a@a.test'],
      uris: ['spiffe://a.test/b'],
    });
    for (let end = 0; end < der.length; end++) {
      expect(() => parseCsr(der.subarray(0, end), nodeProvider)).toThrow(Malformed);
    }
    const changed = der.slice();
    changed[der.length - 1]! ^= 1;
    expect(parseCsr(changed, nodeProvider)).toBeUndefined();
  });
});

describe('issuing', () => {
  const key = generateKey('EC');
  const least = { publicKey: key.publicKey, issuer: { key }, serial: Uint8Array.of(1), ...validity };

  it('makes alternative names critical under an empty subject', () => {
    const critical = (subject: IssueRequest['subject']): boolean | undefined =>
      parseCertificate(issue({ ...least, subject, dnsNames: ['a.test'] })).extensionList.find(
        ({ extnID }) => extnID === '2.5.29.17',
      )?.critical;
    expect(critical({})).toBe(true);
    expect(critical({ CN: 'a.test' })).toBe(false);
  });

  it('says where its issuer answers, and that it must be stapled', () => {
    const der = issue({
      ...least,
      subject: { CN: 'x' },
      ocspUrls: ['http://ocsp.test/'],
      issuerUrls: ['http://issuer.test/ca.cer'],
      crlUrls: ['http://crl.test/a', 'http://crl.test/b'],
      mustStaple: true,
    });
    // As node:crypto words it.
    expect(new X509Certificate(der).infoAccess).toBe(
      'OCSP - URI:http://ocsp.test/\nCA Issuers - URI:http://issuer.test/ca.cer',
    );
    const { cRLDistributionPoints, tlsFeature } = parseCertificate(der).extensions;
    expect(cRLDistributionPoints).toEqual([
      {
        distributionPoint: {
          kind: 'fullName',
          value: ['a', 'b'].map((list) => ({
            kind: 'uniformResourceIdentifier',
            value: `http://crl.test/${list}`,
          })),
        },
      },
    ]);
    expect(tlsFeature).toEqual([5]);
  });

  it('is for servers by its DNS names and addresses, else for clients', () => {
    const purposes = (names: Partial<IssueRequest>): readonly string[] | undefined =>
      parseCertificate(issue({ ...least, subject: { CN: 'x' }, ...names })).extensions.extKeyUsage;
    expect(purposes({ ipAddresses: ['::1'] })).toEqual([oids.serverAuth]);
    expect(purposes({ emailAddresses: ['a@a.test'] })).toEqual([oids.clientAuth]);
    expect(purposes({ ca: true })).toBeUndefined();
  });

  it('takes another list of extensions, and another body', () => {
    const der = issue({
      ...least,
      subject: { CN: 'x' },
      extensions: () => [extension('tlsFeature', [5])],
      tbs: (tbs) => ({ ...tbs, serialNumber: Uint8Array.of(0) }),
    });
    const made = parseCertificate(der);
    expect(Object.keys(made.extensions)).toEqual(['tlsFeature']);
    expect([...made.serialNumber]).toEqual([0]);
  });

  it('waits for a key that answers later', async () => {
    const later = asyncPrivateKey(key);
    const request = createCsr({ subject: { CN: 'later' }, key: later });
    expect(request).not.toBeInstanceOf(Uint8Array);
    expect((await parseCsr(await request, nodeProvider))?.subject.text).toBe('CN=later');
  });
});
