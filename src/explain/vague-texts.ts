/**
 * What programs say that only tells that it failed, and never why: the text that is met most often among them. It is explained
 * where nothing in what was pasted says more.
 */
import type { ErrorText } from './explanation.ts';

export const vagueTexts: readonly ErrorText[] = [
  {
    id: 'not-verified',
    title: 'a certificate that was not accepted',
    texts: [
      /certificate[ _]verif(?:y|ication)[ _](?:failed|error)/i,
      /SSL certificate problem/i,
      /Peer certificate cannot be authenticated/i,
      /The certificate is NOT trusted/i,
      /\bcurl:?\s+(?:error\s+)?\(?60\b|^\s*\(60\)/i,
    ],
    says: [
      'One side checked the other’s certificate and refused it. These words only say that it did, and not why.',
      'The reason stands behind them or in another line of the log: "unable to get local issuer certificate", "self-signed certificate in certificate chain", "certificate has expired", "Hostname mismatch". Each of these is explained too.',
      'Where there is no reason, most often the CA is not in the trust store, or the server leaves out its intermediate certificate. A handshake with handglass names every check that fails.',
      'To switch the check off makes the error go away, and anybody in between can then be the server.',
    ],
  },
  {
    id: 'curl-35',
    title: 'curl (35): a handshake that broke off',
    texts: [/\bcurl:?\s+(?:error\s+)?\(?35\b|^\s*\(35\)/i, /SSL connect error/i],
    says: [
      'curl ends with 35 when the handshake breaks off: one side sent an alert, the connection was reset or closed, or the answer was not TLS.',
      'The words behind the number say which of them it was. A certificate that curl itself refuses is 60.',
    ],
  },
  {
    id: 'curl-56',
    title: 'curl (56): an end while reading',
    texts: [
      /\bcurl:?\s+(?:error\s+)?\(?56\b|^\s*\(56\)/i,
      /Failure (?:when|with) receiving data from the peer/i,
    ],
    says: [
      'curl ends with 56 when a connection that stood fails while it reads.',
      'In TLS 1.3 the client is done with its handshake before the server has looked at its certificate: a server that misses one, or refuses it, says so only now, with an alert such as certificate_required (116).',
    ],
  },
];
