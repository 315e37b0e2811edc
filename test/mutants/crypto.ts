/** What the provider refuses of keys, shares and records, and what keeps secrets from being guessed. */
import { mutantsOf, never, without } from './mutant.ts';

export const crypto = [
  ...mutantsOf('src/crypto/equal.ts', 'src/crypto/equal.test.ts', {
    'equal-compares': ['return difference === 0;', 'return true;'],
    'equal-compares-lengths': ['if (a.length !== b.length) return false;', ''],
    'equal-to-the-end': ['i < a.length; i++', 'i < a.length - 1; i++'],
  }),
  ...mutantsOf('src/crypto/rsa-premaster.ts', 'src/crypto/rsa-premaster.test.ts', {
    'premaster-padding': [
      'let wrong = message[0]! | (message[1]! ^ 0x02) | message[start - 1]!;',
      'let wrong = 0;',
    ],
    'premaster-nonzero': ['for (let i = 2; i < start - 1; i++) wrong |= isZero(message[i]!);', ''],
    'premaster-version': ['wrong |= message[start + 1]! ^ (offeredVersion & 0xff);', ''],
    'premaster-version-major': ['wrong |= message[start]! ^ (offeredVersion >> 8);', ''],
    'premaster-key-too-small': never('start < 3 + minimumPadding'),
    'premaster-that-cannot-be-decrypted': ['return substitute;\n  }', 'throw new RangeError();\n  }'],
    'premaster-late-refusal': ['message.then(open, refused)', 'message.then(open)'],
    'premaster-as-long-as-the-modulus': never('message.length !== modulusLength'),
    'premaster-of-this-key': ['key.decrypt === undefined', 'false'],
    'premaster-plaintext-wiped': without('message.fill(0);', 'test/what-is-held.test.ts'),
    'premaster-substitute-wiped': without('substitute.fill(0);', 'test/what-is-held.test.ts'),
  }),
  ...mutantsOf('src/crypto/hkdf.ts', 'src/crypto/hkdf.test.ts', {
    'label-length': never('label.length < 1 || label.length > 249'),
    'label-context-length': never('context.length > 255'),
    'label-ascii': never('code > 0x7f'),
    'hkdf-most': never('count > 255'),
  }),
  ...mutantsOf('src/crypto/rsa-limits.ts', 'src/x509/certificate/rsa-spki.test.ts', {
    'rsa-limits': ["type.startsWith('RSA') && bits > longestRsaKey", 'false'],
    'rsa-exponent-limit': ['magnitude.length <= longestExponent && ', ''],
    'rsa-exponent-without-its-sign': [
      'e[0] === 0 ? e.subarray(1) : e',
      'e',
      'src/crypto/providers/node-key.test.ts',
    ],
  }),
  ...mutantsOf('src/crypto/providers/node-group.ts', 'src/crypto/providers/node-group.test.ts', {
    'x25519-share-length': ['if (peerShare.length !== 32) return undefined;\n      try', 'try'],
    'x25519-low-order-refused': [
      'return undefined; // OpenSSL itself refuses points of low order',
      'return new Uint8Array(32);',
    ],
    'curve-not-on-it-refused': ['return undefined; // not on the curve', 'return new Uint8Array(32);'],
    'curve-share-uncompressed': [
      'if (peerShare.length !== shareLength || peerShare[0] !== 4) return undefined;\n        try',
      'try',
    ],
    'share-used-once': never('held === undefined'),
  }),
  ...mutantsOf('src/crypto/providers/node-cipher.ts', 'src/crypto/providers/node-cipher.test.ts', {
    'cipher-key-length': never('key.length !== keyLength'),
    'cipher-room-to-open': never('end < 0'),
    'cipher-tag': ['return undefined;\n    }\n    return plain(opened);', '}\n    return plain(opened);'],
    'cipher-record-limit': ['Math.floor(2 ** 24.5)', '2 ** 60'],
  }),
  ...mutantsOf('src/crypto/rsa-limits.ts', 'src/crypto/providers/node-key.test.ts', {
    'exponent-not-one': ['(low > 1 || magnitude.length > 1)', 'low > 0'],
    'exponent-odd': ['low % 2 === 1 && ', ''],
  }),
  ...mutantsOf('src/crypto/providers/node-private-key.ts', 'src/crypto/providers/node-key.test.ts', {
    'private-key-too-long': ['isTooLong(kind) || ', ''],
    'private-key-exponent': [' || !isExponent(bytesOf(details!.publicExponent!))', ''],
    'private-key-on-a-named-curve': [
      'curve?.spkiLength === spkiLength ? curve.kind : undefined',
      'curve?.kind',
    ],
  }),
  ...mutantsOf('src/crypto/providers/node-public-key.ts', 'src/crypto/providers/node-key.test.ts', {
    'public-key-verifies': [
      'return verify(hash, data, only({ key: this.#key, ...rest }), signature);',
      'return true;',
    ],
    'public-key-signature-length': [
      "return !owns(how, 'padding') || signature.length === Math.ceil(this.bits / 8);",
      'return true;',
    ],
    'public-key-fits-algorithm': ["return type === 'EC' ? { hash", 'return true ? { hash'],
    'public-key-too-long': ['isTooLong(kind) || ', ''],
    'public-key-exponent-too-long': [' || (rsa && !isExponent(rsa.publicExponent))', ''],
    'public-key-encrypts-only-rsa': ["if (kind.type === 'RSA') {", 'if (true) {'],
    'public-key-pss-parameters': [
      "    case 'RSA':\n      return recent",
      "    case 'RSA':\n    case 'RSA-PSS':\n      return recent",
    ],
    'public-key-verifies-pieces': [
      'return pieces.verify(only({ key: this.#key, ...rest }), signature);',
      'return true;',
    ],
    'public-key-pieces-signature-length': never('!this.#fits(how, signature)'),
    'public-keys-kept': never('recentKeys.size > kept', 'src/crypto/providers/recent-keys.test.ts'),
  }),
];
