/** How long a session may be resumed. */
import type { VerifiedIdentity } from './authenticate.ts';

/**
 * Milliseconds since 1970: when the ticket ends, or when the first certificate on the peer's path does, so that
 * resuming never outlives what was checked.
 *
 * @param lifetime seconds
 */
export function sessionExpiry({ validUntil }: VerifiedIdentity, issuedAt: number, lifetime: number): number {
  return Math.min(issuedAt + lifetime * 1000, validUntil);
}
