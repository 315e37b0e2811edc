/** What goes wrong in a handshake and on a connection, and why something was chosen. */
export const handshake: Readonly<Record<string, string>> = {
  // What we were doing
  'an answer from {0}': '{0} 的答复',
  'checking {0}': '检查 {0}',
  'waiting for {0}': '等待 {0}',
  '{0} or {1}': '{0} 或 {1}',
  'the public key': '公钥',
  'the private key': '私钥',
  'the key exchange': '密钥交换',
  'the replay guard': '重放防护',

  // The connection
  'code that was passed in failed: {0}': '传入的代码出错：{0}',
  'application data can only be written while the connection is open': '只有连接打开时才能写应用数据',
  'more early data was written than the server takes': '写入的早期数据超过服务端所接受的',
  'keys can only be updated on an open TLS 1.3 connection': '只有在打开的 TLS 1.3 连接上才能更新密钥',
  'this connection cannot do this now: {0}': '这条连接现在不能做这件事：{0}',
  'the exporter needs a finished handshake': '导出密钥材料需要已完成的握手',
  'a time limit must be a number of milliseconds above 0, or Infinity':
    '时限必须是大于 0 的毫秒数，或 Infinity',
  'a handshake’s flow ended, which it never should': '握手流程结束了，而它本不该结束',
  'there was no answer in time': '没有及时作答',
  'the peer sent more than {0} messages in a row after the handshake':
    '握手之后，对端连续发送了超过 {0} 条消息',
  'its first bytes are {0}': '开头的字节是 {0}',
  'the peer does not speak TLS here: {0}': '对端在这里不使用 TLS：{0}',
  'the peer sent application data in the middle of a handshake': '对端在握手中途发送了应用数据',
  'the client sent more early data than its ticket allows': '客户端发送的早期数据超过其票据所允许的',
  'more than {0} bytes were fed to a paused connection': '向暂停的连接送入了超过 {0} 字节',
  'the peer’s handshake message goes on after a key change': '对端的握手消息跨过了密钥的更换',
  'the peer sent {0} in the middle of a handshake message': '对端在一条握手消息中途发送了 {0}',
  'the peer sent more than {0} records without content in a row': '对端连续发送了超过 {0} 个没有内容的记录',
  'the peer sent {0} where {1} belongs': '此处应为 {1}，对端发来的是 {0}',
  'the peer’s {0} is malformed: {1}': '对端的 {0} 格式有误：{1}',
  'the peer sent change_cipher_spec where {0} belongs': '此处应为 {0}，对端发来的是 change_cipher_spec',
  'records is {0}; it must be flight, message or a whole number from 1 to {1}':
    'records 是 {0}；必须是 flight、message 或 1 到 {1} 的整数',
  'the peer sent more handshake data where our flight begins': '该由我方发送时，对端仍在发送握手数据',
  'the peer sent an alert of {0} bytes': '对端发来的警报有 {0} 字节',
  'the peer sent an alert of level {0}': '对端发来的警报的级别是 {0}',
  'the peer sent more than {0} warnings': '对端发来的警告超过 {0} 个',
  'the peer sent the alert {0} ({1})': '对端发来警报 {0} ({1})',
  'the peer kept us waiting too long for {0}': '等待对端的 {0} 超时',
  'an answer from {0} did not come in time': '{0} 没有及时作答',
  'the connection was cut while we were waiting for {0}': '等待 {0} 时，连接被切断',
  'the connection was cut without close_notify': '没有收到 close_notify，连接就被切断',
  'bytes in a SharedArrayBuffer are refused': '不接受 SharedArrayBuffer 中的字节',
  '{0} did not answer with bytes in memory of its own': '{0} 给出的字节不在它自己的内存中',

  // Version, suite, group, names
  'the client fell back to an older version than both sides speak':
    '双方都支持更新的版本，客户端却退回到了旧版本',
  'the client speaks {0}; we speak {1}': '客户端支持 {0}；我方支持 {1}',
  'the first of ours in supported_versions': 'supported_versions 中我方最优先的',
  'no supported_versions, so legacy_version decides': '没有 supported_versions，由 legacy_version 决定',
  'no cipher suite in common ({0}): the client offers {1}; we could use {2}':
    '没有共同的密码套件（{0}）：客户端提供 {1}；我方可用 {2}',
  'no cipher suite in common: the client offers {0}; we could use {1}':
    '没有共同的密码套件：客户端提供 {0}；我方可用 {1}',
  'the first of ours that the client offers': '客户端提供的选项中我方最优先的',
  'the client sent no key_share': '客户端没有发送 key_share',
  'the client sent no supported_groups': '客户端没有发送 supported_groups',
  'the first of ours for which the client sent a share': '客户端发来密钥份额的组中我方最优先的',
  'a hybrid that the client supports is worth a retry; it sent no share of it':
    '客户端支持的混合组值得重试一次；它没有发送该组的密钥份额',
  'the first of ours that the client supports; it sent no share of it':
    '客户端支持的组中我方最优先的；它没有发送该组的密钥份额',
  'the client’s share of {0} is not in supported_groups, or is there twice':
    '客户端的 {0} 密钥份额不在 supported_groups 中，或出现了两次',
  'no group in common: the client supports {0}; we have {1}': '没有共同的组：客户端支持 {0}；我方有 {1}',
  'no application protocol in common: the client offers {0}; we speak {1}':
    '没有共同的应用层协议：客户端提供 {0}；我方支持 {1}',
  'the client’s server_name has two names of one type': '客户端的 server_name 中同一类型有两个名称',
  'the client’s server_name has characters that are in no host name':
    '客户端的 server_name 含有主机名中不会有的字符',
  'the server that gave our session for early data chose TLS 1.2':
    '我方为早期数据所用的会话出自该服务端，它却选了 TLS 1.2',
  'the server chose {0} in supported_versions, which was not offered':
    '服务端在 supported_versions 中选了我方没有提供的 {0}',
  'the server asked for {0}, which was not offered': '服务端要求我方没有提供的 {0}',
  'the server asked for a share of {0}, which it has already': '服务端要求 {0} 的密钥份额，而它已经有了',
  'the server asked for a retry that would change nothing': '服务端要求重试，而重试不会有任何变化',
  'the server chose {0}, and we sent no share of it': '服务端选了 {0}，而我方没有发送它的密钥份额',
  'the server sent {0} in {1}, which was not offered': '服务端在 {1} 中发送了我方没有提供的 {0}',
  'the client’s second ClientHello should have just one share, of {0}':
    '客户端的第二个 ClientHello 应当只有 {0} 的一个密钥份额',
  'the client’s second ClientHello has early_data': '客户端的第二个 ClientHello 带有 early_data',
  'the client’s second ClientHello changes more than its extensions':
    '客户端的第二个 ClientHello 改动的不只是扩展',
  'the client’s second ClientHello changes {0}': '客户端的第二个 ClientHello 改动了 {0}',
  'the server chose {0}, which was not offered': '服务端选了我方没有提供的 {0}',
  'the server chose {0}, which is not of {1}': '服务端选了 {0}，它不属于 {1}',
  'the server answered with more than one application protocol': '服务端回应了不止一个应用层协议',
  'the server chose the application protocol {0}, which was not offered':
    '服务端选了我方没有提供的应用层协议 {0}',
  'the server answered with {0}; we offered {1}': '服务端回应的是 {0}；我方提供的是 {1}',
  'the server speaks a newer version than it chose: somebody between changed our ClientHello':
    '服务端所支持的版本比它选的更新：途中有人改动了我方的 ClientHello',
  'the peer’s key share is not one of {0}': '对端的密钥份额不是 {0} 的有效值',
  'the server’s legacy_version is not that of TLS 1.2': '服务端的 legacy_version 不是 TLS 1.2 的值',
  'the client’s legacy_version is not that of TLS 1.2': '客户端的 legacy_version 不是 TLS 1.2 的值',
  'the server echoed another session ID': '服务端送回的会话标识不是我方发去的',
  'the server chose a compression method': '服务端选了压缩方法',
  'the server chose a compression method that was not offered': '服务端选了我方没有提供的压缩方法',
  'the client offers to compress TLS 1.3': '客户端在 TLS 1.3 中提供压缩',
  'the client does not offer null compression': '客户端没有提供 null 压缩方法（不压缩）',
  'the server asked for a second retry': '服务端要求第二次重试',
  'the server chose another version than in its HelloRetryRequest':
    '服务端所选的版本与它的 HelloRetryRequest 不同',
  'the server chose another cipher suite than in its HelloRetryRequest':
    '服务端所选的密码套件与它的 HelloRetryRequest 不同',
  'the server sent no key share': '服务端没有发送密钥份额',
  'the client sent no key share of this group': '客户端没有发送这个组的密钥份额',
  'the server refuses uncompressed points': '服务端不接受未压缩的点',
  'the client refuses uncompressed points': '客户端不接受未压缩的点',

  // Key exchange in TLS 1.2
  'the server’s Diffie-Hellman generator is not between 1 and p - 1':
    '服务端的 Diffie-Hellman 生成元不在 1 与 p - 1 之间',
  'the server’s Diffie-Hellman modulus has {0} bits; at least {1} are needed':
    '服务端的 Diffie-Hellman 模数有 {0} 比特；至少需要 {1} 比特',
  'the server’s Diffie-Hellman modulus has {0} bits, more than the {1} that we compute with':
    '服务端的 Diffie-Hellman 模数有 {0} 比特，超过我方愿意计算的 {1} 比特',
  'the server’s Diffie-Hellman modulus is even, so it is no prime':
    '服务端的 Diffie-Hellman 模数是偶数，因此不是素数',
  'the server’s Diffie-Hellman share is not between 1 and p - 1':
    '服务端的 Diffie-Hellman 密钥份额不在 1 与 p - 1 之间',
  'the client’s Diffie-Hellman share is not between 1 and p - 1':
    '客户端的 Diffie-Hellman 密钥份额不在 1 与 p - 1 之间',
  'the server describes a curve of its own': '服务端自行给出了曲线参数',
  'the server chose the group {0}, which was not offered for TLS 1.2':
    '服务端选了我方没有为 TLS 1.2 提供的组 {0}',

  // Certificates and signatures
  'the server sent no certificate': '服务端没有发送证书',
  'the client sent no certificate, and one is required': '要求客户端证书，而客户端没有发送',
  'the peer’s certificate cannot be read: {0}': '对端的证书无法读取：{0}',
  'the key in the peer’s certificate is not supported: {0}': '不支持对端证书中的公钥：{0}',
  'the peer signed with {0}, which was not offered': '对端用我方没有提供的 {0} 签名',
  'the peer signed with {0}, which does not fit the key of its certificate':
    '对端用 {0} 签名，这与它证书中的公钥不符',
  'the peer’s {0} signature does not verify with the key of its certificate: it does not have that key, or something was changed in transit':
    '对端的 {0} 签名用它证书中的公钥验证不通过：它没有对应的私钥，或者有内容在途中被改动',
  'the peer’s Finished does not match the handshake: something was changed in transit, or the keys differ':
    '对端的 Finished 与握手不符：有内容在途中被改动，或者双方的密钥不同',
  'the server’s certificate has a key of type {0}, which {1} cannot use':
    '服务端证书的公钥类型是 {0}，{1} 不能使用',
  'the key of the server’s certificate is on {0}, which we did not offer':
    '服务端证书的公钥使用曲线 {0}，而我方没有提供它',
  'there is no certificate for the client': '没有可发给该客户端的证书',
  'the client accepts the signatures {0}; our {1} key can make none of them for a suite that both have':
    '客户端接受的签名算法是 {0}；对于双方共有的套件，我方的 {1} 密钥一种也做不出',
  'the client accepts signatures of SHA-1 only; our {0} key can make none of them for a suite that both have':
    '客户端只接受 SHA-1 的签名；对于双方共有的套件，我方的 {0} 密钥做不出这样的签名',
  'the client accepts the signatures {0}; our {1} key can make none of them':
    '客户端接受的签名算法是 {0}；我方的 {1} 密钥一种也做不出',
  'the client sent no signature_algorithms': '客户端没有发送 signature_algorithms',
  'the first of ours that fits the key and that the client accepts':
    '与密钥相符且客户端接受的算法中我方最优先的',
  'our certificate may not be sent to this client: {0}': '我方的证书不得发给这个客户端：{0}',
  'the peer sent {0} beside a certificate, which was not asked for': '对端随证书发送了我方没有请求的 {0}',
  'the peer’s Certificate has a context': '对端的 Certificate 带有上下文',
  'the server’s CertificateRequest after the handshake has no context':
    '服务端在握手之后发来的 CertificateRequest 没有上下文',
  'the server’s CertificateRequest has a context, which only a later one may have':
    '服务端的 CertificateRequest 带有上下文，而只有握手之后的才可以带',
  'the server’s CertificateRequest has no signature_algorithms':
    '服务端的 CertificateRequest 没有 signature_algorithms',
  'the server’s oid_filters cannot be read: {0}': '服务端的 oid_filters 无法读取：{0}',
  'the server asked for a certificate more than {0} times': '服务端要求证书超过 {0} 次',
  'the client’s Certificate answers a request that is not open': '客户端的 Certificate 回应的请求并不存在',

  // Our certificate, and what the peer asks of it
  'the server asked for a certificate, and ours can sign with {0}':
    '服务端要求证书，我方的证书可以用 {0} 签名',
  '{0}, although {1}': '{0}，尽管 {1}',
  'the server asked for a certificate, and there is none to send': '服务端要求证书，而我方没有可发送的',
  'the server asked for a certificate, and ours was withheld: {0}': '服务端要求证书，我方的证书没有发送：{0}',
  'the server asked for a certificate, and all {0} of ours were withheld; the first: {1}':
    '服务端要求证书，我方的 {0} 张都没有发送；第一张：{1}',
  'its key is for {0}, which is not among the kinds asked for': '其公钥用于 {0}，不在所要求的类型之中',
  'its key is on {0}, which is not among the groups asked for': '其公钥使用曲线 {0}，不在所要求的组之中',
  'its {0} key can make none of the signatures: {1}': '其 {0} 密钥做不出其中任何一种签名：{1}',
  'its keyUsage does not include digitalSignature': '其 keyUsage 中没有 digitalSignature',
  'it cannot be read, and the request says what must be in it': '它无法读取，而请求写明了其中必须有什么',
  'it lacks {0}': '它缺少 {0}',
  'it cannot be read, and so its issuer is not known': '它无法读取，因此不知道签发者',
  'it was issued by {0}, and the request names {1}': '它由 {0} 签发，而请求列出的是 {1}',
  '{0} is signed with {1}, which the peer does not accept in certificates':
    '{0} 用 {1} 签名，对端不接受证书中有这种签名',
  'the peer asked for an OCSP response, and there is none: {0}': '对端请求 OCSP 响应，而我方没有：{0}',
  'the peer asked for an OCSP response, and there is one': '对端请求 OCSP 响应，我方有',
  'the peer asked for an OCSP response, and there is none': '对端请求 OCSP 响应，而我方没有',
  'not offered': '未提供',
  'it is not bytes': '它不是字节',
  'it is in memory that other threads can change': '它所在的内存可被其他线程改动',
  'it is empty': '它是空的',

  // Sessions
  'most must be a whole number above 0': 'most 必须是大于 0 的整数',
  'the client’s binder does not verify': '客户端的绑定值未通过验证',
  'the ticket is not one that we can open': '这张票据我方解不开',
  'the session is one of ours, and everything that it was made under still holds':
    '会话出自我方，建立它的各项条件仍然成立',
  'the session has another version': '会话属于另一个版本',
  'the session has expired': '会话已过期',
  'the session was made for another server name': '会话是为另一个服务端名称建立的',
  'the session was made under different rules': '会话是在不同的规则下建立的',
  'there is no ticket key': '没有票据密钥',
  'the session ID is not one that we keep; a client that speaks TLS 1.3 makes one up':
    '这个会话标识不是我方保存的；支持 TLS 1.3 的客户端会自行生成一个',
  'the session ID is not one that we keep': '这个会话标识不是我方保存的',
  'the store of sessions answered with something that is not this session': '会话存储给出的不是这个会话',
  'the store of sessions failed, or did not answer in time': '会话存储出错，或没有及时作答',
  'the server resumed a session that was not offered': '服务端恢复了我方没有提出的会话',
  'the server resumed a session of {0} with {1}': '服务端用 {1} 恢复了属于 {0} 的会话',
  'the server resumed a session with another kind of main secret': '服务端所恢复的会话，主密钥的类型不同',
  'the session’s cipher suite is not offered, or no longer enabled': '会话的密码套件没有提供，或已不再启用',
  'the client resumes a session with an extended main secret without offering one':
    '客户端恢复的会话用了扩展主密钥，却没有提供该扩展',
  'the session has no extended main secret, and the client offers one':
    '会话没有扩展主密钥，而客户端提供了该扩展',
  'the server chose a pre-shared key that was not offered, or not with this hash':
    '服务端选了我方没有提供、或不是与这个散列算法一起提供的预共享密钥',
  'the server takes early data under another session, cipher suite or application protocol than it was sent under':
    '服务端接受了早期数据，但会话、密码套件或应用层协议与发送时的不同',
  'the client offered a pre-shared key without psk_key_exchange_modes':
    '客户端提供了预共享密钥，却没有 psk_key_exchange_modes',
  'the client’s binders and identities differ in number': '客户端的绑定值与标识的数目不同',
  'the session was made with another hash': '建立会话时用的是另一个散列算法',

  // Renegotiation, key updates
  'the peer’s renegotiation_info does not match the previous handshake':
    '对端的 renegotiation_info 与前一次握手不符',
  'the peer’s renegotiation_info refers to a previous handshake, and there was none':
    '对端的 renegotiation_info 指向前一次握手，而并没有前一次',
  'the renegotiation changes the application protocol, the server’s name or the kind of main secret':
    '重新协商改变了应用层协议、服务端名称或主密钥的类型',
  'the server has another certificate in the renegotiation': '重新协商时服务端换了证书',
  'the peer asked for a renegotiation': '对端请求重新协商',
  'the client’s renegotiation says that it is a first handshake': '客户端的重新协商声称自己是首次握手',
  'the peer’s KeyUpdate asks for {0}': '对端的 KeyUpdate 要求 {0}',
  'what does not open': '解不开的内容',
  'what is protected': '受保护的内容',
};
