/** The key schedule, and what each message is for and tells to whom. */
export const keys: Readonly<Record<string, string>> = {
  // derive, --keys and --compact
  'the cipher suite is missing: its name decides the hash and the lengths':
    '缺少密码套件：散列算法和各个长度由它的名称决定',
  '{0} is not the IANA name of a cipher suite that handglass has':
    '{0} 不是 handglass 所支持密码套件的 IANA 名称',
  '{0} needs {1}, in hexadecimal': '{0} 需要 {1}，用十六进制给出',
  '{0} is not hexadecimal of 1 to {1} bytes': '{0} 不是 1 到 {1} 字节的十六进制',
  '{0} has {1} bytes, and must have {2}': '{0} 有 {1} 字节，应为 {2} 字节',
  'what came on standard input is not JSON, and no value was given by a flag':
    '标准输入中的内容不是 JSON，也没有用选项给出任何值',
  '{0} is not a value that derive takes: {1}': '{0} 不是 derive 接受的值，可用的有：{1}',
  '{0} is not a hash that derive takes: {1}': '{0} 不是 derive 接受的散列值，可用的有：{1}',
  '{0} is not a string': '{0} 不是字符串',
  'derive takes one JSON object, with an object in hash': 'derive 接受一个 JSON 对象，其中 hash 也是对象',
  '--compact is a form of --json: add that': '--compact 是 --json 的一种形式：请加上 --json',
  '--keys is text; --json has the same in schedule': '--keys 输出文本；--json 的 schedule 中有同样的内容',
  '--keys is for a saved trace, and {0} is none': '--keys 用于保存的跟踪信息，而 {0} 不是',
  'of a trace: how its keys were made, step by step': '用于跟踪信息：逐步说明密钥如何派生',
  'make the keys of a connection from given values, step by step; without flags, JSON on standard input':
    '由给定的值逐步派生一次连接的密钥；没有选项时从标准输入读取 JSON',
  'the cipher suite, by its IANA name': '密码套件的 IANA 名称',
  'the random of ClientHello': 'ClientHello 中的随机数',
  'the random of ServerHello': 'ServerHello 中的随机数',
  'TLS 1.2: the premaster secret': 'TLS 1.2：预主密钥',
  'TLS 1.2: the main secret, of a handshake that is resumed': 'TLS 1.2：被恢复的握手的主密钥',
  'TLS 1.3: the secret of the key exchange': 'TLS 1.3：密钥交换得到的共享密钥',
  'TLS 1.3: the pre-shared key': 'TLS 1.3：预共享密钥',
  'TLS 1.3: for the PSK of a ticket': 'TLS 1.3：用于派生票据的预共享密钥',
  'the hash of the messages up to a point; repeatable': '截至某处的握手摘要；可重复',
  'show how the keys are made, step by step; their values with --secrets':
    '逐步显示密钥如何派生；加上 --secrets 才显示值',
  'with --json, without the fields, which can be made again': '与 --json 合用：省去可以重新得出的字段',
  'the schedule is no list of steps': 'schedule 不是步骤的列表',
  'a secret, and not shown': '属于秘密，不显示',

  // The steps
  'No keys were made.': '没有派生出任何密钥。',
  'What all keys are made from: three inputs, new for each connection':
    '所有密钥的来源：三个输入，每次连接都不同',
  '32 bytes that the client made; anybody on the way can read them.':
    '客户端生成的 32 字节；途中任何人都能看到。',
  '32 bytes that the server made; anybody on the way can read them.':
    '服务端生成的 32 字节；途中任何人都能看到。',
  'In TLS 1.3 the randoms go into each secret by the hash of the messages that they are in.':
    '在 TLS 1.3 中，随机数是握手消息的一部分，经握手摘要参与派生每个密钥。',
  'The premaster secret: by the key exchange only the two sides know it.':
    '预主密钥：经过密钥交换，只有双方知道。',
  'The secret of the key exchange: only the two sides know it.': '密钥交换得到的共享密钥：只有双方知道。',
  'Left by the handshake that is resumed: only the randoms are new.': '来自被恢复的握手：只有随机数是新的。',
  'Left by the handshake that is resumed.': '来自被恢复的握手。',
  'over {0}': '覆盖 {0}',
  '{0} bytes ({1})': '{0} 字节（{1}）',
  '{0} bytes, by {1} ({2})': '{0} 字节，使用 {1}（{2}）',
  'Keying material for the application, by a label of its own.': '供应用程序使用的密钥材料，有自己的标签。',
  'The main secret, which TLS 1.2 calls master_secret: the randoms make it another one in every handshake.':
    '主密钥，TLS 1.2 称为 master_secret：有了随机数，每次握手的主密钥都不同。',
  'The main secret, which TLS 1.2 calls master_secret: the hash of all messages so far, the randoms and the certificate among them, binds it to this handshake.':
    '主密钥，TLS 1.2 称为 master_secret：此前所有消息（包括随机数和证书）的散列值把它与这次握手绑定。',
  'As many bytes as all keys together need; the randoms stand the other way round.':
    '长度等于各个密钥的长度之和；两个随机数的顺序与前面相反。',
  'What the client’s Finished must hold: it has the same secret, and has seen the same messages.':
    '客户端的 Finished 必须含有的值：证明它持有同样的密钥，看到了同样的消息。',
  'What the server’s Finished must hold: it has the same secret, and has seen the same messages.':
    '服务端的 Finished 必须含有的值：证明它持有同样的密钥，看到了同样的消息。',
  'A key for Finished, and for nothing else.': '只用于 Finished 的密钥。',
  'A key for the binder, and for nothing else.': '只用于绑定值（binder）的密钥。',
  'Authenticates what the client sends.': '认证客户端发送的内容。',
  'Authenticates what the server sends.': '认证服务端发送的内容。',
  'Encrypts what the client sends.': '加密客户端发送的内容。',
  'Encrypts what the server sends.': '加密服务端发送的内容。',
  'Goes into the nonce of each record that the client sends.': '用于客户端所发每个记录的 nonce。',
  'Goes into the nonce of each record that the server sends.': '用于服务端所发每个记录的 nonce。',
  'The first of three stages: a PSK comes in here, and zeros where there is none.':
    '三个阶段中的第一个：预共享密钥在这里加入；没有时用全零代替。',
  'For the proof that the client has the PSK that it offers.': '用来证明客户端持有它所提供的预共享密钥。',
  'Goes into the ClientHello, and proves that the client has the PSK.':
    '放在 ClientHello 中，证明客户端持有预共享密钥。',
  'Protects the early data that the client sends at once.': '保护客户端立即发送的早期数据。',
  'For exporters of early data.': '用于在早期数据阶段导出密钥材料。',
  'Leads to the second stage.': '通向第二阶段。',
  'The second stage: the secret of the key exchange comes in here.':
    '第二阶段：密钥交换得到的共享密钥在这里进入。',
  'Protects the rest of the handshake as the client sends it.': '保护客户端发送的其余握手消息。',
  'Protects the rest of the handshake as the server sends it.': '保护服务端发送的其余握手消息。',
  'Leads to the third stage.': '通向第三阶段。',
  'The third stage: nothing secret is added any more.': '第三阶段：不再加入任何秘密。',
  'Protects the application data that the client sends.': '保护客户端发送的应用数据。',
  'Protects the application data that the server sends.': '保护服务端发送的应用数据。',
  'Where keying material for the application comes from.': '供应用程序使用的密钥材料由它派生。',
  'Where the PSKs of this connection’s tickets come from.': '这次连接的票据所对应的预共享密钥由它派生。',
  'What a ticket stands for: a later connection begins with it.':
    '票据所代表的预共享密钥：以后的连接由它开始派生密钥。',

  // What a message is for
  'The server asks the client to begin another handshake.': '服务端请客户端再开始一次握手。',
  'The client opens the handshake: what it can speak, its random, and in TLS 1.3 its key shares.':
    '客户端开始握手：列出所支持的内容，给出随机数，在 TLS 1.3 中还有密钥份额。',
  'The server asks for another ClientHello, with what the first one lacks.':
    '服务端要求再发一个 ClientHello，补上第一个所缺的内容。',
  'The server chooses version and cipher suite and answers with its key share: now there are keys.':
    '服务端选定版本和密码套件，并用自己的密钥份额应答：此后就有密钥了。',
  'The server chooses version and cipher suite, and sends its random.':
    '服务端选定版本和密码套件，并发送随机数。',
  'The server answers those extensions that are none of the network’s business.':
    '服务端回应那些无须让旁观者知道的扩展。',
  'The server asks the client for a certificate.': '服务端要求客户端出示证书。',
  'The sender says who it is: its certificate, and those that lead from it to a root.':
    '发送方表明身份：自己的证书，以及由它通向根证书的各级证书。',
  'What the issuer says of the server’s certificate: whether it has been revoked.':
    '签发者对服务端证书状态的说明：是否已吊销。',
  'The server’s share of the key exchange, signed with the key of its certificate.':
    '服务端的密钥份额，用其证书对应的私钥签名。',
  'The server’s group and share of the key exchange, signed with the key of its certificate.':
    '服务端选定的组和密钥份额，用其证书对应的私钥签名。',
  'The server has said what it has to say, and waits for the client.': '服务端该说的已经说完，等待客户端。',
  'The client sends the premaster secret, encrypted to the key of the server’s certificate.':
    '客户端发送预主密钥，用服务端证书中的公钥加密。',
  'The client’s share of the key exchange: both sides can now compute the premaster secret.':
    '客户端的密钥份额：双方现在都能算出预主密钥。',
  'A signature over the handshake so far, by the key of the sender’s certificate.':
    '用发送方证书对应的私钥，对此前的握手签名。',
  'A value that only the keys of this handshake and exactly these messages give.':
    '只有用这次握手的密钥、对完全相同的消息才能算出的值。',
  'The client’s early data ends here.': '客户端的早期数据到此结束。',
  'The server gives the client a ticket, by which a later connection is shorter.':
    '服务端给客户端一张会话票据，以后凭它可以缩短握手。',
  'The sender changes its keys, and may ask the other side to do the same.':
    '发送方更换密钥，也可以要求对方更换。',

  // What somebody knows from it
  'which versions, cipher suites and extensions the client offers': '客户端提供哪些版本、密码套件和扩展',
  'client_random: 32 bytes, new for this handshake': 'client_random：32 字节，每次握手都不同',
  'which version and cipher suite the server chose': '服务端选定的版本和密码套件',
  'server_random: 32 bytes, new for this handshake': 'server_random：32 字节，每次握手都不同',
  'a public share of the key exchange, of which nobody else can compute the secret':
    '密钥交换的公开份额，其他人无法由它算出共享密钥',
  'the shared secret of the key exchange': '密钥交换得到的共享密钥',
  'the keys that protect the rest of the handshake': '保护其余握手消息的密钥',
  'how the server answers the client’s extensions': '服务端如何回应客户端的扩展',
  'whose certificates the server accepts': '服务端接受谁颁发的证书',
  'the client’s certificate': '客户端的证书',
  'the server’s certificate': '服务端的证书',
  'whether the server’s certificate has been revoked': '服务端的证书是否已吊销',
  'that the client holds the private key of its certificate': '客户端持有其证书对应的私钥',
  'that the server holds the private key of its certificate': '服务端持有其证书对应的私钥',
  'the premaster secret, encrypted: only the server’s private key opens it':
    '加密的预主密钥：只有服务端的私钥能解开',
  'the premaster secret': '预主密钥',
  'the main secret, which TLS 1.2 calls master_secret': '主密钥，TLS 1.2 称为 master_secret',
  'the keys that protect application data': '保护应用数据的密钥',
  'that both sides have seen the same messages, and have the same keys':
    '双方看到了同样的消息，并持有同样的密钥',
  'a ticket, to resume with': '用于会话恢复的票据',
  'the next keys of one direction': '一个方向的下一组密钥',
};
