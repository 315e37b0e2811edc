/**
 * Certificates that are bad on purpose, each in one way, to try clients with.
 *
 * One entry for each: what it is called, what is wrong, how it is made, and what we refuse it with, which a test holds to.
 * They are servers' certificates below a root that the client trusts. Two are not bad, and only sent as careless servers
 * send them.
 */
import type { CertificateReason } from '../x509/index.ts';
import type { Bench, Sent } from './bad-bench.ts';
import { badChains } from './bad-chains.ts';
import { badLeaves } from './bad-leaves.ts';
import { badStatuses } from './bad-statuses.ts';

export interface BadCertificate {
  readonly name: string;
  /** A sentence without its stop. */
  readonly wrong: string;
  /** What `verifyPeer` refuses it with; it is accepted when there is none. */
  readonly refusal?: CertificateReason;
  /** Only the Web's rules are broken, which a CA that was named by hand is not held to. */
  readonly web?: true;
  readonly make: (bench: Bench) => Promise<Sent>;
}

export const badCertificates: readonly BadCertificate[] = [...badLeaves, ...badChains, ...badStatuses];
