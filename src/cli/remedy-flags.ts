/** The flags that do what a trace proposes; the trace knows remedies only by their ids. */
import type { ClientRemedies, Remedy, ServerRemedies } from '../trace/remedies.ts';
import { say, type Words } from '../wire/words.ts';

type Flags<Remedies> = { readonly [Id in keyof Remedies]: (remedy: Remedies[Id]) => string };

/** Of `connect`. Capitals stand for what only the user knows. */
const connect: Flags<ClientRemedies> = {
  'offer-version': ({ version }) => `--tls ${version.replace('TLS ', '')}`,
  'offer-rsa-key-exchange': ({ suite }) =>
    ['--kx rsa', ...(suite === null ? [] : [`--ciphers ${suite}`])].join(' '),
  'offer-suites': () => '--ciphers NAMES',
  'offer-suites-and-groups': () => '--ciphers NAMES --groups NAMES',
  'offer-protocols': () => '--alpn NAMES',
  'ask-for-name': () => '--sni NAME',
  'present-certificate': () => '--cert FILE --key FILE',
  'ignore-authorities': () => '--ignore-authorities',
  trust: () => '--ca-file FILE',
  pin: () => '--pin PIN',
  'hand-in-crl': () => '--crl FILE',
  'allow-common-name': () => '--allow-common-name',
  overrule: () => '--insecure',
  'wait-longer': ({ seconds }) => `--timeout ${seconds}s`,
};

/** Of `serve`. */
const serve: Flags<ServerRemedies> = {
  'request-certificate': () => '--client-auth request',
  'trust-client-authority': () => '--ca-file FILE',
  'accept-rsa-key-exchange': () => '--kx rsa',
  'accept-suites': () => '--ciphers NAMES',
};

/** For a new `connect`; undefined if none of its flags does it. */
export const connectFlags = (remedy: Remedy): string | undefined => flagsIn(connect, remedy);

/** For a `serve` that is started again. */
export function serving(remedy: Remedy): Words | undefined {
  const flags = flagsIn(serve, remedy);
  return flags && say`serve with ${flags}`;
}

/** For a `verify` of the same files, which takes the flags of `connect` that judge. */
export function verifying(remedy: Remedy): Words | undefined {
  return remedy.id === 'allow-common-name' ? say`verify with ${connect[remedy.id](remedy)}` : undefined;
}

const flagsIn = (table: object, remedy: Remedy): string | undefined =>
  Object.hasOwn(table, remedy.id)
    ? (table as Record<string, (remedy: Remedy) => string>)[remedy.id]!(remedy)
    : undefined;
