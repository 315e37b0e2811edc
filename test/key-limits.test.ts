/** No key protects more records than its cipher allows (RFC 9846 section 5.5). */

import { describe, expect, it } from 'vitest';
import type { AeadAlgorithm, Provider, Suite } from '../src/crypto/provider.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { epochName } from '../src/protocol/epoch.ts';
import { ca } from './adversary.ts';
import { keys, versions } from './lies/rows.ts';
import { carry, failure, joined, type Pair, received, type Side } from './pair.ts';

/** Where the real ciphers have millions. */
const LIMIT = 40;

const limited = (cipher: AeadAlgorithm): AeadAlgorithm => ({ ...cipher, recordLimit: LIMIT });
const provider: Provider = {
  ...nodeProvider,
  suites: nodeProvider.suites.map((suite): Suite => {
    if (suite.version === 0x0304) return { ...suite, cipher: limited(suite.cipher) };
    const { protection } = suite;
    return protection.kind === 'AEAD'
      ? { ...suite, protection: { ...protection, cipher: limited(protection.cipher) } }
      : suite;
  }),
};

/** How many records went out under each key. */
function recordsOf(side: Side): Map<string, number> {
  const counts = new Map<string, number>();
  for (const event of side.events) {
    if (event.type !== 'record' || event.direction !== 'sent' || event.epoch.level === 'cleartext') continue;
    const epoch = epochName(event.epoch);
    counts.set(epoch, Math.max(counts.get(epoch) ?? 0, event.sequence + 1));
  }
  return counts;
}

describe.each(versions)('%s', (version) => {
  const open = (): Pair => {
    return joined(
      { versions: [version], provider, trust: ca.trust, observe: true },
      { versions: [version], provider, credentials: [keys.EC.server], observe: true },
    );
  };
  const renews = version === 'TLS 1.3';

  it.each(['client', 'server'] as const)(
    'a key of the %s ends before its limit, with many small writes',
    (by) => {
      const pair = open();
      const to = by === 'client' ? pair.server : pair.client;
      for (let i = 0; i < 3 * LIMIT && !failure(pair[by]); i++) {
        pair[by].connection.write(Uint8Array.of(i));
        carry(pair);
      }
      const counts = recordsOf(pair[by]);
      for (const [epoch, count] of counts) expect(count, epoch).toBeLessThanOrEqual(LIMIT);
      if (renews) {
        expect(received(to)).toEqual(Buffer.from(Array.from({ length: 3 * LIMIT }, (_, i) => i)));
        expect(counts.size).toBeGreaterThan(3);
      } else {
        expect(failure(pair[by])).toMatchObject({ reason: 'record-limit', alert: 'internal_error' });
        expect(failure(to)).toMatchObject({ reason: 'alert-received', alert: 'internal_error' });
      }
    },
  );

  it('a key ends before its limit, in one large write', () => {
    const pair = open();
    const length = 1.5 * LIMIT * 2 ** 14;
    pair.client.connection.write(new Uint8Array(length));
    carry(pair);
    for (const [epoch, count] of recordsOf(pair.client)) expect(count, epoch).toBeLessThanOrEqual(LIMIT);
    if (renews) expect(received(pair.server)).toHaveLength(length);
    else expect(failure(pair.client)?.reason).toBe('record-limit');
  });
});
