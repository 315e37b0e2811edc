/** The fields of a certificate (RFC 5280 section 4.1), but for names and extensions. */
import { say, type Words } from '../../wire/words.ts';
import { clauses } from '../text.ts';
import type { Place } from './place.ts';
import type { Tellers } from './tellers.ts';

export const certificateTellers: Tellers = {
  tbsCertificate: (at) => say`What the issuer of ${holder(at)} signed: everything down to signatureAlgorithm`,
  'tbsCertificate.version': (at) =>
    at.means === 'v3'
      ? say`v3: only this version has extensions, so only it can say what the key of ${holder(at)} may be used for`
      : say`${at.means}: it has no extensions, so nothing says what the key of ${holder(at)} may be used for`,
  'tbsCertificate.serialNumber': (at) =>
    say`0x${at.hex}, the number of ${holder(at)} at its issuer: CRLs and OCSP name the certificate by it`,
  'tbsCertificate.signature': (at) => signature(at, 'inside'),
  'signature.algorithm': (at) => signature(at, 'inside'),
  'signature.parameters': (at) => parameters(at),
  signatureAlgorithm: (at) => signature(at, 'outside'),
  'signatureAlgorithm.algorithm': (at) => signature(at, 'outside'),
  'signatureAlgorithm.parameters': (at) => parameters(at),
  'tbsCertificate.issuer': (at) =>
    say`Who issued ${holder(at)}: the next certificate of the path must have this name as its subject`,
  'tbsCertificate.validity': (at) =>
    say`When ${holder(at)} is valid; a clock that is wrong makes good certificates look bad`,
  'validity.notBefore': notBefore,
  'validity.notAfter': notAfter,
  'tbsCertificate.subject': (at) =>
    at.means === ''
      ? say`Empty: whom the certificate is for stands in subjectAltName alone`
      : say`Whom the certificate is for: ${at.means}; a server’s name is looked for in subjectAltName, and not here`,
  'tbsCertificate.subjectPublicKeyInfo': (at) =>
    at.field.means === undefined
      ? say`The public key of ${holder(at)}, of a kind that handglass does not know`
      : say`The public key of ${holder(at)} (${at.field.means}): whoever has the private half can act as ${holder(at)}`,
  'subjectPublicKeyInfo.algorithm': (at) =>
    at.unit.value === undefined ? say`What kind of key ${holder(at)} has` : keyAlgorithm(at),
  'algorithm.parameters': (at) => curve(at),
  subjectPublicKey: (at) =>
    at.unit.value === undefined
      ? say`The public key of ${holder(at)} itself`
      : say`The public key of ${holder(at)} itself, ${at.size} bytes`,
  modulus: (at) =>
    say`The modulus of ${holder(at)}, ${at.means}: the product of two secret primes; below 2048 bits it would be refused`,
  publicExponent: (at) =>
    at.means === '65537'
      ? say`65537, the exponent that nearly every RSA key has, of ${holder(at)} too`
      : say`${at.means} is the exponent of ${holder(at)}; nearly every RSA key has 65537`,
  'tbsCertificate.extensions': (at) =>
    say`What else is said of ${holder(at)}, and what its key may be used for`,
  'tbsCertificate.issuerUniqueID': (at) =>
    say`Meant to tell issuers of one name apart; nobody looks at it (${at.size} bytes)`,
  'tbsCertificate.subjectUniqueID': (at) =>
    say`Meant to tell subjects of one name apart; nobody looks at it (${at.size} bytes)`,
  signatureValue: (at) =>
    say`The issuer’s signature of ${holder(at)}, ${at.size} bytes; a byte changed in tbsCertificate, and it does not hold`,
};

/** Whose certificate it is, in short: `localhost` for `CN=localhost, O=Example`. */
export function holder(at: Place): string {
  const subject = at.certificate?.subject ?? 'the certificate';
  return /^CN=((?:\\.|[^,+])+)/.exec(subject)?.[1] ?? subject;
}

function signature(at: Place, where: 'inside' | 'outside'): Words {
  if (at.certificate === undefined && at.names.includes('response'))
    return at.unit.value === undefined
      ? 'How the response was signed'
      : say`${at.means}: how the response was signed`;
  if (at.unit.value === undefined)
    return where === 'inside'
      ? say`How ${holder(at)} was signed, covered by the signature itself`
      : say`How ${holder(at)} was signed; the same as inside, or the certificate is refused`;
  const said =
    where === 'inside'
      ? say`${at.means}: the issuer’s algorithm for ${holder(at)}, inside, where the signature covers it`
      : say`${at.means}: the issuer’s algorithm for ${holder(at)}, outside, which must be the same`;
  return /md5|md2|md4|sha1/i.test(at.means)
    ? clauses([said, 'its hash can be forged, so a path with it is refused'])
    : said;
}

function parameters(at: Place): Words {
  const inside = at.names.includes('tbsCertificate');
  if (at.unit.chosen !== 'NULL')
    return say`What ${holder(at)} was signed with needs ${at.field.end - at.field.start} bytes of parameters`;
  return inside
    ? say`NULL: the RSA algorithm that signed ${holder(at)} has no parameters, and must say so`
    : say`NULL again, as inside: the two algorithms of ${holder(at)} must be the same to the byte`;
}

function keyAlgorithm(at: Place): Words {
  switch (at.means) {
    case 'rsaEncryption':
      return say`rsaEncryption: an RSA key of ${holder(at)}, which can sign with PKCS #1 v1.5 and PSS, and decrypt a premaster secret`;
    case 'ecPublicKey':
      return say`ecPublicKey: an elliptic-curve key of ${holder(at)}, which signs with ECDSA; it cannot decrypt, so there is no RSA key exchange with it`;
    case 'rsassaPss':
      return say`rsassaPss: an RSA key of ${holder(at)} that may sign with PSS alone`;
    default:
      return say`${at.means}: the kind of key that ${holder(at)} has`;
  }
}

function curve(at: Place): Words {
  if (at.unit.chosen === 'NULL' || at.field.value === '')
    return say`NULL: the RSA key of ${holder(at)} is for every use of RSA`;
  if (at.means.startsWith('prime256v1'))
    return say`prime256v1 is the curve P-256, the same as secp256r1, on which the key of ${holder(at)} lies`;
  return at.means === ''
    ? say`${at.field.end - at.field.start} bytes of parameters for the key of ${holder(at)}; those of a curve of one’s own are refused`
    : say`${at.means} is the curve on which the key of ${holder(at)} lies`;
}

function notBefore(at: Place): Words {
  const started = at.facts.trace?.startedAt;
  if (!started) return say`${at.means}: the first second at which ${holder(at)} is valid`;
  return timeIn(at) <= Date.parse(started)
    ? say`${at.means}: ${holder(at)} has been valid since then; a connection before it would have been refused`
    : say`${at.means}: ${holder(at)} was not valid yet when this connection was made (${started.slice(0, 10)}), and is refused`;
}

function notAfter(at: Place): Words {
  const started = at.facts.trace?.startedAt;
  if (!started) return say`${at.means}: the last second at which ${holder(at)} is valid`;
  return timeIn(at) >= Date.parse(started)
    ? say`${at.means}: ${holder(at)} is valid until then; a second later it is refused`
    : say`${at.means}: ${holder(at)} had expired when this connection was made (${started.slice(0, 10)}), and is refused`;
}

const timeIn = (at: Place): number => Date.parse(at.means.replace(' UTC', 'Z').replace(' ', 'T'));
