/** What the library says of wrong options and of code that was handed in; and of what is fetched. */
export const library: Readonly<Record<string, string>> = {
  // Options
  'the option {0}': '选项 {0}',
  'the option {0}{1}': '选项 {0}{1}',
  '{0} is not supported': '不支持 {0}',
  '{0} is not supported; did you mean {1}?': '不支持 {0}；是不是 {1}？',
  '{0} is missing': '缺少 {0}',
  '{0} is empty': '{0} 是空的',
  '{0} is {1}, and not {2}': '{0} 是 {1}，而不是 {2}',
  '{0} cannot be used: {1}': '{0} 无法使用：{1}',
  'the option {0} must be a Uint8Array': '选项 {0} 必须是 Uint8Array',
  'the option {0} must be in memory that no other thread can change':
    '选项 {0} 必须在其他线程无法改动的内存中',
  'the option {0} must be a function': '选项 {0} 必须是函数',
  'the option {0} must be true or false': '选项 {0} 必须是 true 或 false',
  'the option secureContext must come from createSecureContext':
    '选项 secureContext 必须出自 createSecureContext',
  '{0} has no effect beside secureContext': '有 secureContext 时 {0} 不起作用',
  '{0} is never called when rejectUnauthorized is false': 'rejectUnauthorized 为 false 时从不调用 {0}',
  'the option servername must be text': '选项 servername 必须是文本',
  'the option host must be text': '选项 host 必须是文本',
  '{0} is not a session that this version wrote': '{0} 不是由这个版本写出的会话',
  'checkServerIdentity returned neither undefined nor an error':
    'checkServerIdentity 返回的既不是 undefined，也不是错误',
  '{0} has a name that is empty or longer than 255 bytes': '{0} 中有名称为空，或长于 255 字节',
  '{0} ends in the middle of a name': '{0} 在一个名称的中途结束',
  '{0} can only be true: the server’s order decides': '{0} 只能是 true：以服务端的次序为准',
  '{0} means the same as ecdhCurve: give one of them': '{0} 与 ecdhCurve 意思相同：只给一个',
  '{0} must be between 1 second and a week (RFC 9846 section 4.7.1)':
    '{0} 必须在 1 秒到一周之间（RFC 9846 第 4.7.1 节）',
  '{0} must have {1} bytes': '{0} 必须有 {1} 字节',
  '{0} has no effect beside ciphers, which names the suites themselves': 'ciphers 已指明套件，{0} 不起作用',
  '{0} is an empty list, which would refuse everybody': '{0} 是空列表，会拒绝所有对端',
  '{0} is {1}; TLSv1.2 and TLSv1.3 are spoken': '{0} 是 {1}；支持的是 TLSv1.2 与 TLSv1.3',
  '{0} leaves no version: minVersion is {1}': '{0} 使得没有版本可用：minVersion 是 {1}',
  '{0} is not a valid host name': '{0} 不是有效的主机名',
  '{0} is missing: a certificate needs its key': '缺少 {0}：证书需要它的私钥',
  '{0} is missing: a key needs its certificate': '缺少 {0}：私钥需要它的证书',
  '{0} has a key (number {1}) that belongs to no certificate': '{0} 中的私钥（第 {1} 个）与任何证书都不配',
  '{0} is in the wrong order: the key belongs to certificate number {1}, which must stand first':
    '{0} 的顺序有误：私钥与第 {1} 张证书配对，那张证书必须排在第一',
  '{0} does not belong to the certificate of "{1}": their public keys differ':
    '{0} 与“{1}”的证书不配：两者的公钥不同',
  'the client sent no certificate': '客户端没有发送证书',
  '{0} names {1}, which is not a cipher suite that is spoken here': '{0} 中的 {1} 不是这里支持的密码套件',
  '{0} names {1}, which is not one of {2}': '{0} 中的 {1} 不在 {2} 之中',
  '{0} names {1}, which is not a signature scheme': '{0} 中的 {1} 不是签名算法',
  '{0} has no effect when revocation is off': 'revocation 为 off 时 {0} 不起作用',
  'the option revocation must be a mode, or an object with mode and fetch':
    '选项 revocation 必须是一种模式，或含有 mode 与 fetch 的对象',
  '{0} is {1}; it can be off, soft or hard': '{0} 是 {1}；可以是 off、soft 或 hard',
  '{0} is off, and there is nothing to fetch for': '{0} 是 off，没有需要获取的内容',
  '{0} has no effect when clients are not asked for a certificate': '不要求客户端证书时 {0} 不起作用',
  '{0} is never called when clients are not asked for a certificate': '不要求客户端证书时从不调用 {0}',
  '{0} gave no secure context': '{0} 没有给出安全上下文',
  '{0} must be a number of milliseconds above 0, or Infinity': '{0} 必须是大于 0 的毫秒数，或 Infinity',
  '{0} is {1}, and not {2} or a store': '{0} 是 {1}，而不是 {2} 或信任库',
  '{0} cannot be "{1}": {2}': '{0} 不能是“{1}”：{2}',
  'ticket keys have {0} bytes': '票据密钥有 {0} 字节',
  'without a trust store no {0} can be checked': '没有信任库就无法检查 {0}',
  'checkCertificate returned no verdict': 'checkCertificate 没有返回结论',
  'a certificate arrived that nobody asked for': '收到了未曾要求的证书',
  'revocation is {0}; it must be off, soft or hard': 'revocation 是 {0}；必须是 off、soft 或 hard',
  '`checkCertificate` replaces the check that would use `revocation` and `fetchIssuer`':
    '`checkCertificate` 取代了使用 `revocation` 与 `fetchIssuer` 的检查',
  '`checkCertificate` has to look at names itself': '`checkCertificate` 须自行检查名称',
  '`checkCertificate` has to look at pins itself': '`checkCertificate` 须自行检查公钥固定',
  'a common name never names a host on the Web; it may under a private CA':
    '在 Web 上，通用名称（CN）从不用来指明主机；在私有 CA 之下可以',
  'pins have no effect when clients are not asked for a certificate': '不要求客户端证书时公钥固定不起作用',
  'clientAuthentication is {0}; it must be none, request or require':
    'clientAuthentication 是 {0}；必须是 none、request 或 require',
  'largestModulus is {0}; it must be a whole number from 2048 to 8192':
    'largestModulus 是 {0}；必须是 2048 到 8192 的整数',
  'onRejected is not a function': 'onRejected 不是函数',
  'an application protocol’s name has 1 to 255 bytes (RFC 7301)':
    '应用层协议的名称为 1 到 255 字节（RFC 7301）',
  '{0} is an address, which is not allowed in server_name (RFC 6066 section 3)':
    '{0} 是地址，server_name 中不允许写地址（RFC 6066 第 3 节）',
  'the lifetime of `sessions` must be from 1 second to a day (RFC 5246 appendix F.1.4)':
    '`sessions` 的有效期必须在 1 秒到一天之间（RFC 5246 附录 F.1.4）',
  '`sessions` must have the methods put, get and remove': '`sessions` 必须有 put、get 和 remove 方法',
  'sessionIdContext must be text': 'sessionIdContext 必须是文本',
  'any version': '任何版本',
  'no cipher suite is left for {0}': '没有密码套件可用于 {0}',
  'it is not implemented': '没有实现',
  'there is no such suite': '没有这个套件',
  'the cipher suite {0} is not supported: {1}': '不支持密码套件 {0}：{1}',
  '{0} is not a supported version': '{0} 不是支持的版本',
  'the group {0} is not one of {1}': '组 {0} 不在 {1} 之中',
  'there is no signature scheme {0}': '没有签名算法 {0}',
  'SRP suites need a password that both sides know': 'SRP 套件需要双方都知道的口令',
  'PSK suites need a key that both sides know': 'PSK 套件需要双方都知道的密钥',
  'DSS certificates are gone with SHA-1 and keys of 1024 bits':
    'DSS 证书已随 SHA-1 与 1024 比特的密钥一起淘汰',
  'static DH and ECDH use one key for every connection: no forward secrecy (Raccoon)':
    '静态 DH 与 ECDH 的每次连接都用同一把密钥：没有前向保密（Raccoon）',
  'Camellia, ARIA, SEED and CCM-8 suites are not implemented': '没有实现 Camellia、ARIA、SEED 与 CCM-8 套件',

  // Cryptography
  'a label has 1 to 249 bytes': '标签为 1 到 249 字节',
  'a context has at most 255 bytes': '上下文至多 255 字节',
  'a label is ASCII': '标签须为 ASCII',
  'HKDF gives at most {0} bytes with {1}': '用 {1} 时 HKDF 至多给出 {0} 字节',
  '{0} takes a key of {1} bytes': '{0} 的密钥为 {1} 字节',
  'no room for the tag': '放不下认证标签',
  'this key share has been used already': '这个密钥份额已经用过',
  'the turn': '让出的一轮',

  // Sockets
  'the connection has closed': '连接已关闭',
  'the client went away during the handshake': '客户端在握手期间断开了连接',
  'the socket closed before the handshake could begin': '握手还没开始，套接字就关闭了',
  'this side of the connection is closed': '连接的这一侧已关闭',
  'renegotiation is not supported': '不支持重新协商',
  'setMaxSendFragment is not supported': '不支持 setMaxSendFragment',
  'what is written must be in memory that no other thread can change':
    '写入的内容必须在其他线程无法改动的内存中',
  'OCSPRequest was answered with what is not bytes': 'OCSPRequest 得到的回应不是字节',

  // Trust stores
  'as Node reads it': '由 Node 读取',
  '{0} names {1}, which cannot be read: {2}': '{0} 指定的 {1} 无法读取：{2}',
  '{0} holds no certificate that can be read': '{0} 中没有可读取的证书',
  'Mozilla’s list, as Node carries it': 'Node 自带的 Mozilla 列表',
  'this system has no trust store in any of the places that are known':
    '在已知的位置都没有找到本系统的信任库',
  'the system’s store ({0})': '系统的信任库（{0}）',
  'what Node trusts': 'Node 所信任的',
  'NODE_EXTRA_CA_CERTS is ignored: {0}': '忽略 NODE_EXTRA_CA_CERTS：{0}',
  '{0} certificates in {1} cannot be read, and are not trusted': '{1} 中有 {0} 张证书无法读取，不予信任',
  'it has more than {0} MiB, and neither certificates nor lists need as much':
    '它超过 {0} MiB，证书与列表都不需要这么大',

  // What is fetched
  'this machine': '本机',
  'this link': '本链路',
  'a private network': '私有网络',
  '{0} is not asked: its address is not public, and anybody could have sent us there':
    '不访问 {0}：它的地址不是公网地址，而任何人都可能把我方引到那里',
  '{0} is not asked: it is nearer to us than {1}, which redirected us':
    '不访问 {0}：它比重定向到它的 {1} 离本机更近',
  'what had to be fetched for one peer took longer than {0} s': '为一个对端获取资料用时超过 {0} 秒',
  '{0} did not answer within {1} s': '{0} 在 {1} 秒内没有响应',
  'what {0} has is not a CRL: {1}': '{0} 给出的不是 CRL：{1}',
  '{0} leads through more than {1} redirects': '{0} 的重定向超过 {1} 次',
  '{0} is a URL of {1} characters': '{0} 是有 {1} 个字符的 URL',
  '{0} is not a URL': '{0} 不是 URL',
  '{0} is not asked: only http is spoken here, and not {1}': '不访问 {0}：这里只用 http，不用 {1}',
  '{0} is not asked: it has a password': '不访问 {0}：其中带有口令',
  '{0} sent more than {1} interim answers': '{0} 发来的临时响应超过 {1} 个',
  'its answer is not proper HTTP ({0})': '它的响应不是正确的 HTTP（{0}）',
  '{0} redirected with status {1}, which would drop the request’s body':
    '{0} 以状态码 {1} 重定向，那会丢掉请求的正文',
  '{0} answered with status {1}': '{0} 响应的状态码是 {1}',
  '{0} answered in an encoding that was not asked for ({1}, {2})': '{0} 的响应采用了未请求的编码（{1}，{2}）',
  '{0} answered with more than {1} bytes': '{0} 的响应超过 {1} 字节',
  'the fetch': '获取',
  '{0} could not be fetched: {1}': '无法获取 {0}：{1}',
  'the chain needs more than the {0} that one check may cost': '检查这条证书链超出了一次检查的限度（{0}）',

  // Recordings
  'no ServerHello was seen': '没有看到 ServerHello',
  'handglass does not speak {0}': 'handglass 不支持 {0}',
  'handglass does not have {0} in {1}': 'handglass 在 {1} 中不支持 {0}',
  'the key log has no secret for it': '密钥日志中没有对应的秘密',
  'the recording ends within a record': '录制在一个记录的中途结束',
  'the recording ends within a message': '录制在一条消息的中途结束',
  'a part of a message could not be opened': '有一条消息的一部分无法解开',
  'a message is cut off by a change of keys': '有一条消息因更换密钥而被截断',
};
