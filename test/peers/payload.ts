/** What is sent in both directions: random text between two marks, so that it can be found in what a peer prints. */
import { createHash, randomBytes } from 'node:crypto';

export const MEGABYTE = 2 ** 20;
const START = '<payload:';
const END = ':end>';
/** None of the letters that s_server and s_client take for a command at the start of what they read. */
const ALPHABET = '0123456789ADEFGHIJLMNOTUVWXYZaef';

/** A fresh payload of exactly this length. */
export function payload(length: number): Buffer {
  const random = randomBytes(length - START.length - END.length);
  const text = Buffer.alloc(random.length, 0, 'latin1');
  for (let i = 0; i < random.length; i++) text[i] = ALPHABET.charCodeAt(random[i]! & 31);
  return Buffer.concat([Buffer.from(START), text, Buffer.from(END)]);
}

/** The payload in what a peer printed behind `from`; undefined while its end has not come. */
export function payloadIn(text: string, from: number): Buffer | undefined {
  const start = text.indexOf(START, from);
  const end = start < 0 ? -1 : text.indexOf(END, start);
  return end < 0 ? undefined : Buffer.from(text.slice(start, end + END.length), 'latin1');
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
