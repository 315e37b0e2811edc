/** Why a connection failed, and what to try. */
export const failures: Readonly<Record<string, string>> = {
  // When, by whom, whose fault
  '{0} after the handshake': '握手之后，{0}',
  '{0} while we were {1}': '{1} 时，{0}',
  'after the handshake': '握手之后',
  'it sent {0}': '它发来 {0}',
  'it closed the connection without an alert': '它没有发警报就关闭了连接',
  'the server does not accept our client certificate': '服务端不接受我方的客户端证书',
  'the server requires a client certificate': '服务端要求客户端证书',
  'The server sent CertificateRequest, we sent our certificate, then {0}.':
    '服务端发来 CertificateRequest，我方发送了证书，随后 {0}。',
  'The server sent CertificateRequest, we sent none, then {0}.':
    '服务端发来 CertificateRequest，我方没有发送证书，随后 {0}。',
  'We withheld {0}: {1}.': '我方没有发送 {0}：{1}。',
  'TLS 1.2 has no better alert for this; TLS 1.3 would say certificate_required (116).':
    'TLS 1.2 没有更合适的警报；若是 TLS 1.3，会用 certificate_required (116)。',
  'It accepts certificates issued by: {0}': '它接受以下签发者的证书：{0}',
  'It does not say which issuers it accepts.': '它没有说明接受哪些签发者。',
  'A pin is never overruled.': '公钥固定的要求从不放宽。',
  'Its key is not pinned either, and a pin is never overruled.':
    '其公钥也不在固定之列，而公钥固定的要求从不放宽。',
  'Clients say this when the OCSP response that we staple is not good enough, or is missing though our certificate promises one.':
    '我方装订的 OCSP 响应不合格，或证书承诺装订而没有装订时，客户端会这样回应。',
  'We sent the alert {0}.': '我方发出警报 {0}。',
  'We sent the alert {0} after the handshake.': '握手之后，我方发出警报 {0}。',
  'We sent the alert {0} while we were {1}.': '{1} 时，我方发出警报 {0}。',
  'It happened after the handshake.': '发生在握手之后。',
  'It happened while we were {0}.': '发生在 {0} 时。',
  'The fault is ours.': '错在我方。',
  'The fault is ours ({0}).': '错在我方（{0}）。',
  'The fault lies with the client, or with something in between.': '错在客户端，或者错在中间的设备。',
  'The fault lies with the client, or with something in between ({0}).':
    '错在客户端，或者错在中间的设备（{0}）。',
  'The fault lies with the server, or with something in between.': '错在服务端，或者错在中间的设备。',
  'The fault lies with the server, or with something in between ({0}).':
    '错在服务端，或者错在中间的设备（{0}）。',

  // What to try
  'the server does not speak {0}': '服务端不支持 {0}',
  'send a client certificate': '发送客户端证书',
  'of an issuer that it accepts': '由它接受的签发者签发',
  'ignore the authorities that the server names': '不理会服务端列出的颁发机构',
  'to send ours anyway, if the server’s list is wrong': '如果服务端的列表有误，仍发送我方证书',
  'accept the certificate all the same': '仍然接受该证书',
  'only to look': '仅供查看',
  'the server needs a different certificate': '服务端需要换一张证书',
  'update the server: it seems to speak neither TLS 1.3 nor 1.2, and nothing older is secure (RFC 8996)':
    '升级服务端：它似乎既不支持 TLS 1.3 也不支持 1.2，而更旧的版本都不安全（RFC 8996）',
  'try again: bytes were changed on the way': '再试一次：字节在途中被改动',
  'check this machine’s clock; otherwise the server needs a new certificate':
    '检查本机时钟；时钟若无误，则服务端需要新证书',
  'trust one more certificate': '再信任一张证书',
  'check this machine’s clock': '检查本机时钟',
  'ask for another name': '换一个名称请求',
  'with a name that the certificate was issued for': '用证书中列出的名称',
  'with that certificate, if you know that it is the right one': '给出那张证书，前提是确知它可信',
  'with that root, if you know that it is the right one': '给出那张根证书，前提是确知它可信',
  'pin the server’s new key': '固定服务端的新公钥',
  'if whoever runs the server confirms that its key has changed': '前提是服务端的管理者确认公钥已更换',
  'the server needs a new certificate: the issuer has revoked this one':
    '服务端需要新证书：这一张已被签发者吊销',
  'hand in a revocation list': '提供证书吊销列表',
  'with its issuer’s list; or the server should staple an OCSP response':
    '给出其签发者的列表；或者由服务端装订 OCSP 响应',
  'the server should staple an OCSP response, as its certificate promises':
    '服务端应当装订 OCSP 响应，它的证书是这样承诺的',
  'check this machine’s clock; otherwise the server should staple a fresh OCSP response':
    '检查本机时钟；时钟若无误，则服务端应当装订新的 OCSP 响应',
  'a new certificate is needed: this one names a host only in its common name':
    '需要新证书：这一张只在通用名称（CN）里写了主机名',
  'accept its common name as the name of a host': '把通用名称（CN）当作主机名接受',
  'if its CA is your own': '如果它的 CA 是自建的',
  'offer different protocols': '提供其他协议',
  'try again: bytes were changed on the way, or one side has the wrong key':
    '再试一次：字节在途中被改动，或者有一方的密钥不对',
  'wait longer': '延长等待时间',
  'check that the server is running, and on this port': '检查服务端是否在运行，以及是否使用这个端口',
  'check how the name is spelled': '检查名称的拼写',
  'unless a firewall swallows what we send': '除非防火墙丢弃了我方发出的数据',
  'unless the server waits for plain text, which looks the same': '除非服务端在等待明文，那看起来也是这样',
  'check that TLS is spoken on this port; the server’s log may say why it closed':
    '检查这个端口是否使用 TLS；服务端的日志也许记下了关闭的原因',
  'try again: bytes were changed on the way, or the server uses a key that is not its certificate’s':
    '再试一次：字节在途中被改动，或者服务端用的私钥与证书不匹配',
  'give the client a different certificate': '给客户端换一张证书',
  'give the client a certificate of a CA that is trusted here': '给客户端一张这里信任的 CA 签发的证书',
  'trust its CA too': '同时信任它的 CA',
  'if you know that it is the right one': '前提是确知它可信',
  'give the client a certificate': '给客户端一张证书',
  'ask clients for a certificate without requiring one': '请求客户端证书，但不强制',

  // What a server's answer says
  'the server chose among those that the client offered': '服务端从客户端提供的选项中选定',
  'the server answered with supported_versions': '服务端的回应带有 supported_versions',
  'the server answered without supported_versions, and its random has no downgrade sentinel':
    '服务端的回应没有 supported_versions，其随机数也没有降级标记',
  'the modulus and the generator are those of a registered group': '模数与生成元属于一个已注册的组',
  'the modulus is in no registry: nobody else vouches for it': '模数未经注册：没有第三方为它担保',
  'the server wants a key share of another group, or its cookie back':
    '服务端要另一个组的密钥份额，或要求送回它的 cookie',
  'the server did not take the ticket': '服务端没有采用票据',
  'the server took the ticket': '服务端采用了票据',
  'verify with {0}': 'verify 加上 {0}',
};
