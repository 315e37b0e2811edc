/** What the commands say, and their help texts. */
export const commandLine: Readonly<Record<string, string>> = {
  'error: {0} is not a command, and connect takes one target; the commands are {1}':
    '错误：{0} 不是命令，而 connect 只接受一个目标；命令有 {1}',
  '{0} needs one of {1}': '{0} 需要一个值：{1}',
  '{0} {1} is not one of {2}': '{0} {1} 不在可选值之内：{2}',

  // handglass alone
  'six handshakes in {0} s; "handglass HOST" shows one with your own server, "handglass --help" the rest':
    '六次握手，共 {0} 秒；用“handglass HOST”查看与自己的服务端的握手，其余见“handglass --help”',
  '1. TLS 1.2, RSA key exchange, one-way': '1. TLS 1.2，RSA 密钥交换，单向认证',
  'The client alone makes the premaster secret, and encrypts it to the key in the server’s certificate.':
    '预主密钥由客户端单独生成，并用服务端证书中的公钥加密。',
  '2. TLS 1.2, DHE, one-way': '2. TLS 1.2，DHE，单向认证',
  'Both sides raise a number to a power that they keep to themselves, modulo a prime that the server chooses and signs.':
    '双方各自以保密的指数对同一个数做模幂运算，所用的素数由服务端选定并签名。',
  '3. TLS 1.2, ECDHE, one-way': '3. TLS 1.2，ECDHE，单向认证',
  'Both sides make a fresh share, and the server signs its own: whoever steals its key later can read nothing.':
    '双方各自生成全新的密钥份额，服务端对自己的那一份签名：日后即使私钥被盗，也解不开这次通信。',
  '4. TLS 1.2, ECDHE, mutual': '4. TLS 1.2，ECDHE，双向认证',
  'The server asks for a certificate too, and the client signs the handshake so far.':
    '服务端也要求客户端出示证书，客户端对此前的握手消息签名。',
  'One round trip fewer: the shares travel with the hellos, and every certificate is encrypted.':
    '少一次往返：密钥份额随问候消息一起发送，证书全部加密。',
  'With a ticket from the previous handshake: no certificates, but still a fresh share.':
    '使用上一次握手得到的票据：不再发送证书，但仍生成全新的密钥份额。',

  // What every command may say
  'handglass: {0}': 'handglass：{0}',
  'handglass: stopped': 'handglass：已中止',
  'handglass: internal error: {0}': 'handglass：内部错误：{0}',
  'handglass: standard output cannot be written: {0}': 'handglass：无法写到标准输出：{0}',
  'there is no such file': '没有这个文件',
  'permission denied': '没有权限',
  'it is a directory': '这是一个目录',
  'part of its path is not a directory': '其路径中有一段不是目录',
  'it already exists': '它已经存在',
  'that port is in use': '该端口已被占用',
  'this machine has no such address': '本机没有这个地址',
  '{0} cannot be read: {1}': '无法读取 {0}：{1}',
  'cannot be read: {0}': '无法读取：{0}',
  '{0} {1} is a file: name a folder, or use --ca-file': '{0} {1} 是一个文件：请给出目录，或改用 --ca-file',

  // Flags
  '--kx {0} is for TLS 1.2 only: leave out --tls {1}': '--kx {0} 只用于 TLS 1.2：请去掉 --tls {1}',
  '--ciphers {0} does not go with --kx {1}': '--ciphers {0} 与 --kx {1} 不相容',
  '--allow-common-name is for private CAs: name yours with --ca-file or --ca-dir':
    '--allow-common-name 只用于私有 CA：请用 --ca-file 或 --ca-dir 指定',
  '{0} {1} is not a duration such as 10s or 500ms': '{0} {1} 不是 10s 或 500ms 这样的时长',
  '{0} {1} is not a number from {2} to {3}': '{0} {1} 不是 {2} 到 {3} 之间的数',
  '{0} {1} is neither a DNS name nor an IP address': '{0} {1} 既不是 DNS 名称，也不是 IP 地址',
  '{0} has an empty name in its list': '{0} 的列表中有空的名称',
  '--ciphers {0} is not a cipher suite that handglass supports':
    '--ciphers {0} 不是 handglass 支持的密码套件',
  '{0} {1} is not a time such as 2026-12-31 or 2026-12-31T23:59:59Z':
    '{0} {1} 不是 2026-12-31 或 2026-12-31T23:59:59Z 这样的时间',
  '{0} {1} is not a duration such as 30d; the units are s, m, h, d and w':
    '{0} {1} 不是 30d 这样的时长；单位有 s、m、h、d 和 w',
  '--pipe and --json both write to standard output': '--pipe 与 --json 都要写到标准输出',
  '--crl has no effect with --revocation off': '--revocation off 时 --crl 不起作用',
  '--ocsp has no effect with --revocation off': '--revocation off 时 --ocsp 不起作用',
  '--fetch-private has no effect without --fetch': '没有 --fetch 时 --fetch-private 不起作用',
  '--fetch-private has no effect with --no-aia and --revocation off: nothing is fetched':
    '有 --no-aia 和 --revocation off 时 --fetch-private 不起作用：什么也不获取',
  '--for NAME is missing, and without it any server’s certificate would pass for any other’s; --purpose client needs no name':
    '缺少 --for NAME；没有它，任何服务端的证书都能冒充别的服务端；--purpose client 则不需要名称',
  'there is no file {0}; for a host, use handglass certs {1}':
    '没有文件 {0}；若是主机，请用 handglass certs {1}',
  'there is no file {0}, so it is taken as a host; ./{1} is always a file':
    '没有文件 {0}，因此当作主机；./{1} 则总是文件',
  '{0} is a file here, so it is read; {1}:443 is the host': '这里有文件 {0}，因此读取文件；主机请写 {1}:443',
  '{0} is for hosts, and only files are given': '{0} 只用于主机，而这里给出的都是文件',
  'holds no certificate, so nothing in it can expire': '没有证书，因此谈不上过期',
  '! {0} has {1} addresses; only the first {2} are asked': '! {0} 有 {1} 个地址；只检查前 {2} 个',

  '--records {0} is neither message, flight nor a number of bytes':
    '--records {0} 既不是 message 或 flight，也不是字节数',

  // Sessions
  '--pipe is for one connection, and --resume makes two': '--pipe 用于一次连接，而 --resume 会连接两次',
  '--session-out {0} cannot be written: {1}': '--session-out {0} 无法写入：{1}',
  'it is not a regular file': '它不是普通文件',
  '--session-in {0} holds a session of OpenSSL, which handglass cannot resume: make one with --session-out':
    '--session-in {0} 中是 OpenSSL 的会话，handglass 无法恢复：请用 --session-out 生成一个',
  '--session-in {0} holds no session that handglass wrote: make one with --session-out':
    '--session-in {0} 中没有 handglass 写出的会话：请用 --session-out 生成一个',
  '--session-in {0} holds more than one session': '--session-in {0} 中有不止一个会话',
  '--session-in {0} is damaged (line {1}): {2}': '--session-in {0} 已损坏（第 {1} 行）：{2}',
  '--session-in {0} is damaged: its digest does not fit': '--session-in {0} 已损坏：摘要不符',
  '--session-in {0} was written by another version of handglass: make a new one':
    '--session-in {0} 由另一个版本的 handglass 写出：请重新生成',
  '--session-in {0} is out of date: its session could be resumed until {1}':
    '--session-in {0} 已过期：其中的会话只能在 {1} 之前恢复',

  // Targets
  '{0}:// is not supported: use https:// or HOST:PORT': '不支持 {0}://：请用 https:// 或 HOST:PORT',
  '{0} is not HOST, HOST:PORT or [IPV6]:PORT': '{0} 不是 HOST、HOST:PORT 或 [IPV6]:PORT',
  '[{0}] is not an IPv6 address': '[{0}] 不是 IPv6 地址',
  '{0}: nobody can listen on port 0': '{0}：端口 0 无法监听',
  'no user is named to a TLS server: leave out what stands before @{0}':
    '连接 TLS 服务端不使用用户名：请去掉 @{0} 之前的部分',
  '{0} is not a host: give an IP address, or a name of letters, digits, hyphens, underscores and dots':
    '{0} 不是主机：请给出 IP 地址，或由字母、数字、连字符、下划线和点组成的名称',
  '{0} has no port after its colon': '{0} 的冒号之后没有端口',
  '{0} is not a port': '{0} 不是端口',

  // Our certificates and keys

  // connect
  '! the server’s certificate is not acceptable ({0}), and is accepted because of --insecure: {1}':
    '! 服务端的证书不可接受（{0}），因 --insecure 而接受：{1}',
  '! the server’s certificate is not acceptable ({0}): {1}': '! 服务端的证书不可接受（{0}）：{1}',
  'Nothing but the handshake has been sent so far. Continue anyway? [y/N]':
    '至此除握手外尚未发送任何数据。仍要继续吗？[y/N]',
  '! the connection was cut without close_notify: the data may be incomplete':
    '! 没有收到 close_notify，连接就被切断：数据可能不完整',
  '! the key log {0} can no longer be written: {1}': '! 密钥日志 {0} 无法继续写入：{1}',
  'the key log {0} cannot be written: {1}': '无法写入密钥日志 {0}：{1}',
  'it is not a regular file, and only --keylog may name it': '它不是普通文件，只有 --keylog 才可以指定它',
  'it belongs to another user': '它属于另一个用户',
  'other users can write to it (chmod go-w)': '其他用户可以写入它（chmod go-w）',
  'there is no such folder (ENOENT)': '没有这个目录（ENOENT）',
  'it is a symbolic link, which only --keylog may name (ELOOP)':
    '它是符号链接，只有 --keylog 才可以指定（ELOOP）',
  'nobody reads from it (ENXIO)': '没有程序在读取它（ENXIO）',
  'the system’s trust store cannot be used: {0}': '系统的信任库无法使用：{0}',
  '{0} (without 1 file that holds no certificate)': '{0}（略过 1 个没有证书的文件）',
  '{0} (without {1} files that hold no certificate)': '{0}（略过 {1} 个没有证书的文件）',
  '{0} (without 1 certificate that cannot be read)': '{0}（略过 1 张无法读取的证书）',
  '{0} (without {1} certificates that cannot be read)': '{0}（略过 {1} 张无法读取的证书）',

  // serve
  'handglass: refused a connection from {0}: {1} are open (--max-connections)':
    'handglass：拒绝了来自 {0} 的连接：已有 {1} 个连接（--max-connections）',
  'handglass: refused {0} more: {1} are open (--max-connections)':
    'handglass：又拒绝了 {0} 个连接：已有 {1} 个连接（--max-connections）',
  'handglass: closed a connection from {0} to make room for another: {1} are open (--max-connections)':
    'handglass：关闭了来自 {0} 的连接，为新连接让位：已有 {1} 个连接（--max-connections）',
  'handglass: closed {0} more to make room for others: {1} are open (--max-connections)':
    'handglass：又关闭了 {0} 个连接，为新连接让位：已有 {1} 个连接（--max-connections）',
  '--ca-file and --ca-dir are for client certificates, and none is asked for: add --client-auth':
    '--ca-file 与 --ca-dir 用于客户端证书，而这里并不要求客户端证书：请加上 --client-auth',
  '--client-auth {0} needs --ca-file or --ca-dir, to know which clients to accept':
    '--client-auth {0} 需要 --ca-file 或 --ca-dir，才知道接受哪些客户端',
  '--revocation and --crl are for client certificates, and none is asked for: add --client-auth':
    '--revocation 与 --crl 用于客户端证书，而这里并不要求客户端证书：请加上 --client-auth',
  'an unknown address': '未知地址',
  'handglass: nobody read the output in time; handshakes not reported: {0}':
    'handglass：没有程序及时读取输出；未报告的握手：{0}',

  // explain
  'handglass: nothing is known about {0}; explain takes the name or number of an alert, cipher suite, extension or OID, or an error text as it was printed':
    'handglass：没有关于 {0} 的说明；explain 接受警报、密码套件、扩展或 OID 的名称或编号，或者原样的报错',
  'handglass: there is no file {0}, and as a name or text nothing is known about it':
    'handglass：没有文件 {0}，作为名称或文字也没有相关说明',
  'handglass: nothing that is known is in what begins with {0}':
    'handglass：以 {0} 开头的内容中没有能识别的东西',
  'more than {0} bytes were pasted': '粘贴的内容超过 {0} 字节',
};
