/** Several connections in one document: a full handshake and the one that resumes it, or both ends of one. */

export const bundleSchema = 'handglass-bundle/2';

export interface BundleDocument<Trace> {
  readonly schema: typeof bundleSchema;
  /** Trace documents, in the order in which they began. */
  readonly connections: readonly Trace[];
}

export const bundleOf = <Trace>(connections: readonly Trace[]): BundleDocument<Trace> => ({
  schema: bundleSchema,
  connections,
});
