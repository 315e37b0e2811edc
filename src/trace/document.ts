/**
 * The trace document: everything that is known about one connection, as plain JSON.
 *
 * The story and `--json` are views of it; its JSON Schema is schema/trace-2.schema.json. What `--json` promises (version,
 * cipherSuite, …) is at the top of the same object: a second, smaller schema for scripts was rejected, since the two would
 * drift apart. Null says "not known, or none"; bytes are lower-case
 * hexadecimal; times are milliseconds since the first step, or ISO 8601 where they are a wall clock's.
 */
import type { Words } from '../wire/words.ts';
import type { CertificateDocument, CertificateEntry } from './certificate-document.ts';
import type { DecisionDocument } from './decision-document.ts';
import type { Provenance } from './provenance.ts';
import type { RecordDocument } from './record-document.ts';
import type { References } from './references.ts';
import type { ScheduleDocument } from './schedule-document.ts';
import type { Role, Step } from './step-document.ts';
import type { WorkDocument } from './work-document.ts';

export type * from './certificate-document.ts';
export type * from './decision-document.ts';
export type * from './provenance.ts';
export type * from './record-document.ts';
export type * from './references.ts';
export type * from './schedule-document.ts';
export type * from './step-document.ts';
export type * from './work-document.ts';

export const traceSchema = 'handglass-trace/2';

/** Microseconds are as fine as anybody reads. */
export const round = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;

export interface TraceDocument extends Summary {
  readonly schema: typeof traceSchema;
  /** What wrote it; null if its writer did not say. */
  readonly provenance: Provenance | null;
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
  /** How the keys were made, step by step. */
  readonly schedule: readonly ScheduleDocument[];
  /** Steps of the key schedule beyond those that a trace keeps. */
  readonly scheduleNotKept: number;
  /** What else took time. */
  readonly work: readonly WorkDocument[];
  /** What is not shown because nobody asked for secrets. */
  readonly redactions: readonly RedactionDocument[];
  /** The sentences that steps name by their ids. */
  readonly texts: Readonly<Record<string, Words>>;
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
  /** Null also in a resumption of TLS 1.2, which has none. */
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

export interface PeerDocument {
  readonly name: string | null;
  readonly address: string | null;
  readonly port: number | null;
}

/** How many values of a kind are left out, or zeros. */
export interface RedactionDocument {
  readonly what: 'schedule' | 'nonces' | 'plaintexts' | 'tickets';
  readonly count: number;
}

/** The three inputs of every key. The secret itself only if secrets were asked for. */
export interface Randoms {
  readonly client: string | null;
  readonly server: string | null;
  readonly secret: { readonly kind: 'premaster' | 'shared'; readonly value: string | null } | null;
}

/** What our side brought along: where a person looks first, because it can be changed first. */
export interface OursDocument {
  /** What somebody asked for by name in the place of the defaults, which may be why nothing fits. */
  readonly restrictions: readonly Restriction[];
  /** Our certificate and its chain as they are in the file, leaf first; of a server, the first of each chain. */
  readonly certificates: readonly OwnCertificate[];
}

export type Restriction = 'versions' | 'keyExchanges' | 'cipherSuites' | 'groups' | 'serverName';

export interface OwnCertificate extends CertificateEntry {
  /** The extended key usage by name; null if it is for anything. */
  readonly purposes: readonly string[] | null;
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
  /** Empty where none says it. */
  readonly rfc: References;
}
