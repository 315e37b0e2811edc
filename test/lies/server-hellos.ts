/** Lies of a server about what was negotiated: ServerHello, HelloRetryRequest, EncryptedExtensions. */
import {
  ClientHello,
  EncryptedExtensions,
  HelloRetryRequest,
  ServerHello,
  ServerHello12,
} from '../../src/protocol/messages/index.ts';
import { TLS12 } from '../../src/protocol/numbers/versions.ts';
import { damaged, type Lie, lastOf, retold, shareless, withExtensions } from './lie.ts';
import { newer, older, plain, resumed, retried, suiteOf, withProtocols } from './rows.ts';

const full13 = plain('TLS 1.3');
const full12 = plain('TLS 1.2');
const resumed12 = resumed('TLS 1.2');
const resumed13 = resumed('TLS 1.3');
const P384 = 0x0018;
const unheardOf = { '0x1234': new Uint8Array() };

const illegal = { alert: 'illegal_parameter' } as const;
const inHello = { by: 'server', step: 'checking ServerHello' } as const;
const inRetry = { by: 'server', step: 'checking HelloRetryRequest', row: retried } as const;
const inParameters = { by: 'server', step: 'checking EncryptedExtensions' } as const;
const unsolicited = { reason: 'unsolicited-extension', alert: 'unsupported_extension' } as const;
const mismatch = { reason: 'session-mismatch', ...illegal } as const;
const compressed = { reason: 'bad-compression', ...illegal } as const;

/** What ServerHello and HelloRetryRequest have in common; behind a retry the second is looked at like the first. */
const common: Lie[] = [
  { message: ServerHello, where: { ...inHello, row: full13 } },
  { message: ServerHello, where: { ...inHello, row: retried } },
  { message: HelloRetryRequest, where: inRetry },
].flatMap(({ message, where }): Lie[] => {
  const is = message as typeof ServerHello;
  return [
    {
      ...where,
      what: `says another legacy_version in ${is.name}`,
      hand: retold(is, () => ({ legacyVersion: 0x0302 })),
      reason: 'illegal-value',
      ...illegal,
    },
    {
      ...where,
      what: `echoes another session ID in ${is.name}`,
      hand: retold(is, ({ legacySessionIdEcho: id }) => ({ legacySessionIdEcho: damaged(id) })),
      ...mismatch,
    },
    {
      ...where,
      what: `echoes half of the session ID in ${is.name}`,
      hand: retold(is, ({ legacySessionIdEcho: id }) => ({ legacySessionIdEcho: id.slice(0, 16) })),
      ...mismatch,
    },
    {
      ...where,
      what: `chooses a compression method in ${is.name}`,
      hand: retold(is, () => ({ legacyCompressionMethod: 1 })),
      ...compressed,
    },
    {
      ...where,
      what: `answers in ${is.name} what was not asked`,
      hand: withExtensions(is, unheardOf),
      ...unsolicited,
    },
  ];
});

const hello13: Lie[] = [
  {
    ...inHello,
    row: full13,
    what: 'chooses in supported_versions what was not offered',
    hand: withExtensions(ServerHello, { supportedVersions: TLS12 }),
    reason: 'illegal-value',
    ...illegal,
  },
  {
    ...inHello,
    row: suiteOf('TLS 1.3', 'TLS_AES_128_GCM_SHA256'),
    what: 'chooses a cipher suite that was not offered',
    hand: retold(ServerHello, () => ({ cipherSuite: 0x1303 })),
    reason: 'suite-not-offered',
    ...illegal,
  },
  {
    ...inHello,
    row: newer,
    what: 'chooses a cipher suite of TLS 1.2 for TLS 1.3',
    hand: retold(ServerHello, () => ({ cipherSuite: 0xc02b })),
    reason: 'suite-wrong-version',
    ...illegal,
  },
  {
    ...inHello,
    row: full13,
    what: 'sends no key share',
    hand: withExtensions(ServerHello, { keyShare: undefined }),
    reason: 'missing-share',
    alert: 'missing_extension',
  },
  {
    ...inHello,
    row: full13,
    what: 'answers with a share of a group that none was sent of',
    hand: retold(ServerHello, ({ extensions }) => ({
      extensions: { ...extensions, keyShare: { ...extensions.keyShare!, group: P384 } },
    })),
    reason: 'group-not-offered',
    ...illegal,
  },
  {
    ...inHello,
    row: full13,
    what: 'sends a share that is none',
    options: { provider: shareless },
    reason: 'bad-share',
    ...illegal,
  },
  {
    ...inHello,
    row: resumed13,
    what: 'takes a ticket that was not offered',
    hand: withExtensions(ServerHello, { preSharedKey: 1 }),
    reason: 'psk-not-offered',
    ...illegal,
  },
  {
    ...inHello,
    row: resumed13,
    what: 'takes a ticket with a suite of another hash',
    hand: retold(ServerHello, () => ({ cipherSuite: 0x1302 })),
    reason: 'psk-not-offered',
    ...illegal,
  },
];

