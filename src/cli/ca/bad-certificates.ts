/**
 * Certificates that are bad on purpose, each in one way, to try clients with.
 *
 * Each has a name, what is wrong, how it is made, and our reason for refusing it, which a test checks. They are servers'
 * certificates below a root that the client trusts. Two are good, but sent the way careless servers send them.
 */
import type { BadCertificate } from './bad-certificate.ts';
import { badChains } from './bad-chains.ts';
import { badLeaves } from './bad-leaves.ts';
import { badStatuses } from './bad-statuses.ts';

export const badCertificates: readonly BadCertificate[] = [...badLeaves, ...badChains, ...badStatuses];
