/**
 * `handglass connect`: one real handshake, explained.
 *
 * In TLS 1.3 the client is done before the server has looked at its certificate, so success is only reported after the
 * server's next record, or a short while without one (RFC 9846 section 4.5.3, appendix F.1.2). The user is asked about an
 * unacceptable certificate before anything else is sent.
 */

import { isIP } from 'node:net';
import { nodeProvider } from '../crypto/providers/node.ts';
import { loopTurn } from '../node/event-loop.ts';
import { Fetching } from '../node/fetching/fetching.ts';
import { ANSWER_TIMEOUT } from '../node/timeouts.ts';
import type { Credential, Session } from '../options/engine.ts';
import { type ClientOptions, ClientRules, connectClient } from '../options/options.ts';
import { bundleOf } from '../trace/bundle-document.ts';
import { compactOf } from '../trace/compact.ts';
import { type Cause, diagnose } from '../trace/diagnosis.ts';
import type { OursDocument, TraceDocument } from '../trace/document.ts';
import { type Argv, explained } from '../trace/explained.ts';
import { jsonText } from '../trace/json-text.ts';
import { keysStory } from '../trace/keys-story.ts';
import { ownCertificate } from '../trace/ours.ts';
import { TraceRecorder } from '../trace/recorder.ts';
import { failureLines, story } from '../trace/story.ts';
import type { How } from '../trace/try-lines.ts';
import { say } from '../wire/words.ts';
import { parseCertificate } from '../x509/index.ts';
import { Aftermath } from './after-handshake.ts';
import { type CredentialFlags, readCredentials } from './credentials.ts';
import { dial } from './dial.ts';
import { type FieldsFlags, type ShownFields, shownFields } from './fields-flags.ts';
import {
  durationOf,
  type IdentityFlags,
  identityOf,
  type NegotiationFlags,
  negotiationOf,
  recordsOf,
  refuseMixed,
  restrictionsOf,
} from './flags.ts';
import { Exit, type Io, orStopped, styleOf, tell, UsageError } from './io.ts';
import { type KeyLog, openKeyLog } from './key-log.ts';
import { overrule } from './overrule.ts';
import { pipe } from './pipe.ts';
import { connecting } from './remedy-flags.ts';
import { type Ending, endingOf, KeptSession, saveIn, twice } from './resume.ts';
import { again, commandLine } from './retry-command.ts';
import { type FetchFlags, fetching, noting, revocationOf } from './revocation.ts';
import { openSessionFile, readSessionFile } from './session-file.ts';
import { parseTarget, serverNameOf, type Target } from './target.ts';
import { goodbye, speak } from './traced-connection.ts';
import { type TrustFlags, trustFor } from './trust.ts';

export interface ConnectFlags
  extends NegotiationFlags,
    IdentityFlags,
    TrustFlags,
    FetchFlags,
    FieldsFlags,
    CredentialFlags {
  readonly sni?: string;
  readonly ignoreAuthorities?: boolean;
  readonly insecure?: boolean;
  readonly timeout: string;
  readonly keylog?: string;
  readonly compact?: boolean;
  readonly keys?: boolean;
  readonly secrets?: boolean;
  readonly pipe?: boolean;
  readonly records?: string;
  readonly resume?: string;
  readonly tickets?: boolean;
  readonly sessionOut?: string;
  readonly sessionIn?: string;
}

/** Milliseconds for the server to close after we do; a reset must not overtake our alert. */
const GOODBYE = 100;
const GOODBYE_BEHIND_FAILURE = 1000;

export async function connect(text: string, flags: ConnectFlags, io: Io): Promise<Exit> {
  const target = parseTarget(text);
  const timeout = durationOf(flags.timeout);
  refuseMixed({ ...flags });
  if (flags.pipe && flags.json) throw new UsageError('--pipe and --json both write to standard output');
  const fields = shownFields(flags);
  const ending = endingOf(flags);
  const session = flags.sessionIn === undefined ? undefined : readSessionFile(flags.sessionIn, io);
  const options = await optionsOf(target, flags, timeout, io);
  const keyLog = openKeyLog(flags.keylog, io);
  const kept = new KeptSession();
  const bundle: Explained[] | undefined = ending && flags.json ? [] : undefined;
  const call = (offered: Session | undefined, bye: Ending): Promise<Exit> =>
    run(
      target,
      flags,
      timeout,
      { ...options, session: offered, secrets: flags.secrets === true || keyLog !== undefined },
      keyLog,
      fields,
      kept,
      bundle,
      bye,
      io,
    );
  const file = flags.sessionOut === undefined ? undefined : openSessionFile(flags.sessionOut, io);
  try {
    const exit = ending
      ? await twice(session, ending, kept, call, flags.json ? undefined : io.stdout, io)
      : await call(session, 'end');
    if (bundle) io.stdout.write(`${jsonText(bundleOf(bundle), 2)}\n`);
    if (file) saveIn(file, kept, io);
    return exit;
  } finally {
    file?.close();
    keyLog?.close();
  }
}

type Chosen = Omit<ClientOptions, 'now' | 'onProgress' | 'revocation'> & {
  readonly revocation: ReturnType<typeof revocationOf>;
};

