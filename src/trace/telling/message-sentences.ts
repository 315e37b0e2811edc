/** The messages that authenticate and finish a handshake, in both versions; tickets and what comes after. */
import { say, type Words } from '../../wire/words.ts';
import { itemsOf, type Place } from './place.ts';
import { schemeListed, schemeUsed } from './scheme-sentences.ts';
import type { Tellers } from './tellers.ts';

export const messageTellers: Tellers = {
  hello_request: () =>
    'The server asks for a new handshake inside the connection (renegotiation); the client may say no_renegotiation',
  encrypted_extensions: () =>
    'The first message under the handshake keys: answers to extensions that an onlooker need not see',
  certificate: (at) => {
    const { count } = listIn(at);
    if (at.from === 'client')
      return count === 0
        ? 'The client has no certificate that fits and stays anonymous; whether the handshake goes on is up to the server'
        : 'The client shows its certificate chain, because the server asked; anybody could send it, and CertificateVerify shows that the client has the key';
    return at.is12
      ? 'The server shows its certificate chain, in the clear; anybody could send it, and the key exchange shows that the server has the key'
      : 'The server shows its certificate chain, encrypted; anybody could send it, and CertificateVerify shows that the server has the key';
  },
  certificate_request_context: (at) =>
    at.size > 0
      ? say`${at.size} bytes that tie the client’s answer to this request, because it comes after the handshake`
      : contexts[at.message]?.[at.from],
  certificate_list: (at) =>
    at.count === 0
      ? 'An empty chain'
      : 'First the sender’s own certificate, then each that certifies the one before; the root is left out, since the peer must have it anyway',
  'certificate_list[]': (at) => {
    const certificate = at.certificate;
    const subject = certificate?.subject ?? 'somebody who cannot be read';
    return at.index === 0
      ? say`The certificate of ${subject}, which the sender must have the key of`
      : say`The certificate of ${subject}, which leads from the one before to a root`;
  },
  cert_data: (at) => {
    const subject = at.certificate?.subject ?? 'somebody who cannot be read';
    return say`The certificate of ${subject}, in DER`;
  },
  'certificate:extensions': (at) => {
    if ((at.field.parts ?? []).length > 1)
      return say`What comes with certificate ${certificateNumber(at)} of the chain, such as an OCSP response`;
    return at.from === 'client'
      ? say`Nothing comes with certificate ${certificateNumber(at)} of the client’s chain; an OCSP response could`
      : say`Nothing comes with certificate ${certificateNumber(at)} of the server’s chain; an OCSP response could`;
  },

  certificate_request: (at) =>
    at.is12
      ? 'The server asks the client for a certificate (mutual authentication): which kinds, which signatures, from which authorities'
      : 'The server asks the client for a certificate (mutual authentication), under the handshake keys',
  'certificate_request:extensions': () =>
    'What the server wants of the client’s certificate; signature_algorithms must be among it',
  certificate_types: () =>
    'The kinds of keys that the server takes; a client with another kind stays anonymous',
  'certificate_types[]': (at) =>
    certificateTypes[at.means] ?? say`${at.means} is a kind of certificate that handglass does not know`,
  supported_signature_algorithms: () =>
    'The signature schemes that the server can check in the client’s CertificateVerify',
  'supported_signature_algorithms[]': schemeListed,

  certificate_status: () =>
    'The OCSP response that the client asked for, so that it need not ask the responder itself',
  'certificate_status:status_type': () => '1, ocsp: a response as an OCSP responder gives it',
  'certificate:status_request': () => 'The OCSP response for the certificate above',
  'certificate:status_type': () => '1, ocsp: what follows is a response as an OCSP responder gives it',

  server_hello_done: () =>
    'Empty: the server has sent its whole flight, and the client can answer; without it the client would wait for a CertificateRequest that may not come',

  certificate_verify: (at) =>
    at.from === 'client'
      ? 'The client shows that it has the key of its certificate, by a signature that nobody else can make'
      : 'The server shows that it has the key of its certificate, by a signature that nobody else can make',
  'certificate_verify:algorithm': schemeUsed,
  'certificate_verify:signature': (at) => {
    if (at.is12)
      return say`${at.size} bytes over every handshake message so far: replayed in another connection, where the randoms differ, it would not hold`;
    return at.from === 'client'
      ? say`${at.size} bytes over 64 spaces, “TLS 1.3, client CertificateVerify”, a zero and the hash of all messages so far: it cannot be used in another connection, nor as a server’s`
      : say`${at.size} bytes over 64 spaces, “TLS 1.3, server CertificateVerify”, a zero and the hash of all messages so far: it cannot be used in another connection, nor as a client’s`;
  },

  finished: (at) =>
    at.is12
      ? at.from === 'client'
        ? 'The client’s first message under the new keys; until it is decrypted, Wireshark calls it “Encrypted Handshake Message”'
        : 'The server’s first message under the new keys; until it is decrypted, Wireshark calls it “Encrypted Handshake Message”'
      : at.from === 'client'
        ? 'The client closes its part of the handshake; on the wire it looks like application data'
        : 'The server closes its part of the handshake; on the wire it looks like application data',
  verify_data: (at) => {
    if (at.is12)
      return at.from === 'client'
        ? say`${at.size} bytes: the PRF of the main secret, “client finished” and the hash of all messages before; had one byte of them been changed on the way, it would not match`
        : say`${at.size} bytes: the PRF of the main secret, “server finished” and the hash of all messages before; had one byte of them been changed on the way, it would not match`;
    return at.from === 'client'
      ? say`${at.size} bytes: HMAC of the transcript’s hash with the client’s finished key; had one byte of any message been changed on the way, it would not match`
      : say`${at.size} bytes: HMAC of the transcript’s hash with the server’s finished key; had one byte of any message been changed on the way, it would not match`;
  },

  new_session_ticket: (at) =>
    say`Ticket ${at.ordinal} of this connection: with it the client can resume later, without certificates`,
  ticket_lifetime_hint: (at) =>
    at.number === 0
      ? '0: the server does not say how long the ticket is good for'
      : say`${at.number} seconds: about how long the server will take the ticket`,
  ticket_lifetime: (at) =>
    at.number === 0
      ? '0: the client should throw the ticket away at once'
      : say`${at.number} seconds for ticket ${at.ordinal}: after that the client must not offer it; more than 604800, a week, is not allowed`,
  ticket_age_add: (at) =>
    say`${at.number}: the client adds it to the ticket’s age, so that onlookers cannot link its connections by it`,
  ticket_nonce: (at) =>
    at.size === 0
      ? say`Empty: the pre-shared key of ticket ${at.ordinal} comes from the resumption secret and an empty nonce`
      : say`${at.hex} makes the pre-shared key of ticket ${at.ordinal} differ from those of the other tickets of this connection`,
  ticket: (at) =>
    at.size === 0
      ? 'Empty: the server gives no ticket after all'
      : say`${at.size} bytes of ticket ${at.ordinal}, sealed by the server with a key of its own: the client cannot read them, and sends them back as they are`,
  'new_session_ticket:extensions': (at) =>
    (at.field.parts ?? []).length > 1
      ? say`What else holds for ticket ${at.ordinal}`
      : say`No extensions for ticket ${at.ordinal}: early_data would allow data before the next handshake is finished`,

  end_of_early_data: () => 'Empty: no more early data comes; the next record uses the handshake keys',
  key_update: (at) =>
    at.from === 'client'
      ? 'From its next record on, the client uses the next generation of its keys'
      : 'From its next record on, the server uses the next generation of its keys',
  request_update: (at) =>
    at.number === 1
      ? '1, update_requested: the other side must answer with a KeyUpdate of its own'
      : '0, update_not_requested: the other side may keep its keys',
};

