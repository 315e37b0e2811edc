/**
 * One connection on one socket: what is read is fed, what the engine has to send is written, events are handed out in
 * order, and nothing grows without bound on either side.
 *
 * Decisions: the end of the socket without close_notify is a cut (RFC 9846 section 6.1), never an end. After a fatal
 * alert of ours the socket is half-closed and what still comes is read and discarded, up to a limit in time and amount:
 * closing a TCP socket with unread bytes resets it, and the reset destroys the alert on the way (RFC 1122 section
 * 4.2.2.13). While the engine waits for a promise, reading goes on into a bounded buffer, so that a peer's departure is
 * noticed. An exception in a handler is reported before anything else is delivered, and nothing is lost. An async iterator
 * over events was rejected: it would lose the engine's order of output before events.
 */
import type { Duplex } from 'node:stream';
import type { Connection, ConnectionOptions } from '../options/engine.ts';
import type { TlsError } from '../protocol/errors.ts';
import { Alarm } from './alarm.ts';
import { Drain } from './drain.ts';
import { EventDelivery, type Handlers } from './event-delivery.ts';
import { Inbox } from './inbox.ts';
import { heard } from './uncaught-exception.ts';

/** What a connection needs from the machine. */
export type Hooks = Required<Pick<ConnectionOptions, 'now' | 'onProgress'>>;

/** The engine's own bytes (answers to KeyUpdates, alerts) that may wait before we stop reading from the peer. */
const MOST_OWN_BYTES = 2 ** 16;
/** Bytes buffered while a promise is pending. */
const MOST_WAITING = 2 ** 17;

