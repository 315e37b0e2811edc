/**
 * Whether another thread may change these bytes while we use them: what was checked might not be what is used, and what is
 * sealed might be read half-written. We accept no such input.
 */
export const isShared = ({ buffer }: Uint8Array): boolean =>
  Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';
