/** What a document leaves out because nobody asked for secrets, by kind. */
import type { RedactionDocument, TraceDocument } from './document.ts';

type Shown = Pick<TraceDocument, 'cipherSuite' | 'steps' | 'records' | 'schedule' | 'secrets'>;

export function redactionsOf({
  cipherSuite,
  steps,
  records,
  schedule,
  secrets,
}: Shown): readonly RedactionDocument[] {
  if (secrets) return [];
  const values = schedule.flatMap(({ inputs, output }) => [...inputs, output]);
  const withheld = steps.map((step) => (step.kind === 'message' ? (step.withheld?.length ?? 0) : 0));
  const isProtected = records.filter(({ protection }) => protection !== null);
  const counts = {
    schedule: values.length,
    // The IV of CBC is in the record.
    nonces: cipherSuite?.includes('_CBC_') ? 0 : isProtected.length,
    plaintexts: isProtected.length,
    tickets: withheld.reduce((sum, count) => sum + count, 0),
  };
  return (Object.keys(counts) as (keyof typeof counts)[]).flatMap((what) =>
    counts[what] > 0 ? [{ what, count: counts[what] }] : [],
  );
}
