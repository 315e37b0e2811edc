/**
 * `handglass derive`: the key schedule from values that are given, step by step as `connect --keys` tells it. Nothing is sent,
 * and nothing is kept but what `--save` asks for, with all values: they were given.
 */

import type { Suite12, Suite13 } from '../crypto/provider.ts';
import { TLS12 } from '../protocol/numbers/versions.ts';
import { observedSuites } from '../schedule/observed.ts';
import { extendedMainSecret, keyBlock, mainSecret, verifyData as verifyData12 } from '../schedule/prf12.ts';
import { EarlySecret, ticketPsk, trafficKeys, verifyData } from '../schedule/schedule13.ts';
import { jsonText } from '../trace/json-text.ts';
import { type KeyedDocument, keysStory } from '../trace/keys-story.ts';
import { ScheduleLog } from '../trace/schedule-log.ts';
import { hex } from '../wire/bytes.ts';
import { type DeriveFlags, type Given, givenTo } from './derive-values.ts';
import { Exit, type Io, styleOf } from './io.ts';

export async function derive(flags: DeriveFlags, io: Io): Promise<Exit> {
  const given = await givenTo(flags, io);
  const log = new ScheduleLog();
  const [suite] = observedSuites(
    [given.suite],
    true,
    () => 0,
    (step) => log.add({ type: 'schedule', ...step }, 0, true),
  );
  if (suite!.version === TLS12) derive12(suite as Suite12, given);
  else derive13(suite as Suite13, given);
  const document: KeyedDocument = {
    version: suite!.version === TLS12 ? 'TLS 1.2' : 'TLS 1.3',
    cipherSuite: suite!.name,
    resumed: null,
    randoms: {
      client: given.clientRandom ? hex(given.clientRandom) : null,
      server: given.serverRandom ? hex(given.serverRandom) : null,
      secret: null,
    },
    schedule: log.all,
    steps: [],
  };
  io.save?.(document);
  io.stdout.write(flags.json ? `${jsonText(document, 2)}\n` : keysStory(document, styleOf(io)));
  return Exit.fine;
}

/** RFC 5246 sections 8.1, 6.3 and 7.4.9; RFC 7627 section 4. */
function derive12(suite: Suite12, given: Given): void {
  const { hash } = suite;
  const randoms = [given.need('client-random', 32), given.need('server-random', 32)] as const;
  const sessionHash = given.hash('session');
  const premaster = given.optional('premaster');
  const main =
    premaster === undefined
      ? given.need('main', 48)
      : sessionHash
        ? extendedMainSecret(hash, premaster, sessionHash)
        : mainSecret(hash, premaster, ...randoms);
  keyBlock(suite, main, randoms[1], randoms[0]);
  for (const side of ['client', 'server'] as const) {
    const messages = given.hash(`before-${side}-finished`);
    if (messages) verifyData12(hash, main, `${side} finished`, messages);
  }
}

/** RFC 9846 section 7.1, as far as the hashes of the messages are given. */
function derive13({ hash, cipher }: Suite13, given: Given): void {
  const psk = given.optional('psk');
  const early = EarlySecret.from(hash, psk);
  const [truncated, hello] = [given.hash('truncated-client-hello'), given.hash('client-hello')];
  if (psk && truncated) verifyData(hash, early.binderKey('resumption'), truncated);
  if (psk && hello) {
    trafficKeys(cipher, hash, early.clientEarlyTraffic(hello));
    early.earlyExporter(hello);
  }
  const handshake = early.handshakeSecret(given.need('shared'));
  const traffic = (client: Uint8Array, server: Uint8Array) => {
    for (const secret of [client, server]) trafficKeys(cipher, hash, secret);
  };
  const serverHello = given.hash('server-hello');
  if (serverHello) {
    const [client, server] = [
      handshake.clientHandshakeTraffic(serverHello),
      handshake.serverHandshakeTraffic(serverHello),
    ];
    traffic(client, server);
    for (const [side, secret] of [
      ['server', server],
      ['client', client],
    ] as const) {
      const messages = given.hash(`before-${side}-finished`);
      if (messages) verifyData(hash, secret, messages);
    }
  }
  const main = handshake.mainSecret();
  const finished = given.hash('server-finished');
  if (finished) {
    traffic(main.clientApplicationTraffic(finished), main.serverApplicationTraffic(finished));
    main.exporterMain(finished);
  }
  const end = given.hash('client-finished');
  const nonce = given.optional('ticket-nonce');
  if (end) {
    const resumption = main.resumptionMain(end);
    if (nonce) ticketPsk(hash, resumption, nonce);
  }
}
