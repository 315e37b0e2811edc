/** Lies of a client in its hellos. */
import { ClientHello } from '../../src/protocol/messages/index.ts';
import type { Row } from '../adversary.ts';
import { rebound } from './binder.ts';
import { changed, damaged, type Lie, retold, shareless, withExtensions } from './lie.ts';
import { plain, resumed, retried, versions } from './rows.ts';

const full13 = plain('TLS 1.3');
const resumed13 = resumed('TLS 1.3');

const illegal = { reason: 'illegal-value', alert: 'illegal_parameter' } as const;
const missing = { reason: 'missing-extension', alert: 'missing_extension' } as const;
const compressed = { reason: 'bad-compression', alert: 'illegal_parameter' } as const;
const inHello = { by: 'client', step: 'checking ClientHello' } as const;

type Extensions = ClientHello['extensions'];
const hello13 = (
  what: string,
  change: (extensions: Extensions) => Extensions,
  how: Pick<Lie, 'reason' | 'alert'>,
): Lie => ({
  ...inHello,
  row: full13,
  what,
  hand: retold(ClientHello, ({ extensions }) => ({ extensions: change(extensions) })),
  ...how,
});

const inBoth: Lie[] = versions.flatMap((version): Lie[] => [
  {
    ...inHello,
    row: plain(version),
    what: 'does not go without compression',
    hand: retold(ClientHello, () => ({ legacyCompressionMethods: [1] })),
    ...compressed,
  },
  {
    ...inHello,
    row: plain(version),
    what: 'names two hosts',
    hand: retold(ClientHello, ({ extensions }) => ({
      extensions: {
        ...extensions,
        serverName: ['localhost', 'other.test'].map((hostName) => ({ nameType: 0, hostName })),
      },
    })),
    ...illegal,
  },
  {
    ...inHello,
    row: plain(version),
    what: 'names a host with a space in it',
    hand: withExtensions(ClientHello, { serverName: [{ nameType: 0, hostName: 'local host' }] }),
    ...illegal,
  },
]);

const in13: Lie[] = [
  {
    ...inHello,
    row: full13,
    what: 'says another legacy_version',
    hand: retold(ClientHello, () => ({ legacyVersion: 0x0302 })),
    reason: 'illegal-value',
    alert: 'protocol_version',
  },
  {
    ...inHello,
    row: full13,
    what: 'offers compression',
    hand: retold(ClientHello, () => ({ legacyCompressionMethods: [0, 1] })),
    ...compressed,
  },
  hello13('sends no supported_groups', (all) => changed(all, { supportedGroups: undefined }), missing),
  hello13('sends no key_share', (all) => changed(all, { keyShare: undefined }), missing),
  hello13(
    'sends no signature_algorithms',
    (all) => changed(all, { signatureAlgorithms: undefined }),
    missing,
  ),
  hello13(
    'sends a share of a group that it does not support',
    (all) => ({
      ...all,
      supportedGroups: [0x0018],
      keyShare: all.keyShare!.filter(({ group }) => group !== 0x0018),
    }),
    illegal,
  ),
  hello13(
    'sends a share twice',
    (all) => ({ ...all, keyShare: [...all.keyShare!, all.keyShare!.at(-1)!] }),
    illegal,
  ),
  {
    ...inHello,
    row: full13,
    what: 'sends a share that is none',
    options: { provider: shareless },
    reason: 'bad-share',
    alert: 'illegal_parameter',
  },
];

/** The binders are made anew, so that they are right. */
const psk = (
  what: string,
  change: (extensions: Extensions) => Extensions,
  how: Pick<Lie, 'reason' | 'alert'>,
): Lie => ({
  ...inHello,
  row: resumed13,
  what,
  hand: rebound(resumed13.client.session!, ({ extensions }) => ({ extensions: change(extensions) })),
  ...how,
});

const psks: Lie[] = [
  psk(
    'offers a ticket without psk_key_exchange_modes',
    (all) => changed(all, { pskKeyExchangeModes: undefined }),
    missing,
  ),
  psk(
    'offers more tickets than binders',
    ({ preSharedKey, ...all }) => ({
      ...all,
      preSharedKey: {
        ...preSharedKey!,
        identities: [...preSharedKey!.identities, ...preSharedKey!.identities],
      },
    }),
    illegal,
  ),
];

const second = (what: string, change: (hello: ClientHello) => Partial<ClientHello>): Lie => ({
  ...inHello,
  row: retried,
  what: `changes ${what} in its second ClientHello`,
  hand: retold(ClientHello, change, 1),
  reason: 'hello-changed',
  alert: 'illegal_parameter',
});

const secondExtensions = (
  what: string,
  change: (extensions: Extensions) => { readonly [K in keyof Extensions]?: Extensions[K] | undefined },
): Lie => second(what, ({ extensions }) => ({ extensions: changed(extensions, change(extensions)) }));

const seconds: Lie[] = [
  second('its random', ({ random }) => ({ random: damaged(random) })),
  second('its session ID', ({ legacySessionId }) => ({ legacySessionId: damaged(legacySessionId) })),
  second('its cipher suites', ({ cipherSuites }) => ({ cipherSuites: [...cipherSuites, 0x1304] })),
  second('its legacy_version', () => ({ legacyVersion: 0x0302 })),
  second('its compression methods', () => ({ legacyCompressionMethods: [0, 1] })),
  secondExtensions('an extension', () => ({ serverName: [{ nameType: 0, hostName: 'other.test' }] })),
  secondExtensions('an extension to another as long', () => ({
    serverName: [{ nameType: 0, hostName: 'otherhost' }],
  })),
  secondExtensions('an extension’s length', ({ signatureAlgorithms }) => ({
    signatureAlgorithms: signatureAlgorithms!.slice(0, -1),
  })),
  second('an empty extension to one with content', ({ extensions }) => {
    const grease = Object.keys(extensions).find((name) => name.startsWith('0x')) as '0x1234';
    return { extensions: { ...extensions, [grease]: Uint8Array.of(1) } };
  }),
  secondExtensions('nothing but that an extension is gone', () => ({ serverName: undefined })),
  secondExtensions('nothing but that an extension is new', () => ({ '0x1234': new Uint8Array() })),
  secondExtensions('its shares to two', ({ keyShare }) => ({
    keyShare: [...keyShare!, { group: 0x001d, keyExchange: new Uint8Array(32).fill(9) }],
  })),
  secondExtensions('its share to another than was asked for', () => ({
    keyShare: [{ group: 0x001d, keyExchange: new Uint8Array(32).fill(9) }],
  })),
  secondExtensions('its shares to none', () => ({ keyShare: undefined })),
  {
    ...secondExtensions('nothing but early_data, which is there', () => ({ earlyData: true })),
    row: retried,
  },
];

/** TLS 1.2 in a first handshake, and in one that resumes. */
const in12: Lie[] = [plain('TLS 1.2'), resumed('TLS 1.2')].flatMap((row: Row): Lie[] => [
  {
    ...inHello,
    row,
    what: 'speaks in renegotiation_info of a handshake before',
    hand: withExtensions(ClientHello, { renegotiationInfo: new Uint8Array(12) }),
    reason: 'renegotiation-mismatch',
    alert: 'handshake_failure',
  },
  {
    ...inHello,
    row,
    what: 'takes only compressed points',
    hand: withExtensions(ClientHello, { ecPointFormats: [1] }),
    ...illegal,
  },
]);

export const clientHellos: readonly Lie[] = [...inBoth, ...in13, ...psks, ...seconds, ...in12];
