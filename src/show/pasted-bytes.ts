/**
 * The bytes of TLS that stand in pasted text: plain hexadecimal, and the dumps of `openssl s_client -msg` and `-debug`, of
 * `javax.net.debug`, of xxd and of Wireshark. Lines that are no dump are passed over.
 */

export interface PastedBytes {
  /** Absent where the text does not say. */
  readonly direction?: 'sent' | 'received';
  /** `record`: a stream of records; `message`: handshake messages without records; absent where the bytes must tell. */
  readonly form?: 'record' | 'message' | 'alert';
  readonly bytes: Uint8Array;
}

/** Bytes that are taken from one text; what follows is left. */
export const MOST_BYTES = 2 ** 20;

export function pastedBytes(text: string): readonly PastedBytes[] {
  const runs: Run[] = [];
  let run: Run | undefined;
  let left = MOST_BYTES;
  for (const line of text.split(/\r?\n/)) {
    const heading = headingOf(line);
    if (heading) {
      run = { ...(heading === 'none' ? {} : heading), hex: '' };
      if (heading !== 'none') runs.push(run);
      continue;
    }
    const hex = bytesOf(line);
    // A lone number in a log is no dump.
    if (hex === undefined || (!run && hex.length < SHORTEST)) {
      run = undefined;
      continue;
    }
    if (!run) {
      run = { hex: '' };
      runs.push(run);
    }
    run.hex += hex.slice(0, 2 * left);
    left -= Math.min(left, hex.length / 2);
  }
  // With -msg and -debug together the same messages are there twice, and those of -msg are decrypted.
  const isTwice = runs.some(({ form }) => form === 'message');
  return runs
    .filter(({ hex, form }) => hex.length > 0 && !(isTwice && form === 'record'))
    .map(({ hex, ...of }) => ({ ...of, bytes: fromHex(hex) }));
}

interface Run extends Omit<PastedBytes, 'bytes'> {
  hex: string;
}

type Heading = Pick<Run, 'direction' | 'form'> | 'none';

/** A line that says what the bytes below it are; `none` for what is no part of a handshake. */
function headingOf(line: string): Heading | undefined {
  // openssl s_client -msg:  >>> TLS 1.3, Handshake [length 0200], ClientHello
  const [, arrow, kind] = /^\s*(>>>|<<<) [^,]{1,30}, (\w+)/.exec(line) ?? [];
  if (arrow) {
    const direction = arrow === '>>>' ? 'sent' : 'received';
    if (kind === 'Handshake') return { direction, form: 'message' };
    return kind === 'Alert' ? { direction, form: 'alert' } : 'none';
  }
  // openssl s_client -debug:  write to 0x5581 [0x5590] (293 bytes => 293 (0x125))
  const [, call] = /^(write to|read from) 0x[0-9a-f]+ \[/i.exec(line) ?? [];
  if (call) return { direction: call === 'write to' ? 'sent' : 'received', form: 'record' };
  // javax.net.debug:  …|SSLSocketOutputRecord.java:348|Raw write (
  const [, moved] = /(?:\||^)\s*Raw (write|read)\s*\(/.exec(line) ?? [];
  if (moved) return { direction: moved === 'write' ? 'sent' : 'received', form: 'record' };
  return /\|Plaintext (?:before|after) /.test(line) ? 'none' : undefined;
}

/** The hexadecimal digits of a line that holds nothing else but an offset before and characters behind. */
function bytesOf(line: string): string | undefined {
  const dump =
    /^\s*(?:[0-9a-f]{4,8}\s*(?:[:-]\s*|\s{2,}))((?:[0-9a-f]{2}[ -]{0,3}){1,16})(?:\s.*|\|.*)?$/i.exec(
      line.slice(0, LONGEST_LINE),
    );
  if (dump) return digits(dump[1]!);
  const plain = line
    .trim()
    .replace(/^0x/i, '')
    .replaceAll(/[\s:,-]|0x/gi, '');
  return plain.length >= 2 && plain.length % 2 === 0 && /^[0-9a-f]+$/i.test(plain) ? plain : undefined;
}
/** Digits in the first line of a dump without a heading. */
const SHORTEST = 8;
/** A dump has at most 16 bytes on a line. */
const LONGEST_LINE = 400;

const digits = (text: string): string => text.replaceAll(/[^0-9a-f]/gi, '');

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}
