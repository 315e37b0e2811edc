/**
 * Options as they were said: those of the object that was given and of the classes that it is made of. What stands on
 * Object.prototype was said by nobody, and does not count, whoever put it there.
 *
 * Each is read once, so that it is not one thing when it is checked and another when it is used. The copy has no
 * prototype: what is absent in it is absent.
 */
export function ownOptions<T extends object>(given: T): T {
  const options: object = Object.create(null);
  for (let at: object | null = given; at !== null && !isRoot(at); at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) {
      if (name === 'constructor' || Object.hasOwn(options, name)) continue;
      const { enumerable } = Object.getOwnPropertyDescriptor(at, name)!;
      Object.defineProperty(options, name, {
        value: given[name as keyof T],
        enumerable: enumerable === true,
        configurable: true,
        writable: true,
      });
    }
  }
  return options as T;
}

/** Object.prototype, of whichever realm. */
const isRoot = (at: object): boolean =>
  at === Object.prototype || (Object.getPrototypeOf(at) === null && Object.hasOwn(at, 'hasOwnProperty'));
