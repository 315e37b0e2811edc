/**
 * `handglass serve`: a real server that shows what each client sent and why a handshake failed. It answers an HTTP GET
 * with that story, and echoes anything else. It listens on loopback by default.
 */
import { createServer, type Socket } from 'node:net';
import { nodeProvider } from '../crypto/providers/node.ts';
import { loopTurn } from '../node/event-loop.ts';
import { ANSWER_TIMEOUT } from '../node/timeouts.ts';
import { type Credential, freshTicketKey, memorySessions, sealedTickets } from '../options/engine.ts';
import { type ServerOptions, ServerRules } from '../options/options.ts';
import type { OwnCertificate } from '../trace/document.ts';
import { ownCertificate } from '../trace/ours.ts';
import { say, type Words } from '../wire/words.ts';
import { parseCertificate, privateProfile } from '../x509/index.ts';
import { Room } from './client-cap.ts';
import { type CredentialFlags, readCredentials } from './credentials.ts';
import { type FieldsFlags, shownFields } from './fields-flags.ts';
import { inShell } from './files.ts';
import {
  choiceOf,
  durationOf,
  type IdentityFlags,
  identityOf,
  type NegotiationFlags,
  negotiationOf,
  numberOf,
  recordsOf,
  refuseMixed,
  restrictionsOf,
} from './flags.ts';
import { Exit, type Io, tell, UsageError } from './io.ts';
import { openKeyLog } from './key-log.ts';
import { listening, stopped } from './listening.ts';
import { warningsAbout } from './own-certificate.ts';
import { serving } from './remedy-flags.ts';
import { serveAgain } from './retry-command.ts';
import { type RevocationFlags, revocationOf, stapling } from './revocation.ts';
import { type Host, visit } from './served-client.ts';
import { portOf } from './target.ts';
import { placeFor, type ThrowAway, throwAway } from './throw-away.ts';
import { type TrustFlags, trustFor } from './trust.ts';

export interface ServeFlags
  extends NegotiationFlags,
    RevocationFlags,
    Pick<TrustFlags, 'caFile' | 'caDir'>,
    Pick<IdentityFlags, 'pin'>,
    CredentialFlags,
    FieldsFlags {
  readonly port: string;
  readonly host: string;
  readonly staple?: readonly string[];
  readonly clientAuth: string;
  readonly timeout: string;
  readonly idle: string;
  readonly maxConnections: string;
  readonly keylog?: string;
  readonly resumption: string;
  readonly records?: string;
  readonly compact?: boolean;
  readonly keys?: boolean;
  readonly secrets?: boolean;
}

/** Seconds that a session may be resumed. */
const SESSION_LIFETIME = 3600;
/** Milliseconds between two reports of connections closed because of the cap. */
const BETWEEN_WORDS = 1000;

export async function serve(flags: ServeFlags, io: Io): Promise<Exit> {
  refuseMixed({ ...flags });
  const named = await readCredentials(flags, io);
  if (named.length > 0) {
    const credentials = stapling(named, flags.staple);
    const rules = rulesOf(flags, credentials);
    for (const words of credentials.flatMap((each) => warningsAbout(each, Date.now()))) tell(io, words);
    return run({ rules, credentials }, flags, io);
  }
  if (flags.staple) throw new UsageError('--staple has no effect without --cert');
  const made = await throwAway(flags.host);
  try {
    const { credentials } = made;
    return await run({ rules: rulesOf(flags, credentials), credentials, made }, flags, io);
  } finally {
    made.remove();
  }
}

interface Ready {
  readonly rules: ServerRules;
  readonly credentials: readonly Credential[];
  readonly made?: ThrowAway;
}

async function run({ rules, credentials, made }: Ready, flags: ServeFlags, io: Io): Promise<Exit> {
  const handshakeTimeout = durationOf(flags.timeout);
  const fields = shownFields(flags);
  const keyLog = openKeyLog(flags.keylog, io);
  const host: Host = {
    rules,
    surroundings: {
      observe: true,
      secrets: flags.secrets === true || keyLog !== undefined,
      handshakeTimeout,
      answerTimeout: ANSWER_TIMEOUT,
      records: recordsOf(flags.records),
    },
    idle: durationOf(flags.idle, '--idle'),
    json: flags.json ?? false,
    fields,
    compact: flags.compact ?? false,
    keys: flags.keys ?? false,
    secrets: flags.secrets ?? false,
    ours: { restrictions: restrictionsOf(flags), certificates: leavesOf(credentials) },
    again(remedy) {
      const change = serving(remedy);
      return change && serveAgain(flags, change);
    },
    io,
    onEvent(event) {
      if (event.type === 'secret') keyLog?.add(event);
    },
  };
  const most = numberOf('--max-connections', flags.maxConnections, 1, 999_999);
  const room = new Room<Socket>(most);
  const refused = reporter(io, {
    one: (from) => say`handglass: refused a connection from ${from}: ${most} are open (--max-connections)`,
    more: (count) => say`handglass: refused ${count} more: ${most} are open (--max-connections)`,
  });
  const letGo = reporter(io, {
    one: (from) =>
      say`handglass: closed a connection from ${from} to make room for another: ${most} are open (--max-connections)`,
    more: (count) =>
      say`handglass: closed ${count} more to make room for others: ${most} are open (--max-connections)`,
  });
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const { remoteAddress } = socket;
    const left = room.enter(socket, () => visit(socket, host));
    if (left) letGo(left.remoteAddress);
    if (left !== false) return;
    socket.destroy();
    refused(remoteAddress);
  });
  try {
    const there = await listening(server, portOf(flags.port), flags.host, io);
    if (!there) return Exit.network;
    const at = there.address.includes(':') ? `[${there.address}]` : there.address;
    tell(io, say`listening on ${at}:${there.port}`);
    if (made) tellHowToConnect(made, there.port, flags, io);
    await stopped(io.stop);
    return Exit.fine;
  } finally {
    server.close();
    room.close();
    keyLog?.close();
  }
}

