/** What is told of clients that a server could not serve: each cause by its id, from the bytes that such a client sends. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Authority, credentialOf, terms } from '../src/cli/ca/authority.ts';
import { Bench } from '../src/cli/ca/bad-bench.ts';
import { badCertificates } from '../src/cli/ca/bad-certificates.ts';
import type { Credential } from '../src/options/engine.ts';
import { departure } from '../src/trace/departure.ts';
import { type Diagnosis, diagnose } from '../src/trace/diagnosis.ts';
import type { OursDocument, TraceDocument } from '../src/trace/document.ts';
import { ownCertificate } from '../src/trace/ours.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import { story } from '../src/trace/story.ts';
import { parseCertificate } from '../src/x509/index.ts';
import { bytesOf, first } from './foreign-clients.ts';
import { carry, makeAuthority, makeClient, makeServer, type Side } from './pair.ts';

let bench: Bench;
let good: Credential;
/** A CA that has nothing to do with it. */
let stranger: Authority;
beforeAll(async () => {
  bench = new Bench(await Authority.root(terms('ec', 1)), ['localhost']);
  stranger = await Authority.root(terms('ec', 1));
  good = credentialOf(await bench.root.server(['localhost'], terms('ec', 1)));
});

type Options = Parameters<typeof makeServer>[0];

/** The trace of a server, to which somebody talks. */
function traceOf(talk: (server: Side) => void, options: Options = {}, ours?: OursDocument): TraceDocument {
  const side = makeServer({ credentials: [good], observe: true, ...options });
  talk(side);
  side.events.push(...side.connection.takeEvents());
  const trace = new TraceRecorder({
    role: 'server',
    peer: { address: '192.0.2.1', port: 4711 },
    startedAt: 0,
    wallClock: bench.now,
  });
  for (const event of side.events) trace.add(event);
  return { ...trace.document(), ...(ours && { ours }) };
}

const heard = (...given: Parameters<typeof traceOf>): Diagnosis => diagnose(traceOf(...given))!;
const said = ({ what, details }: Diagnosis): string => [what, ...details].map(String).join(' ');
const feeding =
  (bytes: Uint8Array, then: (side: Side) => void = () => {}) =>
  (side: Side): void => {
    side.connection.feed(bytes);
    then(side);
  };

const hello = (options: Parameters<typeof makeClient>[0] = {}): Uint8Array =>
  makeClient({ trust: bench.root.trust, ...options }).connection.takeOutput()!;
const alertRecord = (alert: number, level = 2): Uint8Array => Uint8Array.of(21, 3, 3, 0, 2, level, alert);

describe('a client that speaks something else', () => {
  it.each(first)('is told as %s: %s', (speaks, bytes) => {
    const { cause, id, tries } = heard(feeding(bytesOf(bytes)));
    expect(cause).toBe('not-tls');
    expect(id).toBe(
      speaks === 'SSL 2.0'
        ? 'client-speaks-ssl-2.0'
        : `not-tls-${speaks.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`,
    );
    expect(tries).toHaveLength(1);
    expect(tries[0]!.id).toBe(
      { 'SSL 2.0': 'update-client', SSH: 'use-other-server', RDP: 'use-other-server' }[speaks] ??
        (['SMB', 'OpenVPN'].includes(speaks) ? 'use-other-server' : 'begin-with-tls'),
    );
  });

  it('and is not known has its first bytes shown, and nothing else of it', () => {
    const { id, what, tries } = heard(feeding(Buffer.from('\x1b[31mhello\x07 secret')));
    expect(id).toBe('not-tls');
    expect(String(what)).toContain('its first bytes are 1b 5b 33 31 6d 68 65 6c');
    expect(tries[0]!.id).toBe('begin-with-tls');
  });
});

describe('a client that says too little', () => {
  const ending = ({ connection }: Side): void => connection.end();

  it('nothing, and goes', () => {
    const found = heard(ending);
    expect(found).toMatchObject({ id: 'client-said-nothing', cause: 'network' });
    expect(found.tries[0]!.id).toBe('ignore-health-check');
  });

  it('nothing, and waits', () => {
    let time = 0;
    const options = { handshakeTimeout: 1000, now: () => time };
    const found = heard(({ connection }) => {
      time = 1001;
      connection.wake();
    }, options);
    expect(found.id).toBe('client-waits-for-a-greeting');
    expect(said(found)).toContain('SMTP, IMAP, POP3, FTP, MySQL');
  });

  it('half a ClientHello', () => {
    const bytes = hello();
    const found = heard(feeding(bytes.subarray(0, 70), ending));
    expect(found.id).toBe('half-a-client-hello');
    expect(said(found)).toContain(`70 of the ${bytes.length} bytes of a record had come`);
  });

  it('an alert in the place of a ClientHello, which is about no certificate', () => {
    const found = heard(feeding(alertRecord(48)));
    expect(found).toMatchObject({ id: 'alert-before-client-hello', cause: 'negotiation' });
    expect(said(found)).not.toContain('certificate');
  });
});

