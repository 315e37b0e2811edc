/**
 * A verdict as it is handed to the program: a copy, with its own bytes and lists.
 *
 * Verdicts refer to trust anchors and to certificates that stay parsed (certificate/parsed-certificates.ts). Overwriting
 * those would change the verdict on the next peer.
 */
import { bare } from '../wire/bare.ts';
import { Sentence } from '../wire/words.ts';
import type { Verdict } from './verdict.ts';

export const handedOut = <V extends Verdict>(verdict: V): V => new Copying().of(verdict) as V;

class Copying {
  /** Each object is copied once. */
  readonly #copies = new Map<object, object>();

  of(value: unknown): unknown {
    // An error has no bytes to protect.
    if (typeof value !== 'object' || value === null || value instanceof Error) return value;
    return this.#copies.get(value) ?? this.#copy(value);
  }

  #copy(value: object): object {
    if (value instanceof Uint8Array) return this.#noted(value, value.slice());
    // Only a sentence with its class can be turned into words.
    if (value instanceof Sentence)
      return this.#noted(value, new Sentence([...value.parts], this.of(value.values) as Sentence['values']));
    if (Array.isArray(value)) {
      const list: unknown[] = [];
      this.#noted(value, list);
      for (const one of value) list.push(this.of(one));
      return list;
    }
    const getters = gettersOf(value);
    const copy: object = getters.length > 0 ? bare() : Object.create(Object.getPrototypeOf(value));
    this.#noted(value, copy);
    // A function that makes a part of a verdict would expose what it is made from. Rules of an anchor have no bytes.
    for (const [name, one] of Object.entries(value))
      if (typeof one !== 'function')
        add(copy, name, { value: name === 'serverProfile' ? one : this.of(one) });
    // What a verdict creates when read is copied at that time.
    for (const [name, get] of getters) add(copy, name, { get: () => this.of(get.call(value)) });
    return copy;
  }

  #noted<T extends object>(value: object, copy: T): T {
    this.#copies.set(value, copy);
    return copy;
  }
}

const add = (copy: object, name: string, property: PropertyDescriptor): void =>
  void Object.defineProperty(copy, name, { ...property, enumerable: true });

/** The getters of its class. */
function gettersOf(value: object): readonly (readonly [string, () => unknown])[] {
  const above: object | null = Object.getPrototypeOf(value);
  if (!above || above === Object.prototype) return [];
  const own = Object.entries(Object.getOwnPropertyDescriptors(above));
  const made = own.flatMap(([name, { get }]) => (get ? [[name, get] as const] : []));
  return [...made, ...gettersOf(above)];
}
