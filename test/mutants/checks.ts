/** Checks whose removal once went unnoticed and that no refusal alone covers: who proves, what is compared, what is wiped. */
import { mutantsOf } from './mutant.ts';

/** The proof of one that was only judged. */
const unproved = (judged: string): string =>
  `ProvedIdentity.bySession({ peerChain: ${judged}.chain, expiresAt: ${judged}.validUntil } as never, undefined as never);`;

export const checks = [
  ...mutantsOf('src/handshake/tls13/client-authentication.ts', 'test/authenticated-lies.test.ts', {
    'server-proof-in-13': [
      'yield* ProvedIdentity.bySignature(judged, proof, signed, config, TLS13);',
      unproved('judged'),
    ],
  }),
  ...mutantsOf('src/handshake/tls13/server-authentication.ts', 'test/authenticated-lies.test.ts', {
    'client-proof-in-13': [
      'yield* ProvedIdentity.bySignature(judged, proof, signed, config, TLS13);',
      unproved('judged'),
    ],
  }),
  ...mutantsOf('src/handshake/tls12/server.ts', 'test/authenticated-lies.test.ts', {
    'client-proof-in-12': [
      'yield* ProvedIdentity.bySignature(client, proof, signed, config, TLS12);',
      unproved('client'),
    ],
    'downgrade-sentinel-only-by-13': [
      'if (versions.includes(TLS13)) random.set',
      'random.set',
      'test/answers.test.ts',
    ],
  }),
  ...mutantsOf('src/handshake/tls12/key-exchange/ecdhe.ts', 'test/authenticated-lies.test.ts', {
    'key-exchange-is-signed': [
      'yield* ProvedIdentity.bySignature(judged, body, signed, config, TLS12);',
      unproved('judged'),
    ],
  }),
  ...mutantsOf('src/protocol/numbers/schemes.ts', 'test/authenticated-lies.test.ts', {
    'scheme-of-the-curve': ["(!Object.hasOwn(known, 'curve') || known.curve === key.curve)", 'true'],
    'scheme-of-12-alone': ["!Object.hasOwn(known, 'only12') && ", ''],
    'scheme-of-the-key-type': [
      'if (!known || known.key !== key.type) return false;',
      'if (!known) return false;',
    ],
  }),
  ...mutantsOf('src/wire/bytes.ts', 'src/wire/bytes.test.ts', {
    'same-bytes-lengths': ['if (a.length !== b.length) return false;', ''],
    'same-bytes': ['if (a[i] !== b[i]) return false;', ''],
    'same-bytes-to-the-end': ['i < a.length; i++', 'i < a.length - 1; i++'],
  }),
  ...mutantsOf('src/handshake/hello/second-hello.ts', 'test/authenticated-lies.test.ts', {
    'second-hello-fixed-bytes': [
      '!sameBytes(before.fixed, after.fixed)',
      'before.fixed.length !== after.fixed.length',
    ],
    'second-hello-bytes': ['!sameBytes(body, now)', 'body.length !== now.length'],
    'second-hello-one-share': [
      'if (shares?.length !== 1 || shares[0]!.group !== group.id) {',
      'if (shares?.[0]?.group !== group.id) {',
    ],
    'second-hello-right-share': [
      'if (shares?.length !== 1 || shares[0]!.group !== group.id) {',
      'if (shares?.length !== 1) {',
    ],
  }),
  ...mutantsOf('src/handshake/hello/server-choice.ts', 'test/authenticated-lies.test.ts', {
    'version12-of-the-server': [
      'if (hello.legacyVersion !== TLS12 || !config.versions.includes(TLS12)) {',
      'if (!config.versions.includes(TLS12)) {',
    ],
    'version12-to-a-client-of-13': [
      'if (hello.legacyVersion !== TLS12 || !config.versions.includes(TLS12)) {',
      'if (hello.legacyVersion !== TLS12) {',
      'test/answers.test.ts',
    ],
  }),
  ...mutantsOf('src/handshake/client.ts', 'test/authenticated-lies.test.ts', {
    'version13-to-a-client-of-12': [
      'if (version !== TLS13 || !config.versions.includes(TLS13)) {',
      'if (version !== TLS13) {',
      'test/answers.test.ts',
    ],
  }),
  ...mutantsOf('src/handshake/tls13/client.ts', 'test/authenticated-lies.test.ts', {
    'retry-to-12': [
      "if (name === 'ServerHello12' || hello.extensions.supportedVersions !== TLS13)",
      "if (name !== 'ServerHello12' && hello.extensions.supportedVersions !== TLS13)",
    ],
    'psk-not-the-one-offered': [
      'if (!psk || selected !== 0 || psk.suite.hash !== suite.hash) {',
      'if (!psk || psk.suite.hash !== suite.hash) {',
    ],
    'psk-hash-of-client': [
      'if (!psk || selected !== 0 || psk.suite.hash !== suite.hash) {',
      'if (!psk || selected !== 0) {',
    ],
  }),
  ...mutantsOf('src/handshake/tls12/client-session.ts', 'test/authenticated-lies.test.ts', {
    'main-secret-gone-for-client': [
      'if (offered.extendedMainSecret !== hellos.extendedMainSecret) {',
      'if (!offered.extendedMainSecret && hello.extensions.extendedMainSecret) {',
    ],
    'main-secret-come-for-client': [
      'if (offered.extendedMainSecret !== hellos.extendedMainSecret) {',
      'if (offered.extendedMainSecret && !hello.extensions.extendedMainSecret) {',
    ],
  }),
  ...mutantsOf('src/handshake/hello/offer.ts', 'test/sessions.test.ts', {
    'session-of-the-suites-version': [
      'suite.id === cipherSuite && suite.version === version',
      'suite.id === cipherSuite',
    ],
    'session-of-a-suite-that-is-on': [
      'suite.id === cipherSuite && suite.version === version',
      'suite.version === version',
    ],
  }),
  ...mutantsOf('src/connection/writing.ts', 'test/key-limits.test.ts', {
    'keys-renewed-in-time': ['hasRoomFor(PIECE)', 'hasRoomFor(0)'],
  }),
];
