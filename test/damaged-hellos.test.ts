/**
 * A ClientHello with a ticket in it, damaged at each byte in turn: whether it can be read or not, no piece of the ticket is in
 * a document without secrets.
 */
import { describe, expect, it } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { definitionOf } from '../src/protocol/any-message.ts';
import { HEADER_LENGTH } from '../src/protocol/message.ts';
import { RECORD_HEADER } from '../src/record/record.ts';
import type { PastedBytes } from '../src/show/pasted-bytes.ts';
import { recorded } from '../src/show/recorded.ts';
import { withoutSecrets } from '../src/show/without-secrets.ts';
import type { TraceDocument } from '../src/trace/document.ts';
import { jsonText } from '../src/trace/json-text.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import { hex } from '../src/wire/bytes.ts';
import { ca } from './adversary.ts';
import { resumed } from './lies/rows.ts';
import { makeClient, makeServer } from './pair.ts';

const PIECE = 16;
const BODY = RECORD_HEADER + HEADER_LENGTH;

/** A server's own trace of these bytes. */
function served(bytes: Uint8Array, { server }: ReturnType<typeof resumed>): TraceDocument {
  const side = makeServer({ ...server, observe: true });
  side.connection.feed(bytes);
  const trace = new TraceRecorder({ role: 'server', startedAt: 0, wallClock: 0 });
  for (const event of side.connection.takeEvents() ?? []) trace.add(event);
  return trace.document();
}

/** An onlooker's, as it is made and as it is left of one that was saved with its secrets. */
function* onlookers(pasted: PastedBytes): Generator<TraceDocument> {
  const made = recorded([pasted], nodeProvider);
  if (made) yield made.document;
  const saved = recorded([pasted], nodeProvider, undefined, true);
  if (saved) yield withoutSecrets(saved.document);
}

const isUnreadable = (bytes: Uint8Array): boolean =>
  definitionOf(bytes.subarray(RECORD_HEADER)) === undefined;

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('a hello that resumes %s', (version) => {
  const row = resumed(version);
  const hello = makeClient({ trust: ca.trust, ...row.client, groups: ['x25519'] }).connection.takeOutput()!;
  const { ticket } = row.client.session!;
  const at = Buffer.from(hello).indexOf(ticket);
  const pieces = Array.from({ length: Math.floor(ticket.length / PIECE) }, (_, i) =>
    hex(ticket.subarray(i * PIECE, (i + 1) * PIECE)),
  );
  const piecesIn = (text: string): readonly string[] => pieces.filter((piece) => text.includes(piece));
  const shown = (document: TraceDocument): readonly string[] => piecesIn(jsonText(document));
  /** Where its extension's type is. */
  const type = at - (version === 'TLS 1.2' ? 4 : 8);
  const changed = (...changes: readonly (readonly [place: number, value: number])[]): Uint8Array => {
    const bytes = hello.slice();
    for (const [place, value] of changes) bytes[place] = value;
    return bytes;
  };
  const damaged: { readonly place: number; readonly bytes: Uint8Array }[] = [];
  for (let place = 0; place < hello.length; place++)
    for (const flipped of [0x01, 0xc0])
      damaged.push({ place, bytes: changed([place, hello[place]! ^ flipped]) });

  it('is damaged in every way that matters', () => {
    expect(at).toBeGreaterThan(100);
    expect(pieces.length).toBeGreaterThan(5);
    expect(hex(hello.subarray(type, type + 2))).toBe(version === 'TLS 1.2' ? '0023' : '0029');
    expect(damaged.filter(({ bytes }) => isUnreadable(bytes)).length).toBeGreaterThan(50);
    const [whole, saved] = onlookers({ bytes: hello });
    expect([shown(whole!), shown(saved!)]).toEqual([[], []]);
    expect(shown(recorded([{ bytes: hello }], nodeProvider, undefined, true)!.document)).toEqual(pieces);
  });

  it('is told without its ticket, by a server and by an onlooker', () => {
    for (const { place, bytes } of damaged) {
      for (const document of onlookers({ bytes })) expect(shown(document), `at ${place}`).toEqual([]);
      if (place >= RECORD_HEADER) {
        const [document] = onlookers({ bytes: bytes.subarray(RECORD_HEADER), form: 'message' });
        expect(shown(document!), `a message, at ${place}`).toEqual([]);
      }
      if (place < BODY || place === type || place === type + 1 || isUnreadable(bytes))
        expect(shown(served(bytes, row)), `served, at ${place}`).toEqual([]);
    }
  });

  it('is told without its ticket where a wrong length makes several messages of it', () => {
    let several = 0;
    for (let end = BODY; end < hello.length; end++) {
      const length = end - BODY;
      const bytes = changed([RECORD_HEADER + 2, length >> 8], [RECORD_HEADER + 3, length & 255]);
      const message = bytes.subarray(RECORD_HEADER);
      for (const document of [...onlookers({ bytes }), ...onlookers({ bytes: message, form: 'message' })]) {
        expect(shown(document), `cut at ${end}`).toEqual([]);
        if (document.steps.filter(({ kind }) => kind === 'message').length > 2) several++;
      }
    }
    expect(several).toBeGreaterThan(0);
  });

  it.each([
    ['another that is not known', 0x22],
    ['one that has another form', 0x2b],
    ['one that has no place in a ClientHello', 0x30],
  ])('is told without its ticket under the type of %s', (_, low) => {
    const bytes = changed([type + 1, low]);
    for (const document of onlookers({ bytes })) expect(shown(document)).toEqual([]);
    // And where nothing else can be read either.
    bytes[BODY + 34] = 33;
    for (const document of onlookers({ bytes })) expect(shown(document)).toEqual([]);
  });

  it('shows what can be no ticket, though it cannot be read', () => {
    const bare = makeClient({ trust: ca.trust, ...row.client, name: 'localhost' });
    const bytes = bare.connection.takeOutput()!.slice();
    const name = Buffer.from(bytes).indexOf('localhost');
    // The length of the list of names.
    bytes[name - 4]! ^= 1;
    expect(isUnreadable(bytes)).toBe(true);
    for (const document of onlookers({ bytes })) {
      expect(JSON.stringify(document.steps[0])).toContain(hex(bytes.subarray(name, name + 9)));
      expect(shown(document)).toEqual([]);
    }
  });

  it('shows an extension that is not known, unless it can be this one', () => {
    const withType = (high: number, low: number): string =>
      jsonText([...onlookers({ bytes: changed([type, high], [type + 1, low]) })][0]);
    expect(piecesIn(withType(0x44, 0x69))).toEqual(pieces);
    expect(piecesIn(withType(0x44, 0x23))).toEqual([]);
  });
});

it('tells a ticket of TLS 1.2 in the clear under a wrong type as little', () => {
  const ticket = Uint8Array.from({ length: 64 }, (_, i) => 0xa0 + (i % 64));
  const message = [4, 0, 0, 70, 0, 0, 28, 32, 0, 64, ...ticket];
  for (const type of [4, 5, 0xc4]) {
    const bytes = Uint8Array.from([type, ...message.slice(1)]);
    const documents = [...onlookers({ bytes, form: 'message' })];
    expect(documents).toHaveLength(2);
    for (const document of documents)
      expect(jsonText(document)).not.toContain(hex(ticket.subarray(0, PIECE)));
  }
});
