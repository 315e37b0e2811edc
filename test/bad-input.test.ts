/** What a hostile or broken peer may send, generated from the definitions and the flows. */
import { describe, expect, it } from 'vitest';
import type { TlsError } from '../src/protocol/errors.ts';
import { Extensions } from '../src/protocol/extensions.ts';
import { decode } from '../src/wire/codec.ts';
import { Malformed } from '../src/wire/reader.ts';
import type { Span } from '../src/wire/tracing-reader.ts';
import { type Role, type Row, rows, run, type Sent, spansOf, victimOf, withBody } from './adversary.ts';
import { carry, established, failure } from './pair.ts';

/** The error of the side that was lied to; fails the test when there is none. */
function blame(row: Row, sent: Sent, number: number, parts: readonly Uint8Array[], what: string): TlsError {
  let hits = 0;
  const after = run(row, sent.by, (_, n) => (n === number && hits++ === 0 ? parts : undefined));
  const victim = after[victimOf(sent.by)];
  const error = failure(victim);
  if (!error) throw new Error(`${row.name}: ${what} of ${sent.is.name} by the ${sent.by} was taken`);
  expect(error.step, what).toBeTruthy();
  expect(error.message).not.toBe('');
  expect(error.kind === 'internal', `${what} of ${sent.is.name}: ${error.message}`).toBe(false);
  return error;
}

/** Each message of a row with its number among its side's. */
function messagesOf(row: Row): { sent: Sent; number: number }[] {
  const count = { client: 0, server: 0 };
  return run(row).sent.map((sent) => ({ sent, number: count[sent.by]++ }));
}

