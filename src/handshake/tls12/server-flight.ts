/** The server's flight of TLS 1.2, as the client takes it: from Certificate to ServerHelloDone (RFC 5246 figure 1). */
import type { PublicKey } from '../../crypto/provider.ts';
import { TlsError } from '../../protocol/errors.ts';
import {
  Certificate12,
  CertificateRequest12,
  CertificateStatus,
  ServerHelloDone,
} from '../../protocol/messages/index.ts';
import { NamedGroup } from '../../protocol/numbers/groups.ts';
import { say, type Words } from '../../wire/words.ts';
import { JudgedIdentity, presented } from '../credentials/judged.ts';
import { type Flow, receive } from '../flow.ts';
import type { Client12 } from './hellos.ts';
import type { Accepted } from './key-exchange/key-exchange.ts';
import { keyExchanges } from './key-exchange/key-exchanges.ts';
import { refuseOtherServer } from './renegotiation.ts';

interface ServerFlight {
  readonly exchange: Accepted;
  readonly request: CertificateRequest12 | undefined;
}

/**
 * Certificate, CertificateStatus*, ServerKeyExchange*, CertificateRequest*, ServerHelloDone
 *
 * With status_request in the ServerHello a CertificateStatus may follow or not (RFC 6066 section 8), so the certificate is
 * judged once the message after it has come.
 */
export function* serverFlight(client: Client12): Flow<ServerFlight> {
  const { suite, hello } = client;
  const { body: certificate } = yield* receive(Certificate12);
  const chain = certificate.certificateList;
  if (chain.length === 0) {
    throw new TlsError('missing-certificate', 'the server sent no certificate', 'RFC 5246 section 7.4.2');
  }
  refuseOtherServer(client.before, chain);
  const exchange = keyExchanges[suite.keyExchange];
  const ahead = !hello.extensions.statusRequest
    ? undefined
    : exchange.message
      ? yield* receive(CertificateStatus, exchange.message)
      : yield* receive(CertificateStatus, CertificateRequest12, ServerHelloDone);
  const shown = presented(chain, ahead?.name === 'CertificateStatus' ? ahead.body.value.response : undefined);
  const judged = yield* JudgedIdentity.judge(client, 'server', shown, exchange.keyUsage);
  checkKeyType(client, judged.key);
  const message =
    ahead?.name === exchange.message?.name ? ahead : exchange.message && (yield* receive(exchange.message));
  const accepted = yield* exchange.accept({ judged, ...client }, message);
  const next =
    ahead?.name === 'CertificateRequest12' || ahead?.name === 'ServerHelloDone'
      ? ahead
      : yield* receive(CertificateRequest12, ServerHelloDone);
  if (next.name === 'CertificateRequest12') yield* receive(ServerHelloDone);
  return { exchange: accepted, request: next.name === 'CertificateRequest12' ? next.body : undefined };
}

function checkKeyType({ config, suite }: Client12, key: PublicKey): void {
  const fits =
    suite.authentication === 'RSA'
      ? key.type === 'RSA' ||
        (key.type === 'RSA-PSS' && keyExchanges[suite.keyExchange].keyUsage === 'digitalSignature')
      : key.type === 'EC' || key.type === 'Ed25519';
  if (!fits) {
    const said = say`the server’s certificate has a key of type ${key.type}, which ${suite.name} cannot use`;
    throw wrongKey(said, 'RFC 5246 section 7.4.2');
  }
  // RFC 8422 section 5.1.1: what we listed in supported_groups binds the certificate's curve too.
  if (key.curve && !config.groups.some(({ id }) => id === NamedGroup[key.curve!])) {
    const said = say`the key of the server’s certificate is on ${key.curve}, which we did not offer`;
    throw wrongKey(said, 'RFC 8422 section 5.3');
  }
}

const wrongKey = (said: Words, rfc: string): TlsError =>
  new TlsError('certificate-wrong-key', said, rfc, { alert: 'illegal_parameter' });
