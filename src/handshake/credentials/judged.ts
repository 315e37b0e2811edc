/** The peer's certificates, judged; proof that it holds their key comes later (proved.ts). */
import { equal } from '../../crypto/equal.ts';
import type { PublicKey } from '../../crypto/provider.ts';
import { TlsError } from '../../protocol/errors.ts';
import type { AlertName } from '../../protocol/numbers/alerts.ts';
import { Malformed } from '../../wire/reader.ts';
import { say } from '../../wire/words.ts';
import {
  type Certificate,
  type CertificateReason,
  handedOut,
  keyName,
  parseCertificate,
  parseDamaged,
  type Rejected,
  type Verdict,
} from '../../x509/index.ts';
import { type Flow, settle } from '../flow.ts';
import type { Client, Server } from '../sides.ts';
import type { PeerIdentity } from './peer-identity.ts';

/** An accepted chain, which anybody can send. Only {@link JudgedIdentity.judge} makes one. */
export class JudgedIdentity implements PeerIdentity {
  declare protected readonly stage: 'judged';

  private constructor(
    readonly chain: readonly Uint8Array[],
    readonly ocspResponse: Uint8Array | undefined,
    readonly verdict: Verdict,
    readonly overruled: boolean,
    readonly validUntil: number,
    /** The public key of the peer's own certificate. */
    readonly key: PublicKey,
  ) {}

  /** Judges a chain; asks the application about one that is rejected. */
  static *judge(
    { peer, config }: Client | Server,
    of: 'client' | 'server',
    { chain, ocspResponse, ocspResponses }: Presented,
    use: 'digitalSignature' | 'keyEncipherment',
  ): Flow<JudgedIdentity> {
    const verdict = yield* settle(config.checkCertificate(chain, use, ocspResponses), 'checkCertificate');
    const overruled = verdict.verdict === 'rejected' && (yield* overrules(config, verdict, chain));
    peer.tell(() => ({ type: 'certificate', of, verdict: handedOut(verdict), overruled }));
    if (verdict.verdict === 'rejected' && !overruled) {
      const said = verdict.said ?? verdict.message;
      const given = { alert: alertFor(verdict.reason, of), cause: handedOut(verdict) };
      throw new TlsError('certificate-rejected', said, 'RFC 9846 section 4.5.1.3', given);
    }
    return new JudgedIdentity(
      chain,
      ocspResponse,
      verdict,
      overruled,
      // A time that could not be read grants no validity.
      Math.min(...verdict.path.map(({ notAfter }) => (Number.isNaN(notAfter) ? 0 : notAfter))),
      keyOfLeaf(config, chain, verdict.leaf, overruled),
    );
  }
}

type Config = (Client | Server)['config'];

/** Only `true` means yes: nothing merely truthy, and no change to what was handed out, which are copies. */
function* overrules(config: Config, verdict: Rejected, chain: readonly Uint8Array[]): Flow<boolean> {
  if (verdict.final) return false;
  const copies = chain.map((der) => der.slice());
  const answer: unknown = config.overruleRejection(Object.freeze(handedOut(verdict)), copies);
  return (yield* settle(answer, 'onRejected')) === true;
}

/** What a peer's Certificate shows. */
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

function keyOfLeaf(
  { provider }: Config,
  chain: readonly Uint8Array[],
  read: Certificate | undefined,
  overruled: boolean,
): PublicKey {
  let key: PublicKey | undefined;
  let named = '';
  try {
    // The verdict has read it already, unless a check made the verdict up about another certificate. One that a hook
    // overruled is read again, and read as damaged, as the hook was shown it.
    const reread = overruled ? parseDamaged : parseCertificate;
    const leaf = !overruled && read && equal(read.der, chain[0]!) ? read : reread(chain[0]!);
    key = provider.publicKey(leaf.spki);
    if (!key) named = keyName(leaf.spki);
  } catch (cause) {
    if (!(cause instanceof Malformed)) throw cause;
    const said = say`the peer’s certificate cannot be read: ${cause.message}`;
    throw new TlsError('certificate-malformed', said, 'RFC 5280 section 4.1', { cause });
  }
  if (!key) {
    const said = say`the key in the peer’s certificate is not supported: ${named}`;
    throw new TlsError('certificate-wrong-key', said, 'RFC 9846 section 4.5.1.2');
  }
  return key;
}
