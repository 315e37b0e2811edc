/** `--bad` and `--list-bad`: the bad certificates of the table as files, or listed. */
import { join } from 'node:path';
import { encodePem } from '../../wire/pem.ts';
import { say, type Words } from '../../wire/words.ts';
import { type Io, languageOf, tell, UsageError } from '../io.ts';
import type { Authority } from './authority.ts';
import { Bench, type Sent } from './bad-bench.ts';
import type { BadCertificate } from './bad-certificate.ts';
import { badCertificates } from './bad-certificates.ts';
import type { CaPlan } from './ca-flags.ts';
import { CaFolder } from './ca-folder.ts';

/** What was written of one of them. */
export interface WrittenBad {
  readonly name: string;
  readonly sent: Sent;
}

/**
 * Writes what a server sends, its key, and the CRLs and OCSP responses needed to see what is wrong, into a separate folder: a
 * bad CA’s certificate must not be mistaken for one of ours, and our index has no status for these.
 */
export async function writeBad(
  { bad, badFor }: CaPlan,
  root: Authority,
  folder: CaFolder,
  io: Io,
): Promise<readonly WrittenBad[]> {
  if (bad.length === 0) return [];
  if ((root.pathLength ?? 2) < 2)
    throw new UsageError(
      say`--bad needs a root with a path length of at least 2, and this one has ${root.pathLength}`,
    );
  const place = new CaFolder(join(folder.dir, BAD), io);
  const written: WrittenBad[] = [];
  for (const entry of bad) {
    const bench = new Bench(root, badFor);
    const sent = await entry.make(bench);
    place.write(`${entry.name}.pem`, pem('CERTIFICATE', sent.chain));
    place.write(`${entry.name}.key`, sent.key.pem, 0o600);
    if (sent.crls) place.write(`${entry.name}.crl.pem`, pem('X509 CRL', sent.crls));
    if (sent.staple) place.write(`${entry.name}.ocsp`, sent.staple);
    tell(io, say`${entry.name}: ${[entry.wrong, whatFollows(entry), ...askFor(sent)]}`);
    written.push({ name: entry.name, sent });
  }
  return written;
}

/** The folder below that of the CA. */
export const BAD = 'bad';

const pem = (label: string, all: readonly Uint8Array[]): string =>
  all.map((der) => encodePem(label, der)).join('');

/** One line each: its name, why it is refused, what is wrong. */
export function listOfBad(io: Io): string {
  const { words } = languageOf(io);
  const longest = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length));
  const ofNames = longest(badCertificates.map(({ name }) => name));
  const ofRefusals = longest(badCertificates.map(outcome));
  return badCertificates
    .map((entry) => [entry.name.padEnd(ofNames), outcome(entry).padEnd(ofRefusals), words(entry.wrong)])
    .map((columns) => `${columns.join('  ')}\n`)
    .join('');
}

const outcome = ({ refusal, web }: BadCertificate): string =>
  refusal === undefined ? 'accepted' : web ? `${refusal} (Web)` : refusal;

function whatFollows({ refusal, web }: BadCertificate): Words {
  if (refusal === undefined) return 'it should be accepted';
  return web
    ? say`refused as "${refusal}" on the Web, but not from a CA named by hand`
    : say`refused as "${refusal}"`;
}

const askFor = ({ name }: Sent): readonly Words[] => (name === undefined ? [] : [say`ask for ${name}`]);
