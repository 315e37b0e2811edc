/** `show` and `diff` of traces that were saved with secrets: who does not ask for them is shown none. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BundleDocument } from '../src/trace/bundle-document.ts';
import type { Field, TraceDocument } from '../src/trace/document.ts';
import { handglass, Lab, type Listening, serving } from './cli-lab.ts';
import { expectValid } from './schemas.ts';

const lab = new Lab();
let server: Listening;
beforeAll(async () => {
  server = await serving(['--kx', 'rsa,ecdhe']);
});
afterAll(async () => {
  await server.stop();
  lab.close();
});

const connecting = (): readonly string[] => {
  const [, roots] = /--ca-file (\S+)/.exec(server.heard())!;
  return [`localhost:${server.port}`, '--ca-file', roots!, '--secrets', '--json'];
};
const leavesOf = (field: Field): Field[] => (field.parts ? field.parts.flatMap(leavesOf) : [field]);
const tickets = new Set(['ticket', 'session_ticket', 'identity']);
/** What goes over the wire, or is made of that alone. */
const publicNames =
  /^(0|""|.*Hash.*|session_hash|.*_random.*|.*\.random.*|ticket_nonce|verify_data|PskBinderEntry)$/;

/** In hexadecimal, by what they are. */
function secretsIn({ secrets, schedule, records, steps, randoms, version }: TraceDocument) {
  const found = new Map<string, string>();
  const add = (what: string, bytes: string | null | undefined) => {
    if (bytes && bytes.length >= 16 && !/^0*$/.test(bytes)) found.set(bytes, what);
  };
  for (const { label, secret } of secrets!) add(label, secret);
  add('the third random', randoms.secret?.value);
  for (const { inputs, output } of schedule)
    for (const { name, bytes } of [...inputs, output]) if (!publicNames.test(name)) add(name, bytes);
  for (const { protection, number } of records) {
    add(`the nonce of record ${number}`, protection?.nonce);
    if (version === 'TLS 1.3') add(`what is in record ${number}`, protection?.plaintext);
  }
  for (const step of steps)
    for (const { name, value } of step.kind === 'message' ? leavesOf(step.fields) : [])
      if (tickets.has(name)) add(`${name} of ${step.name}`, String(value));
  return found;
}

const kinds = [
  { what: 'TLS 1.2 with RSA', flags: ['--tls', '1.2', '--kx', 'rsa'] },
  { what: 'TLS 1.2 with ECDHE', flags: ['--tls', '1.2'] },
  { what: 'TLS 1.2 in small records', flags: ['--tls', '1.2', '--records', '7'] },
  { what: 'TLS 1.3', flags: ['--tls', '1.3'] },
];

describe.each(kinds)('a bundle with secrets, of $what', ({ flags }) => {
  const file = lab.path('secret.json');
  let known: Map<string, string>;
  const namesIn = (text: string) =>
    [...known].flatMap(([bytes, what]) => (text.includes(bytes) ? [what] : []));
  const shown = async (...more: readonly string[]) => (await handglass(['show', file, ...more])).out;

  beforeAll(async () => {
    const { out } = await handglass([...connecting(), '--resume', ...flags]);
    writeFileSync(file, out);
    const { connections } = JSON.parse(out) as BundleDocument<TraceDocument>;
    known = new Map(connections.flatMap((each) => [...secretsIn(each)]));
    expect(known.size).toBeGreaterThan(10);
    expect([...known.values()].join()).toContain('ticket');
  });

  it('is shown without them, in words, fields, keys, JSON and what is saved', async () => {
    const kept = lab.path('kept.json');
    expect(namesIn(await shown('--fields', '--hex', '--keys'))).toEqual([]);
    expect(namesIn(await shown('--json', '--save', kept))).toEqual([]);
    expect(namesIn(readFileSync(kept, 'utf8'))).toEqual([]);
  });

  it('is one bundle of valid documents that say what was left out', async () => {
    const bundle = JSON.parse(await shown('--json')) as BundleDocument<TraceDocument>;
    expectValid('bundle', bundle);
    for (const { redactions, secrets } of bundle.connections) {
      expect(secrets).toBeUndefined();
      expect(redactions.map(({ what }) => what)).toEqual(expect.arrayContaining(['schedule', 'tickets']));
    }
  });

  it('is shown with them on request', async () => {
    const whole = JSON.parse(await shown('--json', '--secrets'));
    expect(whole).toEqual(JSON.parse(readFileSync(file, 'utf8')));
    expect(namesIn(await shown('--keys', '--secrets')).length).toBeGreaterThan(4);
  });

  it('has a heading for each connection, and shows the fields that are asked for', async () => {
    const text = await shown('-vv', '--only', 'ClientHello');
    expect(text.match(/^\d\. .*$/gm)).toEqual(
      [1, 2].map((place) => `${place}. A connection to localhost:${server.port}, as the client saw it`),
    );
    expect(text).toMatch(/^ +0 {2}01 00 0\d \w\w +client_hello/m);
    expect(text).not.toMatch(/^ +0 {2}02 00/m);
  });
});

it('diff keeps nothing of them either', async () => {
  const { out } = await handglass(connecting());
  const [file, kept] = [lab.path('one.json'), lab.path('both.json')];
  writeFileSync(file, out);
  expect((await handglass(['diff', file, file, '--save', kept])).exit).toBe(0);
  const text = readFileSync(kept, 'utf8');
  const known = secretsIn(JSON.parse(out) as TraceDocument);
  expect([...known].filter(([bytes]) => text.includes(bytes)).map(([, what]) => what)).toEqual([]);
});

it('what is no message has neither --only nor --hex', async () => {
  const roots = connecting()[2]!;
  expect((await handglass(['show', roots, '--fields'])).exit).toBe(0);
  for (const flag of [['--only', 'random'], ['--hex']]) {
    const { exit, err } = await handglass(['show', roots, '--fields', ...flag]);
    expect([exit, err]).toEqual([2, `handglass: --only and --hex are for messages, and ${roots} has none\n`]);
  }
});

it('of a longer file the first 64 are told, and the others counted', async () => {
  const { out } = await handglass(['connect', 'localhost:1', '--json', '--compact']);
  const file = lab.path('many.json');
  writeFileSync(file, `${JSON.stringify(JSON.parse(out))}\n`.repeat(66));
  const { exit, out: told, err } = await handglass(['show', file]);
  expect(exit).toBe(0);
  expect(told.match(/^\d+\. A connection/gm)).toHaveLength(64);
  expect(err).toBe(`! more connections in ${file}, which are not told: 2\n`);
});
