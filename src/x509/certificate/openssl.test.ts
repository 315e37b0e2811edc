/** Certificates and a request that OpenSSL 3.0 made, read by us and by node:crypto. */
import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeProvider } from '../../crypto/providers/node.ts';
import { CsrDefinition, parseCsr } from '../../issue/csr.ts';
import { annotate, leaves } from '../../wire/annotate.ts';
import { decode, encode } from '../../wire/codec.ts';
import { decodePem } from '../../wire/pem.ts';
import { anchorFromCertificate, trustStore } from '../anchors.ts';
import { verifyPeer } from '../verify.ts';
import { CertificateDefinition, parseCertificate, TBSCertificate } from './certificate.ts';
import { extensionTable } from './extensions.ts';
import { generalNameText } from './general-name.ts';
import { oidName } from './oids.ts';

/** EC P-256, self-signed. */
const rootPem = `-----BEGIN CERTIFICATE-----
MIIB0zCCAXmgAwIBAgIUeVqEveNb/1WKrQdvGMR3A1eF+SEwCgYIKoZIzj0EAwIw
NjELMAkGA1UEBhMCTkwxEDAOBgNVBAoMB0V4YW1wbGUxFTATBgNVBAMMDEV4YW1w
bGUgUm9vdDAgFw0yNjExMjEwMDQ5MTdaGA8yMDUxMDcxMzAwNDkxN1owNjELMAkG
A1UEBhMCTkwxEDAOBgNVBAoMB0V4YW1wbGUxFTATBgNVBAMMDEV4YW1wbGUgUm9v
dDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNtVZwYTPR4XJ5xoBYkclyPhmlQX
HuRYnJrrO2tht/jvWcUkuf9cnyN7wuYz0VA5OuxF0H2xYAV4/Ze5w9ROdN+jYzBh
MB0GA1UdDgQWBBQ7NX5sSRuGWJWVav1VU/jqE6LJSDAfBgNVHSMEGDAWgBQ7NX5s
SRuGWJWVav1VU/jqE6LJSDAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwIB
BjAKBggqhkjOPQQDAgNIADBFAiEA76paUmAfPF5zpb6XTbgZlSvSbh7naMw0X61x
gwTZsJkCIDKDa2MO8FGl6DtAKjazv4YlP7aG+eyLPt07nL5sV18K
-----END CERTIFICATE-----
`;

