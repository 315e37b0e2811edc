/** What was decided, by whom and by which rule, in the trace document. */
import type { Words } from '../wire/words.ts';
import type { References } from './references.ts';
import type { Role } from './step-document.ts';

export interface DecisionDocument {
  readonly at: number;
  readonly about: string;
  readonly by: Role;
  readonly offered?: readonly string[];
  readonly accepted?: readonly string[];
  readonly chosen: string;
  /** Which rule decided, by a name that does not change with the wording, and in words. */
  readonly id: string;
  readonly rule: Words;
  readonly rfc: References;
  /** About our client certificate: what the server wants of one, by names. */
  readonly asked?: {
    /** Empty: of any issuer. */
    readonly authorities: readonly string[];
    readonly signatureSchemes: readonly string[];
    readonly signatureSchemesCert?: readonly string[];
    readonly certificateTypes?: readonly string[];
    readonly oidFilters?: readonly string[];
  };
  /** And ours that do not fit, with the reasons. */
  readonly unfit?: readonly {
    readonly credential: Words;
    readonly mismatchs: readonly {
      /** The part of the request: `certificate_authorities`. */
      readonly of: string;
      readonly why: Words;
      /** The RFCs say MUST; otherwise SHOULD. */
      readonly isMust: boolean;
    }[];
  }[];
}
