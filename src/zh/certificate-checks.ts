/** How certificates are judged: paths, names, uses, policies, and why one is refused. */
export const certificateChecks: Readonly<Record<string, string>> = {
  // Reasons, each in one sentence
  'no certificate was sent': '没有发送证书',
  'the certificate does not follow its definition': '证书不符合其格式定义',
  'the chain would cost more work to check than is allowed': '检查该证书链的工作量超过上限',
  'a certificate has been revoked by its issuer': '有证书已被签发者吊销',
  'a certificate is not valid yet': '有证书尚未生效',
  'a certificate has expired': '有证书已过期',
  'the certificate was issued for other names': '证书是为其他名称签发的',
  'a key is too short to be safe': '有密钥太短，不安全',
  'a certificate is signed with a broken hash': '有证书的签名使用了已被攻破的散列算法',
  'a key or signature algorithm is not supported': '有密钥或签名算法不受支持',
  'a certificate was issued by something that is not a CA': '有证书由不是 CA 的一方签发',
  'the certificate may not be used for this purpose': '证书不得用于这个用途',
  'a key may not be used in this way': '有密钥不得这样使用',
  'a certificate has a critical extension that is not understood': '有证书含有无法识别的关键扩展',
  'an issuer may not certify this name': '签发者无权为这个名称签发证书',
  'no certificate policy is acceptable along the whole path': '没有任何证书策略在整条路径上都可接受',
  'there are more CA certificates below an issuer than it allows': '签发者之下的 CA 证书多于它所允许的',
  'a certificate breaks a rule that certificates of this kind must keep':
    '有证书违反了这类证书必须遵守的规则',
  'a certificate must come with an OCSP response and came without': '证书必须附有 OCSP 响应，却没有附上',
  'the OCSP response that came with a certificate proves nothing': '随证书附上的 OCSP 响应证明不了什么',
  'it could not be found out whether a certificate has been revoked': '无法查明证书是否已吊销',
  'the certificate is signed by itself and is not in the trust store': '证书是自签名的，且不在信任库中',
  'the chain ends at a root that is not in the trust store': '证书链止于不在信任库中的根',
  'a signature does not verify': '有签名未通过验证',
  'the issuer of a certificate was neither sent nor found in the trust store':
    '有证书的签发者既未发送，也不在信任库中',
  'no key of the path is one of those that were pinned': '路径中没有一把公钥在固定之列',
  'the application does not accept the certificate': '应用程序不接受该证书',

  // The verdict
  'the time to check for is not a number of milliseconds': '检查所依据的时间不是毫秒数',
  'the certificate cannot be read: {0}': '证书无法读取：{0}',
  '{0} is certified by "{1}"': '{0} 由“{1}”签发',
  '{0} is certified by "{1}" for {2}': '{0} 由“{1}”为 {2} 签发',
  'only the first {0} of {1} certificates of the chain were read': '证书链有 {1} 张证书，只读取了前 {0} 张',
  'certificate {0} of the chain cannot be read: {1}': '证书链的第 {0} 张证书无法读取：{1}',
  '{0}; not every other path was tried, as {1}': '{0}；其余路径没有全部尝试，因为 {1}',
  'a common name never stands for a host under the Web profile': '按 Web 的规则，通用名称（CN）从不代表主机',

  // Paths
  '{0} is itself in the trust store': '{0} 本身就在信任库中',
  'there are more than {0} certificates between the leaf and a root': '末端证书与根之间的证书超过 {0} 张',
  'the issuer of {0}, "{1}", was neither sent nor found in the trust store':
    '{0} 的签发者“{1}”既未发送，也不在信任库中',
  '{0} is signed by itself and is not in the trust store, where another key has its name':
    '{0} 是自签名的，且不在信任库中；信任库中同名的是另一把公钥',
  '{0} is signed by itself and is not in the trust store': '{0} 是自签名的，且不在信任库中',
  'the root {0} is not in the trust store, where another key has its name':
    '根 {0} 不在信任库中；信任库中同名的是另一把公钥',
  'the root {0} is not in the trust store': '根 {0} 不在信任库中',
  'signed by {0}': '由 {0} 签名',
  'the signature of {0} does not verify with the key of {1}': '{0} 的签名用 {1} 的公钥验证不通过',
  'the key of {0} is not supported, so the signature of {1} cannot be verified: {2}':
    '不支持 {0} 的公钥，因此无法验证 {1} 的签名：{2}',
  'the signature of {0} by {1} is not supported: {2}': '不支持 {1} 对 {0} 所用的签名算法：{2}',
  'what should hold certificates cannot be read: {0}': '应含证书的内容无法读取：{0}',
  'a fetched certificate cannot be read: {0}': '获取到的证书无法读取：{0}',
  'there is no certificate in it': '其中没有证书',

  // Damage, dates, keys, signatures
  '{0} is damaged: {1}': '{0} 已损坏：{1}',
  '{0} departs from the encoding rules, but is unambiguous: {1}': '{0} 不合编码规则，但没有歧义：{1}',
  '{0} is not valid before {1}': '{0} 要到 {1} 才生效',
  '{0} expired on {1}': '{0} 已于 {1} 过期',
  'valid from {0} to {1}': '有效期 {0} 至 {1}',
  'critical extensions': '关键扩展',
  'all understood': '全部能识别',
  '{0} has critical extensions that are not understood: {1}': '{0} 含有无法识别的关键扩展：{1}',
  'the key of {0} is not supported: {1}': '不支持 {0} 的公钥：{1}',
  'the key of {0} is too long: {1}; the limit is {2}': '{0} 的公钥太长：{1}；上限是 {2}',
  '{0} has a key that is too short: {1}': '{0} 的公钥太短：{1}',
  '{0} is signed with {1}, which can be forged': '{0} 用 {1} 签名，这种签名可以伪造',
  'signature algorithm': '签名算法',
  '{0} is signed with {1}, which is not supported': '{0} 用 {1} 签名，不支持这种算法',

  // Names
  '{0} is neither a DNS name nor an address': '{0} 既不是 DNS 名称，也不是地址',
  'issued for {0}': '为 {0} 签发',
  'issued for {0} by its common name alone, which was asked for':
    '仅凭通用名称（CN）为 {0} 签发，这是按要求接受的',
  '{0} has the address {1} as a DNS name, which does not count: it must be an IP address (iPAddress)':
    '{0} 把地址 {1} 写成了 DNS 名称，不算数：必须写成 IP 地址（iPAddress）',
  '{0} is issued for {1}, and not for {2}': '{0} 是为 {1} 签发的，不是为 {2} 签发的',
  '{0} has no alternative name for a host, so it is not issued for {1}: its common name does not count':
    '{0} 的备用名称中没有主机，因此不是为 {1} 签发的：通用名称（CN）不算数',
  '{0} has no alternative name for a host, so it is not issued for {1}':
    '{0} 的备用名称中没有主机，因此不是为 {1} 签发的',
  'the trusted "{0}"': '受信任的“{0}”',
  '{0} may not certify {1}: {2}': '{0} 无权为 {1} 签发证书：{2}',
  'name constraints': '名称约束',
  'every name below is within them': '其下所有名称都在范围之内',
  'the constraint {0} cannot be understood': '约束 {0} 无法理解',
  '{0} cannot be compared': '{0} 无法比较',
  '{0} is not within {1}': '{0} 不在 {1} 的范围之内',
  '{0} is within {1}, which is excluded': '{0} 在 {1} 的范围之内，而该范围已被排除',

  // Uses
  'trusted, and of version {0}, which cannot say that it is a CA': '受信任，但版本是 {0}，无法表明自己是 CA',
  'basic constraints': '基本约束',
  '{0} is not a CA, but issued a certificate': '{0} 不是 CA，却签发了证书',
  '{0} allows {1} CA certificates below it and has {2}': '{0} 允许其下有 {1} 张 CA 证书，实有 {2} 张',
  'path length': '路径长度',
  'key usage': '密钥用途',
  'the key of {0} is for {1}, and not for {2}': '{0} 的密钥用于 {1}，不用于 {2}',
  '{0} is for {1}, and not for {2}': '{0} 用于 {1}，不用于 {2}',
  'its TLS features are promised below it too': '它要求的 TLS 特性，其下的证书也都承诺',
  '{0} promises TLS features that {1} does not promise': '{0} 要求的 TLS 特性，{1} 没有承诺',

  // Pins
  'an empty list of pins would refuse everybody': '公钥固定的列表为空，会拒绝所有对端',
  'the key of {0} is pinned': '{0} 的公钥在固定之列',
  'the key of the trusted "{0}" is pinned': '受信任的“{0}”的公钥在固定之列',
  'neither the key of {0} (sha256//{1}) nor that of any of its issuers is pinned':
    '{0} 的公钥（sha256//{1}）及其各级签发者的公钥都不在固定之列',
  'the key of {0} (sha256//{1}) is not pinned, and issuers count only on a path that holds':
    '{0} 的公钥（sha256//{1}）不在固定之列；签发者只有在有效的路径上才算数',
  'the pin {0} is not the base64 of a SHA-256 (32 bytes, 44 characters), as in sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=':
    '公钥固定值 {0} 不是 SHA-256 的 base64（32 字节，44 个字符），应如 sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',

  // Policies
  'none is required': '没有要求策略',
  'maps anyPolicy, which stands for itself': '映射了 anyPolicy，而它只能代表自己',
  'needs a policy that holds along the whole path, and none does':
    '要求有一个策略在整条路径上成立，而没有这样的策略',
  'needs a policy that holds along the whole path, and none of {0} does':
    '要求有一个策略在整条路径上成立，而 {0} 都不成立',

  // The rules of the Web PKI
  'has a serial number that is not positive, or longer than 20 bytes': '的序列号不是正数，或长于 20 字节',
  'has an empty issuer': '的签发者为空',
  'is a CA without a name': '是 CA，却没有名称',
  'does not say which key of its issuer signed it': '没有指明由签发者的哪一把密钥签署',
  'is a CA without a key identifier': '是 CA，却没有密钥标识符',
  'may sign certificates and is not a CA': '可以签发证书，却不是 CA',
  'has an empty subject and alternative names that are not critical': '的主体为空，而备用名称不是关键扩展',
  'has an alternative name that is not a DNS name: {0}': '的备用名称不是 DNS 名称：{0}',
  'has an alternative name that is not an address: {0}': '的备用名称不是地址：{0}',
  'is a CA whose basicConstraints are not critical': '是 CA，而 basicConstraints 不是关键扩展',
  'has a constraint on DNS names that begins with a dot': '对 DNS 名称的约束以点开头',
  'has name constraints and is not a CA': '有名称约束，却不是 CA',
  'has name constraints that constrain nothing': '的名称约束没有约束任何名称',
  'is a CA, and stands where a server belongs': '是 CA，却在服务端证书的位置',
  'does not say what it is for, or says that it is for anything': '没有说明用途，或声称可用于任何用途',
  'has a critical extKeyUsage': '的 extKeyUsage 是关键扩展',
  'has a subject and alternative names that are critical': '有主体，而备用名称是关键扩展',
  'is a root that says what it is for': '是根，却限定了用途',
  'is a root whose authorityKeyIdentifier is not its own': '是根，而 authorityKeyIdentifier 不是它自己的',
  'is signed with RSASSA-PSS, but not with one hash and a salt of the same length':
    '用 RSASSA-PSS 签名，但没有统一使用一种散列算法，或盐与散列不等长',
  'has an RSA key of {0} bits, not whole bytes': '的 RSA 公钥有 {0} 比特，不是整字节',
  'has a common name that spells an alternative name otherwise': '的通用名称（CN）与某个备用名称写法不同',
  'has a common name that is not among its alternative names': '的通用名称（CN）不在备用名称之中',
  'has a critical {0}': '的 {0} 是关键扩展',
  'has a {0} that is not critical': '的 {0} 不是关键扩展',
};
