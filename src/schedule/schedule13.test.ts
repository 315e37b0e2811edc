import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deriveSecret, extract } from '../crypto/hkdf.ts';
import { nodeProvider } from '../crypto/providers/node.ts';
import { exporter13 } from './exporter.ts';
import { EarlySecret, finishedKey, nextTraffic, ticketPsk, trafficKeys, verifyData } from './schedule13.ts';
import { Transcript } from './transcript.ts';

/** RFC 8448 (Example Handshake Traces for TLS 1.3), each step with the values that it names, in hex. */
type Step = Readonly<Record<string, string>>;
const traces: Readonly<Record<string, readonly Step[]>> = JSON.parse(
  readFileSync(new URL('../../test/vectors/rfc8448.json', import.meta.url), 'utf8'),
);

const hash = nodeProvider.hashes['SHA-256'];
const suite = nodeProvider.suites.find(({ id }) => id === 0x1301)!;
const cipher = suite.version === 0x0304 ? suite.cipher : undefined!;
const hex = (text: string | undefined) => {
  if (text === undefined) throw new Error('no such value in the trace');
  return new Uint8Array(Buffer.from(text, 'hex'));
};

/** The value called `name` in the `index`th step of this trace whose description starts so. */
function given(trace: string, start: string, name: string, index = 0): Uint8Array {
  return hex(traces[trace]!.filter(({ step }) => step!.startsWith(start))[index]?.[name]);
}
const message = (trace: string, name: string, index = 0) => given(trace, `construct a ${name} `, name, index);
const encryptedExtensions = (trace: string) =>
  given(trace, 'construct an EncryptedExtensions', 'EncryptedExtensions');
const derived = (trace: string, label: string) => given(trace, `derive secret "tls13 ${label}"`, 'expanded');

function transcriptOf(...messages: readonly Uint8Array[]): Transcript {
  const transcript = new Transcript();
  transcript.use(hash);
  for (const each of messages) transcript.add(each);
  return transcript;
}

describe.each(Object.entries(traces))('RFC 8448, %s, step by step', (_title, steps) => {
  const named = (pattern: RegExp) =>
    steps
      .filter(({ step }) => pattern.test(step!))
      .map((step) => [`{${step['by']}} ${step['step']}`, step] as const);

  it.each(named(/^extract secret/))('%s', (_name, { salt, IKM, secret }) => {
    expect(extract(hash, salt === '' ? new Uint8Array(32) : hex(salt), hex(IKM))).toEqual(hex(secret));
  });

  it.each(named(/^derive secret/))('%s', (_name, { step, PRK, hash: transcript, expanded }) => {
    const label = /"tls13 (.*)"/.exec(step!)![1]!;
    expect(deriveSecret(hash, hex(PRK), label, hex(transcript))).toEqual(hex(expanded));
  });

  it.each(named(/^derive (read|write) traffic keys/))('%s', (_name, values) => {
    expect(trafficKeys(cipher, hash, hex(values['PRK']))).toEqual({
      key: hex(values['key expanded']),
      iv: hex(values['iv expanded']),
    });
  });

  it.each(named(/^calculate (finished|PSK binder)/))('%s', (_name, { PRK, expanded }) => {
    expect(finishedKey(hash, hex(PRK))).toEqual(hex(expanded));
  });
});

