/** Lies around certificates: what may stand in their messages, and which keys fit what was negotiated. */
import type { PrivateKey } from '../../src/crypto/provider.ts';
import {
  Certificate,
  Certificate12,
  CertificateRequest,
  ServerKeyExchange,
} from '../../src/protocol/messages/index.ts';
import { algorithmOf, SignatureScheme } from '../../src/protocol/numbers/schemes.ts';
import { withBody } from '../adversary.ts';
import { both, changed, instead, type Lie, retold, withExtensions } from './lie.ts';
import { curveOf, keys, mutual, plain, pss, rsaKeyExchange, suiteOf } from './rows.ts';

const mutual13 = mutual('TLS 1.3');
const illegal = { reason: 'illegal-value', alert: 'illegal_parameter' } as const;
const unsolicited = { reason: 'unsolicited-extension', alert: 'unsupported_extension' } as const;
const context = { certificateRequestContext: Uint8Array.of(1) };

const in13: Lie[] = (['server', 'client'] as const).flatMap((by): Lie[] => [
  {
    by,
    row: mutual13,
    what: 'gives its Certificate a context',
    hand: retold(Certificate, () => context),
    ...illegal,
    step: 'checking Certificate',
  },
  {
    by,
    row: mutual13,
    what: 'sends something beside its certificate that was not asked for',
    hand: retold(Certificate, ({ certificateList: [first] }) => ({
      certificateList: [
        { ...first!, extensions: changed(first!.extensions, { '0x1234': new Uint8Array() }) },
      ],
    })),
    ...unsolicited,
    step: 'checking Certificate',
  },
  {
    by,
    row: mutual13,
    what: 'sends something beside the second certificate that was not asked for',
    hand: retold(Certificate, ({ certificateList }) => ({
      certificateList: [
        ...certificateList,
        { ...certificateList[0]!, extensions: { '0x1234': new Uint8Array() } },
      ],
    })),
    ...unsolicited,
    step: 'checking Certificate',
  },
]);

/** `list` makes what stands in certificate_list; the definition of the message cannot write it. */
const listing = (by: 'server' | 'client', version: 'TLS 1.2' | 'TLS 1.3', what: string, list: Hand): Lie => ({
  by,
  row: mutual(version),
  what,
  hand: instead(version === 'TLS 1.3' ? Certificate : Certificate12, 0, (raw) => {
    const at = 4 + (version === 'TLS 1.3' ? 1 : 0) + 3;
    const bytes = list(raw.subarray(at), version === 'TLS 1.3' ? [0, 0, 0, 0, 0] : [0, 0, 0]);
    const length = [bytes.length >> 16, bytes.length >> 8, bytes.length];
    return withBody(raw, Uint8Array.of(...(version === 'TLS 1.3' ? [0] : []), ...length, ...bytes));
  }),
  reason: 'malformed-message',
  alert: 'decode_error',
  step: 'waiting for Certificate',
});
type Hand = (entries: Uint8Array, empty: readonly number[]) => Uint8Array;

const zeroLength: Lie[] = (['server', 'client'] as const).flatMap((by) =>
  (['TLS 1.2', 'TLS 1.3'] as const).flatMap((version) => [
    listing(by, version, 'sends a certificate of no bytes', (_entries, empty) => Uint8Array.from(empty)),
    listing(by, version, 'sends a certificate of no bytes behind its own', (entries, empty) =>
      Uint8Array.of(...entries, ...empty),
    ),
  ]),
);

const requests: Lie[] = [
  {
    by: 'server',
    row: mutual13,
    what: 'gives its CertificateRequest a context',
    hand: retold(CertificateRequest, () => context),
    ...illegal,
    step: 'checking CertificateRequest',
  },
  {
    by: 'server',
    row: mutual13,
    what: 'asks for a certificate without signature_algorithms',
    hand: withExtensions(CertificateRequest, { signatureAlgorithms: undefined }),
    reason: 'missing-extension',
    alert: 'missing_extension',
    step: 'checking CertificateRequest',
  },
  {
    by: 'server',
    row: mutual13,
    what: 'asks by oid_filters that cannot be read',
    hand: withExtensions(CertificateRequest, {
      oidFilters: [
        {
          certificateExtensionOid: Uint8Array.of(6, 3, 0x55, 0x1d, 0x0f),
          certificateExtensionValues: Uint8Array.of(9),
        },
      ],
    }),
    ...illegal,
    step: 'checking Finished',
  },
];

const absent: Lie[] = [
  {
    by: 'server',
    row: mutual13,
    what: 'has no certificate',
    hand: retold(Certificate, () => ({ certificateList: [] })),
    reason: 'missing-certificate',
    alert: 'decode_error',
    step: 'checking Certificate',
  },
  {
    by: 'server',
    row: plain('TLS 1.2'),
    what: 'has no certificate',
    hand: retold(Certificate12, () => ({ certificateList: [] })),
    reason: 'missing-certificate',
    alert: 'decode_error',
    step: 'checking Certificate',
  },
  {
    by: 'client',
    row: mutual13,
    what: 'has no certificate where one is required',
    options: { credentials: [] },
    reason: 'client-certificate-required',
    alert: 'certificate_required',
    step: 'checking Certificate',
  },
  {
    by: 'client',
    row: mutual('TLS 1.2'),
    what: 'has no certificate where one is required',
    options: { credentials: [] },
    reason: 'client-certificate-required',
    alert: 'handshake_failure',
    step: 'checking Certificate',
  },
];

const wrongKey = {
  by: 'server',
  reason: 'certificate-wrong-key',
  alert: 'illegal_parameter',
  step: 'checking Certificate',
} as const;

/** What the liar shows in the place of the certificate that it has; it signs with the key of the other. */
function showing(kind: 'EC' | 'RSA', scheme: number): Pick<Lie, 'options' | 'hand'> {
  const own = keys[kind === 'EC' ? 'RSA' : 'EC'].server;
  const shown = keys[kind].server;
  const key: PrivateKey = {
    ...own.key,
    sign: (_, data) => shown.key.sign(algorithmOf(scheme)!, data),
  };
  return {
    options: { credentials: [{ ...own, key }] },
    hand: both(
      retold(Certificate12, () => ({ certificateList: [...shown.chain] })),
      retold(ServerKeyExchange, () => ({ algorithm: scheme })),
    ),
  };
}

const withoutCurve = ({ type, bits, publicKey, sign }: PrivateKey): PrivateKey => ({
  type,
  bits,
  publicKey,
  sign,
});

const mismatchs: Lie[] = [
  {
    ...wrongKey,
    row: suiteOf('TLS 1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'),
    what: 'shows an RSA key with an ECDSA suite',
    ...showing('RSA', SignatureScheme.rsa_pss_rsae_sha256),
  },
  {
    ...wrongKey,
    row: mutual('TLS 1.2', 'RSA'),
    what: 'shows an EC key with an RSA suite',
    ...showing('EC', SignatureScheme.ecdsa_secp256r1_sha256),
  },
  {
    ...wrongKey,
    row: rsaKeyExchange,
    what: 'shows an RSA-PSS key, which decrypts nothing, where the premaster secret is encrypted to it',
    hand: retold(Certificate12, () => ({ certificateList: [...pss.chain] })),
  },
  {
    ...wrongKey,
    row: curveOf('x25519'),
    what: 'shows a key on a curve that was not offered',
    options: { credentials: [{ ...keys.EC.server, key: withoutCurve(keys.EC.server.key) }] },
  },
];

export const certificates: readonly Lie[] = [...in13, ...zeroLength, ...requests, ...absent, ...mismatchs];
