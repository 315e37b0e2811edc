/** What `src/record` refuses, and what keeps a record from being read or used twice. */
import { mutantsOf, never, without } from './mutant.ts';

const protection = 'src/record/protection.test.ts';
const badRecords = 'test/bad-records.test.ts';

export const record = [
  ...mutantsOf('src/record/cbc.ts', 'src/record/cbc.test.ts', {
    'cbc-length': never(
      'fragment.length % block !== 0 || fragment.length < block + roundUp(mac.length + 1, block)',
      protection,
    ),
    'cbc-whole-blocks': ['fragment.length % block !== 0 || ', '', protection],
    'cbc-keys-are-not-logged': [
      'this.#keys = keys;',
      'this.#keys = Object.assign(this, { logged: keys }).logged;',
    ],
    'cbc-mac-and-padding': never('!(+right & padding.good)'),
    'cbc-mac': ['if (!(+right & padding.good))', 'if (!padding.good)'],
    'cbc-padding': ['if (!(+right & padding.good))', 'if (!right)'],
    'cbc-padding-bytes': without('wrong |= counts & (plaintext[plaintext.length - 1 - i]! ^ claimed);'),
    'cbc-padding-without-content': ['i <= most; i++', 'i < most; i++'],
    'cbc-evened-out': without('evenOut(mac, contentLength, plaintext.length - mac.length - 1);'),
    'cbc-sequence': [
      'const expected = mac.hmac(this.keys.mac, additionalData12(this.sequence,',
      'const expected = mac.hmac(this.keys.mac, additionalData12(0,',
    ],
    'cbc-overflow': without('refuseOverflow(contentLength);', protection),
    'cbc-random-iv': ['const iv = this.#random(block);', 'const iv = new Uint8Array(block);'],
  }),
  ...mutantsOf('src/record/fragments.ts', 'test/found-by-attack-engine.test.ts', {
    'message-copied-once': ['needed <= MAX_PLAINTEXT ? Math.min(length, MAX_PLAINTEXT) : length', 'needed'],
    'message-too-large': never('total > limit', badRecords),
    'message-begun-is-pending': [
      'this.#filled > 0 || this.#content.length > 0',
      'this.#content.length > 0',
      badRecords,
    ],
    'message-begun-in-a-record-is-pending': [
      'this.#filled > 0 || this.#content.length > 0',
      'this.#filled > 0',
      'test/found-by-bogo.test.ts',
    ],
  }),
  ...mutantsOf('src/record/longest-messages.ts', 'test/found-by-attack-engine.test.ts', {
    'message-length-by-type': ['limits.get(type) ?? ONE_RECORD', 'longest'],
  }),
  ...mutantsOf('src/record/nonce.ts', badRecords, {
    'nonce-counts': without('this.sequence++;'),
    'number-of-a-record-is-large': [
      'const high = Math.floor(sequence / 2 ** 32);',
      'const high = 0;',
      protection,
    ],
    'nonce-holds-the-number': ['this.#iv[4 + i]! ^ this.#number[i]!', 'this.#iv[4 + i]!'],
  }),
  ...mutantsOf('src/record/protection.ts', protection, {
    'cleartext-overflow': without('refuseOverflow(content.length);'),
    'cleartext-data': never('type === ContentType.application_data'),
    'record-overflow': never('length > MAX_PLAINTEXT'),
  }),
  ...mutantsOf('src/record/protection12.ts', protection, {
    'aead12-explicit-nonce': ["cipher === 'ChaCha20-Poly1305' ? 0 : 8", '8', protection],
    'aead12-overflow': without('refuseOverflow(length);'),
    'aead12-tag': never('!content'),
    'aead12-record-limit': [
      'readonly limit = this.cipher.recordLimit;',
      'readonly limit = undefined;',
      'test/key-limits.test.ts',
    ],
  }),
  ...mutantsOf('src/record/protection13.ts', protection, {
    'change-cipher-spec-cleartext': [
      "if (this.epoch.level === 'application') return false;",
      '',
      'test/connection-refusals.test.ts',
    ],
    'alert-cleartext-only-when-fresh': [
      'type === ContentType.alert && this.sequence === 0',
      'type === ContentType.alert',
      'test/connection-refusals.test.ts',
    ],
    'aead13-outer-type': never('type !== ContentType.application_data'),
    'aead13-outer-overflow': never('bytes.length - RECORD_HEADER > MAX_PLAINTEXT + 256'),
    'aead13-tag': never('!inner'),
    'aead13-only-padding': never('end < 0'),
    'aead13-inner-overflow': without('refuseOverflow(inner.length - 1);'),
    'aead13-empty-message': never(
      'end === 0 && (inner[0] === ContentType.handshake || inner[0] === ContentType.alert)',
    ),
    'aead13-record-limit': [
      'readonly limit = this.cipher.recordLimit;',
      'readonly limit = undefined;',
      'test/key-limits.test.ts',
    ],
  }),
  ...mutantsOf('src/record/record.ts', protection, {
    'record-type': never('!ContentType.known.has(type)', 'test/found-by-attack-protocol.test.ts'),
    'record-version': never('version >> 8 !== 3'),
    'record-length': never('length > MAX_PLAINTEXT + MAX_EXPANSION'),
    'record-grows-as-it-comes': ['Math.min(2 * filled, length)', 'length', 'src/record/record.test.ts'],
    'record-fed-copied-once': [
      'this.#end + bytes.length > this.#fed.length',
      'true',
      'src/record/record.test.ts',
    ],
  }),
  ...mutantsOf('src/record/skipped-early-data.ts', protection, {
    'early-data-counted-whole': [
      'this.#skipped += bytes.length;',
      'this.#skipped += bytes.length - 22;',
      'test/found-by-attack-protocol.test.ts',
    ],
    'early-data-too-much': never('this.#skipped > MOST + this.allowed'),
    'early-data-before-hello-only': [' && !this.#begun', ''],
    'early-data-before-opened-only': ['this.#opened || ', ''],
    'early-data-behind-change-cipher-spec': [
      'if (this.#opened || record.type !== ContentType.application_data)',
      'if (this.#opened)',
    ],
    'early-data-is-what-does-not-open': never(
      "!(error instanceof TlsError) || error.reason !== 'bad-record-mac'",
    ),
  }),
];
