/** A stream over a socket, with the addresses and settings of the socket underneath. */
import type { AddressInfo, Socket } from 'node:net';
import { Duplex, type DuplexOptions } from 'node:stream';
import type { AnyListener, Listener, SocketEvents, Unlisted } from './socket-events.ts';

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface only narrows what the class inherits
export abstract class OverSocket extends Duplex {
  /** What carries our records: a net.Socket, or any stream. */
  protected readonly underneath: Duplex;

  constructor(underneath: Duplex, options: DuplexOptions) {
    super(options);
    this.underneath = underneath;
    for (const name of ['connect', 'ready', 'lookup', 'timeout'] as const) {
      underneath.on(name, (...details) => this.emit(name as string, ...details));
    }
  }

  /** The socket underneath, if it is one of node:net. */
  get #net(): Partial<Socket> {
    return this.underneath as Partial<Socket>;
  }

  get connecting(): boolean {
    return this.#net.connecting ?? false;
  }
  /** Not connected yet, or not even connecting. */
  get pending(): boolean {
    return this.#net.pending ?? false;
  }
  get readyState(): 'opening' | 'open' | 'readOnly' | 'writeOnly' | 'closed' {
    if (this.connecting) return 'opening';
    if (this.readable) return this.writable ? 'open' : 'readOnly';
    return this.writable ? 'writeOnly' : 'closed';
  }
  /** Milliseconds, as set; undefined for none. */
  get timeout(): number | undefined {
    return this.#net.timeout;
  }
  get remoteAddress(): string | undefined {
    return this.#net.remoteAddress;
  }
  get remoteFamily(): string | undefined {
    return this.#net.remoteFamily;
  }
  get remotePort(): number | undefined {
    return this.#net.remotePort;
  }
  get localAddress(): string | undefined {
    return this.#net.localAddress;
  }
  get localFamily(): string | undefined {
    return this.#net.localFamily;
  }
  get localPort(): number | undefined {
    return this.#net.localPort;
  }
  /** Of the socket underneath: records, not their contents. */
  get bytesRead(): number {
    return this.#net.bytesRead ?? 0;
  }
  get bytesWritten(): number {
    return this.#net.bytesWritten ?? 0;
  }
  address(): AddressInfo | object {
    return this.#net.address?.() ?? {};
  }
  setTimeout(milliseconds: number, listener?: () => void): this {
    this.#net.setTimeout?.(milliseconds);
    if (listener && milliseconds === 0) this.off('timeout', listener);
    else if (listener) this.once('timeout', listener);
    return this;
  }
  setNoDelay(on = true): this {
    this.#net.setNoDelay?.(on);
    return this;
  }
  setKeepAlive(on = false, delay = 0): this {
    this.#net.setKeepAlive?.(on, delay);
    return this;
  }
  ref(): this {
    this.#net.ref?.();
    return this;
  }
  unref(): this {
    this.#net.unref?.();
    return this;
  }
}

/** The events of {@link SocketEvents}, with their arguments. */
export interface OverSocket {
  on<E extends keyof SocketEvents>(event: E, listener: Listener<SocketEvents[E]>): this;
  on<E extends string | symbol>(event: Unlisted<E>, listener: AnyListener): this;
  once<E extends keyof SocketEvents>(event: E, listener: Listener<SocketEvents[E]>): this;
  once<E extends string | symbol>(event: Unlisted<E>, listener: AnyListener): this;
  addListener<E extends keyof SocketEvents>(event: E, listener: Listener<SocketEvents[E]>): this;
  addListener<E extends string | symbol>(event: Unlisted<E>, listener: AnyListener): this;
  prependListener<E extends keyof SocketEvents>(event: E, listener: Listener<SocketEvents[E]>): this;
  prependListener<E extends string | symbol>(event: Unlisted<E>, listener: AnyListener): this;
  prependOnceListener<E extends keyof SocketEvents>(event: E, listener: Listener<SocketEvents[E]>): this;
  prependOnceListener<E extends string | symbol>(event: Unlisted<E>, listener: AnyListener): this;
  off<E extends keyof SocketEvents>(event: E, listener: Listener<SocketEvents[E]>): this;
  off<E extends string | symbol>(event: Unlisted<E>, listener: AnyListener): this;
  removeListener<E extends keyof SocketEvents>(event: E, listener: Listener<SocketEvents[E]>): this;
  removeListener<E extends string | symbol>(event: Unlisted<E>, listener: AnyListener): this;
  emit<E extends keyof SocketEvents>(event: E, ...args: SocketEvents[E]): boolean;
  emit<E extends string | symbol>(event: Unlisted<E>, ...args: Parameters<AnyListener>): boolean;
}
