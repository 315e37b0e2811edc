/** What a server may answer, whichever the version: a suite, a group and a protocol of those that were offered. */
import { errorsOf } from '../../protocol/errors.ts';
import { CipherSuite } from '../../protocol/numbers/suites.ts';
import { ProtocolVersion, type TLS12, type TLS13 } from '../../protocol/numbers/versions.ts';
import { quoted } from '../../wire/peer-text.ts';
import { say } from '../../wire/words.ts';
import type { ClientConfig } from '../config.ts';

const badSuite = errorsOf('RFC 9846 section 4.2.3');
const badProtocol = errorsOf('RFC 7301 section 3.1');

/** What both versions ask of a ServerHello's cipher suite. */
export function chosenSuite<V extends typeof TLS12 | typeof TLS13>(
  { suites }: ClientConfig,
  version: V,
  id: number,
): Extract<ClientConfig['suites'][number], { version: V }> {
  const suite = suites.find((candidate) => candidate.id === id);
  const name = CipherSuite.nameOf(id);
  if (!suite) throw badSuite('suite-not-offered', say`the server chose ${name}, which was not offered`);
  if (suite.version !== version) {
    const said = say`the server chose ${name}, which is not of ${ProtocolVersion.nameOf(version)}`;
    throw badSuite('suite-wrong-version', said);
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
