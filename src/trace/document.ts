/**
 * The trace document: everything that is known about one connection, as plain JSON.
 *
 * The story and `--json` are views of it; its JSON Schema is schema/trace-1.schema.json. What `--json` promises (version,
 * cipherSuite, …) is at the top of the same object: a second, smaller schema for scripts was rejected, since the two would
 * drift apart. Null says "not known, or none"; bytes are lower-case
 * hexadecimal; times are milliseconds since the first step, or ISO 8601 where they are a wall clock's.
 */
import type { Words } from '../wire/words.ts';

export const traceSchema = 'handglass-trace/1';

/** Microseconds are as fine as anybody reads. */
export const round = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;

export interface TraceDocument extends Summary {
  readonly schema: typeof traceSchema;
  readonly role: Role;
  /** Whom we meant to reach, or who came. */
  readonly peer: PeerDocument;
  /** Wall clock, ISO 8601; null if none was given. */
  readonly startedAt: string | null;
  readonly steps: readonly Step[];
  readonly records: readonly RecordDocument[];
  /** Records beyond those that a trace keeps. */
  readonly recordsNotKept: number;
  /** Steps beyond those that a trace keeps. */
  readonly stepsNotKept: number;
  readonly decisions: readonly DecisionDocument[];
  readonly randoms: Randoms;
  /** What our side brought along, if whoever made the connection said so. */
  readonly ours?: OursDocument;
  /** Only if secrets were asked for: what RFC 9850 calls a key log, by label. */
  readonly secrets?: readonly { readonly label: string; readonly secret: string }[];
}

/** What a script looks for first. */
export interface Summary {
  /** The handshake was finished, and nothing has failed since. The certificate may still have been overruled. */
  readonly ok: boolean;
  /** `TLS 1.2` */
  readonly version: string | null;
  /** By its IANA name. */
  readonly cipherSuite: string | null;
  readonly keyExchange: string | null;
  readonly group: string | null;
  /** How the peer signed the handshake. */
  readonly signatureScheme: string | null;
  readonly alpn: string | null;
  /** server_name as the client sent it. */
  readonly serverName: string | null;
  readonly resumed: boolean | null;
  readonly extendedMainSecret: boolean | null;
  /** In the handshake, in the one that is resumed, or after it. A client has sent the proof, and knows of no refusal. */
  readonly clientAuthenticated: boolean;
  readonly serverAuthenticated: boolean;
  /** The peer's, if it sent one that was judged. */
  readonly certificate: CertificateDocument | null;
  readonly error?: ErrorDocument;
}

export type Role = 'client' | 'server';

export interface PeerDocument {
  readonly name: string | null;
  readonly address: string | null;
  readonly port: number | null;
}

interface StepOf<K extends string> {
  readonly kind: K;
  /** What it is called: `DNS`, `CRL`, `ClientHello`, `ChangeCipherSpec`, an alert's name, an epoch. */
  readonly name: string;
  readonly at: number;
}
interface Moved {
  readonly direction: 'sent' | 'received';
  readonly from: Role;
}
export type Step =
  /** Besides TLS: its length in milliseconds is `took`. */
  | (StepOf<'dns'> & { readonly took: number; readonly addresses: readonly string[] })
  | (StepOf<'tcp'> & { readonly took: number; readonly address: string; readonly port: number })
  | (StepOf<'fetch'> & { readonly took: number; readonly url: string; readonly failed: string | null })
  | (StepOf<'message'> &
      Moved & {
        /** The HandshakeType by its RFC name, such as `client_hello`. */
        readonly type: string;
        /** With the four bytes of its header. */
        readonly length: number;
        readonly epoch: string;
        /** The first and the last record of its direction that it is in; null until it is in one. */
        readonly records: readonly [number, number] | null;
        /** Empty if the trace had no room for it; `fields` says so too. */
        readonly bytes: string;
        readonly fields: Field;
      })
  | (StepOf<'change_cipher_spec'> &
      Moved & { readonly length: number; readonly records: readonly [number, number] })
  | (StepOf<'alert'> & Moved & { readonly level: string; readonly description: number })
  /** From the next record of this direction on, these keys. */
  | (StepOf<'keys'> & Moved & { readonly epoch: string })
  | (StepOf<'data'> & Moved & { readonly length: number })
  /** A ticket that a later connection may resume with. */
  | StepOf<'session'>
  /** close_notify came. */
  | (StepOf<'end'> & Moved)
  /** After the handshake the transport ended without close_notify. */
  | (StepOf<'cut'> & Moved);

/** A named range of bytes with the ranges inside it. Offsets count from the start of the message, record or evidence. */
export interface Field {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly rfc?: string;
  /** What the field is for, in one sentence. */
  readonly about?: string;
  /** Its value in words. */
  readonly means?: string;
  /** Only if it has no parts: a number, or bytes in hexadecimal. */
  readonly value?: number | string;
  /** Why reading stopped here. */
  readonly failed?: string;
  readonly parts?: readonly Field[];
}

export interface RecordDocument extends Moved {
  readonly number: number;
  readonly at: number;
  /** Where it began in the direction's stream, in bytes. */
  readonly offset: number;
  /** Of header and fragment, in bytes. */
  readonly length: number;
  readonly epoch: string;
  readonly sequence: number;
  /** What it carries, inside the protection. */
  readonly contentType: string;
  readonly contentLength: number;
  readonly padding: number;
  readonly bytes: string;
  readonly fields: Field;
}

