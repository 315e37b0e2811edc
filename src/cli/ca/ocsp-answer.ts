/**
 * What a throw-away CA answers to an OCSP request (RFC 6960), from the index of the CA that is asked about: good for what it
 * has issued, revoked for what it has revoked, unknown for serial numbers that it does not know. An answer has one signer, so
 * all certificates of a request must be of one CA; about those of others it is not authorised to speak (RFC 5019 section
 * 2.2.3). What is no request gets an answer too, unsigned: malformedRequest.
 */
import type { PrivateKey } from '../../crypto/provider.ts';
import { nodeProvider } from '../../crypto/providers/node.ts';
import { issueOcspResponse, type OcspStatement, ocspFailure } from '../../issue/index.ts';
import { decode } from '../../wire/codec.ts';
import { Malformed } from '../../wire/reader.ts';
import { say, type Words } from '../../wire/words.ts';
import { type Certificate, type OcspRequest, oids, parseOcspRequest } from '../../x509/index.ts';
import { certIdMatcher } from '../../x509/revocation/ocsp-cert-id.ts';
import { OcspRequestDefinition } from '../../x509/revocation/ocsp-request.ts';
import type { CaFolder, Held } from './ca-folder.ts';
import { type IndexEntry, serialText } from './ca-index.ts';
import { Ledger } from './ca-ledger.ts';

/** Who signs for a CA: the CA itself, or a delegate. */
export interface Responder {
  readonly certificate: Certificate;
  readonly key: PrivateKey;
}

export interface OcspAnswer {
  /** The DER OCSPResponse. */
  readonly der: Uint8Array;
  /** One for each certificate that was asked about, or why there is no answer. */
  readonly told: readonly Words[];
  /** Milliseconds since 1970; absent where nobody may keep the answer. */
  readonly nextUpdate?: number;
}

/** A client asks about one chain at most. */
const MOST_ASKED = 16;
/** Milliseconds. Short, since what is revoked should be seen at once. */
const HOLDS = 5 * 60_000;

/** Throws UsageError for a CA or an index that cannot be used. */
export async function ocspAnswer(
  bytes: Uint8Array,
  folder: CaFolder,
  responderOf: (issuer: Held) => Responder,
  now: number,
): Promise<OcspAnswer> {
  const request = requestIn(bytes);
  if (!request) return failure('malformedRequest', 'an OCSP request that cannot be read');
  const { certIDs, nonce } = request;
  if (certIDs.length === 0 || certIDs.length > MOST_ASKED)
    return failure('malformedRequest', say`an OCSP request about ${certIDs.length} certificates`);
  const issuer = folder
    .authorities()
    .find(({ authority: { certificate } }) =>
      certIDs.every((id) =>
        certIdMatcher(
          { issuer: certificate.subject, serialNumber: id.serialNumber },
          certificate,
          nodeProvider,
        )(id),
      ),
    );
  if (!issuer) return failure('unauthorized', 'an OCSP request about certificates of somebody else');
  const entries = new Map(new Ledger(folder, issuer.stem).entries.map((entry) => [entry.serial, entry]));
  const found = certIDs.map((certID) => ({ certID, entry: entries.get(serialText(certID.serialNumber)) }));
  const responder = responderOf(issuer);
  const nextUpdate = now + HOLDS;
  const isDelegate = responder.certificate !== issuer.authority.certificate;
  const der = await issueOcspResponse({
    responder,
    producedAt: now,
    responses: found.map(({ certID, entry }) => ({
      certID,
      status: statusOf(entry),
      thisUpdate: now,
      nextUpdate,
    })),
    ...(nonce && { nonce }),
    certificates: isDelegate ? [responder.certificate.der] : [],
  });
  return {
    der,
    told: found.map(({ certID, entry }) => wordsOf(serialText(certID.serialNumber), entry)),
    // An answer with a nonce is for one request alone.
    ...(!nonce && { nextUpdate }),
  };
}

/** Undefined for what is none, or demands something that is not understood (RFC 6960 section 4.4). */
function requestIn(bytes: Uint8Array): OcspRequest | undefined {
  try {
    const { requestList, requestExtensions = [] } = decode(OcspRequestDefinition, bytes).tbsRequest.value;
    const extensions = [
      ...requestExtensions,
      ...requestList.flatMap(({ singleRequestExtensions = [] }) => singleRequestExtensions),
    ];
    const demands = extensions.some(({ critical, extnID }) => critical && extnID !== oids.ocspNonce);
    return demands ? undefined : parseOcspRequest(bytes);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

const failure = (status: Parameters<typeof ocspFailure>[0], why: Words): OcspAnswer => ({
  der: ocspFailure(status),
  told: [say`OCSP: ${status}, for ${why}`],
});

function statusOf(entry: IndexEntry | undefined): OcspStatement['status'] {
  if (!entry) return 'unknown';
  if (!entry.revoked) return 'good';
  const { date, reason } = entry.revoked;
  return { revocationTime: date, ...(reason !== 'unspecified' && { reason }) };
}

function wordsOf(serial: string, entry: IndexEntry | undefined): Words {
  if (!entry) return say`OCSP: unknown, for serial number ${serial}`;
  const { subject, revoked } = entry;
  return revoked ? say`OCSP: revoked (${revoked.reason}), for ${subject}` : say`OCSP: good, for ${subject}`;
}
