/** `--keys` and `derive`: each value that is shown, and that `derive` makes of a connection's values what the connection made. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TraceDocument } from '../src/trace/document.ts';
import { handglass, Lab, serving, traceOf } from './cli-lab.ts';
import { expectComputed, toldSteps } from './told-keys.ts';

const CBC = 'TLS_RSA_WITH_AES_128_CBC_SHA';
const lab = new Lab();
let server: Awaited<ReturnType<typeof serving>>;
let old: typeof server;
beforeAll(async () => {
  server = await serving(['--kx', 'rsa,dhe,ecdhe', '--keys']);
  old = await serving(['--ciphers', CBC]);
});
afterAll(async () => {
  await server.stop();
  await old.stop();
  lab.close();
});

const connect = (...flags: readonly string[]) =>
  handglass([
    'connect',
    `localhost:${(flags.includes(CBC) ? old : server).port}`,
    '-k',
    '--revocation',
    'off',
    ...flags,
  ]);

const kinds: readonly (readonly [what: string, flags: readonly string[], values: readonly string[]])[] = [
  ['RSA', ['--tls', '1.2', '--kx', 'rsa'], ['pre_master_secret']],
  ['RSA and CBC', ['--ciphers', CBC], ['pre_master_secret', 'client_write_MAC_key']],
  ['DHE', ['--tls', '1.2', '--kx', 'dhe'], ['pre_master_secret', 'client_write_IV']],
  ['ECDHE and SHA-384', ['--ciphers', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'], ['pre_master_secret']],
  ['TLS 1.3', ['--tls', '1.3'], ['shared secret', 'Handshake Secret', 'client_application_traffic_secret_0']],
];

describe.each(kinds)('--keys with %s', (_what, flags, names) => {
  it('shows every step, and each value is what node:crypto makes of those before', async () => {
    const { out, exit } = await connect(...flags, '--keys', '--secrets');
    expect(exit).toBe(0);
    const steps = toldSteps(out);
    expect(steps.length).toBeGreaterThan(7);
    expectComputed(steps);
    const all = [...steps.map(({ name }) => name), ...steps.flatMap(({ given }) => [...given.keys()])];
    expect(all).toEqual(expect.arrayContaining([...names]));
    // The seeds are the randoms that stand at the top.
    const random = (side: string) => new RegExp(`^ {2}${side}_random +([0-9a-f]{64})$`, 'm').exec(out)?.[1];
    const seed = steps.find(({ formula }) => formula.includes('key expansion'))?.given;
    if (seed) expect([...seed.values()]).toEqual([`${random('server')}${random('client')}`]);
    expect(random('client')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('without --secrets shows the same steps, and no value', async () => {
    const { out } = await connect(...flags, '--keys');
    const steps = toldSteps(out);
    expect(steps.length).toBeGreaterThan(7);
    for (const { value, given } of steps) expect([value, [...given]]).toEqual(['', []]);
  });

  it('is shown of a saved trace, whole or compact', async () => {
    const { out } = await connect(...flags, '--json', '--secrets', '--compact');
    const file = lab.path('trace.json');
    writeFileSync(file, out);
    const shown = await handglass(['show', file, '--keys', '--secrets']);
    const { schedule } = traceOf({ out } as never);
    const steps = toldSteps(shown.out);
    expectComputed(steps);
    expect(steps.map(({ value }) => value)).toEqual(schedule.map(({ output }) => output.bytes));
  });

  it('derive makes the same from the connection’s own values, by JSON and by flags', async () => {
    const { out } = await connect(...flags, '--json', '--secrets');
    const document = traceOf({ out } as never);
    const values = valuesOf(document);
    const file = lab.path('derived.json');
    const derived = await handglass(['derive', '--json', '--save', file], { input: JSON.stringify(values) });
    expect([derived.exit, derived.err]).toEqual([0, '']);
    expect(JSON.parse(lab.read('derived.json'))).toEqual(JSON.parse(derived.out));
    const made = JSON.parse(derived.out) as TraceDocument;
    const named = ({ schedule }: TraceDocument) =>
      schedule.map(({ inputs, output }) => `${inputs[0]?.name} → ${output.name} ${output.bytes}`).sort();
    expect(named(made)).toEqual(named(document));
    const { hash, ...rest } = values;
    const byFlags = await handglass([
      'derive',
      ...Object.entries(rest).flatMap(([name, value]) => [`--${name}`, value]),
      ...Object.entries(hash).flatMap(([name, value]) => ['--hash', `${name}=${value}`]),
    ]);
    expectComputed(toldSteps(byFlags.out));
    expect(toldSteps(byFlags.out).map(({ value }) => value)).toEqual(
      made.schedule.map(({ output }) => output.bytes),
    );
  });
});

/** What `derive` takes, out of a document. */
function valuesOf(document: TraceDocument) {
  const { version, cipherSuite, randoms, steps } = document;
  const messages = steps.flatMap((step) => (step.kind === 'message' && step.transcript ? [step] : []));
  const after = (at: number): string => messages[at]!.transcript!.digest;
  const of = (name: string, from: string): number =>
    messages.findLastIndex((step) => step.name === name && step.from === from);
  const [ours, theirs] = [of('Finished', 'client'), of('Finished', 'server')];
  const before = {
    'before-client-finished': after(ours - 1),
    'before-server-finished': after(theirs - 1),
  };
  const common = {
    suite: cipherSuite!,
    'client-random': randoms.client!,
    'server-random': randoms.server!,
  };
  const secret = randoms.secret!.value!;
  return version === 'TLS 1.2'
    ? { ...common, premaster: secret, hash: { session: after(of('ClientKeyExchange', 'client')), ...before } }
    : {
        ...common,
        shared: secret,
        hash: {
          'server-hello': after(of('ServerHello', 'server')),
          ...before,
          'server-finished': after(theirs),
          'client-finished': after(ours),
        },
      };
}

