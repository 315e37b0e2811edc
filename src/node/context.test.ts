import { randomBytes } from 'node:crypto';
import tls from 'node:tls';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ca, ecClient, ecServer, rsaServer } from '../../test/loopback.ts';
import { vectorFile, vectorText } from '../../test/vectors/files.ts';
import { nodeProvider } from '../crypto/providers/node.ts';
import { connect, createSecureContext, createServer, type SecureContextOptions } from '../exports/node.ts';
import { openSslName, suiteNamed } from './openssl-names.ts';
import { nodeTrust } from './trust.ts';

const refusal = (options: object): Error & { code?: string } => {
  try {
    createSecureContext(options as SecureContextOptions);
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was taken');
};

const both = vectorText('leaf.pem') + vectorText('sec1.key');

describe('a secure context', () => {
  it.each<[string, SecureContextOptions]>([
    ['DER', { cert: vectorFile('leaf.der'), key: vectorFile('encrypted-key.der'), passphrase: 'secret' }],
    [
      'a PKCS #7',
      { cert: vectorFile('chain.p7b'), ca: vectorFile('chain.p7b'), key: vectorText('sec1.key') },
    ],
    [
      'CRLF, byte order marks, indentation',
      {
        cert: `\uFEFF${vectorText('leaf.pem')}`.replaceAll('\n', '\r\n'),
        ca: Buffer.from(`\uFEFF${vectorText('ca.pem')}`.replaceAll('\n', '\r')),
        key: `\uFEFF${vectorText('pkcs8.key').replaceAll(/^/gm, '  ')}`,
      },
    ],
    [
      'keys in OpenSSL’s old encryption',
      { cert: vectorText('leaf.pem'), key: vectorFile('encrypted-old.key'), passphrase: 'secret' },
    ],
    ['both in one file', { cert: both, key: both }],
  ])('reads %s', (_what, options) => {
    const [credential] = createSecureContext(options).credentials;
    expect(credential!.chain[0]).toEqual(vectorFile('leaf.der'));
  });

  it.each<[string, object, RegExp]>([
    [
      'a key where a certificate should be',
      { cert: ecServer.key, key: ecServer.key },
      /cert holds a private key \(PKCS #8\) where a certificate belongs: give/,
    ],
    [
      'a certificate where a key should be',
      { cert: ecServer.cert, key: ecServer.cert },
      /key holds a certificate where a private key belongs: give/,
    ],
    [
      'a key of another certificate',
      { cert: ecServer.cert, key: ecClient.key },
      /does not belong to the certificate of "CN=EC of the test"/,
    ],
    [
      'a chain in the wrong order',
      { cert: ca + ecServer.cert, key: ecServer.key },
      /certificate number 2, which must stand first/,
    ],
    ['a certificate without a key', { cert: ecServer.cert }, /key is missing/],
    ['a key without a certificate', { key: ecServer.key }, /cert is missing/],
    [
      'a key too many',
      { ...ecServer, key: [ecServer.key, ecClient.key] },
      /number 2\) that belongs to no certificate/,
    ],
    ['the name of a file', { cert: 'cert.pem', key: ecServer.key }, /cert is the name of a file/],
    ['a ca that is a key', { ca: ecServer.key }, /ca holds a private key/],
    [
      'a ca with a key',
      { ca: ecServer.cert + ecServer.key },
      /ca holds a private key .* beside its certificates/,
    ],
    ['an empty ca', { ca: '' }, /ca is empty/],
    ['an unknown suite', { ciphers: 'HIGH:!aNULL' }, /names HIGH/],
    ['an empty name among suites', { ciphers: 'AES128-SHA::AES256-SHA' }, /empty name/],
    ['suites and key exchanges', { ciphers: 'AES128-SHA', keyExchanges: ['RSA'] }, /beside ciphers/],
    ['an unknown curve', { ecdhCurve: 'sect571r1' }, /names sect571r1/],
    ['an unknown scheme', { sigalgs: 'DSA+SHA1' }, /names DSA\+SHA1/],
    ['an old version', { minVersion: 'TLSv1' }, /minVersion is "TLSv1"/],
    ['versions that leave none', { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.2' }, /leaves no version/],
    ['ticket keys of a wrong length', { ticketKeys: randomBytes(32) }, /48 bytes/],
    ['a session longer than a week', { sessionTimeout: 604_801 }, /a week/],
    ['PKCS #12, for now', { pfx: randomBytes(8) }, /pfx is not supported/],
    ['an option that is misspelt', { cihpers: 'AES128-SHA' }, /cihpers is not supported/],
  ])('refuses %s', (_what, options, message) => {
    const error = refusal(options);
    expect(error.message).toMatch(message);
    expect(error.code).toBe('ERR_INVALID_ARG_VALUE');
    expect(error).toBeInstanceOf(TypeError);
    expect(inspect(error)).not.toContain('[Function');
  });

  it('is not asked to ignore anything by connect and createServer either', () => {
    expect(() => connect({ port: 1, rejectUnauthorised: true } as object)).toThrow(
      /rejectUnauthorised is not supported/,
    );
    expect(() => connect({ port: 1, ca, session: randomBytes(9) })).toThrow(/session is not a session/);
    expect(() => connect({ ca })).toThrow(/port is missing/);
    expect(() => connect({ port: 1, ciphers: 'AES128-SHA', secureContext: createSecureContext() })).toThrow(
      /beside secureContext/,
    );
    expect(() => createServer({ pskCallback: () => null } as object)).toThrow(/pskCallback is not supported/);
  });

  it('holds several certificates, each with its key, whatever their order', () => {
    const { credentials } = createSecureContext({
      cert: [ecServer.cert, rsaServer.cert],
      key: [rsaServer.key, Buffer.from(ecServer.key)],
    });
    expect(credentials.map(({ key }) => key.type)).toEqual(['EC', 'RSA']);
  });

  it('keeps TLS 1.3’s suites where only suites of TLS 1.2 are named, and speaks only TLS 1.3 in the other case', () => {
    const old = createSecureContext({ ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' });
    expect(old.cipherSuites).toContain('TLS_AES_128_GCM_SHA256');
    expect(old.versions).toEqual(['TLS 1.2', 'TLS 1.3']);
    const modern = createSecureContext({ ciphers: 'TLS_CHACHA20_POLY1305_SHA256' });
    expect([modern.versions, modern.cipherSuites]).toEqual([['TLS 1.3'], ['TLS_CHACHA20_POLY1305_SHA256']]);
  });

  it('trusts what Node trusts when nobody says whom', () => {
    const { trust } = createSecureContext();
    expect(trust).toBe(nodeTrust());
    expect(trust.anchors.length).toBeGreaterThanOrEqual(tls.rootCertificates.length);
  });
});

describe('names', () => {
  it('of suites are OpenSSL’s', () => {
    const isKnown = (ciphers: string): boolean => {
      try {
        return tls.createSecureContext({ ciphers }) !== undefined;
      } catch (error) {
        expect(error).toMatchObject({ reason: 'no cipher match' });
        return false;
      }
    };
    const unknown = nodeProvider.suites.map(openSslName).filter((name) => !isKnown(name));
    // OpenSSL 3 has 3DES, and no suite of TLS with it.
    expect(unknown).toEqual(
      ['ECDHE-ECDSA-', 'ECDHE-RSA-', 'DHE-RSA-', ''].map((kind) => `${kind}DES-CBC3-SHA`),
    );
    expect(suiteNamed(nodeProvider, 'SSL_RSA_WITH_3DES_EDE_CBC_SHA')?.id).toBe(0x000a);
    expect(suiteNamed(nodeProvider, 'DES-CBC3-SHA')?.id).toBe(0x000a);
  });
});
