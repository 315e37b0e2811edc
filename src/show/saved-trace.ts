/**
 * Trace documents from a file: one, several in a bundle, or one a line as `serve --json` writes them.
 *
 * Anybody may have written the file. What is derived is made again from the bytes of messages, and whatever then does not
 * have the shape of a document is refused as a whole.
 */
import { definitionOf } from '../protocol/any-message.ts';
import { CipherSuite } from '../protocol/numbers/suites.ts';
import { type SpokenVersion, TLS12, TLS13 } from '../protocol/numbers/versions.ts';
import { type Step, type TraceDocument, traceSchema } from '../trace/document.ts';
import { fieldsOfMessage } from '../trace/fields.ts';
import { fromHex } from '../wire/bytes.ts';
import { SaidError, say } from '../wire/words.ts';

/** Documents that are taken from one file. */
const MOST = 64;

/**
 * Throws {@link SaidError} for a document that is damaged or of another schema.
 *
 * @returns undefined for what is no trace document
 */
export function savedTraces(text: string): readonly TraceDocument[] | undefined {
  const found = documentsIn(text);
  if (found.length === 0 || !found.every(isTrace)) return undefined;
  return found.slice(0, MOST).map((document, i) => {
    if (document.schema !== traceSchema)
      throw new SaidError(say`it is of the schema ${document.schema}, and only ${traceSchema} is read`);
    try {
      return remade(document as unknown as TraceDocument);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw new SaidError(say`document ${i + 1} in it is damaged`, { cause: error });
    }
  });
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

/** With the fields of each message read again from its bytes. */
function remade(document: TraceDocument): TraceDocument {
  const version = versions[document.version ?? ''];
  const suite = (CipherSuite as unknown as Readonly<Record<string, unknown>>)[document.cipherSuite ?? ''];
  const number = typeof suite === 'number' ? suite : undefined;
  return { ...document, steps: document.steps.map((step) => stepAgain(step, version, number)) };
}

const versions: Readonly<Record<string, SpokenVersion | undefined>> = { 'TLS 1.2': TLS12, 'TLS 1.3': TLS13 };

function stepAgain(step: Step, version: SpokenVersion | undefined, suite: number | undefined): Step {
  if (step.kind !== 'message' || step.bytes === '') return step;
  if (!/^(?:[0-9a-f]{2})+$/.test(step.bytes)) throw new TypeError('bytes of a message are no hexadecimal');
  const raw = fromHex(step.bytes);
  return { ...step, fields: fieldsOfMessage({ is: definitionOf(raw, version, suite), raw }) };
}
