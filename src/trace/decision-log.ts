/** The decisions of a connection: the first ones, each with a limit to the names that it lists. */
import { say } from '../wire/words.ts';
import type { DecisionDocument } from './decision-document.ts';
import { referencesIn } from './references.ts';

/** As it is told. */
export type Decision = Omit<DecisionDocument, 'at' | 'rfc'> & { readonly rfc: string };

/** A handshake has some thirty. */
const MOST = 256;
/** A peer may offer thousands of names. */
const MOST_NAMES = 256;

export class DecisionLog {
  readonly #all: DecisionDocument[] = [];

  get all(): readonly DecisionDocument[] {
    return this.#all;
  }

  add({ rfc, ...decision }: Decision, at: number): void {
    if (this.#all.length < MOST) this.#all.push({ ...shortened(decision), rfc: referencesIn(rfc), at });
  }

  /** What was chosen last. */
  chosen(about: DecisionDocument['about']): string | undefined {
    return this.#all.findLast((decision) => decision.about === about)?.chosen;
  }
}

function shortened<D extends Pick<DecisionDocument, 'offered'>>(decision: D): D {
  const { offered } = decision;
  if (!offered || offered.length <= MOST_NAMES) return decision;
  const more = say`and ${offered.length - MOST_NAMES} more`.text;
  return { ...decision, offered: [...offered.slice(0, MOST_NAMES), more] };
}
