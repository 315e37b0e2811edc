import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeProvider } from '../crypto/providers/node.ts';
import { formOf, recorded } from './recorded.ts';

const hello = Uint8Array.of(1, 0, 0, 41, 3, 3, ...new Uint8Array(32), 0, 0, 2, 0x13, 0x01, 1, 0);
const record = (type: number, ...body: number[]) => Uint8Array.of(type, 3, 3, 0, body.length, ...body);
const steps = (...pieces: Parameters<typeof recorded>[0]) =>
  recorded(pieces, nodeProvider)?.document.steps.map((step) => [
    'direction' in step ? step.direction : '',
    step.name,
  ]);

describe('recorded bytes', () => {
  it('are a record, messages, or nothing of TLS', () => {
    expect(formOf(record(22, ...hello))).toBe('record');
    expect(formOf(hello)).toBe('message');
    expect(formOf(hello.subarray(0, 20))).toBeUndefined();
    expect(formOf(Uint8Array.of(0x30, 0x82, 1, 1, 0x30))).toBeUndefined();
    expect(formOf(new Uint8Array())).toBeUndefined();
    expect(recorded([{ bytes: Uint8Array.of(0x30, 0x82) }], nodeProvider)).toBeUndefined();
  });

  it('tell who sent them, where the text does not', () => {
    expect(steps({ bytes: hello })).toEqual([['sent', 'ClientHello']]);
    expect(steps({ bytes: record(22, ...hello) })).toEqual([['sent', 'ClientHello']]);
    expect(steps({ bytes: Uint8Array.of(14, 0, 0, 0) })).toEqual([['received', 'ServerHelloDone']]);
  });

  it('are seen from the side whose log it is', () => {
    const alert = { direction: 'sent', form: 'alert', bytes: Uint8Array.of(2, 40) } as const;
    const found = recorded([{ direction: 'received', form: 'message', bytes: hello }, alert], nodeProvider);
    expect(found?.document.role).toBe('server');
    expect(found?.document.steps.map(({ name }) => name)).toEqual(['ClientHello', 'handshake_failure']);
  });

  it('say where they can no longer be followed', () => {
    const found = recorded(
      [
        { form: 'record', direction: 'sent', bytes: Uint8Array.of(0x47, 0x45, 0x54) },
        { form: 'record', direction: 'sent', bytes: Uint8Array.of(0x20, 0x2f, 0x20) },
      ],
      nodeProvider,
    );
    expect(found?.problems.map(String)).toEqual([
      expect.stringMatching(/^the bytes of the client cannot be followed further: /),
    ]);
  });

  it('are looked at up to a number of messages and records, and the rest is counted', () => {
    const tiny = Array.from({ length: 20_000 }, () => [1, 0, 0, 0]).flat();
    const records = Array.from({ length: 20_000 }, () => [22, 3, 3, 0, 4, 1, 0, 0, 0]).flat();
    for (const [bytes, passed] of [
      [Uint8Array.from(tiny), 4 * (20_000 - 8192)],
      // A slice is followed to its end.
      [Uint8Array.from(records), 180_000 - 3 * 2 ** 14],
    ] as const) {
      const found = recorded([{ bytes }], nodeProvider)!;
      expect(found.document.steps).toHaveLength(512);
      expect(found.problems.map(String)).toEqual([
        `${passed} bytes behind the first 8192 messages and records were not looked at`,
      ]);
    }
  });

  it('never make it throw', () => {
    const form = fc.constantFrom('record', 'message', 'alert', undefined);
    const piece = fc.record({ form, bytes: fc.uint8Array({ maxLength: 300 }) });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const found = recorded(
          pieces.map(({ form, bytes }) => (form ? { form, bytes } : { bytes })),
          nodeProvider,
        );
        expect(found === undefined || found.document.steps.length >= 0).toBe(true);
      }),
    );
  });
});
