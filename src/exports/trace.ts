/** From a connection's events to one versioned document, and from the document to words. */

export type { Warning } from '../trace/causes/warnings.ts';
export { type CompactDocument, compactOf, fieldsOf } from '../trace/compact.ts';
export { type Cause, type Diagnosis, diagnose } from '../trace/diagnosis.ts';
export {
  type CertificateDocument,
  type CertificateEntry,
  type DecisionDocument,
  type ErrorDocument,
  type EvidenceDocument,
  type FetchedDocument,
  type Field,
  type InFlight,
  type Learned,
  type MessageStep,
  type OursDocument,
  type OwnCertificate,
  type PathDocument,
  type PeerDocument,
  type ProtectionDocument,
  type Provenance,
  type Randoms,
  type Range,
  type RecordDocument,
  type RedactionDocument,
  type Reference,
  type References,
  type Restriction,
  type Role,
  type ScheduleDocument,
  type ScheduleInputDocument,
  type ScheduleValueDocument,
  type Step,
  type Summary,
  type TraceDocument,
  traceSchema,
  type WorkDocument,
} from '../trace/document.ts';
export {
  type Argv,
  type CauseDocument,
  type ExplainedDocument,
  explained,
  type TryDocument,
} from '../trace/explained.ts';
export type { Note } from '../trace/note.ts';
export { TraceRecorder } from '../trace/recorder.ts';
export type { Remedy, Try } from '../trace/remedies.ts';
export { brief, story } from '../trace/story.ts';
export { cleanText, plainStyle, type Style } from '../trace/text.ts';
export type { TraceOptions } from '../trace/trace-options.ts';
export type { How } from '../trace/try-lines.ts';
