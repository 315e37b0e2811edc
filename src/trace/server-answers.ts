/**
 * What a server chose from our offer, and whether it resumed: decisions that only restate its messages, so they are read
 * from those. The flows report what we decide ourselves. What was not offered is not a choice; that is the handshake's error.
 */
import { ffdhe, modp, primeGroupOf } from '../crypto/prime-groups.ts';
import type { MessageEvent } from '../handshake/events.ts';
import { macOrder } from '../handshake/tls12/mac-order.ts';
import { type AnyMessage, messageAs } from '../protocol/any-message.ts';
import type { Message } from '../protocol/message.ts';
import {
  ClientHello,
  EncryptedExtensions,
  HelloRetryRequest,
  type ServerDHParams,
  ServerHello,
  ServerHello12,
  ServerKeyExchange,
  ServerKeyExchangeDHE,
} from '../protocol/messages/index.ts';
import { isGrease } from '../protocol/numbers/grease.ts';
import { NamedGroup } from '../protocol/numbers/groups.ts';
import { CipherSuite } from '../protocol/numbers/suites.ts';
import { downgradeSentinel, ProtocolVersion, TLS12, TLS13 } from '../protocol/numbers/versions.ts';
import { bitLength, sameBytes, unpadded } from '../wire/bytes.ts';
import { say, type Words } from '../wire/words.ts';
import type { Decision } from './decision-log.ts';

const telling: ReadonlySet<Message<unknown>> = new Set<Message<unknown>>([
  ClientHello,
  ServerHello,
  HelloRetryRequest,
  ServerHello12,
  EncryptedExtensions,
  ServerKeyExchange,
  ServerKeyExchangeDHE,
]);

export class ServerAnswers {
  #hello: ClientHello | undefined;
  #offered: OfferedSession | undefined;
  /** A HelloRetryRequest has chosen the version and the suite. */
  #isRetried = false;

  /** What a message of a client's connection decides. */
  in({ is, raw }: Pick<MessageEvent, 'is' | 'raw'>): readonly Decision[] {
    const message = is && telling.has(is) ? messageAs(is, raw) : undefined;
    if (message?.name === 'ClientHello') this.#hello = message.body;
    return message && this.#hello ? [...this.#decided(message, this.#hello)] : [];
  }

  /** A decision of our own, which the server may answer. */
  heard<D extends Decision>(decision: D): D {
    this.#offered = offeredIn(decision) ?? this.#offered;
    return decision;
  }

