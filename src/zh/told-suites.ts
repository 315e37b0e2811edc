/** What is told of each cipher suite, and around the view of fields. */
export const toldSuites: Readonly<Record<string, string>> = {
  // Suites
  '{0} is a suite that handglass has no name for; a server that has none either passes over it':
    'handglass 不认识套件 {0}；同样不认识它的服务端会略过',
  'The server chose {0}, which must be one of those offered': '服务端选定 {0}，它必须是提供过的',
  'No suite but a signal: it says what an empty renegotiation_info extension says, to servers that choke on extensions':
    '不是套件，而是信号：与空的 renegotiation_info 扩展意思相同，给处理不了扩展的服务端看',
  'No suite but a signal: the client is trying again with an older version, and a server that speaks a newer one must refuse with inappropriate_fallback':
    '不是套件，而是信号：客户端正以更旧的版本重试，支持更新版本的服务端必须以 inappropriate_fallback 拒绝',
  'handglass never speaks it: {0}': 'handglass 从不使用它：{0}',
  'a suite of TLS 1.3 names neither key exchange nor authentication: groups and signature schemes are negotiated apart from it':
    'TLS 1.3 的套件不写密钥交换与认证：组与签名算法另行协商',
  'keys are derived with HKDF and {0}': '密钥派生用 HKDF 与 {0}',
  'key exchange RSA: the client encrypts the premaster secret to the key in the server’s certificate, so whoever gets that key later can read everything (no forward secrecy)':
    '密钥交换 RSA：客户端用服务端证书中的公钥加密预主密钥，日后得到私钥的人就能读出一切（没有前向保密）',
  'key exchange DHE: fresh shares modulo a prime that the server chooses, so that no key of later gives away this connection (forward secrecy)':
    '密钥交换 DHE：以服务端选定的素数为模，双方新生成密钥份额，日后任何私钥泄露都不会连累这次连接（前向保密）',
  'key exchange ECDHE: fresh shares on a curve, so that no key of later gives away this connection (forward secrecy)':
    '密钥交换 ECDHE：双方在曲线上新生成密钥份额，日后任何私钥泄露都不会连累这次连接（前向保密）',
  'key exchange DH: the server’s share is fixed in its certificate, without forward secrecy':
    '密钥交换 DH：服务端的密钥份额固定写在证书里，没有前向保密',
  'key exchange ECDH: the server’s point is fixed in its certificate, without forward secrecy':
    '密钥交换 ECDH：服务端的点固定写在证书里，没有前向保密',
  'key exchange PSK: keys come from a secret that both sides were given before, without forward secrecy':
    '密钥交换 PSK：密钥由事先分发给双方的秘密派生，没有前向保密',
  'key exchange RSA_PSK: a premaster secret encrypted to the server’s key, beside a secret that both sides were given before':
    '密钥交换 RSA_PSK：用服务端公钥加密的预主密钥，加上事先分发给双方的秘密',
  'key exchange SRP: both sides prove that they know a password': '密钥交换 SRP：双方证明知道口令',
  'no key exchange at all: what every connection has before its first handshake':
    '没有密钥交换：每条连接在首次握手之前的状态',
  'authentication RSA: the server signs nothing; only who has the key of its certificate can decrypt what the client encrypts, and so compute Finished':
    '认证 RSA：服务端什么也不签；只有持有证书私钥的一方才能解开客户端加密的内容，从而算出 Finished',
  'authentication PSK: each side shows that it has the secret': '认证 PSK：双方各自证明持有该秘密',
  'authentication by certificate and by the secret that both have': '认证：证书，加上双方共有的秘密',
  'authentication by password alone': '认证：仅凭口令',
  'authentication RSA: the server signs its share with the RSA key of its certificate':
    '认证 RSA：服务端用证书的 RSA 私钥对自己的密钥份额签名',
  'authentication DSS: the server signs its share with the DSA key of its certificate':
    '认证 DSS：服务端用证书的 DSA 私钥对自己的密钥份额签名',
  'authentication ECDSA: the server signs its share with the elliptic-curve key of its certificate':
    '认证 ECDSA：服务端用证书的椭圆曲线私钥对自己的密钥份额签名',
  'authentication PSK: each side shows that it has the secret that both were given before':
    '认证 PSK：双方各自证明持有事先分发的秘密',
  'authentication: none, so that anybody in between can be the server':
    '认证：无，中间的任何一方都能冒充服务端',
  'authentication: the key of the certificate is itself the share': '认证：证书的公钥本身就是密钥份额',
  'encryption: none, everything can be read': '加密：无，一切都能读到',
  'encryption ChaCha20, a stream cipher with a 256-bit key': '加密 ChaCha20，256 比特密钥的流密码',
  'encryption 3DES in CBC mode, in blocks of 8 bytes that begin to repeat after some gigabytes (Sweet32)':
    '加密 3DES，CBC 模式，8 字节的分组在若干 GB 之后开始重复（Sweet32）',
  'encryption {0} in CBC mode with a key of {1} bits, each record padded to whole blocks':
    '加密 {0}，CBC 模式，{1} 比特密钥，每个记录填充为整数个分组',
  'encryption {0} in {1} mode with a key of {2} bits': '加密 {0}，{1} 模式，{2} 比特密钥',
  'encryption {0}, which is obsolete': '加密 {0}，已过时',
  'MAC Poly1305, a tag of 16 bytes that belongs to the cipher (AEAD); the PRF uses SHA-256':
    'MAC Poly1305，与加密一体的 16 字节标签（AEAD）；PRF 用 SHA-256',
  'MAC: the cipher’s own tag (AEAD), cut to 8 bytes; the PRF uses SHA-256':
    'MAC：与加密一体的标签（AEAD），截为 8 字节；PRF 用 SHA-256',
  'MAC: the cipher’s own tag of 16 bytes (AEAD); the PRF uses {0}':
    'MAC：与加密一体的 16 字节标签（AEAD）；PRF 用 {0}',
  'MAC HMAC with {0}, made before encryption unless encrypt_then_mac is agreed on; the PRF uses {1}':
    'MAC 用 HMAC 与 {0}；除非商定了 encrypt_then_mac，否则先算 MAC 再加密；PRF 用 {1}',

  // The view
  '--only and --hex say which fields are shown: add --fields':
    '--only 与 --hex 指定显示哪些字段：请加上 --fields',
  '--fields is text, and the trace of --json has all fields: leave one out':
    '--fields 输出文本，而 --json 的跟踪信息已含所有字段：请去掉其中之一',
  '--only has an empty name in its list': '--only 的列表中有空的名称',
  '--only {0} is the name of no message and no field': '--only {0} 不是任何消息或字段的名称',
  '--only {0} is the name of no message and no field; did you mean {1}?':
    '--only {0} 不是任何消息或字段的名称；是不是 {1}？',
  'show every message and field too: its bytes, its value, and what it is for':
    '同时显示每条消息和每个字段：字节、值，以及它的作用',
  'of these only messages and fields of such names: ClientHello,key_share':
    '只显示这些名称的消息和字段：ClientHello,key_share',
  'and each message as a hex dump': '并以十六进制列出每条消息',
  'the same as --fields; -vv with --hex': '等同于 --fields；-vv 则加上 --hex',
  'nothing of that name was sent': '没有发送过该名称的内容',
  '{0} bytes': '{0} 字节',
  'in the clear': '明文',
  'under the handshake keys': '由握手密钥保护',
  'under the early keys': '由早期密钥保护',
  'under the application keys': '由应用密钥保护',
  '{0} was too long to keep': '{0} 太长，未保留',
};