describe('the key schedule', () => {
  const simple = 'Simple 1-RTT Handshake';
  const resumed = 'Resumed 0-RTT Handshake';

  it('walks the simple 1-RTT handshake of RFC 8448 section 3', () => {
    const transcript = transcriptOf(message(simple, 'ClientHello'), message(simple, 'ServerHello'));
    const handshake = EarlySecret.from(hash).handshakeSecret(
      given(simple, 'extract secret "handshake"', 'IKM'),
    );
    const client = handshake.clientHandshakeTraffic(transcript.digest());
    const server = handshake.serverHandshakeTraffic(transcript.digest());
    expect(client).toEqual(derived(simple, 'c hs traffic'));
    expect(server).toEqual(derived(simple, 's hs traffic'));

    transcript.add(encryptedExtensions(simple));
    transcript.add(message(simple, 'Certificate'));
    transcript.add(message(simple, 'CertificateVerify'));
    const serverFinished = message(simple, 'Finished');
    expect(verifyData(hash, server, transcript.digest())).toEqual(serverFinished.subarray(4));
    transcript.add(serverFinished);

    const main = handshake.mainSecret();
    expect(main.clientApplicationTraffic(transcript.digest())).toEqual(derived(simple, 'c ap traffic'));
    expect(main.serverApplicationTraffic(transcript.digest())).toEqual(derived(simple, 's ap traffic'));
    expect(main.exporterMain(transcript.digest())).toEqual(derived(simple, 'exp master'));

    const clientFinished = message(simple, 'Finished', 1);
    expect(verifyData(hash, client, transcript.digest())).toEqual(clientFinished.subarray(4));
    transcript.add(clientFinished);
    const resumption = main.resumptionMain(transcript.digest());
    expect(resumption).toEqual(derived(simple, 'res master'));
    expect(ticketPsk(hash, resumption, hex('0000'))).toEqual(given(resumed, 'extract secret "early"', 'IKM'));
  });

  it('walks the resumption with early data of RFC 8448 section 4', () => {
    const early = EarlySecret.from(hash, given(resumed, 'extract secret "early"', 'IKM'));
    const clientHello = message(resumed, 'ClientHello');
    const prefix = given(resumed, 'calculate PSK binder', 'ClientHello prefix');

    const binderKey = early.binderKey('resumption');
    expect(binderKey).toEqual(given(resumed, 'calculate PSK binder', 'PRK'));
    const binderHash = new Transcript().digestWith(hash, prefix);
    expect(binderHash).toEqual(given(resumed, 'calculate PSK binder', 'binder hash'));
    const binder = verifyData(hash, binderKey, binderHash);
    expect(binder).toEqual(given(resumed, 'calculate PSK binder', 'finished'));
    expect(early.binderKey('external')).not.toEqual(binderKey);

    const sent = given(resumed, 'send handshake record', 'payload'); // the binders follow the prefix
    expect(sent.subarray(-32)).toEqual(binder);
    expect(sent.subarray(0, prefix.length)).toEqual(prefix);
    expect(clientHello).toEqual(prefix);
    const transcript = transcriptOf(sent);
    expect(early.clientEarlyTraffic(transcript.digest())).toEqual(derived(resumed, 'c e traffic'));
    expect(early.earlyExporter(transcript.digest())).toEqual(derived(resumed, 'e exp master'));

    transcript.add(message(resumed, 'ServerHello'));
    const handshake = early.handshakeSecret(given(resumed, 'extract secret "handshake"', 'IKM'));
    const client = handshake.clientHandshakeTraffic(transcript.digest());
    const server = handshake.serverHandshakeTraffic(transcript.digest());
    expect(client).toEqual(derived(resumed, 'c hs traffic'));
    expect(server).toEqual(derived(resumed, 's hs traffic'));

    transcript.add(encryptedExtensions(resumed));
    const serverFinished = message(resumed, 'Finished');
    expect(verifyData(hash, server, transcript.digest())).toEqual(serverFinished.subarray(4));
    transcript.add(serverFinished);
    const main = handshake.mainSecret();
    expect(main.clientApplicationTraffic(transcript.digest())).toEqual(derived(resumed, 'c ap traffic'));
    expect(main.serverApplicationTraffic(transcript.digest())).toEqual(derived(resumed, 's ap traffic'));
    expect(main.exporterMain(transcript.digest())).toEqual(derived(resumed, 'exp master'));

    transcript.add(given(resumed, 'construct an EndOfEarlyData', 'EndOfEarlyData'));
    const clientFinished = message(resumed, 'Finished', 1);
    expect(verifyData(hash, client, transcript.digest())).toEqual(clientFinished.subarray(4));
    transcript.add(clientFinished);
    expect(main.resumptionMain(transcript.digest())).toEqual(derived(resumed, 'res master'));
  });

  it('walks the retry of RFC 8448 section 5 with a message_hash', () => {
    const retry = 'HelloRetryRequest';
    const transcript = new Transcript();
    transcript.add(message(retry, 'ClientHello'));
    transcript.use(hash);
    transcript.replaceWithMessageHash();
    transcript.add(message(retry, 'ServerHello')); // RFC 8448 calls the HelloRetryRequest by its type
    transcript.add(message(retry, 'ClientHello', 1));
    transcript.add(message(retry, 'ServerHello', 1));
    const handshake = EarlySecret.from(hash).handshakeSecret(
      given(retry, 'extract secret "handshake"', 'IKM'),
    );
    expect(handshake.clientHandshakeTraffic(transcript.digest())).toEqual(derived(retry, 'c hs traffic'));
    expect(handshake.serverHandshakeTraffic(transcript.digest())).toEqual(derived(retry, 's hs traffic'));
  });

  it('walks the client authentication of RFC 8448 section 6', () => {
    const mutual = 'Client Authentication';
    const transcript = transcriptOf(
      message(mutual, 'ClientHello'),
      message(mutual, 'ServerHello'),
      encryptedExtensions(mutual),
      message(mutual, 'CertificateRequest'),
      message(mutual, 'Certificate'),
      message(mutual, 'CertificateVerify'),
      message(mutual, 'Finished'),
    );
    const handshake = EarlySecret.from(hash).handshakeSecret(
      given(mutual, 'extract secret "handshake"', 'IKM'),
    );
    const main = handshake.mainSecret();
    expect(main.clientApplicationTraffic(transcript.digest())).toEqual(derived(mutual, 'c ap traffic'));
    transcript.add(message(mutual, 'Certificate', 1));
    transcript.add(message(mutual, 'CertificateVerify', 1));
    const finished = verifyData(hash, derived(mutual, 'c hs traffic'), transcript.digest());
    expect(finished).toEqual(message(mutual, 'Finished', 1).subarray(4));
  });

  it.each([undefined, nodeProvider.random(32)])('lasts when another of its kind is erased', (psk) => {
    const zeros = new Uint8Array(32);
    const first = EarlySecret.from(hash, psk);
    const expected = first.clientEarlyTraffic(zeros);
    first.erase();
    expect(first.clientEarlyTraffic(zeros)).not.toEqual(expected);
    const second = EarlySecret.from(hash, psk);
    expect(second.clientEarlyTraffic(zeros)).toEqual(expected);

    const handshake = second.handshakeSecret(zeros);
    const main = handshake.mainSecret();
    const [one, two] = [handshake.clientHandshakeTraffic(zeros), main.exporterMain(zeros)];
    handshake.erase();
    expect(handshake.clientHandshakeTraffic(zeros)).not.toEqual(one);
    expect(main.exporterMain(zeros)).toEqual(two);
    main.erase();
    expect(main.exporterMain(zeros)).not.toEqual(two);
    expect(EarlySecret.from(hash, psk).handshakeSecret(zeros).clientHandshakeTraffic(zeros)).toEqual(one);
  });

  it('takes zeros for a secret that is not there', () => {
    const psk = nodeProvider.random(32);
    const zeros = new Uint8Array(32);
    expect(EarlySecret.from(hash, psk).handshakeSecret().clientHandshakeTraffic(zeros)).toEqual(
      EarlySecret.from(hash, psk).handshakeSecret(zeros).clientHandshakeTraffic(zeros),
    );
    expect(EarlySecret.from(hash).earlyExporter(zeros)).toEqual(
      EarlySecret.from(hash, zeros).earlyExporter(zeros),
    );
  });
});

