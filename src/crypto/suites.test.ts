import { describe, expect, it } from 'vitest';
import { CipherSuite } from '../protocol/numbers/suites.ts';
import { nodeProvider } from './providers/node.ts';

describe('the cipher suites', () => {
  const { suites } = nodeProvider;

  it('have the names that IANA gives to their numbers', () => {
    for (const { id, name } of suites) expect(CipherSuite.nameOf(id)).toBe(name);
    expect(new Set(suites.map(({ id }) => id)).size).toBe(20);
  });

  it('are what their names say', () => {
    for (const suite of suites) {
      const { name } = suite;
      const cipher = suite.version === 0x0304 ? suite.cipher : suite.protection.cipher;
      expect(name).toContain(cipher.name.toUpperCase().replaceAll('-', '_'));
      const aead = suite.version === 0x0304 || suite.protection.kind === 'AEAD';
      if (aead) expect(name.endsWith(suite.hash.name.replace('-', ''))).toBe(true);
      if (suite.version === 0x0304) continue;
      expect(name).toContain(
        suite.keyExchange === 'RSA'
          ? 'TLS_RSA_WITH'
          : `TLS_${suite.keyExchange}_${suite.authentication}_WITH`,
      );
      if (suite.protection.kind === 'CBC') {
        expect(name.endsWith('_SHA')).toBe(true);
        expect([suite.protection.mac.name, suite.hash.name]).toEqual(['SHA-1', 'SHA-256']);
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
    expect(ranks.filter((each) => each === 1)).toHaveLength(6);
  });
});
