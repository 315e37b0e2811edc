/** The extensions that agree on keys and resume: groups, shares, pre-shared keys, tickets. */
import { say, type Words } from '../../wire/words.ts';
import type { Field } from '../document.ts';
import { find } from '../step-details.ts';
import { clauses, listed } from '../text.ts';
import { greaseWords } from './grease-sentences.ts';
import { groupOffered, shareIn } from './group-sentences.ts';
import { itemsOf, type Place } from './place.ts';
import type { Tellers } from './tellers.ts';

export const keyShareTellers: Tellers = {
  'client_hello:supported_groups': (at) =>
    at.is12 && at.facts.suite?.startsWith('TLS_RSA_')
      ? 'The groups in which the client can agree on keys; with the RSA key exchange that was chosen none is used'
      : 'The groups in which the client can agree on keys, most preferred first; without one in common there is no key exchange',
  'client_hello:supported_groups[]': (at) => groupOffered(at.means, at.facts.group),
  supported_groups: () =>
    'The server’s groups, as a hint for the client’s next connection; this one is not changed by it',
  'supported_groups[]': (at) =>
    say`${at.means}: the server speaks it, as number ${at.index + 1} of its liking`,

  'client_hello:key_share': (at) => {
    const groups = groupsIn(at.field);
    return groups.length === 0
      ? 'No share: the client asks the server to name a group by a HelloRetryRequest'
      : say`The client’s shares of ${listed(groups)}, sent before the server has chosen: if it wants another group it sends a HelloRetryRequest, which costs a round trip`;
  },
  'client_hello:key_share.group': (at) =>
    greaseWords(at.means, 'share') ??
    (at.means === at.facts.group
      ? say`${at.means}, which the server will choose for its own share`
      : say`${at.means}, a share that the server will not use`),
  'client_hello:key_share.key_exchange': (at) => share(at),
  'server_hello:key_share': (at) =>
    at.source.step?.name === 'HelloRetryRequest'
      ? say`${at.means}: the second ClientHello must bring a share of this group, which is among its supported_groups but came without a share`
      : 'The server’s share: both sides can now compute the shared secret, from which all keys come',
  'server_hello:key_share.group': (at) =>
    say`${at.means}, one of the groups that the client sent a share of; another one would be refused`,
  'server_hello:key_share.key_exchange': (at) => share(at),

  extended_main_secret: (at) =>
    at.from === 'client'
      ? 'Asks to bind the main secret to the whole handshake: without it somebody in the middle can bring two connections to the same main secret (triple handshake); TLS 1.3 does it anyway'
      : 'The server agrees: the main secret comes from a hash of all messages so far, and not from the two randoms',

  'client_hello:session_ticket': (at) =>
    at.size === 0
      ? 'Empty: the client has no ticket of TLS 1.2, and would like one'
      : say`A ticket of ${at.size} bytes that only the server can open: if it takes it, certificates and key exchange are skipped; if not, a full handshake follows`,
  session_ticket: () => 'The server will send a NewSessionTicket before its ChangeCipherSpec',

  psk_key_exchange_modes: () =>
    'How the client would resume; without this extension it may not offer a pre-shared key',
  'psk_key_exchange_modes[]': (at) =>
    at.number === 1
      ? '1, psk_dhe_ke: a resumed connection makes a fresh key exchange as well, and so keeps forward secrecy'
      : at.number === 0
        ? '0, psk_ke: a resumed connection has its keys from the ticket alone; who gets that later can read it'
        : say`${at.number} is a mode that nobody has defined`,
  'client_hello:pre_shared_key': () =>
    'Offers to resume; it is the last extension, because its binders cover everything before them',
  identities: () => 'The tickets on offer: the server takes one of them, or none and makes a full handshake',
  identity: (at) =>
    say`A ticket of ${at.size} bytes from an earlier connection: only the server can open it, and finds the pre-shared key in it`,
  obfuscated_ticket_age: (at) =>
    say`${at.number}: the ticket’s age in milliseconds plus its ticket_age_add, modulo 2^32; an age that does not fit what the server sees costs the early data, but not the handshake`,
  binders: () => 'A binder for each ticket, in the same order',
  'binders[]': (at) =>
    say`HMAC of ${at.size} bytes over the hello up to the binders, with a key from the pre-shared key: the client has that key; a wrong one ends the handshake with decrypt_error`,
  pre_shared_key: (at) =>
    say`${at.number}: the server resumes with this one of the tickets offered, counted from 0, and needs no certificate; without the extension the handshake would be a full one`,

  'client_hello:early_data': () =>
    'Application data comes right behind this hello, under a key from the ticket; it can be played back by others, so the server need not take it',
  'encrypted_extensions:early_data': () => 'The server takes the early data; without this answer it is lost',
  'new_session_ticket:early_data': (at) =>
    say`${at.number} bytes of early data at most may come with this ticket; without the extension none may`,
};

function share(at: Place): Words {
  const group = at.beside('group')?.means ?? '';
  if (group.startsWith('GREASE')) return say`${at.size} byte in place of a share of ${group}`;
  return clauses([
    at.from === 'client'
      ? say`The client’s share of ${group}, fresh for this connection: with its private half and the server’s share it computes the shared secret, which is never sent`
      : say`The server’s share of ${group}, fresh for this connection: with its private half and the client’s share it computes the shared secret, which is never sent`,
    shareIn(group),
  ]);
}

const groupsIn = (extension: Field): readonly string[] =>
  itemsOf(extension).flatMap((entry) => {
    const group = find(entry, 'group')?.means;
    return group === undefined || group.startsWith('GREASE') ? [] : [group];
  });
