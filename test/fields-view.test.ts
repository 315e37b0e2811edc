/** Every byte of a handshake in text: each once, each with a sentence of its own. */
import { describe, expect, it } from 'vitest';
import { definitionOf } from '../src/protocol/any-message.ts';
import type { Field, TraceDocument } from '../src/trace/document.ts';
import { fieldsOfMessage } from '../src/trace/fields.ts';
import { fieldsView } from '../src/trace/fields-view.ts';
import { referencesText } from '../src/trace/references.ts';
import { unknownName } from '../src/trace/telling/known-names.ts';
import { type ToldUnit, toldMessages } from '../src/trace/telling/told-messages.ts';
import { plainStyle } from '../src/trace/text.ts';
import { fromHex, hex } from '../src/wire/bytes.ts';
import { toldHandshakes } from './told-handshakes.ts';
import { sentencesOf } from './told-sentences.ts';

const handshakes = Object.entries(toldHandshakes).map(([name, make]) => ({ name, ...make() }));
const both = handshakes.flatMap(({ name, client, server }) => [
  { name: `${name}, by the client`, trace: client },
  { name: `${name}, by the server`, trace: server },
]);

describe.each(both)('$name', ({ name, trace }) => {
  it('has a sentence for every leaf, and no two leaves share one', () => {
    const { leaves, sentences, without, shared } = sentencesOf(trace);
    console.log(
      `${name}: ${leaves} leaves, ${sentences} distinct sentences, ${without.length} leaves without`,
    );
    expect(without).toEqual([]);
    expect(shared).toEqual([]);
    expect(leaves).toBeGreaterThan(60);
  });

  it('shows every byte of every message once', () => {
    for (const { bytes, units } of toldMessages(trace)) {
      expect(bytes).not.toBe('');
      expect(rangesOf(units)).toEqual(whole(bytes));
    }
    expect(bytesIn(fieldsView(trace))).toEqual(toldMessages(trace).map(({ bytes }) => bytes));
  });

  it('cites the RFCs of its version', () => {
    const cited = trace.steps.flatMap((step) => (step.kind === 'message' ? rfcsIn(step.fields) : []));
    const ofRecords = trace.records.flatMap(({ fields }) => rfcsIn(fields));
    const newer = [...new Set([...cited, ...ofRecords])].filter((rfc) => rfc.includes('9846'));
    if (trace.version === 'TLS 1.3') expect(newer).toContain('RFC 9846 section 4.2.2');
    // A client that offers both sends what TLS 1.3 alone defines.
    else if (name.includes('offers TLS 1.3'))
      expect(newer.sort()).toEqual(
        ['4.3.1', '4.3.8', '4.3.9'].map((section) => `RFC 9846 section ${section}`),
      );
    else expect(newer).toEqual([]);
  });
});

/** The hellos of a trace, and one of its messages replaced. */
function withMessage(trace: TraceDocument, at: number, raw: Uint8Array): TraceDocument {
  const steps = trace.steps.flatMap((step, i) =>
    step.kind !== 'message' || (i !== at && !step.type.endsWith('_hello'))
      ? []
      : i === at
        ? {
            ...step,
            bytes: hex(raw),
            length: raw.length,
            fields: fieldsOfMessage({ is: definitionOf(raw), raw }),
          }
        : step,
  );
  return { ...trace, steps };
}

