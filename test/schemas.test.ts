import { expect, it } from 'vitest';
import { schemaNames, schemaOf, validatorOf } from './schemas.ts';

it.each(schemaNames)('the schema of %s compiles alone', (name) => {
  expect(validatorOf(name)({})).toBe(false);
});

it('what several schemas define is the same in all of them', () => {
  const first = new Map<string, unknown>();
  const shared = new Set<string>();
  for (const name of schemaNames)
    for (const [part, definition] of Object.entries(schemaOf(name).$defs)) {
      if (first.has(part)) {
        shared.add(part);
        expect([name, part, definition]).toEqual([name, part, first.get(part)]);
      } else first.set(part, definition);
    }
  expect([...shared]).toEqual(expect.arrayContaining(['certificate', 'field', 'error', 'trust']));
});
