/** What else may end the handshake of a client: its other alerts, its silence, and what breaks the protocol. */
import type { Words } from '../../wire/words.ts';
import type { ErrorDocument } from '../document.ts';
import { type Try, triesOfServer } from '../remedies.ts';
import type { Find, Finding } from './finding.ts';

export const guestOther: Find = (trace, error) => {
  const { reason, fault } = error;
  if (reason === 'alert-received') return alerted(error);
  if (reason === 'handshake-timeout')
    return { id: 'client-fell-silent', details: [SILENT], tries: [between] };
  if (reason === 'connection-cut') return { id: 'client-left-in-the-handshake', tries: [checkClient] };
  const own = triesOfServer(trace, reason);
  return { id: reason, tries: own.length > 0 || fault !== 'client' ? own : [repeat] };
};

function alerted({ alert, sentBy }: ErrorDocument): Finding {
  if (alert === null || sentBy !== 'client') return { id: 'alert-received', tries: [checkClient] };
  const [details, attempt] = (Object.hasOwn(meanings, alert) && meanings[alert]) || [[], checkClient];
  return { id: `client-sent-${alert.replaceAll('_', '-')}`, details, tries: [attempt] };
}

const checkClient: Try = { id: 'check-client', what: 'look into the client’s log, which may say why' };
const repeat: Try = {
  id: 'repeat',
  what: 'try again: bytes were changed on the way, or the client breaks the protocol',
};
const between: Try = {
  id: 'lower-mtu',
  what: 'look at what is between us',
  why: 'a box in between, or an MTU that is too large, loses packets of what we sent',
};

const SILENT: Words = 'What we sent may not have arrived: a long Certificate takes more than one packet.';

const meanings: Readonly<Record<string, readonly [details: readonly Words[], attempt: Try]>> = {
  decrypt_error: [
    [
      'The client could not verify our signature or our Finished, or its binder: one side has another key than it should.',
    ],
    repeat,
  ],
  bad_record_mac: [['What we sent arrived changed.'], repeat],
  user_canceled: [['Somebody at the client, or a program for them, called it off.'], checkClient],
  close_notify: [['The client closed the connection in order, before the handshake was over.'], checkClient],
  internal_error: [['Something failed in the client itself.'], checkClient],
  insufficient_security: [['What we chose is too weak for the client.'], checkClient],
  protocol_version: [
    ['The client does not take the version that we chose, though it offered it.'],
    checkClient,
  ],
};
