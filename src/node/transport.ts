/**
 * One connection on one socket: what is read is fed, what the engine has to send is written, what happened is handed
 * out in order, and nothing grows without bound on either side.
 *
 * Decisions: the end of the socket without close_notify is a cut (RFC 9846 section 6.1), never an end. Behind a fatal
 * alert of ours the socket is half-closed and what still comes is read and thrown away, for a bounded time and amount:
 * closing a TCP socket with unread bytes resets it, and the reset destroys the alert on the way (RFC 1122 section
 * 4.2.2.13). An async iterator over events was refused: the engine's order of output before events would be lost.
 */
import type { Duplex } from 'node:stream';
import type { Connection } from '../connection/connection.ts';
import type { Event } from '../handshake/events.ts';
import type { TlsError } from '../protocol/errors.ts';

/** What a connection needs of the machine: the options `now` and `onProgress` of ConnectionOptions. */
export interface Hooks {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly onProgress: () => void;
}

export interface Handlers {
  /** Every event of the connection, in order. May call every method of the transport. */
  onEvent(event: Event): void;
  /**
   * The socket is closed and nothing follows.
   *
   * @param cause what the socket failed with, if it failed
   */
  onClose?(cause: Error | undefined): void;
}

/** Milliseconds, and bytes, for which a socket is drained before it is closed. */
const DRAIN_TIME = 2000;
const DRAIN_AMOUNT = 2 ** 22;
/** Bytes of the engine's own (answers to KeyUpdates, alerts) that may wait before the peer is read no further. */
const MOST_OWN_BYTES = 2 ** 16;

export class Transport {
  readonly connection: Connection;
  readonly #socket: Duplex;
  readonly #handlers: Handlers;
  /** `abandoned` is draining, or being destroyed, without anybody who would hear of it. */
  #state: 'running' | 'draining' | 'abandoned' | 'closed' = 'running';
  #settling = false;
  #consumerBehind = false;
  /** Our close_notify is out, and the socket half-closed behind it. */
  #ended = false;
  /** The socket has ended; the engine is told when it is not waiting for a promise. */
  #socketEnded = false;
  #cause: Error | undefined;
  #ownBytes = 0;
  #drained = 0;
  #timer: { readonly at: number; readonly handle: NodeJS.Timeout } | undefined;

