/** The outcome of a connection: how it failed, and what its keys were made from. */
import type { Agreement } from '../handshake/established.ts';
import type { MessageEvent } from '../handshake/events.ts';
import type { Side, TlsError } from '../protocol/errors.ts';
import { ClientHello, HelloRetryRequest, ServerHello, ServerHello12 } from '../protocol/messages/index.ts';
import { hex } from '../wire/bytes.ts';
import type { ErrorDocument, Randoms, Role } from './document.ts';
import { referencesIn } from './references.ts';

/** @param lastAlert its name, if the engine has none */
export function errorDocument(
  { reason, speaks, arrived, message, step, alert, sentBy, fault, rfc, cause }: TlsError,
  roleOf: (side: Side) => Role,
  lastAlert: string | undefined,
): ErrorDocument {
  const told = alert ?? (reason === 'alert-received' ? lastAlert : undefined);
  return {
    reason,
    ...(speaks !== undefined && { speaks }),
    ...(arrived !== undefined && { arrived }),
    // The engine says "the peer"; here we know who that is.
    message: message.replaceAll(/\bthe peer\b/g, peers[roleOf('peer')]),
    step: step ?? null,
    alert: told ?? null,
    sentBy: told === undefined ? null : roleOf(sentBy),
    fault: fault === undefined ? null : roleOf(fault),
    rfc: referencesIn(rfc ?? ''),
    ...(reason === 'connection-cut' && { ending: isReset(cause) ? 'reset' : 'closed' }),
  };
}

const isReset = (cause: unknown): boolean =>
  (cause as { readonly code?: unknown } | undefined)?.code === 'ECONNRESET';

const peers = { client: 'the client', server: 'the server' } as const;

interface Inputs {
  readonly version: string | undefined;
  readonly agreement: Agreement | undefined;
  readonly messages: readonly MessageEvent[];
  /** In hexadecimal, if secrets were asked for. */
  readonly secret: string | undefined;
}

/** For a failed handshake, what the hellos say. */
export function randomsOf({ version, agreement, messages, secret }: Inputs): Randoms {
  // legacy_version[2], then random[32], in all of them.
  const randomOf = (...definitions: readonly MessageEvent['is'][]): Uint8Array | undefined =>
    messages.findLast(({ is }) => definitions.includes(is))?.raw.subarray(6, 38);
  return {
    client: hexOrNull(agreement?.clientRandom ?? randomOf(ClientHello)),
    server: hexOrNull(agreement?.serverRandom ?? randomOf(ServerHello, ServerHello12, HelloRetryRequest)),
    secret: exchanged(version, agreement?.resumed === true, secret),
  };
}

/** Premaster in TLS 1.2, shared in TLS 1.3; none in a TLS 1.2 resumption, where keys come from the one before. */
function exchanged(
  version: string | undefined,
  resumed: boolean,
  secret: string | undefined,
): Randoms['secret'] {
  if (version === undefined || (secret === undefined && resumed && version === 'TLS 1.2')) return null;
  return { kind: version === 'TLS 1.2' ? 'premaster' : 'shared', value: secret ?? null };
}

const hexOrNull = (bytes: Uint8Array | undefined): string | null =>
  bytes && bytes.length > 0 ? hex(bytes) : null;
