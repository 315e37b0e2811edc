/**
 * Trace documents of every kind of handshake, on both sides: by the schema, made again from their compact form, with the
 * records that node:crypto opens by what the document says of them; and without `secrets`, none of the run's secrets in them.
 */
import { createDecipheriv, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ClientOptions, ServerOptions } from '../src/options/options.ts';
import { compactOf, fieldsOf } from '../src/trace/compact.ts';
import type { Field, RecordDocument, Step, TraceDocument } from '../src/trace/document.ts';
import { jsonText } from '../src/trace/json-text.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import { ca } from './adversary.ts';
import { keys, mutual, plain, resumed, retried, rsaKeyExchange } from './lies/rows.ts';
import { carry, failure, makeClient, makeServer, type Pair, sessions, ticketsOf } from './pair.ts';
import { expectValid } from './schemas.ts';

type Role = 'client' | 'server';
const hello = Buffer.from('GET / HTTP/1.0 and more that nobody else may read');
const answer = Buffer.from('an answer that nobody else may read either');

interface Kind {
  readonly client: Partial<ClientOptions>;
  readonly server: Partial<ServerOptions>;
}

const suite12 = (suite: string, credential = keys.RSA.server): Kind => ({
  client: { versions: ['TLS 1.2'], cipherSuites: [suite] },
  server: { versions: ['TLS 1.2'], cipherSuites: [suite], credentials: [credential] },
});
const suite13 = (suite: string): Kind => ({
  client: { cipherSuites: [suite] },
  server: { credentials: [keys.EC.server], tickets: ticketsOf() },
});

const kinds: Readonly<Record<string, () => Kind>> = {
  'TLS 1.2 with RSA': () => rsaKeyExchange,
  'TLS 1.2 with RSA and CBC': () => suite12('TLS_RSA_WITH_AES_128_CBC_SHA'),
  'TLS 1.2 with DHE': () => suite12('TLS_DHE_RSA_WITH_AES_128_GCM_SHA256'),
  'TLS 1.2 with ECDHE and a ticket': () => plain('TLS 1.2'),
  'TLS 1.2 with SHA-384': () => suite12('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'),
  'TLS 1.2 with ChaCha20': () => suite12('TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', keys.EC.server),
  'TLS 1.2 mutual': () => mutual('TLS 1.2'),
  'TLS 1.2 resumed': () => resumed('TLS 1.2'),
  'TLS 1.3': () => plain('TLS 1.3'),
  'TLS 1.3 mutual': () => mutual('TLS 1.3'),
  'TLS 1.3 behind a retry': () => retried,
  'TLS 1.3 resumed': () => resumed('TLS 1.3'),
  'TLS 1.3 with AES-256': () => suite13('TLS_AES_256_GCM_SHA384'),
  'TLS 1.3 with ChaCha20': () => suite13('TLS_CHACHA20_POLY1305_SHA256'),
  'TLS 1.3 in small records': () => {
    const { client, server } = resumed('TLS 1.3');
    return { client: { ...client, records: 7 }, server: { ...server, records: 7 } };
  },
  'TLS 1.2 in small records': () => {
    const { client, server } = resumed('TLS 1.2');
    return { client: { ...client, records: 7 }, server: { ...server, records: 7 } };
  },
  'half a hello with a ticket': () => resumed('TLS 1.2'),
  'a handshake that fails': () => ({ ...resumed('TLS 1.3'), server: { ...plain('TLS 1.2').server } }),
};

const watched = { observe: true, secrets: true };

/** With all that there is to know, and data both ways; keys are changed where they can be. */
function shaken(name: string): { readonly pair: Pair; readonly offered: Uint8Array | undefined } {
  const { client, server } = kinds[name]!();
  const offered = client.session?.ticket;
  const pair = {
    client: makeClient({ trust: ca.trust, ...client, ...watched }),
    server: makeServer({ ...server, ...watched }),
  };
  if (name.startsWith('half')) {
    carry(pair, (bytes, from) => (from === 'client' ? untilBehind(offered!, bytes) : bytes));
    pair.server.connection.end();
    carry(pair);
    return { pair, offered };
  }
  carry(pair);
  if (!failure(pair.client) && !failure(pair.server)) {
    pair.client.connection.write(hello);
    carry(pair);
    if (name.startsWith('TLS 1.3')) pair.client.connection.updateKeys(true);
    pair.client.connection.write(hello);
    carry(pair);
    pair.server.connection.write(answer);
    carry(pair);
    pair.client.connection.close();
    carry(pair);
  }
  return { pair, offered };
}

