/** What attacks on the protocol found: each describe is one hole that stood open, and stays shut. */

import { describe, expect, it } from 'vitest';
import type { Group, Provider } from '../src/crypto/provider.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { handshake13 } from '../src/protocol/epoch.ts';
import { TlsError } from '../src/protocol/errors.ts';
import { type Message, writeMessage } from '../src/protocol/message.ts';
import {
  Certificate,
  ClientHello,
  EncryptedExtensions,
  HelloRetryRequest,
  ServerHello,
  ServerHello12,
  ServerKeyExchange,
} from '../src/protocol/messages/index.ts';
import type { AlertName } from '../src/protocol/numbers/alerts.ts';
import { ContentType } from '../src/protocol/numbers/content.ts';
import { isGrease } from '../src/protocol/numbers/grease.ts';
import { badRecord } from '../src/record/protection.ts';
import { SkipUntilCleartext, SkipUntilOpened } from '../src/record/skipped-early-data.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import { story } from '../src/trace/story.ts';
import { decode } from '../src/wire/codec.ts';
import { ca, type Hand, run, type Sent } from './adversary.ts';
import { carry, established, failure, joined, makeClient, makeServer, type Pair } from './pair.ts';

const ec = ca.issue('EC', 'server');
const plain = { name: 'any', client: {}, server: { credentials: [ec] } };
const retried = { ...plain, server: { ...plain.server, groups: ['secp256r1'] } };
const read = <T>(is: Message<T>, { raw }: Pick<Sent, 'raw'>): T => decode(is.body, raw.subarray(4));

/** The hello that a client of ours sends first. */
function helloOf(options: Parameters<typeof makeClient>[0]): ClientHello {
  const { connection } = makeClient({ trust: ca.trust, ...options });
  return read(ClientHello, { raw: connection.takeOutput()!.subarray(5) });
}

describe('GREASE that a server takes for meant (RFC 8701 section 3.1)', () => {
  const greaseIn = ({ extensions }: ClientHello): `0x${string}` =>
    Object.keys(extensions).find((key) => key.startsWith('0x') && isGrease(Number(key))) as `0x${string}`;

  /** A server that changes one of its messages by what the client's hello has. */
  const answering = <T>(
    row: typeof plain,
    is: Message<T>,
    lie: (body: T, hello: ClientHello) => T,
  ): ReturnType<typeof run> => {
    let hello: ClientHello | undefined;
    const hand: Hand = (sent) => {
      if (sent.is !== is) return undefined;
      return [writeMessage(is, lie(read(is, sent), hello!))];
    };
    return run(row, 'server', hand, (bytes, from) => {
      if (from === 'client') hello ??= read(ClientHello, { raw: bytes.subarray(5) });
      return bytes;
    });
  };
  const echoing = <T extends { readonly extensions: object }>(body: T, hello: ClientHello): T => ({
    ...body,
    extensions: { ...body.extensions, [greaseIn(hello)]: new Uint8Array() },
  });
  const only12 = { ...plain, client: { versions: ['TLS 1.2'] as const } };
  const refused = { reason: 'unsolicited-extension', alert: 'unsupported_extension' };

  it('is refused as an extension of each message of a server', () => {
    expect(failure(answering(plain, ServerHello, echoing).client)).toMatchObject(refused);
    expect(failure(answering(only12 as never, ServerHello12, echoing).client)).toMatchObject(refused);
    expect(failure(answering(retried, HelloRetryRequest, echoing).client)).toMatchObject(refused);
    expect(failure(answering(retried, ServerHello, echoing).client)).toMatchObject(refused);
    expect(failure(answering(plain, EncryptedExtensions, echoing).client)).toMatchObject(refused);
    const beside = answering(plain, Certificate, (body, hello) => ({
      ...body,
      certificateList: body.certificateList.map((entry) => echoing(entry, hello)),
    }));
    expect(failure(beside.client)).toMatchObject(refused);
  });

  it('is refused as the suite, the group or the version', () => {
    const illegal = { alert: 'illegal_parameter' };
    const suite = answering(plain, ServerHello, (body, { cipherSuites }) => ({
      ...body,
      cipherSuite: cipherSuites.find(isGrease)!,
    }));
    expect(failure(suite.client)).toMatchObject({ reason: 'suite-not-offered', ...illegal });
    const group = answering(plain, ServerHello, (body, { extensions }) => ({
      ...body,
      extensions: {
        ...body.extensions,
        keyShare: { group: extensions.supportedGroups!.find(isGrease)!, keyExchange: Uint8Array.of(0) },
      },
    }));
    expect(failure(group.client)).toMatchObject({ reason: 'group-not-offered', ...illegal });
    const retry = answering(retried, HelloRetryRequest, (body, { extensions }) => ({
      ...body,
      extensions: { ...body.extensions, keyShare: extensions.supportedGroups!.find(isGrease)! },
    }));
    expect(failure(retry.client)).toMatchObject({ reason: 'group-not-offered', ...illegal });
    const version = answering(plain, ServerHello, (body, { extensions }) => ({
      ...body,
      extensions: { ...body.extensions, supportedVersions: extensions.supportedVersions!.find(isGrease)! },
    }));
    expect(failure(version.client)).toMatchObject({ reason: 'illegal-value', ...illegal });
    const curve = answering(only12 as never, ServerKeyExchange, (body, { extensions }) => ({
      ...body,
      params: { ...body.params, namedCurve: extensions.supportedGroups!.find(isGrease)! },
    }));
    expect(failure(curve.client)).toMatchObject({ reason: 'group-not-offered', ...illegal });
  });
});

