import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlertDescription } from '../protocol/numbers/alerts.ts';
import { CipherSuite } from '../protocol/numbers/suites.ts';
import { alertNames } from './alerts.ts';
import { explain, failuresIn, MOST_TEXT } from './explain.ts';
import { suite } from './suites.ts';

const ids = (text: string): readonly string[] => explain(text).map(({ id }) => id);

describe('alerts', () => {
  it('has something to say of every alert that has a name, by name and by number', () => {
    expect(alertNames).toEqual([...AlertDescription.known.values()]);
    for (const name of alertNames) {
      const number = String(AlertDescription[name]);
      expect(ids(name)).toContain(`alert/${name}`);
      expect(ids(number)).toContain(`alert/${name}`);
      expect(ids(`error:0A000410:SSL routines::alert:SSL alert number ${number}`)).toEqual([`alert/${name}`]);
      expect(explain(name)[0]!.says.length).toBeGreaterThan(0);
    }
  });

  it.each([
    [
      'curl: (35) error:14094410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure',
      'handshake_failure',
    ],
    [
      '*** Fatal error: A TLS fatal alert has been received. *** Received alert [40]: Handshake failed',
      'handshake_failure',
    ],
    ['javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_unknown', 'certificate_unknown'],
    ['remote error: tls: bad certificate', 'bad_certificate'],
    ['remote error: tls: unknown certificate authority', 'unknown_ca'],
    ['remote error: tls: expired certificate', 'certificate_expired'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'certificate_required'],
    ['[SSL: TLSV1_ALERT_UNKNOWN_CA] tlsv1 alert unknown ca (_ssl.c:1006)', 'unknown_ca'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'handshake_failure'],
    ['code: ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL', 'no_application_protocol'],
  ])('%s', (text, name) => expect(ids(text)).toContain(`alert/${name}`));
});

