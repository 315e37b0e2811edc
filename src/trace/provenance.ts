/** Where a document comes from. */
export interface Provenance {
  /** `handglass` */
  readonly program: string;
  readonly version: string;
  /** Node's version. */
  readonly node: string;
  /** As it was typed, without secrets; null if it was no command line. */
  readonly command: string | null;
  /** When it was written, ISO 8601. */
  readonly date: string;
}
