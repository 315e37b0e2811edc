/** The help texts. */
export const helpTexts: Readonly<Record<string, string>> = {
  'A TLS stack you can see through. Without arguments: six handshakes on loopback, explained.':
    '看得透的 TLS 协议栈。不带参数：在本机回环上完成六次握手，并逐一讲解。',
  '\nExit codes: 0 connected · 1 internal error · 2 wrong usage or file · 3 network\n            4 not TLS · 5 handshake · 6 server certificate · 7 our certificate\n            8 expires soon (certs) · 130 stopped':
    '\n退出码：0 已连接 · 1 内部错误 · 2 用法或文件有误 · 3 网络\n        4 不是 TLS · 5 握手 · 6 服务端证书 · 7 我方证书\n        8 即将过期（certs）· 130 被中止',
  '{0} (default: {1})': '{0}（默认 {1}）',
  'en or zh; by default what LC_ALL, LC_MESSAGES or LANG says':
    'en 或 zh；默认取自 LC_ALL、LC_MESSAGES 或 LANG',
  'print the version': '显示版本',

  // connect
  'make one real handshake with HOST[:PORT], and explain it': '与 HOST[:PORT] 完成一次真实的握手，并加以讲解',
  'the name to ask for, and to check the certificate against': '要请求的名称，也据此检查证书',
  'send it even if the server names other issuers': '即使服务端列出的是其他签发者，也发送该证书',
  'check OCSP and CRLs: off, soft or hard': '检查 OCSP 与 CRL：off、soft 或 hard',
  'a revocation list (CRL) to use; repeatable': '要使用的证书吊销列表（CRL）；可重复',
  'do not fetch issuers that the server leaves out': '不去获取服务端漏发的签发者证书',
  'accept any server certificate; the verdict is still shown': '接受任何服务端证书；结论仍会显示',
  'limit for connecting, and again for the handshake': '连接的时限；握手另有同样的时限',
  'append the secrets to this file, for Wireshark (RFC 9850); SSLKEYLOGFILE works too':
    '把密钥追加到这个文件，供 Wireshark 使用（RFC 9850）；也可用 SSLKEYLOGFILE',
  'print the whole trace as one JSON object': '把整个跟踪信息输出为一个 JSON 对象',
  'show the secrets': '显示秘密',
  'then connect standard input and output to the server': '然后把标准输入输出接到服务端',

  // serve
  'run a server that shows what each client sent': '运行一个服务端，显示每个客户端发来了什么',
  'the port to listen on; 0 for any free port': '监听的端口；0 表示任一空闲端口',
  'the address to listen on': '监听的地址',
  'ask clients for a certificate: none, request or require': '是否要求客户端证书：none、request 或 require',
  'accept client certificates from these CAs; repeatable': '接受这些 CA 签发的客户端证书；可重复',
  'the same, for a folder of certificates; repeatable': '同上，给出的是证书目录；可重复',
  'check client certificates: off, soft or hard; nothing is fetched':
    '检查客户端证书是否吊销：off、soft 或 hard；不联网获取',
  'a revocation list (CRL) for them; repeatable': '用于客户端证书的吊销列表（CRL）；可重复',
  'limit for the handshake': '握手的时限',
  'close a client after this long without application data': '多久没有应用数据就关闭客户端的连接',
  'clients at a time; the next one takes the place of one still in its handshake':
    '同时连接的客户端数；再来的客户端会顶替一个仍在握手的',
  'print each handshake as one line of JSON': '每次握手输出一行 JSON',

  // ca
  'make a throw-away CA in DIR, and certificates from it': '在 DIR 中建立一次性的 CA，并由它签发证书',
  'What to make (by default, certificates for localhost and for a client):':
    '签发什么（默认为 localhost 和一个客户端签发证书）：',
  'a server certificate for these names and addresses': '为这些名称与地址签发一张服务端证书',
  'a client certificate for each name, e-mail address or URI':
    '为每个名称、电子邮件地址或 URI 签发一张客户端证书',
  'a certificate for each request (PKCS #10, PEM or DER)': '为每个请求签发一张证书（PKCS #10，PEM 或 DER）',
  'CAs, each below the previous one; the last one issues everything else':
    '中间 CA，逐级向下；其余证书都由最后一级签发',
  'a root other than "ca"; it is made if DIR has none of that name':
    '不用“ca”，改用这个名称的根；DIR 中没有就建立',
  'certify the names and keys of these CAs': '为这些 CA 的名称与公钥签发证书（交叉签名）',
  'mark these as revoked in their issuer’s index': '在签发者的索引中把这些证书标为已吊销',
  'a CRL of every CA in DIR, or of --issuer alone': '为 DIR 中的每个 CA 签发 CRL，或仅为 --issuer 指定的 CA',
  'an OCSP response for each of these certificates': '为每张证书签发一个 OCSP 响应',
  'a certificate for a delegated OCSP responder, which then signs for --ocsp':
    '为受委托的 OCSP 响应者签发证书，--ocsp 随后由它签名',
  'server certificates that are bad on purpose; "all" for all of them': '故意有错的服务端证书；“all”表示全部',
  'list the names for --bad, and why each is refused': '列出 --bad 的名称，以及各自被拒绝的原因',
  'the CA in DIR that issues; the root by default': '由 DIR 中的哪个 CA 签发；默认是根',
  'how many CAs are allowed below the last one made': '最后建立的 CA 之下允许几级 CA',
  'ec, p384, p521, rsa, rsa3072, rsa4096 or ed25519; ec (P-256) by default':
    'ec、p384、p521、rsa、rsa3072、rsa4096 或 ed25519；默认 ec（P-256）',
  'the same as --key rsa: 2048 bits': '等同于 --key rsa：2048 比特',
  'days of validity; 30 by default': '有效天数；默认 30',
  'start of validity, such as 2026-01-31 or 2026-01-31T12:00:00Z':
    '生效时间，例如 2026-01-31 或 2026-01-31T12:00:00Z',
  'end of validity': '失效时间',
  'the issuer’s OCSP responder; {issuer} stands for the name of its files':
    '签发者的 OCSP 响应者；{issuer} 代表签发者的文件名',
  'its CRL': '签发者的 CRL',
  'its certificate, which is written to {issuer}.cer': '签发者的证书，写到 {issuer}.cer',
  'the server must staple an OCSP response (RFC 7633)': '服务端必须装订 OCSP 响应（RFC 7633）',
  'the reason for revoking, such as keyCompromise': '吊销的原因，例如 keyCompromise',
  'answer good, revoked or unknown, whatever the index says':
    '不论索引怎么写，都回答 good、revoked 或 unknown',

  // certs and verify
  'show what is in files, and what every address of HOST[:PORT] sends':
    '展示文件里有什么，以及 HOST[:PORT] 的每个地址发来什么',
  'the name to ask hosts for, and to check their certificates against': '向主机请求的名称，也据此检查证书',
  'limit for connecting to an address, and again for its handshake; 10s by default':
    '连接每个地址的时限，握手另有同样的时限；默认 10s',
  'check as of this time: ISO 8601, or seconds since 1970': '按这个时间检查：ISO 8601，或自 1970 年起的秒数',
  'exit with 8 if a certificate expires within this time, such as 30d':
    '若有证书在这段时间内过期，则退出码为 8；例如 30d',
  'for hosts, check OCSP and CRLs: off, soft or hard': '对主机检查 OCSP 与 CRL：off、soft 或 hard',
  'do not fetch issuers that a host leaves out': '不去获取主机漏发的签发者证书',
  'explain every byte': '讲解每一个字节',
  'print everything as one JSON object': '全部输出为一个 JSON 对象',
  'check that the first certificate in FILES is valid for NAME; the others help to find its path':
    '检查 FILES 中的第一张证书对 NAME 是否有效；其余的用来寻找证书路径',
  'the DNS name or IP address it must be valid for; required for servers':
    '证书须对这个 DNS 名称或 IP 地址有效；检查服务端证书时必需',
  'server or client': 'server 或 client',
  'off, soft or hard': 'off、soft 或 hard',
  'a revocation list (CRL); repeatable': '证书吊销列表（CRL）；可重复',
  'an OCSP response; repeatable': 'OCSP 响应；可重复',
  'fetch OCSP responses, CRLs and missing issuers': '联网获取 OCSP 响应、CRL 与缺漏的签发者证书',

  // explain
  'say what an alert, cipher suite, extension, OID, or another program’s error text means; - reads it':
    '说明警报、密码套件、扩展、OID 或其他程序的错误信息是什么意思；- 表示从标准输入读取',
  'print it as JSON': '输出为 JSON',

  // What several commands share
  'trust these certificates instead of the system’s; repeatable': '信任这些证书，而不用系统的信任库；可重复',
  'trust this store as well as any --ca-file: system, mozilla, node or none':
    '在 --ca-file 之外再信任这个信任库：system、mozilla、node 或 none',
  'accept only a path with this key, as sha256//BASE64; repeatable':
    '只接受含有这把公钥的路径，写作 sha256//BASE64；可重复',
  'also fetch from loopback, link-local and private addresses': '也向回环、链路本地和私有地址获取',
  'with a private CA: match the common name if a certificate has no other name':
    '使用私有 CA 时：证书没有其他名称就匹配通用名称（CN）',
  '1.2 or 1.3; both by default': '1.2 或 1.3；默认两者都用',
  'TLS 1.2 key exchange: rsa, dhe or ecdhe; only ecdhe by default':
    'TLS 1.2 的密钥交换：rsa、dhe 或 ecdhe；默认只用 ecdhe',
  'only these cipher suites, by their IANA or OpenSSL names; all for old ones too':
    '只用这些密码套件，写 IANA 或 OpenSSL 的名称；all 表示连旧的也用',
  'only these groups': '只用这些组',
  'application protocols, such as h2,http/1.1': '应用层协议，例如 h2,http/1.1',
};