/** RSA, signed with ECDSA: name constraints, policies with qualifiers, distribution points, access descriptions. */
const intermediatePem = `-----BEGIN CERTIFICATE-----
MIIDwDCCA2agAwIBAgIIEjRWeJCrze8wCgYIKoZIzj0EAwIwNjELMAkGA1UEBhMC
TkwxEDAOBgNVBAoMB0V4YW1wbGUxFTATBgNVBAMMDEV4YW1wbGUgUm9vdDAgFw0y
NjExMjEwMDQ5MThaGA8yMDUxMDcxMzAwNDkxOFowMTEQMA4GA1UECgwHRXhhbXBs
ZTEdMBsGA1UEAwwURXhhbXBsZSBJbnRlcm1lZGlhdGUwggEiMA0GCSqGSIb3DQEB
AQUAA4IBDwAwggEKAoIBAQCZSE14Hsrb8OrJroGAItyO5QLSuLs1IahLJJtB1ROI
H9PcsXyeh3snm3cR0WeYAfDYm3OAs20WyWIgxNFIzG+BLueaXc7GaoIcNSgRQIZY
uN0k6+fjQ6scrWwkQn3oDxvD9EmbGBh0sqMyUFa6qLWT//03IB0WMNU+Po37xrIB
6JDzIhAfPaE+Q204JBhtzzjbhcdaB6ypLkXxF8hUTtXzmnJS7XWteKcK9DB121zE
Etimb657d6bFGi5VejcszK1FpQutd6z7yExDkvB36Ac+EQrkPdmbUhYmgZ6uJYHV
lG8C044l0m6taY1FS9+fjZU5ilzAGuOlzbfhitpgzLh9AgMBAAGjggGUMIIBkDAS
BgNVHRMBAf8ECDAGAQH/AgEAMA4GA1UdDwEB/wQEAwIBBjAdBgNVHQ4EFgQUfNaI
pVg/E0tHdc15jFjyCEpRwKYwHwYDVR0jBBgwFoAUOzV+bEkbhliVlWr9VVP46hOi
yUgwOwYDVR0eAQH/BDEwL6AbMA2CC2V4YW1wbGUuY29tMAqHCMAAAgD///8AoRAw
DoEMLmV4YW1wbGUub3JnMF8GA1UdIARYMFYwCAYGZ4EMAQIBMEoGCSsGAQQBg7ID
ATA9MCMGCCsGAQUFBwIBFhdodHRwOi8vY3BzLmV4YW1wbGUuY29tLzAWBggrBgEF
BQcCAjAKDAhhIG5vdGljZTAtBgNVHR8EJjAkMCKgIKAehhxodHRwOi8vY3JsLmV4
YW1wbGUuY29tL3IuY3JsMF0GCCsGAQUFBwEBBFEwTzAkBggrBgEFBQcwAYYYaHR0
cDovL29jc3AuZXhhbXBsZS5jb20vMCcGCCsGAQUFBzAChhtodHRwOi8vY2EuZXhh
bXBsZS5jb20vci5jZXIwCgYIKoZIzj0EAwIDSAAwRQIgXq8AJWSUTHiw37p36yNr
pqxxZN4s5MYX7Z5amewSmQkCIQD+ZUToA5McIoJ5YdWRcJjr7QaXCc+cBzQX99DN
keGmpQ==
-----END CERTIFICATE-----
`;

/** RSA, signed with RSASSA-PSS: non-ASCII subject, DNS names, an address, must-staple. */
const leafPem = `-----BEGIN CERTIFICATE-----
MIIEETCCAsWgAwIBAgIDAP8BMEEGCSqGSIb3DQEBCjA0oA8wDQYJYIZIAWUDBAIB
BQChHDAaBgkqhkiG9w0BAQgwDQYJYIZIAWUDBAIBBQCiAwIBIDAxMRAwDgYDVQQK
DAdFeGFtcGxlMR0wGwYDVQQDDBRFeGFtcGxlIEludGVybWVkaWF0ZTAgFw0yNjEx
MjEwMDQ5MThaGA8yMDUxMDcxMzAwNDkxOFowMzEXMBUGA1UECgwORXjDpG1wbGUs
IEluYy4xGDAWBgNVBAMMD3d3dy5leGFtcGxlLmNvbTCCASIwDQYJKoZIhvcNAQEB
BQADggEPADCCAQoCggEBAMhPdOjox93RO5kR1YqOKpEUxMJo9xdYjGp0V3TA2BCl
n3sQrKvmsSk4oBv7ltJwVqsBWZmQKQmPS/cfVzCmbsAEBNHxOhBvaOtDb5KBD/mV
1iN3qmDq7T9ZHiqO0NjXka7C7AsJRuY97kEwEHXELV1yfjoJYMpDuRODBDdV4Z1N
ZkSoe7wlcXONPN01rOBXjJo11ivQoVbEjDOmuCgfrCwS08LAFcpaNQREw91m2QPr
tn/0z7Q2U7L4qChxKwbt5azRUJS8lJkCnVTJncHZUuxpHvg55227/iwCuBGxOlqX
+OjFmL4j+f49IFbn6dhGquoN/yXsBv47+LXfigJJOa0CAwEAAaOBxTCBwjAJBgNV
HRMEAjAAMA4GA1UdDwEB/wQEAwIFoDAdBgNVHSUEFjAUBggrBgEFBQcDAQYIKwYB
BQUHAwIwHQYDVR0OBBYEFK/tasHCaxtfjJOxqBA7N+MxuOEnMB8GA1UdIwQYMBaA
FHzWiKVYPxNLR3XNeYxY8ghKUcCmMDMGA1UdEQQsMCqCD3d3dy5leGFtcGxlLmNv
bYIRKi5zdWIuZXhhbXBsZS5jb22HBMAAAgcwEQYIKwYBBQUHARgEBTADAgEFMEEG
CSqGSIb3DQEBCjA0oA8wDQYJYIZIAWUDBAIBBQChHDAaBgkqhkiG9w0BAQgwDQYJ
YIZIAWUDBAIBBQCiAwIBIAOCAQEAWXMlsDzKLt8bSpKZ7gG7jT1G4Mo9qD/JfMJM
qEMYjpVlMGvW/HWjwzMuEjGTeYOO4SQLbsFp7aX6DXEZGwnL25lBRzPPum1uBIag
Fa7wIE55tCqZJlhw9JRp+xuLIqKSZT4HqdalOH3IjC6ozUngx/vl405gdMat0kwm
Om81upnoQ0ap9b0lZ47XAZWS3bIkcbSYEg3dyER/dgMlN7nsMsUjtW7OWJsicLO1
85vsA4ubzoLUX083i1JYxRVPsAUDJ8IttX3hQ4skYtuTkgSFTWYAQdob/QitLlyN
tnVmoMIelpEIxpvTEj4/G+k6kmbuktjqm2ClfsrAba92r5xlDA==
-----END CERTIFICATE-----
`;

