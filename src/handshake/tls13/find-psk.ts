/** A server looks for a pre-shared key among those that a client offers (RFC 9846 section 4.3.11). */
import { TlsError } from '../../protocol/errors.ts';
import { TLS13 } from '../../protocol/numbers/versions.ts';
import type { Transcript } from '../../schedule/transcript.ts';
import type { Flow } from '../flow.ts';
import type { ReceivedHello } from '../hello/second-hello.ts';
import { because } from '../observed-events.ts';
import { BoundPsk, binderOf, PSK_DHE_KE, pskOf } from '../sessions/psk.ts';
import { openTicket } from '../sessions/resumption.ts';
import type { Server13 } from '../sides.ts';

/**
 * The session of the first identity, if that is a valid ticket of ours with a correct binder. Later identities are not
 * tried: each costs a decryption and a binder, and clients put their best ticket first.
 */
export function* findPsk(
  server: Server13,
  { body: hello, raw }: ReceivedHello,
  before: Transcript,
  serverName: string | undefined,
): Flow<BoundPsk | undefined> {
  const { config, suite } = server;
  const { preSharedKey: offered, pskKeyExchangeModes: modes } = hello.extensions;
  if (!offered) return undefined;
  if (!modes) {
    const said = 'the client offered a pre-shared key without psk_key_exchange_modes';
    throw new TlsError('missing-extension', said, 'RFC 9846 section 4.3.9');
  }
  if (offered.identities.length !== offered.binders.length) {
    const said = 'the client’s binders and identities differ in number';
    throw new TlsError('illegal-value', said, 'RFC 9846 section 4.3.11');
  }
  if (!config.tickets || !modes.includes(PSK_DHE_KE)) return undefined;
  const session = yield* openTicket(server, offered.identities[0]!.identity, {
    what: 'ticket',
    version: TLS13,
    serverName,
    rfc: 'RFC 9846 section 4.3.11',
    refusal: ({ cipherSuite }) =>
      config.suites.find(({ id }) => id === cipherSuite)?.hash === suite.hash
        ? undefined
        : because('other-hash', 'the session was made with another hash'),
  });
  const psk = pskOf(session, config.suites);
  if (!psk) return undefined;
  const bindersLength = 2 + offered.binders.reduce((sum, binder) => sum + 1 + binder.length, 0);
  const truncated = raw.subarray(0, raw.length - bindersLength);
  return BoundPsk.check(psk, offered.binders[0]!, binderOf(psk, before, truncated));
}
