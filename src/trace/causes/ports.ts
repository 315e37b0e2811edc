/** Ports where plain text comes first, and those where TLS begins at once (IANA’s registry of service names). */

/** The port for TLS beside a port for plain text, and the protocol there; undefined where none is known. */
export const tlsPortOf = (port: number): readonly [port: number, protocol: string] | undefined => pairs[port];

/** By the protocol’s name. */
export const tlsPorts: Readonly<Record<string, number>> = {
  HTTP: 443,
  SMTP: 465,
  IMAP: 993,
  POP3: 995,
  FTP: 990,
  LDAP: 636,
  XMPP: 5223,
  IRC: 6697,
  MQTT: 8883,
  AMQP: 5671,
  NNTP: 563,
  SIP: 5061,
  Docker: 2376,
};

const pairs: Readonly<Record<number, readonly [number, string]>> = Object.fromEntries(
  (
    [
      ['HTTP', 80],
      ['SMTP', 25],
      ['SMTP', 587],
      ['IMAP', 143],
      ['POP3', 110],
      ['FTP', 21],
      ['LDAP', 389],
      ['XMPP', 5222],
      ['IRC', 6667],
      ['MQTT', 1883],
      ['AMQP', 5672],
      ['NNTP', 119],
      ['SIP', 5060],
      ['Docker', 2375],
    ] as const
  ).map(([protocol, port]) => [port, [tlsPorts[protocol]!, protocol]]),
);
