/** What is typed as in other programs, words that are no command, and completion. */
export const habits: Readonly<Record<string, string>> = {
  'there is no such command: {0}; the commands are {1}, and {2} reaches a host of that name':
    '没有这个命令：{0}；命令有 {1}；要连接叫这个名字的主机，用 {2}',
  'there is no such command: {0}; the nearest is {1}, and {2} reaches a host of that name':
    '没有这个命令：{0}；最接近的是 {1}；要连接叫这个名字的主机，用 {2}',
  '{0} needs a value': '{0} 需要一个值',
  '{0} is not taken: {1}': '不接受 {0}：{1}',
  '--cert FILE:PASSPHRASE is not taken: {0}': '不接受 --cert FILE:PASSPHRASE：{0}',
  '{0} would be {1}, which {2} does not have': '{0} 相当于 {1}，而 {2} 没有这个选项',
  'SSL 3.0, TLS 1.0 and TLS 1.1 are not spoken here, since they can be broken (RFC 8996)':
    '这里不支持 SSL 3.0、TLS 1.0 和 TLS 1.1，因为它们可以被攻破（RFC 8996）',
  'everybody on this machine could read the passphrase: use --pass-file FILE or --pass-env NAME':
    '本机上的任何人都能看到口令：请用 --pass-file FILE 或 --pass-env NAME',
  'use --sni NAME, which asks for a name and checks the certificate for it':
    '请用 --sni NAME，它既请求这个名称，也按它检查证书',
  'TLS begins with the first byte here: STARTTLS is not spoken':
    '这里从第一个字节起就是 TLS：不支持 STARTTLS',
  'use handglass certs HOST': '请用 handglass certs HOST',
  'print what completes a command line in bash, zsh or fish': '输出 bash、zsh 或 fish 的命令行补全脚本',
};