describe('what follows the schedule', () => {
  // No RFC has vectors for these. HMAC over an HkdfLabel written out by hand, so that no code of ours stands on both
  // sides but the hash.
  it('updates a traffic secret (RFC 9846 section 7.2)', () => {
    const secret = nodeProvider.random(32);
    const label = Buffer.concat([hex('002011'), Buffer.from('tls13 traffic upd'), hex('0001')]);
    expect(nextTraffic(hash, secret)).toEqual(hash.hmac(secret, label));
  });

  it('exports (RFC 9846 section 7.5), with no context as with an empty one', () => {
    const secret = nodeProvider.random(32);
    const first = Buffer.concat([
      hex('00200a'),
      Buffer.from('tls13 test'),
      hex('20'),
      hash.digest(hex('')),
      hex('01'),
    ]);
    const info = (context: Uint8Array) =>
      Buffer.concat([
        hex('00200e'),
        Buffer.from('tls13 exporter'),
        hex('20'),
        hash.digest(context),
        hex('01'),
      ]);
    const expected = (context: Uint8Array) => hash.hmac(hash.hmac(secret, first), info(context));
    expect(exporter13(hash, secret, 'test', hex('0102'), 32)).toEqual(expected(hex('0102')));
    expect(exporter13(hash, secret, 'test', hex(''), 32)).toEqual(expected(hex('')));
    expect(exporter13(hash, secret, 'test', undefined, 32)).toEqual(expected(hex('')));
  });
});