describe('a client that refuses our certificate', () => {
  const refusing =
    (alert: number | undefined, name = 'localhost') =>
    (side: Side): void => {
      side.connection.feed(hello({ versions: ['TLS 1.2'], name }));
      if (alert === undefined) side.connection.end();
      else side.connection.feed(alertRecord(alert));
    };
  const bad = async (name: string): Promise<Credential> => {
    const { chain } = await badCertificates.find((each) => each.name === name)!.make(bench);
    return { ...good, chain } as Credential;
  };

  it.each([
    [42, 'Go and GnuTLS'],
    [45, 'has expired, by the client’s clock'],
    [46, 'Java and Chrome'],
    [48, 'OpenSSL, and with it curl and Python'],
    [43, 'is not for servers'],
    [44, 'the issuer has revoked it'],
    [40, 'none of the finer alerts'],
    [undefined, 'Node closes without an alert'],
  ])('with %s is told what the known stacks mean by it', (alert, meaning) => {
    const found = heard(refusing(alert));
    expect(found).toMatchObject({ id: 'own-certificate-private-root', cause: 'server-certificate' });
    expect(said(found)).toContain(meaning);
    expect(found.tries[0]!.id).toBe('client-trusts-authority');
  });

  it.each([
    ['expired', 46, 'own-certificate-expired', 'serve-certificate'],
    ['not-yet-valid', 42, 'own-certificate-not-yet-valid', 'serve-certificate'],
    ['client-only', 43, 'own-certificate-purpose', 'serve-certificate'],
    ['wrong-key-usage', 43, 'own-certificate-key-usage', 'serve-certificate'],
    ['wrong-host', 42, 'own-certificate-name-mismatch', 'serve-certificate'],
    ['missing-intermediate', 48, 'own-certificate-lacks-issuer', 'serve-chain'],
    ['expired-intermediate', 45, 'own-issuer-expired', 'serve-certificate'],
    ['self-signed', 48, 'own-certificate-self-signed', 'client-trusts-authority'],
    ['not-a-ca', 48, 'own-issuer-not-a-ca', 'serve-certificate'],
    ['weak-key', 42, 'own-certificate-weak-key', 'serve-certificate'],
  ])('because it is %s: alert %s', async (name, alert, id, remedy) => {
    const credentials = [await bad(name)];
    const found = heard(refusing(alert), { credentials });
    expect(found.id).toBe(id);
    expect(found.tries[0]!.id).toBe(remedy);
    expect(said(found)).toContain('Our certificate: ');
  });

  it('tells of the root only where nothing else is the matter', async () => {
    const credentials = [await bad('expired')];
    expect(said(heard(refusing(45), { credentials }))).not.toContain('whom a peer must know');
    expect(said(heard(refusing(48), { credentials }))).toMatch(/whom a peer must know.* expired on /);
  });

  it('for another name than the client asks for: both are named', () => {
    const found = heard(refusing(42, 'www.example.com'));
    expect(found.id).toBe('own-certificate-name-mismatch');
    expect(said(found)).toContain('and not for www.example.com');
  });

  it('looks at what the alert means before anything else', async () => {
    const credentials = [await bad('expired')];
    const found = (alert: number) => heard(refusing(alert, 'other.example'), { credentials }).id;
    expect([found(45), found(42)]).toEqual(['own-certificate-expired', 'own-certificate-expired']);
    const alone = [await bad('missing-intermediate')];
    expect(heard(refusing(48, 'other.example'), { credentials: alone }).id).toBe(
      'own-certificate-lacks-issuer',
    );
    expect(heard(refusing(46, 'other.example'), { credentials: alone }).id).toBe(
      'own-certificate-name-mismatch',
    );
  });

  it('has not seen it yet where only another share was asked for', () => {
    const found = heard(
      feeding(hello({ groups: ['x25519', 'secp384r1'] }), ({ connection }) =>
        connection.feed(alertRecord(48)),
      ),
      { groups: ['secp384r1'] },
    );
    expect(found).toMatchObject({ id: 'client-sent-unknown-ca', cause: 'negotiation' });
    expect(said(found)).not.toContain('certificate');
  });

  it('in TLS 1.3 as well, where the alert comes under keys', () => {
    const trace = traceOf((server) => {
      const client = makeClient({ name: 'localhost', trust: stranger.trust });
      carry({ client, server });
    });
    expect(diagnose(trace)).toMatchObject({
      id: 'own-certificate-private-root',
      cause: 'server-certificate',
    });
  });
});

