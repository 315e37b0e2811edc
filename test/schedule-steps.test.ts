/**
 * The steps of the key schedule, as a watcher is told them: an independent few lines over node:crypto get the same from the
 * same, each secret among the inputs is the output of a step before it, and without `secrets` there are no bytes to see.
 */
import { createHmac } from 'node:crypto';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ObservedHash } from '../src/crypto/observed-hash.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import type { ScheduleEvent } from '../src/exports/handglass.ts';
import { ca } from './adversary.ts';
import { carry, established, failure, joined, type Pair, type Side, sessions, ticketsOf } from './pair.ts';

type Step = ScheduleEvent;
interface Watching {
  readonly observe?: boolean;
  readonly secrets?: boolean;
}

const everything = { observe: true, secrets: true };
const credentials = [ca.issue('EC', 'server')];
const tickets = ticketsOf();
const stepsOf = ({ events }: Side): Step[] => events.filter((event) => event.type === 'schedule');
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes!).toString('hex');

function shaken(
  version: 'TLS 1.2' | 'TLS 1.3',
  watching: Watching = everything,
  client = {},
  server = {},
): Pair {
  const common = { versions: [version], groups: ['X25519', 'secp256r1'], ...watching };
  const pair = joined(
    { trust: ca.trust, ...common, ...client },
    { credentials, tickets, ...common, ...server },
  );
  expect([failure(pair.client), failure(pair.server)]).toEqual([undefined, undefined]);
  expect(established(pair.client)?.agreement.version).toBe(established(pair.server)?.agreement.version);
  return pair;
}

/** RFC 5869, RFC 9846 section 7.1 and RFC 5246 section 5, with nothing of ours; `cut` is the next bytes of the block. */
function recomputed(step: Step, cut: number): string {
  const { operation, hash, label = '', inputs, output } = step;
  const { length } = output;
  if (operation === 'cut') return hex(inputs[0]!.bytes!.subarray(cut, cut + length));
  const [a, b] = inputs;
  const hmac = (key: Uint8Array, ...parts: (Uint8Array | string)[]) => {
    const mac = createHmac(hash.replace('-', ''), key);
    for (const part of parts) mac.update(part);
    return mac.digest();
  };
  const [first, second] = [a!.bytes!, b!.bytes!];
  if (operation === 'HKDF-Extract' || operation === 'HMAC') return hex(hmac(first, second));
  const blocks: Buffer[] = [];
  if (operation === 'PRF') {
    let seed: Uint8Array = Buffer.concat([Buffer.from(label), second]);
    const whole = seed;
    while (Buffer.concat(blocks).length < length) {
      seed = hmac(first, seed);
      blocks.push(hmac(first, seed, whole));
    }
    return hex(Buffer.concat(blocks).subarray(0, length));
  }
  const name = `tls13 ${label}`;
  const info = [[length >> 8, length & 0xff, name.length], Buffer.from(name), [second.length], second];
  let last = Buffer.alloc(0);
  for (let i = 1; Buffer.concat(blocks).length < length; i++) {
    last = hmac(first, last, ...info.map((part) => Uint8Array.from(part)), Uint8Array.of(i));
    blocks.push(last);
  }
  return hex(Buffer.concat(blocks).subarray(0, length));
}

function expectSteps(side: Side): void {
  const steps = stepsOf(side);
  expect(steps.length).toBeGreaterThan(3);
  let cut = 0;
  for (const step of steps) {
    for (const { length, bytes } of [...step.inputs, step.output]) expect(bytes).toHaveLength(length);
    expect([step.operation, step.label, hex(step.output.bytes)]).toEqual([
      step.operation,
      step.label,
      recomputed(step, cut),
    ]);
    cut = step.operation === 'cut' ? cut + step.output.length : 0;
    for (const input of step.inputs) {
      const from = input.step === undefined ? undefined : steps[input.step]!.output;
      if (from) expect([from.name, hex(from.bytes)]).toEqual([input.name, hex(input.bytes)]);
    }
  }
}

/** The secrets that steps begin with: neither of them came out of a step before. */
function givenSecrets(side: Side): string[] {
  const made = new Set<string>();
  const given = stepsOf(side).flatMap(({ inputs, output }) => {
    const secret = inputs.filter(({ as }) => !/^(Context|Transcript-Hash|seed)$/.test(as));
    const unknown = secret.filter(({ bytes }) => !made.has(hex(bytes)) && bytes!.some((byte) => byte !== 0));
    made.add(hex(output.bytes));
    return unknown.map(({ bytes }) => hex(bytes));
  });
  return [...new Set(given)];
}

const told = (side: Side, label: string): string[] =>
  side.events.flatMap((event) =>
    event.type === 'secret' && event.label === label ? [hex(event.secret)] : [],
  );
const outputs = (side: Side, label: string): string[] =>
  stepsOf(side)
    .filter((step) => step.label === label)
    .map(({ output }) => hex(output.bytes));
