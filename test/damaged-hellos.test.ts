/**
 * A ClientHello with a ticket in it, damaged at each byte in turn: whether it can be read or not, no piece of the ticket is in
 * a document without secrets.
 */
import { describe, expect, it } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { definitionOf } from '../src/protocol/any-message.ts';
import { HEADER_LENGTH } from '../src/protocol/message.ts';
import { RECORD_HEADER } from '../src/record/record.ts';
import { recorded } from '../src/show/recorded.ts';
import type { TraceDocument } from '../src/trace/document.ts';
import { jsonText } from '../src/trace/json-text.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import { hex } from '../src/wire/bytes.ts';
import { ca } from './adversary.ts';
import { resumed } from './lies/rows.ts';
import { makeClient, makeServer } from './pair.ts';

const PIECE = 16;

/** A server's own trace of these bytes. */
function served(bytes: Uint8Array, { server }: ReturnType<typeof resumed>): TraceDocument {
  const side = makeServer({ ...server, observe: true });
  side.connection.feed(bytes);
  const trace = new TraceRecorder({ role: 'server', startedAt: 0, wallClock: 0 });
  for (const event of side.connection.takeEvents() ?? []) trace.add(event);
  return trace.document();
}

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('a hello that resumes %s', (version) => {
  const row = resumed(version);
  const hello = makeClient({ trust: ca.trust, ...row.client, groups: ['x25519'] }).connection.takeOutput()!;
  const { ticket } = row.client.session!;
  const at = Buffer.from(hello).indexOf(ticket);
  const pieces = Array.from({ length: Math.floor(ticket.length / PIECE) }, (_, i) =>
    hex(ticket.subarray(i * PIECE, (i + 1) * PIECE)),
  );
  const shown = (document: TraceDocument): readonly string[] => {
    const text = jsonText(document);
    return pieces.filter((piece) => text.includes(piece));
  };
  const isUnreadable = (bytes: Uint8Array): boolean =>
    definitionOf(bytes.subarray(RECORD_HEADER)) === undefined;
  /** What makes it another extension, which may be anything. */
  const type = at - (version === 'TLS 1.2' ? 4 : 8);
  const damaged: Uint8Array[] = [];
  for (let place = RECORD_HEADER + HEADER_LENGTH; place < hello.length; place++)
    if (place !== type && place !== type + 1)
      for (const flipped of [0x01, 0xc0]) {
        const bytes = hello.slice();
        bytes[place]! ^= flipped;
        damaged.push(bytes);
      }

  it('is damaged in every way that matters', () => {
    expect(at).toBeGreaterThan(100);
    expect(pieces.length).toBeGreaterThan(5);
    expect(damaged.filter(isUnreadable).length).toBeGreaterThan(50);
    expect(shown(recorded([{ bytes: hello }], nodeProvider)!.document)).toEqual([]);
  });

  it('is told without its ticket, by a server and by an onlooker', () => {
    for (const bytes of damaged) {
      expect(shown(recorded([{ bytes }], nodeProvider)!.document)).toEqual([]);
      const message = bytes.subarray(RECORD_HEADER);
      expect(shown(recorded([{ bytes: message, form: 'message' }], nodeProvider)!.document)).toEqual([]);
    }
    for (const bytes of damaged.filter(isUnreadable)) expect(shown(served(bytes, row))).toEqual([]);
  });

  it('is shown where no ticket can be in it', () => {
    const bare = makeClient({ trust: ca.trust, name: 'localhost', versions: [version] });
    const bytes = bare.connection.takeOutput()!.slice();
    for (const type of [0x23, 0x29])
      for (let place = 1; place < bytes.length; place++)
        if (bytes[place - 1] === 0 && bytes[place] === type) bytes[place] = 0xee;
    const name = Buffer.from(bytes).indexOf('localhost');
    // The length of the list of names.
    bytes[name - 4]! ^= 1;
    expect(isUnreadable(bytes)).toBe(true);
    const [step] = recorded([{ bytes }], nodeProvider)!.document.steps;
    expect(JSON.stringify(step)).toContain(hex(bytes.subarray(name, name + 9)));
  });
});
