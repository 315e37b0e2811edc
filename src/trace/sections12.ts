/**
 * Where TLS 1.2 defines what both versions have in one definition here, by the section of TLS 1.3. What TLS 1.3 alone defines,
 * such as key_share in a ClientHello that offers both, has no row.
 */
export const sections12: Readonly<Record<string, string>> = {
  'RFC 9846 section 3.4': 'RFC 5246 section 4.3',
  'RFC 9846 section 4': 'RFC 5246 section 7.4',
  'RFC 9846 section 4.2.2': 'RFC 5246 section 7.4.1.2',
  'RFC 9846 section 4.3': 'RFC 5246 section 7.4.1.4',
  'RFC 9846 section 4.3.3': 'RFC 5246 section 7.4.1.4.1',
  'RFC 9846 section 4.3.7': 'RFC 8422 section 5.1.1',
  'RFC 9846 section 4.5.2': 'RFC 5246 section 7.4.8',
  'RFC 9846 section 4.5.3': 'RFC 5246 section 7.4.9',
  'RFC 6066 section 8, RFC 9846 section 4.5.1.1': 'RFC 6066 section 8',
  'RFC 9846 section 5': 'RFC 5246 section 7.1',
  'RFC 9846 section 5.1': 'RFC 5246 section 6.2.1',
  'RFC 9846 section 6': 'RFC 5246 section 7.2',
};
