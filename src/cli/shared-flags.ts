/** Flags that several commands have, with what the help says of them. */
import type { Command } from 'commander';

export const collected = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

export const key = [
  '--key <file>',
  'its private key, one for each --cert; in the --cert files by default',
  collected,
] as const;
export const passFile = [
  '--pass-file <file>',
  'the first line is the passphrase of our private key',
] as const;
export const passEnv = ['--pass-env <name>', 'the same, from this environment variable'] as const;
export const fields = [
  '--fields',
  'show every message and field too: its bytes, its value, and what it is for',
] as const;
export const only = [
  '--only <names>',
  'of these only messages and fields of such names: ClientHello,key_share',
] as const;
export const hex = ['--hex', 'and each message as a hex dump'] as const;
export const verbose = [
  '-v, --verbose',
  'the same as --fields; -vv with --hex',
  (_: string, before: number): number => before + 1,
  0,
] as const;
export const caFile = [
  '--ca-file <file>',
  'trust these certificates instead of the system’s; repeatable',
  collected,
] as const;
export const caDir = [
  '--ca-dir <folder>',
  'the same, for a folder of certificates; repeatable',
  collected,
] as const;
export const trust = [
  '--trust <store>',
  'trust this store as well as any --ca-file: system, mozilla, node or none',
] as const;
export const pins = [
  '--pin <pin>',
  'accept only a path with this key, as sha256//BASE64; repeatable',
  collected,
] as const;
export const records = [
  '--records <how>',
  'put our handshake messages into records: flight (together), message (one each), or so many bytes',
] as const;
export const keySteps = [
  '--keys',
  'show how the keys are made, step by step; their values with --secrets',
] as const;
export const compactForm = ['--compact', 'with --json, without the fields, which can be made again'] as const;
export const fetchPrivate = [
  '--fetch-private',
  'also fetch from loopback, link-local and private addresses',
] as const;
export const byCommonName = [
  '--allow-common-name',
  'with a private CA: match the common name if a certificate has no other name',
] as const;

export function negotiation(command: Command): Command {
  return command
    .option('--tls <version>', '1.2 or 1.3; both by default')
    .option('--kx <exchange>', 'TLS 1.2 key exchange: rsa, dhe or ecdhe; only ecdhe by default')
    .option(
      '--ciphers <names>',
      'only these cipher suites, by their IANA or OpenSSL names; all for old ones too',
    )
    .option('--groups <names>', 'only these groups')
    .option('--alpn <names>', 'application protocols, such as h2,http/1.1');
}
