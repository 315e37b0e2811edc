/** Spans of bytes in the document's form: messages with their header, records with their protection, certificates. */

import type { DerKind } from '../files/index.ts';
import type { MessageEvent } from '../handshake/events.ts';
import { csrFields } from '../issue/index.ts';
import { Alert } from '../protocol/alert.ts';
import { annotateAs, messages } from '../protocol/any-message.ts';
import { HEADER_LENGTH } from '../protocol/message.ts';
import { ClientHello } from '../protocol/messages/index.ts';
import { RECORD_HEADER, RecordHeader } from '../record/record.ts';
import { annotate } from '../wire/annotate.ts';
import { fromHex, hex } from '../wire/bytes.ts';
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
import type { Field, MessageStep, Range, RecordDocument } from './document.ts';
import { referencesIn } from './references.ts';
import { sections12 } from './sections12.ts';
import { versionsIn } from './step-details.ts';

/** Header and body of a handshake message. Without a definition the body is one field. */
export function fieldsOfMessage({ is, raw }: Pick<MessageEvent, 'is' | 'raw'>, version?: string): Field {
  return fieldOf(annotateAs(is, raw), raw, version);
}

/** The only version that a ClientHello among these offers; undefined if it offers several, or there is none. */
export function versionOffered(messages: readonly Pick<MessageEvent, 'is' | 'raw'>[]): string | undefined {
  const hello = messages.find(({ is }) => is === ClientHello);
  const offered = hello ? versionsIn(fieldsOfMessage(hello)) : [];
  return offered.length === 1 ? offered[0] : undefined;
}

/** The same, of a message in a document. */
export function fieldsOfStep(
  { type, definition, length, bytes, withheld }: Pick<MessageStep, OfStep>,
  version?: string,
): Field {
  if (bytes === '' && length > 0) return { name: type, start: 0, end: length, about: NOT_KEPT };
  const is = definition === null ? undefined : messages.find(({ name }) => name === definition);
  return without(fieldsOfMessage({ is, raw: fromHex(bytes) }, version), withheld);
}

type OfStep = 'type' | 'definition' | 'length' | 'bytes' | 'withheld';

const NOT_KEPT = 'Not kept: the trace had reached its byte limit for this connection.';

/** A record in a document: its header, and a fragment that is cleartext or protected as the cipher suite says. */
export function fieldsOfRecord(
  record: Pick<RecordDocument, 'bytes' | 'contentType' | 'contentLength' | 'withheld'>,
  protection: ProtectionForm,
  version?: string,
): Field {
  const bytes = fromHex(record.bytes);
  const protectedNow = bytes.length !== RECORD_HEADER + record.contentLength;
  const fragment = protectedNow
    ? (r: Reader) => protectedForms[protection.kind](r, protection)
    : (cleartext[record.contentType] ?? plain);
  const span = annotate({ read: (r) => [RecordHeader.read(r), fragment(r)], write: refuse }, bytes, 'record');
  return without(fieldOf(span, bytes, version), record.withheld);
}

