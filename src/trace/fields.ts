/** Spans of bytes in the document's form: messages with their header, records with their protection, certificates. */

import type { DerKind } from '../files/index.ts';
import type { MessageEvent, RecordEvent } from '../handshake/events.ts';
import { csrFields } from '../issue/index.ts';
import { Alert } from '../protocol/alert.ts';
import { annotateAs } from '../protocol/any-message.ts';
import { HEADER_LENGTH } from '../protocol/message.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import { RECORD_HEADER, RecordHeader } from '../record/record.ts';
import { annotate } from '../wire/annotate.ts';
import { hex } from '../wire/bytes.ts';
import type { Codec } from '../wire/codec.ts';
import type { Note, Reader } from '../wire/reader.ts';
import type { Span } from '../wire/tracing-reader.ts';
import {
  certificateFields,
  crlFields,
  type EvidenceRange,
  ocspRequestFields,
  ocspResponseFields,
  pkcs7Fields,
} from '../x509/index.ts';
import type { Field } from './document.ts';
import { referencesIn } from './references.ts';

/** Header and body of a handshake message. Without a definition the body is one field. */
export function fieldsOfMessage({ is, raw }: Pick<MessageEvent, 'is' | 'raw'>): Field {
  return fieldOf(annotateAs(is, raw), raw);
}

/** A record: its header, and a fragment that is cleartext or protected as the cipher suite says. */
export function fieldsOfRecord(
  record: Pick<RecordEvent, 'bytes' | 'contentType'>,
  contentLength: number,
  protection: ProtectionForm,
): Field {
  const protectedNow = record.bytes.length !== RECORD_HEADER + contentLength;
  const fragment = protectedNow ? protectedForms[protection] : (cleartext[record.contentType] ?? plain);
  return fieldOf(
    annotate({ read: (r) => [RecordHeader.read(r), fragment(r)], write: refuse }, record.bytes, 'record'),
    record.bytes,
  );
}

/** A certificate, a list or an OCSP response. */
export const fieldsOfEvidence = (kind: EvidenceRange['in'], der: Uint8Array): Field =>
  fieldOf(annotate(evidence[kind], der, kind), der);

const evidence: Readonly<Record<EvidenceRange['in'], Codec<unknown>>> = {
  certificate: certificateFields,
  crl: crlFields,
  ocsp: ocspResponseFields,
};

/** Something from a file; undefined for what has no definition here, and for private keys, which are not shown. */
export function fieldsOfPart(kind: DerKind, der: Uint8Array): Field | undefined {
  const definition = definitionsOfParts[kind];
  return definition && fieldOf(annotate(definition, der, kind), der);
}

const definitionsOfParts: Partial<Record<DerKind, Codec<unknown>>> = {
  certificate: certificateFields,
  'certificate-request': csrFields,
  crl: crlFields,
  pkcs7: pkcs7Fields,
  'ocsp-request': ocspRequestFields,
  'ocsp-response': ocspResponseFields,
};

/** How a protected fragment is laid out. */
export type ProtectionForm = 'TLS 1.3' | 'AEAD with explicit nonce' | 'AEAD' | 'CBC';

/** What a cipher suite's name says about its records. */
export function protectionOf(version: string | undefined, suite: string | undefined): ProtectionForm {
  if (version !== 'TLS 1.2') return 'TLS 1.3';
  if (suite?.includes('_CBC_')) return 'CBC';
  return suite?.includes('CHACHA20') ? 'AEAD' : 'AEAD with explicit nonce';
}

const TAG = 16;
const bytesIn = (r: Reader, note: Note, length: number): void => {
  r.enter(note);
  r.leave(r.take(length));
};
const ciphertext = (r: Reader, rfc: string): void => {
  bytesIn(r, { name: 'ciphertext', rfc, about: 'The content, encrypted.' }, Math.max(0, r.left - TAG));
  bytesIn(r, { name: 'tag', rfc, about: 'Proves that nobody changed the record.' }, TAG);
};

const protectedForms: Readonly<Record<ProtectionForm, (r: Reader) => void>> = {
  'TLS 1.3': (r) => ciphertext(r, 'RFC 9846 section 5.2'),
  AEAD: (r) => ciphertext(r, 'RFC 7905 section 2'),
  'AEAD with explicit nonce': (r) => {
    bytesIn(
      r,
      { name: 'nonce_explicit', rfc: 'RFC 5288 section 3', about: 'The part of the nonce that is sent.' },
      8,
    );
    ciphertext(r, 'RFC 5246 section 6.2.3.3');
  },
  CBC: (r) => {
    bytesIn(r, { name: 'IV', rfc: 'RFC 5246 section 6.2.3.2', about: 'Random, one for each record.' }, 16);
    const about = 'The content, its MAC and padding, encrypted.';
    bytesIn(r, { name: 'ciphertext', rfc: 'RFC 5246 section 6.2.3.2', about }, r.left);
  },
};

const plain = (r: Reader): void =>
  bytesIn(
    r,
    { name: 'fragment', rfc: 'RFC 9846 section 5.1', about: 'In the clear; messages are listed one by one.' },
    r.left,
  );
const cleartext: Readonly<Record<number, (r: Reader) => unknown>> = {
  [ContentType.alert]: (r) => (r.left === 2 ? Alert.read(r) : plain(r)),
  [ContentType.change_cipher_spec]: (r) =>
    bytesIn(r, { name: 'type', rfc: 'RFC 5246 section 7.1', means: () => 'change_cipher_spec' }, r.left),
};

function fieldOf(span: Span, bytes: Uint8Array): Field {
  const { name, start, end, rfc, about, means, failed, parts } = span;
  return {
    name,
    start,
    end,
    ...(rfc !== undefined && rfc !== '' && { rfc: referencesIn(rfc) }),
    ...(about !== undefined && { about }),
    ...(means !== undefined && { means }),
    ...(failed !== undefined && { failed }),
    ...(parts.length > 0
      ? { parts: parts.map((part) => fieldOf(part, bytes)) }
      : end > start && { value: leafValue(span, bytes) }),
  };
}

/** A number if it was read as one; the meaning of a time, a text or an identifier is in `means`. */
function leafValue({ value, start, end }: Span, bytes: Uint8Array): number | string {
  return typeof value === 'number' && end - start <= HEADER_LENGTH ? value : hex(bytes.subarray(start, end));
}

function refuse(): never {
  throw new TypeError('a definition that only shows bytes does not write them');
}
