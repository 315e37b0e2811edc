/**
 * What is at hand about revocation: CRLs and OCSP responses, given or fetched, of whatever certificates. Each is read once;
 * one that cannot be read is as good as none, and told when nothing else is known.
 */
import { decodePem } from '../../wire/pem.ts';
import { Malformed } from '../../wire/reader.ts';
import { readable } from '../certificate/readable.ts';
import { type Crl, parseCrl } from './crl.ts';
import { type BasicOcspResponse, type OcspResponse, parseOcspResponse } from './ocsp.ts';
import type { RevocationQuestion } from './revocation-question.ts';

export class Evidence {
  readonly crls: Crl[] = [];
  readonly responses: BasicOcspResponse[] = [];
  /** What is wrong with what was given and cannot be read, in a sentence each. */
  readonly unreadCrls: readonly string[];
  readonly unreadResponses: readonly string[];
  /** What responders said instead of an answer. */
  readonly unanswered: readonly string[];

  constructor({ crls = [], ocspResponses = [] }: RevocationQuestion) {
    const lists = crls.map(readCrl);
    const responses = ocspResponses.map(readResponse);
    this.crls.push(...lists.filter((each): each is Crl => !(each instanceof Unread)));
    this.responses.push(...responses.filter((each): each is BasicOcspResponse => !(each instanceof Unread)));
    this.unreadCrls = whys(lists.filter((each) => each instanceof Unread));
    const unread = responses.filter((each) => each instanceof Unread);
    this.unreadResponses = whys(unread.filter(({ isAnswer }) => isAnswer));
    this.unanswered = whys(unread.filter(({ isAnswer }) => !isAnswer));
  }

  /** Nothing was given, and nothing has been fetched. */
  get isEmpty(): boolean {
    const { crls, responses, unreadCrls, unreadResponses, unanswered } = this;
    return [crls, responses, unreadCrls, unreadResponses, unanswered].every(({ length }) => length === 0);
  }
}

const whys = (unread: readonly Unread[]): string[] => unread.map(({ why }) => why);

/** What is of no use for any certificate. */
export class Unread {
  /** @param isAnswer false for an OCSP response that is only a status, as a responder may send that is well */
  constructor(
    readonly why: string,
    readonly isAnswer = true,
  ) {}
}

/** RFC 5019 section 2.2.1 wants one statement in a response; whoever makes them ahead of time may put in more. */
const MOST_STATEMENTS = 64;

export function readResponse(der: Uint8Array): BasicOcspResponse | Unread {
  const response = readable<OcspResponse>(der, parseOcspResponse);
  if (response instanceof Malformed)
    return new Unread(`an OCSP response cannot be read: ${response.message}`);
  if (response.responseStatus !== 'successful')
    return new Unread(`an OCSP responder only says ${response.responseStatus}`, false);
  const { length } = response.responses;
  return length > MOST_STATEMENTS
    ? new Unread(
        `an OCSP response speaks of ${length} certificates, and no more than ${MOST_STATEMENTS} are read`,
      )
    : response;
}

/** DER, PEM as some publish it, or parsed. */
export function readCrl(given: Uint8Array | Crl): Crl | Unread {
  if (!(given instanceof Uint8Array)) return given;
  const crl = readable(given, (bytes) => parseCrl(bytes[0] === DASH ? derIn(bytes) : bytes));
  return crl instanceof Malformed ? new Unread(`a CRL cannot be read: ${crl.message}`) : crl;
}

const DASH = 0x2d;
const derIn = (pem: Uint8Array): Uint8Array => decodePem(new TextDecoder('latin1').decode(pem))[0]!.bytes;
