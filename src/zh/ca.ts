/** handglass ca: what it makes, what is bad on purpose, and what is wrong with how it was asked. */
export const ca: Readonly<Record<string, string>> = {
  'throw-away intermediate': '一次性的中间 CA',
  'another throw-away CA': '另一个一次性的 CA',

  // Bad on purpose
  'it is signed with its own key': '它用自己的私钥签名',
  'it leads to a root that nobody trusts': '它通向一个无人信任的根',
  'it leads to a root with the name of the trusted one and a different key':
    '它通向的根与受信任的根同名，而公钥不同',
  'its issuer’s certificate is not sent': '没有发送其签发者的证书',
  'its issuer is not a CA': '它的签发者不是 CA',
  'its issuer has a version 1 certificate, which cannot say that it is a CA':
    '其签发者的证书是版本 1，无法表明自己是 CA',
  'its issuer’s key may not sign certificates': '其签发者的密钥不得用于签署证书',
  'its chain is longer than one of its CAs allows': '它的证书链超过其中某个 CA 允许的长度',
  'its issuer may only certify other names': '它的签发者只能为其他名称签发证书',
  'its issuer requires a certificate policy, and it has none': '它的签发者要求证书带有证书策略，而它没有',
  'its issuer’s certificate expired yesterday': '其签发者的证书昨天已过期',
  'nothing is wrong with it, but its intermediates are sent in the wrong order':
    '它本身没有问题，但中间证书的发送顺序有误',
  'nothing is wrong with it, but its root and unrelated certificates are sent too':
    '它本身没有问题，但根证书和不相干的证书也一并发送',
  'it expired yesterday': '它昨天已过期',
  'it becomes valid tomorrow': '它明天才生效',
  'it is for another name': '它是为另一个名称签发的',
  'its name is only in the subject, not among the alternative names': '它的名称只在主体中，不在备用名称中',
  'its wildcard covers a whole top-level domain': '它的通配符涵盖整个顶级域',
  'it has an IP address as a DNS name': '它把 IP 地址写成了 DNS 名称',
  'its name contains a NUL, where careless readers stop': '它的名称含有 NUL，粗心的程序会在那里停下',
  'it is for clients, not for servers': '它用于客户端，不用于服务端',
  'its key is for key agreement, not for signatures':
    '它的密钥只能用于 keyAgreement（密钥交换），不能用于签名',
  'it has a critical extension that nobody knows': '它有一个无人认识的关键扩展',
  'its RSA key has 1024 bits': '它的 RSA 公钥是 1024 比特',
  'its key spells out its curve instead of naming it (CVE-2020-0601)':
    '它的公钥写出了曲线参数，而不是曲线的名称（CVE-2020-0601）',
  'it is signed with SHA-1': '它用 SHA-1 签名',
  'it is signed with MD5': '它用 MD5 签名',
  'its signature has been altered': '它的签名被改动过',
  'it names one signature algorithm inside and another outside': '它里外两处写的签名算法不同',
  'it is a version 1 certificate, which has no extensions': '它是版本 1 的证书，没有扩展',
  'one of its extensions appears twice': '它有一个扩展出现了两次',
  'a length is encoded with one byte too many, which BER allows and DER does not':
    '有一个长度的编码多用了一个字节，BER 允许而 DER 不允许',
  'its serial number has 21 bytes, one too many': '它的序列号有 21 字节，多了一个',
  'its serial number is zero': '它的序列号是零',
  'its serial number is negative': '它的序列号是负数',
  'it is a CA certificate, used as a server’s': '它是 CA 证书，却当作服务端证书使用',
  'its issuer has revoked it, according to a CRL': '据 CRL，它已被签发者吊销',
  'its issuer’s certificate is revoked, according to a CRL': '据 CRL，其签发者的证书已被吊销',
  'it requires a stapled OCSP response, and comes without one': '它要求装订 OCSP 响应，却没有附上',
  'its stapled OCSP response says that it is revoked': '装订的 OCSP 响应说它已吊销',
  'its stapled OCSP response expired yesterday': '装订的 OCSP 响应昨天已过期',
  'its stapled OCSP response is for another certificate': '装订的 OCSP 响应针对的是另一张证书',
  'its stapled OCSP response is signed by a server of the same CA, which may not answer for it':
    '装订的 OCSP 响应由同一 CA 之下的一个服务端签名，而它无权代 CA 答复',
  '--bad needs a root with a path length of at least 2, and this one has {0}':
    '--bad 需要路径长度至少为 2 的根，而这个根的路径长度是 {0}',
  'it should be accepted': '它应当被接受',
  'refused as "{0}" on the Web, but not from a CA named by hand':
    '按 Web 的规则以“{0}”为由拒绝；若 CA 是指名信任的则不拒绝',
  'refused as "{0}"': '以“{0}”为由拒绝',
  'ask for {0}': '请求 {0}',

  // How it was asked
  '{0} and {1} cannot be used together': '{0} 与 {1} 不能同时使用',
  '{0} has no effect without {1}': '没有 {1} 时 {0} 不起作用',
  '{0} has no effect without one of {1}': '{0} 要与其中之一同用才起作用：{1}',
  '--bad {0} is unknown: --list-bad lists the names': '--bad 没有 {0} 这个名称：--list-bad 列出全部名称',
  '--rsa and --key {0} cannot be used together': '--rsa 与 --key {0} 不能同时使用',
  '--not-after is before --not-before': '--not-after 早于 --not-before',
  '--server {0} is a name for a client: use --client': '--server {0} 是客户端的名称：请用 --client',
  '--client {0} is too long: a name has at most {1} characters': '--client {0} 太长：名称至多 {1} 个字符',
  '{0} {1} cannot be a file name: use up to {2} letters, digits and ._@-':
    '{0} {1} 不能用作文件名：请用至多 {2} 个字母、数字和 ._@-',
  '{0} has an empty name': '{0} 中有空的名称',
  '{0} {1} has invisible characters': '{0} {1} 含有不可见的字符',
  '{0} {1} is not an http or https URL': '{0} {1} 不是 http 或 https 的 URL',
  '--list-bad cannot be used with anything else: it makes nothing':
    '--list-bad 不能与其他选项同用：它不签发任何证书',
  'ca needs a folder: handglass ca DIR': 'ca 需要一个目录：handglass ca DIR',
  'nothing was made: {0} already has these CAs': '没有签发任何证书：{0} 已有这些 CA',
  '--path-length {0} has no effect: {1} already has {2}': '--path-length {0} 不起作用：{1} 已有 {2}',
  '{0} already has a CA {1}, but not below {2}': '{0} 已有 CA {1}，但不在 {2} 之下',
  'the path length of {0} is {1}, and {2} needs at least {3}': '{0} 的路径长度是 {1}，而 {2} 至少需要 {3}',
  '--cross-sign {0} is not a CA certificate; use --csr for other keys':
    '--cross-sign {0} 不是 CA 证书；其他密钥请用 --csr',
  '--cross-sign {0} has the same name as its issuer, {1}: choose another with --issuer':
    '--cross-sign {0} 与签发者 {1} 同名：请用 --issuer 另选一个',
  '{0} has no CA': '{0} 中没有 CA',
  '{0} {1} is not among the CAs in {2}: {3}': '{0} {1} 不在 {2} 的 CA 之中：{3}',
  '{0} {1} is unknown: {2} has no CA': '{0} {1} 不存在：{2} 中没有 CA',
  '--csr {0} holds {1} requests: put each in its own file': '--csr {0} 中有 {1} 个请求：请各放一个文件',
  '--csr {0} is not signed with its own key': '--csr {0} 不是用它自己的私钥签名的',

  // The folder
  '{0} cannot be created: {1}': '无法建立 {0}：{1}',
  '{0} cannot be written: {1}': '无法写入 {0}：{1}',
  '{0} has {1} but no {2}: put it back, or start in another folder':
    '{0} 中有 {1} 而没有 {2}：请放回，或换一个目录',
  'the CA in {0} cannot be used: {1}': '{0} 中的 CA 无法使用：{1}',
  'the CA {0} in {1} cannot be used: {2}': '{1} 中的 CA {0} 无法使用：{2}',
  'the CA': 'CA 证书',
  'the CA’s key': 'CA 的私钥',
  '{0} has a CA whose files are called {1}: choose another name': '{0} 中有 CA 的文件名为 {1}：请另选名称',
  '{0} outlives its issuer {1}, which expires on {2}': '{0} 比签发者 {1} 更晚过期，后者将于 {2} 过期',
  'it holds no certificate': '其中没有证书',
  'its certificate is not a CA certificate': '其证书不是 CA 证书',
  'its certificate does not allow it to sign certificates': '其证书不允许它签署证书',
  'its key is not the key in its certificate': '其私钥与证书不匹配',
  'line {0} is not an entry of a certificate index': '第 {0} 行不是证书索引的条目',
  'the index': '索引',
  '{0} in {1} cannot be used: {2}': '{1} 中的 {0} 无法使用：{2}',
  '"{0}" was already revoked on {1} ({2})': '“{0}”早已于 {1} 吊销（{2}）',
  'the number': '编号',
  '{0} in {1} is not a hexadecimal number': '{1} 中的 {0} 不是十六进制数',
  '"{0}" is revoked ({1}), recorded in {2}.index.txt': '“{0}”已吊销（{1}），记录在 {2}.index.txt 中',
  '"{0}" is revoked ({1}), recorded in {2}.index.txt; --crl writes the list that tells others':
    '“{0}”已吊销（{1}），记录在 {2}.index.txt 中；用 --crl 写出供他人查询的列表',
  '{0}.index.txt has no entry for {1}: the answer is "unknown"; --status sets another':
    '{0}.index.txt 中没有 {1} 的条目：答复为“unknown”；--status 可另行指定',
  '{0} {1} was not issued by a CA in {2}': '{0} {1} 不是由 {2} 中的 CA 签发的',
  '{0} {1} is a root, which nobody can revoke: whoever trusts it must remove it':
    '{0} {1} 是根，任何一方都无法吊销它：信任它的各方须自行将其移除',

  // The CA that answers
  'the CA cannot answer': 'CA 无法答复',
  'the body of a request is of type application/ocsp-request': '请求正文的类型应为 application/ocsp-request',
  'an OCSP request is shorter': 'OCSP 请求没有这么长',
  'what follows /ocsp/ is not base64': '/ocsp/ 之后的内容不是 base64',
  'there are /ocsp, /NAME.crl and /NAME.cer here': '这里有 /ocsp、/NAME.crl 和 /NAME.cer',
  'this is asked by another method': '这里要用另一种 HTTP 方法请求',
};
