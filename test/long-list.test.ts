/** A list of very many entries: read and hashed in slices, with nothing made for the entries that nobody asks for. */
import { expect, it, vi } from 'vitest';
import { generateKey, nodeProvider } from '../src/crypto/providers/node.ts';
import { type IssueRequest, issueCertificate } from '../src/issue/index.ts';
import {
  anchorFromCertificate,
  type PeerQuestion,
  parseCertificate,
  parseCrl,
  privateProfile,
  trustStore,
  verifyPeer,
} from '../src/x509/index.ts';
import { longList, serialOf } from './long-list.ts';

const now = Date.UTC(2026, 5, 1);
const MIB = 2 ** 20;

function setup(type: 'EC' | 'RSA' | 'Ed25519', count: number) {
  const key = generateKey(type);
  const issue = (request: Partial<IssueRequest>): Uint8Array =>
    issueCertificate({
      subject: { CN: 'CA' },
      publicKey: key.publicKey,
      issuer: { key },
      notBefore: now - 1000,
      notAfter: now + 1000,
      serial: Uint8Array.of(1),
      ...request,
    }) as Uint8Array;
  const certificate = parseCertificate(issue({ ca: true }));
  const issuer = { certificate, key };
  const list = longList(issuer, count, now);
  const ask = (serial: Uint8Array, more: Partial<PeerQuestion> = {}) =>
    verifyPeer({
      chain: [issue({ subject: { CN: 'leaf' }, issuer, serial, dnsNames: ['a.example.com'] })],
      trust: trustStore([anchorFromCertificate(certificate)]),
      provider: nodeProvider,
      purpose: 'server',
      name: 'a.example.com',
      time: now,
      profile: privateProfile,
      revocation: { mode: 'hard', crls: [list] },
      ...more,
    });
  return { list, ask };
}

it('of 500,000 entries is read, searched and hashed in slices, and nothing is made of its entries', async () => {
  const { list, ask } = setup('EC', 500_000);
  expect(list.length).toBeGreaterThan(23 * MIB);
  const views = vi.spyOn(Uint8Array.prototype, 'subarray');
  const held: number[] = [];
  let others = 0;
  const turn = async (): Promise<void> => {
    held.push(process.memoryUsage().arrayBuffers);
    await new Promise((resolve) => void setImmediate(resolve));
    others++;
  };
  try {
    const before = process.memoryUsage().arrayBuffers;
    const good = await ask(serialOf(500_000), { turn });
    expect(good).toMatchObject({ verdict: 'accepted' });
    // A quarter of a MiB is checked at once, two are searched, four are hashed.
    const slices = Math.ceil(list.length / MIB) * 4 + list.length / MIB / 2 + list.length / MIB / 4;
    expect(others).toBeGreaterThan(slices * 0.9);
    expect(others).toBeLessThan(slices * 1.1);
    expect(views.mock.calls.length).toBeLessThan(500);
    expect(Math.max(...held) - before).toBeLessThan(MIB);
  } finally {
    views.mockRestore();
  }
  const revoked = await ask(serialOf(499_999), { turn });
  expect(revoked).toMatchObject({
    reason: 'revoked',
    message: '"CN=leaf" was revoked on 2026-05-01 00:00:00 UTC (superseded)',
  });
  const looked = revoked.paths[0]!.checks.find(({ check }) => check === 'revocation')!.looked.at(-1)!;
  expect(looked.path).toBe('tbsCertList.revokedCertificates[499999]');
  expect(list.subarray(looked.start, looked.end)).toHaveLength(49);
});

it.each(['RSA', 'EC', 'Ed25519'] as const)('signed by %s, in slices or not', async (type) => {
  const { list, ask } = setup(type, 100_000);
  let turns = 0;
  const turn = async (): Promise<void> => void turns++;
  const parsed = parseCrl(list);
  const revocation = { mode: 'hard', crls: [parsed] } as const;
  expect(await ask(serialOf(100_000), { turn, revocation })).toMatchObject({ verdict: 'accepted' });
  // Read before: searched, and hashed in slices where the algorithm lets it be fed.
  expect(turns).toBe(type === 'Ed25519' ? 2 : 4);
  const last = list.slice();
  last[last.length - 1]! ^= 1;
  const forged = { mode: 'hard', crls: [last] } as const;
  expect(await ask(serialOf(5), { turn, revocation: forged })).toMatchObject({
    reason: 'revocation-unknown',
    message: expect.stringContaining('does not verify'),
  });
  // Without a turn to wait for it is done at once.
  expect(ask(serialOf(99_999))).toMatchObject({ verdict: 'rejected', reason: 'revoked' });
});

it('creates entries one at a time during iteration', () => {
  const { list } = setup('EC', 1000);
  const { revoked } = parseCrl(list);
  expect(revoked.length).toBe(1000);
  const [first] = revoked;
  expect(first).toMatchObject({ serialNumber: serialOf(0), reason: 'superseded', index: 0 });
  expect([...revoked].map(({ serialNumber }) => serialNumber)).toEqual(
    Array.from({ length: 1000 }, (_, i) => serialOf(i)),
  );
});

it('is refused if an entry has no end, with its position', () => {
  const { list } = setup('EC', 1000);
  const at = list.findIndex((_, i) => serialOf(700).every((byte, j) => list[i + j] === byte));
  const damaged = list.slice();
  damaged[at - 3] = 200;
  expect(() => parseCrl(damaged)).toThrow(/^tbsCertList\.revokedCertificates\[70[01]\]: /);
});
