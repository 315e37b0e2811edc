/** What was thrown, in words: whatever it is, this throws nothing. */
export function thrownText(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return 'what was thrown cannot be told';
  }
}
