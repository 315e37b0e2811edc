/** Lists of very many entries, put together from bytes: each has a serial number of 16 bytes, a date and a reason. */
import type { PrivateKey } from '../src/crypto/provider.ts';
import { issueCrl } from '../src/issue/index.ts';
import { decode, encode } from '../src/wire/codec.ts';
import { locate } from '../src/wire/locate.ts';
import { AlgorithmIdentifier, signatureAlgorithmOf } from '../src/x509/certificate/signature-algorithm.ts';
import type { Certificate } from '../src/x509/index.ts';
import { OutlineDefinition } from '../src/x509/revocation/crl.ts';

const start = [0x30, 47, 2, 16];
const date = [0x17, 13, ...new TextEncoder().encode('260501000000Z')];
const superseded = [0x30, 12, 0x30, 10, 6, 3, 0x55, 0x1d, 0x15, 4, 3, 10, 1, 4];
const LENGTH = 4 + 16 + date.length + superseded.length;

/** The serial number of an entry. */
export function serialOf(index: number): Uint8Array {
  const serial = new Uint8Array(16);
  serial[0] = 0x40;
  new DataView(serial.buffer).setUint32(12, index);
  return serial;
}

/** The DER of a list that holds around `now` (milliseconds since 1970), with `count` entries. */
export function longList(
  issuer: { readonly certificate: Certificate; readonly key: PrivateKey },
  count: number,
  now: number,
): Uint8Array {
  const times = { thisUpdate: now - 86_400_000, nextUpdate: now + 86_400_000 };
  const empty = issueCrl({ issuer, ...times, number: Uint8Array.of(1), revoked: [] }) as Uint8Array;
  const { signatureAlgorithm } = decode(OutlineDefinition, empty);
  const [version, extensions] = locate(OutlineDefinition, empty, [
    'tbsCertList.version',
    'tbsCertList.crlExtensions',
  ]);
  const entries = new Uint8Array(count * LENGTH);
  for (let i = 0; i < count; i++) {
    const at = i * LENGTH;
    entries.set(start, at);
    entries.set(serialOf(i), at + 4);
    entries.set(date, at + 20);
    entries.set(superseded, at + 35);
  }
  const tbs = tlv(0x30, [
    empty.subarray(version!.start, extensions!.start),
    tlv(0x30, [entries]),
    empty.subarray(extensions!.start, extensions!.end),
  ]);
  const signature = issuer.key.sign(signatureAlgorithmOf(signatureAlgorithm)!, tbs) as Uint8Array;
  return tlv(0x30, [
    tbs,
    encode(AlgorithmIdentifier, signatureAlgorithm),
    tlv(0x03, [Uint8Array.of(0), signature]),
  ]);
}

function tlv(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const size = [24, 16, 8, 0].map((shift) => (length >>> shift) & 0xff);
  const digits = size.slice(size.findIndex((byte) => byte > 0));
  const header = length < 0x80 ? [tag, length] : [tag, 0x80 | digits.length, ...digits];
  return new Uint8Array(Buffer.concat([Uint8Array.from(header), ...parts]));
}
