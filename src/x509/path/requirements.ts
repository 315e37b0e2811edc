/** What a path is checked for, and what one check is given to look at. */

import type { Spending } from '../budget.ts';
import type { Certificate } from '../certificate/certificate.ts';
import type { KeyUsageName } from '../certificate/extensions.ts';
import type { Check } from '../verdict.ts';
import type { Pins } from './pins.ts';
import type { Profile } from './profile.ts';

/** What a path is checked for. */
export interface Requirements {
  readonly purpose: 'server' | 'client';
  readonly name?: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly keyUsage?: KeyUsageName;
  /** Object identifiers of policies, of which one must hold along the whole path. */
  readonly userInitialPolicySet?: readonly string[];
  readonly profile: Profile;
  /** A leaf without names for a host is compared by its common name. */
  readonly byCommonName?: boolean;
  readonly pins?: Pins;
}

/** Where a certificate stands in a path. */
export interface Place {
  readonly path: readonly Certificate[];
  readonly index: number;
  /** It is the certificate of the anchor, and not the leaf. */
  readonly isAnchor: boolean;
  /** It is the anchor's certificate, even if it is the leaf. */
  readonly isTrusted: boolean;
}

/** One check of one certificate; nothing when there is nothing to check. */
export type Rule = (
  certificate: Certificate,
  place: Place,
  requirements: Requirements,
  spending: Spending,
) => Check | undefined;
