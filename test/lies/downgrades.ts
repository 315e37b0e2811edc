/** A server that speaks more than it says: its random tells, and nothing else does (RFC 9846 section 4.2.3). */
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import { downgradeSentinel } from '../../src/protocol/numbers/versions.ts';
import type { Lie } from './lie.ts';
import { older, plain } from './rows.ts';

/** Every random of 32 bytes ends with this; all that a server of TLS 1.2 makes of that length is its random. */
const ending = (sentinel: Uint8Array) => ({
  provider: {
    ...nodeProvider,
    random(length: number) {
      const bytes = nodeProvider.random(length);
      if (length === 32) bytes.set(sentinel, 24);
      return bytes;
    },
  },
});

const refused = {
  by: 'server',
  reason: 'downgrade',
  alert: 'illegal_parameter',
  step: 'checking ServerHello',
} as const;

export const downgrades: readonly Lie[] = [
  {
    ...refused,
    row: older,
    what: 'could speak TLS 1.3, as we could',
    options: ending(downgradeSentinel.toTls12),
  },
  {
    ...refused,
    row: older,
    what: 'says that it went below TLS 1.2, to a client of both versions',
    options: ending(downgradeSentinel.toTls11),
  },
  {
    ...refused,
    row: plain('TLS 1.2'),
    what: 'says that it went below TLS 1.2',
    options: ending(downgradeSentinel.toTls11),
  },
];
