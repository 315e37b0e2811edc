import { describe, expect, it } from 'vitest';
import { handglass } from '../../test/cli-lab.ts';
import type { Remedy } from '../trace/remedies.ts';
import { connecting, serving, verifying } from './remedy-flags.ts';

const helpOf = async (command: string): Promise<string> => (await handglass([command, '--help'])).out;

const ofConnect: readonly (readonly [Remedy, string])[] = [
  [{ id: 'offer-version', version: 'TLS 1.2' }, '--tls 1.2'],
  [{ id: 'offer-version', version: 'TLS 1.3' }, '--tls 1.3'],
  [{ id: 'offer-otherwise', version: 'TLS 1.2', isNamed: false }, '--tls 1.2'],
  [{ id: 'offer-otherwise', version: 'TLS 1.2', isNamed: true }, '--sni NAME --tls 1.2'],
  [{ id: 'offer-everything', isNamed: false }, '--ciphers all'],
  [{ id: 'offer-everything', isNamed: true }, '--sni NAME --ciphers all'],
  [{ id: 'offer-protocols' }, '--alpn NAMES'],
  [{ id: 'ask-for-name', name: null }, '--sni NAME'],
  [{ id: 'ask-for-name', name: 'a.example' }, '--sni a.example'],
  [{ id: 'present-certificate' }, '--cert FILE --key FILE'],
  [{ id: 'ignore-authorities' }, '--ignore-authorities'],
  [{ id: 'trust' }, '--ca-file FILE'],
  [{ id: 'fetch-private' }, '--fetch-private'],
  [{ id: 'pin' }, '--pin PIN'],
  [{ id: 'hand-in-crl' }, '--crl FILE'],
  [{ id: 'allow-common-name' }, '--allow-common-name'],
  [{ id: 'overrule' }, '--insecure'],
  [{ id: 'wait-longer', seconds: 30 }, '--timeout 30s'],
];

const ofServe: readonly (readonly [Remedy, string])[] = [
  [{ id: 'request-certificate' }, '--client-auth request'],
  [{ id: 'trust-client-authority' }, '--ca-file FILE'],
  [{ id: 'accept-version', version: 'TLS 1.2' }, '--tls 1.2'],
  [{ id: 'accept-old-suites', exchange: 'RSA' }, '--kx ecdhe,rsa'],
  [{ id: 'accept-old-suites', exchange: null }, '--ciphers all'],
  [{ id: 'accept-groups', groups: ['ffdhe2048'] }, '--groups ffdhe2048'],
  [{ id: 'accept-protocols', protocols: ['h2', 'http/1.1'] }, '--alpn h2,http/1.1'],
  [{ id: 'serve-certificate' }, '--cert FILE --key FILE'],
  [{ id: 'serve-chain' }, '--cert FILE'],
];

describe('a remedy', () => {
  it.each(ofConnect)('of connect, %j, is %s', async (remedy, flags) => {
    expect(connecting(remedy)?.add?.join(' ')).toBe(flags);
    expect(serving(remedy)).toBeUndefined();
    const known = await helpOf('connect');
    for (const [flag] of flags.matchAll(/--[\w-]+/g)) expect(known).toContain(`${flag} `);
  });

  it('leaves out what narrowed the offer down, or names another port', () => {
    const of = ['versions', 'keyExchanges', 'cipherSuites', 'groups'] as const;
    const drop = ['--tls', '--kx', '--ciphers', '--groups'];
    expect(connecting({ id: 'drop-restrictions', of })).toEqual({ drop });
    expect(connecting({ id: 'offer-everything', isNamed: false })).toMatchObject({ drop });
    expect(connecting({ id: 'offer-no-protocols' })).toEqual({ drop: ['--alpn'] });
    expect(connecting({ id: 'use-port', port: 465 })).toEqual({ port: 465 });
  });

  it.each(ofServe)('of serve, %j, is %s', async (remedy, flags) => {
    expect(serving(remedy)?.add?.join(' ')).toBe(flags);
    expect(connecting(remedy)).toBeUndefined();
    expect(await helpOf('serve')).toContain(`${flags.split(' ')[0]} `);
  });

  it('of serve leaves out what narrowed down what is accepted', () => {
    const of = ['versions', 'cipherSuites'] as const;
    expect(serving({ id: 'lift-restrictions', of })).toEqual({ drop: ['--tls', '--ciphers'] });
    expect(serving({ id: 'accept-protocols', protocols: [] })).toEqual({ add: [], drop: ['--alpn'] });
    const drop = ['--tls', '--kx', '--ciphers'];
    expect(serving({ id: 'accept-old-suites', exchange: null })).toMatchObject({ drop });
  });

  it('of verify is what judges otherwise', async () => {
    expect(String(verifying({ id: 'allow-common-name' }))).toBe('verify with --allow-common-name');
    expect(verifying({ id: 'overrule' })).toBeUndefined();
    expect(await helpOf('verify')).toContain('--allow-common-name ');
  });

  it('that no flag applies has none', () => {
    for (const remedy of [{ id: 'check-clock' }, { id: 'toString' as 'check-clock' }] as const) {
      expect(connecting(remedy)).toBeUndefined();
      expect(serving(remedy)).toBeUndefined();
    }
  });
});
