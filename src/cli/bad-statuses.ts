/** Certificates with nothing wrong in them, of which their issuer says something else. */
import { issueCrl } from '../x509/index.ts';
import { type Authority, day } from './authority.ts';
import { type Bench, sent } from './bad-bench.ts';
import type { BadCertificate } from './bad-certificates.ts';

export const badStatuses: readonly BadCertificate[] = [
  {
    name: 'revoked',
    wrong: 'its issuer has revoked it, as a CRL tells',
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
    wrong: 'the certificate of its issuer is revoked, as a CRL tells',
    refusal: 'revoked',
    async make(bench) {
      const upper = await bench.intermediate();
      const serial = Uint8Array.of(0x42, 0x43);
      const lower = await bench.intermediate({ serial }, upper);
      const crls = [await listOf(upper, bench, serial), await listOf(lower, bench)];
      return { ...sent(await bench.leaf(lower), lower), crls };
    },
  },
];

/** The list of an issuer that has revoked these. */
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
