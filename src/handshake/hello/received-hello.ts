import type { ClientHello } from '../../protocol/messages/index.ts';

/** A ClientHello with its bytes, and the transcript before it: what a binder is computed over. */
export interface ReceivedHello {
  readonly hello: ClientHello;
  readonly raw: Uint8Array;
}
