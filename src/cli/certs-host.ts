/**
 * What every address of a host sends: each is asked separately, in one real handshake, and their chains are compared. That
 * is the only way to find one stale node behind a name with many addresses.
 *
 * A certificate that is not acceptable does not end the handshake: nothing but the handshake is sent in either case, and
 * what follows (such as our being refused) is shown too.
 */

import { Fetching } from '../node/fetching/fetching.ts';
import type { CertificateEvent, Event } from '../options/engine.ts';
import { type ClientOptions, ClientRules, connectClient } from '../options/options.ts';
import { HEADER_LENGTH } from '../protocol/message.ts';
import { Certificate, Certificate12 } from '../protocol/messages/index.ts';
import { certificateDocument } from '../trace/certificate.ts';
import { certificateDetails, type Telling } from '../trace/certificate-details.ts';
import type { AddressDocument, ChainDocument, HostDocument } from '../trace/certs-document.ts';
import { diagnose } from '../trace/diagnosis.ts';
import { TraceRecorder } from '../trace/recorder.ts';
import { decode } from '../wire/codec.ts';
import { Malformed } from '../wire/reader.ts';
import { say } from '../wire/words.ts';
import { type Certificate as ParsedCertificate, parseCertificate } from '../x509/index.ts';
import { exitOf } from './connect.ts';
import { addressesOf, dial } from './dial.ts';
import { Exit, type Io, tell } from './io.ts';
import { fetching } from './revocation.ts';
import type { Target } from './target.ts';
import { goodbye, speak } from './traced-connection.ts';

interface HostQuestion {
  readonly target: Target;
  /** Milliseconds for connecting to an address, and again for its handshake. */
  readonly timeout: number;
  readonly options: Omit<ClientOptions, 'now' | 'onProgress' | 'onRejected' | 'observe' | 'revocation'> & {
    readonly revocation: NonNullable<ClientOptions['revocation']>;
  };
  /** Whether an issuer that was not sent is fetched. */
  readonly aia: boolean;
  /** Whether loopback, link-local and private addresses may be asked for what is fetched. */
  readonly fetchPrivate: boolean;
  readonly telling: Telling;
}

interface HostAnswer {
  readonly document: HostDocument;
  readonly exit: Exit;
  /** Of the paths that decided, and what else was sent. */
  readonly certificates: readonly ParsedCertificate[];
}

/** Most addresses asked; a name may have any number. */
const MOST_ADDRESSES = 16;
/** Milliseconds for a server to close after we do. */
const GOODBYE = 100;

export async function askHost(question: HostQuestion, io: Io): Promise<HostAnswer> {
  const { target, timeout, options } = question;
  const { host, port } = target;
  const common = { kind: 'host', name: host, port, serverName: options.name } as const;
  // Wrong options are reported before any connection is made.
  new ClientRules(options);
  const trace = recorder(target);
  const found = await addressesOf(host, timeout, trace, io);
  if (!found) {
    const document = trace.document();
    const { error = null } = document;
    return {
      document: { ...common, addresses: [], chains: [], error },
      exit: exitOf(document),
      certificates: [],
    };
  }
  const all = [...new Set(found.map(({ address }) => address))];
  if (all.length > MOST_ADDRESSES)
    tell(io, say`! ${host} has ${all.length} addresses; only the first ${MOST_ADDRESSES} are asked`);
  const from = new Fetching();
  const answers = await Promise.all(
    all.slice(0, MOST_ADDRESSES).map((address) => ask(address, question, from, io)),
  );
  const { chains, places } = chainsOf(answers, question.telling);
  return {
    document: {
      ...common,
      addresses: answers.map(
        ({ address, version, failure }, i): AddressDocument => ({
          address,
          version,
          chain: places[i] ?? null,
          error: failure?.error ?? null,
        }),
      ),
      chains,
      error: null,
    },
    exit: exitOfAll(answers),
    certificates: answers.flatMap(({ judged, sent }) => [...(judged?.verdict.path ?? []), ...sent]),
  };
}

