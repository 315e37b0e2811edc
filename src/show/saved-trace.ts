/**
 * Trace documents from a file: one, several in a bundle, or one a line as `serve --json` writes them.
 *
 * Anybody may have written the file. What is derived is made again from the bytes of messages, and whatever then does not
 * have the shape of a document is refused as a whole.
 */
import { fieldsOf } from '../trace/compact.ts';
import { type TraceDocument, traceSchema } from '../trace/document.ts';
import { SaidError, say } from '../wire/words.ts';
import { savedSchedule } from './saved-schedule.ts';

/** Documents that are taken from one file. */
const MOST = 64;

export interface Saved {
  readonly traces: readonly TraceDocument[];
  /** How many more there are in the file. */
  readonly leftOut: number;
}

/**
 * Throws {@link SaidError} for a document that is damaged or of another schema.
 *
 * @returns undefined for what is no trace document
 */
export function savedTraces(text: string): Saved | undefined {
  const found = documentsIn(text);
  if (found.length === 0 || !found.every(isTrace)) return undefined;
  const traces = found.slice(0, MOST).map((document, i) => {
    if (document.schema !== traceSchema)
      throw new SaidError(say`it is of the schema ${document.schema}, and only ${traceSchema} is read`);
    return tellSaved(i, () => remade(document as unknown as TraceDocument));
  });
  return { traces, leftOut: found.length - traces.length };
}

/**
 * What is told of a saved document. Throws {@link SaidError} where it turns out not to have the shape of one.
 *
 * @param at its place in the file
 */
export function tellSaved<T>(at: number, tell: () => T): T {
  try {
    return tell();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new SaidError(say`document ${at + 1} in it is damaged`, { cause: error });
  }
}

function documentsIn(text: string): readonly unknown[] {
  if (!/^\s*\{/.test(text)) return [];
  const whole = json(text);
  if (whole !== undefined) {
    const { connections } = whole as { readonly connections?: unknown };
    return Array.isArray(connections) ? connections : [whole];
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const each = lines.map(json);
  return each.includes(undefined) ? [] : each;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isTrace = (value: unknown): value is { readonly schema: string } =>
  typeof value === 'object' &&
  value !== null &&
  'schema' in value &&
  typeof value.schema === 'string' &&
  value.schema.startsWith('handglass-trace/');

/** With all that is derived made again from the bytes; a compact document becomes a whole one. */
function remade(document: TraceDocument): TraceDocument {
  for (const step of document.steps)
    if (step.kind === 'message' && !/^(?:[0-9a-f]{2})*$/.test(step.bytes))
      throw new TypeError('bytes of a message are no hexadecimal');
  if (!factsOf(document).every((fact: unknown) => typeof fact === 'string' || fact === null))
    throw new TypeError('what was agreed is no text');
  return { ...fieldsOf(document), schedule: savedSchedule(document.schedule) };
}

/** What is told as it stands. */
const factsOf = ({ error, certificate, ...agreed }: TraceDocument): readonly unknown[] =>
  [
    agreed.version,
    agreed.cipherSuite,
    agreed.keyExchange,
    agreed.group,
    agreed.signatureScheme,
    agreed.alpn,
    agreed.serverName,
    error?.message,
    certificate?.message,
  ].map((fact) => fact ?? null);