async function run(
  target: Target,
  flags: ConnectFlags,
  timeout: number,
  options: Chosen,
  keyLog: KeyLog | undefined,
  fields: ShownFields | undefined,
  kept: KeptSession,
  bundle: Explained[] | undefined,
  bye: Ending,
  io: Io,
): Promise<Exit> {
  const trace = new TraceRecorder({
    role: 'client',
    peer: { name: target.host, port: target.port },
    startedAt: performance.now(),
    wallClock: Date.now(),
    secrets: flags.secrets ?? false,
    ...(io.provenance && { provenance: io.provenance }),
  });
  const ours = oursOf(options, target, flags);
  const report = (): Exit => {
    const document = { ...trace.document(), ours };
    kept.document = document;
    return told(document, flags, fields, bundle, io);
  };
  const socket = await orStopped(dial(target, timeout, trace, io), io);
  if (!socket) return report();

  const from = noting(new Fetching(), trace);
  const after = new Aftermath();
  const speaking = speak(
    socket,
    (hooks) =>
      connectClient({
        ...options,
        ...fetching(options.revocation, flags, from),
        onRejected: (verdict) => overrule(verdict, flags.insecure === true, trace, io),
        ...hooks,
      }),
    trace,
    (event, transport) => {
      after.see(event);
      kept.see(event);
      if (event.type === 'secret') keyLog?.add(event);
      if (event.type === 'data' && flags.pipe) {
        const behind = io.stdout.writableNeedDrain;
        if (!io.stdout.write(event.data) && !behind) {
          transport.pause();
          io.stdout.once('drain', () => transport.resume());
        }
      }
    },
  );
  if (!(await orStopped(speaking.settled, io))) {
    const exit = report();
    await goodbye(speaking, GOODBYE_BEHIND_FAILURE);
    return exit;
  }
  await after.word;
  const refusal = after.silentRefusal;
  if (refusal) trace.note(refusal);
  const exit = report();
  if (exit === Exit.fine && flags.pipe) {
    const failed = (): Exit => toldLater({ ...trace.document(), ours }, flags, io);
    return pipe(speaking, after, io, failed);
  }
  if (bye === 'cut') speaking.transport.destroy();
  else speaking.transport.end();
  await goodbye(speaking, GOODBYE);
  return exit;
}

async function optionsOf(target: Target, flags: ConnectFlags, timeout: number, io: Io): Promise<Chosen> {
  const credentials = await readCredentials(flags, io);
  const trust = trustFor(flags, io.env);
  const name = serverNameOf(target, flags.sni);
  const options: Chosen = {
    provider: nodeProvider,
    name,
    trust: trust.store,
    profile: trust.profile,
    ...negotiationOf(flags),
    ...identityOf(flags, trust),
    // Who is asked is told whether it has been revoked, whatever else is wrong.
    revocation: { ...revocationOf(flags), ...(io.ask && !flags.insecure && { thorough: true }) },
    ...(credentials.length > 0 && { credentials }),
    ...(flags.tickets === false && { sessionTickets: false }),
    records: recordsOf(flags.records),
    ...(flags.ignoreAuthorities && { askedAuthorities: 'ignore' }),
    handshakeTimeout: timeout,
    answerTimeout: ANSWER_TIMEOUT,
    observe: true,
    wallClock: () => Date.now(),
    turn: loopTurn,
  };
  // Wrong options are reported before any connection is made.
  new ClientRules(options);
  const { length } = trust.store.anchors;
  tell(
    io,
    length === 1 ? say`trusting ${trust.from}: 1 anchor` : say`trusting ${trust.from}: ${length} anchors`,
  );
  return options;
}

const oursOf = (
  { credentials }: Pick<Chosen, 'credentials'>,
  { host }: Target,
  flags: ConnectFlags,
): OursDocument => ({
  restrictions: [
    ...restrictionsOf(flags),
    ...(flags.sni === undefined || isIP(host) ? [] : (['serverName'] as const)),
  ],
  certificates: (Array.isArray(credentials) ? credentials : [])
    .flatMap(({ chain }: Credential) => chain)
    .map((der) => ownCertificate(parseCertificate(der))),
});

type Explained = ReturnType<typeof explained> | ReturnType<typeof compactOf>;

/** Prints the result and gives its exit code. */
function told(
  document: TraceDocument,
  flags: ConnectFlags,
  fields: ShownFields | undefined,
  bundle: Explained[] | undefined,
  io: Io,
): Exit {
  const whole = explained(document, argvOf(flags));
  io.save?.(whole);
  const shown = flags.compact ? compactOf(whole) : whole;
  if (bundle) bundle.push(shown);
  else if (flags.json) io.stdout.write(`${jsonText(shown, 2)}\n`);
  else {
    const style = styleOf(io);
    const out = flags.pipe ? io.stderr : io.stdout;
    out.write(story(document, style, howTo(flags)));
    if (flags.keys) out.write(`\n${keysStory(document, style)}`);
    if (fields) out.write(`\n${fields(document, style)}`);
  }
  return exitOf(document);
}

/** A failure behind the handshake, whose story has been told. */
function toldLater(document: TraceDocument, flags: ConnectFlags, io: Io): Exit {
  io.stderr.write(failureLines(document, styleOf(io), howTo(flags)));
  return exitOf(document);
}

const argvOf =
  (flags: ConnectFlags): Argv =>
  (remedy, place) => {
    const change = connecting(remedy);
    return change && again(place, flags, change);
  };

const howTo =
  (flags: ConnectFlags): How =>
  (remedy, place) => {
    const words = argvOf(flags)(remedy, place);
    return words && commandLine(words);
  };

const exits: Readonly<Record<Cause, Exit>> = {
  network: Exit.network,
  'not-tls': Exit.notTls,
  negotiation: Exit.negotiation,
  'server-certificate': Exit.serverCertificate,
  'client-certificate': Exit.clientCertificate,
  internal: Exit.internal,
};

export function exitOf(document: TraceDocument): Exit {
  const diagnosis = diagnose(document);
  return diagnosis ? exits[diagnosis.cause] : Exit.fine;
}
