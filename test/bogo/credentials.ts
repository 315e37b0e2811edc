/** Our certificates, and the judgement on the peer's, as the shim's flags describe them. */
import { readFileSync } from 'node:fs';
import { nodeProvider, privateKey } from '../../src/crypto/providers/node.ts';
import type { CertificateCheck, Credential, Maybe, PrivateKey } from '../../src/exports/handglass.ts';
import { decode } from '../../src/exports/wire.ts';
import { decodePem } from '../../src/wire/pem.ts';
import { Malformed } from '../../src/wire/reader.ts';
import { Name } from '../../src/x509/certificate/name.ts';
import { parseDamagedSpki } from '../../src/x509/certificate/spki.ts';
import {
  anchorFromCertificate,
  type Certificate,
  type CertificateReason,
  type PeerQuestion,
  parseCertificate,
  type Rejected,
  type TrustStore,
  trustStore,
  trustStoreFromPem,
  type Verdict,
  verifyPeer,
} from '../../src/x509/index.ts';
import { privateProfile } from '../../src/x509/path/profile.ts';
import { type Config, type CredentialFlags, isOf2023, Unimplemented } from './flags.ts';
import { resumptionScope } from './policies.ts';

/** With `-async` an answer comes in a later turn of the event loop, else at once. */
export function late<T>(config: Config, answer: () => Maybe<T>): Maybe<T> {
  if (!config.flags.async) return answer();
  return new Promise<void>((resolve) => setImmediate(resolve)).then(answer);
}

/** In the order in which BoringSSL tries them. `used` is told which one has signed or decrypted. */
export function loadCredentials(config: Config, used: (index: number) => void): Credential[] {
  const { credentials, ownCredential } = config;
  return [
    ...credentials.map((flags, i) => loadCredential(config, flags, () => used(i))),
    ...(ownCredential.certFile ? [loadCredential(config, ownCredential, () => used(-1))] : []),
  ];
}

function loadCredential(config: Config, flags: CredentialFlags, used: () => void): Credential {
  if (flags.certFile === undefined || flags.keyFile === undefined)
    throw new Unimplemented('half a credential');
  return {
    kind: 'certificate',
    chain: chainIn(flags.certFile),
    key: watched(config, keyIn(flags.keyFile), used),
    schemes: resumptionScope(config)?.schemes ?? flags.signingPrefs ?? signingPreferences,
    ...stapleOf(config, flags),
  };
}

/**
 * BoringSSL's old callback is told whether the client asked, and then decides; so is a source of ours. A callback that
 * neither gives the response nor declines one leaves what was there before.
 */
function stapleOf(config: Config, { ocspResponse }: CredentialFlags): Pick<Credential, 'ocspResponse'> {
  const { flags } = config;
  const decides =
    flags['set-ocsp-in-callback'] || flags['decline-ocsp-callback'] || flags['fail-ocsp-callback'];
  if (!(flags['use-ocsp-callback'] && decides) && !flags.async) return ocspResponse ? { ocspResponse } : {};
  return {
    ocspResponse: () =>
      late(config, () => {
        if (flags['fail-ocsp-callback']) throw new Error('-fail-ocsp-callback');
        return flags['decline-ocsp-callback'] ? undefined : ocspResponse;
      }),
  };
}

function keyIn(file: string): PrivateKey {
  try {
    return privateKey(readFileSync(file));
  } catch (cause) {
    throw new Unimplemented('a key of this kind', { cause });
  }
}

/** What a key may sign with unless `-signing-prefs` says otherwise: whatever `-verify-prefs` lets the peer do. */
const signingPreferences = [
  0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0603, 0x0806, 0x0601, 0x0807, 0x0809, 0x080a, 0x080b,
];

