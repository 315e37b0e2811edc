/**
 * Objects that have what was put in them and nothing else. Otherwise, what somebody put on Object.prototype would appear
 * where a message leaves a part out: an extension that was never sent, a rule that is in no certificate.
 */
export const bare = (): Record<string, unknown> => new Bare();

function Nothing() {}
// Not Object.create(null) for each: V8 keeps such objects as dictionaries.
Nothing.prototype = Object.freeze(Object.create(null));
const Bare = Nothing as unknown as new () => Record<string, unknown>;

/** An object's own properties, in an object that has nothing else. */
export const only = <const T extends object>(object: T): T =>
  Object.assign(new Bare(), object) as object as T;

type With<T, K extends PropertyKey> = T extends unknown ? (K extends keyof T ? T : never) : never;

/** `name in object`, by what the object has itself. */
export const owns = <T extends object, K extends PropertyKey>(object: T, name: K): object is With<T, K> =>
  Object.hasOwn(object, name);
