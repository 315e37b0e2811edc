import { bare } from './bare.ts';

const { propertyIsEnumerable: isEnumerable } = Object.prototype;

/**
 * Options as they were given: properties of the object itself and of its classes. Properties of Object.prototype do not
 * count, whoever put them there.
 *
 * Each is read once, so that it cannot change between check and use. What is absent in the copy is absent.
 */
export function ownOptions<T extends object>(given: T): T {
  const options = bare();
  for (let at: object | null = given; at !== null && !isRoot(at); at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) {
      if (name === 'constructor' || Object.hasOwn(options, name)) continue;
      const value = given[name as keyof T];
      // A class's getter is not part of a spread, and must not be part of one of the copy either.
      if (isEnumerable.call(at, name)) options[name] = value;
      else Object.defineProperty(options, name, { value, configurable: true, writable: true });
    }
  }
  return options as T;
}

/** Object.prototype, of any realm. */
const isRoot = (at: object): boolean =>
  at === Object.prototype || (Object.getPrototypeOf(at) === null && Object.hasOwn(at, 'hasOwnProperty'));
