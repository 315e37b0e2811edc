/**
 * The bad certificates of `handglass ca --bad`, in other hands: what openssl verify says to each, and what our client says
 * when a real `openssl s_server` sends it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badCertificates } from '../../src/cli/ca/bad-certificates.ts';
import { decodePem } from '../../src/wire/pem.ts';
import { privateProfile, type Rejected, trustStoreFromPem, webProfile } from '../../src/x509/index.ts';
import { handglass, Lab } from '../cli-lab.ts';
import { connectTo } from './end.ts';
import { opensslPort, opensslServer } from './openssl.ts';
import { run } from './process.ts';

const lab = new Lab();
beforeAll(async () => {
  expect((await handglass(['ca', lab.dir, '--bad', 'all', '--crl'])).exit).toBe(0);
});
afterAll(() => lab.close());

/** What OpenSSL 3.0 finds wrong with those that it refuses, asked for a server's name, its use, policies and strength. */
const opensslSays: Readonly<Record<string, string>> = {
  expired: 'certificate has expired',
  'not-yet-valid': 'certificate is not yet valid',
  'wrong-host': 'hostname mismatch',
  'wide-wildcard': 'hostname mismatch',
  'address-as-name': 'IP address mismatch',
  'nul-in-name': 'hostname mismatch',
  'client-only': 'unsuitable certificate purpose',
  'unknown-critical': 'unhandled critical extension',
  'weak-key': 'EE certificate key too weak',
  'explicit-curve': 'Certificate public key has explicit ECC parameters',
  sha1: 'CA signature digest algorithm too weak',
  md5: 'CA signature digest algorithm too weak',
  'changed-signature': 'certificate signature failure',
  'two-algorithms': 'certificate signature failure',
  'duplicate-extension': 'unable to get local issuer certificate',
  'self-signed': 'self-signed certificate',
  'unknown-root': 'self-signed certificate in certificate chain',
  'forged-root': 'self-signed certificate in certificate chain',
  'missing-intermediate': 'unable to get local issuer certificate',
  'not-a-ca': 'invalid CA certificate',
  'version-1-ca': 'invalid CA certificate',
  'no-cert-sign': 'invalid CA certificate',
  'path-length': 'path length constraint exceeded',
  'name-constraints': 'permitted subtree violation',
  policy: 'no explicit policy',
  'expired-intermediate': 'certificate has expired',
  revoked: 'certificate revoked',
  'revoked-intermediate': 'certificate revoked',
};
/** Those that openssl verify takes and we do not. At the key's usage and at staples it does not look outside a handshake. */
const opensslTakes: readonly string[] = [
  'common-name-only',
  'version-1',
  'ber-length',
  'long-serial',
  'zero-serial',
  'negative-serial',
  'ca-as-server',
  'wrong-key-usage',
  'must-staple',
  'revoked-staple',
  'stale-staple',
  'strange-staple',
  'forged-staple',
];

describe('openssl verify', () => {
  const lists = (name: string): string[] => {
    if (!lab.files('bad').includes(`${name}.crl.pem`)) return [];
    lab.write(`${name}.lists`, lab.read('ca.crl.pem') + lab.read(`bad/${name}.crl.pem`));
    return ['-CRLfile', `${name}.lists`, name === 'revoked' ? '-crl_check' : '-crl_check_all'];
  };

  it.each(badCertificates)('of $name: $wrong', async ({ name, refusal }) => {
    const chain = ['-CAfile', 'ca.pem', '-untrusted', `bad/${name}.pem`, ...lists(name)];
    const use = ['-purpose', 'sslserver', '-policy_check', '-auth_level', '2'];
    const host = name === 'address-as-name' ? ['-verify_ip', '127.0.0.1'] : ['-verify_hostname', 'localhost'];
    const said = run('openssl', ['verify', ...chain, ...use, ...host, `bad/${name}.pem`], { cwd: lab.dir });
    const complaint = opensslSays[name];
    if (complaint !== undefined) return expect(said).rejects.toThrow(complaint);
    expect((await said).stdout).toContain(`${name}.pem: OK`);
    expect(refusal === undefined).toBe(!opensslTakes.includes(name));
  });
});

describe('our client', () => {
  it.each(badCertificates)('is sent $name ($refusal)', async ({ name, refusal, web }) => {
    const [, ...rest] = lab.read(`bad/${name}.pem`).split(/(?<=-----END CERTIFICATE-----\n)/);
    lab.write(`${name}.chain`, rest.join(''));
    const server = opensslServer(
      [
        ...['-cert', `bad/${name}.pem`, '-key', `bad/${name}.key`, '-cipher', 'ALL@SECLEVEL=0'],
        ...(rest.length > 0 ? ['-cert_chain', `${name}.chain`] : []),
        ...(lab.files('bad').includes(`${name}.ocsp`) ? ['-status_file', `bad/${name}.ocsp`] : []),
      ],
      lab.dir,
    );
    const crls = lab.files('bad').includes(`${name}.crl.pem`)
      ? decodePem(lab.read(`bad/${name}.crl.pem`)).map(({ bytes }) => bytes)
      : [];
    const end = connectTo(await opensslPort(server), {
      name: name === 'address-as-name' ? '127.0.0.1' : 'localhost',
      trust: trustStoreFromPem(lab.read('ca.pem')),
      profile: web ? webProfile : privateProfile,
      revocation: { mode: 'soft', crls },
    });
    if (refusal === undefined) {
      expect((await end.opened()).peer.verdict?.verdict).toBe('accepted');
      return;
    }
    const error = await end.failed();
    expect(error).toMatchObject({ reason: 'certificate-rejected', fault: 'peer' });
    expect((error.cause as Rejected).reason).toBe(refusal);
  });
});
