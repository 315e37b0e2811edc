/** The causes of failures that a trace shows, and what helps against each. */
export const causes: Readonly<Record<string, string>> = {
  // Before TLS
  'connecting by TCP': '建立 TCP 连接',
  'looking up the name': '解析名称',
  'there is no such name': '没有这个名称',
  'no name server answered': '没有域名服务应答',
  'nobody is listening there: the connection was refused': '那里没有程序在监听：连接被拒绝',
  'the connection was reset': '连接被重置',
  'nobody answered in time': '在时限内没有应答',
  'there is no route to this host': '没有通往这台主机的路由',
  'there is no route to this network': '没有通往这个网络的路由',
  'the server closed the connection after the handshake without an alert':
    '握手之后，服务端没有发警报就关闭了连接',
  'check the address, and this machine’s routes and firewall': '检查地址，以及本机的路由与防火墙',
  'check the address, and that the server is running': '检查地址，并确认服务端在运行',
  'Before that the server sent unrecognized_name (112) as a warning.':
    '此前服务端曾发来警告 unrecognized_name (112)。',
  'A reset in answer to a ClientHello is the work of a firewall or a load balancer more often than of a TLS server.':
    '以重置回应 ClientHello 的，多半是防火墙或负载均衡器，而不是 TLS 服务端。',
  'A TLS server that refuses a ClientHello should say why with an alert; this one may not speak TLS, or want something before it.':
    'TLS 服务端若拒绝 ClientHello，应当用警报说明原因；这个服务端也许不使用 TLS，或者在 TLS 之前还要别的数据。',
  'the connection was reset while we were {0}': '{0} 时，连接被重置',
  'The ServerHello came and the rest did not. The certificates behind it fill whole packets: something on the way may lose those that are too large for it, and the message that says so (an MTU black hole, RFC 2923).':
    'ServerHello 到了，其余的没有到。其后的证书会占满整个数据包：途中的某个设备可能丢弃了过大的数据包，连同报告此事的消息（MTU 黑洞，RFC 2923）。',
  'lower the MTU of this machine’s interface to 1280 bytes and try again; if that helps, the path is to blame':
    '把本机网络接口的 MTU 降到 1280 字节再试；若因此成功，问题就在途中',
  'unless packets are lost on the way': '除非数据包在途中丢失',
  'The connection is open, and nothing at all came: the server may wait for plain text, or something may have swallowed our ClientHello.':
    '连接已建立，却什么也没有收到：服务端可能在等待明文，也可能是 ClientHello 被途中的设备丢弃了。',
  'TLS begins there only when the client asks for it in plain text, which handglass does not do.':
    '那里要等客户端以明文提出请求才开始 TLS，handglass 不做这一步。',
  'use the port where TLS begins at once': '改用一开始就是 TLS 的端口',
  'use port {0}': '改用端口 {0}',
  'where TLS begins at once for {0}': '{0} 在那里一开始就是 TLS',

  // What to try, by what was asked for
  'ask for a name': '指定要请求的名称',
  'none was asked for, because the target is an address': '目标是地址，因此没有请求任何名称',
  'if the server is known by another one': '如果服务端用的是另一个名称',
  'ask for the name of the target': '请求目标本身的名称',
  'the one that was asked for instead may be unknown there': '所请求的另一个名称，服务端也许不认识',
  'offer everything that is on by default': '提供默认启用的全部选项',
  'without what was asked for on our side': '去掉我方指定的限制',
  'offer every cipher suite, old ones too': '提供所有密码套件，包括旧的',
  'to see whether the server speaks only old ones, or wants a name':
    '看服务端是否只支持旧的套件，或者要求名称',
  'to see whether the server speaks only old ones': '看服务端是否只支持旧的套件',
  'offer TLS 1.2 alone': '只提供 TLS 1.2',
  'with a name: servers and boxes in between may stumble over TLS 1.3, a long ClientHello, or one without a name':
    '并带上名称：服务端和中间设备可能处理不了 TLS 1.3、过长的 ClientHello 或不带名称的 ClientHello',
  'servers and boxes in between may stumble over TLS 1.3, or over a long ClientHello':
    '服务端和中间设备可能处理不了 TLS 1.3 或过长的 ClientHello',
  'look into the server’s log, which may say what is missing': '查看服务端的日志，其中也许写明缺什么',
  'offer {0}': '提供 {0}',
  'offer the other version': '提供另一个版本',
  'offer a protocol': '提供应用层协议',
  'the server wants one, and none was offered': '服务端要求协商应用层协议，而我方没有提供',
  'offer no protocol': '不提供应用层协议',
  'to see whether the server needs one': '看服务端是否需要它',
  'the server speaks none of these: {0}': '这些协议服务端都不支持：{0}',

  // Alerts
  'Something failed in the server; Go’s servers and others say this too when they have no certificate for a name.':
    '服务端内部出错；Go 等实现的服务端在没有该名称的证书时也这样回应。',
  'Something in front of the server does not let this client or this name through.':
    '服务端之前的某个设备不放行这个客户端或这个名称。',
  'The server wants an encrypted ClientHello (RFC 9849), which handglass does not send.':
    '服务端要求加密的 ClientHello（ECH，RFC 9849），handglass 不发送这种消息。',
  'use a client that knows ECH, such as a browser': '改用支持 ECH 的客户端，例如浏览器',
  'The server accepts only clients that share a key with it beforehand; handglass has none to offer.':
    '服务端只接受事先与它共享密钥的客户端；handglass 没有可用的预共享密钥。',
  'use a client that has the server’s pre-shared key': '改用持有该服务端预共享密钥的客户端',
  'That is its answer to our ClientHello: it lacks a version, cipher suite, group or signature scheme that we offer, or a certificate for this name. The alert does not say which.':
    '这是它对我方 ClientHello 的回应：我方提供的版本、密码套件、组或签名算法中，有一样它不支持，或者它没有这个名称的证书。警报没有说明是哪一样。',
  'Every cipher suite that handglass speaks was on offer. Servers for pre-shared keys, anonymous or DSS suites, or with a certificate of another kind of key want what it never speaks.':
    'handglass 支持的密码套件都已提供。要求预共享密钥、匿名或 DSS 套件的服务端，以及证书公钥属于其他类型的服务端，要的都是它从不使用的套件。',
  'A server that knows TLS 1.2 has to choose it where both are offered (RFC 5246 appendix E.1). This one stumbles over TLS 1.3, or it speaks only TLS 1.1 and older.':
    '两个版本都提供时，支持 TLS 1.2 的服务端应当选它（RFC 5246 附录 E.1）。这个服务端要么处理不了 TLS 1.3，要么只支持 TLS 1.1 及更旧的版本。',
  'some servers, and boxes in between, stumble over an offer of TLS 1.3':
    '有些服务端和中间设备一遇到 TLS 1.3 就出错',
  'No server_name was sent, because the target is an address (RFC 6066 section 3).':
    '目标是地址，因此没有发送 server_name（RFC 6066 第 3 节）。',
  'The server has nothing under the name that was asked for, {0}.': '服务端没有所请求的名称 {0}。',
  'It is the answer to our ClientHello: the server does not take it as it is.':
    '这是对我方 ClientHello 的回应：服务端不接受这样的 ClientHello。',
  'The server speaks TLS 1.1 or older. TLS 1.0 and 1.1 are withdrawn (RFC 8996): they sign with MD5 and SHA-1, and their CBC fell to BEAST and Lucky Thirteen. SSL 3.0 is prohibited (RFC 7568), because POODLE reads what it encrypts, and so is SSL 2.0 (RFC 6176), whose handshake anybody can change.':
    '服务端使用 TLS 1.1 或更旧的版本。TLS 1.0 与 1.1 已废止（RFC 8996）：它们用 MD5 和 SHA-1 签名，其 CBC 已被 BEAST 与 Lucky Thirteen 攻破。SSL 3.0 已被禁止（RFC 7568），因为 POODLE 能读出它加密的内容；SSL 2.0 也已被禁止（RFC 6176），它的握手任何人都能篡改。',
  'TLS 1.3 has no compression, and TLS 1.2 is spoken without it: how well secrets compress beside guesses of an attacker gives them away (CRIME).':
    'TLS 1.3 没有压缩，TLS 1.2 也不启用：秘密与攻击者的猜测一起压缩，压缩率的高低就会泄露秘密（CRIME）。',
  'turn TLS compression off in the server, or update it': '在服务端关闭 TLS 压缩，或升级服务端',
  'The server sent HelloRequest: it wants a new handshake inside this connection, most often to ask for a client certificate for one path. handglass does not renegotiate (RFC 9325 section 3.5).':
    '服务端发来 HelloRequest：它想在这条连接内重新握手，多半是因为某个路径要求客户端证书。handglass 不重新协商（RFC 9325 第 3.5 节）。',
  'let the server ask for the certificate in its first handshake, or by TLS 1.3':
    '让服务端在首次握手时就要求证书，或改用 TLS 1.3',
  'give the server a larger group for DHE, or let it use ECDHE':
    '给服务端换一个更大的 DHE 组，或让它使用 ECDHE',

  // Our certificate
  'the server let us in and then cut the connection, possibly because it does not accept our client certificate':
    '服务端放行之后又切断了连接，可能是因为不接受我方的客户端证书',
  'the server let us in and then cut the connection, possibly because it requires a client certificate':
    '服务端放行之后又切断了连接，可能是因为它要求客户端证书',
  'with one that is valid today': '换一张今天有效的',
  'Ours expired on {0}.': '我方证书已于 {0} 过期。',
  'Ours is not valid before {0}.': '我方证书要到 {0} 才生效。',
  'Ours is only for {0}, and a client’s needs clientAuth in its extended key usage (RFC 5280 section 4.2.1.12).':
    '我方证书只能用于 {0}，而客户端证书的扩展密钥用途中必须有 clientAuth（RFC 5280 第 4.2.1.12 节）。',
  'with one that is for clientAuth': '换一张可用于 clientAuth 的',
  'Ours goes without the certificate of {0}, who issued it: if that is an intermediate CA, the server cannot know it.':
    '我方证书没有附上其签发者 {0} 的证书：若签发者是中间 CA，服务端无从得知它。',
  'with the certificate of {0} behind ours in the file, or with one of an issuer that it accepts':
    '在文件中把 {0} 的证书放在我方证书之后，或换一张由服务端接受的签发者签发的',
  'Ours leads to {0}, whom the server does not name.': '我方证书的路径通向 {0}，服务端没有列出它。',

  // The server's certificate
  'the ingress controller of Kubernetes': 'Kubernetes 的 ingress 控制器',
  'Caddy with its own local CA': '使用自带本地 CA 的 Caddy',
  'Google, to clients that send no server_name,': 'Google（对不发送 server_name 的客户端）',
  'an origin server behind Cloudflare': 'Cloudflare 背后的源站',
  'a server that needs server_name': '需要 server_name 的服务端',
  'the router of OpenShift': 'OpenShift 的路由器',
  'somebody who took OpenSSL’s example': '照抄 OpenSSL 示例的人',
  'somebody who took the example of OpenSSL on Red Hat': '照抄 Red Hat 上 OpenSSL 示例的人',
  'Apache on Red Hat': 'Red Hat 上的 Apache',
  'the server sends its certificates in the wrong order': '服务端发送证书的顺序有误',
  'First comes {0}, a CA’s, and as number {1} the server’s own, {2} for {3}; its own has to come first (RFC 9846 section 4.5.2).':
    '排在第一的是 CA 证书 {0}，服务端自己的证书排在第 {1}（{2}，用于 {3}）；自己的证书必须排在第一（RFC 9846 第 4.5.2 节）。',
  'put the server’s own certificate first in its file, then the one that issued it, and so on':
    '在服务端的证书文件中，先放服务端自己的证书，再放签发它的证书，依次类推',
  'That is the certificate which {0} presents where it has none of its own for a name: no site was found for what was asked for, or its certificate was not loaded.':
    '这是 {0} 在没有某个名称的证书时出示的默认证书：没有找到所请求的站点，或者站点的证书没有加载。',
  'The certificate has {0} as a dNSName; an address counts only as an iPAddress (RFC 9525 section 6.3).':
    '证书把 {0} 写成了 dNSName；地址只有写成 iPAddress 才算数（RFC 9525 第 6.3 节）。',
  'the server needs a certificate with its address as an iPAddress': '服务端的证书需要把地址写成 iPAddress',
  'a name that the certificate was issued for': '证书中列出的名称',
  'the server’s certificates lead to {0}, which is not trusted here':
    '服务端的证书路径通向 {0}，这里不信任它',
  'Nothing is missing between: the server sent {0} certificates, each issued by the next, and the last is issued by {1}. If that is a root, it has to be trusted here; only if it is not, the server leaves something out.':
    '中间没有缺漏：服务端发来 {0} 张证书，每一张都由下一张签发，最后一张由 {1} 签发。若它是根，就须在这里信任它；若不是根，才是服务端有所缺漏。',
  'with the certificate of {0}, if you know that it is the right one': '给出 {0} 的证书，前提是确知它可信',
  'The server sent its certificate alone. If {0}, who issued it, is an intermediate CA, the server should send that certificate too; clients that fetched it before, such as browsers, hide that. If it is a root of your own, it has to be trusted here.':
    '服务端只发送了它自己的证书。若签发者 {0} 是中间 CA，服务端应当连它的证书一起发送；浏览器之类的客户端因为以前获取过，会掩盖这个问题。若它是自建的根，就须在这里信任它。',
  '(not supported)': '（不支持）',
  'fetch it from private addresses too': '也向私有地址获取',
  'its place in the certificate is one': '证书中写的位置就是私有地址',
  'Also wrong with it: {0}.': '此外还有问题：{0}。',
};
