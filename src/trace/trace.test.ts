import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Authority,
  carry,
  failure,
  makeAuthority,
  makeClient,
  makeServer,
  type Pair,
  sessions,
  ticketsOf,
} from '../../test/pair.ts';
import { expectValid, validatorOf } from '../../test/schemas.ts';
import type { Event } from '../handshake/events.ts';
import type { ClientOptions, ServerOptions } from '../options/options.ts';
import type { Field, TraceDocument } from './document.ts';
import { TraceRecorder } from './recorder.ts';
import { story } from './story.ts';

let ca: Authority;
beforeAll(() => {
  ca = makeAuthority();
});

interface Both {
  readonly client: TraceDocument;
  readonly server: TraceDocument;
  readonly pair: Pair;
}

type Change = Parameters<typeof carry>[1];

function shake(
  client: Partial<ClientOptions>,
  server: Partial<ServerOptions>,
  { secrets = false, change }: { readonly secrets?: boolean; readonly change?: Change } = {},
): Both {
  const watched = { observe: true, secrets };
  const pair = {
    client: makeClient({ trust: ca.trust, ...watched, ...client }),
    server: makeServer({ trust: ca.trust, ...watched, ...server }),
  };
  carry(pair, change);
  if (!failure(pair.client) && !failure(pair.server)) {
    pair.client.connection.write(Buffer.from('hello from the client'));
    pair.server.connection.write(Buffer.from('hello from the server'));
    carry(pair, change);
    pair.client.connection.close();
    carry(pair, change);
  }
  const told = (role: 'client' | 'server'): TraceDocument => {
    const recorder = new TraceRecorder({ role, startedAt: 0, wallClock: 0, secrets });
    for (const event of pair[role].events) recorder.add(event);
    return recorder.document();
  };
  return { client: told('client'), server: told('server'), pair };
}

const rows: readonly {
  readonly what: string;
  readonly run: () => Both;
  readonly is: Partial<TraceDocument>;
}[] = [
  {
    what: 'TLS 1.2 by RSA',
    run: () =>
      shake(
        { versions: ['TLS 1.2'], keyExchanges: ['RSA'] },
        { keyExchanges: ['RSA'], credentials: [ca.issue('RSA', 'server')] },
      ),
    is: {
      version: 'TLS 1.2',
      keyExchange: 'RSA',
      group: null,
      cipherSuite: 'TLS_RSA_WITH_AES_128_GCM_SHA256',
    },
  },
  {
    what: 'TLS 1.2 by RSA with CBC',
    run: () => {
      const cipherSuites = ['TLS_RSA_WITH_AES_128_CBC_SHA'];
      return shake({ cipherSuites }, { cipherSuites, credentials: [ca.issue('RSA', 'server')] });
    },
    is: { version: 'TLS 1.2', keyExchange: 'RSA', cipherSuite: 'TLS_RSA_WITH_AES_128_CBC_SHA' },
  },
  {
    what: 'TLS 1.2 by ECDHE, mutual, with ALPN, a staple and a ticket',
    run: () =>
      shake(
        { versions: ['TLS 1.2'], credentials: [ca.issue('EC', 'client')], applicationProtocols: ['h2'] },
        {
          credentials: [ca.staple(ca.issue('RSA', 'server'))],
          clientAuthentication: 'require',
          tickets: ticketsOf(),
          applicationProtocols: ['h2'],
        },
      ),
    is: { version: 'TLS 1.2', keyExchange: 'ECDHE', alpn: 'h2', clientAuthenticated: true, resumed: false },
  },
  {
    what: 'TLS 1.2 with ChaCha20',
    run: () => {
      const cipherSuites = ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'];
      return shake({ cipherSuites }, { cipherSuites, credentials: [ca.issue('EC', 'server')] });
    },
    is: { version: 'TLS 1.2', keyExchange: 'ECDHE', signatureScheme: 'ecdsa_secp256r1_sha256' },
  },
  {
    what: 'TLS 1.3',
    run: () => shake({}, { credentials: [ca.issue('EC', 'server')], tickets: ticketsOf() }),
    is: { version: 'TLS 1.3', keyExchange: 'ECDHE', clientAuthenticated: false },
  },
  {
    what: 'TLS 1.3 mutual, after a retry, with staples of both',
    run: () =>
      shake(
        { credentials: [ca.staple(ca.issue('RSA', 'client'))], groups: ['x25519', 'secp256r1'] },
        {
          credentials: [ca.staple(ca.issue('EC', 'server'))],
          clientAuthentication: 'require',
          groups: ['secp256r1'],
          tickets: ticketsOf(),
        },
      ),
    is: { version: 'TLS 1.3', keyExchange: 'ECDHE', group: 'secp256r1', clientAuthenticated: true },
  },
];

