/**
 * `handglass ca DIR`: a throw-away CA, and certificates of it.
 *
 * The CA is made when DIR has none. What it issues is named after whom it is for: `localhost.pem` and `localhost.key`.
 * Keys are written for their owner alone. Certificates are short-lived and there is no way to revoke them: it is a CA to
 * try things with.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { PrivateKey } from '../crypto/provider.ts';
import { generateKey, nodeProvider, privateKey } from '../crypto/providers/node.ts';
import { decodePem, encodePem } from '../wire/pem.ts';
import { Malformed } from '../wire/reader.ts';
import {
  type Certificate,
  type IssueRequest,
  ipBytes,
  issueCertificate,
  parseCertificate,
  parseCsr,
  referenceOf,
} from '../x509/index.ts';
import { readText, systemWords } from './files.ts';
import { Exit, type Io, UsageError } from './io.ts';

export interface CaFlags {
  readonly server?: readonly string[];
  readonly client?: readonly string[];
  readonly csr?: readonly string[];
  readonly rsa?: boolean;
  readonly days?: string;
}

const DAY = 24 * 60 * 60 * 1000;

export async function ca(dir: string, flags: CaFlags, io: Io): Promise<Exit> {
  const days = daysOf(flags.days);
  const files = new Folder(dir, io);
  const authority = existsSync(join(dir, 'ca.pem'))
    ? readAuthority(dir)
    : await makeAuthority(files, flags, days);
  const issue = (request: Omit<IssueRequest, 'issuer' | 'serial' | 'notBefore' | 'notAfter'>) =>
    issueCertificate({ ...request, issuer: authority, ...validity(days), serial: serial() });

  const named = flags.server !== undefined || flags.client !== undefined || flags.csr !== undefined;
  const servers = flags.server ?? (named ? undefined : ['localhost', '127.0.0.1', '::1']);
  if (servers) {
    const key = generateKey(flags.rsa ? 'RSA' : 'EC');
    const names = namesFrom(servers);
    const certificate = await issue({
      subject: { CN: servers[0]! },
      publicKey: key.publicKey,
      ...names,
      extKeyUsage: ['serverAuth'],
    });
    files.pair(servers[0]!, certificate, key.pem);
  }
  for (const name of flags.client ?? (named ? [] : ['client'])) {
    const key = generateKey(flags.rsa ? 'RSA' : 'EC');
    const certificate = await issue({
      subject: { CN: name },
      publicKey: key.publicKey,
      extKeyUsage: ['clientAuth'],
    });
    files.pair(name, certificate, key.pem);
  }
  for (const file of flags.csr ?? []) {
    const { subject, publicKey, dnsNames, ipAddresses } = await readCsr(file);
    const certificate = await issue({ subject, publicKey, dnsNames, ipAddresses });
    files.write(`${basename(file, extname(file))}.pem`, encodePem('CERTIFICATE', certificate));
  }
  return Exit.fine;
}

interface Authority {
  readonly key: PrivateKey;
  readonly certificate: Certificate;
}

async function makeAuthority(files: Folder, { rsa }: CaFlags, days: number): Promise<Authority> {
  const key = generateKey(rsa ? 'RSA' : 'EC');
  const certificate = await issueCertificate({
    subject: { O: 'handglass', CN: `throw-away CA ${randomBytes(4).toString('hex')}` },
    publicKey: key.publicKey,
    issuer: { key },
    ...validity(days),
    serial: serial(),
    ca: true,
    pathLength: 0,
  });
  files.pair('ca', certificate, key.pem);
  return { key, certificate: parseCertificate(certificate) };
}

function readAuthority(dir: string): Authority {
  try {
    const [block] = decodePem(readText('the CA', join(dir, 'ca.pem')));
    const certificate = parseCertificate(block!.bytes);
    return { certificate, key: privateKey(readText('the CA’s key', join(dir, 'ca.key'))) };
  } catch (error) {
    if (!(error instanceof Malformed) && !(error instanceof TypeError)) throw error;
    throw new UsageError(`the CA in ${dir} cannot be used: ${error.message}`);
  }
}

async function readCsr(file: string) {
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

function namesFrom(names: readonly string[]): { dnsNames: string[]; ipAddresses: string[] } {
  const bad = names.find((name) => !referenceOf(name.replace(/^\*\./, '')));
  if (bad !== undefined)
    throw new UsageError(`--server ${JSON.stringify(bad)} is neither a DNS name nor an IP address`);
  return {
    dnsNames: names.filter((name) => !ipBytes(name)),
    ipAddresses: names.filter((name) => ipBytes(name)),
  };
}

function daysOf(text = '30'): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 3650)
    throw new UsageError(`--days ${text} is not a number from 1 to 3650`);
  return days;
}

/** An hour back, for clocks that are a little behind. */
const validity = (days: number) => ({ notBefore: Date.now() - DAY / 24, notAfter: Date.now() + days * DAY });

/** Random and positive: the first bit is clear, and the last one set. */
function serial(): Uint8Array {
  const bytes = new Uint8Array(randomBytes(16));
  bytes[0]! &= 0x7f;
  bytes[15]! |= 1;
  return bytes;
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

  pair(name: string, certificate: Uint8Array, key: string): void {
    const stem = name.replace(/^\*/, '_').replaceAll(/[^A-Za-z0-9._@-]/g, '_');
    this.write(`${stem}.pem`, encodePem('CERTIFICATE', certificate));
    this.write(`${stem}.key`, key, 0o600);
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
