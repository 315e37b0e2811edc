/** What is told of each field of a certificate and of an OCSP response, with its value. */
export const toldCertificates: Readonly<Record<string, string>> = {
  '{0} of {1}: {2}': '{1} 的 {0}：{2}',
  '{0} of {1}: an extension that says nothing about TLS servers or clients':
    '{1} 的 {0}：与 TLS 服务端和客户端无关的扩展',
  '{0} of {1}: an extension that handglass does not read': '{1} 的 {0}：handglass 不解读的扩展',
  'the extension': '该扩展',
  'the attribute': '该属性',
  'the certificate': '该证书',
  'the empty subject': '空的主体',
  'true: who does not understand {0} must refuse {1}; false would let them pass over it':
    'true：不认识 {0} 的一方必须拒绝 {1}；若为 false 则可以略过',
  'false: who does not understand {0} may pass over it in {1}': 'false：不认识 {0} 的一方可以在 {1} 中略过它',
  '{0} bytes in {1} that handglass does not read': '{1} 中 handglass 不解读的 {0} 字节',
  'The key of {0} may be used for this alone': '{0} 的密钥只能用于此项',
  '{0}: {1} may be used for this too, which is not TLS': '{0}：{1} 也可用于此项，但与 TLS 无关',
  '{0} is another name of the issuer, by which nothing is checked':
    '{0} 是签发者的另一个名称，不据此检查任何内容',
  'The key of {0} in short, usually its SHA-1: certificates below name their issuer’s key by it':
    '{0} 公钥的短标识，通常是其 SHA-1：下级证书以此指明签发者的密钥',
  'The key that signed {0}, in short: a hint which of several issuers of one name it is, and no proof':
    '签署 {0} 的密钥的短标识：提示它出自同名签发者中的哪一个，但不是证明',
  '{0} is the serial number of the certificate of who signed {1}': '{0} 是 {1} 的签署者证书的序列号',
  'true: {0} is a CA and may issue certificates; without it, certificates that it signed are refused':
    'true：{0} 是 CA，可以签发证书；没有这一项，它签署的证书会被拒绝',
  'false: {0} is no CA, so certificates that it signed are refused':
    'false：{0} 不是 CA，它签署的证书会被拒绝',
  'Empty: {0} is no CA, so certificates that its key signed are refused':
    '空：{0} 不是 CA，用它的密钥签署的证书会被拒绝',
  '{0} is {1}': '{0} 是 {1}',
  '0: no other CA may come below {0}, only end entities': '0：{0} 之下不得再有 CA，只能是末端实体',
  '{0}: at most so many other CAs may come below {1}': '{0}：{1} 之下至多还可以有这么多级 CA',
  'ocsp: at the next address somebody answers whether {0} was revoked': 'ocsp：下面的地址答复 {0} 是否已吊销',
  'caIssuers: at the next address is the certificate of the issuer of {0}':
    'caIssuers：下面的地址提供 {0} 的签发者证书',
  '{0}: what there is at the next address, for {1}': '{0}：下面的地址为 {1} 提供的内容',
  '{0}: asked in plain HTTP about {1}, unless an answer comes stapled; then nobody need ask':
    '{0}：以明文 HTTP 向它查询 {1}；若已装订答复，则无须查询',
  '{0}: fetched in plain HTTP when the issuer of {1} is not sent along; its own signature protects it':
    '{0}：若没有一并发送 {1} 的签发者证书，就以明文 HTTP 从这里获取；证书自身的签名保护它',
  '{0}: the list (CRL) here names the serial number of {1} if it was revoked; it is fetched when OCSP says nothing':
    '{0}：{1} 若已吊销，这里的列表（CRL）会列出它的序列号；OCSP 没有答复时才获取',
  '5, status_request (must-staple): a client that asks refuses {0} when it comes without an OCSP response':
    '5，status_request（必须装订）：客户端请求了 OCSP 响应而 {0} 没有附上时，就会拒绝它',
  '{0}: the server of {1} must support this extension of TLS': '{0}：{1} 的服务端必须支持 TLS 的这个扩展',
  '{0}: the rules under which {1} was issued; a client that asks for no policy does not look at it':
    '{0}：签发 {1} 所依据的策略；不要求策略的客户端不予理会',
  '{0}: what kind of note about the rules of {1} follows': '{0}：其后是关于 {1} 的策略的哪一类说明',
  '{0}: the form of this proof by a log, number {1} of {2}': '{0}：{2} 的第 {1} 份日志凭据的格式版本',
  'The log of proof {0} of {1}: SHA-256 of its public key':
    '{1} 的第 {0} 份凭据出自哪个日志：其公钥的 SHA-256',
  '{0}: then the log promised to publish {1}, so that its owner can see certificates that nobody ordered':
    '{0}：日志在此时承诺收录 {1}，使名称的所有者能发现无人申请的证书',
  'whether it is a CA; a certificate without it is none': '是否为 CA；没有它的证书就不是 CA',
  'what its key may be used for; without it, for everything': '密钥的用途；没有它则不限',
  'what the certificate may be used for; without it, for everything': '证书的用途；没有它则不限',
  'the names that it was issued for; without it, no name of a server fits':
    '证书为哪些名称签发；没有它，任何服务端名称都不匹配',
  'its key in short, by which the certificates below find their issuer':
    '公钥的短标识，下级证书据此找到签发者',
  'the key that signed it, in short; without it, issuers are found by name alone':
    '签署它的密钥的短标识；没有它，就只能按名称寻找签发者',
  'which names certificates below it may have; others are refused':
    '下级证书可以有哪些名称；其他名称会被拒绝',
  'the rules under which it was issued': '签发它所依据的策略',
  'which rules of others count as its own': '他方的哪些策略视同它自己的策略',
  'from where on rules must hold along the path': '从哪一级起，路径上必须满足策略',
  'from where on “any policy” no longer stands for all of them': '从哪一级起，anyPolicy 不再代表所有策略',
  'where the list is that names it if it was revoked': '它若被吊销，列出它的列表在哪里',
  'where the changes since the last such list are': '自上一份列表以来的变动在哪里',
  'where to ask whether it was revoked, and where its issuer’s certificate is':
    '向哪里查询它是否已吊销，以及签发者的证书在哪里',
  'what its server must do when asked; stapling, in practice': '服务端被请求时必须做什么；实际上就是装订',
  'promises by public logs to publish it; browsers refuse a certificate without them':
    '公开日志承诺收录它的凭据；没有凭据的证书会被浏览器拒绝',
  'it is a draft for the logs, and no one may accept it': '这是交给日志的预证书，任何一方都不得接受',
  'it need not be asked about itself, although it signs OCSP responses':
    '它虽然签署 OCSP 响应，却无须查询它自己的状态',
  'digitalSignature: it signs handshakes (DHE, ECDHE, TLS 1.3); without it only RSA key exchange is left':
    'digitalSignature：可对握手签名（DHE、ECDHE、TLS 1.3）；没有它就只剩 RSA 密钥交换',
  'nonRepudiation: it signs documents, which TLS has no use for': 'nonRepudiation：对文档签名，TLS 用不到',
  'keyEncipherment: a premaster secret may be encrypted to it; without it there is no RSA key exchange':
    'keyEncipherment：可用它加密预主密钥；没有它就不能用 RSA 密钥交换',
  'dataEncipherment: it encrypts data itself, which TLS has no use for':
    'dataEncipherment：直接加密数据，TLS 用不到',
  'keyAgreement: it is itself a share, as in static Diffie-Hellman':
    'keyAgreement：它本身就是密钥份额，如静态 Diffie-Hellman',
  'keyCertSign: it signs certificates; without it, certificates below are refused':
    'keyCertSign：签署证书；没有它，下级证书会被拒绝',
  'cRLSign: it signs lists of revoked certificates; without it, its lists are not believed':
    'cRLSign：签署吊销列表；没有它，它的列表不被采信',
  'encipherOnly: when it agrees on keys, those only encrypt':
    'encipherOnly：用于密钥交换时，所得密钥只用于加密',
  'decipherOnly: when it agrees on keys, those only decrypt':
    'decipherOnly：用于密钥交换时，所得密钥只用于解密',
  'serverAuth: {0} may be a TLS server’s; a client’s certificate must say clientAuth':
    'serverAuth：{0} 可作 TLS 服务端证书；客户端证书必须写 clientAuth',
  'clientAuth: {0} may be a TLS client’s; a server’s certificate must say serverAuth':
    'clientAuth：{0} 可作 TLS 客户端证书；服务端证书必须写 serverAuth',
  'OCSPSigning: {0} may sign OCSP responses for its issuer': 'OCSPSigning：{0} 可代签发者签署 OCSP 响应',
  'anyExtendedKeyUsage: {0} may be used for everything': 'anyExtendedKeyUsage：{0} 可用于任何用途',
  '{0}: the name that the client wants to reach, so {1} fits': '{0}：正是客户端要访问的名称，因此 {1} 匹配',
  '{0}: the server may have any name with one label in place of the star':
    '{0}：星号处换成任一段名称，都是服务端可用的名称',
  '{0}: the server may have this name; a client that wants another one looks on':
    '{0}：服务端可以有这个名称；要找别的名称的客户端继续往下看',
  '{0}: the server may have this address; for a client that connects by name it does not count':
    '{0}：服务端可以有这个地址；对按名称连接的客户端则不算数',
  '{0}: an e-mail address of {1}, which does not count for servers':
    '{0}：{1} 的电子邮件地址，对服务端不算数',
  '{0}: a URI of {1}, which does not count for servers': '{0}：{1} 的 URI，对服务端不算数',
  '{0}: another kind of name of {1}': '{0}：{1} 的另一类名称',

  // The certificate itself
  'What the issuer of {0} signed: everything down to signatureAlgorithm':
    '{0} 的签发者所签名的内容：直到 signatureAlgorithm 为止',
  'v3: only this version has extensions, so only it can say what the key of {0} may be used for':
    'v3：只有这个版本有扩展，也就只有它能说明 {0} 的密钥可作何用',
  '{0}: it has no extensions, so nothing says what the key of {1} may be used for':
    '{0}：没有扩展，因此没有说明 {1} 的密钥可作何用',
  '0x{0}, the number of {1} at its issuer: CRLs and OCSP name the certificate by it':
    '0x{0}，{1} 在签发者处的编号：CRL 与 OCSP 以此指明证书',
  'Who issued {0}: the next certificate of the path must have this name as its subject':
    '{0} 的签发者：路径中下一张证书的主体必须是这个名称',
  'When {0} is valid; a clock that is wrong makes good certificates look bad':
    '{0} 的有效期；时钟不准会使好的证书显得无效',
  'Empty: whom the certificate is for stands in subjectAltName alone':
    '空：证书发给谁只写在 subjectAltName 中',
  'Whom the certificate is for: {0}; a server’s name is looked for in subjectAltName, and not here':
    '证书发给谁：{0}；服务端的名称在 subjectAltName 中查找，不看这里',
  'The public key of {0}, of a kind that handglass does not know': '{0} 的公钥，handglass 不认识这种类型',
  'The public key of {0} ({1}): whoever has the private half can act as {2}':
    '{0} 的公钥（{1}）：持有对应私钥的一方就能以 {2} 的身份出现',
  'What kind of key {0} has': '{0} 的密钥类型',
  'The public key of {0} itself': '{0} 的公钥本身',
  'The public key of {0} itself, {1} bytes': '{0} 的公钥本身，{1} 字节',
  'The modulus of {0}, {1}: the product of two secret primes; below 2048 bits it would be refused':
    '{0} 的模数，{1}：两个保密素数的乘积；不足 2048 比特会被拒绝',
  '65537, the exponent that nearly every RSA key has, of {0} too':
    '65537，几乎所有 RSA 密钥的公开指数，{0} 也是',
  '{0} is the exponent of {1}; nearly every RSA key has 65537':
    '{0} 是 {1} 的公开指数；几乎所有 RSA 密钥都用 65537',
  'What else is said of {0}, and what its key may be used for': '{0} 的其他内容，以及它的密钥可作何用',
  'Meant to tell issuers of one name apart; nobody looks at it ({0} bytes)':
    '本意是区分同名的签发者；实际上没有谁用它（{0} 字节）',
  'Meant to tell subjects of one name apart; nobody looks at it ({0} bytes)':
    '本意是区分同名的主体；实际上没有谁用它（{0} 字节）',
  'The issuer’s signature of {0}, {1} bytes; a byte changed in tbsCertificate, and it does not hold':
    '签发者对 {0} 的签名，{1} 字节；tbsCertificate 中只要改动一个字节，签名就不成立',
  'How the response was signed': '响应的签名算法',
  '{0}: how the response was signed': '{0}：响应的签名算法',
  'How {0} was signed, covered by the signature itself': '{0} 的签名算法，受签名自身保护',
  'How {0} was signed; the same as inside, or the certificate is refused':
    '{0} 的签名算法；必须与里面的相同，否则证书被拒绝',
  '{0}: the issuer’s algorithm for {1}, inside, where the signature covers it':
    '{0}：签发者签署 {1} 的算法，在里面，受签名保护',
  '{0}: the issuer’s algorithm for {1}, outside, which must be the same':
    '{0}：签发者签署 {1} 的算法，在外面，必须与里面的相同',
  'its hash can be forged, so a path with it is refused': '其散列可以伪造，含有它的路径会被拒绝',
  'What {0} was signed with needs {1} bytes of parameters': '{0} 的签名算法需要 {1} 字节的参数',
  'NULL: the RSA algorithm that signed {0} has no parameters, and must say so':
    'NULL：签署 {0} 的 RSA 算法没有参数，而且必须写明',
  'NULL again, as inside: the two algorithms of {0} must be the same to the byte':
    '与里面一样也是 NULL：{0} 的两处算法必须逐字节相同',
  'rsaEncryption: an RSA key of {0}, which can sign with PKCS #1 v1.5 and PSS, and decrypt a premaster secret':
    'rsaEncryption：{0} 的 RSA 密钥，可用 PKCS #1 v1.5 与 PSS 签名，也可解密预主密钥',
  'ecPublicKey: an elliptic-curve key of {0}, which signs with ECDSA; it cannot decrypt, so there is no RSA key exchange with it':
    'ecPublicKey：{0} 的椭圆曲线密钥，以 ECDSA 签名；它不能解密，因此不能用于 RSA 密钥交换',
  'rsassaPss: an RSA key of {0} that may sign with PSS alone': 'rsassaPss：{0} 的 RSA 密钥，只可用 PSS 签名',
  '{0}: the kind of key that {1} has': '{0}：{1} 的密钥类型',
  'NULL: the RSA key of {0} is for every use of RSA': 'NULL：{0} 的 RSA 密钥不限于某种用法',
  'prime256v1 is the curve P-256, the same as secp256r1, on which the key of {0} lies':
    'prime256v1 就是曲线 P-256，也即 secp256r1，{0} 的公钥在其上',
  '{0} bytes of parameters for the key of {1}; those of a curve of one’s own are refused':
    '{1} 的公钥的参数，{0} 字节；自行描述的曲线会被拒绝',
  '{0} is the curve on which the key of {1} lies': '{0} 是 {1} 的公钥所在的曲线',
  '{0}: the first second at which {1} is valid': '{0}：{1} 生效的第一秒',
  '{0}: {1} has been valid since then; a connection before it would have been refused':
    '{0}：{1} 自此生效；在此之前的连接会被拒绝',
  '{0}: {1} was not valid yet when this connection was made ({2}), and is refused':
    '{0}：建立这次连接时（{2}）{1} 尚未生效，因此被拒绝',
  '{0}: the last second at which {1} is valid': '{0}：{1} 有效的最后一秒',
  '{0}: {1} is valid until then; a second later it is refused': '{0}：{1} 到此为止有效；再过一秒就会被拒绝',
  '{0}: {1} had expired when this connection was made ({2}), and is refused':
    '{0}：建立这次连接时（{2}）{1} 已过期，因此被拒绝',

  // Names
  '{0}: this part of the name of who issued {1} follows': '{0}：其后是 {1} 的签发者名称的这一部分',
  '{0}: this part of the name of {1} follows': '{0}：其后是 {1} 的名称的这一部分',
  '{0}: this part of the name of authority {1} follows': '{0}：其后是第 {1} 个颁发机构名称的这一部分',
  '{0}: this part of the responder’s name follows': '{0}：其后是响应者名称的这一部分',
  '{0}: this part of a directory name follows': '{0}：其后是目录名称的这一部分',
  '{0} as {1} of who issued {2}; a path is found by the whole name, whatever its upper and lower case':
    '{0}，{2} 的签发者的 {1}；寻找路径用的是整个名称，不分大小写',
  '{0} as commonName of {1}: people read it, but a server’s name counts only in subjectAltName':
    '{0}，{1} 的 commonName：供人阅读；服务端的名称只有在 subjectAltName 中才算数',
  '{0} as {1} of {2}: the issuer answers for it': '{0}，{2} 的 {1}：由签发者担保',
  '{0} as {1} of authority {2}; a client compares the whole name with the issuers of its certificates':
    '{0}，第 {2} 个颁发机构的 {1}；客户端用整个名称与自己证书的签发者比较',
  '{0} as {1} of who signed the response: the issuer itself, or one whom it has certified for that':
    '{0}，响应签名者的 {1}：签发者自己，或由它授权的一方',
  '{0} as {1} of a directory name': '{0}，目录名称的 {1}',

  // OCSP responses
  'The OCSP response, in DER': 'OCSP 响应（DER）',
  'successful: there is an answer below; any other status has nothing signed, and counts as no answer':
    'successful：下面有答复；其他状态没有任何签名，等于没有答复',
  '{0}: the responder gave no answer, so this staple says nothing':
    '{0}：响应者没有给出答复，因此这份装订的响应说明不了什么',
  'The answer, and its type': '答复及其类型',
  '{0}: a basic response, the only type in use': '{0}：basic 响应，唯一在用的类型',
  'What the responder signed': '响应者所签名的内容',
  '{0}: who signed the response, by the SHA-1 of its key': '{0}：响应的签名者，以其公钥的 SHA-1 指明',
  'Who signed the response, by name': '响应的签名者，以名称指明',
  '{0}: when the response was signed': '{0}：响应签名的时间',
  'The answers, one for each certificate; only one about the certificate beside it counts':
    '答复，每张证书一条；只有针对所附证书的那一条才算数',
  'Which certificate the answer is about': '答复针对哪张证书',
  '{0}: what the next two fields are hashed with; SHA-1 is good enough for that, as nobody gains by a collision':
    '{0}：下面两个字段所用的散列算法；这里用 SHA-1 就够了，制造碰撞得不到好处',
  'NULL: the hash has no parameters': 'NULL：散列算法没有参数',
  '{0} bytes: the hash of the issuer’s name; for another issuer the answer would not count':
    '{0} 字节：签发者名称的散列值；若是别的签发者，答复就不算数',
  '{0} bytes: the hash of the issuer’s key, as issuers may share a name':
    '{0} 字节：签发者公钥的散列值，因为签发者可能同名',
  '0x{0}: the serial number of the certificate that the answer is about; if it is another one’s, the staple does not count':
    '0x{0}：答复所针对证书的序列号；若是别的证书的，这份装订的响应就不算数',
  'good: not revoked, as far as the responder knows; revoked would end the handshake':
    'good：据响应者所知没有吊销；若为 revoked，握手就此结束',
  'revoked: the certificate must not be accepted any more, although its dates are good':
    'revoked：证书虽在有效期内，也不得再接受',
  'unknown: the responder does not know this certificate, so the staple says nothing':
    'unknown：响应者不知道这张证书，因此这份装订的响应说明不了什么',
  '{0}: since then the certificate counts as revoked': '{0}：证书自此视为已吊销',
  '{0}: why it was revoked': '{0}：吊销的原因',
  '{0}: when the responder last knew this to be true': '{0}：响应者最近一次确认属实的时间',
  '{0}: until then the answer is fresh; later it is refused, so that an old “good” cannot be shown for ever':
    '{0}：在此之前答复有效；过后会被拒绝，免得旧的“good”一直被拿来出示',
  'The basic response, in DER': 'basic 响应（DER）',
  'The responder’s signature of the response, {0} bytes; without it anybody could staple “good”':
    '响应者对响应的签名，{0} 字节；没有它，任何人都能装订“good”',
  'The signature of {0} under the response, {1} bytes; without it anybody could staple “good”':
    '{0} 对响应的签名，{1} 字节；没有它，任何人都能装订“good”',
};
