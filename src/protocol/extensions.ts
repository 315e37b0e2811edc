/**
 * The table of RFC 9846 section 4.3: which extension is allowed in which message, and with which body there.
 *
 * One row gives the field's type in each message, its reading and writing, the refusal of duplicates and of extensions in
 * the wrong message, and the annotated view. An extension that is not in the table is ignored when a client sends it, and
 * refused when a server does.
 */
import { empty, field, opaque, rest, struct, text, u8, u16, u32, vec } from '../wire/notation.ts';
import { CertificateStatusFields, CertificateStatusRequest } from './certificate-status.ts';
import { DistinguishedName } from './distinguished-name.ts';
import { type ExtensionsIn, extensions, type Table } from './extension-block.ts';
import { NamedGroup } from './numbers/groups.ts';
import { SignatureScheme } from './numbers/schemes.ts';
import { ProtocolVersion } from './numbers/versions.ts';

const ServerName = struct('RFC 6066 section 3', { nameType: u8, hostName: text(1, 65535) });

/** `struct { NamedGroup group; opaque key_exchange<1..2^16-1>; } KeyShareEntry;` */
const KeyShareEntry = struct('RFC 9846 section 4.3.8', {
  group: NamedGroup,
  keyExchange: opaque(1, 65535),
});

const PskIdentity = struct('RFC 9846 section 4.3.11', {
  identity: opaque(1, 65535),
  obfuscatedTicketAge: field(u32, 'The ticket’s age in milliseconds plus ticket_age_add, modulo 2^32.'),
});
const OfferedPsks = struct('RFC 9846 section 4.3.11', {
  identities: vec(PskIdentity, 7, 65535),
  binders: vec(opaque(32, 255), 33, 65535),
});

const OidFilter = struct('RFC 9846 section 4.3.5', {
  certificateExtensionOid: opaque(1, 255),
  certificateExtensionValues: opaque(0, 65535),
});

const protocols = vec(text(1, 255), 2, 65535);
const schemes = vec(SignatureScheme, 2, 65534);
const authorities = vec(DistinguishedName, 3, 65535);

