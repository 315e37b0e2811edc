/**
 * Certificates that are bad on purpose, each in one way, to try clients with.
 *
 * One entry for each: what it is called, what is wrong, how it is made, and what we refuse it with, which a test holds to.
 * They are servers' certificates below a root that the client trusts. Two are not bad, and only sent as careless servers
 * send them.
 */
import type { BadCertificate } from './bad-certificate.ts';
import { badChains } from './bad-chains.ts';
import { badLeaves } from './bad-leaves.ts';
import { badStatuses } from './bad-statuses.ts';

export const badCertificates: readonly BadCertificate[] = [...badLeaves, ...badChains, ...badStatuses];
