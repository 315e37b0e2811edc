/** KeyUpdate (RFC 9846 section 4.7.3): a side changes its own keys, and may ask the other to do the same. */
import { TlsError } from '../../protocol/errors.ts';
import { KeyUpdate, KeyUpdateRequest } from '../../protocol/messages/index.ts';
import { say } from '../../wire/words.ts';
import type { Keys13 } from './keys.ts';

/** Sends KeyUpdate; our next record uses our next key. */
export function updateKeys(keys: Keys13, requestPeer: boolean): void {
  const requestUpdate = requestPeer
    ? KeyUpdateRequest.update_requested
    : KeyUpdateRequest.update_not_requested;
  keys.peer.send(KeyUpdate, { requestUpdate });
  keys.writeNext();
}

export function answerKeyUpdate(keys: Keys13, { requestUpdate }: KeyUpdate): void {
  if (!KeyUpdateRequest.known.has(requestUpdate)) {
    const said = say`the peer’s KeyUpdate asks for ${requestUpdate}`;
    throw new TlsError('illegal-value', said, 'RFC 9846 section 4.7.3');
  }
  keys.readNext();
  // RFC 9846 section 4.7.3: due before our next application data, so that many requests get one answer.
  if (requestUpdate === KeyUpdateRequest.update_requested)
    keys.peer.beforeData(() => updateKeys(keys, false));
}
