/**
 * One connection without any I/O: bytes in, bytes and events out. It owns no socket and no clock.
 *
 *     feed(bytes)     takes what came from the peer
 *     write(data)     takes application data, once established
 *     close()         says that nothing more will be written
 *     end()           the transport has ended
 *     takeOutput()    what is to be sent
 *     takeEvents()    what happened
 *     wakeAt, wake()  when it wants to be woken, and waking it
 *
 * After each of these calls, and whenever `onProgress` is called (a promise settled), the caller takes output and events.
 */
import type { Established, Exporter, Handshaken } from '../handshake/established.ts';
import type { Event } from '../handshake/events.ts';
import type { Flow, Request } from '../handshake/flow.ts';
import type { Peer } from '../handshake/peer.ts';
import { TlsError } from '../protocol/errors.ts';
import { type Message, titleOf } from '../protocol/message.ts';
import { AlertDescription, AlertLevel } from '../protocol/numbers/alerts.ts';
import { TLS13 } from '../protocol/numbers/versions.ts';
import type { WholeMessage } from '../record/fragments.ts';
import { Transcript } from '../schedule/transcript.ts';
import { ownOptions } from '../wire/own-options.ts';
import { say } from '../wire/words.ts';
import { asTlsError } from './as-tls-error.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { Driver } from './driver.ts';
import { EventQueue } from './event-queue.ts';
import { FloodLimit } from './flood-limit.ts';
import { type Arrival, Incoming } from './incoming.ts';
import { changeCipherSpec, decodeBody, matchedMessage, refused } from './match-message.ts';
import { Outgoing } from './outgoing.ts';
import { type PeerParts, peerOfConnection } from './peer-of-connection.ts';
import { AlertReader } from './received-alerts.ts';
import { cut, Waiting } from './waiting.ts';
import { refuseShared, Writing } from './writing.ts';

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #incoming: Incoming;
  readonly #outgoing: Outgoing;
  readonly #writing: Writing;
  readonly #alerts = new AlertReader();
  readonly #fed: PeerParts['fed'];
  readonly #driver: Driver;
  #handshaken: Handshaken | undefined;
  #version = 0;
  #closedByPeer = false;
  /** What arrived while we were waiting for our own side, after data that was delivered. */
  #held: Arrival | undefined;
  readonly #events: EventQueue;
  readonly #row = new FloodLimit();
  readonly #waiting: Waiting;

  constructor(
    role: 'client' | 'server',
    handshake: (peer: Peer) => Flow<Handshaken>,
    given: ConnectionOptions,
  ) {
    const options = ownOptions(given);
    this.#options = options;
    this.#events = new EventQueue(options, () => this.#driver.stopped);
    this.#incoming = new Incoming(role, options.longestMessage, this.#events.observer);
    this.#outgoing = new Outgoing(
      role === 'client' ? 0x0301 : 0x0303,
      options.records,
      this.#events.observer,
    );
    this.#writing = new Writing(this.#outgoing, () => this.#handshaken?.updateKeys);
    this.#waiting = new Waiting(options);
    const transcript = new Transcript();
    this.#fed = { transcript };
    const peer = peerOfConnection(transcript, {
      fed: this.#fed,
      incoming: this.#incoming,
      outgoing: this.#outgoing,
      writing: this.#writing,
      alerts: this.#alerts,
      events: this.#events,
      waiting: this.#waiting,
      settled: (version) => (this.#version = version),
    });
    this.#driver = new Driver(this.#story(handshake(peer)), {
      paused: (asked) => this.#waiting.forAnswer(asked),
      resumed: (goOn) => this.#resume(goOn),
    });
    this.#waiting.forPeer();
    this.#guard(() => this.#driver.begin());
    this.#pump();
  }

  /** What we are waiting for: messages by their RFC names, or an answer from our own side. */
  get waitsFor(): readonly string[] {
    return this.#driver.waitsFor;
  }

  /** A promise is pending, and nothing is read until it settles. Up to 1 MiB of what is fed meanwhile is buffered. */
  get paused(): boolean {
    return this.#driver.asked !== undefined && !this.#readsData;
  }

  get buffered(): number {
    return this.#incoming.buffered;
  }

  get established(): Established | undefined {
    return this.#driver.stopped ? undefined : this.#handshaken?.established;
  }

  get writable(): boolean {
    return this.#outgoing.gate.isOpen && !this.#outgoing.isOver;
  }

  /** The peer has said that it will send nothing more. */
  get peerClosed(): boolean {
    return this.#closedByPeer;
  }

  /** Monotonic milliseconds at which {@link wake} is to be called; undefined when nothing is due. */
  get wakeAt(): number | undefined {
    return this.#waiting.deadline;
  }

  feed(bytes: Uint8Array): void {
    if (this.#driver.stopped || this.#closedByPeer) return;
    this.#guard(() => this.#incoming.feed(refuseShared(bytes)));
    this.#pump();
  }

  /** Application data. Throws TlsError 'misuse' before the handshake is finished and after the close. */
  write(data: Uint8Array): void {
    if (!this.writable) {
      throw new TlsError('misuse', 'application data can only be written while the connection is open');
    }
    if (!this.#outgoing.gate.pass(data.length)) {
      throw new TlsError('misuse', 'more early data was written than the server takes');
    }
    this.#guard(() => this.#writing.write(refuseShared(data)));
  }

  /** Sends close_notify. The peer may go on to send (RFC 9846 section 6.1); an unfinished handshake is given up. */
  close(): void {
    this.#sayClosed();
    if (!this.#handshaken) this.#stop();
  }

  /** The transport has ended: without a close_notify, the connection was cut. */
  end(): void {
    if (this.#driver.stopped || this.#closedByPeer) return;
    const waitedFor = this.#handshaken ? undefined : this.waitsFor;
    this.#fail(cut(waitedFor, this.#alerts.anonymous, this.#incoming.arrived));
  }

  /** Nothing more from the peer will be read: from now on every answer has its time limit, even a person's. */
  hurry(): void {
    this.#waiting.hurry();
  }

  /** Time has passed: see {@link wakeAt}. */
  wake(): void {
    const error = this.#waiting.error(this.waitsFor, this.#incoming.arrived);
    if (error && this.#waiting.isInVain) this.#driver.giveUpWaiting();
    else if (error) this.#fail(error);
  }

  /** TLS 1.3: changes our keys, and asks the peer for the same. Throws TlsError 'misuse' in TLS 1.2. */
  updateKeys(requestPeer = false): void {
    const update = this.#outgoing.isOver ? undefined : this.#handshaken?.updateKeys;
    if (!update) throw new TlsError('misuse', 'keys can only be updated on an open TLS 1.3 connection');
    update(requestPeer);
  }

  /** Asks the flow for something after the handshake. Throws TlsError 'misuse' when it cannot do that now. */
  request(request: Request): void {
    if (this.#outgoing.isOver || this.#closedByPeer || !this.#driver.requests.includes(request)) {
      throw new TlsError('misuse', say`this connection cannot do this now: ${request}`);
    }
    this.#guard(() => this.#driver.ask(request));
    this.#pump();
  }

  /** See {@link Exporter}. Also throws TlsError 'misuse' until the handshake is finished. */
  readonly exporter: Exporter = (...asked) => {
    if (!this.#handshaken) throw new TlsError('misuse', 'the exporter needs a finished handshake');
    return this.#handshaken.exporter(...asked);
  };

  takeOutput(): Uint8Array | undefined {
    return this.#outgoing.take();
  }

  takeEvents(): readonly Event[] {
    return this.#events.take();
  }

  *#story(handshake: Flow<Handshaken>): Flow<never> {
    for (let next = handshake; ; next = this.#handshaken.after) {
      this.#handshaken = yield* next;
      this.#waiting.forNobody();
      this.#events.report({ type: 'established', established: this.#handshaken.established });
    }
  }

  /** After the handshake data goes on while we wait for our own side; the next message has to wait as well. */
  get #readsData(): boolean {
    return this.#handshaken !== undefined && this.#incoming.gate.isOpen && !this.#held;
  }

  #pump(): void {
    this.#guard(() => {
      for (;;) {
        const { expected, asked } = this.#driver;
        if (this.#closedByPeer || !(expected ?? (asked && this.#readsData))) return;
        const arrival = this.#held ?? this.#incoming.next();
        this.#held = undefined;
        if (!arrival) return;
        if (arrival.kind === 'data') this.#data(arrival.content);
        else if (arrival.kind === 'alert') this.#alert(arrival.content);
        else if (!expected) this.#held = arrival;
        else if (arrival.kind === 'message') this.#deliver(arrival.message, expected);
        else {
          const change = changeCipherSpec(arrival.content, expected, this.#version === TLS13 && arrival.bare);
          if (change) this.#driver.give(change, change.name);
        }
      }
    });
  }

  #deliver({ raw, records }: WholeMessage, expected: readonly Message<unknown>[]): void {
    const is = matchedMessage(raw, expected);
    const { epoch } = this.#incoming;
    this.#events.tell(() => ({ type: 'message', direction: 'received', is, raw, epoch, records }));
    if (!is) throw refused(raw, expected);
    if (this.#incoming.gate.isOpen) this.#row.another();
    this.#fed.transcript?.add(raw);
    this.#events.observer?.transcripts.message(this.#fed.transcript);
    this.#driver.give({ name: is.name, body: decodeBody(is, raw), raw }, titleOf(is));
  }

  #data(data: Uint8Array): void {
    const { gate } = this.#incoming;
    gate.admit(data.length);
    if (data.length === 0) return;
    this.#row.interrupted();
    this.#alerts.anonymous = undefined;
    this.#events.report({ type: gate.isLimited ? 'early-data' : 'data', data });
  }

  #alert(content: Uint8Array): void {
    const alert = this.#alerts.read(content, this.#version);
    const { level, description } = alert;
    this.#events.tell(() => ({ type: 'alert', direction: 'received', level, description }));
    if (alert.means === 'ignore') return;
    if (alert.means === 'close' && this.#handshaken) {
      this.#closedByPeer = true;
      // RFC 9846 section 6.1: pending writes are not discarded, as RFC 5246 section 7.2.1 demanded.
      this.#events.report({ type: 'end' });
      return;
    }
    // RFC 9846 section 6.1: a close_notify in the middle of a handshake is answered with one.
    if (alert.means === 'close') this.#sayClosed();
    throw alert.error();
  }

  #resume(goOn: () => void): void {
    this.#waiting.answered();
    this.#guard(goOn);
    this.#pump();
    this.#options.onProgress?.();
  }

  #guard(body: () => void): void {
    try {
      body();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(thrown: unknown): void {
    if (this.#driver.stopped) return;
    const error = asTlsError(thrown);
    error.doing ??= this.#driver.step(this.#handshaken !== undefined);
    if (error.alert !== undefined && error.kind !== 'alert') {
      this.#outgoing.alert(AlertLevel.fatal, AlertDescription[error.alert]);
    }
    this.#outgoing.end();
    this.#events.report({ type: 'failed', error });
    this.#stop();
    this.#alerts.onFatal.failed(error);
  }

  #sayClosed(): void {
    this.#outgoing.alert(AlertLevel.warning, AlertDescription.close_notify);
  }

  #stop(): void {
    this.#waiting.forNobody();
    this.#driver.stop();
  }
}
