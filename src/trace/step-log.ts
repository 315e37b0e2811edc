/** The steps of a connection that are shown: the first ones; the others are counted. */
import type { Role, Step } from './step-document.ts';

const MOST_STEPS = 512;

export class StepLog {
  readonly #steps: Step[] = [];
  #notKept = 0;
  #speaker: Role | undefined;
  #flight = -1;

  get all(): readonly Step[] {
    return this.#steps;
  }

  get notKept(): number {
    return this.#notKept;
  }

  get isFull(): boolean {
    return this.#steps.length >= MOST_STEPS;
  }

  /** The place of the step; undefined for one that is not kept. */
  add(step: Step): number | undefined {
    if (!this.isFull) return this.#steps.push(step) - 1;
    this.#notKept++;
    return undefined;
  }

  /** The flight that this side speaks in now: the next one, if the other spoke last. */
  flightOf(speaker: Role): number {
    if (speaker !== this.#speaker) this.#flight++;
    this.#speaker = speaker;
    return this.#flight;
  }
}
