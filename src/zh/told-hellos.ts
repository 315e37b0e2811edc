/** What is told of the hellos, with their values. */
export const toldHellos: Readonly<Record<string, string>> = {
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
    '“DOWNGRD”加 01：服务端支持 TLS 1.3，但被要求使用 TLS 1.2；提供过 TLS 1.3 的客户端由此得知有人在途中删去了它，于是拒绝',
  '“DOWNGRD” and 00: the server speaks TLS 1.2 or newer but was asked for less; a client that did offer more sees here that somebody changed the offer, and refuses':
    '“DOWNGRD”加 00：服务端支持 TLS 1.2 或更新的版本，但被要求使用更旧的；提供过更新版本的客户端由此得知有人在途中作了改动，于是拒绝',
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
    '0：什么都不压缩；其他回应都会被拒绝，因为压缩后的长度会泄露秘密（CRIME）',
  '{0}: the server chose a compression method that was not offered': '{0}：服务端选了没有提供的压缩方法',
  'The server can speak with this client but has no share that it can use: it asks for a second ClientHello':
    '服务端可以与这个客户端通信，但没有可用的密钥份额：要求第二个 ClientHello',
  'The server answers: which version, suite and extensions it chose from the offer':
    '服务端作答：在客户端提供的范围内，选定了哪个版本、套件与扩展',
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
    '{0} 字节，客户端为票据自行生成的值：服务端若原样送回，就是采用票据并恢复会话；若为空或是别的值，就是完整握手',
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
    '0，不压缩，只剩这一种：压缩后的长度会泄露秘密（CRIME）',
  '1, DEFLATE: nobody may choose it any more, because the length of compressed secrets gives them away (CRIME)':
    '1，DEFLATE：已不得选用，因为压缩后的长度会泄露秘密（CRIME）',
  '64, LZS: nobody may choose it any more, because the length of compressed secrets gives them away (CRIME)':
    '64，LZS：已不得选用，因为压缩后的长度会泄露秘密（CRIME）',
  '{0} is a compression method that nobody has defined': '{0} 是没有定义的压缩方法',
};
