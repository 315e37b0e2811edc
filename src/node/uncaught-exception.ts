/**
 * A listener's exception belongs to the program: it becomes an 'uncaughtException', as in node:tls, in its own tick, so that
 * none of our work is left half done.
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
