/** What a whole trace says that the sentences about single fields need. */
import type { Field, Step, TraceDocument } from '../document.ts';
import { find, versionsIn } from '../step-details.ts';

export type MessageStep = Extract<Step, { kind: 'message' }>;

/** Steps that are bytes on the wire. */
export type SentStep = Extract<Step, { kind: 'message' | 'change_cipher_spec' | 'alert' }>;

export interface Facts {
  /** Undefined as long as no server has chosen one, unless the client offers one alone. */
  readonly version: string | undefined;
  readonly suite: string | undefined;
  readonly group: string | undefined;
  readonly resumed: boolean;
  /** The first ClientHello, its second one after a HelloRetryRequest, and the answers. */
  readonly hello: Field | undefined;
  readonly secondHello: MessageStep | undefined;
  readonly answer: Field | undefined;
  readonly retry: Field | undefined;
  readonly trace: TraceDocument | undefined;
  readonly versionsOffered: readonly string[];
}

/** Of something that is in no trace. */
export const noFacts: Facts = {
  version: undefined,
  suite: undefined,
  group: undefined,
  resumed: false,
  hello: undefined,
  secondHello: undefined,
  answer: undefined,
  retry: undefined,
  trace: undefined,
  versionsOffered: [],
};

export function factsOf(trace: TraceDocument): Facts {
  const messages = trace.steps.filter((step): step is MessageStep => step.kind === 'message');
  const named = (type: string, name: string): MessageStep | undefined =>
    messages.find((step) => step.type === type && step.name === name);
  const hellos = messages.filter(({ type }) => type === 'client_hello');
  const hello = hellos[0]?.fields;
  const retry = named('server_hello', 'HelloRetryRequest')?.fields;
  const answer = named('server_hello', 'ServerHello')?.fields;
  const versionsOffered = hello ? versionsIn(hello) : [];
  const suite = (answer && find(answer, 'cipher_suite')?.means) ?? trace.cipherSuite ?? undefined;
  return {
    version:
      (answer && versionIn(answer)) ??
      (retry && 'TLS 1.3') ??
      trace.version ??
      (versionsOffered.length === 1 ? versionsOffered[0] : undefined),
    suite,
    group: groupIn(messages) ?? trace.group ?? undefined,
    resumed: trace.resumed === true || (answer !== undefined && find(answer, 'pre_shared_key') !== undefined),
    hello,
    secondHello: retry ? hellos[1] : undefined,
    answer,
    retry,
    trace,
    versionsOffered,
  };
}

function versionIn(answer: Field): string | undefined {
  const chosen = find(answer, 'supported_versions');
  const inside = chosen && find(chosen, 'supported_versions', ({ parts }) => parts === undefined);
  return inside?.means ?? find(answer, 'legacy_version')?.means;
}

function groupIn(messages: readonly MessageStep[]): string | undefined {
  for (const { type, name, fields } of messages) {
    if (type === 'server_key_exchange') return find(fields, 'named_curve')?.means;
    if (type !== 'server_hello' || name === 'HelloRetryRequest') continue;
    const share = find(fields, 'key_share');
    if (share) return find(share, 'group')?.means;
  }
  return undefined;
}

/** Whether the client sent this extension. */
export const asked = ({ hello }: Facts, extension: string): boolean =>
  hello !== undefined && find(hello, extension) !== undefined;
