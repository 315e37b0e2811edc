/**
 * Runs `connect` against a server that fails, and then the first thing that it says to try, as typed: it has to lead on, to a
 * connection or to the next fault. A person fills in what is in capitals, and so does a test.
 */
import { expect } from 'vitest';
import type { ExplainedDocument } from '../src/trace/explained.ts';
import { handglass } from './cli-lab.ts';
import { expectValid } from './schemas.ts';

/** What only a person knows: `FILE` may be several, in their order. */
export type Known = Readonly<Record<string, string | readonly string[]>>;

export interface Explained {
  readonly exit: number;
  readonly id: string | undefined;
  readonly document: ExplainedDocument;
}

export async function explainedRun(argv: readonly string[]): Promise<Explained> {
  const { exit, out } = await handglass([...argv, '--json']);
  const document = JSON.parse(out) as ExplainedDocument;
  expectValid('trace', document);
  return { exit, id: document.cause?.id, document };
}

/** The first try with a command, its capitals filled in; undefined where no command helps. */
function firstCommand({ tries = [] }: ExplainedDocument, known: Known): string[] | undefined {
  const [first] = tries;
  if (!first?.argv) return undefined;
  const left = new Map(Object.entries(known).map(([word, value]) => [word, [value].flat()]));
  return first.argv.slice(1).map((word) => {
    if (!/^[A-Z]{3,}$/.test(word)) return word;
    const value = left.get(word)?.shift();
    if (value === undefined) throw new Error(`nobody knows ${word} in ${first.argv?.join(' ')}`);
    return value;
  });
}

/**
 * @param led where the first try leads: `connected`, the next cause's id, or `words` where it is no command
 */
export async function expectLed(argv: readonly string[], id: string, led: string, known: Known = {}) {
  const first = await explainedRun(['connect', ...argv]);
  expect(first.id).toBe(id);
  expect(first.document.tries?.length).toBeGreaterThan(0);
  const next = firstCommand(first.document, known);
  if (next === undefined) return expect('words').toBe(led);
  const second = await explainedRun(next.filter((word) => word !== '--json'));
  expect([next, second.id ?? (second.exit === 0 ? 'connected' : second.exit)]).toEqual([next, led]);
  expect(second.id).not.toBe(id);
}
