/** What was thrown, in words; never throws itself, whatever it is. */
export function thrownText(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return 'what was thrown cannot be told';
  }
}
