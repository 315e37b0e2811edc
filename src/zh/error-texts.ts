/** What explain says of the error texts of other programs. */
export const errorTexts: Readonly<Record<string, string>> = {
  'error text': '错误信息',
  'no path to a trusted CA': '没有通往受信任 CA 的路径',
  'No path was found from the server’s certificate to a CA that is trusted here.':
    '没有找到从服务端证书通往这里所信任的 CA 的路径。',
  'Two causes look alike in every program: the server leaves out its intermediate certificate, or its chain is complete and ends at a CA that is not in the trust store.':
    '有两种原因在任何程序里看起来都一样：服务端漏发了中间证书，或者证书链完整，但止于不在信任库中的 CA。',
  'Look at how many certificates the server sends: one alone, which a CA below the root issued, means that the intermediate is missing. Browsers hide it, since they fetch or remember intermediates.':
    '看服务端发来几张证书：只有一张，且由根之下的 CA 签发，就是缺少中间证书。浏览器会获取或记住中间证书，所以掩盖了这个问题。',
  'a self-signed certificate': '自签名证书',
  'The server’s certificate is signed with its own key, or the chain ends at a root that is not trusted here.':
    '服务端的证书由自己的私钥签名，或者证书链止于这里不信任的根。',
  'Trust that certificate or that root by name, if it is the expected one; a box that inspects TLS, or a default certificate of a server without a host of this name, looks the same.':
    '若它正是预期的那一张，就指名信任该证书或该根；中间设备解密检查 TLS，或者服务端没有该名称的主机而出示默认证书，看起来也是这样。',
  'an expired certificate': '证书已过期',
  'A certificate in the path is past its end. It may be the server’s own, an intermediate or a root.':
    '路径中有证书已过有效期，可能是服务端证书、中间证书或根证书。',
  'When it was renewed on disk, the server may not have read it again yet.':
    '若磁盘上的证书已经更新，可能是服务端还没有重新读取。',
  'a certificate that is not valid yet': '证书尚未生效',
  'A certificate begins to be valid later than now; often the clock of this machine is wrong.':
    '有证书的生效时间晚于现在；多半是本机时钟不准。',
  'a certificate outside its dates': '证书不在有效期内',
  'Java says this of a certificate that has expired and of one that is not valid yet alike.':
    '证书已过期和尚未生效，Java 都这样说。',
  'a certificate for another name': '证书的名称不符',
  'The certificate is for other names than the one that was asked for.': '证书中的名称与所请求的不同。',
  'The name counts that was typed, not the one that the address has in the DNS; an IP address needs an entry of its own kind in the certificate.':
    '算数的是输入的名称，而不是地址在 DNS 中的名称；IP 地址在证书中需要有它自己类型的条目。',
  'a name in the common name alone': '名称只写在通用名称（CN）里',
  'The certificate has no subjectAltName, and the common name counts for nothing (RFC 9525 section 6.3). OpenSSL, Java and Node still look at it; Go and browsers do not.':
    '证书没有 subjectAltName，而通用名称（CN）不算数（RFC 9525 第 6.3 节）。OpenSSL、Java 与 Node 仍会看它；Go 与浏览器不看。',
  'a name that the CA may not certify': 'CA 无权签发的名称',
  'A CA in the path may certify certain names alone (nameConstraints), and this one is not among them.':
    '路径中有 CA 只能为特定的名称签发证书（nameConstraints），而这个名称不在其中。',
  'a key that is too short': '密钥太短',
  'A key in the path is too short: an RSA key below 2048 bits, for the most part.':
    '路径中有密钥太短：多半是不足 2048 比特的 RSA 密钥。',
  'a signature with a broken hash': '签名使用了已被攻破的散列算法',
  'A certificate in the path is signed with SHA-1 or MD5, for which signatures can be forged.':
    '路径中有证书用 SHA-1 或 MD5 签名，这样的签名可以伪造。',
  'a certificate for another purpose': '证书的用途不符',
  'The certificate may not be used for this: one for servers used by a client, or the reverse (extended key usage).':
    '证书不得用于此处：客户端用了服务端证书，或者相反（扩展密钥用途）。',
  'Public CAs no longer certify clients since 2026: a certificate renewed there has lost clientAuth.':
    '自 2026 年起公共 CA 不再为客户端签发证书：在那里更新的证书已没有 clientAuth。',
  'a revoked certificate': '证书已吊销',
  'Its CA has revoked the certificate, in a CRL or an OCSP response.':
    '证书的 CA 已在 CRL 或 OCSP 响应中将其吊销。',
  'Node has no name of its own for what OpenSSL found wrong with the certificate, such as name constraints or a weak signature.':
    'OpenSSL 发现的有些证书问题，Node 没有对应的名称，例如违反名称约束或签名太弱。',
  'a private key that does not belong to the certificate': '私钥与证书不匹配',
  'The private key does not belong to the first certificate in the file.': '私钥与文件中的第一张证书不匹配。',
  'Often the key is right and the order in the file is not: the own certificate comes first, the intermediates after it.':
    '多半是私钥没错，而文件中的顺序错了：自己的证书在前，中间证书在后。',
  'a peer that signs only in old ways': '对端只会用旧的方式签名',
  'The server answers with TLS 1.0 or 1.1, whose signatures rest on SHA-1, or offers no signature algorithm that is still accepted.':
    '服务端回应的是 TLS 1.0 或 1.1，其签名依赖 SHA-1；或者它没有一种仍被接受的签名算法。',
  'no version in common': '没有共同的版本',
  'One side speaks only versions of TLS that the other does not, or may not, speak.':
    '一方只支持某些 TLS 版本，而另一方不支持或不允许使用它们。',
  'a small Diffie-Hellman group': 'Diffie-Hellman 的组太小',
  'The server’s DHE modulus is too short, 1024 bits for the most part: somebody with much computing power can break it once for all connections (Logjam).':
    '服务端的 DHE 模数太短，多半是 1024 比特：拥有大量算力的一方只需攻破一次，就能解开所有连接（Logjam）。',
  'no secure renegotiation': '不支持安全的重新协商',
  'The server does not know renegotiation_info (RFC 5746); OpenSSL 3 no longer speaks with such servers.':
    '服务端不支持 renegotiation_info（RFC 5746）；OpenSSL 3 已不再与这样的服务端通信。',
  'an answer that is not TLS': '收到的不是 TLS',
  'What came is not TLS: its first bytes were read as a record, and make no sense as one. It has nothing to do with versions.':
    '收到的不是 TLS：开头的字节被当作记录来读，却不成其为记录。这与版本无关。',
  'Something else listens on that port: plain HTTP, or a service that greets in plain text and wants STARTTLS first.':
    '在那个端口监听的是别的服务：明文 HTTP，或者先以明文问候、再要求 STARTTLS 的服务。',
  'a reset connection': '连接被重置',
  'The other side, or a box between, tore the TCP connection down.':
    '另一方或中间的设备强行断开了 TCP 连接。',
  'Right after the ClientHello a filter is likely that does not like the name, the size or the version of the hello; after a client’s certificate, a server that refuses it without an alert.':
    '若紧跟在 ClientHello 之后，多半是过滤设备不放行其中的名称、大小或版本；若在客户端证书之后，则是服务端不发警报就拒绝了证书。',
  'a connection that was closed in the middle': '连接中途被关闭',
  'The connection was closed without close_notify, so that nobody knows whether it was meant.':
    '没有收到 close_notify，连接就被关闭，无从知道是否有意如此。',
  'During the handshake many servers close when they do not like a certificate or have no host of that name.':
    '握手期间，许多服务端在不接受证书或没有该名称的主机时就这样关闭连接。',
  'no answer': '没有应答',
  'Nothing came within the time. A hello of more than one packet is lost in some networks; try TLS 1.2 alone, whose hello is small.':
    '时限内什么也没有收到。有些网络会丢弃超过一个数据包的问候消息；可试试只用 TLS 1.2，它的问候消息很小。',
  'a client certificate that HTTP asks for': 'HTTP 层要求的客户端证书',
  'nginx finishes the handshake even with a client certificate that it does not accept, and answers the request with 400. Its log on level info tells why.':
    '即使不接受客户端证书，nginx 也会完成握手，然后对请求答复 400。其 info 级别的日志会写明原因。',

  // That only say that it failed
  'a certificate that was not accepted': '证书未被接受',
  'One side checked the other’s certificate and refused it. These words only say that it did, and not why.':
    '一方检查了另一方的证书并拒绝了它。这句话只说了结果，没有说原因。',
  'The reason stands behind them or in another line of the log: "unable to get local issuer certificate", "self-signed certificate in certificate chain", "certificate has expired", "Hostname mismatch". Each of these is explained too.':
    '原因写在它后面，或在日志的另一行里：“unable to get local issuer certificate”“self-signed certificate in certificate chain”“certificate has expired”“Hostname mismatch”。这些都另有解释。',
  'Where there is no reason, most often the CA is not in the trust store, or the server leaves out its intermediate certificate. A handshake with handglass names every check that fails.':
    '若没有写明原因，多半是 CA 不在信任库中，或者服务端漏发了中间证书。用 handglass 握手一次，就能看到哪些检查没有通过。',
  'To switch the check off makes the error go away, and anybody in between can then be the server.':
    '关闭检查可以让错误消失，但从此途中的任何一方都可以冒充服务端。',
  'curl (35): a handshake that broke off': 'curl (35)：握手中断',
  'curl ends with 35 when the handshake breaks off: one side sent an alert, the connection was reset or closed, or the answer was not TLS.':
    '握手中断时，curl 的退出码是 35：一方发送了警报，连接被重置或关闭，或者收到的不是 TLS。',
  'The words behind the number say which of them it was. A certificate that curl itself refuses is 60.':
    '是哪一种，看数字后面的文字。若是 curl 自己拒绝了证书，退出码是 60。',
  'curl (56): an end while reading': 'curl (56)：读取时中断',
  'curl ends with 56 when a connection that stood fails while it reads.':
    '连接建立之后读取失败时，curl 的退出码是 56。',
  'In TLS 1.3 the client is done with its handshake before the server has looked at its certificate: a server that misses one, or refuses it, says so only now, with an alert such as certificate_required (116).':
    '在 TLS 1.3 中，客户端完成握手时，服务端还没有查看它的证书：服务端要求证书而没有收到，或者拒绝了证书，到这时才会用警报告知，例如 certificate_required (116)。',
};
