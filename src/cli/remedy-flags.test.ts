import { describe, expect, it } from 'vitest';
import { handglass } from '../../test/cli-lab.ts';
import type { Remedy } from '../trace/remedies.ts';
import { connectFlags, serving, verifying } from './remedy-flags.ts';

const helpOf = async (command: string): Promise<string> => (await handglass([command, '--help'])).out;

const ofConnect: readonly (readonly [Remedy, string])[] = [
  [{ id: 'offer-version', version: 'TLS 1.2' }, '--tls 1.2'],
  [{ id: 'offer-version', version: 'TLS 1.3' }, '--tls 1.3'],
  [{ id: 'offer-rsa-key-exchange', suite: null }, '--kx rsa'],
  [
    { id: 'offer-rsa-key-exchange', suite: 'TLS_RSA_WITH_AES_128_CBC_SHA' },
    '--kx rsa --ciphers TLS_RSA_WITH_AES_128_CBC_SHA',
  ],
  [{ id: 'offer-suites' }, '--ciphers NAMES'],
  [{ id: 'offer-suites-and-groups' }, '--ciphers NAMES --groups NAMES'],
  [{ id: 'offer-protocols' }, '--alpn NAMES'],
  [{ id: 'ask-for-name' }, '--sni NAME'],
  [{ id: 'present-certificate' }, '--cert FILE --key FILE'],
  [{ id: 'ignore-authorities' }, '--ignore-authorities'],
  [{ id: 'trust' }, '--ca-file FILE'],
  [{ id: 'pin' }, '--pin PIN'],
  [{ id: 'hand-in-crl' }, '--crl FILE'],
  [{ id: 'allow-common-name' }, '--allow-common-name'],
  [{ id: 'overrule' }, '--insecure'],
  [{ id: 'wait-longer', seconds: 30 }, '--timeout 30s'],
];

describe('a remedy', () => {
  it.each(ofConnect)('of connect, %j, is %s', async (remedy, flags) => {
    expect(connectFlags(remedy)).toBe(flags);
    expect(serving(remedy)).toBeUndefined();
    const known = await helpOf('connect');
    for (const [flag] of flags.matchAll(/--[\w-]+/g)) expect(known).toContain(`${flag} `);
  });

  it.each([
    ['request-certificate', '--client-auth request'],
    ['trust-client-authority', '--ca-file FILE'],
    ['accept-rsa-key-exchange', '--kx rsa'],
    ['accept-suites', '--ciphers NAMES'],
  ] as const)('of serve, %s, is %s', async (id, flags) => {
    expect(String(serving({ id }))).toBe(`serve with ${flags}`);
    expect(connectFlags({ id })).toBeUndefined();
    expect(await helpOf('serve')).toContain(`${flags.split(' ')[0]} `);
  });

  it('of verify is what judges otherwise', async () => {
    expect(String(verifying({ id: 'allow-common-name' }))).toBe('verify with --allow-common-name');
    expect(verifying({ id: 'overrule' })).toBeUndefined();
    expect(await helpOf('verify')).toContain('--allow-common-name ');
  });

  it('that no flag applies has none', () => {
    for (const remedy of [{ id: 'check-clock' }, { id: 'toString' as 'check-clock' }] as const) {
      expect(connectFlags(remedy)).toBeUndefined();
      expect(serving(remedy)).toBeUndefined();
    }
  });
});