describe.each(rows)('$name', (row) => {
  const messages = messagesOf(row).filter(({ sent }) => sent.is.name !== 'NewSessionTicket');

  it('succeeds when nobody lies', () => {
    const honest = run(row);
    expect(failure(honest.client)?.message).toBeUndefined();
    expect(failure(honest.server)?.message).toBeUndefined();
    expect(established(honest.client)).toBeDefined();
    expect(established(honest.server)).toBeDefined();
  });

  it('reads every message only whole: each truncation and one byte too many are malformed', () => {
    for (const { sent } of messages) {
      const body = sent.raw.subarray(4);
      if (sent.is.name === 'Finished') continue; // as long as it says; the flow compares it
      for (let length = 0; length <= body.length + 1; length++) {
        if (length === body.length) continue;
        const cut = length < body.length ? body.subarray(0, length) : Uint8Array.of(...body, 0);
        if (mayEndThere(sent, length)) continue;
        expect(() => decode(sent.is.body, cut), `${sent.is.name} of ${length} bytes`).toThrow(Malformed);
      }
    }
  });

  it('refuses truncated and lengthened messages with decode_error', () => {
    for (const { sent, number } of messages) {
      const body = sent.raw.subarray(4);
      const cuts = new Set([
        0,
        1,
        body.length - 1,
        ...spansOf(sent).flatMap(({ start }) => [start, start + 1]),
      ]);
      const parts = [...cuts]
        .filter((length) => length >= 0 && length < body.length)
        .filter((length) => !mayEndThere(sent, length))
        .map((length) => body.subarray(0, length));
      for (const part of [
        ...parts.filter((_, i) => i % 7 === 0 || parts.length < 40),
        Uint8Array.of(...body, 0),
      ]) {
        const error = blame(
          row,
          sent,
          number,
          [withBody(sent.raw, part)],
          `${part.length} of ${body.length} bytes`,
        );
        expect(error, error.message).toMatchObject({
          reason: 'malformed-message',
          alert: 'decode_error',
          fault: 'peer',
        });
      }
    }
  });

  it('takes no message with a wrong length in it', () => {
    for (const { sent, number } of messages) {
      for (const span of spansOf(sent).filter(isVectorLength)) {
        for (const change of [-1, 1]) {
          const raw = sent.raw.slice();
          const at = 4 + span.end - 1;
          if (change < 0 ? raw[at] === 0 : raw[at] === 255) continue;
          raw[at]! += change;
          const error = blame(row, sent, number, [raw], `a length at byte ${at} changed by ${change}`);
          expect(['malformed', 'misbehaved', 'incompatible', 'certificate', 'alert', 'transport']).toContain(
            error.kind,
          );
        }
      }
    }
  });

  it('refuses an extension that stands twice, or where it may not', () => {
    for (const { sent, number } of messages) {
      for (const span of extensionsOf(sent)) {
        const bytes = sent.raw.slice(4 + span.start, 4 + span.end);
        const error = blame(row, sent, number, [insertExtension(sent, bytes)], `a second ${span.name}`);
        expect(['duplicate-extension', 'misplaced-extension'], error.message).toContain(error.reason);
        expect(error.alert).toBe('illegal_parameter');
      }
      for (const [name, { type, in: columns }] of Object.entries(Extensions)) {
        const column = columnOf(sent);
        if (column === undefined || column in columns) continue;
        const error = blame(
          row,
          sent,
          number,
          [insertExtension(sent, Uint8Array.of(type >> 8, type & 0xff, 0, 0))],
          name,
        );
        expect(
          ['forbidden-extension', 'unsolicited-extension', 'misplaced-extension'],
          error.message,
        ).toContain(error.reason);
      }
    }
  });

  it('refuses every message that it does not wait for, at every pause', () => {
    let refused = 0;
    for (const { sent, number } of messages) {
      for (const [name, sample] of samples) {
        if (sample[0] === sent.raw[0]) continue;
        let hits = 0;
        const after = run(row, sent.by, (_, n) =>
          n === number && hits++ === 0 ? [sample, sent.raw] : undefined,
        );
        const victim = after[victimOf(sent.by)];
        const expected = after.waits[victimOf(sent.by)].at(-1)!;
        if (expected.includes(name)) continue;
        const error = failure(victim);
        expect(error, `${name} before ${sent.is.name}`).toBeDefined();
        expect(error, `${name} before ${sent.is.name}: ${error!.message}`).toMatchObject({
          reason: 'unexpected-message',
          alert: 'unexpected_message',
          fault: 'peer',
        });
        expect(error!.step).toContain(expected[0]!);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(40);
  });

  it('names the step when the connection is cut there', () => {
    const steps = new Set<string>();
    for (const liar of ['client', 'server'] as const) {
      const count = messagesOf(row).filter(({ sent }) => sent.by === liar).length;
      for (let cut = 0; cut < count; cut++) {
        const after = run(row, liar, (_, n) => (n >= cut ? [] : undefined));
        const victim = after[victimOf(liar)];
        if (established(victim) || failure(victim)) continue;
        const [waiting] = victim.connection.waitsFor;
        victim.connection.end();
        victim.events.push(...victim.connection.takeEvents());
        expect(failure(victim)).toMatchObject({ reason: 'connection-cut', sentBy: 'local' });
        expect(failure(victim)!.step).toContain(waiting!);
        steps.add(`${victimOf(liar)} ${failure(victim)!.step}`);
      }
    }
    expect(steps.size).toBeGreaterThan(2);
  });

  it('does not care how the bytes are cut', () => {
    const dripped = drip(row);
    expect(failure(dripped.client)?.message).toBeUndefined();
    expect(established(dripped.client)).toBeDefined();
    expect(established(dripped.server)).toBeDefined();
  });
});

/** Every byte in a feed of its own. */
function drip(row: Row): ReturnType<typeof run> {
  const pending: [Uint8Array, Role][] = [];
  const target = run(row, undefined, undefined, (bytes, from) => {
    pending.push([bytes, from]);
    return undefined;
  });
  while (pending.length > 0) {
    const [bytes, from] = pending.shift()!;
    const to = target[victimOf(from)];
    for (const byte of bytes) to.connection.feed(Uint8Array.of(byte));
    to.events.push(...to.connection.takeEvents());
    carry(target, (more, by) => {
      pending.push([more, by]);
      return undefined;
    });
  }
  return target;
}

const samples = new Map(
  rows.flatMap((row) => run(row).sent.map(({ is, raw }) => [is.title ?? is.name, raw] as const)),
);
samples.set('HelloRequest', Uint8Array.of(0, 0, 0, 0));
samples.set('KeyUpdate', Uint8Array.of(24, 0, 0, 1, 0));
samples.set('EndOfEarlyData', Uint8Array.of(5, 0, 0, 0));
samples.set('a type that nobody has defined', Uint8Array.of(99, 0, 0, 0));

function columnOf({ is }: Sent): string | undefined {
  const columns: Record<string, string> = {
    ClientHello: 'CH',
    ServerHello: 'SH',
    ServerHello12: 'SH12',
    HelloRetryRequest: 'HRR',
    EncryptedExtensions: 'EE',
    CertificateRequest: 'CR',
    Certificate: 'CT',
  };
  return columns[is.name];
}

/** RFC 5246 section 7.4.1.2: a hello may end before the extensions; then another check has to notice. */
const mayEndThere = (sent: Sent, length: number): boolean =>
  sent.is.name.includes('Hello') && length === extensionsStart(sent);
/** Lengths of TLS vectors; those inside a name or a certificate are of DER, and tested there. */
const isVectorLength = ({ name, rfc }: Span): boolean => name === 'length' && rfc === 'RFC 9846 section 3.4';

/** A certificate has `extensions` too, which are another structure. */
const extensionsSpan = (sent: Sent) =>
  spansOf(sent).find(({ name, rfc }) => name === 'extensions' && !rfc?.startsWith('RFC 5280'));
const extensionsOf = (sent: Sent) =>
  columnOf(sent) === undefined
    ? []
    : (extensionsSpan(sent)?.parts ?? []).filter(({ name }) => name !== 'length');
const extensionsStart = (sent: Sent): number => extensionsSpan(sent)?.start ?? -1;

/** The message with one more extension at the end of its block, in a Certificate that of the first certificate. */
function insertExtension(sent: Sent, extension: Uint8Array): Uint8Array {
  const span = extensionsSpan(sent)!;
  const body = sent.raw.slice(4);
  if (columnOf(sent) === 'CT') {
    // The entry stands in a list, whose length is behind the context.
    const list = new DataView(body.buffer, 1 + body[0]!);
    list.setUint16(1, list.getUint16(1) + extension.length);
  }
  const block = body.subarray(span.start + 2, span.end);
  const length = block.length + extension.length;
  return withBody(
    sent.raw,
    Uint8Array.of(
      ...body.subarray(0, span.start),
      length >> 8,
      length & 0xff,
      ...block,
      ...extension,
      ...body.subarray(span.end),
    ),
  );
}
