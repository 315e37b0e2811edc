/**
 * What a throw-away CA says about the certificates it issued: revocations, recorded in its index, and the CRLs and OCSP
 * responses made from it.
 */
import { nodeProvider } from '../../crypto/providers/node.ts';
import { issueCrl, issueOcspResponse, type OcspStatement } from '../../issue/index.ts';
import { encodePem } from '../../wire/pem.ts';
import { say } from '../../wire/words.ts';
import { type Certificate, certIdOf, oids, parseCertificate } from '../../x509/index.ts';
import { type Io, tell, UsageError } from '../io.ts';
import type { CaPlan } from './ca-flags.ts';
import type { CaFolder, Held } from './ca-folder.ts';
import type { IndexEntry } from './ca-index.ts';
import { Ledger } from './ca-ledger.ts';
import type { Responder } from './ocsp-answer.ts';

/** Records revocations. Throws UsageError for certificates that no CA here has issued. */
export function revoke({ revoke, reason, crl }: CaPlan, folder: CaFolder, io: Io): void {
  for (const named of revoke) {
    const { certificate } = folder.certificate('--revoke', named);
    const issuer = issuerOf('--revoke', named, certificate, folder);
    new Ledger(folder, issuer.stem).revoke(certificate, Date.now(), reason);
    const { text } = certificate.subject;
    tell(
      io,
      crl
        ? say`"${text}" is revoked (${reason}), recorded in ${issuer.stem}.index.txt`
        : say`"${text}" is revoked (${reason}), recorded in ${issuer.stem}.index.txt; --crl writes the list that tells others`,
    );
  }
}

/** A CRL of each CA, DER as it is fetched (RFC 2585 section 3) and PEM. */
export async function writeCrls(of: readonly Held[], plan: CaPlan, folder: CaFolder): Promise<void> {
  for (const held of of) {
    const der = await crlOf(held, plan, folder);
    folder.write(`${held.stem}.crl`, der);
    folder.write(`${held.stem}.crl.pem`, encodePem('X509 CRL', der));
  }
}

/** A new list, DER, with the next number. */
export async function crlOf(
  { stem, authority }: Held,
  { thisUpdate, nextUpdate }: Pick<CaPlan, 'thisUpdate' | 'nextUpdate'>,
  folder: CaFolder,
): Promise<Uint8Array> {
  const ledger = new Ledger(folder, stem);
  const revoked = ledger.entries.flatMap(({ serial, revoked }) =>
    revoked ? [{ serial: new Uint8Array(Buffer.from(serial, 'hex')), ...revoked }] : [],
  );
  return issueCrl({ issuer: authority, thisUpdate, nextUpdate, number: ledger.takeCrlNumber(), revoked });
}

/** An OCSP response for each certificate, DER: by its issuer, or by a delegated responder. */
export async function writeOcspResponses(plan: CaPlan, folder: CaFolder, io: Io): Promise<void> {
  for (const named of plan.ocsp) {
    const { stem, certificate } = folder.certificate('--ocsp', named);
    const issuer = issuerOf('--ocsp', named, certificate, folder);
    const { authority } = issuer;
    const delegate = plan.responder ? await responderOf(issuer, plan, folder) : undefined;
    const found = new Ledger(folder, issuer.stem).find(certificate);
    if (!found && plan.status === undefined)
      tell(
        io,
        say`${issuer.stem}.index.txt has no entry for ${named}: the answer is "unknown"; --status sets another`,
      );
    const der = await issueOcspResponse({
      responder: delegate ?? authority,
      producedAt: plan.thisUpdate,
      responses: [
        {
          certID: certIdOf(certificate, authority.certificate, nodeProvider),
          status: statusOf(
            plan.status ?? (found ? (found.revoked ? 'revoked' : 'good') : 'unknown'),
            found,
            plan,
          ),
          thisUpdate: plan.thisUpdate,
          nextUpdate: plan.nextUpdate,
        },
      ],
      certificates: delegate ? [delegate.certificate.der] : [],
    });
    folder.write(`${stem}.ocsp`, der);
  }
}

function statusOf(
  status: 'good' | 'revoked' | 'unknown',
  found: IndexEntry | undefined,
  { thisUpdate }: CaPlan,
): OcspStatement['status'] {
  if (status !== 'revoked') return status;
  const { date, reason } = found?.revoked ?? { date: thisUpdate, reason: 'unspecified' };
  return { revocationTime: date, ...(reason !== 'unspecified' && { reason }) };
}

/** The existing responder of a CA, or a new one. */
async function responderOf(issuer: Held, plan: CaPlan, folder: CaFolder): Promise<Responder> {
  return delegateOf(issuer, folder) ?? makeResponder(issuer, plan, folder);
}

/** The delegated responder that a CA has, if it may still sign. */
export function delegateOf(issuer: Held, folder: CaFolder): Responder | undefined {
  const found = folder.issued(issuer, responderStem(issuer));
  const { extKeyUsage } = found?.certificate.extensions ?? {};
  return extKeyUsage?.includes(oids.OCSPSigning) && found!.certificate.notAfter > Date.now()
    ? found
    : undefined;
}

export async function makeResponder(issuer: Held, plan: CaPlan, folder: CaFolder): Promise<Responder> {
  const stem = responderStem(issuer);
  const made = await issuer.authority.responder(`${issuer.stem} OCSP responder`, plan.terms(issuer.stem));
  folder.save(issuer, stem, made);
  return { certificate: parseCertificate(made.chain[0]), key: made.key };
}

const responderStem = ({ stem }: Held): string => `${stem}-ocsp`;

function issuerOf(flag: string, named: string, certificate: Certificate, folder: CaFolder): Held {
  const issuer = folder.issuerOf(certificate);
  if (!issuer) throw new UsageError(say`${flag} ${named} was not issued by a CA in ${folder.dir}`);
  if (certificate.subject.key === certificate.issuer.key)
    throw new UsageError(
      say`${flag} ${named} is a root, which nobody can revoke: whoever trusts it must remove it`,
    );
  return issuer;
}
