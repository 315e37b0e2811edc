/** What the caller of a connection adds to the trace: the steps before TLS, and beside it, which are not engine events. */
import type { Words } from '../wire/words.ts';
import type { Fetched } from '../x509/index.ts';
import { fetchedNames } from './certificate.ts';
import { round, type Step } from './document.ts';

/** What the caller did besides TLS, on the clock of the events. */
export type Note =
  | {
      readonly kind: 'dns';
      readonly began: number;
      readonly at: number;
      readonly addresses: readonly string[];
    }
  | {
      readonly kind: 'tcp';
      readonly began: number;
      readonly at: number;
      readonly address: string;
      readonly port: number;
    }
  /** For the verdict on the peer, while the handshake waits. */
  | {
      readonly kind: 'fetch';
      readonly what: Fetched['what'];
      readonly began: number;
      readonly at: number;
      readonly url: string;
      readonly failed: string | null;
    }
  /** Whether to go on with a certificate that is not acceptable. */
  | {
      readonly kind: 'question';
      readonly began: number;
      readonly at: number;
      /** Who decided: a person who was asked, or an option, so that nobody was. */
      readonly by: 'person' | 'option';
      readonly question: Words | null;
      readonly defects: readonly { readonly reason: string; readonly detail: string }[];
      readonly answer: 'yes' | 'no';
    }
  /** The network failed, not TLS. */
  | { readonly kind: 'failed'; readonly reason: string; readonly message: string; readonly step: string };

/** The step that a note becomes; `at` is on the clock of the document. */
export function stepOf(note: Exclude<Note, { kind: 'failed' }>, at: number): Step {
  const took = round(note.at - note.began);
  switch (note.kind) {
    case 'dns':
      return { kind: 'dns', name: 'DNS', at, took, addresses: note.addresses };
    case 'tcp':
      return { kind: 'tcp', name: 'TCP', at, took, address: note.address, port: note.port };
    case 'question': {
      const { by, question, defects, answer } = note;
      return {
        kind: 'question',
        name: 'question',
        at,
        took,
        by,
        question: question === null ? null : String(question),
        defects: defects.map(({ reason, detail }) => ({ reason, detail })),
        answer,
      };
    }
    case 'fetch':
      return { kind: 'fetch', name: fetchedNames[note.what], at, took, url: note.url, failed: note.failed };
  }
}