const names = (side: Side): string[] =>
  stepsOf(side).map(({ operation, label, output }) =>
    operation === 'cut' ? `cut ${output.name}` : label === undefined ? operation : `${operation} ${label}`,
  );

describe('the steps of TLS 1.3', () => {
  it('are those of the RFC’s diagram, on either side', () => {
    const { client, server } = shaken('TLS 1.3');
    for (const side of [client, server]) expectSteps(side);
    expect(names(client).slice(0, 12)).toEqual([
      'HKDF-Extract',
      'Derive-Secret derived',
      'HKDF-Extract',
      'Derive-Secret c hs traffic',
      'Derive-Secret s hs traffic',
      'HKDF-Expand-Label key',
      'HKDF-Expand-Label iv',
      'HKDF-Expand-Label key',
      'HKDF-Expand-Label iv',
      'HKDF-Expand-Label finished',
      'HMAC',
      'Derive-Secret derived',
    ]);
    for (const side of [client, server]) {
      expect(givenSecrets(side)).toEqual(told(side, 'shared'));
      expect(outputs(side, 'c ap traffic')).toEqual(told(client, 'CLIENT_TRAFFIC_SECRET_0'));
      expect(outputs(side, 's ap traffic')).toEqual(told(server, 'SERVER_TRAFFIC_SECRET_0'));
      expect(outputs(side, 'exp master')).toEqual(told(client, 'EXPORTER_SECRET'));
    }
  });

  it('go on behind the handshake: with a KeyUpdate, and with an exporter', () => {
    const pair = shaken('TLS 1.3');
    pair.client.connection.updateKeys();
    const exported = pair.server.connection.exporter('EXPORTER-label', Uint8Array.of(1), 100);
    pair.client.connection.write(Uint8Array.of(1));
    carry(pair);
    for (const side of [pair.client, pair.server]) expectSteps(side);
    expect(outputs(pair.client, 'traffic upd')).toHaveLength(1);
    expect(outputs(pair.client, 'traffic upd')).toEqual(outputs(pair.server, 'traffic upd'));
    expect(outputs(pair.server, 'exporter')).toEqual([hex(exported)]);
  });

  it('begin with the PSK where one is offered, and with nothing that only others need', () => {
    const session = sessions(shaken('TLS 1.3').client).at(-1);
    const { client, server } = shaken('TLS 1.3', everything, { session });
    expect(established(client)?.agreement.resumed).toBe(true);
    for (const side of [client, server]) {
      expectSteps(side);
      expect(givenSecrets(side)[0]).toBe(hex(session?.secret));
      expect(names(side).slice(0, 4)).toEqual([
        'HKDF-Extract',
        'Derive-Secret res binder',
        'HKDF-Expand-Label finished',
        'HMAC',
      ]);
      expect(names(side).filter((name) => name === 'Derive-Secret derived')).toHaveLength(2);
    }
  });

  it('are the same after a HelloRetryRequest', () => {
    const { client, server } = shaken('TLS 1.3', everything, { keyShares: 1 }, { groups: ['secp256r1'] });
    for (const side of [client, server]) expectSteps(side);
  });
});

/** `Secret: name, …` → what comes out. */
const named = (side: Side): string[] =>
  stepsOf(side).map(({ inputs, output }) => `${inputs.map(({ name }) => name).join(' | ')} → ${output.name}`);

