/** Templates that are names, addresses or keys of a table, and no words to be translated. */
export const names: ReadonlySet<string> = new Set([
  '{0} on {1}',
  '{0} of {1} bits',
  'of {0} bits',
  '{0} bits',
  '{0} bytes',
  '{0} ms',
  'on the curve {0}',
  'algorithm {0}',
  '{0} finished',
  'tag 0x{0}',
  'damaged {0}',
  'fetched, nonce {0}',
  'handed in {0} {1}',
  '{0} and {1}',
  '{0}{1} (at byte {2})',
  '{0} OCSP responder',
]);
