/** What keys were made from is told only of a handshake that came to have keys. */
import { expect, it } from 'vitest';
import { keyInputs } from '../src/trace/key-inputs.ts';
import { toldHandshakes } from './told-handshakes.ts';

it.each(Object.keys(toldHandshakes))('of %s, and of nothing that ended before them', (name) => {
  const { client } = toldHandshakes[name]!();
  expect(keyInputs(client)).not.toEqual([]);
  const steps = client.steps.filter(({ kind }) => kind !== 'keys');
  expect(keyInputs({ ...client, steps })).toEqual([]);
});
