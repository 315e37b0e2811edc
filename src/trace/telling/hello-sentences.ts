/** ClientHello, ServerHello and HelloRetryRequest, but for their extensions. */
import { say, type Words } from '../../wire/words.ts';
import { find } from '../step-details.ts';
import { listed } from '../text.ts';
import { asked } from './facts.ts';
import type { Place } from './place.ts';
import { suiteChosen, suiteOffered } from './suite-sentences.ts';
import type { Tellers } from './tellers.ts';

export const helloTellers: Tellers = {
  client_hello(at) {
    if (isSecond(at))
      return 'The client says hello again, changed only as the HelloRetryRequest asked; both hellos go into the transcript';
    const { step } = at.source;
    if (step?.kind === 'message' && step.epoch !== 'cleartext')
      return 'The client begins a new handshake inside the connection (renegotiation)';
    return 'The client begins: it offers everything it can do, and the server chooses from that';
  },
  'client_hello:legacy_version': (at) => {
    const versions = at.facts.versionsOffered;
    if (asked(at.facts, 'supported_versions'))
      return say`${at.means} stands here because old servers break on anything newer; what is really offered is in supported_versions (${listed(versions)}), and a server that reads those does not look here`;
    return at.means === 'TLS 1.2'
      ? 'The newest version that the client speaks (client_version): the server answers with this or an older one, and an RSA premaster secret repeats it, so that nobody can lower it unnoticed'
      : say`${at.means} is the newest version that the client speaks; handglass speaks TLS 1.2 and 1.3, and answers protocol_version`;
  },
  'client_hello:random': () =>
    '32 fresh random bytes of the client: they enter every key through the transcript, so that no two connections share keys even if all else is equal',
  'server_hello:random': (at) =>
    at.source.step?.name === 'HelloRetryRequest'
      ? 'SHA-256 of “HelloRetryRequest”: this fixed value is what makes the message a HelloRetryRequest; any other would make it a ServerHello'
      : '32 fresh random bytes of the server: they enter every key through the transcript, so that a recorded handshake cannot be played back to a client',
  gmt_unix_time: (at) => clock(at),
  random_bytes: (at) =>
    at.from === 'client'
      ? '28 random bytes of the client: with the four before them they are the client random, which enters the main secret and the key block'
      : '28 random bytes of the server: with the four before them they are the server random, which enters the main secret and the key block',
  random_bytes_before_sentinel: () =>
    '20 random bytes of the server; the last 8 of its random are no random bytes here',
  downgrade_sentinel: (at) =>
    at.hex.endsWith('01')
      ? '“DOWNGRD” and 01: the server speaks TLS 1.3 but was asked for TLS 1.2; a client that did offer TLS 1.3 sees here that somebody took it out of the offer, and refuses'
      : '“DOWNGRD” and 00: the server speaks TLS 1.2 or newer but was asked for less; a client that did offer more sees here that somebody changed the offer, and refuses',
  'client_hello:legacy_session_id': (at) => sessionId(at),
  'server_hello:legacy_session_id_echo': (at) => sessionIdEcho(at),
  'client_hello:cipher_suites': () =>
    'The client’s cipher suites, most preferred first: the server answers with one of them, or refuses with handshake_failure',
  'client_hello:cipher_suites[]': (at) => suiteOffered(at.means, at.facts.suite),
  'server_hello:cipher_suite': (at) =>
    at.source.step?.name === 'HelloRetryRequest'
      ? say`${at.means} is the suite that the ServerHello must name too; its hash already replaces the first ClientHello in the transcript`
      : suiteChosen(at.means),
  'client_hello:legacy_compression_methods': (at) =>
    at.count === 1
      ? 'The client’s compression methods; in TLS 1.3 it must be exactly this one'
      : say`${at.count} compression methods; with more than the null method no TLS 1.3 can be negotiated`,
  'client_hello:legacy_compression_methods[]': (at) => compression(at),
  'server_hello:legacy_compression_method': (at) =>
    at.number === 0
      ? at.source.step?.name === 'HelloRetryRequest'
        ? '0, no compression; TLS 1.3 has no other'
        : '0: nothing is compressed; any other answer would be refused, because the length of compressed secrets gives them away (CRIME)'
      : say`${at.number}: the server chose a compression method that was not offered`,
  server_hello: (at) => {
    if (at.source.step?.name === 'HelloRetryRequest')
      return 'The server can speak with this client but has no share that it can use: it asks for a second ClientHello';
    return at.is12
      ? 'The server answers: which version, suite and extensions it chose from the offer'
      : 'The server answers with its choices and its share; from here on both sides have keys, and everything that follows is encrypted';
  },
  'server_hello:legacy_version': (at) => {
    if (!at.is12)
      return 'TLS 1.2 stands here for middleboxes that know no more; the version that was chosen is in supported_versions';
    return at.means === 'TLS 1.2'
      ? 'TLS 1.2 is what both will speak (server_version): the newest that the client offers and the server has'
      : say`${at.means} is what the server would speak; handglass speaks TLS 1.2 and 1.3, and refuses with protocol_version`;
  },
  'client_hello:extensions': () =>
    'The client’s extensions; a server passes over those that it does not know',
  'server_hello:extensions': (at) =>
    at.source.step?.name === 'HelloRetryRequest'
      ? 'The extensions of the HelloRetryRequest: what the second ClientHello must change'
      : 'The server’s extensions; each must answer one of the client’s, or the client refuses with unsupported_extension',
  'encrypted_extensions:extensions': () =>
    'Answers that nobody else need see, since the keys do not depend on them',
};

