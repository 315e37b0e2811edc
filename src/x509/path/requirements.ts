/** What a path is checked for, and what a single check looks at. */

import type { Spending } from '../budget.ts';
import type { Certificate } from '../certificate/certificate.ts';
import type { Check } from '../verdict.ts';
import type { Pins } from './pins.ts';
import type { Place, Use } from './place.ts';
import type { Profile } from './profile.ts';

/** What a path is checked for. */
export interface Requirements extends Use {
  /** Object identifiers of policies, of which one must hold along the whole path. */
  readonly userInitialPolicySet?: readonly string[];
  readonly profile: Profile;
  /** A leaf without host names is compared by its common name. */
  readonly byCommonName?: boolean;
  readonly pins?: Pins;
}

/** One check of one certificate; undefined if there is nothing to check. */
export type Rule = (
  certificate: Certificate,
  place: Place,
  requirements: Requirements,
  spending: Spending,
) => Check | undefined;
