/** The rules of a connection that somebody observes: what is done by them is told, with the time that it took. */
import type { ConnectionOptions } from '../connection/connection-options.ts';
import type { Group, KeyAgreement, KeyOffer, Maybe, PrivateKey, Provider } from '../crypto/provider.ts';
import { isPromise } from '../crypto/steps.ts';
import type { ClientConfig, Credential, ServerConfig, Tickets } from '../handshake/config.ts';
import type { Work } from '../handshake/events.ts';
import type { Peer } from '../handshake/peer.ts';
import { observedSuites } from '../schedule/observed.ts';

/** Does the work, and tells of it when the answer is there. */
type Timed = <T>(what: Work, work: () => Maybe<T>) => Maybe<T>;

export function watchedClient(
  config: ClientConfig,
  peer: Peer,
  surroundings: ConnectionOptions,
): ClientConfig {
  if (!surroundings.observe) return config;
  const timed = timing(peer, surroundings);
  const common = watched(config, peer, surroundings, timed);
  const { credentials, keyShares } = config;
  return {
    ...config,
    ...common,
    keyShares: common.groups.filter((_group, i) => keyShares.includes(config.groups[i]!)),
    credentials:
      typeof credentials === 'function'
        ? (wish) => timed('choose-credential', () => then(credentials(wish), (one) => signing(one, timed)))
        : credentials.map((credential) => signing(credential, timed)!),
  };
}

export function watchedServer(
  config: ServerConfig,
  peer: Peer,
  surroundings: ConnectionOptions,
): ServerConfig {
  if (!surroundings.observe) return config;
  const timed = timing(peer, surroundings);
  const { credential, tickets } = config;
  return {
    ...config,
    ...watched(config, peer, surroundings, timed),
    credential: (hello, wish) =>
      timed('choose-credential', () => then(credential(hello, wish), (one) => signing(one, timed))),
    tickets: tickets && sealing(tickets, timed),
  };
}

function watched(
  config: ClientConfig | ServerConfig,
  peer: Peer,
  { secrets, now }: ConnectionOptions,
  timed: Timed,
): Pick<ClientConfig, 'provider' | 'suites' | 'groups' | 'checkCertificate' | 'overruleRejection'> {
  const { provider, suites, groups, checkCertificate, overruleRejection } = config;
  return {
    provider: verifying(provider, timed),
    suites: observedSuites(suites, secrets === true, now, (step) =>
      peer.tell(() => ({ type: 'schedule', ...step })),
    ),
    groups: groups.map((group): Group => {
      const { id, name, shareLength } = group;
      return { id, name, shareLength, ...agreeing(group, timed) };
    }),
    checkCertificate: (...chain) => timed('check-certificate', () => checkCertificate(...chain)),
    overruleRejection: (...rejected) => timed('ask-about-certificate', () => overruleRejection(...rejected)),
  };
}

function timing(peer: Peer, { now }: ConnectionOptions): Timed {
  return (what, work) => {
    const began = now();
    const done = (waited: boolean): void => {
      const took = now() - began;
      peer.tell(() => ({ type: 'work', what, took, waited }));
    };
    const answer = work();
    if (!isPromise(answer)) {
      done(false);
      return answer;
    }
    return Promise.resolve(answer).then((value) => {
      done(true);
      return value;
    });
  };
}

const then = <T, U>(value: Maybe<T>, next: (value: T) => U): Maybe<U> =>
  isPromise(value) ? Promise.resolve(value).then(next) : next(value);

const agreeing = (agreement: KeyAgreement, timed: Timed): KeyAgreement => ({
  offer: () => timed('key-pair', () => then(agreement.offer(), (offer) => completing(offer, timed))),
  answer: (share) => timed('shared-secret', () => agreement.answer(share)),
});

const completing = (offer: KeyOffer, timed: Timed): KeyOffer => ({
  share: offer.share,
  complete: (share) => timed('shared-secret', () => offer.complete(share)),
});

const verifying = (provider: Provider, timed: Timed): Provider => ({
  ...provider,
  finiteField: (prime, base) => agreeing(provider.finiteField(prime, base), timed),
  publicKey(spki) {
    const key = provider.publicKey(spki);
    if (!key) return undefined;
    const { type, bits, curve, encrypt } = key;
    return {
      ...{ type, bits, ...(curve && { curve }) },
      verify: (...signed) => timed('verify', () => key.verify(...signed)),
      ...(encrypt && { encrypt: (plaintext) => timed('encrypt', () => encrypt.call(key, plaintext)) }),
    };
  },
});

function signing(credential: Credential | undefined, timed: Timed): Credential | undefined {
  if (!credential) return undefined;
  const { key } = credential;
  const { type, bits, curve, publicKey, decrypt } = key;
  const own: PrivateKey = {
    ...{ type, bits, ...(curve && { curve }), publicKey },
    sign: (...content) => timed('sign', () => key.sign(...content)),
    ...(decrypt && { decrypt: (ciphertext) => timed('decrypt', () => decrypt.call(key, ciphertext)) }),
  };
  return { ...credential, key: own };
}

const sealing = (tickets: Tickets, timed: Timed): Tickets => ({
  lifetime: tickets.lifetime,
  seal: (state) => timed('seal-ticket', () => tickets.seal(state)),
  open: (ticket) => timed('open-ticket', () => tickets.open(ticket)),
});
