/** Who is the other side? Certificates judged, and proof that their key is at hand (RFC 9846 section 4.5). */
import { equal } from '../crypto/equal.ts';
import type { PublicKey } from '../crypto/provider.ts';
import { TlsError } from '../protocol/errors.ts';
import type { CertificateVerify } from '../protocol/messages/index.ts';
import type { AlertName } from '../protocol/numbers/alerts.ts';
import { algorithmOf, SignatureScheme, schemeFits } from '../protocol/numbers/schemes.ts';
import type { SpokenVersion } from '../protocol/numbers/versions.ts';
import { Malformed } from '../wire/reader.ts';
import { type CertificateReason, parseCertificate, type Verdict } from '../x509/index.ts';
import type { CertificateCheck, ClientConfig, OverruleRejection, ServerConfig } from './config.ts';
import { type Flow, settle } from './flow.ts';
import type { Peer } from './peer.ts';
import type { Session } from './session.ts';

/**
 * Proof that the peer's identity was checked, or that none was asked for. Its constructor is private: whoever holds
 * one got it from here.
 */
export class VerifiedIdentity {
  private constructor(
    /** The certificates as the peer sent them, DER, its own first; none when it was not asked. */
    readonly chain: readonly Uint8Array[],
    /** The DER OCSPResponse that came with the peer's own certificate. */
    readonly ocspResponse: Uint8Array | undefined,
    /** Undefined when nobody was asked for a certificate, and in a resumption. */
    readonly verdict: Verdict | undefined,
    /** Rejected, and taken nevertheless because the application said so. */
    readonly overruled: boolean,
    /** Milliseconds since 1970: how long what was checked holds. */
    readonly validUntil: number,
  ) {}

  /** Judges a chain; asks the application about one that is rejected. */
  static *judge(
    peer: Peer,
    config: Judge,
    of: 'client' | 'server',
    { chain, ocspResponse, ocspResponses }: Presented,
    keyUsage: KeyUse,
  ): Flow<VerifiedIdentity> {
    const verdict = yield* settle(config.checkCertificate(chain, keyUsage, ocspResponses));
    const overruled =
      verdict.verdict === 'rejected' &&
      !verdict.final &&
      (yield* settle(config.overruleRejection(verdict, chain)));
    peer.tell(() => ({ type: 'certificate', of, verdict, overruled }));
    if (verdict.verdict === 'rejected' && !overruled) {
      throw new TlsError('certificate-rejected', verdict.message, 'RFC 9846 section 4.5.1.3', {
        alert: alertFor(verdict.reason, of),
        cause: verdict,
      });
    }
    return new VerifiedIdentity(
      chain,
      ocspResponse,
      verdict,
      overruled,
      Math.min(...verdict.path.map(({ notAfter }) => notAfter)),
    );
  }

  /** The peer was authenticated in the connection that this session comes from, under the same rules. */
  static ofSession(session: Session): VerifiedIdentity {
    return new VerifiedIdentity(session.peerChain, undefined, undefined, false, session.expiresAt);
  }

  /** A client that was not asked, or that had no certificate and needed none. */
  static readonly anonymous = new VerifiedIdentity([], undefined, undefined, false, Number.POSITIVE_INFINITY);
}

/** What a peer shows of itself. */
export interface Presented {
  /** DER, its own first. */
  readonly chain: readonly Uint8Array[];
  /** The DER OCSPResponse that came with its own certificate. */
  readonly ocspResponse: Uint8Array | undefined;
  /** That one and those that came with the others. */
  readonly ocspResponses: readonly Uint8Array[];
}

/** A chain with what was stapled to its first certificate, which is all that TLS 1.2 has room for. */
export const presented = (chain: readonly Uint8Array[], ocspResponse?: Uint8Array): Presented => ({
  chain,
  ocspResponse,
  ocspResponses: ocspResponse ? [ocspResponse] : [],
});

type KeyUse = 'digitalSignature' | 'keyEncipherment';
interface Judge {
  readonly checkCertificate: CertificateCheck;
  readonly overruleRejection: OverruleRejection;
}

/** The alert that says most about a certificate (RFC 9846 section 6.2). */
function alertFor(reason: CertificateReason, of: 'client' | 'server'): AlertName {
  switch (reason) {
    case 'expired':
    case 'not-yet-valid':
      return 'certificate_expired';
    case 'root-not-trusted':
    case 'chain-incomplete':
    case 'self-signed':
      return 'unknown_ca';
    case 'revoked':
      return 'certificate_revoked';
    case 'staple-missing':
    case 'staple-invalid':
      return 'bad_certificate_status_response';
    case 'unsupported-algorithm':
    case 'purpose':
    case 'key-usage':
      return 'unsupported_certificate';
    case 'revocation-unknown':
      // RFC 6066 section 8: a client's alert about what the server stapled, or did not.
      return of === 'server' ? 'bad_certificate_status_response' : 'certificate_unknown';
    case 'pin-mismatch':
    case 'refused':
      return 'certificate_unknown';
    default:
      return 'bad_certificate';
  }
}

/** The public key of the peer's own certificate. */
export function keyOfLeaf(
  { provider }: ClientConfig | ServerConfig,
  { chain, verdict }: VerifiedIdentity,
): PublicKey {
  let key: PublicKey | undefined;
  try {
    // The verdict has read it already, when it is about this certificate and not one that a check made up.
    const read = verdict?.leaf;
    const leaf = read && equal(read.der, chain[0]!) ? read : parseCertificate(chain[0]!);
    key = provider.publicKey(leaf.spki);
  } catch (cause) {
    if (!(cause instanceof Malformed)) throw cause;
    throw new TlsError(
      'certificate-malformed',
      `the peer’s certificate cannot be read: ${cause.message}`,
      'RFC 5280 section 4.1',
      {
        cause,
      },
    );
  }
  if (!key) {
    throw new TlsError(
      'certificate-wrong-key',
      'the key in the peer’s certificate is of a kind that is not supported',
      'RFC 9846 section 4.5.1.2',
    );
  }
  return key;
}

/** Checks a signature of the handshake by the key of the peer's certificate. Throws when it is not right. */
export function* checkSignature(
  key: PublicKey,
  { algorithm: scheme, signature }: CertificateVerify,
  content: Uint8Array,
  offered: readonly number[],
  version: SpokenVersion,
): Flow<void> {
  const name = SignatureScheme.nameOf(scheme);
  const algorithm = algorithmOf(scheme);
  if (!algorithm || !offered.includes(scheme)) {
    throw new TlsError(
      'scheme-not-offered',
      `the peer signed with ${name}, which was not offered`,
      'RFC 9846 section 4.5.2',
    );
  }
  if (!schemeFits(scheme, key, version)) {
    throw new TlsError(
      'scheme-not-offered',
      `the peer signed with ${name}, which does not fit the key of its certificate`,
      'RFC 9846 section 4.5.2',
    );
  }
  if (!(yield* settle(key.verify(algorithm, content, signature)))) {
    throw new TlsError(
      'bad-signature',
      `the peer’s ${name} signature does not verify with the key of its certificate: it has not that key, or something was changed on the way`,
      'RFC 9846 section 4.5.2',
    );
  }
}
