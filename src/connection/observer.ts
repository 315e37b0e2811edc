/** Somebody who observes a connection, as its parts see them. */
import type { ObservedEvent } from '../handshake/events.ts';
import { TranscriptWatch } from './transcript-watch.ts';

export class Observer {
  readonly transcripts: TranscriptWatch;

  /** @param now monotonic milliseconds */
  constructor(
    readonly tell: (event: () => ObservedEvent) => void,
    readonly now: () => number,
  ) {
    this.transcripts = new TranscriptWatch(tell);
  }
}
