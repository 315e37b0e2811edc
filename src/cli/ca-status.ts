/** What a throw-away CA says of what it has issued: revocations, recorded in its index, and the lists made from it. */
import { encodePem } from '../wire/pem.ts';
import { issueCrl } from '../x509/index.ts';
import type { CaPlan } from './ca-flags.ts';
import type { CaFolder, Held } from './ca-folder.ts';
import { Ledger } from './ca-ledger.ts';
import { type Io, tell, UsageError } from './io.ts';

/** Records revocations. Throws UsageError for what no CA here has issued. */
export async function revoke({ revoke, reason, crl }: CaPlan, folder: CaFolder, io: Io): Promise<void> {
  for (const named of revoke) {
    const { certificate } = folder.certificate('--revoke', named);
    const issuer = await folder.issuerOf(certificate);
    if (!issuer) throw new UsageError(`--revoke ${named} was not issued by a CA in ${folder.dir}`);
    if (certificate.subject.key === certificate.issuer.key)
      throw new UsageError(
        `--revoke ${named} is a root: nobody can revoke it, whoever trusts it must cease to`,
      );
    new Ledger(folder, issuer.stem).revoke(certificate, Date.now(), reason);
    const how = crl ? '' : '; --crl makes the list that tells others';
    tell(
      io,
      `"${certificate.subject.text}" is revoked (${reason}), recorded in ${issuer.stem}.index.txt${how}`,
    );
  }
}

/** A CRL of each CA, DER as it is fetched (RFC 2585 section 4.2) and PEM. */
export async function writeCrls(of: readonly Held[], plan: CaPlan, folder: CaFolder): Promise<void> {
  for (const { stem, authority } of of) {
    const ledger = new Ledger(folder, stem);
    const revoked = ledger.entries.flatMap(({ serial, revoked }) =>
      revoked ? [{ serial: new Uint8Array(Buffer.from(serial, 'hex')), ...revoked }] : [],
    );
    const der = await issueCrl({
      issuer: authority,
      thisUpdate: plan.thisUpdate,
      nextUpdate: plan.nextUpdate,
      number: ledger.takeCrlNumber(),
      revoked,
    });
    folder.write(`${stem}.crl`, der);
    folder.write(`${stem}.crl.pem`, encodePem('X509 CRL', der));
  }
}
