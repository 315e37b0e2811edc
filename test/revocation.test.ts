/** A handshake with a certificate that is revoked, or of which nothing is known: the verdicts of x509, and their alerts. */
import { describe, expect, it } from 'vitest';
import type { Credential } from '../src/handshake/config.ts';
import type { ClientOptions } from '../src/options/options.ts';
import { ca, run } from './adversary.ts';
import { established, failure, makeClient, makeServer, testTime } from './pair.ts';
import { alice, ec, expectOpen, response, seeing, stapling } from './stapling.ts';

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('%s: what was stapled is judged', (version) => {
  const mustStaple = ca.issue('EC', 'server', ['localhost'], { mustStaple: true });
  const judged = (credential: Credential, revocation?: ClientOptions['revocation']) => {
    const pair = run({
      name: version,
      client: { versions: [version], trust: ca.trust, revocation },
      server: { credentials: [credential] },
    });
    return { ...pair, error: failure(pair.client) };
  };
  const rejection = (reason: string, alert: string) => ({
    reason: 'certificate-rejected',
    alert,
    cause: { reason },
  });

  it('and found good', () => {
    for (const [credential, mode] of [
      [ca.staple(ec), 'soft'],
      [ca.staple(ec), 'hard'],
      [ca.staple(mustStaple), 'soft'],
    ] as const) {
      const pair = judged(credential, { mode });
      expectOpen(pair);
      const [path] = established(pair.client)!.peer.verdict!.paths;
      const revocation = path!.checks.filter(({ check }) => check === 'revocation');
      expect(revocation.map(({ ok, detail }) => [ok, /^good on 2026-11-19/.test(detail)])).toEqual([
        [true, true],
      ]);
    }
  });

  it('and found revoked', () => {
    const revoked = ca.staple(ec, { revocationTime: testTime - 1000, reason: 'keyCompromise' });
    const { error, server } = judged(revoked);
    expect(error).toMatchObject(rejection('revoked', 'certificate_revoked'));
    expect(failure(server)).toMatchObject({ reason: 'alert-received', alert: 'certificate_revoked' });
    expectOpen(judged(revoked, { mode: 'off' }));
  });

  it('and missed where the certificate promises it, and we asked', () => {
    for (const credential of [mustStaple, stapling(response, mustStaple)]) {
      expect(judged(credential).error).toMatchObject(
        rejection('staple-missing', 'bad_certificate_status_response'),
      );
    }
    expectOpen(judged(mustStaple, { mode: 'off' }));
  });

  it('and refused where it is none, another’s, or does not know the certificate', () => {
    const another = ca.staple(ca.issue('EC', 'server')).ocspResponse;
    const bad = rejection('staple-invalid', 'bad_certificate_status_response');
    for (const ocspResponse of [another, Uint8Array.of(0x30, 0), ca.staple(ec, 'unknown').ocspResponse]) {
      expect(judged(stapling(ocspResponse)).error).toMatchObject(bad);
    }
  });

  it('and passed over where the responder would not answer', () => {
    expectOpen(judged(stapling(response)));
  });
});

describe('a client’s staple, as the server judges it', () => {
  it('may be good or say that the certificate is revoked', () => {
    const mutual = { clientAuthentication: 'require', trust: ca.trust, credentials: [ec] } as const;
    const served = (credential: Credential, mode: 'soft' | 'hard') =>
      run({
        name: 'mutual',
        client: { credentials: [credential] },
        server: { ...mutual, revocation: { mode } },
      });
    expectOpen(served(ca.staple(alice), 'hard'));
    expect(failure(served(alice, 'hard').server)?.cause).toMatchObject({ reason: 'revocation-unknown' });
    const revoked = ca.staple(alice, { revocationTime: testTime - 1000 });
    expect(failure(served(revoked, 'soft').server)).toMatchObject({
      reason: 'certificate-rejected',
      alert: 'certificate_revoked',
    });
  });
});

describe('CRLs that are given', () => {
  it('are obeyed by clients and by servers', () => {
    const crls = [ca.revoke(ec, alice)];
    const revocation = { mode: 'soft', crls } as const;
    const mutual = { clientAuthentication: 'require', trust: ca.trust } as const;
    for (const version of ['TLS 1.2', 'TLS 1.3'] as const) {
      const client = { versions: [version], credentials: [alice] };
      const refusing = run({
        name: version,
        client: { ...client, revocation },
        server: { credentials: [ec] },
      });
      const refused = { reason: 'certificate-rejected', alert: 'certificate_revoked' };
      expect(failure(refusing.client)).toMatchObject(refused);
      const served = run({ name: version, client, server: { credentials: [ec], ...mutual, revocation } });
      expect(failure(served.server)).toMatchObject(refused);
    }
  });

  it('are refused, as sources of more are, beside a check that would not read them', () => {
    const { checkCertificate } = seeing('server');
    const fetch = { ocsp: () => response, crl: () => response };
    for (const given of [
      { checkCertificate, revocation: { mode: 'soft', crls: [] } },
      { checkCertificate, revocation: { mode: 'hard', fetch } },
      { checkCertificate, fetchIssuer: () => ca.der },
    ] as const) {
      expect(() => makeClient(given)).toThrow(expect.objectContaining({ reason: 'misuse' }));
      expect(() => makeServer(given)).toThrow(expect.objectContaining({ reason: 'misuse' }));
    }
  });
});

describe('mode hard, without anything that is known', () => {
  it('is refused by a client with the alert about staples, by a server with another', () => {
    const unknown = { trust: ca.trust, revocation: { mode: 'hard' } } as const;
    const mutual = { clientAuthentication: 'require', trust: ca.trust } as const;
    for (const version of ['TLS 1.2', 'TLS 1.3'] as const) {
      const client = { versions: [version], credentials: [alice] };
      const bare = run({ name: version, client: { ...client, ...unknown }, server: { credentials: [ec] } });
      expect(failure(bare.client)).toMatchObject({
        reason: 'certificate-rejected',
        alert: 'bad_certificate_status_response',
        cause: { reason: 'revocation-unknown' },
      });
      const served = run({ name: version, client, server: { credentials: [ec], ...mutual, ...unknown } });
      expect(failure(served.server)).toMatchObject({
        reason: 'certificate-rejected',
        alert: 'certificate_unknown',
        cause: { reason: 'revocation-unknown' },
      });
    }
  });
});
