/** Good certificates with a bad status. */
import { generateKey, nodeProvider } from '../../crypto/providers/node.ts';
import { type IssueOcspRequest, issueCrl, issueOcspResponse, type OcspStatement } from '../../issue/index.ts';
import { certIdOf, parseCertificate } from '../../x509/index.ts';
import { type Authority, day } from './authority.ts';
import { type Bench, type Sent, sent } from './bad-bench.ts';
import type { BadCertificate } from './bad-certificate.ts';

export const badStatuses: readonly BadCertificate[] = [
  {
    name: 'revoked',
    wrong: 'its issuer has revoked it, according to a CRL',
    refusal: 'revoked',
    async make(bench) {
      const issuer = await bench.intermediate();
      const serial = Uint8Array.of(0x42, 0x42);
      const leaf = await bench.leaf(issuer, { serial });
      return { ...sent(leaf, issuer), crls: [await listOf(issuer, bench, serial)] };
    },
  },
  {
    name: 'revoked-intermediate',
    wrong: 'its issuer’s certificate is revoked, according to a CRL',
    refusal: 'revoked',
    async make(bench) {
      const upper = await bench.intermediate();
      const serial = Uint8Array.of(0x42, 0x43);
      const lower = await bench.intermediate({ serial }, upper);
      const crls = [await listOf(upper, bench, serial), await listOf(lower, bench)];
      return { ...sent(await bench.leaf(lower), lower), crls };
    },
  },
  {
    name: 'must-staple',
    wrong: 'it requires a stapled OCSP response, and comes without one',
    refusal: 'staple-missing',
    async make(bench) {
      const issuer = await bench.intermediate();
      return sent(await bench.leaf(issuer, { mustStaple: true }), issuer);
    },
  },
  {
    name: 'revoked-staple',
    wrong: 'its stapled OCSP response says that it is revoked',
    refusal: 'revoked',
    make: (bench) =>
      stapled(bench, (good) => ({ status: { revocationTime: good.thisUpdate, reason: 'keyCompromise' } })),
  },
  {
    name: 'stale-staple',
    wrong: 'its stapled OCSP response expired yesterday',
    refusal: 'staple-invalid',
    make: (bench) =>
      stapled(bench, () => ({ thisUpdate: bench.past.notBefore, nextUpdate: bench.past.notAfter })),
  },
  {
    name: 'strange-staple',
    wrong: 'its stapled OCSP response is for another certificate',
    refusal: 'staple-invalid',
    make: (bench) =>
      stapled(bench, ({ certID }) => ({ certID: { ...certID, serialNumber: Uint8Array.of(0x42, 0x44) } })),
  },
  {
    name: 'forged-staple',
    wrong: 'its stapled OCSP response is signed by a server of the same CA, which may not answer for it',
    refusal: 'staple-invalid',
    async make(bench) {
      const issuer = await bench.intermediate();
      const key = generateKey('EC');
      const { der } = await bench.leaf(issuer, { key });
      return stapled(bench, () => ({}), issuer, { certificate: der, key });
    },
  },
];

/** With an OCSP response that says it is good, except for what is changed. */
async function stapled(
  bench: Bench,
  change: (good: OcspStatement) => Partial<OcspStatement>,
  issuer?: Authority,
  delegate?: IssueOcspRequest['responder'],
): Promise<Sent> {
  const by = issuer ?? (await bench.intermediate());
  const leaf = await bench.leaf(by);
  const good: OcspStatement = {
    certID: certIdOf(parseCertificate(leaf.der), by.certificate, nodeProvider),
    status: 'good',
    thisUpdate: bench.now,
    nextUpdate: bench.now + 30 * day,
  };
  const statement = { ...good, ...change(good) };
  const staple = await issueOcspResponse({
    responder: delegate ?? by,
    producedAt: statement.thisUpdate,
    responses: [statement],
    certificates: delegate ? [delegate.certificate as Uint8Array] : [],
  });
  return { ...sent(leaf, by), staple };
}

/** A CRL that revokes these. */
async function listOf(
  issuer: Authority,
  { now }: Bench,
  ...serials: readonly Uint8Array[]
): Promise<Uint8Array> {
  return issueCrl({
    issuer,
    thisUpdate: now,
    nextUpdate: now + 30 * day,
    number: Uint8Array.of(1),
    revoked: serials.map((serial) => ({ serial, date: now, reason: 'keyCompromise' })),
  });
}
