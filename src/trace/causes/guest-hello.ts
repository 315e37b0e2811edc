/** What a client's first ClientHello says, to the server that cannot serve it. */
import type { Step, TraceDocument } from '../document.ts';
import { find, offeredIn, versionsIn } from '../step-details.ts';

const nothing = { name: '', start: 0, end: 0 };

const helloIn = ({ steps }: TraceDocument): Extract<Step, { kind: 'message' }> | undefined =>
  steps.find((step) => step.kind === 'message' && step.type === 'client_hello') as never;

export const cameHello = (trace: TraceDocument): boolean => helloIn(trace) !== undefined;

export interface GuestHello {
  /** server_name; undefined if it sent none. */
  readonly serverName: string | undefined;
  readonly versions: readonly string[];
  /** Without signals such as TLS_FALLBACK_SCSV. */
  readonly suites: readonly string[];
  readonly groups: readonly string[];
  readonly schemes: readonly string[];
  readonly protocols: readonly string[];
}

export function guestHello(trace: TraceDocument): GuestHello {
  const hello = helloIn(trace)?.fields ?? nothing;
  return {
    serverName: find(hello, 'host_name')?.means?.replace(/^"(.*)"$/, '$1'),
    versions: versionsIn(hello),
    suites: offeredIn(hello, 'cipher_suites').filter((name) => !name.endsWith('_SCSV')),
    groups: offeredIn(hello, 'supported_groups'),
    schemes: offeredIn(hello, 'signature_algorithms'),
    protocols: offeredIn(hello, 'application_layer_protocol_negotiation'),
  };
}
