/**
 * `handglass certs`: what is in files, and what every address of a host sends.
 *
 * Only hosts are judged: a file is not checked for a name, so the verdict on its chain is shown but decides nothing.
 * The exit code is that of the first target with a problem; what expires counts if there is none.
 */
import { existsSync } from 'node:fs';
import { nodeProvider } from '../crypto/providers/node.ts';
import { loopTurn } from '../node/event-loop.ts';
import { certificateDocument } from '../trace/certificate.ts';
import { fingerprintOf } from '../trace/certificate-details.ts';
import {
  type CertsDocument,
  certsSchema,
  type ExpiringDocument,
  type FileDocument,
  type TargetDocument,
} from '../trace/certs-document.ts';
import { certsStory } from '../trace/certs-story.ts';
import { type FileTelling, partDocument } from '../trace/file-document.ts';
import { jsonText } from '../trace/json-text.ts';
import { say } from '../wire/words.ts';
import { type Certificate, oids, verifyPeer } from '../x509/index.ts';
import { askHost } from './certs-host.ts';
import { publicHalf, type ReadFile, readParts } from './file-parts.ts';
import { durationOf, momentOf, type NegotiationFlags, negotiationOf, periodOf } from './flags.ts';
import { Exit, type Io, styleOf, tell, UsageError } from './io.ts';
import { type FetchFlags, revocationOf } from './revocation.ts';
import { parseTarget, serverNameOf, type Target } from './target.ts';
import { type Trust, type TrustFlags, trustFor } from './trust.ts';

export interface CertsFlags extends NegotiationFlags, TrustFlags, FetchFlags {
  readonly sni?: string;
  readonly timeout?: string;
  readonly at?: string;
  readonly expiresWithin?: string;
  readonly fields?: boolean;
  readonly json?: boolean;
}

/** The result for one target. */
interface Told {
  readonly document: TargetDocument;
  readonly exit: Exit;
  readonly certificates: readonly Certificate[];
}

/** @param names hosts and files, or files that were read already */
export async function certs(names: readonly (string | ReadFile)[], flags: CertsFlags, io: Io): Promise<Exit> {
  const time = momentOf(flags.at);
  const within =
    flags.expiresWithin === undefined ? undefined : periodOf('--expires-within', flags.expiresWithin);
  const trust = trustFor(flags, io.env);
  const revocation = revocationOf(flags);
  const targets = names.map((name) => (typeof name === 'string' ? targetOf(name, io) : name));
  const telling = { provider: nodeProvider, time, fields: flags.fields ?? false, publicHalf };
  const question = hostQuestion(flags, trust, revocation, time);
  refuseIdle(flags, targets);
  const among = targets.flatMap((target) => ('host' in target ? [] : target.parts));
  const told: Told[] = [];
  for (const target of targets) {
    if ('host' in target) {
      const name = serverNameOf(target, flags.sni);
      const options = { ...question, name };
      told.push(
        await askHost(
          {
            timeout: question.handshakeTimeout,
            options,
            aia: flags.aia,
            fetchPrivate: flags.fetchPrivate === true,
            target,
            telling,
          },
          io,
        ),
      );
    } else told.push(await tellFile(target, among, trust, revocation, within !== undefined, telling));
  }
  const expiring = within === undefined ? null : expiringIn(told, time + within, telling);
  const failed = told.find(({ exit }) => exit !== Exit.fine)?.exit;
  const exit = failed ?? (expiring && expiring.length > 0 ? Exit.policy : Exit.fine);
  const document: CertsDocument = {
    schema: certsSchema,
    ok: exit === Exit.fine,
    at: new Date(time).toISOString(),
    trust: { from: trust.from, anchors: trust.store.anchors.length },
    targets: told.map(({ document }) => document),
    expiring,
  };
  io.save?.(document);
  io.stdout.write(flags.json ? `${jsonText(document, 2)}\n` : certsStory(document, styleOf(io)));
  return exit;
}

const onlyForHosts = ['sni', 'timeout', 'tls', 'kx', 'ciphers', 'groups', 'alpn'] as const;

/** A flag is either applied or refused. */
function refuseIdle(flags: CertsFlags, targets: readonly (ReadFile | Target)[]): void {
  if (targets.some((target) => 'host' in target)) return;
  const idle = [
    ...onlyForHosts.filter((flag) => flags[flag] !== undefined).map((flag) => `--${flag}`),
    ...(flags.fetchPrivate === true ? ['--fetch-private'] : []),
    ...(flags.aia ? [] : ['--no-aia']),
  ];
  if (idle.length > 0) throw new UsageError(say`${idle[0]} is for hosts, and only files are given`);
}

