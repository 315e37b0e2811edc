/** What took time besides records and the key schedule, in the trace document. */
export interface WorkDocument {
  /** `sign`, `verify`, `shared-secret`, … */
  readonly what: string;
  /** When it was done. */
  readonly at: number;
  /** Milliseconds, from the question to the answer. */
  readonly took: number;
  /** The answer came later: from a thread, an HSM or a person. */
  readonly waited: boolean;
}
