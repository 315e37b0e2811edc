/**
 * PEM, the textual armour around DER (RFC 7468).
 *
 * Reading is the lax grammar of RFC 7468 section 3 where files meet it in practice (a byte order mark, CRLF, text
 * between blocks, lines of any length) and strict where leniency hides damage: labels must match, base64 must be
 * canonical, a block must end. What is not PEM at all gets an error that says what it looks like instead.
 */
import { Malformed } from './reader.ts';

export interface PemBlock {
  /** `CERTIFICATE`, `PRIVATE KEY`, … */
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** Every block of a text, in order. Throws {@link Malformed}; the offset counts characters. */
export function decodePem(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  let open: { label: string; at: number; body: string; headers: boolean } | undefined;
  let at = 0;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/^\uFEFF/, '').trim();
    const boundary = /^-----(BEGIN|END) ([A-Z0-9][A-Z0-9 ]*)-----$/.exec(line);
    if (boundary?.[1] === 'BEGIN') {
      if (open) throw new Malformed(`"${open.label}" begins but does not end`, open.at);
      open = { label: boundary[2]!, at, body: '', headers: false };
    } else if (boundary) {
      if (!open) throw new Malformed(`"${boundary[2]}" ends but does not begin`, at);
      if (open.label !== boundary[2]) {
        throw new Malformed(`"${open.label}" begins but "${boundary[2]}" ends`, at);
      }
      if (open.headers) throw new Malformed(`this ${open.label} is encrypted`, open.at);
      blocks.push({ label: open.label, bytes: fromBase64(open.body, open.at) });
      open = undefined;
    } else if (line.startsWith('-----')) {
      throw new Malformed(`not a PEM boundary: ${JSON.stringify(line.slice(0, 40))}`, at);
    } else if (open && line.includes(':')) {
      // RFC 1421 headers: only encrypted legacy keys have them.
      open.headers = true;
    } else if (open) {
      open.body += line;
    }
    at += raw.length + 1;
  }
  if (open) throw new Malformed(`"${open.label}" begins but does not end`, open.at);
  if (blocks.length === 0) throw new Malformed(`no PEM block: ${whatItLooksLike(text)}`, 0);
  return blocks;
}

/** One block, 64 characters a line, as RFC 7468 section 2 writes it. */
export function encodePem(label: string, bytes: Uint8Array): string {
  const lines = toBase64(bytes).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function whatItLooksLike(text: string): string {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start === '') return 'the text is empty';
  if (/^<(!doctype|html|\?xml)/i.test(start)) return 'this is a web page';
  if (start.startsWith('0')) return 'this may be DER, which is binary';
  return 'nothing begins with -----BEGIN';
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map([...alphabet].map((c, i) => [c, i]));

function toBase64(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const characters = Math.min(4, bytes.length - i + 1);
    for (let c = 0; c < 4; c++) out += c < characters ? alphabet[(group >> (18 - 6 * c)) & 63] : '=';
  }
  return out;
}

/** Canonical base64 only (RFC 4648 sections 3.3 and 3.5): padded, no other characters, no bits left over. */
function fromBase64(text: string, at: number): Uint8Array {
  const body = text.replace(/={1,2}$/, '');
  if (text.length % 4 !== 0) throw new Malformed('base64 is cut off', at);
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let group = 0;
  let filled = 0;
  for (let i = 0; i < body.length; i++) {
    const value = values.get(body[i]!);
    if (value === undefined) throw new Malformed(`${JSON.stringify(body[i])} is not base64`, at);
    group = (group << 6) | value;
    if (i % 4 !== 0) bytes[filled++] = (group >> (6 - 2 * (i % 4))) & 0xff;
  }
  const spare = body.length % 4 === 2 ? 4 : body.length % 4 === 3 ? 2 : 0;
  if ((group & ((1 << spare) - 1)) !== 0) throw new Malformed('base64 has bits left over', at);
  return bytes;
}
