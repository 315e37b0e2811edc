/** A client's decisions that the server made: read from its messages, and told by nobody. */
import { describe, expect, it } from 'vitest';
import { ca } from '../../test/adversary.ts';
import { failure, joined, type Pair, sessions, ticketsOf } from '../../test/pair.ts';
import type { MessageEvent } from '../handshake/events.ts';
import { memorySessions } from '../handshake/sessions/memory-sessions.ts';
import { messageIn } from '../protocol/any-message.ts';
import { writeMessage } from '../protocol/message.ts';
import {
  EncryptedExtensions,
  ServerHello,
  ServerHello12,
  ServerKeyExchange,
} from '../protocol/messages/index.ts';
import { downgradeSentinel, TLS12 } from '../protocol/numbers/versions.ts';
import { TraceRecorder } from './recorder.ts';
import { ServerAnswers } from './server-answers.ts';

const credentials = [ca.issue('EC', 'server')];
const tickets = ticketsOf();
const applicationProtocols = ['h2', 'http/1.1'];

function shaken(client: object, server: object = {}): Pair {
  const pair = joined(
    { trust: ca.trust, observe: true, applicationProtocols, ...client },
    { credentials, tickets, observe: true, applicationProtocols, ...server },
  );
  expect([failure(pair.client), failure(pair.server)]).toEqual([undefined, undefined]);
  return pair;
}

const messagesOf = ({ client: { events } }: Pair): MessageEvent[] =>
  events.filter((event) => event.type === 'message');
const namesOf = (decisions: ReturnType<ServerAnswers['in']>): string[] =>
  decisions.map(({ about, chosen, id }) => `${about}: ${chosen} (${id})`);
function decided(messages: readonly MessageEvent[]): string[] {
  const answers = new ServerAnswers();
  return namesOf(messages.flatMap((message) => answers.in(message)));
}
/** The same, where our own decisions are heard as well. */
function answered({ client: { events } }: Pair): string[] {
  const answers = new ServerAnswers();
  return namesOf(
    events.flatMap((event) => {
      if (event.type === 'decision') answers.heard(event);
      return event.type === 'message' ? answers.in(event) : [];
    }),
  );
}
/** The same messages, with another one in the place of each that bears this name. */
const withAnother = (messages: readonly MessageEvent[], name: string, change: (body: never) => Uint8Array) =>
  messages.map((event) =>
    event.is?.name === name ? { ...event, raw: change(messageIn(event.raw)!.body as never) } : event,
  );

describe('what a server chose', () => {
  it('is what both of them agreed on, in TLS 1.3', () => {
    expect(decided(messagesOf(shaken({})))).toEqual([
      'version: TLS 1.3 (answered)',
      'cipher_suite: TLS_AES_128_GCM_SHA256 (answered)',
      expect.stringMatching(/^group: \w+ \(answered\)$/),
      'application_protocol: h2 (answered)',
    ]);
  });

  it('is what both of them agreed on, in TLS 1.2', () => {
    expect(decided(messagesOf(shaken({}, { versions: ['TLS 1.2'] })))).toEqual([
      'version: TLS 1.2 (answered-legacy-version)',
      'cipher_suite: TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (answered)',
      'application_protocol: h2 (answered)',
      'group: x25519 (answered)',
    ]);
  });

  it('is told once, though a retry says it before the ServerHello does', () => {
    const pair = shaken({ groups: ['x25519', 'secp256r1'], keyShares: 1 }, { groups: ['secp256r1'] });
    expect(decided(messagesOf(pair))).toEqual([
      'version: TLS 1.3 (answered)',
      'cipher_suite: TLS_AES_128_GCM_SHA256 (answered)',
      'retry: secp256r1 (asked)',
      'group: secp256r1 (answered)',
      'application_protocol: h2 (answered)',
    ]);
  });

  it.each(['TLS 1.2', 'TLS 1.3'] as const)('tells whether a session is resumed, in %s', (version) => {
    const versions = [version];
    const session = sessions(shaken({ versions }).client).at(-1);
    expect(answered(shaken({ versions, session }))).toContain('resumption: resumed (honoured)');
    expect(answered(shaken({ versions, session }, { tickets: ticketsOf() }))).toContain(
      'resumption: full handshake (not-taken)',
    );
    expect(decided(messagesOf(shaken({ versions }))).join()).not.toContain('resumption');
    // A session of other rules is not offered, and nothing is said of an answer.
    expect(answered(shaken({ versions, session, applicationProtocols: ['h2'] })).join()).not.toContain(
      'resumption',
    );
  });

  it('tells whether a session is resumed by its ID, and when another version or hash keeps it from that', () => {
    const store = { tickets: undefined, sessions: memorySessions({ now: () => 0 }) };
    const old = { ...store, versions: ['TLS 1.2'] };
    const session = sessions(shaken({}, old).client).at(-1);
    expect(session!.sessionId).toHaveLength(32);
    expect(answered(shaken({ session }, old))).toContain('resumption: resumed (honoured)');
    const empty = { ...old, sessions: memorySessions({ now: () => 0 }) };
    expect(answered(shaken({ session }, empty))).toContain('resumption: full handshake (not-taken)');
    expect(answered(shaken({ session }, store))).toContain('resumption: full handshake (other-version)');
    expect(answered(shaken({}, empty)).join()).not.toContain('resumption');
    const newer = sessions(shaken({}).client).at(-1);
    const suites = { cipherSuites: ['TLS_AES_256_GCM_SHA384'] };
    expect(answered(shaken({ session: newer }, suites))).toContain('resumption: full handshake (other-hash)');
  });

  it.each(['TLS 1.2', 'TLS 1.3'] as const)(
    'is in the document of a client, and no event of its flow, in %s',
    (version) => {
      const { client, server } = shaken({ versions: [version] });
      const told = (events: Pair['client']['events']) =>
        events.filter(({ type }) => type === 'decision').length;
      expect(told(client.events)).toBe(0);
      expect(told(server.events)).toBeGreaterThan(2);
      for (const [role, { events }] of Object.entries({ client, server })) {
        const recorder = new TraceRecorder({ role: role as 'client' | 'server', startedAt: 0 });
        for (const event of events) recorder.add(event);
        const about = recorder.document().decisions.map((decision) => decision.about);
        expect(about).toEqual(expect.arrayContaining(['version', 'cipher_suite', 'application_protocol']));
        expect(new Set(about).size).toBe(about.length);
      }
    },
  );
});

