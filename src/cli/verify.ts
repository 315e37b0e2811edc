/**
 * `handglass verify`: is the certificate in these files valid for this name?
 *
 * The first certificate is checked; the others are what a server might have sent with it, in any order. Checking a server's
 * is worth nothing without a name: any certificate would pass. Nothing is fetched without --fetch, so that the same files
 * give the same answer on every machine with the same trust, today and later with --at.
 */
import { existsSync } from 'node:fs';
import { nodeProvider } from '../crypto/providers/node.ts';
import { loopTurn } from '../node/event-loop.ts';
import { certificateDocument } from '../trace/certificate.ts';
import { certificateDetails } from '../trace/certificate-details.ts';
import { type VerifyDocument, verifySchema } from '../trace/certs-document.ts';
import { jsonText } from '../trace/json-text.ts';
import { verifyStory } from '../trace/verify-story.ts';
import { say } from '../wire/words.ts';
import { verifyPeer } from '../x509/index.ts';
import { readCertificatesToJudge, readWanted } from './files.ts';
import { choiceOf, type IdentityFlags, identityOf, momentOf, referenceNamed } from './flags.ts';
import { Exit, type Io, styleOf, UsageError } from './io.ts';
import { verifying } from './remedy-flags.ts';
import { fetching, type RevocationFlags, revocationOf } from './revocation.ts';
import { type TrustFlags, trustFor } from './trust.ts';

export interface VerifyFlags extends RevocationFlags, TrustFlags, IdentityFlags {
  readonly for?: string;
  readonly purpose: string;
  readonly at?: string;
  readonly ocsp?: readonly string[];
  readonly fetch?: boolean;
  readonly fetchPrivate?: boolean;
  readonly json?: boolean;
}

export async function verify(files: readonly string[], flags: VerifyFlags, io: Io): Promise<Exit> {
  const purpose = choiceOf('--purpose', flags.purpose, ['server', 'client']);
  const name = nameFor(purpose, flags.for);
  const known = revocationOf(flags);
  const ocspResponses = (flags.ocsp ?? []).flatMap((file) => readWanted('--ocsp', file, 'ocsp-response'));
  if (known.mode === 'off' && ocspResponses.length > 0)
    throw new UsageError('--ocsp has no effect with --revocation off');
  const time = momentOf(flags.at);
  const host = files.find((file) => /:\d+$/.test(file) && !existsSync(file));
  if (host !== undefined)
    throw new UsageError(say`there is no file ${host}; for a host, use handglass certs ${host}`);
  const chain = files.flatMap((file) => readCertificatesToJudge(file));
  const trust = trustFor(flags, io.env);
  const { fetchPrivate = false } = flags;
  if (fetchPrivate && !flags.fetch) throw new UsageError('--fetch-private has no effect without --fetch');
  const asked = flags.fetch ? fetching(known, { aia: true, fetchPrivate }) : { revocation: known };
  const verdict = await verifyPeer({
    chain: chain.map(({ der }) => der),
    trust: trust.store,
    profile: trust.profile,
    provider: nodeProvider,
    purpose,
    time,
    turn: loopTurn,
    ...(name !== undefined && { name }),
    ...asked,
    revocation: { ...asked.revocation, ocspResponses },
    ...identityOf(flags, trust),
  });
  const accepted = verdict.verdict === 'accepted';
  const document: VerifyDocument = {
    schema: verifySchema,
    ok: accepted,
    files,
    name: name ?? null,
    purpose,
    at: new Date(time).toISOString(),
    trust: { from: trust.from, anchors: trust.store.anchors.length },
    revocation: known.mode,
    verdict: certificateDocument({ type: 'certificate', of: purpose, verdict, overruled: false }),
    certificates: verdict.path.map((each) =>
      certificateDetails(each, { provider: nodeProvider, time, fields: false }),
    ),
  };
  io.save?.(document);
  io.stdout.write(flags.json ? `${jsonText(document, 2)}\n` : verifyStory(document, styleOf(io), verifying));
  return accepted ? Exit.fine : Exit.serverCertificate;
}

function nameFor(purpose: 'server' | 'client', name: string | undefined): string | undefined {
  if (name === undefined && purpose === 'server') {
    throw new UsageError(
      '--for NAME is missing, and without it any server’s certificate would pass for any other’s; --purpose client needs no name',
    );
  }
  if (name !== undefined) referenceNamed('--for', name);
  return name;
}
