/**
 * Each alert: what it says by the RFC, and what it usually means where it is met. Its number shows an implementation's habit
 * as much as a cause, so the second part counts.
 */
import { AlertDescription, type AlertName } from '../protocol/numbers/alerts.ts';
import type { Words } from '../wire/words.ts';
import type { Explanation } from './explanation.ts';

const OLD = 'RFC 5246 section 7.2.2';
const NEW = 'RFC 9846 section 6.2';

const alerts: Readonly<Record<AlertName, readonly [rfc: string, ...says: Words[]]>> = {
  close_notify: [
    'RFC 9846 section 6.1',
    'The sender has nothing more to say: the regular end of its direction.',
    'A connection that ends without it may have been cut off by anybody on the way.',
  ],
  unexpected_message: [
    NEW,
    'A message came that has no place at this step.',
    'Usually one side has a bug, or something that is not TLS is mixed into the connection.',
  ],
  bad_record_mac: [
    NEW,
    'A record could not be opened with the keys that the receiver has.',
    'The bytes were changed on the way, a record was lost, or the two sides made different keys; in TLS 1.2 with RSA key exchange also after a premaster secret that the server could not read.',
  ],
  decryption_failed: [
    OLD,
    'An old name for a record that could not be decrypted; to send it apart from bad_record_mac made padding oracles possible, so nobody may.',
  ],
  record_overflow: [NEW, 'A record was longer than TLS allows, before or after decryption.'],
  decompression_failure: [
    OLD,
    'A compressed record could not be unpacked; compression is gone since CRIME, so a sound peer never sends this.',
  ],
  handshake_failure: [
    NEW,
    'The sender could not agree to any of the parameters that were offered.',
    'Five causes end in this one alert: no cipher suite in common, no group in common, no signature algorithm in common, a certificate of another kind than the suites allow, and in TLS 1.2 a client certificate that was required and not sent.',
    'Which one it is shows when it comes: right behind the ClientHello nothing offered was acceptable; behind the client’s Certificate the server wants one, or another.',
  ],
  no_certificate: [
    'RFC 6101 section 5.4.2',
    'In SSL 3.0 the client’s answer when it had no certificate; since TLS 1.0 it sends an empty Certificate instead.',
  ],
  bad_certificate: [
    NEW,
    'The certificate is damaged, or one of its signatures is wrong.',
    'Go and GnuTLS send it for any certificate that they refuse: expired, of an unknown CA, for another name.',
  ],
  unsupported_certificate: [
    NEW,
    'The certificate is of a kind that the sender does not take.',
    'OpenSSL and Node send it when the extended key usage is missing: a certificate for servers used by a client, or the reverse.',
  ],
  certificate_revoked: [NEW, 'The certificate was revoked by its CA.'],
  certificate_expired: [
    NEW,
    'The certificate has expired, or is not valid yet.',
    'The clock of the side that sends it may be wrong too.',
  ],
  certificate_unknown: [
    NEW,
    'Something else is wrong with the certificate.',
    'Java sends it for any certificate that it refuses; browsers send it when the person closes the warning.',
  ],
  illegal_parameter: [
    NEW,
    'A field has a value that is not allowed there, or that contradicts another.',
    'One side has a bug, or a device between them changes messages.',
  ],
  unknown_ca: [
    NEW,
    'No path from the certificate to a trust anchor of the sender was found.',
    'Either the CA is not in its trust store, or the other side did not send its intermediate certificate.',
  ],
  access_denied: [NEW, 'The certificate is in order, and its holder may not come in.'],
  decode_error: [NEW, 'A message could not be read: a length is wrong, or bytes are missing or left over.'],
  decrypt_error: [
    NEW,
    'A signature, a Finished or a PSK binder did not check out.',
    'Often the private key does not belong to the certificate; else the messages that the two sides saw differ.',
  ],
  too_many_cids_requested: ['RFC 9147 section 9', 'DTLS alone: too many connection IDs were asked for.'],
  export_restriction: [OLD, 'From the days of export suites; nobody sends it any more.'],
  protocol_version: [
    NEW,
    'The version that was offered is not spoken.',
    'One side is too old for the other, or is restricted to other versions; some boxes send it to any TLS 1.3 hello although they speak 1.2.',
  ],
  insufficient_security: [NEW, 'The server wants stronger suites than the client offers.'],
  internal_error: [
    NEW,
    'Something failed in the sender that has nothing to do with TLS itself.',
    'Go and some proxies send it when they have no certificate for the name that was asked for.',
  ],
  inappropriate_fallback: [
    'RFC 7507 section 3',
    'The client says that it tried a newer version before, and the server speaks that newer version: somebody broke the first try.',
  ],
  user_canceled: ['RFC 9846 section 6.1', 'A person, or the program, broke the handshake off.'],
  no_renegotiation: [
    OLD,
    'The answer to a wish to renegotiate: no. In TLS 1.2 it is a warning, and the connection goes on.',
  ],
  missing_extension: [
    NEW,
    'An extension that this handshake needs was not sent, such as supported_groups or signature_algorithms.',
  ],
  unsupported_extension: [
    NEW,
    'The server answered with an extension that the client had not offered, or one stands in the wrong message.',
  ],
  certificate_unobtainable: [
    'RFC 6066 section 9',
    'The certificate was to be fetched from an address, and could not be.',
  ],
  unrecognized_name: [
    'RFC 6066 section 3',
    'The server has no host of the name in server_name.',
    'The name is misspelt, is not configured there, or was not sent: a client that connects to an IP address sends none.',
  ],
  bad_certificate_status_response: [
    'RFC 6066 section 8',
    'The stapled OCSP response is damaged, outdated, or about another certificate.',
  ],
  bad_certificate_hash_value: [
    'RFC 6066 section 9',
    'The certificate that was fetched is not the one that was announced.',
  ],
  unknown_psk_identity: [NEW, 'The server knows no pre-shared key of that name.'],
  certificate_required: [
    NEW,
    'The server requires a client certificate, and got none.',
    'In TLS 1.3 the client has finished its handshake by then, so that it comes with the first read.',
  ],
  general_error: [NEW, 'An error for which there is no other alert.'],
  no_application_protocol: [
    'RFC 7301 section 3.2',
    'None of the application protocols that the client offered (ALPN) is spoken there.',
  ],
  ech_required: [
    'RFC 9849 section 11.2',
    'The client offered Encrypted Client Hello, and the server could not use it; its keys in the DNS are outdated.',
  ],
};

export const alertNames = Object.keys(alerts) as readonly AlertName[];

export function alert(name: AlertName): Explanation {
  const [rfc, ...says] = alerts[name];
  return {
    id: `alert/${name}`,
    kind: 'alert',
    title: `${name} (${AlertDescription[name]})`,
    says,
    rfc,
  };
}

/** The alert of this number; undefined for one that IANA has not given. */
export function alertOf(number: number): Explanation | undefined {
  const name = alertNames.find((known) => AlertDescription[known] === number);
  return name && alert(name);
}
