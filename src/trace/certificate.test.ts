import { describe, expect, it } from 'vitest';
import { ask, make, makeCa, noon, storeOf } from '../../test/chain.ts';
import { issueCrl } from '../issue/index.ts';
import { certificateDocument } from './certificate.ts';

const root = makeCa('Root');
const leaf = make('leaf', root, { dnsNames: ['www.example.com'] });

/** A verdict on a leaf and on its root's list, with so many others on it. */
function judge(others: number) {
  const list = issueCrl({
    issuer: { certificate: root.der, key: root.key },
    thisUpdate: noon,
    nextUpdate: noon + 1000,
    number: Uint8Array.of(1),
    revoked: [
      ...Array.from({ length: others }, (_, i) => ({ serial: Uint8Array.of(1, i >> 8, i), date: noon })),
      { serial: leaf.certificate.serialNumber, date: noon },
    ],
  }) as Uint8Array;
  const verdict = ask([leaf], { trust: storeOf(root), revocation: { mode: 'hard', crls: [list] } });
  return {
    list,
    document: certificateDocument({ type: 'certificate', of: 'server', verdict, overruled: false }),
  };
}

describe('the evidence of a verdict', () => {
  it('is each certificate and list once, and what was looked at is in it', () => {
    const { list, document } = judge(1);
    expect(document.evidence.map(({ kind }) => kind)).toEqual(['certificate', 'certificate', 'crl']);
    expect(document.evidence[2]).toMatchObject({
      length: list.length,
      bytes: Buffer.from(list).toString('hex'),
    });
    const check = document.paths[0]!.checks.find(({ reason }) => reason === 'revoked')!;
    const { evidence, certificate, path, start, end } = check.looked.at(-1)!;
    expect({ evidence, certificate, path }).toEqual({
      evidence: 2,
      certificate: null,
      path: 'tbsCertList.revokedCertificates[1]',
    });
    expect([...list.subarray(start, end)].slice(2, 5)).toEqual([2, 1, leaf.certificate.serialNumber[0]]);
  });

  it('is told by its length alone when it is long', () => {
    const { list, document } = judge(4000);
    expect(list.length).toBeGreaterThan(65_536);
    expect(document.evidence[2]).toEqual({ kind: 'crl', length: list.length, bytes: null, fields: null });
    const check = document.paths[0]!.checks.find(({ reason }) => reason === 'revoked')!;
    expect(check.looked.at(-1)!.path).toBe('tbsCertList.revokedCertificates[4000]');
  });
});
