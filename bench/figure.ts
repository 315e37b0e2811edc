/** One line of the bench. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  /** Medians over the rounds. */
  readonly ours: number;
  readonly node?: number;
  readonly floor?: number;
  /** Ours to node's, median of the ratios of each round; above 1 is faster than node:tls. */
  readonly ratio?: number;
  /** What else was measured, by its name and rate, where that is not node:tls, and how many times as long ours takes. */
  readonly than?: string;
  readonly other?: number;
  readonly times?: number;
  /** Smallest and largest of those ratios or times. */
  readonly spread?: readonly [number, number];
}
