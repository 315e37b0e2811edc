/** A protocol that is not TLS, known by what it begins with. */
import type { Words } from '../wire/words.ts';

export interface Foreign {
  /** The protocol by its name; undefined if it is not known. */
  readonly speaks: string | undefined;
  /** With "it" as its subject. */
  readonly what: Words;
}

/** Texts that something begins with, and what it is then. */
export type Signature = readonly [speaks: string, what: Words, ...prefixes: string[]];
