/** The grammar of the command line. */
import { Command, CommanderError } from 'commander';
import { TlsError } from '../protocol/errors.ts';
import { say } from '../wire/words.ts';
import { ca } from './ca/ca.ts';
import type { CaFlags } from './ca/ca-flags.ts';
import { type CertsFlags, certs } from './certs.ts';
import { commandWords } from './command-words.ts';
import { completion } from './completion.ts';
import { type ConnectFlags, connect } from './connect.ts';
import { demo } from './demo.ts';
import { refusalIn, speaking } from './help.ts';
import { Exit, type Io, languageOf, orStopped, Stopped, tell, tellBug, UsageError } from './io.ts';
import { languageAsked } from './language.ts';
import { looking } from './looking.ts';
import { writeRefusal } from './refusal-document.ts';
import { commandLine } from './retry-command.ts';
import { type Saving, savingTo } from './save.ts';
import { type ServeFlags, serve } from './serve.ts';
import {
  byCommonName,
  caDir,
  caFile,
  collected,
  compactForm,
  fetchPrivate,
  fields,
  hex,
  key,
  keySteps,
  negotiation,
  only,
  passEnv,
  passFile,
  pins,
  records,
  trust,
  verbose,
} from './shared-flags.ts';
import { type VerifyFlags, verify } from './verify.ts';

/** As in package.json, which the bundle would need beside it to read it from there. */
const VERSION = '0.1.0';

/** Runs a command line (without node and the script) and gives its exit code. */
export async function run(given: readonly string[], world: Io): Promise<Exit> {
  const { argv, language, problem } = await languageAsked(given, world.env);
  let saving: Saving | undefined;
  const io: Io = {
    ...world,
    language,
    ask: world.ask && ((question) => world.ask!(language.words(question))),
    provenance: {
      program: 'handglass',
      version: VERSION,
      node: process.version,
      command: commandLine(['handglass', ...given]),
      date: new Date().toISOString(),
    },
    get save() {
      return saving?.save;
    },
  };
  if (problem !== undefined) return failed(new UsageError(problem), io, argv);
  let exit: Promise<Exit> | undefined;
  const shown = demoIn(argv);
  const program = grammar(io, (command) => {
    exit = command();
  });
  program.hook('preAction', (_, command) => {
    const { save } = command.opts<{ readonly save?: string }>();
    if (save !== undefined) saving = savingTo(save, io);
  });
  let refusal = '';
  program.commands[0]?.configureOutput({ outputError: (words) => void (refusal = words) });
  try {
    if (shown) {
      if (shown.save !== undefined) saving = savingTo(shown.save, io);
      return await demo(io);
    }
    await program.parseAsync(commandWords(program, argv).map(ending), { from: 'user' });
    return (await exit) ?? Exit.fine;
  } catch (error) {
    // connect is the default command, so a mistyped command looks like its target.
    const [first = ''] = argv;
    const commands = program.commands.map((command) => command.name());
    if (hasCode(error, 'commander.excessArguments') && !first.startsWith('-') && !commands.includes(first)) {
      tell(
        io,
        say`error: ${JSON.stringify(first)} is not a command, and connect takes one target; the commands are ${commands.join(', ')}`,
      );
    } else io.stderr.write(refusalIn(language, refusal));
    return failed(error, io, argv);
  } finally {
    saving?.close();
  }
}

/** Without a command and a target the demo runs, and may be saved. */
function demoIn(argv: readonly string[]): { readonly save: string | undefined } | undefined {
  const [first, second, ...more] = argv;
  if (first === undefined) return { save: undefined };
  if (first === '--save' && second !== undefined && more.length === 0) return { save: second };
  return undefined;
}

/** Without a value it takes none: `--resume HOST` resumes with HOST. */
const ending = (word: string): string => (word === '--resume' ? '--resume=end' : word);

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof CommanderError && error.code === code;

function failed(error: unknown, io: Io, argv: readonly string[]): Exit {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return Exit.fine;
    writeRefusal(error.message, error, argv, io);
    return Exit.usage;
  }
  if (error instanceof UsageError || (error instanceof TlsError && error.reason === 'misuse')) {
    tell(io, say`handglass: ${error.said}`);
    writeRefusal(error.said, error, argv, io);
    return Exit.usage;
  }
  if (error instanceof Stopped) {
    tell(io, 'handglass: stopped');
    return Exit.stopped;
  }
  tellBug(io, error);
  return Exit.internal;
}

