/**
 * How OCSP names a certificate: by its serial number, and by hashes of its issuer's name and key (RFC 6960 section 4.1.1).
 *
 * The hashes only identify, so SHA-1 is as good as any, and every responder knows it (RFC 5019 section 2.1.1): two issuers
 * with the same hash still sign with different keys.
 */
import type { HashName, Provider } from '../../crypto/provider.ts';
import { sameBytes } from '../../wire/bytes.ts';
import type { Of } from '../../wire/codec.ts';
import { about, sequence } from '../../wire/der.ts';
import { integer, octetString } from '../../wire/der-values.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { AlgorithmIdentifier, hashIdentifierOf, hashNameOf } from '../certificate/signature-algorithm.ts';
import type { Signer } from '../signatures.ts';

//     CertID ::= SEQUENCE {
//         hashAlgorithm       AlgorithmIdentifier,
//         issuerNameHash      OCTET STRING,
//         issuerKeyHash       OCTET STRING,
//         serialNumber        CertificateSerialNumber }
export const CertID = sequence('RFC 6960 section 4.1.1', {
  hashAlgorithm: about(AlgorithmIdentifier, 'Makes the two hashes; they identify and prove nothing.'),
  issuerNameHash: about(octetString, 'The hash of the issuer’s DER Name.'),
  issuerKeyHash: about(octetString, 'The hash of the issuer’s public key, without its algorithm.'),
  serialNumber: about(integer, 'Names one certificate among those of its issuer.'),
});
export type CertID = Of<typeof CertID>;

type Hashes = Pick<Provider, 'hashes'>;

/** Names a certificate of this issuer. */
export function certIdOf(
  { issuer, serialNumber }: Pick<Certificate, 'issuer' | 'serialNumber'>,
  { spki }: Signer,
  { hashes }: Hashes,
  hash: HashName = 'SHA-1',
): CertID {
  return {
    hashAlgorithm: hashIdentifierOf(hash),
    issuerNameHash: hashes[hash].digest(issuer.der),
    issuerKeyHash: hashes[hash].digest(spki.subjectPublicKey),
    serialNumber,
  };
}

/** Whether a CertID names this certificate, whatever its hash; each hash is computed once. */
export function certIdMatcher(
  certificate: Pick<Certificate, 'issuer' | 'serialNumber'>,
  issuer: Signer,
  provider: Hashes,
): (id: CertID) => boolean {
  const own = new Map<HashName, CertID>();
  return (id) => {
    if (!sameBytes(id.serialNumber, certificate.serialNumber)) return false;
    const hash = hashNameOf(id.hashAlgorithm);
    if (!hash) return false;
    let ours = own.get(hash);
    if (!ours) own.set(hash, (ours = certIdOf(certificate, issuer, provider, hash)));
    return (
      sameBytes(id.issuerNameHash, ours.issuerNameHash) && sameBytes(id.issuerKeyHash, ours.issuerKeyHash)
    );
  };
}

/** `KeyHash`: SHA-1 of the public key, without its algorithm (RFC 6960 section 4.2.1). */
export const keyHashOf = ({ spki }: Signer, { hashes }: Hashes): Uint8Array =>
  hashes['SHA-1'].digest(spki.subjectPublicKey);
