/**
 * DHE in TLS 1.2 (RFC 5246 sections 7.4.3 and 7.4.7.2): both send a power of a generator modulo a prime, and the server signs
 * its own with the prime and the generator, which it chooses. Ours are of RFC 7919.
 */
import { ffdhe, generator, primeGroupOf } from '../../../crypto/prime-groups.ts';
import { TlsError } from '../../../protocol/errors.ts';
import { ClientKeyExchangeDHE, dhParams, ServerKeyExchangeDHE } from '../../../protocol/messages/index.ts';
import { TLS12 } from '../../../protocol/numbers/versions.ts';
import { bitLength, unpadded } from '../../../wire/bytes.ts';
import { encode } from '../../../wire/codec.ts';
import { say } from '../../../wire/words.ts';
import { ProvedIdentity } from '../../credentials/proved.ts';
import { receive, settle } from '../../flow.ts';
import { groupDhe } from '../../hello/negotiate.ts';
import type { KeyExchange12 } from './key-exchange.ts';
import { canSign, signedParams, signParams } from './signed-params.ts';

/** Bits of the modulus. Computing with it costs the cube of its length. */
const SHORTEST = 2048;

export const dhe: KeyExchange12<typeof ServerKeyExchangeDHE> = {
  keyUsage: 'digitalSignature',
  onCurve: false,
  groupFor: groupDhe,
  message: ServerKeyExchangeDHE,

  fits: canSign,

  *offer(server) {
    const group = server.group!;
    const { prime } = ffdhe.find(({ id }) => id === group.id)!;
    const ours = yield* settle(group.offer(), 'the key exchange');
    const params = { dhP: prime, dhG: generator, dhYs: ours.share };
    const signed = yield* signParams(server, encode(dhParams, params));
    server.peer.send(ServerKeyExchangeDHE, { params, ...signed });
    return function* () {
      const { dhYc } = (yield* receive(ClientKeyExchangeDHE)).body;
      const share = fitted(dhYc, prime.length);
      const secret = share && (yield* settle(ours.complete(share), 'the key exchange'));
      if (!secret) throw badShare('client');
      return premasterOf(secret);
    };
  },

  *accept({ peer, config, hellos, judged }, message) {
    const { body, raw } = message!;
    const { dhP, dhG, dhYs } = body.params;
    const prime = unpadded(dhP);
    checkModulus(prime, config.largestModulus);
    const base = unpadded(dhG);
    if (!isBetween(base, prime)) {
      throw new TlsError(
        'illegal-value',
        'the server’s Diffie-Hellman generator is not between 1 and p - 1',
        'RFC 7919 section 3',
      );
    }
    const group = primeGroupOf(ffdhe, prime, base)?.id;
    const length = 3 * 2 + dhP.length + dhG.length + dhYs.length;
    const signed = signedParams(hellos, raw.subarray(4, 4 + length));
    const identity = yield* ProvedIdentity.bySignature(judged, body, signed, config, TLS12);
    return {
      ...(group !== undefined && { group }),
      scheme: body.algorithm,
      *answer() {
        const share = fitted(dhYs, prime.length);
        const field = config.provider.finiteField(prime, base);
        const answer =
          share &&
          isBetween(unpadded(share), prime) &&
          (yield* settle(field.answer(share), 'the key exchange'));
        if (!answer) throw badShare('server');
        peer.send(ClientKeyExchangeDHE, { dhYc: answer.share });
        return { secret: premasterOf(answer.secret), prove: () => identity };
      },
    };
  },
};

/** RFC 5246 section 8.1.2: leading bytes of zeros are stripped. */
function premasterOf(secret: Uint8Array): Uint8Array {
  const premaster = unpadded(secret).slice();
  secret.fill(0);
  return premaster;
}

/** A share in as many bytes as the prime has; undefined for a larger number. */
function fitted(share: Uint8Array, length: number): Uint8Array | undefined {
  const bytes = unpadded(share);
  if (bytes.length > length) return undefined;
  const whole = new Uint8Array(length);
  whole.set(bytes, length - bytes.length);
  return whole;
}

/** 1 < value < p - 1, for an odd p; both without leading zeros (RFC 7919 section 5.1). */
function isBetween(value: Uint8Array, p: Uint8Array): boolean {
  if (value.length === 0 || (value.length === 1 && value[0] === 1)) return false;
  if (value.length !== p.length) return value.length < p.length;
  const at = value.findIndex((byte, i) => byte !== p[i]);
  if (at < 0 || value[at]! > p[at]!) return false;
  // p is odd: p - 1 differs from it in the last bit alone.
  return at < p.length - 1 || value[at] !== p[at]! - 1;
}

/** Whether it is a prime is not tested: that takes seconds, and a server that wants to be read can give its secret away. */
function checkModulus(p: Uint8Array, largest: number): void {
  const bits = bitLength(p);
  if (bits < SHORTEST) {
    throw new TlsError(
      'weak-modulus',
      say`the server’s Diffie-Hellman modulus has ${bits} bits; at least ${SHORTEST} are needed`,
      'RFC 9325 section 4.1',
    );
  }
  if (bits > largest) {
    throw new TlsError(
      'large-modulus',
      say`the server’s Diffie-Hellman modulus has ${bits} bits, more than the ${largest} that we compute with`,
      'RFC 7919 section 5.2',
    );
  }
  if (p.at(-1)! % 2 === 0) {
    throw new TlsError(
      'illegal-value',
      'the server’s Diffie-Hellman modulus is even, so it is no prime',
      'RFC 5246 section 7.4.3',
    );
  }
}

const badShare = (of: 'server' | 'client'): TlsError =>
  new TlsError(
    'bad-share',
    of === 'server'
      ? 'the server’s Diffie-Hellman share is not between 1 and p - 1'
      : 'the client’s Diffie-Hellman share is not between 1 and p - 1',
    'RFC 7919 section 5.1',
  );
