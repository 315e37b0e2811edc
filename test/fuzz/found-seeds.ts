/** Inputs that others made: the roots that Node carries, OpenSSL on this machine, and a file in the x509-limbo format. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { readPem } from '../../src/wire/pem.ts';
import type { Seeds } from './seeds.ts';

const derOf = (pem: string): Uint8Array[] =>
  readPem(pem).flatMap((part) => ('bytes' in part ? [part.bytes] : []));

export const rootSeeds = (): Partial<Seeds> => ({ certificate: rootCertificates.flatMap(derOf) });

/** Cases that are no PEM are left out. */
export function limboSeeds(file: string): Partial<Seeds> {
  const bytes = readFileSync(file);
  const { testcases } = JSON.parse((bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8')) as {
    testcases: Readonly<{
      trusted_certs: string[];
      untrusted_intermediates: string[];
      peer_certificate: string;
      crls?: string[];
    }>[];
  };
  const chains = testcases.map((each) =>
    [each.peer_certificate, ...each.untrusted_intermediates, ...each.trusted_certs].flatMap(derOf),
  );
  return {
    chains,
    certificate: [
      ...new Map(chains.flat().map((der) => [Buffer.from(der).toString('latin1'), der])).values(),
    ],
    crl: testcases.flatMap(({ crls = [] }) => crls.flatMap(derOf)),
  };
}

const keys = {
  EC: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  RSA: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'RSA-PSS': ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'],
  Ed448: ['-algorithm', 'ED448'],
} as const;

/** Throws when there is no openssl. */
export function opensslSeeds(): Seeds {
  const directory = mkdtempSync(join(tmpdir(), 'handglass-fuzz-'));
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'] });
  const der = (file: string) => new Uint8Array(readFileSync(join(directory, file)));
  try {
    writeFileSync(join(directory, 'openssl.cnf'), configuration);
    writeFileSync(
      join(directory, 'index'),
      'R\t360101000000Z\t260101000000Z,keyCompromise\t0A\tunknown\t/CN=x\n',
    );
    writeFileSync(join(directory, 'number'), '01\n');
    const self = ['-config', 'openssl.cnf', '-subj', '/C=NL/O=Exämple/CN=CA', '-utf8', '-days', '3650'];
    for (const [kind, how] of Object.entries(keys)) {
      openssl('genpkey', ...how, '-out', `${kind}.key`);
      openssl('req', '-x509', '-key', `${kind}.key`, ...self, '-extensions', 'issuer', '-out', `${kind}.pem`);
      openssl('x509', '-in', `${kind}.pem`, '-outform', 'DER', '-out', `${kind}.der`);
      openssl('req', '-new', '-key', `${kind}.key`, ...self, '-outform', 'DER', '-out', `${kind}.csr`);
      const issued = ['-CA', 'EC.pem', '-CAkey', 'EC.key', '-extfile', 'openssl.cnf', '-extensions', 'leaf'];
      openssl('x509', '-req', '-inform', 'DER', '-in', `${kind}.csr`, ...issued, '-out', `${kind}-leaf.pem`);
      openssl('x509', '-in', `${kind}-leaf.pem`, '-outform', 'DER', '-out', `${kind}-leaf.der`);
    }
    const authority = ['-config', 'openssl.cnf', '-cert', 'EC.pem', '-keyfile', 'EC.key'];
    openssl('ca', '-gencrl', ...authority, '-out', 'list.pem');
    openssl('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der');
    const asked = ['ocsp', '-issuer', 'EC.pem', '-cert', 'RSA-leaf.pem', '-serial', '10'];
    openssl(...asked, '-signer', 'RSA.pem', '-signkey', 'RSA.key', '-reqout', 'request.der');
    const responder = [
      '-index',
      'index',
      '-CA',
      'EC.pem',
      '-rsigner',
      'EC.pem',
      '-rkey',
      'EC.key',
      '-ndays',
      '9',
    ];
    openssl('ocsp', ...responder, '-reqin', 'request.der', '-respout', 'response.der');
    openssl(
      'crl2pkcs7',
      '-in',
      'list.pem',
      '-certfile',
      'RSA-leaf.pem',
      '-certfile',
      'EC.pem',
      '-outform',
      'DER',
      '-out',
      'all.p7',
    );
    const kinds = Object.keys(keys);
    return {
      certificate: kinds.flatMap((kind) => [der(`${kind}.der`), der(`${kind}-leaf.der`)]),
      crl: [der('list.der')],
      csr: kinds.map((kind) => der(`${kind}.csr`)),
      ocspRequest: [der('request.der')],
      ocspResponse: [der('response.der')],
      pkcs7: [der('all.p7')],
      chains: kinds.map((kind) => [der(`${kind}-leaf.der`), der('EC.der')]),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const configuration = `
[req]
distinguished_name = name
req_extensions = wanted
[name]
[wanted]
subjectAltName = DNS:www.example.com, IP:192.0.2.1, email:user@example.com
basicConstraints = CA:FALSE
[ca]
default_ca = authority
[issuer]
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always, issuer:always
basicConstraints = critical, CA:TRUE, pathlen:4
keyUsage = critical, keyCertSign, cRLSign
nameConstraints = critical, permitted;DNS:example.com, permitted;IP:192.0.2.0/255.255.255.0, excluded;email:.bad.example.com, excluded;URI:.bad.example.com, excluded;dirName:outside
policyConstraints = requireExplicitPolicy:3, inhibitPolicyMapping:1
inhibitAnyPolicy = 2
certificatePolicies = 1.3.6.1.4.1.55555.1, 2.5.29.32.0, @policy
[outside]
C = XX
[policy]
policyIdentifier = 1.3.6.1.4.1.55555.2
CPS.1 = http://example.com/cps
userNotice.1 = @notice
[notice]
explicitText = UTF8:Nötice
organization = Example
noticeNumbers = 1, 2
[leaf]
authorityKeyIdentifier = keyid, issuer
subjectKeyIdentifier = hash
basicConstraints = CA:FALSE
keyUsage = digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth, clientAuth, 1.3.6.1.4.1.55555.3
subjectAltName = DNS:www.example.com, DNS:*.example.com, IP:192.0.2.1, IP:2001:db8::1, email:user@example.com, URI:https://www.example.com/, RID:1.2.3.4, otherName:1.3.6.1.4.1.55555.4;UTF8:other, dirName:outside
issuerAltName = DNS:ca.example.com
authorityInfoAccess = OCSP;URI:http://ocsp.example.com, caIssuers;URI:http://ca.example.com/ca.crt
subjectInfoAccess = 1.3.6.1.5.5.7.48.5;URI:http://ca.example.com/
crlDistributionPoints = point
freshestCRL = URI:http://ca.example.com/delta.crl
certificatePolicies = 1.3.6.1.4.1.55555.1, @policy
tlsfeature = status_request
[point]
fullname = URI:http://ca.example.com/ca.crl
CRLissuer = dirName:outside
reasons = keyCompromise, CACompromise
[authority]
database = index
crlnumber = number
default_md = sha256
default_crl_days = 30
crl_extensions = list
[list]
authorityKeyIdentifier = keyid:always, issuer:always
issuingDistributionPoint = critical, @scope
[scope]
fullname = URI:http://ca.example.com/ca.crl
onlyuser = TRUE
`;