describe('a client that offers nothing that we accept', () => {
  /** A ClientHello of TLS 1.2 or older, by its parts. */
  const old = (
    version: number,
    suites: readonly number[],
    compression = [0],
    extensions = '',
  ): Uint8Array => {
    const bytes = (numbers: readonly number[]) => numbers.flatMap((number) => [number >> 8, number & 255]);
    const more = bytesOf(`0x${extensions}`);
    const body = [
      ...bytes([version]),
      ...Array.from({ length: 32 }, () => 7),
      0,
      ...bytes([2 * suites.length, ...suites]),
      compression.length,
      ...compression,
      ...(extensions === '' ? [] : [...bytes([more.length]), ...more]),
    ];
    return Uint8Array.of(22, 3, version & 255, 0, body.length + 4, 1, 0, 0, body.length, ...body);
  };
  const ours = (key: string | null, ...restrictions: OursDocument['restrictions']): OursDocument => ({
    restrictions,
    certificates: [
      {
        ...ownCertificate(parseCertificate(good.kind === 'certificate' ? good.chain[0]! : new Uint8Array())),
        key,
      },
    ],
  });

  it.each([
    [0x0300, 'POODLE'],
    [0x0301, 'BEAST'],
    [0x0302, 'RFC 8996'],
  ])('of version %s is too old, and told why that is gone', (version, why) => {
    const found = heard(feeding(old(version, [0x002f])));
    expect(found.id).toBe('client-speaks-only-old-versions');
    expect(said(found)).toContain(why);
    expect(said(found)).toContain('protocol_version (70)');
    expect(found.tries[0]!.id).toBe('update-client');
  });

  it('in the form of SSL 2.0', () => {
    const ssl2 = heard(
      feeding(bytesOf('0x802e0100020015000000100100800200800300800400800500800600400700c0')),
    );
    expect(ssl2.id).toBe('client-speaks-ssl-2.0');
    expect(said(ssl2)).toContain('DROWN');
    const compatible = heard(feeding(bytesOf('0x805b010301004200000010')));
    expect(said(compatible)).toContain('that offers TLS 1.0');
  });

  it.each([
    ['export', [0x0003, 0x0008], 'FREAK'],
    ['anonymous', [0x0034, 0xc018], 'whoever is in between'],
    ['null', [0x0002, 0x003b], 'read along'],
    ['rc4', [0x0004, 0x0005, 0xc011], 'RC4 NOMORE'],
    ['des', [0x0009, 0x0007], 'Sweet32'],
    ['dss', [0x0032, 0x0040], 'no public CA'],
    ['static-dh', [0x0031, 0xc004], 'Raccoon'],
    ['psk', [0x00a8], 'beforehand'],
    ['srp', [0xc01d], 'password'],
    ['rare', [0x0041, 0x0096], 'not implemented here'],
  ])('but %s suites: named, and told why they are gone', (kind, suites, why) => {
    const found = heard(feeding(old(0x0303, [...suites, 0x00ff])));
    expect(found.id).toBe(`client-offers-only-${kind}-suites`);
    expect(said(found)).toContain(why);
    expect(said(found)).toContain('handshake_failure (40)');
    expect(found.tries).toMatchObject([{ id: 'update-client' }]);
  });

  it('but several kinds of them: each told', () => {
    const found = heard(feeding(old(0x0303, [0x0004, 0x0003])));
    expect(found.id).toBe('client-offers-only-old-suites');
    expect(said(found)).toMatch(/RC4 NOMORE.*FREAK|FREAK.*RC4 NOMORE/);
  });

  it.each([
    [[0x009c], 'RSA 2048 bits', { id: 'accept-old-suites', exchange: 'RSA' }],
    [[0x002f, 0x0005], 'RSA 2048 bits', { id: 'accept-old-suites', exchange: null }],
    [[0x009e], 'RSA 2048 bits', { id: 'accept-old-suites', exchange: 'DHE' }],
    [[0xc013], 'RSA 2048 bits', { id: 'accept-old-suites', exchange: null }],
    [[0xc02f], 'EC secp256r1', { id: 'serve-certificate' }],
    [[0x002f], 'EC secp256r1', { id: 'serve-certificate' }],
  ])('but older suites, %j, with our key %s', (suites, key, attempt) => {
    const found = heard(feeding(old(0x0303, suites)), {}, ours(key));
    expect(found.tries[0]).toMatchObject(attempt);
  });

  it('for another kind of key than ours', () => {
    const rsa = makeAuthority().issue('RSA', 'server');
    const found = heard(
      feeding(hello({ cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'] })),
      { credentials: [rsa] },
      ours('RSA 2048 bits'),
    );
    expect(found).toMatchObject({ id: 'no-common-signature', tries: [{ id: 'serve-certificate' }] });
    expect(String(found.tries[0]!.why)).toBe('one with a key on an elliptic curve');
  });

  it('of what we were told not to accept', () => {
    const options = { cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'] };
    const found = heard(feeding(old(0x0303, [0xc02b])), options, ours('EC secp256r1', 'cipherSuites'));
    expect(found.id).toBe('suites-not-served');
    expect(found.tries).toMatchObject([{ id: 'lift-restrictions', of: ['cipherSuites'] }]);
    const version = { versions: ['TLS 1.3'] } as const;
    const older = heard(feeding(old(0x0303, [0xc02b])), version, ours('EC secp256r1', 'versions'));
    expect(older).toMatchObject({ id: 'version-not-served', tries: [{ id: 'lift-restrictions' }] });
    const unsaid = heard(feeding(old(0x0303, [0xc02b])), version);
    expect(unsaid.tries).toMatchObject([{ id: 'accept-version', version: 'TLS 1.2' }]);
  });

  it('without null compression', () => {
    const found = heard(feeding(old(0x0303, [0xc02b], [1])));
    expect(found.id).toBe('client-compresses');
    expect(said(found)).toContain('CRIME');
    expect(said(found)).toContain('illegal_parameter (47)');
  });

  it('but groups that we do not have, or have only by name', () => {
    const groups = (hex: string) => `000a${hex}`;
    const brainpool = heard(feeding(old(0x0303, [0xc02b], [0], groups('00040002001a'))));
    expect(brainpool).toMatchObject({ id: 'no-common-group', tries: [{ id: 'update-client' }] });
    const field = heard(feeding(hello({ groups: ['ffdhe2048'], versions: ['TLS 1.3'] })));
    expect(field).toMatchObject({
      id: 'no-common-group',
      tries: [{ id: 'accept-groups', groups: ['ffdhe2048'] }],
    });
    const lifted = heard(
      feeding(hello({ groups: ['x25519'] })),
      { groups: ['secp521r1'] },
      ours(null, 'groups'),
    );
    expect(lifted.tries).toMatchObject([{ id: 'lift-restrictions', of: ['groups'] }]);
  });

  it('of application protocols; their names are a stranger’s', () => {
    const options = { applicationProtocols: ['h2'] };
    const found = (...names: string[]) =>
      heard(feeding(hello({ applicationProtocols: names })), options).tries[0];
    expect(found('http/1.1')).toMatchObject({ id: 'accept-protocols', protocols: ['http/1.1'] });
    expect(found('a b; rm -rf', '$(x)')).toMatchObject({ id: 'accept-protocols', protocols: [] });
  });

  it('of signatures', () => {
    const found = heard(
      feeding(hello({ signatureSchemes: ['rsa_pss_rsae_sha256'] })),
      {},
      ours('EC secp256r1'),
    );
    expect(found).toMatchObject({ id: 'no-common-signature', tries: [{ id: 'serve-certificate' }] });
  });

  it('falls back, and is told what that means', () => {
    const found = heard(feeding(old(0x0303, [0xc02b, 0x5600])));
    expect(found).toMatchObject({ id: 'inappropriate-fallback', tries: [{ id: 'check-client' }] });
  });
});

describe('no_certificate (41)', () => {
  it('is explained, as what SSL 3.0 clients say', () => {
    const options = { clientAuthentication: 'request', trust: bench.root.trust } as const;
    const talk = (alert: Uint8Array, ...then: Uint8Array[]) =>
      heard((side) => {
        side.connection.feed(hello({ versions: ['TLS 1.2'] }));
        for (const bytes of [alert, ...then]) side.connection.feed(bytes);
      }, options);
    const fatal = talk(alertRecord(41));
    expect(fatal).toMatchObject({ id: 'client-says-no-certificate', cause: 'client-certificate' });
    expect(said(fatal)).toContain('SSL 3.0');
    const exchange = Uint8Array.of(22, 3, 3, 0, 5, 16, 0, 0, 1, 0);
    expect(talk(alertRecord(41, 1), exchange).id).toBe('client-says-no-certificate');
  });
});

describe('what else a client does', () => {
  const behindHello =
    (then: (side: Side) => void, options: Options = {}) =>
    () =>
      heard(feeding(hello({ versions: ['TLS 1.2'] }), then), options);

  it.each([
    [51, 'client-sent-decrypt-error', 'repeat'],
    [20, 'client-sent-bad-record-mac', 'repeat'],
    [80, 'client-sent-internal-error', 'check-client'],
    [0, 'client-sent-close-notify', 'check-client'],
    [71, 'client-sent-insufficient-security', 'check-client'],
    [113, 'client-sent-bad-certificate-status-response', 'serve'],
  ])('the alert %s', (alert, id, remedy) => {
    const found = behindHello(({ connection }) => connection.feed(alertRecord(alert)))();
    if (remedy === 'serve') expect(found.id).toBe('own-certificate-private-root');
    else expect(found).toMatchObject({ id, tries: [{ id: remedy }] });
    expect(found.details.length).toBeGreaterThan(0);
  });

  it('silence, and what breaks the protocol', () => {
    let time = 0;
    const options = { handshakeTimeout: 1000, now: () => time };
    const silent = behindHello(({ connection }) => {
      time = 1001;
      connection.wake();
    }, options)();
    expect(silent).toMatchObject({ id: 'client-fell-silent', tries: [{ id: 'lower-mtu' }] });
    const broken = behindHello(({ connection }) =>
      connection.feed(Uint8Array.of(22, 3, 3, 0, 4, 20, 0, 0, 0)),
    )();
    expect(broken).toMatchObject({ id: 'unexpected-message', tries: [{ id: 'repeat' }] });
  });

  it('leaving before it has seen our certificate', () => {
    const found = heard(
      feeding(hello({ groups: ['x25519', 'secp384r1'] }), ({ connection }) => connection.end()),
      { groups: ['secp384r1'] },
    );
    expect(found).toMatchObject({ id: 'client-left-in-the-handshake', cause: 'network' });
    expect(found.tries).toMatchObject([{ id: 'check-client' }]);
  });
});

describe('a client that finished the handshake', () => {
  type Deed = 'writes' | 'closes' | 'cuts';
  const leaving = (deeds: readonly Deed[], asks = 'localhost'): string | undefined => {
    const trace = traceOf((server) => {
      const client = makeClient({ trust: bench.root.trust, name: asks, onRejected: () => true });
      carry({ client, server });
      for (const deed of deeds) {
        if (deed === 'writes') client.connection.write(Uint8Array.of(1));
        else if (deed === 'closes') client.connection.close();
        else server.connection.end();
        carry({ client, server });
      }
    });
    return departure(trace)?.id;
  };

  it('and left without a word may not like our certificate', () => {
    expect(leaving(['cuts'])).toBe('client-left-without-a-word');
    expect(leaving(['writes', 'cuts'])).toBeUndefined();
    expect(leaving([])).toBeUndefined();
  });

  it('and closed in order wanted no more, as connect does, unless something is wrong with our chain', () => {
    expect(leaving(['closes'])).toBeUndefined();
    expect(leaving(['closes'], 'www.example.com')).toBe('client-left-without-a-word');
    expect(leaving(['writes', 'closes'], 'www.example.com')).toBeUndefined();
  });
});

describe('a story of a client', () => {
  it('that refuses our certificate does not say that it took it', () => {
    const talk = feeding(hello({ versions: ['TLS 1.2'], name: 'www.example.com' }), ({ connection }) =>
      connection.feed(alertRecord(42)),
    );
    const told = story(traceOf(talk));
    expect(told).toContain('and not for www.example.com');
    expect(told).not.toContain('all the same');
  });

  it('shows nothing of it raw', () => {
    const trace = traceOf(feeding(hello({ applicationProtocols: ['\x1b[31m\u202e'] })), {
      applicationProtocols: ['h2'],
    });
    const told = story(trace);
    expect(told).toMatch(/^[\n -~’…✗→←“”]*$/);
  });
});
