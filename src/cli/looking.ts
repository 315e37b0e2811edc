/** The commands that look at something that is there already: show, diff, explain. */
import type { Command } from 'commander';
import { derive } from './derive.ts';
import type { DeriveFlags } from './derive-values.ts';
import { type DiffFlags, diff } from './diff.ts';
import { type ExplainFlags, explained } from './explain.ts';
import type { Exit, Io } from './io.ts';
import {
  caDir,
  caFile,
  collected,
  fetchPrivate,
  hex,
  key,
  negotiation,
  only,
  passEnv,
  passFile,
  trust,
  verbose,
} from './shared-flags.ts';
import { type ShowFlags, show } from './show.ts';

export function looking(program: Command, io: Io, start: (command: () => Promise<Exit>) => void): void {
  program
    .command('show <what...>')
    .description(
      'show what is in a file, on standard input (-) or pasted: traces, bytes of TLS, a log, certificates',
    )
    .option('--keylog <file>', 'open protected records with this key log (RFC 9850)')
    .option('--fields', 'explain every byte')
    .option(...only)
    .option(...hex)
    .option(...verbose)
    .option('--keys', 'of a trace: how its keys were made, step by step')
    .option('--secrets', 'show the secrets')
    .option('--json', 'print it as JSON')
    .action((what: string[], flags: ShowFlags) => start(() => show(what, flags, io)));
  negotiation(
    program
      .command('diff <a> <b>')
      .description('say what differs between two connections: saved traces, or servers to connect to')
      .option('--sni <name>', 'the name to ask for, and to check certificates against')
      .option(...caFile)
      .option(...caDir)
      .option(...trust)
      .option('--cert <file>', 'our certificate, followed by its chain; repeatable', collected)
      .option(...key)
      .option(...passFile)
      .option(...passEnv)
      .option('--revocation <mode>', 'check OCSP and CRLs: off, soft or hard', 'soft')
      .option('--crl <file>', 'a revocation list (CRL) to use; repeatable', collected)
      .option('--no-aia', 'do not fetch issuers that the server leaves out')
      .option(...fetchPrivate)
      .option('-k, --insecure', 'accept any server certificate; the verdict is still compared')
      .option('--timeout <time>', 'limit for connecting, and again for the handshake', '10s')
      .option('--json', 'print the differences as JSON'),
  ).action((a: string, b: string, flags: DiffFlags) => start(() => diff(a, b, flags, io)));
  program
    .command('explain <what...>')
    .description(
      'say what an alert, cipher suite, extension, OID, or another program’s error text means; - reads it',
    )
    .option('--json', 'print it as JSON')
    .action((what: string[], flags: ExplainFlags) => start(() => explained(what, flags, io)));
  program
    .command('derive')
    .description(
      'make the keys of a connection from given values, step by step; without flags, JSON on standard input',
    )
    .option('--suite <name>', 'the cipher suite, by its IANA name')
    .option('--client-random <hex>', 'the random of ClientHello')
    .option('--server-random <hex>', 'the random of ServerHello')
    .option('--premaster <hex>', 'TLS 1.2: the premaster secret')
    .option('--main <hex>', 'TLS 1.2: the main secret, of a handshake that is resumed')
    .option('--shared <hex>', 'TLS 1.3: the secret of the key exchange')
    .option('--psk <hex>', 'TLS 1.3: the pre-shared key')
    .option('--ticket-nonce <hex>', 'TLS 1.3: for the PSK of a ticket')
    .option('--hash <name=hex>', 'the hash of the messages up to a point; repeatable', collected)
    .option('--json', 'print it as JSON')
    .action((flags: DeriveFlags) => start(() => derive(flags, io)));
}