/** The record as if its sender had ended it behind the ticket; the next never comes. */
function untilBehind(ticket: Uint8Array, record: Uint8Array): Uint8Array {
  const at = Buffer.from(record).indexOf(ticket);
  expect(at).toBeGreaterThan(0);
  const bytes = Buffer.from(record.subarray(0, at + ticket.length));
  expect(bytes.length).toBeLessThan(record.length);
  bytes.writeUInt16BE(bytes.length - 5, 3);
  return bytes;
}

function documentOf(pair: Pair, role: Role, secrets: boolean): TraceDocument {
  const recorder = new TraceRecorder({ role, startedAt: 0, wallClock: 0, secrets });
  for (const event of pair[role].events) recorder.add(event);
  return recorder.document();
}

const bytesOf = (hexadecimal: string): Buffer => Buffer.from(hexadecimal, 'hex');

describe.each(Object.keys(kinds))('%s', (name) => {
  const { pair, offered } = shaken(name);
  const roles = ['client', 'server'] as const;

  it('is told by the schema, with its fields and without, which are made again', () => {
    for (const role of roles)
      for (const secrets of [true, false]) {
        const document = JSON.parse(jsonText(documentOf(pair, role, secrets))) as TraceDocument;
        const compact = JSON.parse(jsonText(compactOf(document)));
        expectValid('trace', document);
        expectValid('trace', compact);
        expect(jsonText(compact)).not.toContain('"fields"');
        expect(fieldsOf(compact)).toEqual(document);
      }
  });

  it('has records that open by what it says of them', () => {
    for (const role of roles) {
      const document = documentOf(pair, role, true);
      const opened = document.records.filter(({ protection }) => protection);
      for (const record of opened)
        expect([record.direction, record.number, plaintextOf(record, document)]).toEqual([
          record.direction,
          record.number,
          record.protection!.plaintext,
        ]);
      if (document.ok) expect(opened.length).toBeGreaterThan(4);
    }
  });

  it('without secrets has none of the run in it, and says what it leaves out', () => {
    const known = secretsOf(pair, offered);
    expect(known.size).toBeGreaterThan(name.startsWith('half') ? 0 : 3);
    for (const role of roles) {
      const bare = documentOf(pair, role, false);
      const whole = documentOf(pair, role, true);
      const text = jsonText(bare);
      expect([...known].filter(([secret]) => text.includes(secret)).map(([, what]) => what)).toEqual([]);
      for (const leaf of bare.steps.flatMap((step) => (step.kind === 'message' ? leavesOf(step.fields) : [])))
        if (isTicket(leaf))
          expect({ value: undefined, ...leaf }).toMatchObject({
            withheld: true,
            means: 'a secret, and not shown',
            value: undefined,
          });
      expect(bare).not.toHaveProperty('secrets');
      expect(whole.redactions).toEqual([]);
      expect(bare.redactions.map(({ what }) => what)).toEqual([
        ...(bare.schedule.length > 0 ? ['schedule'] : []),
        ...(bare.cipherSuite?.includes('_CBC_') || !hasProtected(bare) ? [] : ['nonces']),
        ...(hasProtected(bare) ? ['plaintexts'] : []),
        ...(whole.steps.some(hasTicket) ? ['tickets'] : []),
      ]);
    }
    // What is searched for is there where it was asked for.
    const all = roles.map((role) => jsonText(documentOf(pair, role, true))).join();
    expect([...known].filter(([secret]) => !all.includes(secret)).map(([, what]) => what)).toEqual([]);
  });
});

const hasProtected = ({ records }: TraceDocument): boolean => records.some(({ protection }) => protection);
const hasTicket = (step: Step): boolean => step.kind === 'message' && leavesOf(step.fields).some(isTicket);
const isTicket = ({ name, start, end }: Field): boolean => tickets.has(name) && end > start;
const tickets = new Set(['ticket', 'session_ticket', 'identity']);
const leavesOf = (field: Field): Field[] => (field.parts ? field.parts.flatMap(leavesOf) : [field]);