/** Ed25519, self-signed. */
const edPem = `-----BEGIN CERTIFICATE-----
MIIBSzCB/qADAgECAhRa/CGR/5NnLXESQqdzVfYpzliPKTAFBgMrZXAwDTELMAkG
A1UEAwwCRWQwIBcNMjYxMTIxMDA0OTE4WhgPMjA1MTA3MTMwMDQ5MThaMA0xCzAJ
BgNVBAMMAkVkMCowBQYDK2VwAyEAF+trIWOXQ+SFFRWWL9hAgU6VZyugVqmIHWGU
g4OoyZ6jbjBsMB0GA1UdDgQWBBSV8pijg7Mk9IaQZnP9YkFZyOAPrjAfBgNVHSME
GDAWgBSV8pijg7Mk9IaQZnP9YkFZyOAPrjAPBgNVHRMBAf8EBTADAQH/MBkGA1Ud
EQQSMBCCDmVkLmV4YW1wbGUuY29tMAUGAytlcANBAOCjGMjgdZRBbL6Tzy9x8gOY
eQQAVMXd1SRbGoJGIpU9lcpnZ5DaPaaiSpDC7SUr+aLeum/9Fc8861w5UKkopw4=
-----END CERTIFICATE-----
`;

const requestPem = `-----BEGIN CERTIFICATE REQUEST-----
MIICqzCCAZMCAQAwMzEXMBUGA1UECgwORXjDpG1wbGUsIEluYy4xGDAWBgNVBAMM
D3d3dy5leGFtcGxlLmNvbTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEB
AMhPdOjox93RO5kR1YqOKpEUxMJo9xdYjGp0V3TA2BCln3sQrKvmsSk4oBv7ltJw
VqsBWZmQKQmPS/cfVzCmbsAEBNHxOhBvaOtDb5KBD/mV1iN3qmDq7T9ZHiqO0NjX
ka7C7AsJRuY97kEwEHXELV1yfjoJYMpDuRODBDdV4Z1NZkSoe7wlcXONPN01rOBX
jJo11ivQoVbEjDOmuCgfrCwS08LAFcpaNQREw91m2QPrtn/0z7Q2U7L4qChxKwbt
5azRUJS8lJkCnVTJncHZUuxpHvg55227/iwCuBGxOlqX+OjFmL4j+f49IFbn6dhG
quoN/yXsBv47+LXfigJJOa0CAwEAAaAzMDEGCSqGSIb3DQEJDjEkMCIwIAYDVR0R
BBkwF4IPd3d3LmV4YW1wbGUuY29thwTAAAIHMA0GCSqGSIb3DQEBCwUAA4IBAQCM
aLvtjgm0LHpi2tvmt13EF+XtOhXgNGVMCv4sd8zqN4sr5nO573bV0k4GL313Lj97
7q0K0atF24ZCgRGq6ffQsDYNbmUiiEMEXOazPo7/0vHc0To+rgv0157asvOSuZIb
O++79cwQJVMlzivUrNd9LYS7qGm8mvueXWpKVEJHsCnvR2U9Al3Gb89Gt6LpMRP5
7l0Z1x6PZ/UoIc8mwlXVPjPjdzIEzaLZcR3CiQv91Ni1JDcC137IMafiICjd6z1L
cF45GqnLLEZpZlx+I3v38rL2SLSQW7TTmzSj2pMZdvjhWQhCS/Js0cDshzXaMFqq
bPIkPcIAOAnAHoGAfl3E
-----END CERTIFICATE REQUEST-----
`;

