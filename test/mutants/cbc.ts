/** Records of CBC suites, with the MAC inside and behind the ciphertext, and where encrypt_then_mac is refused. */
import { mutantsOf, never, without } from './mutant.ts';

const protection = 'src/record/protection.test.ts';
const negotiation = 'test/encrypt-then-mac.test.ts';
const suites = 'test/suites-by-name.test.ts';

export const cbc = [
  ...mutantsOf('src/record/cbc.ts', 'src/record/cbc.test.ts', {
    'cbc-length': never(
      'fragment.length % block !== 0 || fragment.length < block + roundUp(mac.length + 1, block)',
      protection,
    ),
    'cbc-whole-blocks': ['fragment.length % block !== 0 || ', '', protection],
    'cbc-mac-and-padding': never('!(+right & padding.good)'),
    'cbc-mac': ['if (!(+right & padding.good))', 'if (!padding.good)'],
    'cbc-padding': ['if (!(+right & padding.good))', 'if (!right)'],
    'cbc-evened-out': without('evenOut(mac, contentLength, plaintext.length - mac.length - 1);'),
    'cbc-evened-out-by-the-block': ['1 + block / 8', '9'],
    'cbc-sequence': [
      'const expected = mac.hmac(this.keys.mac, additionalData12(sequence,',
      'const expected = mac.hmac(this.keys.mac, additionalData12(0,',
    ],
    'cbc-overflow': without('refuseOverflow(contentLength);', protection),
  }),
  ...mutantsOf('src/record/cbc-direction.ts', 'src/record/cbc.test.ts', {
    'cbc-keys-are-not-logged': [
      'this.#keys = keys;',
      'this.#keys = Object.assign(this, { logged: keys }).logged;',
    ],
    'cbc-padding-bytes': without('wrong |= counts & (plaintext[plaintext.length - 1 - i]! ^ claimed);'),
    'cbc-padding-without-content': ['i <= most; i++', 'i < most; i++'],
    'cbc-random-iv': ['const iv = this.#random(block);', 'const iv = new Uint8Array(block);'],
    'cbc-blocks-of-a-reader': never('!this.fits(length)', suites),
    'cbc-blocks-of-a-writer': [
      'return this.fits(Math.ceil(content / MAX_PLAINTEXT) * this.lengthOf(MAX_PLAINTEXT));',
      'return true;',
      suites,
    ],
    'cbc-blocks-are-counted': ['this.#blocks += length / this.protection.cipher.blockLength;', '', suites],
  }),
  ...mutantsOf('src/record/encrypt-then-mac.ts', 'src/record/encrypt-then-mac.test.ts', {
    'etm-length': never('length % cipher.blockLength !== 0 || length < 2 * cipher.blockLength'),
    'etm-whole-blocks': ['length % cipher.blockLength !== 0 || ', ''],
    'etm-mac': never('!equal(expected, bytes.subarray(end))'),
    'etm-mac-first': [
      'if (!equal(expected, bytes.subarray(end))) throw badRecord();\n    const plaintext = this.decrypt(encrypted);',
      'const plaintext = this.decrypt(encrypted);\n    if (!equal(expected, bytes.subarray(end))) throw badRecord();',
    ],
    'etm-padding': never('!padding.good'),
    'etm-sequence': [
      'additionalData12(sequence, type, length), encrypted',
      'additionalData12(0, type, length), encrypted',
    ],
    'etm-overflow': without('refuseOverflow(contentLength);'),
  }),
  ...mutantsOf('src/record/opener-and-sealer.ts', negotiation, {
    'etm-is-sealed': ['encryptThenMac ? EncryptThenMacSealer : CbcSealer', 'CbcSealer'],
    'etm-is-opened': ['encryptThenMac ? EncryptThenMacOpener : CbcOpener', 'CbcOpener'],
  }),
  ...mutantsOf('src/handshake/tls12/client.ts', negotiation, {
    'etm-needs-cbc': never("extensions.encryptThenMac && suite.protection.kind !== 'CBC'"),
    'etm-renegotiated-by-client': without('refuseMacInside(before, suite, hellos);'),
    'etm-remembered-by-client': [
      'before?.encryptThenMac || agreement.encryptThenMac;\n  const bound',
      'agreement.encryptThenMac;\n  const bound',
    ],
  }),
  ...mutantsOf('src/handshake/tls12/server.ts', negotiation, {
    'etm-renegotiated-by-server': without('refuseMacInside(server.before, suite, hellos);'),
    'etm-remembered-by-server': [
      'encryptThenMac: before?.encryptThenMac || agreement',
      'encryptThenMac: agreement',
    ],
  }),
  ...mutantsOf('src/handshake/tls12/renegotiation.ts', negotiation, {
    'etm-not-taken-back': never(
      "before?.encryptThenMac && suite.protection.kind === 'CBC' && !now.encryptThenMac",
    ),
  }),
  ...mutantsOf('src/handshake/tls12/mac-order.ts', negotiation, {
    'etm-answered-with-cbc-alone': ["encryptThenMac && protection.kind === 'CBC'", 'encryptThenMac'],
  }),
  ...mutantsOf('src/handshake/hello/offer.ts', negotiation, {
    'etm-offered-with-cbc-alone': ['if (config.suites.some(isCbc)) all', 'all'],
  }),
  ...mutantsOf('src/options/supported.ts', suites, {
    'ccm13-is-off': ['isCommon(suite.cipher) && keyExchanges', 'keyExchanges'],
    'ccm12-is-off': ['isCommon(suite.protection.cipher) &&', ''],
  }),
  ...mutantsOf('src/crypto/suites.ts', 'src/crypto/suites.test.ts', {
    'prf-of-sha384': ['mac === p.sha384 ? p.sha384 : p.sha256', 'p.sha256'],
  }),
  ...mutantsOf('src/crypto/providers/node-cipher.ts', 'src/crypto/providers/node-cipher.test.ts', {
    'ccm-record-limit': ['const ccmRecords = 2 ** 23;', 'const ccmRecords = 2 ** 60;'],
    'sweet32-block-limit': ['blockLimit: 2 ** 20', 'blockLimit: 2 ** 60'],
  }),
];
