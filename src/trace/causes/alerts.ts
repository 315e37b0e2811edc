/** The server's alerts that are not about certificates: what each says of our ClientHello, and what to offer instead. */
import { say, type Words } from '../../wire/words.ts';
import { attempts } from '../attempts.ts';
import type { Try } from '../remedies.ts';
import { listed } from '../text.ts';
import type { Find, Finding } from './finding.ts';
import { came, type Offer, offerOf } from './offer.ts';
import { isOfOldVersion, oldVersions } from './old-versions.ts';

export const alerted: Find = (trace, { reason, alert, sentBy }) => {
  if (reason !== 'alert-received' || sentBy !== 'server' || alert === null) return undefined;
  const offer = offerOf(trace);
  // What comes later is no answer to the offer.
  if (!came(trace, 'server_hello')) {
    if (isOfOldVersion(trace)) return oldVersions;
    return (Object.hasOwn(answers, alert) ? answers[alert]! : notUnderstood(alert))(offer);
  }
  return { id: idOf(alert), tries: later[alert] ?? [attempts.serverLog] };
};

/** `alert-decode-error`, `alert-200` */
const idOf = (alert: string): string =>
  `alert-${alert.startsWith('0x') ? Number(alert) : alert.replaceAll('_', '-')}`;

const answers: Readonly<Record<string, (offer: Offer) => Finding>> = {
  handshake_failure: nothingInCommon,
  insufficient_security: nothingInCommon,
  protocol_version: wrongVersion,
  unrecognized_name: wrongName,
  no_application_protocol: ({ protocols }) =>
    protocols.length === 0
      ? {
          id: 'application-protocol-required',
          tries: [
            {
              id: 'offer-protocols',
              what: 'offer a protocol',
              why: 'the server wants one, and none was offered',
            },
          ],
        }
      : {
          id: 'no-common-application-protocol',
          tries: [
            {
              id: 'offer-no-protocols',
              what: 'offer no protocol',
              why: 'to see whether the server needs one',
            },
            {
              id: 'offer-protocols',
              what: 'offer different protocols',
              why: say`the server speaks none of these: ${listed(protocols)}`,
            },
          ],
        },
  internal_error: (offer) => ({
    id: 'possibly-no-certificate-for-name',
    details: [
      'Something failed in the server; Go’s servers and others say this too when they have no certificate for a name.',
    ],
    tries: [...attempts.name(offer), ...attempts.older(offer)],
  }),
  access_denied: (offer) => ({
    id: 'access-denied',
    details: ['Something in front of the server does not let this client or this name through.'],
    tries: attempts.name(offer),
  }),
  ech_required: () => ({
    id: 'encrypted-client-hello-required',
    details: ['The server wants an encrypted ClientHello (RFC 9849), which handglass does not send.'],
    tries: [{ id: 'use-other-client', what: 'use a client that knows ECH, such as a browser' }],
  }),
  unknown_psk_identity: () => ({
    id: 'pre-shared-key-required',
    details: [
      'The server accepts only clients that share a key with it beforehand; handglass has none to offer.',
    ],
    tries: [{ id: 'use-other-client', what: 'use a client that has the server’s pre-shared key' }],
  }),
};

/** Five different causes give the same alert; what is offered on our side narrows them down. */
function nothingInCommon(offer: Offer): Finding {
  const { restrictions, serverName, isWidest } = offer;
  const id = 'nothing-in-common';
  const details: readonly Words[] = [
    'That is its answer to our ClientHello: it lacks a version, cipher suite, group or signature scheme that we offer, or a certificate for this name. The alert does not say which.',
  ];
  if (restrictions.length > 0)
    return { id, details, tries: [attempts.unrestricted(restrictions), ...attempts.name(offer)] };
  if (!isWidest)
    return { id, details, tries: [attempts.everything(serverName === undefined), ...attempts.name(offer)] };
  return {
    id: 'nothing-in-common-at-all',
    details: [
      'Every cipher suite that handglass speaks was on offer. Servers for pre-shared keys, anonymous or DSS suites, or with a certificate of another kind of key want what it never speaks.',
    ],
    tries: [...attempts.name(offer), attempts.serverLog],
  };
}

function wrongVersion({ versions, restrictions, serverName }: Offer): Finding {
  const why = say`the server does not speak ${listed(versions)}`;
  if (versions.length > 1)
    return {
      id: 'possibly-version-intolerant',
      details: [
        'A server that knows TLS 1.2 has to choose it where both are offered (RFC 5246 appendix E.1). This one stumbles over TLS 1.3, or it speaks only TLS 1.1 and older.',
      ],
      tries: [
        {
          id: 'offer-otherwise',
          version: 'TLS 1.2',
          isNamed: serverName === undefined,
          what: 'offer TLS 1.2 alone',
          why: 'some servers, and boxes in between, stumble over an offer of TLS 1.3',
        },
      ],
    };
  const other = versions.includes('TLS 1.3') ? 'TLS 1.2' : 'TLS 1.3';
  return {
    id: 'no-common-version',
    tries: restrictions.includes('versions')
      ? [attempts.unrestricted(['versions', 'keyExchanges', 'cipherSuites'])]
      : [{ id: 'offer-version', version: other, what: say`offer ${other}`, why }],
  };
}

export function wrongName(offer: Offer): Finding {
  const { serverName } = offer;
  return serverName === undefined
    ? {
        id: 'name-required',
        details: ['No server_name was sent, because the target is an address (RFC 6066 section 3).'],
        tries: [attempts.named],
      }
    : {
        id: 'unknown-name',
        details: [say`The server has nothing under the name that was asked for, ${serverName}.`],
        tries: [...attempts.name(offer), attempts.checkName],
      };
}

/** Whatever else comes in answer to a ClientHello: something in it is what this server, or a box before it, stumbles over. */
const notUnderstood =
  (alert: string) =>
  (offer: Offer): Finding => ({
    id: idOf(alert),
    details: ['It is the answer to our ClientHello: the server does not take it as it is.'],
    tries: [...attempts.older(offer), attempts.serverLog],
  });

/** Behind the ServerHello the offer is no longer the question. */
const later: Readonly<Record<string, readonly Try[]>> = {
  decrypt_error: [attempts.changedBytesOrKey],
  bad_record_mac: [attempts.changedBytes],
};
