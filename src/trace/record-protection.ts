/** How a record is protected: what is encrypted and what proves it, and with secrets the nonce and the plaintext. */
import type { RecordEvent } from '../handshake/events.ts';
import { SequenceNonce } from '../record/nonce.ts';
import { additionalData12 } from '../record/protection12.ts';
import { RECORD_HEADER } from '../record/record.ts';
import { concat, hex } from '../wire/bytes.ts';
import type { Field, ProtectionDocument, Range } from './document.ts';
import type { ProtectionForm } from './fields.ts';

interface Known {
  readonly form: ProtectionForm;
  readonly fields: Field;
  readonly contentLength: number;
  /** Undefined where nobody asked for secrets, as `iv`. */
  readonly content: Uint8Array | undefined;
  readonly iv: Uint8Array | undefined;
}

export function protectionDocument(
  event: Omit<RecordEvent, 'content'>,
  { form, fields, contentLength, content, iv }: Known,
): ProtectionDocument {
  const rangeOf = (...names: readonly string[]): Range | null => {
    const field = fields.parts?.find(({ name }) => names.includes(name));
    return field ? [field.start, field.end] : null;
  };
  const explicit = rangeOf('nonce_explicit', 'IV');
  return {
    ciphertext: rangeOf('ciphertext') ?? [event.bytes.length, event.bytes.length],
    tag: rangeOf('tag', 'MAC'),
    explicit,
    additionalData: hex(additionalData(event, form, contentLength)),
    ...(iv && form.kind !== 'CBC' && { nonce: hex(nonceOf(event, iv, explicit)) }),
    ...(content && { plaintext: hex(plaintextOf(event, form, content)) }),
  };
}

const additionalData = (
  { bytes, sequence, contentType }: Omit<RecordEvent, 'content'>,
  form: ProtectionForm,
  contentLength: number,
): Uint8Array =>
  form.kind === 'TLS 1.3'
    ? bytes.subarray(0, RECORD_HEADER)
    : // RFC 7366 section 3: with encrypt_then_mac, the length of what is encrypted.
      additionalData12(
        sequence,
        contentType,
        form.kind === 'CBC' && form.behind > 0 ? bytes.length - RECORD_HEADER - form.behind : contentLength,
      );

/** RFC 9846 section 5.3, RFC 7905 section 2; RFC 5288 section 3 where a part of it is sent. */
function nonceOf(
  { bytes, sequence }: Pick<RecordEvent, 'bytes' | 'sequence'>,
  iv: Uint8Array,
  explicit: Range | null,
): Uint8Array {
  if (explicit) return concat([iv, bytes.subarray(...explicit)]);
  const nonce = new SequenceNonce(iv);
  nonce.sequence = sequence;
  return nonce.next();
}

/** RFC 9846 section 5.2: TLSInnerPlaintext has the content's type and zeros behind it. */
const plaintextOf = (
  { contentType, padding }: Pick<RecordEvent, 'contentType' | 'padding'>,
  form: ProtectionForm,
  content: Uint8Array,
): Uint8Array =>
  form.kind === 'TLS 1.3' ? concat([content, Uint8Array.of(contentType), new Uint8Array(padding)]) : content;
