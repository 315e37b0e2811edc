/** What servers of other protocols begin with, or answer to a ClientHello that they take for a request of their own. */
import { hex } from '../wire/bytes.ts';
import type { Foreign, Signature } from './foreign.ts';

export const serverText: readonly Signature[] = [
  ['HTTP', 'it answered in plain HTTP', 'HTTP/'],
  ['HTTP', 'it answered with HTML', '<!DO', '<!do', '<htm', '<HTM'],
  ['SSH', 'it greets as an SSH server', 'SSH-'],
  ['SMTP', 'it greets as an SMTP or FTP server; TLS needs STARTTLS there', '220 ', '220-'],
  ['IMAP', 'it greets as an IMAP server; TLS needs STARTTLS there', '* OK', '* BYE', '* PREAUTH'],
  ['POP3', 'it greets as a POP3 server; TLS needs STLS there', '+OK'],
  ['Redis', 'it answers as a Redis or POP3 server', '-ERR'],
  ['Redis', 'it answers as a Redis server', '-NOAUTH', '-DENIED', '-LOADING', '-MISCONF'],
  ['memcached', 'it answers as a memcached server', 'ERROR\r\n'],
  ['NNTP', 'it greets as a news server (NNTP)', '200 ', '201 '],
  ['XMPP', 'it answers as an XMPP server', '<?xml', '<stream:stream'],
  ['NATS', 'it greets as a NATS server', 'INFO {'],
  ['AMQP', 'it answers as an AMQP server, such as RabbitMQ', 'AMQP'],
  ['VNC', 'it greets as a VNC server', 'RFB '],
  ['RTSP', 'it answers as an RTSP server', 'RTSP/'],
  ['SIP', 'it answers as a SIP server', 'SIP/2.0'],
  ['rsync', 'it greets as an rsync server', '@RSYNCD:'],
  ['PostgreSQL', 'it answers as a PostgreSQL server', 'EFATAL', 'ESFATAL'],
];

/** By their first bytes in hexadecimal, each two digits. */
const binary: readonly (readonly [speaks: string, what: string, pattern: RegExp])[] = [
  // RFC 9113 section 3.4: a server begins with SETTINGS on stream 0; GOAWAY may come instead.
  ['HTTP/2', 'it began HTTP/2 in plain text (h2c)', /^00....0[47]0[01]00000000/],
  // Length, sequence number 0, then version 10 of the protocol and a text, or an error.
  ['MySQL', 'it greets as a MySQL or MariaDB server', /^....0000(0a3\d|ff)/],
  // ErrorResponse: a length, then its severity.
  ['PostgreSQL', 'it answers as a PostgreSQL server', /^450000....53/],
  // RFC 4511 section 4.4.1: a notice of disconnection, whose messageID is 0.
  ['LDAP', 'it answers as an LDAP server', /^30([0-7].|8[1-4](..){1,4})02010078/],
  // A TPKT, then an X.224 connection confirm or disconnect request.
  ['RDP', 'it answers as a server of Remote Desktop (RDP)', /^0300....(..)(d0|80)/],
  ['SMB', 'it answers as a Windows file server (SMB)', /^00.{6}f[ef]534d42/],
  ['Oracle', 'it answers as an Oracle database', /^00..0000(02|04|0b)0/],
  ['SQL Server', 'it answers as Microsoft SQL Server', /^0401....0000/],
  ['Cassandra', 'it answers as a Cassandra server', /^8[1-5]00....00/],
  ['Telnet', 'it greets as a Telnet server', /^ff(fb|fc|fd|fe)/],
  ['SOCKS', 'it answers as a SOCKS proxy', /^05(00|ff)$/],
];

/** What is known by its fields, or by more than its first word. */
export function serverBytes(bytes: Uint8Array): Foreign | undefined {
  const digits = hex(bytes);
  const known = ssl2(bytes) ?? mailOrFiles(bytes) ?? binary.find(([, , pattern]) => pattern.test(digits));
  return known && { speaks: known[0], what: known[1] };
}

/** RFC 6101 appendix E: a length of two bytes with its high bit set, then SERVER-HELLO (4) or an error (0). */
function ssl2([length = 0, , type, first, second]: Uint8Array): readonly [string, string] | undefined {
  if (length < 0x80 || second === undefined) return undefined;
  if (type === 4 && first! <= 1)
    return ['SSL 2.0', 'it answered with an SSL 2.0 SERVER-HELLO, and that version is prohibited (RFC 6176)'];
  if (type === 0 && first === 0 && [1, 2, 4, 6].includes(second))
    return ['SSL 2.0', 'it answered with an SSL 2.0 error, and that version is prohibited (RFC 6176)'];
  return undefined;
}

/** Both greet with 220; most say which they are. */
function mailOrFiles(bytes: Uint8Array): readonly [string, string] | undefined {
  const greeting = String.fromCharCode(...bytes);
  if (!/^(220|421|530|554)[ -]/.test(greeting)) return undefined;
  if (/smtp|postfix|exim|sendmail/i.test(greeting))
    return ['SMTP', 'it greets as an SMTP server; TLS needs STARTTLS there'];
  return /ftp/i.test(greeting) ? ['FTP', 'it greets as an FTP server; TLS needs AUTH TLS there'] : undefined;
}