describe('error texts', () => {
  it.each([
    ['Verify return code: 21 (unable to verify the first certificate)', 'no-path'],
    ['verify error:num=20:unable to get local issuer certificate', 'no-path'],
    ['Status: The certificate is NOT trusted. The certificate issuer is unknown.', 'no-path'],
    ['curl: (60) SSL certificate problem: unable to get local issuer certificate', 'no-path'],
    ["code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'", 'no-path'],
    ["code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'", 'no-path'],
    ['sun.security.validator.ValidatorException: PKIX path building failed', 'no-path'],
    ['x509: certificate signed by unknown authority', 'no-path'],
    ['Verify return code: 18 (self-signed certificate)', 'self-signed'],
    ['curl: (60) SSL certificate problem: self signed certificate', 'self-signed'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
    ['Verify return code: 10 (certificate has expired)', 'expired'],
    ['The certificate chain uses expired certificate.', 'expired'],
    ['CERT_HAS_EXPIRED', 'expired'],
    ['x509: certificate has expired or is not yet valid: current time 2026-11-30', 'expired'],
    ['Verify return code: 9 (certificate is not yet valid)', 'not-yet-valid'],
    ['CERT_NOT_YET_VALID', 'not-yet-valid'],
    ['java.security.cert.CertPathValidatorException: validity check failed', 'outside-validity'],
    ['Verify return code: 62 (hostname mismatch)', 'wrong-name'],
    ['The name in the certificate does not match the expected.', 'wrong-name'],
    ["Hostname/IP does not match certificate's altnames: Host: localhost.", 'wrong-name'],
    ['x509: certificate is valid for other.test, not localhost', 'wrong-name'],
    ['No subject alternative DNS name matching localhost found.', 'wrong-name'],
    ['x509: certificate relies on legacy Common Name field, use SANs instead', 'common-name-only'],
    ['Verify return code: 47 (permitted subtree violation)', 'name-constraints'],
    ['The certificate chain violates the signer’s constraints.', 'name-constraints'],
    ['Verify return code: 66 (EE certificate key too weak)', 'weak-key'],
    ['Verify return code: 68 (CA signature digest algorithm too weak)', 'weak-signature'],
    ['The certificate chain uses insecure algorithm.', 'weak-signature'],
    ['unsupported certificate purpose', 'wrong-purpose'],
    ["code: 'UNSPECIFIED'", 'unspecified'],
    ['curl: (58) unable to set private key file: client.key type PEM', 'key-mismatch'],
    ['tls: private key does not match public key', 'key-mismatch'],
    ['nginx: SSL_CTX_use_PrivateKey failed (key values mismatch)', 'key-mismatch'],
    ['error:0A000175:SSL routines::legacy sigalg disallowed or unsupported', 'old-signature-algorithm'],
    ['error:0A00018A:SSL routines::dh key too small', 'small-dh'],
    ['error:0A000152:SSL routines::unsafe legacy renegotiation disabled', 'legacy-renegotiation'],
    ['error:0A00010B:SSL routines::wrong version number', 'not-tls'],
    ['*** Fatal error: An unexpected TLS packet was received.', 'not-tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'not-tls'],
    ['[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)', 'not-tls'],
    ['javax.net.ssl.SSLException: Unsupported or unrecognized SSL message', 'not-tls'],
    ['tls: first record does not look like a TLS handshake', 'not-tls'],
    ['write:errno=104', 'reset'],
    ['curl: (35) Recv failure: Connection reset by peer', 'reset'],
    ['ConnectionResetError: [Errno 104] Connection reset by peer', 'reset'],
    ['read ECONNRESET', 'reset'],
    ['error:0A000126:SSL routines::unexpected eof while reading', 'closed'],
    ['*** Fatal error: The TLS connection was non-properly terminated.', 'closed'],
    ['*** Fatal error: Error in the pull function.', 'closed'],
    ['curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to localhost:4433', 'closed'],
    ['Client network socket disconnected before secure TLS connection was established', 'closed'],
    ['EOF occurred in violation of protocol (_ssl.c:1006)', 'closed'],
    ['javax.net.ssl.SSLHandshakeException: Remote host terminated the handshake', 'closed'],
    ['2026/11/30 10:00:00 EOF', 'closed'],
    ['net/http: TLS handshake timeout', 'silence'],
    ['<center>No required SSL certificate was sent</center>', 'client-certificate-required-by-http'],
  ])('%s', (text, id) => expect(ids(text)).toContain(`error/${id}`));

  it.each([
    ['certificate verify failed', ['error/not-verified']],
    [
      'error:0A000086:SSL routines:tls_post_process_server_certificate:certificate verify failed',
      ['error/not-verified'],
    ],
    ['CERTIFICATE_VERIFY_FAILED', ['error/not-verified']],
    ['[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed (_ssl.c:1006)', ['error/not-verified']],
    ['server certificate verification failed. CAfile: none CRLfile: none', ['error/not-verified']],
    [
      '*** PKI verification of server certificate failed... The certificate is NOT trusted.',
      ['error/not-verified'],
    ],
    ['curl (60)', ['error/not-verified']],
    ['curl: (60) SSL peer certificate or SSH remote key was not OK', ['error/not-verified']],
    ['cURL error 60', ['error/not-verified']],
    ['(60)', ['error/not-verified']],
    ['curl (35)', ['error/curl-35']],
    ['curl: (35) SSL connect error', ['error/curl-35']],
    ['(35)', ['error/curl-35']],
    ['curl (56)', ['error/curl-56']],
    ['curl: (56) Failure when receiving data from the peer', ['error/curl-56']],
    ['self-signed certificate in certificate chain', ['error/self-signed']],
    ['unable to get local issuer certificate', ['error/no-path']],
    ['certificate has expired', ['error/expired']],
    ['Hostname mismatch', ['error/wrong-name']],
  ])('says it of %j, which says little itself', (text, found) => expect(ids(text)).toEqual(found));

  it.each([
    [
      '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)',
      ['error/no-path'],
    ],
    [
      "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'a.test'. (_ssl.c:1006)",
      ['error/wrong-name'],
    ],
    ['curl: (60) SSL certificate problem: certificate has expired', ['error/expired']],
    ['curl: (35) error:0A000410:SSL routines::sslv3 alert handshake failure', ['alert/handshake_failure']],
    ['curl: (35) Recv failure: Connection reset by peer', ['error/reset']],
    [
      'curl: (56) OpenSSL SSL_read: error:0A00045C:SSL routines::tlsv13 alert certificate required, errno 0',
      ['alert/certificate_required'],
    ],
  ])('names the reason alone where one is there: %s', (text, found) => expect(ids(text)).toEqual(found));

  it.each(['curl 7.60.0', 'curl (600)', 'curl: (6) Could not resolve host', 'step (60)'])(
    'takes %j for no exit of a handshake',
    (text) => expect(ids(text)).toEqual([]),
  );

  it('finds them in a pasted log, each once, in their order', () => {
    const log = `CONNECTED(00000003)
depth=0 CN = localhost
verify error:num=20:unable to get local issuer certificate
verify error:num=21:unable to verify the first certificate
4087:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:SSL alert number 116
New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384
read ECONNRESET`;
    expect(ids(log)).toEqual([
      'alert/certificate_required',
      'error/no-path',
      'error/reset',
      'suite/TLS_AES_256_GCM_SHA384',
    ]);
  });
});

describe('names', () => {
  it.each([
    ['Encrypted Handshake Message', 'term/encrypted-handshake-message'],
    ['random_C', 'term/client-random'],
    ['random_S', 'term/server-random'],
    ['enc_key', 'term/session-keys'],
    ['session secret', 'term/session-keys'],
    ['RandomCookie', 'term/cookie'],
    ['会话秘钥', 'term/session-keys'],
    ['预主密钥', 'term/premaster-secret'],
    ['master secret', 'term/main-secret'],
    ['key_share', 'extension/key_share'],
    ['ALPN', 'term/alpn'],
    ['x25519', 'group/x25519'],
    ['cipher_suites', 'field/ClientHello.cipher_suites'],
    ['legacy session id', 'field/ClientHello.legacy_session_id'],
    ['rsa_pss_rsae_sha256', 'scheme/rsa_pss_rsae_sha256'],
    ['2.5.29.17', 'oid/2.5.29.17'],
    ['subjectAltName', 'oid/2.5.29.17'],
    ['SSL_RSA_WITH_3DES_EDE_CBC_SHA', 'suite/TLS_RSA_WITH_3DES_EDE_CBC_SHA'],
    ['0xc02f', 'suite/TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
  ])('%s', (name, id) => expect(ids(name)).toContain(id));

  it.each(['blub', '', '   ', 'constructor', '__proto__', 'toString', 'nameOf', '1e9', '9.9.9'])(
    'knows nothing of %j',
    (text) => expect(explain(text)).toEqual([]),
  );
});

describe('cipher suites', () => {
  it('says of each what its name says', () => {
    const untold = [...CipherSuite.known.values()].filter((name) => !suite(name)?.says.length);
    expect(untold).toEqual([]);
    for (const name of CipherSuite.known.values())
      if (/_WITH_(?!NULL_NULL)/.test(name)) expect(suite(name)!.says.length, name).toBeGreaterThan(1);
  });

  it('tells authentication, key exchange, encryption and MAC apart', () => {
    expect(
      suite('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA')!.says.map((said) => String(said).split(/[.:]/)[0]),
    ).toEqual(['Key exchange', 'Authentication', 'Encryption', 'MAC']);
    expect(String(suite('TLS_RSA_WITH_RC4_128_SHA')!.says.at(-1))).toContain('Never spoken here: RC4');
  });
});

describe('whatever is pasted', () => {
  it('never throws, and says each thing once', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.lorem()), (text) => {
        const found = ids(text);
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });

  it.each(['alert ', 'certificate is valid for ', 'TLS_', 'EOF ', 'Diffie-Hellman prime ', 'a'])(
    'looks at no more than a part of a long one: %j',
    (piece) => {
      const text = piece.repeat(Math.ceil((2 * MOST_TEXT) / piece.length));
      const late = `${text} SSL alert number 40, RFC 5246, in Encrypted Handshake Message`;
      expect(ids(late)).not.toContain('term/encrypted-handshake-message');
      expect(failuresIn(late).map(({ id }) => id)).not.toContain('alert/handshake_failure');
    },
  );
});
