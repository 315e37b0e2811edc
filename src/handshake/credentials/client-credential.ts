/** The client's answer to a CertificateRequest: a credential that fits what is asked for, or none, and then why. */
import type { SignatureAlgorithm } from '../../crypto/provider.ts';
import { ClientCertificateType } from '../../protocol/messages/index.ts';
import { SignatureScheme } from '../../protocol/numbers/schemes.ts';
import { TLS13 } from '../../protocol/numbers/versions.ts';
import type { CertificateWish, ClientConfig, Credential } from '../config.ts';
import { type Flow, settle } from '../flow.ts';
import type { Peer } from '../peer.ts';
import { type ClientChoice, chooseForServer } from './credential-choice.ts';
import { authorityTexts, credentialText, type Mismatch } from './mismatch.ts';
import { chooseScheme } from './signature-choice.ts';
import type { CertificateAsked, Unfit } from './withheld.ts';

export interface ClientCredential {
  readonly credential: Credential;
  readonly scheme: number;
  readonly algorithm: SignatureAlgorithm;
}

export function* chooseClientCredential(
  peer: Peer,
  config: ClientConfig,
  wish: CertificateWish,
): Flow<ClientCredential | undefined> {
  const choice = yield* choose(config, wish);
  const fit = choice.chosen && chooseScheme(choice.chosen.credential, config.signatureSchemes, wish);
  const why = reasonOf(choice);
  const unfit = (): Unfit[] =>
    choice.unfit.map(({ credential, mismatchs }) => ({
      credential: credentialText(credential),
      mismatchs,
    }));
  peer.tell(() => ({
    type: 'decision',
    about: 'client_certificate',
    by: 'client',
    accepted: wish.signatureSchemes.map(SignatureScheme.nameOf),
    chosen: fit ? 'sent' : choice.unfit.length > 0 ? 'withheld' : 'none',
    rule: `the server asked for a certificate, and ${
      fit ? `ours can sign with ${SignatureScheme.nameOf(fit.scheme)}${but(choice)}` : why
    }`,
    rfc: wish.version === TLS13 ? 'RFC 9846 section 4.5.1.2' : 'RFC 5246 section 7.4.6',
    asked: askedBy(wish),
    unfit: unfit(),
  }));
  if (fit) return { credential: choice.chosen!.credential, ...fit };
  peer.stayedAnonymous(
    `the peer had asked for a certificate, and ${why}`,
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
  // Who was asked has seen the authorities too, and decided.
  return chooseForServer(given ? [given] : [], signatureSchemes, wish, 'ignore');
}

/** Why none is sent. */
function reasonOf({ unfit }: ClientChoice): string {
  const [first, ...more] = unfit;
  if (!first) return 'there is none to send';
  const whys = ({ mismatchs }: { readonly mismatchs: readonly Mismatch[] }) =>
    mismatchs.map(({ why }) => why).join('; ');
  return more.length === 0
    ? `ours was withheld: ${whys(first)}`
    : `all ${unfit.length} of ours were withheld; the first: ${whys(first)}`;
}

/** What the server said besides, and it was sent nevertheless. */
function but({ chosen }: ClientChoice): string {
  const whys = chosen?.mismatchs.map(({ why }) => why) ?? [];
  return whys.length > 0 ? `, although ${whys.join('; ')}` : '';
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
