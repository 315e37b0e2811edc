#!/usr/bin/env node
/**
 * The shim that BoringSSL's test runner (BoGo) starts for each of its tests: a thin program over the public API. The
 * contract is ssl/test/PORTING.md of BoringSSL; docs/conformance.md has what comes of it.
 *
 * Exit codes: 0 the connections went as expected, 89 a flag or value is not there yet, 1 anything else, with what went
 * wrong on stderr.
 */
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import {
  acceptClient,
  connectClient,
  freshTicketKey,
  type Session,
  sealedTickets,
  type Tickets,
  TlsError,
} from '../../src/exports/handglass.ts';
import { late, peerCheck } from './credentials.ts';
import { namesOf } from './error-names.ts';
import { exchange } from './exchange.ts';
import { type Config, isOf2023, parseFlags, Unimplemented } from './flags.ts';
import {
  chosenCredential,
  clientOptions,
  type Lasting,
  type Noted,
  type Prepared,
  prepare,
  serverOptions,
} from './options.ts';

/** When all certificates of the runner of 2023 had not expired yet. */
const timeOf2023 = Date.UTC(2014, 4, 1);

/** Seconds; BoringSSL's are two hours in TLS 1.2 and two days in TLS 1.3. */
const TICKET_LIFETIME = 2 * 24 * 60 * 60;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('-is-handshaker-supported')) {
    console.log('No');
    return 0;
  }
  try {
    await runConnections(args);
    return 0;
  } catch (error) {
    if (!(error instanceof Unimplemented)) console.error(told(error), ...namesOf(told(error)));
    return error instanceof Unimplemented ? 89 : 1;
  }
}

async function runConnections(args: readonly string[]): Promise<void> {
  const { initial, resume } = parseFlags(args);
  let config = initial;
  let prepared: Prepared;
  // As in BoringSSL's shim time stands still but for -resumption-delay.
  let time = isOf2023(initial) ? timeOf2023 : Date.now();
  const lasting: Lasting = {
    check: peerCheck(
      () => config,
      () => time,
    ),
    tickets: ticketsOf(
      () => config,
      () => prepared.noted,
    ),
    clientCredential: (wish) => chosenCredential(prepared, wish),
    wallClock: () => time,
  };
  const count = initial.flags['resume-count'] ?? 0;
  if (count > 0) prepare(resume, lasting);
  let session: Session | undefined;
  for (let i = 0; i <= count; i++) {
    config = i === 0 ? initial : resume;
    const { flags } = config;
    prepared = prepare(config, lasting);
    const offered = session;
    if (i > 0 && !flags.server && !offered) throw new Error('there is no session to offer');
    session = undefined;
    await exchange({
      config,
      isResume: i > 0,
      noted: prepared.noted,
      create: (onProgress) =>
        flags.server
          ? acceptClient({ ...serverOptions(prepared, lasting), onProgress })
          : connectClient({ ...clientOptions(prepared, lasting, offered), onProgress }),
      onSession: (event) => (session = event.session),
    });
    time += 1000 * (flags['resumption-delay'] ?? 0);
  }
}

/**
 * One key for all connections, and with `-async` tickets that are sealed and opened late. Either of BoringSSL's ticket
 * callbacks is the application's own sealing, which must be asked about a ticket only once.
 */
function ticketsOf(config: () => Config, noted: () => Noted): Tickets {
  const key = freshTicketKey(nodeProvider);
  const tickets = sealedTickets(nodeProvider, () => [key], TICKET_LIFETIME);
  const own = ({ flags }: Config) => flags['use-ticket-callback'] || flags['use-ticket-aead-callback'];
  return {
    lifetime: tickets.lifetime,
    seal(state) {
      noted().ticketsSealed++;
      return late(config(), () => tickets.seal(state));
    },
    open(ticket) {
      if (++noted().ticketsOpened > 1 && own(config()))
        throw new Error('the ticket callback is called again');
      return late(config(), () => tickets.open(ticket));
    },
  };
}

/** The reason stands first: test/bogo/config.json finds it there. */
function told(error: unknown): string {
  if (!(error instanceof TlsError))
    return `shim: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  const rejection =
    error.reason === 'certificate-rejected' ? `${(error.cause as { reason: string }).reason}: ` : '';
  return `handglass: ${error.reason}: ${rejection}${error.message}${cause}${error.step ? ` [${error.step}]` : ''}`;
}

process.exitCode = await main(process.argv.slice(2));
