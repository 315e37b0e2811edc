/**
 * The shim's command line, as BoringSSL's runner writes it (ssl/test/PORTING.md there).
 *
 * A flag that stands in the table below is read and carried out; any other, and any value that handglass has no equal of, is
 * {@link Unimplemented}, which the shim turns into exit code 89. Flags are never accepted and ignored.
 */

/** The flag, or the value, that is not there yet. */
export class Unimplemented extends Error {
  override readonly name = 'Unimplemented';
}

/** A certificate chain and its key, as files. */
export interface CredentialFlags {
  certFile?: string;
  keyFile?: string;
  signingPrefs?: number[];
  ocspResponse?: Uint8Array;
  mustMatchIssuer?: boolean;
}

/** What one connection is told. */
export type Config = ReturnType<typeof freshConfig>;

/** What follows a flag on the command line. */
type Kind = 'on' | 'integer' | 'integers' | 'text' | 'base64';

const table = {
  port: 'integer',
  ipv6: 'on',
  'shim-id': 'text',
  server: 'on',
  'resume-count': 'integer',

  // What is offered and chosen.
  'min-version': 'integer',
  'max-version': 'integer',
  'no-tls13': 'on',
  'no-tls12': 'on',
  'no-tls11': 'on',
  'no-tls1': 'on',
  cipher: 'text',
  curves: 'integers',
  'key-shares': 'integers',
  'no-key-shares': 'on',
  'verify-prefs': 'integers',
  'advertise-alpn': 'text',
  'select-alpn': 'text',
  'decline-alpn': 'on',
  'reject-alpn': 'on',
  'host-name': 'text',
  'fallback-scsv': 'on',
  'enable-grease': 'on',
  'no-ticket': 'on',
  'max-cert-list': 'integer',
  'fips-202205': 'on',
  'wpa-202304': 'on',

  // Who the peer is.
  'trust-cert': 'text',
  'verify-peer': 'on',
  'verify-fail': 'on',
  'use-custom-verify-callback': 'on',
  'require-any-client-certificate': 'on',
  'use-client-ca-list': 'text',

  // OCSP responses: what is asked for, and what is stapled.
  'enable-ocsp-stapling': 'on',
  'use-ocsp-callback': 'on',
  'set-ocsp-in-callback': 'on',
  'decline-ocsp-callback': 'on',
  'fail-ocsp-callback': 'on',

  // When and how the callbacks answer. A credential callback of ours is all three of BoringSSL's.
  async: 'on',
  'use-early-callback': 'on',
  'use-old-client-cert-callback': 'on',
  'fail-early-callback': 'on',
  'fail-cert-callback': 'on',
  'use-ticket-callback': 'on',
  'use-ticket-aead-callback': 'on',
  'renew-ticket': 'on',
  'resumption-delay': 'integer',

  // What is done after the handshake.
  'implicit-handshake': 'on',
  'shim-writes-first': 'on',
  'shim-initial-write': 'text',
  'repeat-shim-initial-write': 'integer',
  'shim-shuts-down': 'on',
  'check-close-notify': 'on',
  'export-keying-material': 'integer',
  'export-label': 'text',
  'export-context': 'text',
  'use-export-context': 'on',
  'export-traffic-secrets': 'on',
  'key-update': 'on',
  'key-update-before-read': 'on',
  'read-size': 'integer',
  'write-different-record-sizes': 'on',
  'handshake-never-done': 'on',

  // What is expected.
  'expect-version': 'integer',
  'expect-cipher': 'integer',
  'expect-curve-id': 'integer',
  'expect-peer-signature-algorithm': 'integer',
  'expect-peer-verify-pref': 'integers',
  'expect-alpn': 'text',
  'expect-advertised-alpn': 'text',
  'expect-server-name': 'text',
  'expect-no-server-name': 'on',
  'expect-extended-master-secret': 'on',
  'expect-session-miss': 'on',
  'expect-ticket-renewal': 'on',
  'expect-no-session': 'on',
  'expect-no-session-id': 'on',
  'expect-total-renegotiations': 'integer',
  'expect-hrr': 'on',
  'expect-no-hrr': 'on',
  'expect-peer-cert-file': 'text',
  'expect-no-peer-cert': 'on',
  'expect-ocsp-response': 'base64',
  'expect-verify-result': 'on',
  'expect-client-ca-list': 'text',
  'expect-selected-credential': 'integer',
  'expect-msg-callback': 'text',
  'expect-no-offer-early-data': 'on',
} as const satisfies Record<string, Kind>;
type Flag = keyof typeof table;

