/**
 * Options as they were given: properties of the object itself and of its classes. Properties of Object.prototype do not
 * count, whoever put them there.
 *
 * Each is read once, so that it cannot change between check and use. The copy has no prototype: what is absent in it is
 * absent.
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

/** Object.prototype, of any realm. */
const isRoot = (at: object): boolean =>
  at === Object.prototype || (Object.getPrototypeOf(at) === null && Object.hasOwn(at, 'hasOwnProperty'));
