/** What is told of each extension and of what it lists, with its value. */
export const toldExtensions: Readonly<Record<string, string>> = {
  'The name that the client wants to reach (SNI), by which a server with many names picks its certificate; it is sent in the clear, so an onlooker reads it too':
    '客户端要访问的名称（SNI），有多个名称的服务端据此选择证书；它以明文发送，旁观者也能读到',
  '0, a DNS host name, the only kind of name that was ever defined': '0，DNS 主机名，唯一有定义的名称类型',
  '{0} is a kind of name that nobody has defined': '{0} 是没有定义的名称类型',
  '{0}: a server without a certificate for this name sends another one, or refuses with unrecognized_name':
    '{0}：没有该名称证书的服务端会发送另一张，或以 unrecognized_name 拒绝',
  'Empty: the server used the client’s server_name to choose its certificate; without this answer it may have sent a default one':
    '空：服务端已按客户端的 server_name 选择证书；没有这个回应，发来的可能是默认证书',
  'Asks the server to staple a fresh OCSP response, so that the client need not ask the responder whether the certificate was revoked':
    '请服务端装订新的 OCSP 响应，客户端就无须自行向响应者查询证书是否已吊销',
  '1, an OCSP response, the only kind of status that was ever defined': '1，OCSP 响应，唯一有定义的状态类型',
  'Empty: any responder’s answer will do': '空：任何响应者的答复都可以',
  '{0} bytes that name responders whose answers the client takes': '{0} 字节，列出客户端接受其答复的响应者',
  'Empty: the OCSP request gets no extensions, such as a nonce, so the server can staple one answer to many clients':
    '空：OCSP 请求不带扩展（例如 nonce），因此服务端可以把同一份答复装订给许多客户端',
  '{0} bytes of extensions for the OCSP request, which make a stapled answer impossible to prepare':
    '{0} 字节，OCSP 请求的扩展，这使服务端无法预先准备装订的答复',
  'The server will staple: its OCSP response comes in a CertificateStatus after the Certificate':
    '服务端将装订：OCSP 响应在 Certificate 之后的 CertificateStatus 中',
  'Asks the client to staple an OCSP response for its own certificate': '请客户端为自己的证书装订 OCSP 响应',
  'How points on curves may be written in TLS 1.2; TLS 1.3 fixes one form for each group':
    'TLS 1.2 中曲线点的写法；TLS 1.3 为每个组规定了唯一的写法',
  '0, uncompressed: the client reads points as 04, x and y; a list without it is refused':
    '0，未压缩：客户端按 04、x、y 读取点；不含它的列表会被拒绝',
  'The server’s answer: how it reads points': '服务端的回应：它怎样读取点',
  '0, uncompressed: the server reads points as 04, x and y too': '0，未压缩：服务端也按 04、x、y 读取点',
  '{0}: the client reads compressed points too, which nobody sends any more':
    '{0}：客户端也能读取压缩的点，不过已没有谁发送',
  '{0}: the server reads compressed points too, which nobody sends any more':
    '{0}：服务端也能读取压缩的点，不过已没有谁发送',
  'The signature schemes that the client can check, most preferred first; with the RSA key exchange that was chosen the server signs nothing':
    '客户端能验证的签名算法，优先的在前；这次选定的 RSA 密钥交换中服务端什么也不签',
  'The signature schemes that the client can check, most preferred first: the server signs its part of the handshake with one of them, or has no certificate to use here':
    '客户端能验证的签名算法，优先的在前：服务端用其中一种对它那部分握手签名，否则就没有可用的证书',
  'The signature schemes that the server can check: a client whose key can sign by none of them stays anonymous':
    '服务端能验证的签名算法：客户端的密钥若不能用其中任何一种签名，客户端就保持匿名',
  'The signature schemes that may be on certificates, where they differ from those of the handshake':
    '证书上可以使用的签名算法（与握手中的不同时）',
  'The application protocols that the client speaks (ALPN), most preferred first; a server that speaks none of them refuses with no_application_protocol or says nothing':
    '客户端支持的应用层协议（ALPN），优先的在前；都不支持的服务端以 no_application_protocol 拒绝，或不予回应',
  '{0}: two bytes of GREASE, a protocol that nobody will ever define':
    '{0}：两个字节的 GREASE，永远不会有定义的协议',
  '{0}, which the server will choose': '{0}，服务端将选中它',
  '{0}, offered as number {1}': '{0}，排在第 {1} 位',
  'The application protocol that the server chose; it must be one that the client offered':
    '服务端选定的应用层协议；必须是客户端提供过的',
  '{0} will be spoken behind the handshake; without this answer the two sides would go by the port alone':
    '握手之后将使用 {0}；没有这个回应，双方就只能按端口推断',
  'The versions that the client speaks, most preferred first: this list and not legacy_version is the offer, and without it there is no TLS 1.3':
    '客户端支持的版本，优先的在前：真正提供的是这个列表而不是 legacy_version；没有它就没有 TLS 1.3',
  '{0}, offered': '{0}，已提供',
  '{0} will be spoken, and its ServerHello must say so again': '将使用 {0}，其后的 ServerHello 必须再次写明',
  '{0} is what both will speak: with this extension the message is TLS 1.3’s, without it TLS 1.2’s':
    '双方将使用 {0}：有这个扩展，消息就是 TLS 1.3 的；没有则是 TLS 1.2 的',
  'Asks that in a CBC suite the MAC covers the ciphertext: a changed record is then refused before anything of it is decrypted, which ends padding oracles such as Lucky Thirteen':
    '请求在 CBC 套件中让 MAC 覆盖密文：被改动的记录在解密之前就遭拒绝，从而杜绝 Lucky Thirteen 之类的填充谕示（padding oracle）攻击',
  'The server agrees: records are encrypted first, and the MAC covers the ciphertext':
    '服务端同意：先加密记录，MAC 覆盖密文',
  'The server answers although {0} is no CBC suite, which a client must refuse':
    '{0} 不是 CBC 套件，服务端却作了回应，客户端必须拒绝',
  '{0} bytes that the server wants to see again, so that it need not remember this client':
    '{0} 字节，服务端要再次看到的内容，这样它就不必记住这个客户端',
  'The server’s {0} bytes, sent back': '服务端给的 {0} 字节，原样送回',
  'Asks for proofs that the certificate is in public logs (Certificate Transparency)':
    '请求证书已录入公开日志的证明（证书透明度）',
  '{0} bytes of proofs that the certificate is in public logs (Certificate Transparency)':
    '{0} 字节，证书已录入公开日志的证明（证书透明度）',
  '{0} zeros that make the hello longer, because some middleboxes hang on hellos of 256 to 511 bytes':
    '{0} 个零字节，用来加长问候消息，因为有些中间设备遇到 256 到 511 字节的问候消息会卡住',
  'The client may be asked for its certificate after the handshake as well; without this a server must not ask then':
    '客户端同意在握手之后也被要求出示证书；没有它，服务端不得在那时要求',
  'Empty: the server does not say from which authorities it takes certificates':
    '空：服务端没有说明接受哪些颁发机构的证书',
  'The authorities from which the server takes certificates; a client with one of another had better not send it':
    '服务端接受哪些颁发机构的证书；别处签发的证书，客户端最好不要发送',
  'The authorities that the client trusts, so that the server can pick the chain that fits':
    '客户端信任的颁发机构，供服务端挑选合适的证书链',
  '{0}: the server accepts client certificates from this authority':
    '{0}：服务端接受这个颁发机构签发的客户端证书',
  '{0}: the client trusts this authority': '{0}：客户端信任这个颁发机构',
  'What the client’s certificate must contain to be accepted': '客户端证书必须含有什么才会被接受',
  '{0} is the extension that the client’s certificate must have': '客户端证书必须有扩展 {0}',
  'Empty: the extension may have any value': '空：该扩展可以是任何值',
  '{0} bytes that the extension must hold': '{0} 字节，该扩展必须含有的内容',
  'Empty; GREASE comes with and without contents': '空；GREASE 有时有内容，有时没有',
  '{0} bytes ({1}) of an extension that is passed over': '{0} 字节（{1}），被略过的扩展的内容',
  '{0} bytes: verify_data of the client’s last Finished, which ties this handshake to the one before it':
    '{0} 字节：客户端上一个 Finished 的 verify_data，把这次握手与前一次绑定',
  '{0} bytes: verify_data of both last Finished, which ties this handshake to the one before it':
    '{0} 字节：双方上一个 Finished 的 verify_data，把这次握手与前一次绑定',
  'Empty in a first handshake: the client would tie a renegotiation to the handshake before it, so that nobody can put their own data in front (CVE-2009-3555)':
    '首次握手时为空：若重新协商，客户端会把它与前一次握手绑定，使任何人都无法在前面插入自己的数据（CVE-2009-3555）',
  'Empty, as in every first handshake: the server does the same; a client need not trust a server that leaves it out':
    '空，首次握手都是如此：服务端也支持绑定；没有这个回应的服务端，客户端不必信任',
  'Empty: the server answers the signalling suite of the client': '空：服务端回应客户端的信号套件',
  'An extension that nobody will ever define.': '永远不会有定义的扩展。',

  // GREASE
  '{0}: a number that no cipher suite will ever have; a server must pass over it, and one that cannot would break on the next real suite too':
    '{0}：永远不会分配给密码套件的编号；服务端必须略过它，做不到的服务端遇到新的正式套件也会出错',
  '{0}: a number that no group will ever have, so that servers stay used to passing over groups they do not know':
    '{0}：永远不会分配给组的编号，使服务端习惯于略过不认识的组',
  '{0}: a number that no version will ever have, so that servers stay used to passing over versions they do not know':
    '{0}：永远不会分配给版本的编号，使服务端习惯于略过不认识的版本',
  '{0}: a number that no signature scheme will ever have, so that the peer stays used to passing over schemes it does not know':
    '{0}：永远不会分配给签名算法的编号，使对端习惯于略过不认识的签名算法',
  '{0}: an extension that nobody will ever define; a server must pass over it, and one that answers it is refused':
    '{0}：永远不会有定义的扩展；服务端必须略过它，回应它的服务端会被拒绝',
  '{0}: the group of a share that no server can answer, beside the GREASE in supported_groups':
    '{0}：这个密钥份额所属的组，没有服务端能回应；与 supported_groups 中的 GREASE 对应',

  // Groups and shares
  '{0}, in which the keys will be agreed on': '{0}，密钥交换将用这个组',
  'powers modulo the prime of {0} bits of RFC 7919, {1} bytes each':
    '以 RFC 7919 的 {0} 比特素数为模的幂，每个 {1} 字节',
  '{0} is a group that handglass does not speak': '{0} 是 handglass 不支持的组',
  'points on Curve25519 with 32 bytes each, made so that every 32 bytes are a valid share':
    'Curve25519 上的点，每个 32 字节；按其设计，任何 32 字节都是有效的密钥份额',
  'points on Curve448 with 56 bytes each, made so that every 56 bytes are a valid share':
    'Curve448 上的点，每个 56 字节；按其设计，任何 56 字节都是有效的密钥份额',
  'points on NIST’s curve P-256 with 65 bytes each, which must be checked to lie on the curve':
    'NIST 曲线 P-256 上的点，每个 65 字节；必须检查点是否在曲线上',
  'points on NIST’s curve P-384 with 97 bytes each, slower than P-256 and with more margin':
    'NIST 曲线 P-384 上的点，每个 97 字节；比 P-256 慢，安全余量更大',
  'points on NIST’s curve P-521 with 133 bytes each, the slowest and with the most margin':
    'NIST 曲线 P-521 上的点，每个 133 字节；最慢，安全余量最大',
  'x25519 and ML-KEM-768 together, so that a quantum computer that breaks the one still faces the other; the client’s share has 1216 bytes, the server’s 1120':
    'x25519 与 ML-KEM-768 并用，量子计算机攻破前者也还要面对后者；客户端的密钥份额 1216 字节，服务端的 1120 字节',
  'P-256 and ML-KEM-768 together, so that a quantum computer that breaks the one still faces the other; the client’s share has 1249 bytes, the server’s 1153':
    'P-256 与 ML-KEM-768 并用，量子计算机攻破前者也还要面对后者；客户端的密钥份额 1249 字节，服务端的 1153 字节',
  'P-384 and ML-KEM-1024 together, so that a quantum computer that breaks the one still faces the other; the client’s share has 1665 bytes, the server’s 1665':
    'P-384 与 ML-KEM-1024 并用，量子计算机攻破前者也还要面对后者；双方的密钥份额都是 1665 字节',
  '04, uncompressed: both coordinates of the point follow ({0}); 02 and 03, with one of them, are refused':
    '04，未压缩：其后是点的两个坐标（{0}）；只带一个坐标的 02 与 03 会被拒绝',
  'The point’s first coordinate ({0}); a point that is not on the curve is refused, since it could give away the other side’s key':
    '点的第一个坐标（{0}）；不在曲线上的点会被拒绝，因为它可能使另一方的密钥泄露',
  'The point’s second coordinate ({0}), one of the two that fit the first':
    '点的第二个坐标（{0}），与第一个坐标相配的两个值之一',
  'The client’s ML-KEM key of {0} bytes: the server encrypts a secret to it':
    '客户端的 ML-KEM 公钥，{0} 字节：服务端用它加密一个秘密',
  'A secret of the server, encrypted to the client’s ML-KEM key, {0} bytes':
    '服务端的秘密，用客户端的 ML-KEM 公钥加密，{0} 字节',
  'The client’s x25519 share of 32 bytes beside it: the shared secret is made from both':
    '并列的客户端 x25519 密钥份额，32 字节：共享密钥由两者共同得出',
  'The server’s x25519 share of 32 bytes beside it: the shared secret is made from both':
    '并列的服务端 x25519 密钥份额，32 字节：共享密钥由两者共同得出',
  'the key of {0}': '{0} 的公钥',
  'the server’s share': '服务端的密钥份额',
  'The groups in which the client can agree on keys; with the RSA key exchange that was chosen none is used':
    '客户端可用于密钥交换的组；这次选定的 RSA 密钥交换不用任何组',
  'The groups in which the client can agree on keys, most preferred first; without one in common there is no key exchange':
    '客户端可用于密钥交换的组，优先的在前；没有共同的组就无法交换密钥',
  'The server’s groups, as a hint for the client’s next connection; this one is not changed by it':
    '服务端的组，供客户端下次连接参考；对这次连接没有影响',
  '{0}: the server speaks it, as number {1} of its liking': '{0}：服务端支持，在它的优先次序中排在第 {1} 位',
  'No share: the client asks the server to name a group by a HelloRetryRequest':
    '没有密钥份额：客户端请服务端用 HelloRetryRequest 指定一个组',
  'The client’s shares of {0}, sent before the server has chosen: if it wants another group it sends a HelloRetryRequest, which costs a round trip':
    '客户端的 {0} 密钥份额，在服务端选定之前就发送：服务端若要别的组，就发 HelloRetryRequest，多花一次往返',
  '{0}, which the server will choose for its own share': '{0}，服务端自己的密钥份额将选用这个组',
  '{0}, a share that the server will not use': '{0}，服务端不会使用的密钥份额',
  '{0}: the second ClientHello must bring a share of this group, which is among its supported_groups but came without a share':
    '{0}：第二个 ClientHello 必须带上这个组的密钥份额；它在 supported_groups 之中，但先前没有密钥份额',
  'The server’s share: both sides can now compute the shared secret, from which all keys come':
    '服务端的密钥份额：双方至此都能算出共享密钥，所有密钥都由它派生',
  '{0}, one of the groups that the client sent a share of; another one would be refused':
    '{0}，客户端发来密钥份额的组之一；别的组会被拒绝',
  '{0} byte in place of a share of {1}': '{0} 字节，占据 {1} 密钥份额的位置',
  'The client’s share of {0}, fresh for this connection: with its private half and the server’s share it computes the shared secret, which is never sent':
    '客户端的 {0} 密钥份额，为这次连接新生成：用它的私有部分和服务端的密钥份额算出共享密钥，共享密钥从不发送',
  'The server’s share of {0}, fresh for this connection: with its private half and the client’s share it computes the shared secret, which is never sent':
    '服务端的 {0} 密钥份额，为这次连接新生成：用它的私有部分和客户端的密钥份额算出共享密钥，共享密钥从不发送',

  // Sessions
  'Asks to bind the main secret to the whole handshake: without it somebody in the middle can bring two connections to the same main secret (triple handshake); TLS 1.3 does it anyway':
    '请求把主密钥与整个握手绑定：没有它，中间人可以使两条连接得出同一个主密钥（三重握手攻击）；TLS 1.3 本来就是如此',
  'The server agrees: the main secret comes from a hash of all messages so far, and not from the two randoms':
    '服务端同意：主密钥由至此所有消息的散列值得出，而不是由双方的随机数得出',
  'Empty: the client has no ticket of TLS 1.2, and would like one':
    '空：客户端没有 TLS 1.2 的票据，希望得到一张',
  'A ticket of {0} bytes that only the server can open: if it takes it, certificates and key exchange are skipped; if not, a full handshake follows':
    '一张 {0} 字节的票据，只有服务端能解开：若采用，就省去证书与密钥交换；否则进行完整握手',
  'The server will send a NewSessionTicket before its ChangeCipherSpec':
    '服务端将在 ChangeCipherSpec 之前发送 NewSessionTicket',
  'How the client would resume; without this extension it may not offer a pre-shared key':
    '客户端希望怎样恢复会话；没有这个扩展就不得提供预共享密钥',
  '1, psk_dhe_ke: a resumed connection makes a fresh key exchange as well, and so keeps forward secrecy':
    '1，psk_dhe_ke：恢复的会话仍做一次新的密钥交换，因而保有前向保密',
  '0, psk_ke: a resumed connection has its keys from the ticket alone; who gets that later can read it':
    '0，psk_ke：恢复的会话只用票据派生密钥；日后得到票据秘密的人就能解开它',
  '{0} is a mode that nobody has defined': '{0} 是没有定义的模式',
  'Offers to resume; it is the last extension, because its binders cover everything before them':
    '提出恢复会话；它是最后一个扩展，因为其绑定值覆盖之前的全部内容',
  'The tickets on offer: the server takes one of them, or none and makes a full handshake':
    '所提出的票据：服务端采用其中一张；若都不采用，就进行完整握手',
  'A ticket of {0} bytes from an earlier connection: only the server can open it, and finds the pre-shared key in it':
    '先前连接得到的一张 {0} 字节的票据：只有服务端能解开，从中得到预共享密钥',
  '{0}: the ticket’s age in milliseconds plus its ticket_age_add, modulo 2^32; an age that does not fit what the server sees costs the early data, but not the handshake':
    '{0}：票据的年龄（毫秒）加上它的 ticket_age_add，再对 2^32 取模；年龄与服务端所见不符会失去早期数据，但不影响握手',
  'A binder for each ticket, in the same order': '每张票据一个绑定值，次序相同',
  'HMAC of {0} bytes over the hello up to the binders, with a key from the pre-shared key: the client has that key; a wrong one ends the handshake with decrypt_error':
    '{0} 字节的 HMAC，覆盖问候消息直到绑定值之前，所用密钥由预共享密钥派生：证明客户端持有该密钥；若不对，握手以 decrypt_error 结束',
  '{0}: the server resumes with this one of the tickets offered, counted from 0, and needs no certificate; without the extension the handshake would be a full one':
    '{0}：服务端采用所提出的第几张票据（从 0 数起）来恢复会话，不再需要证书；没有这个扩展就是完整握手',
  'Application data comes right behind this hello, under a key from the ticket; it can be played back by others, so the server need not take it':
    '紧跟着这个问候消息就有应用数据，由票据派生的密钥保护；它可能被他人重放，因此服务端不一定接受',
  'The server takes the early data; without this answer it is lost':
    '服务端接受早期数据；没有这个回应，早期数据就会被丢弃',
  '{0} bytes of early data at most may come with this ticket; without the extension none may':
    '凭这张票据至多可发 {0} 字节的早期数据；没有这个扩展则不可以发',

  // Signature schemes
  '{0}: the server may sign with it': '{0}：服务端可用它签名',
  '{0}: the client may sign with it': '{0}：客户端可用它签名',
  '{0}: may be on the server’s certificates': '{0}：服务端的证书可用它签名',
  '{0}: may be on the client’s certificates': '{0}：客户端的证书可用它签名',
  'The client signed with {0}, which the server’s CertificateRequest must allow':
    '客户端用 {0} 签名，它必须是服务端的 CertificateRequest 所允许的',
  'The server signed with {0}, which the client’s signature_algorithms must allow':
    '服务端用 {0} 签名，它必须是客户端的 signature_algorithms 所允许的',
  'its SHA-1 hash can be forged, so it is spoken only when asked for by name':
    '其 SHA-1 散列可以伪造，因此只在指名要求时才用',
  'its MD5 hash can be forged, so nobody speaks it': '其 MD5 散列可以伪造，因此已没有谁使用',
  'RSA with PSS padding and {0}, by an ordinary RSA key': 'RSA，PSS 填充，散列 {0}，用普通的 RSA 密钥',
  'RSA with PSS padding and {0}, by a key whose certificate allows PSS alone':
    'RSA，PSS 填充，散列 {0}，密钥的证书只允许 PSS',
  'RSA with PKCS #1 v1.5 padding and {0}, which TLS 1.3 no longer takes in a handshake':
    'RSA，PKCS #1 v1.5 填充，散列 {0}，TLS 1.3 的握手已不接受',
  'RSA with PKCS #1 v1.5 padding and {0}, for TLS 1.2 and inside certificates only':
    'RSA，PKCS #1 v1.5 填充，散列 {0}，只用于 TLS 1.2 和证书内部',
  'ECDSA with {0}; in TLS 1.2 the curve in the name does not count':
    'ECDSA，散列 {0}；在 TLS 1.2 中，名称里的曲线不算数',
  'ECDSA with {0}, and in TLS 1.3 only by a key on {1}': 'ECDSA，散列 {0}；在 TLS 1.3 中密钥必须在 {1} 上',
  'handglass does not know this scheme': 'handglass 不认识这种签名算法',
  'EdDSA on Curve25519, by an Ed25519 key': 'Curve25519 上的 EdDSA，用 Ed25519 密钥',
  'EdDSA on Curve448, by an Ed448 key': 'Curve448 上的 EdDSA，用 Ed448 密钥',
  'ML-DSA-44, which a quantum computer cannot forge': 'ML-DSA-44，量子计算机无法伪造',
  'ML-DSA-65, which a quantum computer cannot forge': 'ML-DSA-65，量子计算机无法伪造',
  'ML-DSA-87, which a quantum computer cannot forge': 'ML-DSA-87，量子计算机无法伪造',
  '{0}: as in the first ClientHello': '{0}：与第一个 ClientHello 相同',
  '{0}: as in the HelloRetryRequest': '{0}：与 HelloRetryRequest 相同',
  '{0} is an extension that handglass does not read, and passes over':
    '{0} 是 handglass 不解读的扩展，予以略过',
  'extension {0}': '扩展 {0}',
  'message {0}': '消息 {0}',
  'the last {0} bits do not count': '最后 {0} 个比特不算',
};
