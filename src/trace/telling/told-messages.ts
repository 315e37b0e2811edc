/** What of a trace is told byte by byte: what was sent in the handshake, each as units with their sentences. */
import type { Words } from '../../wire/words.ts';
import type { Field, Step, TraceDocument } from '../document.ts';
import { referencesText } from '../references.ts';
import { find } from '../step-details.ts';
import { type Facts, factsOf, type SentStep } from './facts.ts';
import { opened } from './opened.ts';
import { Place, type Source } from './place.ts';
import { premasterIn } from './premaster.ts';
import { sentenceOf } from './sentence.ts';
import { signalOf } from './signals.ts';
import { type Unit, unitsOf } from './units.ts';

export interface ToldUnit {
  readonly unit: Unit;
  /** Undefined where only others are introduced. */
  readonly words: Words | undefined;
  /** The value in words, as far as it has any. */
  readonly means: string;
  /** Where it is defined, unless the line above says the same. */
  readonly rfc: string | undefined;
}

export interface ToldMessage {
  readonly step: SentStep;
  /** In hexadecimal. */
  readonly bytes: string;
  readonly units: readonly ToldUnit[];
  /** What was encrypted in it, if the trace has secrets. */
  readonly inside?: { readonly title: Words; readonly bytes: string; readonly units: readonly ToldUnit[] };
}

export function toldMessages(trace: TraceDocument): ToldMessage[] {
  const facts = factsOf(trace);
  return trace.steps.flatMap((step) => told(step, facts) ?? []);
}

function told(step: Step, facts: Facts): ToldMessage | undefined {
  if (step.kind === 'message') {
    const { bytes, fields } = step;
    const source = { bytes, facts, step };
    return { step, bytes, units: bytes === '' ? [] : toldFields(fields, source), ...insideOf(source) };
  }
  if (step.kind !== 'change_cipher_spec' && step.kind !== 'alert') return undefined;
  const { bytes, fields } = signalOf(step, facts);
  return { step, bytes, units: toldFields(fields, { bytes, facts, step }) };
}

/** Of an RSA key exchange. */
function insideOf({ facts, step }: Source): Pick<ToldMessage, 'inside'> {
  const isRsa = step?.kind === 'message' && find(step.fields, 'encrypted_pre_master_secret') !== undefined;
  const premaster = isRsa && facts.trace ? premasterIn(facts.trace) : undefined;
  if (!premaster) return {};
  const { title, bytes, fields } = premaster;
  return { inside: { title, bytes, units: toldFields(fields, { bytes, facts, ...(step && { step }) }) } };
}

/** The units of a tree, each with its sentence. */
export function toldFields(fields: Field, source: Source): ToldUnit[] {
  const said: (string | undefined)[] = [];
  return unitsOf(opened(fields, source.bytes, source.facts)).map((unit) => {
    const at = new Place(unit, source);
    const own = at.field.rfc && referencesText(at.field.rfc);
    const above = said.slice(0, unit.depth).findLast((rfc) => rfc !== undefined);
    said.length = unit.depth;
    said[unit.depth] = own;
    return { unit, words: sentenceOf(at), means: at.means, rfc: own === above ? undefined : own };
  });
}