/**
 * Every secret of a run in hexadecimal, by what it is. Handshake messages are told as messages, so of what protected records
 * hold the record's own form counts in TLS 1.3 (with the type at its end), and application data in either version.
 */
function secretsOf(pair: Pair, offered: Uint8Array | undefined): Map<string, string> {
  const secrets = new Map<string, string>();
  const add = (bytes: string | undefined, what: string) => {
    if (bytes && bytes.length >= 8 && !/^0*$/.test(bytes)) secrets.set(bytes, what);
  };
  if (offered) add(Buffer.from(offered).toString('hex'), 'the ticket that is offered');
  for (const role of ['client', 'server'] as const) {
    for (const { label, secret } of documentOf(pair, role, true).secrets!) add(secret, label);
    for (const { inputs, output } of documentOf(pair, role, true).schedule)
      for (const { name, bytes } of [...inputs, output])
        if (!publicNames.test(name)) add(bytes ?? undefined, name);
    const { records, version } = documentOf(pair, role, true);
    for (const { protection, contentType, contentLength, from, number } of records) {
      const what = `record ${number} of the ${from}`;
      add(protection?.nonce, `the nonce of ${what}`);
      // A piece of a message, and the type behind it, may well be in that message.
      const isWhole = version === 'TLS 1.3' && contentLength > 7;
      if (isWhole || contentType === 'application_data') add(protection?.plaintext, what);
    }
    for (const session of sessions(pair[role])) add(Buffer.from(session.ticket).toString('hex'), 'a ticket');
  }
  return secrets;
}
/** What goes over the wire, or is made of that alone. A verify_data is in Finished, and a binder in the hello. */
const publicNames =
  /^(0|""|.*Hash.*|session_hash|.*_random.*|.*\.random.*|ticket_nonce|verify_data|PskBinderEntry)$/;

/** What a record decrypts to with the keys of the schedule, by RFC 5246 section 6.2.3 and RFC 9846 section 5.2 alone. */
function plaintextOf(
  { bytes, protection, from, epoch, contentLength }: RecordDocument,
  document: TraceDocument,
): string {
  const { ciphertext, tag, additionalData, nonce, explicit } = protection!;
  const record = bytesOf(bytes);
  const sealed = record.subarray(...ciphertext);
  const [key, mac] = keysOf(document, from, epoch);
  const suite = document.cipherSuite!;
  if (suite.includes('_CBC_')) {
    const decipher = createDecipheriv('aes-128-cbc', key!, record.subarray(...explicit!)).setAutoPadding(
      false,
    );
    const opened = Buffer.concat([decipher.update(sealed), decipher.final()]);
    const content = opened.subarray(0, contentLength);
    const hmac = createHmac('sha1', mac!).update(bytesOf(additionalData));
    // RFC 7366 section 3: over what was encrypted, in cleartext behind it.
    if (tag) {
      const expected = hmac.update(record.subarray(explicit![0], ciphertext[1])).digest();
      expect(record.subarray(...tag)).toEqual(expected);
    } else expect(opened.subarray(contentLength, contentLength + 20)).toEqual(hmac.update(content).digest());
    return content.toString('hex');
  }
  const cipher = suite.includes('CHACHA20')
    ? 'chacha20-poly1305'
    : suite.includes('AES_256')
      ? 'aes-256-gcm'
      : 'aes-128-gcm';
  const decipher = createDecipheriv(cipher as 'aes-128-gcm', key!, bytesOf(nonce!), { authTagLength: 16 });
  decipher.setAAD(bytesOf(additionalData)).setAuthTag(record.subarray(...tag!));
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('hex');
}

/** The key of an epoch, and in CBC the MAC's, as the schedule has them. */
function keysOf({ schedule, version }: TraceDocument, from: Role, epoch: string): Buffer[] {
  const generation = /\d+/.exec(epoch)?.[0] ?? '0';
  const base = epoch.startsWith('handshake')
    ? `${from}_handshake_traffic_secret`
    : `${from}_application_traffic_secret_${generation}`;
  const made = (name: string) =>
    schedule.findLast(
      ({ inputs, output }) => output.name === name && (version === 'TLS 1.2' || inputs[0]?.name === base),
    )?.output.bytes;
  return [`${from}_write_key`, `${from}_write_MAC_key`].flatMap((name) => {
    const bytes = made(name);
    return bytes ? [bytesOf(bytes)] : [];
  });
}
