/** Which cipher suite and which certificate a TLS 1.2 server answers with: the one has to fit the other. */

import type { Group, Suite12 } from '../../crypto/provider.ts';
import { TlsError } from '../../protocol/errors.ts';
import type { ClientHello } from '../../protocol/messages/index.ts';
import { SignatureScheme } from '../../protocol/numbers/schemes.ts';
import { TLS12 } from '../../protocol/numbers/versions.ts';
import { only } from '../../wire/bare.ts';
import { firstOf } from '../../wire/peer-text.ts';
import { say } from '../../wire/words.ts';
import type { CertificateWish, Credential, ServerConfig } from '../config.ts';
import { chooseScheme } from '../credentials/signature-choice.ts';
import { type Flow, settle } from '../flow.ts';
import { chooseSuite, groupsOf12, noCommonGroup } from '../hello/negotiate.ts';
import type { Peer } from '../peer.ts';
import { keyExchanges } from './key-exchange/key-exchanges.ts';

/** Every suite needs a certificate of its kind, and ECDHE besides a group and a scheme to sign with. */
export function* chooseSuiteAndCredential(
  peer: Peer,
  config: ServerConfig,
  hello: ClientHello,
  group: Group | undefined,
): Flow<{ suite: Suite12; credential: Credential; wish: CertificateWish }> {
  const ours = config.suites.filter((suite) => suite.version === TLS12);
  const possible = ours.filter(
    ({ id, keyExchange }) =>
      hello.cipherSuites.includes(id) && (!keyExchanges[keyExchange].inGroup || group !== undefined),
  );
  if (possible.length === 0 && ours.some(({ id }) => hello.cipherSuites.includes(id))) {
    throw noCommonGroup(groupsOf12(hello), config.groups, 'RFC 8422 section 5.1');
  }
  const wish = only<CertificateWish>({
    version: TLS12,
    signatureSchemes: hello.extensions.signatureAlgorithms ?? [],
    signatureSchemesCert: hello.extensions.signatureAlgorithmsCert,
    authorities: hello.extensions.certificateAuthorities ?? [],
    authentications: [...new Set(possible.map(({ authentication }) => authentication))],
    groups: hello.extensions.supportedGroups,
    rsaKeyExchange: possible.some(({ keyExchange }) => !signsIn(keyExchange)),
  });
  const credential =
    possible.length > 0 ? yield* settle(config.credential(hello, wish), 'credentials') : undefined;
  if (possible.length > 0 && !credential) {
    throw new TlsError('no-credential', 'there is no certificate for the client', 'RFC 5246 section 7.4.2');
  }
  const signs = credential && chooseScheme(credential, config.signatureSchemes, wish) !== undefined;
  const usable = ours.filter((suite) => {
    const exchange = keyExchanges[suite.keyExchange];
    return (
      credential === undefined ||
      ((!exchange.inGroup || group !== undefined) && exchange.fits(suite, credential, signs === true))
    );
  });
  const shared = possible.filter((suite) => usable.includes(suite));
  if (
    credential &&
    shared.length === 0 &&
    !signs &&
    possible.some(({ keyExchange }) => signsIn(keyExchange))
  ) {
    const { signatureSchemes: accepted } = wish;
    throw new TlsError(
      'no-common-scheme',
      accepted.length > 0
        ? say`the client accepts the signatures ${firstOf(accepted, SignatureScheme.nameOf)}; our ${credential.key.type} key can make none of them for a suite that both have`
        : say`the client accepts signatures of SHA-1 only; our ${credential.key.type} key can make none of them for a suite that both have`,
      'RFC 5246 section 7.4.1.4.1',
    );
  }
  return { suite: chooseSuite(peer, usable, hello), credential: credential!, wish };
}

const signsIn = (keyExchange: Suite12['keyExchange']): boolean =>
  keyExchanges[keyExchange].keyUsage === 'digitalSignature';
