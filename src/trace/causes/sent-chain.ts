/** The certificates that a server sent, in its order, as the trace keeps them. */
import { messageAs } from '../../protocol/any-message.ts';
import { Certificate, Certificate12 } from '../../protocol/messages/index.ts';
import { fromHex } from '../../wire/bytes.ts';
import { Malformed } from '../../wire/reader.ts';
import { type Certificate as Parsed, parseCertificate } from '../../x509/index.ts';
import { entryOf } from '../certificate.ts';
import type { CertificateEntry, TraceDocument } from '../document.ts';

export interface Sent {
  readonly entry: CertificateEntry;
  readonly isCa: boolean;
  /** It has an authorityKeyIdentifier. */
  readonly namesIssuerKey: boolean;
}

/** Up to the first that cannot be read; none where the trace had no room for the message. */
export const sentChain = (trace: TraceDocument): readonly Sent[] =>
  serverCertificates(trace).map((certificate) => ({
    entry: entryOf(certificate),
    isCa: certificate.extensions.basicConstraints?.cA === true,
    namesIssuerKey: certificate.extensions.authorityKeyIdentifier !== undefined,
  }));

/** The same, as they are. */
export function serverCertificates({ steps, version }: TraceDocument): readonly Parsed[] {
  const step = steps.find(
    (each) => each.kind === 'message' && each.type === 'certificate' && each.from === 'server',
  );
  if (step?.kind !== 'message' || step.bytes === '') return [];
  const message = messageAs(version === 'TLS 1.2' ? Certificate12 : Certificate, fromHex(step.bytes));
  if (message?.name === 'Certificate12') return readable(message.body.certificateList);
  if (message?.name !== 'Certificate') return [];
  return readable(message.body.certificateList.map(({ certData }) => certData));
}

function readable(ders: readonly Uint8Array[]): readonly Parsed[] {
  const read: Parsed[] = [];
  try {
    for (const der of ders) read.push(parseCertificate(der));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
  return read;
}