export interface DecisionDocument {
  readonly at: number;
  readonly about: string;
  readonly by: Role;
  readonly offered?: readonly string[];
  readonly accepted?: readonly string[];
  readonly chosen: string;
  /** Which rule decided, by a name that does not change with the wording, and in words. */
  readonly id: string;
  readonly rule: Words;
  readonly rfc: string;
  /** About our client certificate: what the server wants of one, by names. */
  readonly asked?: {
    /** Empty: of any issuer. */
    readonly authorities: readonly string[];
    readonly signatureSchemes: readonly string[];
    readonly signatureSchemesCert?: readonly string[];
    readonly certificateTypes?: readonly string[];
    readonly oidFilters?: readonly string[];
  };
  /** And ours that do not fit, with the reasons. */
  readonly unfit?: readonly {
    readonly credential: Words;
    readonly mismatchs: readonly {
      /** The part of the request: `certificate_authorities`. */
      readonly of: string;
      readonly why: Words;
      /** The RFCs say MUST; otherwise SHOULD. */
      readonly isMust: boolean;
    }[];
  }[];
}

/** The three inputs of every key. The secret itself only if secrets were asked for. */
export interface Randoms {
  readonly client: string | null;
  readonly server: string | null;
  readonly secret: { readonly kind: 'premaster' | 'shared'; readonly value: string | null } | null;
}

export interface CertificateDocument {
  /** Whose it is. */
  readonly of: Role;
  readonly verdict: 'accepted' | 'rejected';
  readonly reason: string | null;
  /** One sentence for a person. */
  readonly message: string;
  /** Rejected, but accepted anyway because the caller said so. */
  readonly overruled: boolean;
  /** Leaf first. The path that holds, or the one that came closest. */
  readonly path: readonly CertificateEntry[];
  readonly paths: readonly PathDocument[];
  /** What the checks looked at, each once, in no order. */
  readonly evidence: readonly EvidenceDocument[];
  /** What was fetched for the verdict, in the order of asking. */
  readonly fetched: readonly FetchedDocument[];
}

export interface FetchedDocument {
  readonly what: 'ocsp' | 'crl' | 'issuer';
  readonly url: string;
  /** Why it did not help; null if it could be read. */
  readonly failed: string | null;
  /** Of an issuer: what came. */
  readonly certificates: readonly CertificateEntry[];
}

/** A certificate, a revocation list or an OCSP response. */
export interface EvidenceDocument {
  readonly kind: 'certificate' | 'crl' | 'ocsp';
  /** Of its DER, in bytes. */
  readonly length: number;
  /** Null if there are too many. */
  readonly bytes: string | null;
  readonly fields: Field | null;
}

export interface CertificateEntry {
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  readonly notBefore: string;
  readonly notAfter: string;
  /** DNS names and IP addresses. */
  readonly names: readonly string[];
  readonly key: string | null;
}

/** What our side brought along: where a person looks first, because it can be changed first. */
export interface OursDocument {
  /** What somebody asked for by name in the place of the defaults, which may be why nothing fits. */
  readonly restrictions: readonly Restriction[];
  /** Our certificate and its chain as they are in the file, leaf first; empty if there is none. */
  readonly certificates: readonly OwnCertificate[];
}

export type Restriction = 'versions' | 'keyExchanges' | 'cipherSuites' | 'groups' | 'serverName';

export interface OwnCertificate extends CertificateEntry {
  /** The extended key usage by name; null if it is for anything. */
  readonly purposes: readonly string[] | null;
}

/** One path that was tried. */
export interface PathDocument {
  readonly subjects: readonly string[];
  readonly anchor: string | null;
  readonly reason: string | null;
  readonly checks: readonly {
    readonly check: string;
    /** Which certificate of the path; the leaf is 0. */
    readonly certificate: number;
    readonly ok: boolean;
    readonly detail: string;
    /** Also set when something is tolerated though nothing shows that it is good, as in revocation mode soft. */
    readonly reason: string | null;
    readonly rfc: string;
    /** The bytes that it is based on. */
    readonly looked: readonly {
      /** Which certificate of the path; null for a list or a response. */
      readonly certificate: number | null;
      /** Its place among the verdict's evidence. */
      readonly evidence: number;
      /** The field, such as `tbsCertificate.validity`; empty for all of it. */
      readonly path: string;
      readonly start: number;
      readonly end: number;
    }[];
  }[];
}

export interface ErrorDocument {
  /** One of a closed set: the TLS engine's, or one of the network's. */
  readonly reason: string;
  /** Of what is not TLS: the protocol, by its name. */
  readonly speaks?: string;
  /** Of what was cut, or came too late: whether nothing at all had come, or a part of a record or message. */
  readonly arrived?: 'nothing' | 'part';
  /** How the connection ended, if it was cut in the handshake. */
  readonly ending?: 'closed' | 'reset';
  readonly message: string;
  /** What was being waited for or done. */
  readonly step: string | null;
  readonly alert: string | null;
  /** Who sent the alert. */
  readonly sentBy: Role | null;
  /** Whose fault it is; null if the two sides merely have nothing in common. */
  readonly fault: Role | null;
  readonly rfc: string | null;
}
