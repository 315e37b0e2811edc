/**
 * A listener's exception belongs to the program: it becomes an 'uncaughtException', as in node:tls, in a tick of its own, so
 * that none of our own work is left half done.
 *
 * @returns whether the call returned normally
 */
export function heard(call: () => void): boolean {
  try {
    call();
    return true;
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
    return false;
  }
}
