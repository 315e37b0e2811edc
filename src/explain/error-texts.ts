/**
 * What programs say when a handshake fails, found inside whatever was pasted, and what lies behind it.
 *
 * The texts are those of OpenSSL 1.1 and 3, GnuTLS, curl, Node, Python, Java and Go; different programs say the same of
 * different causes, and one program says the same of several.
 */
import type { ErrorText, Explanation } from './explanation.ts';
import { vagueTexts } from './vague-texts.ts';

const texts: readonly ErrorText[] = [
  {
    id: 'no-path',
    title: 'no path to a trusted CA',
    texts: [
      /unable to verify the first certificate/i,
      /unable to get (?:local )?issuer certificate/i,
      /UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?/,
      /certificate issuer is unknown/i,
      /\bissuer is unknown/i,
      /PKIX path building failed/i,
      /unable to find valid certification path/i,
      /signed by unknown authority/i,
      /Verify return code: 2[01]\b|verify error:num=2[01]\b/,
    ],
    says: [
      'No path was found from the server’s certificate to a CA that is trusted here.',
      'Two causes look alike in every program: the server leaves out its intermediate certificate, or its chain is complete and ends at a CA that is not in the trust store.',
      'Look at how many certificates the server sends: one alone, which a CA below the root issued, means that the intermediate is missing. Browsers hide it, since they fetch or remember intermediates.',
    ],
  },
  {
    id: 'self-signed',
    title: 'a self-signed certificate',
    texts: [
      /DEPTH_ZERO_SELF_SIGNED_CERT/,
      /SELF_SIGNED_CERT_IN_CHAIN/,
      /self[- ]signed certificate/i,
      /Verify return code: 1[89]\b|verify error:num=1[89]\b/,
    ],
    says: [
      'The server’s certificate is signed with its own key, or the chain ends at a root that is not trusted here.',
      'Trust that certificate or that root by name, if it is the expected one; a box that inspects TLS, or a default certificate of a server without a host of this name, looks the same.',
    ],
  },
  {
    id: 'expired',
    title: 'an expired certificate',
    texts: [
      /CERT_HAS_EXPIRED/,
      /certificate (?:has|is) expired/i,
      /certificate chain uses expired/i,
      /certificate has expired or is not yet valid/i,
      /Verify return code: 10\b|verify error:num=10\b/,
    ],
    says: [
      'A certificate in the path is past its end. It may be the server’s own, an intermediate or a root.',
      'When it was renewed on disk, the server may not have read it again yet.',
    ],
  },
  {
    id: 'not-yet-valid',
    title: 'a certificate that is not valid yet',
    texts: [
      /CERT_NOT_YET_VALID/,
      /certificate is not yet valid/i,
      /not yet activated/i,
      /Verify return code: 9\b|verify error:num=9\b/,
    ],
    says: ['A certificate begins to be valid later than now; often the clock of this machine is wrong.'],
  },
  {
    id: 'outside-validity',
    title: 'a certificate outside its dates',
    texts: [/validity check failed/i],
    says: ['Java says this of a certificate that has expired and of one that is not valid yet alike.'],
  },
  {
    id: 'wrong-name',
    title: 'a certificate for another name',
    texts: [
      /ERR_TLS_CERT_ALTNAME_INVALID/,
      /hostname mismatch/i,
      /Hostname\/IP does not match certificate/i,
      /no alternative certificate subject name matches/i,
      /certificate is (?:not )?valid for .{0,300}, not /i,
      /No subject alternative (?:DNS )?names? (?:matching|present)/i,
      /name in the certificate does not match/i,
      /Verify return code: 62\b|verify error:num=62\b/,
    ],
    says: [
      'The certificate is for other names than the one that was asked for.',
      'The name counts that was typed, not the one that the address has in the DNS; an IP address needs an entry of its own kind in the certificate.',
    ],
  },
  {
    id: 'common-name-only',
    title: 'a name in the common name alone',
    texts: [/relies on legacy Common Name/i],
    says: [
      'The certificate has no subjectAltName, and the common name counts for nothing (RFC 9525 section 6.3). OpenSSL, Java and Node still look at it; Go and browsers do not.',
    ],
  },
  {
    id: 'name-constraints',
    title: 'a name that the CA may not certify',
    texts: [
      /permitted subtree violation|excluded subtree violation/i,
      /violates the signer.?s constraints/i,
      /is not permitted by any constraint|is excluded by constraint/i,
      /Verify return code: 4[78]\b|verify error:num=4[78]\b/,
    ],
    says: [
      'A CA in the path may certify certain names alone (nameConstraints), and this one is not among them.',
    ],
  },
  {
    id: 'weak-key',
    title: 'a key that is too short',
    texts: [/(?:EE|CA) certificate key too weak/i, /Verify return code: 6[67]\b|verify error:num=6[67]\b/],
    says: ['A key in the path is too short: an RSA key below 2048 bits, for the most part.'],
  },
  {
    id: 'weak-signature',
    title: 'a signature with a broken hash',
    texts: [
      /signature digest algorithm too weak|CA md too weak|ca md too weak/i,
      /insecure algorithm/i,
      /SHA1-RSA|because of "x509: cannot verify signature: insecure algorithm/i,
      /Verify return code: 68\b|verify error:num=68\b/,
    ],
    says: ['A certificate in the path is signed with SHA-1 or MD5, for which signatures can be forged.'],
  },
  {
    id: 'wrong-purpose',
    title: 'a certificate for another purpose',
    texts: [
      /unsuitable certificate purpose|unsupported certificate purpose|INVALID_PURPOSE/i,
      /incompatible key usage/i,
      /Extended key usage does not permit/i,
      /Verify return code: 26\b|verify error:num=26\b/,
    ],
    says: [
      'The certificate may not be used for this: one for servers used by a client, or the reverse (extended key usage).',
      'Public CAs no longer certify clients since 2026: a certificate renewed there has lost clientAuth.',
    ],
  },
  {
    id: 'revoked',
    title: 'a revoked certificate',
    texts: [/CERT_REVOKED|certificate (?:has been |was |is )?revoked/i],
    says: ['Its CA has revoked the certificate, in a CRL or an OCSP response.'],
  },
  {
    id: 'unspecified',
    title: 'UNSPECIFIED',
    texts: [/\bUNSPECIFIED\b/],
    says: [
      'Node has no name of its own for what OpenSSL found wrong with the certificate, such as name constraints or a weak signature.',
    ],
  },
  {
    id: 'key-mismatch',
    title: 'a private key that does not belong to the certificate',
    texts: [
      /key values mismatch/i,
      /unable to set private key file/i,
      /private key does not match public key/i,
      /X509_check_private_key/,
    ],
    says: [
      'The private key does not belong to the first certificate in the file.',
      'Often the key is right and the order in the file is not: the own certificate comes first, the intermediates after it.',
    ],
  },
  {
    id: 'old-signature-algorithm',
    title: 'a peer that signs only in old ways',
    texts: [
      /legacy sigalg disallowed or unsupported/i,
      /no suitable signature algorithm/i,
      /wrong signature type/i,
    ],
    says: [
      'The server answers with TLS 1.0 or 1.1, whose signatures rest on SHA-1, or offers no signature algorithm that is still accepted.',
    ],
  },
  {
    id: 'unsupported-version',
    title: 'no version in common',
    texts: [
      /unsupported protocol|tlsv1 alert protocol version|protocol version not supported/i,
      /server selected unsupported protocol version|client offered only unsupported versions/i,
      /No appropriate protocol/i,
    ],
    says: ['One side speaks only versions of TLS that the other does not, or may not, speak.'],
  },
  {
    id: 'small-dh',
    title: 'a small Diffie-Hellman group',
    texts: [/dh key too small/i, /Diffie-Hellman prime.{0,80}(?:too small|not acceptable)/i],
    says: [
      'The server’s DHE modulus is too short, 1024 bits for the most part: somebody with much computing power can break it once for all connections (Logjam).',
    ],
  },
  {
    id: 'legacy-renegotiation',
    title: 'no secure renegotiation',
    texts: [/unsafe legacy renegotiation disabled/i],
    says: [
      'The server does not know renegotiation_info (RFC 5746); OpenSSL 3 no longer speaks with such servers.',
    ],
  },
  {
    id: 'not-tls',
    title: 'an answer that is not TLS',
    texts: [
      /wrong version number|WRONG_VERSION_NUMBER/,
      /first record does not look like a TLS handshake/i,
      /Unsupported or unrecognized SSL message/i,
      /unexpected TLS packet was received/i,
      /packet length too long|http request|plain HTTP request/i,
      /Not an SSL\/TLS record/i,
    ],
    says: [
      'What came is not TLS: its first bytes were read as a record, and make no sense as one. It has nothing to do with versions.',
      'Something else listens on that port: plain HTTP, or a service that greets in plain text and wants STARTTLS first.',
    ],
  },
  {
    id: 'reset',
    title: 'a reset connection',
    texts: [/ECONNRESET|ConnectionResetError|Connection reset|errno[= ]?104|Recv failure/i],
    says: [
      'The other side, or a box between, tore the TCP connection down.',
      'Right after the ClientHello a filter is likely that does not like the name, the size or the version of the hello; after a client’s certificate, a server that refuses it without an alert.',
    ],
  },
  {
    id: 'closed',
    title: 'a connection that was closed in the middle',
    texts: [
      /unexpected eof while reading/i,
      /EOF occurred in violation of protocol/i,
      /SSL_ERROR_SYSCALL/,
      /before secure TLS connection was established/i,
      /Remote host terminated the handshake/i,
      /non-properly terminated/i,
      /Error in the pull function/i,
      /(?:^|\s)(?:unexpected )?EOF\s*$/m,
    ],
    says: [
      'The connection was closed without close_notify, so that nobody knows whether it was meant.',
      'During the handshake many servers close when they do not like a certificate or have no host of that name.',
    ],
  },
  {
    id: 'silence',
    title: 'no answer',
    texts: [
      /handshake timeout|TLS handshake timed out|Operation timed out|i\/o timeout|context deadline exceeded/i,
    ],
    says: [
      'Nothing came within the time. A hello of more than one packet is lost in some networks; try TLS 1.2 alone, whose hello is small.',
    ],
  },
  {
    id: 'client-certificate-required-by-http',
    title: 'a client certificate that HTTP asks for',
    texts: [/No required SSL certificate was sent|The SSL certificate error/i],
    says: [
      'nginx finishes the handshake even with a client certificate that it does not accept, and answers the request with 400. Its log on level info tells why.',
    ],
  },
];

/** Every error text that stands in what was pasted, in the order in which they come there. */
export const errorTextsIn = (pasted: string): readonly Explanation[] => inOrder(texts, pasted);

/** Those that say that something failed, and not what. */
export const vagueTextsIn = (pasted: string): readonly Explanation[] => inOrder(vagueTexts, pasted);

const inOrder = (known: readonly ErrorText[], pasted: string): readonly Explanation[] =>
  known
    .flatMap((error) => {
      const places = error.texts.map((text) => pasted.search(text)).filter((at) => at >= 0);
      return places.length === 0 ? [] : [{ at: Math.min(...places), error }];
    })
    .sort((a, b) => a.at - b.at)
    .map(({ error: { id, title, says } }) => ({ id: `error/${id}`, kind: 'error text', title, says }));