/** A hybrid by its number and name, whose key exchange is X25519's: what is asked here is when it is used. */
const x25519 = nodeProvider.groups.find(({ name }) => name === 'x25519')!;
const hybrid: Group = { ...x25519, id: 0x11ec, name: 'X25519MLKEM768' };
const curves = nodeProvider.groups.filter(({ id }) => id < 0x0100);
const provider: Provider = { ...nodeProvider, groups: [hybrid, ...curves] };

describe('a hybrid group', () => {
  const sharesOf = ({ extensions }: ClientHello): number[] =>
    extensions.keyShare!.flatMap(({ group }) => (isGrease(group) ? [] : group));
  const groupsOf = ({ extensions }: ClientHello): number[] =>
    extensions.supportedGroups!.filter((group) => !isGrease(group));

  it('is not offered where TLS 1.3 is not', () => {
    expect(groupsOf(helloOf({ provider, versions: ['TLS 1.2'] }))).toEqual(curves.map(({ id }) => id));
    expect(groupsOf(helloOf({ provider }))).toEqual(provider.groups.map(({ id }) => id));
  });

  it('alone leaves TLS 1.2 nothing to exchange keys in', () => {
    const groups = ['X25519MLKEM768'];
    expect(() => helloOf({ provider, groups, versions: ['TLS 1.2'] })).toThrow(
      'no cipher suite is left for TLS 1.2',
    );
    expect(helloOf({ provider, groups, grease: false }).extensions.supportedVersions).toEqual([0x0304]);
  });

  it('is refused in a ServerKeyExchange, though it was offered for TLS 1.3', () => {
    const row = {
      name: 'any',
      client: { provider },
      server: { credentials: [ec], versions: ['TLS 1.2'] as const },
    };
    const { client } = run(row, 'server', (sent) => {
      if (sent.is !== ServerKeyExchange) return undefined;
      const body = read(ServerKeyExchange, sent);
      return [
        writeMessage(ServerKeyExchange, { ...body, params: { ...body.params, namedCurve: hybrid.id } }),
      ];
    });
    expect(failure(client)).toMatchObject({
      reason: 'group-not-offered',
      alert: 'illegal_parameter',
      message: 'the server chose the group X25519MLKEM768, which was not offered for TLS 1.2',
    });
  });

  it('brings the share of a curve along, so that a server without it costs no round trip', () => {
    expect(sharesOf(helloOf({ provider }))).toEqual([hybrid.id, x25519.id]);
    expect(sharesOf(helloOf({ provider, groups: ['X25519MLKEM768', 'secp256r1', 'x25519'] }))).toEqual([
      hybrid.id,
      0x0017,
    ]);
    expect(sharesOf(helloOf({ provider, groups: ['secp256r1', 'X25519MLKEM768'] }))).toEqual([0x0017]);
    expect(sharesOf(helloOf({ provider, keyShares: 1 }))).toEqual([hybrid.id]);
    const { client, sent } = run({
      name: 'any',
      client: { provider },
      server: { credentials: [ec], provider: { ...nodeProvider, groups: curves } },
    });
    expect(established(client)?.agreement.group).toBe(x25519.id);
    expect(sent.filter(({ is }) => is === HelloRetryRequest)).toEqual([]);
  });

  const chosenBy = (server: object, client: object) => {
    const { sent, ...pair } = run({
      name: 'any',
      client: { provider, ...client },
      server: { credentials: [ec], provider, ...server },
    });
    expect(failure(pair.client)?.message).toBeUndefined();
    return {
      group: established(pair.server)?.agreement.group,
      retried: sent.some(({ is }) => is === HelloRetryRequest),
    };
  };

  it('is worth a retry to a server, and any other group is not', () => {
    const x25519First = ['x25519', 'X25519MLKEM768', 'secp256r1'];
    expect(chosenBy({}, {})).toEqual({ group: hybrid.id, retried: false });
    expect(chosenBy({}, { groups: x25519First })).toEqual({ group: hybrid.id, retried: true });
    expect(chosenBy({ groups: ['secp256r1', 'x25519'] }, { groups: x25519First })).toEqual({
      group: x25519.id,
      retried: false,
    });
    // A list that says otherwise is meant.
    expect(chosenBy({ groups: x25519First }, { groups: x25519First })).toEqual({
      group: x25519.id,
      retried: false,
    });
  });

  it('is not chosen by a server of TLS 1.2', () => {
    expect(chosenBy({ versions: ['TLS 1.2'] }, {})).toEqual({ group: x25519.id, retried: false });
  });
});