  *#decided({ name, body }: AnyMessage, hello: ClientHello): Generator<Decision> {
    switch (name) {
      case 'HelloRetryRequest':
        yield* hello13(hello, body);
        yield retry(body.extensions.keyShare);
        this.#isRetried = true;
        break;
      case 'ServerHello':
        if (!this.#isRetried) yield* hello13(hello, body);
        if (this.#offered)
          yield* resumption(
            this.#offered,
            body.extensions.preSharedKey !== undefined,
            { version: 'TLS 1.3', suite: CipherSuite.nameOf(body.cipherSuite) },
            'RFC 9846 section 4.3.11',
          );
        yield* group(hello, body.extensions.keyShare?.group);
        this.#offered = undefined;
        break;
      case 'ServerHello12':
        yield* version12(hello, body);
        yield* suite(hello, TLS12, body.cipherSuite);
        if (CipherSuite.nameOf(body.cipherSuite).includes('_CBC_'))
          yield macOrder(body.extensions.encryptThenMac === true);
        yield* protocol(hello, body.extensions.applicationLayerProtocolNegotiation);
        if (this.#offered)
          yield* resumption(
            this.#offered,
            isEcho(hello, body),
            { version: 'TLS 1.2', suite: CipherSuite.nameOf(body.cipherSuite) },
            this.#offered.what === 'ticket' ? 'RFC 5077 section 3.4' : 'RFC 5246 section 7.4.1.3',
          );
        // A renegotiation offers nothing.
        this.#offered = undefined;
        break;
      case 'EncryptedExtensions':
        yield* protocol(hello, body.extensions.applicationLayerProtocolNegotiation);
        break;
      case 'ServerKeyExchange':
        yield* group(hello, body.params.namedCurve);
        break;
      case 'ServerKeyExchangeDHE':
        yield modulus(body.params);
        break;
    }
  }
}

const CHOSEN = { id: 'answered', rule: 'the server chose among those that the client offered' };

function* chosenOf<T>(
  { about, ...why }: Omit<Decision, 'by' | 'offered' | 'chosen'>,
  offered: readonly T[],
  chosen: T | undefined,
  nameOf: (value: T) => string,
): Generator<Decision> {
  if (chosen === undefined || !offered.includes(chosen)) return;
  yield { about, by: 'server', offered: offered.map(nameOf), chosen: nameOf(chosen), ...why };
}

const without = (numbers: readonly number[]): number[] => numbers.filter((number) => !isGrease(number));

function version(
  { legacyVersion, extensions: { supportedVersions } }: ClientHello,
  chosen: number | undefined,
  { id, rule }: { id: string; rule: Words } = {
    id: 'answered',
    rule: 'the server answered with supported_versions',
  },
): Generator<Decision> {
  const offered = without(supportedVersions ?? [legacyVersion]);
  const decision = { about: 'version', id, rule, rfc: 'RFC 9846 section 4.3.1' };
  return chosenOf(decision, offered, chosen, ProtocolVersion.nameOf);
}

function* hello13(hello: ClientHello, answer: ServerHello | HelloRetryRequest): Generator<Decision> {
  const { cipherSuite, extensions } = answer;
  // RFC 9846 section 4.3.1: an older version is not chosen there, even one that was offered.
  if (extensions.supportedVersions !== TLS13) return;
  yield* version(hello, TLS13);
  yield* suite(hello, TLS13, cipherSuite);
}

function* version12(hello: ClientHello, { random, legacyVersion }: ServerHello12): Generator<Decision> {
  const offers13 = hello.extensions.supportedVersions?.includes(TLS13) === true;
  const isOf = (sentinel: Uint8Array) => sameBytes(random.subarray(24), sentinel);
  if (isOf(downgradeSentinel.toTls11) || (offers13 && isOf(downgradeSentinel.toTls12))) return;
  yield* version(hello, legacyVersion, {
    id: 'answered-legacy-version',
    rule: 'the server answered without supported_versions, and its random has no downgrade sentinel',
  });
}

/** Signals in the list of suites that are not suites. */
const signals: readonly number[] = [
  CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV,
  CipherSuite.TLS_FALLBACK_SCSV,
];

function suite({ cipherSuites }: ClientHello, of: number, chosen: number): Generator<Decision> {
  const offered = without(cipherSuites).filter((number) => !signals.includes(number));
  // RFC 9846 appendix B.4: the suites of TLS 1.3 begin with 0x13, and none of TLS 1.2 does.
  const fits = (chosen >> 8 === 0x13) === (of === TLS13);
  const decision = { about: 'cipher_suite', ...CHOSEN, rfc: 'RFC 9846 section 4.2.3' };
  return chosenOf(decision, offered, fits ? chosen : undefined, CipherSuite.nameOf);
}

function group(
  { extensions: { supportedGroups } }: ClientHello,
  chosen: number | undefined,
): Generator<Decision> {
  const decision = { about: 'group', ...CHOSEN, rfc: 'RFC 9846 section 4.3.7' };
  return chosenOf(decision, without(supportedGroups ?? []), chosen, NamedGroup.nameOf);
}

function modulus({ dhP, dhG }: ServerDHParams): Decision {
  const [p, g] = [unpadded(dhP), unpadded(dhG)];
  const known = primeGroupOf([...ffdhe, ...modp], p, g);
  return {
    about: 'group',
    by: 'server',
    chosen: known?.name ?? `a modulus of ${bitLength(p)} bits`,
    ...(known
      ? { id: 'registered', rule: 'the modulus and the generator are those of a registered group' }
      : { id: 'unregistered', rule: 'the modulus is in no registry: nobody else vouches for it' }),
    rfc: 'RFC 7919 section 3',
  };
}

function protocol({ extensions }: ClientHello, answer: readonly string[] | undefined): Generator<Decision> {
  const decision = { about: 'application_protocol', ...CHOSEN, rfc: 'RFC 7301 section 3.2' };
  const offered = extensions.applicationLayerProtocolNegotiation ?? [];
  return chosenOf(decision, offered, answer?.length === 1 ? answer[0] : undefined, (name) => name);
}

const retry = (wanted: number | undefined): Decision => ({
  about: 'retry',
  by: 'server',
  chosen: NamedGroup.nameOf(wanted ?? 0),
  id: 'asked',
  rule: 'the server wants a key share of another group, or its cookie back',
  rfc: 'RFC 9846 section 4.2.4',
});

const isEcho = ({ legacySessionId }: ClientHello, { legacySessionIdEcho }: ServerHello12): boolean =>
  legacySessionId.length > 0 && sameBytes(legacySessionIdEcho, legacySessionId);

/** What we offered to resume, as our own decision says it. */
interface OfferedSession {
  readonly what: 'ticket' | 'session ID';
  readonly version: string;
  readonly suite: string;
}

function offeredIn({ about, by, chosen, offered = [] }: Decision): OfferedSession | undefined {
  if (about !== 'resumption' || by !== 'client' || chosen !== 'offered') return undefined;
  const [what, version = '', suite = ''] = offered;
  return { what: what === 'ticket' ? what : 'session ID', version, suite };
}

function* resumption(
  { what, version, suite }: OfferedSession,
  isTaken: boolean,
  now: { readonly version: string; readonly suite: string },
  rfc: string,
): Generator<Decision> {
  const { id, rule } = isTaken
    ? { id: 'honoured', rule: taken[what] }
    : now.version !== version
      ? {
          id: 'other-version',
          rule: say`the server chose ${now.version}, and the session is of ${version}`,
        }
      : now.version === 'TLS 1.3' && hashIn(now.suite) !== hashIn(suite)
        ? { id: 'other-hash', rule: say`the server chose ${now.suite}, and the session is of ${suite}` }
        : { id: 'not-taken', rule: notTaken[what] };
  const chosen = isTaken ? 'resumed' : 'full handshake';
  yield { about: 'resumption', by: 'server', offered: [what], chosen, id, rule, rfc };
}

const taken = {
  ticket: 'the server took the ticket',
  'session ID': 'the server took the session ID',
} as const;
const notTaken = {
  ticket: 'the server did not take the ticket',
  'session ID': 'the server did not take the session ID',
} as const;

/** The last part of a suite’s name. */
const hashIn = (suite: string): string => suite.slice(suite.lastIndexOf('_') + 1);
