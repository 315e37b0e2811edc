import { describe, expect, it } from 'vitest';
import { namesOf, unknownIn } from './known-options.ts';

const known = namesOf<{ rejectUnauthorized: 1; ca: 1; cert: 1; session: 1; trust: 1 }>({
  rejectUnauthorized: true,
  ca: true,
  cert: true,
  session: true,
  trust: true,
});
const why = (name: string): string => String(unknownIn({ [name]: 1 }, known)?.saidOf(name));

describe('an unknown option', () => {
  it.each([
    ['a letter replaced', 'rejectUnauthorised', 'rejectUnauthorized'],
    ['a letter left out', 'sesion', 'session'],
    ['one too many', 'ccert', 'cert'],
    ['two swapped', 'trsut', 'trust'],
    ['other case', 'CA', 'ca'],
    ['the first slip of a short name', 'ce', 'ca'],
    ['as many slips as a quarter of its length', 'rejectUnautorise', 'rejectUnauthorized'],
  ])('%s', (_what, typed, meant) => {
    expect(why(typed)).toBe(`${typed} is not supported; did you mean ${meant}?`);
  });

  it('is compared to nothing that it does not resemble, nor when it is longer than any name', () => {
    expect(why('pskCallback')).toBe('pskCallback is not supported');
    expect(why('crl')).toBe('crl is not supported');
    expect(why('x'.repeat(1_000_000))).toBe(`${'x'.repeat(1_000_000)} is not supported`);
  });

  it('is none if it is known, or has no value', () => {
    expect(unknownIn({ trust: 1, ca: undefined }, known)).toBeUndefined();
    expect(unknownIn({ trsut: undefined }, known)).toBeUndefined();
    expect(why('toString')).toContain('toString');
  });
});