/** Which of them a client gets, the trace of its handshake shows, with the chain. */
const leavesOf = (credentials: readonly Credential[]): readonly OwnCertificate[] =>
  credentials.map(({ chain }) => ownCertificate(parseCertificate(chain[0]!)));

function tellHowToConnect({ roots }: ThrowAway, port: number, flags: ServeFlags, io: Io): void {
  const { host, kx, ciphers, groups, alpn, clientAuth } = flags;
  const typed = { kx, ciphers, groups, alpn };
  const line = [
    'handglass connect',
    inShell(placeFor(host, port)),
    '--ca-file',
    inShell(roots),
    ...Object.entries(typed).flatMap(([flag, value]) =>
      value === undefined ? [] : [`--${flag} ${inShell(value)}`],
    ),
    ...(clientAuth === 'require' ? ['--cert FILE --key FILE'] : []),
  ];
  tell(
    io,
    'with throw-away certificates, one EC and one RSA, for as long as this runs (--cert names others)',
  );
  tell(io, say`to see a handshake: ${line.join(' ')}`);
}

function rulesOf(flags: ServeFlags, credentials: readonly Credential[]): ServerRules {
  const { caFile, caDir, pin } = flags;
  const named = caFile !== undefined || caDir !== undefined;
  const clientAuth = choiceOf('--client-auth', flags.clientAuth, ['none', 'request', 'require']);
  if (clientAuth === 'none' && named)
    throw new UsageError(
      '--ca-file and --ca-dir are for client certificates, and none is asked for: add --client-auth',
    );
  if (clientAuth !== 'none' && !named) {
    throw new UsageError(
      say`--client-auth ${clientAuth} needs --ca-file or --ca-dir, to know which clients to accept`,
    );
  }
  if (clientAuth === 'none' && (flags.revocation ?? flags.crl) !== undefined) {
    throw new UsageError(
      '--revocation and --crl are for client certificates, and none is asked for: add --client-auth',
    );
  }
  const negotiation = negotiationOf(flags);
  const suits = (exchange: string): boolean =>
    exchange === 'ECDHE' ||
    credentials.some(({ key }) =>
      exchange === 'DHE' ? key.type.startsWith('RSA') : key.decrypt !== undefined,
    );
  if (negotiation.keyExchanges?.some(suits) === false)
    throw new UsageError(
      say`--kx ${flags.kx} needs a certificate with an RSA key, and --cert ${(flags.cert ?? []).join(', ')} has none`,
    );
  return new ServerRules({
    provider: nodeProvider,
    credentials,
    ...negotiation,
    clientAuthentication: clientAuth,
    revocation: revocationOf(flags),
    ...(named && { trust: trustFor(flags, {}).store }),
    ...identityOf(pin ? { pin } : {}, { profile: privateProfile }),
    ...resumptionOf(flags.resumption),
    wallClock: () => Date.now(),
    turn: loopTurn,
  });
}

/** Tickets for clients that want them, and sessions by ID for the others of TLS 1.2. */
function resumptionOf(flag: string): Pick<ServerOptions, 'tickets' | 'sessions'> {
  const kind = choiceOf('--resumption', flag, ['both', 'ticket', 'id', 'none']);
  const key = freshTicketKey(nodeProvider);
  return {
    ...((kind === 'both' || kind === 'ticket') && {
      tickets: sealedTickets(nodeProvider, () => [key], SESSION_LIFETIME),
    }),
    ...((kind === 'both' || kind === 'id') && {
      sessions: memorySessions({ now: () => performance.now(), lifetime: SESSION_LIFETIME }),
    }),
  };
}

/** Reports connections closed because of the cap; in a flood, only how many. */
function reporter(
  io: Io,
  { one, more }: { readonly one: (from: string) => Words; readonly more: (count: number) => Words },
): (address: string | undefined) => void {
  let unsaid = 0;
  let quiet: NodeJS.Timeout | undefined;
  const report = (words: Words): void => {
    tell(io, words);
    quiet = setTimeout(() => {
      quiet = undefined;
      if (unsaid > 0) report(more(unsaid));
      unsaid = 0;
    }, BETWEEN_WORDS).unref();
  };
  return (address) => {
    if (quiet) unsaid++;
    else report(one(address ?? 'an unknown address'));
  };
}
