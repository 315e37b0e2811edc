/** A client that never got as far as a ClientHello: it speaks something else, said nothing, or half of it. */
import type { Words } from '../../wire/words.ts';
import type { ErrorDocument } from '../document.ts';
import type { Try } from '../remedies.ts';
import type { Find, Finding } from './finding.ts';
import { cameHello } from './guest-hello.ts';
import { whyGone } from './old-ways.ts';

export const guestFirstBytes: Find = (trace, error) => {
  if (cameHello(trace)) return undefined;
  switch (error.reason) {
    case 'not-tls':
      return foreign(error);
    case 'connection-cut':
    case 'handshake-timeout':
      return stopped(error);
    case 'alert-received':
      return ALERT_FIRST;
    default:
      return undefined;
  }
};

function foreign({ speaks }: ErrorDocument): Finding {
  if (speaks === undefined)
    return { id: 'not-tls', tries: [{ ...begin, why: 'at once, without anything before it' }] };
  if (speaks === 'SSL 2.0')
    return { id: 'client-speaks-ssl-2.0', details: [whyGone['SSL 2.0']], tries: [updateClient] };
  return {
    id: `not-tls-${speaks.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`,
    details: asksFirst[speaks] ?? [],
    tries: [Object.hasOwn(ways, speaks) ? { ...begin, why: ways[speaks]! } : otherServer],
  };
}

export const updateClient: Try = {
  id: 'update-client',
  what: 'update the client to one that speaks TLS 1.2 or 1.3',
};
const begin: Try = { id: 'begin-with-tls', what: 'let the client begin with TLS' };
const otherServer: Try = { id: 'use-other-server', what: 'point the client at a server of its own protocol' };

const asksFirst: Readonly<Record<string, readonly Words[]>> = {
  PostgreSQL: ['It would begin TLS if it were answered with an S, as a PostgreSQL server does.'],
  LDAP: ['If it asks for StartTLS, it would begin TLS once an LDAP server agrees.'],
};

/** How the clients of a protocol are told to begin with TLS at once. */
const ways: Readonly<Record<string, Words>> = {
  HTTP: 'https:// in place of http://',
  'HTTP/2': 'https:// in place of http://, and in gRPC credentials in place of insecure ones',
  'HTTP proxy':
    'this is no proxy: take it out of the client’s proxy settings, or name the proxy with https:// if it wants TLS',
  SOCKS: 'this is no proxy: take it out of the client’s proxy settings',
  PROXY: 'switch the PROXY protocol off in the load balancer in front (send-proxy, proxy_protocol on)',
  NATS: 'handshake_first, so that TLS comes before INFO',
  SMTP: 'SMTP with TLS from the start, as on port 465: smtps://',
  FTP: 'implicit FTPS, as on port 990: ftps://',
  'FTP, IMAP or POP3': 'the variants with TLS from the start: ftps://, imaps://, pop3s://',
  Redis: 'rediss:// in place of redis://, or redis-cli with TLS switched on',
  AMQP: 'amqps:// in place of amqp://',
  XMPP: 'Direct TLS (XEP-0368), as on port 5223',
  IRC: 'ircs://, as on port 6697',
  memcached: 'a client with TLS switched on, such as memcached’s -Z',
  RTSP: 'rtsps:// in place of rtsp://',
  SIP: 'sips: in place of sip:',
  MQTT: 'mqtts:// in place of mqtt://, or mosquitto_pub with a CA file',
  PostgreSQL: 'sslnegotiation=direct, of PostgreSQL 17 and newer',
  Kafka: 'security.protocol=SSL',
  LDAP: 'ldaps:// in place of ldap:// and StartTLS',
  STUN: 'stuns: or turns: in place of stun: and turn:',
  Cassandra: 'SSL switched on in cqlsh or the driver',
  'SQL Server': 'Encrypt=Strict (TDS 8.0)',
  MongoDB: 'tls=true in the connection string',
  ZooKeeper: 'zookeeper.client.secure=true',
  DNS: 'DNS over TLS: kdig +tls',
};

function stopped({ reason, arrived }: ErrorDocument): Finding | undefined {
  const isCut = reason === 'connection-cut';
  if (arrived === 'part')
    return {
      id: 'half-a-client-hello',
      cause: 'network',
      tries: [
        {
          id: 'lower-mtu',
          what: 'look at what is between us',
          why: isCut
            ? 'something cut it off in the middle, or the client broke off'
            : 'a box in between, or an MTU that is too large, loses packets of a long ClientHello',
        },
      ],
    };
  if (arrived !== 'nothing') return undefined;
  return isCut
    ? {
        id: 'client-said-nothing',
        cause: 'network',
        details: [
          'It opened a connection and closed it: that is what load balancers and port scanners do to see whether somebody listens.',
        ],
        tries: [{ id: 'ignore-health-check', what: 'nothing, if it was a health check' }],
      }
    : {
        id: 'client-waits-for-a-greeting',
        cause: 'network',
        details: ['Clients of SMTP, IMAP, POP3, FTP, MySQL, NATS and the like let the server speak first.'],
        tries: [{ ...begin, why: 'smtps://, imaps://, pop3s://, ftps://: at once, without STARTTLS' }],
      };
}

const ALERT_FIRST: Finding = {
  id: 'alert-before-client-hello',
  details: [
    'It came in the place of a ClientHello, so it is about nothing that we sent: the client gave up before it began.',
  ],
  tries: [
    { id: 'check-client', what: 'look into the client’s log or configuration: it failed on its own side' },
  ],
};
