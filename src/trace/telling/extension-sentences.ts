/** The extensions of hellos, but for those of key exchange and resumption. */
import { say, type Words } from '../../wire/words.ts';
import { asked } from './facts.ts';
import { greaseWords } from './grease-sentences.ts';
import type { Place } from './place.ts';
import { schemeInCertificates, schemeListed } from './scheme-sentences.ts';
import type { Tellers } from './tellers.ts';

export const extensionTellers: Tellers = {
  'client_hello:server_name': () =>
    'The name that the client wants to reach (SNI), by which a server with many names picks its certificate; it is sent in the clear, so an onlooker reads it too',
  name_type: (at) =>
    at.number === 0
      ? '0, a DNS host name, the only kind of name that was ever defined'
      : say`${at.number} is a kind of name that nobody has defined`,
  host_name: (at) =>
    say`${at.means}: a server without a certificate for this name sends another one, or refuses with unrecognized_name`,
  server_name: () =>
    'Empty: the server used the client’s server_name to choose its certificate; without this answer it may have sent a default one',

  'client_hello:status_request': () =>
    'Asks the server to staple a fresh OCSP response, so that the client need not ask the responder whether the certificate was revoked',
  'client_hello:status_type': () => '1, an OCSP response, the only kind of status that was ever defined',
  responder_id_list: (at) =>
    at.size === 0
      ? 'Empty: any responder’s answer will do'
      : say`${at.size} bytes that name responders whose answers the client takes`,
  request_extensions: (at) =>
    at.size === 0
      ? 'Empty: the OCSP request gets no extensions, such as a nonce, so the server can staple one answer to many clients'
      : say`${at.size} bytes of extensions for the OCSP request, which make a stapled answer impossible to prepare`,
  'server_hello:status_request': () =>
    'The server will staple: its OCSP response comes in a CertificateStatus after the Certificate',
  'certificate_request:status_request': () =>
    'Asks the client to staple an OCSP response for its own certificate',

  'client_hello:ec_point_formats': () =>
    'How points on curves may be written in TLS 1.2; TLS 1.3 fixes one form for each group',
  'client_hello:ec_point_formats[]': (at) =>
    pointFormat(at) ??
    '0, uncompressed: the client reads points as 04, x and y; a list without it is refused',
  'server_hello:ec_point_formats': () => 'The server’s answer: how it reads points',
  'server_hello:ec_point_formats[]': (at) =>
    pointFormat(at) ?? '0, uncompressed: the server reads points as 04, x and y too',

  'client_hello:signature_algorithms': (at) =>
    at.is12 && at.facts.suite?.startsWith('TLS_RSA_')
      ? 'The signature schemes that the client can check, most preferred first; with the RSA key exchange that was chosen the server signs nothing'
      : 'The signature schemes that the client can check, most preferred first: the server signs its part of the handshake with one of them, or has no certificate to use here',
  'certificate_request:signature_algorithms': () =>
    'The signature schemes that the server can check: a client whose key can sign by none of them stays anonymous',
  'signature_algorithms[]': schemeListed,
  signature_algorithms_cert: () =>
    'The signature schemes that may be on certificates, where they differ from those of the handshake',
  'signature_algorithms_cert[]': schemeInCertificates,

  'client_hello:application_layer_protocol_negotiation': () =>
    'The application protocols that the client speaks (ALPN), most preferred first; a server that speaks none of them refuses with no_application_protocol or says nothing',
  'client_hello:application_layer_protocol_negotiation[]': (at) => {
    if (/^"..?"$/.test(at.means) && /^[0-9a-f]a[0-9a-f]a$/.test(at.hex))
      return say`${at.hex}: two bytes of GREASE, a protocol that nobody will ever define`;
    return at.facts.trace?.alpn !== null && `"${at.facts.trace?.alpn}"` === at.means
      ? say`${at.means}, which the server will choose`
      : say`${at.means}, offered as number ${at.index + 1}`;
  },
  application_layer_protocol_negotiation: () =>
    'The application protocol that the server chose; it must be one that the client offered',
  'application_layer_protocol_negotiation[]': (at) =>
    say`${at.means} will be spoken behind the handshake; without this answer the two sides would go by the port alone`,

  'client_hello:supported_versions': () =>
    'The versions that the client speaks, most preferred first: this list and not legacy_version is the offer, and without it there is no TLS 1.3',
  'client_hello:supported_versions[]': (at) => {
    const grease = greaseWords(at.means, 'version');
    if (grease) return grease;
    return at.means === at.facts.version
      ? say`${at.means}, which the server will choose`
      : say`${at.means}, offered`;
  },
  'server_hello:supported_versions': (at) =>
    at.source.step?.name === 'HelloRetryRequest'
      ? say`${at.means} will be spoken, and its ServerHello must say so again`
      : say`${at.means} is what both will speak: with this extension the message is TLS 1.3’s, without it TLS 1.2’s`,

  'client_hello:encrypt_then_mac': () =>
    'Asks that in a CBC suite the MAC covers the ciphertext: a changed record is then refused before anything of it is decrypted, which ends padding oracles such as Lucky Thirteen',
  encrypt_then_mac: (at) =>
    at.facts.suite?.includes('_CBC_') === true
      ? 'The server agrees: records are encrypted first, and the MAC covers the ciphertext'
      : say`The server answers although ${at.facts.suite} is no CBC suite, which a client must refuse`,
  cookie: (at) =>
    at.from === 'server'
      ? say`${at.size} bytes that the server wants to see again, so that it need not remember this client`
      : say`The server’s ${at.size} bytes, sent back`,
  'client_hello:signed_certificate_timestamp': () =>
    'Asks for proofs that the certificate is in public logs (Certificate Transparency)',
  signed_certificate_timestamp: (at) =>
    say`${at.size} bytes of proofs that the certificate is in public logs (Certificate Transparency)`,
  padding: (at) =>
    say`${at.size} zeros that make the hello longer, because some middleboxes hang on hellos of 256 to 511 bytes`,
  post_handshake_auth: () =>
    'The client may be asked for its certificate after the handshake as well; without this a server must not ask then',
  certificate_authorities: (at) =>
    at.from === 'server'
      ? at.count === 0
        ? 'Empty: the server does not say from which authorities it takes certificates'
        : 'The authorities from which the server takes certificates; a client with one of another had better not send it'
      : 'The authorities that the client trusts, so that the server can pick the chain that fits',
  'certificate_authorities[]': (at) =>
    at.from === 'server'
      ? say`${at.means}: the server accepts client certificates from this authority`
      : say`${at.means}: the client trusts this authority`,
  oid_filters: () => 'What the client’s certificate must contain to be accepted',
  certificate_extension_oid: (at) => say`${at.hex} is the extension that the client’s certificate must have`,
  certificate_extension_values: (at) =>
    at.size === 0
      ? 'Empty: the extension may have any value'
      : say`${at.size} bytes that the extension must hold`,

  renegotiation_info: renegotiation,

  'client_hello:GREASE': (at) => greaseWords(at.field.parts?.[0]?.means ?? 'GREASE', 'extension'),
  extension_data: (at) =>
    at.size === 0
      ? 'Empty; GREASE comes with and without contents'
      : say`${at.size} bytes (${at.hex.slice(0, 16)}) of an extension that is passed over`,
};

const pointFormat = (at: Place): Words | undefined =>
  at.number === 0
    ? undefined
    : at.from === 'client'
      ? say`${at.number}: the client reads compressed points too, which nobody sends any more`
      : say`${at.number}: the server reads compressed points too, which nobody sends any more`;

function renegotiation(at: Place): Words {
  if (at.size > 0)
    return at.from === 'client'
      ? say`${at.size} bytes: verify_data of the client’s last Finished, which ties this handshake to the one before it`
      : say`${at.size} bytes: verify_data of both last Finished, which ties this handshake to the one before it`;
  if (at.from === 'client')
    return 'Empty in a first handshake: the client would tie a renegotiation to the handshake before it, so that nobody can put their own data in front (CVE-2009-3555)';
  return asked(at.facts, 'renegotiation_info')
    ? 'Empty, as in every first handshake: the server does the same; a client need not trust a server that leaves it out'
    : 'Empty: the server answers the signalling suite of the client';
}
