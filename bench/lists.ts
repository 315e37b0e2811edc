/**
 * `handglass verify` with a list of 300,000 entries beside `openssl verify` with the same: processes of their own, from
 * start to end, in turn; and the most memory that each had, as Linux counts it (VmHWM).
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../src/cli/program.ts';
import { generateKey } from '../src/crypto/providers/node.ts';
import { issueCertificate } from '../src/issue/index.ts';
import { encodePem } from '../src/wire/pem.ts';
import { parseCertificate } from '../src/x509/index.ts';
import { longList, serialOf } from '../test/long-list.ts';
import type { Figure } from './figure.ts';
import { median } from './pairing.ts';

const ENTRIES = 300_000;

export async function lists(rounds: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'handglass-bench-'));
  try {
    const args = write(folder);
    const pairs: [Run, Run][] = [];
    for (let round = 0; round < rounds; round++)
      pairs.push([
        await measured(process.execPath, [process.argv[1]!, '--verify', ...args.ours]),
        await measured('openssl', args.openssl),
      ]);
    return [
      figure(`verify with a list of ${ENTRIES} entries`, '/s', pairs, ({ seconds }) => 1 / seconds),
      figure('its memory at most', 'MiB', pairs, ({ mebibytes }) => mebibytes),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Run {
  readonly seconds: number;
  readonly mebibytes: number;
}

/** @param of a rate, or a size */
function figure(what: string, unit: string, pairs: readonly [Run, Run][], of: (run: Run) => number): Figure {
  const each = pairs.map(([ours, theirs]) => [of(ours), of(theirs)] as const);
  const times = each.map(([ours, theirs]) => (unit === '/s' ? theirs / ours : ours / theirs));
  return {
    what,
    unit,
    ours: median(each.map(([ours]) => ours)),
    than: 'openssl verify',
    other: median(each.map(([, theirs]) => theirs)),
    times: median(times),
    spread: [Math.min(...times), Math.max(...times)],
  };
}

/** The arguments of either program. */
function write(folder: string): { readonly ours: string[]; readonly openssl: string[] } {
  const now = Date.now();
  const key = generateKey('EC');
  const validity = { notBefore: now - 1000, notAfter: now + 86_400_000 };
  const root = issueCertificate({
    subject: { CN: 'CA' },
    publicKey: key.publicKey,
    issuer: { key },
    serial: Uint8Array.of(1),
    ca: true,
    ...validity,
  }) as Uint8Array;
  const issuer = { certificate: parseCertificate(root), key };
  const leaf = issueCertificate({
    subject: { CN: 'leaf' },
    publicKey: key.publicKey,
    issuer,
    serial: serialOf(ENTRIES),
    dnsNames: ['a.example.com'],
    ...validity,
  }) as Uint8Array;
  const file = (name: string, label: string, der: Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, encodePem(label, der));
    return path;
  };
  const ca = file('root.pem', 'CERTIFICATE', root);
  const own = file('leaf.pem', 'CERTIFICATE', leaf);
  const list = file('list.pem', 'X509 CRL', longList(issuer, ENTRIES, now));
  return {
    ours: [own, '--for', 'a.example.com', '--ca-file', ca, '--revocation', 'hard', '--crl', list],
    openssl: ['verify', '-crl_check', '-CAfile', ca, '-CRLfile', list, own],
  };
}

/** What `lists` runs in a process of its own. */
export async function verifyOnce(args: readonly string[]): Promise<void> {
  const { stdin, stdout, stderr, env } = process;
  const stop = new AbortController().signal;
  const lookup = (): Promise<never> => Promise.reject(new Error('nobody is looked up'));
  process.exitCode = await run(['verify', ...args], {
    stdin,
    stdout,
    stderr,
    env,
    ask: undefined,
    askSecret: undefined,
    stop,
    lookup,
  });
}

async function measured(program: string, args: readonly string[]): Promise<Run> {
  const began = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  let mebibytes = 0;
  const look = (): void => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'latin1');
      mebibytes = Math.max(mebibytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // It has ended, or this is not Linux.
    }
  };
  const looking = setInterval(look, 5);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  clearInterval(looking);
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return { seconds: (performance.now() - began) / 1000, mebibytes };
}