describe('hostile messages', () => {
  const traces = ['TLS 1.2, mutual', 'TLS 1.3, mutual', 'TLS 1.3, resumed', 'TLS 1.2, stapled'].map(
    (name) => handshakes.find((each) => each.name === name)!.client,
  );
  /** Numbers that look random and are the same in each run. */
  let state = 7;
  const below = (most: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state % most;
  };

  const expectTold = (trace: TraceDocument): void => {
    for (const { bytes, units } of toldMessages(trace)) expect(rangesOf(units)).toEqual(whole(bytes));
    const text = fieldsView(trace);
    expect(text).not.toMatch(/[^\n\P{C}]/u);
  };

  it('that end too early still give a view of every byte that came', () => {
    for (const trace of traces)
      for (const [at, step] of trace.steps.entries()) {
        if (step.kind !== 'message') continue;
        const raw = fromHex(step.bytes);
        for (let i = 0; i < 2; i++)
          expectTold(withMessage(trace, at, raw.subarray(0, 1 + below(raw.length - 1))));
      }
  });

  it('with changed bytes, lying lengths among them, too', () => {
    for (const trace of traces)
      for (const [at, step] of trace.steps.entries()) {
        if (step.kind !== 'message') continue;
        for (let i = 0; i < 3; i++) {
          const raw = fromHex(step.bytes);
          for (let n = 0; n <= i % 3; n++) raw[below(raw.length)] = below(256);
          expectTold(withMessage(trace, at, raw));
        }
      }
  });

  it('bring nothing raw to a terminal', () => {
    const trace = handshakes[0]!.client;
    const at = trace.steps.findIndex((step) => step.kind === 'message');
    const step = trace.steps[at]!;
    const raw = step.kind === 'message' ? step.bytes : '';
    const evil = raw.replace(
      hex(Buffer.from('localhost')),
      hex(Buffer.from('\x1b[2J\x9b\x00\r\n\x07', 'latin1')),
    );
    expect(evil).not.toBe(raw);
    const text = fieldsView(withMessage(trace, at, fromHex(evil)), plainStyle, { hex: true });
    expect(text).toContain(String.raw`\u001b[2J\x9b\u0000\r\n\u0007`);
    expect(text).not.toMatch(/[^\n\P{C}]/u);
  });
});

describe('a choice of names', () => {
  const { client } = handshakes.find(({ name }) => name === 'TLS 1.3')!;
  const shown = (...only: string[]): string => fieldsView(client, plainStyle, { only });
  const headings = (text: string): string[] => text.split('\n').filter((line) => /^[→←]/.test(line));

  it('shows whole messages by their names, in any spelling', () => {
    for (const name of ['ServerHello', 'server_hello', 'serverhello'])
      expect(headings(shown(name))).toEqual([expect.stringContaining('ServerHello')]);
    expect(headings(shown('ChangeCipherSpec'))).toHaveLength(2);
    expect(headings(shown('Alert'))).toEqual([expect.stringContaining('close_notify')]);
  });

  it('shows fields by their names, with what is in them and nothing else, wherever they are', () => {
    const text = shown('key_share');
    expect(headings(text).map((line) => line.split('  ')[0])).toEqual(['→ ClientHello', '← ServerHello']);
    expect(text).toMatch(/^ {5,}\d+ {2}[0-9a-f ]+ key_share /m);
    expect(text).toContain('key_exchange');
    expect(text).not.toContain('cipher_suite');
    expect(shown('ClientHello,key_share'.split(',')[0]!, 'key_share')).toContain('cipher_suites');
  });

  it('says so when nothing of that name was sent', () => {
    expect(shown('HelloRequest')).toBe('nothing of that name was sent\n');
  });

  it('knows every name that comes up in a handshake, and no other', () => {
    const names = both.flatMap(({ trace }) =>
      toldMessages(trace).flatMap(({ step, units }) => [
        step.kind === 'alert' ? 'alert' : step.name,
        ...units.flatMap(({ unit }) => unit.path.map((field) => field.name.replaceAll(/\[\d+\]/g, ''))),
      ]),
    );
    expect([...new Set(names)].filter((name) => unknownName([name]))).toEqual([]);
    expect(unknownName(['key_share', 'key_shar'])).toEqual({ name: 'key_shar', meant: 'key_share' });
    expect(unknownName(['ClientHelo'])).toEqual({ name: 'ClientHelo', meant: 'ClientHello' });
    expect(unknownName(['nonsense at all'])).toEqual({ name: 'nonsense at all', meant: undefined });
  });
});