describe.each(rows)('$what', ({ run, is }) => {
  it('is told by both sides, by the schema, with what a script looks for', () => {
    const { client, server } = run();
    for (const trace of [client, server]) {
      expectValid('trace', trace);
      expect(trace).toMatchObject({ ok: true, ...is, signatureScheme: trace.signatureScheme });
      expect(trace.error).toBeUndefined();
      expect(trace.randoms).toEqual({ ...client.randoms, client: server.randoms.client });
      expect(trace.randoms.client).toMatch(/^[0-9a-f]{64}$/);
      expect(trace.randoms.secret).toEqual({
        kind: is.version === 'TLS 1.2' ? 'premaster' : 'shared',
        value: null,
      });
      expect(trace).not.toHaveProperty('secrets');
    }
    expect(client).toMatchObject({
      serverAuthenticated: true,
      certificate: { verdict: 'accepted', of: 'server' },
    });
    expect(client.certificate?.path.map(({ subject }) => subject)).toEqual([
      'CN=localhost',
      'CN=handglass test CA',
    ]);
  });

  it('has every message in the records of its direction, on both sides alike', () => {
    const { client, server } = run();
    const messages = (trace: TraceDocument) =>
      trace.steps.flatMap((step) =>
        step.kind === 'message'
          ? [{ name: step.name, from: step.from, bytes: step.bytes, records: step.records }]
          : [],
      );
    expect(messages(client).filter(({ from }) => from === 'client')).toEqual(
      messages(server).filter(({ from }) => from === 'client'),
    );
    expect(messages(client).filter(({ from }) => from === 'server')).toEqual(
      messages(server).filter(({ from }) => from === 'server'),
    );
    for (const { records } of messages(client)) expect(records).not.toBeNull();
  });

  it('has every record by the same epoch, number and length on both sides, without protection too', () => {
    const { client, server } = run();
    const records = (trace: TraceDocument, from: string) =>
      trace.records
        .filter((record) => record.from === from)
        .map(({ epoch, sequence, contentType, contentLength }) => ({
          epoch,
          sequence,
          contentType,
          contentLength,
        }));
    for (const from of ['client', 'server'])
      expect(records(client, from).slice(0, 4)).toEqual(records(server, from).slice(0, 4));
    for (const trace of [client, server]) {
      const changes = trace.steps.filter(({ kind }) => kind === 'change_cipher_spec');
      expect(changes.map((step) => 'length' in step && step.length)).toEqual([1, 1]);
      for (const record of trace.records)
        if (record.contentType === 'change_cipher_spec') expect(record.epoch).toBe('cleartext');
    }
  });

  it('names every byte, and leaves nothing long without a reason', () => {
    const { client, server } = run();
    for (const trace of [client, server]) expectEveryByteNamed(trace);
  });
});

function expectEveryByteNamed(trace: TraceDocument): void {
  const roots = [
    ...trace.steps.flatMap((step) =>
      step.kind === 'message' ? [{ field: step.fields, length: step.length }] : [],
    ),
    ...trace.records.map(({ fields, length }) => ({ field: fields, length })),
  ];
  expect(roots.length).toBeGreaterThan(10);
  for (const { field, length } of roots) {
    expect([field.start, field.end]).toEqual([0, length]);
    checkCoverage(field);
    const unexplained = leavesOf(field).filter(isUnexplained);
    expect(unexplained.map(({ name, start, end }) => ({ name, start, end }))).toEqual([]);
  }
}

