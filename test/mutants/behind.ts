/** What is refused behind the handshake: of a client that is asked who it is, and of a renegotiation. */
import { type Change, mutantsOf, never, without } from './mutant.ts';

const authentication = 'test/post-handshake-authentication.test.ts';
const renegotiation = 'test/renegotiation.test.ts';
const end = 'test/behind-the-end.test.ts';
const lies = 'test/authenticated-lies.test.ts';
const refused = 'test/handshake-refusals.test.ts';

const unbound: Change = ['throw renegotiationRefused()', 'return undefined as never', refused];

export const behind = [
  ...mutantsOf('src/connection/connection.ts', authentication, {
    'request-that-is-waited-for': never(
      'this.#outgoing.isOver || this.#closedByPeer || !this.#driver.requests.includes(request)',
    ),
    'request-while-open': [
      'this.#outgoing.isOver || this.#closedByPeer ||',
      'this.#closedByPeer ||',
      renegotiation,
    ],
    'request-while-the-peer-is-open': [
      'this.#outgoing.isOver || this.#closedByPeer ||',
      'this.#outgoing.isOver ||',
      renegotiation,
    ],
    'closed-handshake-is-over': without('if (!this.#handshaken) this.#stop();', end),
    'message-waits-for-our-answer': ['else if (!expected) this.#held = arrival;', ''],
    'data-goes-on-behind-the-handshake-only': [
      'this.#handshaken !== undefined && this.#incoming.gate.isOpen',
      'this.#incoming.gate.isOpen',
    ],
  }),
  ...mutantsOf('src/connection/outgoing.ts', end, {
    'nothing-behind-our-alert': ['if (this.#isOver) return;\n    const whole', 'const whole'],
    'close-notify-once': ['if (this.#isOver) return;\n    this.observer', 'this.observer'],
  }),
  ...mutantsOf('src/connection/event-queue.ts', end, {
    'nothing-happens-behind-the-end': without('if (this.isOver()) return;'),
  }),
  ...mutantsOf('src/connection/received-alerts.ts', renegotiation, {
    'no-renegotiation-is-no-warning': [' && description !== AlertDescription.no_renegotiation', ''],
  }),
  ...mutantsOf('src/connection/peer-of-connection.ts', renegotiation, {
    'renegotiation-has-its-time': ['begins: () => waiting.forPeer()', 'begins: () => undefined'],
  }),
  ...mutantsOf('src/connection/outgoing.ts', renegotiation, {
    'change-cipher-spec-protected-in-12': ['Uint8Array.of(1), sealer', 'Uint8Array.of(1), this.#plain'],
  }),
  ...mutantsOf('src/handshake/tls13/client-authentication.ts', lies, {
    'certificate-context-of-server': without('refuseContext(certificate);'),
    'request-context': ['certificateRequestContext.length > 0 !== later', 'false'],
  }),
  ...mutantsOf('src/handshake/tls13/server-authentication.ts', lies, {
    'certificate-context-of-client': without('refuseContext(certificate);'),
  }),
  ...mutantsOf('src/handshake/tls13/certificate.ts', lies, {
    'certificate-context': never('certificateRequestContext.length > 0'),
  }),
  ...mutantsOf('src/handshake/tls13/post-handshake-authentication.ts', authentication, {
    'later-request-is-checked': without('checkRequest(body, true);'),
    'answer-to-an-open-request': never('!at'),
    'request-is-answered-once': without('this.#transcripts.delete(context);'),
    'answer-in-one-piece': without('peer.closeReading();'),
    'later-finished-is-checked': [
      'const finished = yield* VerifiedFinished.receive(this.keys.finishedLater(at));',
      "const finished = VerifiedFinished['prototype'];",
    ],
  }),
  ...mutantsOf('src/handshake/tls13/server.ts', end, {
    'tickets-before-data': [
      '  keys.readApplication();\n',
      '  keys.readApplication();\n  keys.peer.openReading();\n',
    ],
  }),
  ...mutantsOf('src/handshake/tls13/after-server.ts', authentication, {
    'asks-who-offered-to-answer': [
      'config.postHandshakeAuthentication && hello.extensions.postHandshakeAuth',
      'config.postHandshakeAuthentication',
    ],
    'asks-where-it-is-on': [
      'config.postHandshakeAuthentication && hello.extensions.postHandshakeAuth',
      'hello.extensions.postHandshakeAuth',
    ],
  }),
  ...mutantsOf('src/handshake/tls13/after-client.ts', authentication, {
    'requests-have-an-end': never('++requests > MOST_REQUESTS'),
    'answers-where-it-is-on': ['yield* config.postHandshakeAuthentication', 'yield* true'],
  }),
  ...mutantsOf('src/handshake/tls12/renegotiation.ts', renegotiation, {
    'renegotiation-info-there': [': !before;', ': true;'],
    'renegotiation-info-fits': never('!fits'),
    'renegotiation-info-of-a-first-handshake': [
      'if (!before) return new Uint8Array();',
      'if (!before) return new Uint8Array(12);',
      'test/handshakes.test.ts',
    ],
    'renegotiation-info-of-both': ["of === 'client' ? client : concat([client, server])", 'client'],
    'renegotiation-keeps-all': never('!same'),
    'renegotiation-keeps-the-protocol': ['then.applicationProtocol === now.applicationProtocol', 'true'],
    'renegotiation-keeps-the-name': ['then.serverName === now.serverName', 'true'],
    'renegotiation-keeps-the-kind-of-secret': ['then.extendedMainSecret === now.extendedMainSecret', 'true'],
    'renegotiation-keeps-the-certificate': never(
      'before && !sameBytes(chain[0]!, before.identity!.chain[0]!)',
    ),
  }),
  ...mutantsOf('src/handshake/tls12/client.ts', renegotiation, {
    'server-asks-for-renegotiation': unbound,
    'client-renegotiates-where-it-is-on': ['config.renegotiation && bound', 'bound'],
    'client-renegotiates-with-a-binding': ['hello.extensions.renegotiationInfo && hellos', 'hellos'],
    'client-renegotiates-with-the-whole-in-its-secret': [' && hellos.extendedMainSecret', ''],
    'renegotiation-is-of-the-version': without('acceptTls12(again, answer.body);'),
    'server-hello12-renegotiation-info': without(
      "checkBinding('server', hello.extensions.renegotiationInfo, before);",
    ),
    'server-of-a-renegotiation-is-the-same': without('refuseOther(before, hellos);'),
    'renegotiation-is-no-resumption': ['session: undefined, fallbackScsv', 'fallbackScsv'],
    'hello-request-is-ignored-while-we-negotiate': [
      "while (answer.name === 'HelloRequest') answer",
      'while (false) answer',
    ],
  }),
  ...mutantsOf('src/trace/recorder.ts', authentication, {
    'later-proof-has-a-certificate': ['event.client.chain.length > 0', 'true'],
    'later-proof-of-ours-is-after-the-handshake': [
      'this.#established?.agreement.version === TLS13',
      'true',
      'test/found-by-attack-protocol.test.ts',
    ],
    'later-proof-of-ours': ['told.is === CertificateVerify', 'false'],
  }),
  ...mutantsOf('src/trace/resumption-facts.ts', renegotiation, {
    'full-handshake-is-not-why-it-resumed': [
      "chosen === 'full handshake' || chosen === 'not offered'",
      'chosen',
    ],
  }),
  ...mutantsOf('src/trace/summary.ts', authentication, {
    'later-proof-counts': [' || clientProvedLater', ''],
  }),
  ...mutantsOf('src/options/options.ts', 'test/behind-the-handshake.test.ts', {
    'renegotiation-is-off': ['    renegotiation: false,', '    renegotiation: true,'],
    'post-handshake-authentication-is-off': [
      '    postHandshakeAuthentication: false,',
      '    postHandshakeAuthentication: true,',
      authentication,
    ],
  }),
  ...mutantsOf('src/handshake/tls12/server-flight.ts', renegotiation, {
    'renegotiation-is-with-the-same-server': without('refuseOtherServer(client.before, chain);'),
  }),
  ...mutantsOf('src/handshake/tls12/server.ts', renegotiation, {
    'client-asks-for-renegotiation': unbound,
    'server-renegotiates-where-it-is-on': ['config.renegotiation && bound', 'bound'],
    'server-renegotiates-with-a-binding': [
      'saysRenegotiation(hello) && hellos.extendedMainSecret',
      'hellos.extendedMainSecret',
    ],
    'server-renegotiates-with-the-whole-in-its-secret': [
      'saysRenegotiation(hello) && hellos.extendedMainSecret',
      'saysRenegotiation(hello)',
    ],
    'client-hello12-renegotiation-info': without(
      "checkBinding('client', hello.extensions.renegotiationInfo, before);",
    ),
    'client-of-a-renegotiation-is-the-same': without('refuseOther(before, hellos);'),
    'renegotiation-with-the-number-of-a-first': never(
      'hello.cipherSuites.includes(CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV)',
    ),
    'renegotiation-takes-no-ticket': ['versions: [TLS12], tickets: undefined', 'versions: [TLS12]'],
  }),
];
