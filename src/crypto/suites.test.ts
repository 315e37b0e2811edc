import { describe, expect, it } from 'vitest';
import { CipherSuite } from '../protocol/numbers/suites.ts';
import { nodeProvider } from './providers/node.ts';

describe('the cipher suites', () => {
  const { suites } = nodeProvider;

  it('have the names that IANA gives to their numbers', () => {
    for (const { id, name } of suites) expect(CipherSuite.nameOf(id)).toBe(name);
    expect(new Set(suites.map(({ id }) => id)).size).toBe(48);
  });

  it('are what their names say', () => {
    for (const suite of suites) {
      const { name } = suite;
      const cipher = suite.version === 0x0304 ? suite.cipher : suite.protection.cipher;
      expect(name).toContain(cipher.name.toUpperCase().replaceAll('-', '_'));
      const aead = suite.version === 0x0304 || suite.protection.kind === 'AEAD';
      // RFC 6655 section 3: CCM's name says nothing of the hash, which is SHA-256.
      const hash = suite.version === 0x0303 && name.includes('_CCM') ? 'SHA-256' : suite.hash.name;
      if (aead)
        expect([suite.hash.name, name.endsWith(hash.replace('-', '')) || name.includes('_CCM')]).toEqual([
          hash,
          true,
        ]);
      if (suite.version === 0x0304) continue;
      expect(name).toContain(
        suite.keyExchange === 'RSA'
          ? 'TLS_RSA_WITH'
          : `TLS_${suite.keyExchange}_${suite.authentication}_WITH`,
      );
      if (suite.protection.kind === 'CBC') {
        const mac = { SHA: 'SHA-1', SHA256: 'SHA-256', SHA384: 'SHA-384' }[/_(SHA\d*)$/.exec(name)![1]!];
        const prf = mac === 'SHA-384' ? 'SHA-384' : 'SHA-256';
        expect([suite.protection.mac.name, suite.hash.name]).toEqual([mac, prf]);
      }
    }
  });

  it('stand in the order of preference: 1.3, then ECDHE with AEAD, then what is off by default', () => {
    const rank = (suite: (typeof suites)[number]) => {
      if (suite.version === 0x0304) return 0;
      return suite.keyExchange === 'ECDHE' && suite.protection.kind === 'AEAD' ? 1 : 2;
    };
    const ranks = suites.map(rank);
    expect(ranks).toEqual([...ranks].sort());
    expect(ranks.filter((each) => each === 1)).toHaveLength(10);
  });
});
