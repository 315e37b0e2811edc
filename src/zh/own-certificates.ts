/** Certificates of ours, their keys and passphrases, and the throw-away CA that serves. */
export const ownCertificates: Readonly<Record<string, string>> = {
  '--cert {0} holds no private key: give it with --key': '--cert {0} 中没有私钥：请用 --key 给出',
  '--key has no effect without --cert': '没有 --cert 时，--key 不起作用',
  '--pass-env {0}: there is no such variable': '--pass-env {0}：没有这个环境变量',
  '--pass-file and --pass-env cannot be used together': '--pass-file 与 --pass-env 不能同时使用',
  'Passphrase for {0}:': '{0} 的口令：',
  'the key in --cert {0}': '--cert {0} 中的私钥',
  'the terminal': '终端',
  'there are {0} --cert and {1} --key: give one --key for each --cert, in the same order, or none where each key is in its certificate’s file':
    '有 {0} 个 --cert 和 {1} 个 --key：请按同样的顺序为每个 --cert 给出一个 --key；如果私钥都在各自的证书文件中，就一个也不给',
  '{0} has no effect: no key is encrypted': '{0} 不起作用：没有加密的私钥',
  '{0} holds a passphrase of {1} bytes: the limit is {2}': '{0} 中的口令有 {1} 字节，上限是 {2}',
  '{0} holds no passphrase': '{0} 中没有口令',
  '{0} holds {1}: give its passphrase with --pass-file FILE or --pass-env NAME':
    '{0} 中是 {1}：请用 --pass-file FILE 或 --pass-env NAME 给出口令',
  'no file can be written in {0}: {1}': '无法在 {0} 中写入文件：{1}',
  '--staple has no effect without --cert': '没有 --cert 时，--staple 不起作用',
  '--kx {0} needs a certificate with an RSA key, and --cert {1} has none':
    '--kx {0} 需要带 RSA 公钥的证书，而 --cert {1} 中没有',
  'handglass: cannot listen on {0}:{1}: {2}': 'handglass：无法在 {0}:{1} 上监听：{2}',
  'handglass: a connection could not be accepted: {0}': 'handglass：有一个连接无法接受：{0}',
  'only an administrator may use this port (EACCES)': '只有管理员才能使用这个端口（EACCES）',
  'listening on {0}:{1}': '正在 {0}:{1} 上监听',
  'with throw-away certificates, one EC and one RSA, for as long as this runs (--cert names others)':
    '使用一次性证书，EC 和 RSA 各一张，只在运行期间有效（可用 --cert 指定别的证书）',
  'to see a handshake: {0}': '查看一次握手：{0}',

  // A certificate that is not acceptable, and who is asked
  '! and ({0}): {1}': '！并且（{0}）：{1}',
  'go on? yes, by an option: nobody was asked': '继续吗？是：由选项决定，没有询问任何人',
  'go on? yes, said the person after {0}': '继续吗？{0} 后，用户答“是”',
  'go on? no, said the person after {0}': '继续吗？{0} 后，用户没有同意',
  'nobody: an option accepts any certificate ({0})': '没有询问任何人：选项规定接受任何证书（{0}）',
  'a person, who was shown what is wrong ({0}) and said yes after {1} s':
    '询问了用户，列出了全部问题（{0}）；{1} 秒后用户答“是”',
  'a person, who was shown what is wrong ({0}) and did not say yes, after {1} s':
    '询问了用户，列出了全部问题（{0}）；{1} 秒后用户没有同意',

  // ca
  'to serve it: {0}': '启动服务端：{0}',
  'to serve {0}: {1}': '启动使用 {0} 的服务端：{1}',
  'then to connect: {0}': '然后连接：{0}',
  'listening on 127.0.0.1:{0}, with the CRLs and the OCSP responder of {1}':
    '正在 127.0.0.1:{0} 上监听，提供 {1} 的 CRL 和 OCSP 响应',
  'CRL of {0}': '{0} 的 CRL',
  'an internal error': '内部错误',
  'OCSP: good, for {0}': 'OCSP：未吊销（good），{0}',
  'OCSP: revoked ({0}), for {1}': 'OCSP：已吊销（{0}），{1}',
  'OCSP: unknown, for serial number {0}': 'OCSP：未知（unknown），序列号 {0}',
  'OCSP: {0}, for {1}': 'OCSP：回答 {0}，原因：{1}',
  'an OCSP request about certificates of somebody else': '询问的是其他 CA 的证书',
  'an OCSP request about {0} certificates': '一次询问了 {0} 张证书',
  'an OCSP request that cannot be read': '无法解读的 OCSP 请求',
  'a certificate, followed by its chain; repeatable; throw-away ones by default':
    '证书，后面接着它的证书链；可重复；默认使用一次性证书',
  'our certificate, followed by its chain; repeatable': '我方证书，后面接着它的证书链；可重复',
  'its private key, one for each --cert; in the --cert files by default':
    '它的私钥，每个 --cert 一个；默认在 --cert 文件中',
  'the first line is the passphrase of our private key': '第一行是我方私钥的口令',
  'the same, from this environment variable': '同上，取自这个环境变量',
  'an OCSP response to staple, for clients that ask; repeatable':
    '要装订的 OCSP 响应，发给要求它的客户端；可重复',
  'serve its CRLs and OCSP responses on loopback, and write their URLs into what is issued':
    '在本机回环地址上提供它的 CRL 和 OCSP 响应，并把它们的 URL 写入所签发的证书',
};
