/**
 * What a foreign file is, by its first bytes: stores and compressed files of other programs, and text in another charset.
 * Each is named, with the way from there to what was meant; foreign-text.ts does the same for text.
 *
 * A file's name never counts. What could be read by guessing (another charset) is named and not read: two readers that
 * guess differently would read two different files.
 */
import { say, type Words } from '../wire/words.ts';
import { FILE } from './advice.ts';

export interface Foreign {
  /** Set if it is a kind that we know, in a form that is not read here. */
  readonly kind?: 'foreign-key' | 'pkcs7' | 'pkcs12';
  /** A noun phrase: `a web page (HTML)`. */
  readonly what: Words;
  /** What to do, with a place for the file’s name. */
  readonly todo?: Words;
}

/** Undefined for bytes that begin like none of these. */
export function foreignByMagic(bytes: Uint8Array): Foreign | undefined {
  const start = latin1(bytes.subarray(0, 512));
  return magic.find(([fits]) => fits(start))?.[1] ?? wide(bytes);
}

/** One character per byte. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return text;
}
const CHUNK = 2 ** 13;

const begins =
  (with_: string, at = 0) =>
  (start: string): boolean =>
    start.startsWith(with_, at);

const keystore = (kind: string): Foreign => ({
  what: say`a Java keystore (${kind})`,
  todo: say`keytool -importkeystore -srckeystore ${FILE} -srcstoretype ${kind} -destkeystore store.p12 -deststoretype PKCS12, then openssl pkcs12 -in store.p12 -out all.pem`,
});
const packed = (what: string, command: Words): Foreign => ({ what, todo: say`unpack it: ${command}` });

const magic: readonly (readonly [(start: string) => boolean, Foreign])[] = [
  [begins('\xfe\xed\xfe\xed'), keystore('JKS')],
  [begins('\xce\xce\xce\xce'), keystore('JCEKS')],
  [begins('\x1f\x8b'), packed('compressed with gzip', say`gunzip -c ${FILE} > unpacked`)],
  [begins('PK\x03\x04'), packed('a ZIP archive', say`unzip ${FILE}`)],
  [begins('BZh'), packed('compressed with bzip2', say`bunzip2 -k ${FILE}`)],
  [begins('\xfd7zXZ'), packed('compressed with xz', say`xz -dk ${FILE}`)],
  [begins('\x28\xb5\x2f\xfd'), packed('compressed with zstd', say`zstd -dk ${FILE}`)],
  [begins('ustar', 257), packed('a tar archive', say`tar -xf ${FILE}`)],
  [begins('%PDF-'), { what: 'a PDF document' }],
  [
    begins('SQLite format 3\0'),
    {
      what: 'an SQLite database, such as the cert9.db of Firefox and NSS',
      todo: 'certutil -L -d sql:DIRECTORY -n NAME -a prints a certificate of it',
    },
  ],
  [
    // A version 4 key packet with a two-octet length (RFC 4880 sections 4.2 and 5.5.2).
    (start) => /^[\x95\x99]/.test(start) && start[3] === '\x04',
    { what: 'an OpenPGP key', todo: 'TLS has no use for it' },
  ],
];

/** Text in UTF-16: with its byte order mark, or with every other byte zero. */
function wide(bytes: Uint8Array): Foreign | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const little = (a === 0xff && b === 0xfe) || (a > 0 && b === 0 && c > 0 && d === 0 && a < 0x80 && c < 0x80);
  const big = (a === 0xfe && b === 0xff) || (a === 0 && b > 0 && c === 0 && d > 0 && b < 0x80 && d < 0x80);
  if (!little && !big) return undefined;
  const order = little ? 'LE' : 'BE';
  const text = new TextDecoder(`utf-16${order.toLowerCase()}`).decode(bytes.subarray(0, 2 ** 16));
  return {
    what: text.includes('-----BEGIN ')
      ? 'PEM in UTF-16, as PowerShell’s ">" writes it'
      : 'text in UTF-16, as PowerShell’s ">" writes it',
    todo: say`convert it to UTF-8: iconv -f UTF-16${order} -t UTF-8 ${FILE} > plain.pem`,
  };
}