export class Transport {
  readonly connection: Connection;
  readonly #socket: Duplex;
  readonly #handlers: Handlers;
  /** `abandoned`: draining, or being destroyed, with nobody listening any more. */
  #state: 'running' | 'draining' | 'abandoned' | 'closed' = 'running';
  readonly #inbox = new Inbox(
    (bytes) => {
      this.connection.feed(bytes);
      this.#settle();
    },
    () => this.#mayWork,
  );
  readonly #handing: EventDelivery;
  #settling = false;
  #consumerBehind = false;
  /** Our close_notify has been sent, and the socket half-closed after it. */
  #ended = false;
  #socketEnded = false;
  #socketClosed = false;
  #cause: Error | undefined;
  #ownBytes = 0;
  readonly #alarm = new Alarm();
  readonly #farewell: Drain;

  /**
   * @param socket connected, and with allowHalfOpen, or it closes before we have answered
   * @param create called at once; events come from the next tick on
   */
  constructor(socket: Duplex, create: (hooks: Hooks) => Connection, handlers: Handlers) {
    this.#socket = socket;
    this.#farewell = new Drain(socket);
    this.#handlers = handlers;
    this.#handing = new EventDelivery(
      (event) => handlers.onEvent(event),
      () => this.#settle(),
    );
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

  /** Whether {@link write} accepts application data now. */
  get writable(): boolean {
    return !this.#ended && this.#state === 'running' && this.connection.writable;
  }

  /** Whether both sides are done, and what the peer still sends is only discarded. */
  get drained(): boolean {
    return this.#state !== 'running' && this.#socket.writableFinished;
  }

  /**
   * Sends application data. Throws TlsError 'misuse' while the connection is not open.
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
   * Sends close_notify and half-closes the socket. The peer may keep sending.
   *
   * @param done called when everything has been handed to the system
   */
  end(done?: () => void): void {
    if (done) this.#farewell.whenWritten(done);
    if (this.#ended || this.#state !== 'running') return;
    this.#ended = true;
    this.connection.close();
    this.#flush();
    this.#socket.end();
    this.#settle();
    if (this.connection.peerClosed) this.#drain();
  }

  /** Ends, and discards what the peer still sends, for a limited time. Only `onClose` follows. */
  abandon(): void {
    this.end();
    this.#drain();
    if (this.#state === 'draining') this.#state = 'abandoned';
  }

  /** Sends close_notify (RFC 9846 section 6.1) and closes the socket after it, without waiting for the peer. */
  leave(): void {
    if (this.#state !== 'running') return;
    this.#state = 'abandoned';
    this.#alarm.clear();
    this.connection.close();
    this.#flush();
    this.#socket.end();
    this.#farewell.destroyWhenWritten();
    this.#farewell.limit();
  }

  /** TLS 1.3: changes our keys, and asks the peer for the same. Throws TlsError 'misuse' in TLS 1.2. */
  updateKeys(requestPeer = false): void {
    this.connection.updateKeys(requestPeer);
    this.#settle();
  }

  /** Closes the socket at once; only `onClose` follows. To the peer this is a cut. */
  destroy(): void {
    if (this.#state === 'closed') return;
    this.#state = 'abandoned';
    this.#alarm.clear();
    this.#farewell.stop();
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
    this.#inbox.goOn();
  }

  readonly #onData = (bytes: Uint8Array): void => {
    if (this.#state === 'running') {
      this.#inbox.add(bytes);
      if (this.#inbox.length < MOST_WAITING) this.#regulate();
      else this.#settle();
    } else this.#farewell.took(bytes.length);
  };

  readonly #onEnd = (): void => {
    this.#socketEnded = true;
    if (this.#state === 'running') this.#settle();
    else this.#farewell.destroyWhenWritten();
  };

  /** 'close' always follows. */
  readonly #onError = (error: Error): void => {
    this.#cause ??= error;
  };

  readonly #onClose = (): void => {
    this.#socketEnded = true;
    this.#socketClosed = true;
    this.#settle();
  };

  get #mayWork(): boolean {
    const isHeldUp = this.connection.paused || (this.#consumerBehind && !this.#socketClosed);
    return this.#state === 'running' && !isHeldUp && !this.#handing.interrupted;
  }

  /** Brings the socket in line with the engine. Output goes first, so that an alert is on its way when it is reported. */
  #settle(): void {
    if (this.#settling || this.#handing.interrupted) return;
    this.#settling = true;
    do {
      this.#flush();
      // If we have stopped reading, we cannot see the peer leave.
      if (this.#inbox.length >= MOST_WAITING) this.connection.hurry();
      this.#weighEnd();
      this.#handing.add(this.connection.takeEvents());
    } while (this.#handNext());
    this.#settling = false;
    if (this.#handing.interrupted) return;
    if (this.#state === 'running') {
      this.#regulate();
      this.#alarm.set(this.connection.wakeAt, () => {
        this.connection.wake();
        this.#settle();
      });
      this.#inbox.goOn();
    } else this.#inbox.clear();
    if (this.#socketClosed && this.#inbox.length === 0) this.#closed();
  }

  /** What arrived before the end is processed first: it may explain the end, and complete data is not lost. */
  #weighEnd(): void {
    if (!this.#socketEnded || this.#state !== 'running') return;
    const { connection } = this;
    const waits = this.#inbox.length + (connection.paused ? connection.buffered : 0);
    if (waits === 0 || (connection.paused && this.#socketClosed)) {
      this.#inbox.clear();
      connection.end();
    } else if (connection.paused) connection.hurry();
  }

  #closed(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#alarm.clear();
    this.#farewell.stop();
    heard(() => this.#handlers.onClose?.(this.#cause));
  }

  /** @returns whether there may be more */
  #handNext(): boolean {
    const event = this.#handing.next();
    if (!event) return false;
    if (this.#state === 'abandoned' || this.#state === 'closed') return true;
    const failed = event.type === 'failed' ? event.error : undefined;
    if (failed) failed.cause ??= failed.reason === 'connection-cut' ? this.#cause : undefined;
    this.#handing.hand(event);
    if (failed) this.#giveUp(failed);
    if (event.type === 'end' && this.#ended) this.#drain();
    return !this.#handing.interrupted;
  }

  #giveUp({ alert, sentBy, reason }: TlsError): void {
    if (reason === 'connection-cut') {
      this.#state = 'draining';
      this.#alarm.clear();
      this.#socket.destroy();
      return;
    }
    this.#flush();
    this.#socket.end();
    // Nothing of ours is on its way that a reset could destroy, and the peer has said its last word or none at all.
    if (alert === undefined || sentBy === 'peer') this.#socketEnded = true;
    this.#drain();
    this.#farewell.limit();
  }

  /** Both directions are done: what is written goes out, what comes is discarded. Our side has ended. */
  #drain(): void {
    if (this.#state !== 'running') return;
    this.#state = 'draining';
    this.#alarm.clear();
    this.#socket.resume();
    if (this.#socketEnded) this.#farewell.destroyWhenWritten();
    else this.#farewell.whenWritten(() => this.#farewell.limit());
  }

  /** @returns false when the socket is over its high-water mark */
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
    const { paused } = this.connection;
    const full = this.#inbox.length >= (paused ? MOST_WAITING : 1);
    const stop = full || this.#consumerBehind || this.#ownBytes > MOST_OWN_BYTES;
    if (stop) this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }
}
