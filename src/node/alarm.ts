/** One timer, set for a moment. It does not hold the process: the socket does, as long as somebody wants it. */
export class Alarm {
  #timer: { readonly at: number; readonly handle: NodeJS.Timeout } | undefined;

  get isSet(): boolean {
    return this.#timer !== undefined;
  }

  /** @param at by performance.now(); undefined for never */
  set(at: number | undefined, ring: () => void): void {
    if (at === this.#timer?.at) return;
    this.clear();
    if (at === undefined) return;
    const due = (): void => {
      this.#timer = undefined;
      ring();
    };
    this.#timer = { at, handle: setTimeout(due, Math.max(1, at - performance.now())).unref() };
  }

  clear(): void {
    clearTimeout(this.#timer?.handle);
    this.#timer = undefined;
  }
}
