import { describe, expect, it } from 'vitest';
import { ServerRules } from '../options/options.ts';
import { createSecureContext } from './context.ts';
import { Contexts } from './contexts.ts';

const base = createSecureContext({ maxVersion: 'TLSv1.2' });
const own = createSecureContext();
const contexts = new Contexts(base, () => new ServerRules({ ...base.engineOptions, credentials: [] }));

describe('the context of a name', () => {
  it.each<[string, string, boolean]>([
    ['a.example', 'a.example', true],
    ['A.EXAMPLE', 'a.example', true],
    ['a.example.', 'a.example', true],
    ['bücher.example', 'xn--bcher-kva.example', true],
    ['a.example', 'b.a.example', false],
    ['a.example', 'xa.example', false],
    ['a.example', 'a.example.evil.test', false],
    ['*.example', 'a.example', true],
    ['*.example', 'example', false],
    ['*.example', 'b.a.example', false],
    ['*.example', 'a.notexample', false],
    ['*.example', 'aexample', false],
  ])('%s is that of %s: %s', (hostname, name, isOf) => {
    expect(contexts.with(hostname, own).of(name)).toBe(isOf ? own : base);
  });

  it('is the one added last, or the server’s if none has the name or no name is asked for', () => {
    const other = createSecureContext();
    const both = contexts.with('*.example', own).with('a.example', other);
    expect(both.of('a.example')).toBe(other);
    expect(both.of('b.example')).toBe(own);
    expect(both.of(undefined)).toBe(base);
  });
});
