/**
 * `handglass ca DIR`: a throw-away PKI to try things with.
 *
 * A root is made if DIR has none, and everything else is made below it: intermediates, each below the previous one, then
 * cross-signed and other certificates, issued by the last of them. Then come revocations, CRLs and OCSP responses.
 */
import { basename, extname } from 'node:path';
import { nodeProvider } from '../../crypto/providers/node.ts';
import { type Csr, parseCsr } from '../../issue/index.ts';
import { say } from '../../wire/words.ts';
import { readWanted } from '../files.ts';
import { Exit, type Io, tell, UsageError } from '../io.ts';
import { listening, stopped } from '../listening.ts';
import { portOf } from '../target.ts';
import { Authority } from './authority.ts';
import { listOfBad, type WrittenBad, writeBad } from './ca-bad.ts';
import { type CaFlags, type CaPlan, planOf } from './ca-flags.ts';
import { CaFolder, type Held, rootStem } from './ca-folder.ts';
import { liveServer, liveUrls } from './ca-live.ts';
import { tellNext, tellNextOfBad } from './ca-next.ts';
import { makeResponder, revoke, writeCrls, writeOcspResponses } from './ca-status.ts';

export async function ca(dir: string | undefined, flags: CaFlags, io: Io): Promise<Exit> {
  if (flags.listBad) {
    if (dir !== undefined || Object.keys(flags).length > 1)
      throw new UsageError('--list-bad cannot be used with anything else: it makes nothing');
    io.stdout.write(listOfBad(io));
    return Exit.fine;
  }
  if (dir === undefined) throw new UsageError('ca needs a folder: handglass ca DIR');
  // What is typed wrong is said before anything is made.
  const plan = planOf(flags);
  const folder = new CaFolder(dir, io);
  if (flags.listen === undefined) {
    await make(plan, folder, io);
    return Exit.fine;
  }
  const server = liveServer(folder, io);
  try {
    const there = await listening(server, portOf(flags.listen), '127.0.0.1', io);
    if (!there) return Exit.network;
    const isThere = plan.isUsual && folder.has(`${rootStem}.pem`);
    if (!isThere) await make(plan.issues ? planOf({ ...liveUrls(there.port), ...flags }) : plan, folder, io);
    tell(io, say`listening on 127.0.0.1:${there.port}, with the CRLs and the OCSP responder of ${dir}`);
    await stopped(io.stop);
    return Exit.fine;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function make(plan: CaPlan, folder: CaFolder, io: Io): Promise<void> {
  const { dir } = folder;
  const requests = await Promise.all(plan.csrs.map(async (file) => ({ file, csr: await readCsr(file) })));
  if (plan.issues) {
    const [bad] = await issue(plan, requests, folder, io);
    if (bad) tellNextOfBad(bad, plan, dir, io);
    else if (folder.hasWritten) tellNext(plan, dir, io);
    else tell(io, say`nothing was made: ${dir} already has these CAs`);
  }
  revoke(plan, folder, io);
  if (plan.crl) await writeCrls(listed(plan, folder), plan, folder);
  await writeOcspResponses(plan, folder, io);
}

interface Request {
  readonly file: string;
  readonly csr: Csr;
}

/** @returns the bad certificates among them */
async function issue(
  plan: CaPlan,
  requests: readonly Request[],
  folder: CaFolder,
  io: Io,
): Promise<readonly WrittenBad[]> {
  const issuer = await issuerFor(plan, folder);
  const { authority } = issuer;
  const terms = plan.terms(issuer.stem);
  for (const named of plan.crossSign) await crossSign(named, issuer, plan, folder);
  if (plan.servers.length > 0)
    folder.save(issuer, plan.servers[0]!, await authority.server(plan.servers, terms));
  for (const name of plan.clients) folder.save(issuer, name, await authority.client(name, terms));
  for (const { file, csr } of requests) {
    const { subject, spki, dnsNames, ipAddresses, emailAddresses, uris } = csr;
    const wanted = { subject, publicKey: spki.der, dnsNames, ipAddresses, emailAddresses, uris };
    folder.saveChain(issuer, basename(file, extname(file)), await authority.certify(wanted, terms));
  }
  const bad = await writeBad(plan, authority, folder, io);
  if (plan.responder && plan.ocsp.length === 0) await makeResponder(issuer, plan, folder);
  return bad;
}

/** The CA that issues: the last intermediate, else the one named, else the root. Missing ones are made. */
async function issuerFor(plan: CaPlan, folder: CaFolder): Promise<Held> {
  const { root, intermediates, pathLength } = plan;
  const last = intermediates.at(-1) ?? plan.issuer ?? root;
  if (pathLength !== undefined && folder.has(`${last}.pem`))
    throw new UsageError(say`--path-length ${pathLength} has no effect: ${folder.dir} already has ${last}`);
  let held = folder.authority(plan.issuer ?? root);
  if (!held) {
    if (plan.issuer !== undefined) throw unknownCa('--issuer', plan.issuer, folder);
    const limit = intermediates.length === 0 ? pathLength : undefined;
    // A root named by the user keeps that name; the usual one gets a unique name.
    const name = root === rootStem ? undefined : root;
    held = folder.saveAuthority(root, await Authority.root(plan.terms(root), name, limit));
  }
  const used = [held];
  for (const [i, name] of intermediates.entries()) {
    const below = intermediates.length - 1 - i;
    held = await intermediate(name, held, (pathLength ?? 0) + below, plan, folder);
    used.push(held);
  }
  // An issuer’s URL must return one certificate in DER (RFC 5280 section 4.2.2.1).
  if (plan.terms(root).issuerUrls?.length) {
    for (const { stem, authority } of used) folder.write(`${stem}.cer`, authority.certificate.der);
  }
  return held;
}

async function intermediate(
  name: string,
  above: Held,
  pathLength: number,
  plan: CaPlan,
  folder: CaFolder,
): Promise<Held> {
  const found = folder.authority(name);
  const issuer = found && folder.issuerOf(found.authority.certificate);
  if (found && issuer?.stem === above.stem) return found;
  if (found) throw new UsageError(say`${folder.dir} already has a CA ${name}, but not below ${above.stem}`);
  const allowed = above.authority.pathLength;
  if (allowed !== undefined && pathLength >= allowed) {
    throw new UsageError(
      say`the path length of ${above.stem} is ${allowed}, and ${name} needs at least ${pathLength + 1}`,
    );
  }
  const made = await above.authority.intermediate(name, plan.terms(above.stem), pathLength);
  return folder.saveAuthority(name, made, above);
}

async function crossSign(named: string, issuer: Held, plan: CaPlan, folder: CaFolder): Promise<void> {
  const { stem, certificate } = folder.certificate('--cross-sign', named);
  const { subject } = issuer.authority.certificate;
  if (certificate.extensions.basicConstraints?.cA !== true)
    throw new UsageError(say`--cross-sign ${named} is not a CA certificate; use --csr for other keys`);
  if (certificate.subject.key === subject.key)
    throw new UsageError(
      say`--cross-sign ${named} has the same name as its issuer, ${issuer.stem}: choose another with --issuer`,
    );
  const chain = await issuer.authority.crossSign(certificate, plan.terms(issuer.stem));
  folder.saveChain(issuer, `${stem}-by-${issuer.stem}`, chain);
}

/** The CAs to make CRLs of: the one named, else all. */
function listed({ issuer }: CaPlan, folder: CaFolder): readonly Held[] {
  const all = folder.authorities();
  if (all.length === 0) throw new UsageError(say`${folder.dir} has no CA`);
  if (issuer === undefined) return all;
  const named = all.filter(({ stem }) => stem === issuer);
  if (named.length === 0) throw unknownCa('--issuer', issuer, folder);
  return named;
}

function unknownCa(flag: string, name: string, folder: CaFolder): UsageError {
  const there = folder.authorities().map(({ stem }) => stem);
  return new UsageError(
    there.length > 0
      ? say`${flag} ${name} is not among the CAs in ${folder.dir}: ${there.join(', ')}`
      : say`${flag} ${name} is unknown: ${folder.dir} has no CA`,
  );
}

async function readCsr(file: string): Promise<Csr> {
  const requests = readWanted('--csr', file, 'certificate-request');
  if (requests.length > 1)
    throw new UsageError(say`--csr ${file} holds ${requests.length} requests: put each in its own file`);
  const csr = await parseCsr(requests[0]!, nodeProvider);
  if (!csr) throw new UsageError(say`--csr ${file} is not signed with its own key`);
  return csr;
}
