/** What the keys of a connection were made from, once there were any. */
import { say, type Words } from '../wire/words.ts';
import type { TraceDocument } from './document.ts';
import { clauses } from './text.ts';

/** In full only with the secret, which is only there if asked for. */
export function keyInputs({ randoms, resumed, version, steps }: TraceDocument): [string, Words][] {
  const { client, server, secret } = randoms;
  if (!client || !server || !steps.some(({ kind }) => kind === 'keys')) return [];
  if (secret?.value)
    return [
      ['Client random', client],
      ['Server random', server],
      [secret.kind === 'premaster' ? 'Premaster' : 'Shared secret', secret.value],
    ];
  const start = (hex: string): string => `${hex.slice(0, 16)}…`;
  const [ours, theirs] = [start(client), start(server)];
  const made =
    version === 'TLS 1.3'
      ? [
          ...(resumed ? ['secret that belongs to the ticket'] : []),
          'shared secret (shown only on request)',
          // RFC 9846 section 7.1: they are in the transcript, and nowhere else.
          say`messages so far, with client random ${ours} and server random ${theirs}`,
        ]
      : [
          say`client random ${ours}`,
          say`server random ${theirs}`,
          resumed ? 'main secret of the earlier connection' : 'premaster secret (shown only on request)',
        ];
  return [['Keys made from', clauses(made)]];
}
