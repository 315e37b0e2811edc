/**
 * The compact form of a trace document: without its fields, which are made again from the bytes. It is a twentieth of the
 * length, and follows the same schema.
 */
import { ClientHello } from '../protocol/messages/index.ts';
import { fromHex } from '../wire/bytes.ts';
import type {
  CertificateDocument,
  EvidenceDocument,
  MessageStep,
  RecordDocument,
  Step,
  TraceDocument,
} from './document.ts';
import { fieldsOfEvidence, fieldsOfRecord, fieldsOfStep, protectionOf, versionOffered } from './fields.ts';

export interface CompactDocument extends Omit<TraceDocument, 'steps' | 'records' | 'certificate'> {
  readonly steps: readonly (Exclude<Step, MessageStep> | Omit<MessageStep, 'fields'>)[];
  readonly records: readonly Omit<RecordDocument, 'fields'>[];
  readonly certificate: CompactCertificate | null;
}

interface CompactCertificate extends Omit<CertificateDocument, 'evidence'> {
  readonly evidence: readonly Omit<EvidenceDocument, 'fields'>[];
}

export function compactOf<D extends TraceDocument>(
  document: D,
): Omit<D, keyof CompactDocument> & CompactDocument {
  const { steps, records, certificate } = document;
  return {
    ...document,
    steps: steps.map((step) => (step.kind === 'message' ? bare(step) : step)),
    records: records.map(bare),
    certificate: certificate && { ...certificate, evidence: certificate.evidence.map(bare) },
  };
}

/** The whole document again, whichever form it has. */
export function fieldsOf<D extends CompactDocument>(
  document: D,
): Omit<D, keyof TraceDocument> & TraceDocument {
  const { version, cipherSuite, decisions, steps, records, certificate } = document;
  const hellos = steps.flatMap((step) =>
    step.kind === 'message' && step.definition === ClientHello.name ? [step.bytes] : [],
  );
  const spoken = version ?? versionOffered(hellos.map((bytes) => ({ is: ClientHello, raw: fromHex(bytes) })));
  const macOrder = decisions.findLast(({ about }) => about === 'encrypt_then_mac')?.chosen;
  const form = protectionOf(version ?? undefined, cipherSuite ?? undefined, macOrder);
  return {
    ...document,
    steps: steps.map((step) =>
      step.kind === 'message' ? { ...step, fields: fieldsOfStep(step, spoken) } : step,
    ),
    records: records.map((record) => ({ ...record, fields: fieldsOfRecord(record, form, spoken) })),
    certificate: certificate && {
      ...certificate,
      evidence: certificate.evidence.map((each) => ({
        ...each,
        fields: each.bytes === null ? null : fieldsOfEvidence(each.kind, fromHex(each.bytes)),
      })),
    },
  };
}

function bare<T extends { readonly fields?: unknown }>(whole: T): Omit<T, 'fields'> {
  const { fields: _, ...rest } = whole;
  return rest;
}
