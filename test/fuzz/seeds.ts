/** Inputs to begin with: one of each kind with every extension that we can make, the same each time. */
import { nodeProvider, privateKey } from '../../src/crypto/providers/node.ts';
import { createCsr, issueCertificate, issueCrl, issueOcspResponse } from '../../src/issue/index.ts';
import {
  certIdOf,
  createOcspRequest,
  extension,
  nameOf,
  oids,
  parseCertificate,
  rawExtension,
} from '../../src/x509/index.ts';

/** DER, by what it is. */
export interface Seeds {
  certificate: Uint8Array[];
  crl: Uint8Array[];
  csr: Uint8Array[];
  ocspResponse: Uint8Array[];
  ocspRequest: Uint8Array[];
  pkcs7: Uint8Array[];
  /** A leaf and what it needs, the anchor last. */
  chains: Uint8Array[][];
}

export const time = Date.UTC(2026, 6, 1);
const day = 86_400_000;
const validity = { notBefore: time - day, notAfter: time + day };

/** An Ed25519 key, whose signatures are the same each time. */
const key = privateKey(`-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
`);

export function ownSeeds(): Seeds {
  const made = (der: unknown): Uint8Array => der as Uint8Array;
  const root = made(
    issueCertificate({
      subject: { C: 'NL', O: 'Example', CN: 'Root' },
      publicKey: key.publicKey,
      issuer: { key },
      ...validity,
      serial: Uint8Array.of(1),
      ca: true,
    }),
  );
  const subtree = (kind: 'dNSName' | 'rfc822Name' | 'uniformResourceIdentifier', value: string) =>
    ({ base: { kind, value }, minimum: 0 }) as const;
  const red = '1.3.6.1.4.1.55555.1';
  const between = made(
    issueCertificate({
      subject: { C: 'NL', ST: 'Utrecht', O: 'Exämple', CN: 'CA' },
      publicKey: key.publicKey,
      issuer: { key, certificate: root },
      ...validity,
      serial: Uint8Array.of(2),
      ca: true,
      pathLength: 3,
      crlUrls: ['http://ca.example.com/root.crl'],
      extensions: (standard) => [
        ...standard,
        extension(
          'nameConstraints',
          {
            permittedSubtrees: [
              subtree('dNSName', 'example.com'),
              {
                base: { kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 0, 255, 255, 255, 0) },
                minimum: 0,
              },
            ],
            excludedSubtrees: [
              subtree('rfc822Name', 'bad.example.com'),
              subtree('uniformResourceIdentifier', '.bad.example.com'),
              { base: { kind: 'directoryName', value: nameOf({ C: 'XX' }) }, minimum: 0 },
            ],
          },
          true,
        ),
        extension('certificatePolicies', [{ policyIdentifier: red }, { policyIdentifier: oids.anyPolicy }]),
        extension('policyMappings', [{ issuerDomainPolicy: red, subjectDomainPolicy: `${red}.1` }], true),
        extension('policyConstraints', { requireExplicitPolicy: 1, inhibitPolicyMapping: 2 }, true),
        extension('inhibitAnyPolicy', 2, true),
      ],
    }),
  );
  const leaf = made(
    issueCertificate({
      subject: { C: 'NL', O: 'Example', OU: 'Test', CN: 'www.example.com' },
      publicKey: key.publicKey,
      issuer: { key, certificate: between },
      ...validity,
      serial: Uint8Array.of(3, 4, 5),
      dnsNames: ['www.example.com', '*.example.com'],
      ipAddresses: ['192.0.2.1'],
      emailAddresses: ['user@example.com'],
      uris: ['https://www.example.com/'],
      ocspUrls: ['http://ocsp.example.com'],
      issuerUrls: ['http://ca.example.com/ca.crt'],
      crlUrls: ['http://ca.example.com/ca.crl'],
      mustStaple: true,
      extensions: (standard) => [
        ...standard,
        extension('certificatePolicies', [{ policyIdentifier: `${red}.1` }]),
        rawExtension('1.3.6.1.4.1.55555.2', false, Uint8Array.of(0x30, 3, 2, 1, 5)),
      ],
    }),
  );
  const issuer = { certificate: between, key };
  const times = { thisUpdate: time - day, nextUpdate: time + day };
  const certID = certIdOf(parseCertificate(leaf), parseCertificate(between), nodeProvider);
  const crl = (revoked: Parameters<typeof issueCrl>[0]['revoked']) =>
    made(issueCrl({ issuer, ...times, number: Uint8Array.of(1, 2), revoked }));
  const response = (status: Parameters<typeof issueOcspResponse>[0]['responses'][number]['status']) =>
    made(
      issueOcspResponse({
        responder: issuer,
        producedAt: time - day,
        responses: [{ certID, status, ...times }],
        nonce: new Uint8Array(16).fill(7),
        certificates: [between],
      }),
    );
  return {
    certificate: [leaf, between, root],
    crl: [
      crl([]),
      crl([
        { serial: Uint8Array.of(3, 4, 5), date: time - day, reason: 'keyCompromise' },
        { serial: Uint8Array.of(9), date: time - day },
      ]),
    ],
    csr: [
      made(
        createCsr({
          subject: { CN: 'www.example.com' },
          key,
          dnsNames: ['www.example.com'],
          ipAddresses: ['2001:db8::1'],
        }),
      ),
    ],
    ocspResponse: [response('good'), response({ revocationTime: time - day, reason: 'keyCompromise' })],
    ocspRequest: [createOcspRequest({ certIDs: [certID], nonce: new Uint8Array(32).fill(9) })],
    pkcs7: [],
    chains: [[leaf, between, root]],
  };
}
