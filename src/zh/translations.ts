/** What is said about a translation itself. */
export const translations: Readonly<Record<string, string>> = {
  'nobody says {0}': '没有谁说 {0}',
  'there is no {0}': '没有 {0}',
  'other placeholders in {0}': '{0} 的占位符不同',
};
