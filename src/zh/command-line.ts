/** What the commands say, and their help texts. */
export const commandLine: Readonly<Record<string, string>> = {
  'error: {0} is not a command, and connect takes one target; the commands are {1}':
    '错误：{0} 不是命令，而 connect 只接受一个目标；命令有 {1}',
  '{0} needs one of {1}': '{0} 需要一个值：{1}',
  '{0} {1} is not one of {2}': '{0} {1} 不在可选值之内：{2}',
  'en or zh; by default what LC_ALL, LC_MESSAGES or LANG says':
    'en 或 zh；默认取自 LC_ALL、LC_MESSAGES 或 LANG',

  // handglass alone
  'six handshakes in {0} s; "handglass HOST" shows one with your own server, "handglass --help" the rest':
    '六次握手，共 {0} 秒；用“handglass HOST”查看与自己的服务端的握手，其余见“handglass --help”',
  '1. TLS 1.2, RSA key exchange, one-way': '1. TLS 1.2，RSA 密钥交换，单向认证',
  'The client alone makes the premaster secret, and encrypts it to the key in the server’s certificate.':
    '预主密钥由客户端单独生成，并用服务端证书中的公钥加密。',
  '2. TLS 1.2, DHE, one-way': '2. TLS 1.2，DHE，单向认证',
  'Both sides raise a number to a power that they keep to themselves, modulo a prime that the server chooses and signs.':
    '双方各自以保密的指数对同一个数做模幂运算，所用的素数由服务端选定并签名。',
  '3. TLS 1.2, ECDHE, one-way': '3. TLS 1.2，ECDHE，单向认证',
  'Both sides make a fresh share, and the server signs its own: whoever steals its key later can read nothing.':
    '双方各自生成全新的密钥份额，服务端对自己的那一份签名：日后即使私钥被盗，也解不开这次通信。',
  '4. TLS 1.2, ECDHE, mutual': '4. TLS 1.2，ECDHE，双向认证',
  'The server asks for a certificate too, and the client signs the handshake so far.':
    '服务端也要求客户端出示证书，客户端对至此的握手消息签名。',
  'One round trip fewer: the shares travel with the hellos, and every certificate is encrypted.':
    '少一次往返：密钥份额随问候消息一起发送，证书全部加密。',
  'With a ticket from the previous handshake: no certificates, but still a fresh share.':
    '使用上一次握手得到的票据：不再发送证书，但仍生成全新的密钥份额。',
};
