/**
 * The OCSP response that goes with our certificate to a peer that asks for one (RFC 6066 section 8).
 *
 * It is not read: what it says is the peer's to judge. A source that fails costs the response and never the connection,
 * or a responder that is down would take all its servers with it; a decision tells whoever watches.
 */
import type { Credential } from './config.ts';
import { type Flow, settle } from './flow.ts';
import type { Peer } from './peer.ts';

/** @param asked the peer asked for one, in a way that we understand */
export function* responseToStaple(
  peer: Peer,
  { ocspResponse }: Credential,
  by: 'client' | 'server',
  asked: boolean,
): Flow<Uint8Array | undefined> {
  if (!ocspResponse || !asked) return undefined;
  let response: Uint8Array | undefined;
  let failure: string | undefined;
  try {
    response =
      typeof ocspResponse === 'function' ? yield* settle(ocspResponse(), 'ocspResponse') : ocspResponse;
    if (response?.length === 0) failure = 'it is empty';
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  const staple = failure === undefined ? response : undefined;
  peer.tell(() => ({
    type: 'decision',
    about: 'certificate_status',
    by,
    chosen: staple ? 'stapled' : 'none',
    rule: `the ${by === 'server' ? 'client' : 'server'} asked for an OCSP response, ${
      staple ? 'and there is one' : `and there is none${failure === undefined ? '' : `: ${failure}`}`
    }`,
    rfc: 'RFC 6066 section 8',
  }));
  return staple;
}
