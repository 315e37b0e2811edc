/** Text keeps to the width of a terminal, and a pipe has none. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { handglass, Lab } from './cli-lab.ts';

const lab = new Lab();
let port: number;
const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.example`;
beforeAll(async () => {
  await handglass(['ca', lab.dir, '--server', 'localhost', long]);
  port = await lab.tls('localhost');
});
afterAll(() => lab.close());

const dial = (columns?: number, ...more: string[]) =>
  handglass(['connect', `localhost:${port}`, '--ca-file', lab.path('ca.pem'), ...more], {
    env: { NO_COLOR: '1' },
    ...(columns !== undefined && { columns }),
  });
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => [...line].length));

it.each([60, 61, 72, 80, 99, 100, 140])('of %i columns', async (columns) => {
  const { out } = await dial(columns);
  expect(widest(out)).toBeLessThanOrEqual(columns);
  // And uses them.
  expect(widest(out)).toBeGreaterThan(Math.min(columns, 100) - 25);
});

it('down to 60, and no further', async () => {
  const { length } = (await dial(60)).out.split('\n');
  expect(widest((await dial(20)).out)).toBeGreaterThan(50);
  expect((await dial(20)).out.split('\n')).toHaveLength(length);
});

it('a pipe gets every line whole', async () => {
  const piped = await dial();
  expect(piped.exit).toBe(0);
  expect(piped.out).not.toContain('…   ');
  expect(piped.out).toContain(`for localhost and ${long}`);
  const facts = piped.out.split('\n').filter((line) => /^ {17}\S/.test(line));
  expect(facts.map((line) => line.trim().slice(0, 12))).toEqual([
    'CN=localhost',
    `valid 20${facts[1]!.trim().slice(8, 12)}`,
  ]);
  expect(widest(piped.out)).toBeGreaterThan(150);
});
