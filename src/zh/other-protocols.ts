/** What is spoken where TLS belongs, told by its first bytes. */
export const otherProtocols: Readonly<Record<string, string>> = {
  'it sent a plain HTTP request': '它发送了明文的 HTTP 请求',
  'it sent a request to an HTTP proxy': '它发送了给 HTTP 代理的请求',
  'it sent a PROXY protocol header': '它发送了 PROXY 协议的首部',
  'HTTP proxy': 'HTTP 代理',
  'FTP, IMAP or POP3': 'FTP、IMAP 或 POP3',
  'it sent an SSL 2.0 CLIENT-HELLO, which must no longer be accepted (RFC 6176)':
    '它发送了 SSL 2.0 的 CLIENT-HELLO，现已禁止接受（RFC 6176）',
  'it answered in plain HTTP': '它以明文 HTTP 作答',
  'it answered with HTML': '它以 HTML 作答',
  'it greets as an SSH server': '它发来的是 SSH 服务端的问候',
  'it greets as an SMTP or FTP server; TLS needs STARTTLS there':
    '它发来的是 SMTP 或 FTP 服务端的问候；要先用 STARTTLS 才能转入 TLS',
  'it greets as an SMTP server; TLS needs STARTTLS there':
    '它发来的是 SMTP 服务端的问候；要先用 STARTTLS 才能转入 TLS',
  'it greets as an FTP server; TLS needs AUTH TLS there':
    '它发来的是 FTP 服务端的问候；要先用 AUTH TLS 才能转入 TLS',
  'it greets as an IMAP server; TLS needs STARTTLS there':
    '它发来的是 IMAP 服务端的问候；要先用 STARTTLS 才能转入 TLS',
  'it greets as a POP3 server; TLS needs STLS there':
    '它发来的是 POP3 服务端的问候；要先用 STLS 才能转入 TLS',
  'it answers as a Redis or POP3 server': '它像 Redis 或 POP3 服务端那样作答',
  'it answers as a Redis server': '它像 Redis 服务端那样作答',
  'it answers as a memcached server': '它像 memcached 服务端那样作答',
  'it greets as a news server (NNTP)': '它发来的是新闻组（NNTP）服务端的问候',
  'it answers as an XMPP server': '它像 XMPP 服务端那样作答',
  'it greets as a NATS server': '它发来的是 NATS 服务端的问候',
  'it answers as an AMQP server, such as RabbitMQ': '它像 AMQP 服务端（例如 RabbitMQ）那样作答',
  'it greets as a VNC server': '它发来的是 VNC 服务端的问候',
  'it answers as an RTSP server': '它像 RTSP 服务端那样作答',
  'it answers as a SIP server': '它像 SIP 服务端那样作答',
  'it greets as an rsync server': '它发来的是 rsync 服务端的问候',
  'it answers as a PostgreSQL server': '它像 PostgreSQL 服务端那样作答',
  'it began HTTP/2 in plain text (h2c)': '它以明文开始了 HTTP/2（h2c）',
  'it greets as a MySQL or MariaDB server': '它发来的是 MySQL 或 MariaDB 服务端的问候',
  'it answers as an LDAP server': '它像 LDAP 服务端那样作答',
  'it answers as a server of Remote Desktop (RDP)': '它像远程桌面（RDP）服务端那样作答',
  'it answers as a Windows file server (SMB)': '它像 Windows 文件共享（SMB）服务端那样作答',
  'it answers as an Oracle database': '它像 Oracle 数据库那样作答',
  'it answers as Microsoft SQL Server': '它像 Microsoft SQL Server 那样作答',
  'it answers as a Cassandra server': '它像 Cassandra 服务端那样作答',
  'it greets as a Telnet server': '它发来的是 Telnet 服务端的问候',
  'it answers as a SOCKS proxy': '它像 SOCKS 代理那样作答',
  'it answered with an SSL 2.0 SERVER-HELLO, and that version is prohibited (RFC 6176)':
    '它以 SSL 2.0 的 SERVER-HELLO 作答，该版本已被禁止（RFC 6176）',
  'it answered with an SSL 2.0 error, and that version is prohibited (RFC 6176)':
    '它以 SSL 2.0 的错误作答，该版本已被禁止（RFC 6176）',
};
