/** Proof that the peer holds the key of its certificates, or of the resumed session. */
import type { PublicKey } from '../../crypto/provider.ts';
import { errorsOf, TlsError } from '../../protocol/errors.ts';
import type { CertificateVerify } from '../../protocol/messages/index.ts';
import { algorithmOf, SignatureScheme, schemeFits } from '../../protocol/numbers/schemes.ts';
import { type SpokenVersion, TLS12 } from '../../protocol/numbers/versions.ts';
import { say } from '../../wire/words.ts';
import { handedOut, type Verdict } from '../../x509/index.ts';
import type { ClientConfig, ServerConfig } from '../config.ts';
import type { VerifiedFinished } from '../finished.ts';
import { type Flow, settle } from '../flow.ts';
import type { BoundPsk } from '../sessions/psk.ts';
import type { Session } from '../sessions/session.ts';
import type { JudgedIdentity } from './judged.ts';
import type { PeerIdentity } from './peer-identity.ts';

type Signed = Pick<CertificateVerify, 'algorithm' | 'signature'>;

/** The holder has shown in this handshake that it has the key. The static methods are the only kinds of proof. */
export class ProvedIdentity implements PeerIdentity {
  declare protected readonly stage: 'proved';
  readonly #verdict: Verdict | undefined;
  #handedOut: Verdict | undefined;

  private constructor(
    readonly chain: readonly Uint8Array[],
    readonly ocspResponse: Uint8Array | undefined,
    verdict: Verdict | undefined,
    readonly overruled: boolean,
    readonly validUntil: number,
  ) {
    this.#verdict = verdict;
  }

  /** A copy, made when it is first read. */
  get verdict(): Verdict | undefined {
    this.#handedOut ??= this.#verdict && handedOut(this.#verdict);
    return this.#handedOut;
  }

  /** With bytes of its own, for the application to keep. */
  handedOut(): ProvedIdentity {
    const chain = this.chain.map((der) => der.slice());
    const ocspResponse = this.ocspResponse?.slice();
    return new ProvedIdentity(chain, ocspResponse, this.#verdict, this.overruled, this.validUntil);
  }

  /**
   * By a signature over what belongs to this handshake alone: CertificateVerify (RFC 9846 section 4.5.2, RFC 5246 section
   * 7.4.8) or the one in ServerKeyExchange (RFC 8422 section 5.4).
   *
   * @param content what must be signed
   */
  static *bySignature(
    judged: JudgedIdentity,
    signed: Signed,
    content: Uint8Array,
    { signatureSchemes }: ClientConfig | ServerConfig,
    version: SpokenVersion,
  ): Flow<ProvedIdentity> {
    yield* checkSignature(judged.key, signed, content, signatureSchemes, version);
    return ProvedIdentity.#of(judged);
  }

  /** By RSA key exchange: only a peer that decrypted the premaster secret can make this Finished (RFC 5246 section 7.4.7.1). */
  static byDecryption({ to }: EncryptedPremaster, _finished: VerifiedFinished): ProvedIdentity {
    return ProvedIdentity.#of(to);
  }

  /** By a session, from a ticket or by its ID: the peer knows the secret of one in which it was authenticated under the same rules. */
  static bySession(session: Session, _finished: VerifiedFinished): ProvedIdentity {
    return new ProvedIdentity(session.peerChain, undefined, undefined, false, session.expiresAt);
  }

  /** By a binder (RFC 9846 section 4.3.11.2), which the client had to compute before it got any answer. */
  static byBinder({ session }: BoundPsk, finished: VerifiedFinished): ProvedIdentity {
    return ProvedIdentity.bySession(session, finished);
  }

  static #of({ chain, ocspResponse, verdict, overruled, validUntil }: JudgedIdentity): ProvedIdentity {
    return new ProvedIdentity(chain, ocspResponse, verdict, overruled, validUntil);
  }
}

/** A client that was not asked for a certificate, or that sent none where none is required. */
export class AnonymousClient implements PeerIdentity {
  declare protected readonly stage: 'anonymous';
  readonly chain: readonly Uint8Array[] = [];
  readonly ocspResponse = undefined;
  readonly verdict = undefined;
  readonly overruled = false;
  readonly validUntil = Number.POSITIVE_INFINITY;

  private constructor() {}

  handedOut(): this {
    return this;
  }

  /** Throws where a certificate is required. */
  static allowed({ clientAuthentication }: ServerConfig, version: SpokenVersion): AnonymousClient {
    if (clientAuthentication === 'require') {
      const tls12 = version === TLS12;
      throw new TlsError(
        'client-certificate-required',
        'the client sent no certificate, and one is required',
        tls12 ? 'RFC 5246 section 7.4.6' : 'RFC 9846 section 4.5.1.3',
        tls12 ? { alert: 'handshake_failure' } : {},
      );
    }
    return new AnonymousClient();
  }
}

/** A premaster secret that only the holder of one key can read (RFC 5246 section 7.4.7.1). */
export class EncryptedPremaster {
  declare protected readonly stage: 'encrypted';

  private constructor(
    readonly to: JudgedIdentity,
    readonly secret: Uint8Array,
    readonly encrypted: Uint8Array,
  ) {}

  /** The version that was offered, then 46 random bytes. */
  static *for(to: JudgedIdentity, { provider }: ClientConfig): Flow<EncryptedPremaster> {
    const secret = provider.random(48);
    secret[0] = TLS12 >> 8;
    secret[1] = TLS12 & 0xff;
    return new EncryptedPremaster(to, secret, yield* settle(to.key.encrypt!(secret), 'the public key'));
  }
}

function* checkSignature(
  key: PublicKey,
  { algorithm: scheme, signature }: Signed,
  content: Uint8Array,
  offered: readonly number[],
  version: SpokenVersion,
): Flow<void> {
  const name = SignatureScheme.nameOf(scheme);
  const algorithm = algorithmOf(scheme);
  if (!algorithm || !offered.includes(scheme)) {
    throw bad('scheme-not-offered', say`the peer signed with ${name}, which was not offered`);
  }
  if (!schemeFits(scheme, key, version))
    throw bad(
      'scheme-not-offered',
      say`the peer signed with ${name}, which does not fit the key of its certificate`,
    );
  if (!(yield* settle(key.verify(algorithm, content, signature), 'the public key'))) {
    const said = say`the peer’s ${name} signature does not verify with the key of its certificate: it does not have that key, or something was changed in transit`;
    throw bad('bad-signature', said);
  }
}

const bad = errorsOf('RFC 9846 section 4.5.2');
