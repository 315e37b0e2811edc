/**
 * How `handglass serve` answers a client: an HTTP GET with the story of its handshake, anything else with an echo. What
 * follows the answer is discarded.
 */
import type { Transport } from '../node/transport.ts';
import { jsonText } from '../trace/json-text.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import { story } from '../trace/story.ts';
import { plainStyle } from '../trace/text.ts';

/** Bytes of a request that are examined before it is answered. */
const LONGEST_REQUEST = 2 ** 14;

export class Answer {
  readonly #trace: TraceRecorder;
  readonly #transport: Transport;
  #is: 'undecided' | 'request' | 'echo' | 'done' = 'undecided';
  #request = '';

  constructor(trace: TraceRecorder, transport: Transport) {
    this.#trace = trace;
    this.#transport = transport;
  }

  /** Whether the client has said anything yet. */
  get heard(): boolean {
    return this.#is !== 'undecided' || this.#request !== '';
  }

  /** @param progress called when the system has accepted what was sent */
  take(data: Uint8Array, progress: () => void): void {
    // Something earlier in the same turn may have made the engine fail, or us close.
    if (this.#is === 'done' || !this.#transport.writable) return;
    if (this.#is === 'echo') this.#echo(data, progress);
    else this.#read(data, progress);
  }

  #read(data: Uint8Array, progress: () => void): void {
    // The end of the headers may be split anywhere, so the three bytes before the new ones are examined again.
    const from = Math.max(0, this.#request.length - 3);
    this.#request += Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
    const request = this.#request;
    if (this.#is === 'undecided' && request.length > 0) {
      if (!request.startsWith('GET '.slice(0, request.length))) this.#is = 'echo';
      else if (request.length >= 4) this.#is = 'request';
    }
    if (this.#is === 'echo' || request.length > LONGEST_REQUEST) {
      this.#is = 'echo';
      this.#request = '';
      this.#echo(Buffer.from(request, 'latin1'), progress);
    } else if (/\r?\n\r?\n/.test(request.slice(from))) {
      this.#is = 'done';
      this.#request = '';
      this.#transport.write(Buffer.from(responseTo(request, this.#trace)), progress);
      this.#transport.end();
    }
  }

  #echo(data: Uint8Array, progress: () => void): void {
    const room = this.#transport.write(data, () => {
      this.#transport.resume();
      progress();
    });
    if (!room) this.#transport.pause();
  }
}

function responseTo(request: string, trace: TraceRecorder): string {
  const document = trace.document();
  const wantsJson = /^accept:.*application\/json/im.test(request);
  const body = wantsJson ? `${jsonText(document, 2)}\n` : story(document, plainStyle);
  return [
    'HTTP/1.1 200 OK',
    `Content-Type: ${wantsJson ? 'application/json' : 'text/plain; charset=utf-8'}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
