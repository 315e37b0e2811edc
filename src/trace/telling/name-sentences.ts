/** The parts of names: an issuer’s, a subject’s, an authority’s. */
import { say, type Words } from '../../wire/words.ts';
import { holder } from './certificate-sentences.ts';
import type { Place } from './place.ts';
import type { Tellers } from './tellers.ts';

type Whose = 'issuer' | 'subject' | 'certificate_authorities' | 'byName' | 'directoryName';

export const nameTellers: Tellers = Object.fromEntries(
  (['issuer', 'subject', 'certificate_authorities', 'byName', 'directoryName'] as const).flatMap((whose) => [
    [`${whose}.type`, (at: Place) => attribute[whose](at)],
    [`${whose}.value`, (at: Place) => partSaid(at, whose)],
  ]),
);

const attribute: Readonly<Record<Whose, (at: Place) => Words>> = {
  issuer: (at) => say`${at.means}: this part of the name of who issued ${holder(at)} follows`,
  subject: (at) => say`${at.means}: this part of the name of ${holder(at)} follows`,
  certificate_authorities: (at) =>
    say`${at.means}: this part of the name of authority ${authority(at)} follows`,
  byName: (at) => say`${at.means}: this part of the responder’s name follows`,
  directoryName: (at) => say`${at.means}: this part of a directory name follows`,
};

function partSaid(at: Place, whose: Whose): Words {
  const type = at.beside('type')?.means ?? 'the attribute';
  switch (whose) {
    case 'issuer':
      return say`${at.means} as ${type} of who issued ${holder(at)}; a path is found by the whole name, whatever its upper and lower case`;
    case 'subject':
      return type === 'commonName'
        ? say`${at.means} as commonName of ${holder(at)}: people read it, but a server’s name counts only in subjectAltName`
        : say`${at.means} as ${type} of ${holder(at)}: the issuer answers for it`;
    case 'certificate_authorities':
      return say`${at.means} as ${type} of authority ${authority(at)}; a client compares the whole name with the issuers of its certificates`;
    case 'byName':
      return say`${at.means} as ${type} of who signed the response: the issuer itself, or one whom it has certified for that`;
    default:
      return say`${at.means} as ${type} of a directory name`;
  }
}

const authority = (at: Place): number =>
  Number(
    /^certificate_authorities\[(\d+)\]/.exec(
      at.unit.path.find(({ name }) => /^certificate_authorities\[/.test(name))?.name ?? '',
    )?.[1] ?? 0,
  ) + 1;