export const Extensions = {
  serverName: {
    type: 0,
    rfc: 'RFC 6066 section 3',
    about: 'The name of the server that the client wants to reach, so that one address can serve many.',
    in: { CH: vec(ServerName, 1, 65535), EE: empty, SH12: empty },
  },
  statusRequest: {
    type: 5,
    rfc: 'RFC 6066 section 8, RFC 9846 section 4.5.1.1',
    about: 'Asks for a fresh OCSP response beside the certificate.',
    in: { CH: CertificateStatusRequest, CR: empty, CT: CertificateStatusFields, SH12: empty },
  },
  supportedGroups: {
    type: 10,
    rfc: 'RFC 9846 section 4.3.7',
    about: 'The groups for key exchange, most preferred first.',
    in: { CH: vec(NamedGroup, 2, 65535), EE: vec(NamedGroup, 2, 65535), SH12: rest },
  },
  ecPointFormats: {
    type: 11,
    rfc: 'RFC 8422 section 5.1.2',
    about: 'How points may be written; only the uncompressed form is left.',
    in: { CH: vec(u8, 1, 255), SH12: vec(u8, 1, 255) },
  },
  signatureAlgorithms: {
    type: 13,
    rfc: 'RFC 9846 section 4.3.3',
    about: 'The signatures that the sender can check in CertificateVerify.',
    in: { CH: schemes, CR: schemes },
  },
  applicationLayerProtocolNegotiation: {
    type: 16,
    rfc: 'RFC 7301 section 3.1',
    about: 'The application protocols that the client speaks; the server answers with one.',
    in: { CH: protocols, EE: protocols, SH12: protocols },
  },
  signedCertificateTimestamp: {
    type: 18,
    rfc: 'RFC 6962 section 3.3.1',
    about: 'Proof that the certificate is in public logs.',
    in: { CH: rest, CR: rest, CT: rest, SH12: rest },
  },
  padding: {
    type: 21,
    rfc: 'RFC 7685 section 3',
    about: 'Zeros that make the hello longer.',
    in: { CH: rest },
  },
  encryptThenMac: {
    type: 22,
    rfc: 'RFC 7366 section 2',
    about:
      'In a CBC suite of TLS 1.2 the MAC covers the ciphertext, so that nothing false is ever decrypted.',
    in: { CH: empty, SH12: empty },
  },
  extendedMainSecret: {
    type: 23,
    rfc: 'RFC 7627 section 5.1',
    about: 'Binds the TLS 1.2 main secret to the whole handshake.',
    in: { CH: empty, SH12: empty },
  },
  sessionTicket: {
    type: 35,
    rfc: 'RFC 5077 section 3.2',
    about: 'A TLS 1.2 session ticket to resume, or empty to ask for one.',
    in: { CH: rest, SH12: empty },
  },
  preSharedKey: {
    type: 41,
    rfc: 'RFC 9846 section 4.3.11',
    about: 'Keys that both sides may know already, each proved by a binder.',
    in: { CH: OfferedPsks, SH: u16 },
  },
  earlyData: {
    type: 42,
    rfc: 'RFC 9846 section 4.3.10',
    about: 'Data follows before the handshake is finished.',
    in: { CH: empty, EE: empty, NST: u32 },
  },
  supportedVersions: {
    type: 43,
    rfc: 'RFC 9846 section 4.3.1',
    about: 'The versions that the client speaks; the server answers with one. legacy_version no longer says.',
    in: { CH: vec(ProtocolVersion, 2, 254), SH: ProtocolVersion, HRR: ProtocolVersion },
  },
  cookie: {
    type: 44,
    rfc: 'RFC 9846 section 4.3.2',
    about: 'What the server wants to see again in the second ClientHello.',
    in: { CH: opaque(1, 65535), HRR: opaque(1, 65535) },
  },
  pskKeyExchangeModes: {
    type: 45,
    rfc: 'RFC 9846 section 4.3.9',
    about: 'Whether a pre-shared key may be used alone (0) or only with a key exchange (1).',
    in: { CH: vec(u8, 1, 255) },
  },
  certificateAuthorities: {
    type: 47,
    rfc: 'RFC 9846 section 4.3.4',
    about: 'The authorities whose certificates the sender accepts.',
    in: { CH: authorities, CR: authorities },
  },
  oidFilters: {
    type: 48,
    rfc: 'RFC 9846 section 4.3.5',
    about: 'What the client’s certificate must contain.',
    in: { CR: vec(OidFilter, 0, 65535) },
  },
  postHandshakeAuth: {
    type: 49,
    rfc: 'RFC 9846 section 4.3.6',
    about: 'The client may be asked for its certificate after the handshake.',
    in: { CH: empty },
  },
  signatureAlgorithmsCert: {
    type: 50,
    rfc: 'RFC 9846 section 4.3.3',
    about: 'The signatures that the sender can check in certificates.',
    in: { CH: schemes, CR: schemes },
  },
  keyShare: {
    type: 51,
    rfc: 'RFC 9846 section 4.3.8',
    about: 'Public keys for the key exchange; the server answers with one.',
    in: { CH: vec(KeyShareEntry, 0, 65535), SH: KeyShareEntry, HRR: NamedGroup },
  },
  renegotiationInfo: {
    type: 0xff01,
    rfc: 'RFC 5746 section 3.2',
    about: 'Binds a renegotiation to the handshake before it; empty in the first.',
    in: { CH: opaque(0, 255), SH12: opaque(0, 255) },
  },
} as const satisfies Table;

export type InClientHello = ExtensionsIn<typeof Extensions, 'CH'>;

export const inClientHello = extensions(Extensions, 'CH', { mayBeAbsent: true, last: 'preSharedKey' });
export const inServerHello = extensions(Extensions, 'SH');
export const inServerHello12 = extensions(Extensions, 'SH12', { mayBeAbsent: true });
export const inHelloRetryRequest = extensions(Extensions, 'HRR');
export const inEncryptedExtensions = extensions(Extensions, 'EE');
export const inCertificateEntry = extensions(Extensions, 'CT');
export const inCertificateRequest = extensions(Extensions, 'CR');
export const inNewSessionTicket = extensions(Extensions, 'NST');