const hostQuestion = (
  flags: CertsFlags,
  trust: Trust,
  revocation: ReturnType<typeof revocationOf>,
  time: number,
) => ({
  provider: nodeProvider,
  trust: trust.store,
  profile: trust.profile,
  ...negotiationOf(flags),
  revocation,
  handshakeTimeout: durationOf(flags.timeout ?? '10s'),
  wallClock: () => time,
  turn: loopTurn,
});

const fileName = /\.(pem|crt|cer|der|key|csr|crl|p7b|p7c|p12|pfx|jks)$/i;

/** An existing file, or a host; says so when it could be either. */
function targetOf(name: string, io: Io): ReadFile | Target {
  const isPath = /^(\.{0,2}\/|[A-Za-z]:\\)/.test(name);
  if (!isPath && !existsSync(name)) {
    if (fileName.test(name))
      tell(io, say`there is no file ${name}, so it is taken as a host; ./${name} is always a file`);
    return parseTarget(name);
  }
  if (!isPath && !fileName.test(name) && canBeHost(name))
    tell(io, say`${name} is a file here, so it is read; ${name}:443 is the host`);
  return readParts(name);
}

function canBeHost(name: string): boolean {
  if (name.includes('/')) return false;
  try {
    parseTarget(name);
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

async function tellFile(
  { name, parts, problem }: ReadFile,
  among: ReadFile['parts'],
  trust: Trust,
  revocation: ReturnType<typeof revocationOf>,
  wantsExpiry: boolean,
  telling: FileTelling,
): Promise<Told> {
  const certificates = parts.flatMap((part) => part.certificates);
  const [leaf, ...rest] = certificates;
  const why =
    problem ??
    (wantsExpiry && certificates.length === 0
      ? 'holds no certificate, so nothing in it can expire'
      : undefined);
  const document: FileDocument = {
    kind: 'file',
    name,
    parts: await Promise.all(parts.map((part) => partDocument(part, among, telling))),
    verdict: null,
    problem: why ?? null,
  };
  const exit = document.problem === null ? Exit.fine : Exit.usage;
  if (!leaf || leaf.extensions.basicConstraints?.cA === true) return { document, exit, certificates };
  const others = among.flatMap((part) => part.certificates);
  const purpose = purposeOf(leaf);
  const verdict = await verifyPeer({
    chain: [leaf, ...rest, ...others].map(({ der }) => der),
    trust: trust.store,
    profile: trust.profile,
    provider: nodeProvider,
    purpose,
    time: telling.time,
    revocation,
    turn: loopTurn,
  });
  const judged = certificateDocument({ type: 'certificate', of: purpose, verdict, overruled: false });
  return {
    document: { ...document, verdict: judged },
    exit,
    certificates: [...certificates, ...verdict.path],
  };
}

/** The purpose to check it for, from what it may be used for. */
function purposeOf({ extensions: { extKeyUsage = [] } }: Certificate): 'server' | 'client' {
  return extKeyUsage.includes(oids.clientAuth) && !extKeyUsage.includes(oids.serverAuth)
    ? 'client'
    : 'server';
}

/** Each certificate once, the earliest first. */
function expiringIn(told: readonly Told[], until: number, telling: FileTelling): ExpiringDocument[] {
  const found = told.flatMap(({ document: { name }, certificates }) => {
    const soon = certificates.filter(({ notAfter }) => notAfter < until);
    return soon.map((certificate) => ({
      name,
      certificate,
      fingerprint: fingerprintOf(certificate, telling),
    }));
  });
  const seen = new Set<string>();
  return found
    .filter(
      ({ name, fingerprint }) => !seen.has(`${name} ${fingerprint}`) && seen.add(`${name} ${fingerprint}`),
    )
    .sort((a, b) => a.certificate.notAfter - b.certificate.notAfter)
    .map(({ name, certificate: { subject, notAfter }, fingerprint }) => ({
      of: name,
      subject: subject.text,
      fingerprint,
      notAfter: new Date(notAfter).toISOString(),
      daysLeft: Math.floor((notAfter - telling.time) / DAY),
    }));
}

const DAY = 86_400_000;
