/**
 * What a person can do about a failure; nothing that the trace shows to be useless.
 *
 * A remedy is data: what to do, and with which parameters. How to do it is up to the program with the options
 * (cli/remedy-flags.ts).
 */
import type { Words } from '../wire/words.ts';
import type { Restriction, TraceDocument } from './document.ts';

/** What a client can change, with the parameters. */
export interface ClientRemedies {
  readonly 'offer-version': { readonly version: 'TLS 1.2' | 'TLS 1.3' };
  /** One version alone; with a name, if none was asked for. */
  readonly 'offer-otherwise': { readonly version: 'TLS 1.2'; readonly isNamed: boolean };
  /** Every cipher suite and group; with a name, if none was asked for. */
  readonly 'offer-everything': { readonly isNamed: boolean };
  readonly 'drop-restrictions': { readonly of: readonly Restriction[] };
  readonly 'offer-protocols': unknown;
  readonly 'offer-no-protocols': unknown;
  /** Null for one that only a person knows. */
  readonly 'ask-for-name': { readonly name: string | null };
  readonly 'use-port': { readonly port: number };
  readonly 'fetch-private': unknown;
  readonly 'present-certificate': unknown;
  readonly 'ignore-authorities': unknown;
  readonly trust: unknown;
  readonly pin: unknown;
  readonly 'hand-in-crl': unknown;
  readonly 'allow-common-name': unknown;
  readonly overrule: unknown;
  readonly 'wait-longer': { readonly seconds: number };
}

/** What a server can change. */
export interface ServerRemedies {
  readonly 'request-certificate': unknown;
  readonly 'trust-client-authority': unknown;
  readonly 'accept-version': { readonly version: 'TLS 1.2' | 'TLS 1.3' };
  /** An AEAD suite with another key exchange, which is named; null for every suite that there is. */
  readonly 'accept-old-suites': { readonly exchange: 'RSA' | 'DHE' | null };
  readonly 'accept-groups': { readonly groups: readonly string[] };
  /** None: whatever the client wants. */
  readonly 'accept-protocols': { readonly protocols: readonly string[] };
  readonly 'lift-restrictions': { readonly of: readonly Restriction[] };
  readonly 'serve-certificate': unknown;
  readonly 'serve-chain': unknown;
}

/** What has to be done elsewhere. */
export type Advice =
  | 'begin-with-tls'
  | 'check-client'
  | 'check-clock'
  | 'check-name'
  | 'check-port'
  | 'check-server'
  | 'client-trusts-authority'
  | 'ignore-health-check'
  | 'repeat'
  | 'replace-certificate'
  | 'issue-client-certificate'
  | 'lower-mtu'
  | 'reorder-chain'
  | 'send-issuer'
  | 'staple'
  | 'update-client'
  | 'update-server'
  | 'use-other-client'
  | 'use-other-server';

type Of<Remedies> = { [Id in keyof Remedies]: { readonly id: Id } & Remedies[Id] }[keyof Remedies];
export type Remedy = Of<ClientRemedies> | Of<ServerRemedies> | { readonly id: Advice };

/** A remedy, said to a person. */
export type Try = Remedy & {
  readonly what: Words;
  /** When, or for what reason; also shown beside the command, if there is one. */
  readonly why?: Words;
};

/** Nobody is asked to accept such a certificate anyway. */
export const lacksPin = ({ certificate }: TraceDocument): boolean =>
  certificate?.paths.some(({ checks }) => checks.some(({ check, ok }) => check === 'pin' && !ok)) ?? false;

export function triesOfServer({ certificate }: TraceDocument, reason: string): readonly Try[] {
  if (reason !== 'certificate-rejected') return serverTries[reason] ?? [];
  const isStranger = ['chain-incomplete', 'root-not-trusted', 'self-signed'].includes(
    certificate?.reason ?? '',
  );
  return isStranger
    ? strangerTries
    : [{ id: 'issue-client-certificate', what: 'give the client a different certificate' }];
}

const strangerTries: readonly Try[] = [
  {
    id: 'issue-client-certificate',
    what: 'give the client a certificate of a CA that is trusted here',
  },
  { id: 'trust-client-authority', what: 'trust its CA too', why: 'if you know that it is the right one' },
];

const serverTries: Readonly<Record<string, readonly Try[]>> = {
  'client-certificate-required': [
    { id: 'issue-client-certificate', what: 'give the client a certificate' },
    { id: 'request-certificate', what: 'ask clients for a certificate without requiring one' },
  ],
};
