import { expect, it } from 'vitest';
import type { CertificateDocument, PathDocument } from './document.ts';
import { plainStyle } from './text.ts';
import { decidingPath, untilText, verdictLines, verdictText } from './verdict-text.ts';

const at = '2030-01-01T00:00:00.000Z';
const entry = (subject: string, issuer: string) => ({
  subject,
  issuer,
  serialNumber: '01',
  notBefore: '2029-01-01T00:00:00.000Z',
  notAfter: '2030-01-31T12:00:00.000Z',
  names: [],
  key: null,
});
const check = (certificate: number, ok: boolean, name: string): PathDocument['checks'][number] => ({
  check: name,
  certificate,
  ok,
  detail: `${name} of ${certificate}`,
  reason: ok ? null : 'expired',
  rfc: [{ rfc: 5280, section: null }],
  looked: [],
});
const judged = (more: Partial<CertificateDocument>): CertificateDocument => ({
  of: 'server',
  verdict: 'rejected',
  reason: 'expired',
  message: 'it is over',
  overruled: false,
  defects: [],
  path: [],
  paths: [],
  evidence: [],
  fetched: [],
  ...more,
});

it('draws the path from the leaf to an anchor that is a certificate', () => {
  const path = [entry('CN=leaf', 'CN=root'), entry('CN=root', 'CN=root')];
  const tried: PathDocument = {
    subjects: ['CN=leaf', 'CN=root'],
    anchor: 'CN=root',
    reason: 'expired',
    checks: [check(0, true, 'name'), check(1, false, 'validity')],
  };
  expect(verdictLines(judged({ path, paths: [tried] }), at, plainStyle)).toEqual([
    '  ✓ CN=leaf  2030-01-31 (30 days left)',
    '  └─ ✗ CN=root  trusted; 2030-01-31 (30 days left); fails: validity',
    '',
    '  CN=leaf',
    '    ✓ name                 name of 0',
    '  CN=root',
    '    ✗ validity             validity of 1 (RFC 5280)',
  ]);
});

it('marks what is let pass though nothing speaks for it', () => {
  const path = [entry('CN=leaf', 'CN=root')];
  const unproven = { ...check(0, true, 'revocation'), reason: 'revocation-unknown' };
  const tried: PathDocument = { subjects: ['CN=leaf'], anchor: 'CN=root', reason: null, checks: [unproven] };
  const lines = verdictLines(
    judged({ verdict: 'accepted', reason: null, path, paths: [tried] }),
    at,
    plainStyle,
  );
  expect(lines).toContain('    ! revocation           revocation of 0');
});

it('draws an anchor that is a name and a key, and an issuer that is missing', () => {
  const path = [entry('CN=leaf', 'CN=ca')];
  const bare: PathDocument = { subjects: ['CN=leaf'], anchor: 'CN=ca', reason: null, checks: [] };
  const accepted = judged({ verdict: 'accepted', reason: null, path, paths: [bare] });
  expect(verdictLines(accepted, at, plainStyle)[1]).toBe('  └─ ✓ CN=ca  trusted, by its name and key');
  const broken: PathDocument = { ...bare, anchor: null, reason: 'chain-incomplete' };
  const incomplete = judged({ reason: 'chain-incomplete', path, paths: [broken] });
  expect(verdictLines(incomplete, at, plainStyle)[1]).toBe('  └─ ✗ CN=ca  missing');
});

it('says of other paths what fails, and counts the rest', () => {
  const path = [entry('CN=leaf', 'CN=a')];
  const good: PathDocument = { subjects: ['CN=leaf'], anchor: 'CN=a', reason: null, checks: [] };
  const other: PathDocument = {
    subjects: ['CN=leaf', 'CN=b'],
    anchor: null,
    reason: 'root-not-trusted',
    checks: [check(0, true, 'name'), check(1, false, 'issuer')],
  };
  const document = judged({ verdict: 'accepted', reason: null, path, paths: [other, good] });
  expect(decidingPath(document)).toBe(good);
  expect(verdictLines(document, at, plainStyle).slice(-4)).toEqual([
    '',
    '  Another path fails (root-not-trusted): CN=leaf, CN=b',
    '    ✗ issuer               issuer of 1 (RFC 5280)',
    '      and 1 check that passes',
  ]);
});

it('of two paths with one reason, the one that was told decides', () => {
  const path = [entry('CN=leaf', 'CN=b'), entry('CN=b', 'CN=c')];
  const paths = ['CN=a', 'CN=b'].map((issuer): PathDocument => {
    return { subjects: ['CN=leaf', issuer], anchor: null, reason: 'expired', checks: [] };
  });
  expect(decidingPath(judged({ path, paths }))).toBe(paths[1]);
});

it('says the verdict in a line, and the days', () => {
  expect(String(verdictText(judged({})))).toBe('rejected (expired): it is over');
  expect(String(verdictText(judged({ overruled: true })))).toBe(
    'rejected (expired), and taken all the same: it is over',
  );
  expect(String(verdictText(judged({ verdict: 'accepted', reason: null })))).toBe('accepted: it is over');
  const left = (notAfter: string, from: string | null = at) => String(untilText('D', notAfter, from));
  expect(left('2030-01-02T00:00:00.000Z')).toBe('D (1 day left)');
  expect(left('2029-12-31T00:00:00.000Z')).toBe('D (1 day ago)');
  expect(left('2029-12-30T00:01:00.000Z')).toBe('D (1 day ago)');
  expect(left('2029-12-31T23:00:00.000Z')).toBe('D (less than a day ago)');
  expect(left(at)).toBe('D (less than a day left)');
  expect(left(at, null)).toBe('D');
});

it('long names do not push the rest off the screen', () => {
  const path = [entry(`CN=${'x'.repeat(300)}`, 'CN=ca')];
  const tried: PathDocument = {
    subjects: [path[0]!.subject],
    anchor: null,
    reason: 'expired',
    checks: [check(0, true, 'name')],
  };
  const lines = verdictLines(judged({ path, paths: [tried] }), at, plainStyle);
  expect(lines[0]!.length).toBeLessThanOrEqual(100);
  expect(lines[0]).toContain('(30 days left)');
});
