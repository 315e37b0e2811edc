/** What a server may answer, whichever the version: a suite, a group and a protocol of those that were offered. */
import { errorsOf } from '../../protocol/errors.ts';
import type { ServerHello12 } from '../../protocol/messages/index.ts';
import { CipherSuite } from '../../protocol/numbers/suites.ts';
import { downgradeSentinel, ProtocolVersion, TLS12, TLS13 } from '../../protocol/numbers/versions.ts';
import { quoted } from '../../wire/peer-text.ts';
import { say } from '../../wire/words.ts';
import type { ClientConfig } from '../config.ts';

const badHello = errorsOf('RFC 9846 section 4.2.3');
const badProtocol = errorsOf('RFC 7301 section 3.1');

/** What both versions ask of a ServerHello's cipher suite. */
export function chosenSuite<V extends typeof TLS12 | typeof TLS13>(
  { suites }: ClientConfig,
  version: V,
  id: number,
): Extract<ClientConfig['suites'][number], { version: V }> {
  const suite = suites.find((candidate) => candidate.id === id);
  const name = CipherSuite.nameOf(id);
  if (!suite) throw badHello('suite-not-offered', say`the server chose ${name}, which was not offered`);
  if (suite.version !== version) {
    const said = say`the server chose ${name}, which is not of ${ProtocolVersion.nameOf(version)}`;
    throw badHello('suite-wrong-version', said);
  }
  return suite as never;
}

/** The server answers with exactly one of the protocols that were offered (RFC 7301 section 3.1). */
export function chosenProtocol(
  { applicationProtocols }: ClientConfig,
  answer: readonly string[] | undefined,
): string | undefined {
  if (!answer) return undefined;
  const [chosen] = answer;
  if (answer.length !== 1 || chosen === undefined)
    throw badProtocol('malformed-message', 'the server answered with more than one application protocol');
  if (!applicationProtocols.includes(chosen)) {
    const said = say`the server chose the application protocol ${quoted(chosen)}, which was not offered`;
    throw badProtocol('protocol-not-offered', said);
  }
  return chosen;
}

/** Throws unless a server that knows what we offered may answer with TLS 1.2. */
export function acceptTls12(config: ClientConfig, hello: ServerHello12): void {
  if (hello.legacyVersion !== TLS12 || !config.versions.includes(TLS12)) {
    const offered = config.versions.map(ProtocolVersion.nameOf).join(', ');
    const said = say`the server answered with ${ProtocolVersion.nameOf(hello.legacyVersion)}; we offered ${offered}`;
    throw badHello(hello.legacyVersion < TLS12 ? 'old-version' : 'no-common-version', said);
  }
  // RFC 9846 section 4.2.3: the last eight bytes of the random tell a client that offered more.
  const tail = hello.random.subarray(24);
  const matches = (sentinel: Uint8Array) => sentinel.every((byte, i) => tail[i] === byte);
  const offered13 = config.versions.includes(TLS13);
  if (matches(downgradeSentinel.toTls11) || (offered13 && matches(downgradeSentinel.toTls12))) {
    const said = 'the server speaks a newer version than it chose: somebody between changed our ClientHello';
    throw badHello('downgrade', said);
  }
}
