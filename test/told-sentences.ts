/** Which leaves of a trace are told by which sentences. */
import type { TraceDocument } from '../src/trace/document.ts';
import { toldMessages } from '../src/trace/telling/told-messages.ts';

export interface Sentences {
  readonly leaves: number;
  /** Different ones. */
  readonly sentences: number;
  /** Leaves that have none. */
  readonly without: readonly string[];
  /** Sentences of several leaves, with these. */
  readonly shared: readonly (readonly [sentence: string, leaves: readonly string[]])[];
}

/** What only introduces others, as a length does, is no leaf; padding may share its sentence. */
export function sentencesOf(trace: TraceDocument): Sentences {
  const told = new Map<string, string[]>();
  const without: string[] = [];
  let leaves = 0;
  for (const { step, units } of toldMessages(trace))
    for (const { unit, words } of units) {
      if (!unit.value || unit.start === unit.end || unit.name === 'padding') continue;
      leaves++;
      const path = [step.name, ...unit.path.map(({ name }) => name)].join('.');
      if (words === undefined) without.push(path);
      else told.set(String(words), [...(told.get(String(words)) ?? []), path]);
    }
  return { leaves, sentences: told.size, without, shared: [...told].filter(([, paths]) => paths.length > 1) };
}
