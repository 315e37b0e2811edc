/**
 * Where to cut a stream of records, so that no piece holds many: full records are processed at the speed of their bytes,
 * but two thousand records of one byte must not be processed in one go.
 */
import { RECORD_HEADER } from '../record/record.ts';

/** Records processed in one go. */
const MOST_RECORDS = 200;

export class Pieces {
  /** For the current record: header bytes seen, the last two of them (its length), and how many bytes are to follow. */
  #seen = 0;
  #length = 0;
  #rest = 0;

  /** How many of these bytes, which follow the last piece, make the next one: at least one, if there are any. */
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
