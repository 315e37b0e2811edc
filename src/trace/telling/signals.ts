/** ChangeCipherSpec and alerts, which are no handshake messages: their bytes, and what they say. */
import { AlertDescription, AlertLevel } from '../../protocol/numbers/alerts.ts';
import { say } from '../../wire/words.ts';
import type { Field } from '../document.ts';
import { referencesIn } from '../references.ts';
import type { Facts, SentStep } from './facts.ts';
import type { Tellers } from './tellers.ts';

/** @returns its bytes in hexadecimal, and the tree of them */
export function signalOf(
  step: Exclude<SentStep, { kind: 'message' }>,
  { version }: Facts,
): { readonly bytes: string; readonly fields: Field } {
  if (step.kind === 'change_cipher_spec') {
    const rfc = referencesIn(version === 'TLS 1.2' ? 'RFC 5246 section 7.1' : 'RFC 9846 section 5');
    return { bytes: '01', fields: { name: 'change_cipher_spec', start: 0, end: 1, rfc, value: 1 } };
  }
  const rfc = referencesIn(version === 'TLS 1.2' ? 'RFC 5246 section 7.2' : 'RFC 9846 section 6');
  const level = [...AlertLevel.known].find(([, name]) => name === step.level)?.[0] ?? Number(step.level);
  const { description } = step;
  const parts: readonly Field[] = [
    { name: 'level', start: 0, end: 1, value: level, means: step.level },
    {
      name: 'description',
      start: 1,
      end: 2,
      value: description,
      means: AlertDescription.nameOf(description),
    },
  ];
  const bytes = [level, description].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { bytes, fields: { name: 'alert', start: 0, end: 2, rfc, parts } };
}

export const signalTellers: Tellers = {
  change_cipher_spec: (at) => {
    if (!at.is12)
      return at.from === 'client'
        ? '01, which means nothing in TLS 1.3: the client sends it so that middleboxes see what they know from TLS 1.2'
        : '01, which means nothing in TLS 1.3: the server sends it so that middleboxes see what they know from TLS 1.2';
    return at.from === 'client'
      ? '01, the only message there is of this kind: from its next record on the client encrypts with the new keys'
      : '01, the only message there is of this kind: from its next record on the server encrypts with the new keys';
  },
  'alert:level': (at) => {
    if (at.number === 2) return 'fatal: the connection is over, and its session must not be resumed';
    return at.number === 1
      ? 'warning: in TLS 1.2 the connection may go on; in TLS 1.3 only the description counts'
      : say`${at.number} is a level that nobody has defined`;
  },
  'alert:description': (at) => {
    if (at.means === 'close_notify')
      return at.from === 'client'
        ? 'close_notify: the client will send nothing more; without it, nobody could tell an end from a cut'
        : 'close_notify: the server will send nothing more; without it, nobody could tell an end from a cut';
    return at.from === 'client'
      ? say`${at.means}: what the client objects to`
      : say`${at.means}: what the server objects to`;
  },
};
