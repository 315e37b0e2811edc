/** A connection that could not be made, was cut, or fell silent: how far it got narrows down why. */
import { say, type Words } from '../../wire/words.ts';
import { attempts } from '../attempts.ts';
import type { ErrorDocument, TraceDocument } from '../document.ts';
import type { Try } from '../remedies.ts';
import { wrongName } from './alerts.ts';
import type { Find, Finding } from './finding.ts';
import { came, type Offer, offerOf, warningsIn } from './offer.ts';
import { tlsPortOf } from './ports.ts';

export const unreached: Find = (_trace, { reason }) => {
  const tries = ways[reason];
  return tries && { id: reason, tries };
};

const ways: Readonly<Record<string, readonly Try[]>> = {
  'connection-refused': [{ id: 'check-server', what: 'check that the server is running, and on this port' }],
  'name-not-found': [attempts.checkName],
  'connection-timeout': [{ ...attempts.wait, why: 'unless a firewall swallows what we send' }],
  unreachable: [{ id: 'check-server', what: 'check the address, and this machine’s routes and firewall' }],
  'connection-failed': [{ id: 'check-server', what: 'check the address, and that the server is running' }],
};

export const cut: Find = (trace, error) => {
  if (error.reason !== 'connection-cut') return undefined;
  if (came(trace, 'server_hello')) return cutLater(error);
  if (warningsIn(trace).includes('unrecognized_name')) {
    const { id, details = [], tries } = wrongName(offerOf(trace));
    return {
      id,
      details: ['Before that the server sent unrecognized_name (112) as a warning.', ...details],
      tries,
    };
  }
  const isReset = error.ending === 'reset';
  return {
    id: isReset ? 'reset-after-client-hello' : 'closed-after-client-hello',
    ...(isReset && { what: resetWhile(error) }),
    details: [
      isReset
        ? 'A reset in answer to a ClientHello is the work of a firewall or a load balancer more often than of a TLS server.'
        : 'A TLS server that refuses a ClientHello should say why with an alert; this one may not speak TLS, or want something before it.',
    ],
    tries: [...otherPort(trace), ...otherOffers(offerOf(trace)), attempts.checkPort],
  };
};

const resetWhile = ({ step, message }: ErrorDocument): Words =>
  step === null ? message : say`the connection was reset while we were ${step}`;

function cutLater(error: ErrorDocument): Finding {
  const isReset = error.ending === 'reset';
  return {
    id: isReset ? 'reset-in-handshake' : 'closed-in-handshake',
    ...(isReset && { what: resetWhile(error) }),
    tries: [attempts.serverLog],
  };
}

export const silence: Find = (trace, { reason }) => {
  if (reason !== 'handshake-timeout') return undefined;
  if (came(trace, 'server_hello'))
    return {
      id: 'silent-after-server-hello',
      details: [
        'The ServerHello came and the rest did not. The certificates behind it fill whole packets: something on the way may lose those that are too large for it, and the message that says so (an MTU black hole, RFC 2923).',
      ],
      tries: [
        {
          id: 'lower-mtu',
          what: 'lower the MTU of this machine’s interface to 1280 bytes and try again; if that helps, the path is to blame',
        },
        { ...attempts.wait, why: 'unless packets are lost on the way' },
      ],
    };
  return {
    id: 'silent-after-client-hello',
    details: [
      'The connection is open, and nothing at all came: the server may wait for plain text, or something may have swallowed our ClientHello.',
    ],
    tries: [
      ...otherPort(trace),
      ...otherOffers(offerOf(trace)),
      { ...attempts.wait, why: 'unless the server waits for plain text, which looks the same' },
    ],
  };
};

/** What was changed on our side first. */
const otherOffers = (offer: Offer): readonly Try[] =>
  offer.isOtherName
    ? [...attempts.name(offer), ...attempts.older(offer)]
    : [...attempts.older(offer), ...attempts.name(offer)];

function otherPort({ peer: { port } }: TraceDocument): readonly Try[] {
  const known = port === null ? undefined : tlsPortOf(port);
  return known ? [attempts.port(...known)] : [];
}
