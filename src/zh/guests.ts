/** What `serve` tells of clients that it could not serve. */
export const guests: Readonly<Record<string, string>> = {
  // First bytes that are not TLS
  'it sent the preface of HTTP/2 in plain text': '它以明文发来 HTTP/2 的连接前言',
  'it sent a plain RTSP request': '它发来明文的 RTSP 请求',
  'it sent a plain SIP request': '它发来明文的 SIP 请求',
  'it spoke as a NATS client': '它发来的是 NATS 客户端的数据',
  'it greets as an SSH client': '它发来的是 SSH 客户端的问候',
  'it spoke as an SMTP client': '它发来的是 SMTP 客户端的数据',
  'it spoke as an FTP client': '它发来的是 FTP 客户端的数据',
  'it spoke as an FTP, IMAP or POP3 client': '它发来的是 FTP、IMAP 或 POP3 客户端的数据',
  'it spoke as a Redis client': '它发来的是 Redis 客户端的数据',
  'it spoke as an AMQP client': '它发来的是 AMQP 客户端的数据',
  'it opened an XMPP stream in plain text': '它以明文开始 XMPP 流',
  'it spoke as an IRC client': '它发来的是 IRC 客户端的数据',
  'it spoke as a memcached client': '它发来的是 memcached 客户端的数据',
  'it spoke as an MQTT client': '它发来的是 MQTT 客户端的数据',
  'it asked whether it may begin TLS, as PostgreSQL clients do, and waits for an S':
    '它像 PostgreSQL 客户端那样询问能否开始 TLS，正在等待应答 S',
  'it began as a PostgreSQL client without TLS': '它像 PostgreSQL 客户端那样直接开始，没有使用 TLS',
  'it spoke as a Kafka client': '它发来的是 Kafka 客户端的数据',
  'it spoke as an LDAP client': '它发来的是 LDAP 客户端的数据',
  'it spoke as a client of Remote Desktop (RDP)': '它发来的是远程桌面（RDP）客户端的数据',
  'it sent a STUN or TURN request': '它发来 STUN 或 TURN 请求',
  'it spoke as a client of a SOCKS proxy': '它发来的是 SOCKS 代理客户端的数据',
  'it spoke as a Cassandra client': '它发来的是 Cassandra 客户端的数据',
  'it spoke as a client of SQL Server (TDS)': '它发来的是 SQL Server（TDS）客户端的数据',
  'it spoke as a MongoDB client': '它发来的是 MongoDB 客户端的数据',
  'it spoke as an SMB client': '它发来的是 SMB 客户端的数据',
  'it spoke as a ZooKeeper client': '它发来的是 ZooKeeper 客户端的数据',
  'it spoke as an OpenVPN client': '它发来的是 OpenVPN 客户端的数据',
  'it sent a DNS query in plain text': '它发来明文的 DNS 查询',
  'it sent an SSL 2.0 CLIENT-HELLO that offers {0}, a form for servers of the nineties':
    '它发来 SSL 2.0 格式的 CLIENT-HELLO，其中提供 {0}；这种格式是为二十世纪九十年代的服务端准备的',

  // How much had come
  '{0} of the {1} bytes of a message had come': '一条消息的 {1} 字节中只到了 {0} 字节',
  '{0} of the {1} bytes of a record had come': '一个记录的 {1} 字节中只到了 {0} 字节',
  'no more than the bytes {0} had come': '只到了 {0} 这几个字节',

  // What to do about first bytes
  'let the client begin with TLS': '让客户端一开始就用 TLS',
  'at once, without anything before it': '立即开始，前面不带任何内容',
  'point the client at a server of its own protocol': '让客户端连接它自己协议的服务端',
  'https:// in place of http://': '用 https:// 代替 http://',
  'https:// in place of http://, and in gRPC credentials in place of insecure ones':
    '用 https:// 代替 http://；在 gRPC 中用 TLS 凭据代替 insecure 凭据',
  'this is no proxy: take it out of the client’s proxy settings, or name the proxy with https:// if it wants TLS':
    '这里不是代理：从客户端的代理设置中去掉它；若代理本身要求 TLS，则把它的地址写成 https://',
  'this is no proxy: take it out of the client’s proxy settings': '这里不是代理：从客户端的代理设置中去掉它',
  'switch the PROXY protocol off in the load balancer in front (send-proxy, proxy_protocol on)':
    '在前面的负载均衡器中关闭 PROXY 协议（send-proxy、proxy_protocol on）',
  'handshake_first, so that TLS comes before INFO': '使用 handshake_first，让 TLS 先于 INFO',
  'SMTP with TLS from the start, as on port 465: smtps://': '一开始就用 TLS 的 SMTP，如 465 端口：smtps://',
  'implicit FTPS, as on port 990: ftps://': '隐式 FTPS，如 990 端口：ftps://',
  'the variants with TLS from the start: ftps://, imaps://, pop3s://':
    '一开始就用 TLS 的形式：ftps://、imaps://、pop3s://',
  'rediss:// in place of redis://, or redis-cli with TLS switched on':
    '用 rediss:// 代替 redis://，或在 redis-cli 中打开 TLS',
  'amqps:// in place of amqp://': '用 amqps:// 代替 amqp://',
  'Direct TLS (XEP-0368), as on port 5223': '直接 TLS（XEP-0368），如 5223 端口',
  'ircs://, as on port 6697': 'ircs://，如 6697 端口',
  'a client with TLS switched on, such as memcached’s -Z': '打开了 TLS 的客户端，如 memcached 的 -Z',
  'rtsps:// in place of rtsp://': '用 rtsps:// 代替 rtsp://',
  'sips: in place of sip:': '用 sips 地址代替 sip 地址',
  'mqtts:// in place of mqtt://, or mosquitto_pub with a CA file':
    '用 mqtts:// 代替 mqtt://，或给 mosquitto_pub 一个 CA 文件',
  'sslnegotiation=direct, of PostgreSQL 17 and newer': 'sslnegotiation=direct（PostgreSQL 17 及更新版本）',
  'ldaps:// in place of ldap:// and StartTLS': '用 ldaps:// 代替 ldap:// 加 StartTLS',
  'stuns: or turns: in place of stun: and turn:': '用 stuns 或 turns 地址代替 stun 和 turn 地址',
  'SSL switched on in cqlsh or the driver': '在 cqlsh 或驱动程序中打开 SSL',
  'tls=true in the connection string': '在连接字符串中写 tls=true',
  'smtps://, imaps://, pop3s://, ftps://: at once, without STARTTLS':
    'smtps://、imaps://、pop3s://、ftps://：立即开始，不用 STARTTLS',
  'It would begin TLS if it were answered with an S, as a PostgreSQL server does.':
    '若像 PostgreSQL 服务端那样应答 S，它就会开始 TLS。',
  'If it asks for StartTLS, it would begin TLS once an LDAP server agrees.':
    '若它请求的是 StartTLS，LDAP 服务端同意之后它就会开始 TLS。',
  'look at what is between us': '检查双方之间的设备',
  'something cut it off in the middle, or the client broke off': '中途被截断，或客户端自己中断',
  'a box in between, or an MTU that is too large, loses packets of a long ClientHello':
    '中间设备或过大的 MTU 会使较长的 ClientHello 丢包',
  'It opened a connection and closed it: that is what load balancers and port scanners do to see whether somebody listens.':
    '它建立连接后随即关闭：负载均衡器和端口扫描器就这样检查是否有程序在监听。',
  'nothing, if it was a health check': '若只是健康检查，什么也不用做',
  'Clients of SMTP, IMAP, POP3, FTP, MySQL, NATS and the like let the server speak first.':
    'SMTP、IMAP、POP3、FTP、MySQL、NATS 等协议的客户端会等待服务端先发送数据。',
  'It came in the place of a ClientHello, so it is about nothing that we sent: the client gave up before it began.':
    '它出现在本该是 ClientHello 的位置，所以与我方发送的内容无关：客户端尚未开始就放弃了。',
  'look into the client’s log or configuration: it failed on its own side':
    '查看客户端的日志或配置：错误出在它自己那边',

  // What is wrong with our certificate
  'the client does not accept our certificate': '客户端不接受我方的证书',
  'the client closed the connection behind our certificate': '客户端收到我方的证书后关闭了连接',
  'The client sent {0}.': '客户端发来 {0}。',
  'The client sent {0} while we were {1}.': '{1} 时，客户端发来 {0}。',
  'Our certificate: {0}.': '我方的证书：{0}。',
  'Nothing in our chain is wrong in itself.': '我方的证书链本身没有错误。',
  'OpenSSL, and with it curl and Python, says this when it does not know who issued the chain: an intermediate is missing, or the root is not in its store.':
    'OpenSSL（以及 curl 和 Python）不认识证书链的签发者时会这样回应：缺少中间证书，或根证书不在其信任库中。',
  'Go and GnuTLS say this of anything that is wrong with a certificate or its chain, an unknown root too; OpenSSL and Python of a wrong name, or of one that is not valid yet.':
    'Go 和 GnuTLS 对证书或证书链的任何问题都这样回应，包括未知的根；OpenSSL 和 Python 则是因为名称不符，或证书尚未生效。',
  'OpenSSL, and with it curl and Python, says this of a certificate that has expired, by the client’s clock.':
    'OpenSSL（以及 curl 和 Python）对已过期的证书这样回应，以客户端的时钟为准。',
  'Java and Chrome say this of anything that is wrong with a certificate or its chain; OpenSSL of name constraints, and of critical extensions that it does not know.':
    'Java 和 Chrome 对证书或证书链的任何问题都这样回应；OpenSSL 则是因为名称约束，或不认识的关键扩展。',
  'OpenSSL, and with it curl and Python, says this of a certificate that is not for servers.':
    'OpenSSL（以及 curl 和 Python）对不用于服务端的证书这样回应。',
  'The client knows that the issuer has revoked it.': '客户端知道签发者已将其吊销。',
  'Clients seldom say this; something between us may have.': '客户端很少这样回应；可能是中间的设备发出的。',
  'Clients say this when none of the finer alerts fits; some mean our certificate by it.':
    '没有更合适的警报时客户端才这样回应；有些客户端指的是我方的证书。',
  'Node closes without an alert when it does not accept a certificate; so do clients that ask a person.':
    'Node 不接受证书时，不发警报就关闭连接；会询问用户的客户端也是如此。',
  'handglass: clients will refuse our certificate: {0}': 'handglass：客户端会拒绝我方的证书：{0}',
  'the first certificate that is sent is {0}, which belongs behind {1}':
    '最先发送的证书是 {0}，它应排在 {1} 之后',
  '{0} is signed by itself': '{0} 是自签名的',
  'it leads to the root {0}, whom a peer must know': '它通向根 {0}，对方必须认识这个根',
  '{0} goes without the certificate of its issuer "{1}", and only a root may be left out':
    '{0} 没有附带其签发者“{1}”的证书，而只有根证书可以省略',
  '{0} was issued by "{1}", whom a peer must know: if that is no root, its certificate has to be sent as well':
    '{0} 由“{1}”签发，对方必须认识它：若它不是根，还须发送它的证书',
  'serve another certificate': '换用另一张证书',
  'serve the whole chain': '发送完整的证书链',
  'give the client the certificate of our CA': '把我方 CA 的证书交给客户端',
  'cacert of curl, CAfile of openssl s_client, NODE_EXTRA_CA_CERTS, keytool -importcert for Java, RootCAs in Go':
    'curl 的 cacert、openssl s_client 的 CAfile、NODE_EXTRA_CA_CERTS、Java 的 keytool -importcert、Go 的 RootCAs',
  'our certificate first, then each issuer’s: what CAs call fullchain.pem':
    '我方的证书在前，随后依次是各签发者的证书：CA 称之为 fullchain.pem',
  'one that has not expired; every client refuses this one': '未过期的证书；任何客户端都会拒绝这一张',
  'one that is valid already, or a clock that is right': '已经生效的证书，或准确的时钟',
  'one whose extended key usage has serverAuth': '扩展密钥用途含有 serverAuth 的证书',
  'one whose key usage has digitalSignature': '密钥用途含有 digitalSignature 的证书',
  'one that is issued for the name that the client asks for': '为客户端所请求的名称签发的证书',
  'one with a key on an elliptic curve': '使用椭圆曲线密钥的证书',
  'one with an RSA key': '使用 RSA 密钥的证书',

  // What a client offers
  'accept everything that is on by default': '接受默认启用的全部选项',
  'accept {0}': '接受 {0}',
  'accept the group {0}': '接受组 {0}',
  'accept old suites such as {0}': '接受 {0} 这类旧密码套件',
  'if the client cannot be updated': '如果客户端无法升级',
  'update the client to one that speaks TLS 1.2 or 1.3': '把客户端升级到支持 TLS 1.2 或 1.3 的版本',
  'update the client, or let it offer the suites of today: ECDHE with AES-GCM or ChaCha20':
    '升级客户端，或让它提供如今的密码套件：ECDHE 加 AES-GCM 或 ChaCha20',
  'speak what the client offers': '使用客户端提供的协议',
  'leave the protocol to the client': '把协议的选择留给客户端',
  'its groups are not spoken': '它提供的组这里都不支持',
  'or switch compression off in it': '或在其中关闭压缩',
  'look into what made the client’s first try fail': '查明客户端第一次尝试失败的原因',
  'TLS_FALLBACK_SCSV says that the client tried a newer version before, and that this try failed: something between us may not let TLS 1.3 through.':
    'TLS_FALLBACK_SCSV 表示客户端先前用更新的版本尝试过，但失败了：中间的设备可能不放行 TLS 1.3。',
  'The client offers suites for another kind of key: {0}.': '客户端提供的密码套件需要另一类密钥：{0}。',
  'It offers older suites alone, which are spoken when they are asked for by name: {0}.':
    '它只提供较旧的密码套件，这些套件要指名才会使用：{0}。',

  // What was taken out of TLS
  'SSL 2.0 (1995) protects neither its handshake nor the end of its data, and a server that still speaks it gives away TLS sessions with the same RSA key (DROWN); RFC 6176 prohibits it.':
    'SSL 2.0（1995 年）既不保护握手，也不保护数据的结尾；仍支持它的服务端会泄露使用同一 RSA 密钥的 TLS 会话（DROWN）；RFC 6176 禁止使用。',
  'SSL 3.0 (1996) does not authenticate its padding, so that POODLE reads a cookie byte by byte; RFC 7568 prohibits it.':
    'SSL 3.0（1996 年）不认证填充，POODLE 因此能逐字节读出 cookie；RFC 7568 禁止使用。',
  'TLS 1.0 (1999) begins each CBC record with the last block of the one before (BEAST), and signs with MD5 and SHA-1; RFC 8996 withdrew it.':
    'TLS 1.0（1999 年）以上一个记录的最后一个分组作为下一个 CBC 记录的初始向量（BEAST），并用 MD5 和 SHA-1 签名；RFC 8996 已将其废止。',
  'TLS 1.1 (2006) signs with MD5 and SHA-1, and has no AEAD; RFC 8996 withdrew it.':
    'TLS 1.1（2006 年）用 MD5 和 SHA-1 签名，且没有 AEAD；RFC 8996 已将其废止。',
  'Export suites keep to 40-bit keys and 512-bit RSA or DH, as American law once asked; FREAK and Logjam forced servers back to them.':
    '出口级套件依照美国旧时的法律，只用 40 比特密钥和 512 比特 RSA 或 DH；FREAK 和 Logjam 曾迫使服务端退回到它们。',
  'Anonymous suites have no certificate: whoever is in between can be the other side to both.':
    '匿名套件没有证书：处在中间的人可以向双方各自冒充另一方。',
  'NULL suites protect against changes, and let everybody on the way read along.':
    'NULL 套件只防篡改，沿途任何人都能读到内容。',
  'The key stream of RC4 is biased: what is sent often enough, such as a cookie, can be read from it within days (RC4 NOMORE). RFC 7465 prohibits it.':
    'RC4 的密钥流有偏差：反复发送的内容，如 cookie，几天之内就能读出（RC4 NOMORE）。RFC 7465 禁止使用。',
  'DES has 56-bit keys, which a machine finds in a day, and blocks of 64 bits, like IDEA and RC2, which fall to Sweet32; RFC 5469 withdrew them.':
    'DES 的密钥只有 56 比特，一台机器一天就能穷举出来；它与 IDEA、RC2 一样使用 64 比特的分组，抵挡不住 Sweet32；RFC 5469 已将其废止。',
  'SRP suites log in with a password in place of a certificate; RFC 5054 was never taken to TLS 1.3.':
    'SRP 套件用口令代替证书登录；RFC 5054 没有沿用到 TLS 1.3。',
  'PSK suites need a key that both sides were given beforehand, and there is none here.':
    'PSK 套件需要事先分发给双方的密钥，而这里没有。',
  'DSS certificates were made with SHA-1 and keys of 1024 bits; no public CA issues them, and TLS 1.3 has no name for them.':
    'DSS 证书使用 SHA-1 和 1024 比特的密钥；已没有公共 CA 签发，TLS 1.3 中也没有它们的名称。',
  'Static DH and ECDH use the key of the certificate for every connection: no forward secrecy, and Raccoon reads the premaster secret by its timing. RFC 9325 section 4.1 rules them out.':
    '静态 DH 和 ECDH 每次连接都用证书中的密钥：没有前向保密，Raccoon 还能凭时间差读出预主密钥。RFC 9325 第 4.1 节将其排除。',
  'Camellia, ARIA, SEED and CCM-8 suites are hardly used, and not implemented here.':
    'Camellia、ARIA、SEED 和 CCM-8 套件几乎无人使用，这里没有实现。',
  'Compression before encryption gives secrets away by the length of what is sent (CRIME, 2012): TLS 1.3 has none, and TLS 1.2 nothing but null.':
    '先压缩再加密，密文的长度会泄露秘密（CRIME，2012 年）：TLS 1.3 没有压缩，TLS 1.2 只用 null（不压缩）。',
  'no_certificate (41) is how an SSL 3.0 client says that it has none; since TLS 1.0 it sends an empty Certificate message, and the server decides.':
    'no_certificate (41) 是 SSL 3.0 客户端表示没有证书的方式；从 TLS 1.0 起，客户端发送空的 Certificate 消息，由服务端决定。',

  // A client that left
  'the client {0} left right after the handshake, possibly because it does not accept our certificate':
    '客户端 {0} 握手之后立即离开，可能是因为不接受我方的证书',
  'Node in TLS 1.2 looks at a certificate when the handshake is over, and curl at the name in it; both leave without an alert. So does whoever wanted the handshake alone, such as a health check.':
    'TLS 1.2 中的 Node 在握手结束后才检查证书，curl 则在那时检查其中的名称；两者都不发警报就离开。只想完成握手的也是如此，例如健康检查。',
  '{0}; this client took it all the same': '{0}；这个客户端仍然接受了它',

  // What else ends a handshake
  'What we sent may not have arrived: a long Certificate takes more than one packet.':
    '我方发送的内容可能没有到达：较长的 Certificate 要占不止一个数据包。',
  'a box in between, or an MTU that is too large, loses packets of what we sent':
    '中间设备或过大的 MTU 会使我方发送的数据丢包',
  'look into the client’s log, which may say why': '查看客户端的日志，其中可能说明原因',
  'try again: bytes were changed on the way, or the client breaks the protocol':
    '再试一次：字节在途中被改动，或客户端违反协议',
  'The client could not verify our signature or our Finished, or its binder: one side has another key than it should.':
    '客户端无法验证我方的签名或 Finished，或者绑定值未通过验证：有一方的密钥与应有的不同。',
  'What we sent arrived changed.': '我方发送的内容到达时已被改动。',
  'Somebody at the client, or a program for them, called it off.':
    '客户端的用户，或代其行事的程序，中止了握手。',
  'The client closed the connection in order, before the handshake was over.':
    '握手结束之前，客户端正常关闭了连接。',
  'Something failed in the client itself.': '客户端自身出错。',
  'What we chose is too weak for the client.': '我方的选择对客户端来说太弱。',
  'The client does not take the version that we chose, though it offered it.':
    '客户端不接受我方选择的版本，尽管它提供过这个版本。',
};