  /**
   * @param socket connected; a net.Socket should allow half-open connections, or it closes before we have answered
   * @param create makes the connection; it is called at once. Events come from the next tick on
   */
  constructor(socket: Duplex, create: (hooks: Hooks) => Connection, handlers: Handlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    this.connection = create({ now: () => performance.now(), onProgress: () => this.#settle() });
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
    process.nextTick(() => {
      if (socket.destroyed) this.#onClose();
      else this.#settle();
    });
  }

  /** Whether {@link write} takes application data now. */
  get writable(): boolean {
    return !this.#ended && this.#state === 'running' && this.connection.writable;
  }

  /**
   * Sends application data. Throws TlsError 'misuse' while the connection is not open.
   *
   * @param done called when the bytes have been handed to the system
   * @returns false when the writer should wait for `done`
   */
  write(data: Uint8Array, done?: () => void): boolean {
    this.connection.write(data);
    const room = this.#flush(done);
    this.#settle();
    return room;
  }

  /**
   * Sends close_notify and half-closes the socket. The peer may go on to send.
   *
   * @param done called when everything has been handed to the system
   */
  end(done?: () => void): void {
    if (done) this.#whenWritten(done);
    if (this.#ended || this.#state !== 'running') return;
    this.#ended = true;
    this.connection.close();
    this.#flush();
    this.#socket.end();
    this.#settle();
    if (this.connection.peerClosed) this.#drain();
  }

  /** Ends, and throws away what the peer still sends, for a bounded time. Nothing more is handed out but `onClose`. */
  abandon(): void {
    this.end();
    this.#drain();
    if (this.#state === 'draining') this.#state = 'abandoned';
  }

  /** Says close_notify (RFC 9846 section 6.1) and closes the socket behind it, without waiting for the peer. */
  leave(): void {
    if (this.#state !== 'running') return;
    this.#state = 'abandoned';
    this.#clearTimer();
    this.connection.close();
    this.#flush();
    this.#socket.end();
    this.#destroyWhenWritten();
    this.#limitDrain();
  }

  /** TLS 1.3: changes our keys, and asks the peer for the same. Throws TlsError 'misuse' in TLS 1.2. */
  updateKeys(requestPeer = false): void {
    this.connection.updateKeys(requestPeer);
    this.#settle();
  }

  /** Closes the socket at once and hands out nothing more but `onClose`. To the peer this is a cut. */
  destroy(): void {
    if (this.#state === 'closed') return;
    this.#state = 'abandoned';
    this.#clearTimer();
    this.#socket.destroy();
  }

  /** Stops reading from the socket: the consumer is behind. */
  pause(): void {
    this.#consumerBehind = true;
    this.#regulate();
  }

  resume(): void {
    this.#consumerBehind = false;
    this.#regulate();
  }

  readonly #onData = (bytes: Uint8Array): void => {
    if (this.#state === 'running') {
      this.connection.feed(bytes);
      this.#settle();
    } else {
      this.#drained += bytes.length;
      if (this.#drained > DRAIN_AMOUNT) this.#socket.destroy();
    }
  };

  readonly #onEnd = (): void => {
    this.#socketEnded = true;
    if (this.#state === 'running') this.#settle();
    else this.#destroyWhenWritten();
  };

  /** 'close' always follows. */
  readonly #onError = (error: Error): void => {
    this.#cause ??= error;
  };

  readonly #onClose = (): void => {
    if (this.#state === 'closed') return;
    if (this.#state === 'running') {
      this.connection.end();
      this.#settle();
    }
    this.#state = 'closed';
    this.#clearTimer();
    this.#handlers.onClose?.(this.#cause);
  };

  /** Brings the socket up to what the engine says. Output goes first, so that an alert is on its way when it is told. */
  #settle(): void {
    if (this.#settling) return;
    this.#settling = true;
    try {
      for (;;) {
        this.#flush();
        // What came before the end may still wait behind a promise, and explain it.
        if (this.#socketEnded && !this.connection.paused) this.connection.end();
        const events = this.connection.takeEvents();
        if (events.length === 0) break;
        for (const event of events) this.#hand(event);
      }
    } finally {
      this.#settling = false;
    }
    if (this.#state !== 'running') return;
    this.#regulate();
    this.#setTimer();
  }

  #hand(event: Event): void {
    if (this.#state === 'abandoned' || this.#state === 'closed') return;
    const failed = event.type === 'failed' ? event.error : undefined;
    if (failed) failed.cause ??= failed.reason === 'connection-cut' ? this.#cause : undefined;
    this.#handlers.onEvent(event);
    if (failed) this.#giveUp(failed);
    if (event.type === 'end') this.#peerEnded();
  }

  #peerEnded(): void {
    if (this.#ended) this.#drain();
  }

  #giveUp({ alert, sentBy, reason }: TlsError): void {
    if (reason === 'connection-cut') {
      this.#state = 'draining';
      this.#clearTimer();
      this.#socket.destroy();
      return;
    }
    this.#flush();
    this.#socket.end();
    // Nothing of ours is on the way that a reset could destroy, and the peer has said its last word or none at all.
    if (alert === undefined || sentBy === 'peer') this.#socketEnded = true;
    this.#drain();
    this.#limitDrain();
  }

  /** Both directions are done for: what is written goes out, what comes is thrown away. Our side has ended. */
  #drain(): void {
    if (this.#state !== 'running') return;
    this.#state = 'draining';
    this.#clearTimer();
    this.#socket.resume();
    if (this.#socketEnded) this.#destroyWhenWritten();
    else this.#whenWritten(() => this.#limitDrain());
  }

  #limitDrain(): void {
    if (this.#timer || this.#state === 'closed') return;
    const at = performance.now() + DRAIN_TIME;
    this.#timer = { at, handle: setTimeout(() => this.#socket.destroy(), DRAIN_TIME).unref() };
  }

  #destroyWhenWritten(): void {
    this.#whenWritten(() => this.#socket.destroy());
  }

  #whenWritten(then: () => void): void {
    if (this.#socket.writableFinished) then();
    else this.#socket.once('finish', then);
  }

  /** @returns false when the socket has more than it likes to hold */
  #flush(done?: () => void): boolean {
    const output = this.connection.takeOutput();
    if (!output || !this.#socket.writable) {
      if (done) process.nextTick(done);
      return true;
    }
    if (done) return this.#socket.write(output, () => done());
    this.#ownBytes += output.length;
    return this.#socket.write(output, () => {
      this.#ownBytes -= output.length;
      this.#regulate();
    });
  }

  #regulate(): void {
    if (this.#state !== 'running') return;
    const stop = this.connection.paused || this.#consumerBehind || this.#ownBytes > MOST_OWN_BYTES;
    if (stop) this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }

  /** The timer does not hold the process: the socket does, as long as somebody wants it. */
  #setTimer(): void {
    const at = this.connection.wakeAt;
    if (at === this.#timer?.at) return;
    this.#clearTimer();
    if (at === undefined) return;
    const wake = () => {
      this.#timer = undefined;
      this.connection.wake();
      this.#settle();
    };
    this.#timer = { at, handle: setTimeout(wake, Math.max(1, at - performance.now())).unref() };
  }

  #clearTimer(): void {
    clearTimeout(this.#timer?.handle);
    this.#timer = undefined;
  }
}
