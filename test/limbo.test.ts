/** The runner of limbo files: what it asks, and when a run fails. The suite itself is run by `npm run limbo`. */
import { describe, expect, it, vi } from 'vitest';
import { generateKey } from '../src/crypto/providers/node.ts';
import { type IssueRequest, issueCertificate, issueCrl } from '../src/issue/index.ts';
import { encodePem } from '../src/wire/pem.ts';
import { judge, type LimboCase } from './limbo/cases.ts';
import exceptions from './limbo/exceptions.json' with { type: 'json' };
import { summaryOf, unexpectedIn } from './limbo/report.ts';

const at = Date.UTC(2026, 6, 1);
const day = 86_400_000;
const key = generateKey('EC');
const issue = (request: Partial<IssueRequest>): Uint8Array =>
  issueCertificate({
    subject: { CN: 'Root' },
    publicKey: key.publicKey,
    issuer: { key },
    serial: Uint8Array.of(1),
    notBefore: at - day,
    notAfter: at + day,
    ...request,
  }) as Uint8Array;
const pem = (der: Uint8Array): string => encodePem('CERTIFICATE', der);

const root = issue({ ca: true });
const intermediate = issue({
  subject: { CN: 'Intermediate' },
  issuer: { certificate: root, key },
  ca: true,
});
const leaf = (request: Partial<IssueRequest> = {}): string =>
  pem(
    issue({
      subject: { CN: 'leaf' },
      issuer: { certificate: intermediate, key },
      ipAddresses: ['192.0.2.1'],
      ...request,
    }),
  );

const revokes = (certificate: Uint8Array, serial: number): string =>
  encodePem(
    'X509 CRL',
    issueCrl({
      issuer: { certificate, key },
      thisUpdate: at - day,
      nextUpdate: at + day,
      number: Uint8Array.of(1),
      revoked: [{ serial: Uint8Array.of(serial), date: at }],
    }) as Uint8Array,
  );

const good: LimboCase = {
  id: 'rfc5280::good',
  validation_kind: 'SERVER',
  trusted_certs: [pem(root)],
  untrusted_intermediates: [pem(intermediate)],
  peer_certificate: leaf(),
  validation_time: '2026-07-01T00:00:00+00:00',
  signature_algorithms: [],
  key_usage: [],
  extended_key_usage: [],
  expected_result: 'SUCCESS',
  expected_peer_name: { kind: 'IP', value: '192.0.2.1' },
  expected_peer_names: [],
  max_chain_depth: null,
  crls: [],
};
const both = (name: NonNullable<LimboCase['expected_peer_name']>): Partial<LimboCase> => ({
  expected_peer_name: name,
  expected_peer_names: [name],
  peer_certificate: leaf({ ipAddresses: ['2001:db8::1'], dnsNames: ['example.com'] }),
});
const outcomeOf = (change: Partial<LimboCase>): string => {
  const { outcome, reason } = judge({ ...good, ...change });
  return reason === undefined ? outcome : `${outcome} ${reason}`;
};

describe('a case', () => {
  it('is conformant when the answer is the one that is wanted', () => {
    expect(outcomeOf({})).toBe('conformant');
    expect(outcomeOf({ expected_result: 'FAILURE' })).toBe('wrong');
  });

  it.each<readonly [string, Partial<LimboCase>, string]>([
    ['time', { validation_time: '2027-01-01T00:00:00+00:00' }, 'wrong expired'],
    ['depth', { max_chain_depth: 0 }, 'wrong path-length-exceeded'],
    ['name', { expected_peer_name: { kind: 'DNS', value: 'example.com' } }, 'wrong name-mismatch'],
    ['purpose', { validation_kind: 'CLIENT' }, 'wrong purpose'],
    ['key usage', { key_usage: ['digitalSignature', 'keyAgreement'] }, 'wrong key-usage'],
    ['trust', { trusted_certs: [] }, 'wrong chain-incomplete'],
    ['an anchor that cannot be read', { trusted_certs: [pem(root.subarray(1))] }, 'wrong chain-incomplete'],
    ["the Web's profile", { id: 'webpki::good', peer_certificate: leaf({ ca: true }) }, 'wrong profile'],
    ['CRLs', { crls: [revokes(intermediate, 1)] }, 'wrong revoked'],
    ['CRLs, all of them', { crls: [revokes(intermediate, 2)] }, 'wrong revocation-unknown'],
    ['CRLs, of every CA', { crls: [revokes(intermediate, 2), revokes(root, 2)] }, 'conformant'],
    ['an e-mail address', { expected_peer_names: [{ kind: 'RFC822', value: 'a@example.com' }] }, 'wrong'],
    ['one e-mail address', { expected_peer_name: { kind: 'RFC822', value: 'a@example.com' } }, 'wrong'],
    ['what is not PEM', { peer_certificate: 'nothing' }, 'wrong malformed'],
    ['a purpose, whatever the kind', { extended_key_usage: ['clientAuth'] }, 'wrong purpose'],
    ['purposes, of which one is enough', { extended_key_usage: ['clientAuth', 'serverAuth'] }, 'conformant'],
    ['an address in another spelling', both({ kind: 'IP', value: '2001:0DB8:0::1' }), 'conformant'],
    ['a DNS name in capitals', both({ kind: 'DNS', value: 'Example.COM' }), 'conformant'],
    ['an address that is not there', { expected_peer_names: [{ kind: 'IP', value: '192.0.2.2' }] }, 'wrong'],
    ['time that is none', { validation_time: 'noon', expected_result: 'FAILURE' }, 'wrong'],
    ['other purposes', { extended_key_usage: ['emailProtection'] }, 'skipped'],
    ['other key usages', { key_usage: ['cRLSign'] }, 'skipped'],
    ['signature algorithms', { signature_algorithms: ['ECDSA'] }, 'skipped'],
  ])('asks for its %s', (_, change, outcome) => {
    expect(outcomeOf(change)).toBe(outcome);
  });
});

it('a case may lack what it does not ask for', () => {
  const { id, validation_kind, trusted_certs, untrusted_intermediates, peer_certificate, expected_result } =
    good;
  const made = { validation_kind, trusted_certs, untrusted_intermediates, peer_certificate, expected_result };
  const now = vi.spyOn(Date, 'now').mockReturnValue(at + 2 * day);
  expect(judge({ id, ...made })).toMatchObject({ outcome: 'wrong', reason: 'expired' });
  now.mockRestore();
  expect(judge({ id, ...made, validation_time: good.validation_time! }).outcome).toBe('conformant');
});

describe('a run', () => {
  const results = [judge(good), judge({ ...good, id: 'b', expected_result: 'FAILURE' })];

  it('counts', () => {
    expect(summaryOf(results)).toBe('limbo: 1 conformant, 1 wrong, 0 skipped of 2');
  });

  it('fails for a wrong case that is not excepted, and for an excepted one that is not wrong', () => {
    expect(unexpectedIn(results, {})).toEqual([expect.stringMatching(/^b is wrong: /)]);
    expect(unexpectedIn(results, { b: 'why', absent: 'why' })).toEqual([]);
    expect(unexpectedIn(results, { b: 'why', [good.id]: 'why' })).toEqual([
      'rfc5280::good is conformant, and excepted',
    ]);
  });

  it('has a reason for each exception', () => {
    for (const reason of Object.values(exceptions)) expect(reason.length).toBeGreaterThan(40);
  });
});
