/** The server’s flight of TLS 1.2, as the client takes it: from Certificate to ServerHelloDone (RFC 5246 figure 1). */
import type { PublicKey, Suite12 } from '../../crypto/provider.ts';
import { TlsError } from '../../protocol/errors.ts';
import {
  Certificate12,
  CertificateRequest12,
  CertificateStatus,
  ECCurveType,
  ServerHelloDone,
  ServerKeyExchange,
} from '../../protocol/messages/index.ts';
import { isCurve, NamedGroup } from '../../protocol/numbers/groups.ts';
import { TLS12 } from '../../protocol/numbers/versions.ts';
import type { ClientConfig } from '../config.ts';
import { JudgedIdentity, presented } from '../credentials/judged.ts';
import { ProvedIdentity } from '../credentials/proved.ts';
import { type Flow, type Received, receive } from '../flow.ts';
import { tellGroup } from '../hello/server-choice.ts';
import type { Peer } from '../peer.ts';
import { type Randoms, signedParams } from './keys.ts';

export interface ServerFlight {
  readonly judged: JudgedIdentity;
  /** Undefined with RSA key exchange. */
  readonly exchange: SignedExchange | undefined;
  readonly request: CertificateRequest12 | undefined;
}

/** A ServerKeyExchange whose signature was checked. */
interface SignedExchange {
  readonly params: ServerKeyExchange['params'];
  readonly scheme: number;
  readonly identity: ProvedIdentity;
}

/**
 * Certificate, CertificateStatus*, ServerKeyExchange*, CertificateRequest*, ServerHelloDone
 *
 * @param statusPromised the ServerHello has status_request: a CertificateStatus may follow, and need not (RFC 6066 section
 *   8), so the certificate is judged only when the message behind it has come
 */
export function* serverFlight(
  peer: Peer,
  config: ClientConfig,
  suite: Suite12,
  randoms: Randoms,
  statusPromised: boolean,
): Flow<ServerFlight> {
  const { body: certificate } = yield* receive(Certificate12);
  const chain = certificate.certificateList;
  if (chain.length === 0) {
    throw new TlsError('missing-certificate', 'the server sent no certificate', 'RFC 5246 section 7.4.2');
  }
  const exchanges = suite.keyExchange === 'ECDHE';
  const ahead = !statusPromised
    ? undefined
    : exchanges
      ? yield* receive(CertificateStatus, ServerKeyExchange)
      : yield* receive(CertificateStatus, CertificateRequest12, ServerHelloDone);
  const shown = presented(chain, ahead?.name === 'CertificateStatus' ? ahead.body.value.response : undefined);
  const keyUsage = exchanges ? 'digitalSignature' : 'keyEncipherment';
  const judged = yield* JudgedIdentity.judge(peer, config, 'server', shown, keyUsage);
  checkKeyType(config, judged.key, suite);
  const exchange = exchanges
    ? yield* checkedExchange(
        ahead?.name === 'ServerKeyExchange' ? ahead : yield* receive(ServerKeyExchange),
        peer,
        config,
        judged,
        randoms,
      )
    : undefined;
  const next =
    ahead?.name === 'CertificateRequest12' || ahead?.name === 'ServerHelloDone'
      ? ahead
      : yield* receive(CertificateRequest12, ServerHelloDone);
  if (next.name === 'CertificateRequest12') yield* receive(ServerHelloDone);
  return { judged, exchange, request: next.name === 'CertificateRequest12' ? next.body : undefined };
}

function checkKeyType({ groups }: ClientConfig, key: PublicKey, suite: Suite12): void {
  const fits =
    suite.authentication === 'RSA'
      ? key.type === 'RSA' || (key.type === 'RSA-PSS' && suite.keyExchange !== 'RSA')
      : key.type === 'EC' || key.type === 'Ed25519';
  if (!fits) {
    throw new TlsError(
      'certificate-wrong-key',
      `the server’s certificate has a key of type ${key.type}, which ${suite.name} cannot use`,
      'RFC 5246 section 7.4.2',
      {
        alert: 'illegal_parameter',
      },
    );
  }
  // RFC 8422 section 5.1.1: what we listed in supported_groups binds the certificate's curve too.
  if (key.curve && !groups.some(({ id }) => id === NamedGroup[key.curve!])) {
    throw new TlsError(
      'certificate-wrong-key',
      `the key of the server’s certificate is on ${key.curve}, which we did not offer`,
      'RFC 8422 section 5.3',
      { alert: 'illegal_parameter' },
    );
  }
}

function* checkedExchange(
  { body, raw }: Received<[typeof ServerKeyExchange]>,
  peer: Peer,
  config: ClientConfig,
  judged: JudgedIdentity,
  randoms: Randoms,
): Flow<SignedExchange> {
  const { params } = body;
  if (params.curveType !== ECCurveType.named_curve) {
    throw new TlsError('illegal-value', 'the server describes a curve of its own', 'RFC 8422 section 5.4');
  }
  // RFC 8422 section 5.1.1; a hybrid stands in the same list, and is for TLS 1.3 alone.
  if (!isCurve(params.namedCurve) || !config.groups.some(({ id }) => id === params.namedCurve)) {
    throw new TlsError(
      'group-not-offered',
      `the server chose the group ${NamedGroup.nameOf(params.namedCurve)}, which was not offered for TLS 1.2`,
      'RFC 8422 section 5.4',
    );
  }
  tellGroup(peer, config.groups, params.namedCurve);
  const signed = signedParams(randoms, raw.subarray(4, 4 + 4 + params.public.length));
  const identity = yield* ProvedIdentity.bySignature(judged, body, signed, config, TLS12);
  return { params, scheme: body.algorithm, identity };
}