function watched(config: Config, key: PrivateKey, used: () => void): PrivateKey {
  const { decrypt } = key;
  return {
    type: key.type,
    bits: key.bits,
    ...(key.curve !== undefined && { curve: key.curve }),
    publicKey: key.publicKey,
    sign(algorithm, data) {
      used();
      return late(config, () => key.sign(algorithm, data));
    },
    ...(decrypt && {
      decrypt(ciphertext: Uint8Array) {
        used();
        return late(config, () => decrypt.call(key, ciphertext));
      },
    }),
  };
}

/** The certificates of a PEM file, DER. */
export const chainIn = (file: string): Uint8Array[] =>
  decodePem(readFileSync(file, 'latin1')).map(({ bytes }) => bytes);

/**
 * The peer's chain is really checked against `-trust-cert`, without a name: the runner's certificates have none that is
 * asked for. `-verify-fail` stands for an application that says no.
 *
 * @param current the configuration of the connection at hand. The check itself stays one and the same, since sessions
 *   are only resumed under the rules that they were made under.
 */
export function peerCheck(current: () => Config, now: () => number): CertificateCheck {
  const stores = new Map<string, TrustStore>();
  return (chain, keyUsage, ocspResponses) =>
    late(current(), () => {
      const { flags } = current();
      if (flags['expect-ocsp-response'] && ocspResponses.length === 0)
        throw new Error('there is no OCSP response to check');
      const file = flags['trust-cert'];
      if (flags['verify-fail']) return refused(chain);
      if (flags['fail-ocsp-callback'] && !flags.server) return unknown(chain);
      const question = {
        chain,
        provider: nodeProvider,
        purpose: flags.server ? ('client' as const) : ('server' as const),
        profile: privateProfile,
        time: now(),
        keyUsage,
      };
      if (isOf2023(current())) return asItComes(chain, question);
      let trust = file ? stores.get(file) : trustStore([]);
      if (!trust) stores.set(file!, (trust = trustStoreFromPem(readFileSync(file!, 'latin1'))));
      return verifyPeer({ ...question, trust });
    });
}

/**
 * The runner of 2023 names no root, and its certificates have expired: what the peer shows is taken, if it can be read and
 * is used for what it is for.
 */
function asItComes(chain: readonly Uint8Array[], question: Omit<PeerQuestion, 'trust'>): Maybe<Verdict> {
  let leaf: Certificate;
  try {
    leaf = parseCertificate(chain[0]!);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return verifyPeer({ ...question, trust: trustStore([]) });
  }
  const anchor = anchorFromCertificate(leaf);
  // The provider over node:crypto answers within the call.
  const verdict = verifyPeer({
    ...question,
    trust: trustStore([anchor]),
    time: leaf.notBefore,
    purpose: 'server', // which all that name a purpose have
  }) as Verdict;
  if (verdict.verdict === 'rejected' && verdict.reason === 'key-usage') return verdict;
  const message = 'certificates are taken as they come';
  return { verdict: 'accepted', message, leaf, anchor, path: [leaf], paths: [] };
}

export const applicationRefuses = '-verify-fail: the application refuses this certificate';

const refused = (chain: readonly Uint8Array[]): Rejected => rejected(chain, 'refused', applicationRefuses);
/** BoringSSL's client callback looks at the OCSP response, or at its absence. */
const unknown = (chain: readonly Uint8Array[]): Rejected =>
  rejected(chain, 'revocation-unknown', '-fail-ocsp-callback: the application wants another OCSP response');

function rejected(chain: readonly Uint8Array[], reason: CertificateReason, message: string): Rejected {
  const leaf = parseCertificate(chain[0]!);
  return { verdict: 'rejected', reason, message, leaf, path: [leaf], paths: [] };
}

/** Whom a server names in its CertificateRequest: hexadecimal DER, with commas between. Nothing is checked with these anchors: they have no keys. */
export function authoritiesOf(list: string): TrustStore {
  const names = list.startsWith('<') ? [] : list.split(',');
  const anchors = names.map((hex) => ({
    subject: decode(Name, Buffer.from(hex, 'hex')),
    spki: parseDamagedSpki(new Uint8Array()),
  }));
  return { anchors, named: () => [] };
}
