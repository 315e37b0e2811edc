/**
 * PEM, the textual armour around DER (RFC 7468).
 *
 * Reading is the lax grammar of RFC 7468 section 3 where files meet it in practice (a byte order mark, any line ends, text
 * between blocks, lines of any length, blanks in them) and strict where leniency hides damage: labels must match, base64
 * must be canonical, a block must end. {@link readPem} goes on after a damaged block, so that a person can be told about
 * everything in a file; {@link decodePem} refuses a text with any damage.
 */

import { owns } from './bare.ts';
import { Malformed } from './reader.ts';
import { say, type Words } from './words.ts';

export interface PemBlock {
  /** `CERTIFICATE`, `PRIVATE KEY`, … */
  readonly label: string;
  readonly bytes: Uint8Array;
  /** Where it begins: the line, from 1. */
  readonly line: number;
  /** The line that holds a given byte of the decoded block. */
  readonly lineOf: (byte: number) => number;
  /** RFC 1421 headers, `Name: value`. Only keys have them that OpenSSL encrypted in its old way: `bytes` is ciphertext. */
  readonly headers?: readonly string[];
}

/** A block that cannot be read, or the trace of one. */
export interface PemDamage {
  /** Undefined if no label can be made out. */
  readonly label: string | undefined;
  readonly line: number;
  /** In plain words. */
  readonly damage: Words;
}

/** Every block of a text, in order. Throws {@link Malformed} for damage and for a text without blocks; no offset. */
export function decodePem(text: string): PemBlock[] {
  const blocks = readPem(text).map((part) => {
    if (owns(part, 'damage')) throw new Malformed(say`line ${part.line}: ${part.damage}`, 0);
    return part;
  });
  if (blocks.length === 0) throw new Malformed('no PEM block: nothing begins with -----BEGIN', 0);
  return blocks;
}

/** Every block of a text and every damaged one, in order; none for a text without any PEM. */
export function readPem(text: string): (PemBlock | PemDamage)[] {
  const parts: (PemBlock | PemDamage)[] = [];
  let open: Open | undefined;
  const broken = (damage: Words, { label, line }: { label?: string; line: number }): void => {
    parts.push({ label, line, damage });
  };
  let number = 0;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    number++;
    const line = raw.replace(byteOrderMark, '').trim();
    const boundary = /^-----(BEGIN|END) ([A-Z0-9][A-Z0-9. ]*)-----$/.exec(line);
    if (boundary?.[1] === 'BEGIN') {
      if (open) broken(say`"${open.label}" begins but does not end`, open);
      open = { label: boundary[2]!, line: number, body: '', headers: [], lines: [] };
    } else if (boundary) {
      const label = boundary[2]!;
      if (!open) broken(say`"${label}" ends but does not begin`, { label, line: number });
      else if (open.label !== label) broken(say`"${open.label}" begins but "${label}" ends`, open);
      else parts.push(closed(open));
      open = undefined;
    } else if (open) {
      if (line.startsWith('-')) {
        broken(whyNoBoundary(line), open);
        open = undefined;
      } else if (open.body === '' && line.includes(':')) open.headers.push(line);
      else {
        open.lines.push({ from: open.body.length, line: number });
        open.body += line.replaceAll(/[ \t\v\f]/g, '');
      }
    } else if (/^-+ ?(BEGIN|END)\b/.test(line)) {
      broken(whyNoBoundary(line), { line: number });
    }
  }
  if (open) broken(say`"${open.label}" begins but does not end`, open);
  return parts;
}

interface Open {
  readonly label: string;
  readonly line: number;
  readonly headers: string[];
  /** The index of each line's first character in the body. */
  readonly lines: { readonly from: number; readonly line: number }[];
  body: string;
}

/** As a character, and as the three of UTF-8 where each byte became one. */
const byteOrderMark = /^(\uFEFF|\xEF\xBB\xBF)/;

function closed({ label, line, headers, lines, body }: Open): PemBlock | PemDamage {
  const bytes = fromBase64(body);
  if (!(bytes instanceof Uint8Array)) return { label, line, damage: bytes };
  const lineOf = (byte: number): number =>
    lines.findLast(({ from }) => from <= Math.floor((byte * 4) / 3))?.line ?? line;
  return { label, line, lineOf, bytes, ...(headers.length > 0 && { headers }) };
}

function whyNoBoundary(line: string): Words {
  const shown = JSON.stringify(line.length > 40 ? `${line.slice(0, 40)}…` : line);
  if (/^-----BEGIN [^-]*-----./.test(line))
    return 'its line breaks have been lost: BEGIN, base64 and END belong on separate lines';
  return say`${shown} is not a PEM boundary such as -----BEGIN CERTIFICATE-----`;
}

/** One block, 64 characters a line, as RFC 7468 section 2 writes it. */
export function encodePem(label: string, bytes: Uint8Array): string {
  const lines = toBase64(bytes).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** By character code; what is not of the alphabet has none. */
const values: readonly (number | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const value = alphabet.indexOf(String.fromCharCode(code));
  return value < 0 ? undefined : value;
});

function toBase64(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const characters = Math.min(4, bytes.length - i + 1);
    for (let c = 0; c < 4; c++) out += c < characters ? alphabet[(group >> (18 - 6 * c)) & 63] : '=';
  }
  return out;
}

/** Canonical base64 only (RFC 4648 sections 3.3 and 3.5): padded, no other characters, no bits left over; else why not. */
function fromBase64(text: string): Uint8Array | Words {
  const body = text.replace(/={1,2}$/, '');
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let group = 0;
  let filled = 0;
  for (let i = 0; i < body.length; i++) {
    const value = values[body.charCodeAt(i)];
    if (value === undefined) return notBase64(body[i]!);
    group = (group << 6) | value;
    if (i % 4 !== 0) bytes[filled++] = (group >> (6 - 2 * (i % 4))) & 0xff;
  }
  if (text.length % 4 !== 0) return 'its base64 is cut off';
  const spare = body.length % 4 === 2 ? 4 : body.length % 4 === 3 ? 2 : 0;
  return (group & ((1 << spare) - 1)) === 0 ? bytes : 'its base64 has bits left over';
}

const notBase64 = (character: string): Words =>
  character === '='
    ? 'its base64 contains an "=", as in quoted-printable mail'
    : say`${JSON.stringify(character)} is not base64`;
