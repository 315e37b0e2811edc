/** What a client's first ClientHello offered, as far as it narrows down why a server refuses it. */
import type { Restriction, Step, TraceDocument } from '../document.ts';
import { find, offeredIn, versionsIn } from '../step-details.ts';

export interface Offer {
  /** Without quotation marks; undefined where none was sent, as to an address. */
  readonly serverName: string | undefined;
  readonly versions: readonly string[];
  readonly suites: readonly string[];
  readonly groups: readonly string[];
  readonly protocols: readonly string[];
  /** Ours, by the flags that were typed. */
  readonly restrictions: readonly Restriction[];
  /** A name was asked for that is not the target's. */
  readonly isOtherName: boolean;
  /** Every old suite is on offer too. */
  readonly isWidest: boolean;
}

export function offerOf({ steps, ours }: TraceDocument): Offer {
  const hello = steps.find(isClientHello)?.fields ?? nothing;
  const suites = offeredIn(hello, 'cipher_suites');
  return {
    serverName: find(hello, 'host_name')?.means?.replace(/^"(.*)"$/, '$1'),
    versions: versionsIn(hello),
    suites,
    groups: offeredIn(hello, 'supported_groups'),
    protocols: offeredIn(hello, 'application_layer_protocol_negotiation'),
    restrictions: (ours?.restrictions ?? []).filter((each) => each !== 'serverName'),
    isOtherName: ours?.restrictions.includes('serverName') === true,
    isWidest:
      suites.some((name) => /^TLS_RSA_.*_CBC_/.test(name)) && suites.some((name) => /^TLS_DHE_/.test(name)),
  };
}

const nothing = { name: '', start: 0, end: 0 };
const isClientHello = (step: Step): step is Extract<Step, { kind: 'message' }> =>
  step.kind === 'message' && step.type === 'client_hello';

/** Whether the other side sent a message of this type. */
export const came = ({ steps, role }: TraceDocument, type: string): boolean =>
  steps.some((step) => step.kind === 'message' && step.type === type && step.from !== role);

/** The warnings that came, by name. */
export const warningsIn = ({ steps, role }: TraceDocument): readonly string[] =>
  steps.flatMap((step) =>
    step.kind === 'alert' && step.from !== role && step.level === 'warning' && step.name !== 'close_notify'
      ? step.name
      : [],
  );
