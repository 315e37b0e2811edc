/** What cannot be applied is refused by name, before a byte is sent. */
import { describe, expect, it } from 'vitest';
import { nodeProvider } from '../crypto/providers/node.ts';
import { TlsError } from '../protocol/errors.ts';
import { trustStore, webProfile } from '../x509/index.ts';
import {
  acceptClient,
  type ClientOptions,
  clientConfig,
  connectClient,
  type ServerOptions,
} from './options.ts';

const surroundings = { provider: nodeProvider, now: () => 0, wallClock: () => 0 };
const trust = trustStore([]);
const check = () => {
  throw new Error('nobody is asked');
};

const client = (options: Partial<ClientOptions>) =>
  connectClient({ ...surroundings, name: 'a.example', trust, ...options });
const server = (options: Partial<ServerOptions>) =>
  acceptClient({ ...surroundings, credentials: [], ...options });

function refusal(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof TlsError)) return String(error);
    return error.reason === 'misuse' ? error.message : error.reason;
  }
}

describe('options that are refused', () => {
  it.each<[Partial<ClientOptions> | (() => unknown), string]>([
    [{ trsut: trust } as object, 'the option trsut is not supported; did you mean trust?'],
    [{ clientAuthentication: 'none' } as object, 'the option clientAuthentication is not supported'],
    [
      { revocation: { mode: 'soft', fetsh: {} } } as object,
      'the option revocation.fetsh is not supported; did you mean fetch?',
    ],
    [{ versions: [] }, 'no cipher suite is left for any version'],
    [
      { versions: ['TLS 1.2', 'TLS 1.3'], cipherSuites: ['TLS_AES_128_GCM_SHA256'] },
      'no cipher suite is left for TLS 1.2',
    ],
    [{ versions: ['TLS 1.1' as 'TLS 1.2'] }, 'TLS 1.1 is not a supported version'],
    [{ cipherSuites: ['TLS_RSA_WITH_RC4_128_MD5'] }, 'TLS_RSA_WITH_RC4_128_MD5 is not supported'],
    [{ cipherSuites: ['TLS_RSA_WITH_ROT13'] }, 'there is no such suite'],
    [{ groups: ['secp192r1'] }, 'the group secp192r1 is not one of'],
    [{ signatureSchemes: ['rsa_md5'] }, 'there is no signature scheme rsa_md5'],
    [{ serverName: '192.0.2.1' }, '192.0.2.1 is an address'],
    [{ serverName: '2001:db8::1' }, '2001:db8::1 is an address'],
    [{ serverName: 'a b.example' }, 'is not a valid host name'],
    [{ applicationProtocols: [''] }, 'has 1 to 255 bytes'],
    [{ applicationProtocols: ['h2', 'x'.repeat(256)] }, 'has 1 to 255 bytes'],
    [{ trust: undefined }, 'without a trust store no server can be checked'],
    [{ pins: [] }, 'an empty list of pins'],
    [{ pins: ['no pin'] }, 'no pin'],
    [{ pins: [`sha256//${'A'.repeat(43)}=`], checkCertificate: check }, 'look at pins itself'],
    [{ commonName: 'when-no-names', profile: webProfile }, 'a common name never names a host on the Web'],
    [{ commonName: 'when-no-names', checkCertificate: check }, 'look at names itself'],
    [{ checkCertificate: check, revocation: { mode: 'soft', crls: [] } }, 'replaces the check that'],
    [
      { checkCertificate: check, revocation: { mode: 'soft', nonce: 'asked' as 'none' } },
      'replaces the check that',
    ],
    [{ checkCertificate: check, fetchIssuer: async () => new Uint8Array() }, 'replaces the check that'],
  ])('client: %o', (options, message) => {
    expect(refusal(() => client(options as Partial<ClientOptions>))).toContain(message);
  });

  it.each<[Partial<ServerOptions>, string]>([
    [{ clientAuthentication: 'require' }, 'without a trust store no client can be checked'],
    [
      { clientAuthentcation: 'require' } as object,
      'the option clientAuthentcation is not supported; did you mean clientAuthentication?',
    ],
    [{ name: 'a.example' } as object, 'the option name is not supported'],
    [{ pins: [`sha256//${'A'.repeat(43)}=`] }, 'clients are not asked for a certificate'],
    [{ applicationProtocols: [''] }, 'has 1 to 255 bytes'],
  ])('server: %o', (options, message) => {
    expect(refusal(() => server(options))).toContain(message);
  });

  it('stand beside valid ones', () => {
    expect(
      refusal(() => client({ serverName: 'bücher.example', pins: [`${'A'.repeat(43)}=`] })),
    ).toBeUndefined();
    expect(refusal(() => client({ versions: ['TLS 1.2'], groups: ['X25519', 'SECP256R1'] }))).toBeUndefined();
    expect(refusal(() => client({ trust: undefined, checkCertificate: check }))).toBeUndefined();
    expect(refusal(() => server({ clientAuthentication: 'request', trust }))).toBeUndefined();
  });
});

describe('what is off unless it is asked for', () => {
  const suites = (options: Partial<ClientOptions>) =>
    clientConfig({ ...surroundings, name: 'a.example', trust, ...options }).suites.map(({ name }) => name);
  const old = /_CBC_|^TLS_RSA_/;

  it('is RSA key exchange and CBC (RFC 9325 section 4.1)', () => {
    expect(suites({}).filter((name) => old.test(name))).toEqual([]);
    expect(suites({ keyExchanges: ['RSA'] }).filter((name) => name.includes('_CBC_'))).toEqual([]);
    expect(suites({ keyExchanges: ['RSA'] })).toContain('TLS_RSA_WITH_AES_128_GCM_SHA256');
    expect(suites({ cipherSuites: ['TLS_RSA_WITH_AES_128_CBC_SHA'] })).toHaveLength(1);
  });
});

describe('a connection that is not open', () => {
  it('takes no data, before the handshake and after the close', () => {
    const connection = client({});
    expect(refusal(() => connection.write(Uint8Array.of(1)))).toContain('while the connection is open');
    connection.end();
    expect(refusal(() => connection.write(Uint8Array.of(1)))).toContain('while the connection is open');
  });

  it('changes no keys', () => {
    expect(refusal(() => client({}).updateKeys())).toContain('keys can only be updated');
  });

  it('exports no keying material', () => {
    expect(refusal(() => client({}).exporter('EXPORTER-x', undefined, 32))).toContain(
      'the exporter needs a finished handshake',
    );
  });
});
