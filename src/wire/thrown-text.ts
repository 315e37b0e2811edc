import { SaidError, type Words } from './words.ts';

/** What was thrown, in words, with their values apart if it keeps them so; never throws itself, whatever it is. */
export function thrownWords(thrown: unknown): Words {
  try {
    if (thrown instanceof SaidError) return thrown.said;
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return 'what was thrown cannot be told';
  }
}

/** The same as text. */
export const thrownText = (thrown: unknown): string => String(thrownWords(thrown));
