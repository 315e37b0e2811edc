/** Names that people copy from notes and tools, and what the RFCs call the thing. */
import type { Words } from '../wire/words.ts';
import type { Explanation } from './explanation.ts';

interface OtherName {
  readonly id: string;
  /** As the RFCs have it. */
  readonly title: string;
  /** Lower case; spaces, underscores and hyphens are alike. */
  readonly also: readonly string[];
  readonly says: readonly Words[];
  readonly rfc: string;
}

const terms: readonly OtherName[] = [
  {
    id: 'encrypted-handshake-message',
    title: 'Finished',
    also: ['encrypted handshake message', '加密握手消息', '结束消息'],
    says: [
      'Wireshark’s name for a handshake message that it cannot decrypt. After ChangeCipherSpec in TLS 1.2 it is Finished.',
      'With a key log Wireshark shows it by its name.',
    ],
    rfc: 'RFC 5246 section 7.4.9',
  },
  {
    id: 'client-random',
    title: 'client random',
    also: [
      'random c',
      'randomc',
      'client random',
      'clienthello.random',
      'random a',
      '客户端随机数',
      '随机数a',
      '第1随机数',
      '第一随机数',
    ],
    says: [
      'The 32 random bytes of the ClientHello. They are public; they make the keys of each connection different.',
    ],
    rfc: 'RFC 5246 section 7.4.1.2',
  },
  {
    id: 'server-random',
    title: 'server random',
    also: [
      'random s',
      'randoms',
      'server random',
      'serverhello.random',
      'random b',
      '服务端随机数',
      '服务器随机数',
      '随机数b',
      '第2随机数',
      '第二随机数',
    ],
    says: [
      'The 32 random bytes of the ServerHello. They are public; the last eight may say that the server was kept from TLS 1.3.',
    ],
    rfc: 'RFC 5246 section 7.4.1.3',
  },
  {
    id: 'premaster-secret',
    title: 'premaster secret',
    also: [
      'premaster',
      'premaster secret',
      'pre master',
      'pre master secret',
      'pre master key',
      '预主密钥',
      '预主秘钥',
      '预备主密钥',
      '随机数c',
      '第三随机数',
      '第3随机数',
    ],
    says: [
      'What the key exchange of TLS 1.2 gives: with RSA 48 bytes that the client makes, with DHE and ECDHE the shared secret that both compute.',
      'It is the only one of the three inputs that is secret; it never travels in the clear.',
    ],
    rfc: 'RFC 5246 section 8.1',
  },
  {
    id: 'main-secret',
    title: 'main secret',
    also: ['main secret', 'master secret', 'master key', 'master', '主密钥', '主秘密', '主机密'],
    says: [
      'The 48 bytes that TLS 1.2 derives from the premaster secret and both randoms, or the hash of the handshake; older texts say master secret.',
      'All keys come from it, and a resumed connection starts from it again.',
    ],
    rfc: 'RFC 5246 section 8.1, RFC 7627',
  },
  {
    id: 'session-keys',
    title: 'key block',
    also: [
      'enc key',
      'session secret',
      'session key',
      'session keys',
      'key block',
      'write key',
      'write keys',
      '会话密钥',
      '会话秘钥',
      '协商密钥',
      '读写密钥',
      '密钥块',
    ],
    says: [
      'The keys of one connection, cut from the key block: for each direction a write key, with CBC a MAC key, with an AEAD an IV.',
      'Neither side makes them alone: both randoms and the premaster secret go into each.',
    ],
    rfc: 'RFC 5246 section 6.3',
  },
  {
    id: 'session-id',
    title: 'session ID',
    also: ['session id', 'sessionid', 'legacy session id', '会话标识', '会话 id'],
    says: [
      'A name that the server gives a session of TLS 1.2, so that the client can resume it; in TLS 1.3 it is sent for show alone.',
    ],
    rfc: 'RFC 5246 section 7.4.1.2',
  },
  {
    id: 'session-ticket',
    title: 'session ticket',
    also: ['ticket', 'session ticket', 'new session ticket', 'newsessionticket', '会话票据', '会话凭证'],
    says: [
      'A session that the server has sealed with a key of its own and handed to the client to keep; the client shows it to resume.',
    ],
    rfc: 'RFC 5077, RFC 9846 section 4.7.1',
  },
  {
    id: 'cookie',
    title: 'cookie',
    also: ['randomcookie', 'random cookie', 'cookie'],
    says: [
      'JSSE calls the random of a hello RandomCookie in its log. The cookie of TLS 1.3 is something else: bytes in a HelloRetryRequest that the client returns.',
    ],
    rfc: 'RFC 9846 section 4.3.2',
  },
  {
    id: 'change-cipher-spec',
    title: 'ChangeCipherSpec',
    also: ['change cipher spec', 'changecipherspec', 'ccs', '更改密码规格', '密码规格变更'],
    says: [
      'One byte in a record of its own kind: from the next record on, the new keys. In TLS 1.3 it says nothing, and is sent to please boxes that expect it.',
    ],
    rfc: 'RFC 5246 section 7.1, RFC 9846 section 5',
  },
  {
    id: 'sni',
    title: 'server_name',
    also: ['sni', 'server name', 'server name indication', 'servername', '服务器名称指示'],
    says: ['The name of the host that the client wants, in the clear, so that one address can serve many.'],
    rfc: 'RFC 6066 section 3',
  },
  {
    id: 'alpn',
    title: 'application_layer_protocol_negotiation',
    also: ['alpn'],
    says: [
      'The protocols that the client can speak inside TLS, such as h2 and http/1.1; the server takes one.',
    ],
    rfc: 'RFC 7301',
  },
  {
    id: 'verify-data',
    title: 'verify_data',
    also: ['verify data', 'verifydata'],
    says: [
      'What Finished carries: an HMAC over the whole handshake so far. If a byte was changed on the way, it does not fit.',
    ],
    rfc: 'RFC 5246 section 7.4.9, RFC 9846 section 4.5.3',
  },
  {
    id: 'forward-secrecy',
    title: 'forward secrecy',
    also: ['forward secrecy', 'perfect forward secrecy', 'pfs', '前向保密', '前向安全性', '完全前向保密'],
    says: [
      'Who obtains the server’s private key later cannot read what was recorded before. DHE and ECDHE give it, RSA key exchange does not.',
    ],
    rfc: 'RFC 9846 appendix F.1',
  },
  {
    id: 'mutual-authentication',
    title: 'mutual authentication',
    also: [
      'mtls',
      'mutual tls',
      'mutual authentication',
      'two way ssl',
      'client authentication',
      '双向认证',
      '双向 ssl',
    ],
    says: [
      'The client proves who it is too: the server asks with CertificateRequest, the client answers with Certificate and signs the handshake in CertificateVerify.',
    ],
    rfc: 'RFC 5246 section 7.4.4, RFC 9846 section 4.4.2',
  },
];

const folded = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');

export function termNamed(name: string): Explanation | undefined {
  const wanted = folded(name);
  const term = terms.find(({ title, also }) => folded(title) === wanted || also.includes(wanted));
  return term && { id: `term/${term.id}`, kind: 'term', title: term.title, says: term.says, rfc: term.rfc };
}

/** Names of this table that stand in a longer text; short and everyday ones are left out. */
export function termsIn(pasted: string): readonly Explanation[] {
  const text = folded(pasted);
  return terms.flatMap((term) =>
    term.also.some((name) => name.length > 7 && text.includes(name)) ? [termNamed(term.title)!] : [],
  );
}