/** The second ClientHello, after a HelloRetryRequest. */
export const isSecond = ({ source, facts }: Place): boolean =>
  source.step !== undefined && source.step === facts.secondHello;

function clock(at: Place): Words {
  const seconds = Number.parseInt(at.hex, 16);
  const time = `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const { startedAt } = at.facts.trace ?? {};
  const off = startedAt ? Math.abs(Date.parse(startedAt) - seconds * 1000) : Number.POSITIVE_INFINITY;
  if (off < DAY)
    return at.from === 'client'
      ? say`The client’s clock, ${time}: RFC 5246 wants it here, although it helps to recognise a client`
      : say`The server’s clock, ${time}: RFC 5246 wants it here, although nothing depends on it`;
  return at.from === 'client'
    ? say`Meant for the client’s clock; as a time it would be ${time}, so the client fills it with random bytes, as clients do today`
    : say`Meant for the server’s clock; as a time it would be ${time}, so the server fills it with random bytes, as servers do today`;
}
const DAY = 86_400_000;

function sessionId(at: Place): Words {
  const { facts, size } = at;
  if (size === 0)
    return facts.versionsOffered.includes('TLS 1.3')
      ? 'Empty: no session to resume by ID, and no pretence of one; the server then sends no ChangeCipherSpec for middleboxes'
      : 'Empty: the client names no session, so the server cannot resume one by its ID';
  const ticket = facts.hello && find(facts.hello, 'session_ticket');
  if (ticket && ticket.end - ticket.start > 4)
    return say`${size} bytes that the client made up beside its ticket: if the server sends them back, it takes the ticket and resumes; empty or other bytes mean a full handshake`;
  if (facts.versionsOffered.includes('TLS 1.3'))
    return say`${size} random bytes that name no session: they make TLS 1.3 look like a resumed TLS 1.2 to middleboxes; empty would do without that disguise`;
  return say`${size} bytes that name an earlier session: a server that still has it resumes, any other goes through a full handshake; empty would ask for a full one`;
}

function sessionIdEcho(at: Place): Words {
  const { facts, size, is12 } = at;
  const own = facts.hello && find(facts.hello, 'legacy_session_id', ({ parts }) => parts === undefined);
  const isEcho = own !== undefined && own.value === at.unit.value?.value;
  if (!is12) {
    if (size === 0) return 'Empty, as the client’s: a client refuses anything but what it sent';
    return isEcho
      ? say`The client’s ${size} bytes, sent back unchanged; a client refuses anything else`
      : say`${size} bytes that are not what the client sent, which it must refuse`;
  }
  if (size === 0) return 'Empty: the server keeps no session that could be resumed by its ID';
  return isEcho
    ? say`The client’s ${size} bytes, sent back: the server resumes that session, and skips certificates and key exchange`
    : say`${size} new bytes: the server keeps this session, and a client that names it later may resume it`;
}

function compression(at: Place): Words {
  switch (at.number) {
    case 0:
      return '0, the null method, is the only one left: the length of compressed secrets gives them away (CRIME)';
    case 1:
      return '1, DEFLATE: nobody may choose it any more, because the length of compressed secrets gives them away (CRIME)';
    case 64:
      return '64, LZS: nobody may choose it any more, because the length of compressed secrets gives them away (CRIME)';
    default:
      return say`${at.number} is a compression method that nobody has defined`;
  }
}