interface Answer {
  readonly address: string;
  readonly version: string | null;
  /** As they were sent, those that can be read. */
  readonly sent: readonly ParsedCertificate[];
  readonly unread: number;
  /** Equal for the same bytes in the same order, judged the same. */
  readonly key: string;
  readonly judged: CertificateEvent | undefined;
  readonly failure:
    | { readonly exit: Exit; readonly error: NonNullable<AddressDocument['error']> }
    | undefined;
}

const recorder = ({ host, port }: Target): TraceRecorder =>
  new TraceRecorder({
    role: 'client',
    peer: { name: host, port },
    startedAt: performance.now(),
    wallClock: Date.now(),
  });

async function ask(
  address: string,
  { target, timeout, options, aia, fetchPrivate }: HostQuestion,
  from: Fetching,
  io: Io,
): Promise<Answer> {
  const trace = recorder(target);
  const socket = await dial({ host: address, port: target.port }, timeout, trace, io);
  let judged: CertificateEvent | undefined;
  let ders: readonly Uint8Array[] = [];
  if (socket) {
    const speaking = speak(
      socket,
      (hooks) =>
        connectClient({
          ...options,
          ...fetching(options.revocation, { aia, fetchPrivate }, from),
          ...hooks,
          observe: true,
          onRejected: () => true,
        }),
      trace,
      (event) => {
        if (event.type === 'certificate') judged = event;
        ders = sentIn(event) ?? ders;
      },
    );
    await speaking.settled;
    speaking.transport.end();
    await goodbye(speaking, GOODBYE);
  }
  const document = trace.document();
  const read = ders.map((der) => readOrNot(() => parseCertificate(der)));
  const sent = read.filter((each) => each !== undefined);
  const { error } = document;
  return {
    address,
    version: document.version,
    sent,
    unread: read.length - sent.length,
    key: [...ders.map((der) => Buffer.from(der).toString('base64')), judged?.verdict.message].join(),
    judged,
    failure: error && {
      exit: exitOf(document),
      error: { ...error, message: String(diagnose(document)!.what) },
    },
  };
}

function sentIn(event: Event): readonly Uint8Array[] | undefined {
  if (event.type !== 'message' || event.direction !== 'received') return undefined;
  const { is, raw } = event;
  const body = raw.subarray(HEADER_LENGTH);
  if (is === Certificate12) return readOrNot(() => decode(Certificate12.body, body))?.certificateList;
  if (is !== Certificate) return undefined;
  return readOrNot(() => decode(Certificate.body, body))?.certificateList.map(({ certData }) => certData);
}

/** The peer may have sent anything. */
function readOrNot<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** The different chains, and which of them each answer has. */
function chainsOf(
  answers: readonly Answer[],
  telling: Telling,
): { readonly chains: ChainDocument[]; readonly places: (number | undefined)[] } {
  const chains: ChainDocument[] = [];
  const keys = new Map<string, number>();
  const places = answers.map(({ judged, key, sent, unread }) => {
    if (!judged) return undefined;
    let place = keys.get(key);
    if (place === undefined) {
      keys.set(key, (place = chains.length));
      chains.push({
        certificates: sent.map((certificate) => certificateDetails(certificate, telling)),
        unread,
        verdict: certificateDocument(judged),
      });
    }
    return place;
  });
  return { chains, places };
}

/**
 * A certificate that is not acceptable counts most, then the first failure. A server that asks for our certificate has
 * proved its own identity by then; an unreachable address says nothing about the server if another one answers.
 */
function exitOfAll(answers: readonly Answer[]): Exit {
  if (answers.some(({ judged }) => judged?.verdict.verdict === 'rejected')) return Exit.serverCertificate;
  const answered = answers.some(({ judged }) => judged !== undefined);
  const failures = answers.flatMap(({ failure, judged }) => {
    if (!failure) return [];
    const isOurs = failure.exit === Exit.clientCertificate && judged !== undefined;
    const isNoWay = failure.error.reason === 'unreachable' && answered;
    return isOurs || isNoWay ? [] : failure.exit;
  });
  return failures[0] ?? Exit.fine;
}