/** Fields that are long and have nothing inside, because there is nothing inside that anybody names. */
const indivisible = new Set([
  // random numbers, and what is as good as random
  'random',
  'legacy_session_id',
  'legacy_session_id_echo',
  'key_exchange',
  'public',
  'signature',
  'encrypted_pre_master_secret',
  'MAC',
  'verify_data',
  'cookie',
  'ticket',
  'session_ticket',
  'ticket_nonce',
  'identity',
  // the inside of the list `binders`
  'binders[0]',
  // records: what is encrypted, and cleartext whose messages are listed one by one
  'ciphertext',
  'tag',
  'nonce_explicit',
  'IV',
  'fragment',
  // text
  'host_name',
  'application_layer_protocol_negotiation[0]',
  // certificates
  'serialNumber',
  'algorithm',
  'parameters',
  'modulus',
  'subjectPublicKey',
  'signatureValue',
  'utcTime',
  'utf8String',
  'extnID',
  'extKeyUsage[0]',
  'dNSName',
  'subjectKeyIdentifier',
  // OCSP responses
  'responseType',
  'producedAt',
  'issuerNameHash',
  'issuerKeyHash',
  'thisUpdate',
  'nextUpdate',
  'keyIdentifier',
]);

const isUnexplained = ({ name, start, end }: Field): boolean => end - start > 4 && !indivisible.has(name);
const leavesOf = (field: Field): Field[] => (field.parts ? field.parts.flatMap(leavesOf) : [field]);

/** Parts stand one after the other and fill their field. */
function checkCoverage(field: Field): void {
  if (!field.parts) return;
  let at = field.start;
  for (const part of field.parts) {
    expect(part.start, `a gap before ${part.name} in ${field.name}`).toBe(at);
    at = part.end;
    checkCoverage(part);
  }
  expect(at, `a gap at the end of ${field.name}`).toBe(field.end);
  expect(field.failed, field.name).toBeUndefined();
}

