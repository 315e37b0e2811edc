/** Lies about who speaks and what was said: signatures, Finished, binders. */
import type { PrivateKey } from '../../src/crypto/provider.ts';
import { generateKey } from '../../src/crypto/providers/node.ts';
import {
  CertificateVerify,
  ClientHello,
  Finished,
  ServerKeyExchange,
} from '../../src/protocol/messages/index.ts';
import { algorithmOf, SignatureScheme } from '../../src/protocol/numbers/schemes.ts';
import type { Role, Row } from '../adversary.ts';
import { damaged, instead, type Lie, retold } from './lie.ts';
import { keys, mutual, resumed, rsaKeyExchange, versions } from './rows.ts';

type SchemeName =
  | 'ecdsa_secp384r1_sha384'
  | 'rsa_pkcs1_sha256'
  | 'rsa_pss_pss_sha256'
  | 'rsa_pss_rsae_sha384';

/** Who signs with which message. */
const signers = [
  { by: 'server', version: 'TLS 1.3', with: CertificateVerify },
  { by: 'client', version: 'TLS 1.3', with: CertificateVerify },
  { by: 'server', version: 'TLS 1.2', with: ServerKeyExchange },
  { by: 'client', version: 'TLS 1.2', with: CertificateVerify },
] as const;

const refused = { reason: 'bad-signature', alert: 'decrypt_error' } as const;
const schemeRefused = { reason: 'scheme-not-offered', alert: 'illegal_parameter' } as const;

/** The key signs by this scheme, whatever it is asked for; `said` puts its number in the message. */
const signingBy = (key: PrivateKey, scheme: SchemeName): PrivateKey => ({
  ...key,
  sign: (_, data) => key.sign(algorithmOf(SignatureScheme[scheme])!, data),
});

function signedBy(
  { by, version, with: message }: (typeof signers)[number],
  what: string,
  kind: 'EC' | 'RSA',
  scheme: SchemeName,
  row: Row = mutual(version, kind),
): Lie {
  const algorithm = SignatureScheme[scheme];
  const credential = keys[kind][by];
  return {
    what: `signs its ${message.name} with ${scheme}, ${what}`,
    by,
    row,
    options: { credentials: [{ ...credential, key: signingBy(credential.key, scheme) }] },
    hand:
      message === ServerKeyExchange
        ? retold(ServerKeyExchange, () => ({ algorithm }))
        : retold(CertificateVerify, () => ({ algorithm })),
    ...schemeRefused,
    step: `checking ${message.name}`,
  };
}

/** The other side accepts one scheme only. */
function accepting(victim: Role, version: 'TLS 1.2' | 'TLS 1.3'): Row {
  const row = mutual(version, 'RSA');
  return {
    ...row,
    name: `${row.name}, one scheme taken by the ${victim}`,
    [victim]: { ...row[victim], signatureSchemes: ['rsa_pss_rsae_sha256'] },
  };
}

const signatures: Lie[] = signers.flatMap((signer) => {
  const { by, version, with: message } = signer;
  const step = `checking ${message.name}`;
  return [
    {
      what: `has not the key of its certificate (${message.name})`,
      by,
      row: mutual(version),
      options: { credentials: [{ ...keys.EC[by], key: generateKey('EC') }] },
      ...refused,
      step,
    },
    {
      what: `signs something else in its ${message.name}`,
      by,
      row: mutual(version),
      options: {
        credentials: [
          {
            ...keys.EC[by],
            key: {
              ...keys.EC[by].key,
              sign: (algorithm, data) => keys.EC[by].key.sign(algorithm, damaged(data)),
            },
          },
        ],
      },
      ...refused,
      step,
    },
    signedBy(
      signer,
      'which was not offered',
      'RSA',
      'rsa_pss_rsae_sha384',
      accepting(by === 'client' ? 'server' : 'client', version),
    ),
    signedBy(signer, 'which is for other keys than its certificate’s', 'RSA', 'rsa_pss_pss_sha256'),
    ...(version === 'TLS 1.3'
      ? [
          signedBy(signer, 'which names another curve than its key’s', 'EC', 'ecdsa_secp384r1_sha384'),
          signedBy(signer, 'which is of TLS 1.2 alone', 'RSA', 'rsa_pkcs1_sha256'),
        ]
      : []),
  ] satisfies Lie[];
});

const finished: Lie[] = (['server', 'client'] as const).flatMap((by) =>
  [...versions.flatMap((version) => [mutual(version), resumed(version)]), rsaKeyExchange].map(
    (row): Lie => ({
      what: 'sends a Finished that does not match',
      by,
      row,
      hand: retold(Finished, ({ verifyData }) => ({ verifyData: damaged(verifyData) })),
      reason: 'bad-finished',
      alert: 'decrypt_error',
      step: 'checking Finished',
    }),
  ),
);

const binder: Lie = {
  what: 'offers a ticket without knowing its secret',
  by: 'client',
  row: resumed('TLS 1.3'),
  // The binder stands at the end of the hello.
  hand: instead(ClientHello, 0, damaged),
  reason: 'bad-binder',
  alert: 'decrypt_error',
  step: 'checking ClientHello',
};

export const proofs: readonly Lie[] = [...signatures, ...finished, binder];
