/** What a connection that works may still come to grief over. */
export const warnings: Readonly<Record<string, string>> = {
  'whether the server accepts it shows in its answer to a request': '服务端是否接受，要看它对请求的回应',
  // What may go wrong yet
  'The server may refuse our certificate yet: {0}': '服务端仍可能拒绝我方证书：{0}',
  'The server chose none of the protocols that were offered: {0}. Clients of HTTP/2 and gRPC give up here.':
    '所提供的应用层协议，服务端一个也没有选：{0}。HTTP/2 和 gRPC 的客户端到此就放弃。',
  '{0} is a CA’s certificate: rustls and others take none for a server’s.':
    '{0} 是 CA 的证书：rustls 等不接受把它用作服务端证书。',
  'The serial number of {0} is negative: Go 1.23 and later refuse to read it.':
    '{0} 的序列号是负数：Go 1.23 及以后的版本拒绝读取。',
  '{0} has no authorityKeyIdentifier: Python 3.13 and later refuse it (RFC 5280 section 4.2.1.1).':
    '{0} 没有 authorityKeyIdentifier：Python 3.13 及以后的版本会拒绝它（RFC 5280 第 4.2.1.1 节）。',
};