const contexts: Readonly<Record<string, Readonly<Record<'client' | 'server', Words>>>> = {
  certificate: {
    server: 'Empty for a server, which sends its certificate unasked',
    client: 'Empty, as in the CertificateRequest that it answers',
  },
  certificate_request: {
    server: 'Empty during the handshake; after it, it would tell several requests apart',
    client: 'Must be empty here',
  },
};

const certificateTypes: Readonly<Record<string, Words>> = {
  rsa_sign: 'rsa_sign: a certificate with an RSA key, which signs CertificateVerify',
  ecdsa_sign: 'ecdsa_sign: a certificate with an elliptic-curve key, which signs CertificateVerify',
  dss_sign: 'dss_sign: a certificate with a DSA key, which handglass does not speak',
  rsa_fixed_dh:
    'rsa_fixed_dh: a certificate with a Diffie-Hellman key, signed by RSA, which handglass does not speak',
  dss_fixed_dh:
    'dss_fixed_dh: a certificate with a Diffie-Hellman key, signed by DSA, which handglass does not speak',
};

/** The items of the list in a message. */
function listIn(at: Place): { readonly count: number } {
  const list = at.unit.path[0]!.parts?.find(({ name }) => name === 'certificate_list');
  return { count: list ? itemsOf(list).length : 0 };
}

const certificateNumber = (at: Place): number =>
  Number(/\[(\d+)\]$/.exec(at.unit.path.at(-2)?.name ?? '')?.[1] ?? 0) + 1;
