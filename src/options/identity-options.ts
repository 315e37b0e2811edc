/** What a peer must be beyond what its issuers say: its pinned keys, and whether a common name may name a host. */
import { only } from '../wire/bare.ts';
import { checkedPin, mayUseCommonName, type PeerQuestion, type Profile, webProfile } from '../x509/index.ts';
import { misuse } from './supported.ts';

export interface IdentityOptions {
  /**
   * Pins: base64 of the SHA-256 of a SubjectPublicKeyInfo, with or without `sha256//` before it (RFC 7469 section 2.4). The
   * peer's path must have one of these keys, on top of every other check.
   */
  readonly pins?: readonly string[] | undefined;
}

export interface ServerIdentityOptions extends IdentityOptions {
  /**
   * `when-no-names`: a certificate without any alternative name for a host is compared by its only common name. `never` when
   * absent; refused under the Web profile (RFC 9525 section 2).
   */
  readonly commonName?: 'never' | 'when-no-names' | undefined;
}

type Asked = Pick<PeerQuestion, 'pins' | 'commonName'>;
interface Besides {
  readonly profile?: Profile | undefined;
  readonly checkCertificate?: unknown;
}

/** Throws TlsError 'misuse' for a malformed pin, and where another option would keep one from being applied. */
export function askedOfServer(options: ServerIdentityOptions & Besides): Asked {
  const { commonName = 'never', profile = webProfile, checkCertificate } = options;
  if (commonName === 'when-no-names') {
    if (checkCertificate) throw misuse('`checkCertificate` has to look at names itself');
    if (!mayUseCommonName(profile))
      throw misuse('a common name never names a host on the Web; it may under a private CA');
  }
  return only({ ...askedOfAnybody(options), ...(commonName !== 'never' && { commonName }) });
}

/** @param asks for a certificate */
export function askedOfClient(options: IdentityOptions & Besides, asks: boolean): Asked {
  if (options.pins && !asks) throw misuse('pins have no effect when clients are not asked for a certificate');
  return askedOfAnybody(options);
}

function askedOfAnybody({ pins, checkCertificate }: IdentityOptions & Besides): Asked {
  if (!pins) return only({});
  if (checkCertificate) throw misuse('`checkCertificate` has to look at pins itself');
  if (pins.length === 0) throw misuse('an empty list of pins would refuse everybody');
  try {
    return only({ pins: pins.map(checkedPin) });
  } catch (error) {
    throw error instanceof TypeError ? misuse(error.message) : error;
  }
}

/** The part of a session's policy. */
export const identityPolicy = ({ pins = [], commonName = 'never' }: Asked): string =>
  [commonName, ...[...pins].sort()].join();
