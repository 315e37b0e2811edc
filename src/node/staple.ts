/**
 * The OCSP responses that we staple: from the option `ocspResponse`, or from a listener for a server's 'OCSPRequest', as in
 * node:tls.
 */
import type { EventEmitter } from 'node:events';
import { equal } from '../crypto/equal.ts';
import { WrongContents, wantedIn } from '../files/index.ts';
import type { Credential } from '../options/engine.ts';
import { say } from '../wire/words.ts';
import { type Certificate, parseOcspResponse } from '../x509/index.ts';
import { coded, unusableOption } from './errors.ts';
import { bytesOf, type CertificateSource } from './trust.ts';

export interface Staple {
  readonly der: Uint8Array;
  /** The certificates that it covers. */
  readonly of: readonly Certificate[];
}

/** The option. Throws a TypeError with a code. */
export function staplesFrom(
  sources: readonly CertificateSource[],
  certificates: readonly Certificate[],
): readonly Staple[] {
  return sources.map((source) => {
    try {
      return stapleIn(bytesOf(source), certificates);
    } catch (error) {
      throw unusableOption('ocspResponse', error);
    }
  });
}

/**
 * A response in a file. It must cover one of these certificates; whether it is good is for the peer to judge. Throws
 * WrongContents.
 */
export function stapleIn(file: Uint8Array, certificates: readonly Certificate[]): Staple {
  const [first, more] = wantedIn(file, 'ocsp-response');
  if (more) throw new WrongContents('holds more than one response, and one is needed');
  const der = first!.der!;
  const response = parseOcspResponse(der);
  if (response.responseStatus !== 'successful')
    throw new WrongContents(say`holds no answer: the responder said ${response.responseStatus}`);
  const speaksOf = ({ serialNumber }: Certificate): boolean =>
    response.responses.some(({ certID }) => equal(certID.serialNumber, serialNumber));
  const of = certificates.filter(speaksOf);
  if (of.length === 0) throw new WrongContents('says nothing about the certificate that it is for');
  return { der, of };
}

/**
 * A credential whose response comes from a listener for 'OCSPRequest'; without an answer its own is used.
 *
 * @param issuerOf its issuer in DER, if known
 * @param fail called with a listener's error, which ends the connection as in node:tls
 */
export function askedFor(
  server: EventEmitter,
  credential: Credential,
  issuerOf: () => Uint8Array | undefined,
  fail: (error: Error) => void,
): Credential {
  const own = credential.ocspResponse;
  const ocspResponse = async (): Promise<Uint8Array | undefined> => {
    const response = await listenerOf(server, credential.chain[0]!, issuerOf()).catch(fail);
    return response ?? (typeof own === 'function' ? own() : own);
  };
  return { ...credential, ocspResponse };
}

function listenerOf(
  server: EventEmitter,
  certificate: Uint8Array,
  issuer: Uint8Array | undefined,
): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const answer = (error: Error | null, response?: Uint8Array | null): void => {
      if (error) reject(error);
      else if (response && !(response instanceof Uint8Array))
        reject(
          coded(new TypeError('OCSPRequest was answered with what is not bytes'), 'ERR_INVALID_ARG_TYPE'),
        );
      else resolve(response ?? undefined);
    };
    server.emit('OCSPRequest', Buffer.from(certificate), issuer ? Buffer.from(issuer) : null, answer);
  });
}
