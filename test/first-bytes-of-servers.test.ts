/** What a client hears when the server does not speak TLS: named, and told by one cause each. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../src/trace/diagnosis.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import { ca } from './adversary.ts';
import { fromHex } from './from-hex.ts';
import { makeClient } from './pair.ts';

/** Text, or hexadecimal behind `0x`. */
const bytesOf = (text: string): Uint8Array =>
  text.startsWith('0x') ? fromHex(text.slice(2)) : Uint8Array.from(Buffer.from(text, 'latin1'));

function toldOf(parts: readonly Uint8Array[], port = 4433) {
  const { connection } = makeClient({ trust: ca.trust });
  const trace = new TraceRecorder({ role: 'client', peer: { name: 'localhost', port }, startedAt: 0 });
  for (const part of parts) connection.feed(part);
  for (const event of connection.takeEvents()) trace.add(event);
  return diagnose(trace.document());
}

// Each as its server sends it to a ClientHello: captured where it is installed, otherwise from the protocol's definition.
const first: readonly (readonly [id: string, bytes: string])[] = [
  ['not-tls-http', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ['not-tls-http', '<html>\r\n<head><title>400 Bad Request</title></head>'],
  ['not-tls-http-2', '0x00001204000000000000030000008000040001000000050000'],
  ['not-tls-http-2', '0x00000807000000000000000000 00000001'],
  ['not-tls-ssh', 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n'],
  ['not-tls-smtp', '220 mail.example.com ESMTP Postfix (Debian/GNU)\r\n'],
  ['not-tls-smtp', '554-mx.example.com SMTP not now\r\n'],
  ['not-tls-smtp', '220 ready\r\n'],
  ['not-tls-ftp', '220 (vsFTPd 3.0.3)\r\n'],
  ['not-tls-ftp', '220---------- Welcome to Pure-FTPd [privsep] [TLS] ----------\r\n'],
  ['not-tls-imap', '* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot ready.\r\n'],
  ['not-tls-imap', '* BYE disconnecting\r\n'],
  ['not-tls-pop3', '+OK Dovecot ready.\r\n'],
  ['not-tls-nntp', '200 news.example.com InterNetNews NNRP server ready\r\n'],
  ['not-tls-xmpp', "<?xml version='1.0'?><stream:stream xmlns='jabber:client'>"],
  ['not-tls-redis', '-ERR Protocol error: unbalanced quotes in request\r\n'],
  ['not-tls-redis', '-DENIED Redis is running in protected mode\r\n'],
  ['not-tls-memcached', 'ERROR\r\n'],
  ['not-tls-nats', 'INFO {"server_id":"NAAA","version":"2.10.7"}\r\n'],
  ['not-tls-amqp', '0x414d515000000901'],
  ['not-tls-vnc', 'RFB 003.008\n'],
  ['not-tls-rsync', '@RSYNCD: 31.0 sha512\n'],
  ['not-tls-rtsp', 'RTSP/1.0 400 Bad Request\r\n'],
  ['not-tls-sip', 'SIP/2.0 400 Bad Request\r\n'],
  ['not-tls-mysql', '0x4a0000000a382e302e333600 0b000000'],
  ['not-tls-mysql', '0x590000000a352e352e352d31302e31312e36'],
  ['not-tls-mysql', '0x45000000ff6a04486f7374'],
  ['not-tls-postgresql', '0x450000008553464154414c00'],
  ['not-tls-postgresql', 'EFATAL:  unsupported frontend protocol 5635.769'],
  ['not-tls-ldap', '0x300c02010078070a010204000400'],
  ['not-tls-ldap', '0x3084000000 1102010078840000000c0a0102'],
  ['not-tls-rdp', '0x030000130ed000001234000209080000000000'],
  ['not-tls-smb', '0x00000023ff534d4272000000'],
  ['not-tls-oracle', '0x00200000040000002200 0016'],
  ['not-tls-sql-server', '0x0401002500000100'],
  ['not-tls-cassandra', '0x840000000000000061'],
  ['not-tls-telnet', '0xfffd18fffd20fffd23fffd27'],
  ['not-tls', '0x0badcafe0badcafe'],
  ['only-old-versions', '0x802b04000100020000 0018'],
  ['only-old-versions', '0x8003000001'],
];

describe('a server that does not speak TLS', () => {
  it.each(first)('is %s: %s', (id, bytes) => {
    const told = toldOf([bytesOf(bytes)])!;
    expect(told).toMatchObject({ id, cause: 'not-tls' });
    expect(told.tries.length).toBeGreaterThan(0);
  });

  it.each(first.filter(([, bytes]) => /^[A-Z+]/.test(bytes)))('is %s in whatever pieces: %s', (id, bytes) => {
    const pieces = [...bytesOf(bytes)].map((byte) => Uint8Array.of(byte));
    // SMTP and FTP greet alike, and which it is comes late.
    if (!/^220/.test(bytes)) expect(toldOf(pieces)?.id).toBe(id);
  });

  it('is never taken for one by what looks like a record', () => {
    for (const record of ['150303000202 28', '160300000402000000', '1603040004'])
      expect(toldOf([fromHex(record)])?.cause).not.toBe('not-tls');
  });

  it('has another port for TLS, by what it speaks or by the port itself', () => {
    const first = (bytes: string, port?: number) => toldOf([bytesOf(bytes)], port)?.tries[0];
    expect(first('220 mail ESMTP\r\n')).toMatchObject({ id: 'use-port', port: 465 });
    expect(first('220 mail ESMTP\r\n', 465)).toMatchObject({ id: 'check-port' });
    expect(first('+OK ready\r\n', 110)).toMatchObject({ id: 'use-port', port: 995 });
    expect(first('HTTP/1.1 400 Bad Request\r\n', 80)).toMatchObject({ id: 'use-port', port: 443 });
    expect(first('0x0badcafe0badcafe', 389)).toMatchObject({ id: 'use-port', port: 636 });
    expect(first('SSH-2.0-OpenSSH_9.2\r\n', 22)).toMatchObject({ id: 'check-port' });
  });
});
