/** Why a certificate was revoked (RFC 5280 section 5.3.1). */

import { type Element, where } from '../../wire/der.ts';
import { enumerated } from '../../wire/der-values.ts';
import { say } from '../../wire/words.ts';

export const crlReasons = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
} as const;

export type CrlReasonCode = keyof typeof crlReasons;
export type CrlReason = (typeof crlReasons)[CrlReasonCode];

const numbers = Object.keys(crlReasons).map(Number);

/** `CRLReason`; 7 has no meaning. */
export const CRLReason = where(enumerated(10, crlReasons), (code) =>
  numbers.includes(code) ? undefined : say`the reason ${code} has no meaning`.text,
) as Element<number> as Element<CrlReasonCode>;

export const crlReasonCode = (reason: CrlReason): CrlReasonCode =>
  numbers.find((code) => crlReasons[code as CrlReasonCode] === reason) as CrlReasonCode;
