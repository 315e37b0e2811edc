/** The cipher suite and the certificate that a TLS 1.2 server answers with, which must fit each other. */
import type { Suite12 } from '../../crypto/provider.ts';
import { TlsError } from '../../protocol/errors.ts';
import { isFiniteField } from '../../protocol/numbers/groups.ts';
import { SignatureScheme } from '../../protocol/numbers/schemes.ts';
import { TLS12 } from '../../protocol/numbers/versions.ts';
import { only } from '../../wire/bare.ts';
import { firstOf } from '../../wire/peer-text.ts';
import { say } from '../../wire/words.ts';
import type { CertificateWish, Credential } from '../config.ts';
import { chooseScheme } from '../credentials/signature-choice.ts';
import { type Flow, settle } from '../flow.ts';
import { chooseSuite, groupsOf12, noCommonGroup } from '../hello/negotiate.ts';
import type { Server12 } from './hellos.ts';
import { keyExchanges } from './key-exchange/key-exchanges.ts';

/** Every suite needs a certificate of its kind; ECDHE and DHE need a group and a scheme to sign with, too. */
export function* chooseSuiteAndCredential({
  peer,
  config,
  hello,
}: Server12): Flow<{ suite: Suite12; credential: Credential; wish: CertificateWish }> {
  const ours = config.suites.filter((suite) => suite.version === TLS12);
  const isOffered = ({ id }: Suite12): boolean => hello.cipherSuites.includes(id);
  const inReach = ours.filter(({ keyExchange }) => {
    const { groupFor } = keyExchanges[keyExchange];
    return !groupFor || groupFor(config, hello) !== undefined;
  });
  const possible = inReach.filter(isOffered);
  if (possible.length === 0 && ours.some(isOffered)) {
    const groups = groupsOf12(hello);
    const dhe = ours.some((suite) => isOffered(suite) && suite.keyExchange === 'DHE');
    // RFC 7919 section 4: a client that lists finite fields, of which none is ours, gets an alert of its own.
    throw dhe && groups.some(isFiniteField)
      ? noCommonGroup(groups, config.groups, 'RFC 7919 section 4', 'no-common-finite-field')
      : noCommonGroup(groups, config.groups, 'RFC 8422 section 5.1');
  }
  const wish = only<CertificateWish>({
    version: TLS12,
    signatureSchemes: hello.extensions.signatureAlgorithms ?? [],
    signatureSchemesCert: hello.extensions.signatureAlgorithmsCert,
    authorities: hello.extensions.certificateAuthorities ?? [],
    authentications: [...new Set(possible.map(({ authentication }) => authentication))],
    groups: hello.extensions.supportedGroups,
    rsaKeyExchange: !possible.every(signsIn),
  });
  const credential =
    possible.length > 0 ? yield* settle(config.credential(hello, wish), 'credentials') : undefined;
  if (possible.length > 0 && !credential) {
    throw new TlsError('no-credential', 'there is no certificate for the client', 'RFC 5246 section 7.4.2');
  }
  const signs =
    credential !== undefined && chooseScheme(credential, config.signatureSchemes, wish) !== undefined;
  const usable = credential
    ? inReach.filter((suite) => keyExchanges[suite.keyExchange].fits(suite, credential, signs))
    : ours;
  if (credential && !signs && !usable.some(isOffered) && possible.some(signsIn)) {
    const accepted = firstOf(wish.signatureSchemes, SignatureScheme.nameOf);
    const { type } = credential.key;
    const said =
      wish.signatureSchemes.length > 0
        ? say`the client accepts the signatures ${accepted}; our ${type} key can make none of them for a suite that both have`
        : say`the client accepts signatures of SHA-1 only; our ${type} key can make none of them for a suite that both have`;
    throw new TlsError('no-common-scheme', said, 'RFC 5246 section 7.4.1.4.1');
  }
  return { suite: chooseSuite(peer, usable, hello), credential: credential!, wish };
}

const signsIn = ({ keyExchange }: Suite12): boolean =>
  keyExchanges[keyExchange].keyUsage === 'digitalSignature';
