/** A provider that measures the time spent in it, and nothing of what is around it. */
import type { KeyOffer, Maybe, PrivateKey, Provider, PublicKey } from '../src/crypto/provider.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';

export interface Spent {
  milliseconds: number;
  calls: number;
}

export function counting(): { provider: Provider; spent: Spent } {
  const spent: Spent = { milliseconds: 0, calls: 0 };
  const timed = <T>(run: () => T): T => measure(spent, run);
  const offer = ({ share, complete }: KeyOffer): KeyOffer => ({
    share,
    complete: (peer) => timed(() => complete(peer)),
  });
  const publicKey = (key: PublicKey | undefined): PublicKey | undefined =>
    key && {
      type: key.type,
      bits: key.bits,
      ...(key.curve && { curve: key.curve }),
      verify: (...args) => timed(() => key.verify(...args)),
      ...(key.encrypt && { encrypt: (plaintext: Uint8Array) => timed(() => key.encrypt!(plaintext)) }),
    };
  const hash = (algorithm: Provider['hashes']['SHA-256']) => ({
    ...algorithm,
    digest: (data: Uint8Array) => timed(() => algorithm.digest(data)),
    hmac: (key: Uint8Array, ...parts: Uint8Array[]) => timed(() => algorithm.hmac(key, ...parts)),
    create: () =>
      running(
        timed(() => algorithm.create()),
        timed,
      ),
  });
  const hashes = Object.fromEntries(
    Object.entries(nodeProvider.hashes).map(([name, algorithm]) => [name, hash(algorithm)]),
  ) as unknown as Provider['hashes'];
  const cipher = <C extends Provider['ticketCipher']>(algorithm: C): C => ({
    ...algorithm,
    create(key: Uint8Array) {
      const aead = timed(() => algorithm.create(key));
      return {
        seal: (...args: Parameters<typeof aead.seal>) => timed(() => aead.seal(...args)),
        open: (...args: Parameters<typeof aead.open>) => timed(() => aead.open(...args)),
      };
    },
  });
  const provider: Provider = {
    ...nodeProvider,
    hashes,
    random: (length) => timed(() => nodeProvider.random(length)),
    suites: nodeProvider.suites.map((suite) =>
      suite.version === 0x0304
        ? { ...suite, hash: hashes[suite.hash.name], cipher: cipher(suite.cipher) }
        : {
            ...suite,
            hash: hashes[suite.hash.name],
            protection:
              suite.protection.kind === 'AEAD'
                ? { kind: 'AEAD', cipher: cipher(suite.protection.cipher) }
                : suite.protection,
          },
    ),
    groups: nodeProvider.groups.map((group) => ({
      ...group,
      offer: () => offer(timed(() => group.offer()) as KeyOffer),
      answer: (peer) => timed(() => group.answer(peer)),
    })),
    ticketCipher: cipher(nodeProvider.ticketCipher),
    publicKey: (spki) => publicKey(timed(() => nodeProvider.publicKey(spki))),
  };
  return { provider, spent };
}

export const countingKey = (key: PrivateKey, spent: Spent): PrivateKey => ({
  ...key,
  type: key.type,
  bits: key.bits,
  publicKey: key.publicKey,
  sign: (...args): Maybe<Uint8Array> => measure(spent, () => key.sign(...args)),
});

type Running = ReturnType<Provider['hashes']['SHA-256']['create']>;
function running(hash: Running, timed: <T>(run: () => T) => T): Running {
  return {
    update: (data) => timed(() => hash.update(data)),
    digest: () => timed(() => hash.digest()),
    copy: () =>
      running(
        timed(() => hash.copy()),
        timed,
      ),
  };
}

/** A call inside a call is counted once. */
let depth = 0;
function measure<T>(spent: Spent, run: () => T): T {
  if (depth > 0) return run();
  depth++;
  const start = performance.now();
  try {
    return run();
  } finally {
    spent.milliseconds += performance.now() - start;
    spent.calls++;
    depth--;
  }
}
