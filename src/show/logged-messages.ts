/**
 * Handshake messages as `javax.net.debug=ssl:handshake` prints them: names and values without their bytes.
 *
 *     …|ClientHello.java:639|Produced ClientHello handshake message (
 *     "ClientHello": {
 *       "client version"      : "TLSv1.2",
 */

export interface LoggedMessage {
  readonly direction: 'sent' | 'received';
  readonly name: string;
  readonly fields: readonly LoggedField[];
}

export interface LoggedField {
  /** How deep it is nested, from 0. */
  readonly depth: number;
  readonly name: string;
  readonly value: string;
}

/** Messages, and fields of each, that are taken from one log. */
const MOST = 512;

export function loggedMessages(text: string): readonly LoggedMessage[] {
  const all: { direction: 'sent' | 'received'; name: string; fields: LoggedField[] }[] = [];
  let open = false;
  for (const line of text.split(/\r?\n/)) {
    const [, verb, name] =
      /\|(Produced|Consuming) (?:[a-z]+ )?([A-Za-z]+) (?:handshake )?message/.exec(line) ?? [];
    if (name && all.length < MOST) {
      all.push({ direction: verb === 'Produced' ? 'sent' : 'received', name, fields: [] });
      open = true;
    } else if (/^\)/.test(line) || line.includes('|')) open = false;
    else if (open) add(all.at(-1)!.fields, line);
  }
  return all;
}

/** `"name": value`, with what opens a nested one left out. */
function add(fields: LoggedField[], line: string): void {
  const [, indent, name, value] =
    /^( {1,40})"([^"]{1,80})"\s*:\s*(.*?),?\s*$/.exec(line.slice(0, LONGEST)) ?? [];
  if (name === undefined || fields.length >= MOST) return;
  const text = value!.replaceAll(/^[[{"\s]+|[\]}"\s]+$/g, '');
  fields.push({ depth: Math.floor(indent!.length / 2) - 1, name: name.replaceAll(/\s+/g, ' '), value: text });
}
/** Characters of a line. */
const LONGEST = 16_384;
