/**
 * Objects that have what was put in them and nothing else. What somebody put on Object.prototype would otherwise stand
 * where a message leaves a part out: an extension that was never sent, a rule that no certificate says.
 */
export const bare = (): Record<string, unknown> => new Bare();

function Nothing() {}
// Not Object.create(null) for each: V8 keeps such objects as dictionaries.
Nothing.prototype = Object.freeze(Object.create(null));
const Bare = Nothing as unknown as new () => Record<string, unknown>;

/** What an object has itself, in one that has nothing else. */
export const only = <const T extends object>(object: T): T =>
  Object.assign(new Bare(), object) as object as T;

type With<T, K extends PropertyKey> = T extends unknown ? (K extends keyof T ? T : never) : never;

/** `name in object`, by what the object has itself. */
export const owns = <T extends object, K extends PropertyKey>(object: T, name: K): object is With<T, K> =>
  Object.hasOwn(object, name);
