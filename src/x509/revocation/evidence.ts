/**
 * What is at hand about revocation: CRLs and OCSP responses, given or fetched, about any certificates. Each is read once;
 * an unreadable one counts as absent, and is mentioned when nothing else is known.
 */

import type { Steps, Turn } from '../../crypto/steps.ts';
import { decodePem } from '../../wire/pem.ts';
import { Malformed } from '../../wire/reader.ts';
import { say, type Words } from '../../wire/words.ts';
import { readable } from '../certificate/readable.ts';
import { type Crl, readCrl } from './crl.ts';
import { type BasicOcspResponse, type OcspResponse, parseOcspResponse } from './ocsp.ts';
import type { RevocationQuestion } from './revocation-question.ts';

export class Evidence {
  readonly crls: Crl[] = [];
  readonly responses: BasicOcspResponse[] = [];
  /** What is wrong with each given list that cannot be read, one sentence each. */
  readonly unreadCrls: Words[] = [];
  readonly unreadResponses: readonly Words[];
  /** What responders said instead of an answer. */
  readonly unanswered: readonly Words[];

  /** Lists not read yet. */
  #given: readonly (Uint8Array | Crl)[];

  constructor({ crls = [], ocspResponses = [] }: RevocationQuestion) {
    this.#given = crls;
    const responses = ocspResponses.map(readResponse);
    this.responses.push(...responses.filter((each): each is BasicOcspResponse => !(each instanceof Unread)));
    const unread = responses.filter((each) => each instanceof Unread);
    this.unreadResponses = whys(unread.filter(({ isAnswer }) => isAnswer));
    this.unanswered = whys(unread.filter(({ isAnswer }) => !isAnswer));
  }

  /** Reads what was given, on the first call. */
  *read(turn: Turn | undefined): Steps<void> {
    const given = this.#given;
    this.#given = [];
    for (const each of given) {
      const crl = yield* readList(each, turn);
      if (crl instanceof Unread) this.unreadCrls.push(crl.why);
      else this.crls.push(crl);
    }
  }

  /** Nothing was given or fetched. */
  get isEmpty(): boolean {
    const { crls, responses, unreadCrls, unreadResponses, unanswered } = this;
    return [crls, responses, unreadCrls, unreadResponses, unanswered].every(({ length }) => length === 0);
  }
}

const whys = (unread: readonly Unread[]): Words[] => unread.map(({ why }) => why);

/** Evidence that cannot be used for any certificate. */
export class Unread {
  /** @param isAnswer false for an OCSP response that is only a status, which a healthy responder may send */
  constructor(
    readonly why: Words,
    readonly isAnswer = true,
  ) {}
}

/** RFC 5019 section 2.2.1 wants one statement in a response; responders that sign in advance may put in more. */
const MOST_STATEMENTS = 64;

export function readResponse(der: Uint8Array): BasicOcspResponse | Unread {
  const response = readable<OcspResponse>(der, parseOcspResponse);
  if (response instanceof Malformed)
    return new Unread(say`an OCSP response cannot be read: ${response.message}`);
  if (response.responseStatus !== 'successful')
    return new Unread(say`an OCSP responder only says ${response.responseStatus}`, false);
  const { length } = response.responses;
  if (length <= MOST_STATEMENTS) return response;
  const tooMany = say`it covers ${length} certificates; the limit is ${MOST_STATEMENTS}`;
  return { ...response, defects: [...response.defects, String(tooMany)] };
}

/** DER, PEM as some publish it, or parsed. */
export function* readList(given: Uint8Array | Crl, turn: Turn | undefined): Steps<Crl | Unread> {
  if (!(given instanceof Uint8Array)) return given;
  try {
    return yield* readCrl(given[0] === DASH ? derIn(given) : given, turn);
  } catch (error) {
    if (error instanceof Malformed) return new Unread(say`a CRL cannot be read: ${error.message}`);
    throw error;
  }
}

const DASH = 0x2d;
const derIn = (pem: Uint8Array): Uint8Array => decodePem(new TextDecoder('latin1').decode(pem))[0]!.bytes;
