/** What is told of each message, of the hellos, the key exchange and the suites, with their values. */
export const toldMessages: Readonly<Record<string, string>> = {
  // Hellos
  'The client says hello again, changed only as the HelloRetryRequest asked; both hellos go into the transcript':
    '客户端再次问候，只按 HelloRetryRequest 的要求改动；两个问候消息都计入握手摘要',
  'The client begins a new handshake inside the connection (renegotiation)':
    '客户端在连接之内开始新的握手（重新协商）',
  'The client begins: it offers everything it can do, and the server chooses from that':
    '由客户端开始：它提供自己支持的一切，服务端从中选定',
  '{0} stands here because old servers break on anything newer; what is really offered is in supported_versions ({1}), and a server that reads those does not look here':
    '这里写 {0}，因为旧的服务端遇到更新的值会出错；真正提供的版本在 supported_versions 中（{1}），读取它的服务端不看这里',
  'The newest version that the client speaks (client_version): the server answers with this or an older one, and an RSA premaster secret repeats it, so that nobody can lower it unnoticed':
    '客户端支持的最新版本（client_version）：服务端以它或更旧的版本作答；RSA 的预主密钥中会重复它，使任何人都无法暗中降低版本',
  '{0} is the newest version that the client speaks; handglass speaks TLS 1.2 and 1.3, and answers protocol_version':
    '{0} 是客户端支持的最新版本；handglass 支持 TLS 1.2 与 1.3，以 protocol_version 作答',
  '32 fresh random bytes of the client: they enter every key through the transcript, so that no two connections share keys even if all else is equal':
    '客户端新生成的 32 字节随机数：它通过握手摘要进入每一把密钥，即使其他内容全都相同，两次连接的密钥也不会相同',
  'SHA-256 of “HelloRetryRequest”: this fixed value is what makes the message a HelloRetryRequest; any other would make it a ServerHello':
    '“HelloRetryRequest”的 SHA-256：正是这个固定值表明消息是 HelloRetryRequest；若是别的值，就是 ServerHello',
  '32 fresh random bytes of the server: they enter every key through the transcript, so that a recorded handshake cannot be played back to a client':
    '服务端新生成的 32 字节随机数：它通过握手摘要进入每一把密钥，使录下的握手无法重放给客户端',
  '28 random bytes of the client: with the four before them they are the client random, which enters the main secret and the key block':
    '客户端的 28 字节随机值：与前面的四个字节合为客户端随机数，参与派生主密钥和密钥块',
  '28 random bytes of the server: with the four before them they are the server random, which enters the main secret and the key block':
    '服务端的 28 字节随机值：与前面的四个字节合为服务端随机数，参与派生主密钥和密钥块',
  '20 random bytes of the server; the last 8 of its random are no random bytes here':
    '服务端的 20 字节随机值；这里随机数的最后 8 字节不是随机的',
  '“DOWNGRD” and 01: the server speaks TLS 1.3 but was asked for TLS 1.2; a client that did offer TLS 1.3 sees here that somebody took it out of the offer, and refuses':
    '“DOWNGRD”加 01：服务端支持 TLS 1.3，但被要求使用 TLS 1.2；若客户端提供过 TLS 1.3，由此得知它被途中的人删去，于是拒绝',
  '“DOWNGRD” and 00: the server speaks TLS 1.2 or newer but was asked for less; a client that did offer more sees here that somebody changed the offer, and refuses':
    '“DOWNGRD”加 00：服务端支持 TLS 1.2 或更新的版本，但被要求使用更旧的；若客户端提供过更新的，由此得知它被途中的人改动，于是拒绝',
  'The client’s cipher suites, most preferred first: the server answers with one of them, or refuses with handshake_failure':
    '客户端的密码套件，优先的在前：服务端选定其一作答，或以 handshake_failure 拒绝',
  '{0} is the suite that the ServerHello must name too; its hash already replaces the first ClientHello in the transcript':
    'ServerHello 也必须写明套件 {0}；握手摘要中的第一个 ClientHello 已由它的散列值代替',
  'The client’s compression methods; in TLS 1.3 it must be exactly this one':
    '客户端的压缩方法；在 TLS 1.3 中必须恰为这一种',
  '{0} compression methods; with more than the null method no TLS 1.3 can be negotiated':
    '{0} 种压缩方法；除“不压缩”外还有别的，就无法协商 TLS 1.3',
  '0, no compression; TLS 1.3 has no other': '0，不压缩；TLS 1.3 没有其他方法',
  '0: nothing is compressed; any other answer would be refused, because the length of compressed secrets gives them away (CRIME)':
    '0：什么都不压缩；其他回应都会被拒绝，因为秘密压缩后的长度会使它泄露（CRIME）',
  '{0}: the server chose a compression method that was not offered': '{0}：服务端选了没有提供的压缩方法',
  'The server can speak with this client but has no share that it can use: it asks for a second ClientHello':
    '服务端可以与这个客户端通信，但没有可用的密钥份额：要求第二个 ClientHello',
  'The server answers: which version, suite and extensions it chose from the offer':
    '服务端作答：从所提供的之中选定哪个版本、套件与扩展',
  'The server answers with its choices and its share; from here on both sides have keys, and everything that follows is encrypted':
    '服务端以它的选择和密钥份额作答；双方自此有了密钥，其后的一切都加密',
  'TLS 1.2 stands here for middleboxes that know no more; the version that was chosen is in supported_versions':
    '这里写 TLS 1.2 是给只认识它的中间设备看的；选定的版本在 supported_versions 中',
  'TLS 1.2 is what both will speak (server_version): the newest that the client offers and the server has':
    '双方将使用 TLS 1.2（server_version）：客户端提供、服务端也支持的最新版本',
  '{0} is what the server would speak; handglass speaks TLS 1.2 and 1.3, and refuses with protocol_version':
    '服务端要用 {0}；handglass 支持 TLS 1.2 与 1.3，以 protocol_version 拒绝',
  'The client’s extensions; a server passes over those that it does not know':
    '客户端的扩展；服务端略过不认识的',
  'The extensions of the HelloRetryRequest: what the second ClientHello must change':
    'HelloRetryRequest 的扩展：第二个 ClientHello 必须改动什么',
  'The server’s extensions; each must answer one of the client’s, or the client refuses with unsupported_extension':
    '服务端的扩展；每一个都必须是对客户端扩展的回应，否则客户端以 unsupported_extension 拒绝',
  'Answers that nobody else need see, since the keys do not depend on them':
    '无须让旁人看到的回应，因为密钥不依赖它们',
  'The client’s clock, {0}: RFC 5246 wants it here, although it helps to recognise a client':
    '客户端的时钟，{0}：RFC 5246 要求写在这里，尽管它有助于识别客户端',
  'The server’s clock, {0}: RFC 5246 wants it here, although nothing depends on it':
    '服务端的时钟，{0}：RFC 5246 要求写在这里，尽管没有什么依赖它',
  'Meant for the client’s clock; as a time it would be {0}, so the client fills it with random bytes, as clients do today':
    '本是客户端的时钟；当作时间是 {0}，可见客户端填的是随机值，如今的客户端都这样',
  'Meant for the server’s clock; as a time it would be {0}, so the server fills it with random bytes, as servers do today':
    '本是服务端的时钟；当作时间是 {0}，可见服务端填的是随机值，如今的服务端都这样',
  'Empty: no session to resume by ID, and no pretence of one; the server then sends no ChangeCipherSpec for middleboxes':
    '空：没有要按标识恢复的会话，也不假装有；服务端因此不为中间设备发送 ChangeCipherSpec',
  'Empty: the client names no session, so the server cannot resume one by its ID':
    '空：客户端没有指明会话，服务端无从按标识恢复',
  '{0} bytes that the client made up beside its ticket: if the server sends them back, it takes the ticket and resumes; empty or other bytes mean a full handshake':
    '{0} 字节，客户端随票据编造的值：服务端若原样送回，就是采用票据并恢复会话；若为空或是别的值，就是完整握手',
  '{0} random bytes that name no session: they make TLS 1.3 look like a resumed TLS 1.2 to middleboxes; empty would do without that disguise':
    '{0} 字节随机值，不指明任何会话：让 TLS 1.3 在中间设备看来像是恢复的 TLS 1.2；为空则不作此伪装',
  '{0} bytes that name an earlier session: a server that still has it resumes, any other goes through a full handshake; empty would ask for a full one':
    '{0} 字节，指明先前的会话：仍保存它的服务端会恢复，否则进行完整握手；为空则是要求完整握手',
  'Empty, as the client’s: a client refuses anything but what it sent':
    '空，与客户端的相同：除自己发去的值外，客户端一概拒绝',
  'The client’s {0} bytes, sent back unchanged; a client refuses anything else':
    '客户端的 {0} 字节，原样送回；若是别的值，客户端会拒绝',
  '{0} bytes that are not what the client sent, which it must refuse':
    '{0} 字节，不是客户端发去的值，客户端必须拒绝',
  'Empty: the server keeps no session that could be resumed by its ID': '空：服务端不保存可按标识恢复的会话',
  'The client’s {0} bytes, sent back: the server resumes that session, and skips certificates and key exchange':
    '客户端的 {0} 字节，原样送回：服务端恢复该会话，省去证书与密钥交换',
  '{0} new bytes: the server keeps this session, and a client that names it later may resume it':
    '{0} 个新字节：服务端保存这次会话，日后指明它的客户端可以恢复',
  '0, the null method, is the only one left: the length of compressed secrets gives them away (CRIME)':
    '0，不压缩，只剩这一种：秘密压缩后的长度会使它泄露（CRIME）',
  '1, DEFLATE: nobody may choose it any more, because the length of compressed secrets gives them away (CRIME)':
    '1，DEFLATE：已不得选用，因为秘密压缩后的长度会使它泄露（CRIME）',
  '64, LZS: nobody may choose it any more, because the length of compressed secrets gives them away (CRIME)':
    '64，LZS：已不得选用，因为秘密压缩后的长度会使它泄露（CRIME）',
  '{0} is a compression method that nobody has defined': '{0} 是没有定义的压缩方法',

  // Key exchange
  'The server’s share for a Diffie-Hellman key exchange modulo a prime, signed, so that nobody in between can put in another':
    '服务端用于素数模 Diffie-Hellman 密钥交换的份额，带签名，使中间人无法换成别的',
  'The server’s share for a Diffie-Hellman key exchange on a curve, signed, so that nobody in between can put in another':
    '服务端用于椭圆曲线 Diffie-Hellman 密钥交换的份额，带签名，使中间人无法换成别的',
  'What is signed, behind the two randoms': '与双方的随机数一起被签名的内容',
  '3, named_curve: the curve is named by its number; parameters of a curve of one’s own (1 and 2) are refused, since they can hide a weak one':
    '3，named_curve：以编号指明曲线；自行描述的曲线参数（1 与 2）会被拒绝，因为其中可能藏着弱曲线',
  '{0}, {1}: a curve by its parameters, which is refused, since they can hide a weak one':
    '{0}，{1}：以参数描述的曲线，会被拒绝，因为其中可能藏着弱曲线',
  '{0}, the curve that the server chose; it must be among the client’s supported_groups':
    '{0}，服务端选定的曲线；必须在客户端的 supported_groups 之中',
  'The modulus of {0} bits, in no registry: the server made it or chose it from elsewhere, and a client can hardly tell whether it is a good prime':
    '{0} 比特的模数，未经注册：由服务端自制或取自别处，客户端难以判断它是不是好的素数',
  'The modulus of {0} bits is {1}, a prime that is known to be good; below 2048 bits it would be refused (Logjam)':
    '{0} 比特的模数就是 {1}，公认良好的素数；不足 2048 比特会被拒绝（Logjam）',
  'The generator {0} (hexadecimal): both shares are powers of it; 1 or p-1 would make the secret guessable and is refused':
    '生成元 {0}（十六进制）：双方的密钥份额都是它的幂；若是 1 或 p-1，秘密就能猜出，会被拒绝',
  '{0} bytes over client random, server random and the parameters above: the server has the key of its certificate, and made this share for this connection; if it does not hold, the client refuses with decrypt_error':
    '{0} 字节，对客户端随机数、服务端随机数和上面的参数签名：证明服务端持有证书的私钥，且这个份额是为这次连接生成的；若不成立，客户端以 decrypt_error 拒绝',
  'The client’s part of the key exchange: the premaster secret, encrypted; with the two randoms it becomes the main secret':
    '客户端那部分密钥交换：加密的预主密钥；它与双方的随机数一起派生出主密钥',
  'The client’s part of the key exchange: its share; both sides can now compute the premaster secret, which is never sent':
    '客户端那部分密钥交换：它的密钥份额；双方至此都能算出预主密钥，预主密钥从不发送',
  'The premaster secret of 48 bytes, padded as PKCS #1 v1.5 says and encrypted to the RSA key in the server’s certificate, hence {0} bytes: who has that key, now or in ten years, can open it; a server does not say if it is wrong, and lets Finished fail (Bleichenbacher)':
    '48 字节的预主密钥，按 PKCS #1 v1.5 填充，用服务端证书中的 RSA 公钥加密，因此是 {0} 字节：持有私钥的一方无论现在还是十年后都能解开；若内容有误，服务端不会说明，而是让 Finished 验证失败（Bleichenbacher）',
  'what was encrypted, behind a padding of random bytes that nobody kept':
    '被加密的内容，前面有随机字节的填充，填充没有保留',
  'decrypted with the server’s private key, and not what it should be':
    '用服务端的私钥解密，内容却不是应有的',
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
    '先是发送方自己的证书，其后每一张都为前一张作证；根证书不必发送，因为对端本来就必须持有',
  'somebody who cannot be read': '无法读取的主体',
  'The certificate of {0}, which the sender must have the key of': '{0} 的证书，发送方必须持有它的私钥',
  'The certificate of {0}, which leads from the one before to a root': '{0} 的证书，由前一张通向根',
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
    '客户端结束它那部分握手；在线路上看起来像应用数据',
  'The server closes its part of the handshake; on the wire it looks like application data':
    '服务端结束它那部分握手；在线路上看起来像应用数据',
  '{0} bytes: the PRF of the main secret, “client finished” and the hash of all messages before; had one byte of them been changed on the way, it would not match':
    '{0} 字节：以主密钥、“client finished”和此前所有消息的散列值为输入的 PRF；途中只要有一个字节被改动，它就对不上',
  '{0} bytes: the PRF of the main secret, “server finished” and the hash of all messages before; had one byte of them been changed on the way, it would not match':
    '{0} 字节：以主密钥、“server finished”和此前所有消息的散列值为输入的 PRF；途中只要有一个字节被改动，它就对不上',
  '{0} bytes: HMAC of the transcript’s hash with the client’s finished key; had one byte of any message been changed on the way, it would not match':
    '{0} 字节：用客户端的结束密钥对握手摘要作的 HMAC；途中只要有一个字节被改动，它就对不上',
  '{0} bytes: HMAC of the transcript’s hash with the server’s finished key; had one byte of any message been changed on the way, it would not match':
    '{0} 字节：用服务端的结束密钥对握手摘要作的 HMAC；途中只要有一个字节被改动，它就对不上',
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
    '空：第 {0} 张票据的预共享密钥由恢复秘密和空的 nonce 派生',
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
    'rsa_sign：RSA 公钥的证书，用于签署 CertificateVerify',
  'ecdsa_sign: a certificate with an elliptic-curve key, which signs CertificateVerify':
    'ecdsa_sign：椭圆曲线公钥的证书，用于签署 CertificateVerify',
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
    'warning：在 TLS 1.2 中连接可以继续；在 TLS 1.3 中只看警报的种类',
  '{0} is a level that nobody has defined': '{0} 是没有定义的级别',
  'close_notify: the client will send nothing more; without it, nobody could tell an end from a cut':
    'close_notify：客户端不再发送数据；没有它，就分不清是结束还是被切断',
  'close_notify: the server will send nothing more; without it, nobody could tell an end from a cut':
    'close_notify：服务端不再发送数据；没有它，就分不清是结束还是被切断',
  '{0}: what the client objects to': '{0}：客户端所反对的',
  '{0}: what the server objects to': '{0}：服务端所反对的',

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
    'MAC 为 HMAC，用 {0}，先算 MAC 再加密，除非商定了 encrypt_then_mac；PRF 用 {1}',

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
