/** What clients of other protocols begin with: a word, or the fields that their protocol puts there. */
import { ProtocolVersion } from '../protocol/numbers/versions.ts';
import { hex } from '../wire/bytes.ts';
import { say } from '../wire/words.ts';
import type { Foreign, Signature } from './foreign.ts';

export const clientText: readonly Signature[] = [
  ['HTTP/2', 'it sent the preface of HTTP/2 in plain text', 'PRI * HTTP/2'],
  [
    'RTSP',
    'it sent a plain RTSP request',
    'OPTIONS rtsp:',
    'OPTIONS * RTSP',
    'DESCRIBE rtsp:',
    'SETUP rtsp:',
  ],
  ['SIP', 'it sent a plain SIP request', 'OPTIONS sip:', 'REGISTER sip:', 'INVITE sip:'],
  [
    'HTTP',
    'it sent a plain HTTP request',
    ...['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND'].map(
      (method) => `${method} `,
    ),
  ],
  ['NATS', 'it spoke as a NATS client', 'CONNECT {'],
  ['HTTP proxy', 'it sent a request to an HTTP proxy', 'CONNECT '],
  ['PROXY', 'it sent a PROXY protocol header', 'PROXY ', '\r\n\r\n\0\r\nQUIT\n'],
  ['SSH', 'it greets as an SSH client', 'SSH-'],
  ['SMTP', 'it spoke as an SMTP client', 'EHLO ', 'HELO ', 'LHLO '],
  ['FTP', 'it spoke as an FTP client', 'AUTH TLS', 'AUTH SSL'],
  [
    'FTP, IMAP or POP3',
    'it spoke as an FTP, IMAP or POP3 client',
    'USER ',
    'CAPA\r',
    'STLS\r',
    'a001 ',
    'A001 ',
  ],
  ['Redis', 'it spoke as a Redis client', 'PING\r\n', 'AUTH ', 'HELLO 3'],
  ['AMQP', 'it spoke as an AMQP client', 'AMQP'],
  ['XMPP', 'it opened an XMPP stream in plain text', '<?xml', '<stream'],
  ['IRC', 'it spoke as an IRC client', 'CAP LS', 'NICK '],
  ['memcached', 'it spoke as a memcached client', 'stats\r', 'version\r', 'get ', 'set ', 'gets '],
];

/** By their first bytes in hexadecimal, each two digits. */
const binary: readonly (readonly [speaks: string, what: string, pattern: RegExp])[] = [
  // MQTT 5.0 section 3.1: the length takes one to four bytes; 3.0 called the protocol MQIsdp.
  ['MQTT', 'it spoke as an MQTT client', /^10(..){1,4}(00044d515454|00064d5149736470)/],
  // RESP: an array of bulk strings.
  ['Redis', 'it spoke as a Redis client', /^2a(3\d){1,4}0d0a24/],
  // SSLRequest and GSSENCRequest: a length, then a code that no version of the protocol has.
  [
    'PostgreSQL',
    'it asked whether it may begin TLS, as PostgreSQL clients do, and waits for an S',
    /^0000000804d216(2f|30)/,
  ],
  // StartupMessage: a length, version 3.0, then names and values.
  ['PostgreSQL', 'it began as a PostgreSQL client without TLS', /^0000....00030000(64|75|61|6f|72|5f)/],
  // A length, then Metadata, SaslHandshake or ApiVersions, in a version that may exist.
  ['Kafka', 'it spoke as a Kafka client', /^0000....00(03|11|12)000/],
  // RFC 4511 section 4.1.1: LDAPMessage with a messageID, then a bind, a search or an extended request.
  ['LDAP', 'it spoke as an LDAP client', /^30([0-7].|8[1-4](..){1,4})020[1-4](..){1,4}(60|63|77)/],
  // TPKT, then an X.224 connection request.
  ['RDP', 'it spoke as a client of Remote Desktop (RDP)', /^0300....(..)e0/],
  // RFC 8489 section 5: the magic cookie.
  ['STUN', 'it sent a STUN or TURN request', /^00..(..){2}2112a442/],
  // RFC 1928 section 3: as many methods as it says, and nothing behind them. SOCKS 4: a command, a port, an address.
  ['SOCKS', 'it spoke as a client of a SOCKS proxy', /^05(01..|02.{4}|03.{6}|04.{8})$|^040[12](..){7}/],
  ['Cassandra', 'it spoke as a Cassandra client', /^0[345]..(....)0[15]0000/],
  ['SQL Server', 'it spoke as a client of SQL Server (TDS)', /^1201....0000/],
  ['MongoDB', 'it spoke as a MongoDB client', /^.{6}00.{16}d[4d]070000/],
  ['SMB', 'it spoke as an SMB client', /^00.{6}f[ef]534d42/],
  ['ZooKeeper', 'it spoke as a ZooKeeper client', /^0000002[cd]0{24}/],
  ['OpenVPN', 'it spoke as an OpenVPN client', /^00..38/],
  ['DNS', 'it sent a DNS query in plain text', /^.{8}0[01][0-3]000010000/],
];

/** What is known by its fields. */
export function clientBytes(bytes: Uint8Array): Foreign | undefined {
  const hello = ssl2Hello(bytes);
  if (hello) return hello;
  const digits = hex(bytes);
  const known = binary.find(([, , pattern]) => pattern.test(digits));
  return known && { speaks: known[0], what: known[1] };
}

/** RFC 5246 appendix E.2: a length of two bytes with its high bit set, type 1, and the newest version on offer. */
function ssl2Hello(bytes: Uint8Array): Foreign | undefined {
  if (bytes.length < 5 || bytes[0]! < 0x80 || bytes[2] !== 1) return undefined;
  const version = bytes[3]! * 256 + bytes[4]!;
  if (version === 0x0002) {
    const what = 'it sent an SSL 2.0 CLIENT-HELLO, which must no longer be accepted (RFC 6176)';
    return { speaks: 'SSL 2.0', what };
  }
  if (version >> 8 !== 3) return undefined;
  return {
    speaks: 'SSL 2.0',
    what: say`it sent an SSL 2.0 CLIENT-HELLO that offers ${ProtocolVersion.nameOf(version)}, a form for servers of the nineties`,
  };
}
