/**
 * JSON that is safe in a log or on a terminal: JSON.stringify leaves C1 controls, bidirectional overrides and line separators
 * as they are (RFC 8259 section 7 requires no more), and a peer chooses many of the strings in a document.
 */
export const jsonText = (document: unknown, indent?: number): string =>
  JSON.stringify(document, null, indent).replaceAll(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu, escaped);

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
