/**
 * What every real peer has in common, whatever program it is: it is started for one row of the protocol, says when it
 * is ready and what it has negotiated, passes data between TLS and its standard input and output, and closes.
 */
import type { Certificates } from './certificates.ts';
import { payloadIn } from './payload.ts';
import type { PeerProcess } from './process.ts';
import type { GroupName, Row } from './rows.ts';

export interface Setup {
  readonly certificates: Certificates;
  readonly row: Row;
  /** The server demands a certificate, and the client has one. */
  readonly mutual: boolean;
  readonly protocols?: readonly string[];
  /** Instead of the row's: groups in the peer's order, by our names. */
  readonly groups?: readonly GroupName[];
  /** A client: the file that a session is written to, or read from. */
  readonly session?: { readonly save: string } | { readonly use: string };
  /** The file of a DER OCSP response that goes with the peer's certificate; a client asks for the other side's besides. */
  readonly ocspResponse?: string;
  /** TLS 1.2 without tickets, in which a session is resumed by its ID. */
  readonly noTickets?: boolean;
  /** More arguments for the program. */
  readonly extra?: readonly string[];
}

/** What a peer says about a connection, as far as it says it. */
export interface Seen {
  /** The suite, by the name that the peer has for it. */
  readonly suite?: string | undefined;
  readonly resumed?: boolean | undefined;
  readonly protocol?: string | undefined;
  readonly serverName?: string | undefined;
  /** A server: the common name in the client's certificate. */
  readonly client?: string | undefined;
  /** The OCSP response that came, in hexadecimal, or what it says of the certificate; empty when none came. */
  readonly ocspResponse?: string | undefined;
}

/** A program that speaks TLS. */
export interface Peer {
  readonly name: string;
  suiteName(row: Row): string;
  /** Its server does DHE with other primes than those of RFC 7919. */
  readonly ownPrimes?: boolean;
  /** Every row when absent. */
  speaks?(row: Row): boolean;
  /** A command that lists its suites, or this row's alone if it has it, by the names that it has for them. */
  listing?(row: Row): readonly string[];
  /** Its server sends back what comes, instead of what stands on its input. */
  readonly echoes?: boolean;
  /** Its client makes two connections in one run, of which the second resumes. */
  readonly resumesInOneRun?: boolean;
  /** Its server staples what it fetches by itself, and takes no file. */
  readonly fetchesStaples?: boolean;
  /** Its server can close a connection in order when told to. */
  readonly serverCloses: boolean;
  /** Whatever has to be done before the first start. What it gives undoes it. */
  prepare?(): Promise<() => Promise<void>>;
  serve(setup: Setup): Promise<{ port: number; link(): Link }>;
  connect(setup: Setup, port: number): Link;
}

/** How a program talks about one of its connections. */
interface Manner {
  /** Where it talks. */
  readonly talks: 'stdout' | 'stderr';
  readonly opened: RegExp;
  seen(text: string): Seen;
  /** It has seen our close_notify. */
  readonly sawClose: RegExp;
  close(process: PeerProcess): void;
}

/** One connection of a peer: all that its process says from here on. */
export class Link {
  readonly #from: { readonly stdout: number; readonly stderr: number };

  constructor(
    readonly process: PeerProcess,
    private readonly manner: Manner,
  ) {
    this.#from = { stdout: process.stdout.length, stderr: process.stderr.length };
  }

  async seen(): Promise<Seen> {
    await this.#says(this.manner.opened);
    return this.manner.seen(this.said);
  }

  get said(): string {
    const { talks } = this.manner;
    return this.process[talks].slice(this.#from[talks]);
  }

  send(data: Uint8Array): void {
    this.process.write(Buffer.from(data).toString('latin1'));
  }

  /** The payload that it received. */
  async received(): Promise<Buffer> {
    await this.process.until('the end of the payload', ({ stdout }) =>
      payloadIn(stdout, this.#from.stdout) ? true : undefined,
    );
    return payloadIn(this.process.stdout, this.#from.stdout)!;
  }

  /** Waits until it has seen our close_notify. */
  async closed(): Promise<void> {
    await this.#says(this.manner.sawClose);
  }

  /** Lets it close the connection in order. */
  close(): void {
    this.manner.close(this.process);
  }

  async #says(pattern: RegExp): Promise<void> {
    await this.process.until(String(pattern), () => (pattern.test(this.said) ? true : undefined));
  }
}
