/** What the fields of messages, extensions and records are for, and what is wrong with records. */
export const messageFields: Readonly<Record<string, string>> = {
  // Messages
  'Frozen at TLS 1.2; the offer is in supported_versions.':
    '固定写作 TLS 1.2；真正提供的版本在 supported_versions 中。',
  'Fresh for each connection; enters every key.': '每次连接重新生成；每一把密钥的派生都用到它。',
  'A TLS 1.2 session, or filler so that old middleboxes see a resumption.':
    'TLS 1.2 的会话标识，或仅作填充，让旧的中间设备以为是会话恢复。',
  'What the client speaks, most preferred first.': '客户端支持的套件，优先的在前。',
  'Only 0, no compression, is left (CRIME).': '只剩 0，即不压缩（因 CRIME 攻击）。',
  'The server’s share.': '服务端的密钥份额。',
  'The client’s share.': '客户端的密钥份额。',
  'Over both randoms and the parameters.': '对双方的随机数和这些参数签名。',
  'The modulus: a prime that the server chose.': '模数：由服务端选定的素数。',
  'The generator: both shares are powers of it.': '生成元：双方的密钥份额都是它的幂。',
  'The server’s share: the generator to the power of a number that it keeps to itself.':
    '服务端的密钥份额：以生成元为底、以服务端保密的数为指数的幂。',
  'The client’s share: the generator to the power of a number that it keeps to itself.':
    '客户端的密钥份额：以生成元为底、以客户端保密的数为指数的幂。',
  'The premaster secret, encrypted to the server’s RSA key.': '用服务端的 RSA 公钥加密的预主密钥。',
  'Empty in the handshake; later it names the request.': '握手中为空；握手之后用来指明所回应的请求。',
  'Seconds; at most a week.': '以秒计；至多一周。',
  'Added to the age, so that tickets of one client cannot be linked by it.':
    '加在票据的年龄上，使同一客户端的各张票据无法据此关联。',
  'Gives each ticket of a connection a key of its own.': '使同一连接的每张票据各有自己的密钥。',
  'Seconds; 0 says nothing.': '以秒计；0 表示未说明。',
  'What the client sent, or in TLS 1.2 the session’s own.':
    '客户端发来的值；在 TLS 1.2 中也可以是会话自己的标识。',
  'The one suite that the server chose.': '服务端选定的套件。',
  'a message of type {0} has no definition': '类型为 {0} 的消息没有定义',
  'a message is written by writeMessage': '消息由 writeMessage 写出',

  // Extensions
  'The ticket’s age in milliseconds plus ticket_age_add, modulo 2^32.':
    '票据的年龄（毫秒）加上 ticket_age_add，再对 2^32 取模。',
  'The name of the server that the client wants to reach, so that one address can serve many.':
    '客户端要访问的服务端的名称，使一个地址可以承载多个站点。',
  'Asks for a fresh OCSP response beside the certificate.': '请求随证书附上新的 OCSP 响应。',
  'Responders that the client trusts; an empty list means any.': '客户端信任的 OCSP 响应者；空列表表示不限。',
  'What the issuer’s responder says about the certificate.': '签发者的 OCSP 响应者对该证书状态的答复。',
  'The groups for key exchange, most preferred first.': '可用于密钥交换的组，优先的在前。',
  'How points may be written; only the uncompressed form is left.': '曲线点的写法；只剩未压缩的一种。',
  'The signatures that the sender can check in CertificateVerify.':
    '发送方能够在 CertificateVerify 中验证的签名算法。',
  'The signatures that the sender can check in certificates.': '发送方能够在证书中验证的签名算法。',
  'The application protocols that the client speaks; the server answers with one.':
    '客户端支持的应用层协议；服务端选定其一作答。',
  'Proof that the certificate is in public logs.': '证书已录入公开日志的证明。',
  'Zeros that make the hello longer.': '用来加长问候消息的零字节。',
  'Binds the TLS 1.2 main secret to the whole handshake.': '把 TLS 1.2 的主密钥与整个握手绑定。',
  'A TLS 1.2 session ticket to resume, or empty to ask for one.':
    '用于恢复会话的 TLS 1.2 会话票据；为空则是请求一张。',
  'Keys that both sides may know already, each proved by a binder.':
    '双方可能已经共有的密钥，各由一个绑定值（binder）证明。',
  'Data follows before the handshake is finished.': '握手完成之前就会有数据。',
  'The versions that the client speaks; the server answers with one. legacy_version no longer says.':
    '客户端支持的版本；服务端选定其一作答。legacy_version 已不起作用。',
  'What the server wants to see again in the second ClientHello.':
    '服务端要在第二个 ClientHello 中再次看到的内容。',
  'Whether a pre-shared key may be used alone (0) or only with a key exchange (1).':
    '预共享密钥可以单独使用（0），还是必须配合密钥交换（1）。',
  'The authorities whose certificates the sender accepts.': '发送方接受其证书的颁发机构。',
  'What the client’s certificate must contain.': '客户端证书必须含有的内容。',
  'The client may be asked for its certificate after the handshake.':
    '客户端同意在握手之后再被要求出示证书。',
  'Public keys for the key exchange; the server answers with one.':
    '用于密钥交换的公钥（密钥份额）；服务端以一个作答。',
  'Binds a renegotiation to the handshake before it; empty in the first.':
    '把重新协商与前一次握手绑定；首次握手时为空。',
  'An extension that handglass does not read.': 'handglass 不解读的扩展。',
  '{0} appears twice': '{0} 出现了两次',
  '{0} is not last': '{0} 不在最后',
  'the peer sent {0} in a message where it is not allowed': '对端在不允许出现 {0} 的消息中发送了它',

  // Suites that are never spoken
  'export suites have 40-bit keys, which anybody can search (FREAK, Logjam)':
    '出口级套件的密钥只有 40 比特，任何人都能穷举（FREAK、Logjam）',
  'anonymous suites authenticate nobody': '匿名套件不认证任何一方',
  'NULL suites do not encrypt': 'NULL 套件不加密',
  'RC4 is prohibited (RFC 7465)': 'RC4 已被禁止（RFC 7465）',
  'DES, RC2 and IDEA suites are obsolete (RFC 5469)': 'DES、RC2 与 IDEA 套件已过时（RFC 5469）',

  // Records
  'The content, encrypted.': '加密后的内容。',
  'Proves that nobody changed the record.': '证明记录未被改动。',
  'The part of the nonce that is sent.': '随记录发送的那一部分 nonce。',
  'Random, one for each record.': '随机生成，每个记录各用一个。',
  'The content, its MAC and padding, encrypted.': '内容及其 MAC 与填充，均已加密。',
  'In the clear; messages are listed one by one.': '明文；其中的消息另行逐条列出。',
  'a definition that only shows bytes does not write them': '只用来显示字节的定义不写出字节',
  'a record was added before the last one was used up': '上一个记录尚未用完，就加入了新的记录',
  'the peer announced a {0} of {1} bytes; the limit is {2}': '对端声明的 {0} 有 {1} 字节；上限是 {2}',
  'the peer sent application data before there were keys': '还没有密钥，对端就发送了应用数据',
  'the peer’s record is over 2^14 bytes': '对端的记录超过 2^14 字节',
  'the peer’s record is over 2^14 + 256 bytes': '对端的记录超过 2^14 + 256 字节',
  'a record from the peer cannot be decrypted: it was changed on the way, or the keys differ':
    '对端的记录无法解密：它在途中被改动，或者双方的密钥不同',
  'the peer sent an unprotected {0} record after the keys changed':
    '更换密钥之后，对端仍发送未受保护的 {0} 记录',
  'the peer’s record is all padding': '对端的记录全是填充',
  'the peer sent a record of type {0} without content': '对端发送的 {0} 类型的记录没有内容',
  'the peer sent a record of version {0}': '对端发送的记录的版本是 {0}',
  'the peer sent a record of {0} bytes, more than any version allows':
    '对端发送的记录有 {0} 字节，超过任何版本所允许的长度',
  'the peer sent a record of type {0}': '对端发送了类型为 {0} 的记录',
  'the client sent more early data than any server would skip':
    '客户端发送的早期数据太多，没有服务端会全部跳过',

  // The key schedule
  'salt of Handshake Secret': 'Handshake Secret 的盐',
  'salt of Main Secret': 'Main Secret 的盐',
  'secret of this exporter label': '该导出标签对应的密钥',
  'keying material': '密钥材料',
  'shared secret': '共享密钥',
  'the label "{0}" belongs to TLS itself (RFC 5705 section 4)': '标签“{0}”属于 TLS 自身（RFC 5705 第 4 节）',
  'a context has at most 65535 bytes': '上下文至多 65535 字节',
  'the transcript has no hash yet': '握手摘要还没有确定散列算法',
  'only a first ClientHello is replaced by its hash': '只有首个 ClientHello 会被它的散列值代替',
  'the messages of the transcript are gone': '计入握手摘要的消息已不再保留',
};
