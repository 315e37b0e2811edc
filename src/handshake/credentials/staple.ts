/**
 * The OCSP response that goes with our certificate to a peer that asks for one (RFC 6066 section 8). It is not read: the
 * peer judges it. A source that fails costs the response and never the connection, or a responder that is down would take
 * all its servers with it.
 */
import { ownOptions } from '../../wire/own-options.ts';
import { isShared } from '../../wire/shared-memory.ts';
import { thrownText } from '../../wire/thrown-text.ts';
import { say } from '../../wire/words.ts';
import type { Credential } from '../config.ts';
import { type Flow, settle } from '../flow.ts';
import { because } from '../observed-events.ts';
import type { Peer } from '../peer.ts';

/** @param asked the peer asked for one, in a way that we understand */
export function* responseToStaple(
  peer: Peer,
  credential: Credential,
  by: 'client' | 'server',
  asked: boolean,
): Flow<Uint8Array | undefined> {
  const { ocspResponse } = ownOptions(credential);
  if (!ocspResponse || !asked) return undefined;
  let response: Uint8Array | undefined;
  let failure: string | undefined;
  try {
    response =
      typeof ocspResponse === 'function' ? yield* settle(ocspResponse(), 'ocspResponse') : ocspResponse;
    failure = defectOf(response);
  } catch (error) {
    failure = thrownText(error);
  }
  const staple = failure === undefined ? response : undefined;
  peer.tell(() => ({
    type: 'decision',
    about: 'certificate_status',
    by,
    chosen: staple ? 'stapled' : 'none',
    ...(failure !== undefined
      ? because('source-failed', say`the peer asked for an OCSP response, and there is none: ${failure}`)
      : staple
        ? because('stapled', 'the peer asked for an OCSP response, and there is one')
        : because('none', 'the peer asked for an OCSP response, and there is none')),
    rfc: 'RFC 6066 section 8',
  }));
  return staple;
}

/** Why a source's answer cannot be sent. */
function defectOf(response: unknown): string | undefined {
  if (response === undefined) return undefined;
  if (!(response instanceof Uint8Array)) return 'it is not bytes';
  if (isShared(response)) return 'it is in memory that other threads can change';
  return response.length === 0 ? 'it is empty' : undefined;
}