const hello12: Lie[] = [
  {
    ...inHello,
    row: full12,
    what: 'chooses a version that is older than any of ours',
    hand: retold(ServerHello12, () => ({ legacyVersion: 0x0302 })),
    reason: 'old-version',
    alert: 'protocol_version',
  },
  {
    ...inHello,
    row: full12,
    what: 'chooses TLS 1.3 in legacy_version',
    hand: retold(ServerHello12, () => ({ legacyVersion: 0x0304 })),
    reason: 'no-common-version',
    alert: 'protocol_version',
  },
  {
    ...inHello,
    row: suiteOf('TLS 1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'),
    what: 'chooses a cipher suite that was not offered',
    hand: retold(ServerHello12, () => ({ cipherSuite: 0xc02c })),
    reason: 'suite-not-offered',
    ...illegal,
  },
  {
    ...inHello,
    row: older,
    what: 'chooses a cipher suite of TLS 1.3 for TLS 1.2',
    hand: retold(ServerHello12, () => ({ cipherSuite: 0x1301 })),
    reason: 'suite-wrong-version',
    ...illegal,
  },
  {
    ...inHello,
    row: full12,
    what: 'chooses a compression method',
    hand: retold(ServerHello12, () => ({ legacyCompressionMethod: 1 })),
    ...compressed,
  },
  {
    ...inHello,
    row: full12,
    what: 'speaks in renegotiation_info of a handshake before',
    hand: withExtensions(ServerHello12, { renegotiationInfo: new Uint8Array(12) }),
    reason: 'renegotiation-mismatch',
    alert: 'handshake_failure',
  },
  {
    ...inHello,
    row: full12,
    what: 'takes only compressed points',
    hand: withExtensions(ServerHello12, { ecPointFormats: [1] }),
    reason: 'illegal-value',
    ...illegal,
  },
  {
    ...inHello,
    row: full12,
    what: 'answers in ServerHello what was not asked',
    hand: withExtensions(ServerHello12, unheardOf),
    ...unsolicited,
  },
  {
    ...inHello,
    row: older,
    what: 'resumes what was not offered',
    hand: retold(ServerHello12, (_, before) => ({
      legacySessionIdEcho: lastOf(ClientHello, before).legacySessionId,
    })),
    ...mismatch,
  },
  {
    ...inHello,
    row: resumed12,
    what: 'resumes with another cipher suite',
    hand: retold(ServerHello12, () => ({ cipherSuite: 0xcca9 })),
    ...mismatch,
  },
];

/** The answer about application protocols stands in another message in each version. */
const protocols: Lie[] = [
  {
    tell: (applicationLayerProtocolNegotiation: string[]) =>
      withExtensions(EncryptedExtensions, { applicationLayerProtocolNegotiation }),
    version: 'TLS 1.3' as const,
    where: inParameters,
  },
  {
    tell: (applicationLayerProtocolNegotiation: string[]) =>
      withExtensions(ServerHello12, { applicationLayerProtocolNegotiation }),
    version: 'TLS 1.2' as const,
    where: inHello,
  },
].flatMap(({ tell, version, where }): Lie[] => [
  {
    ...where,
    row: withProtocols(version),
    what: 'chooses two application protocols',
    hand: tell(['h2', 'http/1.1']),
    reason: 'malformed-message',
    alert: 'decode_error',
  },
  {
    ...where,
    row: withProtocols(version),
    what: 'chooses an application protocol that was not offered',
    hand: tell(['imap']),
    reason: 'protocol-not-offered',
    ...illegal,
  },
  {
    ...where,
    row: plain(version),
    what: 'chooses an application protocol where none was offered',
    hand: tell(['h2']),
    ...unsolicited,
  },
]);

const parameters: Lie[] = [
  {
    ...inParameters,
    row: full13,
    what: 'accepts early data that was not offered',
    hand: withExtensions(EncryptedExtensions, { earlyData: true }),
    ...unsolicited,
  },
];

export const serverHellos: readonly Lie[] = [...common, ...hello13, ...hello12, ...protocols, ...parameters];
