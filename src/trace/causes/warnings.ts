/** What a connection that works may still come to grief over: with this server later, or with other clients. */
import { say, type Words } from '../../wire/words.ts';
import type { TraceDocument } from '../document.ts';
import { listed } from '../text.ts';
import { briefly } from '../verdict-text.ts';
import { ownFault, sentOne } from './client-certificate.ts';
import { came, offerOf } from './offer.ts';
import { type Sent, sentChain } from './sent-chain.ts';

export interface Warning {
  /** A name that does not change with the wording. */
  readonly id: string;
  readonly what: Words;
}

/** Of a client that has not failed; none for a server. */
export function warningsOf(trace: TraceDocument): readonly Warning[] {
  if (trace.role === 'server' || trace.error) return [];
  return [...aboutOurs(trace), ...aboutProtocols(trace), ...aboutOthers(trace)];
}

/** nginx finishes the handshake whatever comes, and refuses the request. */
function* aboutOurs(trace: TraceDocument): Generator<Warning> {
  const fault = sentOne(trace) ? ownFault(trace) : undefined;
  if (fault) yield { id: fault.id, what: say`The server may refuse our certificate yet: ${fault.what}` };
}

function* aboutProtocols(trace: TraceDocument): Generator<Warning> {
  const { protocols } = offerOf(trace);
  if (protocols.length === 0 || trace.alpn !== null || trace.version === null) return;
  yield {
    id: 'no-application-protocol',
    what: say`The server chose none of the protocols that were offered: ${listed(protocols)}. Clients of HTTP/2 and gRPC give up here.`,
  };
}

/** What others refuse in certificates that are accepted here. */
function* aboutOthers(trace: TraceDocument): Generator<Warning> {
  if (!came(trace, 'certificate')) return;
  const sent = sentChain(trace);
  const [leaf] = sent;
  if (leaf?.isCa)
    yield {
      id: 'ca-as-server',
      what: say`${nameOf(leaf)} is a CA’s certificate: rustls and others take none for a server’s.`,
    };
  const negative = sent.find(({ entry }) => Number.parseInt(entry.serialNumber.slice(0, 2), 16) >= 0x80);
  if (negative)
    yield {
      id: 'negative-serial',
      what: say`The serial number of ${nameOf(negative)} is negative: Go 1.23 and later refuse to read it.`,
    };
  const nameless = sent.find(
    ({ entry, namesIssuerKey }) => !namesIssuerKey && entry.subject !== entry.issuer,
  );
  if (nameless)
    yield {
      id: 'no-authority-key-identifier',
      what: say`${nameOf(nameless)} has no authorityKeyIdentifier: Python 3.13 and later refuse it (RFC 5280 section 4.2.1.1).`,
    };
}

const nameOf = ({ entry }: Sent): string => `"${briefly(entry.subject)}"`;