describe('close_notify in the middle of a handshake', () => {
  it.each(['client', 'server'] as const)('of a %s is answered in kind (RFC 9846 section 6.1)', (by) => {
    const heard: Uint8Array[] = [];
    const pair: Pair = {
      client: makeClient({ trust: ca.trust }),
      server: makeServer({ credentials: [ec] }),
    };
    if (by === 'client') pair.client.connection.takeOutput();
    pair[by].connection.close();
    carry(pair, (bytes, from) => {
      if (from !== by) heard.push(bytes);
      return bytes;
    });
    const other = by === 'client' ? pair.server : pair.client;
    expect(failure(other)).toMatchObject({ reason: 'alert-received', alert: 'close_notify' });
    expect(Buffer.concat(heard).subarray(-4)).toEqual(Buffer.from('00020100', 'hex'));
  });
});

describe('a first record', () => {
  const answer = (...bytes: number[]) => {
    const { connection, events } = makeServer({ credentials: [ec] });
    connection.feed(Uint8Array.from(bytes));
    events.push(...connection.takeEvents());
    const alert = connection.takeOutput()?.at(-1);
    return { reason: failure({ connection, events })?.reason, alert };
  };

  it('of a type that nobody knows is an unexpected_message (RFC 9846 section 5)', () => {
    expect(answer(25, 3, 3, 0, 1)).toEqual({ reason: 'bad-content-type', alert: 10 });
    expect(answer(0x80, 3, 1, 0, 1)).toEqual({ reason: 'bad-content-type', alert: 10 });
    expect(answer(...Buffer.from('GET / HTTP/1.1\r\n'))).toEqual({ reason: 'not-tls', alert: 10 });
  });

  it('of another version is a protocol_version', () => {
    expect(answer(22, 2, 0, 0, 1)).toEqual({ reason: 'wrong-record-version', alert: 70 });
  });
});

describe('early data that is passed over', () => {
  const records = (length: number) => ({
    type: ContentType.application_data,
    version: 0x0303,
    offset: 0,
    bytes: new Uint8Array(length),
  });
  const never = { epoch: handshake13, sequence: 0, open: () => undefined };
  const passedOver = (open: (record: ReturnType<typeof records>) => unknown, length: number): number => {
    for (let count = 0; ; count++) {
      try {
        open(records(length));
      } catch (error) {
        expect(error).toMatchObject({ reason: 'too-much-early-data', alert: 'unexpected_message' });
        return count;
      }
    }
  };

  it('is counted with what its records cost, so that many small ones are not many', () => {
    const behindRetry = () => new SkipUntilCleartext(never);
    const sealed = () => {
      const opener = new SkipUntilOpened(() => ({
        ...never,
        open: () => {
          throw badRecord();
        },
      }));
      return (record: ReturnType<typeof records>) => opener.open(record);
    };
    // Header, a byte of data, its type and tag: 23 bytes.
    const small = behindRetry();
    expect(passedOver((record) => small.open(record), 23)).toBe(Math.floor(2 ** 14 / 23));
    expect(passedOver(sealed(), 23)).toBe(Math.floor(2 ** 14 / 23));
    const whole = behindRetry();
    expect(passedOver((record) => whole.open(record), 2 ** 14)).toBe(1);
    const empty = behindRetry();
    expect(passedOver((record) => empty.open(record), 5)).toBe(Math.floor(2 ** 14 / 5));
  });
});

describe('a client whose certificate the server refuses', () => {
  const refusedBy = (alert: AlertName, versions: ('TLS 1.2' | 'TLS 1.3')[]) => {
    const alice = ca.issue('EC', 'client');
    const pair = joined(
      { trust: ca.trust, credentials: [alice], versions, observe: true },
      {
        credentials: [ec],
        clientAuthentication: 'require',
        trust: ca.trust,
        checkCertificate: () => {
          throw new TlsError('certificate-rejected', 'refused', undefined, { alert });
        },
      },
    );
    expect(failure(pair.client)).toMatchObject({ reason: 'alert-received', alert });
    const recorder = new TraceRecorder({ role: 'client', startedAt: 0 });
    for (const event of pair.client.events) recorder.add(event);
    const document = recorder.document();
    return { document, told: story(document).replaceAll(/\s+/g, ' '), client: pair.client };
  };

  it.each(['bad_certificate', 'certificate_required', 'decrypt_error'] as const)(
    'is not told to have proved who it is: %s',
    (alert) => {
      const { document, told, client } = refusedBy(alert, ['TLS 1.3']);
      expect(established(client)).toBeDefined();
      expect(document).toMatchObject({ ok: false, clientAuthenticated: false, error: { alert } });
      expect(told).not.toContain('we proved who we are');
      expect(told).toContain('we sent our certificate, and the server does not accept it');
    },
  );

  it('is not told so of a failure that is about something else', () => {
    const { document, told } = refusedBy('internal_error', ['TLS 1.2']);
    expect(document).toMatchObject({ ok: false, clientAuthenticated: false });
    expect(told).not.toContain('the server does not accept it');
    expect(refusedBy('internal_error', ['TLS 1.3']).document.clientAuthenticated).toBe(true);
  });
});