describe('what was not on offer, or is no choice', () => {
  const of13 = messagesOf(shaken({ groups: ['x25519', 'secp256r1'] }));
  const of12 = messagesOf(shaken({ groups: ['x25519', 'secp256r1'], versions: ['TLS 1.2'] }));
  const aboutWith = (name: string, change: (body: never) => Uint8Array, messages = of13) =>
    decided(withAnother(messages, name, change)).map((text) => text.replace(/:.*/, ''));

  it('is a suite that nobody has, or of another version', () => {
    for (const cipherSuite of [0x1304, 0xc02b]) {
      const change = (body: ServerHello) => writeMessage(ServerHello, { ...body, cipherSuite });
      expect(aboutWith('ServerHello', change)).toEqual(['version', 'group', 'application_protocol']);
    }
    const change = (body: ServerHello12) => writeMessage(ServerHello12, { ...body, cipherSuite: 0x1301 });
    const both = messagesOf(shaken({ groups: ['x25519', 'secp256r1'] }, { versions: ['TLS 1.2'] }));
    expect(aboutWith('ServerHello12', change, both)).toEqual(['version', 'application_protocol', 'group']);
  });

  it('is an older version in supported_versions', () => {
    const change = ({ extensions, ...hello }: ServerHello) =>
      writeMessage(ServerHello, { ...hello, extensions: { ...extensions, supportedVersions: TLS12 } });
    expect(aboutWith('ServerHello', change)).toEqual(['group', 'application_protocol']);
  });

  it('is a group', () => {
    const keyShare = { group: 0x0018, keyExchange: new Uint8Array(97) };
    const change = (body: ServerHello) =>
      writeMessage(ServerHello, { ...body, extensions: { ...body.extensions, keyShare } });
    expect(aboutWith('ServerHello', change)).toEqual(['version', 'cipher_suite', 'application_protocol']);
    const other = (body: ServerKeyExchange) =>
      writeMessage(ServerKeyExchange, { ...body, params: { ...body.params, namedCurve: 0x0018 } });
    expect(aboutWith('ServerKeyExchange', other, of12)).toEqual([
      'version',
      'cipher_suite',
      'application_protocol',
    ]);
  });

  it('is a protocol, or more than one', () => {
    for (const applicationLayerProtocolNegotiation of [['h3'], ['h2', 'http/1.1']]) {
      const change = ({ extensions }: EncryptedExtensions) =>
        writeMessage(EncryptedExtensions, {
          extensions: { ...extensions, applicationLayerProtocolNegotiation },
        });
      expect(aboutWith('EncryptedExtensions', change)).toEqual(['version', 'cipher_suite', 'group']);
    }
  });

  it('is a version below which somebody forced both sides', () => {
    const both = messagesOf(shaken({}, { versions: ['TLS 1.2'] }));
    const change = (body: ServerHello12) => {
      const random = Uint8Array.of(...body.random.subarray(0, 24), ...downgradeSentinel.toTls12);
      return writeMessage(ServerHello12, { ...body, random });
    };
    expect(aboutWith('ServerHello12', change, both)).not.toContain('version');
    expect(aboutWith('ServerHello12', change, of12)).toContain('version');
  });

  it('is what cannot be read, or is there without a hello of ours', () => {
    expect(aboutWith('ServerHello', () => Uint8Array.of(2, 0, 0, 1, 3))).toEqual(['application_protocol']);
    expect(decided(of13.slice(1))).toEqual([]);
  });
});