it('dumps a whole message when asked to', () => {
  const { client } = handshakes[0]!;
  const dump = fieldsView(client, plainStyle, { hex: true, only: ['ClientHello'] });
  const rows = dump.split('\n').filter((line) => /^[0-9a-f]{6} {2}/.test(line));
  const step = client.steps.find((each) => each.kind === 'message')!;
  const bytes = rows.map((row) => row.slice(8, 56).replaceAll(' ', '')).join('');
  expect(step.kind === 'message' && step.bytes).toBe(bytes);
  expect(rows.map((row) => row.slice(57, -1)).join('')).toContain('localhost');
});

/** Own ranges of the units, in order; adjacent ones joined. */
function rangesOf(units: readonly ToldUnit[]): number[][] {
  const ranges: number[][] = [];
  for (const { unit } of units) {
    if (unit.start === unit.end) continue;
    const last = ranges.at(-1);
    if (last?.[1] === unit.start) last[1] = unit.end;
    else ranges.push([unit.start, unit.end]);
  }
  return ranges;
}

const whole = (bytes: string): number[][] => [[0, bytes.length / 2]];

/** The column of bytes, message by message. */
const bytesIn = (text: string): string[] =>
  text
    .split(/^[→←].*$/m)
    .slice(1)
    .map((part) =>
      part
        .split('\n')
        .map((line) => line.slice(9, 33).replaceAll(' ', ''))
        .join(''),
    );

const rfcsIn = ({ rfc, parts = [] }: Field): string[] => [
  ...(rfc === undefined ? [] : [referencesText(rfc)]),
  ...parts.flatMap(rfcsIn),
];

describe('the premaster secret of an RSA key exchange', () => {
  const rsa = toldHandshakes['TLS 1.2, RSA']!;
  const insideOf = (trace: TraceDocument) => toldMessages(trace).flatMap(({ inside }) => inside ?? []);
  const named = ({ units }: { units: readonly ToldUnit[] }) =>
    units.flatMap(({ unit }) => (unit.start === unit.end ? [] : [[unit.name, unit.end - unit.start]]));

  it('is opened on both sides when secrets are shown, on the server with its padding', () => {
    const { client, server } = rsa(true);
    const [ofClient] = insideOf(client);
    const [ofServer] = insideOf(server);
    const premaster = client.secrets!.find(({ label }) => label === 'premaster')!.secret;
    expect(ofClient!.bytes).toBe(premaster);
    expect(named(ofClient!)).toEqual([
      ['client_version', 2],
      ['random', 46],
    ]);
    expect(ofServer!.bytes).toMatch(new RegExp(`^0002([1-9a-f].|0[1-9a-f])+00${premaster}$`));
    expect(named(ofServer!)).toEqual([
      ['block_type', 2],
      ['padding_string', 256 - 2 - 1 - 48],
      ['separator', 1],
      ['client_version', 2],
      ['random', 46],
    ]);
    for (const inside of [ofClient!, ofServer!]) {
      expect(rangesOf(inside.units)).toEqual(whole(inside.bytes));
      for (const { words } of inside.units) expect(words).toBeDefined();
    }
    expect(fieldsView(server)).toContain('decrypted with the server’s private key\n');
  });

  it('stays closed without secrets', () => {
    const { client, server } = rsa();
    for (const trace of [client, server]) {
      expect(insideOf(trace)).toEqual([]);
      expect(fieldsView(trace)).not.toContain('PreMasterSecret');
    }
  });

  it('is told as damaged where it is none', () => {
    const { server } = rsa(true);
    const secrets = server.secrets!.map((each) =>
      each.label === 'premaster-block' ? { ...each, secret: each.secret.replace(/^0002/, '0001') } : each,
    );
    const [inside] = insideOf({ ...server, secrets });
    expect(named(inside!)).toEqual([['damaged_block', 256]]);
  });
});
