/**
 * What a text without PEM is, or bytes that begin like nothing known: named, with the way from there to what was meant.
 * What could be read by guessing (base64 without its armour, quoted lines) is named and not read.
 */

import { owns } from '../wire/bare.ts';
import { hex } from '../wire/bytes.ts';
import { readPem } from '../wire/pem.ts';
import { say } from '../wire/words.ts';
import { FILE } from './advice.ts';
import { formOfDer } from './der-kind.ts';
import { type Foreign, latin1 } from './foreign-magic.ts';
import { called, labelOf } from './kind-names.ts';

export function foreignByLook(bytes: Uint8Array): Foreign {
  const broken = brokenDer(bytes);
  if (broken) return broken;
  const text = startOf(bytes);
  if (/[^\P{Cc}\t\n\f\r]|\ufffd/u.test(text.slice(0, 200)))
    return { what: say`bytes of an unknown kind (they begin with ${hexStart(bytes)})` };
  return (
    spoilt(bytes) ??
    looks.find(([pattern]) => pattern.test(text))?.[1] ??
    bare(text) ?? { what: say`text without any PEM in it (it begins with ${quoted(text)})` }
  );
}

const startOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, LOOKED_AT));
const LOOKED_AT = 2 ** 16;

/** A SEQUENCE with a bad length. */
function brokenDer(bytes: Uint8Array): Foreign | undefined {
  const [tag, length = 0] = bytes;
  if (tag !== 0x30 || length < 0x80 || length > 0x84) return undefined;
  if (length === 0x80) return indefinite(latin1(bytes.subarray(0, 16)));
  const header = length - 0x7e;
  const announced = bytes.subarray(2, header).reduce((sum, byte) => sum * 256 + byte, 0) + header;
  return {
    what: say`DER that is damaged or cut off (it should have ${announced} bytes, and has ${bytes.length})`,
    todo: 'copy it again, as binary',
  };
}

/** BER of indefinite length, as Java and Windows write it: the first element says what it is. */
function indefinite(start: string): Foreign {
  if (start.startsWith('\x02\x01\x03', 2)) return { kind: 'pkcs12', what: called({ kind: 'pkcs12' }) };
  const todo = say`openssl pkcs7 -inform DER -in ${FILE} -print_certs -out certificates.pem extracts its certificates`;
  if (start.startsWith('\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02', 2))
    return { kind: 'pkcs7', what: 'a PKCS #7 in BER, not DER', todo };
  return { what: 'BER of indefinite length, not DER', todo: 'convert it to DER' };
}

const looks: readonly (readonly [RegExp, Foreign])[] = [
  [
    /^PuTTY-User-Key-File-/,
    {
      kind: 'foreign-key',
      what: 'a private key in PuTTY’s own form',
      todo: say`puttygen ${FILE} -O private-openssh -o key, then ssh-keygen -p -m PKCS8 -f key`,
    },
  ],
  [
    /^(ssh-(rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-\S+) AAAA/,
    {
      what: 'an SSH public key',
      todo: 'TLS has no use for it',
    },
  ],
  [
    /^\s*<(!doctype html|html|head|body)\b/i,
    {
      what: 'a web page (HTML)',
      todo: 'an error or a login page came instead of the file: fetch it again, and look at the response',
    },
  ],
  [/^\s*<\?xml\b/, { what: 'XML' }],
  [/^\s*\{[\s\S]*"kty"\s*:/, { what: 'a JSON Web Key (JWK)' }],
  [
    /^[ \t]*(tls\.crt|ca\.crt|tls\.key|certificate-authority-data|client-certificate-data)\s*:/m,
    {
      what: 'a Kubernetes Secret or kubeconfig, with base64 around PEM in it',
      todo: 'extract the value, and decode it with base64 -d',
    },
  ],
  [/^\s*[{[]/, { what: 'JSON' }],
  [
    /^\S+\.(pem|crt|cer|key|der|p12|pfx|p7b)\s*$/,
    { what: 'the name of a file, not what is in it', todo: 'give what the file holds' },
  ],
  [
    /^(Return-Path|Received|Delivered-To|From|MIME-Version|Content-Type|Date|Subject|To): |^From \S+@/i,
    { what: 'an email without any PEM in its text', todo: 'save its attachment' },
  ],
  [
    /^(Certificate|Certificate Request|Certificate Revocation List \(CRL\)):\n {4}(Data|Version)/,
    {
      what: 'the output of openssl -text, without the PEM itself',
      todo: 'openssl also prints the PEM unless -noout is given',
    },
  ],
  [
    /^\s*30[ :]?8[1-4]([ :\n]?[0-9a-f]{2}){32}/i,
    { what: 'DER written in hexadecimal', todo: say`convert it to bytes: xxd -r -p ${FILE} > ${FILE}.der` },
  ],
];

/** What spoilt the PEM in a text: an email, a word processor, a variable. */
export const spoilt = (bytes: Uint8Array): Foreign | undefined => {
  const text = startOf(bytes);
  return spoils.find(([pattern]) => pattern.test(text))?.[1];
};

const spoils: readonly (readonly [RegExp, Foreign])[] = [
  [
    /^[ \t]*[>|]+ ?-----BEGIN /m,
    {
      what: 'PEM whose lines begin with quote marks, as mail programs add them',
      todo: say`remove the marks: sed "s/^[ >|]*//" ${FILE} > plain.pem`,
    },
  ],
  [
    /^[ \t]*(?=-*[\u2010-\u2015\u2212])[-\u2010-\u2015\u2212]{1,20} ?BEGIN /m,
    {
      what: 'PEM whose hyphens were changed by a word processor',
      todo: 'write its BEGIN and END lines with five hyphens on each side',
    },
  ],
  [
    /\\n-----END /,
    {
      what: 'PEM whose line breaks are written as \\n, as in JSON and in variables',
      todo: say`write them out: printf "%b" "$(cat ${FILE})" > plain.pem`,
    },
  ],
];

/** Bare base64, of DER or of PEM. */
function bare(text: string): Foreign | undefined {
  const body = text.replaceAll(/\s/g, '');
  if (body.length < 32 || !/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return undefined;
  const [part] = readPem(`-----BEGIN X-----\n${body}\n-----END X-----`);
  if (!part || owns(part, 'damage')) return undefined;
  if (latin1(part.bytes.subarray(0, 64)).includes('-----BEGIN ')) {
    return {
      what: 'base64 around PEM, as in Kubernetes Secrets',
      todo: say`decode it: base64 -d ${FILE} > plain.pem`,
    };
  }
  const form = formOfDer(part.bytes);
  if (!form) return undefined;
  const label = labelOf(form);
  return {
    what: say`base64 of ${called(form)} without its BEGIN and END lines`,
    ...(label !== undefined && {
      todo: say`put -----BEGIN ${label}----- before it and -----END ${label}----- behind it`,
    }),
  };
}

const hexStart = (bytes: Uint8Array): string => hex(bytes.subarray(0, 8), ' ');

/** The first line, in characters that are safe on a terminal. */
function quoted(text: string): string {
  const line = text.trimStart().split(/[\r\n]/, 1)[0]!;
  return JSON.stringify(line.slice(0, 30).replaceAll(/[^\x20-\x7e]/g, '?'));
}
