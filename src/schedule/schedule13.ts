/**
 * The key schedule of TLS 1.3 (RFC 9846 section 7.1): Early Secret, Handshake Secret, Main Secret.
 *
 * Each secret down the left side of the RFC's diagram is a class, and its methods are the arrows that leave it, so a
 * traffic secret cannot be asked of the wrong one, nor a stage skipped. One object with all the methods and a state
 * inside was rejected: it could only complain at run time. The labels say "master" where the RFC now says "main".
 *
 * Every transcript hash is handed in: which messages it covers is said where the handshake calls.
 */
import { deriveSecret, empty, expandLabel, extract } from '../crypto/hkdf.ts';
import { ObservedHash } from '../crypto/observed-hash.ts';
import type { AeadAlgorithm, HashAlgorithm } from '../crypto/provider.ts';

/** One secret down the left side. Only the stage before it makes one. */
class Stage {
  readonly #secret: Uint8Array;

  protected constructor(
    readonly hash: HashAlgorithm,
    secret: Uint8Array,
  ) {
    this.#secret = secret;
  }

  protected derive(label: string, transcript: Uint8Array): Uint8Array {
    return deriveSecret(this.hash, this.#secret, label, transcript);
  }

  /** Derive-Secret(., "derived", ""): the salt of the next stage. */
  protected derived(): Uint8Array {
    return derived(this.hash, this.#secret);
  }

  /** "Once all the values ... have been computed, that secret SHOULD be erased" (RFC 9846 section 7.1). */
  erase(): void {
    this.#secret.fill(0);
  }
}

/*
 *                  0
 *                  |
 *                  v
 *      PSK -->  HKDF-Extract = Early Secret
 *                  |
 *                  +-----> Derive-Secret(., "ext binder" | "res binder", "")
 *                  |              = binder_key
 *                  |
 *                  +-----> Derive-Secret(., "c e traffic", ClientHello)
 *                  |              = client_early_traffic_secret
 *                  |
 *                  +-----> Derive-Secret(., "e exp master", ClientHello)
 *                  |              = early_exporter_secret
 *                  v
 *             Derive-Secret(., "derived", "")
 */
export class EarlySecret extends Stage {
  readonly #withPsk: boolean;

  private constructor(hash: HashAlgorithm, secret: Uint8Array, withPsk: boolean) {
    super(hash, secret);
    this.#withPsk = withPsk;
  }

  /** Without a PSK, the input is as many zeros as the hash has bytes. */
  static from(hash: HashAlgorithm, psk?: Uint8Array): EarlySecret {
    return psk === undefined
      ? new EarlySecret(hash, withoutPsk(hash).early.slice(), false)
      : new EarlySecret(hash, extract(hash, constantsOf(hash).zeros, psk), true);
  }

  /** For the binder of a PSK that was provisioned outside TLS, or came with a ticket. */
  binderKey(origin: 'external' | 'resumption'): Uint8Array {
    const label = origin === 'external' ? 'ext binder' : 'res binder';
    return this.derive(label, constantsOf(this.hash).emptyHash);
  }

  clientEarlyTraffic(transcript: Uint8Array): Uint8Array {
    return this.derive('c e traffic', transcript);
  }

  earlyExporter(transcript: Uint8Array): Uint8Array {
    return this.derive('e exp master', transcript);
  }

  /** @param shared the (EC)DHE or KEM secret; absent when the PSK is used alone (psk_ke) */
  handshakeSecret(shared?: Uint8Array): HandshakeSecret {
    const salt = this.#withPsk ? this.derived() : withoutPsk(this.hash).derived;
    const ikm = shared ?? constantsOf(this.hash).zeros;
    return new HandshakeSecret(this.hash, extract(this.hash, salt, ikm));
  }
}

/*
 *             Derive-Secret(., "derived", "")
 *                  |
 *   asymmetric     v
 *    shared --> HKDF-Extract = Handshake Secret
 *    secret        |
 *                  +-----> Derive-Secret(., "c hs traffic", ClientHello...ServerHello)
 *                  |              = client_handshake_traffic_secret
 *                  |
 *                  +-----> Derive-Secret(., "s hs traffic", ClientHello...ServerHello)
 *                  |              = server_handshake_traffic_secret
 *                  v
 *             Derive-Secret(., "derived", "")
 */
export class HandshakeSecret extends Stage {
  clientHandshakeTraffic(transcript: Uint8Array): Uint8Array {
    return this.derive('c hs traffic', transcript);
  }

  serverHandshakeTraffic(transcript: Uint8Array): Uint8Array {
    return this.derive('s hs traffic', transcript);
  }

  mainSecret(): MainSecret {
    return new MainSecret(this.hash, extract(this.hash, this.derived(), constantsOf(this.hash).zeros));
  }
}

/*
 *             Derive-Secret(., "derived", "")
 *                  |
 *                  v
 *         0 --> HKDF-Extract = Main Secret
 *                  |
 *                  +-----> Derive-Secret(., "c ap traffic", ClientHello...server Finished)
 *                  |              = client_application_traffic_secret_0
 *                  |
 *                  +-----> Derive-Secret(., "s ap traffic", ClientHello...server Finished)
 *                  |              = server_application_traffic_secret_0
 *                  |
 *                  +-----> Derive-Secret(., "exp master", ClientHello...server Finished)
 *                  |              = exporter_secret
 *                  |
 *                  +-----> Derive-Secret(., "res master", ClientHello...client Finished)
 *                                 = resumption_secret
 */
export class MainSecret extends Stage {
  clientApplicationTraffic(transcript: Uint8Array): Uint8Array {
    return this.derive('c ap traffic', transcript);
  }

  serverApplicationTraffic(transcript: Uint8Array): Uint8Array {
    return this.derive('s ap traffic', transcript);
  }

  exporterMain(transcript: Uint8Array): Uint8Array {
    return this.derive('exp master', transcript);
  }

  resumptionMain(transcript: Uint8Array): Uint8Array {
    return this.derive('res master', transcript);
  }
}

/** The finished_key under a traffic secret, or under a binder_key (RFC 9846 sections 4.5.3 and 4.3.11.2). */
export function finishedKey(hash: HashAlgorithm, baseKey: Uint8Array): Uint8Array {
  return expandLabel(hash, baseKey, 'finished', empty, hash.length);
}

/** The verify_data of a Finished, or a PSK binder: HMAC(finished_key, transcript) (RFC 9846 section 4.5.3). */
export function verifyData(hash: HashAlgorithm, baseKey: Uint8Array, transcript: Uint8Array): Uint8Array {
  const key = finishedKey(hash, baseKey);
  const data = hash.hmac(key, transcript);
  if (hash instanceof ObservedHash)
    hash.took('HMAC', undefined, { finished_key: key, 'Transcript-Hash': transcript }, data);
  return data;
}

/** application_traffic_secret_N+1 from N, for a KeyUpdate (RFC 9846 section 7.2). */
export function nextTraffic(hash: HashAlgorithm, secret: Uint8Array): Uint8Array {
  return expandLabel(hash, secret, 'traffic upd', empty, hash.length);
}

interface TrafficKeys {
  readonly key: Uint8Array;
  /** 12 bytes */
  readonly iv: Uint8Array;
}

/** The record keys of one sender under one traffic secret (RFC 9846 section 7.3). */
export function trafficKeys(cipher: AeadAlgorithm, hash: HashAlgorithm, secret: Uint8Array): TrafficKeys {
  return {
    key: expandLabel(hash, secret, 'key', empty, cipher.keyLength),
    iv: expandLabel(hash, secret, 'iv', empty, 12),
  };
}

/** The PSK that a NewSessionTicket with this nonce stands for (RFC 9846 section 4.7.1). */
export function ticketPsk(hash: HashAlgorithm, resumptionMain: Uint8Array, nonce: Uint8Array): Uint8Array {
  return expandLabel(hash, resumptionMain, 'resumption', nonce, hash.length);
}

/** Computed once for each hash. An observed hash is new for each connection, which is told the steps. */
const constantsOf = onceFor((hash) => ({
  /** The "0" of the diagram. */
  zeros: new Uint8Array(hash.length),
  /** Transcript-Hash(""). */
  emptyHash: hash.digest(empty),
}));

/** HKDF-Extract(0, 0) and what follows: the same for every connection without a PSK, and no secret. */
const withoutPsk = onceFor((hash) => {
  const { zeros } = constantsOf(hash);
  const early = extract(hash, zeros, zeros);
  return { early, derived: derived(hash, early) };
});

function onceFor<T>(make: (hash: HashAlgorithm) => T): (hash: HashAlgorithm) => T {
  const known = new WeakMap<HashAlgorithm, T>();
  return (hash) => {
    const value = known.get(hash);
    if (value !== undefined) return value;
    const made = make(hash);
    known.set(hash, made);
    return made;
  };
}

function derived(hash: HashAlgorithm, secret: Uint8Array): Uint8Array {
  return deriveSecret(hash, secret, 'derived', constantsOf(hash).emptyHash);
}
