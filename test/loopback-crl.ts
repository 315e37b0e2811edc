/** Lists of the loopback CA. */

import { issueCrl } from '../src/issue/index.ts';
import { decodePem, encodePem } from '../src/wire/pem.ts';
import { parseCertificate } from '../src/x509/index.ts';
import { issuer } from './loopback.ts';

const day = 24 * 60 * 60 * 1000;

/** PEM of a list with these certificates on it. */
export async function crlOf(...certificates: readonly string[]): Promise<string> {
  const date = Date.now() - day / 2;
  const der = await issueCrl({
    issuer,
    thisUpdate: date,
    nextUpdate: date + 7 * day,
    number: Uint8Array.of(1),
    revoked: certificates.map((pem) => ({
      serial: parseCertificate(decodePem(pem)[0]!.bytes).serialNumber,
      date,
    })),
  });
  return encodePem('X509 CRL', der);
}
