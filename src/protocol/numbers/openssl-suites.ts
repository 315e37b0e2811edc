/** What OpenSSL calls the cipher suites. */

/** `ECDHE-RSA-AES128-GCM-SHA256` for TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256; TLS 1.3's names are the same in both. */
export function openSslSuite(name: string): string {
  const [exchange, cipher] = name.replace(/^TLS_/, '').split('_WITH_') as [string, string?];
  if (cipher === undefined) return name;
  const short = cipher
    .replace(/^3DES_EDE_CBC/, 'DES_CBC3')
    .replace(/_CBC_/, '_')
    .replace(/_CCM_8$/, '_CCM8')
    .replace(/_(POLY1305)_SHA256/, '_$1')
    .replace(/^AES_(\d+)/, 'AES$1')
    .replaceAll('_', '-');
  return exchange === 'RSA' ? short : `${exchange.replaceAll('_', '-')}-${short}`;
}