describe('the values have the names of the RFCs', () => {
  it('in TLS 1.3, resumed: the whole ladder', () => {
    const session = sessions(shaken('TLS 1.3').client).at(-1);
    const { client } = shaken('TLS 1.3', { observe: true }, { session });
    const context = 'Transcript-Hash(Handshake Context, Certificate*, CertificateVerify*)';
    expect(named(client)).toEqual([
      '0 | PSK → Early Secret',
      'Early Secret | Transcript-Hash("") → binder_key',
      'binder_key | "" → finished_key',
      'finished_key | Transcript-Hash(Truncate(ClientHello)) → PskBinderEntry',
      '0 | PSK → Early Secret',
      'Early Secret | Transcript-Hash("") → salt of Handshake Secret',
      'salt of Handshake Secret | shared secret → Handshake Secret',
      'Handshake Secret | Transcript-Hash(ClientHello...ServerHello) → client_handshake_traffic_secret',
      'Handshake Secret | Transcript-Hash(ClientHello...ServerHello) → server_handshake_traffic_secret',
      'client_handshake_traffic_secret | "" → client_write_key',
      'client_handshake_traffic_secret | "" → client_write_iv',
      'server_handshake_traffic_secret | "" → server_write_key',
      'server_handshake_traffic_secret | "" → server_write_iv',
      'server_handshake_traffic_secret | "" → finished_key',
      `finished_key | ${context} → verify_data`,
      'Handshake Secret | Transcript-Hash("") → salt of Main Secret',
      'salt of Main Secret | 0 → Main Secret',
      'Main Secret | Transcript-Hash(ClientHello...server Finished) → client_application_traffic_secret_0',
      'Main Secret | Transcript-Hash(ClientHello...server Finished) → server_application_traffic_secret_0',
      'Main Secret | Transcript-Hash(ClientHello...server Finished) → exporter_secret',
      'server_application_traffic_secret_0 | "" → server_write_key',
      'server_application_traffic_secret_0 | "" → server_write_iv',
      'client_handshake_traffic_secret | "" → finished_key',
      `finished_key | ${context} → verify_data`,
      'Main Secret | Transcript-Hash(ClientHello...client Finished) → resumption_secret',
      'client_application_traffic_secret_0 | "" → client_write_key',
      'client_application_traffic_secret_0 | "" → client_write_iv',
      'resumption_secret | ticket_nonce → PSK',
    ]);
  });

  it('behind the handshake of TLS 1.3', () => {
    const pair = shaken('TLS 1.3');
    const before = stepsOf(pair.client).length;
    pair.client.connection.updateKeys();
    pair.client.connection.exporter('EXPORTER-label', Uint8Array.of(1), 100);
    pair.client.connection.updateKeys();
    carry(pair);
    expect(named(pair.client).slice(before)).toEqual([
      'client_application_traffic_secret_0 | "" → client_application_traffic_secret_1',
      'client_application_traffic_secret_1 | "" → client_write_key',
      'client_application_traffic_secret_1 | "" → client_write_iv',
      'exporter_secret | Transcript-Hash("") → secret of this exporter label',
      'secret of this exporter label | Hash(context_value) → keying material',
      'client_application_traffic_secret_1 | "" → client_application_traffic_secret_2',
      'client_application_traffic_secret_2 | "" → client_write_key',
      'client_application_traffic_secret_2 | "" → client_write_iv',
    ]);
  });

  it('in TLS 1.2, with the session’s hash and without', () => {
    const { client } = shaken('TLS 1.2');
    expect(named(client)).toEqual([
      'pre_master_secret | session_hash → master_secret',
      'master_secret | server_random + client_random → key_block',
      'key_block → client_write_key',
      'key_block → server_write_key',
      'key_block → client_write_IV',
      'key_block → server_write_IV',
      'master_secret | Hash(handshake_messages) → verify_data',
      'master_secret | Hash(handshake_messages) → verify_data',
    ]);
  });
});

describe('the steps of TLS 1.2', () => {
  it('are the main secret, the key block and two Finished, on either side', () => {
    const { client, server } = shaken('TLS 1.2');
    for (const side of [client, server]) {
      expectSteps(side);
      expect(new Set(names(side))).toEqual(
        new Set([
          'PRF extended master secret',
          'PRF key expansion',
          'cut client_write_key',
          'cut server_write_key',
          'cut client_write_IV',
          'cut server_write_IV',
          'PRF client finished',
          'PRF server finished',
        ]),
      );
      expect(givenSecrets(side)).toEqual(told(side, 'premaster'));
      expect(outputs(side, 'extended master secret')).toEqual(told(client, 'CLIENT_RANDOM'));
    }
    expect(outputs(client, 'key expansion')).toEqual(outputs(server, 'key expansion'));
  });
});

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('a watcher of %s', (version) => {
  it('without `secrets` is told the same steps, by labels, names and lengths alone', () => {
    const { client, server } = shaken(version, { observe: true });
    const other = shaken(version);
    for (const [side, whole] of [
      [client, other.client],
      [server, other.server],
    ] as const) {
      expect(stepsOf(side).length).toBeGreaterThan(3);
      expect(
        stepsOf(side).flatMap(({ inputs, output }) => [...inputs, output].map(({ bytes }) => bytes)),
      ).toEqual(stepsOf(side).flatMap(({ inputs }) => [...inputs, undefined].map(() => undefined)));
      const shape = (step: Step) => ({
        ...step,
        at: 0,
        took: 0,
        inputs: step.inputs.map((value) => ({ ...value, bytes: undefined })),
        output: { ...step.output, bytes: undefined },
      });
      expect(stepsOf(side).map(shape)).toEqual(stepsOf(whole).map(shape));
    }
  });

  it('who does not watch costs nothing: no step is made, and the suites are the provider’s', () => {
    const took = vi.spyOn(ObservedHash.prototype, 'took');
    onTestFinished(() => took.mockRestore());
    const { client, server } = shaken(version, { secrets: true });
    expect(took).toHaveBeenCalledTimes(0);
    for (const side of [client, server])
      expect(nodeProvider.suites).toContain(established(side)?.agreement.suite);
    const watched = shaken(version);
    expect(took).toHaveBeenCalledTimes(stepsOf(watched.client).length + stepsOf(watched.server).length);
  });
});
