/** Signature schemes: how the handshake and certificates may be signed. */
import { say, type Words } from '../../wire/words.ts';
import { clauses } from '../text.ts';
import { greaseWords } from './grease-sentences.ts';
import type { Place } from './place.ts';

/** An entry of signature_algorithms or its TLS 1.2 sister. */
export function schemeListed(at: Place): Words {
  const grease = greaseWords(at.means, 'signature scheme');
  if (grease) return grease;
  const who =
    at.from === 'client'
      ? say`${at.means}: the server may sign with it`
      : say`${at.means}: the client may sign with it`;
  return clauses([who, schemeWords(at.means, at.is12)]);
}

/** An entry of signature_algorithms_cert. */
export const schemeInCertificates = (at: Place): Words =>
  greaseWords(at.means, 'signature scheme') ??
  clauses([
    at.from === 'client'
      ? say`${at.means}: may be on the server’s certificates`
      : say`${at.means}: may be on the client’s certificates`,
    schemeWords(at.means, false),
  ]);

/** What a handshake was signed with. */
export const schemeUsed = (at: Place): Words =>
  clauses([
    at.from === 'client'
      ? say`The client signed with ${at.means}, which the server’s CertificateRequest must allow`
      : say`The server signed with ${at.means}, which the client’s signature_algorithms must allow`,
    schemeWords(at.means, at.is12),
  ]);

function schemeWords(name: string, is12: boolean): Words {
  const [, kind, hash] = /^(rsa_pss_rsae|rsa_pss_pss|rsa_pkcs1|ecdsa)_(?:secp\d+r1_)?(\w+)$/.exec(name) ?? [];
  if (hash === 'sha1') return 'its SHA-1 hash can be forged, so it is spoken only when asked for by name';
  if (hash === 'md5') return 'its MD5 hash can be forged, so nobody speaks it';
  const sha = hash?.replace('sha', 'SHA-');
  switch (kind) {
    case 'rsa_pss_rsae':
      return say`RSA with PSS padding and ${sha}, by an ordinary RSA key`;
    case 'rsa_pss_pss':
      return say`RSA with PSS padding and ${sha}, by a key whose certificate allows PSS alone`;
    case 'rsa_pkcs1':
      return is12
        ? say`RSA with PKCS #1 v1.5 padding and ${sha}, which TLS 1.3 no longer takes in a handshake`
        : say`RSA with PKCS #1 v1.5 padding and ${sha}, for TLS 1.2 and inside certificates only`;
    case 'ecdsa': {
      const [, curve] = /_(secp\d+r1)_/.exec(name) ?? [];
      return is12
        ? say`ECDSA with ${sha}; in TLS 1.2 the curve in the name does not count`
        : say`ECDSA with ${sha}, and in TLS 1.3 only by a key on ${curve}`;
    }
    default:
      return others[name] ?? 'handglass does not know this scheme';
  }
}

const others: Readonly<Record<string, Words>> = {
  ed25519: 'EdDSA on Curve25519, by an Ed25519 key',
  ed448: 'EdDSA on Curve448, by an Ed448 key',
  mldsa44: 'ML-DSA-44, which a quantum computer cannot forge',
  mldsa65: 'ML-DSA-65, which a quantum computer cannot forge',
  mldsa87: 'ML-DSA-87, which a quantum computer cannot forge',
};