describe('a trace', () => {
  it('tells a resumption of either version, and that no certificate came', () => {
    for (const version of ['TLS 1.2', 'TLS 1.3'] as const) {
      const server = { credentials: [ca.issue('EC', 'server')], tickets: ticketsOf() };
      const trust = ca.trust;
      const first = shake({ versions: [version], trust }, server);
      const session = sessions(first.pair.client).at(-1);
      const { client, server: served } = shake({ versions: [version], trust, session }, server);
      for (const trace of [client, served]) {
        expectValid('trace', trace);
        expect(trace).toMatchObject({ ok: true, version, resumed: true, certificate: null });
        expectEveryByteNamed(trace);
      }
      expect(client.keyExchange).toBe(version === 'TLS 1.3' ? 'ECDHE-PSK' : null);
    }
  });

  it('has the secrets that were asked for, and the same ones on both sides', () => {
    const { client, server } = shake({}, { credentials: [ca.issue('EC', 'server')] }, { secrets: true });
    expectValid('trace', client);
    expect(client.randoms.secret).toEqual({
      kind: 'shared',
      value: expect.stringMatching(/^[0-9a-f]{64,}$/),
    });
    const byLabel = (trace: TraceDocument) =>
      [...trace.secrets!].sort((a, b) => (a.label < b.label ? -1 : 1));
    expect(byLabel(client)).toEqual(byLabel(server));
    expect(client.secrets!.map(({ label }) => label)).toContain('CLIENT_TRAFFIC_SECRET_0');
  });

  it('tells a certificate that is refused, who sent the alert, and every check', () => {
    const stranger = makeAuthority('another CA');
    const { client, server } = shake({}, { credentials: [stranger.issue('EC', 'server')] });
    expectValid('trace', client);
    expectValid('trace', server);
    expect(client).toMatchObject({
      ok: false,
      serverAuthenticated: false,
      certificate: { verdict: 'rejected', overruled: false },
      error: { reason: 'certificate-rejected', alert: 'unknown_ca', sentBy: 'client', fault: 'server' },
    });
    expect(server.error).toMatchObject({ reason: 'alert-received', alert: 'unknown_ca', sentBy: 'client' });
    expect(client.certificate!.paths[0]!.checks.length).toBeGreaterThan(3);
  });

  it('tells which bytes each check looked at, in what stands once beside them', () => {
    const { client } = shake({}, { credentials: [ca.issue('EC', 'server')] });
    const { path: chain, paths, evidence } = client.certificate!;
    expect(evidence.map(({ kind }) => kind)).toEqual(chain.map(() => 'certificate'));
    expect(new Set(evidence.map(({ bytes }) => bytes)).size).toBe(evidence.length);
    const within = (field: Field, start: number, end: number): Field | undefined =>
      field.start === start && field.end === end
        ? field
        : field.parts?.map((part) => within(part, start, end)).find((found) => found);
    for (const { check, certificate, looked } of paths[0]!.checks) {
      const found = looked.map(({ evidence: at, start, end }) => within(evidence[at]!.fields!, start, end));
      expect(found.map((field) => field?.name)).toEqual(looked.map(({ path }) => path.split('.').at(-1)));
      if (check !== 'validity') continue;
      const [notBefore] = found[0]!.parts!.filter(({ name }) => name === 'notBefore');
      expect(Date.parse(notBefore!.means!)).toBe(Date.parse(chain[certificate]!.notBefore));
    }
    const { bytes, length } = evidence[0]!;
    expect(bytes).toHaveLength(2 * length);
  });

  it('is ok beside a rejected certificate that was overruled', () => {
    const stranger = makeAuthority('another CA');
    const { client } = shake({ onRejected: () => true }, { credentials: [stranger.issue('EC', 'server')] });
    expectValid('trace', client);
    expect(client).toMatchObject({
      ok: true,
      serverAuthenticated: false,
      certificate: { verdict: 'rejected', overruled: true },
    });
  });

  it('shows a message that cannot be read as far as it could be', () => {
    /** The ServerHello with this change, at the place of its cipher_suite. */
    const changing =
      (change: (hello: Buffer, at: number) => void): Change =>
      (bytes, from) => {
        const at = Buffer.from(bytes).indexOf(Buffer.from('130100', 'hex'));
        if (from === 'client' || bytes[0] !== 22 || at < 0) return bytes;
        const changed = Buffer.from(bytes);
        change(changed, at);
        return changed;
      };
    const server = { credentials: [ca.issue('EC', 'server')] };
    // extensions<…> one byte shorter than they are
    const { client } = shake({}, server, {
      change: changing((hello, at) => hello.writeUInt8(hello[at + 4]! - 1, at + 4)),
    });
    expectValid('trace', client);
    expect(client.error).toMatchObject({
      reason: 'malformed-message',
      alert: 'decode_error',
      sentBy: 'client',
      fault: 'server',
    });
    const hello = client.steps.find((step) => step.kind === 'message' && step.type === 'server_hello');
    const fields = hello?.kind === 'message' ? hello.fields : undefined;
    expect(JSON.stringify(fields)).toContain('"failed"');
    expect(JSON.stringify(fields)).toContain('"means":"TLS_AES_128_GCM_SHA256"');
  });

  it('shows a message that nobody expected by its own definition', () => {
    const client = makeClient({ observe: true, trust: ca.trust });
    // ServerHelloDone where a ServerHello belongs
    client.connection.feed(Buffer.from('16030300040e000000', 'hex'));
    const trace = new TraceRecorder({ role: 'client', startedAt: 0 });
    for (const event of client.connection.takeEvents()) trace.add(event);
    const document = trace.document();
    expectValid('trace', document);
    expect(document.steps.find(({ name }) => name === 'ServerHelloDone')).toMatchObject({
      type: 'server_hello_done',
      length: 4,
      fields: { parts: [{ name: 'msg_type' }, { name: 'length', value: 0 }] },
    });
    expect(document.error).toMatchObject({
      reason: 'unexpected-message',
      alert: 'unexpected_message',
      fault: 'server',
    });
  });

  it('shows a type that nobody knows as its bytes', () => {
    const client = makeClient({ observe: true, trust: ca.trust });
    client.connection.feed(Buffer.from('160303000ac800000601020304ffff', 'hex'));
    const trace = new TraceRecorder({ role: 'client', startedAt: 0 });
    for (const event of client.connection.takeEvents()) trace.add(event);
    const document = trace.document();
    expectValid('trace', document);
    expect(document.steps.find(({ name }) => name === '0xc8')).toMatchObject({
      fields: {
        parts: [{ name: 'msg_type' }, { name: 'length', value: 6 }, { name: 'body', value: '01020304ffff' }],
      },
    });
  });

  it('keeps the handshake of a long connection, and only counts what goes on for ever', () => {
    const { pair } = shake({}, { credentials: [ca.issue('EC', 'server')] });
    const trace = new TraceRecorder({ role: 'client', startedAt: 0 });
    for (const event of pair.client.events) trace.add(event);
    const record = pair.client.events.findLast((event) => event.type === 'record')!;
    for (let i = 0; i < 5000; i++) trace.add(record);
    const document = trace.document();
    expectValid('trace', document);
    expect(document.records.length).toBeLessThan(300);
    expect(document.records.length + document.recordsNotKept).toBeGreaterThan(5000);
    expect(document.steps.length).toBeLessThan(600);
  });

  it('keeps no more bytes than it is told, of what a peer sends, and says so', () => {
    const { pair } = shake({}, { credentials: [ca.issue('EC', 'server')] });
    const trace = new TraceRecorder({ role: 'client', startedAt: 0, mostBytes: 4096 });
    for (const event of pair.client.events) trace.add(event);
    const message = pair.client.events.find((event) => event.type === 'message')!;
    const record = pair.client.events.find((event) => event.type === 'record')!;
    for (let i = 0; i < 1000; i++) {
      const length = i === 0 ? 2 ** 14 : 2 ** 7;
      trace.add({ ...message, is: undefined, raw: new Uint8Array(length).fill(1) } as Event);
      trace.add({ ...record, bytes: new Uint8Array(length) } as Event);
    }
    const document = trace.document();
    expectValid('trace', document);
    const messages = document.steps.filter(({ kind }) => kind === 'message') as { bytes: string }[];
    const kept = (list: readonly { readonly bytes: string }[]): number =>
      list.reduce((sum, { bytes }) => sum + bytes.length / 2, 0);
    expect([kept(messages) <= 4096, kept(document.records) <= 4096]).toEqual([true, true]);
    expect(document.recordsNotKept).toBeGreaterThan(900);
    expect(document.stepsNotKept).toBeGreaterThan(400);
    expect(document.steps.findLast(({ kind }) => kind === 'message')).toMatchObject({
      length: 2 ** 7,
      bytes: '',
      fields: { about: expect.stringMatching(/^Not kept/) },
    });
    expect(story(document)).toMatch(/too long to keep/);
    expect(story(document)).toMatch(/and \d+ more steps/);
  });

  it('does not hold the buffers that small pieces came in', () => {
    const buffers = Array.from({ length: 64 }, () => new Uint8Array(2 ** 16));
    const { pair } = shake({}, { credentials: [ca.issue('EC', 'server')] });
    const record = pair.client.events.find((event) => event.type === 'record')!;
    const trace = new TraceRecorder({ role: 'client', startedAt: 0 });
    for (const bytes of buffers) trace.add({ ...record, bytes: bytes.subarray(0, 100) } as Event);
    for (const bytes of buffers) bytes.fill(0xff);
    expect(trace.document().records.map(({ bytes }) => bytes)).toEqual(buffers.map(() => '00'.repeat(100)));
  });

  it('is refused by the schema when it lies about its form', () => {
    const { client } = shake({}, { credentials: [ca.issue('EC', 'server')] });
    for (const broken of [
      { ...client, schema: 'handglass-trace/1' },
      { ...client, version: 'TLS 1.1' },
      { ...client, extra: 1 },
      { ...client, randoms: { ...client.randoms, client: 'XYZ' } },
      { ...client, steps: [{ kind: 'message', name: 'ClientHello', at: 0 }] },
      { ...client, steps: [{ kind: 'end', name: 'end', at: 0, direction: 'sent', from: 'client', more: 1 }] },
    ]) {
      expect(validatorOf('trace')(broken)).toBe(false);
    }
  });
});
