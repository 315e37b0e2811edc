/** ServerKeyExchange and ClientKeyExchange of TLS 1.2. */
import { ffdhe, modp, primeGroupOf } from '../../crypto/prime-groups.ts';
import { fromHex } from '../../wire/bytes.ts';
import { say, type Words } from '../../wire/words.ts';
import { find } from '../step-details.ts';
import { clauses } from '../text.ts';
import { shareIn } from './group-sentences.ts';
import type { Place } from './place.ts';
import { schemeUsed } from './scheme-sentences.ts';
import type { Tellers } from './tellers.ts';

export const keyExchangeTellers: Tellers = {
  server_key_exchange: (at) =>
    find(at.field, 'dh_p')
      ? 'The server’s share for a Diffie-Hellman key exchange modulo a prime, signed, so that nobody in between can put in another'
      : 'The server’s share for a Diffie-Hellman key exchange on a curve, signed, so that nobody in between can put in another',
  params: () => 'What is signed, behind the two randoms',
  curve_type: (at) =>
    at.number === 3
      ? '3, named_curve: the curve is named by its number; parameters of a curve of one’s own (1 and 2) are refused, since they can hide a weak one'
      : say`${at.number}, ${at.means}: a curve by its parameters, which is refused, since they can hide a weak one`,
  named_curve: (at) =>
    say`${at.means}, the curve that the server chose; it must be among the client’s supported_groups`,
  public: (at) => clauses([curveShare(at), shareIn(at.facts.group ?? '')]),
  dh_p: (at) => {
    const bits = bitsIn(at.hex);
    const name = primeGroupOf([...ffdhe, ...modp], numberIn(at.hex), Uint8Array.of(2))?.name;
    return name === undefined
      ? say`The modulus of ${bits} bits, in no registry: the server made it or chose it from elsewhere, and a client can hardly tell whether it is a good prime`
      : say`The modulus of ${bits} bits is ${name}, a prime that is known to be good; below 2048 bits it would be refused (Logjam)`;
  },
  dh_g: (at) =>
    say`The generator ${at.hex.replace(/^0+/, '')} (hexadecimal): both shares are powers of it; 1 or p-1 would make the secret guessable and is refused`,
  dh_ys: (at) => dhShare(at),
  dh_yc: (at) => dhShare(at),
  'server_key_exchange:algorithm': schemeUsed,
  'server_key_exchange:signature': (at) =>
    say`${at.size} bytes over client random, server random and the parameters above: the server has the key of its certificate, and made this share for this connection; if it does not hold, the client refuses with decrypt_error`,
  client_key_exchange: (at) =>
    find(at.field, 'encrypted_pre_master_secret')
      ? 'The client’s part of the key exchange: the premaster secret, encrypted; with the two randoms it becomes the main secret'
      : 'The client’s part of the key exchange: its share; both sides can now compute the premaster secret, which is never sent',
  encrypted_pre_master_secret: (at) =>
    say`The premaster secret of 48 bytes, padded as PKCS #1 v1.5 says and encrypted to the RSA key in the server’s certificate, hence ${at.size} bytes: who has that key, now or in ten years, can open it; a server does not say if it is wrong, and lets Finished fail (Bleichenbacher)`,
};

/** The two numbers of an ECDSA signature. */
export const ecdsaTellers: Tellers = {
  r: (at) =>
    say`r of ${signed(at)}: the trace of a random number that was used once; twice would give away the private key`,
  s: (at) => say`s of ${signed(at)}: only the private key makes it fit r and what was signed`,
};

function signed(at: Place): Words {
  const who = at.certificate?.subject;
  if (at.names.includes('signatureValue') && who !== undefined)
    return say`the ECDSA signature under the certificate of ${who}`;
  if (at.names.includes('response')) return 'the ECDSA signature under the OCSP response';
  if (at.names.includes('signedCertificateTimestampList')) return 'the ECDSA signature of a log';
  return at.from === 'client' ? 'the client’s ECDSA signature' : 'the server’s ECDSA signature';
}

const curveShare = (at: Place): Words =>
  at.from === 'client'
    ? say`The client’s share of ${at.facts.group}, fresh for this connection: with its private half and the server’s share it computes the premaster secret`
    : say`The server’s share of ${at.facts.group}, fresh for this connection: with its private half and the client’s share it computes the premaster secret`;

const dhShare = (at: Place): Words =>
  at.from === 'client'
    ? say`The client’s share of ${at.size} bytes: the generator to the power of a number that it keeps to itself; 0, 1 and p-1 are refused`
    : say`The server’s share of ${at.size} bytes: the generator to the power of a number that it keeps to itself; 0, 1 and p-1 are refused`;

const numberIn = (hex: string): Uint8Array => fromHex(hex.replace(/^(00)+/, ''));

function bitsIn(hex: string): number {
  const digits = hex.replace(/^0+/, '');
  return digits === '' ? 0 : (digits.length - 1) * 4 + Number.parseInt(digits[0]!, 16).toString(2).length;
}
