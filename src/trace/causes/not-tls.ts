/** A server whose first bytes are of another protocol: which one, and where TLS is instead. */
import { attempts } from '../attempts.ts';
import type { Try } from '../remedies.ts';
import type { Find } from './finding.ts';
import { isOldSsl, oldVersions } from './old-versions.ts';
import { tlsPortOf, tlsPorts } from './ports.ts';

export const foreign: Find = ({ peer: { port } }, { reason, speaks }) => {
  if (reason !== 'not-tls') return undefined;
  if (speaks !== undefined && isOldSsl(speaks)) return oldVersions;
  const there = speaks === undefined ? undefined : tlsPorts[speaks];
  const known = port === null ? undefined : tlsPortOf(port);
  const ways: readonly Try[] =
    there !== undefined && there !== port
      ? [attempts.port(there, speaks!)]
      : known
        ? [attempts.port(...known)]
        : [];
  return {
    id: speaks === undefined ? 'not-tls' : `not-tls-${speaks.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`,
    details:
      speaks !== undefined && beginsInPlainText.has(speaks)
        ? ['TLS begins there only when the client asks for it in plain text, which handglass does not do.']
        : [],
    tries: [...ways, { id: 'check-port', what: 'use the port where TLS begins at once' }],
  };
};

/** STARTTLS and its like. */
const beginsInPlainText: ReadonlySet<string> = new Set([
  'SMTP',
  'IMAP',
  'POP3',
  'FTP',
  'LDAP',
  'XMPP',
  'IRC',
  'NNTP',
  'MySQL',
  'PostgreSQL',
  'VNC',
  'RDP',
]);