it('serve shows the keys of each client, without their values unless they are asked for', async () => {
  const other = await serving(['--keys', '--tls', '1.2']);
  await handglass(['connect', `localhost:${other.port}`, '-k', '--revocation', 'off']);
  const { out } = await other.stop();
  const steps = toldSteps(out);
  expect(steps.map(({ name }) => name)).toContain('key_block');
  for (const { value } of steps) expect(value).toBe('');
});

describe('derive refuses', () => {
  const suite = 'TLS_RSA_WITH_AES_128_GCM_SHA256';
  const random = '00'.repeat(32);
  it.each<[string, readonly string[], string]>([
    ['nothing', [], 'not JSON'],
    ['no suite', ['--premaster', '00'], 'cipher suite is missing'],
    ['an unknown suite', ['--suite', 'TLS_NONE'], 'TLS_NONE is not the IANA name'],
    [
      'a random that is too short',
      ['--suite', suite, '--client-random', '00'],
      'client-random has 1 bytes, and must have 32',
    ],
    ['no premaster', ['--suite', suite, '--client-random', random, '--server-random', random], 'needs main'],
    ['half a byte', ['--suite', suite, '--client-random', '0'], 'client-random is not hexadecimal'],
    [
      'a hash of another length',
      [
        '--suite',
        suite,
        '--client-random',
        random,
        '--server-random',
        random,
        '--main',
        '00'.repeat(48),
        '--hash',
        'before-client-finished=00',
      ],
      'before-client-finished has 1 bytes',
    ],
    ['a hash that nobody knows', ['--suite', suite, '--hash', 'x=00'], 'x is not a hash that derive takes'],
    [
      'a secret beyond measure',
      [
        '--suite',
        suite,
        '--premaster',
        '00'.repeat(1025),
        '--client-random',
        random,
        '--server-random',
        random,
      ],
      'not hexadecimal of 1 to 1024 bytes',
    ],
  ])('%s', async (_what, flags, words) => {
    const { exit, err, out } = await handglass(['derive', ...flags]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(words);
  });

  it.each<[string, string, string]>([
    ['a list', '[]', 'one JSON object'],
    ['a number for a value', `{"suite":"${suite}","premaster":1}`, 'premaster is not a string'],
    ['an unknown member', `{"suite":"${suite}","key":"00"}`, 'key is not a value'],
    ['hashes that are no object', `{"suite":"${suite}","hash":"00"}`, 'one JSON object'],
    ['too much', `"${'x'.repeat(2 ** 16)}"`, 'more than 65536 bytes'],
  ])('%s on standard input', async (_what, input, words) => {
    const { exit, err } = await handglass(['derive'], { input });
    expect(exit).toBe(2);
    expect(err).toContain(words);
  });
});

it('--compact goes with --json, and --keys without', async () => {
  for (const flags of [['--compact'], ['--keys', '--json']])
    for (const command of [
      ['connect', 'localhost:1'],
      ['serve', '--port', '0'],
    ])
      expect((await handglass([...command, ...flags])).exit).toBe(2);
});
