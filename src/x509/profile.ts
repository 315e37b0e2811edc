/**
 * What certificates of a kind must also keep, beyond what makes a path valid.
 *
 * RFC 5280 tells CAs more than it tells those who check them; the Web PKI's own rules (the CA/Browser Forum's Baseline
 * Requirements) more again. A certificate that breaks them was made by something that does not know its trade, and on the
 * Web is refused. A private PKI is often made by hand, so there only the path counts. A profile is a list of rules.
 */
import type { Certificate } from './certificate.ts';
import type { Aim, Place } from './check.ts';

export interface ProfileRule {
  readonly rfc: string;
  /** What is wrong, as the end of a sentence that begins with the certificate's name. */
  readonly broken: (certificate: Certificate, place: Place, aim: Aim) => string | undefined;
}
export interface Profile {
  readonly name: 'private' | 'rfc5280' | 'web';
  readonly rules: readonly ProfileRule[];
}

export const privateProfile: Profile = { name: 'private', rules: [] };
export const rfc5280Profile: Profile = { name: 'rfc5280', rules: [] };
export const webProfile: Profile = { name: 'web', rules: [] };
