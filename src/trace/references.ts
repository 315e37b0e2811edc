/** Where something is written down, in numbers: of the RFC, and of its section. */

/** A place in an RFC, or in another standard. */
export type Reference =
  | { readonly rfc: number; readonly section: string | null }
  | { readonly standard: string; readonly section: string | null };

export type References = readonly Reference[];

/** From the words beside a check, a field or an error: `RFC 6066 section 8, RFC 9846 section 4.5.1.1`. */
export function referencesIn(words: string): References {
  const known = read.get(words);
  if (known) return known;
  const references = words === '' ? [] : words.split(/[,;] (?=RFC |X\.|BR )/).map(referenceIn);
  if (read.size < MOST_READ) read.set(words, references);
  return references;
}

/** The same few hundred stand beside thousands of fields. */
const read = new Map<string, References>();
const MOST_READ = 1024;

/** The same in words. */
export const referencesText = (references: References): string => references.map(wordsOf).join(', ');

function referenceIn(words: string): Reference {
  const [of = words, section, elsewhere] = words.split(/ sections? | (?=appendix |figure )/);
  if (elsewhere !== undefined) return { standard: words, section: null };
  const number = /^RFC (\d+)$/.exec(of)?.[1];
  return number === undefined
    ? { standard: of, section: section ?? null }
    : { rfc: Number(number), section: section ?? null };
}

function wordsOf(reference: Reference): string {
  const of = 'rfc' in reference ? `RFC ${reference.rfc}` : reference.standard;
  const { section } = reference;
  if (section === null) return of;
  return /^\d/.test(section) ? `${of} section ${section}` : `${of} ${section}`;
}
