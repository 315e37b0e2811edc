/** What explain and show say: alerts, suites, definitions and other names. */
export const explanations: Readonly<Record<string, string>> = {
  // Alerts
  'The sender has nothing more to say: the regular end of its direction.':
    '发送方不再发送数据：这一方向正常结束。',
  'A connection that ends without it may have been cut off by anybody on the way.':
    '连接若没有它就结束，可能是被途中的任何一方切断的。',
  'A message came that has no place at this step.': '收到了不该在这一步出现的消息。',
  'Usually one side has a bug, or something that is not TLS is mixed into the connection.':
    '通常是某一方有缺陷，或者连接里混入了不是 TLS 的数据。',
  'A record could not be opened with the keys that the receiver has.': '接收方用手中的密钥解不开某个记录。',
  'The bytes were changed on the way, a record was lost, or the two sides made different keys; in TLS 1.2 with RSA key exchange also after a premaster secret that the server could not read.':
    '字节在途中被改动，记录有丢失，或双方得出的密钥不同；在使用 RSA 密钥交换的 TLS 1.2 中，服务端解不开预主密钥时也是如此。',
  'An old name for a record that could not be decrypted; to send it apart from bad_record_mac made padding oracles possible, so nobody may.':
    '记录无法解密的旧名称；把它与 bad_record_mac 分开发送会招致填充谕示（padding oracle）攻击，因此已不得使用。',
  'A record was longer than TLS allows, before or after decryption.':
    '有记录在解密之前或之后超过 TLS 允许的长度。',
  'A compressed record could not be unpacked; compression is gone since CRIME, so a sound peer never sends this.':
    '有压缩的记录无法解压；CRIME 之后已不再使用压缩，正常的对端从不发送这个警报。',
  'The sender could not agree to any of the parameters that were offered.':
    '所提供的参数，发送方没有一组能接受。',
  'Five causes end in this one alert: no cipher suite in common, no group in common, no signature algorithm in common, a certificate of another kind than the suites allow, and in TLS 1.2 a client certificate that was required and not sent.':
    '有五种原因都归到这一个警报：没有共同的密码套件，没有共同的组，没有共同的签名算法，证书类型与套件不符，以及在 TLS 1.2 中要求客户端证书而没有收到。',
  'Which one it is shows when it comes: right behind the ClientHello nothing offered was acceptable; behind the client’s Certificate the server wants one, or another.':
    '是哪一种，要看它何时到来：紧跟在 ClientHello 之后，说明所提供的都不可接受；在客户端的 Certificate 之后，说明服务端要求证书，或者要换一张。',
  'In SSL 3.0 the client’s answer when it had no certificate; since TLS 1.0 it sends an empty Certificate instead.':
    '在 SSL 3.0 中，客户端没有证书时以此作答；自 TLS 1.0 起改为发送空的 Certificate。',
  'The certificate is damaged, or one of its signatures is wrong.': '证书已损坏，或其中有签名不对。',
  'Go and GnuTLS send it for any certificate that they refuse: expired, of an unknown CA, for another name.':
    '无论因何拒绝证书，Go 与 GnuTLS 都发送它：过期、CA 未知、名称不符。',
  'The certificate is of a kind that the sender does not take.': '发送方不接受这一类证书。',
  'OpenSSL and Node send it when the extended key usage is missing: a certificate for servers used by a client, or the reverse.':
    '扩展密钥用途不符时 OpenSSL 与 Node 发送它：客户端用了服务端证书，或者相反。',
  'The certificate was revoked by its CA.': '证书已被它的 CA 吊销。',
  'The certificate has expired, or is not valid yet.': '证书已过期，或尚未生效。',
  'The clock of the side that sends it may be wrong too.': '也可能是发送方的时钟不准。',
  'Something else is wrong with the certificate.': '证书有其他问题。',
  'Java sends it for any certificate that it refuses; browsers send it when the person closes the warning.':
    '无论因何拒绝证书，Java 都发送它；浏览器则在用户关闭警告页时发送它。',
  'A field has a value that is not allowed there, or that contradicts another.':
    '某个字段取了不允许的值，或与另一个字段矛盾。',
  'One side has a bug, or a device between them changes messages.':
    '某一方有缺陷，或者中间的设备改动了消息。',
  'No path from the certificate to a trust anchor of the sender was found.':
    '没有找到从该证书通往发送方信任锚的路径。',
  'Either the CA is not in its trust store, or the other side did not send its intermediate certificate.':
    '要么 CA 不在它的信任库中，要么另一方没有发送中间证书。',
  'The certificate is in order, and its holder may not come in.': '证书没有问题，但其持有者无权访问。',
  'A message could not be read: a length is wrong, or bytes are missing or left over.':
    '消息无法读取：长度不对，或者字节有缺有余。',
  'A signature, a Finished or a PSK binder did not check out.': '签名、Finished 或 PSK 绑定值未通过验证。',
  'Often the private key does not belong to the certificate; else the messages that the two sides saw differ.':
    '多半是私钥与证书不匹配；否则就是双方看到的消息不同。',
  'DTLS alone: too many connection IDs were asked for.': '仅用于 DTLS：请求的连接标识太多。',
  'From the days of export suites; nobody sends it any more.': '出口级套件时代的遗物；如今已无人发送。',
  'The version that was offered is not spoken.': '不支持所提供的版本。',
  'One side is too old for the other, or is restricted to other versions; some boxes send it to any TLS 1.3 hello although they speak 1.2.':
    '一方对另一方来说太旧，或被限定为其他版本；有些设备虽支持 1.2，却对任何 TLS 1.3 的问候消息都这样回应。',
  'The server wants stronger suites than the client offers.': '服务端要求比客户端所提供的更强的套件。',
  'Something failed in the sender that has nothing to do with TLS itself.':
    '发送方内部出错，与 TLS 本身无关。',
  'Go and some proxies send it when they have no certificate for the name that was asked for.':
    'Go 与一些代理在没有所请求名称的证书时发送它。',
  'The client says that it tried a newer version before, and the server speaks that newer version: somebody broke the first try.':
    '客户端表明它先前尝试过更新的版本，而服务端支持那个版本：可见第一次尝试遭到了破坏。',
  'A person, or the program, broke the handshake off.': '用户或程序中止了握手。',
  'The answer to a wish to renegotiate: no. In TLS 1.2 it is a warning, and the connection goes on.':
    '对重新协商请求的拒绝。在 TLS 1.2 中它只是警告，连接继续。',
  'An extension that this handshake needs was not sent, such as supported_groups or signature_algorithms.':
    '缺少这次握手必需的扩展，例如 supported_groups 或 signature_algorithms。',
  'The server answered with an extension that the client had not offered, or one stands in the wrong message.':
    '服务端回应了客户端没有提供的扩展，或有扩展出现在不该出现的消息中。',
  'The certificate was to be fetched from an address, and could not be.':
    '证书应从某个地址获取，却没有取到。',
  'The server has no host of the name in server_name.': '服务端没有 server_name 中的主机。',
  'The name is misspelt, is not configured there, or was not sent: a client that connects to an IP address sends none.':
    '名称拼错，或服务端没有配置，或根本没有发送：连接 IP 地址的客户端不发送名称。',
  'The stapled OCSP response is damaged, outdated, or about another certificate.':
    '装订的 OCSP 响应已损坏、过时，或针对的是另一张证书。',
  'The certificate that was fetched is not the one that was announced.': '获取到的证书不是所声明的那一张。',
  'The server knows no pre-shared key of that name.': '服务端没有那个名称的预共享密钥。',
  'The server requires a client certificate, and got none.': '服务端要求客户端证书，却没有收到。',
  'In TLS 1.3 the client has finished its handshake by then, so that it comes with the first read.':
    '在 TLS 1.3 中客户端此时已完成握手，因此在第一次读取数据时才会遇到。',
  'An error for which there is no other alert.': '没有其他警报可用的错误。',
  'None of the application protocols that the client offered (ALPN) is spoken there.':
    '客户端提供的应用层协议（ALPN），服务端都不支持。',
  'The client offered Encrypted Client Hello, and the server could not use it; its keys in the DNS are outdated.':
    '客户端提供了加密的 ClientHello（ECH），服务端无法使用；它在 DNS 中的密钥已过时。',

  // Definitions
  'TLS extension': 'TLS 扩展',
  'IANA has given this number; handglass does not use the extension, and shows its bytes.':
    '这个编号由 IANA 分配；handglass 不使用该扩展，只显示其字节。',
  'certificate extension': '证书扩展',
  'object identifier': '对象标识符',
  'group for key exchange': '密钥交换的组',
  'Hybrid: a curve together with a key encapsulation that quantum computers do not break.':
    '混合：椭圆曲线，加上量子计算机攻不破的密钥封装。',
  'Powers modulo a prime that RFC 7919 gives a name, for DHE.':
    '以 RFC 7919 所命名的素数为模的幂运算，用于 DHE。',
  'An elliptic curve, for ECDHE.': '椭圆曲线，用于 ECDHE。',
  'signature scheme': '签名算法',
  'A way to sign: the kind of key, the padding or curve, and the hash.':
    '一种签名方式：密钥类型、填充或曲线，以及散列算法。',

  // Other names
  'Wireshark’s name for a handshake message that it cannot decrypt. After ChangeCipherSpec in TLS 1.2 it is Finished.':
    'Wireshark 对无法解密的握手消息的称呼。在 TLS 1.2 中，ChangeCipherSpec 之后的就是 Finished。',
  'With a key log Wireshark shows it by its name.': '有了密钥日志，Wireshark 就会显示它的名称。',
  'The 32 random bytes of the ClientHello. They are public; they make the keys of each connection different.':
    'ClientHello 中的 32 字节随机数。它是公开的；它使每次连接的密钥各不相同。',
  'The 32 random bytes of the ServerHello. They are public; the last eight may say that the server was kept from TLS 1.3.':
    'ServerHello 中的 32 字节随机数。它是公开的；最后八个字节可能表明服务端未能使用 TLS 1.3（降级标记）。',
  'What the key exchange of TLS 1.2 gives: with RSA 48 bytes that the client makes, with DHE and ECDHE the shared secret that both compute.':
    'TLS 1.2 密钥交换的产物：RSA 时是客户端生成的 48 字节，DHE 与 ECDHE 时是双方各自算出的共享密钥。',
  'It is the only one of the three inputs that is secret; it never travels in the clear.':
    '三个输入中只有它是保密的；它从不以明文传输。',
  'The 48 bytes that TLS 1.2 derives from the premaster secret and both randoms, or the hash of the handshake; older texts say master secret.':
    'TLS 1.2 由预主密钥和双方的随机数（或握手摘要）派生出的 48 字节；旧文献称 master secret。',
  'All keys come from it, and a resumed connection starts from it again.':
    '所有密钥都由它派生，恢复的会话也从它开始。',
  'The keys of one connection, cut from the key block: for each direction a write key, with CBC a MAC key, with an AEAD an IV.':
    '一次连接的各把密钥，从密钥块中切出：每个方向各有一把写密钥，CBC 另有 MAC 密钥，AEAD 另有 IV。',
  'Neither side makes them alone: both randoms and the premaster secret go into each.':
    '它们不是由哪一方单独生成的：每一把都用到双方的随机数和预主密钥。',
  'A name that the server gives a session of TLS 1.2, so that the client can resume it; in TLS 1.3 it is sent for show alone.':
    '服务端给 TLS 1.2 会话取的标识，供客户端恢复会话；在 TLS 1.3 中只为兼容而发送，没有实际作用。',
  'A session that the server has sealed with a key of its own and handed to the client to keep; the client shows it to resume.':
    '服务端用自己的密钥封装、交由客户端保管的会话；客户端出示它以恢复会话。',
  'JSSE calls the random of a hello RandomCookie in its log. The cookie of TLS 1.3 is something else: bytes in a HelloRetryRequest that the client returns.':
    'JSSE 的日志把问候消息中的随机数称为 RandomCookie。TLS 1.3 的 cookie 是另一回事：那是 HelloRetryRequest 中要客户端送回的字节。',
  'One byte in a record of its own kind: from the next record on, the new keys. In TLS 1.3 it says nothing, and is sent to please boxes that expect it.':
    '单独一类记录中的一个字节：自下一个记录起改用新密钥。在 TLS 1.3 中它没有意义，只为迁就那些期待它的中间设备。',
  'The name of the host that the client wants, in the clear, so that one address can serve many.':
    '客户端要访问的主机名，以明文发送，使一个地址可以承载多个站点。',
  'The protocols that the client can speak inside TLS, such as h2 and http/1.1; the server takes one.':
    '客户端在 TLS 之内支持的协议，例如 h2 与 http/1.1；由服务端选定其一。',
  'What Finished carries: an HMAC over the whole handshake so far. If a byte was changed on the way, it does not fit.':
    'Finished 的内容：对此前整个握手的 HMAC。途中只要有一个字节被改动，它就对不上。',
  'Who obtains the server’s private key later cannot read what was recorded before. DHE and ECDHE give it, RSA key exchange does not.':
    '日后取得服务端私钥的人，也解不开先前录下的通信。DHE 与 ECDHE 有此性质，RSA 密钥交换没有。',
  'The client proves who it is too: the server asks with CertificateRequest, the client answers with Certificate and signs the handshake in CertificateVerify.':
    '客户端也证明自己的身份：服务端以 CertificateRequest 提出要求，客户端以 Certificate 作答，并在 CertificateVerify 中对握手签名。',

  // Suites
  'cipher suite': '密码套件',
  'field of {0}': '{0} 的字段',
  'Key exchange: RSA. The client encrypts the premaster secret to the server’s key, so there is no forward secrecy.':
    '密钥交换：RSA。客户端用服务端的公钥加密预主密钥，因此没有前向保密。',
  'Authentication: RSA. Only the holder of the certificate’s key can open the premaster secret.':
    '认证：RSA。只有持有证书私钥的一方才能解开预主密钥。',
  'Key exchange: DHE. Both sides send a fresh share of a prime group: forward secrecy.':
    '密钥交换：DHE。双方各自在以素数为模的组上发送全新的密钥份额：有前向保密。',
  'Authentication: RSA. The server signs its share with its RSA key.':
    '认证：RSA。服务端用 RSA 私钥对自己的密钥份额签名。',
  'Authentication: DSS. The server signs its share with a DSA key, which no CA certifies any more.':
    '认证：DSS。服务端用 DSA 私钥对自己的密钥份额签名；已没有 CA 为这种密钥签发证书。',
  'Key exchange: ECDHE. Both sides send a fresh share on an elliptic curve: forward secrecy.':
    '密钥交换：ECDHE。双方各自发送椭圆曲线上全新的密钥份额：有前向保密。',
  'Authentication: ECDSA. The server signs its share with its key on an elliptic curve.':
    '认证：ECDSA。服务端用椭圆曲线私钥对自己的密钥份额签名。',
  'Key exchange: static Diffie-Hellman. The server’s share stands in its certificate and never changes, so there is no forward secrecy.':
    '密钥交换：静态 Diffie-Hellman。服务端的密钥份额写在证书里，从不更换，因此没有前向保密。',
  'Key exchange with a key that both sides were given beforehand (PSK).':
    '密钥交换：使用事先分发给双方的密钥（PSK）。',
  'Authentication: none. Anybody in between can be the other side.':
    '认证：无。中间的任何一方都能冒充另一方。',
  'Key exchange: SRP, with a password.': '密钥交换：SRP，使用口令。',
  'Encryption and MAC in one: AES in GCM mode (AEAD).': '加密与 MAC 合一：AES，GCM 模式（AEAD）。',
  'Encryption and MAC in one: AES in CCM mode with a tag of 8 bytes (AEAD).':
    '加密与 MAC 合一：AES，CCM 模式，标签 8 字节（AEAD）。',
  'Encryption and MAC in one: AES in CCM mode (AEAD).': '加密与 MAC 合一：AES，CCM 模式（AEAD）。',
  'Encryption and MAC in one: ChaCha20 with Poly1305 (AEAD).':
    '加密与 MAC 合一：ChaCha20 与 Poly1305（AEAD）。',
  'Encryption: AES in CBC mode, with padding.': '加密：AES，CBC 模式，带填充。',
  'Encryption: Triple DES in CBC mode; its blocks of 64 bits repeat after too little data (Sweet32).':
    '加密：三重 DES，CBC 模式；其 64 比特的分组用不了多少数据就会重复（Sweet32）。',
  'Encryption: RC4, a stream cipher whose output is biased.': '加密：RC4，输出有偏差的流密码。',
  'Encryption and MAC in one, with a block cipher that is rarely used (AEAD).':
    '加密与 MAC 合一：少见的分组密码（AEAD）。',
  'Encryption with a block cipher that is rarely used, in CBC mode.': '加密：少见的分组密码，CBC 模式。',
  'Encryption with a key so short that anybody can search it.': '加密：密钥短得任何人都能穷举。',
  'Encryption: none. Anybody on the way can read along.': '加密：无。途中的任何一方都能读到内容。',
  'MAC: HMAC with SHA-384.': 'MAC：HMAC，使用 SHA-384。',
  'MAC: HMAC with SHA-256.': 'MAC：HMAC，使用 SHA-256。',
  'MAC: HMAC with SHA-1.': 'MAC：HMAC，使用 SHA-1。',
  'MAC: HMAC with MD5.': 'MAC：HMAC，使用 MD5。',
  'A signal in the list of suites, and no suite.': '套件列表中的信号，不是套件。',
  'Never spoken here: {0}.': '这里从不使用：{0}。',
  'A suite of TLS 1.3: key exchange and signature are agreed in extensions.':
    'TLS 1.3 的套件：密钥交换与签名算法在扩展中商定。',
  'Keys are derived with {0}.': '密钥派生使用 {0}。',
  'The client understands secure renegotiation; a signal for servers that stumble over extensions.':
    '客户端支持安全的重新协商；这是给处理不了扩展的服务端的信号。',
  'The client tried a newer version before, and that try failed.':
    '客户端先前尝试过更新的版本，那次尝试失败了。',

  // show
  'logged: 1 handshake message, without its bytes': '日志：1 条握手消息，没有字节',
  'logged: {0} handshake messages, without their bytes': '日志：{0} 条握手消息，没有字节',
  'recorded: 1 handshake message': '录制：1 条握手消息',
  'recorded: {0} handshake messages': '录制：{0} 条握手消息',
  'the bytes of the {0} cannot be followed further: {1}': '{0} 的字节无法再跟踪下去：{1}',
};
