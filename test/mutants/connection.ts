/** What `src/connection` refuses: of a peer, and of whoever sets it up. */
import { mutantsOf, never, unthrown, without } from './mutant.ts';

const badRecords = 'test/bad-records.test.ts';
const badInput = 'test/bad-input.test.ts';
const bogo = 'test/found-by-bogo.test.ts';
const earlyData = 'test/early-data.test.ts';
const hooks = 'test/found-by-attack-hooks.test.ts';
const options = 'src/options/options.test.ts';
const refused = 'test/connection-refusals.test.ts';

export const connection = [
  ...mutantsOf('src/connection/received-alerts.ts', badRecords, {
    'alert-of-two-bytes': never('content.length !== 2 || level === undefined || description === undefined'),
    'alert-level': never('!AlertLevel.known.has(level)'),
    'alert-warnings': never('++this.#warnings > MOST_WARNINGS'),
    'alert-level-in-13': [
      'if (version === TLS13) return description === AlertDescription.user_canceled;',
      '',
      refused,
    ],
  }),
  ...mutantsOf('src/connection/connection.ts', refused, {
    'write-while-open': never('!this.writable', options),
    'write-after-close': ['isOpen && !this.#outgoing.isOver;', 'isOpen && !this.#driver.stopped;'],
    'write-after-failure': ['this.#outgoing.end();', ''],
    'nothing-told-behind-a-failure': [
      "this.#outgoing.end();\n    this.#events.report({ type: 'failed', error });",
      "this.#events.report({ type: 'failed', error });\n    this.#outgoing.end();",
      'test/behind-the-end.test.ts',
    ],
    'change-cipher-spec-unprotected-in-13': [
      'this.#version === TLS13 && arrival.bare',
      'this.#version === TLS13',
    ],
    'change-cipher-spec-early-in-12': [
      'this.#version === TLS13 && arrival.bare',
      'arrival.bare',
      'test/change-cipher-spec.test.ts',
    ],
    'update-keys-while-open': never('!update', options),
    'exporter-of-a-finished-handshake': ['if (!this.#handshaken) throw', 'if (false) throw', options],
    'unexpected-message': never('!is', badInput),
    'messages-in-a-row': without('if (this.#incoming.gate.isOpen) this.#row.another();', badRecords),
    'early-data-written-no-more-than-allowed': never('!this.#outgoing.gate.pass(data.length)', earlyData),
    'early-data-told-from-other-data': ["gate.isLimited ? 'early-data' : 'data'", "'data'", earlyData],
    'no-close-in-the-handshake': [
      "alert.means === 'close' && this.#handshaken",
      "alert.means === 'close' && this.#incoming.gate.isOpen",
      earlyData,
    ],
    'alert-is-fatal': unthrown('alert.error();'),
    'cut-is-an-error': without(
      'this.#fail(cut(waitedFor, this.#alerts.anonymous, this.#incoming.arrived));',
      badInput,
    ),
    'nothing-behind-close-notify': [
      'this.#closedByPeer || !(expected ?? (asked && this.#readsData))',
      '!(expected ?? (asked && this.#readsData))',
    ],
    'waiting-has-its-time': without('else if (error) this.#fail(error);'),
  }),
  ...mutantsOf('src/connection/gate.ts', earlyData, {
    'gate-shut-by-new-keys': without('if (generation === 0) this.close();'),
    'data-before-finished': never('!this.isOpen', refused),
    'early-data-read-no-more-than-allowed': never('!this.pass(length)'),
  }),
  ...mutantsOf('src/connection/driver.ts', refused, {
    'answer-after-the-end': ['if (this.#wait === after) this.hooks', 'this.hooks'],
    'promise-counts-once': ['Promise.resolve(value.promise).then(', 'value.promise.then(', hooks],
  }),
  ...mutantsOf('src/options/identity-options.ts', options, {
    'common-name-beside-own-check': without(
      "if (checkCertificate) throw misuse('`checkCertificate` has to look at names itself');",
    ),
    'common-name-under-web-profile': never('!mayUseCommonName(profile)'),
    'pins-where-nobody-is-asked': never('options.pins && !asks'),
    'pins-beside-own-check': without(
      "if (checkCertificate) throw misuse('`checkCertificate` has to look at pins itself');",
    ),
    'pins-empty': never('pins.length === 0'),
    'pins-malformed': ['throw error instanceof TypeError ? misuse(error.message) : error;', 'return {};'],
  }),
  ...mutantsOf('src/connection/incoming.ts', badRecords, {
    'fed-without-end': never('this.#reader.buffered + bytes.length > MOST_BUFFERED'),
    'message-across-key-change': never('this.pending'),
    'not-tls': never('foreign'),
    'record-inside-a-message': never('type !== ContentType.handshake && this.pending'),
    'content-type': unthrown('badContentType(type);'),
    'empty-records': never('this.#emptyInARow > MOST_EMPTY_RECORDS'),
    'empty-records-are-counted': ['empty ? this.#emptyInARow + 1 : 0', '0'],
  }),
  ...mutantsOf('src/options/certificate-check.ts', options, {
    'trust-is-needed': never('!trust'),
    'own-check-reads-nothing-else': never(
      'checkCertificate && (crls || fetch || nonce || thorough || fetchIssuer)',
    ),
  }),
  ...mutantsOf('src/connection/flood-limit.ts', badRecords, {
    'messages-in-a-row-limit': unthrown('new TlsError('),
  }),
  ...mutantsOf('src/options/options.ts', options, {
    'protocol-name-length': never('name.length === 0 || name.length > 255'),
  }),
  ...mutantsOf('src/connection/peer-of-connection.ts', bogo, {
    'transcript-dropped-at-the-end': without('fed.transcript?.drop();', 'test/what-is-held.test.ts'),
    'flight-in-overtime': without('refuseOvertime(incoming);'),
    'flight-in-overtime-refused': unthrown('new TlsError('),
  }),
  ...mutantsOf('src/connection/countdown.ts', hooks, {
    'time-to-wait': never('!(limit > 0)'),
  }),
  ...mutantsOf('src/connection/waiting.ts', hooks, {
    'answer-has-its-time': never('this.#answer?.over'),
    'person-may-take-longer': [
      "if (asked.of !== 'onRejected') this.#answer.start();",
      'this.#answer.start();',
    ],
    'last-word-hurries': without('this.#answer?.start();'),
    'handshake-has-its-own-time': [
      'forNobody(): void {\n    this.#peer = this.#freshPeer();',
      'forNobody(): void {\n    this.#peer.stop();',
      'test/renegotiation.test.ts',
    ],
  }),
  ...mutantsOf('src/connection/match-message.ts', badInput, {
    'message-malformed': [
      "throw new TlsError(\n      'malformed-message',",
      "return new TlsError(\n      'malformed-message',",
    ],
    'change-cipher-spec-out-of-place': unthrown("new TlsError(\n    'unexpected-record',", badRecords),
    'change-cipher-spec-well-formed': [
      'const wellFormed = content.length === 1 && content[0] === 1;',
      'const wellFormed = true;',
      refused,
    ],
  }),
  ...mutantsOf('src/options/server-name.ts', options, {
    'server-name-no-address': never('ipBytes(serverName)'),
    'server-name-is-a-name': never('ascii === undefined'),
  }),
  ...mutantsOf('src/options/supported.ts', options, {
    'versions-left': never('unspoken !== undefined || versions.length === 0'),
    'suite-known': unthrown('misuse(say`the cipher suite ${name} is not supported: ${why}`);'),
    'version-known': unthrown('misuse(say`${name} is not a supported version`);'),
    'group-known': never('!group'),
    'scheme-known': never("typeof scheme !== 'number'"),
    'rsa-and-cbc-are-off': [
      "suite.protection.kind === 'AEAD' &&\n          isCommon(suite.protection.cipher) &&\n          keyExchanges.includes(suite.keyExchange)",
      'true',
      options,
    ],
  }),
  ...mutantsOf('src/connection/writing.ts', 'test/key-limits.test.ts', {
    'record-limit-in-12': never('!update'),
    'keys-renewed-at-their-limit': without('this.#renewKeys();'),
  }),
];
