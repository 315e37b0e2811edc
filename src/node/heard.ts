/**
 * What a listener throws is the program's affair: it becomes an 'uncaughtException', as in node:tls, and in a tick of its
 * own, so that nothing of ours is left half done.
 *
 * @returns whether the call came back
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
