/**
 * The keys of TLS 1.2: the main secret (RFC 5246 section 8.1, RFC 7627 section 4), the key block (RFC 5246
 * section 6.3) and the verify_data of a Finished (section 7.4.9). The labels keep "master", the word of their time.
 */
import { ObservedHash } from '../crypto/observed-hash.ts';
import { prf } from '../crypto/prf.ts';
import type { HashAlgorithm, Suite12 } from '../crypto/provider.ts';

/** PRF(pre_master_secret, "master secret", ClientHello.random + ServerHello.random)[0..47] */
export function mainSecret(
  hash: HashAlgorithm,
  premaster: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
): Uint8Array {
  return prf(hash, premaster, 'master secret', 48, clientRandom, serverRandom);
}

/**
 * PRF(pre_master_secret, "extended master secret", session_hash)[0..47] (RFC 7627 section 4).
 *
 * @param sessionHash the hash of the messages up to and including ClientKeyExchange
 */
export function extendedMainSecret(
  hash: HashAlgorithm,
  premaster: Uint8Array,
  sessionHash: Uint8Array,
): Uint8Array {
  return prf(hash, premaster, 'extended master secret', 48, sessionHash);
}

export interface KeyBlock {
  /** Empty with an AEAD. */
  readonly clientMac: Uint8Array;
  readonly serverMac: Uint8Array;
  readonly clientKey: Uint8Array;
  readonly serverKey: Uint8Array;
  /** The part of the nonce that is not sent: 4 bytes with AES-GCM, 12 with ChaCha20-Poly1305, none with CBC. */
  readonly clientIv: Uint8Array;
  readonly serverIv: Uint8Array;
}

/**
 * PRF(master_secret, "key expansion", server_random + client_random), cut into keys (RFC 5246 section 6.3). The
 * randoms stand in the opposite order here, as in the RFC.
 */
export function keyBlock(
  suite: Suite12,
  main: Uint8Array,
  serverRandom: Uint8Array,
  clientRandom: Uint8Array,
): KeyBlock {
  const { mac, key, iv } = lengthsOf(suite);
  const { hash } = suite;
  const block = prf(hash, main, 'key expansion', 2 * (mac + key + iv), serverRandom, clientRandom);
  let at = 0;
  const next = (length: number, name: string): Uint8Array => {
    const part = block.subarray(at, (at += length));
    if (hash instanceof ObservedHash && length > 0) hash.took('cut', name, { key_block: block }, part);
    return part;
  };
  return {
    clientMac: next(mac, 'client_write_MAC_key'),
    serverMac: next(mac, 'server_write_MAC_key'),
    clientKey: next(key, 'client_write_key'),
    serverKey: next(key, 'server_write_key'),
    clientIv: next(iv, 'client_write_IV'),
    serverIv: next(iv, 'server_write_IV'),
  };
}

/**
 * PRF(master_secret, finished_label, Hash(handshake_messages))[0..11]: 12 bytes, as every suite we have keeps the
 * default length (RFC 5246 section 7.4.9).
 */
export function verifyData(
  hash: HashAlgorithm,
  main: Uint8Array,
  label: 'client finished' | 'server finished',
  handshakeHash: Uint8Array,
): Uint8Array {
  return prf(hash, main, label, 12, handshakeHash);
}

/** mac_key_length, enc_key_length and fixed_iv_length of a suite, in bytes. */
function lengthsOf({ protection }: Suite12): { mac: number; key: number; iv: number } {
  if (protection.kind === 'CBC') {
    // TLS 1.2 sends the whole IV with each record (RFC 5246 section 6.2.3.2), so none is derived.
    return { mac: protection.mac.length, key: protection.cipher.keyLength, iv: 0 };
  }
  const { name, keyLength } = protection.cipher;
  // RFC 5288 section 3 (salt), RFC 7905 section 2.
  return { mac: 0, key: keyLength, iv: name === 'ChaCha20-Poly1305' ? 12 : 4 };
}
