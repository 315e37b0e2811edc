/** What OpenSSL, keytool, ssh-keygen and GnuPG wrote, and what mails, editors and shells make of it. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vectorFile, vectorText } from '../../test/vectors/files.ts';
import { keyOf } from '../wire/words.ts';
import { withFile } from './advice.ts';
import { type FilePart, partsOf } from './file-contents.ts';
import { certificatesIn, onlyCertificatesIn, WrongContents, wantedIn } from './wanted.ts';

const pem = vectorText('leaf.pem');
const der = vectorFile('leaf.der');
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const joined = (...all: readonly (Uint8Array | string)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(all.map((each) => (typeof each === 'string' ? bytes(each) : each))));
const shown = ({ kind, what, line, damage, certificates }: FilePart): string =>
  [
    kind,
    what,
    line === undefined ? '' : `line ${line}`,
    damage ?? '',
    certificates.map(({ subject }) => subject.text).join(' | '),
  ].join('; ');

const leaf = 'CN=files.example, O=Example';
const root = 'CN=Files Root, O=Example';

describe('what is read', () => {
  it.each<[string, Uint8Array, readonly string[]]>([
    ['PEM', bytes(pem), [`certificate; a certificate; line 1; ; ${leaf}`]],
    ['DER', der, [`certificate; a certificate; ; ; ${leaf}`]],
    ['DER and an end of line', joined(der, '\r\n'), [`certificate; a certificate; ; ; ${leaf}`]],
    ['CRLF', bytes(pem.replaceAll('\n', '\r\n')), [`certificate; a certificate; line 1; ; ${leaf}`]],
    ['CR', bytes(pem.replaceAll('\n', '\r')), [`certificate; a certificate; line 1; ; ${leaf}`]],
    ['a byte order mark', joined('\xEF\xBB\xBF', pem), [`certificate; a certificate; line 1; ; ${leaf}`]],
    [
      'text before and behind, in any charset',
      joined('# für \xff\n', pem, 'und Schluss\n'),
      [`certificate; a certificate; line 2; ; ${leaf}`],
    ],
    [
      'several in DER',
      joined(der, vectorFile('request.ocsp'), der),
      [
        `certificate; a certificate; ; ; ${leaf}`,
        'ocsp-request; an OCSP request; ; ; ',
        `certificate; a certificate; ; ; ${leaf}`,
      ],
    ],
    [
      'DER and PEM',
      joined(der, '\n', vectorFile('pkcs8.key')),
      [`certificate; a certificate; ; ; ${leaf}`, 'private-key; a private key (PKCS #8); line 2; ; '],
    ],
    [
      'a certificate and its key',
      joined(pem, vectorFile('sec1.key')),
      [`certificate; a certificate; line 1; ; ${leaf}`, 'private-key; a private key (SEC 1); line 16; ; '],
    ],
    ['a PKCS #7', vectorFile('chain.p7b'), [`pkcs7; a PKCS #7; line 1; ; ${leaf} | ${root}`]],
    [
      'a request',
      vectorFile('request.pem'),
      ['certificate-request; a certificate request (CSR); line 1; ; '],
    ],
    ['a CRL', vectorFile('list.crl'), ['crl; a revocation list (CRL); line 1; ; ']],
    ['a public key', vectorFile('public.pem'), ['public-key; a public key; line 1; ; ']],
    ['a key in PKCS #1', vectorFile('pkcs1.key'), ['private-key; a private key (PKCS #1); line 1; ; ']],
    ['an OCSP response', vectorFile('response.ocsp'), ['ocsp-response; an OCSP response; ; ; ']],
    ['nothing', bytes(''), []],
    ['white space', bytes(' \r\n\t\n'), []],
  ])('%s', (_what, file, parts) => {
    expect(partsOf(file).map(shown)).toEqual(parts);
  });
});

describe('what is named', () => {
  it.each<[Uint8Array, string]>([
    [vectorFile('encrypted.key'), 'encrypted-private-key; an encrypted private key (PKCS #8); line 1; ; '],
    [vectorFile('encrypted-key.der'), 'encrypted-private-key; an encrypted private key (PKCS #8); ; ; '],
    [
      vectorFile('encrypted-old.key'),
      'encrypted-private-key; an encrypted private key (as OpenSSL once encrypted them); line 1; ; ',
    ],
    [vectorFile('openssh.key'), 'foreign-key; a private key in OpenSSH’s own form; line 1; ; '],
    [vectorFile('openssh.key.pub'), 'other; an SSH public key; ; ; '],
    [vectorFile('openpgp.asc'), 'other; an OpenPGP key or message; line 1; ; '],
    [
      vectorFile('trusted.pem'),
      'other; a certificate in OpenSSL’s own form (TRUSTED CERTIFICATE); line 1; ; ',
    ],
    [vectorFile('store.p12'), 'pkcs12; a PKCS #12 (.p12, .pfx); ; ; '],
    [vectorFile('store.jks'), 'other; a Java keystore (JKS); ; ; '],
    [
      vectorFile('envelope.p7'),
      'pkcs7; a PKCS #7; ; contentType: a PKCS #7 of type envelopedData, and not signedData (at byte 6); ',
    ],
    [
      bytes(pem.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')),
      'other; a PEM block "X509 CERTIFICATE"; line 1; ; ',
    ],
    [bytes(pem.replaceAll('CERTIFICATE', 'EC PARAMETERS')), 'other; a PEM block "EC PARAMETERS"; line 1; ; '],
    [
      bytes(pem.replaceAll('CERTIFICATE', 'PRIVATE KEY')),
      'private-key; a private key (PKCS #8); line 1; it is labelled PRIVATE KEY but is a certificate; ',
    ],
    [
      bytes(vectorText('pkcs8.key').replaceAll('PRIVATE', 'EC PRIVATE')),
      'private-key; a private key (SEC 1); line 1; it is labelled EC PRIVATE KEY but is a private key (PKCS #8); ',
    ],
    [
      bytes('-----BEGIN PRIVATE KEY-----\nMAMCAQE=\n-----END PRIVATE KEY-----'),
      'private-key; a private key (PKCS #8); line 1; its structure is not that of one; ',
    ],
    [Uint8Array.of(0x30, 3, 2, 1, 1), 'other; DER of an unknown kind; ; ; '],
    [gzipSync(pem), 'other; compressed with gzip; ; ; '],
    [bytes('PK\x03\x04rest'), 'other; a ZIP archive; ; ; '],
    [bytes(`${'x'.repeat(257)}ustar`), 'other; a tar archive; ; ; '],
    [bytes('\x30\x80\x02\x01\x03'), 'pkcs12; a PKCS #12 (.p12, .pfx); ; ; '],
    [
      bytes('\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80'),
      'pkcs7; a PKCS #7 in BER, not DER; ; ; ',
    ],
    [bytes('\x30\x80\x06\x01\x01'), 'other; BER of indefinite length, not DER; ; ; '],
    [bytes('<!DOCTYPE html>'), 'other; a web page (HTML); ; ; '],
    [bytes('{ "kty": "EC" }'), 'other; a JSON Web Key (JWK); ; ; '],
    [
      bytes('hello\x1b[31m there'),
      'other; bytes of an unknown kind (they begin with 68 65 6c 6c 6f 1b 5b 33); ; ; ',
    ],
    [
      bytes('hello there, and more than a line'),
      'other; text without any PEM in it (it begins with "hello there, and more than a l"); ; ; ',
    ],
    [
      new Uint8Array(Buffer.from('h\u202ei')),
      'other; text without any PEM in it (it begins with "h?i"); ; ; ',
    ],
  ])('%#: %s', (file, part) => {
    expect(partsOf(file).map(shown)).toEqual([part]);
  });
});

describe('damage', () => {
  const lines = pem.trimEnd().split('\n');
  it.each<[string, Uint8Array, RegExp]>([
    ['no end', bytes(lines.slice(0, 5).join('\n')), /^a certificate: "CERTIFICATE" begins but does not end$/],
    [
      'no beginning',
      bytes(lines.slice(5).join('\n')),
      /^a certificate: "CERTIFICATE" ends but does not begin$/,
    ],
    [
      'DER cut off',
      der.slice(0, 300),
      /^DER that is damaged or cut off \(it should have 605 bytes, and has 300\): $/,
    ],
    ['a second one cut off', joined(der, der.slice(0, 300)), /^DER that is .*: it comes after DER$/],
    ['NUL bytes behind DER', joined(der, new Uint8Array(3)), /^NUL bytes: 3 of them after DER$/],
    ['NUL bytes in PEM', bytes(pem.replace('M', '\0')), /^PEM with NUL bytes in it, the first at byte 28: $/],
    [
      'base64 cut off inside',
      bytes(lines.filter((_, i) => i !== 3).join('\n')),
      /^a certificate: .*length \d+, but only \d+ bytes are left/,
    ],
    [
      'a byte changed inside',
      bytes(pem.replace('\nMII', '\nMIJ')),
      /^a certificate: .*length \d+, but only \d+ bytes are left/,
    ],
    ['quoted-printable', bytes(pem.replace(/=+\n/, (end) => end.replaceAll('=', '=3D'))), /quoted-printable/],
    ['quoted', bytes(pem.replaceAll(/^/gm, '> ')), /^PEM whose lines begin with quote marks/],
    ['dashes', new Uint8Array(Buffer.from(pem.replaceAll('-----', '—–—'))), /^PEM whose hyphens/],
    ['\\n', bytes(pem.replaceAll('\n', '\\n')), /^PEM whose line breaks are written as \\n/],
    ['one line', bytes(pem.replaceAll('\n', ' ')), /^PEM: its line breaks have been lost/],
    [
      'no armour',
      bytes(lines.slice(1, -1).join('\n')),
      /^base64 of a certificate without its BEGIN and END lines: $/,
    ],
    ['base64 around it', bytes(Buffer.from(pem).toString('base64')), /^base64 around PEM/],
    ['hexadecimal', bytes(Buffer.from(der).toString('hex')), /^DER written in hexadecimal/],
    ['UTF-16', joined('\xff\xfe', new Uint8Array(Buffer.from(pem, 'utf16le'))), /^PEM in UTF-16/],
    ['UTF-16 without a mark', new Uint8Array(Buffer.from(pem, 'utf16le')), /^PEM in UTF-16/],
    [
      'UTF-16, the other order',
      new Uint8Array(Buffer.from(`\uFEFF${pem}`, 'utf16le').swap16()),
      /^PEM in UTF-16/,
    ],
  ])('%s', (_what, file, words) => {
    const last = partsOf(file).at(-1)!;
    expect(`${last.what}: ${last.damage ?? ''}`).toMatch(words);
    expect(() => certificatesIn(file)).toThrow(WrongContents);
  });

  it.each(['\n', ' ', '>', '-', '\u2010', '0', 'A', '{', '\\', '-----BEGIN A-----\n'])(
    'a long file of %j is told in the time of a short one',
    (piece) => {
      const text = `${piece.repeat(2 ** 17 / piece.length)}x`;
      expect(partsOf(new Uint8Array(Buffer.from(text))).length).toBeGreaterThan(0);
    },
  );

  it.each([
    ['DER', bytes('\x30\x02\x05\x00'.repeat(10_001))],
    ['PEM', bytes('-----BEGIN A-----\n-----END A-----\n'.repeat(10_001))],
  ])('that is too many parts is not taken apart: %s', (_what, file) => {
    expect(partsOf(file).map(({ what }) => String(what))).toEqual(['a file of more than 10000 parts']);
  });

  it('is never missed, and nothing else is thrown', () => {
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = der.slice();
        changed[at]! ^= change;
        for (const part of partsOf(changed)) expect(String(part.what)).not.toBe('');
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (file) => {
        for (const part of partsOf(joined('0', file))) expect(String(part.what)).not.toBe('');
      }),
    );
  });
});

describe('what is wanted', () => {
  const both = joined(pem, vectorFile('sec1.key'));

  it('is found, in a PKCS #7 too', () => {
    expect(certificatesIn(both).map(({ subject }) => subject.text)).toEqual([leaf]);
    expect(onlyCertificatesIn(vectorFile('chain.p7b')).map(({ subject }) => subject.text)).toEqual([
      leaf,
      root,
    ]);
    expect(wantedIn(both, 'private-key').map(({ label }) => label)).toEqual(['EC PRIVATE KEY']);
  });

  it('has company only where it may', () => {
    expect(() => onlyCertificatesIn(both)).toThrow(
      'holds a private key (SEC 1) (line 16) beside its certificates: give a file with certificates only',
    );
  });

  it('is missed with what is there instead', () => {
    expect(() =>
      wantedIn(joined(vectorFile('request.pem'), vectorFile('public.pem')), 'certificate'),
    ).toThrow(
      'holds a certificate request (CSR) and a public key where a certificate belongs: send it to a CA',
    );
    expect(() => wantedIn(bytes(pem), 'crl')).toThrow(
      'holds a certificate where a revocation list (CRL) belongs: give a revocation list (CRL)',
    );
    expect(() => wantedIn(vectorFile('store.p12'), 'private-key')).toThrow(
      'openssl pkcs12 -in FILE -nocerts',
    );
    expect(() => wantedIn(bytes(''), 'certificate')).toThrow('is empty, and a certificate is needed');
  });

  it('is advised with the name of the file in its place, which changes no key', () => {
    const { todo } = partsOf(gzipSync('x'))[0]!;
    expect([String(todo), keyOf(todo!)]).toEqual(['unpack it: gunzip -c FILE > unpacked', 'unpack it: {0}']);
    const named = withFile(todo!, "'a b'");
    expect([String(named), keyOf(named)]).toEqual([
      "unpack it: gunzip -c 'a b' > unpacked",
      'unpack it: {0}',
    ]);
    expect(withFile('write it as DER', 'x')).toBe('write it as DER');
  });
});