/** Without the values that are not shown. */
function without(field: Field, withheld: readonly Range[] | undefined): Field {
  if (!withheld?.some(([start, end]) => start < field.end && end > field.start)) return field;
  const { value: _, ...rest } = field;
  return rest.parts
    ? { ...rest, parts: rest.parts.map((part) => without(part, withheld)) }
    : { ...rest, means: 'a secret, and not shown', withheld: true };
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

/** How a protected fragment is laid out: the parts of fixed length are in bytes, and ciphertext is between them. */
export interface ProtectionForm {
  readonly kind: 'TLS 1.3' | 'AEAD' | 'CBC';
  /** The explicit nonce of an AEAD, or the IV of CBC. */
  readonly before: number;
  /** The tag of an AEAD, or the MAC of CBC with encrypt_then_mac. */
  readonly behind: number;
}

/** What a cipher suite's name, and the place of the MAC, say about its records. */
export function protectionOf(
  version: string | undefined,
  suite = '',
  macOrder: string | undefined,
): ProtectionForm {
  const tag = suite.includes('_CCM_8') ? 8 : 16;
  if (version !== 'TLS 1.2') return { kind: 'TLS 1.3', before: 0, behind: tag };
  if (suite.includes('_CBC_')) {
    const mac = suite.endsWith('_SHA384') ? 48 : suite.endsWith('_SHA256') ? 32 : 20;
    const before = suite.includes('_3DES_') ? 8 : 16;
    return { kind: 'CBC', before, behind: macOrder === 'encrypt-then-MAC' ? mac : 0 };
  }
  return { kind: 'AEAD', before: suite.includes('CHACHA20') ? 0 : 8, behind: tag };
}

const bytesIn = (r: Reader, note: Note, length: number): void => {
  r.enter(note);
  r.leave(r.take(length));
};
/** Cut short where a damaged record leaves no room. */
const ciphertext = (r: Reader, rfc: string, about: string, behind: number): void =>
  bytesIn(r, { name: 'ciphertext', rfc, about }, Math.max(0, r.left - behind));
const sealed = (r: Reader, rfc: string, tag: number): void => {
  ciphertext(r, rfc, 'The content, encrypted.', tag);
  bytesIn(r, { name: 'tag', rfc, about: 'Proves that nobody changed the record.' }, tag);
};

const protectedForms: Readonly<Record<ProtectionForm['kind'], (r: Reader, form: ProtectionForm) => void>> = {
  'TLS 1.3': (r, { behind }) => sealed(r, 'RFC 9846 section 5.2', behind),
  AEAD: (r, { before, behind }) => {
    if (before === 0) return sealed(r, 'RFC 7905 section 2', behind);
    bytesIn(
      r,
      { name: 'nonce_explicit', rfc: 'RFC 5288 section 3', about: 'The part of the nonce that is sent.' },
      before,
    );
    sealed(r, 'RFC 5246 section 6.2.3.3', behind);
  },
  CBC: (r, { before, behind }) => {
    bytesIn(
      r,
      { name: 'IV', rfc: 'RFC 5246 section 6.2.3.2', about: 'Random, one for each record.' },
      before,
    );
    if (behind === 0) {
      const about = 'The content, its MAC and padding, encrypted.';
      return ciphertext(r, 'RFC 5246 section 6.2.3.2', about, 0);
    }
    ciphertext(r, 'RFC 7366 section 3', 'The content and padding, encrypted.', behind);
    bytesIn(
      r,
      {
        name: 'MAC',
        rfc: 'RFC 7366 section 3',
        about: 'Over the IV and the ciphertext: nobody changed them.',
      },
      behind,
    );
  },
};

const plain = (r: Reader): void =>
  bytesIn(
    r,
    { name: 'fragment', rfc: 'RFC 9846 section 5.1', about: 'In the clear; messages are listed one by one.' },
    r.left,
  );
/** By the name of the content's type. */
const cleartext: Readonly<Record<string, (r: Reader) => unknown>> = {
  alert: (r) => (r.left === 2 ? Alert.read(r) : plain(r)),
  change_cipher_spec: (r) =>
    bytesIn(r, { name: 'type', rfc: 'RFC 9846 section 5', means: () => 'change_cipher_spec' }, r.left),
};

function fieldOf(span: Span, bytes: Uint8Array, version?: string): Field {
  const { name, start, end, rfc, about, means, failed, parts } = span;
  return {
    name,
    start,
    end,
    ...(rfc !== undefined &&
      rfc !== '' && { rfc: referencesIn(version === 'TLS 1.2' ? (sections12[rfc] ?? rfc) : rfc) }),
    ...(about !== undefined && { about }),
    ...(means !== undefined && { means }),
    ...(failed !== undefined && { failed }),
    ...(parts.length > 0
      ? { parts: parts.map((part) => fieldOf(part, bytes, version)) }
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
