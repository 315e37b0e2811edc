/** What attacks on the engine found missing, besides what stands with the floor that refuses it. */
import { mutantsOf, without } from './mutant.ts';

const engine = 'test/found-by-attack-engine.test.ts';
const protocol = 'test/found-by-attack-protocol.test.ts';
const text = 'test/found-by-attack-text.test.ts';

export const foundByAttack = [
  ...mutantsOf('src/record/fragments.ts', engine, {
    'message-grows-with-what-came': [
      'needed <= MAX_PLAINTEXT ? Math.min(length, MAX_PLAINTEXT) : length',
      'length',
    ],
    'message-holds-no-record': ['this.#content = part === content ? none : content.subarray(missing);', ''],
  }),
  ...mutantsOf('src/record/longest-messages.ts', engine, {
    'certificate-length-by-option': [
      'if (type === HandshakeType.certificate) return longest;',
      'if (type === HandshakeType.certificate) return LONGEST_CERTIFICATE;',
    ],
    'no-message-over-the-option': [
      'Math.min(longest, limits.get(type) ?? ONE_RECORD)',
      'limits.get(type) ?? ONE_RECORD',
    ],
  }),
  ...mutantsOf('src/record/record.ts', engine, {
    'buffer-read-as-bytes': ['bytes.constructor === Uint8Array', 'true'],
    'fed-is-not-held': without('    this.#fed = none;\n'),
    'record-in-parts-begins-small': ['const SMALLEST_PART = 64;', 'const SMALLEST_PART = 2 ** 14;'],
    'record-in-parts-grows-in-steps': ['Math.min(2 * filled, length)', 'filled'],
  }),
  ...mutantsOf('src/record/skipped-early-data.ts', protocol, {
    'early-data-costs-its-records': ['this.#skipped += bytes.length;', 'this.#skipped += bytes.length - 22;'],
  }),
  ...mutantsOf('src/connection/connection.ts', protocol, {
    'close-notify-is-answered': without("if (alert.means === 'close') this.#sayClosed();"),
  }),
  ...mutantsOf('src/options/options.ts', protocol, {
    'curve-beside-hybrid': ['(isPostQuantum(first!.id) && group === curve)', 'false'],
  }),
  ...mutantsOf('src/options/supported.ts', protocol, {
    'no-curve-no-ecdhe12': ["suite.keyExchange !== 'ECDHE' || hasCurve", 'true'],
  }),
  ...mutantsOf('src/handshake/hello/offer.ts', protocol, {
    'grease-is-no-answer': ['.filter((type) => !isGrease(type))', ''],
    'hybrid-not-offered-in-12': ['.filter((id) => speaks13 || isCurve(id))', ''],
  }),
  ...mutantsOf('src/handshake/tls12/key-exchange/ecdhe.ts', protocol, {
    'hybrid-not-taken-in-12': ['!isCurve(params.namedCurve) || ', ''],
  }),
  ...mutantsOf('src/handshake/hello/negotiate.ts', protocol, {
    'hybrid-not-chosen-in-12': [' && isCurve(id)', ''],
  }),
  ...mutantsOf('src/handshake/hello/negotiate.ts', text, {
    'offers-are-few-in-errors': ['firstOf(offered, quoted)', 'offered.join()'],
  }),
  ...mutantsOf('src/handshake/hello/server-choice.ts', text, {
    'answered-protocol-is-quoted': ['${quoted(chosen)}', '${chosen}'],
  }),
  ...mutantsOf('src/handshake/credentials/mismatch.ts', text, {
    'authorities-are-read-once': without('namesRead.set(authorities, names);'),
  }),
  ...mutantsOf('src/protocol/errors.ts', text, {
    'errors-are-harmless-and-short': ['shortened(visible(String(said)), LONGEST_MESSAGE)', 'String(said)'],
  }),
  ...mutantsOf('src/wire/peer-text.ts', text, {
    'controls-are-written-out': ['\\p{Cc}', ''],
    'overrides-are-written-out': ['\\p{Cf}', ''],
    'line-separators-are-written-out': ['\\p{Zl}', ''],
  }),
  ...mutantsOf('src/trace/summary.ts', protocol, {
    'refused-client-is-not-authenticated': ['refusesOurCertificate(error) ||', 'false ||'],
  }),
  ...mutantsOf('src/trace/story-facts.ts', protocol, {
    'refused-client-is-told-so': [' && refusesOurCertificate(error))', ')'],
  }),
];
