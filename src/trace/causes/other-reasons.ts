/** What our own side found wrong with the server's answers. */
import { attempts } from '../attempts.ts';
import type { TraceDocument } from '../document.ts';
import type { Try } from '../remedies.ts';
import type { Find, Finding } from './finding.ts';
import { offerOf } from './offer.ts';
import { oldVersions } from './old-versions.ts';

export const otherReasons: Find = (trace, { reason }) => reasons[reason]?.(trace);

const reasons: Readonly<Record<string, (trace: TraceDocument) => Finding>> = {
  'old-version': () => oldVersions,
  'no-common-version': (trace) => {
    const { restrictions, versions } = offerOf(trace);
    return {
      id: 'no-common-version',
      tries: restrictions.includes('versions')
        ? [attempts.unrestricted(['versions', 'keyExchanges', 'cipherSuites'])]
        : [
            {
              id: 'offer-version',
              version: versions.includes('TLS 1.3') ? 'TLS 1.2' : 'TLS 1.3',
              what: 'offer the other version',
            },
          ],
    };
  },
  'bad-compression': () => ({
    id: 'compression',
    details: [
      'TLS 1.3 has no compression, and TLS 1.2 is spoken without it: how well secrets compress beside guesses of an attacker gives them away (CRIME).',
    ],
    tries: [{ id: 'update-server', what: 'turn TLS compression off in the server, or update it' }],
  }),
  'bad-record-mac': () => ({ id: 'bytes-changed', tries: [attempts.changedBytes] }),
  'bad-signature': () => ({
    id: 'bad-signature',
    tries: [
      {
        id: 'repeat',
        what: 'try again: bytes were changed on the way, or the server uses a key that is not its certificate’s',
      },
    ],
  }),
  'renegotiation-refused': (trace) => ({
    id: 'renegotiation-refused',
    details: [
      'The server sent HelloRequest: it wants a new handshake inside this connection, most often to ask for a client certificate for one path. handglass does not renegotiate (RFC 9325 section 3.5).',
    ],
    tries: offerOf(trace).restrictions.includes('versions')
      ? [attempts.unrestricted(['versions'])]
      : [
          {
            id: 'check-server',
            what: 'let the server ask for the certificate in its first handshake, or by TLS 1.3',
          },
        ],
  }),
  'suite-not-offered': notOffered,
  'group-not-offered': notOffered,
  'weak-modulus': (trace) => ({
    id: 'weak-modulus',
    tries: [
      ...unrestricted(trace),
      { id: 'update-server', what: 'give the server a larger group for DHE, or let it use ECDHE' },
    ],
  }),
};

const unrestricted = (trace: TraceDocument): readonly Try[] => {
  const { restrictions } = offerOf(trace);
  return restrictions.length > 0 ? [attempts.unrestricted(restrictions)] : [];
};

/** It is not choosing: it answers whatever comes with what it was told. */
function notOffered(trace: TraceDocument): Finding {
  return { id: 'chose-what-was-not-offered', tries: [...unrestricted(trace), attempts.serverLog] };
}
