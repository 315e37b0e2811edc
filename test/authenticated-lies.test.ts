/** For each check of a handshake, a lie that only this check can notice. */
import { describe, expect, it } from 'vitest';
import { victimOf } from './adversary.ts';
import { certificates } from './lies/certificates.ts';
import { clientHellos } from './lies/client-hellos.ts';
import { downgrades } from './lies/downgrades.ts';
import { exchanges } from './lies/exchanges.ts';
import { type Lie, told } from './lies/lie.ts';
import { proofs } from './lies/proofs.ts';
import { retries } from './lies/retries.ts';
import { serverHellos } from './lies/server-hellos.ts';
import { established, failure } from './pair.ts';

const lies: readonly Lie[] = [
  ...proofs,
  ...downgrades,
  ...serverHellos,
  ...retries,
  ...clientHellos,
  ...certificates,
  ...exchanges,
];
const rows = new Map(lies.map(({ row }) => [row.name, row]));

describe.each([...rows.values()])('$name', (row) => {
  it('is taken when nobody lies', () => {
    const { client, server } = told({ row } as Lie);
    for (const side of [client, server]) {
      expect(failure(side)?.message).toBeUndefined();
      expect(established(side)).toBeDefined();
    }
  });

  const of = lies
    .filter((lie) => lie.row.name === row.name)
    .map((lie) => [`${lie.by} that ${lie.what}`, lie] as const);
  it.each(of)('refuses a %s', (_, lie) => {
    const error = failure(told(lie)[victimOf(lie.by)]);
    const { reason, alert, step } = lie;
    expect(error, error?.message).toMatchObject({ reason, alert, step, sentBy: 'local' });
  });
});
