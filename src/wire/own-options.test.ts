import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ownOptions } from './own-options.ts';

describe('options', () => {
  it('are those of the object, whatever stands on Object.prototype', () => {
    const prototype = Object.prototype as unknown as Record<string, unknown>;
    try {
      prototype['insecure'] = true;
      const options: { name: string; insecure?: boolean } = ownOptions({ name: 'x' });
      expect([options.name, options.insecure, 'insecure' in options]).toEqual(['x', undefined, false]);
      expect(ownOptions({ insecure: false })).toEqual({ insecure: false });
    } finally {
      delete prototype['insecure'];
    }
  });

  it('are those of its classes and of what it was created from', () => {
    class Settings {
      get ca(): string {
        return 'ours';
      }
    }
    class More extends Settings {
      port = 1;
    }
    const options = ownOptions(new More());
    expect([options.ca, options.port, Object.keys(options)]).toEqual(['ours', 1, ['port']]);
    expect(Object.keys(ownOptions(Object.create({ cihpers: 'x' })))).toEqual(['cihpers']);
    expect(ownOptions(Object.assign(Object.create(null), { a: 1 }))).toEqual({ a: 1 });
  });

  it('are not those of another realm’s Object.prototype', () => {
    const given = runInNewContext('Object.prototype.insecure = true; ({ name: "x" })') as object;
    expect(Object.keys(ownOptions(given))).toEqual(['name']);
    expect('insecure' in ownOptions(given)).toBe(false);
  });

  it('are read once', () => {
    let reads = 0;
    const options = ownOptions({
      get ca() {
        return ++reads;
      },
    });
    expect([options.ca, options.ca, reads]).toEqual([1, 1, 1]);
  });
});
