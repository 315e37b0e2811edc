/** Sessions and their resumption, and how messages are put into records. */
export const sessions: Readonly<Record<string, string>> = {
  'a session ID to resume': '带会话标识以恢复会话',
  'in {0} records': '分成 {0} 个记录',
  'in {0} records: {1}': '分成 {0} 个记录：{1}',
  'none: the keys are made from the main secret of the earlier connection':
    '没有密钥交换：密钥由之前那次连接的主密钥派生',
  'resumed with a ticket: no certificates were sent; the peer proved who it is in an earlier connection':
    '用票据恢复了会话：没有发送证书；对端的身份在先前的连接中已得到证明',
  'resumed by a session ID: no certificates were sent; the peer proved who it is in an earlier connection':
    '用会话标识恢复了会话：没有发送证书；对端的身份在先前的连接中已得到证明',
  'it may have restarted or forgotten the session, or be another machine at the same address':
    '它可能重新启动过，可能已经丢弃了这个会话，也可能是同一地址上的另一台机器',
  'the server gave a session ID': '服务端给了会话标识',
  'we gave a session ID': '我方给了会话标识',
  'secret that belongs to the ticket': '随票据而来的密钥',
  'messages so far, with client random {0} and server random {1}':
    '到此为止的握手消息，其中有客户端随机数 {0} 和服务端随机数 {1}',
  'main secret of the earlier connection': '之前那次连接的主密钥',
  'the session has neither a ticket nor an ID, or both': '这个会话既没有票据也没有标识，或者两者都有',
  'the session has a ticket, and no ticket is to be used': '这个会话用的是票据，而这次不使用票据',
  'the session is of {0}, which is not offered': '这个会话属于 {0}，而这次没有提供该版本',
  'the session’s cipher suite is not enabled': '这个会话的密码套件没有启用',
  'the session is valid, and was made under the same rules': '这个会话仍然有效，而且是按同样的规则建立的',
  'the server took the session ID': '服务端采用了会话标识',
  'the server did not take the session ID': '服务端没有采用会话标识',
  'the server chose {0}, and the session is of {1}': '服务端选择了 {0}，而这个会话属于 {1}',
  '1. A connection, which we end with close_notify': '1. 第一次连接，以 close_notify 结束',
  '1. A connection, which we cut without close_notify': '1. 第一次连接，不发 close_notify，直接断开',
  '2. A connection that offers to resume it': '2. 第二次连接，请求恢复第一次的会话',
  '! there is nothing to resume: no session is kept of a server whose certificate is not acceptable':
    '！没有可以恢复的会话：服务端的证书不可接受时，不保存会话',
  '! there is nothing to resume: the server gave neither a ticket nor a session ID':
    '！没有可以恢复的会话：服务端既没有给票据，也没有给会话标识',
  '! the session was not resumed: {0}': '！会话没有恢复：{0}',
  '! the session was not resumed: the server may resume nothing that was cut, have restarted, or be another machine at the same address':
    '！会话没有恢复：服务端可能不恢复被断开的会话，可能重新启动过，也可能是同一地址上的另一台机器',
  '! the session was not resumed: the server may have restarted or forgotten it, or be another machine at the same address':
    '！会话没有恢复：服务端可能重新启动过，可能已经丢弃了这个会话，也可能是同一地址上的另一台机器',
  '! no session was written: the server gave none, or the connection failed':
    '！没有写入会话：服务端没有给出会话，或者连接失败',
  'wrote the session to {0}: it is secret, since whoever has it can resume the session in your place':
    '会话已写入 {0}：这个文件须保密，谁拿到它就能代替本人恢复会话',
  '! other users may read {0}, which is secret (chmod 600 {1})':
    '！其他用户可以读取 {0}，而它须保密（chmod 600 {1}）',
  'put our handshake messages into records: flight (together), message (one each), or so many bytes':
    '我方的握手消息如何放进记录：flight（合在一起）、message（一条消息一个记录），或者每个记录的字节数',
  'then end, and resume in a second connection; --resume=cut cuts the first one':
    '随后结束连接，再用第二次连接恢复会话；--resume=cut 则直接断开第一次连接',
  'ask for no ticket in TLS 1.2, so that the session is resumed by its ID':
    '在 TLS 1.2 中不要求票据，于是用会话标识恢复会话',
  'write the session to this file, which is secret': '把会话写入这个文件；文件须保密',
  'resume the session in this file': '恢复这个文件中的会话',
  'how clients may resume: ticket, id (TLS 1.2), both or none':
    '客户端可以怎样恢复会话：ticket（票据）、id（会话标识，TLS 1.2）、both（两者）或 none（不恢复）',
};
