/**
 * Whether another thread may change these bytes while they are looked at: what was checked would not be what is used, and
 * what is sealed could be read half written. No input of ours may be so.
 */
export const isShared = ({ buffer }: Uint8Array): boolean =>
  Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';
