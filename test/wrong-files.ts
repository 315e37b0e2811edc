/** Files that are not what a person meant to give: what stands in them, by a name that says what happened to them. */
import { gzipSync } from 'node:zlib';
import { vectorFile, vectorText } from './vectors/files.ts';

const pem = vectorText('leaf.pem');
const der = vectorFile('leaf.der');
const lines = pem.trimEnd().split('\n');
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const joined = (...all: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(all));

export const wrongFiles: Readonly<Record<string, Uint8Array>> = {
  'empty.pem': bytes(''),
  'blank.pem': bytes('\n \r\n'),
  'no-end.pem': bytes(lines.slice(0, 5).join('\n')),
  'no-begin.pem': bytes(lines.slice(5).join('\n')),
  'line-missing.pem': bytes(lines.filter((_, i) => i !== 3).join('\n')),
  'not-base64.pem': bytes(pem.replace('M', '*')),
  'quoted-printable.pem': bytes(pem.replace(/=+\n/, (end) => end.replaceAll('=', '=3D'))),
  'quoted.eml': bytes(pem.replaceAll(/^/gm, '> ')),
  'mail.eml': bytes('Received: from a by b\nSubject: the certificate\n\nHere it is.\n'),
  'word.pem': new Uint8Array(Buffer.from(pem.replaceAll('-----', '—–—'))),
  'four-dashes.pem': bytes(pem.replaceAll('-----', '----')),
  'one-line.pem': bytes(pem.replaceAll('\n', ' ')),
  'backslash-n.pem': bytes(pem.replaceAll('\n', '\\n')),
  'no-armour.pem': bytes(lines.slice(1, -1).join('\n')),
  'twice-base64.pem': bytes(Buffer.from(pem).toString('base64')),
  'secret.yaml': bytes('kind: Secret\ndata:\n  tls.crt: LS0tLS1CRUdJTg==\n'),
  'hex.txt': bytes(Buffer.from(der).toString('hex')),
  'utf-16.pem': new Uint8Array(Buffer.from(`\uFEFF${pem}`, 'utf16le')),
  'nul.pem': bytes(pem.replace('M', '\0')),
  'cut.der': der.slice(0, 300),
  'padded.der': joined(der, new Uint8Array(3)),
  'second-cut.der': joined(der, der.slice(0, 300)),
  'ber.p7b': bytes('\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80'),
  'page.html': bytes('<!DOCTYPE html>\n<title>Sign in</title>\n'),
  'key.jwk': bytes('{ "kty": "EC" }'),
  'name.txt': bytes('/etc/ssl/cert.pem\n'),
  'text.txt': bytes('Certificate:\n    Data:\n        Version: 3 (0x2)\n'),
  'hello.txt': bytes('hello\n'),
  'random.bin': Uint8Array.of(0x8f, 1, 2, 3, 4, 5, 6, 7, 8, 9),
  'leaf.pem.gz': new Uint8Array(gzipSync(pem)),
  'leaf.zip': bytes('PK\x03\x04'),
  'old-label.pem': bytes(pem.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')),
  'wrong-label.pem': bytes(vectorText('request.pem').replaceAll(' REQUEST', '')),
  ...Object.fromEntries(
    [
      'pkcs8.key',
      'sec1.key',
      'pkcs1.key',
      'encrypted.key',
      'encrypted-old.key',
      'openssh.key',
      'openssh.key.pub',
      'openpgp.asc',
      'public.pem',
      'request.pem',
      'list.crl',
      'trusted.pem',
      'store.p12',
      'store.jks',
      'envelope.p7',
      'request.ocsp',
      'response.ocsp',
    ].map((name) => [name, vectorFile(name)]),
  ),
};
