/** The error for a key share that is no element of its group, in either version. */
import type { Group } from '../crypto/provider.ts';
import { TlsError } from '../protocol/errors.ts';
import { say } from '../wire/words.ts';

export const badShare = ({ name }: Group, rfc: string): TlsError =>
  new TlsError('bad-share', say`the peer’s key share is not one of ${name}`, rfc);