/** What may be longer than 4 bytes without inner structure: identifiers, keys, signatures, text and times. */
const mayBeLong: readonly string[] = [
  'accessMethod',
  'algorithm',
  'dNSName',
  'extKeyUsage',
  'extnID',
  'generalTime',
  'iPAddress',
  'keyIdentifier',
  'modulus',
  'parameters',
  'policyIdentifier',
  'policyQualifierId',
  'qualifier',
  'rfc822Name',
  'serialNumber',
  'signatureValue',
  'subjectKeyIdentifier',
  'subjectPublicKey',
  'uniformResourceIdentifier',
  'utcTime',
  'utf8String',
];

const der = (pem: string): Uint8Array => decodePem(pem)[0]!.bytes;
const [root, intermediate, leaf, ed] = [rootPem, intermediatePem, leafPem, edPem].map((pem) =>
  parseCertificate(der(pem)),
) as [
  ReturnType<typeof parseCertificate>,
  ReturnType<typeof parseCertificate>,
  ReturnType<typeof parseCertificate>,
  ReturnType<typeof parseCertificate>,
];
const time = Date.UTC(2030, 0);

describe('what OpenSSL made', () => {
  it.each([rootPem, intermediatePem, leafPem, edPem])(
    'reads as node:crypto reads it, and writes the same',
    (pem) => {
      const ours = parseCertificate(der(pem));
      const theirs = new X509Certificate(pem);
      expect(Buffer.from(ours.serialNumber).toString('hex').replace(/^00/, '').toUpperCase()).toBe(
        theirs.serialNumber,
      );
      expect(ours.notBefore).toBe(Date.parse(theirs.validFrom));
      expect(ours.notAfter).toBe(Date.parse(theirs.validTo));
      expect(Buffer.from(ours.spki.der)).toEqual(theirs.publicKey.export({ type: 'spki', format: 'der' }));
      expect(ours.extensions.basicConstraints?.cA ?? false).toBe(theirs.ca);
      expect(encode(TBSCertificate, decode(TBSCertificate, ours.tbs))).toEqual(ours.tbs);
      for (const { extnID, extnValue } of ours.extensionList) {
        const { codec } = Object.values(extensionTable).find(({ oid }) => oid === extnID)!;
        expect(encode(codec as never, extnValue.value)).toEqual(extnValue.bytes);
      }
    },
  );

  it('says what it says', () => {
    expect(root.spki.kind).toEqual({ type: 'EC', bits: 256, curve: 'secp256r1' });
    expect(root.subject.text).toBe('CN=Example Root, O=Example, C=NL');
    expect(root.issuer.key).toBe(root.subject.key);
    expect(intermediate.spki.kind).toEqual({ type: 'RSA', bits: 2048 });
    expect(intermediate.signatureAlgorithm).toEqual({ kind: 'ECDSA', hash: 'SHA-256' });
    const { nameConstraints, certificatePolicies, authorityInfoAccess, cRLDistributionPoints } =
      intermediate.extensions;
    expect(intermediate.extensions.basicConstraints).toEqual({ cA: true, pathLenConstraint: 0 });
    expect(nameConstraints?.permittedSubtrees?.map(({ base }) => generalNameText(base))).toEqual([
      'example.com',
      '192.0.2.0/255.255.255.0',
    ]);
    expect(nameConstraints?.excludedSubtrees?.map(({ base }) => generalNameText(base))).toEqual([
      '.example.org',
    ]);
    expect(
      certificatePolicies?.map(({ policyIdentifier }) => oidName(policyIdentifier) ?? policyIdentifier),
    ).toEqual(['domainValidated', '1.3.6.1.4.1.55555.1']);
    expect(
      authorityInfoAccess?.map((each) => [oidName(each.accessMethod), generalNameText(each.accessLocation)]),
    ).toEqual([
      ['ocsp', 'http://ocsp.example.com/'],
      ['caIssuers', 'http://ca.example.com/r.cer'],
    ]);
    expect(cRLDistributionPoints).toHaveLength(1);
    expect(leaf.subject.text).toBe('CN=www.example.com, O=Exämple\\, Inc.');
    expect(leaf.signatureAlgorithm).toEqual({ kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 });
    expect(leaf.extensions.keyUsage).toEqual(['digitalSignature', 'keyEncipherment']);
    expect(leaf.extensions.extKeyUsage?.map(oidName)).toEqual(['serverAuth', 'clientAuth']);
    expect(leaf.extensions.subjectAltName?.map(generalNameText)).toEqual([
      'www.example.com',
      '*.sub.example.com',
      '192.0.2.7',
    ]);
    expect(leaf.extensions.tlsFeature).toEqual([5]);
    expect(ed.spki.kind).toEqual({ type: 'Ed25519', bits: 255 });
  });

  it.each(['www.example.com', 'x.sub.example.com', '192.0.2.7'])('is accepted for %s', (name) => {
    const verdict = verifyPeer({
      chain: [leaf.der, intermediate.der],
      trust: trustStore([anchorFromCertificate(root)]),
      provider: nodeProvider,
      purpose: 'server',
      name,
      time,
    });
    expect(verdict).toMatchObject({
      verdict: 'accepted',
      path: [{ der: leaf.der }, { der: intermediate.der }, { der: root.der }],
    });
  });

  it('reads a request, with its names', async () => {
    const request = await parseCsr(der(requestPem), nodeProvider);
    expect(request).toMatchObject({
      dnsNames: ['www.example.com'],
      ipAddresses: ['192.0.2.7'],
      spki: leaf.spki,
    });
    expect(request?.subject.text).toBe(leaf.subject.text);
    const damaged = der(requestPem).slice();
    damaged[damaged.length - 1]! ^= 1;
    expect(await parseCsr(damaged, nodeProvider)).toBeUndefined();
  });

  it('is annotated to the last byte, with names for all of it', () => {
    const long = new Set<string>();
    for (const each of [root, intermediate, leaf, ed]) {
      const tree = annotate(CertificateDefinition, each.der, 'certificate');
      expect(tree.failed).toBeUndefined();
      let at = 0;
      for (const span of leaves(tree)) {
        expect([span.name, span.start]).toEqual([span.name, at]);
        expect(span.name).not.toBe('');
        at = span.end;
        if (span.end - span.start > 4) long.add(span.name.replace(/\[\d+\]$/, ''));
      }
      expect(at).toBe(each.der.length);
    }
    expect([...long].filter((name) => !mayBeLong.includes(name))).toEqual([]);
    const request = annotate(CsrDefinition, der(requestPem), 'request');
    expect(leaves(request).reduce((at, span) => (span.start === at ? span.end : -1), 0)).toBe(
      der(requestPem).length,
    );
  });
});
