/** What is told of the other messages and of the key exchange, with their values. */
export const toldMessages: Readonly<Record<string, string>> = {
  // Key exchange
  'The server’s share for a Diffie-Hellman key exchange modulo a prime, signed, so that nobody in between can put in another':
    '服务端用于素数模 Diffie-Hellman 密钥交换的份额，带签名，使中间人无法换成别的',
  'The server’s share for a Diffie-Hellman key exchange on a curve, signed, so that nobody in between can put in another':
    '服务端用于椭圆曲线 Diffie-Hellman 密钥交换的份额，带签名，使中间人无法换成别的',
  'What is signed, behind the two randoms': '接在双方的随机数之后、一起签名的内容',
  '3, named_curve: the curve is named by its number; parameters of a curve of one’s own (1 and 2) are refused, since they can hide a weak one':
    '3，named_curve：以编号指明曲线；自行描述的曲线参数（1 与 2）会被拒绝，因为其中可能藏着弱曲线',
  '{0}, {1}: a curve by its parameters, which is refused, since they can hide a weak one':
    '{0}，{1}：以参数描述的曲线，会被拒绝，因为其中可能藏着弱曲线',
  '{0}, the curve that the server chose; it must be among the client’s supported_groups':
    '{0}，服务端选定的曲线；必须在客户端的 supported_groups 之中',
  'The modulus of {0} bits, in no registry: the server made it or chose it from elsewhere, and a client can hardly tell whether it is a good prime':
    '{0} 比特的模数，未经注册：由服务端自行生成或取自别处，客户端难以判断它是不是好的素数',
  'The modulus of {0} bits is {1}, a prime that is known to be good; below 2048 bits it would be refused (Logjam)':
    '{0} 比特的模数就是 {1}，公认良好的素数；不足 2048 比特会被拒绝（Logjam）',
  'The generator {0} (hexadecimal): both shares are powers of it; 1 or p-1 would make the secret guessable and is refused':
    '生成元 {0}（十六进制）：双方的密钥份额都是它的幂；若是 1 或 p-1，秘密就能猜出，会被拒绝',
  '{0} bytes over client random, server random and the parameters above: the server has the key of its certificate, and made this share for this connection; if it does not hold, the client refuses with decrypt_error':
    '{0} 字节，对客户端随机数、服务端随机数和上面的参数签名：证明服务端持有证书的私钥，且这个份额是为这次连接生成的；若不成立，客户端以 decrypt_error 拒绝',
  'The client’s part of the key exchange: the premaster secret, encrypted; with the two randoms it becomes the main secret':
    '密钥交换中客户端的部分：加密的预主密钥；它与双方的随机数一起派生出主密钥',
  'The client’s part of the key exchange: its share; both sides can now compute the premaster secret, which is never sent':
    '密钥交换中客户端的部分：它的密钥份额；双方至此都能算出预主密钥，预主密钥从不发送',
  'The premaster secret of 48 bytes, padded as PKCS #1 v1.5 says and encrypted to the RSA key in the server’s certificate, hence {0} bytes: who has that key, now or in ten years, can open it; a server does not say if it is wrong, and lets Finished fail (Bleichenbacher)':
    '48 字节的预主密钥，按 PKCS #1 v1.5 填充，用服务端证书中的 RSA 公钥加密，因此是 {0} 字节：持有私钥的一方无论现在还是十年后都能解开；若内容有误，服务端不会说明，而是让 Finished 验证失败（Bleichenbacher）',
  'what was encrypted, behind a padding of random bytes that nobody kept':
    '被加密的内容，前面有随机字节的填充，填充没有保留',
  'decrypted with the server’s private key, and not what it should be':
    '用服务端的私钥解密，内容却不符合要求',
  'decrypted with the server’s private key': '用服务端的私钥解密',
  'The premaster secret as the RSA key exchange has it: a version and random bytes of the client':
    'RSA 密钥交换中的预主密钥：版本号，加上客户端的随机字节',
  '00 and 02: a block for encryption in PKCS #1 v1.5; 01 would be one for a signature':
    '00 与 02：PKCS #1 v1.5 中用于加密的块；若是 01 则用于签名',
  '{0} random bytes, none of them zero, at least 8: they fill the block up to the modulus, and make the same secret never look the same':
    '{0} 个非零的随机字节，至少 8 个：把块填满到模数的长度，也使同一个秘密加密后每次都不同',
  '00: the padding ends here, and the secret begins': '00：填充到此为止，其后就是秘密',
  '{0}, the version that ClientHello offered first, and not the one that was chosen: a server that finds another one knows that somebody lowered the offer':
    '{0}，ClientHello 首先提供的版本，而不是选定的版本：服务端若看到别的值，就知道有人降低了所提供的版本',
  '46 random bytes of the client: all that is secret in the keys of this connection, since the two randoms are sent in the clear':
    '客户端的 46 个随机字节：这次连接的密钥中全部的保密成分，因为双方的随机数都以明文发送',
  '{0} bytes that are no premaster secret in its padding: the server went on with random bytes, so that only Finished fails and nobody learns why (Bleichenbacher)':
    '{0} 字节，不是带填充的预主密钥：服务端改用随机字节继续，于是只有 Finished 验证失败，谁也不知道原因（Bleichenbacher）',
  'r of {0}: the trace of a random number that was used once; twice would give away the private key':
    '{0} 的 r：只用一次的随机数留下的痕迹；用两次就会泄露私钥',
  's of {0}: only the private key makes it fit r and what was signed':
    '{0} 的 s：只有用私钥才能使它与 r 和被签名的内容相符',
  'the ECDSA signature under the certificate of {0}': '{0} 的证书上的 ECDSA 签名',
  'the ECDSA signature under the OCSP response': 'OCSP 响应上的 ECDSA 签名',
  'the ECDSA signature of a log': '日志的 ECDSA 签名',
  'the client’s ECDSA signature': '客户端的 ECDSA 签名',
  'the server’s ECDSA signature': '服务端的 ECDSA 签名',
  'The client’s share of {0}, fresh for this connection: with its private half and the server’s share it computes the premaster secret':
    '客户端的 {0} 密钥份额，为这次连接新生成：用它的私有部分和服务端的密钥份额算出预主密钥',
  'The server’s share of {0}, fresh for this connection: with its private half and the client’s share it computes the premaster secret':
    '服务端的 {0} 密钥份额，为这次连接新生成：用它的私有部分和客户端的密钥份额算出预主密钥',
  'The client’s share of {0} bytes: the generator to the power of a number that it keeps to itself; 0, 1 and p-1 are refused':
    '客户端的密钥份额，{0} 字节：以生成元为底、以客户端保密的数为指数的幂；0、1 与 p-1 会被拒绝',
  'The server’s share of {0} bytes: the generator to the power of a number that it keeps to itself; 0, 1 and p-1 are refused':
    '服务端的密钥份额，{0} 字节：以生成元为底、以服务端保密的数为指数的幂；0、1 与 p-1 会被拒绝',

  // The other messages
  'The server asks for a new handshake inside the connection (renegotiation); the client may say no_renegotiation':
    '服务端要求在连接之内重新握手（重新协商）；客户端可以用 no_renegotiation 谢绝',
  'The first message under the handshake keys: answers to extensions that an onlooker need not see':
    '握手密钥保护的第一条消息：对扩展的回应，旁观者无须看到',
  'The client has no certificate that fits and stays anonymous; whether the handshake goes on is up to the server':
    '客户端没有合适的证书，保持匿名；握手是否继续由服务端决定',
  'The client shows its certificate chain, because the server asked; anybody could send it, and CertificateVerify shows that the client has the key':
    '应服务端要求，客户端出示证书链；任何人都能发送它，CertificateVerify 才证明客户端持有私钥',
  'The server shows its certificate chain, in the clear; anybody could send it, and the key exchange shows that the server has the key':
    '服务端以明文出示证书链；任何人都能发送它，密钥交换才证明服务端持有私钥',
  'The server shows its certificate chain, encrypted; anybody could send it, and CertificateVerify shows that the server has the key':
    '服务端出示证书链，已加密；任何人都能发送它，CertificateVerify 才证明服务端持有私钥',
  '{0} bytes that tie the client’s answer to this request, because it comes after the handshake':
    '{0} 字节，把客户端的回应与这个请求对应起来，因为它在握手之后',
  'An empty chain': '空的证书链',
  'First the sender’s own certificate, then each that certifies the one before; the root is left out, since the peer must have it anyway':
    '先是发送方自己的证书，其后每一张都是前一张的签发者证书；根证书不必发送，因为对端本来就必须持有',
  'somebody who cannot be read': '无法读取的主体',
  'The certificate of {0}, which the sender must have the key of': '{0} 的证书，发送方必须持有它的私钥',
  'The certificate of {0}, which leads from the one before to a root': '{0} 的证书，前一张经由它通向根证书',
  'The certificate of {0}, in DER': '{0} 的证书（DER）',
  'What comes with certificate {0} of the chain, such as an OCSP response':
    '随证书链第 {0} 张证书附上的内容，例如 OCSP 响应',
  'Nothing comes with certificate {0} of the client’s chain; an OCSP response could':
    '客户端证书链的第 {0} 张没有附带内容；本可附上 OCSP 响应',
  'Nothing comes with certificate {0} of the server’s chain; an OCSP response could':
    '服务端证书链的第 {0} 张没有附带内容；本可附上 OCSP 响应',
  'The server asks the client for a certificate (mutual authentication): which kinds, which signatures, from which authorities':
    '服务端要求客户端证书（双向认证）：哪些类型、哪些签名算法、由哪些颁发机构签发',
  'The server asks the client for a certificate (mutual authentication), under the handshake keys':
    '服务端要求客户端证书（双向认证），由握手密钥保护',
  'What the server wants of the client’s certificate; signature_algorithms must be among it':
    '服务端对客户端证书的要求；其中必须有 signature_algorithms',
  'The kinds of keys that the server takes; a client with another kind stays anonymous':
    '服务端接受的密钥类型；持有其他类型的客户端保持匿名',
  '{0} is a kind of certificate that handglass does not know': '{0} 是 handglass 不认识的证书类型',
  'The signature schemes that the server can check in the client’s CertificateVerify':
    '服务端能在客户端的 CertificateVerify 中验证的签名算法',
  'The OCSP response that the client asked for, so that it need not ask the responder itself':
    '客户端请求的 OCSP 响应，这样它就无须自行向响应者查询',
  '1, ocsp: a response as an OCSP responder gives it': '1，ocsp：OCSP 响应者给出的响应',
  'The OCSP response for the certificate above': '针对上面这张证书的 OCSP 响应',
  '1, ocsp: what follows is a response as an OCSP responder gives it':
    '1，ocsp：其后是 OCSP 响应者给出的响应',
  'Empty: the server has sent its whole flight, and the client can answer; without it the client would wait for a CertificateRequest that may not come':
    '空：服务端这一轮消息已全部发出，客户端可以作答；没有它，客户端会一直等待也许不会来的 CertificateRequest',
  'The client shows that it has the key of its certificate, by a signature that nobody else can make':
    '客户端以只有它能作出的签名，证明自己持有证书的私钥',
  'The server shows that it has the key of its certificate, by a signature that nobody else can make':
    '服务端以只有它能作出的签名，证明自己持有证书的私钥',
  '{0} bytes over every handshake message so far: replayed in another connection, where the randoms differ, it would not hold':
    '{0} 字节，对至此的所有握手消息签名：若拿到另一条连接重放，随机数不同，签名就不成立',
  '{0} bytes over 64 spaces, “TLS 1.3, client CertificateVerify”, a zero and the hash of all messages so far: it cannot be used in another connection, nor as a server’s':
    '{0} 字节，对 64 个空格、“TLS 1.3, client CertificateVerify”、一个零字节和至此所有消息的散列值签名：它不能用于另一条连接，也不能当作服务端的签名',
  '{0} bytes over 64 spaces, “TLS 1.3, server CertificateVerify”, a zero and the hash of all messages so far: it cannot be used in another connection, nor as a client’s':
    '{0} 字节，对 64 个空格、“TLS 1.3, server CertificateVerify”、一个零字节和至此所有消息的散列值签名：它不能用于另一条连接，也不能当作客户端的签名',
  'The client’s first message under the new keys; until it is decrypted, Wireshark calls it “Encrypted Handshake Message”':
    '客户端用新密钥发送的第一条消息；未解密时 Wireshark 称它为“Encrypted Handshake Message”',
  'The server’s first message under the new keys; until it is decrypted, Wireshark calls it “Encrypted Handshake Message”':
    '服务端用新密钥发送的第一条消息；未解密时 Wireshark 称它为“Encrypted Handshake Message”',
  'The client closes its part of the handshake; on the wire it looks like application data':
    '客户端结束自己那部分握手；在线路上看起来像应用数据',
  'The server closes its part of the handshake; on the wire it looks like application data':
    '服务端结束自己那部分握手；在线路上看起来像应用数据',
  '{0} bytes: the PRF of the main secret, “client finished” and the hash of all messages before; had one byte of them been changed on the way, it would not match':
    '{0} 字节：由 PRF 从主密钥、“client finished”和此前所有消息的散列值算出；途中只要有一个字节被改动，它就对不上',
  '{0} bytes: the PRF of the main secret, “server finished” and the hash of all messages before; had one byte of them been changed on the way, it would not match':
    '{0} 字节：由 PRF 从主密钥、“server finished”和此前所有消息的散列值算出；途中只要有一个字节被改动，它就对不上',
  '{0} bytes: HMAC of the transcript’s hash with the client’s finished key; had one byte of any message been changed on the way, it would not match':
    '{0} 字节：用客户端的 Finished 密钥对握手摘要计算的 HMAC；途中只要有一个字节被改动，它就对不上',
  '{0} bytes: HMAC of the transcript’s hash with the server’s finished key; had one byte of any message been changed on the way, it would not match':
    '{0} 字节：用服务端的 Finished 密钥对握手摘要计算的 HMAC；途中只要有一个字节被改动，它就对不上',
  'Ticket {0} of this connection: with it the client can resume later, without certificates':
    '这次连接的第 {0} 张票据：客户端日后可凭它恢复会话，不再需要证书',
  '0: the server does not say how long the ticket is good for': '0：服务端没有说明票据的有效时间',
  '{0} seconds: about how long the server will take the ticket': '{0} 秒：服务端大约在多长时间内接受这张票据',
  '0: the client should throw the ticket away at once': '0：客户端应当立即丢弃这张票据',
  '{0} seconds for ticket {1}: after that the client must not offer it; more than 604800, a week, is not allowed':
    '第 {1} 张票据有效 {0} 秒：过后客户端不得再提出它；不允许超过 604800 秒，即一周',
  '{0}: the client adds it to the ticket’s age, so that onlookers cannot link its connections by it':
    '{0}：客户端把它加到票据的年龄上，使旁观者无法据此把它的各次连接关联起来',
  'Empty: the pre-shared key of ticket {0} comes from the resumption secret and an empty nonce':
    '空：第 {0} 张票据的预共享密钥由恢复密钥和空的 nonce 派生',
  '{0} makes the pre-shared key of ticket {1} differ from those of the other tickets of this connection':
    '{0} 使第 {1} 张票据的预共享密钥与这次连接的其他票据不同',
  'Empty: the server gives no ticket after all': '空：服务端终究没有给票据',
  '{0} bytes of ticket {1}, sealed by the server with a key of its own: the client cannot read them, and sends them back as they are':
    '第 {1} 张票据的 {0} 字节，由服务端用自己的密钥封装：客户端读不懂，到时原样送回',
  'What else holds for ticket {0}': '关于第 {0} 张票据的其他内容',
  'No extensions for ticket {0}: early_data would allow data before the next handshake is finished':
    '第 {0} 张票据没有扩展：若有 early_data，就允许在下次握手完成之前发送数据',
  'Empty: no more early data comes; the next record uses the handshake keys':
    '空：不再有早期数据；下一个记录改用握手密钥',
  'From its next record on, the client uses the next generation of its keys':
    '自下一个记录起，客户端改用下一代密钥',
  'From its next record on, the server uses the next generation of its keys':
    '自下一个记录起，服务端改用下一代密钥',
  '1, update_requested: the other side must answer with a KeyUpdate of its own':
    '1，update_requested：另一方必须也以 KeyUpdate 作答',
  '0, update_not_requested: the other side may keep its keys':
    '0，update_not_requested：另一方可以保留原有密钥',
  'Empty for a server, which sends its certificate unasked': '服务端此处为空，它的证书不待要求就发送',
  'Empty, as in the CertificateRequest that it answers': '空，与所回应的 CertificateRequest 相同',
  'Empty during the handshake; after it, it would tell several requests apart':
    '握手期间为空；握手之后用来区分多个请求',
  'Must be empty here': '此处必须为空',
  'rsa_sign: a certificate with an RSA key, which signs CertificateVerify':
    'rsa_sign：RSA 公钥的证书，对应的私钥签署 CertificateVerify',
  'ecdsa_sign: a certificate with an elliptic-curve key, which signs CertificateVerify':
    'ecdsa_sign：椭圆曲线公钥的证书，对应的私钥签署 CertificateVerify',
  'dss_sign: a certificate with a DSA key, which handglass does not speak':
    'dss_sign：DSA 公钥的证书，handglass 不支持',
  'rsa_fixed_dh: a certificate with a Diffie-Hellman key, signed by RSA, which handglass does not speak':
    'rsa_fixed_dh：Diffie-Hellman 公钥的证书，由 RSA 签名，handglass 不支持',
  'dss_fixed_dh: a certificate with a Diffie-Hellman key, signed by DSA, which handglass does not speak':
    'dss_fixed_dh：Diffie-Hellman 公钥的证书，由 DSA 签名，handglass 不支持',

  // Alerts and ChangeCipherSpec
  '01, which means nothing in TLS 1.3: the client sends it so that middleboxes see what they know from TLS 1.2':
    '01，在 TLS 1.3 中没有意义：客户端发送它，是让中间设备看到它们熟悉的 TLS 1.2',
  '01, which means nothing in TLS 1.3: the server sends it so that middleboxes see what they know from TLS 1.2':
    '01，在 TLS 1.3 中没有意义：服务端发送它，是让中间设备看到它们熟悉的 TLS 1.2',
  '01, the only message there is of this kind: from its next record on the client encrypts with the new keys':
    '01，这一类唯一的消息：自下一个记录起，客户端用新密钥加密',
  '01, the only message there is of this kind: from its next record on the server encrypts with the new keys':
    '01，这一类唯一的消息：自下一个记录起，服务端用新密钥加密',
  'fatal: the connection is over, and its session must not be resumed':
    'fatal：连接到此为止，其会话不得再恢复',
  'warning: in TLS 1.2 the connection may go on; in TLS 1.3 only the description counts':
    'warning：在 TLS 1.2 中连接可以继续；在 TLS 1.3 中只看警报的描述',
  '{0} is a level that nobody has defined': '{0} 是没有定义的级别',
  'close_notify: the client will send nothing more; without it, nobody could tell an end from a cut':
    'close_notify：客户端不再发送数据；没有它，就分不清是结束还是被切断',
  'close_notify: the server will send nothing more; without it, nobody could tell an end from a cut':
    'close_notify：服务端不再发送数据；没有它，就分不清是结束还是被切断',
  '{0}: what the client objects to': '{0}：客户端指出的问题',
  '{0}: what the server objects to': '{0}：服务端指出的问题',
};
