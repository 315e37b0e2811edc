/** What DHE refuses: of a server's parameters, of either side's share, and of options. */
import { mutantsOf, never, without } from './mutant.ts';

const test = 'test/dhe.test.ts';

export const dhe = [
  ...mutantsOf('src/handshake/tls12/key-exchange/dhe.ts', test, {
    'dhe-modulus-is-checked': without('checkModulus(prime, config.largestModulus);'),
    'dhe-modulus-long-enough': never('bits < SHORTEST'),
    'dhe-modulus-not-too-long': never('bits > largest'),
    'dhe-modulus-odd': never('p.at(-1)! % 2 === 0'),
    'dhe-generator': never('!isBetween(base, prime)'),
    'dhe-share-of-server': ['isBetween(unpadded(share), prime) &&', ''],
    'dhe-answer-of-client': never('!answer'),
    'dhe-answer-of-server': never('!secret'),
    'dhe-share-too-long': never('bytes.length > length'),
    'dhe-below-p': ['at < 0 || value[at]! > p[at]!', 'at < 0'],
    'dhe-not-p': ['at < 0 || value[at]! > p[at]!', 'value[at]! > p[at]!'],
    'dhe-not-p-minus-1': ['at < p.length - 1 || value[at] !== p[at]! - 1', 'true'],
    'dhe-not-0': ['value.length === 0 || (value', '(value'],
    'dhe-not-1': [' || (value.length === 1 && value[0] === 1)', ''],
    'dhe-leading-zeros-stripped': ['unpadded(secret).slice()', 'secret.slice()'],
  }),
  ...mutantsOf('src/handshake/hello/negotiate.ts', test, {
    'dhe-group-of-the-client': [' && (supported.length === 0 || supported.includes(id))', ''],
    'dhe-group-where-none-is-listed': ['supported.length === 0 || ', ''],
    'dhe-group-is-a-finite-field': ['isFiniteField(id) && (', '('],
  }),
  ...mutantsOf('src/handshake/tls12/suite-and-credential.ts', test, {
    'dhe-insufficient-security': ['dhe && groups.some(isFiniteField)', 'false'],
    'dhe-insufficient-security-of-fields': ['dhe && groups.some(isFiniteField)', 'dhe'],
  }),
  ...mutantsOf('src/options/options.ts', test, {
    'largest-modulus-is-bounded': ['bits >= 2048 && bits <= 8192', 'true'],
    'largest-modulus-is-a-number': ['Number.isInteger(bits) && ', ''],
  }),
  ...mutantsOf('src/options/supported.ts', test, {
    'dhe-is-off': ["keyExchanges = ['ECDHE'],", "keyExchanges = ['ECDHE', 'DHE'],"],
    'finite-fields-are-off': ['!isFiniteField(id) || (dhe && shareLength <= 4096 / 8)', 'true'],
  }),
  ...mutantsOf(
    'src/crypto/providers/node-finite-field.ts',
    'src/crypto/providers/node-finite-field.test.ts',
    {
      'dhe-key-used-once': ['const own = use();\n      // Node', 'const own = key;\n      // Node'],
      'dhe-key-of-another-prime-used-once': [
        'const own = use();\n        try',
        'const own = privateKey;\n        try',
      ],
      'dhe-share-below-the-prime': without('if (!isBelow(unpadded(peerShare), prime)) return undefined;'),
      'finite-field-share-is-whole': ['share.length === shareLength', 'true'],
    },
  ),
];
