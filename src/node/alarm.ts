/** One timer for one moment. It does not keep the process alive: the socket does, while somebody needs it. */
/** Milliseconds, some 25 days: a longer timer would fire at once. */
const LONGEST = 2 ** 31 - 1;

export class Alarm {
  #timer: { readonly at: number; readonly handle: NodeJS.Timeout } | undefined;

  get isSet(): boolean {
    return this.#timer !== undefined;
  }

  /** @param at on the clock of performance.now(); undefined for never */
  set(at: number | undefined, ring: () => void): void {
    if (at === this.#timer?.at) return;
    this.clear();
    if (at === undefined) return;
    const left = at - performance.now();
    const due = (): void => {
      this.#timer = undefined;
      if (left > LONGEST) this.set(at, ring);
      else ring();
    };
    this.#timer = { at, handle: setTimeout(due, Math.min(Math.max(1, left), LONGEST)).unref() };
  }

  clear(): void {
    clearTimeout(this.#timer?.handle);
    this.#timer = undefined;
  }
}
