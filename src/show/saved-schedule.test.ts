import { expect, it } from 'vitest';
import { savedSchedule } from './saved-schedule.ts';

const value = { name: 'key_block', length: 40, bytes: null };
const step = {
  operation: 'PRF',
  hash: 'SHA-256',
  label: 'key expansion',
  inputs: [{ ...value, as: 'secret', step: null }],
  output: value,
  over: [0, 1],
};

it('takes what a document has', () => {
  for (const good of [[], [step], [{ ...step, label: null, over: null }]])
    expect(savedSchedule(good)).toEqual(good);
});

it.each([
  undefined,
  null,
  {},
  'steps',
  [null],
  [{}],
  [{ ...step, operation: 1 }],
  [{ ...step, hash: undefined }],
  [{ ...step, label: 7 }],
  [{ ...step, inputs: {} }],
  [{ ...step, inputs: [null] }],
  [{ ...step, inputs: [{ ...value, step: 'x' }] }],
  [{ ...step, output: { ...value, bytes: 1 } }],
  [{ ...step, output: undefined }],
  [{ ...step, over: ['0'] }],
  [{ ...step, over: {} }],
  Array.from({ length: 2000 }, () => step),
])('refuses what only looks like one: %#', (bad) => {
  expect(() => savedSchedule(bad)).toThrow(TypeError);
});
