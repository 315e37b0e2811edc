/** The grammar of the command line. */
import { Command, CommanderError } from 'commander';
import { TlsError } from '../protocol/errors.ts';
import { say } from '../wire/words.ts';
import { ca } from './ca/ca.ts';
import type { CaFlags } from './ca/ca-flags.ts';
import { type CertsFlags, certs } from './certs.ts';
import { type ConnectFlags, connect } from './connect.ts';
import { demo } from './demo.ts';
import { Exit, type Io, orStopped, Stopped, tell, tellBug, UsageError } from './io.ts';
import { type ServeFlags, serve } from './serve.ts';
import { type VerifyFlags, verify } from './verify.ts';

/** As package.json has it; read from there it would have to stand beside what is bundled. */
const VERSION = '0.1.0';

/** Runs a command line (without node and the script) and gives its exit code. */
export async function run(argv: readonly string[], io: Io): Promise<Exit> {
  let exit: Promise<Exit> | undefined;
  if (argv.length === 0) return demo(io).catch((error: unknown) => failed(error, io));
  const program = grammar(io, (command) => {
    exit = command();
  });
  let refusal = '';
  program.commands[0]?.configureOutput({ outputError: (words) => void (refusal = words) });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return (await exit) ?? Exit.fine;
  } catch (error) {
    // connect is the default command, so a mistyped command is taken for its target.
    const [first = ''] = argv;
    if (hasCode(error, 'commander.excessArguments') && !/^-|^connect$/.test(first)) {
      const commands = program.commands.map((command) => command.name()).join(', ');
      tell(
        io,
        say`error: ${JSON.stringify(first)} is not a command, and connect takes one target; the commands are ${commands}`,
      );
    } else io.stderr.write(refusal);
    return failed(error, io);
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof CommanderError && error.code === code;

function failed(error: unknown, io: Io): Exit {
  if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.fine : Exit.usage;
  if (error instanceof UsageError || (error instanceof TlsError && error.reason === 'misuse')) {
    tell(io, say`handglass: ${error.said}`);
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
  const program = new Command('handglass')
    .description(
      'A TLS stack that you can see through. Without arguments: five handshakes on loopback, told.',
    )
    .addHelpText(
      'after',
      `
Exit codes: 0 connected · 1 internal error · 2 what was typed or a file · 3 network
            4 not TLS · 5 handshake · 6 server certificate · 7 our certificate
            8 expires soon (certs) · 130 stopped`,
    )
    .version(VERSION, '-V, --version', 'which one this is')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    });
  negotiation(
    program
      .command('connect <target>', { isDefault: true })
      .description('one real handshake with HOST[:PORT], told')
      .option('--sni <name>', 'the name to ask for, and to check the certificate for')
      .option(...caFile)
      .option(...caDir)
      .option(...trust)
      .option(...pins)
      .option(...byCommonName)
      .option('--cert <file>', 'our certificate, with its chain behind it')
      .option('--key <file>', 'its key; the file of --cert when not given')
      .option('--ignore-authorities', 'send it also to a server that names other issuers')
      .option('--revocation <mode>', 'off, soft or hard: ask OCSP responders and for CRLs', 'soft')
      .option('--crl <file>', 'a revocation list that is at hand; repeatable', collected)
      .option('--no-aia', 'do not fetch an issuer that the server does not send')
      .option(...fetchPrivate)
      .option('-k, --insecure', 'take a certificate that is not acceptable; the verdict is still shown')
      .option('--timeout <time>', 'for the way there, and again for the handshake', '10s')
      .option('--keylog <file>', 'append the secrets for Wireshark (RFC 9850); SSLKEYLOGFILE is honoured too')
      .option('--json', 'the whole trace as one JSON object')
      .option('--secrets', 'show the secrets in what is told')
      .option('--pipe', 'then carry standard input and output'),
  ).action((target: string, flags: ConnectFlags) => start(() => connect(target, flags, io)));
  negotiation(
    program
      .command('serve')
      .description('a server that tells what each client sent')
      .requiredOption('--port <port>', 'where to listen; 0 for any free port')
      .option('--host <address>', 'on which address', '127.0.0.1')
      .requiredOption('--cert <file>', 'the certificate, with its chain behind it')
      .option('--key <file>', 'its key; the file of --cert when not given')
      .option('--client-auth <mode>', 'ask clients for a certificate: none, request or require', 'none')
      .option('--staple <file>', 'an OCSP response for it, given to clients that ask')
      .option('--ca-file <file>', 'whose client certificates are accepted; repeatable', collected)
      .option('--ca-dir <folder>', 'the same, a folder of certificates; repeatable', collected)
      .option(...pins)
      .option('--revocation <mode>', 'of client certificates: off, soft or hard; nothing is fetched')
      .option('--crl <file>', 'a revocation list for them; repeatable', collected)
      .option('--timeout <time>', 'for the handshake', '10s')
      .option('--idle <time>', 'close a client after this long without application data', '60s')
      .option(
        '--max-connections <count>',
        'clients at once; for the next, one that has not finished its handshake is closed',
        '256',
      )
      .option('--keylog <file>', 'append the secrets for Wireshark (RFC 9850); SSLKEYLOGFILE is honoured too')
      .option('--json', 'each handshake as one line of JSON')
      .option('--secrets', 'show the secrets in what is told'),
  ).action((flags: ServeFlags) => start(() => serve(flags, io)));
  program
    .command('ca [dir]')
    .description('a throw-away CA in DIR, and what is asked of it')
    .optionsGroup('What to make (without any: certificates for localhost and for a client):')
    .option('--server <names...>', 'a server certificate for these names and addresses')
    .option('--client <names...>', 'a client certificate for each; an e-mail address or a URI is one too')
    .option('--csr <files...>', 'a certificate for each request (PKCS #10, PEM or DER)')
    .option('--intermediate <names...>', 'CAs, each below the one before; the last issues what else is made')
    .option('--root <name>', 'another root in DIR, beside "ca"')
    .option('--cross-sign <files...>', 'another CA’s name and key, certified by ours')
    .option('--revoke <files...>', 'record that these are revoked, in the index of their issuer')
    .option('--crl', 'the CRL of every CA in DIR, or of --issuer')
    .option('--ocsp <files...>', 'an OCSP response for each of these certificates')
    .option('--ocsp-responder', 'a certificate for whom the CA lets answer; with --ocsp that one answers')
    .option('--bad <names...>', 'server certificates that are bad on purpose; "all" for every one')
    .option('--list-bad', 'what there is for --bad, and what it is refused with')
    .optionsGroup('How:')
    .option('--issuer <name>', 'which CA in DIR issues it; the root when not given')
    .option('--path-length <count>', 'how many CAs may stand below the last one that is made')
    .option('--key <kind>', 'ec, p384, p521, rsa, rsa3072, rsa4096 or ed25519; ec (P-256) when not given')
    .option('--rsa', 'the same as --key rsa: 2048 bits')
    .option('--days <count>', 'how long it holds; 30 when not given')
    .option('--not-before <time>', 'from when it holds, such as 2026-01-31 or 2026-01-31T12:00:00Z')
    .option('--not-after <time>', 'until when')
    .option('--ocsp-url <urls...>', 'where the issuer answers OCSP; {issuer} is what its files are called')
    .option('--crl-url <urls...>', 'where its CRL is')
    .option('--issuer-url <urls...>', 'where its certificate is, which is written as {issuer}.cer')
    .option('--must-staple', 'the server must staple an OCSP response (RFC 7633)')
    .option('--reason <reason>', 'why it is revoked, such as keyCompromise')
    .option('--status <status>', 'answer good, revoked or unknown, whatever the index says')
    .action((dir: string | undefined, flags: CaFlags) => start(() => ca(dir, flags, io)));
  negotiation(
    program
      .command('certs <targets...>')
      .description('what is in files, and what every address of a HOST[:PORT] sends')
      .option(...caFile)
      .option(...caDir)
      .option(...trust)
      .option('--sni <name>', 'the name to ask hosts for, and to check their certificates for')
      .option(
        '--timeout <time>',
        'for the way to an address, and again for its handshake; 10s when not given',
      )
      .option('--at <time>', 'judge for this moment: ISO 8601, or seconds since 1970')
      .option('--expires-within <time>', 'exit 8 when a certificate ends within this time, such as 30d')
      .option('--revocation <mode>', 'off, soft or hard: of hosts, ask OCSP responders and for CRLs', 'soft')
      .option('--crl <file>', 'a revocation list that is at hand; repeatable', collected)
      .option('--no-aia', 'do not fetch an issuer that a host does not send')
      .option(...fetchPrivate)
      .option('--fields', 'explain every byte')
      .option('--json', 'all of it as one JSON object'),
  ).action((targets: string[], flags: CertsFlags) => start(() => orStopped(certs(targets, flags, io), io)));
  program
    .command('verify <files...>')
    .description('may the holder of the certificate in FILES be NAME? The first is asked about, others help')
    .option('--for <name>', 'the DNS name or IP address that it must be for; a server’s needs one')
    .option('--purpose <purpose>', 'server or client', 'server')
    .option(...caFile)
    .option(...caDir)
    .option(...trust)
    .option(...pins)
    .option(...byCommonName)
    .option('--at <time>', 'judge for this moment: ISO 8601, or seconds since 1970')
    .option('--revocation <mode>', 'off, soft or hard', 'soft')
    .option('--crl <file>', 'a revocation list; repeatable', collected)
    .option('--ocsp <file>', 'an OCSP response; repeatable', collected)
    .option('--fetch', 'ask OCSP responders, for lists, and for issuers that are missing')
    .option(...fetchPrivate)
    .option('--json', 'all of it as one JSON object')
    .action((files: string[], flags: VerifyFlags) => start(() => orStopped(verify(files, flags, io), io)));
  return program;
}

const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const caFile = [
  '--ca-file <file>',
  'trust these certificates, and nobody else; repeatable',
  collected,
] as const;
const caDir = ['--ca-dir <folder>', 'the same, a folder of certificates; repeatable', collected] as const;
const trust = [
  '--trust <store>',
  'system, mozilla, node or none; besides what is named, if anything',
] as const;
const pins = [
  '--pin <pin>',
  'a key that must be on the path, as sha256//BASE64; repeatable',
  collected,
] as const;
const fetchPrivate = [
  '--fetch-private',
  'also fetch from loopback, link-local and private addresses',
] as const;
const byCommonName = [
  '--allow-common-name',
  'under a CA that is named: where a certificate has no other name for a host',
] as const;

function negotiation(command: Command): Command {
  return command
    .option('--tls <version>', '1.2 or 1.3; both when not given')
    .option('--kx <exchange>', 'key exchange of TLS 1.2: rsa or ecdhe; rsa is off when not given')
    .option('--ciphers <names>', 'exactly these cipher suites, by their IANA or OpenSSL names')
    .option('--groups <names>', 'exactly these groups')
    .option('--alpn <names>', 'application protocols, such as h2,http/1.1');
}