type ValueOf<K extends Kind> = K extends 'on'
  ? boolean
  : K extends 'integer'
    ? number
    : K extends 'integers'
      ? number[]
      : K extends 'base64'
        ? Uint8Array
        : string;
type Values = { [F in Flag]: ValueOf<(typeof table)[F]> | undefined };

function freshConfig() {
  return {
    flags: {} as Values,
    /** `-new-x509-credential`, in order. */
    credentials: [] as CredentialFlags[],
    /** The credential of the flags that stand before any of those; BoringSSL tries it last. */
    ownCredential: {} as CredentialFlags,
  };
}

/** The runner of 2023, which is older than `-shim-id` and `-trust-cert`. */
export const isOf2023 = ({ flags }: Config): boolean => flags['shim-id'] === undefined;

export interface Configs {
  readonly initial: Config;
  readonly resume: Config;
}

/** Throws {@link Unimplemented}. */
export function parseFlags(args: readonly string[]): Configs {
  const configs = { initial: freshConfig(), resume: freshConfig() };
  for (let i = 0; i < args.length; i++) {
    const { name, scopes } = scopeOf(args[i]!);
    const targets = scopes.map((scope) => configs[scope]);
    if (name === 'new-x509-credential') {
      for (const config of targets) config.credentials.push({});
      continue;
    }
    const kind = credentialFlags[name] ?? (table as Record<string, Kind>)[name];
    if (kind === undefined) throw new Unimplemented(`-${name}`);
    const text = kind === 'on' ? undefined : args[++i];
    if (kind !== 'on' && text === undefined) throw new Error(`-${name} without its value`);
    for (const config of targets) setFlag(config, name, kind, text);
  }
  return configs;
}

const credentialFlags: Record<string, Kind> = {
  'cert-file': 'text',
  'key-file': 'text',
  'signing-prefs': 'integers',
  'ocsp-response': 'base64',
  'must-match-issuer': 'on',
};

function scopeOf(arg: string): { name: string; scopes: readonly (keyof Configs)[] } {
  const [, scope, name] = /^-(?:on-(initial|resume|retry|shim|handshaker)-)?(.+)$/.exec(arg) ?? [];
  if (name === undefined) throw new Error(`not a flag: ${arg}`);
  if (scope === undefined) return { name, scopes: ['initial', 'resume'] };
  if (scope === 'initial' || scope === 'resume') return { name, scopes: [scope] };
  throw new Unimplemented(`-on-${scope}: early data and split handshakes`);
}

function setFlag(config: Config, name: string, kind: Kind, text: string | undefined): void {
  if (name in credentialFlags) {
    const credential = config.credentials.at(-1) ?? config.ownCredential;
    if (name === 'cert-file') credential.certFile = text!;
    if (name === 'key-file') credential.keyFile = text!;
    if (name === 'must-match-issuer') credential.mustMatchIssuer = true;
    if (name === 'ocsp-response') credential.ocspResponse = Buffer.from(text!, 'base64');
    if (name === 'signing-prefs') (credential.signingPrefs ??= []).push(integer(name, text!));
    return;
  }
  const values = config.flags as Record<string, unknown>;
  if (kind === 'on') values[name] = true;
  else if (kind === 'integer') values[name] = integer(name, text!);
  else if (kind === 'integers')
    values[name] = [...((values[name] as number[] | undefined) ?? []), integer(name, text!)];
  else values[name] = kind === 'base64' ? Buffer.from(text!, 'base64') : text;
}

function integer(name: string, text: string): number {
  if (!/^-?\d+$/.test(text)) throw new Error(`-${name} ${text}: not an integer`);
  return Number(text);
}
