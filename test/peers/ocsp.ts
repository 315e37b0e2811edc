/** OCSP responses, made by the openssl command line for the certificates that it made (certificates.ts). */
import { readFile, writeFile } from 'node:fs/promises';
import { type Certificates, credentialFrom, type Identity } from './certificates.ts';
import { run } from './process.ts';

/** The file of a DER response, signed by the root itself. */
export async function respond(
  { directory }: Certificates,
  { cert }: Identity,
  status: 'good' | 'revoked',
): Promise<string> {
  const index = `${cert}.${status}.index`;
  const response = `${cert}.${status}.ocsp`;
  const { stdout } = await run('openssl', ['x509', '-in', cert, '-noout', '-serial']);
  const serial = stdout.trim().replace('serial=', '');
  const [flag, revoked] =
    status === 'good' ? ['V', ''] : ['R', `${asn1Time(Date.now() - DAY)},keyCompromise`];
  await writeFile(
    index,
    `${[flag, asn1Time(Date.now() + DAY), revoked, serial, 'unknown', '/'].join('\t')}\n`,
  );
  await run(
    'openssl',
    [
      ...'ocsp -CA ca.pem -issuer ca.pem -rsigner ca.pem -rkey ca.key -no_nonce -ndays 1 -noverify'.split(
        ' ',
      ),
      ...['-index', index, '-cert', cert, '-respout', response],
    ],
    { cwd: directory },
  );
  return response;
}

/** Another certificate with the key of this one, which says that its server staples (RFC 7633). */
export async function mustStaple({ directory }: Certificates, { cert, key }: Identity): Promise<Identity> {
  const extensions = `${cert}.staple.cnf`;
  const strict = `${cert}.staple.pem`;
  await writeFile(extensions, `${await readFile(`${cert}.cnf`, 'utf8')}\ntlsfeature=status_request\n`);
  await run(
    'openssl',
    [
      ...'x509 -req -CA ca.pem -CAkey ca.key -CAcreateserial -days 20'.split(' '),
      ...['-in', `${cert}.csr`, '-extfile', extensions, '-out', strict],
    ],
    { cwd: directory },
  );
  return { cert: strict, key, credential: await credentialFrom(strict, key) };
}

const DAY = 24 * 60 * 60 * 1000;
/** `261121120000Z`, as the index of `openssl ca` has it. */
const asn1Time = (at: number): string => new Date(at).toISOString().replace(/^20|[-:T]|\.\d+/g, '');
