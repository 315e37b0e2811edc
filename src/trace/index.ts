/** From a connection's events to one versioned document, and from the document to words. */
export { type Cause, type Diagnosis, diagnose } from './diagnosis.ts';
export type * from './document.ts';
export { traceSchema } from './document.ts';
export type { Note } from './note.ts';
export { type TraceOptions, TraceRecorder } from './recorder.ts';
export type { Remedy, Try } from './remedies.ts';
export { brief, story } from './story.ts';
export { cleanText, plainStyle, type Style } from './text.ts';
export type { How } from './try-lines.ts';
