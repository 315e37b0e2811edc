/** GREASE (RFC 8701): what is offered and never meant. */
import { say, type Words } from '../../wire/words.ts';

/** What a number is offered as. */
export type Offered = 'cipher suite' | 'group' | 'version' | 'signature scheme' | 'extension' | 'share';

/** A sentence about a value that begins with `GREASE`; undefined for any other. */
export const greaseWords = (means: string, what: Offered): Words | undefined =>
  means.startsWith('GREASE') ? greased[what](means) : undefined;

const greased: Readonly<Record<Offered, (name: string) => Words>> = {
  'cipher suite': (name) =>
    say`${name}: a number that no cipher suite will ever have; a server must pass over it, and one that cannot would break on the next real suite too`,
  group: (name) =>
    say`${name}: a number that no group will ever have, so that servers stay used to passing over groups they do not know`,
  version: (name) =>
    say`${name}: a number that no version will ever have, so that servers stay used to passing over versions they do not know`,
  'signature scheme': (name) =>
    say`${name}: a number that no signature scheme will ever have, so that the peer stays used to passing over schemes it does not know`,
  extension: (name) =>
    say`${name}: an extension that nobody will ever define; a server must pass over it, and one that answers it is refused`,
  share: (name) =>
    say`${name}: the group of a share that no server can answer, beside the GREASE in supported_groups`,
};
