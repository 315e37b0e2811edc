/**
 * Where a stream of records may be cut, so that no piece of it holds many: whole data is worked on at the speed of its
 * bytes, and two thousand records of one byte are not at once.
 */
import { RECORD_HEADER } from '../record/record.ts';

/** Records that are worked on at once. */
const MOST_RECORDS = 200;

export class Pieces {
  /** Of the record that has begun: bytes of its header that came, the last two (its length), and how many are to follow. */
  #seen = 0;
  #length = 0;
  #rest = 0;

  /** How many of these bytes, which follow those of the last piece, are the next one: at least one, if there are any. */
  next(bytes: Uint8Array): number {
    let at = 0;
    for (let records = 0; records < MOST_RECORDS && at < bytes.length; ) {
      if (this.#rest === 0) {
        // RFC 9846 section 5.1: the header ends with the length of what follows it.
        this.#length = ((this.#length << 8) | bytes[at++]!) & 0xffff;
        if (++this.#seen < RECORD_HEADER) continue;
        this.#seen = 0;
        this.#rest = this.#length;
      } else {
        const taken = Math.min(this.#rest, bytes.length - at);
        at += taken;
        this.#rest -= taken;
      }
      if (this.#rest === 0) records++;
    }
    return at;
  }
}
