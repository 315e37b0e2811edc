/**
 * Tells observers the transcript's hash after each message. The first messages come before anybody knows which hash it will be;
 * theirs are told as soon as it is known.
 */
import type { ObservedEvent } from '../handshake/events.ts';
import type { Transcript } from '../schedule/transcript.ts';

export class TranscriptWatch {
  readonly #tell: (event: () => ObservedEvent) => void;
  /** Messages told so far, those included that are in no transcript. */
  #messages = 0;
  #transcript: Transcript | undefined;
  /** Messages of the transcript, by their numbers, whose hash has not been told. */
  #untold: number[] = [];

  constructor(tell: (event: () => ObservedEvent) => void) {
    this.#tell = tell;
  }

  /** A message was told. @param transcript that it was added to, if any */
  message(transcript: Transcript | undefined): void {
    const number = this.#messages++;
    if (!transcript) return;
    this.#transcript = transcript;
    this.#untold.push(number);
    this.tellAll();
  }

  /** Called before the messages of the transcript are dropped, too. */
  tellAll(): void {
    const hash = this.#transcript?.hash;
    const digests = hash && this.#transcript?.digestsOfLast(this.#untold.length);
    if (!digests) return;
    for (const [i, digest] of digests.entries()) {
      const message = this.#untold[i]!;
      this.#tell(() => ({ type: 'transcript', message, hash, digest }));
    }
    this.#untold = [];
  }
}
