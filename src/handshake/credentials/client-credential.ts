/** The client's answer to a CertificateRequest: a credential that fits what is asked for, or none, and then why. */
import { ClientCertificateType } from '../../protocol/messages/index.ts';
import { SignatureScheme } from '../../protocol/numbers/schemes.ts';
import { TLS13 } from '../../protocol/numbers/versions.ts';
import { say, type Words } from '../../wire/words.ts';
import type { CertificateWish, ClientConfig } from '../config.ts';
import { type Flow, settle } from '../flow.ts';
import { because, type Rule } from '../observed-events.ts';
import type { Client } from '../sides.ts';
import { type ClientChoice, chooseForServer, type Judged } from './credential-choice.ts';
import { authorityTexts, credentialText } from './mismatch.ts';
import { chooseScheme, type Signer } from './signature-choice.ts';
import type { CertificateAsked, Unfit } from './withheld.ts';

export function* chooseClientCredential(
  { peer, config }: Client,
  wish: CertificateWish,
): Flow<Signer | undefined> {
  const choice = yield* choose(config, wish);
  const fit = choice.chosen && chooseScheme(choice.chosen.credential, config.signatureSchemes, wish);
  const rule = ruleOf(choice, fit);
  const unfit = (): Unfit[] =>
    choice.unfit.map((each) => ({ ...each, credential: credentialText(each.credential) }));
  peer.tell(() => ({
    type: 'decision',
    about: 'client_certificate',
    by: 'client',
    accepted: wish.signatureSchemes.map(SignatureScheme.nameOf),
    chosen: fit ? 'sent' : choice.unfit.length > 0 ? 'withheld' : 'none',
    ...rule,
    rfc: wish.version === TLS13 ? 'RFC 9846 section 4.5.1.2' : 'RFC 5246 section 7.4.6',
    asked: askedBy(wish),
    unfit: unfit(),
  }));
  if (fit) return fit;
  peer.stayedAnonymous(
    rule.rule,
    choice.unfit.length > 0 ? { type: 'withheld', asked: askedBy(wish), unfit: unfit() } : undefined,
  );
  return undefined;
}

function* choose(
  { credentials, signatureSchemes, askedAuthorities }: ClientConfig,
  wish: CertificateWish,
): Flow<ClientChoice> {
  if (typeof credentials !== 'function')
    return chooseForServer(credentials, signatureSchemes, wish, askedAuthorities);
  const given = yield* settle(credentials(structuredClone(wish)), 'credentials');
  // The application saw the authorities too, and decided.
  return chooseForServer(given ? [given] : [], signatureSchemes, wish, 'ignore');
}

/** Why it is sent, also where the server would rather have another; or why none is. */
function ruleOf({ chosen, unfit: [first, ...more] }: ClientChoice, fit?: Signer): Rule {
  const whys = ({ mismatchs }: Judged): Words[] => mismatchs.map(({ why }) => why);
  if (fit) {
    const [scheme, lacks] = [SignatureScheme.nameOf(fit.scheme), whys(chosen!)];
    const fits = say`the server asked for a certificate, and ours can sign with ${scheme}`;
    return lacks.length > 0
      ? because('sent-although', say`${fits}, although ${lacks}`)
      : because('sent', fits);
  }
  if (!first) return because('none', 'the server asked for a certificate, and there is none to send');
  const rule =
    more.length === 0
      ? say`the server asked for a certificate, and ours was withheld: ${whys(first)}`
      : say`the server asked for a certificate, and all ${more.length + 1} of ours were withheld; the first: ${whys(first)}`;
  return because('withheld', rule);
}

const askedBy = (wish: CertificateWish): CertificateAsked => ({
  authorities: authorityTexts(wish.authorities),
  signatureSchemes: wish.signatureSchemes.map(SignatureScheme.nameOf),
  ...(wish.signatureSchemesCert && {
    signatureSchemesCert: wish.signatureSchemesCert.map(SignatureScheme.nameOf),
  }),
  ...(wish.authentications && { certificateTypes: wish.authentications.map((kind) => typeNames[kind]) }),
  ...(wish.oidFilters && {
    oidFilters: wish.oidFilters.map(({ extension, values }) => [extension, ...values].join(' ')),
  }),
});

const typeNames = {
  RSA: ClientCertificateType.nameOf(ClientCertificateType.rsa_sign),
  ECDSA: ClientCertificateType.nameOf(ClientCertificateType.ecdsa_sign),
} as const;
