/**
 * `handglass ca DIR`: a throw-away CA, and certificates of it.
 *
 * The CA is made when DIR has none. What it issues is named after whom it is for: `localhost.pem` and `localhost.key`.
 * Keys are written for their owner alone. Certificates are short-lived and there is no way to revoke them: it is a CA to
 * try things with.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { type GeneratedKey, nodeProvider, privateKey } from '../crypto/providers/node.ts';
import { decodePem, encodePem } from '../wire/pem.ts';
import { Malformed } from '../wire/reader.ts';
import { type Csr, parseCertificate, parseCsr, referenceOf } from '../x509/index.ts';
import { Authority, type Issued } from './authority.ts';
import { readText, systemWords } from './files.ts';
import { Exit, type Io, UsageError } from './io.ts';

export interface CaFlags {
  readonly server?: readonly string[];
  readonly client?: readonly string[];
  readonly csr?: readonly string[];
  readonly rsa?: boolean;
  readonly days?: string;
}

export async function ca(dir: string, flags: CaFlags, io: Io): Promise<Exit> {
  const days = daysOf(flags.days);
  const kind = flags.rsa ? 'RSA' : 'EC';
  const servers = flags.server?.map(checkedName);
  const files = new Folder(dir, io);
  const authority = existsSync(join(dir, 'ca.pem')) ? readAuthority(dir) : await Authority.make(kind, days);
  if ('pem' in authority.key) {
    files.pair('ca', { certificate: authority.certificate.der, key: authority.key as GeneratedKey });
  }
  const named = servers !== undefined || flags.client !== undefined || flags.csr !== undefined;
  const names = servers ?? (named ? undefined : ['localhost', '127.0.0.1', '::1']);
  if (names) files.pair(names[0]!, await authority.server(names, kind, days));
  for (const name of flags.client ?? (named ? [] : ['client'])) {
    files.pair(name, await authority.client(name, kind, days));
  }
  for (const file of flags.csr ?? []) {
    const { subject, publicKey, dnsNames, ipAddresses } = await readCsr(file);
    const certificate = await authority.certify({ subject, publicKey, dnsNames, ipAddresses }, days);
    files.write(`${basename(file, extname(file))}.pem`, encodePem('CERTIFICATE', certificate));
  }
  return Exit.fine;
}

function readAuthority(dir: string): Authority {
  try {
    const [block] = decodePem(readText('the CA', join(dir, 'ca.pem')));
    const certificate = parseCertificate(block!.bytes);
    return new Authority(certificate, privateKey(readText('the CA’s key', join(dir, 'ca.key'))));
  } catch (error) {
    if (!(error instanceof Malformed) && !(error instanceof TypeError)) throw error;
    throw new UsageError(`the CA in ${dir} cannot be used: ${error.message}`);
  }
}

async function readCsr(file: string): Promise<Csr> {
  try {
    const blocks = decodePem(readText('--csr', file));
    const request = blocks.find(({ label }) => /^(NEW )?CERTIFICATE REQUEST$/.test(label));
    if (!request)
      throw new UsageError(`--csr ${file} holds a ${blocks[0]!.label}, not a CERTIFICATE REQUEST`);
    const csr = await parseCsr(request.bytes, nodeProvider);
    if (!csr) throw new UsageError(`--csr ${file} is not signed by the key in it`);
    return csr;
  } catch (error) {
    if (error instanceof Malformed) throw new UsageError(`--csr ${file} cannot be read: ${error.message}`);
    throw error;
  }
}

function checkedName(name: string): string {
  if (referenceOf(name.replace(/^\*\./, ''))) return name;
  throw new UsageError(`--server ${JSON.stringify(name)} is neither a DNS name nor an IP address`);
}

function daysOf(text = '30'): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 3650)
    throw new UsageError(`--days ${text} is not a number from 1 to 3650`);
  return days;
}

class Folder {
  constructor(
    private readonly dir: string,
    private readonly io: Io,
  ) {
    try {
      mkdirSync(dir, { recursive: true });
    } catch (error) {
      throw new UsageError(`${dir} cannot be made: ${systemWords(error)}`);
    }
  }

  pair(name: string, { certificate, key }: Issued): void {
    const stem = name.replace(/^\*/, '_').replaceAll(/[^A-Za-z0-9._@-]/g, '_');
    this.write(`${stem}.pem`, encodePem('CERTIFICATE', certificate));
    this.write(`${stem}.key`, key.pem, 0o600);
  }

  /** Files are replaced: asking again is asking for new ones. */
  write(name: string, text: string, mode = 0o644): void {
    const path = join(this.dir, name);
    try {
      writeFileSync(path, text, { mode });
    } catch (error) {
      throw new UsageError(`${path} cannot be written: ${systemWords(error)}`);
    }
    this.io.stdout.write(`${path}\n`);
  }
}