function grammar(io: Io, start: (command: () => Promise<Exit>) => void): Command {
  const language = languageOf(io);
  const program = speaking(new Command('handglass'), language)
    .description('A TLS stack you can see through. Without arguments: six handshakes on loopback, explained.')
    .addHelpText(
      'after',
      language.words(`
Exit codes: 0 connected · 1 internal error · 2 wrong usage or file · 3 network
            4 not TLS · 5 handshake · 6 server certificate · 7 our certificate
            8 expires soon (certs) · 130 stopped`),
    )
    .version(VERSION, '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    });
  negotiation(
    program
      .command('connect <target>', { isDefault: true })
      .description('make one real handshake with HOST[:PORT], and explain it')
      .option('--sni <name>', 'the name to ask for, and to check the certificate against')
      .option(...caFile)
      .option(...caDir)
      .option(...trust)
      .option(...pins)
      .option(...byCommonName)
      .option('--cert <file>', 'our certificate, followed by its chain; repeatable', collected)
      .option(...key)
      .option(...passFile)
      .option(...passEnv)
      .option('--ignore-authorities', 'send it even if the server names other issuers')
      .option('--revocation <mode>', 'check OCSP and CRLs: off, soft or hard', 'soft')
      .option('--crl <file>', 'a revocation list (CRL) to use; repeatable', collected)
      .option('--no-aia', 'do not fetch issuers that the server leaves out')
      .option(...fetchPrivate)
      .option('-k, --insecure', 'accept any server certificate; the verdict is still shown')
      .option('--timeout <time>', 'limit for connecting, and again for the handshake', '10s')
      .option(
        '--keylog <file>',
        'append the secrets to this file, for Wireshark (RFC 9850); SSLKEYLOGFILE works too',
      )
      .option(...fields)
      .option(...only)
      .option(...hex)
      .option(...verbose)
      .option(...records)
      .option(
        '--resume [how]',
        'then end, and resume in a second connection; --resume=cut cuts the first one',
      )
      .option('--no-tickets', 'ask for no ticket in TLS 1.2, so that the session is resumed by its ID')
      .option('--session-out <file>', 'write the session to this file, which is secret')
      .option('--session-in <file>', 'resume the session in this file')
      .option('--json', 'print the whole trace as one JSON object')
      .option(...keySteps)
      .option(...compactForm)
      .option('--secrets', 'show the secrets')
      .option('--pipe', 'then connect standard input and output to the server'),
  ).action((target: string, flags: ConnectFlags) => start(() => connect(target, flags, io)));
  negotiation(
    program
      .command('serve')
      .description('run a server that shows what each client sent')
      .requiredOption('--port <port>', 'the port to listen on; 0 for any free port')
      .option('--host <address>', 'the address to listen on', '127.0.0.1')
      .option(
        '--cert <file>',
        'a certificate, followed by its chain; repeatable; throw-away ones by default',
        collected,
      )
      .option(...key)
      .option(...passFile)
      .option(...passEnv)
      .option('--client-auth <mode>', 'ask clients for a certificate: none, request or require', 'none')
      .option('--staple <file>', 'an OCSP response to staple, for clients that ask; repeatable', collected)
      .option('--ca-file <file>', 'accept client certificates from these CAs; repeatable', collected)
      .option('--ca-dir <folder>', 'the same, for a folder of certificates; repeatable', collected)
      .option(...pins)
      .option('--revocation <mode>', 'check client certificates: off, soft or hard; nothing is fetched')
      .option('--crl <file>', 'a revocation list (CRL) for them; repeatable', collected)
      .option('--timeout <time>', 'limit for the handshake', '10s')
      .option('--idle <time>', 'close a client after this long without application data', '60s')
      .option(
        '--max-connections <count>',
        'clients at a time; the next one takes the place of one still in its handshake',
        '256',
      )
      .option(
        '--keylog <file>',
        'append the secrets to this file, for Wireshark (RFC 9850); SSLKEYLOGFILE works too',
      )
      .option(...fields)
      .option(...only)
      .option(...hex)
      .option(...verbose)
      .option(...records)
      .option('--resumption <kind>', 'how clients may resume: ticket, id (TLS 1.2), both or none', 'both')
      .option('--json', 'print each handshake as one line of JSON')
      .option(...keySteps)
      .option(...compactForm)
      .option('--secrets', 'show the secrets'),
  ).action((flags: ServeFlags) => start(() => serve(flags, io)));
  program
    .command('ca [dir]')
    .description('make a throw-away CA in DIR, and certificates from it')
    .optionsGroup('What to make (by default, certificates for localhost and for a client):')
    .option('--server <names...>', 'a server certificate for these names and addresses')
    .option('--client <names...>', 'a client certificate for each name, e-mail address or URI')
    .option('--csr <files...>', 'a certificate for each request (PKCS #10, PEM or DER)')
    .option(
      '--intermediate <names...>',
      'CAs, each below the previous one; the last one issues everything else',
    )
    .option('--root <name>', 'a root other than "ca"; it is made if DIR has none of that name')
    .option('--cross-sign <files...>', 'certify the names and keys of these CAs')
    .option('--revoke <files...>', 'mark these as revoked in their issuer’s index')
    .option('--crl', 'a CRL of every CA in DIR, or of --issuer alone')
    .option('--ocsp <files...>', 'an OCSP response for each of these certificates')
    .option('--ocsp-responder', 'a certificate for a delegated OCSP responder, which then signs for --ocsp')
    .option('--bad <names...>', 'server certificates that are bad on purpose; "all" for all of them')
    .option('--list-bad', 'list the names for --bad, and why each is refused')
    .option(
      '--listen <port>',
      'serve its CRLs and OCSP responses on loopback, and write their URLs into what is issued',
    )
    .optionsGroup('How:')
    .option('--issuer <name>', 'the CA in DIR that issues; the root by default')
    .option('--path-length <count>', 'how many CAs are allowed below the last one made')
    .option('--key <kind>', 'ec, p384, p521, rsa, rsa3072, rsa4096 or ed25519; ec (P-256) by default')
    .option('--rsa', 'the same as --key rsa: 2048 bits')
    .option('--days <count>', 'days of validity; 30 by default')
    .option('--not-before <time>', 'start of validity, such as 2026-01-31 or 2026-01-31T12:00:00Z')
    .option('--not-after <time>', 'end of validity')
    .option('--ocsp-url <urls...>', 'the issuer’s OCSP responder; {issuer} stands for the name of its files')
    .option('--crl-url <urls...>', 'its CRL')
    .option('--issuer-url <urls...>', 'its certificate, which is written to {issuer}.cer')
    .option('--must-staple', 'the server must staple an OCSP response (RFC 7633)')
    .option('--reason <reason>', 'the reason for revoking, such as keyCompromise')
    .option('--status <status>', 'answer good, revoked or unknown, whatever the index says')
    .action((dir: string | undefined, flags: CaFlags) => start(() => ca(dir, flags, io)));
  negotiation(
    program
      .command('certs <targets...>')
      .description('show what is in files, and what every address of HOST[:PORT] sends')
      .option(...caFile)
      .option(...caDir)
      .option(...trust)
      .option('--sni <name>', 'the name to ask hosts for, and to check their certificates against')
      .option(
        '--timeout <time>',
        'limit for connecting to an address, and again for its handshake; 10s by default',
      )
      .option('--at <time>', 'check as of this time: ISO 8601, or seconds since 1970')
      .option('--expires-within <time>', 'exit with 8 if a certificate expires within this time, such as 30d')
      .option('--revocation <mode>', 'for hosts, check OCSP and CRLs: off, soft or hard', 'soft')
      .option('--crl <file>', 'a revocation list (CRL) to use; repeatable', collected)
      .option('--no-aia', 'do not fetch issuers that a host leaves out')
      .option(...fetchPrivate)
      .option('--fields', 'explain every byte')
      .option('--json', 'print everything as one JSON object'),
  ).action((targets: string[], flags: CertsFlags) => start(() => orStopped(certs(targets, flags, io), io)));
  program
    .command('verify <files...>')
    .description(
      'check that the first certificate in FILES is valid for NAME; the others help to find its path',
    )
    .option('--for <name>', 'the DNS name or IP address it must be valid for; required for servers')
    .option('--purpose <purpose>', 'server or client', 'server')
    .option(...caFile)
    .option(...caDir)
    .option(...trust)
    .option(...pins)
    .option(...byCommonName)
    .option('--at <time>', 'check as of this time: ISO 8601, or seconds since 1970')
    .option('--revocation <mode>', 'off, soft or hard', 'soft')
    .option('--crl <file>', 'a revocation list (CRL); repeatable', collected)
    .option('--ocsp <file>', 'an OCSP response; repeatable', collected)
    .option('--fetch', 'fetch OCSP responses, CRLs and missing issuers')
    .option(...fetchPrivate)
    .option('--json', 'print everything as one JSON object')
    .action((files: string[], flags: VerifyFlags) => start(() => orStopped(verify(files, flags, io), io)));
  looking(program, io, start);
  for (const each of program.commands.filter((command) => command.name() !== 'ca'))
    each.option('--save <file>', 'write the document of what is told to this file, for show and diff');
  program
    .command('completion <shell>')
    .description('print what completes a command line in bash, zsh or fish')
    .action((shell: string) => start(async () => completion(shell, program, io)));
  // It is taken out before anything else is read; here it is only shown.
  for (const each of [program, ...program.commands])
    each.option('--lang <language>', 'en or zh; by default what LC_ALL, LC_MESSAGES or LANG says');
  return program;
}
