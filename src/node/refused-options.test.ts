/** Options that cannot be applied are refused by name, where they are given: none is ignored. */
import { describe, expect, it } from 'vitest';
import { ca, ecServer } from '../../test/loopback.ts';
import { connect, createSecureContext, createServer } from '../exports/node.ts';

/** Throws before anything is dialled; what is taken all the same is given up. */
const refused = {
  connect(options: object): unknown {
    const socket = connect({ port: 9, ...options } as never);
    socket.on('error', () => {});
    socket.destroy();
    return socket;
  },
  createSecureContext: (options: object): unknown => createSecureContext(options as never),
  createServer: (options: object): unknown => createServer(options as never),
  addContext: (name: string, options: object = {}): unknown =>
    createServer({ ...ecServer }).addContext(name, options as never),
};

function refusal(run: () => unknown): { code: string | undefined; message: string } {
  try {
    run();
  } catch (error) {
    return { code: (error as { code?: string }).code, message: (error as Error).message };
  }
  return { code: undefined, message: 'it was taken' };
}

const VALUE = 'ERR_INVALID_ARG_VALUE';
const TYPE = 'ERR_INVALID_ARG_TYPE';

describe('createSecureContext', () => {
  it.each<[object, string, RegExp]>([
    [{ honorCipherOrder: false }, VALUE, /can only be true/],
    [{ ecdhCurve: 'X25519', groups: ['x25519'] }, VALUE, /means the same as ecdhCurve/],
    [{ sessionTimeout: 0 }, VALUE, /between 1 second and a week/],
    [{ sessionTimeout: Number.NaN }, VALUE, /between 1 second and a week/],
    [{ pins: [] }, VALUE, /which would refuse everybody/],
    [{ pins: 'sha256//short' }, VALUE, /the option pins cannot be used/],
    [{ ca: 5 }, VALUE, /is neither text nor bytes/],
    [{ ca: [ca, {}] }, VALUE, /is neither text nor bytes/],
    [{ trust: 'everybody' }, VALUE, /is "everybody", and not/],
    [{ trust: { anchors: [] } }, VALUE, /trust/],
    [{ crl: 'no list' }, VALUE, /crl/],
    [{ revocation: 'later' }, VALUE, /it can be off, soft or hard/],
    [{ revocation: { mode: 'off', fetch: true } }, VALUE, /nothing to fetch for/],
    [{ revocation: null }, TYPE, /a mode, or an object with mode and fetch/],
    [{ revocation: { mode: 'soft', fetch: 1 } }, TYPE, /true or false/],
    [{ ticketKeys: 'x'.repeat(48) }, TYPE, /Uint8Array/],
    [{ sigalgs: 'RSA+SHA256:' }, VALUE, /empty name/],
  ])('%o', (options, code, message) => {
    const { code: given, message: said } = refusal(() => refused.createSecureContext(options));
    expect(said).toMatch(message);
    expect(given).toBe(code);
  });
});

describe('connect', () => {
  it.each<[object, string, RegExp]>([
    [{ rejectUnauthorized: false, onRejected: () => true }, VALUE, /is never called when/],
    [{ onRejected: 'always' }, TYPE, /a function/],
    [{ checkServerIdentity: true }, TYPE, /a function/],
    [{ secureContext: {} }, TYPE, /must come from createSecureContext/],
    [{ secureContext: createSecureContext({ ca }), ca }, VALUE, /has no effect beside secureContext/],
    [{ session: Buffer.from('session') }, VALUE, /is not a session that this version wrote/],
    [
      { rejectUnauthorised: true },
      VALUE,
      /rejectUnauthorised is not supported; did you mean rejectUnauthorized\?/,
    ],
    [{ commonName: 'always' }, VALUE, /never or when-no-names/],
    [{ askedAuthorities: 'no' }, VALUE, /honour or ignore/],
    [{ ALPNProtocols: [''] }, VALUE, /empty or longer than 255 bytes/],
    [{ ALPNProtocols: Uint8Array.of(2, 104) }, VALUE, /ends in the middle of a name/],
    [{ fetchIssuers: 'yes' }, TYPE, /true or false/],
    [{ servername: 5 }, TYPE, /text/],
    [{ port: undefined }, VALUE, /port is missing/],
  ])('%o', (options, code, message) => {
    const { code: given, message: said } = refusal(() => refused.connect(options));
    expect(said).toMatch(message);
    expect(given).toBe(code);
  });
});

describe('createServer', () => {
  it.each<[object, string, RegExp]>([
    [
      { rejectUnauthorised: true },
      VALUE,
      /rejectUnauthorised is not supported; did you mean rejectUnauthorized\?/,
    ],
    [{ SNICallback: 'a.example' }, TYPE, /a function/],
    [
      { crl: [], requestCert: false, revocation: { mode: 'off', fetch: true } },
      VALUE,
      /nothing to fetch for/,
    ],
  ])('%o', (options, code, message) => {
    const { code: given, message: said } = refusal(() => refused.createServer({ ...ecServer, ...options }));
    expect(said).toMatch(message);
    expect(given).toBe(code);
  });

  it.each(['', 'a b.example', 'bücher_.example'])('addContext: %j is no name', (name) => {
    expect(refusal(() => refused.addContext(name)).code).toBe(VALUE);
  });
});

describe('a store that the environment names and that cannot be read', () => {
  it('is an error, and nobody else is trusted in its place', () => {
    const before = process.env['SSL_CERT_FILE'];
    process.env['SSL_CERT_FILE'] = '/nowhere/to-be-found.pem';
    try {
      const { code, message } = refusal(() => refused.createSecureContext({ trust: 'system' }));
      expect(message).toMatch(/cannot be "system": SSL_CERT_FILE names/);
      expect(code).toBe(VALUE);
    } finally {
      if (before === undefined) delete process.env['SSL_CERT_FILE'];
      else process.env['SSL_CERT_FILE'] = before;
    }
  });
});

it('where nothing is said, what is known to be revoked is refused, and nothing is fetched', () => {
  expect(createSecureContext().revocation).toEqual({
    mode: 'soft',
    fetch: false,
    crls: [],
    fetchPrivate: false,
  });
});
